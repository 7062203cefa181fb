//! The frame around every page.

use super::{
    moment::{Reading, date},
    nav::Item,
    notice,
    words::Words,
};
use crate::{AppState, view::DeliveryView};
use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::Response,
};
use chrono::{DateTime, NaiveDate, Utc};
use fluent_templates::fluent_bundle::FluentValue;
use tenure_service::ports::OutboxState;

/// A page above this one.
#[derive(Clone, Debug)]
pub(crate) struct Crumb {
    /// Its address.
    pub(crate) path: String,
    /// Its title.
    pub(crate) title: String,
}

/// The caller, in the corner.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    pub(crate) name: String,
    /// Where the picture is.
    pub(crate) photo: Option<String>,
}

/// What stands around a page, and how its texts and moments are said.
#[derive(Clone, Debug)]
pub(crate) struct Shell {
    pub(crate) title: String,
    /// The address that was asked for: path and query.
    pub(in crate::console) asked: String,
    pub(crate) trail: Vec<Crumb>,
    pub(crate) nav: Vec<Item>,
    pub(crate) notice: Option<String>,
    pub(super) told: bool,
    /// Does the keyboard have shortcuts?
    pub(crate) keys: bool,
    pub(crate) own: Own,
    /// What the tenant is called.
    pub(crate) system: String,
    pub(crate) sees_users: bool,
    pub(super) reading: Reading,
    pub(crate) words: Words,
}

impl Crumb {
    /// A page above this one.
    pub(crate) fn new(path: impl Into<String>, title: impl Into<String>) -> Self {
        let (path, title) = (path.into(), title.into());
        Self { path, title }
    }
}

impl Shell {
    /// A message.
    pub(crate) fn say(&self, key: &str) -> String {
        self.words.say(key)
    }

    /// A message with one value in it.
    pub(crate) fn say1<'a>(
        &self,
        key: &str,
        name: &'static str,
        value: impl Into<FluentValue<'a>>,
    ) -> String {
        self.words.say1(key, name, value)
    }

    /// The message `<family>-<code>`, for codes such as a status or an action.
    pub(crate) fn name(&self, family: &str, code: &str) -> String {
        let key = format!("{family}-{}", code.replace(['_', '.'], "-"));
        self.words.find(&key).unwrap_or_else(|| code.to_owned())
    }

    /// What the browser's tab says: from the page itself outwards.
    pub(crate) fn heading(&self) -> String {
        let above = self.trail.iter().rev().map(|crumb| crumb.title.as_str());
        let parts = std::iter::once(self.title.as_str()).chain(above);
        parts.chain(["Tenure"]).collect::<Vec<_>>().join(" – ")
    }

    /// The language of the page.
    pub(crate) fn language(&self) -> &'static str {
        self.words.language.code()
    }

    /// A day.
    pub(crate) fn day(&self, at: &DateTime<Utc>) -> String {
        self.reading.day(*at, &self.words)
    }

    /// A day of a calendar.
    pub(crate) fn date(&self, day: NaiveDate) -> String {
        date(day, &self.words)
    }

    /// A day with the time.
    pub(crate) fn moment(&self, at: &DateTime<Utc>) -> String {
        self.reading.moment(*at, &self.words)
    }

    /// How long ago, or how far ahead.
    pub(crate) fn distance(&self, at: &DateTime<Utc>) -> String {
        self.reading.distance(*at, &self.words)
    }

    /// The present moment.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.reading.now
    }

    /// How a mail fares, honestly: one that is written to a file has reached nobody.
    pub(crate) fn mail_state(&self, app: &AppState, delivery: &DeliveryView) -> String {
        let error = delivery.last_error.as_deref().unwrap_or_default();
        match (delivery.state, &app.settings.mail_folder) {
            (OutboxState::Sent, Some(_)) => self.say("mail-file"),
            (OutboxState::Sent, None) => self.say("mail-sent"),
            (OutboxState::Queued, _) if delivery.attempts > 0 => {
                self.say1("mail-retried", "error", error)
            }
            (OutboxState::Queued, _) => self.say("mail-queued"),
            (OutboxState::Dead, _) => self.say1("mail-dead", "error", error),
            (OutboxState::Cancelled, _) => self.say("mail-cancelled"),
        }
    }

    /// For machines.
    pub(crate) fn iso(&self, at: &DateTime<Utc>) -> String {
        at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }
}

/// A page with the frame around it.
pub(crate) trait Page: Template + Sized {
    /// The frame.
    fn shell(&self) -> &Shell;

    /// The page.
    fn show(self) -> Response {
        self.show_as(StatusCode::OK)
    }

    /// The page as the answer to something else.
    fn show_as(self, status: StatusCode) -> Response {
        let mut response = crate::pages::page(status, &self);
        if self.shell().told {
            let headers = response.headers_mut();
            headers.append(header::SET_COOKIE, notice::cookie_gone());
        }
        response
    }
}
