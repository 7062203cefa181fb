//! Who gives and takes which roles, and who makes them (CHx-6, CHx-7, HWx-25).

use serde_json::json;
use tenure_domain::{
    Action, Fact, Rejection, RoleDefined, RoleEdited, TenantFact, TextChange,
    authority::{
        Actor, ActorRef, Authority, Grant, Holding, NewRole, Permission, Role, RoleChange,
        RoleRules, Roles, Scope, Snapshot, effective, holdings,
    },
    policy::{LogInRole, RoleEffect},
    testing::*,
    value::{RoleDescription, RoleTitle, Span, UserId},
};
use uuid::Uuid;

/// CHx-6: what he could not grant is neither taken away by leaving it out nor given by naming it.
#[test]
fn roles_that_the_actor_cannot_grant_stay_as_they_are() {
    let manager = || {
        let user = member_of([1]);
        let held = given(user).and(Action::GrantRole(grant("manager")));
        held.and(Action::GrantRole(grant_in("organization_admin", 1)))
    };
    let set = |wished: &[Grant]| {
        let action = Action::SetRoles(wished.to_vec());
        manager().when(action).by(organization_admin())
    };
    set(&[]).then([Fact::RoleRevoked {
        role: role("organization_admin"),
        scope: Scope::Organization(organization(1)),
    }]);
    set(&[grant("manager"), grant_in("organization_admin", 1)]).then_nothing();
    set(&[grant_in("organization_admin", 1)]).then_nothing();
    set(&[grant("clerk"), grant_in("organization_admin", 1)]).then_refused("role_not_grantable");
    let shorter = Grant {
        until: Some(noon_and(Span::hours(1))),
        ..grant("manager")
    };
    set(&[shorter.clone(), grant_in("organization_admin", 1)]).then_refused("role_not_grantable");
    let ask = |action| manager().when(action).by(organization_admin());
    ask(Action::GrantRole(shorter)).then_refused("role_not_grantable");
    let revoke = Action::RevokeRole {
        role: role("manager"),
        scope: Scope::Tenant,
    };
    ask(revoke).then_refused("stronger_user");
}

/// CHx-6, CHx-7: no way round the takeover guard. Who may grant everything still takes nobody's strength away.
#[test]
fn a_stronger_user_is_not_made_weaker_to_be_taken_over() {
    let all = || holder_of(Permission::own());
    let clerk = || given(active()).and(Action::GrantRole(grant("clerk")));
    let revoke = Action::RevokeRole {
        role: role("clerk"),
        scope: Scope::Tenant,
    };
    clerk().when(revoke).by(all()).then_refused("stronger_user");
    let none = clerk().when(Action::SetRoles(vec![])).by(all());
    none.then_nothing();
    let more = clerk().when(Action::GrantRole(grant("organization_admin")));
    more.by(all()).then_accepted();
}

/// CHx-7, P-59: where log-in hangs on roles, taking one from a stronger user would lock him out.
#[test]
fn a_stronger_user_keeps_the_role_that_his_log_in_needs() {
    let own = || grant_in("organization_admin", 1);
    let revoke = || Action::RevokeRole {
        role: own().role,
        scope: own().scope,
    };
    let ask = |rule| {
        given(member_of([1]))
            .where_policy(move |policy| policy.log_in.requires_role = rule)
            .and(Action::GrantRole(grant("manager")))
            .and(Action::GrantRole(own()))
            .when(revoke())
            .by(organization_admin())
    };
    ask(LogInRole::None).then_accepted();
    ask(LogInRole::AnyRole).then_refused("stronger_user");
}

fn title(text: &str) -> RoleTitle {
    RoleTitle::parse(text).unwrap()
}

fn wish(name: &str, permissions: impl IntoIterator<Item = Permission>) -> NewRole {
    NewRole {
        name: None,
        title: title(name),
        description: None,
        permissions: permissions.into_iter().collect(),
    }
}

fn make(actor: &Actor, wish: NewRole) -> Result<Role, &'static str> {
    let (known, policy) = (&facts().roles, &standard());
    let rules = RoleRules {
        actor,
        known,
        policy,
    };
    rules.make(wish).map_err(|refused| refused.code())
}

/// CHx-6, HWx-25: by no way around, neither a new role nor one that is edited until it fits.
#[test]
fn nobody_puts_into_a_role_what_he_lacks() {
    use Permission as P;
    let some = holder_of([P::RolesManage, P::UsersRead]);
    assert!(make(&some, wish("Reader", [P::UsersRead])).is_ok());
    let more = wish("Blocker", [P::UsersRead, P::UsersBlock]);
    assert_eq!(make(&some, more.clone()), Err("role_not_grantable"));
    let blocker = make(&system_admin(), more).unwrap();
    let rules = RoleRules {
        actor: &some,
        known: &facts().roles,
        policy: &standard(),
    };
    let permissions = |all: &[P]| RoleChange {
        permissions: Some(all.iter().cloned().collect()),
        ..RoleChange::default()
    };
    let reader = make(&some, wish("Reader", [P::UsersRead])).unwrap();
    for (role, change) in [
        (&reader, permissions(&[P::UsersBlock])),
        (&blocker, permissions(&[])),
        (
            &blocker,
            RoleChange {
                title: Some(title("Mine")),
                ..RoleChange::default()
            },
        ),
    ] {
        let refused = rules.change(role, change).unwrap_err();
        assert_eq!(refused.code(), "role_not_grantable");
    }
    assert_eq!(
        rules.remove(&blocker).unwrap_err().code(),
        "role_not_grantable"
    );
    assert!(rules.remove(&reader).is_ok());
}

#[test]
fn roles_are_made_for_the_whole_tenant_by_who_may_make_them_there() {
    let of_a = Authority::of(
        &[grant_in("maker", 1)],
        &Roles::new([(role("maker"), [Permission::RolesManage].into())]),
        noon(),
    );
    let of_a = Actor::User {
        id: UserId(Uuid::from_u128(0xBC)),
        authority: of_a,
    };
    for actor in [of_a, plain_user(), organization_admin(), visitor()] {
        assert_eq!(make(&actor, wish("Nothing", [])), Err("forbidden"));
    }
}

#[test]
fn built_in_roles_stay_as_they_are_and_their_ids_theirs() {
    let actor = operator();
    let (known, policy) = (&facts().roles, &standard());
    let rules = RoleRules {
        actor: &actor,
        known,
        policy,
    };
    for built_in in Role::built_in(&policy.roles, known) {
        let refusal = |refused: Rejection| refused.code();
        let change = rules.change(&built_in, RoleChange::default());
        assert_eq!(change.map_err(refusal), Err("built_in_role"));
        assert_eq!(
            rules.remove(&built_in).map_err(refusal),
            Err("built_in_role")
        );
        for id in [
            built_in.name.to_string(),
            built_in.name.as_str().to_uppercase(),
        ] {
            let named = NewRole {
                name: Some(role(&id)),
                ..wish("Root", [])
            };
            assert_eq!(make(&actor, named), Err("validation"), "{id}");
        }
    }
}

#[test]
fn an_id_follows_from_the_name_and_is_no_other_role_s() {
    let derived = |name: &str| make(&operator(), wish(name, [])).map(|role| role.name.to_string());
    let is = |id: &str| Ok(id.to_owned());
    assert_eq!(derived("Store Associate"), is("store_associate"));
    assert_eq!(derived("  Night -- shift (2)"), is("night_shift_2"));
    assert_eq!(
        derived("The one who does it all"),
        is("the_one_who_does_it")
    );
    assert_eq!(derived("***"), Err("validation"));
    assert_eq!(derived("CLERK"), Err("validation"), "there is a clerk");
}

/// P-83: what the roles allowed at the log-in, until their time is over; live where nothing was kept.
#[test]
fn a_session_goes_by_what_its_log_in_brought_where_changes_wait() {
    let before = Roles::new([(role("clerk"), [Permission::UsersRead].into())]);
    let after = Roles::new([(role("clerk"), [Permission::UsersBlock].into())]);
    let hour = Span::hours(1);
    let bounded = Grant {
        until: Some(noon_and(hour)),
        ..grant("clerk")
    };
    let clerk = given(active()).and(Action::GrantRole(bounded));
    let user = clerk.user();
    let taken = Snapshot::taken(user, &before, RoleEffect::NextLogIn);
    let may = |taken: Option<&Snapshot>, effect, now| {
        Authority::in_session(user, &after, taken, effect, now).permissions()
    };
    let (then, now) = (
        [Permission::UsersRead].into(),
        [Permission::UsersBlock].into(),
    );
    let waits = RoleEffect::NextLogIn;
    assert_eq!(may(taken.as_ref(), waits, noon()), then);
    assert_eq!(may(taken.as_ref(), waits, noon_and(hour)), [].into());
    assert_eq!(may(taken.as_ref(), RoleEffect::Immediate, noon()), now);
    assert_eq!(may(None, waits, noon()), now);
    assert_eq!(Snapshot::taken(user, &before, RoleEffect::Immediate), None);
    let until = json!(noon_and(hour));
    let stored = json!([{
        "grant": { "role": "clerk", "scope": "tenant", "from": null, "until": until },
        "permissions": ["users.read"],
    }]);
    assert_eq!(serde_json::to_value(&taken).unwrap(), stored);
    assert_eq!(
        serde_json::from_value::<Option<Snapshot>>(stored).unwrap(),
        taken
    );
}

#[test]
fn a_permission_comes_from_every_role_that_holds_now() {
    use Permission as P;
    let roles = Roles::new([
        (role("one"), [P::UsersRead, P::UsersBlock].into()),
        (role("two"), [P::UsersRead].into()),
    ]);
    let later = Grant {
        from: Some(noon_and(Span::hours(1))),
        ..grant("two")
    };
    let grants = [grant("one"), grant_in("two", 1), later, grant("gone")];
    let [one, two, ..] = &grants;
    let told = effective(&grants, &roles, noon());
    let all = [(P::UsersRead, vec![one, two]), (P::UsersBlock, vec![one])];
    assert_eq!(told, all.into());
}

/// HWx-21
#[test]
fn what_was_given_anew_or_taken_away_ended_then() {
    let (at, by) = (|hours| noon_and(Span::hours(hours)), ActorRef::Clock);
    let given = |grant: &Grant| Fact::RoleGranted {
        grant: grant.clone(),
    };
    let short = Grant {
        until: Some(at(9)),
        ..grant("clerk")
    };
    let taken = Fact::RoleRevoked {
        role: role("clerk"),
        scope: Scope::Tenant,
    };
    let facts = [
        given(&grant("clerk")),
        given(&grant_in("clerk", 1)),
        given(&short),
        taken,
    ];
    let life = (0..).zip(&facts).map(|(hour, fact)| (at(hour), &by, fact));
    let held = |grant: Grant, from, to: Option<u32>| Holding {
        grant,
        granted_at: at(from),
        granted_by: by.clone(),
        revoked: to.map(|to| (at(to), by.clone())),
    };
    let told = [
        held(grant("clerk"), 0, Some(2)),
        held(grant_in("clerk", 1), 1, None),
        held(short, 2, Some(3)),
    ];
    assert_eq!(holdings(life), told);
}

#[test]
fn the_stored_forms_of_roles_stay_as_they_are() {
    let defined = RoleDefined {
        id: role("clerk"),
        name: title("Clerk"),
        description: RoleDescription::parse("Reads").ok(),
        permissions: [Permission::UsersRead].into(),
    };
    let whole = json!({
        "id": "clerk", "name": "Clerk", "description": "Reads", "permissions": ["users.read"],
    });
    let edited = RoleEdited {
        id: role("clerk"),
        fields: vec![TextChange {
            field: "description".to_owned(),
            from: Some("Reads".to_owned()),
            to: None,
        }],
        added: [Permission::UsersBlock].into(),
        removed: [Permission::UsersRead].into(),
    };
    let parts = json!({
        "id": "clerk",
        "fields": [{ "field": "description", "from": "Reads", "to": null }],
        "added": ["users.block"],
        "removed": ["users.read"],
    });
    for (fact, kind, data) in [
        (
            TenantFact::RoleCreated(defined.clone()),
            "role.created",
            &whole,
        ),
        (TenantFact::RoleChanged(edited), "role.changed", &parts),
        (TenantFact::RoleDeleted(defined), "role.deleted", &whole),
    ] {
        let stored = json!({ "kind": kind, "data": data });
        assert_eq!(serde_json::to_value(&fact).unwrap(), stored);
        assert_eq!(serde_json::from_value::<TenantFact>(stored).unwrap(), fact);
        assert!(TenantFact::CODES.contains(&fact.code()));
    }
}
