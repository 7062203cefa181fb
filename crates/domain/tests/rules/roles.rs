//! Who gives and takes which roles, and who makes them (CHx-6, CHx-7, HWx-25).

use tenure_domain::{
    Action, Fact,
    authority::{Grant, Permission, Scope},
    testing::*,
    value::Span,
};

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
    use tenure_domain::policy::LogInRole;
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
