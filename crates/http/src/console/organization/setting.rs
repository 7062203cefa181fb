//! One setting: shown, as a field of a form, and read back from it. Everything follows from what the setting takes.

use crate::{
    console::{Visit, Words},
    pages::{Choice, Field, Form, Kind},
};
use serde_json::{Map, Value, json};
use tenure_domain::policy::outline::{Named, Setting, Takes};

/// What the names of fields begin with, so that no other thing of a page is called like one.
pub(super) const OWN: &str = "set-";

/// The name of a setting's field; those within it go on from there.
pub(super) fn field_of(setting: &Setting) -> String {
    format!("{OWN}{}", setting.name)
}

/// The units in which lengths of time are written, in seconds, the largest first.
const UNITS: &[(&str, u64)] = &[("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

/// A length of time as people write it: `15m`, `24h`, `3d`.
fn span(seconds: u64) -> String {
    let fits = |(_, unit): &&(&str, u64)| seconds >= *unit && seconds.is_multiple_of(*unit);
    match UNITS.iter().find(fits) {
        Some((name, unit)) => format!("{}{name}", seconds / unit),
        None => format!("{seconds}s"),
    }
}

/// The seconds that somebody wrote; as it was written where it is no length of time, for the rules to refuse.
fn seconds(text: &str) -> Value {
    let text = text.trim();
    let unit = UNITS
        .iter()
        .find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)));
    let (number, unit) = unit.unwrap_or((text, 1));
    let number = number.trim().parse::<u64>().ok();
    let seconds = number.and_then(|number| number.checked_mul(unit));
    seconds.map_or_else(|| json!(text), |seconds| json!(seconds))
}

fn spoken(words: &Words, seconds: u64) -> String {
    let fits = |(_, unit): &&(&str, u64)| seconds >= *unit && seconds.is_multiple_of(*unit);
    let (name, unit) = UNITS.iter().find(fits).copied().unwrap_or(("s", 1));
    words.say1(
        &format!("organization-span-{name}"),
        "count",
        seconds / unit,
    )
}

/// A name of the stored form, to be read by people: `after_delete` as `after delete`.
fn spelled(words: &Words, name: &str) -> String {
    match name {
        "yes" => words.say("organization-yes"),
        "no" => words.say("organization-no"),
        name => meaning(words, &name.replace('_', " ")),
    }
}

/// What the rules say of a setting, in the reader's language.
pub(super) fn meaning(words: &Words, english: &str) -> String {
    let said = words.sentence(english);
    said.unwrap_or_else(|| english.to_owned())
}

/// A value as people read it.
pub(super) fn value(visit: &Visit, takes: &Takes, value: &Value) -> String {
    let say = |key: &str| visit.say(key);
    match (takes, value) {
        (Takes::Optional(_), Value::Null) => say("organization-value-none"),
        (Takes::Optional(takes), value) => self::value(visit, takes, value),
        (Takes::Span, value) => {
            let seconds = value.as_u64().unwrap_or_default();
            spoken(&visit.words, seconds)
        }
        (Takes::Either(ways), Value::Object(fields)) => {
            let mut told = ways.iter().filter_map(|(name, more)| {
                let (more, held) = (more.as_ref()?, fields.get(&name.name)?);
                let held = self::value(visit, more, held);
                Some(format!("{}: {held}", spelled(&visit.words, &name.name)))
            });
            told.next().unwrap_or_default()
        }
        (Takes::Group(settings), value) => {
            let parts = settings.iter().map(|setting| {
                let part = self::value(visit, &setting.takes, &value[setting.name]);
                format!("{}: {part}", spelled(&visit.words, setting.name))
            });
            parts.collect::<Vec<_>>().join(" · ")
        }
        (Takes::Names, Value::Array(all)) if !all.is_empty() => {
            let all = all.iter().filter_map(Value::as_str);
            all.collect::<Vec<_>>().join(", ")
        }
        (_, Value::Array(all)) if all.is_empty() => say("organization-value-empty"),
        (_, Value::Array(all)) => {
            let all = all.iter().filter_map(Value::as_str);
            let all = all.map(|name| spelled(&visit.words, name));
            all.collect::<Vec<_>>().join(", ")
        }
        (_, Value::String(text)) if text.is_empty() => say("organization-value-empty"),
        (Takes::Text, Value::String(text)) => text.clone(),
        (_, Value::String(text)) => spelled(&visit.words, text),
        (_, value) => value.to_string(),
    }
}

/// What a value means, in the words that stand beside it in the rules.
pub(super) fn words(words: &Words, takes: &Takes, value: &Value) -> Vec<String> {
    let meanings = |all: &[Named], chosen: &dyn Fn(&Named) -> bool| {
        let chosen = all.iter().filter(|named| chosen(named));
        chosen.filter_map(|named| more(words, named)).collect()
    };
    if let Takes::One(all) = takes {
        meanings(all, &|named| *value == named.name)
    } else if let Takes::Either(ways) = takes {
        let all = ways.iter().map(|(named, _)| named.clone());
        meanings(&all.collect::<Vec<_>>(), &|named| {
            *value == named.name || value.get(&named.name).is_some()
        })
    } else {
        Vec::new()
    }
}

/// What a value means, where that says more than its name.
fn more(words: &Words, named: &Named) -> Option<String> {
    let (name, meaning) = (spelled(words, &named.name), meaning(words, &named.meaning));
    let same = meaning.trim_end_matches('.').to_lowercase() == name.to_lowercase();
    (!same && !meaning.is_empty()).then_some(meaning)
}

fn choice(named: &Named, visit: &Visit) -> Choice {
    let name = spelled(&visit.words, &named.name);
    let label = match more(&visit.words, named) {
        Some(meaning) => format!("{name} – {meaning}"),
        None => name,
    };
    Choice::new(&named.name, label)
}

/// The fields of a setting. One that is a group has a field for each of its own.
pub(super) fn fields(visit: &Visit, group: &str, setting: &Setting, value: &Value) -> Vec<Field> {
    let label = meaning(&visit.words, &setting.meaning);
    let label = match label.trim_end_matches('.') {
        "" => setting.name,
        label => label,
    };
    let mut fields = Vec::new();
    put_fields(
        visit,
        (&field_of(setting), label),
        &setting.takes,
        value,
        &mut fields,
    );
    for field in &mut fields {
        let path = field.name().trim_start_matches(OWN);
        let path = path.trim_end_matches("[]").replace('-', ".");
        field.hints.push(format!("{group}.{path}"));
    }
    fields
}

fn put_fields(
    visit: &Visit,
    (at, label): (&str, &str),
    takes: &Takes,
    value: &Value,
    fields: &mut Vec<Field>,
) {
    let text = |value: &Value| match value.as_str() {
        Some(text) => text.to_owned(),
        None if value.is_null() => String::new(),
        None => value.to_string(),
    };
    match takes {
        Takes::One(all) => {
            let choices = all.iter().map(|named| choice(named, visit)).collect();
            let field = Field::of_kind(Kind::Choice(choices), at, label);
            fields.push(field.holding(value.as_str()));
        }
        Takes::Any(all) => {
            let choices = all.iter().map(|named| choice(named, visit)).collect();
            let held = value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            let field = Field::of_kind(Kind::Several(choices), format!("{at}[]"), label);
            fields.push(field.optional().holding_all(&held.collect::<Vec<_>>()));
        }
        Takes::Either(ways) => put_ways(visit, (at, label), ways, value, fields),
        Takes::Number => {
            let field = Field::of_kind(Kind::Line("number"), at, label);
            fields.push(field.holding(Some(&text(value))));
        }
        Takes::Span => {
            let held = value.as_u64().map_or_else(|| text(value), span);
            let field = Field::text(at, label).verbatim().holding(Some(&held));
            fields.push(field.hint(visit.say("organization-span-hint")));
        }
        Takes::Text => {
            let field = Field::text(at, label).optional().verbatim();
            fields.push(field.holding(Some(&text(value))));
        }
        Takes::Names => {
            let names = value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            let names = names.collect::<Vec<_>>().join(", ");
            let field = Field::text(at, label).optional().verbatim();
            fields.push(
                field
                    .holding(Some(&names))
                    .hint(visit.say("organization-names-hint")),
            );
        }
        Takes::Optional(takes) => {
            let before = fields.len();
            put_fields(visit, (at, label), takes, value, fields);
            for field in fields.iter_mut().skip(before) {
                field.required = false;
                field.hints.push(visit.say("organization-optional-hint"));
            }
        }
        Takes::Group(settings) => put_group(visit, (at, label), settings, value, fields),
    }
}

fn put_group(
    visit: &Visit,
    (at, label): (&str, &str),
    settings: &[Setting],
    value: &Value,
    fields: &mut Vec<Field>,
) {
    for setting in settings {
        let name = spelled(&visit.words, setting.name);
        let meaning = meaning(&visit.words, &setting.meaning);
        let label = match meaning.trim_end_matches('.') {
            "" => format!("{label}: {name}"),
            meaning if meaning.to_lowercase() == name.to_lowercase() => format!("{label}: {name}"),
            meaning => format!("{label}: {name} – {meaning}"),
        };
        let at = format!("{at}-{}", setting.name);
        put_fields(
            visit,
            (&at, &label),
            &setting.takes,
            &value[setting.name],
            fields,
        );
    }
}

fn put_ways(
    visit: &Visit,
    (at, label): (&str, &str),
    ways: &[(Named, Option<Takes>)],
    value: &Value,
    fields: &mut Vec<Field>,
) {
    let held = ways
        .iter()
        .find(|(named, _)| *value == named.name || value.get(&named.name).is_some());
    let choices = ways.iter().map(|(named, _)| choice(named, visit)).collect();
    let field = Field::of_kind(Kind::Choice(choices), at, label);
    fields.push(field.holding(held.map(|(named, _)| named.name.as_str())));
    for (named, more) in ways {
        let Some(takes) = more else { continue };
        let at = format!("{at}-{}", named.name);
        let label = format!("{label}: {}", spelled(&visit.words, &named.name));
        let held = value.get(&named.name).unwrap_or(&Value::Null);
        let before = fields.len();
        put_fields(visit, (&at, &label), takes, held, fields);
        fields
            .iter_mut()
            .skip(before)
            .for_each(|field| field.required = false);
    }
}

/// The value that a form says. What is no value of the setting is kept as it was written, for the rules to refuse.
pub(super) fn read(form: &Form, at: &str, takes: &Takes) -> Value {
    let text = form.text(at);
    match takes {
        Takes::One(_) => text.map_or(Value::Null, |text| json!(text)),
        Takes::Any(_) => json!(form.all(at)),
        Takes::Number => text.map_or(Value::Null, |text| {
            let number = text.trim().parse::<u64>();
            number.map_or_else(|_| json!(text), |number| json!(number))
        }),
        Takes::Span => text.map_or(Value::Null, seconds),
        Takes::Text => json!(text.unwrap_or_default()),
        Takes::Names => {
            let names = text.unwrap_or_default().split([',', ' ']);
            json!(names.filter(|name| !name.is_empty()).collect::<Vec<_>>())
        }
        Takes::Optional(takes) => {
            let value = read(form, at, takes);
            let fields = value.as_object();
            let empty = fields.is_some_and(|fields| fields.values().all(Value::is_null));
            if empty { Value::Null } else { value }
        }
        Takes::Either(ways) => {
            let chosen = ways.iter().find(|(named, _)| text == Some(&named.name));
            if let Some((named, Some(takes))) = chosen {
                let more = read(form, &format!("{at}-{}", named.name), takes);
                json!({ named.name.as_str(): more })
            } else {
                text.map_or(Value::Null, |text| json!(text))
            }
        }
        Takes::Group(settings) => {
            let fields = settings.iter().map(|setting| {
                let at = format!("{at}-{}", setting.name);
                (setting.name.to_owned(), read(form, &at, &setting.takes))
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}
