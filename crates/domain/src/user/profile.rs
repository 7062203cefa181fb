//! Names and addresses, and wishes to change them.

use crate::value::{
    EmailAddress, ExternalId, LanguageTag, PersonName, Phone, ShippingSystem, TimeZone, Username,
};
use serde::{Deserialize, Serialize};

/// Names and addresses. After anonymization all are gone but, where the policy says so, the user name.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The address on file.
    pub email: Option<EmailAddress>,
    /// The name to log in with.
    pub username: Option<Username>,
    /// First name.
    pub first_name: Option<PersonName>,
    /// Last name.
    pub last_name: Option<PersonName>,
    /// One name, where the policy has one or the user prefers it.
    pub display_name: Option<PersonName>,
    /// Phone number.
    pub phone: Option<Phone>,
    /// The number in another system.
    pub external_id: Option<ExternalId>,
    /// The language the user reads.
    pub language: Option<LanguageTag>,
    /// The user's time zone.
    pub time_zone: Option<TimeZone>,
    /// The shipping system proposed to the user (OB-28).
    pub shipping_system: Option<ShippingSystem>,
}

/// A wish for each field: leave it (`None`), clear it (`Some(None)`), set it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(
    missing_docs,
    reason = "merge patch: absent, null and a value differ; the fields are Profile's"
)]
pub struct ProfileChange {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub email: Option<Option<EmailAddress>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub username: Option<Option<Username>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub first_name: Option<Option<PersonName>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub last_name: Option<Option<PersonName>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub display_name: Option<Option<PersonName>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub phone: Option<Option<Phone>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub external_id: Option<Option<ExternalId>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub language: Option<Option<LanguageTag>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub time_zone: Option<Option<TimeZone>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "present")]
    pub shipping_system: Option<Option<ShippingSystem>>,
}

/// Absent is `None`, `null` is `Some(None)`.
mod present {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(
        clippy::option_option,
        clippy::ref_option,
        reason = "the shape serde's `with` asks for"
    )]
    pub(super) fn serialize<T: Serialize, S: Serializer>(
        value: &Option<Option<T>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value
            .as_ref()
            .and_then(Option::as_ref)
            .serialize(serializer)
    }

    #[expect(clippy::option_option, reason = "the shape serde's `with` asks for")]
    pub(super) fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<T>>, D::Error> {
        Option::deserialize(deserializer).map(Some)
    }
}

macro_rules! each_field {
    ($do:ident) => {
        $do!(
            email,
            username,
            first_name,
            last_name,
            display_name,
            phone,
            external_id,
            language,
            time_zone,
            shipping_system
        )
    };
}

impl ProfileChange {
    /// The fields that would really differ, as a change from `profile` and the change back.
    #[must_use]
    pub fn against(self, profile: &Profile) -> (Self, Self, Vec<String>) {
        let (mut from, mut to, mut fields) = (Self::default(), Self::default(), Vec::new());
        macro_rules! compare {
            ($($field:ident),+) => {$(
                if let Some(wish) = self.$field && wish != profile.$field {
                    from.$field = Some(profile.$field.clone());
                    to.$field = Some(wish);
                    fields.push(stringify!($field).to_owned());
                }
            )+};
        }
        each_field!(compare);
        (from, to, fields)
    }

    /// The profile with these wishes fulfilled.
    #[must_use]
    pub fn apply(&self, mut profile: Profile) -> Profile {
        macro_rules! set {
            ($($field:ident),+) => {$(
                if let Some(wish) = &self.$field {
                    profile.$field.clone_from(wish);
                }
            )+};
        }
        each_field!(set);
        profile
    }
}

impl Profile {
    /// What people call the user: the display name, else first and last name, else the address or user name.
    #[must_use]
    pub fn shown_name(&self) -> Option<String> {
        if let Some(name) = &self.display_name {
            return Some(name.to_string());
        }
        let both = [&self.first_name, &self.last_name];
        let both = both
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect::<Vec<_>>();
        if !both.is_empty() {
            return Some(both.join(" "));
        }
        let address = self.email.as_ref().map(ToString::to_string);
        address.or_else(|| self.username.as_ref().map(ToString::to_string))
    }
}
