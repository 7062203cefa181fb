//! One fact of a history.

use crate::csv;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use tenure_domain::value::{CommandId, EventId, UserId};
use tenure_service::{ports::Happened, queries::Told};
use utoipa::ToSchema;

/// One fact of a history.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EventView {
    /// Its id.
    #[schema(value_type = Uuid)]
    pub(crate) id: EventId,
    /// What happened.
    #[schema(example = "user.blocked")]
    pub(crate) kind: &'static str,
    /// When.
    pub(crate) at: DateTime<Utc>,
    /// Who asked: `user:<id>`, `operator:<name>`, `clock` or `visitor`.
    #[schema(example = "clock")]
    pub(crate) actor: String,
    /// What he is called, where he is still known and the caller sees him.
    pub(crate) actor_name: Option<String>,
    /// The network address that he asked from; gone with the person.
    pub(crate) ip: Option<String>,
    /// The request that he asked in, as `X-Request-Id` and the log have it.
    pub(crate) request_id: Option<String>,
    /// About whom; null where it is about the tenant itself.
    #[schema(value_type = Option<Uuid>)]
    pub(crate) user: Option<UserId>,
    /// The user's display number, where he is still known and the caller sees him.
    #[schema(example = "US12")]
    pub(crate) user_number: Option<String>,
    /// The user's name, on the same terms.
    pub(crate) user_name: Option<String>,
    /// The user's version after it; of the tenant, its rules' revision.
    pub(crate) version: u64,
    /// What was asked; facts of one wish share it.
    #[schema(value_type = Uuid)]
    pub(crate) command: CommandId,
    /// Why, as somebody wrote or as the fact says.
    pub(crate) reason: Option<String>,
    /// What changed, field by field, where the fact tells of before and after.
    pub(crate) changes: Vec<FieldChange>,
    /// The details; personal ones are null once the person is anonymized.
    #[schema(value_type = Object)]
    pub(crate) data: Value,
}

/// A field before and after.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct FieldChange {
    /// Which.
    #[schema(example = "first_name")]
    pub(crate) field: String,
    /// Before.
    #[schema(value_type = Value)]
    pub(crate) from: Value,
    /// After.
    #[schema(value_type = Value)]
    pub(crate) to: Value,
}

/// The columns of an exported trail.
const COLUMNS: [&str; 14] = [
    "id",
    "at",
    "kind",
    "actor",
    "actor_name",
    "ip",
    "request_id",
    "user",
    "user_number",
    "user_name",
    "command",
    "reason",
    "changes",
    "data",
];

impl From<Told> for EventView {
    fn from(told: Told) -> Self {
        let Told {
            event,
            actor_name,
            user_number,
            user_name,
        } = told;
        let (user, fact) = match &event.what {
            Happened::ToUser(user, fact) => (Some(*user), serde_json::to_value(fact)),
            Happened::ToTenant(fact) => (None, serde_json::to_value(fact)),
        };
        let fact = fact.unwrap_or_default();
        let data = fact.get("data").cloned().unwrap_or_default();
        let kind = event.code();
        Self {
            id: event.id,
            kind,
            at: event.at,
            actor: event.actor.to_string(),
            actor_name,
            ip: event.origin.ip,
            request_id: event.origin.request_id,
            user,
            user_number,
            user_name,
            version: event.version,
            command: event.command,
            reason: reason(&data),
            changes: changes(kind, &data),
            data,
        }
    }
}

impl EventView {
    /// The first row of an exported trail.
    pub(crate) fn csv_head() -> String {
        csv::row(COLUMNS)
    }

    /// The row of an exported trail.
    pub(crate) fn cells(&self) -> [String; COLUMNS.len()] {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let changes = serde_json::to_string(&self.changes).unwrap_or_default();
        [
            self.id.to_string(),
            self.at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            self.kind.to_owned(),
            self.actor.clone(),
            text(&self.actor_name),
            text(&self.ip),
            text(&self.request_id),
            self.user.map(|user| user.to_string()).unwrap_or_default(),
            text(&self.user_number),
            text(&self.user_name),
            self.command.0.to_string(),
            text(&self.reason),
            Some(changes)
                .filter(|_| !self.changes.is_empty())
                .unwrap_or_default(),
            self.data.to_string(),
        ]
    }
}

/// What people wrote, else what the fact itself says.
fn reason(data: &Value) -> Option<String> {
    let written = data.pointer("/personal/reason").and_then(Value::as_str);
    let told = data.get("reason");
    let told = told.and_then(|told| told.as_str().or_else(|| told.get("kind")?.as_str()));
    written.or(told).map(ToOwned::to_owned)
}

/// Before and after, wherever the fact tells of both: beside each other, or as a list of settings.
fn changes(kind: &str, data: &Value) -> Vec<FieldChange> {
    let mut found = Vec::new();
    for place in [data.get("personal"), Some(data)].into_iter().flatten() {
        if let (Some(from), Some(to)) = (place.get("from"), place.get("to")) {
            between(kind.split('.').next().unwrap_or(kind), from, to, &mut found);
        }
    }
    let settings = data.get("settings").and_then(Value::as_array);
    for setting in settings.into_iter().flatten() {
        let part = |name: &str| setting.get(name).cloned().unwrap_or_default();
        found.push(FieldChange {
            field: part("setting").as_str().unwrap_or_default().to_owned(),
            from: part("from"),
            to: part("to"),
        });
    }
    found
}

/// Two objects are compared field by field; anything else is one field of this name.
fn between(name: &str, from: &Value, to: &Value, found: &mut Vec<FieldChange>) {
    let (Value::Object(before), Value::Object(after)) = (from, to) else {
        return found.push(FieldChange {
            field: name.to_owned(),
            from: from.clone(),
            to: to.clone(),
        });
    };
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let value = |of: &Map<String, Value>, name: &str| of.get(name).cloned().unwrap_or_default();
    for name in names {
        let (from, to) = (value(before, name), value(after, name));
        if from != to {
            found.push(FieldChange {
                field: name.clone(),
                from,
                to,
            });
        }
    }
}
