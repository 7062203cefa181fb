//! Who may ask what of whom: scope, escalation, the last administrator, oneself (5.3; P-7, P-10).

use std::collections::BTreeSet;
use tenure_domain::{
    Action, ActionKind, Fact, NewCredential, ProfileChange, Registration, Rejection,
    authority::{Actor, Authority, Grant, Permission, Roles, Scope, refusal_of_nobody},
    available,
    lifecycle::Status,
    policy::{ChangeStatus, ProtectedAdmins, RoleModel, Supported},
    register, sees,
    testing::*,
    value::{Span, UserId},
};
use uuid::Uuid;

fn deactivate() -> Action {
    Action::Deactivate { reason: None }
}

fn actor_with(grants: &[Grant], roles: &Roles) -> Actor {
    Actor::User {
        id: UserId(Uuid::from_u128(0xBB)),
        authority: Authority::of(grants, roles, noon()),
    }
}

fn last_administrator() -> Scenario {
    given(administrator()).knowing(|facts| facts.other_admin = false)
}

#[test]
fn an_outsider_learns_nothing_but_that_he_may_not() {
    for user in [
        pending(),
        active(),
        inactive(),
        blocked(),
        locked_out(),
        deleted(),
    ] {
        for action in every_action() {
            let links = natural_actor(&action, &user, noon()) == visitor();
            if links || matches!(action.kind(), ActionKind::Elapse) {
                continue;
            }
            for actor in [plain_user(), visitor()] {
                given(user.clone())
                    .when(action.clone())
                    .by(actor)
                    .then_refused("forbidden");
            }
        }
    }
}

#[test]
fn of_a_user_whom_there_is_not_one_hears_what_one_hears_of_somebody_unseen() {
    let mut heard = BTreeSet::new();
    for actor in [plain_user(), organization_admin()] {
        for action in every_action() {
            let nobody = refusal_of_nobody(&actor, &action, &standard()).code();
            if matches!(action.kind(), ActionKind::Elapse) {
                continue;
            }
            let unseen = given(member_of([2])).when(action).by(actor.clone());
            unseen.then_refused(nobody);
            heard.insert(nobody);
        }
    }
    assert_eq!(heard, BTreeSet::from(["forbidden", "not_found"]));
}

#[test]
fn an_organization_s_administrator_reaches_its_members_and_nobody_else() {
    let ask = |numbers: &[u8]| {
        let user = member_of(numbers.iter().copied());
        given(user).when(deactivate()).by(organization_admin())
    };
    let _ = ask(&[1]).then_accepted().stands(Status::Inactive);
    let _ = ask(&[2, 1]).then_accepted().stands(Status::Inactive);
    ask(&[2]).then_refused("not_found");
    ask(&[]).then_refused("not_found");
    let seen = |user| sees(&user, &organization_admin(), &standard());
    assert!(seen(member_of([1])));
    assert!(!seen(member_of([2])));
}

#[test]
fn an_organization_s_administrator_adds_users_to_it_and_nowhere_else() {
    let wish = |numbers: &[u8]| {
        let wish = Registration {
            actor: organization_admin(),
            organizations: numbers.iter().map(|number| organization(*number)).collect(),
            ..registration(NewCredential::Invitation)
        };
        register(&wish, &facts(), &standard(), noon()).map_err(|refused| refused.code())
    };
    assert!(wish(&[1]).is_ok());
    for elsewhere in [&[][..], &[2], &[1, 2]] {
        assert_eq!(wish(elsewhere).err(), Some("validation"), "{elsewhere:?}");
    }
}

#[test]
fn a_permission_to_invite_everywhere_is_none_to_create_everywhere() {
    let roles = Roles::new([
        (role("inviter"), [Permission::UsersInvite].into()),
        (role("creator"), [Permission::UsersCreate].into()),
    ]);
    let wish = |credential| {
        let actor = actor_with(&[grant("inviter"), grant_in("creator", 1)], &roles);
        let wish = Registration {
            actor,
            ..registration(credential)
        };
        register(&wish, &facts(), &standard(), noon()).map_err(|refused| refused.code())
    };
    assert!(wish(NewCredential::Invitation).is_ok());
    assert_eq!(
        wish(NewCredential::Temporary(hash())).err(),
        Some("validation")
    );
}

#[test]
fn who_changes_status_is_the_policy_s_choice() {
    let ask = |rule, actor| {
        given(member_of([1]))
            .where_policy(|policy| policy.authority.change_status = rule)
            .when(deactivate())
            .by(actor)
    };
    let holder = || holder_of([Permission::UsersStatus]);
    let _ = ask(ChangeStatus::Permission, holder()).then_accepted();
    ask(ChangeStatus::SystemAdmin, holder()).then_refused("forbidden");
    ask(ChangeStatus::SystemAdmin, organization_admin()).then_refused("forbidden");
    ask(ChangeStatus::OrganizationAdmin, holder()).then_refused("forbidden");
    let _ = ask(ChangeStatus::OrganizationAdmin, organization_admin()).then_accepted();
    let _ = ask(ChangeStatus::SystemAdmin, system_admin()).then_accepted();
}

#[test]
fn nobody_acts_on_a_user_who_holds_a_role_that_he_lacks() {
    let all = || holder_of(Permission::own());
    let clerk = || given(active()).and(Action::GrantRole(grant("clerk")));
    for action in [
        deactivate(),
        Action::Block {
            reason: None,
            until: None,
        },
        Action::SetTemporaryPassword {
            password: hash(),
            must_change: None,
        },
        Action::SendPasswordReset,
        Action::Delete,
        Action::Anonymize,
        Action::EndSessions,
        Action::UpdateProfile(Box::new(ProfileChange {
            email: Some(Some(email("thief@example.com"))),
            ..ProfileChange::default()
        })),
    ] {
        let refused = clerk()
            .when(action.clone())
            .by(all())
            .then_refused("stronger_user");
        assert_eq!(
            refused,
            Rejection::StrongerUser {
                role: role("clerk")
            }
        );
        let _ = given(active()).when(action).by(all()).then_accepted();
    }
    let name = every_action()
        .into_iter()
        .find(|action| action.kind() == ActionKind::UpdateProfile);
    let _ = clerk().when(name.unwrap()).by(all()).then_accepted();
}

#[test]
fn what_hands_power_over_or_cannot_be_taken_back_asks_anew_who_one_is() {
    let asked = every_action().into_iter().map(|action| action.kind());
    let asked = asked
        .filter(|kind| kind.needs_proof())
        .map(ActionKind::code);
    let grave = [
        "anonymize",
        "grant_role",
        "purge",
        "remove_external_credential",
        "revoke_role",
        "set_external_credential",
        "set_facility_log_in",
        "set_password",
        "set_roles",
        "set_temporary_password",
    ];
    assert_eq!(asked.collect::<BTreeSet<_>>(), grave.into());
}

#[test]
fn nobody_grants_or_revokes_what_he_is_not_allowed_himself() {
    let roles = || holder_of([Permission::UsersRoles, Permission::UsersRead]);
    let ask = |grant: Grant| given(active()).when(Action::GrantRole(grant)).by(roles());
    ask(grant("clerk")).then_refused("role_not_grantable");
    ask(grant("system_admin")).then_refused("role_not_grantable");
    ask(grant("ghost")).then_refused("validation");
    let all = holder_of(Permission::own());
    let admin = given(active())
        .when(Action::GrantRole(grant("system_admin")))
        .by(all);
    admin.then_refused("role_not_grantable");
    let members = given(member_of([1])).when(Action::GrantRole(grant_in("organization_admin", 1)));
    let _ = members.clone().by(organization_admin()).then_accepted();
    let wider = given(member_of([1])).when(Action::GrantRole(grant("organization_admin")));
    wider
        .by(organization_admin())
        .then_refused("role_not_grantable");
}

#[test]
fn the_last_administrator_stays_one_whatever_is_asked() {
    let ended = |until| Action::SetValidity {
        from: None,
        until: Some(until),
    };
    let later = noon_and(Span::hours(1));
    let begins = Grant {
        from: Some(later),
        ..grant("system_admin")
    };
    let ends = Grant {
        until: Some(later),
        ..grant("system_admin")
    };
    for action in [
        deactivate(),
        Action::Block {
            reason: None,
            until: Some(later),
        },
        Action::Anonymize,
        Action::SetTemporaryPassword {
            password: hash(),
            must_change: None,
        },
        Action::RevokeRole {
            role: role("system_admin"),
            scope: Scope::Tenant,
        },
        Action::GrantRole(begins),
        Action::GrantRole(ends),
        ended(later),
    ] {
        last_administrator()
            .when(action.clone())
            .by(operator())
            .then_refused("last_admin");
        let _ = given(administrator())
            .when(action)
            .by(operator())
            .then_accepted();
    }
}

#[test]
fn the_directory_leaves_the_last_administrator_in_place_and_says_so() {
    last_administrator()
        .when(Action::DeactivateByDirectory)
        .then([Fact::LastAdminKept {}]);
    let limit = |scenario: Scenario| {
        scenario
            .where_policy(|policy| policy.activity.inactivity_limit = Some(Span::days(90)))
            .after(Span::days(90))
            .when(Action::Elapse)
    };
    let kept = limit(last_administrator()).then([Fact::LastAdminKept {}]);
    kept.clone().when(Action::Elapse).then_nothing();
    kept.after(Span::days(90))
        .when(Action::Elapse)
        .then([Fact::LastAdminKept {}]);
    let _ = limit(given(administrator()))
        .then_accepted()
        .stands(Status::Inactive);
}

#[test]
fn an_administrator_is_not_deleted_before_the_role_is_taken_away() {
    given(administrator())
        .when(Action::Delete)
        .then_refused("protected_user");
    let open = given(administrator())
        .where_policy(|policy| policy.removal.protect_admins = ProtectedAdmins::Deletable);
    let _ = open.clone().when(Action::Delete).then_accepted();
    let last = open.knowing(|facts| facts.other_admin = false);
    last.when(Action::Delete)
        .by(operator())
        .then_refused("last_admin");
}

#[test]
fn nobody_takes_his_own_access_away() {
    for action in [
        deactivate(),
        Action::Block {
            reason: None,
            until: None,
        },
        Action::Anonymize,
        Action::SetTemporaryPassword {
            password: hash(),
            must_change: None,
        },
        Action::SetValidity {
            from: None,
            until: Some(noon_and(Span::hours(1))),
        },
    ] {
        given(administrator())
            .when(action)
            .by_oneself()
            .then_refused("self_action");
    }
}

#[test]
fn a_user_changes_his_own_names_but_not_what_others_steer_by() {
    let ask = |change| {
        given(active())
            .when(Action::UpdateProfile(Box::new(change)))
            .by_oneself()
    };
    let name = tenure_domain::value::PersonName::parse("Anna").ok();
    let _ = ask(ProfileChange {
        first_name: Some(name),
        ..ProfileChange::default()
    })
    .then_accepted();
    let id = tenure_domain::value::ExternalId::parse("EMP-1").ok();
    ask(ProfileChange {
        external_id: Some(id),
        ..ProfileChange::default()
    })
    .then_refused("forbidden");
    let _ = given(active())
        .when(Action::EndSessions)
        .by_oneself()
        .then_accepted();
}

#[test]
fn a_command_for_an_older_version_is_refused_and_for_this_one_it_is_not() {
    let user = active();
    let ask = |version| given(user.clone()).when(deactivate()).if_version(version);
    ask(user.version() - 1).then_refused("stale_version");
    let _ = ask(user.version()).then_accepted();
    ask(user.version() + 1)
        .by(plain_user())
        .then_refused("forbidden");
}

#[test]
fn one_role_at_most_where_users_hold_one() {
    let single = given(active())
        .where_policy(|policy| policy.roles.model = RoleModel::Single)
        .and(Action::GrantRole(grant("clerk")));
    single
        .clone()
        .when(Action::GrantRole(grant("manager")))
        .then_refused("policy_forbids");
    single
        .when(Action::GrantRole(grant("clerk")))
        .then_nothing();
}

#[test]
fn the_roles_of_a_new_user_are_counted_with_those_that_everybody_gets() {
    let single = standard_but(|policy| {
        policy.roles.model = RoleModel::Single;
        policy.roles.default = [role("clerk")].into();
    });
    let mut wish = registration(NewCredential::Invitation);
    assert!(register(&wish, &facts(), &single, noon()).is_ok());
    wish.grants = vec![grant("manager")];
    let refused = register(&wish, &facts(), &single, noon()).unwrap_err();
    assert_eq!(refused.code(), "validation");
}

#[test]
fn all_roles_are_replaced_at_once_or_not_at_all() {
    let second_administrator = || given(administrator());
    let _ = second_administrator()
        .when(Action::SetRoles(vec![grant("clerk")]))
        .then([
            Fact::RoleRevoked {
                role: role("system_admin"),
                scope: Scope::Tenant,
            },
            Fact::RoleGranted {
                grant: grant("clerk"),
            },
        ]);
    let misspelt = vec![grant("sytem_admin")];
    second_administrator()
        .when(Action::SetRoles(misspelt))
        .then_refused("validation");
    last_administrator()
        .when(Action::SetRoles(vec![]))
        .then_refused("last_admin");
    second_administrator()
        .when(Action::SetRoles(vec![grant("system_admin")]))
        .then_nothing();
}

#[test]
fn where_roles_are_fixed_only_a_system_administrator_changes_them() {
    let ask = |actor| {
        given(member_of([1]))
            .where_policy(|policy| policy.roles.editable = Supported::No)
            .when(Action::GrantRole(grant_in("organization_admin", 1)))
            .by(actor)
    };
    ask(organization_admin()).then_refused("policy_forbids");
    let _ = ask(system_admin()).then_accepted();
}

#[test]
fn what_is_offered_is_what_is_allowed() {
    let offered = |user, actor: &Actor| available(&user, actor, &facts(), &standard(), noon());
    use ActionKind as K;
    assert_eq!(offered(active(), &plain_user()), []);
    assert_eq!(
        offered(deleted(), &system_admin()),
        [K::Restore, K::Purge, K::Anonymize]
    );
    let pending = offered(pending(), &system_admin());
    assert!(pending.contains(&K::SendInvitation) && !pending.contains(&K::Block));
    assert!(!offered(administrator(), &system_admin()).contains(&K::Delete));
}

/// CHx-7: who may change addresses only changes nothing else by the way.
#[test]
fn the_permission_for_addresses_is_for_addresses_alone() {
    let clerk = || holder_of([Permission::UsersEmail]);
    let address = ProfileChange {
        email: Some(Some(email("anna@example.com"))),
        ..ProfileChange::default()
    };
    let more = ProfileChange {
        first_name: Some(None),
        ..address.clone()
    };
    let ask = |change| {
        given(active())
            .when(Action::UpdateProfile(Box::new(change)))
            .by(clerk())
    };
    ask(address).then_accepted();
    ask(more).then_refused("forbidden");
}

#[test]
fn the_last_administrator_s_other_roles_come_and_go() {
    let alone = || given(administrator()).knowing(|facts| facts.other_admin = false);
    let for_a_while = |name| Grant {
        until: Some(noon_and(Span::hours(1))),
        ..grant(name)
    };
    let by_operator = |scenario: Scenario, action| scenario.when(action).by(operator());
    let clerk = by_operator(alone(), Action::GrantRole(grant("clerk"))).then_accepted();
    let bounded = by_operator(clerk, Action::GrantRole(for_a_while("clerk"))).then_accepted();
    let revoke = |name: &str| Action::RevokeRole {
        role: role(name),
        scope: Scope::Tenant,
    };
    by_operator(bounded, revoke("clerk")).then_accepted();
    by_operator(alone(), Action::GrantRole(for_a_while("system_admin"))).then_refused("last_admin");
    by_operator(alone(), revoke("system_admin")).then_refused("last_admin");
}

#[test]
fn taking_a_role_away_where_it_is_not_held_takes_nothing() {
    let clerk = given(active()).and(Action::GrantRole(grant("clerk")));
    clerk
        .clone()
        .when(Action::RevokeRole {
            role: role("clerk"),
            scope: Scope::Organization(organization(1)),
        })
        .then_nothing();
    clerk
        .when(Action::RevokeRole {
            role: role("manager"),
            scope: Scope::Tenant,
        })
        .then_nothing();
}

#[test]
fn an_actor_is_known_by_what_the_trail_writes_and_by_nothing_else() {
    use tenure_domain::authority::ActorRef;
    let actors = [
        ActorRef::Clock,
        ActorRef::Visitor,
        ActorRef::Operator("cli:root".to_owned()),
        ActorRef::User(ana()),
    ];
    for actor in actors {
        assert_eq!(actor.to_string().parse(), Ok(actor));
    }
    for wrong in ["", "nobody", "user", "user:ana", "clock:1", "visitor:2"] {
        assert!(wrong.parse::<ActorRef>().is_err(), "{wrong}");
    }
}

/// Somebody with each of these permissions in the organization of this number alone.
fn here_and_there(held: &[(Permission, u8)]) -> Actor {
    let name = |at: usize| format!("part_{at}");
    let parts = held.iter().enumerate();
    let roles = parts.map(|(at, (permission, _))| (role(&name(at)), [permission.clone()].into()));
    let roles = Roles::new(roles);
    let grants = held.iter().enumerate();
    let grants = grants.map(|(at, (_, number))| grant_in(&name(at), *number));
    actor_with(&grants.collect::<Vec<_>>(), &roles)
}

#[test]
fn whoever_adds_a_user_reaches_his_organization_by_every_permission_that_the_wish_needs() {
    use Permission as P;
    let policy = preset("hotwax");
    let facilities = Registration {
        facilities: [facility(1)].into(),
        ..registration(NewCredential::None)
    };
    let grants = Registration {
        grants: vec![grant_in("part_0", 1)],
        ..registration(NewCredential::None)
    };
    let imported = registration(NewCredential::Imported(hash()));
    let parts = [
        (facilities, P::UsersFacilities),
        (grants, P::UsersRoles),
        (imported, P::UsersImport),
    ];
    for (wish, permission) in parts {
        let answer = |place: u8| {
            let held = [(P::UsersCreate, 1), (permission.clone(), place)];
            let wish = Registration {
                actor: here_and_there(&held),
                organizations: [organization(1)].into(),
                ..fitting(wish.clone(), &policy)
            };
            let held = held.map(|(permission, _)| [permission].into());
            let mut facts = facts();
            let parts = held.into_iter().enumerate();
            facts.roles = Roles::new(parts.map(|(at, one)| (role(&format!("part_{at}")), one)));
            register(&wish, &facts, &policy, noon()).map(drop)
        };
        assert_eq!(answer(1), Ok(()), "{permission}");
        assert_eq!(answer(2).unwrap_err().code(), "validation", "{permission}");
    }
}

#[test]
fn who_may_give_nobody_roles_adds_nobody_with_roles() {
    let wish = Registration {
        actor: holder_of([Permission::UsersCreate, Permission::OrdersWrite]),
        grants: vec![grant("clerk")],
        ..registration(NewCredential::None)
    };
    let refused = register(&wish, &facts(), &standard(), noon());
    let permission = Permission::UsersRoles;
    assert_eq!(refused, Err(Rejection::Forbidden { permission }));
}
