//! An object's fields, taken one by one.

use crate::{extract::Input, problem::Problem};
use serde_json::{Map, Value};
use tenure_domain::{
    Violation,
    value::{Fault, PlainPassword, Timestamp},
};

/// What users are shown with but nobody writes.
const READ_ONLY: &[&str] = &[
    "id",
    "number",
    "tenant",
    "kind",
    "status",
    "status_detail",
    "can_log_in",
    "must_change_password",
    "invitation",
    "anonymized",
    "protected",
    "capabilities",
    "favourites",
    "on_vacation",
    "photo_url",
    "self",
    "created_at",
    "created_by",
    "last_log_in_at",
    "version",
    "actions",
];

/// The fields of one object that are not taken yet, and what is wrong so far.
#[derive(Debug)]
pub(crate) struct Fields {
    at: String,
    map: Map<String, Value>,
    wrong: Vec<Violation>,
}

impl Fields {
    /// The fields of a body.
    pub(crate) fn of(value: Value) -> Result<Self, Problem> {
        Self::under(String::new(), value).map_err(|wrong| Problem::validation(vec![wrong]))
    }

    fn under(at: String, value: Value) -> Result<Self, Violation> {
        let Value::Object(map) = value else {
            return Err(Violation::new(&at, "wrong_type", "Send an object."));
        };
        let wrong = Vec::new();
        Ok(Self { at, map, wrong })
    }

    /// Notes what is wrong with a field.
    pub(crate) fn refuse(&mut self, name: &str, code: &'static str, message: impl Into<String>) {
        let pointer = format!("{}/{name}", self.at);
        self.wrong.push(Violation::new(&pointer, code, message));
    }

    /// Is the field there, and not null?
    pub(crate) fn has(&self, name: &str) -> bool {
        self.map.get(name).is_some_and(|value| !value.is_null())
    }

    /// The names of all fields that are not taken yet.
    pub(crate) fn names(&self) -> Vec<String> {
        self.map.iter().map(|(name, _)| name.clone()).collect()
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.map.remove(name).filter(|value| !value.is_null())
    }

    /// A value of any kind, for whoever reads it.
    pub(crate) fn value(&mut self, name: &str) -> Option<Value> {
        self.take(name)
    }

    fn string(&mut self, name: &str) -> Option<String> {
        let Value::String(text) = self.take(name)? else {
            self.refuse(name, "wrong_type", "Send a string.");
            return None;
        };
        Some(text)
    }

    /// A text that may be left out.
    pub(crate) fn text<T, E: Fault>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text = self.string(name)?;
        self.parsed(name, &text, parse)
    }

    fn parsed<T, E: Fault>(
        &mut self,
        name: &str,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let code = if text.trim().is_empty() {
                    "required"
                } else {
                    error.code()
                };
                self.refuse(name, code, error.to_string());
                None
            }
        }
    }

    /// A text that must be there.
    pub(crate) fn required<T, E: Fault>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        if !self.has(name) {
            self.map.remove(name);
            self.refuse(name, "required", "Fill in this field.");
            return None;
        }
        self.text(name, parse)
    }

    /// For a merge patch: left out, cleared by null, or set.
    #[expect(clippy::option_option, reason = "left out, cleared and set differ")]
    pub(crate) fn patch<T, E: Fault>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<Option<T>> {
        if self.map.get(name)?.is_null() {
            self.map.remove(name);
            return Some(None);
        }
        self.text(name, parse).map(Some)
    }

    /// Yes or no.
    pub(crate) fn flag(&mut self, name: &str) -> Option<bool> {
        let Value::Bool(flag) = self.take(name)? else {
            self.refuse(name, "wrong_type", "Send true or false.");
            return None;
        };
        Some(flag)
    }

    /// A moment.
    pub(crate) fn moment(&mut self, name: &str) -> Option<Timestamp> {
        self.text(name, moment)
    }

    /// An object within.
    pub(crate) fn object<T: Input>(&mut self, name: &str) -> Option<T> {
        let value = self.take(name)?;
        self.nested(name, value)
    }

    /// A list of objects or other values within.
    pub(crate) fn list<T>(
        &mut self,
        name: &str,
        read: impl Fn(&mut Self, &str, Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.list_up_to(100, name, read)
    }

    /// A list of no more than so many items.
    pub(crate) fn list_up_to<T>(
        &mut self,
        most: usize,
        name: &str,
        read: impl Fn(&mut Self, &str, Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Value::Array(items) = self.take(name)? else {
            self.refuse(name, "wrong_type", "Send a list.");
            return None;
        };
        if items.len() > most {
            let message = format!("Send at most {most} items.");
            self.refuse(name, "too_long", message);
            return None;
        }
        let numbered = items.into_iter().enumerate();
        let read = numbered.map(|(at, item)| read(self, &format!("{name}/{at}"), item));
        // Every item is read before the first wrong one ends it, so that all are named.
        read.collect::<Vec<_>>().into_iter().collect()
    }

    /// Reads an object that stands at this place.
    pub(crate) fn nested<T: Input>(&mut self, name: &str, value: Value) -> Option<T> {
        match Self::under(format!("{}/{name}", self.at), value) {
            Ok(mut fields) => {
                let input = T::read(&mut fields);
                fields.name_the_rest();
                let whole = input.filter(|_| fields.wrong.is_empty());
                self.wrong.append(&mut fields.wrong);
                whole
            }
            Err(wrong) => {
                self.wrong.push(wrong);
                None
            }
        }
    }

    fn name_the_rest(&mut self) {
        for name in std::mem::take(&mut self.map)
            .into_iter()
            .map(|(name, _)| name)
        {
            if READ_ONLY.contains(&name.as_str()) {
                self.refuse(&name, "read_only", "This field is shown but never written.");
            } else {
                let escaped = name.replace('~', "~0").replace('/', "~1");
                self.refuse(&escaped, "unknown", "There is no such field here.");
            }
        }
    }

    /// The input, if nothing was wrong and nothing is left over.
    pub(crate) fn finish<T>(mut self, input: Option<T>) -> Result<T, Problem> {
        self.name_the_rest();
        match input {
            Some(input) if self.wrong.is_empty() => Ok(input),
            Some(_) | None => Err(Problem::validation(self.wrong)),
        }
    }
}

/// A moment as RFC 3339 writes it.
pub(crate) fn moment(text: &str) -> Result<Timestamp, &'static str> {
    let message = "Write a moment such as 2026-01-31T12:00:00Z.";
    tenure_domain::value::moment(text).ok_or(message)
}

/// A password as typed.
pub(crate) fn password(text: &str) -> Result<PlainPassword, &'static str> {
    PlainPassword::parse(text).ok_or("Write a password of 1 to 512 bytes.")
}

/// A short text without a form of its own.
pub(crate) fn plain_text(text: &str) -> Result<String, &'static str> {
    let fits = (1..=500).contains(&text.chars().count());
    let plain = !text.chars().any(char::is_control);
    (fits && plain)
        .then(|| text.to_owned())
        .ok_or("Write 1 to 500 characters.")
}
