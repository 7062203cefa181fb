//! What the holders of links send, and those who ask for one.

use super::{Fields, password, plain_text};
use crate::extract::{Input, MOST_SECRET};
use tenure_domain::{
    Profile, ProfileChange,
    value::{EmailAddress, LanguageTag, PersonName, PlainPassword, TimeZone, Username},
};
use utoipa::ToSchema;

/// An organization's name.
fn organization_name(text: &str) -> Result<String, &'static str> {
    let plain = plain_text(text.trim()).ok();
    let short = plain.filter(|name| name.chars().count() <= 100);
    short.ok_or("Write 1 to 100 characters.")
}

/// The first administrator, once.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetUp {
    /// The token that the server printed.
    #[schema(
        min_length = 1,
        max_length = 500,
        pattern = r"^[^\u0000-\u001F\u007F-\u009F]+$"
    )]
    pub(crate) token: String,
    /// The name of the first organization.
    #[schema(
        min_length = 1,
        max_length = 100,
        pattern = r"^[^\u0000-\u001F\u007F-\u009F]+$",
        example = "Acme Retail"
    )]
    pub(crate) organization: String,
    /// A name to log in with.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 250)]
    pub(crate) username: Option<Username>,
    /// The address to log in with.
    #[schema(value_type = String, format = Email, max_length = 254)]
    pub(crate) email: EmailAddress,
    /// First name. Where users have one name, first and last together are it; where they have none, both are left
    /// out.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub(crate) first_name: Option<PersonName>,
    /// Last name.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub(crate) last_name: Option<PersonName>,
    /// One name, where the tenant's users have one.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub(crate) display_name: Option<PersonName>,
    /// The language that the administrator reads, as a language tag.
    #[schema(value_type = Option<String>, min_length = 2, max_length = 35, example = "pt-BR")]
    pub(crate) language: Option<LanguageTag>,
    /// The time zone by its IANA name.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64, example = "Europe/Berlin")]
    pub(crate) time_zone: Option<TimeZone>,
    /// The administrator's own password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 512)]
    pub(crate) password: PlainPassword,
}

impl Input for SetUp {
    const MOST: usize = MOST_SECRET;

    fn read(fields: &mut Fields) -> Option<Self> {
        let token = fields.required("token", plain_text);
        let organization = fields.required("organization", organization_name);
        let username = fields.text("username", Username::parse);
        let email = fields.required("email", EmailAddress::parse);
        let first_name = fields.text("first_name", PersonName::parse);
        let last_name = fields.text("last_name", PersonName::parse);
        let display_name = fields.text("display_name", PersonName::parse);
        let language = fields.text("language", LanguageTag::parse);
        let time_zone = fields.text("time_zone", TimeZone::parse);
        let password = fields.required("password", password);
        Some(Self {
            token: token?,
            organization: organization?,
            username,
            email: email?,
            first_name,
            last_name,
            display_name,
            language,
            time_zone,
            password: password?,
        })
    }
}

impl SetUp {
    /// The wish for the use case.
    pub(crate) fn wish(self) -> tenure_service::setup::FirstAdministrator {
        tenure_service::setup::FirstAdministrator {
            token: self.token,
            organization: self.organization,
            profile: Profile {
                email: Some(self.email),
                username: self.username,
                first_name: self.first_name,
                last_name: self.last_name,
                display_name: self.display_name,
                language: self.language,
                time_zone: self.time_zone,
                ..Profile::default()
            },
            password: self.password,
        }
    }
}

/// A wish for a link to set a new password.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestReset {
    /// The user name or e-mail address.
    #[schema(
        min_length = 1,
        max_length = 500,
        pattern = r"^[^\u0000-\u001F\u007F-\u009F]+$",
        example = "ana@example.com"
    )]
    pub(crate) login: String,
}

impl Input for RequestReset {
    const MOST: usize = MOST_SECRET;

    fn read(fields: &mut Fields) -> Option<Self> {
        let login = fields.required("login", plain_text)?;
        Some(Self { login })
    }
}

/// A new password by a link.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CompleteReset {
    /// The new password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 512)]
    pub(crate) password: PlainPassword,
}

impl Input for CompleteReset {
    const MOST: usize = MOST_SECRET;

    fn read(fields: &mut Fields) -> Option<Self> {
        let password = fields.required("password", password)?;
        Some(Self { password })
    }
}

/// The acceptance of an invitation.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AcceptInvitation {
    /// The first password.
    #[schema(value_type = String, format = Password, min_length = 1, max_length = 512)]
    pub(crate) password: PlainPassword,
    /// First name, as the invitee writes it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub(crate) first_name: Option<PersonName>,
    /// Last name, as the invitee writes it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub(crate) last_name: Option<PersonName>,
    /// One name, where the tenant's users have one.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    pub(crate) display_name: Option<PersonName>,
}

impl Input for AcceptInvitation {
    const MOST: usize = MOST_SECRET;

    fn read(fields: &mut Fields) -> Option<Self> {
        let password = fields.required("password", password);
        let first_name = fields.text("first_name", PersonName::parse);
        let last_name = fields.text("last_name", PersonName::parse);
        let display_name = fields.text("display_name", PersonName::parse);
        Some(Self {
            password: password?,
            first_name,
            last_name,
            display_name,
        })
    }
}

impl AcceptInvitation {
    /// The names that the invitee gave.
    pub(crate) fn names(&self) -> ProfileChange {
        ProfileChange {
            first_name: self.first_name.clone().map(Some),
            last_name: self.last_name.clone().map(Some),
            display_name: self.display_name.clone().map(Some),
            ..ProfileChange::default()
        }
    }
}
