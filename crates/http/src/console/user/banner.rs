//! Why a user stands where he does, in sentences above the tabs.

use super::{Subject, edit, subject::doer};
use crate::{AppState, console::Visit};
use chrono::{DateTime, Utc};
use fluent_templates::fluent_bundle::FluentValue;
use tenure_domain::{
    ActionKind,
    credential::TicketPurpose,
    policy::{LockoutRelease, ProtectedAdmins},
};

/// Some sentences.
#[derive(Clone, Debug)]
pub(super) struct Banner {
    /// How they look: a warning, or for your information.
    pub(super) class: &'static str,
    pub(super) lines: Vec<String>,
}

/// An invitation that waits for its answer.
#[derive(Clone, Debug)]
pub(super) struct Invited {
    pub(super) status: &'static str,
    pub(super) expires_at: Option<DateTime<Utc>>,
    pub(super) sent_at: Option<DateTime<Utc>>,
    /// How its mail fares.
    pub(super) mail: Option<String>,
    /// The link itself, to be handed over in another way.
    pub(super) link: Option<String>,
}

/// How the invitation stands.
pub(super) fn invited(app: &AppState, visit: &Visit, subject: &Subject) -> Option<Invited> {
    let body = subject.view.invitation.as_ref()?;
    let shell = visit.shell(app, String::new());
    let mail = body.delivery.as_ref();
    Some(Invited {
        status: body.status,
        expires_at: body.expires_at,
        sent_at: body.sent_at,
        mail: mail.map(|mail| shell.mail_state(app, mail)),
        link: body.link.clone(),
    })
}

/// The sentences that fit.
pub(super) async fn of(app: &AppState, visit: &Visit, subject: &Subject) -> Vec<Banner> {
    let mut banners = Vec::from_iter(status(app, visit, subject).await);
    let (view, now) = (&subject.view, app.now());
    let mut lines = Vec::new();
    if view.anonymized {
        lines.push(visit.say("user-is-anonymized"));
    }
    if let Some(from) = view.valid_from.filter(|from| *from > now) {
        let from = visit.reading.moment(from, &visit.words);
        lines.push(visit.words.say1("user-not-valid-yet", "from", from));
    }
    if let Some(until) = view.valid_until {
        let key = if until > now {
            "user-valid-until"
        } else {
            "user-not-valid-any-more"
        };
        let until = visit.reading.moment(until, &visit.words);
        lines.push(visit.words.say1(key, "until", until));
    }
    lines.extend(waiting_address(app, visit, subject));
    if !lines.is_empty() {
        let class = "info";
        banners.push(Banner { class, lines });
    }
    banners
}

/// The address that waits for its confirmation, for himself and for whoever could change it: nobody else's business.
fn waiting_address(app: &AppState, visit: &Visit, subject: &Subject) -> Option<String> {
    let user = &subject.account.user;
    let change = user.live_ticket(TicketPurpose::EmailChange, app.now())?;
    let concerned = subject.view.is_self || edit::refusal(app, visit, subject, "email").is_none();
    let to = change.address.filter(|_| concerned)?.to_string();
    Some(visit.words.say1("user-email-waits", "to", to))
}

/// The sentence of the status and its cause, where there is one.
async fn status(app: &AppState, visit: &Visit, subject: &Subject) -> Option<Banner> {
    let detail = &subject.view.status_detail;
    let words = &visit.words;
    let cause = detail.cause.unwrap_or("plain").replace('_', "-");
    let key = format!("user-is-{}-{cause}", subject.view.status);
    let by = match &detail.by {
        Some(by) => doer(app, visit, by).await,
        None => String::new(),
    };
    let counted = subject.policy().lockout.max_failures;
    let values = [
        ("by", FluentValue::from(by)),
        ("day", visit.reading.day(detail.since, words).into()),
        ("count", counted.into()),
    ];
    let mut first = words.say_with(&key, &values);
    if first == key {
        return None;
    }
    if let Some(reason) = &detail.reason {
        first = format!("{first} – {reason}");
    }
    let mut lines = vec![first];
    if let Some(until) = detail.until {
        let at = visit.reading.moment(until, words);
        let key = format!("user-until-{}", subject.view.status);
        lines.push(words.say1(&key, "until", at));
    }
    lines.extend(release(app, visit, subject));
    if subject.offers(ActionKind::Restore) {
        lines.push(visit.say("user-can-be-restored"));
    }
    Some(Banner {
        class: "warning",
        lines,
    })
}

/// What ends a lockout, as the rules have it (P-15).
fn release(app: &AppState, visit: &Visit, subject: &Subject) -> Option<String> {
    let block = subject.account.user.lifecycle().block()?;
    let now = app.now();
    let lasts = block.until.is_none_or(|until| now < until);
    if !block.is_lockout() || !lasts {
        return None;
    }
    let released = matches!(
        block.cause,
        tenure_domain::lifecycle::BlockCause::Lockout {
            admin_released: true,
            ..
        }
    );
    let key = match subject.policy().lockout.release {
        _ if block.until.is_none() => "user-release-admin",
        LockoutRelease::AdminAndDuration if released => "user-release-released",
        LockoutRelease::Admin => "user-release-admin",
        LockoutRelease::Duration => "user-release-duration",
        LockoutRelease::AdminOrDuration => "user-release-admin-or-duration",
        LockoutRelease::AdminAndDuration => "user-release-admin-and-duration",
    };
    Some(visit.say(key))
}

/// Why somebody is kept from being deleted, beside what else can be done.
pub(super) fn protection(visit: &Visit, subject: &Subject) -> Option<String> {
    let protects = subject.policy().removal.protect_admins == ProtectedAdmins::Protected;
    (protects && subject.view.protected).then(|| visit.say("user-is-protected"))
}
