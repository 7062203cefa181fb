//! Rules as clients see them.

use serde::Serialize;
use serde_json::Value;
use tenure_domain::{Policy, policy::presets};
use tenure_service::ports::Tenant;
use utoipa::ToSchema;

/// A tenant's rules.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PolicyView {
    /// What they are called: a preset's name, or `custom`.
    #[schema(example = "standard")]
    pub(crate) preset: String,
    /// Counts their changes; the `ETag` is made of it.
    pub(crate) revision: i64,
    /// Every setting, in groups. The names and values are described in docs/policies.md.
    #[schema(value_type = Object)]
    pub(crate) policy: Value,
}

impl From<&Tenant> for PolicyView {
    fn from(tenant: &Tenant) -> Self {
        Self {
            preset: tenant.preset.clone(),
            revision: tenant.policy_revision,
            policy: serde_json::to_value(&*tenant.policy).unwrap_or_default(),
        }
    }
}

/// Complete rules to begin with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PresetView {
    /// The permanent name.
    #[schema(example = "standard")]
    pub(crate) name: &'static str,
    /// What it is for.
    pub(crate) description: &'static str,
    /// Every setting, in groups.
    #[schema(value_type = Object)]
    pub(crate) policy: Value,
}

impl PresetView {
    pub(crate) fn new(name: &'static str, policy: &Policy) -> Self {
        Self {
            name,
            description: presets::description(name).unwrap_or_default(),
            policy: serde_json::to_value(policy).unwrap_or_default(),
        }
    }
}
