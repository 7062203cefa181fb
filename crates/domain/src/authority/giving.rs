//! Which roles an actor gives and takes, and of whom (CHx-6, CHx-7).

use super::{Actor, Grant, Permission, Reach, Roles, SYSTEM_ADMIN, Scope};
use crate::{
    decide::Case,
    policy::{LogInRole, RoleModel},
    rejection::{Rejection, Violation},
    value::RoleName,
};

/// The takeover guard (CHx-7): no act on a user who holds a role that the actor lacks.
pub(super) fn not_stronger(case: &Case<'_>) -> Result<(), Rejection> {
    let mut grants = case.user.grants().iter();
    match grants.find(|grant| makes_stronger(case, grant)) {
        Some(grant) => Err(Rejection::StrongerUser {
            role: grant.role.clone(),
        }),
        None => Ok(()),
    }
}

/// Does the user hold by this grant a role that the actor lacks?
fn makes_stronger(case: &Case<'_>, grant: &Grant) -> bool {
    let Actor::User { id, authority } = case.actor else {
        return false;
    };
    let counts = grant.until.is_none_or(|until| case.now < until);
    // What every new user gets is no strength (P-82).
    let common = case.policy.roles.default.contains(&grant.role);
    let other = *id != case.user.id();
    other && counts && !common && !authority.holds(&grant.role, grant.scope)
}

/// May the actor take this role of the user's away, or change for how long it holds (CHx-6)? Not what makes the user
/// the stronger one, lest he be made weaker first and taken over then; from a stronger user nothing at all where his
/// log-in hangs on roles (P-59, P-60), for that would be his status.
pub(crate) fn may_take(case: &Case<'_>, held: &Grant) -> Result<(), Rejection> {
    let log_in = &case.policy.log_in;
    let realm = log_in.separate_realms.contains(&case.user.kind());
    if realm || log_in.requires_role != LogInRole::None {
        not_stronger(case)?;
    } else if makes_stronger(case, held) {
        let role = held.role.clone();
        return Err(Rejection::StrongerUser { role });
    }
    // A permission that was granted by its name can be taken back under any model.
    let any = RoleModel::DirectPermissions;
    may_grant(case.actor, held, &case.facts.roles, any)
}

/// The roles that this actor could give in this scope (CHx-6), for screens to offer no others.
#[must_use]
pub fn grantable(actor: &Actor, roles: &Roles, scope: Scope) -> Vec<RoleName> {
    let all = roles.iter().map(|(role, _)| Grant {
        role: role.clone(),
        scope,
        from: None,
        until: None,
    });
    let may = |grant: &Grant| may_grant(actor, grant, roles, RoleModel::Multi).is_ok();
    all.filter(may).map(|grant| grant.role).collect()
}

/// Nobody grants what he lacks (CHx-6), and nobody grants what does not exist.
pub(crate) fn may_grant(
    actor: &Actor,
    grant: &Grant,
    roles: &Roles,
    model: RoleModel,
) -> Result<(), Rejection> {
    let known = roles.permissions(&grant.role).is_some() || model == RoleModel::DirectPermissions;
    let Some(permissions) = roles.granted(&grant.role).filter(|_| known) else {
        let message = format!("There is no role {}.", grant.role);
        return Err(Rejection::Validation(vec![Violation::new(
            "/roles", "unknown", message,
        )]));
    };
    let refused = Err(Rejection::RoleNotGrantable {
        role: grant.role.clone(),
    });
    match actor {
        Actor::Clock | Actor::Operator { .. } => Ok(()),
        Actor::Visitor => refused,
        Actor::User { authority, .. } => {
            let reaches = |permission: &Permission| match (authority.reach(permission), grant.scope)
            {
                (Reach::Tenant, _) => true,
                (Reach::Organizations(own), Scope::Organization(id)) => own.contains(&id),
                (Reach::Organizations(_), Scope::Tenant) | (Reach::Nowhere, _) => false,
            };
            let admin = grant.role.as_str() == SYSTEM_ADMIN;
            let holds_all = permissions.iter().all(reaches);
            if authority.is_system_admin() || (holds_all && !admin) {
                Ok(())
            } else {
                refused
            }
        }
    }
}
