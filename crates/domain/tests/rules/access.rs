//! Block, unblock, activate, deactivate, log in (rows 14 to 21; P-6, P-7, P-14 to P-20).

use tenure_domain::{
    Action, Event, Fact, FirstAccess, LogInFailure, LogInOutcome, NewCredential, Proof,
    UnblockedHow,
    lifecycle::{Block, BlockCause, InactiveReason, Status},
    policy::*,
    testing::*,
    value::Span,
};

fn unblocked(how: UnblockedHow) -> Fact {
    Fact::Unblocked { how }
}

fn block_until(end: Option<Span>) -> Action {
    let until = end.map(noon_and);
    Action::Block {
        reason: None,
        until,
    }
}

#[test]
fn a_blocked_user_does_not_get_in_and_an_unblocked_one_does() {
    let blocked =
        given(blocked()).the_right_password_is(LogInOutcome::Failed(LogInFailure::Blocked));
    blocked
        .when(Action::Unblock)
        .then([unblocked(UnblockedHow::Administrator)])
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn a_block_with_an_end_is_over_at_that_end_even_if_nothing_swept() {
    let blocked = given(active()).and(block_until(Some(Span::hours(2))));
    let before = blocked.clone().after(Span::minutes(119));
    before.the_right_password_is(LogInOutcome::Failed(LogInFailure::Blocked));
    let over = blocked.after(Span::hours(2));
    assert_eq!(
        over.user().status_view(over.policy(), over.now()).status,
        Status::Active
    );
    over.the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn blocking_again_in_the_same_way_is_blocking_once() {
    given(blocked()).when(block_until(None)).then_nothing();
    given(blocked())
        .when(block_until(Some(Span::hours(1))))
        .then([Fact::blocked(
            system_admin().reference(),
            None,
            Some(noon_and(Span::hours(1))),
        )]);
}

#[test]
fn a_block_does_not_end_in_the_past() {
    given(active())
        .when(block_until(Some(Span::seconds(0))))
        .then_refused("validation");
}

#[test]
fn where_there_are_no_blocks_nobody_is_blocked() {
    given(active())
        .where_policy(|policy| policy.block.enabled = Supported::No)
        .when(block_until(None))
        .then_refused("policy_forbids");
}

#[test]
fn a_block_survives_deactivating_and_activating() {
    given(inactive_while_blocked())
        .when(Action::Activate)
        .then([Fact::Activated {}])
        .stands(Status::Blocked)
        .the_right_password_is(LogInOutcome::Failed(LogInFailure::Blocked));
}

#[test]
fn a_block_survives_deleting_and_restoring() {
    let back = given(deleted_while_blocked())
        .when(Action::Restore)
        .then([Fact::Restored {}]);
    assert!(back.user().lifecycle().block().is_some());
}

#[test]
fn activating_lifts_a_block_where_the_policy_clears_it() {
    given(inactive_while_blocked())
        .where_policy(|policy| policy.activity.block_after = BlockAfterActivation::Clear)
        .when(Action::Activate)
        .then([unblocked(UnblockedHow::Activation), Fact::Activated {}])
        .stands(Status::Active);
}

#[test]
fn deactivating_blocks_where_the_policy_says_so_and_activating_leaves_it() {
    let block = Block {
        since: noon(),
        until: None,
        cause: BlockCause::Manual {
            by: system_admin().reference(),
            reason: None,
        },
    };
    let reason = InactiveReason::Administrator {
        by: system_admin().reference(),
        reason: None,
    };
    given(active())
        .where_policy(|policy| policy.activity.block_after = BlockAfterActivation::DeactivateBlocks)
        .when(Action::Deactivate { reason: None })
        .then([Fact::deactivated(reason, Some(block))])
        .and(Action::Activate)
        .stands(Status::Blocked)
        .and(Action::Unblock)
        .stands(Status::Active);
}

#[test]
fn without_a_credential_activating_does_what_the_policy_says() {
    let bare = |rule| {
        given(inactive_without_credential())
            .where_policy(|policy| policy.activity.without_credential = rule)
            .when(Action::Activate)
    };
    bare(WithoutCredential::Reject).then_refused("policy_forbids");
    let _ = bare(WithoutCredential::BackToPending)
        .then_accepted()
        .stands(Status::Pending);
    let active = bare(WithoutCredential::Activate).then([Fact::Activated {}]);
    active.the_right_password_is(LogInOutcome::Failed(LogInFailure::NoCredential));
}

#[test]
fn time_lets_nobody_in_without_a_credential() {
    let blocked = given(external())
        .where_policy(|policy| policy.credential.directory = Directory::Enabled)
        .and(block_until(Some(Span::hours(1))))
        .and(Action::RemoveExternalCredential { temporary: None })
        .stands(Status::Blocked)
        .after(Span::hours(1));
    let _ = blocked.clone().and(Action::Elapse).stands(Status::Pending);
    let rejects = blocked.where_policy(|policy| {
        policy.activity.without_credential = WithoutCredential::Reject;
    });
    let _ = rejects.and(Action::Elapse).stands(Status::Inactive);
}

#[test]
fn a_temporary_password_must_be_changed_and_then_is_one_s_own() {
    given(with_temporary_password())
        .the_right_password_is(LogInOutcome::ChangeRequired)
        .and(Action::ChangePassword { password: hash() })
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn a_temporary_password_is_none_after_a_day() {
    let outcome = LogInOutcome::Failed(LogInFailure::TemporaryPasswordExpired);
    given(with_temporary_password())
        .after(Span::hours(23))
        .the_right_password_is(outcome);
}

#[test]
fn an_account_counts_from_its_beginning_and_before_its_end() {
    let valid = |from, until| {
        let wish = tenure_domain::Registration {
            valid_from: from,
            valid_until: until,
            ..registration(NewCredential::Temporary(hash()))
        };
        given(registered(&wish, &standard(), noon()))
    };
    let hour = Some(noon_and(Span::hours(1)));
    let outside = LogInOutcome::Failed(LogInFailure::OutsideValidity);
    valid(hour, None).the_right_password_is(outside);
    valid(hour, None)
        .after(Span::hours(1))
        .the_right_password_is(LogInOutcome::ChangeRequired);
    let ended = valid(None, hour).after(Span::hours(1));
    ended.the_right_password_is(LogInOutcome::Failed(LogInFailure::NotActive));
}

#[test]
fn a_role_that_log_in_asks_for_is_asked_for_after_the_password() {
    let needs = || {
        given(active()).where_policy(|policy| {
            policy.log_in.requires_role = LogInRole::Role(role("clerk"));
        })
    };
    let wrong = needs().try_to_log_in(Proof::Wrong).0.outcome;
    assert_eq!(wrong, LogInOutcome::Failed(LogInFailure::WrongCredential));
    needs()
        .the_right_password_is(LogInOutcome::AuthorizationFailure)
        .and(Action::GrantRole(grant("clerk")))
        .the_right_password_is(LogInOutcome::LoggedIn);
}

/// OB-24
#[test]
fn a_user_may_be_created_with_access_at_rest_only_where_the_policy_says_so() {
    let ways = [
        (NewCredential::Invitation, Status::Pending),
        (NewCredential::Temporary(hash()), Status::Active),
    ];
    for (way, otherwise) in ways {
        let mut wish = registration(way);
        let status = |wish: &_, rule| {
            let policy = standard_but(|policy| policy.creation.allow_disabled = rule);
            tenure_domain::register(wish, &facts(), &policy, noon())
                .map(|events| tenure_domain::replay(&events).unwrap().status())
        };
        assert_eq!(status(&wish, DisabledCreation::Forbidden), Ok(otherwise));
        wish.access = FirstAccess::Rests;
        let refused = status(&wish, DisabledCreation::Forbidden).unwrap_err();
        assert_eq!(refused.code(), "policy_forbids");
        assert_eq!(
            status(&wish, DisabledCreation::Allowed),
            Ok(Status::Inactive)
        );
    }
}

/// Nobody gets a link that does not work.
#[test]
fn who_is_created_at_rest_is_not_invited_before_he_is_activated() {
    let policy = standard_but(|policy| policy.creation.allow_disabled = DisabledCreation::Allowed);
    let mut wish = registration(NewCredential::Invitation);
    wish.access = FirstAccess::Rests;
    let events = tenure_domain::register(&wish, &facts(), &policy, noon()).unwrap();
    let codes = |events: &[Event]| {
        let codes = events.iter().map(|event| event.fact.code());
        codes.collect::<Vec<_>>()
    };
    assert!(!codes(&events).contains(&"invitation.sent"));
    let user = tenure_domain::replay(&events).unwrap();
    let active = given(user).under(policy).when(Action::Activate);
    assert!(codes(&active.decide().unwrap()).contains(&"invitation.sent"));
    active.then_accepted().stands(Status::Pending);
}
