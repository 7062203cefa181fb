//! Passwords, reset links, addresses, the directory (rows 8 to 13, 26 to 29; P-26, P-30, P-50 to P-57).

use tenure_domain::{
    Action, Fact, PasswordChangedHow, ProfileChange, Rejection, Violation,
    change::PasswordEffect,
    credential::Credential,
    lifecycle::{RevokedWhy, Status},
    policy::*,
    testing::*,
    value::{Personal, Span, Username},
};

fn set_password() -> Action {
    Action::SetPassword { password: hash() }
}

fn set_temporary(must_change: Option<bool>) -> Action {
    Action::SetTemporaryPassword {
        password: hash(),
        must_change,
    }
}

fn complete(serial: u32) -> Action {
    Action::CompletePasswordReset {
        serial,
        password: hash(),
    }
}

fn new_address() -> Action {
    Action::UpdateProfile(Box::new(ProfileChange {
        email: Some(Some(email("anna@example.com"))),
        ..ProfileChange::default()
    }))
}

fn to_directory() -> Action {
    Action::SetExternalCredential {
        domain: directory(),
        directory_id: None,
    }
}

fn with_directory(scenario: Scenario) -> Scenario {
    scenario.where_policy(|policy| policy.credential.directory = Directory::Enabled)
}

fn temporary() -> Fact {
    Fact::TemporaryPasswordSet {
        by: system_admin().reference(),
        expires_at: Some(noon_and(Span::hours(24))),
    }
}

fn lasting() -> Fact {
    Fact::PasswordSet {
        by: system_admin().reference(),
    }
}

#[test]
fn what_an_administrator_may_set_is_the_policy_s_choice() {
    for (rule, lasting, temporary) in [
        (AdminPassword::No, false, false),
        (AdminPassword::TemporaryOnly, false, true),
        (AdminPassword::Yes, true, true),
    ] {
        let may = |action| {
            let ask = given(active()).where_policy(|policy| {
                policy.creation.allowed_credentials = [CredentialWay::Invitation].into();
                policy.credential.admin_may_set = rule;
            });
            ask.when(action).decide().is_ok()
        };
        assert_eq!(
            (may(set_password()), may(set_temporary(None))),
            (lasting, temporary),
            "{rule:?}"
        );
    }
}

#[test]
fn whether_a_set_password_must_be_changed_is_the_policy_s_choice() {
    let ask = |rule, action| {
        given(active())
            .where_policy(|policy| {
                policy.creation.allowed_credentials = [CredentialWay::Invitation].into();
                policy.credential.admin_may_set = AdminPassword::Yes;
                policy.credential.force_change = rule;
            })
            .when(action)
    };
    ask(ForcedChange::Always, set_password()).then([temporary()]);
    ask(ForcedChange::Always, set_temporary(Some(false))).then([temporary()]);
    ask(ForcedChange::Never, set_temporary(Some(true))).then([lasting()]);
    ask(ForcedChange::Never, set_password()).then([lasting()]);
    ask(ForcedChange::Optional, set_temporary(Some(false))).then([lasting()]);
    ask(ForcedChange::Optional, set_temporary(None)).then([temporary()]);
}

#[test]
fn a_password_set_for_a_pending_user_kills_the_link_and_activates() {
    let why = RevokedWhy::PasswordSet;
    given(pending())
        .when(set_temporary(None))
        .then([
            Fact::InvitationRevoked { why },
            temporary(),
            Fact::Activated {},
        ])
        .stands(Status::Active);
    given(pending())
        .where_policy(|policy| policy.activity.pending_admin_password = PendingPassword::Refused)
        .when(set_temporary(None))
        .then_refused("invalid_transition");
}

#[test]
fn a_set_password_kills_a_reset_link() {
    let next = given(active())
        .and(Action::SendPasswordReset)
        .and(set_temporary(None));
    next.when(complete(1)).then_refused("link_invalid");
}

#[test]
fn a_reset_link_works_once_for_an_hour_and_only_the_last_one() {
    let one =
        given(active())
            .when(Action::SendPasswordReset)
            .then([Fact::PasswordResetRequested {
                serial: 1,
                expires_at: noon_and(Span::hours(1)),
            }]);
    one.clone()
        .after(Span::hours(1))
        .when(complete(1))
        .then_refused("link_expired");
    let how = PasswordChangedHow::Reset;
    let used = one
        .clone()
        .when(complete(1))
        .then([Fact::PasswordChanged { how }]);
    used.when(complete(1)).then_refused("link_invalid");
    let two = one.and(Action::RequestPasswordReset);
    two.clone().when(complete(1)).then_refused("link_invalid");
    let _ = two.when(complete(2)).then_accepted();
}

#[test]
fn who_may_ask_for_a_reset_link_is_the_policy_s_choice() {
    for (rule, admin, own) in [
        (ResetLink::Off, false, false),
        (ResetLink::Admin, true, false),
        (ResetLink::SelfService, false, true),
        (ResetLink::Both, true, true),
    ] {
        let ask = |action| {
            let ask = given(active()).where_policy(|policy| policy.credential.reset_link = rule);
            ask.when(action)
                .decide()
                .is_ok_and(|events| !events.is_empty())
        };
        let found = (
            ask(Action::SendPasswordReset),
            ask(Action::RequestPasswordReset),
        );
        assert_eq!(found, (admin, own), "{rule:?}");
    }
}

#[test]
fn a_stranger_s_wish_for_a_link_is_never_refused() {
    let users = [
        pending(),
        active(),
        inactive(),
        blocked(),
        locked_out(),
        deleted(),
        anonymized(),
        external(),
        non_login(),
    ];
    for user in users {
        let _ = given(user)
            .when(Action::RequestPasswordReset)
            .then_accepted();
    }
}

#[test]
fn a_reset_does_not_let_in_who_is_blocked_or_at_rest() {
    for (user, status) in [(blocked(), Status::Blocked), (inactive(), Status::Inactive)] {
        let _ = given(user)
            .and(Action::SendPasswordReset)
            .and(complete(1))
            .stands(status);
    }
}

#[test]
fn no_link_goes_to_nowhere() {
    let mut wish = registration(tenure_domain::NewCredential::Temporary(hash()));
    wish.profile.email = None;
    let policy = standard_but(|policy| policy.identity.email_required = Required::Optional);
    let user = registered(&wish, &policy, noon());
    given(user)
        .under(policy)
        .when(Action::SendPasswordReset)
        .then_refused("no_email");
}

#[test]
fn one_s_own_password_changes_whenever_or_only_when_it_must() {
    let change = || Action::ChangePassword { password: hash() };
    let forced = |scenario: Scenario| {
        scenario.where_policy(|policy| policy.credential.self_change = SelfChange::WhenForced)
    };
    let how = PasswordChangedHow::Own;
    given(active())
        .when(change())
        .then([Fact::PasswordChanged { how }]);
    forced(given(active()))
        .when(change())
        .then_refused("policy_forbids");
    forced(given(with_temporary_password()))
        .when(change())
        .then([Fact::PasswordChanged { how }]);
    given(active())
        .when(change())
        .by(system_admin())
        .then_refused("forbidden");
}

#[test]
fn no_password_of_a_directory_s_user_is_set_reset_or_changed_here() {
    for action in [
        set_temporary(None),
        Action::SendPasswordReset,
        Action::ChangePassword { password: hash() },
    ] {
        with_directory(given(external()))
            .when(action)
            .then_refused("external_credential");
    }
    with_directory(given(external()))
        .when(Action::RequestPasswordReset)
        .then_nothing();
    let _ = given(external())
        .and(Action::Deactivate { reason: None })
        .and(Action::Activate)
        .stands(Status::Active);
}

#[test]
fn the_directory_takes_a_user_over_with_password_and_links() {
    let ask = with_directory(given(active()).and(Action::SendPasswordReset)).when(to_directory());
    assert_eq!(ask.change().password, PasswordEffect::Clear);
    let next = ask.then_accepted();
    assert_eq!(next.user().tickets().reset, None);
    next.when(to_directory()).then_nothing();
    let _ = with_directory(given(pending()))
        .and(to_directory())
        .stands(Status::Active);
}

#[test]
fn the_directory_gives_a_user_back_with_a_temporary_password_or_an_invitation() {
    let give = |temporary| Action::RemoveExternalCredential { temporary };
    given(external())
        .when(give(Some(hash())))
        .then([Fact::ExternalCredentialRemoved {}, temporary()]);
    let pending = given(external()).and(give(None)).stands(Status::Pending);
    assert_eq!(pending.user().credential(), &Credential::None);
    let resting = given(external())
        .and(Action::Deactivate { reason: None })
        .and(give(None));
    let _ = resting.stands(Status::Inactive);
}

#[test]
fn who_never_logs_in_gets_no_password() {
    given(non_login())
        .when(set_temporary(None))
        .then_refused("policy_forbids");
    given(non_login())
        .when(Action::SendPasswordReset)
        .then_refused("policy_forbids");
}

#[test]
fn a_new_address_counts_once_it_is_confirmed() {
    let waits = given(active())
        .when(new_address())
        .then([Fact::EmailChangeRequested {
            serial: 1,
            expires_at: noon_and(Span::hours(1)),
            personal: Personal::Known(email("anna@example.com")),
        }]);
    assert_eq!(waits.user().profile().email, Some(email("ana@example.com")));
    waits
        .clone()
        .when(Action::ConfirmEmail { serial: 2 })
        .then_refused("link_invalid");
    waits
        .clone()
        .after(Span::hours(1))
        .when(Action::ConfirmEmail { serial: 1 })
        .then_refused("link_expired");
    let done = waits.and(Action::ConfirmEmail { serial: 1 });
    assert_eq!(done.user().profile().email, Some(email("anna@example.com")));
    done.when(Action::ConfirmEmail { serial: 1 })
        .then_refused("link_invalid");
}

#[test]
fn a_new_address_of_a_pending_user_gets_a_new_link_and_the_old_link_dies() {
    let next = given(pending()).and(new_address());
    assert_eq!(next.user().profile().email, Some(email("anna@example.com")));
    let accept = |serial| Action::AcceptInvitation {
        serial,
        password: hash(),
        names: ProfileChange::default(),
    };
    next.clone().when(accept(1)).then_refused("link_invalid");
    let _ = next.when(accept(2)).then_accepted();
}

#[test]
fn a_new_address_invites_again_whom_the_old_link_reached_too_late() {
    let next = given(expired_invitation()).and(new_address());
    let view = next.user().invitation_view(next.now()).unwrap();
    assert_eq!((view.status, view.serial), ("open", Some(2)));
    for user in [invitation_not_sent(), revoked_invitation()] {
        let before = user.invitation_view(noon());
        let after = given(user).and(new_address());
        assert_eq!(after.user().invitation_view(noon()), before);
    }
}

#[test]
fn whoever_runs_the_server_gives_the_last_administrator_a_lasting_password() {
    let _ = given(administrator())
        .knowing(|facts| facts.other_admin = false)
        .when(set_password())
        .by(operator())
        .then([Fact::PasswordSet {
            by: operator().reference(),
        }]);
}

#[test]
fn who_changes_an_address_is_the_policy_s_choice() {
    let ask = |rule| {
        let scenario =
            given(active()).where_policy(|policy| policy.identity.email_mutability = rule);
        scenario.when(new_address())
    };
    ask(EmailMutability::Immutable).then_refused("immutable_field");
    ask(EmailMutability::Admin)
        .by_oneself()
        .then_refused("immutable_field");
    let changed = ask(EmailMutability::Admin).then_accepted();
    assert_eq!(
        changed.user().profile().email,
        Some(email("anna@example.com"))
    );
    ask(EmailMutability::VerifiedChange)
        .by_oneself()
        .then_accepted();
}

#[test]
fn a_user_name_stays_once_it_is_given() {
    let rename = || {
        let username = Some(Username::parse("anna02").ok());
        Action::UpdateProfile(Box::new(ProfileChange {
            username,
            ..ProfileChange::default()
        }))
    };
    given(active())
        .when(rename())
        .then_refused("immutable_field");
    let _ = given(active())
        .where_policy(|policy| policy.identity.username_mutability = UsernameMutability::Admin)
        .when(rename())
        .then_accepted();
}

#[test]
fn an_unused_field_is_refused_with_its_name() {
    let phone = Some(tenure_domain::value::Phone::parse("+49 30 1234567").ok());
    let refused = given(active())
        .where_policy(|policy| policy.identity.phone = FieldUse::Unused)
        .when(Action::UpdateProfile(Box::new(ProfileChange {
            phone,
            ..ProfileChange::default()
        })))
        .then_refused("validation");
    let told = |found: &[Violation]| {
        found
            .iter()
            .map(|one| one.pointer.clone())
            .collect::<Vec<_>>()
    };
    assert!(matches!(refused, Rejection::Validation(found) if told(&found) == ["/phone"]));
}
