//! Changes of a profile: a JSON merge patch, in which null clears a field.

use super::Fields;
use crate::extract::Input;
use chrono::{DateTime, Utc};
use tenure_domain::{
    ProfileChange,
    value::{
        EmailAddress, ExternalId, LanguageTag, PersonName, Phone, ShippingSystem, TimeZone,
        Timestamp, Username,
    },
};
use utoipa::ToSchema;

/// A change of a user (RFC 7396): fields left out stay, `null` clears.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "the document's shape of what Patch reads")]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchUser {
    /// The address. Where the policy says so it waits for its confirmation.
    #[schema(format = Email, max_length = 254)]
    email: Option<String>,
    /// The name to log in with.
    #[schema(min_length = 1, max_length = 250)]
    username: Option<String>,
    /// First name.
    #[schema(min_length = 1, max_length = 100)]
    first_name: Option<String>,
    /// Last name.
    #[schema(min_length = 1, max_length = 100)]
    last_name: Option<String>,
    /// One name, where the tenant's users have one.
    #[schema(min_length = 1, max_length = 100)]
    display_name: Option<String>,
    /// Phone number.
    #[schema(min_length = 2, max_length = 40, example = "+49 30 1234567")]
    phone: Option<String>,
    /// The number in another system.
    #[schema(min_length = 1, max_length = 255)]
    external_id: Option<String>,
    /// The language that the user reads, as a language tag.
    #[schema(min_length = 2, max_length = 35, example = "pt-BR")]
    language: Option<String>,
    /// The time zone by its IANA name.
    #[schema(min_length = 1, max_length = 64, example = "Europe/Berlin")]
    time_zone: Option<String>,
    /// The shipping system proposed to the user.
    #[schema(min_length = 1, max_length = 60)]
    default_shipping_system: Option<String>,
    /// From when the account counts. Not together with fields of the profile.
    valid_from: Option<DateTime<Utc>>,
    /// Until when the account counts. Not together with fields of the profile.
    valid_until: Option<DateTime<Utc>>,
}

/// A wish for each end of an account's validity: leave it, clear it, set it.
pub(crate) type Moment = Option<Option<Timestamp>>;

/// What is to be changed. Profile and validity are two commands, and a request is one: all or nothing.
#[derive(Clone, Debug)]
pub(crate) enum Patch {
    /// Names and addresses.
    Profile(Box<ProfileChange>),
    /// From when until when the account counts.
    Validity {
        /// From when.
        from: Moment,
        /// Until when.
        until: Moment,
    },
}

impl Input for Patch {
    fn read(fields: &mut Fields) -> Option<Self> {
        let change = ProfileChange {
            email: fields.patch("email", EmailAddress::parse),
            username: fields.patch("username", Username::parse),
            first_name: fields.patch("first_name", PersonName::parse),
            last_name: fields.patch("last_name", PersonName::parse),
            display_name: fields.patch("display_name", PersonName::parse),
            phone: fields.patch("phone", Phone::parse),
            external_id: fields.patch("external_id", ExternalId::parse),
            language: fields.patch("language", LanguageTag::parse),
            time_zone: fields.patch("time_zone", TimeZone::parse),
            shipping_system: fields.patch("default_shipping_system", ShippingSystem::parse),
        };
        let from = fields.patch("valid_from", super::fields::moment);
        let until = fields.patch("valid_until", super::fields::moment);
        if from.is_none() && until.is_none() {
            return Some(Self::Profile(Box::new(change)));
        }
        if change != ProfileChange::default() {
            let message = "Send valid_from and valid_until in a request of their own.";
            let name = if from.is_some() {
                "valid_from"
            } else {
                "valid_until"
            };
            fields.refuse(name, "separate_request", message);
        }
        Some(Self::Validity { from, until })
    }
}
