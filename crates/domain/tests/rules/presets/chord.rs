//! Chord OMS, "Creating Users".

use super::*;
use tenure_domain::{
    AUTHORIZATION_FAILURE, Kind, LOG_IN_FAILED, OrderHistory, Proof,
    authority::{Actor, Permission},
    change::{Claims, Row},
    credential::Credential,
    lifecycle::Status,
    policy::LogInRole,
    value::{PersonName, Span},
};

fn policy() -> ValidPolicy {
    preset("chord")
}

fn ana() -> Scenario {
    life(&policy(), NewCredential::Password(hash()))
}

/// The customer that an order from an unknown address makes.
fn customer(actor: Actor) -> Registration {
    let mut wish = wish(&policy(), NewCredential::None);
    wish.actor = actor;
    wish.kind = Kind::Customer;
    wish.profile = tenure_domain::Profile {
        email: Some(email("ana@example.com")),
        ..tenure_domain::Profile::default()
    };
    wish
}

fn order_system() -> Actor {
    holder_of([Permission::OrdersWrite])
}

/// CH-1, CH-3, CH-7, CH-8, CH-9, CH-10, CH-12, CH-21
#[test]
fn a_user_is_active_at_once_but_only_an_admin_gets_in() {
    ana()
        .stands(Status::Active)
        .the_right_password_is(LogInOutcome::AuthorizationFailure)
        .and(Action::GrantRole(grant("clerk")))
        .the_right_password_is(LogInOutcome::AuthorizationFailure)
        .and(Action::GrantRole(grant("system_admin")))
        .the_right_password_is(IN);
    let policy = policy();
    let mut admin = wish(&policy, NewCredential::Password(hash()));
    admin.grants = vec![grant("system_admin")];
    let admin = given(registered(&admin, &policy, noon())).under(policy);
    admin.the_right_password_is(IN);
}

/// CH-9, CH-10
#[test]
fn an_authorization_failure_is_told_after_the_right_password_only() {
    let (verdict, _) = ana().try_to_log_in(Proof::Wrong);
    let LogInOutcome::Failed(why) = verdict.outcome else {
        panic!("{:?}", verdict.outcome);
    };
    assert_eq!(policy().log_in.told(why), LOG_IN_FAILED);
    assert_eq!(AUTHORIZATION_FAILURE, "Authorization Failure");
    let asked = &policy().log_in.requires_role;
    assert_eq!(asked, &LogInRole::Role(role("system_admin")));
}

/// CH-8
#[test]
fn the_password_that_the_administrator_chose_lasts() {
    let admin = || ana().and(Action::GrantRole(grant("system_admin")));
    admin().after(Span::days(365)).the_right_password_is(IN);
    admin().and(set_password()).the_right_password_is(IN);
    admin().and(set_temporary()).the_right_password_is(IN);
    for text in ["abcdef", "password"] {
        assert_eq!(weaknesses(&policy(), text), [""; 0]);
    }
    assert_eq!(weaknesses(&policy(), "abcde"), ["too_short"]);
}

/// CH-7, CH-21, CH-22
#[test]
fn a_user_is_an_address_and_a_password_without_names_or_phone() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Password(hash()));
    let name = PersonName::parse("Ana").ok();
    wish.profile.first_name.clone_from(&name);
    assert_eq!(faults(&policy, &wish), fault("/first_name", "not_used"));
    wish.profile.first_name = None;
    wish.profile.display_name = name;
    assert_eq!(faults(&policy, &wish), fault("/display_name", "not_used"));
    wish.profile.display_name = None;
    wish.profile.phone = full_profile().phone;
    assert_eq!(faults(&policy, &wish), fault("/phone", "not_used"));
    wish.profile.phone = None;
    assert_eq!(faults(&policy, &wish), []);
    wish.profile.email = None;
    assert_eq!(faults(&policy, &wish), fault("/email", "required"));
}

/// CH-21: and no directory.
#[test]
fn nobody_is_invited_or_gets_a_temporary_password() {
    let policy = policy();
    for credential in [
        NewCredential::Invitation,
        NewCredential::Temporary(hash()),
        NewCredential::External {
            domain: directory(),
            directory_id: None,
        },
    ] {
        let wish = wish(&policy, credential);
        assert_eq!(refused(&policy, &wish), Some("policy_forbids"));
    }
}

/// CH-11, CH-13, CH-16
#[test]
fn an_order_makes_an_active_customer_without_a_credential() {
    let policy = policy();
    let user = registered(&customer(order_system()), &policy, noon());
    assert_eq!(user.status(), Status::Active);
    assert_eq!(user.credential(), &Credential::None);
    // The address joins user and orders, so nobody else may have it: the second order finds this user.
    assert_eq!(
        user.claims(&policy).email.as_deref(),
        Some("ana@example.com")
    );
    let life = given(user).under(policy);
    life.the_right_password_is(LogInOutcome::Failed(LogInFailure::NoCredential));
}

/// CH-13
#[test]
fn whoever_tells_of_orders_adds_customers_and_nobody_else() {
    let policy = policy();
    let mut person = customer(order_system());
    person.kind = Kind::Person;
    let mut admin = customer(order_system());
    admin.grants = vec![grant("system_admin")];
    let mut known = customer(order_system());
    known.credential = NewCredential::Password(hash());
    for wish in [person, admin, known] {
        assert_eq!(refused(&policy, &wish), Some("forbidden"));
    }
    assert_eq!(refused(&policy, &customer(plain_user())), Some("forbidden"));
    let elsewhere = customer(order_system());
    assert_eq!(refused(&standard(), &elsewhere), Some("forbidden"));
}

/// CH-1, CH-12, CH-14
#[test]
fn a_customer_with_a_password_has_no_log_in_here() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Password(hash()));
    wish.kind = Kind::Customer;
    let user = registered(&wish, &policy, noon());
    assert!(policy.log_in.separate_realms.contains(&user.kind()));
    let life = given(user).under(policy).stands(Status::Active);
    life.the_right_password_is(LogInOutcome::AuthorizationFailure);
}

/// CHx-4
#[test]
fn a_user_without_orders_is_deleted_for_good_and_one_with_orders_is_not() {
    let change = ana().when(Action::Delete).change();
    assert_eq!(change.row, Row::Remove);
    assert_eq!(change.claims, Claims::default());
    ana()
        .knowing(|facts| facts.history = OrderHistory::Some)
        .when(Action::Delete)
        .then_refused("has_history");
    let admin = ana().and(Action::GrantRole(grant("system_admin")));
    let _ = admin.when(Action::Delete).then_accepted();
}

/// CH-2, CH-3, CHx-7
#[test]
fn only_an_admin_destroys_users_or_changes_their_access() {
    let all = || holder_of(Permission::own());
    for action in [Action::Delete, deactivate()] {
        ana()
            .when(action.clone())
            .by(all())
            .then_refused("forbidden");
        let _ = ana().when(action).then_accepted();
    }
    let _ = ana().when(set_password()).by(all()).then_accepted();
    for nobody in [plain_user(), order_system()] {
        ana()
            .when(set_password())
            .by(nobody)
            .then_refused("forbidden");
    }
    let admin = ana().and(Action::GrantRole(grant("system_admin")));
    admin
        .when(set_password())
        .by(all())
        .then_refused("stronger_user");
}

/// CHx-7
#[test]
fn an_address_is_the_administrator_s_to_change() {
    let next = ana().and(new_address("anna@example.com"));
    assert_eq!(next.user().profile().email, Some(email("anna@example.com")));
    ana()
        .when(new_address("anna@example.com"))
        .by_oneself()
        .then_refused("immutable_field");
}

/// CH-21
#[test]
fn there_are_no_blocks_lockouts_or_masks() {
    for action in [block(), Action::Anonymize, Action::SendPasswordReset] {
        ana().when(action).then_refused("policy_forbids");
    }
    let _ = ana().after_wrong_passwords(200).stands(Status::Active);
}
