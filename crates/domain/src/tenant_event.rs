//! Facts about a tenant itself, beside those about its users.

use crate::{
    authority::{Permission, Role},
    policy::Policy,
    reference::{ReferenceChanged, ReferenceNoted},
    value::{RoleDescription, RoleName, RoleTitle},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// One setting before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingChange {
    /// Its path in the policy: `removal.mode`.
    pub setting: String,
    /// Before.
    pub from: Value,
    /// After.
    pub to: Value,
}

/// From which rules to which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChanged {
    /// The revision before.
    pub from_revision: i64,
    /// The revision after.
    pub to_revision: i64,
    /// What the rules were called before.
    pub from_preset: String,
    /// What they are called now.
    pub to_preset: String,
    /// The settings that differ.
    pub settings: Vec<SettingChange>,
}

impl PolicyChanged {
    /// The change from the rules of this name and revision to those; `None` when nothing differs.
    #[must_use]
    pub fn between(
        (from_preset, from, from_revision): (&str, &Policy, i64),
        (to_preset, to): (&str, &Policy),
    ) -> Option<Self> {
        let settings = from.differences(to);
        if settings.is_empty() && from_preset == to_preset {
            return None;
        }
        Some(Self {
            from_revision,
            to_revision: from_revision.saturating_add(1),
            from_preset: from_preset.to_owned(),
            to_preset: to_preset.to_owned(),
            settings,
        })
    }
}

/// How many rows of a file came to what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Users who are new.
    pub created: u64,
    /// Users who were changed.
    pub updated: u64,
    /// Users who were so already.
    pub unchanged: u64,
    /// Rows that were refused.
    pub failed: u64,
}

/// Users were carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportMade {
    /// What narrowed the list down; what was searched for is not told.
    pub filter: Vec<String>,
    /// How many users left.
    pub users: u64,
}

/// Everything that is kept was copied, and left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupMade {
    /// How large the copy is.
    pub bytes: u64,
}

/// A role in full, as it was made or as it was when it went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleDefined {
    /// The internal id.
    pub id: RoleName,
    /// What people call it.
    pub name: RoleTitle,
    /// What it is for.
    pub description: Option<RoleDescription>,
    /// What its holders may do.
    pub permissions: BTreeSet<Permission>,
}

impl From<&Role> for RoleDefined {
    fn from(role: &Role) -> Self {
        Self {
            id: role.name.clone(),
            name: role.title.clone(),
            description: role.description.clone(),
            permissions: role.permissions.clone(),
        }
    }
}

/// One text before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextChange {
    /// Which field.
    pub field: String,
    /// Before; none: empty.
    pub from: Option<String>,
    /// After; none: empty.
    pub to: Option<String>,
}

/// What differs in a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleEdited {
    /// The internal id.
    pub id: RoleName,
    /// The words that differ.
    pub fields: Vec<TextChange>,
    /// What its holders may do from now on.
    pub added: BTreeSet<Permission>,
    /// What they may do no more.
    pub removed: BTreeSet<Permission>,
}

/// What happened to a tenant. The stored form of each is held by golden tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data")]
pub enum TenantFact {
    /// The rules changed.
    #[serde(rename = "policy.changed")]
    PolicyChanged(PolicyChanged),
    /// A record of reference data came to be.
    #[serde(rename = "reference.created")]
    ReferenceCreated(ReferenceNoted),
    /// A record of reference data changed.
    #[serde(rename = "reference.changed")]
    ReferenceChanged(ReferenceChanged),
    /// A record of reference data went.
    #[serde(rename = "reference.deleted")]
    ReferenceDeleted(ReferenceNoted),
    /// A file of users was read.
    #[serde(rename = "import.finished")]
    ImportFinished(ImportCounts),
    /// Users were carried out.
    #[serde(rename = "export.made")]
    ExportMade(ExportMade),
    /// Everything that is kept was copied, and left.
    #[serde(rename = "backup.made")]
    BackupMade(BackupMade),
    /// A role was made.
    #[serde(rename = "role.created")]
    RoleCreated(RoleDefined),
    /// A role's words or permissions changed.
    #[serde(rename = "role.changed")]
    RoleChanged(RoleEdited),
    /// A role was deleted.
    #[serde(rename = "role.deleted")]
    RoleDeleted(RoleDefined),
}

impl TenantFact {
    /// The permanent codes.
    pub const CODES: &[&str] = &[
        "policy.changed",
        "reference.created",
        "reference.changed",
        "reference.deleted",
        "import.finished",
        "export.made",
        "backup.made",
        "role.created",
        "role.changed",
        "role.deleted",
    ];

    /// The permanent code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PolicyChanged(_) => "policy.changed",
            Self::ReferenceCreated(_) => "reference.created",
            Self::ReferenceChanged(_) => "reference.changed",
            Self::ReferenceDeleted(_) => "reference.deleted",
            Self::ImportFinished(_) => "import.finished",
            Self::ExportMade(_) => "export.made",
            Self::BackupMade(_) => "backup.made",
            Self::RoleCreated(_) => "role.created",
            Self::RoleChanged(_) => "role.changed",
            Self::RoleDeleted(_) => "role.deleted",
        }
    }
}
