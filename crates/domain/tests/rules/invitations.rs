//! Creating, inviting, accepting (rows 1 to 7; P-2, P-3, P-71 to P-75).

use tenure_domain::{
    Action, Fact, Kind, NewCredential, Registration, Rejection,
    credential::Credential,
    lifecycle::{InactiveReason, RevokedWhy, Status},
    policy::*,
    register,
    testing::*,
    value::Span,
};

fn accept(serial: u32) -> Action {
    Action::AcceptInvitation {
        serial,
        password: hash(),
        names: Default::default(),
    }
}

fn revoked(why: RevokedWhy) -> Fact {
    Fact::InvitationRevoked { why }
}

fn sent(serial: u32, lives: Span) -> Fact {
    Fact::InvitationSent {
        serial,
        expires_at: noon_and(lives),
        renewal: false,
    }
}

fn refusal(wish: &Registration, policy: &ValidPolicy) -> &'static str {
    match register(wish, &facts(), policy, noon()) {
        Ok(events) => panic!("accepted: {events:?}"),
        Err(rejection) => rejection.code(),
    }
}

#[test]
fn a_new_user_is_pending_without_a_credential_and_active_with_one() {
    for (way, status) in [
        (NewCredential::Invitation, Status::Pending),
        (NewCredential::None, Status::Pending),
        (NewCredential::Temporary(hash()), Status::Active),
    ] {
        let user = registered(&registration(way), &standard(), noon());
        assert_eq!(user.status(), status);
    }
    assert_eq!(non_login().status(), Status::Active);
}

#[test]
fn every_way_to_a_credential_is_refused_where_the_policy_does_not_name_it() {
    let nothing_but =
        |way| standard_but(|policy| policy.creation.allowed_credentials = [way].into());
    let only_none = nothing_but(CredentialWay::None);
    for way in [
        NewCredential::Invitation,
        NewCredential::Password(hash()),
        NewCredential::Temporary(hash()),
        NewCredential::External {
            domain: directory(),
            directory_id: None,
        },
    ] {
        assert_eq!(refusal(&registration(way), &only_none), "policy_forbids");
    }
    let only_invited = nothing_but(CredentialWay::Invitation);
    assert_eq!(
        refusal(&registration(NewCredential::None), &only_invited),
        "policy_forbids"
    );
}

#[test]
fn only_whoever_runs_the_server_makes_the_first_administrator_s_password() {
    let wish = registration(NewCredential::Bootstrap(hash()));
    assert_eq!(refusal(&wish, &standard()), "forbidden");
    assert!(administrator().counts_as_admin());
}

#[test]
fn wrong_fields_of_a_new_user_are_all_told_at_once() {
    let mut wish = registration(NewCredential::Invitation);
    wish.profile.email = None;
    wish.profile.username = tenure_domain::value::Username::parse("a").ok();
    let Err(Rejection::Validation(found)) = register(&wish, &facts(), &standard(), noon()) else {
        panic!("accepted");
    };
    let pointers = found.iter().map(|violation| violation.pointer.as_str());
    assert_eq!(pointers.collect::<Vec<_>>(), ["/email", "/username"]);
}

#[test]
fn default_roles_come_with_the_tenant_s_rules_not_with_the_inviter_s_authority() {
    let policy = standard_but(|policy| policy.roles.default = [role("clerk")].into());
    let wish = Registration {
        actor: organization_admin(),
        organizations: [organization(1)].into(),
        ..registration(NewCredential::Invitation)
    };
    let user = registered(&wish, &policy, noon());
    assert_eq!(user.grants(), [grant("clerk")]);
}

#[test]
fn a_role_that_does_not_exist_is_given_to_nobody() {
    let policy = standard_but(|policy| policy.roles.default = [role("ghost")].into());
    assert_eq!(
        refusal(&registration(NewCredential::Invitation), &policy),
        "validation"
    );
}

#[test]
fn with_explicit_invitations_none_goes_out_before_somebody_sends_it() {
    let policy = standard_but(|policy| policy.invitation.mode = InvitationMode::Explicit);
    let user = registered(&registration(NewCredential::Invitation), &policy, noon());
    given(user)
        .under(policy)
        .when(Action::SendInvitation)
        .then([sent(1, Span::hours(72))])
        .stands(Status::Pending);
}

#[test]
fn sending_again_kills_the_old_link() {
    given(pending())
        .when(Action::SendInvitation)
        .then([sent(2, Span::hours(72))])
        .when(accept(1))
        .then_refused("link_invalid");
}

#[test]
fn sending_again_keeps_the_old_link_where_the_policy_keeps_it() {
    given(pending())
        .where_policy(|policy| policy.invitation.resend_rotates = RotateOnResend::Keep)
        .when(Action::SendInvitation)
        .then([sent(1, Span::hours(72))])
        .when(accept(1))
        .then([Fact::InvitationAccepted {}, Fact::Activated {}]);
}

#[test]
fn an_invitation_is_sent_again_when_the_policy_lets_it() {
    let may = |resend| move |policy: &mut Policy| policy.invitation.resend = resend;
    let open = || given(pending());
    let expired = || given(expired_invitation());
    for (resend, while_open, when_expired) in [
        (ResendInvitation::Never, false, false),
        (ResendInvitation::WhilePending, true, true),
        (ResendInvitation::WhenExpired, false, true),
    ] {
        for (scenario, expected) in [(open(), while_open), (expired(), when_expired)] {
            let answer = scenario
                .where_policy(may(resend))
                .when(Action::SendInvitation)
                .decide();
            assert_eq!(answer.is_ok(), expected, "{resend:?}: {answer:?}");
        }
    }
}

#[test]
fn an_invitation_goes_out_three_times_more_within_the_hour_and_no_fourth_time() {
    let thrice = given(pending())
        .at(Span::minutes(30).before(noon()))
        .and(Action::SendInvitation)
        .and(Action::SendInvitation)
        .and(Action::SendInvitation);
    thrice
        .clone()
        .when(Action::SendInvitation)
        .then_refused("too_soon");
    thrice
        .after(Span::hours(1))
        .when(Action::SendInvitation)
        .then_accepted();
}

#[test]
fn nobody_is_invited_without_an_address() {
    let mut wish = registration(NewCredential::Invitation);
    wish.profile.email = None;
    let policy = standard_but(|policy| policy.identity.email_required = Required::Optional);
    assert_eq!(refusal(&wish, &policy), "no_email");
}

#[test]
fn a_link_lives_seventy_two_hours_and_not_a_second_longer() {
    let last = Span::hours(71).after(noon());
    given(pending())
        .at(Span::seconds(1).before(last))
        .when(accept(1))
        .then_accepted();
    given(pending())
        .at(last)
        .when(accept(1))
        .then_refused("link_expired");
}

#[test]
fn accepting_gives_a_password_of_one_s_own() {
    let next = given(pending())
        .when(accept(1))
        .then([Fact::InvitationAccepted {}, Fact::Activated {}]);
    assert_eq!(
        *next.user().credential(),
        Credential::Permanent { changed_at: noon() }
    );
    next.when(accept(1)).then_refused("link_invalid");
}

#[test]
fn looking_at_an_invitation_uses_nothing_up() {
    let looked = given(pending())
        .when(Action::OpenInvitation { serial: 1 })
        .then_nothing();
    looked
        .when(Action::OpenInvitation { serial: 1 })
        .then_nothing();
}

fn opened() -> Scenario {
    given(pending())
        .where_policy(|policy| policy.invitation.consumed_on = ConsumedOn::Open)
        .when(Action::OpenInvitation { serial: 1 })
        .then([revoked(RevokedWhy::Opened)])
}

#[test]
fn where_looking_uses_the_link_up_only_the_opened_page_may_be_sent_in() {
    opened()
        .when(Action::OpenInvitation { serial: 1 })
        .then_refused("link_invalid");
    opened()
        .when(accept(1))
        .then_accepted()
        .stands(Status::Active);
    opened().when(accept(2)).then_refused("link_invalid");
}

#[test]
fn an_opened_page_does_not_outlive_the_life_of_a_link() {
    opened()
        .after(Span::hours(72))
        .when(accept(1))
        .then_refused("link_expired");
}

#[test]
fn an_opened_page_is_dead_once_an_administrator_revokes_it() {
    opened()
        .when(Action::RevokeInvitation)
        .then([revoked(RevokedWhy::Administrator)])
        .when(accept(1))
        .then_refused("link_invalid");
}

#[test]
fn an_opened_page_is_dead_once_the_address_changes() {
    let address = tenure_domain::ProfileChange {
        email: Some(Some(email("anna@example.com"))),
        ..Default::default()
    };
    opened()
        .and(Action::UpdateProfile(Box::new(address)))
        .when(accept(1))
        .then_refused("link_invalid");
}

#[test]
fn revoking_twice_is_revoking_once() {
    given(revoked_invitation())
        .when(Action::RevokeInvitation)
        .then_nothing();
    given(invitation_not_sent())
        .when(Action::RevokeInvitation)
        .then_nothing();
}

#[test]
fn an_expired_invitation_tells_or_renews_as_the_policy_says() {
    for (on_expiry, renews) in [
        (ExpiredInvitation::Nothing, false),
        (ExpiredInvitation::NotifyAdmin, false),
        (ExpiredInvitation::NotifyAdminWithNewLink, true),
        (ExpiredInvitation::ResendToUser, true),
    ] {
        let expired = given(pending())
            .where_policy(|policy| policy.invitation.on_expiry = on_expiry)
            .after(Span::hours(72));
        let answer = expired.clone().when(accept(1));
        answer.then_refused("link_expired");
        let facts = expired.when(Action::Elapse).try_then().unwrap().0;
        assert_eq!(facts.len(), if renews { 2 } else { 1 }, "{on_expiry:?}");
    }
}

#[test]
fn renewals_end_when_nobody_answers() {
    let mut life = given(pending()).where_policy(|policy| {
        policy.invitation.on_expiry = ExpiredInvitation::ResendToUser;
        policy.invitation.max_renewals = 2;
    });
    for _ in 0..4 {
        life = life.after(Span::hours(72)).and(Action::Elapse);
    }
    assert_eq!(life.user().tickets().last_invitation, 3);
    assert_eq!(
        life.user().invitation_view(life.now()).unwrap().status,
        "expired"
    );
}

#[test]
fn deactivating_kills_the_invitation_and_activating_sends_a_new_one() {
    let off = given(pending())
        .when(Action::Deactivate { reason: None })
        .then([
            revoked(RevokedWhy::Deactivated),
            Fact::deactivated(
                InactiveReason::Administrator {
                    by: system_admin().reference(),
                    reason: None,
                },
                None,
            ),
        ]);
    off.when(Action::Activate)
        .then([Fact::ReturnedToPending {}, sent(2, Span::hours(72))])
        .when(accept(1))
        .then_refused("link_invalid");
}

#[test]
fn where_deactivating_keeps_the_link_it_is_open_again_afterwards() {
    given(pending())
        .where_policy(|policy| policy.invitation.revoke_on_inactivate = RevokeOnInactivate::Keep)
        .and(Action::Deactivate { reason: None })
        .and(Action::Activate)
        .when(accept(1))
        .then_accepted()
        .stands(Status::Active);
}

#[test]
fn a_link_that_was_revoked_or_used_never_comes_back_to_life() {
    let keeps = |policy: &mut Policy| {
        policy.invitation.revoke_on_inactivate = RevokeOnInactivate::Keep;
        policy.credential.directory = Directory::Enabled;
    };
    given(revoked_invitation())
        .where_policy(keeps)
        .and(Action::Deactivate { reason: None })
        .and(Action::Activate)
        .when(accept(1))
        .then_refused("link_invalid");
    given(active())
        .where_policy(keeps)
        .and(Action::SetExternalCredential {
            domain: directory(),
            directory_id: None,
        })
        .and(Action::RemoveExternalCredential { temporary: None })
        .stands(Status::Pending)
        .when(accept(1))
        .then_refused("link_invalid");
}

#[test]
fn every_kind_of_user_but_a_person_is_active_without_a_credential() {
    for kind in Kind::ALL {
        let mut wish = registration(NewCredential::None);
        wish.kind = kind;
        wish.facilities = [facility(1)].into();
        let pending = registered(&wish, &standard(), noon()).status() == Status::Pending;
        assert_eq!(pending, kind == Kind::Person, "{kind:?}");
    }
}
