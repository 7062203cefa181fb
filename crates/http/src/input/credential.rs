//! Credentials that administrators give.

use super::{Fields, password};
use crate::extract::{Input, MOST_SECRET};
use tenure_domain::value::{DirectoryName, PlainPassword};
use utoipa::ToSchema;

/// A password set by an administrator.
#[derive(Clone, Debug, ToSchema)]
#[schema(description = "Send `password` or `temporary_password`, not both.")]
#[expect(dead_code, reason = "the document's shape of what SetPassword reads")]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordInput {
    /// A password that lasts.
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 512)]
    password: Option<PlainPassword>,
    /// A password to be changed at the next log-in.
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 512)]
    temporary_password: Option<PlainPassword>,
    /// Must it be changed? Only asked where the policy leaves it open.
    must_change: Option<bool>,
}

/// Which password an administrator sets.
#[derive(Clone, Debug)]
pub(crate) enum SetPassword {
    /// One that lasts.
    Lasting(PlainPassword),
    /// One to be changed.
    Temporary(PlainPassword, Option<bool>),
}

impl Input for SetPassword {
    const MOST: usize = MOST_SECRET;

    fn read(fields: &mut Fields) -> Option<Self> {
        let neither_or_both = fields.has("password") == fields.has("temporary_password");
        let lasting = fields.text("password", password);
        let temporary = fields.text("temporary_password", password);
        let must_change = fields.flag("must_change");
        if neither_or_both {
            let message = "Send password or temporary_password, one of them.";
            fields.refuse("password", "required", message);
        }
        if lasting.is_some() && must_change.is_some() {
            let message = "Only a temporary password must be changed.";
            fields.refuse("must_change", "unknown", message);
        }
        let temporary = temporary.map(|plain| Self::Temporary(plain, must_change));
        lasting.map(Self::Lasting).or(temporary)
    }
}

/// The directory that vouches for a user.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExternalInput {
    /// The directory's domain.
    #[schema(value_type = String, min_length = 1, max_length = 255)]
    pub(crate) domain: DirectoryName,
    /// The user's id there, where it differs.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    pub(crate) external_id: Option<DirectoryName>,
}

impl Input for ExternalInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let domain = fields.required("domain", DirectoryName::parse);
        let external_id = fields.text("external_id", DirectoryName::parse);
        Some(Self {
            domain: domain?,
            external_id,
        })
    }
}
