//! What a command leads to beside the user: the stored hash, seats, the last log-in; and permanent names.

use tenure_domain::{
    About, Action, Kind, LogInOutcome, NewCredential, ProfileChange, Proof,
    change::{AttemptsEffect, Guard, PasswordEffect, SessionEffect},
    policy::{AnonymizedAccess, Directory, PhotoType, SortColumn},
    testing::*,
    value::{PasswordHash, Span},
};

fn fresh() -> PasswordHash {
    PasswordHash::from_phc("fresh".to_owned())
}

/// HE-14, OB-41, HW-18: the new hash replaces the stored one, and only where one is set.
#[test]
fn a_password_that_was_set_is_stored_and_one_that_no_longer_counts_goes() {
    let effect = |scenario: Scenario, action| scenario.when(action).change().password;
    let accept = Action::AcceptInvitation {
        serial: 1,
        password: fresh(),
        names: ProfileChange::default(),
    };
    assert_eq!(
        effect(given(pending()), accept),
        PasswordEffect::Set(fresh())
    );
    let temporary = Action::SetTemporaryPassword {
        password: fresh(),
        must_change: None,
    };
    assert_eq!(
        effect(given(active()), temporary),
        PasswordEffect::Set(fresh())
    );
    assert_eq!(
        effect(given(active()), Action::Delete),
        PasswordEffect::Clear
    );
    let rests = Action::Deactivate { reason: None };
    assert_eq!(effect(given(active()), rests), PasswordEffect::Keep);
    let directory_user = || {
        given(active())
            .where_policy(|policy| policy.credential.directory = Directory::Enabled)
            .and(Action::SetExternalCredential {
                domain: directory(),
                directory_id: None,
            })
    };
    let back = |temporary| Action::RemoveExternalCredential { temporary };
    assert_eq!(
        effect(directory_user(), back(Some(fresh()))),
        PasswordEffect::Set(fresh())
    );
    assert_eq!(effect(directory_user(), back(None)), PasswordEffect::Clear);
}

/// A seat is asked for where one is taken, not by who has one already.
#[test]
fn a_seat_is_proved_when_it_is_taken() {
    let five = |scenario: Scenario| scenario.where_policy(|policy| policy.roles.seats = Some(5));
    let guard = |scenario, action| five(scenario).when(action).change().guard;
    let accept = Action::AcceptInvitation {
        serial: 1,
        password: hash(),
        names: ProfileChange::default(),
    };
    assert_eq!(guard(given(pending()), accept), Some(Guard::Seats(5)));
    assert_eq!(
        guard(given(inactive()), Action::Activate),
        Some(Guard::Seats(5))
    );
    let block = Action::Block {
        reason: None,
        until: None,
    };
    assert_eq!(guard(given(active()), block), None);
    assert_eq!(guard(given(blocked()), Action::Unblock), None);
    assert_eq!(guard(given(active()), Action::Delete), None);
    let unlimited = given(inactive()).when(Action::Activate).change();
    assert_eq!(unlimited.guard, None);
}

#[test]
fn a_log_in_is_remembered_by_its_moment_and_a_refused_one_is_not() {
    let (verdict, after) = given(active()).try_to_log_in(Proof::Right);
    assert_eq!(verdict.outcome, LogInOutcome::LoggedIn);
    assert_eq!(after.attempts().last_log_in_at, Some(noon()));
    let (_, failed) = after.after(Span::hours(1)).try_to_log_in(Proof::Wrong);
    assert_eq!(failed.attempts().last_log_in_at, Some(noon()));
    assert_eq!(
        (failed.attempts().failures, failed.attempts().consecutive),
        (1, 1)
    );
    let (_, none) = given(active()).try_to_log_in(Proof::Wrong);
    assert_eq!(none.attempts().last_log_in_at, None);
    let (verdict, changed) = given(with_temporary_password()).try_to_log_in(Proof::Right);
    assert_eq!(verdict.outcome, LogInOutcome::ChangeRequired);
    assert_eq!(changed.attempts().last_log_in_at, Some(noon()));
}

#[test]
fn unlooked_attempts_count_for_nothing() {
    let (verdict, after) = given(active()).try_to_log_in(Proof::NotLooked);
    assert!(matches!(verdict.outcome, LogInOutcome::Failed(_)));
    assert_eq!(verdict.events, []);
    assert_eq!(after.attempts().failures, 0);
}

/// OB-7: who keeps access when masked keeps the session too.
#[test]
fn sessions_end_with_access_and_not_otherwise() {
    let sessions = |scenario: Scenario, action| scenario.when(action).change().sessions;
    let keeps = given(active())
        .where_policy(|policy| policy.anonymization.access = AnonymizedAccess::Keeps);
    assert_eq!(sessions(keeps, Action::Anonymize), SessionEffect::Keep);
    assert_eq!(
        sessions(given(active()), Action::Anonymize),
        SessionEffect::EndAll
    );
    assert_eq!(
        sessions(given(active()), Action::EndSessions),
        SessionEffect::EndAll
    );
    let later = Action::SetValidity {
        from: Some(noon_and(Span::hours(1))),
        until: None,
    };
    assert_eq!(sessions(given(active()), later), SessionEffect::EndAll);
    let now = Action::SetValidity {
        from: None,
        until: Some(noon_and(Span::hours(1))),
    };
    assert_eq!(sessions(given(active()), now), SessionEffect::Keep);
}

#[test]
fn the_count_of_failures_is_left_alone_by_what_has_nothing_to_do_with_it() {
    let attempts = |scenario: Scenario, action| scenario.when(action).change().attempts;
    let rests = Action::Deactivate { reason: None };
    assert_eq!(attempts(given(active()), rests), AttemptsEffect::Keep);
    assert_eq!(
        attempts(given(blocked()), Action::Unblock),
        AttemptsEffect::Reset
    );
    let own = given(active())
        .when(Action::ChangePassword { password: hash() })
        .by_oneself();
    assert_eq!(own.change().attempts, AttemptsEffect::Reset);
    let over = given(locked_out()).after(Span::minutes(15));
    assert_eq!(
        attempts(over, Action::Elapse),
        AttemptsEffect::ClearFailures
    );
}

#[test]
fn kinds_mails_pictures_and_columns_have_permanent_names() {
    for kind in Kind::ALL {
        assert_eq!(Kind::from_code(kind.code()), Some(kind));
        let stored = serde_json::to_value(kind).unwrap();
        assert_eq!(stored, kind.code());
    }
    assert_eq!(Kind::from_code("robot"), None);
    for column in SortColumn::ALL {
        assert_eq!(SortColumn::of_sort(column.code()), Some(*column));
        let down = format!("-{}", column.code());
        assert_eq!(SortColumn::of_sort(&down), Some(*column));
        assert_eq!(serde_json::to_value(column).unwrap(), column.code());
    }
    assert_eq!(SortColumn::of_sort("shoe_size"), None);
    let mails = [
        About::Invitation { serial: 1 },
        About::InvitationExpired,
        About::InvitationRenewed { serial: 1 },
        About::PasswordReset { serial: 1 },
        About::EmailConfirmation { serial: 1 },
        About::EmailChanged,
        About::PasswordChanged,
        About::LockedOut,
        About::Blocked,
        About::Unblocked,
        About::Deactivated,
        About::Activated,
        About::UploadRecorded,
    ];
    for mail in mails {
        let stored = serde_json::to_value(mail).unwrap();
        assert_eq!(stored["about"], mail.code());
        assert_eq!(mail.ticket().is_some(), stored.get("serial").is_some());
    }
    let names = PhotoType::ALL.iter().map(|kind| kind.name());
    assert_eq!(names.collect::<Vec<_>>(), ["JPEG", "PNG", "GIF", "WebP"]);
}

#[test]
fn a_password_chosen_at_registration_is_stored_with_it() {
    let user = registered(
        &registration(NewCredential::Temporary(hash())),
        &standard(),
        noon(),
    );
    assert!(user.must_change_password(&standard(), noon()));
    let bare = registered(
        &registration(NewCredential::Invitation),
        &standard(),
        noon(),
    );
    assert!(!bare.must_change_password(&standard(), noon()));
}

/// CH-9: who loses the role that a log-in needs is out at once, also of the session he is in (I-9).
#[test]
fn sessions_end_with_the_role_that_a_log_in_needs() {
    use tenure_domain::policy::LogInRole;
    let clerk = |rule: LogInRole| {
        given(active())
            .where_policy(move |policy| policy.log_in.requires_role = rule)
            .and(Action::GrantRole(grant("clerk")))
            .and(Action::GrantRole(grant("manager")))
    };
    let loses = |rule, kept: &[&str]| {
        let kept = kept.iter().map(|name| grant(name)).collect();
        clerk(rule).when(Action::SetRoles(kept)).change().sessions
    };
    let needed = || LogInRole::Role(role("clerk"));
    assert_eq!(loses(needed(), &["manager"]), SessionEffect::EndAll);
    assert_eq!(loses(needed(), &["clerk"]), SessionEffect::Keep);
    assert_eq!(loses(LogInRole::AnyRole, &["manager"]), SessionEffect::Keep);
    assert_eq!(loses(LogInRole::AnyRole, &[]), SessionEffect::EndAll);
    assert_eq!(loses(LogInRole::None, &[]), SessionEffect::Keep);
}

/// I-13: nobody becomes Active by being unblocked who has no way to log in, where the policy does not want that.
#[test]
fn who_is_unblocked_without_a_way_to_log_in_is_invited() {
    use tenure_domain::{lifecycle::Status, policy::WithoutCredential};
    let block = Action::Block {
        reason: None,
        until: None,
    };
    let bare = given(inactive_without_credential())
        .where_policy(|policy| policy.activity.without_credential = WithoutCredential::Activate)
        .and(Action::Activate)
        .and(block);
    let _ = bare
        .clone()
        .where_policy(|policy| {
            policy.activity.without_credential = WithoutCredential::BackToPending;
        })
        .and(Action::Unblock)
        .stands(Status::Pending);
    let _ = bare.and(Action::Unblock).stands(Status::Active);
}

#[test]
fn an_invitee_corrects_each_of_his_names() {
    use tenure_domain::value::PersonName;
    let name = |text: &str| Some(PersonName::parse(text).ok());
    let accept = Action::AcceptInvitation {
        serial: 1,
        password: hash(),
        names: ProfileChange {
            first_name: name("Anna"),
            last_name: name("Lima"),
            display_name: name("Anna L."),
            ..ProfileChange::default()
        },
    };
    let known = given(pending()).and(accept);
    let profile = known.user().profile();
    let shown = [
        &profile.first_name,
        &profile.last_name,
        &profile.display_name,
    ]
    .map(|name| name.as_ref().map(ToString::to_string));
    assert_eq!(
        shown.map(Option::unwrap_or_default),
        ["Anna", "Lima", "Anna L."]
    );
}

#[test]
fn a_settled_attempt_keeps_the_revision_that_it_was_judged_by() {
    let before = tenure_domain::Attempts {
        revision: 7,
        ..tenure_domain::Attempts::default()
    };
    for proof in [Proof::Right, Proof::Wrong, Proof::NotLooked] {
        let user = active();
        let verdict = tenure_domain::judge(&user, proof, before, &facts(), &standard(), noon());
        assert_eq!(verdict.attempts.revision, 7, "{proof:?}");
    }
}

/// After a lockout the count begins anew, so that time alone does not lead into the next one.
#[test]
fn a_lockout_forgets_the_failures_that_earned_it() {
    let locked = given(active()).after_wrong_passwords(10);
    let attempts = locked.attempts();
    assert_eq!((attempts.failures, attempts.lock_count), (0, 1));
    assert_eq!(attempts.consecutive, 10);
}

#[test]
fn a_span_is_written_in_its_largest_whole_unit() {
    let written = [
        (Span::seconds(59), "59 s"),
        (Span::seconds(60), "1 min"),
        (Span::seconds(61), "61 s"),
        (Span::minutes(90), "90 min"),
        (Span::hours(1), "1 h"),
        (Span::hours(25), "25 h"),
        (Span::days(2), "2 d"),
    ];
    for (span, text) in written {
        assert_eq!(span.to_string(), text);
    }
}

#[test]
fn an_address_and_a_password_are_what_was_written_up_to_their_limits() {
    use tenure_domain::value::PlainPassword;
    assert_eq!(email("Ana.Lima@example.com").local_part(), "Ana.Lima");
    let long = |bytes| PlainPassword::parse(&"x".repeat(bytes));
    assert!(long(512).is_some());
    assert!(long(513).is_none() && long(600).is_none());
    let password = long(8).unwrap();
    assert_eq!(format!("{password:?}"), "PlainPassword(…)");
    assert_eq!(format!("{:?}", hash()), "PasswordHash(…)");
}
