//! Oracle Order Broker, "User Profiles".

use super::*;
use tenure_domain::{
    Fact, Kind, LOG_IN_FAILED, OrderHistory, Profile, Proof,
    authority::{Authority, Permission, Reach, Roles},
    change::{Claims, Row},
    lifecycle::Status,
    sees, sight,
    value::{PersonName, Span},
};

fn policy() -> ValidPolicy {
    preset("order_broker")
}

/// A user whose temporary password is changed.
fn ana() -> Scenario {
    life(&policy(), NewCredential::Temporary(hash()))
        .and(Action::ChangePassword { password: hash() })
}

/// The same of another kind.
fn of_kind(kind: Kind) -> Scenario {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Temporary(hash()));
    wish.kind = kind;
    given(registered(&wish, &policy, noon()))
        .under(policy)
        .and(Action::ChangePassword { password: hash() })
}

fn by_directory() -> NewCredential {
    NewCredential::External {
        domain: directory(),
        directory_id: None,
    }
}

/// OB-14, OB-15, OB-53
#[test]
fn a_user_id_has_five_to_ten_positions_in_lower_case() {
    let policy = policy();
    let named = |name: Option<&str>| {
        let mut wish = wish(&policy, NewCredential::Temporary(hash()));
        wish.profile.username = name.and_then(username);
        wish
    };
    let stored = registered(&named(Some("ABcd1")), &policy, noon());
    assert_eq!(stored.profile().username, username("abcd1"));
    assert_eq!(stored.claims(&policy).username.as_deref(), Some("abcd1"));
    assert_eq!(faults(&policy, &named(Some("abcdefghij"))), []);
    for bad in ["abcd", "abcdefghijk"] {
        let found = faults(&policy, &named(Some(bad)));
        assert_eq!(found, fault("/username", "length"), "{bad}");
    }
    assert_eq!(
        faults(&policy, &named(None)),
        fault("/username", "required")
    );
}

/// OBx-1
#[test]
fn a_user_id_never_changes() {
    let rename = update(ProfileChange {
        username: Some(username("anna2")),
        ..ProfileChange::default()
    });
    ana().when(rename).then_refused("immutable_field");
}

/// OB-16, OB-17, OB-54
#[test]
fn a_name_is_optional_and_has_up_to_thirty_positions() {
    let policy = policy();
    let named = |length: usize| {
        let mut wish = wish(&policy, NewCredential::Temporary(hash()));
        wish.profile.display_name = PersonName::parse(&"n".repeat(length)).ok();
        wish
    };
    assert_eq!(faults(&policy, &named(0)), []);
    assert_eq!(faults(&policy, &named(30)), []);
    assert_eq!(
        faults(&policy, &named(31)),
        fault("/display_name", "too_long")
    );
    let mut two = named(0);
    two.profile.last_name = PersonName::parse("Lopez").ok();
    assert_eq!(faults(&policy, &two), fault("/last_name", "not_used"));
    let later = ana().and(update(ProfileChange {
        display_name: Some(PersonName::parse("Ana Lopez").ok()),
        ..ProfileChange::default()
    }));
    let name = later.user().profile().display_name.as_ref();
    assert_eq!(name, PersonName::parse("Ana Lopez").ok().as_ref());
}

/// OB-18, OB-19, OB-21, OB-55
#[test]
fn an_address_is_optional_may_be_shared_and_an_administrator_changes_it() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Temporary(hash()));
    wish.profile.email = None;
    assert_eq!(refused(&policy, &wish), None);
    let next = ana().and(new_address("anna@example.com"));
    assert_eq!(next.user().profile().email, Some(email("anna@example.com")));
    assert_eq!(next.user().claims(&policy).email, None);
    ana()
        .when(new_address("anna@example.com"))
        .by_oneself()
        .then_refused("immutable_field");
}

/// OB-20, OB-55
#[test]
fn an_address_has_a_name_a_host_and_an_extension() {
    let policy = policy();
    let fault_of = |text: &str| {
        let mut wish = wish(&policy, NewCredential::Temporary(hash()));
        wish.profile.email = Some(email(text));
        faults(&policy, &wish)
    };
    assert_eq!(fault_of("ana@example.com"), []);
    assert_eq!(fault_of("ana@localhost"), fault("/email", "format"));
    let changed = new_address("ana@localhost");
    ana().when(changed).then_refused("validation");
}

/// OB-10, OB-11, P-60: their authority is to other systems.
#[test]
fn vendors_and_store_associates_need_a_role_to_log_in_here() {
    for kind in [Kind::Vendor, Kind::StoreAssociate] {
        let policy = policy();
        let mut wish = wish(&policy, NewCredential::Temporary(hash()));
        wish.kind = kind;
        let user = given(registered(&wish, &policy, noon())).under(policy);
        user.and(Action::ChangePassword { password: hash() })
            .the_right_password_is(LogInOutcome::AuthorizationFailure)
            .and(Action::GrantRole(grant("clerk")))
            .the_right_password_is(IN);
    }
    ana().the_right_password_is(IN);
}

/// OB-3, OB-5, OB-67
#[test]
fn a_new_user_has_a_temporary_password_or_the_directory_s() {
    let policy = policy();
    for (credential, answer) in [
        (NewCredential::Temporary(hash()), None),
        (by_directory(), None),
        (NewCredential::None, Some("policy_forbids")),
        (NewCredential::Password(hash()), Some("policy_forbids")),
        (NewCredential::Invitation, Some("policy_forbids")),
    ] {
        let wish = wish(&policy, credential.clone());
        assert_eq!(refused(&policy, &wish), answer, "{credential:?}");
    }
}

/// OB-4, OB-24, OB-42
#[test]
fn the_first_log_in_and_the_one_after_a_reset_ask_for_another_password() {
    let new = life(&policy(), NewCredential::Temporary(hash())).stands(Status::Active);
    let changed = new
        .after(Span::days(365))
        .the_right_password_is(LogInOutcome::ChangeRequired)
        .when(Action::ChangePassword { password: hash() })
        .then([Fact::PasswordChanged { how: OWN }])
        .the_right_password_is(IN);
    changed
        .and(set_temporary())
        .the_right_password_is(LogInOutcome::ChangeRequired);
}

/// OB-41, OB-67: and nobody resets his own.
#[test]
fn an_administrator_sets_temporary_passwords_only() {
    ana().when(set_password()).then_refused("policy_forbids");
    for action in [Action::SendPasswordReset, block()] {
        ana().when(action).then_refused("policy_forbids");
    }
    ana().when(Action::RequestPasswordReset).then_nothing();
}

/// OB-43, OB-44, OB-45, OB-62
#[test]
fn a_disabled_user_does_not_get_in_and_an_enabled_one_does() {
    let disabled = ana().and(deactivate());
    let (verdict, disabled) = disabled.try_to_log_in(Proof::Right);
    let LogInOutcome::Failed(why) = verdict.outcome else {
        panic!("{:?}", verdict.outcome);
    };
    assert_eq!(policy().log_in.told(why), "Log in failed.");
    disabled.and(Action::Activate).the_right_password_is(IN);
}

/// OB-44
#[test]
fn every_refused_log_in_says_the_same() {
    for why in [
        LogInFailure::WrongCredential,
        LogInFailure::NotActive,
        LogInFailure::Blocked,
        LogInFailure::LockedOut,
        LogInFailure::OutsideValidity,
        LogInFailure::TemporaryPasswordExpired,
        LogInFailure::NoCredential,
    ] {
        assert_eq!(policy().log_in.told(why), LOG_IN_FAILED);
    }
}

fn locked_out() -> Scenario {
    ana()
        .after_wrong_passwords(4)
        .stands(Status::Active)
        .after_wrong_passwords(1)
        .stands(Status::Blocked)
}

/// OB-46, OB-47
#[test]
fn a_locked_out_user_who_is_activated_waits_for_the_duration() {
    let activated = locked_out().and(Action::Activate);
    let waiting = activated
        .the_right_password_is(LOCKED_OUT)
        .after(Span::minutes(29))
        .the_right_password_is(LOCKED_OUT);
    waiting.after(Span::minutes(1)).the_right_password_is(IN);
}

/// OB-47
#[test]
fn the_duration_alone_lets_no_locked_out_user_in() {
    let over = locked_out()
        .after(Span::days(1))
        .the_right_password_is(LOCKED_OUT);
    over.and(Action::Activate).the_right_password_is(IN);
}

/// OB-43, OB-47
#[test]
fn disabling_and_enabling_is_no_way_around_the_duration() {
    locked_out()
        .and(deactivate())
        .and(Action::Activate)
        .the_right_password_is(LOCKED_OUT)
        .after(Span::minutes(30))
        .the_right_password_is(IN);
}

/// OBx-12
#[test]
fn failures_count_within_five_minutes_and_no_lockout_is_longer_than_the_last() {
    let four = ana().after_wrong_passwords(4).after(Span::minutes(5));
    let _ = four.after_wrong_passwords(4).stands(Status::Active);
    let again = |scenario: Scenario| {
        scenario
            .after(Span::minutes(30))
            .and(Action::Activate)
            .stands(Status::Active)
            .after_wrong_passwords(5)
            .stands(Status::Blocked)
    };
    let third = again(again(locked_out()));
    let released = third.and(Action::Activate).after(Span::minutes(30));
    released.the_right_password_is(IN);
}

/// OB-6, OB-7, OB-32, OB-34, OB-54, OB-55, OB-58, OB-59, OB-60, OB-65
#[test]
fn an_anonymized_user_is_masked_and_still_gets_in_with_what_he_may() {
    let masked = ana()
        .and(Action::GrantRole(grant("clerk")))
        .when(Action::Anonymize)
        .then([Fact::Anonymized {
            keeps_username: true,
        }])
        .stands(Status::Active)
        .the_right_password_is(IN);
    let user = masked.user();
    assert_eq!(user.grants(), [grant("clerk")]);
    let kept = Profile {
        username: username("ana01"),
        ..Profile::default()
    };
    assert_eq!(user.profile(), &kept);
    let off = masked.and(deactivate());
    off.the_right_password_is(LogInOutcome::Failed(LogInFailure::NotActive));
}

/// OB-8
#[test]
fn an_anonymized_vendor_is_not_deactivated() {
    let vendor = of_kind(Kind::Vendor).and(Action::Anonymize);
    let _ = vendor.stands(Status::Active);
}

/// OB-13
#[test]
fn users_are_shown_to_who_has_the_authority_alone() {
    let reader = holder_of([Permission::UsersRead]);
    assert_eq!(sight(&reader, &policy()), Reach::Tenant);
    let others = Permission::own().into_iter();
    let others = holder_of(others.filter(|one| *one != Permission::UsersRead));
    for nobody in [others, plain_user()] {
        assert_eq!(sight(&nobody, &policy()), Reach::Nowhere);
        assert!(!sees(ana().user(), &nobody, &policy()));
    }
}

/// OB-50
#[test]
fn a_deleted_profile_is_gone_and_its_id_free() {
    let change = ana().when(Action::Delete).change();
    assert_eq!(change.row, Row::Remove);
    assert_eq!(change.claims, Claims::default());
}

/// OB-51, OB-64
#[test]
fn an_admin_user_is_not_deleted() {
    let admin = ana().and(Action::GrantRole(grant("system_admin")));
    admin.when(Action::Delete).then_refused("protected_user");
}

/// OB-52
#[test]
fn a_user_with_orders_is_not_deleted() {
    let orders = ana().knowing(|facts| facts.history = OrderHistory::Some);
    orders.when(Action::Delete).then_refused("has_history");
}

/// OB-48, OB-61
#[test]
fn a_directory_s_user_has_no_password_here_but_is_disabled_like_any_other() {
    let user = || life(&policy(), by_directory()).stands(Status::Active);
    let own = Action::ChangePassword { password: hash() };
    for action in [set_temporary(), own, Action::SendPasswordReset] {
        user().when(action).then_refused("external_credential");
    }
    user()
        .and(deactivate())
        .the_right_password_is(LogInOutcome::Failed(LogInFailure::NotActive))
        .and(Action::Activate)
        .the_right_password_is(IN);
}

/// OB-39, OB-63
#[test]
fn ldap_settings_change_later_and_the_password_here_goes() {
    let ldap = Action::SetExternalCredential {
        domain: directory(),
        directory_id: None,
    };
    let back = |temporary| Action::RemoveExternalCredential { temporary };
    let user = ana().and(ldap);
    user.clone().when(back(None)).then_refused("policy_forbids");
    user.and(back(Some(hash())))
        .the_right_password_is(LogInOutcome::ChangeRequired);
}

/// OB-25
#[test]
fn one_wish_takes_authority_password_and_shipping_system() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Temporary(hash()));
    wish.grants = vec![grant("clerk")];
    wish.profile.shipping_system = full_profile().shipping_system;
    let user = registered(&wish, &policy, noon());
    assert_eq!(user.grants(), [grant("clerk")]);
    let proposed = &user.profile().shipping_system;
    assert_eq!(proposed, &full_profile().shipping_system);
    given(user)
        .under(policy)
        .the_right_password_is(LogInOutcome::ChangeRequired);
}

/// OB-2
#[test]
fn what_a_user_may_do_in_each_module_follows_his_roles() {
    let may = |text: &str| text.parse::<Permission>().unwrap();
    let (routing, supplier) = (may("routing.configure"), may("supplier_direct.review"));
    let roles = Roles::new([
        (role("router"), [routing.clone()].into()),
        (role("supplier"), [supplier.clone()].into()),
    ]);
    let of = |grants: &[_]| Authority::of(grants, &roles, noon()).permissions();
    assert_eq!(of(&[grant("router")]), [routing.clone()].into());
    assert_eq!(of(&[grant("supplier")]), [supplier.clone()].into());
    let both = of(&[grant("router"), grant("supplier")]);
    assert_eq!(both, [routing, supplier].into());
}

/// OB-28, OB-67
#[test]
fn a_shipping_system_is_proposed_and_there_is_no_phone() {
    let change = ProfileChange {
        shipping_system: Some(full_profile().shipping_system),
        ..ProfileChange::default()
    };
    let next = ana().and(update(change));
    assert!(next.user().profile().shipping_system.is_some());
    let phone = ProfileChange {
        phone: Some(full_profile().phone),
        ..ProfileChange::default()
    };
    ana().when(update(phone)).then_refused("validation");
}
