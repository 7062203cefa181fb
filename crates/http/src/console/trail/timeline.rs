//! A history as people read it: who did what, when, from where.

use crate::{console::Shell, view::EventView};
use chrono::{DateTime, Utc};
use serde_json::Value;

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
    pub(crate) ip: Option<String>,
    pub(crate) request_id: Option<String>,
}

impl Line {
    /// A fact, in the reader's words.
    pub(crate) fn of(event: EventView, shell: &Shell) -> Self {
        let name = |number: &String| event.user_name.clone().unwrap_or_else(|| number.clone());
        let whom = event.user_number.as_ref();
        let whom = whom.map(|number| (name(number), format!("/users/{number}")));
        let changes = event.changes.iter().map(|change| {
            let label = shell.name("field", &change.field);
            (label, short(&change.from), short(&change.to))
        });
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
            changes: changes.collect(),
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

/// A value as one line.
fn short(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "–".to_owned(),
        Value::Array(items) => items.iter().map(short).collect::<Vec<_>>().join(", "),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
