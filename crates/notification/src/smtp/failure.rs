//! What went wrong in a conversation, whether trying again makes sense, and words for it without secrets.

use lettre::transport::smtp::Error;
use std::time::Duration;
use tenure_service::ports::{DeliveryError, MailContent};

/// The longest text about a failure.
const LONGEST: usize = 300;

/// How far the conversation had come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Connecting, TLS, logging in, naming the sender: what fails here says nothing about the mail.
    SetUp,
    /// The mail itself.
    Mail,
}

/// A failure in words.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    permanent: bool,
    answer: bool,
    text: String,
}

impl Failure {
    /// A refusal of the mail by a 5xx is final. A 5xx before it (wrong password, this host or sender not
    /// welcome) is for a person to put right, and the mail waits for that; so do the codes by which
    /// a server asks for a log-in or for TLS first.
    pub(super) fn of(stage: Stage, error: &Error) -> Self {
        let code = error.status().map(u16::from);
        let ours = matches!(code, Some(530 | 534 | 535 | 538));
        Self {
            permanent: stage == Stage::Mail && error.is_permanent() && !ours,
            answer: code.is_some_and(|code| code != 421),
            text: error.to_string(),
        }
    }

    pub(super) fn too_slow(limit: Duration) -> Self {
        Self {
            permanent: false,
            answer: false,
            text: format!("the mail server did not answer within {limit:?}"),
        }
    }

    pub(super) fn bad_address(why: &str) -> Self {
        Self {
            permanent: true,
            answer: true,
            text: why.to_owned(),
        }
    }

    pub(super) fn unwritable(error: &tenure_service::ports::BoxError) -> Self {
        Self::bad_address(&error.to_string())
    }

    /// The server answered and goes on talking.
    pub(super) fn is_answer(&self) -> bool {
        self.answer
    }

    /// Of several refusals, one that may pass: as long as there is one, trying again makes sense.
    pub(super) fn to_report(refused: Vec<Self>) -> Option<Self> {
        refused.into_iter().min_by_key(|failure| failure.permanent)
    }

    /// Says that the others have the mail.
    pub(super) fn but(mut self, delivered: usize, of: usize) -> Self {
        if delivered > 0 {
            self.text = format!("{delivered} of {of} recipients have it; {}", self.text);
        }
        self
    }

    /// The error for the outbox, where people read it: without addresses, which are personal, and without the
    /// link, which is a secret. Servers like to repeat both.
    pub(super) fn into_error(self, content: &MailContent) -> DeliveryError {
        let site = content.link.as_deref().map(site);
        let words: Vec<&str> = self
            .text
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .map(|word| match site {
                _ if word.contains('@') => "<address>",
                Some(site) if word.contains(site) => "<link>",
                Some(_) | None => word,
            })
            .collect();
        let text: String = words.join(" ").chars().take(LONGEST).collect();
        if self.permanent {
            DeliveryError::Permanent(text.into())
        } else {
            DeliveryError::Transient(text.into())
        }
    }
}

/// The host of a link: what is left of it when it is cut or re-written.
fn site(link: &str) -> &str {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    rest.split_once('/').map_or(rest, |(site, _)| site)
}
