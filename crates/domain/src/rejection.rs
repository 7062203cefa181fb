//! The domain's no: what was refused, why, and what to do.

use crate::{
    authority::Permission,
    command::ActionKind,
    lifecycle::Status,
    value::{RoleName, WeakPassword},
};

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Where, as a JSON pointer: `/email`.
    pub pointer: String,
    /// The permanent code: `required`, `too_long`, `invalid`, `unknown`.
    pub code: &'static str,
    /// What to do, in a sentence.
    pub message: String,
}

impl Violation {
    /// A violation of one field.
    pub fn new(pointer: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            code,
            message: message.into(),
        }
    }
}

/// Why a command was refused. It changed nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Rejection {
    /// No such user as far as this actor may know.
    #[error("There is no such record.")]
    NotFound,
    /// The actor lacks a permission.
    #[error("You need the permission {permission}. An administrator can grant it.")]
    Forbidden {
        /// What is lacking.
        permission: Permission,
    },
    /// Only a system administrator may.
    #[error("Only a system administrator may do this.")]
    SystemAdminOnly,
    /// Only the user himself may, or the holder of his link.
    #[error("Only the user himself may do this.")]
    SelfOnly,
    /// Nobody does this to himself.
    #[error("You cannot do this to your own account. Ask another administrator.")]
    SelfAction,
    /// The tenant would be left without an administrator.
    #[error(
        "This is the last administrator who can log in. Make somebody else an administrator first."
    )]
    LastAdmin,
    /// Under the rules that were asked for no administrator could log in.
    #[error(
        "Under these rules no administrator could log in any more. Let one have a user name, an e-mail address or a password that these rules take first."
    )]
    NoAdministratorLeft,
    /// Administrators are not deleted (OB-51).
    #[error("Administrators cannot be deleted. Take the role away first.")]
    ProtectedUser,
    /// The target holds a role that the actor lacks (CHx-7).
    #[error("This user holds the role {role}, which you do not. Ask somebody who does.")]
    StrongerUser {
        /// The role.
        role: RoleName,
    },
    /// The actor may not give this role away (CHx-6).
    #[error(
        "You can neither grant nor change {role}: it allows what you are not allowed yourself."
    )]
    RoleNotGrantable {
        /// The role.
        role: RoleName,
    },
    /// The role is the same in every tenant.
    #[error("The role {role} is built in and stays as it is. Make another one.")]
    BuiltInRole {
        /// The role.
        role: RoleName,
    },
    /// The state does not allow it.
    #[error("{} {} user cannot {}.", article(*from), from.code(), action.of_a_user())]
    InvalidTransition {
        /// Where the user stands.
        from: Status,
        /// What was asked.
        action: ActionKind,
    },
    /// The tenant's rules do not allow it.
    #[error("The rules of this system do not allow this ({setting}).")]
    PolicyForbids {
        /// The setting, by its path in the policy.
        setting: &'static str,
    },
    /// The field never changes.
    #[error("The field {field} cannot be changed.")]
    ImmutableField {
        /// The field.
        field: &'static str,
    },
    /// Fields are wrong; all of them are listed.
    #[error("Some fields need attention.")]
    Validation(Vec<Violation>),
    /// The password does not meet the rules.
    #[error(transparent)]
    PasswordPolicy(#[from] WeakPassword),
    /// The directory keeps this user's password (OB-61).
    #[error("This user logs in by a directory; change the password there.")]
    ExternalCredential,
    /// There is no address to mail to (HW-20).
    #[error("This user has no e-mail address. Enter one first.")]
    NoEmail,
    /// The link was used, replaced, revoked, or never existed.
    #[error("This link is not valid any more. Ask for a new one.")]
    LinkInvalid,
    /// The link is too old.
    #[error("This link has expired. Ask for a new one.")]
    LinkExpired,
    /// As many users are Active as the plan allows (SHx-2).
    #[error("All {seats} seats are taken. Deactivate somebody first.")]
    SeatLimit {
        /// How many there are.
        seats: u32,
    },
    /// Sent too often.
    #[error("This was sent several times within the hour. Try again later.")]
    TooSoon,
    /// The person's data was masked for good.
    #[error("This user was anonymized; the data cannot be changed.")]
    Anonymized,
    /// The user cannot come back.
    #[error("This user cannot be restored.")]
    NotRestorable,
    /// The user has orders (OB-52).
    #[error("This user has order history and cannot be deleted. Deactivate the user instead.")]
    HasHistory,
    /// Users hold it, or others lie within it (HEx-6).
    #[error("{}", in_use(*.users, *.deleted, *.children))]
    InUse {
        /// So many users hold it, deleted ones among them.
        users: u64,
        /// So many of them are deleted.
        deleted: u64,
        /// So many records lie within it or belong to it.
        children: u64,
    },
    /// Somebody changed the user, or the rules, in between.
    #[error("Somebody changed this in the meantime. Read it again, then repeat your change.")]
    StaleVersion,
}

/// What stands before the status in a sentence.
fn article(status: Status) -> &'static str {
    match status {
        Status::Active | Status::Inactive => "An",
        Status::Pending | Status::Blocked | Status::Deleted => "A",
    }
}

impl Rejection {
    /// The permanent code (RULES 5.8).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Forbidden { .. } | Self::SystemAdminOnly | Self::SelfOnly => "forbidden",
            Self::SelfAction => "self_action",
            Self::LastAdmin | Self::NoAdministratorLeft => "last_admin",
            Self::ProtectedUser => "protected_user",
            Self::StrongerUser { .. } => "stronger_user",
            Self::RoleNotGrantable { .. } => "role_not_grantable",
            Self::BuiltInRole { .. } => "built_in_role",
            Self::InvalidTransition { .. } => "invalid_transition",
            Self::PolicyForbids { .. } => "policy_forbids",
            Self::ImmutableField { .. } => "immutable_field",
            Self::Validation(_) => "validation",
            Self::PasswordPolicy(_) => "password_policy",
            Self::ExternalCredential => "external_credential",
            Self::NoEmail => "no_email",
            Self::LinkInvalid => "link_invalid",
            Self::LinkExpired => "link_expired",
            Self::SeatLimit { .. } => "seat_limit",
            Self::TooSoon => "too_soon",
            Self::Anonymized => "anonymized",
            Self::NotRestorable => "not_restorable",
            Self::HasHistory => "has_history",
            Self::InUse { .. } => "in_use",
            Self::StaleVersion => "stale_version",
        }
    }

    /// The state and the command alone rule it out: a button for it must not be drawn.
    #[must_use]
    pub fn is_transition(&self) -> bool {
        matches!(self, Self::InvalidTransition { .. })
    }
}

/// Who or what is in the way, and what to do.
fn in_use(users: u64, deleted: u64, children: u64) -> String {
    let of_them = match (users, deleted) {
        (_, 0) => String::new(),
        (1, _) => ", who is deleted".to_owned(),
        (_, 1) => ", 1 of them deleted".to_owned(),
        (_, many) => format!(", {many} of them deleted"),
    };
    let users = match users {
        0 => None,
        1 => Some(format!("1 user is assigned to it{of_them}")),
        many => Some(format!("{many} users are assigned to it{of_them}")),
    };
    let children = match children {
        0 => None,
        1 => Some("1 other record belongs to it".to_owned()),
        many => Some(format!("{many} other records belong to it")),
    };
    let all = [users, children].into_iter().flatten();
    let all = all.collect::<Vec<_>>().join(", ");
    let gone = if deleted == 0 {
        ""
    } else {
        " Deleted users hold it until they are purged."
    };
    format!("{all}. Move them first.{gone}")
}
