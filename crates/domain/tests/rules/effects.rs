//! What a command writes beside the user: mails, sessions, counts, guards, seats, versions (P-77, I-9, I-13).

use tenure_domain::{
    About, Action, NewCredential, ProfileChange, Recipient, Registration, User,
    change::{AttemptsEffect, Change, Circumstances, FormerPasswords, Guard, SessionEffect},
    policy::*,
    register,
    testing::*,
    value::Span,
};
use uuid::Uuid;

fn mails(change: &Change) -> Vec<(Recipient, About)> {
    let messages = change.messages.iter();
    messages
        .map(|(_, message)| (message.to.clone(), message.about))
        .collect()
}

fn mail_of(user: User, action: Action) -> Vec<(Recipient, About)> {
    mails(&given(user).when(action).change())
}

fn new_address() -> Action {
    Action::UpdateProfile(Box::new(ProfileChange {
        email: Some(Some(email("anna@example.com"))),
        ..ProfileChange::default()
    }))
}

fn block() -> Action {
    Action::Block {
        reason: None,
        until: None,
    }
}

fn temporary() -> Action {
    Action::SetTemporaryPassword {
        password: hash(),
        must_change: None,
    }
}

#[test]
fn the_user_is_told_of_what_is_done_to_his_access() {
    let off = Action::Deactivate { reason: None };
    for (user, action, about) in [
        (active(), block(), About::Blocked),
        (blocked(), Action::Unblock, About::Unblocked),
        (active(), off.clone(), About::Deactivated),
        (inactive(), Action::Activate, About::Activated),
        (active(), temporary(), About::PasswordChanged),
        (
            active(),
            Action::ChangePassword { password: hash() },
            About::PasswordChanged,
        ),
        (
            active(),
            Action::SendPasswordReset,
            About::PasswordReset { serial: 1 },
        ),
        (
            pending(),
            Action::SendInvitation,
            About::Invitation { serial: 2 },
        ),
    ] {
        assert_eq!(mail_of(user, action), [(Recipient::User, about)]);
    }
    assert_eq!(mail_of(pending(), off), [], "he was never in");
    assert_eq!(
        mail_of(active(), Action::Anonymize),
        [],
        "he has no address"
    );
    assert_eq!(mail_of(active(), Action::GrantRole(grant("clerk"))), []);
}

#[test]
fn without_security_notices_only_links_are_mailed() {
    let quiet = |user, action| {
        let scenario =
            given(user).where_policy(|policy| policy.notices.security_changes = Supported::No);
        mails(&scenario.when(action).change())
    };
    for action in [block(), Action::Deactivate { reason: None }, temporary()] {
        assert_eq!(quiet(active(), action), []);
    }
    let link = About::PasswordReset { serial: 1 };
    assert_eq!(
        quiet(active(), Action::SendPasswordReset),
        [(Recipient::User, link)]
    );
}

#[test]
fn the_old_address_hears_of_the_new_one_before_and_after() {
    let asked = given(active()).when(new_address());
    let to_new = Recipient::Address(email("anna@example.com"));
    let link = About::EmailConfirmation { serial: 1 };
    let told = [(to_new, link), (Recipient::User, About::EmailChanged)];
    assert_eq!(mails(&asked.change()), told);
    let done = asked
        .then_accepted()
        .when(Action::ConfirmEmail { serial: 1 })
        .change();
    let to_old = Recipient::Address(email("ana@example.com"));
    assert_eq!(mails(&done), [(to_old, About::EmailChanged)]);
}

#[test]
fn an_expired_invitation_is_told_to_whom_the_policy_says() {
    let new = About::InvitationRenewed { serial: 2 };
    for (rule, expected) in [
        (ExpiredInvitation::Nothing, vec![]),
        (
            ExpiredInvitation::NotifyAdmin,
            vec![(Recipient::Administrator, About::InvitationExpired)],
        ),
        (
            ExpiredInvitation::NotifyAdminWithNewLink,
            vec![(Recipient::Administrator, new)],
        ),
        (
            ExpiredInvitation::ResendToUser,
            vec![(Recipient::User, About::Invitation { serial: 2 })],
        ),
    ] {
        let swept = given(pending())
            .where_policy(|policy| policy.invitation.on_expiry = rule)
            .after(Span::hours(72))
            .when(Action::Elapse);
        assert_eq!(mails(&swept.change()), expected, "{rule:?}");
    }
}

#[test]
fn a_registration_is_version_one_with_number_claims_and_invitation() {
    let wish = registration(NewCredential::Invitation);
    let events = register(&wish, &facts(), &standard(), noon()).unwrap();
    let circumstances = Circumstances {
        now: noon(),
        policy_revision: 3,
        last_log_in_at: None,
    };
    let mut mint = || Uuid::from_u128(1);
    let change =
        Change::registration(&wish, events, &standard(), circumstances, 7, &mut mint).unwrap();
    assert_eq!(
        (change.expected, change.after.version(), change.number),
        (0, 1, Some(7))
    );
    assert_eq!(change.claims.email.as_deref(), Some("ana@example.com"));
    assert_eq!(change.claims.username.as_deref(), Some("ana01"));
    assert_eq!(change.due_at, Some(noon_and(Span::hours(72))));
    assert_eq!(
        mails(&change),
        [(Recipient::User, About::Invitation { serial: 1 })]
    );
    assert_eq!(
        change
            .events
            .iter()
            .map(|event| event.ordinal)
            .collect::<Vec<_>>(),
        [0, 1]
    );
}

#[test]
fn two_spellings_of_an_address_are_one_claim() {
    let mut wish = registration(NewCredential::Invitation);
    wish.profile.email = Some(email("ANA@Example.com"));
    let shouted = registered(&wish, &standard(), noon()).claims(&standard());
    assert_eq!(shouted, pending().claims(&standard()));
}

#[test]
fn what_only_stands_beside_the_user_leaves_the_version_alone() {
    let change = given(active()).when(Action::EndSessions).change();
    assert_eq!(change.after.version(), change.expected);
    let change = given(active()).when(block()).change();
    assert_eq!(change.after.version(), change.expected + 1);
}

#[test]
fn sessions_end_with_access_and_with_every_new_password_and_stay_otherwise() {
    let sessions = |action| given(active()).when(action).change().sessions;
    let later = Some(noon_and(Span::hours(1)));
    for action in [
        block(),
        Action::Deactivate { reason: None },
        Action::Delete,
        Action::Anonymize,
        temporary(),
        Action::ChangePassword { password: hash() },
        Action::EndSessions,
        Action::SetValidity {
            from: later,
            until: None,
        },
    ] {
        assert_eq!(
            sessions(action.clone()),
            SessionEffect::EndAll,
            "{:?}",
            action.kind()
        );
    }
    for action in [
        Action::GrantRole(grant("clerk")),
        Action::SendPasswordReset,
        Action::SetValidity {
            from: None,
            until: later,
        },
        new_address(),
    ] {
        assert_eq!(
            sessions(action.clone()),
            SessionEffect::Keep,
            "{:?}",
            action.kind()
        );
    }
}

/// P-56
#[test]
fn a_replaced_password_is_remembered_where_some_may_not_come_back_and_goes_with_its_user() {
    let former = |history, action| {
        let life = given(active()).where_policy(|policy| {
            policy.credential.password.history = history;
            policy.credential.directory = Directory::Enabled;
        });
        life.when(action).change().former
    };
    let own = || Action::ChangePassword { password: hash() };
    let to_directory = Action::SetExternalCredential {
        domain: directory(),
        directory_id: None,
    };
    for action in [own(), temporary()] {
        let remembered = FormerPasswords::Remember { most: 3 };
        assert_eq!(former(3, action.clone()), remembered, "{:?}", action.kind());
        assert_eq!(former(0, action), FormerPasswords::Forget, "none compared");
    }
    for action in [Action::Delete, Action::Anonymize, to_directory] {
        let kind = action.kind();
        assert_eq!(former(3, action), FormerPasswords::Forget, "{kind:?}");
    }
    assert_eq!(former(3, block()), FormerPasswords::Keep);
}

#[test]
fn unblocking_begins_the_count_anew_or_leaves_one_try() {
    let ask = |rule| {
        let scenario =
            given(locked_out()).where_policy(|policy| policy.lockout.unlock_counter = rule);
        scenario.when(Action::Unblock).change().attempts
    };
    assert_eq!(ask(UnlockCounter::Resets), AttemptsEffect::Reset);
    assert_eq!(
        ask(UnlockCounter::Keeps),
        AttemptsEffect::OneLeft { failures: 9 }
    );
    let by_time = given(locked_out())
        .after(Span::minutes(10))
        .when(Action::Elapse);
    assert_eq!(by_time.change().attempts, AttemptsEffect::ClearFailures);
    let set = given(active()).when(temporary()).change();
    assert_eq!(
        set.attempts,
        AttemptsEffect::Keep,
        "a password is no unblocking"
    );
}

#[test]
fn whoever_stops_being_an_administrator_leaves_another_behind() {
    let off = given(administrator()).when(Action::Deactivate { reason: None });
    assert_eq!(off.change().guard, Some(Guard::AnotherAdmin));
    assert_eq!(given(active()).when(block()).change().guard, None);
}

#[test]
fn a_full_house_takes_nobody_in_by_any_door() {
    let full = |user| {
        given(user)
            .where_policy(|policy| {
                policy.roles.seats = Some(5);
                policy.credential.directory = Directory::Enabled;
            })
            .knowing(|facts| facts.seats_used = 5)
    };
    let accept = Action::AcceptInvitation {
        serial: 1,
        password: hash(),
        names: ProfileChange::default(),
    };
    let to_directory = Action::SetExternalCredential {
        domain: directory(),
        directory_id: None,
    };
    for (user, action) in [
        (pending(), accept),
        (pending(), temporary()),
        (pending(), to_directory),
        (inactive(), Action::Activate),
        (inactive_while_blocked(), Action::Activate),
    ] {
        full(user.clone())
            .when(action.clone())
            .then_refused("seat_limit");
        let one_left = full(user).knowing(|facts| facts.seats_used = 4);
        assert_eq!(one_left.when(action).change().guard, Some(Guard::Seats(5)));
    }
    let _ = full(blocked()).when(Action::Unblock).then_accepted();
    let _ = full(locked_out()).when(Action::Unblock).then_accepted();
}

#[test]
fn a_pending_user_takes_no_seat_and_an_active_one_does() {
    let policy = standard_but(|policy| policy.roles.seats = Some(1));
    let mut facts = facts();
    facts.seats_used = 1;
    let ask = |credential| {
        let wish: Registration = registration(credential);
        register(&wish, &facts, &policy, noon()).map_err(|refused| refused.code())
    };
    assert!(ask(NewCredential::Invitation).is_ok());
    assert_eq!(
        ask(NewCredential::Temporary(hash())).err(),
        Some("seat_limit")
    );
}
