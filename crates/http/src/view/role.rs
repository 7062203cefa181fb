//! Roles as clients see them.

use super::GrantView;
use chrono::{DateTime, Utc};
use serde::Serialize;
use tenure_domain::authority::{Grant, Permission};
use tenure_service::{queries::ToldHolding, roles::ShownRole};
use utoipa::ToSchema;

/// A role.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleView {
    /// The internal id, by which it is granted.
    #[schema(example = "store_associate")]
    pub(crate) id: String,
    /// What people call it.
    #[schema(example = "Store Associate")]
    pub(crate) name: String,
    /// What it is for.
    pub(crate) description: Option<String>,
    /// What its holders may do.
    #[schema(example = json!(["product.view", "users.read"]))]
    pub(crate) permissions: Vec<String>,
    /// Does every tenant have it? Then it stays as it is.
    pub(crate) built_in: bool,
    /// How many users hold it; deleted ones do not count.
    pub(crate) users: u64,
    /// When it was made; null where it is built in.
    pub(crate) created_at: Option<DateTime<Utc>>,
    /// Counts the changes; the `ETag` is made of it.
    pub(crate) version: u64,
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

/// Something that a user may do, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PermissionView {
    /// What he may do.
    #[schema(example = "product.view")]
    pub(crate) permission: String,
    /// The roles that allow it, each with where and how long it holds.
    pub(crate) because: Vec<GrantView>,
}

impl From<(&Permission, &Vec<&Grant>)> for PermissionView {
    fn from((permission, grants): (&Permission, &Vec<&Grant>)) -> Self {
        Self {
            permission: permission.to_string(),
            because: grants.iter().map(|grant| GrantView::from(*grant)).collect(),
        }
    }
}

/// A role that a user held or holds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HoldingView {
    /// Which, where and how long, as it was given.
    #[serde(flatten)]
    pub(crate) grant: GrantView,
    /// When it was given.
    pub(crate) granted_at: DateTime<Utc>,
    /// By whom: `user:<id>`, `operator:<name>`, `clock` or `visitor`.
    #[schema(example = "clock")]
    pub(crate) granted_by: String,
    /// What he is called, where he is still known and the caller sees him.
    pub(crate) granted_by_name: Option<String>,
    /// When it was taken away, or given anew for another time; null where it was not, though its time may be over.
    pub(crate) revoked_at: Option<DateTime<Utc>>,
    /// By whom.
    pub(crate) revoked_by: Option<String>,
    /// What he is called, on the same terms.
    pub(crate) revoked_by_name: Option<String>,
}

impl From<ToldHolding> for HoldingView {
    fn from(told: ToldHolding) -> Self {
        let held = told.holding;
        let (revoked_at, revoked_by) = held.revoked.unzip();
        Self {
            grant: GrantView::from(&held.grant),
            granted_at: held.granted_at,
            granted_by: held.granted_by.to_string(),
            granted_by_name: told.granted_by_name,
            revoked_at,
            revoked_by: revoked_by.map(|by| by.to_string()),
            revoked_by_name: told.revoked_by_name,
        }
    }
}
