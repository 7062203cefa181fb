//! New users, their roles, and the words that go with a change of status.

use super::{Fields, password};
use crate::extract::Input;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::BTreeSet;
use tenure_domain::{
    Action, FirstAccess, Kind, Profile,
    authority::{Grant, Scope},
    value::{
        DirectoryName, EmailAddress, ExternalId, FacilityId, LanguageTag, OrganizationId,
        PersonName, Phone, PlainPassword, Reason, RoleName, ShippingSystem, TimeZone, Username,
    },
};
use tenure_service::users::{FirstCredential, NewUser};
use utoipa::ToSchema;
use uuid::Uuid;

/// A role to be given: its name for the whole tenant, or an object that says where and how long.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrantInput {
    /// The role's name.
    #[schema(value_type = String, min_length = 1, max_length = 20, example = "organization_admin")]
    role: RoleName,
    /// The organization it holds in; without, the whole tenant.
    #[schema(value_type = Option<Uuid>)]
    organization: Option<OrganizationId>,
    /// From when.
    from: Option<DateTime<Utc>>,
    /// Until when.
    until: Option<DateTime<Utc>>,
}

/// A role by its name, or with where and how long.
#[derive(ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "the document's shape of what grants reads")]
pub(crate) enum RoleInput {
    /// The role's name, for the whole tenant.
    Name(String),
    /// With where and how long.
    Grant(GrantInput),
}

impl Input for GrantInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let role = fields.required("role", RoleName::parse);
        let organization = fields.text("organization", Uuid::try_parse);
        let from = fields.moment("from");
        let until = fields.moment("until");
        Some(Self {
            role: role?,
            organization: organization.map(OrganizationId),
            from,
            until,
        })
    }
}

impl From<GrantInput> for Grant {
    fn from(input: GrantInput) -> Self {
        Self {
            role: input.role,
            scope: input
                .organization
                .map_or(Scope::Tenant, Scope::Organization),
            from: input.from,
            until: input.until,
        }
    }
}

/// The role given, or taken away where it holds.
pub(super) fn grant_of(input: GrantInput, given: bool) -> Action {
    let grant = Grant::from(input);
    if given {
        Action::GrantRole(grant)
    } else {
        Action::RevokeRole {
            role: grant.role,
            scope: grant.scope,
        }
    }
}

fn grants(fields: &mut Fields) -> Option<Vec<Grant>> {
    fields.list("roles", |fields, place, item| {
        let Value::String(name) = item else {
            return fields.nested::<GrantInput>(place, item).map(Grant::from);
        };
        let role = RoleName::parse(&name);
        if let Err(error) = &role {
            fields.refuse(place, "invalid", error.to_string());
        }
        Some(Grant {
            role: role.ok()?,
            scope: Scope::Tenant,
            from: None,
            until: None,
        })
    })
}

/// All the roles that a user is to have.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RolesInput {
    /// The roles; those that are not named are taken away.
    #[schema(value_type = Vec<RoleInput>, max_items = 100)]
    pub(crate) roles: Vec<Grant>,
}

impl Input for RolesInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        if !fields.has("roles") {
            fields.refuse("roles", "required", "Send the list of roles.");
        }
        grants(fields).map(|roles| Self { roles })
    }
}

/// Why a user is kept out, and until when.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlockUser {
    /// Why; kept in the history.
    #[schema(value_type = String, min_length = 1, max_length = 500)]
    reason: Reason,
    /// Until when; without, until somebody unblocks.
    until: Option<DateTime<Utc>>,
}

impl Input for BlockUser {
    fn read(fields: &mut Fields) -> Option<Self> {
        let reason = fields.required("reason", Reason::parse);
        let until = fields.moment("until");
        Some(Self {
            reason: reason?,
            until,
        })
    }
}

impl BlockUser {
    /// The action.
    pub(crate) fn action(&self) -> Action {
        Action::Block {
            reason: Some(self.reason.clone()),
            until: self.until,
        }
    }
}

/// Why a user's access rests.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DeactivateUser {
    /// Why; kept in the history.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 500)]
    reason: Option<Reason>,
}

impl Input for DeactivateUser {
    const OPTIONAL: bool = true;

    fn read(fields: &mut Fields) -> Option<Self> {
        let reason = fields.text("reason", Reason::parse);
        Some(Self { reason })
    }
}

impl DeactivateUser {
    /// The action.
    pub(crate) fn action(&self) -> Action {
        Action::Deactivate {
            reason: self.reason.clone(),
        }
    }
}

/// How a new user is to prove who he is.
#[derive(Clone, Debug, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CredentialType {
    /// A link by mail or by hand.
    Invitation,
    /// A password that lasts.
    Password,
    /// A password to be changed at the first log-in.
    TemporaryPassword,
    /// A directory.
    External,
    /// Not at all.
    None,
}

fn credential_type(text: &str) -> Result<CredentialType, &'static str> {
    Ok(match text {
        "invitation" => CredentialType::Invitation,
        "password" => CredentialType::Password,
        "temporary_password" => CredentialType::TemporaryPassword,
        "external" => CredentialType::External,
        "none" => CredentialType::None,
        _ => return Err("Write invitation, password, temporary_password, external or none."),
    })
}

/// The first credential.
#[derive(Clone, Debug, ToSchema)]
#[expect(
    dead_code,
    reason = "the document's shape of what FirstCredential reads"
)]
#[serde(deny_unknown_fields)]
pub(crate) struct CredentialInput {
    /// Which.
    #[serde(rename = "type")]
    kind: CredentialType,
    /// For `password` and `temporary_password`.
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 512)]
    password: Option<PlainPassword>,
    /// For `external`: the directory's domain.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    domain: Option<DirectoryName>,
    /// For `external`: the user's id there, where it differs.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    external_id: Option<DirectoryName>,
}

/// The first credential as the use case takes it.
struct First(FirstCredential);

impl Input for First {
    fn read(fields: &mut Fields) -> Option<Self> {
        Some(Self(match fields.required("type", credential_type)? {
            CredentialType::Invitation => FirstCredential::Invitation,
            CredentialType::None => FirstCredential::None,
            CredentialType::Password => {
                FirstCredential::Password(fields.required("password", password)?)
            }
            CredentialType::TemporaryPassword => {
                FirstCredential::TemporaryPassword(fields.required("password", password)?)
            }
            CredentialType::External => {
                let domain = fields.required("domain", DirectoryName::parse);
                let directory_id = fields.text("external_id", DirectoryName::parse);
                FirstCredential::External {
                    domain: domain?,
                    directory_id,
                }
            }
        }))
    }
}

/// A new user.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewUserInput {
    /// What kind of account: `person`, `facility_login`, `non_login`, `service`, `customer`, `vendor` or
    /// `store_associate`.
    #[schema(value_type = String, required = false, default = "person", example = "person")]
    kind: Kind,
    /// The name to log in with.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 250)]
    username: Option<Username>,
    /// The address.
    #[schema(value_type = Option<String>, format = Email, max_length = 254)]
    pub(crate) email: Option<EmailAddress>,
    /// First name.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    first_name: Option<PersonName>,
    /// Last name.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    last_name: Option<PersonName>,
    /// One name, where the tenant's users have one.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 100)]
    display_name: Option<PersonName>,
    /// Phone number.
    #[schema(value_type = Option<String>, min_length = 2, max_length = 40)]
    phone: Option<Phone>,
    /// The number in another system.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    external_id: Option<ExternalId>,
    /// The language that the user reads, as a language tag.
    #[schema(value_type = Option<String>, min_length = 2, max_length = 35, example = "pt-BR")]
    language: Option<LanguageTag>,
    /// The time zone by its IANA name.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 64, example = "Europe/Berlin")]
    time_zone: Option<TimeZone>,
    /// The shipping system proposed to the user.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 60)]
    default_shipping_system: Option<ShippingSystem>,
    /// The organization that the user becomes a member of; without, the one in which the caller works, or the only one
    /// that he adds users to. Where the tenant's policy lets nobody choose, no other one.
    #[schema(value_type = Option<Uuid>)]
    organization: Option<OrganizationId>,
    /// The ids of the facilities that the user works at. A facility's own log-in is for one.
    #[schema(value_type = Vec<Uuid>, required = false, max_items = 1000)]
    facilities: BTreeSet<FacilityId>,
    /// Roles from the start.
    #[schema(value_type = Vec<RoleInput>, required = false, max_items = 100)]
    roles: Vec<Grant>,
    /// From when the account counts.
    valid_from: Option<DateTime<Utc>>,
    /// Until when the account counts.
    valid_until: Option<DateTime<Utc>>,
    /// `true`: the user starts inactive, where the tenant's policy allows that.
    #[schema(value_type = bool, required = false)]
    disabled: FirstAccess,
    /// The first credential; without, an invitation.
    #[schema(value_type = Option<CredentialInput>)]
    credential: FirstCredential,
}

fn facilities(fields: &mut Fields) -> BTreeSet<FacilityId> {
    let read = |fields: &mut Fields, place: &str, item: Value| {
        let id = item.as_str().and_then(|text| text.parse().ok());
        if id.is_none() {
            fields.refuse(place, "unknown", "There is no such facility.");
        }
        id
    };
    let ids = fields.list_up_to(1_000, "facilities", read);
    ids.unwrap_or_default().into_iter().collect()
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::from_code(text).ok_or_else(|| {
        let codes = Kind::ALL.map(Kind::code).join(", ");
        format!("Write one of: {codes}.")
    })
}

impl Input for NewUserInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let named = fields.has("credential");
        let credential = fields.object::<First>("credential");
        let first = credential.map(|First(credential)| credential);
        Some(Self {
            kind: fields.text("kind", kind).unwrap_or(Kind::Person),
            username: fields.text("username", Username::parse),
            email: fields.text("email", EmailAddress::parse),
            first_name: fields.text("first_name", PersonName::parse),
            last_name: fields.text("last_name", PersonName::parse),
            display_name: fields.text("display_name", PersonName::parse),
            phone: fields.text("phone", Phone::parse),
            external_id: fields.text("external_id", ExternalId::parse),
            language: fields.text("language", LanguageTag::parse),
            time_zone: fields.text("time_zone", TimeZone::parse),
            default_shipping_system: fields.text("default_shipping_system", ShippingSystem::parse),
            organization: fields
                .text("organization", Uuid::try_parse)
                .map(OrganizationId),
            facilities: facilities(fields),
            roles: grants(fields).unwrap_or_default(),
            valid_from: fields.moment("valid_from"),
            valid_until: fields.moment("valid_until"),
            disabled: match fields.flag("disabled") {
                Some(true) => FirstAccess::Rests,
                Some(false) | None => FirstAccess::Given,
            },
            credential: if named {
                first?
            } else {
                FirstCredential::Invitation
            },
        })
    }
}

impl NewUserInput {
    /// Is an invitation to be sent?
    pub(crate) fn invites(&self) -> bool {
        matches!(self.credential, FirstCredential::Invitation)
    }

    /// The wish for the use case.
    pub(crate) fn wish(self) -> NewUser {
        NewUser {
            kind: self.kind,
            profile: Profile {
                email: self.email,
                username: self.username,
                first_name: self.first_name,
                last_name: self.last_name,
                display_name: self.display_name,
                phone: self.phone,
                external_id: self.external_id,
                language: self.language,
                time_zone: self.time_zone,
                shipping_system: self.default_shipping_system,
            },
            credential: self.credential,
            organizations: self.organization.into_iter().collect::<BTreeSet<_>>(),
            facilities: self.facilities,
            grants: self.roles,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            access: self.disabled,
        }
    }
}
