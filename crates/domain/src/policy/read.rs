//! A policy as people write it: every fault named at once, with its place.

use super::{Policy, PolicyConflict, presets};
use crate::{rejection::Violation, tenant_event::SettingChange};
use serde::Deserialize;
use serde_json::{Map, Value};

impl Policy {
    /// Reads a complete policy. Every group and every setting must be there: what is left out would be
    /// somebody's guess.
    ///
    /// # Errors
    /// Everything that is missing, unknown or not one of the setting's values.
    pub fn read(value: &Value) -> Result<Self, Vec<Violation>> {
        let known = serde_json::to_value(presets::standard()).unwrap_or_default();
        let misplaced = misplaced(value, &known);
        let read = Self::deserialize(value);
        match read {
            Ok(policy) if misplaced.is_empty() => Ok(policy),
            read => {
                let mut wrong = misplaced;
                wrong.extend(wrong_values(value, &known));
                if let (Err(problem), true) = (read, wrong.is_empty()) {
                    wrong.push(Violation::new("", "invalid", sentence(&problem)));
                }
                Err(wrong)
            }
        }
    }

    /// The settings in which another policy differs, by their paths.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<SettingChange> {
        let value = |policy| serde_json::to_value(policy).unwrap_or_default();
        let mut found = Vec::new();
        compare("", value(self), value(other), &mut found);
        found
    }

    /// Every setting with its value, by its path.
    #[must_use]
    pub fn settings(&self) -> Vec<(String, Value)> {
        let whole = serde_json::to_value(self).unwrap_or_default();
        let groups = whole.as_object().into_iter().flatten();
        let settings = groups.flat_map(|(group, settings)| {
            let settings = settings.as_object().into_iter().flatten();
            settings.map(move |(name, value)| (within(group, name), value.clone()))
        });
        settings.collect()
    }
}

impl PolicyConflict {
    /// The contradiction as a violation at the first of its settings.
    #[must_use]
    pub fn violation(&self) -> Violation {
        let first = self.settings.split(',').next().unwrap_or_default();
        let pointer = format!("/{}", first.trim().replace('.', "/"));
        Violation::new(&pointer, "contradiction", self.to_string())
    }
}

/// Lists where two values differ. Objects of the same fields are compared field by field.
fn compare(path: &str, from: Value, to: Value, found: &mut Vec<SettingChange>) {
    match (from, to) {
        (from, to) if from == to => {}
        (Value::Object(mut from), Value::Object(to)) if from.keys().eq(to.keys()) => {
            for (name, to) in to {
                let from = from.remove(&name).unwrap_or_default();
                compare(&within(path, &name), from, to, found);
            }
        }
        (from, to) => found.push(SettingChange {
            setting: path.to_owned(),
            from,
            to,
        }),
    }
}

fn within(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Groups and settings that are missing or that nobody knows.
fn misplaced(value: &Value, known: &Value) -> Vec<Violation> {
    let (Some(groups), Some(known)) = (value.as_object(), known.as_object()) else {
        return vec![Violation::new("", "wrong_type", "Send an object.")];
    };
    let mut wrong = names("", groups, known);
    for (name, known) in known {
        let (Some(group), Some(known)) = (groups.get(name), known.as_object()) else {
            continue;
        };
        let at = format!("/{name}");
        match group.as_object() {
            Some(group) => wrong.extend(names(&at, group, known)),
            None => wrong.push(Violation::new(&at, "wrong_type", "Send an object.")),
        }
    }
    wrong
}

fn names(at: &str, given: &Map<String, Value>, known: &Map<String, Value>) -> Vec<Violation> {
    let missing = known.keys().filter(|name| !given.contains_key(*name));
    let missing = missing.map(|name| {
        let message =
            "This is missing. A policy states every value; write null where there is none.";
        Violation::new(format!("{at}/{name}"), "required", message)
    });
    let unknown = given.keys().filter(|name| !known.contains_key(*name));
    let unknown = unknown.map(|name| {
        let name = name.replace('~', "~0").replace('/', "~1");
        let message = "There is no such setting.";
        Violation::new(format!("{at}/{name}"), "unknown", message)
    });
    missing.chain(unknown).collect()
}

/// Values that their settings do not take, found by putting each alone into a policy that is right.
fn wrong_values(value: &Value, known: &Value) -> Vec<Violation> {
    let mut wrong = Vec::new();
    let groups = known.as_object().into_iter().flatten();
    for (group, settings) in groups {
        for setting in settings.as_object().into_iter().flat_map(Map::keys) {
            let pointer = format!("/{group}/{setting}");
            let mut whole = known.clone();
            let (Some(given), Some(place)) = (value.pointer(&pointer), whole.pointer_mut(&pointer))
            else {
                continue;
            };
            place.clone_from(given);
            if let Err(problem) = serde_json::from_value::<Policy>(whole) {
                wrong.push(Violation::new(&pointer, "invalid", sentence(&problem)));
            }
        }
    }
    wrong
}

fn sentence(problem: &serde_json::Error) -> String {
    format!("This is not one of the setting's values: {problem}.")
}
