//! Roles as clients see them.

use chrono::{DateTime, Utc};
use serde::Serialize;
use tenure_service::roles::ShownRole;
use utoipa::ToSchema;

/// A role.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleView {
    /// The internal id, by which it is granted.
    #[schema(example = "store_associate")]
    id: String,
    /// What people call it.
    #[schema(example = "Store Associate")]
    name: String,
    /// What it is for.
    description: Option<String>,
    /// What its holders may do.
    #[schema(example = json!(["product.view", "users.read"]))]
    permissions: Vec<String>,
    /// Does every tenant have it? Then it stays as it is.
    built_in: bool,
    /// How many users hold it; deleted ones do not count.
    users: u64,
    /// When it was made; null where it is built in.
    created_at: Option<DateTime<Utc>>,
    /// Counts the changes; the `ETag` is made of it.
    version: u64,
}

impl From<ShownRole> for RoleView {
    fn from(shown: ShownRole) -> Self {
        let role = shown.role;
        Self {
            id: role.name.into(),
            name: role.title.into(),
            description: role.description.map(String::from),
            permissions: role.permissions.iter().map(ToString::to_string).collect(),
            built_in: shown.built_in,
            users: shown.users,
            created_at: shown.created_at,
            version: shown.revision,
        }
    }
}
