//! Hesh, "Managing users".

use super::*;
use tenure_domain::{
    About, Recipient, Registration,
    authority::{Authority, Permission, Roles},
    lifecycle::Status,
    value::{ExternalId, PersonName, Phone, Span},
};

fn policy() -> ValidPolicy {
    preset("hesh")
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
    given(registered(&wish, &policy, noon()))
        .under(policy)
        .and(accept(1))
}

fn mails(change: &tenure_domain::Change) -> Vec<(Recipient, About)> {
    let mails = change.messages.iter();
    mails
        .map(|(_, mail)| (mail.to.clone(), mail.about))
        .collect()
}

fn product_view() -> Permission {
    "product.view".parse().unwrap()
}

/// HE-2, HE-10
#[test]
fn a_new_user_is_pending_and_gets_a_mail() {
    let policy = policy();
    let wish = wish(&policy, NewCredential::Invitation);
    let events = register(&wish, &facts(), &policy, noon()).unwrap();
    let mails = events.iter();
    let mails = mails.flat_map(|event| tenure_domain::messages(event, None, &policy));
    let mails = mails.map(|mail| (mail.to, mail.about)).collect::<Vec<_>>();
    assert_eq!(mails, [(Recipient::User, About::Invitation { serial: 1 })]);
    let _ = invited().stands(Status::Pending);
}

/// HE-3: without any role that the tenant would have to define.
#[test]
fn a_new_user_may_view_products_and_nothing_else() {
    let user = added(&policy(), NewCredential::Invitation);
    let authority = Authority::of(user.grants(), &Roles::new([]), noon());
    assert_eq!(authority.permissions(), [product_view()].into());
}

/// HE-9
#[test]
fn permissions_are_given_to_a_user_one_by_one() {
    let sell = grant("product.sell");
    let next = member().and(Action::GrantRole(sell.clone()));
    let authority = Authority::of(next.user().grants(), &facts().roles, noon());
    assert!(
        authority
            .permissions()
            .contains(&"product.sell".parse().unwrap())
    );
    let revoke = Action::RevokeRole {
        role: sell.role,
        scope: sell.scope,
    };
    assert_eq!(next.and(revoke).user().grants(), [grant("product.view")]);
    let mine = holder_of([Permission::UsersRoles, product_view()]);
    let ask = |name| {
        member()
            .when(Action::GrantRole(grant(name)))
            .by(mine.clone())
    };
    ask("users.delete").then_refused("role_not_grantable");
    ask("nothing").then_refused("validation");
}

/// HE-11, HE-23
#[test]
fn the_invitation_is_sent_again_while_pending_and_only_then() {
    let again = invited().when(Action::SendInvitation);
    assert_eq!(
        mails(&again.change()),
        [(Recipient::User, About::Invitation { serial: 2 })]
    );
    let sent = again.then_accepted();
    sent.clone().when(accept(1)).then_refused("link_invalid");
    let _ = sent.and(accept(2)).stands(Status::Active);
    member()
        .when(Action::SendInvitation)
        .then_refused("invalid_transition");
}

/// HE-12, HE-13, HE-17
#[test]
fn the_link_lives_a_day_and_can_be_opened_until_the_password_is_set() {
    let open = || Action::OpenInvitation { serial: 1 };
    let opened = invited()
        .and(open())
        .and(open())
        .after(Span::minutes(1439))
        .and(open());
    let active = opened.and(accept(1)).stands(Status::Active);
    active.when(open()).then_refused("link_invalid");
    let late = invited().after(Span::hours(24));
    late.when(accept(1)).then_refused("link_expired");
}

/// HE-16
#[test]
fn when_the_link_expires_the_administrator_gets_a_new_one() {
    let late = invited().after(Span::hours(24)).when(Action::Elapse);
    assert_eq!(
        mails(&late.change()),
        [(
            Recipient::Administrator,
            About::InvitationRenewed { serial: 2 }
        )]
    );
    let renewed = late.then_accepted();
    renewed.clone().when(accept(1)).then_refused("link_expired");
    let _ = renewed.and(accept(2)).stands(Status::Active);
}

/// HE-16, as often as we let time do it.
#[test]
fn no_more_than_seven_links_come_by_themselves() {
    let day = |life: Scenario| life.after(Span::hours(24)).and(Action::Elapse);
    let week = (0..7).fold(invited(), |life, _| day(life));
    assert_eq!(week.user().tickets().last_invitation, 8);
    let over = day(week);
    assert_eq!(over.user().tickets().last_invitation, 8);
    over.when(accept(8)).then_refused("link_expired");
}

/// HE-14, HE-28, HE-35
#[test]
fn a_password_made_for_a_pending_user_activates_him_and_kills_the_link() {
    let active = invited().and(set_password()).stands(Status::Active);
    active.clone().when(accept(1)).then_refused("link_invalid");
    active.the_right_password_is(IN);
}

/// HE-15, HE-23, HE-25, HE-59
#[test]
fn a_pending_user_who_is_inactivated_loses_the_link_and_comes_back_to_a_new_one() {
    let rests = invited().and(deactivate()).stands(Status::Inactive);
    rests.clone().when(accept(1)).then_refused("link_invalid");
    let back = rests.and(Action::Activate).stands(Status::Pending);
    back.clone().when(accept(1)).then_refused("link_invalid");
    let _ = back.and(accept(2)).stands(Status::Active);
}

/// HE-24, HE-25, HE-51, HE-52, HE-55
#[test]
fn nobody_is_deleted_and_access_comes_back_with_the_same_profile() {
    let before = member().and(Action::GrantRole(grant("clerk")));
    before
        .clone()
        .when(Action::Delete)
        .then_refused("policy_forbids");
    let after = before
        .clone()
        .and(deactivate())
        .and(Action::Activate)
        .stands(Status::Active)
        .the_right_password_is(IN);
    let (before, after) = (before.user(), after.user());
    assert_eq!(before.id(), after.id());
    assert_eq!(before.grants(), after.grants());
    assert_eq!(before.profile(), after.profile());
    for action in [block(), Action::Anonymize] {
        member().when(action).then_refused("policy_forbids");
    }
}

/// HE-29
#[test]
fn a_password_changed_by_hand_is_not_to_be_changed_again() {
    member().and(set_password()).the_right_password_is(IN);
    member().and(set_temporary()).the_right_password_is(IN);
}

/// HE-30
#[test]
fn a_reset_link_goes_to_the_user_unless_he_is_pending() {
    let sent = member().when(Action::SendPasswordReset);
    assert_eq!(
        mails(&sent.change()),
        [(Recipient::User, About::PasswordReset { serial: 1 })]
    );
    let complete = Action::CompletePasswordReset {
        serial: 1,
        password: hash(),
    };
    sent.then_accepted()
        .after(Span::hours(23))
        .and(complete)
        .the_right_password_is(IN);
    let rests = member().and(deactivate());
    let _ = rests.and(Action::SendPasswordReset);
    invited()
        .when(Action::SendPasswordReset)
        .then_refused("invalid_transition");
}

/// HE-53, HE-54
#[test]
fn names_phone_and_external_id_change_and_the_address_does_not() {
    let change = ProfileChange {
        first_name: Some(PersonName::parse("Anna").ok()),
        last_name: Some(PersonName::parse("López").ok()),
        phone: Some(Phone::parse("030 1234567").ok()),
        external_id: Some(ExternalId::parse("17").ok()),
        ..ProfileChange::default()
    };
    let _ = member().and(update(change));
    let other = new_address("anna@example.com");
    member().when(other.clone()).then_refused("immutable_field");
    invited().when(other).then_refused("immutable_field");
}

/// HE-6
#[test]
fn a_new_user_has_first_and_last_name_and_an_address() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Invitation);
    wish.profile.first_name = None;
    assert_eq!(faults(&policy, &wish), fault("/first_name", "required"));
    wish.profile.last_name = None;
    wish.profile.email = None;
    assert_eq!(faults(&policy, &wish).len(), 3);
}

/// HE-56, HE-57
#[test]
fn the_administrator_of_the_company_changes_the_status_of_its_users() {
    let ask = |actor| member().when(deactivate()).by(actor);
    let _ = ask(organization_admin()).then_accepted();
    let _ = ask(system_admin()).then_accepted();
    ask(holder_of(Permission::own())).then_refused("forbidden");
    ask(plain_user()).then_refused("forbidden");
    let stranger = given(member_of([2])).under(policy()).when(deactivate());
    stranger.by(organization_admin()).then_refused("not_found");
}

/// HE-3: what everybody has makes nobody stronger than the administrator.
#[test]
fn the_permission_of_every_user_is_no_guard_against_administrators() {
    for action in [set_password(), Action::EndSessions] {
        let _ = member()
            .when(action)
            .by(organization_admin())
            .then_accepted();
    }
    let clerk = member().and(Action::GrantRole(grant("clerk")));
    clerk
        .when(set_password())
        .by(organization_admin())
        .then_refused("stronger_user");
}

/// HE-56
#[test]
fn a_user_belongs_to_one_company() {
    let policy = policy();
    let mut wish = wish(&policy, NewCredential::Invitation);
    wish.organizations = [organization(1), organization(2)].into();
    assert_eq!(faults(&policy, &wish), fault("/organizations", "too_many"));
}

/// No document speaks of lockouts.
#[test]
fn wrong_passwords_lock_nobody_out() {
    let tried = member().after_wrong_passwords(200).stands(Status::Active);
    tried.the_right_password_is(IN);
}
