//! Who the mails come from.

use lettre::{Address, message::Mailbox};
use std::{fmt, str::FromStr};

/// The sender of every mail: an address, with a name for people if there is one.
///
/// ```
/// # use tenure_notification::MailFrom;
/// let from: MailFrom = "Example Shop <no-reply@shop.example>".parse()?;
/// assert_eq!(from.to_string(), "Example Shop <no-reply@shop.example>");
/// # Ok::<(), tenure_notification::InvalidMailFrom>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailFrom(Mailbox);

/// Why a text is not a sender.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a sender. Write `name@host.example` or `Example Shop <name@host.example>`; the address in plain ASCII."
)]
pub struct InvalidMailFrom(String);

impl MailFrom {
    pub(crate) fn mailbox(&self) -> &Mailbox {
        &self.0
    }

    /// What stands right of the `@` in the `Message-ID`.
    pub(crate) fn domain(&self) -> &str {
        self.0.email.domain()
    }
}

impl FromStr for MailFrom {
    type Err = InvalidMailFrom;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let invalid = || InvalidMailFrom(text.chars().filter(|c| !c.is_control()).collect());
        let (name, address) = match text.trim().strip_suffix('>') {
            Some(inner) => {
                let (name, address) = inner.rsplit_once('<').ok_or_else(invalid)?;
                let name = name.trim();
                let bare = name.strip_prefix('"').and_then(|n| n.strip_suffix('"'));
                (bare.unwrap_or(name), address)
            }
            None => ("", text.trim()),
        };
        let strange = |c: char| c.is_control() || matches!(c, '"' | '<' | '>' | '\\');
        if !address.is_ascii() || name.contains(strange) {
            return Err(invalid());
        }
        let address: Address = address.parse().map_err(|_| invalid())?;
        let name = (!name.is_empty()).then(|| name.to_owned());
        Ok(Self(Mailbox::new(name, address)))
    }
}

impl fmt::Display for MailFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::MailFrom;

    #[test]
    fn a_sender_is_an_address_with_or_without_a_name() {
        for (text, name, address) in [
            ("a@shop.example", None, "a@shop.example"),
            (" a@localhost ", None, "a@localhost"),
            ("<a@shop.example>", None, "a@shop.example"),
            ("Shop <a@shop.example>", Some("Shop"), "a@shop.example"),
            (
                "\"Ömer & Söhne, Inc.\" <a@shop.example>",
                Some("Ömer & Söhne, Inc."),
                "a@shop.example",
            ),
        ] {
            let from: MailFrom = text.parse().unwrap();
            assert_eq!(from.0.name.as_deref(), name, "{text}");
            assert_eq!(from.0.email.to_string(), address, "{text}");
        }
        for text in [
            "",
            "shop",
            "a@shop.example, b@shop.example",
            "Shop a@shop.example",
            "Shop <a@shop.example",
            "Shop\r\nBcc: x@y.zz <a@shop.example>",
            "a@sh\u{f6}p.example",
        ] {
            let error = text.parse::<MailFrom>().unwrap_err().to_string();
            assert!(!error.contains('\n'), "{error}");
        }
    }
}
