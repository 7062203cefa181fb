//! Mails, senders and times to test with.

use std::sync::Arc;
use tenure_domain::{About, value::Timestamp};
use tenure_notification::MailFrom;
use tenure_service::ports::{Clock, Mail, MailContent};

pub(crate) struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn noon() -> Timestamp {
    time("2027-05-01T12:00:00Z")
}

pub(crate) fn clock(now: Timestamp) -> Arc<dyn Clock> {
    Arc::new(At(now))
}

pub(crate) fn from() -> MailFrom {
    "Example Shop <no-reply@shop.example>".parse().unwrap()
}

pub(crate) const ID: &str = "01968b2c-7a00-7000-8000-00000000002a";

/// A link as long as real ones.
pub(crate) fn link() -> String {
    format!("https://shop.example/invitation#{}", "aZ0_-".repeat(30))
}

pub(crate) fn content(about: About) -> MailContent {
    MailContent {
        about,
        system: "Example Shop".to_owned(),
        name: "Ana Lima".to_owned(),
        link: about.ticket().map(|_| link()),
        expires_at: about.ticket().map(|_| time("2027-05-04T12:00:00Z")),
        until: None,
    }
}

pub(crate) fn mail(about: About, to: &[&str]) -> Mail {
    Mail {
        id: ID.parse().unwrap(),
        to: to.iter().map(|address| address.parse_address()).collect(),
        language: None,
        content: content(about),
    }
}

trait ParseAddress {
    fn parse_address(&self) -> tenure_domain::value::EmailAddress;
}

impl ParseAddress for str {
    fn parse_address(&self) -> tenure_domain::value::EmailAddress {
        tenure_domain::value::EmailAddress::parse(self).unwrap()
    }
}

pub(crate) const INVITATION: About = About::Invitation { serial: 1 };

/// Every kind of mail; the match makes sure that none is forgotten.
pub(crate) fn every_about() -> Vec<About> {
    let all = vec![
        INVITATION,
        About::InvitationExpired,
        About::InvitationRenewed { serial: 2 },
        About::PasswordReset { serial: 1 },
        About::EmailConfirmation { serial: 1 },
        About::EmailChanged,
        About::PasswordChanged,
        About::LockedOut,
        About::Blocked,
        About::Unblocked,
        About::Deactivated,
        About::Activated,
        About::UploadRecorded,
    ];
    for about in &all {
        match about {
            About::Invitation { .. }
            | About::InvitationExpired
            | About::InvitationRenewed { .. }
            | About::PasswordReset { .. }
            | About::EmailConfirmation { .. }
            | About::EmailChanged
            | About::PasswordChanged
            | About::LockedOut
            | About::Blocked
            | About::Unblocked
            | About::Deactivated
            | About::Activated
            | About::UploadRecorded => {}
        }
    }
    all
}
