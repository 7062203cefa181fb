//! Facts about a tenant itself, beside those about its users.

use crate::{
    policy::Policy,
    reference::{ReferenceChanged, ReferenceNoted},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
}

impl TenantFact {
    /// The permanent codes.
    pub const CODES: &[&str] = &[
        "policy.changed",
        "reference.created",
        "reference.changed",
        "reference.deleted",
    ];

    /// The permanent code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PolicyChanged(_) => "policy.changed",
            Self::ReferenceCreated(_) => "reference.created",
            Self::ReferenceChanged(_) => "reference.changed",
            Self::ReferenceDeleted(_) => "reference.deleted",
        }
    }
}
