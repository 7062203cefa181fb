//! Roles as clients define them.

use super::Fields;
use crate::extract::Input;
use serde_json::Value;
use std::collections::BTreeSet;
use tenure_domain::{
    authority::{InvalidPermission, NewRole, Permission, RoleChange},
    value::{RoleDescription, RoleName, RoleTitle},
};
use utoipa::ToSchema;

/// A new role.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRoleInput {
    /// The internal id: letters, digits, `_` and `-`. Left out, it follows from the name: `store_associate`.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 20, example = "store_associate")]
    id: Option<RoleName>,
    /// What people call it.
    #[schema(value_type = String, min_length = 1, max_length = 100, example = "Store Associate")]
    name: RoleTitle,
    /// What it is for.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    description: Option<RoleDescription>,
    /// What its holders may do: permissions of Tenure, and those that applications define.
    #[schema(value_type = Vec<String>, required = false, max_items = 200, example = json!(["users.read", "product.view"]))]
    permissions: BTreeSet<Permission>,
}

impl Input for NewRoleInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let id = fields.text("id", RoleName::parse);
        let name = fields.required("name", RoleTitle::parse);
        let description = fields.text("description", RoleDescription::parse);
        let permissions = permissions(fields).unwrap_or_default();
        Some(Self {
            id,
            name: name?,
            description,
            permissions,
        })
    }
}

impl NewRoleInput {
    /// As the rules judge it.
    pub(crate) fn wish(self) -> NewRole {
        NewRole {
            name: self.id,
            title: self.name,
            description: self.description,
            permissions: self.permissions,
        }
    }
}

/// A change of a role (RFC 7396): fields left out stay, `null` clears.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "the document's shape of what RolePatch reads")]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchRole {
    /// What people call it.
    #[schema(min_length = 1, max_length = 100, required = false, nullable = false)]
    name: Option<String>,
    /// What it is for.
    #[schema(min_length = 1, max_length = 255)]
    description: Option<String>,
    /// All that its holders may do.
    #[schema(max_items = 200, required = false, nullable = false)]
    permissions: Option<Vec<String>>,
}

/// What [`PatchRole`] says.
#[derive(Clone, Debug)]
pub(crate) struct RolePatch(pub(crate) RoleChange);

impl Input for RolePatch {
    fn read(fields: &mut Fields) -> Option<Self> {
        let title = match fields.patch("name", RoleTitle::parse) {
            Some(None) => {
                fields.refuse("name", "required", "A role has a name.");
                None
            }
            title => title.flatten(),
        };
        let description = fields.patch("description", RoleDescription::parse);
        let permissions = permissions(fields);
        Some(Self(RoleChange {
            title,
            description,
            permissions,
        }))
    }
}

/// The permissions, each named by its place where it is none.
fn permissions(fields: &mut Fields) -> Option<BTreeSet<Permission>> {
    let read = |fields: &mut Fields, place: &str, item: Value| {
        let parsed: Result<Permission, InvalidPermission> = match item {
            Value::String(name) => name.parse(),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => Err(InvalidPermission),
        };
        if let Err(error) = &parsed {
            fields.refuse(place, "invalid", error.to_string());
        }
        parsed.ok()
    };
    let all = fields.list_up_to(200, "permissions", read)?;
    Some(all.into_iter().collect())
}
