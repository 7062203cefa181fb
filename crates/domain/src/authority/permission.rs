//! Permissions: a closed set for Tenure's own acts, free names for the applications around it.

use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

macro_rules! permissions {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)+) => {
        /// The right to do one thing.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum Permission {
            $($(#[$doc])* $variant,)+
            /// A right that an application defines and reads, such as `product.view` (HE-3).
            Application(String),
        }

        impl Permission {
            /// Tenure's own permissions.
            #[must_use]
            pub fn own() -> Vec<Self> {
                vec![$(Self::$variant,)+]
            }

            /// The permanent name.
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    $(Self::$variant => $code,)+
                    Self::Application(name) => name,
                }
            }
        }

        impl FromStr for Permission {
            type Err = InvalidPermission;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    other => application(other),
                }
            }
        }
    };
}

permissions! {
    /// See users.
    UsersRead = "users.read",
    /// Add users with a credential.
    UsersCreate = "users.create",
    /// Invite users, send again, revoke.
    UsersInvite = "users.invite",
    /// Change names, phone, external id.
    UsersUpdate = "users.update",
    /// Change e-mail addresses.
    UsersEmail = "users.email",
    /// Activate and deactivate.
    UsersStatus = "users.status",
    /// Block and unblock.
    UsersBlock = "users.block",
    /// Set passwords, send reset links, switch the directory on and off.
    UsersPassword = "users.password",
    /// Grant and revoke roles.
    UsersRoles = "users.roles",
    /// Assign facilities.
    UsersFacilities = "users.facilities",
    /// Delete.
    UsersDelete = "users.delete",
    /// Restore.
    UsersRestore = "users.restore",
    /// Anonymize.
    UsersAnonymize = "users.anonymize",
    /// End other users' sessions.
    UsersSessions = "users.sessions",
    /// Import users.
    UsersImport = "users.import",
    /// Export users.
    UsersExport = "users.export",
    /// Act as somebody else.
    UsersImpersonate = "users.impersonate",
    /// Read the audit trail.
    AuditRead = "audit.read",
    /// Define roles.
    RolesManage = "roles.manage",
    /// Change the tenant's policy.
    PolicyManage = "policy.manage",
    /// See and send again messages.
    OutboxManage = "outbox.manage",
    /// Define organizations, facilities and other reference data.
    ReferenceManage = "reference.manage",
    /// Define webhooks, tokens and directories.
    IntegrationsManage = "integrations.manage",
    /// Tell of orders.
    OrdersWrite = "orders.write",
}

/// Why a text names no permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Write a permission such as users.read or product.view.")]
pub struct InvalidPermission;

/// The first words of Tenure's own permissions; applications use others.
const RESERVED: &[&str] = &[
    "users",
    "audit",
    "roles",
    "policy",
    "outbox",
    "reference",
    "integrations",
    "orders",
];

fn application(text: &str) -> Result<Permission, InvalidPermission> {
    let words = text.split('.').collect::<Vec<_>>();
    let word = |word: &&str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
    };
    let free = words.first().is_some_and(|first| !RESERVED.contains(first));
    if words.len() >= 2 && text.len() <= 60 && free && words.iter().all(word) {
        return Ok(Permission::Application(text.to_owned()));
    }
    Err(InvalidPermission)
}

impl Permission {
    /// What the built-in role `organization_admin` allows within its organization.
    pub(crate) fn of_organization_admin() -> BTreeSet<Self> {
        [
            Self::UsersRead,
            Self::UsersCreate,
            Self::UsersInvite,
            Self::UsersUpdate,
            Self::UsersEmail,
            Self::UsersStatus,
            Self::UsersBlock,
            Self::UsersPassword,
            Self::UsersRoles,
            Self::UsersFacilities,
            Self::UsersDelete,
            Self::UsersSessions,
            Self::UsersExport,
            Self::AuditRead,
        ]
        .into()
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Permission {
    type Error = InvalidPermission;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Permission> for String {
    fn from(permission: Permission) -> Self {
        permission.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Permission;

    #[test]
    fn every_own_permission_is_found_by_its_name() {
        for permission in Permission::own() {
            assert_eq!(permission.code().parse(), Ok(permission));
        }
    }

    #[test]
    fn applications_name_their_own_but_never_ours() {
        assert!("product.view".parse::<Permission>().is_ok());
        for bad in ["users.fly", "product", "Product.view", "product..view", ""] {
            assert!(bad.parse::<Permission>().is_err(), "{bad}");
        }
    }
}
