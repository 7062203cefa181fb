//! HotWax OMS, "Manage Users".

use super::*;
use tenure_domain::{
    About, Kind, Recipient,
    lifecycle::Status,
    value::{ExternalId, PersonName, Phone, Span},
};

fn policy() -> ValidPolicy {
    preset("hotwax")
}

fn ana() -> Scenario {
    life(&policy(), NewCredential::Password(hash()))
}

/// HW-9, HW-11, HW-12, HW-13
#[test]
fn the_third_wrong_password_blocks_and_only_unblocking_lets_in_again() {
    let blocked = ana()
        .after_wrong_passwords(2)
        .stands(Status::Active)
        .after_wrong_passwords(1)
        .stands(Status::Blocked)
        .the_right_password_is(LOCKED_OUT)
        .after(Span::days(365))
        .the_right_password_is(LOCKED_OUT);
    let unblocked = blocked.and(Action::Unblock).the_right_password_is(IN);
    // Deviates from OFx-8: the count begins anew.
    let _ = unblocked.after_wrong_passwords(2).stands(Status::Active);
}

/// HW-11: in a row, however long it takes.
#[test]
fn wrong_passwords_count_until_a_right_one_comes() {
    let two = ana().after_wrong_passwords(2).after(Span::days(30));
    let _ = two.clone().after_wrong_passwords(1).stands(Status::Blocked);
    let again = two.the_right_password_is(IN);
    let _ = again.after_wrong_passwords(2).stands(Status::Active);
}

/// HW-8, HW-9, HW-13, HW-14, HW-15
#[test]
fn the_same_unblock_lifts_a_block_by_hand() {
    ana()
        .and(block())
        .the_right_password_is(LogInOutcome::Failed(LogInFailure::Blocked))
        .after(Span::days(365))
        .stands(Status::Blocked)
        .and(Action::Unblock)
        .the_right_password_is(IN);
}

/// HWx-10, HWx-11
#[test]
fn disabling_a_user_switches_the_log_in_off_and_enabling_leaves_it_off() {
    ana()
        .and(deactivate())
        .and(Action::Activate)
        .stands(Status::Blocked)
        .and(Action::Unblock)
        .the_right_password_is(IN);
    let disabled = ana().and(deactivate());
    disabled
        .clone()
        .when(Action::Unblock)
        .then_refused("invalid_transition");
    disabled.when(block()).then_refused("invalid_transition");
}

/// HWx-11: there is no log-in to switch off.
#[test]
fn a_user_without_a_log_in_is_disabled_and_enabled_again() {
    let policy = policy();
    for kind in [Kind::Person, Kind::NonLogin] {
        let mut wish = wish(&policy, NewCredential::None);
        wish.kind = kind;
        let user = registered(&wish, &policy, noon());
        let _ = given(user)
            .under(policy.clone())
            .stands(Status::Active)
            .and(deactivate())
            .stands(Status::Inactive)
            .and(Action::Activate)
            .stands(Status::Active);
    }
}

/// HWx-1, HWx-3
#[test]
fn a_user_may_be_added_first_and_get_a_log_in_after() {
    let added = life(&policy(), NewCredential::None).stands(Status::Active);
    added
        .the_right_password_is(LogInOutcome::Failed(LogInFailure::NoCredential))
        .and(set_password())
        .the_right_password_is(IN);
}

/// HW-16, HW-18, HWx-16
#[test]
fn an_administrator_sets_a_password_for_good_or_to_be_changed() {
    ana().and(set_password()).the_right_password_is(IN);
    let temporary = |must_change| Action::SetTemporaryPassword {
        password: hash(),
        must_change: Some(must_change),
    };
    ana().and(temporary(false)).the_right_password_is(IN);
    let forced = ana()
        .and(temporary(true))
        .after(Span::days(365))
        .the_right_password_is(LogInOutcome::ChangeRequired);
    forced
        .and(Action::ChangePassword { password: hash() })
        .the_right_password_is(IN);
}

/// HW-19, HW-20, HW-22, HW-23
#[test]
fn a_reset_link_needs_an_address_on_file_and_makes_one_mail() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Password(hash()));
    wish.profile.email = None;
    let nowhere = given(registered(&wish, &policy, noon())).under(policy);
    nowhere
        .clone()
        .when(Action::SendPasswordReset)
        .then_refused("no_email");
    let somewhere = nowhere.and(new_address("ana@example.com"));
    let mails = somewhere.when(Action::SendPasswordReset).change().messages;
    let mails = mails.into_iter().map(|(_, mail)| (mail.to, mail.about));
    assert_eq!(
        mails.collect::<Vec<_>>(),
        [(Recipient::User, About::PasswordReset { serial: 1 })]
    );
}

/// OFx-12
#[test]
fn a_reset_link_lives_a_day() {
    let complete = Action::CompletePasswordReset {
        serial: 1,
        password: hash(),
    };
    let sent = ana().and(Action::RequestPasswordReset);
    let _ = sent
        .clone()
        .after(Span::minutes(1439))
        .and(complete.clone());
    sent.after(Span::hours(24))
        .when(complete)
        .then_refused("link_expired");
}

/// HW-7, HW-21, HW-22, HW-24
#[test]
fn address_phone_and_external_id_change_at_once() {
    let change = ProfileChange {
        email: Some(Some(email("anna@example.com"))),
        phone: Some(Phone::parse("(030) 123-4567").ok()),
        external_id: Some(ExternalId::parse("EMP-17").ok()),
        ..ProfileChange::default()
    };
    let next = ana().and(update(change));
    let profile = next.user().profile();
    assert_eq!(profile.email, Some(email("anna@example.com")));
    assert!(profile.phone.is_some() && profile.external_id.is_some());
}

/// HW-7, HW-25, HW-26
#[test]
fn security_groups_are_given_and_taken_at_any_time() {
    let revoke = Action::RevokeRole {
        role: role("clerk"),
        scope: tenure_domain::authority::Scope::Tenant,
    };
    let two = ana()
        .and(Action::GrantRole(grant("clerk")))
        .and(Action::GrantRole(grant("manager")));
    assert_eq!(two.and(revoke).user().grants(), [grant("manager")]);
}

/// HW-42: favourites apart.
#[test]
fn administrators_do_all_this_and_nobody_else() {
    let group = Action::GrantRole(grant("clerk"));
    let address = new_address("anna@example.com");
    for action in [
        block(),
        set_password(),
        Action::SendPasswordReset,
        group,
        address,
    ] {
        let ask = |actor| ana().when(action.clone()).by(actor);
        ask(plain_user()).then_refused("forbidden");
        let _ = ask(system_admin()).then_accepted();
    }
    ana().when(block()).by_oneself().then_refused("forbidden");
}

/// HW-41
#[test]
fn there_is_no_deleting_inviting_or_anonymizing() {
    for action in [Action::Delete, Action::Anonymize] {
        ana().when(action).then_refused("policy_forbids");
    }
    let policy = policy();
    for credential in [
        NewCredential::Invitation,
        NewCredential::External {
            domain: directory(),
            directory_id: None,
        },
    ] {
        let wish = wish(&policy, credential);
        assert_eq!(refused(&policy, &wish), Some("policy_forbids"));
    }
}

/// HWx-2, OFx-13
#[test]
fn a_person_has_a_name_and_who_logs_in_a_user_name() {
    let policy = policy();
    let mut nameless = wish(&policy, NewCredential::None);
    nameless.profile.last_name = None;
    assert_eq!(faults(&policy, &nameless), fault("/last_name", "required"));
    let mut without = wish(&policy, NewCredential::Password(hash()));
    without.profile.username = None;
    assert_eq!(faults(&policy, &without), fault("/username", "required"));
    without.credential = NewCredential::None;
    assert_eq!(refused(&policy, &without), None);
    let whole = wish(&policy, NewCredential::Password(hash())).profile;
    assert_eq!(whole.log_ins(&policy.identity), ["ana01"]);
}

/// HWx-2, P-38
#[test]
fn a_facility_s_log_in_has_the_one_name_of_the_place() {
    let policy = policy();
    let mut store = wish(&policy, NewCredential::Password(hash()));
    store.profile.first_name = None;
    store.profile.last_name = None;
    store.profile.display_name = PersonName::parse("Store 12").ok();
    let missing = ["/first_name", "/last_name"].map(|field| (field.to_owned(), "required"));
    assert_eq!(faults(&policy, &store), missing);
    store.kind = Kind::FacilityLogin;
    store.facilities = [facility(1)].into();
    assert_eq!(refused(&policy, &store), None);
    store.profile.display_name = None;
    assert_eq!(faults(&policy, &store), missing);
}

/// The contact address is not the log-in.
#[test]
fn two_users_may_share_an_address_and_an_external_id_but_no_user_name() {
    let claims = added(&policy(), NewCredential::None).claims(&policy());
    assert_eq!((claims.email, claims.external_id), (None, None));
    assert_eq!(claims.username.as_deref(), Some("ana01"));
}

/// OFx-14
#[test]
fn an_administrator_gives_another_user_name() {
    let rename = |to| {
        update(ProfileChange {
            username: Some(to),
            ..ProfileChange::default()
        })
    };
    let renamed = ana().and(rename(username("Anna")));
    assert_eq!(renamed.user().profile().username, username("Anna"));
    ana().when(rename(None)).then_refused("validation");
}

/// HWx-15
#[test]
fn a_password_has_five_characters_with_a_letter_a_digit_and_a_sign() {
    assert_eq!(weaknesses(&policy(), "ana1!"), [""; 0]);
    assert_eq!(weaknesses(&policy(), "an1!"), ["too_short"]);
    for bad in ["ananas1", "ananas!", "12345!"] {
        assert_eq!(weaknesses(&policy(), bad), ["missing_class"], "{bad}");
    }
}

/// OFx-9, without telling strangers which user names exist.
#[test]
fn a_refused_log_in_says_why() {
    let told = |why| policy().log_in.told(why);
    assert!(told(LogInFailure::Blocked).contains("blocked"));
    assert!(told(LogInFailure::LockedOut).contains("too many wrong passwords"));
    assert!(told(LogInFailure::NotActive).contains("disabled"));
    assert!(told(LogInFailure::WrongCredential).contains("user name or the password"));
}
