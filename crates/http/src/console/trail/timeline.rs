//! A history as people read it: who did what, when, from where.

use super::told::{Names, Teller};
use crate::{
    AppState,
    console::{Shell, Visit},
    view::EventView,
};
use chrono::{DateTime, Utc};

/// One fact of a history. `templates/console/trail/timeline.html` shows a list of them as `lines`.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// What happened.
    pub(crate) what: String,
    /// Its code, for programs and for those who search.
    pub(crate) kind: &'static str,
    pub(crate) at: DateTime<Utc>,
    /// Who did it.
    pub(crate) who: String,
    /// To whom, and where he is found.
    pub(crate) whom: Option<(String, String)>,
    pub(crate) reason: Option<String>,
    /// Field, before, after.
    pub(crate) changes: Vec<(String, String, String)>,
    /// What else the fact tells, each with what it is.
    pub(crate) details: Vec<(String, String)>,
    /// The fact as programs read it.
    pub(crate) raw: String,
    pub(crate) ip: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl Line {
    /// Some facts, in the reader's words.
    pub(crate) async fn all(
        app: &AppState,
        visit: &Visit,
        shell: &Shell,
        events: Vec<EventView>,
    ) -> Vec<Self> {
        let names = Names::read(app, visit, &events).await;
        let events = events.into_iter();
        events.map(|event| Self::of(event, shell, &names)).collect()
    }

    /// A fact, in the reader's words.
    fn of(event: EventView, shell: &Shell, names: &Names) -> Self {
        let name = |number: &String| event.user_name.clone().unwrap_or_else(|| number.clone());
        let whom = event.user_number.as_ref();
        let whom = whom.map(|number| (name(number), format!("/users/{number}")));
        let teller = Teller { shell, names };
        Self {
            what: shell.name("event", event.kind),
            kind: event.kind,
            at: event.at,
            who: who(&event, shell),
            whom: whom.or_else(|| {
                event
                    .user
                    .map(|_| (shell.say("event-somebody"), String::new()))
            }),
            changes: teller.changes(&event),
            details: teller.details(&event),
            raw: serde_json::to_string_pretty(&event.data).unwrap_or_default(),
            reason: event.reason,
            ip: event.ip,
            request_id: event.request_id,
        }
    }
}

fn who(event: &EventView, shell: &Shell) -> String {
    if let Some(name) = &event.actor_name {
        return name.clone();
    }
    match event.actor.split_once(':') {
        Some(("operator", name)) => shell.say1("event-by-operator", "name", name.to_owned()),
        Some(_) => shell.say("event-somebody"),
        None => shell.name("event-by", &event.actor),
    }
}
