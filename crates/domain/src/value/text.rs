//! Short texts with a length and no control characters.

use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// Nothing but blanks.
    #[error("Write something, or leave the field out.")]
    Empty,
    /// Longer than the field allows.
    #[error("Write at most {max} characters.")]
    TooLong {
        /// The most characters the field takes.
        max: usize,
    },
    /// Line breaks or other control characters.
    #[error("Write plain text without line breaks or control characters.")]
    ControlCharacter,
    /// Not of the form that this field takes.
    #[error("{expected}")]
    Form {
        /// What to write instead.
        expected: &'static str,
    },
}

fn checked(text: &str, max: usize) -> Result<String, InvalidText> {
    let text = text.trim();
    if text.is_empty() {
        return Err(InvalidText::Empty);
    }
    if text.chars().count() > max {
        return Err(InvalidText::TooLong { max });
    }
    if text.chars().any(|c| c.is_control() || reorders(c)) {
        return Err(InvalidText::ControlCharacter);
    }
    Ok(text.to_owned())
}

/// Characters that turn the direction of text around, so that a mail or a list reads as something else.
fn reorders(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn any(_: &str) -> Result<(), InvalidText> {
    Ok(())
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $max:literal, $form:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most characters it holds.
            pub const MAX_LENGTH: usize = $max;

            /// Parses the text; blanks around it are dropped.
            ///
            /// # Errors
            /// [`InvalidText`] when it is empty, too long, or not of this field's form.
            pub fn parse(text: &str) -> Result<Self, InvalidText> {
                let text = checked(text, Self::MAX_LENGTH)?;
                $form(&text)?;
                Ok(Self(text))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidText;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

text! {
    /// A first, last or display name.
    PersonName, 100, any
}
text! {
    /// A phone number as people write it (P-40).
    Phone, 40, phone
}
text! {
    /// The user's number in another system, for commissions and imports (HW-24).
    ExternalId, 255, any
}
impl ExternalId {
    /// What is compared.
    #[must_use]
    pub fn key(&self) -> String {
        super::fold(&self.0)
    }
}
text! {
    /// The name of an organization, a facility or other reference data.
    ReferenceName, 100, any
}
text! {
    /// The number of an order in the order management system that tells of it.
    OrderId, 100, any
}
text! {
    /// Why an administrator did something; kept in the audit trail.
    Reason, 500, any
}
text! {
    /// The internal name of a role, e.g. `system_admin`.
    RoleName, 20, any
}
text! {
    /// What people call a role (HWx-25).
    RoleTitle, 100, any
}
text! {
    /// What a role is for (HWx-25).
    RoleDescription, 255, any
}
text! {
    /// A directory domain or the user's id in it (OBx-3).
    DirectoryName, 255, any
}
text! {
    /// The shipping system proposed to a user (OB-28).
    ShippingSystem, 60, any
}
text! {
    /// What a favourite is for, such as `product_store` (HW-35).
    FavouriteKey, 40, key
}
text! {
    /// What a user has pinned: the id of a store or shop, say.
    FavouriteValue, 255, any
}
text! {
    /// What was uploaded, such as `proximity` or `product_attributes` (OB-22, OB-23).
    UploadKind, 40, key
}
text! {
    /// What tells one stored picture from another.
    PhotoDigest, 64, any
}
text! {
    /// The language the user reads, as a language tag such as `en` or `pt-BR`.
    LanguageTag, 35, language
}
text! {
    /// The user's time zone by its IANA name, such as `Europe/Berlin`.
    TimeZone, 64, time_zone
}

impl Phone {
    /// Is it written as E.164 asks: a plus sign, then country code and number, 15 digits at most?
    #[must_use]
    pub fn is_e164(&self) -> bool {
        let digits = self.0.strip_prefix('+').unwrap_or_default();
        (2..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.chars().all(|c| c.is_ascii_digit())
    }
}

fn phone(text: &str) -> Result<(), InvalidText> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| c.is_ascii_digit() || " +-./()#*,;=extEXT".contains(c);
    if digits >= 2 && text.chars().all(allowed) {
        return Ok(());
    }
    Err(InvalidText::Form {
        expected: "Write a phone number such as +49 30 1234567.",
    })
}

fn key(text: &str) -> Result<(), InvalidText> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if text.chars().all(allowed) {
        return Ok(());
    }
    Err(InvalidText::Form {
        expected: "Write a short name such as product_store: small letters, digits, underscores.",
    })
}

fn language(text: &str) -> Result<(), InvalidText> {
    let good = text.split('-').enumerate().all(|(at, part)| {
        let long = if at == 0 { 2..=8 } else { 1..=8 };
        long.contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    });
    if good {
        return Ok(());
    }
    Err(InvalidText::Form {
        expected: "Write a language tag such as en or pt-BR.",
    })
}

fn time_zone(text: &str) -> Result<(), InvalidText> {
    Tz::from_str(text)
        .map(|_| ())
        .map_err(|_| InvalidText::Form {
            expected: "Write a time zone such as Europe/Berlin.",
        })
}

#[cfg(test)]
mod tests {
    use super::{InvalidText, LanguageTag, PersonName, Phone, TimeZone};

    #[test]
    fn a_name_is_trimmed_and_may_not_be_empty_or_hold_line_breaks() {
        assert_eq!(PersonName::parse("  Ana ").unwrap().as_str(), "Ana");
        assert_eq!(PersonName::parse("  "), Err(InvalidText::Empty));
        for hidden in ["a\nb", "\u{202E}ana"] {
            assert_eq!(
                PersonName::parse(hidden),
                Err(InvalidText::ControlCharacter)
            );
        }
        let long = "x".repeat(101);
        assert_eq!(
            PersonName::parse(&long),
            Err(InvalidText::TooLong { max: 100 })
        );
    }

    #[test]
    fn phone_language_and_time_zone_have_a_form() {
        assert!(Phone::parse("+49 (30) 123-45 67").is_ok());
        assert!(Phone::parse("javascript:alert(1)").is_err());
        let e164 = |text| Phone::parse(text).unwrap().is_e164();
        assert!(e164("+49301234567") && e164("+123456789012345"));
        assert!(!e164("+49 30 1234567") && !e164("49301234567") && !e164("+0301234567"));
        assert!(!e164("+1234567890123456"));
        assert!(LanguageTag::parse("pt-BR").is_ok());
        assert!(LanguageTag::parse("english language").is_err());
        assert!(TimeZone::parse("Europe/Berlin").is_ok());
        assert!(TimeZone::parse("Mars/Olympus").is_err());
    }
}
