//! Facts in the past tense: how a user came to be what he is.

use crate::{
    authority::{ActorRef, Grant, Scope},
    credential::Credential,
    lifecycle::{Block, InactiveReason, Invitation, RevokedWhy},
    user::{Kind, Profile, ProfileChange},
    value::{
        CommandId, DepartmentId, DirectoryName, EmailAddress, EventId, FacilityId, FacilityLogInId,
        OrganizationId, Personal, PositionId, ProductStoreId, Reason, RoleName, TenantId,
        Timestamp, UserId, Username,
    },
    work::{Capability, DaysOffFromTo, Favourites, PhotoDigest, UploadKind},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A fact and its moment. For a deadline, the moment it fell due, not the moment somebody looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub fact: Fact,
}

/// What the envelope around an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The event's own id.
    pub id: EventId,
    /// Where.
    pub tenant: TenantId,
    /// To whom.
    pub user: UserId,
    /// The user's version after the command.
    pub version: u64,
    /// The place among the events of the same command.
    pub ordinal: u16,
    /// Who asked.
    pub actor: ActorRef,
    /// The wish that led to it.
    pub command: CommandId,
    /// The fact.
    pub event: Event,
}

/// What stood at the beginning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Who.
    pub user: UserId,
    /// Where.
    pub tenant: TenantId,
    /// What kind of account.
    pub kind: Kind,
    /// The first credential.
    pub credential: Credential,
    /// Active from the start? Otherwise Pending.
    pub active: bool,
    /// Memberships.
    pub organizations: BTreeSet<OrganizationId>,
    /// Facilities.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub facilities: BTreeSet<FacilityId>,
    /// Roles.
    pub grants: Vec<Grant>,
    /// From when the account counts.
    pub valid_from: Option<Timestamp>,
    /// Until when the account counts.
    pub valid_until: Option<Timestamp>,
    /// Who asked.
    pub by: ActorRef,
    /// Names and addresses.
    pub personal: Personal<Enrolment>,
}

/// What a registration says of the person.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Enrolment {
    /// Names and addresses.
    pub profile: Profile,
    /// The user's id in the directory, where it differs.
    pub directory_id: Option<DirectoryName>,
}

/// Who the directory says the user is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DirectoryAccount {
    /// The user's id there, where it differs.
    pub directory_id: Option<DirectoryName>,
}

/// What people wrote: it may tell of the person, and goes when that person is anonymized.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Words {
    /// Why.
    pub reason: Option<Reason>,
    /// Why the user was blocked, where that block goes on underneath.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub block: Option<Reason>,
}

/// From one address to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailFromTo {
    /// The old address.
    pub from: Option<EmailAddress>,
    /// The new address.
    pub to: Option<EmailAddress>,
}

/// What a profile held before and after; only the fields that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfileFromTo {
    /// Before.
    pub from: ProfileChange,
    /// After.
    pub to: ProfileChange,
}

/// How a lockout or block ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnblockedHow {
    /// By somebody.
    Administrator,
    /// By time.
    Time,
    /// By a completed password reset.
    PasswordReset,
    /// By activation (P-20 `clear`).
    Activation,
}

/// How a new password of one's own came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordChangedHow {
    /// With the current one.
    Own,
    /// By a reset link.
    Reset,
}

/// Why a log-in failed; told to administrators, never to the one who tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogInFailure {
    /// Wrong password.
    WrongCredential,
    /// The user is not Active.
    NotActive,
    /// Blocked by an administrator.
    Blocked,
    /// Locked out.
    LockedOut,
    /// Before or after the account's validity.
    OutsideValidity,
    /// A temporary password too old.
    TemporaryPasswordExpired,
    /// The account cannot log in at all.
    NoCredential,
}

/// What happened. The stored form of each is held by golden tests.
///
/// Personal data stands only in fields named `personal`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
#[expect(
    missing_docs,
    reason = "the fields say what the sentence above them needs"
)]
pub enum Fact {
    /// A user came to be.
    #[serde(rename = "user.registered")]
    Registered(Box<Registered>),
    /// An invitation's link went out, by a person or, as a renewal, by expiry.
    #[serde(rename = "invitation.sent")]
    InvitationSent {
        serial: u32,
        expires_at: Timestamp,
        renewal: bool,
    },
    /// The link died of age.
    #[serde(rename = "invitation.expired")]
    InvitationExpired {},
    /// The link was killed.
    #[serde(rename = "invitation.revoked")]
    InvitationRevoked { why: RevokedWhy },
    /// The invitee set a password.
    #[serde(rename = "invitation.accepted")]
    InvitationAccepted {},
    /// Access was given; a block underneath stays in force.
    #[serde(rename = "user.activated")]
    Activated {},
    /// Waits for an invitation again (P-6).
    #[serde(rename = "user.returned_to_pending")]
    ReturnedToPending {},
    /// Access rests.
    #[serde(rename = "user.deactivated")]
    Deactivated {
        reason: InactiveReason,
        block: Option<Block>,
        personal: Personal<Words>,
    },
    /// An administrator keeps the user out.
    #[serde(rename = "user.blocked")]
    Blocked {
        by: ActorRef,
        until: Option<Timestamp>,
        personal: Personal<Words>,
    },
    /// Too many failed log-ins keep the user out.
    #[serde(rename = "user.locked_out")]
    LockedOut {
        failures: u32,
        until: Option<Timestamp>,
        timed_only: bool,
    },
    /// An administrator released a lockout; time must still pass.
    #[serde(rename = "user.lockout_released")]
    LockoutReleased {},
    /// Block or lockout is over.
    #[serde(rename = "user.unblocked")]
    Unblocked { how: UnblockedHow },
    /// An administrator set a lasting password.
    #[serde(rename = "password.set_by_administrator")]
    PasswordSet { by: ActorRef },
    /// An administrator set a temporary password.
    #[serde(rename = "password.temporary_set")]
    TemporaryPasswordSet {
        by: ActorRef,
        expires_at: Option<Timestamp>,
    },
    /// The user set a new password.
    #[serde(rename = "password.changed")]
    PasswordChanged { how: PasswordChangedHow },
    /// A reset link went out.
    #[serde(rename = "password.reset_requested")]
    PasswordResetRequested { serial: u32, expires_at: Timestamp },
    /// The directory vouches for the user.
    #[serde(rename = "credential.made_external")]
    CredentialMadeExternal {
        domain: DirectoryName,
        personal: Personal<DirectoryAccount>,
    },
    /// The directory does not vouch any more.
    #[serde(rename = "credential.external_removed")]
    ExternalCredentialRemoved {},
    /// A new address waits for confirmation.
    #[serde(rename = "email.change_requested")]
    EmailChangeRequested {
        serial: u32,
        expires_at: Timestamp,
        personal: Personal<EmailAddress>,
    },
    /// The address changed.
    #[serde(rename = "email.changed")]
    EmailChanged { personal: Personal<EmailFromTo> },
    /// Names, phone or the like changed.
    #[serde(rename = "user.updated")]
    ProfileUpdated {
        fields: Vec<String>,
        personal: Personal<Box<ProfileFromTo>>,
    },
    /// The account's validity changed.
    #[serde(rename = "user.validity_changed")]
    ValidityChanged {
        from: Option<Timestamp>,
        until: Option<Timestamp>,
    },
    /// A role was given.
    #[serde(rename = "role.granted")]
    RoleGranted { grant: Grant },
    /// A role was taken away.
    #[serde(rename = "role.revoked")]
    RoleRevoked { role: RoleName, scope: Scope },
    /// The user is a member of other organizations (P-44).
    #[serde(rename = "organizations.changed")]
    OrganizationsChanged {
        from: BTreeSet<OrganizationId>,
        to: BTreeSet<OrganizationId>,
    },
    /// Other favourites are applied at the next log-in (HW-36).
    #[serde(rename = "favourites.changed")]
    FavouritesChanged { from: Favourites, to: Favourites },
    /// The user can do more, or less (HW-30).
    #[serde(rename = "capabilities.changed")]
    CapabilitiesChanged {
        from: BTreeSet<Capability>,
        to: BTreeSet<Capability>,
    },
    /// Other days off (HE-49).
    #[serde(rename = "days_off.changed")]
    DaysOffChanged { personal: Personal<DaysOffFromTo> },
    /// Other places of work (HW-31).
    #[serde(rename = "facilities.changed")]
    FacilitiesChanged {
        from: BTreeSet<FacilityId>,
        to: BTreeSet<FacilityId>,
    },
    /// Other product stores (HWx-5).
    #[serde(rename = "product_stores.changed")]
    ProductStoresChanged {
        from: BTreeSet<ProductStoreId>,
        to: BTreeSet<ProductStoreId>,
    },
    /// The user can log in at a facility, or by another name or PIN there (HW-33).
    #[serde(rename = "facility_log_in.set")]
    FacilityLogInSet {
        facility: FacilityId,
        id: FacilityLogInId,
        personal: Personal<Username>,
    },
    /// The user cannot log in at a facility any more.
    #[serde(rename = "facility_log_in.removed")]
    FacilityLogInRemoved { facility: FacilityId },
    /// Another position, in no department yet (HE-38, HE-42).
    #[serde(rename = "position.changed")]
    PositionChanged {
        from: Option<PositionId>,
        to: Option<PositionId>,
    },
    /// The position is in another department (HE-42).
    #[serde(rename = "department.changed")]
    DepartmentChanged {
        from: Option<DepartmentId>,
        to: Option<DepartmentId>,
    },
    /// Another picture.
    #[serde(rename = "photo.set")]
    PhotoSet { personal: Personal<PhotoDigest> },
    /// No picture any more.
    #[serde(rename = "photo.removed")]
    PhotoRemoved {},
    /// The order management system took a file that the user uploaded (OB-22, OB-23).
    #[serde(rename = "upload.recorded")]
    UploadRecorded { upload: UploadKind },
    /// Marked as gone.
    #[serde(rename = "user.deleted")]
    Deleted {
        purge_at: Option<Timestamp>,
        releases_identifiers: bool,
    },
    /// Came back.
    #[serde(rename = "user.restored")]
    Restored {},
    /// The row is gone; only these events remain.
    #[serde(rename = "user.purged")]
    Purged {},
    /// The person's data is masked for good.
    #[serde(rename = "user.anonymized")]
    Anonymized { keeps_username: bool },
    /// Every session was ended.
    #[serde(rename = "sessions.ended")]
    SessionsEnded {},
    /// The clock would have deactivated the last administrator and did not (I-5).
    #[serde(rename = "user.last_admin_kept")]
    LastAdminKept {},
    /// Logged in.
    #[serde(rename = "log_in.succeeded")]
    LogInSucceeded {},
    /// A log-in was refused.
    #[serde(rename = "log_in.failed")]
    LogInFailed { reason: LogInFailure },
    /// The right password, but it must be changed first.
    #[serde(rename = "log_in.password_change_required")]
    PasswordChangeRequired {},
    /// The right password, but the role is lacking (CH-9).
    #[serde(rename = "log_in.authorization_failed")]
    AuthorizationFailed {},
    /// Logged in at a facility (HW-34).
    #[serde(rename = "facility_log_in.succeeded")]
    FacilityLogInSucceeded { facility: FacilityId },
    /// A log-in at a facility was refused.
    #[serde(rename = "facility_log_in.failed")]
    FacilityLogInFailed {
        facility: FacilityId,
        reason: LogInFailure,
    },
    /// The right PIN, but the role is lacking.
    #[serde(rename = "facility_log_in.authorization_failed")]
    FacilityAuthorizationFailed { facility: FacilityId },
    /// Too many wrong PINs keep the user out of the facility for a while.
    #[serde(rename = "facility_log_in.locked_out")]
    FacilityLogInLockedOut {
        facility: FacilityId,
        failures: u32,
        until: Timestamp,
    },
}

impl Fact {
    /// An administrator keeps the user out; why stands apart, so that it can be forgotten.
    #[must_use]
    pub fn blocked(by: ActorRef, reason: Option<Reason>, until: Option<Timestamp>) -> Self {
        let words = Words {
            reason,
            block: None,
        };
        Self::Blocked {
            by,
            until,
            personal: Personal::Known(words),
        }
    }

    /// Access rests; what people wrote about it stands apart, so that it can be forgotten.
    #[must_use]
    pub fn deactivated(mut reason: InactiveReason, mut block: Option<Block>) -> Self {
        let words = Words {
            reason: reason.words().and_then(Option::take),
            block: block.as_mut().and_then(Block::words).and_then(Option::take),
        };
        Self::Deactivated {
            reason,
            block,
            personal: Personal::Known(words),
        }
    }

    /// The permanent code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Registered(_) => "user.registered",
            Self::InvitationSent { .. } => "invitation.sent",
            Self::InvitationExpired {} => "invitation.expired",
            Self::InvitationRevoked { .. } => "invitation.revoked",
            Self::InvitationAccepted {} => "invitation.accepted",
            Self::Activated {} => "user.activated",
            Self::ReturnedToPending {} => "user.returned_to_pending",
            Self::Deactivated { .. } => "user.deactivated",
            Self::Blocked { .. } => "user.blocked",
            Self::LockedOut { .. } => "user.locked_out",
            Self::LockoutReleased {} => "user.lockout_released",
            Self::Unblocked { .. } => "user.unblocked",
            Self::PasswordSet { .. } => "password.set_by_administrator",
            Self::TemporaryPasswordSet { .. } => "password.temporary_set",
            Self::PasswordChanged { .. } => "password.changed",
            Self::PasswordResetRequested { .. } => "password.reset_requested",
            Self::CredentialMadeExternal { .. } => "credential.made_external",
            Self::ExternalCredentialRemoved {} => "credential.external_removed",
            Self::EmailChangeRequested { .. } => "email.change_requested",
            Self::EmailChanged { .. } => "email.changed",
            Self::ProfileUpdated { .. } => "user.updated",
            Self::ValidityChanged { .. } => "user.validity_changed",
            Self::RoleGranted { .. } => "role.granted",
            Self::RoleRevoked { .. } => "role.revoked",
            Self::OrganizationsChanged { .. } => "organizations.changed",
            Self::FavouritesChanged { .. } => "favourites.changed",
            Self::CapabilitiesChanged { .. } => "capabilities.changed",
            Self::DaysOffChanged { .. } => "days_off.changed",
            Self::FacilitiesChanged { .. } => "facilities.changed",
            Self::ProductStoresChanged { .. } => "product_stores.changed",
            Self::FacilityLogInSet { .. } => "facility_log_in.set",
            Self::FacilityLogInRemoved { .. } => "facility_log_in.removed",
            Self::PositionChanged { .. } => "position.changed",
            Self::DepartmentChanged { .. } => "department.changed",
            Self::PhotoSet { .. } => "photo.set",
            Self::PhotoRemoved {} => "photo.removed",
            Self::UploadRecorded { .. } => "upload.recorded",
            Self::Deleted { .. } => "user.deleted",
            Self::Restored {} => "user.restored",
            Self::Purged {} => "user.purged",
            Self::Anonymized { .. } => "user.anonymized",
            Self::SessionsEnded {} => "sessions.ended",
            Self::LastAdminKept {} => "user.last_admin_kept",
            Self::LogInSucceeded {} => "log_in.succeeded",
            Self::LogInFailed { .. } => "log_in.failed",
            Self::PasswordChangeRequired {} => "log_in.password_change_required",
            Self::AuthorizationFailed {} => "log_in.authorization_failed",
            Self::FacilityLogInSucceeded { .. } => "facility_log_in.succeeded",
            Self::FacilityLogInFailed { .. } => "facility_log_in.failed",
            Self::FacilityAuthorizationFailed { .. } => "facility_log_in.authorization_failed",
            Self::FacilityLogInLockedOut { .. } => "facility_log_in.locked_out",
        }
    }

    /// Does it change the user, or only what stands beside him? The latter leaves the version alone,
    /// so that a stranger's wrong passwords never make an administrator's form stale.
    #[must_use]
    pub fn is_of_state(&self) -> bool {
        !matches!(
            self,
            Self::LogInSucceeded {}
                | Self::LogInFailed { .. }
                | Self::PasswordChangeRequired {}
                | Self::AuthorizationFailed {}
                | Self::SessionsEnded {}
                | Self::UploadRecorded { .. }
                | Self::FacilityLogInSucceeded { .. }
                | Self::FacilityLogInFailed { .. }
                | Self::FacilityAuthorizationFailed { .. }
                | Self::FacilityLogInLockedOut { .. }
        )
    }
}

impl Registered {
    /// How the invitation stands before the first is sent.
    pub(crate) fn first_invitation() -> Invitation {
        Invitation::NotSent
    }
}
