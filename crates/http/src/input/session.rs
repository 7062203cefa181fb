//! Log-in and one's own password.

use super::{Fields, password, plain_text};
use crate::extract::{Input, MOST_SECRET};
use tenure_domain::value::{OrganizationId, PlainPassword};
use utoipa::ToSchema;
use uuid::Uuid;

/// A log-in.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LogIn {
    /// The user name or e-mail address.
    #[schema(
        min_length = 1,
        max_length = 500,
        pattern = r"^[^\u0000-\u001F\u007F-\u009F]+$",
        example = "ana@example.com"
    )]
    pub(crate) login: String,
    /// The password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 512)]
    pub(crate) password: PlainPassword,
    /// Is the session to be kept in a cookie as well?
    #[schema(required = false, default = false)]
    pub(crate) cookie: bool,
}

impl Input for LogIn {
    const MOST: usize = MOST_SECRET;

    fn read(fields: &mut Fields) -> Option<Self> {
        let login = fields.required("login", plain_text);
        let password = fields.required("password", password);
        let cookie = fields.flag("cookie").unwrap_or(false);
        Some(Self {
            login: login?,
            password: password?,
            cookie,
        })
    }
}

/// The organization to work in.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenOrganization {
    /// Its id; `null` for none.
    #[schema(value_type = Option<Uuid>, required = true)]
    pub(crate) organization: Option<OrganizationId>,
}

impl Input for ChosenOrganization {
    fn read(fields: &mut Fields) -> Option<Self> {
        let is_there = fields.names().iter().any(|name| name == "organization");
        let chosen = fields.patch("organization", Uuid::try_parse);
        if !is_there {
            fields.refuse("organization", "required", "Send an id, or null.");
        }
        Some(Self {
            organization: chosen?.map(OrganizationId),
        })
    }
}

/// A new password of one's own: proved by the current one, or by the token of a forced change.
#[derive(Clone, Debug, ToSchema)]
#[schema(description = "Send `current_password` or `change_token`, not both.")]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangePassword {
    /// The password as it is.
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 512)]
    pub(crate) current_password: Option<PlainPassword>,
    /// The token that a log-in answered with.
    #[schema(
        min_length = 1,
        max_length = 500,
        pattern = r"^[^\u0000-\u001F\u007F-\u009F]+$"
    )]
    pub(crate) change_token: Option<String>,
    /// The password as it is to be.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 512)]
    pub(crate) new_password: PlainPassword,
}

impl Input for ChangePassword {
    const MOST: usize = MOST_SECRET;

    fn read(fields: &mut Fields) -> Option<Self> {
        let both = fields.has("current_password") == fields.has("change_token");
        let current_password = fields.text("current_password", password);
        let change_token = fields.text("change_token", plain_text);
        let new_password = fields.required("new_password", password);
        if both {
            let message = "Send current_password or change_token, one of them.";
            fields.refuse("current_password", "required", message);
        }
        Some(Self {
            current_password,
            change_token,
            new_password: new_password?,
        })
    }
}
