//! Who asks, in sentences.

use super::{facts, grant, grant_in, noon, role};
use crate::{
    authority::{Actor, Authority, Grant, Permission, Roles},
    command::Action,
    user::User,
    value::{Timestamp, UserId},
};
use uuid::Uuid;

fn user(id: u128, grants: &[Grant], roles: &Roles) -> Actor {
    Actor::User {
        id: UserId(Uuid::from_u128(id)),
        authority: Authority::of(grants, roles, noon()),
    }
}

/// A system administrator, not the user that the sentence is about.
#[must_use]
pub fn system_admin() -> Actor {
    user(0xAD, &[grant("system_admin")], &facts().roles)
}

/// An administrator of organization 1.
#[must_use]
pub fn organization_admin() -> Actor {
    user(0xAE, &[grant_in("organization_admin", 1)], &facts().roles)
}

/// Somebody with a log-in and without any role.
#[must_use]
pub fn plain_user() -> Actor {
    user(0xB0, &[], &facts().roles)
}

/// Somebody with these permissions for the whole tenant, by the role `made_up`.
#[must_use]
pub fn holder_of(permissions: impl IntoIterator<Item = Permission>) -> Actor {
    let roles = Roles::new([(role("made_up"), permissions.into_iter().collect())]);
    user(0xB1, &[grant("made_up")], &roles)
}

/// The user himself, with what his roles allow at this moment.
#[must_use]
pub fn oneself(of: &User, now: Timestamp) -> Actor {
    Actor::User {
        id: of.id(),
        authority: Authority::of(of.grants(), &facts().roles, now),
    }
}

/// Whoever runs the server.
#[must_use]
pub fn operator() -> Actor {
    Actor::Operator {
        name: "root".to_owned(),
    }
}

/// Time.
#[must_use]
pub fn clock() -> Actor {
    Actor::Clock
}

/// Somebody without a log-in.
#[must_use]
pub fn visitor() -> Actor {
    Actor::Visitor
}

/// Who usually asks for this: the holder of a link, the user himself, time, else a system administrator.
#[must_use]
pub fn natural_actor(action: &Action, of: &User, now: Timestamp) -> Actor {
    match action {
        Action::OpenInvitation { .. }
        | Action::AcceptInvitation { .. }
        | Action::RequestPasswordReset
        | Action::CompletePasswordReset { .. }
        | Action::ConfirmEmail { .. } => visitor(),
        Action::ChangePassword { .. } => oneself(of, now),
        Action::Elapse | Action::DeactivateByDirectory => clock(),
        Action::Activate
        | Action::Deactivate { .. }
        | Action::Block { .. }
        | Action::Unblock
        | Action::Delete
        | Action::Restore
        | Action::Purge
        | Action::Anonymize
        | Action::SendInvitation
        | Action::RevokeInvitation
        | Action::SetPassword { .. }
        | Action::SetTemporaryPassword { .. }
        | Action::SendPasswordReset
        | Action::SetExternalCredential { .. }
        | Action::RemoveExternalCredential { .. }
        | Action::UpdateProfile(_)
        | Action::SetValidity { .. }
        | Action::GrantRole(_)
        | Action::SetRoles(_)
        | Action::SetOrganizations(_)
        | Action::RevokeRole { .. }
        | Action::SetFavourites(_)
        | Action::SetCapabilities(_)
        | Action::SetDaysOff(_)
        | Action::SetFacilities(_)
        | Action::SetProductStores(_)
        | Action::SetFacilityLogIn { .. }
        | Action::RemoveFacilityLogIn { .. }
        | Action::SetPosition(_)
        | Action::SetDepartment(_)
        | Action::SetPhoto(_)
        | Action::RemovePhoto
        | Action::RecordUpload(_)
        | Action::EndSessions => system_admin(),
    }
}
