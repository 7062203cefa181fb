//! What another role means for those who hold it.

use super::{matrix::called, people::by_name};
use crate::{AppState, console::Visit, problem::Problem};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{
    authority::{Permission, Role, Scope, effective},
    policy::RoleEffect,
    value::Timestamp,
};
use tenure_service::ports::{ListFilter, Loaded};

/// So many users at a time,
const PAGE: u16 = 200;
/// and so many times; of more holders, these are counted.
const PAGES: u8 = 5;

/// How many holders gain or lose each permission that differs, in words. What another role of theirs allows as well
/// makes no difference to them.
pub(super) async fn effects(
    app: &AppState,
    visit: &Visit,
    role: &Role,
    after: &BTreeSet<Permission>,
) -> Result<Vec<String>, Problem> {
    let changed = role.permissions.symmetric_difference(after);
    let changed = changed.cloned().collect::<BTreeSet<_>>();
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let (counts, all) = count(app, visit, role, &changed).await?;
    let say = |permission: &Permission, users: u64| {
        let key = match role.permissions.contains(permission) {
            true => "organization-role-loses",
            false => "organization-role-gains",
        };
        let what = called(visit, permission.code());
        let values = [("users", users.into()), ("what", what.into())];
        visit.words.say_with(key, &values)
    };
    let affected = counts.iter().filter(|(_, users)| **users > 0);
    let mut points = affected
        .map(|(permission, users)| say(permission, *users))
        .collect::<Vec<_>>();
    if !all {
        let shown = u64::from(PAGE) * u64::from(PAGES);
        points.push(visit.words.say1("organization-role-many", "users", shown));
    }
    let later = visit.session.tenant.policy.roles.effective == RoleEffect::NextLogIn;
    if later && !points.is_empty() {
        points.push(visit.say("organization-role-later"));
    }
    Ok(points)
}

/// For each permission, how many holders' rights it changes; and whether all were counted.
async fn count(
    app: &AppState,
    visit: &Visit,
    role: &Role,
    changed: &BTreeSet<Permission>,
) -> Result<(BTreeMap<Permission, u64>, bool), Problem> {
    let filter = ListFilter {
        role: Some(role.name.to_string()),
        ..ListFilter::default()
    };
    let mut counts = BTreeMap::new();
    let mut page = by_name(PAGE);
    for _ in 0..PAGES {
        let tenant = &visit.session.tenant;
        let found = app
            .reading
            .fitting(tenant, filter.clone(), &page, &visit.actor)
            .await?;
        for account in &found.rows {
            for permission in changed
                .iter()
                .filter(|it| matters(account, role, it, app.now()))
            {
                *counts.entry(permission.clone()).or_default() += 1;
            }
        }
        page.cursor = found.next;
        if page.cursor.is_none() {
            return Ok((counts, true));
        }
    }
    Ok((counts, false))
}

/// Does it change what this holder may do? Not where another of his roles allows the same wherever this one holds.
fn matters(account: &Loaded, role: &Role, permission: &Permission, now: Timestamp) -> bool {
    let grants = account.user.grants();
    let because = effective(grants, &account.facts.roles, now);
    let others = because.get(permission).into_iter().flatten();
    let others = others.filter(|grant| grant.role != role.name);
    let scopes = others.map(|grant| grant.scope).collect::<BTreeSet<_>>();
    let mut held = grants
        .iter()
        .filter(|grant| grant.role == role.name && grant.is_live(now));
    held.any(|grant| !scopes.contains(&Scope::Tenant) && !scopes.contains(&grant.scope))
}
