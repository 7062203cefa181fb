//! Rules as clients send them.

use super::Fields;
use crate::extract::Input;
use serde_json::Value;
use utoipa::ToSchema;

/// Other rules: a preset by its name, or a complete policy.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "the document's shape of what PolicyInput reads")]
#[schema(min_properties = 1)]
#[serde(deny_unknown_fields)]
pub(crate) struct PolicyBody {
    /// The preset to take. With `policy`: what to call it, a preset's name or `custom`; without, it is called by the
    /// preset that it is.
    #[schema(nullable = false, example = "standard")]
    preset: Option<String>,
    /// Every setting, as `GET /policy` shows it.
    #[schema(nullable = false, value_type = Option<Object>)]
    policy: Option<Value>,
}

/// What was sent; one of the two is there.
#[derive(Clone, Debug)]
pub(crate) struct PolicyInput {
    pub(crate) preset: Option<String>,
    pub(crate) policy: Option<Value>,
}

impl Input for PolicyInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let named = fields.has("preset");
        let preset = fields.text("preset", super::plain_text);
        let policy = fields.value("policy");
        if !named && policy.is_none() {
            let message = "Send a preset's name as preset, or a complete policy as policy.";
            fields.refuse("policy", "required", message);
            return None;
        }
        Some(Self { preset, policy })
    }
}
