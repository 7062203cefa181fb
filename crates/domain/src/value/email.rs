//! E-mail addresses: kept as written, compared folded.

use super::fold;
use email_address::Options;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One address of the form `name@host`, as a browser's e-mail field takes it: as written for display, folded for
/// comparison.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Write one e-mail address of the form name@host, at most 254 characters.")]
pub struct InvalidEmail;

impl EmailAddress {
    /// The longest address that can be delivered (RFC 5321).
    pub const MAX_LENGTH: usize = 254;

    /// Parses an address; blanks around it are dropped.
    ///
    /// # Errors
    /// [`InvalidEmail`] when it is not exactly one address.
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        let options = Options::default()
            .without_domain_literal()
            .without_display_text();
        let parsed = email_address::EmailAddress::parse_with_options(text, options)
            .map_err(|_| InvalidEmail)?;
        let quoted = parsed.local_part().starts_with('"');
        let hidden = text
            .chars()
            .any(|c| c.is_control() || super::is_invisible(c));
        if quoted || hidden || text.chars().count() > Self::MAX_LENGTH {
            return Err(InvalidEmail);
        }
        Ok(Self(text.to_owned()))
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What uniqueness and look-ups compare.
    #[must_use]
    pub fn key(&self) -> String {
        fold(&self.0)
    }

    /// Does the host have a top-level domain: `name@host.ext` (OB-20)?
    #[must_use]
    pub fn has_top_level_domain(&self) -> bool {
        let host = self.0.rsplit_once('@').map_or("", |(_, host)| host);
        host.contains('.')
    }

    /// The part before the last `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.0
            .rsplit_once('@')
            .map_or(self.0.as_str(), |(local, _)| local)
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmail;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

#[cfg(test)]
mod tests {
    use super::EmailAddress;

    #[test]
    fn an_address_needs_a_name_and_a_host() {
        for good in [
            "ana@example.com",
            "a@b.de",
            "a@b",
            "user@localhost",
            "jo.doe+tag@shop.museum",
            "ömer@example.org",
        ] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(250));
        for bad in [
            "",
            "ana",
            "@example.com",
            "ana@",
            "ana@.com",
            "ana@host.",
            "ana@a..b",
            "a b@example.com",
            "a@b.com, c@d.com",
            "Ana <ana@example.com>",
            "ana@[127.0.0.1]",
            "ana@example.com\r\nBcc: x@y.zz",
            &long,
            "a\u{200B}na@example.com",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_host_may_have_a_top_level_domain() {
        let has = |text| EmailAddress::parse(text).unwrap().has_top_level_domain();
        assert!(has("a@b.de") && has("a@b.c.museum"));
        assert!(!has("a.b@localhost"));
    }

    #[test]
    fn an_address_keeps_its_spelling_and_compares_folded() {
        let shouted = EmailAddress::parse(" Ana@Example.COM ").unwrap();
        assert_eq!(shouted.as_str(), "Ana@Example.COM");
        assert_eq!(
            shouted.key(),
            EmailAddress::parse("ana@example.com").unwrap().key()
        );
    }
}
