//! Facts of a user's life, in sentences.

use super::Subject;
use crate::{
    AppState,
    console::{Visit, Words},
    view::EventView,
};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tenure_domain::authority::ActorRef;
use tenure_service::ports::EventFilter;

/// One fact.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    pub(super) what: String,
    pub(super) kind: &'static str,
    pub(super) by: String,
    pub(super) at: DateTime<Utc>,
    pub(super) ip: Option<String>,
    pub(super) request: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) changes: Vec<Change>,
}

/// A field before and after.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) field: String,
    pub(super) from: String,
    pub(super) to: String,
}

/// The last facts of these families; none for whoever may not read them.
pub(super) async fn latest(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    families: &[&str],
    limit: u16,
) -> Option<Vec<Happening>> {
    let filter = EventFilter {
        subject: Some(subject.id()),
        families: families.iter().map(|it| (*it).to_owned()).collect(),
        limit,
        ..EventFilter::default()
    };
    let found = app
        .reading
        .events(visit.tenant(), filter, &visit.actor, app.now());
    let found = found.await.ok()?.into_iter();
    Some(
        found
            .map(|told| tell(EventView::from(told), &visit.words))
            .collect(),
    )
}

/// A fact in words.
pub(super) fn tell(event: EventView, words: &Words) -> Happening {
    let changes = event.changes.into_iter().map(|change| Change {
        field: named(words, "user-field", &change.field),
        from: value(&change.from, words),
        to: value(&change.to, words),
    });
    Happening {
        what: named(words, "user-event", event.kind),
        kind: event.kind,
        by: by(&event.actor, event.actor_name, words),
        at: event.at,
        ip: event.ip,
        request: event.request_id,
        reason: event.reason,
        changes: changes.collect(),
    }
}

fn named(words: &Words, family: &str, code: &str) -> String {
    let key = format!("{family}-{}", code.replace(['_', '.'], "-"));
    words.find(&key).unwrap_or_else(|| code.replace('_', " "))
}

fn by(actor: &str, name: Option<String>, words: &Words) -> String {
    if let Some(name) = name {
        return name;
    }
    match actor.parse::<ActorRef>() {
        Ok(ActorRef::User(_)) => words.say("user-by-another"),
        Ok(ActorRef::Operator(name)) => words.say1("user-by-operator", "name", name),
        Ok(ActorRef::Clock) => words.say("user-by-clock"),
        Ok(ActorRef::Visitor) | Err(_) => words.say("user-by-visitor"),
    }
}

/// A value as people read it.
fn value(value: &Value, words: &Words) -> String {
    match value {
        Value::Null => words.say("user-nothing"),
        Value::String(text) if text.is_empty() => words.say("user-nothing"),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => words.say("user-nothing"),
        Value::Array(items) => {
            let items = items.iter().map(|item| self::value(item, words));
            items.collect::<Vec<_>>().join(", ")
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}
