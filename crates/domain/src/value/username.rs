//! User names (the "User ID" of Order Broker), folded by RFC 8265.

use super::fold;
use precis_profiles::{UsernameCasePreserved, precis_core::profile::PrecisFastInvocation};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A name to log in with: no blanks, compared without regard to case (OFx-13).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Username(String);

/// Why a text is not a user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Write a user name of letters, digits and signs such as . _ - without blanks or @, at most 250 characters."
)]
pub struct InvalidUsername;

impl Username {
    /// The longest name any policy may allow.
    pub const MAX_LENGTH: usize = 250;

    /// Parses a user name; blanks around it are dropped, the spelling is kept.
    ///
    /// # Errors
    /// [`InvalidUsername`] when it is empty, too long, holds blanks, `@` or control characters.
    pub fn parse(text: &str) -> Result<Self, InvalidUsername> {
        let text = text.trim();
        let name = UsernameCasePreserved::enforce(text).map_err(|_| InvalidUsername)?;
        let fits = (1..=Self::MAX_LENGTH).contains(&name.chars().count());
        let plain = !name
            .chars()
            .any(|c| c == '@' || c == '/' || super::is_invisible(c));
        if fits && plain {
            Ok(Self(name.into_owned()))
        } else {
            Err(InvalidUsername)
        }
    }

    /// The name in lower case, for policies that store it so (OB-15).
    #[must_use]
    pub fn lowered(self) -> Self {
        Self(self.0.to_lowercase())
    }

    /// The name as it is stored and shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What uniqueness and look-ups compare.
    #[must_use]
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for Username {
    type Error = InvalidUsername;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Username> for String {
    fn from(name: Username) -> Self {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::Username;

    #[test]
    fn a_user_name_has_no_blanks_and_no_at_sign() {
        for good in ["ana01", "A.b-c_d", "jürgen"] {
            assert!(Username::parse(good).is_ok(), "{good}");
        }
        for bad in ["", " ", "a b", "a@b.de", "a\nb", "a/b", &"x".repeat(251)] {
            assert!(Username::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn user_names_differ_by_more_than_case() {
        let key = |text| Username::parse(text).unwrap().key();
        assert_eq!(key("ABcd1"), key("abcd1"));
        assert_eq!(
            Username::parse("ABcd1").unwrap().lowered().as_str(),
            "abcd1"
        );
    }
}
