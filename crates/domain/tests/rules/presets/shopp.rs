//! Shopp OMS, "Users".

use super::*;
use tenure_domain::{
    About, Recipient, Registration,
    authority::{Permission, Reach},
    lifecycle::Status,
    policy::SortColumn,
    sees, sight,
    value::{PersonName, Phone, Span},
};

fn policy() -> ValidPolicy {
    preset("shopp")
}

fn invited() -> Scenario {
    life(&policy(), NewCredential::Invitation)
}

/// A member of organization 1 who has accepted.
fn member() -> Scenario {
    let policy = policy();
    let wish = Registration {
        organizations: [organization(1)].into(),
        ..wish(&policy, NewCredential::Invitation)
    };
    let user = registered(&wish, &policy, noon());
    given(user).under(policy).and(accept(1))
}

/// SH-13, SH-15, SH-17, SH-18, SH-19, SH-32, SH-34
#[test]
fn an_invited_user_is_pending_until_he_accepts_and_needs_only_an_address() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Invitation);
    wish.profile.first_name = None;
    wish.profile.last_name = None;
    let user = registered(&wish, &policy, noon());
    let pending = given(user).under(policy.clone()).stands(Status::Pending);
    let _ = pending
        .and(accept(1))
        .stands(Status::Active)
        .the_right_password_is(IN);
    wish.profile.email = None;
    assert_eq!(faults(&policy, &wish)[0], fault("/email", "required")[0]);
}

/// SH-16
#[test]
fn an_address_has_five_to_fifty_characters() {
    let policy = policy();
    let fault_of = |text: &str| {
        let mut wish = wish(&policy, NewCredential::Invitation);
        wish.profile.email = Some(email(text));
        faults(&policy, &wish)
    };
    let long = |length: usize| format!("{}@example.com", "a".repeat(length - 12));
    assert_eq!(fault_of("a@b"), fault("/email", "length"));
    assert_eq!(fault_of("a@b.c"), []);
    assert_eq!(fault_of(&long(50)), []);
    assert_eq!(fault_of(&long(51)), fault("/email", "length"));
}

/// SH-13: the only way in.
#[test]
fn nobody_is_added_but_by_invitation() {
    let policy = policy();
    for credential in [
        NewCredential::Password(hash()),
        NewCredential::Temporary(hash()),
        NewCredential::None,
    ] {
        let wish = wish(&policy, credential);
        assert_eq!(refused(&policy, &wish), Some("policy_forbids"));
    }
}

/// SH-27, SH-33, SH-36: and what leads to another status is one of them.
#[test]
fn system_administrators_alone_change_a_status() {
    let ends = Action::SetValidity {
        from: None,
        until: Some(noon_and(Span::hours(1))),
    };
    for action in [deactivate(), Action::Delete, ends] {
        let ask = member().when(action);
        ask.clone()
            .by(organization_admin())
            .then_refused("forbidden");
        ask.clone()
            .by(holder_of(Permission::own()))
            .then_refused("forbidden");
        let _ = ask.by(system_admin()).then_accepted();
    }
    let inactive = member().and(deactivate()).stands(Status::Inactive);
    inactive
        .clone()
        .when(Action::Activate)
        .by(organization_admin())
        .then_refused("forbidden");
    let _ = inactive.and(Action::Activate).stands(Status::Active);
}

/// SH-35
#[test]
fn nobody_sets_pending_by_hand_or_takes_a_user_out_of_it() {
    for action in [Action::Activate, set_password(), set_temporary()] {
        invited().when(action).then_refused("invalid_transition");
    }
    let rests = invited().and(deactivate()).stands(Status::Inactive);
    rests.when(Action::Activate).then_refused("policy_forbids");
}

/// SH-25
#[test]
fn an_address_never_changes() {
    for action in [
        new_address("anna@example.com"),
        new_address("a-very-long-name-indeed-it-is@a-very-long-host.example"),
    ] {
        for actor in [system_admin(), organization_admin()] {
            let ask = member().when(action.clone()).by(actor);
            ask.then_refused("immutable_field");
        }
        let ask = member().when(action).by_oneself();
        ask.then_refused("immutable_field");
    }
}

/// SH-28, SH-29, SH-30
#[test]
fn names_and_phone_are_the_organization_administrator_s_to_change() {
    let change = ProfileChange {
        first_name: Some(PersonName::parse("Anna").ok()),
        last_name: Some(PersonName::parse("López").ok()),
        phone: Some(Phone::parse("+49 30 1234567").ok()),
        ..ProfileChange::default()
    };
    let ask = member().when(update(change));
    let _ = ask.by(organization_admin()).then_accepted();
}

/// SH-22, SH-37, SH-38, SH-39
#[test]
fn the_one_role_is_not_the_organization_administrator_s_to_give() {
    let policy = policy();
    let badge = grant_in("organization_admin", 1);
    let ask = || member().when(Action::GrantRole(badge.clone()));
    ask()
        .by(organization_admin())
        .then_refused("policy_forbids");
    let admin = ask().by(system_admin()).then_accepted();
    let second = Action::GrantRole(grant("clerk"));
    admin.when(second).then_refused("policy_forbids");
    let mut wish = Registration {
        actor: organization_admin(),
        organizations: [organization(1)].into(),
        grants: vec![badge.clone()],
        ..wish(&policy, NewCredential::Invitation)
    };
    assert_eq!(refused(&policy, &wish), Some("policy_forbids"));
    wish.actor = system_admin();
    assert_eq!(refused(&policy, &wish), None);
    wish.actor = organization_admin();
    wish.grants.clear();
    assert_eq!(refused(&policy, &wish), None);
}

/// SH-1, SH-2, SH-3
#[test]
fn the_page_shows_organization_administrators_their_members_and_others_nobody() {
    let policy = policy();
    let own = Reach::Organizations([organization(1)].into());
    assert_eq!(sight(&organization_admin(), &policy), own);
    assert_eq!(sight(&system_admin(), &policy), Reach::Tenant);
    let reader = holder_of([Permission::UsersRead]);
    assert_eq!(sight(&reader, &policy), Reach::Nowhere);
    let member = member();
    let (user, oneself) = (member.user(), oneself(member.user(), noon()));
    assert!(sees(user, &organization_admin(), &policy));
    assert!(sees(user, &oneself, &policy));
    assert!(!sees(user, &reader, &policy));
    assert!(!sees(&member_of([2]), &organization_admin(), &policy));
}

/// SH-23, SH-24
#[test]
fn a_user_belongs_to_several_organizations() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Invitation);
    wish.organizations = [organization(1), organization(2)].into();
    assert_eq!(refused(&policy, &wish), None);
}

/// SH-36, SH-40
#[test]
fn a_deleted_user_stays_keeps_his_address_taken_and_can_come_back() {
    let deleted = member().and(Action::Delete).stands(Status::Deleted);
    let claims = deleted.user().claims(&policy());
    assert_eq!(claims.email.as_deref(), Some("ana@example.com"));
    let ask = deleted.when(Action::Restore);
    ask.clone()
        .by(organization_admin())
        .then_refused("forbidden");
    let _ = ask.then_accepted().stands(Status::Inactive);
}

/// SH-40, SH-41
#[test]
fn there_is_no_resending_no_password_of_another_and_no_lockout() {
    invited()
        .when(Action::SendInvitation)
        .then_refused("policy_forbids");
    for action in [
        set_password(),
        set_temporary(),
        Action::SendPasswordReset,
        block(),
    ] {
        member().when(action).then_refused("policy_forbids");
    }
    member().when(Action::RequestPasswordReset).then_nothing();
    let tried = member().after_wrong_passwords(200).stands(Status::Active);
    tried.the_right_password_is(IN);
}

/// SH-13, SH-41
#[test]
fn an_invitation_is_one_mail_and_dies_quietly_after_seven_days() {
    let policy = policy();
    let events = register(
        &wish(&policy, NewCredential::Invitation),
        &facts(),
        &policy,
        noon(),
    );
    let mails = events.unwrap().into_iter();
    let mails = mails.flat_map(|event| tenure_domain::messages(&event, None, &policy));
    let mails = mails.map(|mail| (mail.to, mail.about)).collect::<Vec<_>>();
    assert_eq!(mails, [(Recipient::User, About::Invitation { serial: 1 })]);
    let _ = invited().after(Span::minutes(10_079)).and(accept(1));
    let late = invited().after(Span::days(7));
    late.clone().when(accept(1)).then_refused("link_expired");
    assert_eq!(late.when(Action::Elapse).change().messages, []);
}

/// Values alone; that they count is shown where they do.
#[test]
fn the_newest_stand_on_top_under_their_number() {
    let policy = policy();
    assert_eq!(policy.identity.display_id_prefix, "US");
    assert_eq!(policy.list.default_sort, "-id");
    assert_eq!(
        SortColumn::of_sort(&policy.list.default_sort),
        Some(SortColumn::Id)
    );
    let photo = &policy.identity.photo;
    let size = photo.dimensions.map(|size| (size.width, size.height));
    assert_eq!((photo.types.len(), size), (1, Some((100, 100))));
}

/// SH-19: nobody has a user name, nor an external id.
#[test]
fn fields_that_the_page_does_not_have_are_refused() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Invitation);
    wish.profile.username = username("ana01");
    wish.profile.external_id = full_profile().external_id;
    wish.profile.shipping_system = full_profile().shipping_system;
    let found = faults(&policy, &wish);
    let found = found.iter().map(|(at, code)| (at.as_str(), *code));
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            ("/username", "not_used"),
            ("/external_id", "not_used"),
            ("/default_shipping_system", "not_used")
        ]
    );
}
