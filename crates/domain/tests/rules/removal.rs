//! Delete, restore, purge, anonymize (rows 22 to 25; P-8 to P-13, P-23 to P-25).

use tenure_domain::{
    Action, Event, Fact, LogInOutcome, OrderHistory, ProfileChange, Proof,
    change::{Claims, PasswordEffect, Row, SessionEffect},
    evolve,
    lifecycle::{InactiveReason, RevokedWhy, Status},
    offers_restore,
    policy::*,
    testing::*,
    value::{DirectoryName, Span},
};

fn deleted_fact(releases_identifiers: bool) -> Fact {
    Fact::Deleted {
        purge_at: None,
        releases_identifiers,
    }
}

#[test]
fn nobody_is_deleted_where_deleting_is_forbidden() {
    given(active())
        .where_policy(|policy| policy.removal.mode = DeleteMode::Forbidden)
        .when(Action::Delete)
        .then_refused("policy_forbids");
}

#[test]
fn deleting_takes_password_links_and_sessions_and_gives_the_names_free() {
    let change = given(active())
        .and(Action::SendPasswordReset)
        .when(Action::Delete)
        .change();
    assert_eq!(change.row, Row::Keep);
    assert_eq!(change.password, PasswordEffect::Clear);
    assert_eq!(change.sessions, SessionEffect::EndAll);
    assert_eq!(change.claims, Claims::default());
    assert_eq!(change.after.tickets().reset, None);
}

#[test]
fn a_deleted_user_s_names_stay_taken_where_they_are_never_given_again() {
    let keeps = given(active())
        .where_policy(|policy| policy.removal.identifier_reuse = IdentifierReuse::Never)
        .when(Action::Delete);
    assert_eq!(
        keeps.change().claims.email.as_deref(),
        Some("ana@example.com")
    );
    keeps.then([deleted_fact(false)]);
}

#[test]
fn deleting_for_good_removes_the_row_and_keeps_the_events() {
    let hard = given(active()).where_policy(|policy| {
        policy.removal.mode = DeleteMode::Hard;
        policy.removal.restorable = Restorable::No;
    });
    let change = hard.clone().when(Action::Delete).change();
    assert_eq!((change.row, change.redact), (Row::Remove, true));
    hard.when(Action::Delete)
        .then([deleted_fact(true), Fact::Purged {}]);
}

#[test]
fn order_history_keeps_a_user_from_being_deleted_when_the_policy_says_so() {
    let hard = |policy: &mut Policy| {
        policy.removal.mode = DeleteMode::Hard;
        policy.removal.restorable = Restorable::No;
    };
    for (guard, is_hard, refused) in [
        (DeleteGuard::None, true, false),
        (DeleteGuard::WhenHard, false, false),
        (DeleteGuard::WhenHard, true, true),
        (DeleteGuard::Always, false, true),
    ] {
        let ask = given(active())
            .where_policy(|policy| {
                policy.removal.guard_history = guard;
                if is_hard {
                    hard(policy);
                }
            })
            .knowing(|facts| facts.history = OrderHistory::Some);
        // One may come after somebody looked; then the commit says no.
        let unseen = ask
            .clone()
            .knowing(|facts| facts.history = OrderHistory::None);
        let change = unseen.when(Action::Delete).change();
        assert_eq!(change.without_orders, refused, "{guard:?} {is_hard}");
        let ask = ask.when(Action::Delete);
        let code = ask.decide().err().map(|rejection| rejection.code());
        assert_eq!(
            code,
            refused.then_some("has_history"),
            "{guard:?} {is_hard}"
        );
    }
}

#[test]
fn a_deleted_user_who_keeps_his_names_is_offered_back_to_whoever_sees_him() {
    let keeps = |policy: &mut Policy| policy.removal.identifier_reuse = IdentifierReuse::Never;
    let deleted = given(active()).where_policy(keeps).and(Action::Delete);
    let offered = |actor, change: fn(&mut Policy)| {
        let policy = standard_but(|policy| {
            keeps(policy);
            change(policy);
        });
        offers_restore(deleted.user(), &actor, &policy)
    };
    assert!(offered(system_admin(), |_| {}));
    assert!(!offered(plain_user(), |_| {}));
    let never = |policy: &mut Policy| policy.removal.restorable = Restorable::No;
    assert!(!offered(system_admin(), never));
    assert!(!offers_restore(&active(), &system_admin(), &standard()));
    let masked = given(anonymized()).where_policy(keeps).and(Action::Delete);
    assert!(!offers_restore(
        masked.user(),
        &system_admin(),
        &standard_but(keeps)
    ));
}

#[test]
fn deleting_a_pending_user_kills_the_link() {
    let gone = given(pending()).when(Action::Delete);
    let why = RevokedWhy::Deleted;
    gone.then([Fact::InvitationRevoked { why }, deleted_fact(true)])
        .when(Action::OpenInvitation { serial: 1 })
        .then_refused("link_invalid");
}

#[test]
fn a_deleted_user_comes_back_inactive_with_his_roles_and_without_a_password() {
    let back = given(active())
        .and(Action::GrantRole(grant("clerk")))
        .and(Action::Delete)
        .when(Action::Restore)
        .then([Fact::Restored {}])
        .stands(Status::Inactive);
    assert_eq!(back.user().grants(), [grant("clerk")]);
    let _ = back.and(Action::Activate).stands(Status::Pending);
}

#[test]
fn who_was_anonymized_or_where_nobody_comes_back_is_not_restored() {
    given(anonymized())
        .and(Action::Delete)
        .when(Action::Restore)
        .then_refused("not_restorable");
    given(deleted())
        .where_policy(|policy| policy.removal.restorable = Restorable::No)
        .when(Action::Restore)
        .then_refused("not_restorable");
}

#[test]
fn only_a_system_administrator_restores_and_purges() {
    let almost = || holder_of(tenure_domain::authority::Permission::own());
    given(deleted())
        .when(Action::Restore)
        .by(almost())
        .then_refused("forbidden");
    given(deleted())
        .when(Action::Purge)
        .by(almost())
        .then_refused("forbidden");
}

#[test]
fn the_row_of_a_deleted_user_goes_when_its_time_is_over() {
    let kept = given(active())
        .where_policy(|policy| policy.removal.retention = Some(Span::days(30)))
        .and(Action::Delete);
    kept.clone()
        .after(Span::days(29))
        .when(Action::Elapse)
        .then_nothing();
    let swept = kept.after(Span::days(30)).when(Action::Elapse);
    assert_eq!(swept.change().row, Row::Remove);
    swept.then([Fact::Purged {}]);
}

#[test]
fn anonymizing_masks_the_person_and_rests_access() {
    let ask = given(active()).when(Action::Anonymize);
    assert!(ask.change().redact);
    let next = ask.then([
        Fact::deactivated(InactiveReason::Anonymized, None),
        Fact::Anonymized {
            keeps_username: true,
        },
    ]);
    let profile = next.user().profile();
    assert_eq!(
        profile
            .username
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some("ana01")
    );
    assert_eq!(
        (&profile.email, &profile.first_name, &profile.phone),
        (&None, &None, &None)
    );
    next.when(Action::Anonymize).then_nothing();
}

#[test]
fn the_anonymized_keep_access_where_the_policy_leaves_it_to_them() {
    given(active())
        .where_policy(|policy| policy.anonymization.access = AnonymizedAccess::Keeps)
        .when(Action::Anonymize)
        .then([Fact::Anonymized {
            keeps_username: true,
        }])
        .stands(Status::Active)
        .the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn the_user_name_goes_too_where_the_policy_does_not_keep_it() {
    let next = given(active())
        .where_policy(|policy| policy.anonymization.keeps_username = Supported::No)
        .and(Action::Anonymize);
    assert_eq!(next.user().profile(), &tenure_domain::Profile::default());
}

#[test]
fn where_nobody_is_anonymized_the_policy_forbids_it() {
    given(active())
        .where_policy(|policy| policy.anonymization.enabled = Supported::No)
        .when(Action::Anonymize)
        .then_refused("policy_forbids");
}

#[test]
fn a_carried_lockout_stays_underneath_when_the_person_is_masked() {
    let next = given(locked_out())
        .and(Action::Anonymize)
        .stands(Status::Inactive);
    assert!(next.user().lifecycle().block().is_some());
    let _ = given(blocked())
        .and(Action::Anonymize)
        .stands(Status::Blocked);
}

#[test]
fn nothing_personal_is_written_on_a_masked_user_again() {
    let change = ProfileChange {
        phone: Some(None),
        ..ProfileChange::default()
    };
    let update = Action::UpdateProfile(Box::new(change));
    given(anonymized()).when(update).then_refused("anonymized");
    given(anonymized())
        .when(Action::SendPasswordReset)
        .then_refused("no_email");
    let holder = holder_of([tenure_domain::authority::Permission::UsersStatus]);
    given(anonymized())
        .when(Action::Activate)
        .by(holder)
        .then_refused("anonymized");
    let _ = given(anonymized())
        .when(Action::Activate)
        .then_accepted()
        .stands(Status::Active);
}

#[test]
fn whose_row_should_be_gone_by_now_is_not_restored() {
    let gone = given(active())
        .where_policy(|policy| policy.removal.retention = Some(Span::days(30)))
        .and(Action::Delete)
        .after(Span::days(30));
    gone.clone().when(Action::Restore).then_refused("not_found");
    let (verdict, _) = gone.clone().try_to_log_in(Proof::Right);
    assert_eq!(verdict.events, []);
    assert!(matches!(verdict.outcome, LogInOutcome::Failed(_)));
    let _ = gone.when(Action::Elapse).then([Fact::Purged {}]);
}

/// OB-6: what people wrote about the person is forgotten with the person's data.
#[test]
fn anonymizing_forgets_the_reasons_that_people_wrote() {
    let block = || Action::Block {
        reason: Some(reason("Ana lost her laptop")),
        until: None,
    };
    let rest = || Action::Deactivate {
        reason: Some(reason("Ana is on leave")),
    };
    let held = [
        given(active()).and(block()),
        given(active()).and(rest()),
        given(active()).and(block()).and(rest()),
        given(active()).and(block()).and(Action::Delete),
    ];
    for scenario in held {
        let told = |scenario: &Scenario| format!("{:?}", scenario.user());
        assert!(told(&scenario).contains("Ana "));
        let masked = scenario.and(Action::Anonymize);
        assert!(!told(&masked).contains("Ana "), "{}", told(&masked));
    }
}

/// What anonymizing cuts out of an event stands in one place of it, so that storage needs no list.
#[test]
fn what_people_wrote_stands_apart_in_the_event_and_comes_back_from_it() {
    let words = "Ana lost her laptop";
    let scenario = given(active()).when(Action::Block {
        reason: Some(reason(words)),
        until: None,
    });
    let events = scenario.decide().unwrap();
    let mut stored = serde_json::to_value(&events[0].fact).unwrap();
    assert!(
        scenario
            .then_accepted()
            .user()
            .lifecycle()
            .block()
            .is_some()
    );
    let personal = stored["data"]["personal"].take();
    assert!(personal.to_string().contains(words));
    assert!(!stored.to_string().contains(words));
    let redacted = serde_json::from_value::<Fact>(stored).unwrap();
    let event = Event {
        at: events[0].at,
        fact: redacted,
    };
    let blocked = evolve(active(), &event);
    assert!(!format!("{blocked:?}").contains(words));
    assert_eq!(blocked.status(), Status::Blocked);
}

/// OB-7: who keeps the user name keeps the name in the directory: by it the directory lets the user in.
#[test]
fn anonymizing_forgets_the_directory_id_unless_the_user_name_stays() {
    let known = |keeps| {
        let scenario = given(active())
            .where_policy(move |policy| {
                policy.credential.directory = Directory::Enabled;
                policy.anonymization.keeps_username = keeps;
            })
            .and(Action::SetExternalCredential {
                domain: directory(),
                directory_id: Some(DirectoryName::parse("cn=ana").unwrap()),
            });
        assert!(format!("{:?}", scenario.user()).contains("cn=ana"));
        format!("{:?}", scenario.and(Action::Anonymize).user()).contains("cn=ana")
    };
    assert!(known(Supported::Yes));
    assert!(!known(Supported::No));
}
