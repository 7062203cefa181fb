//! Block, unblock, lockout, activate, deactivate (rows 14 to 21; P-6, P-7, P-14 to P-20).

use tenure_domain::{
    Action, Fact, LogInFailure, LogInOutcome, NewCredential, Proof, UnblockedHow,
    lifecycle::{Block, BlockCause, InactiveReason, Status},
    policy::*,
    testing::*,
    value::Span,
};

const LOCKED: LogInOutcome = LogInOutcome::Failed(LogInFailure::LockedOut);

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

fn locked_where(release: LockoutRelease) -> Scenario {
    given(active())
        .where_policy(|policy| policy.lockout.release = release)
        .after_wrong_passwords(10)
        .stands(Status::Blocked)
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
        .then([Fact::Blocked {
            by: system_admin().reference(),
            reason: None,
            until: Some(noon_and(Span::hours(1))),
        }]);
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
fn only_an_administrator_ends_a_lockout_that_asks_for_one() {
    let locked = locked_where(LockoutRelease::Admin).after(Span::days(1));
    locked.clone().the_right_password_is(LOCKED);
    locked
        .when(Action::Unblock)
        .then([unblocked(UnblockedHow::Administrator)])
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn only_time_ends_a_lockout_that_asks_for_time() {
    let locked = locked_where(LockoutRelease::Duration);
    locked
        .clone()
        .when(Action::Unblock)
        .then_refused("policy_forbids");
    locked
        .clone()
        .when(Action::Activate)
        .then_refused("invalid_transition");
    let early = locked.clone().after(Span::seconds(899));
    early.the_right_password_is(LOCKED);
    locked
        .after(Span::minutes(15))
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn the_first_of_administrator_and_time_ends_a_lockout_by_default() {
    let locked = locked_where(LockoutRelease::AdminOrDuration);
    locked
        .clone()
        .after(Span::minutes(15))
        .the_right_password_is(LogInOutcome::LoggedIn);
    for action in [Action::Unblock, Action::Activate] {
        let next = locked
            .clone()
            .when(action)
            .then([unblocked(UnblockedHow::Administrator)]);
        next.the_right_password_is(LogInOutcome::LoggedIn);
    }
}

#[test]
fn administrator_and_time_together_end_a_lockout_that_asks_for_both() {
    let locked = locked_where(LockoutRelease::AdminAndDuration);
    locked
        .clone()
        .after(Span::days(1))
        .the_right_password_is(LOCKED);
    let released = locked
        .clone()
        .when(Action::Activate)
        .then([Fact::LockoutReleased {}]);
    released.clone().when(Action::Unblock).then_nothing();
    released.clone().the_right_password_is(LOCKED);
    released
        .after(Span::minutes(15))
        .the_right_password_is(LogInOutcome::LoggedIn);
    let late = locked.after(Span::minutes(15)).when(Action::Unblock);
    late.then([unblocked(UnblockedHow::Administrator)]);
}

#[test]
fn each_further_lockout_lasts_twice_as_long() {
    let first = locked_where(LockoutRelease::AdminOrDuration).after(Span::minutes(15));
    let second = first.after_wrong_passwords(10).stands(Status::Blocked);
    let early = second.clone().after(Span::minutes(29));
    early.the_right_password_is(LOCKED);
    second
        .after(Span::minutes(30))
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn failures_outside_the_window_do_not_count() {
    let nine = given(active()).after_wrong_passwords(9);
    let later = nine
        .clone()
        .after(Span::minutes(15))
        .after_wrong_passwords(9);
    later.stands(Status::Active);
    nine.after(Span::minutes(14))
        .after_wrong_passwords(1)
        .stands(Status::Blocked);
}

#[test]
fn a_right_password_begins_the_count_anew() {
    given(active())
        .after_wrong_passwords(9)
        .the_right_password_is(LogInOutcome::LoggedIn)
        .after_wrong_passwords(9)
        .stands(Status::Active);
}

#[test]
fn a_hundred_failures_in_a_row_lock_out_until_somebody_lets_in() {
    let mut life = given(active());
    for _ in 0..10 {
        life = life
            .after_wrong_passwords(10)
            .stands(Status::Blocked)
            .after(Span::hours(24));
    }
    life = life.after(Span::days(365));
    assert_eq!(life.user().lifecycle().block().unwrap().until, None);
    life.clone().the_right_password_is(LOCKED);
    life.when(Action::Unblock)
        .then_accepted()
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn a_password_reset_ends_a_lockout_where_time_alone_would() {
    let reset = Action::CompletePasswordReset {
        serial: 1,
        password: hash(),
    };
    for (release, ends) in [
        (LockoutRelease::Admin, false),
        (LockoutRelease::Duration, true),
        (LockoutRelease::AdminOrDuration, true),
        (LockoutRelease::AdminAndDuration, false),
    ] {
        let next = locked_where(release)
            .and(Action::RequestPasswordReset)
            .and(reset.clone());
        let _ = next.stands(if ends {
            Status::Active
        } else {
            Status::Blocked
        });
    }
}

#[test]
fn a_lockout_is_not_made_longer_by_more_wrong_passwords() {
    let locked = given(locked_out()).after_wrong_passwords(50);
    assert_eq!(locked.user(), &locked_out());
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
        .then([Fact::Deactivated {
            reason,
            block: Some(block),
        }])
        .and(Action::Activate)
        .stands(Status::Blocked)
        .and(Action::Unblock)
        .stands(Status::Active);
}

#[test]
fn activating_is_the_administrator_s_part_of_ending_a_carried_lockout() {
    let carried = || given(inactive_while_locked_out());
    carried()
        .when(Action::Activate)
        .then([unblocked(UnblockedHow::Administrator), Fact::Activated {}])
        .stands(Status::Active);
    carried()
        .where_policy(|policy| policy.lockout.release = LockoutRelease::AdminAndDuration)
        .when(Action::Activate)
        .then([Fact::LockoutReleased {}, Fact::Activated {}])
        .stands(Status::Blocked)
        .after(Span::minutes(10))
        .the_right_password_is(LogInOutcome::LoggedIn);
    carried()
        .where_policy(|policy| policy.lockout.release = LockoutRelease::Duration)
        .when(Action::Activate)
        .then([Fact::Activated {}])
        .stands(Status::Blocked);
}

#[test]
fn a_carried_lockout_ends_by_time_and_the_user_stays_inactive() {
    let rested = given(inactive_while_locked_out())
        .after(Span::minutes(10))
        .and(Action::Elapse);
    assert_eq!(rested.user().lifecycle().block(), None);
    let _ = rested.stands(Status::Inactive);
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
