//! Wishes: what somebody asks to be done to a user.

use crate::{
    authority::{Actor, Grant, Roles, Scope},
    user::{Kind, Profile, ProfileChange},
    value::{
        CommandId, DepartmentId, DirectoryName, FacilityId, FacilityLogInId, OrganizationId,
        PasswordHash, PositionId, ProductStoreId, Reason, RoleName, TenantId, Timestamp, UserId,
        Username,
    },
    work::{Capability, DayOffWish, Favourites, PhotoUpload, UploadKind},
};
use std::collections::BTreeSet;

/// A wish: who asks for what, once.
#[derive(Clone, Debug)]
pub struct Command {
    /// The same id is never carried out twice.
    pub id: CommandId,
    /// Who asks.
    pub actor: Actor,
    /// For what.
    pub action: Action,
    /// Only if the user still has this version (`If-Match`).
    pub expect: Option<u64>,
}

impl Command {
    /// A wish without a condition on the version.
    #[must_use]
    pub fn new(id: CommandId, actor: Actor, action: Action) -> Self {
        Self {
            id,
            actor,
            action,
            expect: None,
        }
    }
}

/// A new credential, as its creator wishes it.
#[derive(Clone, Debug)]
pub enum NewCredential {
    /// A link by mail or by hand (P-2 `invitation`).
    Invitation,
    /// A password that lasts (P-2 `admin_password`).
    Password(PasswordHash),
    /// A password that must be changed (P-2 `temporary_password`).
    Temporary(PasswordHash),
    /// The directory (P-2 `external`).
    External {
        /// The directory's domain.
        domain: DirectoryName,
        /// The user's id there, where it differs.
        directory_id: Option<DirectoryName>,
    },
    /// None (P-2 `none`).
    None,
    /// The first administrator's own password, whatever the policy says of administrators who set one.
    Bootstrap(PasswordHash),
    /// The password that the user has in the system he comes from: nobody sets it, so P-2 does not speak of it.
    Imported(PasswordHash),
}

/// The wish for a user who does not exist yet.
#[derive(Clone, Debug)]
pub struct Registration {
    /// The wish's id.
    pub command: CommandId,
    /// Who asks.
    pub actor: Actor,
    /// The id of the new user.
    pub id: UserId,
    /// Where the user will live.
    pub tenant: TenantId,
    /// What kind of account.
    pub kind: Kind,
    /// Names and addresses.
    pub profile: Profile,
    /// The first credential.
    pub credential: NewCredential,
    /// Memberships from the start.
    pub organizations: BTreeSet<OrganizationId>,
    /// Facilities from the start (HW-31).
    pub facilities: BTreeSet<FacilityId>,
    /// Roles from the start, beside the default ones (P-82).
    pub grants: Vec<Grant>,
    /// The account counts from then on.
    pub valid_from: Option<Timestamp>,
    /// The account counts until then.
    pub valid_until: Option<Timestamp>,
    /// May the user log in from the start, or rests the access at first (P-21)?
    pub access: FirstAccess,
}

/// Whether a new user's access rests at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FirstAccess {
    /// As the credential says.
    #[default]
    Given,
    /// Inactive until activated (P-21).
    Rests,
}

/// What is asked.
#[derive(Clone, Debug)]
pub enum Action {
    /// Give access, or give it back.
    Activate,
    /// Rest access, without fault.
    Deactivate {
        /// Why.
        reason: Option<Reason>,
    },
    /// The directory says disabled or missing.
    DeactivateByDirectory,
    /// Keep the user out.
    Block {
        /// Why.
        reason: Option<Reason>,
        /// Until when; none: until unblocked.
        until: Option<Timestamp>,
    },
    /// Let the user in again.
    Unblock,
    /// Mark the user as gone.
    Delete,
    /// Bring a deleted user back, Inactive.
    Restore,
    /// Remove a deleted user's row.
    Purge,
    /// Mask the person's data for good.
    Anonymize,
    /// Send the invitation, or send it again.
    SendInvitation,
    /// Kill the invitation's link.
    RevokeInvitation,
    /// Look at the invitation; uses it up only where the policy says so (P-71).
    OpenInvitation {
        /// Which link.
        serial: u32,
    },
    /// Accept the invitation and set the first password.
    AcceptInvitation {
        /// Which link.
        serial: u32,
        /// The new password's hash.
        password: PasswordHash,
        /// Names that the invitee corrects.
        names: ProfileChange,
    },
    /// An administrator sets a password that lasts.
    SetPassword {
        /// Its hash.
        password: PasswordHash,
    },
    /// An administrator sets a password to be changed at the next log-in.
    SetTemporaryPassword {
        /// Its hash.
        password: PasswordHash,
        /// Must it be changed? Only asked where the policy leaves it open (P-51).
        must_change: Option<bool>,
    },
    /// An administrator has a reset link mailed.
    SendPasswordReset,
    /// The user himself, not logged in, asks for a reset link. Never refused, often in vain.
    RequestPasswordReset,
    /// Set a new password by a reset link.
    CompletePasswordReset {
        /// Which link.
        serial: u32,
        /// The new password's hash.
        password: PasswordHash,
    },
    /// The user changes his own password; the service has checked the current one.
    ChangePassword {
        /// The new password's hash.
        password: PasswordHash,
    },
    /// The directory vouches for the user from now on.
    SetExternalCredential {
        /// The directory's domain.
        domain: DirectoryName,
        /// The user's id there, where it differs.
        directory_id: Option<DirectoryName>,
    },
    /// The directory does not vouch any more.
    RemoveExternalCredential {
        /// A temporary password instead, if any.
        temporary: Option<PasswordHash>,
    },
    /// Change names, addresses and the like.
    UpdateProfile(Box<ProfileChange>),
    /// Confirm a new e-mail address by the link mailed to it.
    ConfirmEmail {
        /// Which link.
        serial: u32,
    },
    /// Change from when until when the account counts.
    SetValidity {
        /// From when.
        from: Option<Timestamp>,
        /// Until when.
        until: Option<Timestamp>,
    },
    /// Give a role.
    GrantRole(Grant),
    /// Take a role away.
    RevokeRole {
        /// Which.
        role: RoleName,
        /// Where.
        scope: Scope,
    },
    /// Hold exactly these roles; all of it or nothing.
    SetRoles(Vec<Grant>),
    /// Be a member of exactly these (P-44).
    SetOrganizations(BTreeSet<OrganizationId>),
    /// Pin exactly these (HW-35).
    SetFavourites(Favourites),
    /// Be there for exactly this (HW-30).
    SetCapabilities(BTreeSet<Capability>),
    /// Be away at exactly these times (HE-49).
    SetDaysOff(Vec<DayOffWish>),
    /// Work at exactly these facilities (HW-31).
    SetFacilities(BTreeSet<FacilityId>),
    /// Work for exactly these product stores (HWx-5).
    SetProductStores(BTreeSet<ProductStoreId>),
    /// Log in at one of the facilities by this name and PIN (HW-33).
    SetFacilityLogIn {
        /// Where.
        facility: FacilityId,
        /// The new log-in's id.
        id: FacilityLogInId,
        /// The name, unique at the facility.
        username: Username,
        /// The PIN's hash.
        pin: PasswordHash,
    },
    /// Have no log-in of this facility any more.
    RemoveFacilityLogIn {
        /// Where.
        facility: FacilityId,
    },
    /// Hold this position, or none (HE-38).
    SetPosition(Option<PositionId>),
    /// Hold the position in this department, or in none (HE-42).
    SetDepartment(Option<DepartmentId>),
    /// Have this picture (SH-21, HE-20).
    SetPhoto(PhotoUpload),
    /// Have no picture (HE-21).
    RemovePhoto,
    /// The order management system tells of a file that the user uploaded (OB-22, OB-23).
    RecordUpload(UploadKind),
    /// End every session of the user.
    EndSessions,
    /// Settle deadlines that have passed.
    Elapse,
}

/// An action's name without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is the action of the same name")]
pub enum ActionKind {
    Activate,
    Deactivate,
    DeactivateByDirectory,
    Block,
    Unblock,
    Delete,
    Restore,
    Purge,
    Anonymize,
    SendInvitation,
    RevokeInvitation,
    OpenInvitation,
    AcceptInvitation,
    SetPassword,
    SetTemporaryPassword,
    SendPasswordReset,
    RequestPasswordReset,
    CompletePasswordReset,
    ChangePassword,
    SetExternalCredential,
    RemoveExternalCredential,
    UpdateProfile,
    ConfirmEmail,
    SetValidity,
    GrantRole,
    RevokeRole,
    SetRoles,
    SetOrganizations,
    SetFavourites,
    SetCapabilities,
    SetDaysOff,
    SetFacilities,
    SetProductStores,
    SetFacilityLogIn,
    RemoveFacilityLogIn,
    SetPosition,
    SetDepartment,
    SetPhoto,
    RemovePhoto,
    RecordUpload,
    EndSessions,
    Elapse,
}

impl Action {
    /// The name without the data.
    #[must_use]
    pub fn kind(&self) -> ActionKind {
        match self {
            Self::Activate => ActionKind::Activate,
            Self::Deactivate { .. } => ActionKind::Deactivate,
            Self::DeactivateByDirectory => ActionKind::DeactivateByDirectory,
            Self::Block { .. } => ActionKind::Block,
            Self::Unblock => ActionKind::Unblock,
            Self::Delete => ActionKind::Delete,
            Self::Restore => ActionKind::Restore,
            Self::Purge => ActionKind::Purge,
            Self::Anonymize => ActionKind::Anonymize,
            Self::SendInvitation => ActionKind::SendInvitation,
            Self::RevokeInvitation => ActionKind::RevokeInvitation,
            Self::OpenInvitation { .. } => ActionKind::OpenInvitation,
            Self::AcceptInvitation { .. } => ActionKind::AcceptInvitation,
            Self::SetPassword { .. } => ActionKind::SetPassword,
            Self::SetTemporaryPassword { .. } => ActionKind::SetTemporaryPassword,
            Self::SendPasswordReset => ActionKind::SendPasswordReset,
            Self::RequestPasswordReset => ActionKind::RequestPasswordReset,
            Self::CompletePasswordReset { .. } => ActionKind::CompletePasswordReset,
            Self::ChangePassword { .. } => ActionKind::ChangePassword,
            Self::SetExternalCredential { .. } => ActionKind::SetExternalCredential,
            Self::RemoveExternalCredential { .. } => ActionKind::RemoveExternalCredential,
            Self::UpdateProfile(_) => ActionKind::UpdateProfile,
            Self::ConfirmEmail { .. } => ActionKind::ConfirmEmail,
            Self::SetValidity { .. } => ActionKind::SetValidity,
            Self::GrantRole(_) => ActionKind::GrantRole,
            Self::RevokeRole { .. } => ActionKind::RevokeRole,
            Self::SetRoles(_) => ActionKind::SetRoles,
            Self::SetOrganizations(_) => ActionKind::SetOrganizations,
            Self::SetFavourites(_) => ActionKind::SetFavourites,
            Self::SetCapabilities(_) => ActionKind::SetCapabilities,
            Self::SetDaysOff(_) => ActionKind::SetDaysOff,
            Self::SetFacilities(_) => ActionKind::SetFacilities,
            Self::SetProductStores(_) => ActionKind::SetProductStores,
            Self::SetFacilityLogIn { .. } => ActionKind::SetFacilityLogIn,
            Self::RemoveFacilityLogIn { .. } => ActionKind::RemoveFacilityLogIn,
            Self::SetPosition(_) => ActionKind::SetPosition,
            Self::SetDepartment(_) => ActionKind::SetDepartment,
            Self::SetPhoto(_) => ActionKind::SetPhoto,
            Self::RemovePhoto => ActionKind::RemovePhoto,
            Self::RecordUpload(_) => ActionKind::RecordUpload,
            Self::EndSessions => ActionKind::EndSessions,
            Self::Elapse => ActionKind::Elapse,
        }
    }

    /// The hash that becomes the user's if the command is accepted.
    #[must_use]
    pub fn new_password(&self) -> Option<&PasswordHash> {
        match self {
            Self::AcceptInvitation { password, .. }
            | Self::SetPassword { password }
            | Self::SetTemporaryPassword { password, .. }
            | Self::CompletePasswordReset { password, .. }
            | Self::ChangePassword { password } => Some(password),
            Self::RemoveExternalCredential { temporary } => temporary.as_ref(),
            Self::Activate
            | Self::Deactivate { .. }
            | Self::DeactivateByDirectory
            | Self::Block { .. }
            | Self::Unblock
            | Self::Delete
            | Self::Restore
            | Self::Purge
            | Self::Anonymize
            | Self::SendInvitation
            | Self::RevokeInvitation
            | Self::OpenInvitation { .. }
            | Self::SendPasswordReset
            | Self::RequestPasswordReset
            | Self::SetExternalCredential { .. }
            | Self::UpdateProfile(_)
            | Self::ConfirmEmail { .. }
            | Self::SetValidity { .. }
            | Self::GrantRole(_)
            | Self::RevokeRole { .. }
            | Self::SetRoles(_)
            | Self::SetOrganizations(_)
            | Self::SetFavourites(_)
            | Self::SetCapabilities(_)
            | Self::SetDaysOff(_)
            | Self::SetFacilities(_)
            | Self::SetProductStores(_)
            | Self::SetFacilityLogIn { .. }
            | Self::RemoveFacilityLogIn { .. }
            | Self::SetPosition(_)
            | Self::SetDepartment(_)
            | Self::SetPhoto(_)
            | Self::RemovePhoto
            | Self::RecordUpload(_)
            | Self::EndSessions
            | Self::Elapse => None,
        }
    }
}

impl Action {
    /// The place of the hash, so that it can be computed after the rules were asked.
    pub fn new_password_mut(&mut self) -> Option<&mut PasswordHash> {
        if let Self::AcceptInvitation { password, .. }
        | Self::SetPassword { password }
        | Self::SetTemporaryPassword { password, .. }
        | Self::CompletePasswordReset { password, .. }
        | Self::ChangePassword { password } = self
        {
            return Some(password);
        }
        if let Self::RemoveExternalCredential { temporary } = self {
            temporary.as_mut()
        } else {
            None
        }
    }
}

impl ActionKind {
    /// What becomes of the user by it, after “cannot”.
    pub(crate) fn of_a_user(self) -> &'static str {
        match self {
            Self::Activate => "be activated",
            Self::Deactivate => "be inactivated",
            Self::DeactivateByDirectory => "be inactivated by the directory",
            Self::Block => "be blocked",
            Self::Unblock => "be unblocked",
            Self::Delete => "be deleted",
            Self::Restore => "be restored",
            Self::Purge => "be purged",
            Self::Anonymize => "be anonymized",
            Self::SendInvitation => "be invited",
            Self::RevokeInvitation => "have an invitation revoked",
            Self::OpenInvitation => "open an invitation",
            Self::AcceptInvitation => "accept an invitation",
            Self::SetPassword => "be given a password",
            Self::SetTemporaryPassword => "be given a temporary password",
            Self::SendPasswordReset | Self::RequestPasswordReset => {
                "be sent a link to reset the password"
            }
            Self::CompletePasswordReset => "reset the password",
            Self::ChangePassword => "change the password",
            Self::SetExternalCredential => "be given a log-in by the directory",
            Self::RemoveExternalCredential => "have the log-in by the directory removed",
            Self::UpdateProfile => "be changed",
            Self::ConfirmEmail => "confirm an e-mail address",
            Self::SetValidity => "be given another validity",
            Self::GrantRole => "be given a role",
            Self::RevokeRole => "have a role taken away",
            Self::SetRoles => "be given other roles",
            Self::SetOrganizations => "be given other organizations",
            Self::SetFavourites => "be given other favourites",
            Self::SetCapabilities => "be given other capabilities",
            Self::SetDaysOff => "be given days off",
            Self::SetFacilities => "be given other facilities",
            Self::SetProductStores => "be given other product stores",
            Self::SetFacilityLogIn => "be given a log-in at a facility",
            Self::RemoveFacilityLogIn => "have the log-in at a facility removed",
            Self::SetPosition => "be given another position",
            Self::SetDepartment => "be moved to another department",
            Self::SetPhoto => "be given a picture",
            Self::RemovePhoto => "have the picture removed",
            Self::RecordUpload => "upload files",
            Self::EndSessions => "be logged out",
            Self::Elapse => "be settled",
        }
    }

    /// The permanent name, as the API's `actions` and `allowed` write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Deactivate => "deactivate",
            Self::DeactivateByDirectory => "deactivate_by_directory",
            Self::Block => "block",
            Self::Unblock => "unblock",
            Self::Delete => "delete",
            Self::Restore => "restore",
            Self::Purge => "purge",
            Self::Anonymize => "anonymize",
            Self::SendInvitation => "send_invitation",
            Self::RevokeInvitation => "revoke_invitation",
            Self::OpenInvitation => "open_invitation",
            Self::AcceptInvitation => "accept_invitation",
            Self::SetPassword => "set_password",
            Self::SetTemporaryPassword => "set_temporary_password",
            Self::SendPasswordReset => "send_password_reset",
            Self::RequestPasswordReset => "request_password_reset",
            Self::CompletePasswordReset => "complete_password_reset",
            Self::ChangePassword => "change_password",
            Self::SetExternalCredential => "set_external_credential",
            Self::RemoveExternalCredential => "remove_external_credential",
            Self::UpdateProfile => "update",
            Self::ConfirmEmail => "confirm_email",
            Self::SetValidity => "set_validity",
            Self::GrantRole => "grant_role",
            Self::RevokeRole => "revoke_role",
            Self::SetRoles => "set_roles",
            Self::SetOrganizations => "set_organizations",
            Self::SetFavourites => "set_favourites",
            Self::SetCapabilities => "set_capabilities",
            Self::SetDaysOff => "set_days_off",
            Self::SetFacilities => "set_facilities",
            Self::SetProductStores => "set_product_stores",
            Self::SetFacilityLogIn => "set_facility_log_in",
            Self::RemoveFacilityLogIn => "remove_facility_log_in",
            Self::SetPosition => "set_position",
            Self::SetDepartment => "set_department",
            Self::SetPhoto => "set_photo",
            Self::RemovePhoto => "remove_photo",
            Self::RecordUpload => "record_upload",
            Self::EndSessions => "end_sessions",
            Self::Elapse => "elapse",
        }
    }
}

/// What the order management system knows of a user's orders (OB-52, CH-13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrderHistory {
    /// No orders.
    None,
    /// At least one order.
    Some,
}

/// What a decision must know beside the user himself; gathered by the store in the same read.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The tenant's roles.
    pub roles: Roles,
    /// Does another administrator exist who can log in?
    pub other_admin: bool,
    /// How many users hold a seat (Active or Blocked).
    pub seats_used: u32,
    /// The user's orders; asked for only when the action needs them.
    pub history: OrderHistory,
    /// When the user last logged in.
    pub last_log_in_at: Option<Timestamp>,
}
