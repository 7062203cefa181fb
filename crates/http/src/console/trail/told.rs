//! What facts say beside their name, in words: fields before and after, and what else they tell. Ids become names, as
//! far as the visitor sees what they name.

use crate::{
    AppState,
    console::{Shell, Visit, moment::is_midnight},
    view::EventView,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{reference::ReferenceKind, value::RoleName};
use tenure_service::ports::ReferenceFilter;
use uuid::Uuid;

/// What the tenant's roles are called, by name.
#[derive(Clone, Debug, Default)]
pub(in crate::console) struct Titles(BTreeMap<String, String>);

impl Titles {
    /// All of them.
    pub(in crate::console) async fn read(app: &AppState, visit: &Visit) -> Self {
        let all = app.roles.titles(&visit.session.tenant).await;
        let all = all.unwrap_or_default().into_iter();
        let called = |(name, title): (RoleName, _)| {
            let called = visit.words.role(&name, &title);
            (name.to_string(), called)
        };
        Self(all.map(called).collect())
    }

    /// What people call a role; a permission that is given by its name, and a role that is gone, have no other.
    pub(in crate::console) fn of(&self, role: &RoleName) -> String {
        let title = self.0.get(role.as_str()).cloned();
        title.unwrap_or_else(|| role.to_string())
    }
}

/// What the things are called that some facts name by their ids.
#[derive(Clone, Debug, Default)]
pub(in crate::console) struct Names {
    titles: Titles,
    records: BTreeMap<Uuid, String>,
    /// Those that a favourite may name as the order management system does.
    codes: BTreeMap<(ReferenceKind, String), String>,
}

/// Which record a field names, if it names one.
fn kind_of(field: &str) -> Option<ReferenceKind> {
    Some(match field {
        "organizations" | "organization" => ReferenceKind::Organization,
        "facilities" | "facility" => ReferenceKind::Facility,
        "product_stores" | "product_store" => ReferenceKind::ProductStore,
        "shopify_shop" => ReferenceKind::Shop,
        "department" => ReferenceKind::Department,
        "position" => ReferenceKind::Position,
        _ => return None,
    })
}

impl Names {
    /// Those that stand in these facts.
    pub(in crate::console) async fn read(
        app: &AppState,
        visit: &Visit,
        events: &[EventView],
    ) -> Self {
        let mut ids = BTreeMap::<ReferenceKind, BTreeSet<Uuid>>::new();
        for event in events {
            for change in &event.changes {
                gather(&change.field, &change.from, &mut ids);
                gather(&change.field, &change.to, &mut ids);
            }
            gather("", &event.data, &mut ids);
        }
        let mut records = BTreeMap::new();
        for (kind, ids) in ids {
            // Of what the visitor does not see, the names stay out.
            let found = app.references.among(visit.asker(), kind, ids).await;
            let found = found.unwrap_or_default().into_iter();
            records.extend(found.map(|record| (record.id, record.name.to_string())));
        }
        let titles = match events.iter().any(|event| names_roles(event.kind)) {
            true => Titles::read(app, visit).await,
            false => Titles::default(),
        };
        let codes = match events
            .iter()
            .any(|event| event.kind == "favourites.changed")
        {
            true => codes(app, visit).await,
            false => BTreeMap::new(),
        };
        Self {
            titles,
            records,
            codes,
        }
    }
}

/// What can be pinned, by the order management system's name for it.
async fn codes(app: &AppState, visit: &Visit) -> BTreeMap<(ReferenceKind, String), String> {
    let mut codes = BTreeMap::new();
    for kind in [ReferenceKind::ProductStore, ReferenceKind::Shop] {
        let filter = ReferenceFilter::of(kind, 500);
        let found = app.references.list(visit.asker(), filter).await;
        for record in found.unwrap_or_default() {
            if let Some(code) = record.external_id {
                codes.insert((kind, code.to_string()), record.name.to_string());
            }
        }
    }
    codes
}

fn names_roles(kind: &str) -> bool {
    kind.starts_with("role.") || kind == "user.registered"
}

/// The ids within a value that is called so.
fn gather(name: &str, value: &Value, ids: &mut BTreeMap<ReferenceKind, BTreeSet<Uuid>>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                gather(name, value, ids);
            }
        }
        Value::Array(all) => {
            for value in all {
                gather(name, value, ids);
            }
        }
        Value::String(text) => {
            if let (Some(kind), Ok(id)) = (kind_of(name), text.parse()) {
                ids.entry(kind).or_default().insert(id);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// How facts are told to somebody.
#[derive(Clone, Copy, Debug)]
pub(super) struct Teller<'a> {
    pub(super) shell: &'a Shell,
    pub(super) names: &'a Names,
}

/// What is said elsewhere, or to programs alone.
const UNTOLD: &[&str] = &[
    "active",
    "block",
    "by",
    "credential",
    "fields",
    "from_revision",
    "id",
    "keeps_username",
    "personal",
    "releases_identifiers",
    "renewal",
    "serial",
    "settings",
    "tenant",
    "timed_only",
    "to_revision",
    "user",
];

impl Teller<'_> {
    /// Fields before and after.
    pub(super) fn changes(self, event: &EventView) -> Vec<(String, String, String)> {
        let told = event.changes.iter();
        let told = told.map(|it| (it.field.as_str(), &it.from, &it.to));
        let null = &Value::Null;
        let texts = event.data.get("fields").and_then(Value::as_array);
        let texts = texts.into_iter().flatten().filter_map(|text| {
            let part = |name: &str| text.get(name).unwrap_or(null);
            Some((text.get("field")?.as_str()?, part("from"), part("to")))
        });
        told.chain(texts)
            .map(|(field, from, to)| {
                let label = self.label(field);
                (label, self.value(field, from), self.value(field, to))
            })
            .collect()
    }

    /// What else a fact tells, each with what it is.
    pub(super) fn details(self, event: &EventView) -> Vec<(String, String)> {
        let mut told = Vec::new();
        if let Value::Object(fields) = &event.data {
            let both = fields.contains_key("from") && fields.contains_key("to");
            self.walk(fields, both, &mut told);
        }
        match event.data.get("personal") {
            Some(Value::Object(fields)) => {
                let both = fields.contains_key("from");
                self.walk(fields, both, &mut told);
            }
            Some(text @ Value::String(_)) => {
                let field = match event.kind {
                    "email.change_requested" => "email",
                    "facility_log_in.set" => "username",
                    _ => return told,
                };
                told.push((self.label(field), self.value(field, text)));
            }
            Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) | None => {}
        }
        told
    }

    fn walk(self, fields: &Map<String, Value>, both: bool, told: &mut Vec<(String, String)>) {
        for (name, value) in fields {
            let told_as_change = both && (name == "from" || name == "to");
            let reason = name == "reason" && value.is_string();
            if told_as_change || reason || UNTOLD.contains(&name.as_str()) {
                continue;
            }
            match value {
                Value::Null => {}
                Value::Array(all) if all.is_empty() => {}
                Value::Object(within) if name == "scope" => {
                    let id = within.get("organization").unwrap_or(value);
                    told.push((self.label("scope"), self.value("organization", id)));
                }
                Value::Object(within) => self.walk(within, false, told),
                Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                    told.push((self.label(name), self.value(name, value)));
                }
            }
        }
    }

    fn label(self, field: &str) -> String {
        let key = format!("field-{}", field.replace(['_', '.'], "-"));
        let known = self.shell.words.find(&key);
        known.unwrap_or_else(|| spelled(field))
    }

    /// A value of a field as one line.
    fn value(self, field: &str, value: &Value) -> String {
        match value {
            Value::Null => "–".to_owned(),
            Value::Array(all) if all.is_empty() => "–".to_owned(),
            Value::Array(all) => {
                // Things of several parts have commas themselves.
                let between = if all.iter().any(Value::is_object) {
                    "; "
                } else {
                    ", "
                };
                let all = all.iter().map(|value| self.value(field, value));
                all.collect::<Vec<_>>().join(between)
            }
            Value::Bool(true) => self.shell.say("told-yes"),
            Value::Bool(false) => self.shell.say("told-no"),
            Value::Number(number) => number.to_string(),
            Value::Object(fields) => self.object(field, fields),
            Value::String(text) => self.text(field, text),
        }
    }

    fn text(self, field: &str, text: &str) -> String {
        if let Some(kind) = kind_of(field) {
            if let Ok(id) = text.parse::<Uuid>() {
                let name = self.names.records.get(&id).cloned();
                return name.unwrap_or_else(|| self.shell.say("told-unseen"));
            }
            if let Some(name) = self.names.codes.get(&(kind, text.to_owned())) {
                return name.clone();
            }
        }
        match field {
            "role" => {
                let title = self.names.titles.0.get(text).cloned();
                return title.unwrap_or_else(|| self.shell.name("permission", text));
            }
            "permissions" | "added" | "removed" => return self.shell.name("permission", text),
            _ => {}
        }
        if let Ok(at) = DateTime::parse_from_rfc3339(text) {
            return self.shell.moment(&at.with_timezone(&Utc));
        }
        let key = format!("told-{field}-{text}").replace(['_', '.'], "-");
        let known = (is_code(text)).then(|| self.shell.words.find(&key));
        known.flatten().unwrap_or_else(|| text.to_owned())
    }

    /// A time off of whole days, where the reader is.
    fn days(self, start: &Value, end: &Value) -> Option<String> {
        let zone = self.shell.reading.zone;
        let at = |value: &Value| {
            let at = DateTime::parse_from_rfc3339(value.as_str()?).ok()?;
            let local = at.with_timezone(&zone).naive_local();
            is_midnight(at.with_timezone(&Utc), zone).then(|| local.date())
        };
        let (first, last) = (at(start)?, at(end)?.pred_opt()?);
        let said = |day| self.shell.date(day);
        Some(match first == last {
            true => said(first),
            false => format!("{} – {}", said(first), said(last)),
        })
    }

    /// A thing of several parts: a role with its place and time, a time off.
    fn object(self, field: &str, fields: &Map<String, Value>) -> String {
        if let (Some(start), Some(end)) = (fields.get("start_at"), fields.get("end_at")) {
            let days = self.days(start, end);
            let span = || format!("{} – {}", self.value(field, start), self.value(field, end));
            return days.unwrap_or_else(span);
        }
        let mut told = Vec::new();
        self.walk(fields, false, &mut told);
        let mut told = told.into_iter();
        if let Some(role) = fields.get("role") {
            // The role needs no label before it, nor does its place.
            let role = self.value("role", role);
            let rest = told.filter(|(label, _)| *label != self.label("role"));
            let rest = rest.map(|(_, value)| value).collect::<Vec<_>>();
            return match rest.is_empty() {
                true => role,
                false => format!("{role} ({})", rest.join(", ")),
            };
        }
        let parts = told
            .by_ref()
            .map(|(label, value)| format!("{label}: {value}"));
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// Is it a name that programs gave, and no text of a person?
fn is_code(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'.')
}

/// A name of the stored form, to be read by people.
pub(in crate::console) fn spelled(name: &str) -> String {
    name.replace('_', " ").replace('.', ": ")
}
