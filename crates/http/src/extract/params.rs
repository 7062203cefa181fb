//! The query of an address, field by field; what nobody asked for is refused.

use crate::problem::{Code, Problem};
use axum::{
    extract::{FromRequestParts, OriginalUri, Query},
    http::{Uri, request::Parts},
};
use std::collections::BTreeMap;
use tenure_domain::{
    Violation,
    value::{Timestamp, moment},
};

/// A query's parameters, to be taken one by one.
#[derive(Clone, Debug)]
pub(crate) struct Params {
    path: String,
    raw: String,
    given: BTreeMap<String, Vec<String>>,
    wrong: Vec<Violation>,
}

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let malformed = || Problem::with_detail(Code::Malformed, "The query cannot be read.");
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let Query(pairs) = pairs.map_err(|_| malformed())?;
        // Within a nested router the address has lost its beginning.
        let whole = parts.extensions.get::<OriginalUri>();
        let path = whole.map_or(parts.uri.path(), |whole| whole.path());
        let mut params = Self::of(pairs);
        path.clone_into(&mut params.path);
        params.raw = parts.uri.query().unwrap_or_default().to_owned();
        Ok(params)
    }
}

impl Params {
    /// Parameters that stand elsewhere than in an address.
    pub(crate) fn of(pairs: Vec<(String, String)>) -> Self {
        let mut params = Self {
            path: String::new(),
            raw: String::new(),
            given: BTreeMap::new(),
            wrong: Vec::new(),
        };
        for (name, value) in pairs {
            params.given.entry(name).or_default().push(value);
        }
        params
    }

    /// The pairs of a query as an address has it, without the question mark.
    pub(crate) fn pairs(query: &str) -> Option<Vec<(String, String)>> {
        let uri = format!("/?{query}").parse::<Uri>().ok()?;
        let Query(pairs) = Query::try_from_uri(&uri).ok()?;
        Some(pairs)
    }

    /// Refuses a parameter that means nothing here.
    pub(crate) fn without(&mut self, name: &str) {
        if self.given.remove(name).is_some() {
            self.refuse(name, "unknown", "There is no such parameter here.");
        }
    }

    /// Notes what is wrong with a parameter.
    pub(crate) fn refuse(&mut self, name: &str, code: &'static str, message: &str) {
        let pointer = format!("/{name}");
        self.wrong.push(Violation::new(&pointer, code, message));
    }

    /// A parameter's text as it is, not taken yet; an empty one is none.
    pub(crate) fn peek(&self, name: &str) -> Option<&str> {
        let value = self.given.get(name)?.first()?;
        (!value.is_empty()).then_some(value)
    }

    /// A parameter's text; an empty one is none.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        let mut values = self.given.remove(name)?;
        let value = values.pop().filter(|value| !value.is_empty());
        if !values.is_empty() {
            self.refuse(name, "repeated", "Give this parameter once.");
        }
        self.checked(name, value?)
    }

    /// The texts of a parameter that may be repeated; empty ones are none.
    pub(crate) fn texts(&mut self, name: &str) -> Vec<String> {
        let values = self.given.remove(name).unwrap_or_default();
        let values = values.into_iter().filter(|value| !value.is_empty());
        let checked = values.map(|value| self.checked(name, value));
        checked.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn checked(&mut self, name: &str, value: String) -> Option<String> {
        if value.chars().count() > 500 {
            self.refuse(name, "too_long", "Write at most 500 characters.");
            return None;
        }
        if value.chars().any(char::is_control) {
            self.refuse(name, "invalid", "Write it without control characters.");
            return None;
        }
        Some(value)
    }

    /// A parameter that is read by `read`, or refused with the message.
    pub(crate) fn read<T>(
        &mut self,
        name: &str,
        message: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(name)?;
        let value = read(&text);
        if value.is_none() {
            self.refuse(name, "invalid", message);
        }
        value
    }

    /// A comma-separated parameter.
    pub(crate) fn several<C: FromIterator<T>, T>(
        &mut self,
        name: &str,
        message: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<C> {
        self.read(name, message, |text| {
            text.split(',').map(|part| read(part.trim())).collect()
        })
    }

    /// A moment.
    pub(crate) fn moment(&mut self, name: &str) -> Option<Timestamp> {
        let message = "Write a moment such as 2026-01-31T12:00:00Z.";
        // A plus sign that was not encoded arrives as a blank.
        self.read(name, message, |text| moment(&text.replace(' ', "+")))
    }

    /// What is asked for, as the audit trail may keep it: without the words that were searched for.
    pub(crate) fn told(&self, searches: &[&str]) -> Vec<String> {
        let given = self.given.iter().flat_map(|(name, values)| {
            values
                .iter()
                .map(move |value| match searches.contains(&name.as_str()) {
                    true => name.clone(),
                    false => format!("{name}={value}"),
                })
        });
        given.collect()
    }

    /// How many rows at most.
    pub(crate) fn limit(&mut self, usual: u16) -> u16 {
        let message = "Write a number from 1 to 200.";
        let read = |text: &str| text.parse().ok().filter(|limit| (1..=200).contains(limit));
        self.read("limit", message, read).unwrap_or(usual)
    }

    /// All is taken; what is left over is unknown.
    ///
    /// # Errors
    /// Everything that is wrong, at once.
    pub(crate) fn finish(&mut self) -> Result<(), Problem> {
        for name in std::mem::take(&mut self.given).into_keys() {
            self.refuse(&name, "unknown", "There is no such parameter here.");
        }
        if self.wrong.is_empty() {
            Ok(())
        } else {
            Err(Problem::validation(std::mem::take(&mut self.wrong)))
        }
    }

    /// The same address with another cursor.
    pub(crate) fn with_cursor(&self, cursor: &str) -> String {
        let kept = self
            .raw
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
        let cursor = format!("cursor={cursor}");
        let pairs = kept.chain([cursor.as_str()]).collect::<Vec<_>>();
        format!("{}?{}", self.path, pairs.join("&"))
    }
}
