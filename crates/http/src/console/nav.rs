//! The navigation: what the caller may look at, and nothing else.

use super::Visit;
use crate::AppState;
use tenure_domain::{authority::Permission, policy::Supported};

/// An entry of the navigation.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Where it leads.
    pub(crate) path: &'static str,
    /// The message that names it.
    pub(crate) key: &'static str,
    /// Is one there, or below?
    pub(crate) here: bool,
}

/// Does the caller see the list of users?
pub(super) fn sees_users(app: &AppState, visit: &Visit) -> bool {
    let tenant = &visit.session.tenant;
    app.reading.sees_users(tenant, &visit.actor).is_ok()
}

/// The entries, in their order.
pub(super) fn items(app: &AppState, visit: &Visit) -> Vec<Item> {
    let users = sees_users(app, visit);
    let work = &visit.session.tenant.policy.work;
    let refers = users || visit.may(&Permission::ReferenceManage);
    let entries = [
        ("/", "nav-start", true),
        ("/users", "nav-users", users),
        (
            "/invitations",
            "nav-invitations",
            users && visit.knows_invitations(),
        ),
        ("/roles", "nav-roles", users),
        ("/facilities", "nav-facilities", refers),
        (
            "/positions",
            "nav-positions",
            refers && work.orgchart == Supported::Yes,
        ),
        (
            "/time-off",
            "nav-time-off",
            users && work.absences == Supported::Yes,
        ),
        ("/audit", "nav-audit", visit.may(&Permission::AuditRead)),
        (
            "/messages",
            "nav-messages",
            visit.may(&Permission::OutboxManage),
        ),
        (
            "/integrations",
            "nav-integrations",
            visit.may(&Permission::IntegrationsManage),
        ),
        (
            "/settings",
            "nav-settings",
            visit.may(&Permission::PolicyManage),
        ),
        (
            "/system",
            "nav-system",
            visit.may(&Permission::PolicyManage),
        ),
    ];
    let shown = entries.into_iter().filter(|(_, _, may)| *may);
    shown
        .map(|(path, key, _)| Item {
            path,
            key,
            here: is_below(visit.path(), path),
        })
        .collect()
}

/// Is this path the entry's own, or one below it?
fn is_below(path: &str, entry: &str) -> bool {
    match path.strip_prefix(entry) {
        Some(rest) if entry == "/" => rest.is_empty(),
        Some(rest) => rest.is_empty() || rest.starts_with('/'),
        None => false,
    }
}
