//! The first question to every command: may this actor ask it of this user?

use super::{Actor, Permission, Reach, giving::not_stronger};
use crate::{
    command::{Action, NewCredential, Registration},
    decide::Case,
    policy::{ChangeStatus, UnknownEmail, ValidPolicy},
    rejection::{Rejection, Violation},
    user::{Kind, ProfileChange},
    value::OrganizationId,
};
use std::collections::BTreeSet;

/// What an action asks of its actor.
enum Needs {
    /// This permission over the user, and no role of the user's that the actor lacks.
    Permission(Permission),
    /// This permission or being the user himself.
    PermissionOrSelf(Permission),
    /// The user himself.
    Oneself,
    /// The holder of a link, or a stranger; what he may is in the link.
    Visitor,
    /// A system administrator.
    SystemAdmin,
    /// The organization's administrator.
    OrganizationAdmin,
    /// Time or whoever runs the server.
    Machine,
    /// Anybody.
    Nothing,
}

fn needs(action: &Action, change_status: ChangeStatus) -> Vec<Needs> {
    use Permission as P;
    let one = |permission| vec![Needs::Permission(permission)];
    // Where system administrators alone change the status, nothing else leads to another one either.
    let to_status = |permission| match change_status {
        ChangeStatus::SystemAdmin => vec![Needs::SystemAdmin],
        ChangeStatus::Permission | ChangeStatus::OrganizationAdmin => one(permission),
    };
    match action {
        Action::Activate | Action::Deactivate { .. } | Action::SetValidity { .. } => {
            match change_status {
                ChangeStatus::OrganizationAdmin => vec![Needs::OrganizationAdmin],
                ChangeStatus::Permission | ChangeStatus::SystemAdmin => to_status(P::UsersStatus),
            }
        }
        Action::Block { .. } | Action::Unblock => to_status(P::UsersBlock),
        Action::Delete => to_status(P::UsersDelete),
        Action::Restore | Action::Purge => vec![Needs::SystemAdmin],
        Action::Anonymize => one(P::UsersAnonymize),
        Action::SendInvitation | Action::RevokeInvitation => one(P::UsersInvite),
        Action::SetFacilityLogIn { .. }
        | Action::RemoveFacilityLogIn { .. }
        | Action::SetPassword { .. }
        | Action::SetTemporaryPassword { .. }
        | Action::SendPasswordReset
        | Action::SetExternalCredential { .. }
        | Action::RemoveExternalCredential { .. } => one(P::UsersPassword),
        Action::GrantRole(_) | Action::RevokeRole { .. } | Action::SetRoles(_) => {
            one(P::UsersRoles)
        }
        Action::EndSessions => vec![Needs::PermissionOrSelf(P::UsersSessions)],
        Action::ChangePassword { .. } => vec![Needs::Oneself],
        Action::UpdateProfile(change) => profile_needs(change),
        Action::OpenInvitation { .. }
        | Action::AcceptInvitation { .. }
        | Action::RequestPasswordReset
        | Action::CompletePasswordReset { .. }
        | Action::ConfirmEmail { .. } => vec![Needs::Visitor],
        Action::SetFavourites(_) | Action::SetPhoto(_) | Action::RemovePhoto => {
            vec![Needs::PermissionOrSelf(P::UsersUpdate)]
        }
        Action::SetDaysOff(_)
        | Action::SetOrganizations(_)
        | Action::SetPosition(_)
        | Action::SetDepartment(_) => one(P::UsersUpdate),
        Action::SetCapabilities(_) | Action::SetFacilities(_) | Action::SetProductStores(_) => {
            one(P::UsersFacilities)
        }
        Action::RecordUpload(_) => one(P::OrdersWrite),
        Action::DeactivateByDirectory => vec![Needs::Machine],
        Action::Elapse => vec![Needs::Nothing],
    }
}

/// Users change their own names, phone, language and e-mail; what others steer by is not theirs.
fn profile_needs(change: &ProfileChange) -> Vec<Needs> {
    let mut needs = Vec::new();
    if change.email.is_some() {
        needs.push(Needs::PermissionOrSelf(Permission::UsersEmail));
    }
    let steered = change.username.is_some()
        || change.external_id.is_some()
        || change.shipping_system.is_some();
    needs.push(if steered {
        Needs::Permission(Permission::UsersUpdate)
    } else if change.email.is_some() && only_email(change) {
        Needs::Nothing
    } else {
        Needs::PermissionOrSelf(Permission::UsersUpdate)
    });
    needs
}

fn only_email(change: &ProfileChange) -> bool {
    *change
        == ProfileChange {
            email: change.email.clone(),
            ..ProfileChange::default()
        }
}

/// May this actor ask this of this user? Comes before every rule, so that an outsider learns nothing.
pub(crate) fn authorise(case: &Case<'_>, action: &Action) -> Result<(), Rejection> {
    for need in needs(action, case.policy.authority.change_status) {
        meet(case, &need)?;
    }
    if is_harmless(action) {
        Ok(())
    } else {
        not_stronger(case)
    }
}

/// What gives nobody power over a user: it touches no way to log in and no status. Roles are judged one by one
/// (`giving::may_take`).
fn is_harmless(action: &Action) -> bool {
    if let Action::UpdateProfile(change) = action {
        return change.email.is_none() && change.username.is_none();
    }
    matches!(
        action,
        Action::Elapse
            | Action::SetFavourites(_)
            | Action::SetCapabilities(_)
            | Action::SetDaysOff(_)
            | Action::SetFacilities(_)
            | Action::SetProductStores(_)
            | Action::SetPosition(_)
            | Action::SetDepartment(_)
            | Action::SetPhoto(_)
            | Action::RemovePhoto
            | Action::RecordUpload(_)
            | Action::GrantRole(_)
            | Action::RevokeRole { .. }
            | Action::SetRoles(_)
    )
}

fn meet(case: &Case<'_>, need: &Needs) -> Result<(), Rejection> {
    let is_self = case.actor.is(case.user.id());
    if is_self && matches!(need, Needs::PermissionOrSelf(_) | Needs::Oneself) {
        return Ok(());
    }
    let reach = reach_of(case.actor, need)?;
    let own = is_self && matches!(need, Needs::Permission(_));
    if own || reach.covers(case.user.organizations()) {
        Ok(())
    } else {
        // Somebody else's members are none of his business, their existence neither.
        Err(Rejection::NotFound)
    }
}

/// How far an actor meets a need; refused is who meets it for nobody.
fn reach_of(actor: &Actor, need: &Needs) -> Result<Reach, Rejection> {
    let lacks = |permission: &Permission| Rejection::Forbidden {
        permission: permission.clone(),
    };
    match (need, actor) {
        (Needs::Nothing, _) | (Needs::Visitor, Actor::Visitor) => Ok(Reach::Tenant),
        (Needs::Oneself | Needs::Visitor, _) => Err(Rejection::SelfOnly),
        (_, Actor::Clock | Actor::Operator { .. }) => Ok(Reach::Tenant),
        (Needs::Machine, _) => Err(Rejection::SystemAdminOnly),
        (
            Needs::Permission(permission) | Needs::PermissionOrSelf(permission),
            Actor::User { authority, .. },
        ) => match authority.reach(permission) {
            Reach::Nowhere => Err(lacks(permission)),
            reach @ (Reach::Tenant | Reach::Organizations(_)) => Ok(reach),
        },
        (Needs::SystemAdmin, Actor::User { authority, .. }) if authority.is_system_admin() => {
            Ok(Reach::Tenant)
        }
        (Needs::OrganizationAdmin, Actor::User { authority, .. }) => {
            match authority.administered() {
                Reach::Nowhere => Err(lacks(&Permission::UsersStatus)),
                reach @ (Reach::Tenant | Reach::Organizations(_)) => Ok(reach),
            }
        }
        (Needs::Permission(permission) | Needs::PermissionOrSelf(permission), Actor::Visitor) => {
            Err(lacks(permission))
        }
        (Needs::SystemAdmin, Actor::User { .. })
        | (Needs::SystemAdmin | Needs::OrganizationAdmin, Actor::Visitor) => {
            Err(Rejection::SystemAdminOnly)
        }
    }
}

/// Could this actor ask this of anybody at all?
pub(crate) fn may_ask(actor: &Actor, action: &Action, policy: &ValidPolicy) -> bool {
    let needs = needs(action, policy.authority.change_status);
    needs.iter().all(|need| reach_of(actor, need).is_ok())
}

/// What an actor hears who asks this of a user whom there is not: the same as of one whom he may not know of.
#[must_use]
pub fn refusal_of_nobody(actor: &Actor, action: &Action, policy: &ValidPolicy) -> Rejection {
    let needs = needs(action, policy.authority.change_status);
    let refused = needs.iter().find_map(|need| reach_of(actor, need).err());
    refused.unwrap_or(Rejection::NotFound)
}

/// What adding a user in this way asks of this actor.
fn permission_to_add(actor: &Actor, wish: &Registration, policy: &ValidPolicy) -> Permission {
    let usual = match wish.credential {
        NewCredential::Invitation => Permission::UsersInvite,
        NewCredential::Password(_)
        | NewCredential::Temporary(_)
        | NewCredential::External { .. }
        | NewCredential::None
        | NewCredential::Bootstrap(_)
        | NewCredential::Imported(_) => Permission::UsersCreate,
    };
    let tells = may_tell_of_orders(actor).is_ok();
    if is_customer_of_order(wish, policy) && (tells || !actor.reaches(&usual)) {
        return Permission::OrdersWrite;
    }
    usual
}

/// May this actor tell of orders? Of the whole tenant's, or of none: an order belongs to no organization.
///
/// # Errors
/// The permission that is lacking.
pub fn may_tell_of_orders(actor: &Actor) -> Result<(), Rejection> {
    let permission = Permission::OrdersWrite;
    match actor {
        Actor::Clock | Actor::Operator { .. } => Ok(()),
        Actor::User { authority, .. } if authority.reach(&permission) == Reach::Tenant => Ok(()),
        Actor::Visitor | Actor::User { .. } => Err(Rejection::Forbidden { permission }),
    }
}

/// A customer whom an order makes, with nothing but what the order tells (CH-13).
fn is_customer_of_order(wish: &Registration, policy: &ValidPolicy) -> bool {
    policy.orders.unknown_email == UnknownEmail::CreateCustomer
        && wish.kind == Kind::Customer
        && matches!(wish.credential, NewCredential::None)
        && wish.grants.is_empty()
}

impl Actor {
    fn reaches(&self, permission: &Permission) -> bool {
        match self {
            Self::Clock | Self::Operator { .. } => true,
            Self::Visitor => false,
            Self::User { authority, .. } => authority.reach(permission) != Reach::Nowhere,
        }
    }
}

/// Every permission that adding this user asks for: what each part of the wish would ask for alone.
pub(super) fn needed_to_add(wish: &Registration, policy: &ValidPolicy) -> Vec<Permission> {
    let mut needed = vec![permission_to_add(&wish.actor, wish, policy)];
    if !wish.facilities.is_empty() {
        needed.push(Permission::UsersFacilities);
    }
    if !wish.grants.is_empty() {
        needed.push(Permission::UsersRoles);
    }
    if matches!(wish.credential, NewCredential::Imported(_)) {
        needed.push(Permission::UsersImport);
    }
    needed
}

/// May this actor add a user in this way at all?
pub(crate) fn may_register(wish: &Registration, policy: &ValidPolicy) -> Result<(), Rejection> {
    let needed = needed_to_add(wish, policy);
    let lacking = needed.into_iter().find(|it| !wish.actor.reaches(it));
    match lacking {
        Some(permission) => Err(Rejection::Forbidden { permission }),
        None => Ok(()),
    }
}

/// May this actor read and change the tenant's rules? They hold for everybody, so the permission must reach
/// everybody; system administrators hold it.
///
/// # Errors
/// `forbidden` for whoever may not.
pub fn may_manage_policy(actor: &Actor) -> Result<(), Rejection> {
    let permission = Permission::PolicyManage;
    let may = match actor {
        Actor::Clock | Actor::Operator { .. } => true,
        Actor::User { authority, .. } => authority.reach(&permission) == Reach::Tenant,
        Actor::Visitor => false,
    };
    if may {
        Ok(())
    } else {
        Err(Rejection::Forbidden { permission })
    }
}

/// May this actor carry away a copy of everything that is kept, the hashes of passwords among it?
///
/// # Errors
/// `system_admin_only` for everybody but system administrators.
pub fn may_back_up(actor: &Actor) -> Result<(), Rejection> {
    if actor.is_system_admin() {
        Ok(())
    } else {
        Err(Rejection::SystemAdminOnly)
    }
}

/// How far this actor may carry users in (`users.import`) or out (`users.export`): everywhere, or the members of some
/// organizations.
///
/// # Errors
/// `forbidden` for whoever may not at all.
pub fn transfer_reach(actor: &Actor, permission: Permission) -> Result<Reach, Rejection> {
    let reach = match actor {
        Actor::Clock | Actor::Operator { .. } => Reach::Tenant,
        Actor::Visitor => Reach::Nowhere,
        Actor::User { authority, .. } => authority.reach(&permission),
    };
    if reach == Reach::Nowhere {
        return Err(Rejection::Forbidden { permission });
    }
    Ok(reach)
}

/// Who administers organizations adds users to those, not to others and not to none. Each permission that the wish
/// needs must reach there: two of different organizations are not added up.
pub(crate) fn may_join(wish: &Registration, policy: &ValidPolicy) -> Result<(), Rejection> {
    let Actor::User { authority, .. } = &wish.actor else {
        return Ok(());
    };
    let needed = needed_to_add(wish, policy);
    let reaches = needed.iter().map(|permission| authority.reach(permission));
    may_put_into(
        &reaches.fold(Reach::Tenant, Reach::and),
        &wish.organizations,
    )
}

/// May somebody who reaches so far add a user to these organizations?
///
/// # Errors
/// `validation` where he does not reach each of them.
pub fn may_put_into(reach: &Reach, wished: &BTreeSet<OrganizationId>) -> Result<(), Rejection> {
    let within = match reach {
        Reach::Tenant => true,
        Reach::Organizations(own) => !wished.is_empty() && wished.is_subset(own),
        Reach::Nowhere => false,
    };
    if within {
        return Ok(());
    }
    let message = "Choose an organization that you administer.";
    Err(Rejection::Validation(vec![Violation::new(
        "/organization",
        "unknown",
        message,
    )]))
}
