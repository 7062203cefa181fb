//! Organizations that users are members of: who moves them, how many, and what goes with a membership.

use tenure_domain::{
    Action, Fact, User,
    authority::{Actor, Authority, Scope},
    policy::Membership,
    testing::*,
    value::UserId,
};
use uuid::Uuid;

fn to(numbers: &[u8]) -> Action {
    let ids = numbers.iter().map(|number| organization(*number));
    Action::SetOrganizations(ids.collect())
}

fn changed(from: &[u8], to: &[u8]) -> Fact {
    let ids = |numbers: &[u8]| numbers.iter().map(|number| organization(*number)).collect();
    Fact::OrganizationsChanged {
        from: ids(from),
        to: ids(to),
    }
}

/// Somebody who administers these organizations.
fn administrator_of(numbers: &[u8]) -> Actor {
    let grants = numbers.iter();
    let grants = grants.map(|number| grant_in("organization_admin", *number));
    let grants = grants.collect::<Vec<_>>();
    Actor::User {
        id: UserId(Uuid::from_u128(0xBB)),
        authority: Authority::of(&grants, &facts().roles, noon()),
    }
}

fn moved(user: User, actor: Actor, wished: &[u8]) -> Wish {
    given(user).when(to(wished)).by(actor)
}

/// P-44, SH-24: where the rules say so, a user belongs to several organizations.
#[test]
fn a_user_belongs_to_as_many_organizations_as_the_rules_say() {
    let _ = moved(member_of([1]), system_admin(), &[1, 2]).then([changed(&[1], &[1, 2])]);
    moved(member_of([1]), system_admin(), &[1]).then_nothing();
    let single = standard_but(|policy| policy.roles.memberships = Membership::Single);
    let ask = |wished: &[u8]| {
        given(member_of([1]))
            .under(single.clone())
            .when(to(wished))
            .by(system_admin())
    };
    ask(&[1, 2]).then_refused("validation");
    let _ = ask(&[2]).then([changed(&[1], &[2])]);
}

#[test]
fn who_administers_organizations_moves_users_between_those_alone() {
    let _ =
        moved(member_of([1]), administrator_of(&[1, 2]), &[1, 2]).then([changed(&[1], &[1, 2])]);
    let _ = moved(member_of([1, 3]), administrator_of(&[1, 2]), &[2, 3])
        .then([changed(&[1, 3], &[2, 3])]);
    for (held, wished) in [
        (vec![1], vec![1, 3]),
        (vec![1, 3], vec![1]),
        (vec![1], vec![]),
    ] {
        moved(member_of(held), administrator_of(&[1, 2]), &wished).then_refused("validation");
    }
    moved(member_of([3]), administrator_of(&[1]), &[1, 3]).then_refused("not_found");
    moved(member_of([1]), plain_user(), &[1, 2]).then_refused("forbidden");
}

#[test]
fn roles_in_an_organization_go_with_the_membership() {
    let held = given(member_of([1, 2]))
        .and(Action::GrantRole(grant_in("organization_admin", 1)))
        .and(Action::GrantRole(grant("clerk")));
    let revoked = Fact::RoleRevoked {
        role: role("organization_admin"),
        scope: Scope::Organization(organization(1)),
    };
    let _ = held.when(to(&[2])).then([revoked, changed(&[1, 2], &[2])]);
}
