//! Settings by themselves: each value that no preset shows against its opposite, or shows only in company.

use tenure_domain::{
    Action, Kind, LogInFailure, LogInOutcome, NewCredential, Profile, ProfileChange, Registration,
    Rejection, User, ValidPolicy,
    authority::{Actor, Authority, Grant, Permission, Reach, Roles, Scope, may_tell_of_orders},
    lifecycle::Status,
    policy::*,
    register, sees, sight,
    testing::*,
    value::{PersonName, Phone, Span, Username},
};

fn without_invitations(change: impl FnOnce(&mut Policy)) -> ValidPolicy {
    standard_but(|policy| {
        policy.invitation.mode = InvitationMode::Off;
        policy.creation.allowed_credentials = [CredentialWay::None].into();
        policy.activity.without_credential = WithoutCredential::Reject;
        change(policy);
    })
}

#[test]
fn a_person_without_a_credential_is_active_where_people_need_none() {
    let added = |policy: &ValidPolicy| {
        let wish = registration(NewCredential::None);
        registered(&wish, policy, noon()).status()
    };
    let needs_none = |policy: &mut Policy| {
        policy.activity.without_credential = WithoutCredential::Activate;
    };
    assert_eq!(added(&without_invitations(needs_none)), Status::Active);
    assert_eq!(added(&without_invitations(|_| {})), Status::Pending);
    // An invitation may still be sent.
    assert_eq!(added(&standard_but(needs_none)), Status::Pending);
}

#[test]
fn a_person_active_without_a_credential_takes_a_seat() {
    let policy = without_invitations(|policy| {
        policy.activity.without_credential = WithoutCredential::Activate;
        policy.roles.seats = Some(1);
    });
    let mut facts = facts();
    facts.seats_used = 1;
    let refused = register(&registration(NewCredential::None), &facts, &policy, noon());
    assert_eq!(refused.unwrap_err(), Rejection::SeatLimit { seats: 1 });
}

#[test]
fn a_phone_number_is_written_as_the_policy_says() {
    let answer = |format, text: &str| {
        let change = ProfileChange {
            phone: Some(Phone::parse(text).ok()),
            ..ProfileChange::default()
        };
        given(active())
            .where_policy(|policy| policy.identity.phone_format = format)
            .when(Action::UpdateProfile(Box::new(change)))
            .decide()
            .map_err(|rejection| rejection.code())
            .err()
    };
    assert_eq!(answer(PhoneFormat::Free, "030 1234567"), None);
    assert_eq!(answer(PhoneFormat::E164, "030 1234567"), Some("validation"));
    assert_eq!(answer(PhoneFormat::E164, "+49301234567"), None);
}

#[test]
fn who_logs_in_by_address_only_has_one() {
    let policy = standard_but(|policy| {
        policy.identity.email_required = Required::Optional;
        policy.identity.log_in_identifiers = [LogInIdentifier::Email].into();
    });
    let mut wish = registration(NewCredential::Temporary(hash()));
    wish.profile.email = None;
    let refused = register(&wish, &facts(), &policy, noon()).unwrap_err();
    let Rejection::Validation(found) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(found[0].pointer, "/email");
    let both = standard_but(|policy| policy.identity.email_required = Required::Optional);
    assert!(register(&wish, &facts(), &both, noon()).is_ok());
    wish.profile.username = None;
    assert!(register(&wish, &facts(), &both, noon()).is_err());
}

#[test]
fn nobody_takes_the_last_thing_away_that_he_types_to_log_in() {
    let nothing = || {
        Action::UpdateProfile(Box::new(ProfileChange {
            username: Some(None),
            ..ProfileChange::default()
        }))
    };
    let ask = |user: User, identifiers: &[LogInIdentifier]| {
        given(user)
            .where_policy(|policy| {
                policy.identity.username_mutability = UsernameMutability::Admin;
                policy.identity.log_in_identifiers = identifiers.iter().copied().collect();
            })
            .when(nothing())
    };
    ask(active(), &[LogInIdentifier::Username]).then_refused("validation");
    let _ = ask(active(), LogInIdentifier::ALL).then_accepted();
    let _ = ask(non_login(), &[LogInIdentifier::Username]).then_accepted();
}

#[test]
fn who_never_had_a_user_name_can_still_be_changed_otherwise() {
    let mut wish = registration(NewCredential::Temporary(hash()));
    wish.profile.username = None;
    let user = registered(&wish, &standard(), noon());
    let change = ProfileChange {
        phone: Some(full_profile().phone),
        ..ProfileChange::default()
    };
    let _ = given(user)
        .where_policy(|policy| {
            policy.identity.log_in_identifiers = [LogInIdentifier::Username].into();
        })
        .when(Action::UpdateProfile(Box::new(change)))
        .then_accepted();
}

#[test]
fn who_sees_whom_is_the_policy_s_choice() {
    let seen = |rule, actor| {
        let policy = standard_but(|policy| policy.authority.view_users = rule);
        let user = member_of([1]);
        (sight(&actor, &policy), sees(&user, &actor, &policy))
    };
    let own = Reach::Organizations([organization(1)].into());
    let reader = || holder_of([Permission::UsersRead]);
    for (rule, actor, expected) in [
        (ViewUsers::Permission, reader(), (Reach::Tenant, true)),
        (
            ViewUsers::OrganizationAdmin,
            reader(),
            (Reach::Nowhere, false),
        ),
        (
            ViewUsers::Permission,
            organization_admin(),
            (own.clone(), true),
        ),
        (
            ViewUsers::OrganizationAdmin,
            organization_admin(),
            (own, true),
        ),
        (
            ViewUsers::OrganizationAdmin,
            system_admin(),
            (Reach::Tenant, true),
        ),
        (
            ViewUsers::OrganizationAdmin,
            operator(),
            (Reach::Tenant, true),
        ),
        (
            ViewUsers::OrganizationAdmin,
            visitor(),
            (Reach::Nowhere, false),
        ),
    ] {
        assert_eq!(seen(rule, actor.clone()), expected, "{rule:?} {actor:?}");
    }
}

#[test]
fn an_administrator_of_all_organizations_reaches_those_who_are_in_none() {
    let everywhere = Authority::of(&[grant("organization_admin")], &facts().roles, noon());
    let actor = Actor::User {
        id: tenure_domain::value::UserId(uuid::Uuid::from_u128(0xBC)),
        authority: everywhere,
    };
    let ask = |actor| {
        given(active())
            .where_policy(|policy| {
                policy.authority.change_status = ChangeStatus::OrganizationAdmin;
            })
            .when(Action::Deactivate { reason: None })
            .by(actor)
    };
    let _ = ask(actor).then_accepted();
    ask(organization_admin()).then_refused("not_found");
}

#[test]
fn blocks_are_for_system_administrators_where_the_status_is() {
    let ask = |rule, action| {
        given(active())
            .where_policy(|policy| policy.authority.change_status = rule)
            .when(action)
            .by(holder_of(Permission::own()))
    };
    let block = || Action::Block {
        reason: None,
        until: None,
    };
    for action in [block(), Action::Unblock] {
        ask(ChangeStatus::SystemAdmin, action.clone()).then_refused("forbidden");
        let _ = ask(ChangeStatus::Permission, action.clone()).then_accepted();
        let _ = ask(ChangeStatus::OrganizationAdmin, action).then_accepted();
    }
}

#[test]
fn a_single_permission_is_granted_only_where_users_hold_permissions() {
    let ask = |model| {
        given(active())
            .where_policy(|policy| policy.roles.model = model)
            .when(Action::GrantRole(grant("product.view")))
    };
    ask(RoleModel::Multi).then_refused("validation");
    ask(RoleModel::Single).then_refused("validation");
    let held = ask(RoleModel::DirectPermissions).then_accepted();
    let later = held.where_policy(|policy| policy.roles.model = RoleModel::Multi);
    let revoke = Action::RevokeRole {
        role: role("product.view"),
        scope: Scope::Tenant,
    };
    assert_eq!(later.and(revoke).user().grants(), []);
}

#[test]
fn roles_that_are_not_editable_come_with_nobody_but_by_a_system_administrator() {
    let answer = |actor, editable| {
        let policy = standard_but(|policy| policy.roles.editable = editable);
        let wish = Registration {
            actor,
            organizations: [organization(1)].into(),
            grants: vec![grant_in("organization_admin", 1)],
            ..registration(NewCredential::Invitation)
        };
        let answer = register(&wish, &facts(), &policy, noon());
        answer.err().map(|rejection| rejection.code())
    };
    assert_eq!(answer(organization_admin(), Supported::Yes), None);
    assert_eq!(
        answer(organization_admin(), Supported::No),
        Some("policy_forbids")
    );
    assert_eq!(answer(system_admin(), Supported::No), None);
}

#[test]
fn customers_come_of_orders_only_where_the_policy_says_so() {
    let answer = |rule| {
        let policy = standard_but(|policy| policy.orders.unknown_email = rule);
        let wish = Registration {
            actor: holder_of([Permission::OrdersWrite]),
            kind: Kind::Customer,
            ..registration(NewCredential::None)
        };
        register(&wish, &facts(), &policy, noon()).is_ok()
    };
    assert!(answer(UnknownEmail::CreateCustomer));
    assert!(!answer(UnknownEmail::Ignore));
}

/// Somebody who tells of orders by a role in this scope, and administers an organization beside it.
fn teller(scope: Scope) -> Actor {
    let roles = Roles::new([(role("made_up"), [Permission::OrdersWrite].into())]);
    let tells = Grant {
        scope,
        ..grant("made_up")
    };
    let held = [tells, grant_in("organization_admin", 1)];
    Actor::User {
        id: active().id(),
        authority: Authority::of(&held, &roles, noon()),
    }
}

#[test]
fn whoever_tells_of_orders_tells_of_the_whole_tenants_and_adds_customers_to_no_organization() {
    let refused = Rejection::Forbidden {
        permission: Permission::OrdersWrite,
    };
    let of_one = teller(grant_in("made_up", 1).scope);
    for actor in [of_one, Actor::Visitor, organization_admin()] {
        assert_eq!(may_tell_of_orders(&actor), Err(refused.clone()));
    }
    let of_all = teller(Scope::Tenant);
    for actor in [of_all.clone(), Actor::Clock, operator(), system_admin()] {
        assert_eq!(may_tell_of_orders(&actor), Ok(()));
    }
    let policy = standard_but(|policy| policy.orders.unknown_email = UnknownEmail::CreateCustomer);
    let wish = Registration {
        actor: of_all,
        kind: Kind::Customer,
        ..registration(NewCredential::None)
    };
    assert!(register(&wish, &facts(), &policy, noon()).is_ok());
}

#[test]
fn a_refused_log_in_says_as_much_as_the_policy_allows() {
    let told = |style| {
        let policy = standard_but(|policy| policy.log_in.error_style = style);
        policy.log_in.told(LogInFailure::NotActive)
    };
    assert_eq!(told(ErrorStyle::Generic), "Log in failed.");
    assert_eq!(told(ErrorStyle::DistinctAuthorization), "Log in failed.");
    assert_eq!(
        told(ErrorStyle::Verbose),
        "Log in failed. This account is disabled."
    );
}

/// Who was added with an address only, as the first administrator is.
fn without_user_name(policy: &ValidPolicy) -> User {
    let mut wish = registration(NewCredential::Bootstrap(hash()));
    wish.actor = operator();
    wish.profile.username = None;
    registered(&wish, policy, noon())
}

/// P-35
#[test]
fn who_has_nothing_of_what_the_policy_allows_logs_in_with_what_he_has() {
    let by = |identifiers: &[LogInIdentifier], user: &User| {
        let policy = standard_but(|policy| {
            policy.identity.log_in_identifiers = identifiers.iter().copied().collect();
        });
        user.profile().log_ins(&policy.identity)
    };
    let (both, address) = (active(), without_user_name(&standard()));
    assert_eq!(
        by(LogInIdentifier::ALL, &both),
        ["ana01", "ana@example.com"]
    );
    assert_eq!(by(&[LogInIdentifier::Username], &both), ["ana01"]);
    assert_eq!(by(&[LogInIdentifier::Email], &both), ["ana@example.com"]);
    assert_eq!(by(LogInIdentifier::ALL, &address), ["ana@example.com"]);
    let only_name = [LogInIdentifier::Username];
    assert_eq!(by(&only_name, &address), ["ana@example.com"]);
}

/// P-34, P-35
#[test]
fn an_address_that_somebody_logs_in_with_is_his_alone() {
    let policy = standard_but(|policy| {
        policy.identity.log_in_identifiers = [LogInIdentifier::Username].into();
        policy.identity.email_unique = Uniqueness::No;
    });
    let claimed = |user: &User| user.claims(&policy).email;
    assert_eq!(claimed(&active()), None);
    let address = without_user_name(&policy);
    assert_eq!(claimed(&address).as_deref(), Some("ana@example.com"));
    let mut nobody = registration(NewCredential::None);
    nobody.profile.username = None;
    // Who cannot log in shares it.
    assert_eq!(claimed(&registered(&nobody, &policy, noon())), None);
    let named = ProfileChange {
        username: Some(Username::parse("ana01").ok()),
        ..ProfileChange::default()
    };
    let life = given(address).under(policy.clone());
    let named = life.and(Action::UpdateProfile(Box::new(named)));
    assert_eq!(claimed(named.user()), None);
}

/// P-38
#[test]
fn the_first_administrator_s_names_take_the_shape_that_users_have() {
    let named = |shape, display: Option<&str>| {
        let policy = standard_but(|policy| {
            policy.identity.name_shape = shape;
            policy.identity.name_max = 30;
        });
        let mut wish = registration(NewCredential::Bootstrap(hash()));
        wish.actor = operator();
        wish.profile.display_name = display.and_then(|name| PersonName::parse(name).ok());
        let user = registered(&wish, &policy, noon());
        let own = user.profile();
        let names = [&own.first_name, &own.last_name, &own.display_name];
        names.map(|name| name.as_ref().map(ToString::to_string).unwrap_or_default())
    };
    assert_eq!(named(NameShape::FirstLast, None), ["Ana", "Lopez", ""]);
    assert_eq!(named(NameShape::Single, None), ["", "", "Ana Lopez"]);
    assert_eq!(named(NameShape::Single, Some("Ann")), ["", "", "Ann"]);
    assert_eq!(named(NameShape::None, Some("Ann")), ["", "", ""]);
}

#[test]
fn names_too_long_for_one_are_refused_not_cut() {
    let policy = standard_but(|policy| policy.identity.name_shape = NameShape::Single);
    let long = PersonName::parse(&"n".repeat(60)).ok();
    let mut wish = registration(NewCredential::Bootstrap(hash()));
    wish.actor = operator();
    (wish.profile.first_name, wish.profile.last_name) = (long.clone(), long);
    let refused = register(&wish, &facts(), &policy, noon()).unwrap_err();
    assert_eq!(refused.code(), "validation");
}

#[test]
fn the_first_administrator_needs_no_name_but_something_to_type() {
    let policy = standard_but(|policy| {
        policy.identity.log_in_identifiers = [LogInIdentifier::Username].into();
        policy.identity.email_required = Required::Optional;
        policy.identity.name_at_creation = Required::Required;
    });
    let mut wish = registration(NewCredential::Bootstrap(hash()));
    wish.actor = operator();
    wish.profile = Profile {
        email: wish.profile.email,
        ..Profile::default()
    };
    let code = |wish: &Registration| {
        let answer = register(wish, &facts(), &policy, noon());
        answer.err().map(|no| no.code())
    };
    assert_eq!(code(&wish), None);
    wish.credential = NewCredential::Temporary(hash());
    assert_eq!(code(&wish), Some("validation"));
    wish.credential = NewCredential::Bootstrap(hash());
    wish.profile.email = None;
    assert_eq!(code(&wish), Some("validation"));
}

/// P-33
#[test]
fn an_address_needs_a_top_level_domain_only_where_the_policy_asks_for_one() {
    let answer = |syntax, text: &str| {
        let policy = standard_but(|policy| policy.identity.email_syntax = syntax);
        let mut wish = registration(NewCredential::Invitation);
        wish.profile.email = Some(email(text));
        register(&wish, &facts(), &policy, noon()).is_ok()
    };
    for text in ["ana@localhost", "a@b"] {
        assert!(answer(EmailSyntax::Html5, text), "{text}");
        assert!(!answer(EmailSyntax::NameAtHostExt, text), "{text}");
    }
    assert!(answer(EmailSyntax::NameAtHostExt, "ana@example.museum"));
}

/// P-56
#[test]
fn a_password_that_has_become_too_old_must_be_changed_first() {
    let change = || Action::ChangePassword { password: hash() };
    let aged = given(active())
        .at(noon())
        .and(change())
        .where_policy(|policy| {
            policy.credential.password.max_age = Some(Span::days(90));
            policy.credential.self_change = SelfChange::WhenForced;
        });
    let early = aged.clone().after(Span::seconds(90 * 86_400 - 1));
    let must_change = |life: &Scenario| life.user().must_change_password(life.policy(), life.now());
    assert!(!must_change(&early));
    assert!(must_change(&aged.clone().after(Span::days(90))));
    early.clone().the_right_password_is(LogInOutcome::LoggedIn);
    early.when(change()).then_refused("policy_forbids");
    aged.clone()
        .after(Span::days(90))
        .the_right_password_is(LogInOutcome::ChangeRequired)
        .and(change())
        .the_right_password_is(LogInOutcome::LoggedIn);
    let never = aged.where_policy(|policy| policy.credential.password.max_age = None);
    never
        .after(Span::days(365))
        .the_right_password_is(LogInOutcome::LoggedIn);
}

/// P-60
#[test]
fn whose_log_in_is_another_realm_needs_a_role_here() {
    let life = |kinds: &[Kind]| {
        given(active()).where_policy(|policy| {
            policy.log_in.separate_realms = kinds.iter().copied().collect();
        })
    };
    let outside = life(&[Kind::Person])
        .the_right_password_is(LogInOutcome::AuthorizationFailure)
        .after_wrong_passwords(1);
    assert_eq!(outside.attempts().failures, 1);
    let role = Action::GrantRole(grant("clerk"));
    outside
        .and(role)
        .the_right_password_is(LogInOutcome::LoggedIn);
    life(&[Kind::Customer]).the_right_password_is(LogInOutcome::LoggedIn);
}

#[test]
fn every_preset_is_stored_and_read_again() {
    for (name, preset) in presets::ALL {
        let text = serde_json::to_string(&preset()).unwrap();
        let read = serde_json::from_str::<Policy>(&text).unwrap();
        assert_eq!(read, preset(), "{name}");
        assert_eq!(presets::by_name(name), Some(preset()));
    }
    assert_eq!(presets::by_name("nobody"), None);
}

#[test]
fn a_sort_names_a_column_in_either_direction() {
    for column in SortColumn::ALL {
        let code = column.code();
        assert_eq!(SortColumn::of_sort(code), Some(*column));
        assert_eq!(SortColumn::of_sort(&format!("-{code}")), Some(*column));
    }
    assert_eq!(SortColumn::of_sort("--id"), None);
}

/// A policy that was stored before there was a choice of the invitation's organization reads as it worked then.
#[test]
fn a_stored_policy_without_the_organization_of_invitations_lets_it_be_chosen() {
    let mut stored = serde_json::to_value(presets::shopp()).unwrap();
    let section = stored["authority"].as_object_mut().unwrap();
    assert_eq!(section.remove("invitation_organization").unwrap(), "own");
    let read = serde_json::from_value::<Policy>(stored).unwrap();
    assert_eq!(
        read.authority.invitation_organization,
        InvitationOrganization::Chosen
    );
}
