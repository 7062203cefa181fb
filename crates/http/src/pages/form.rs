//! What a browser sends: forms of 8 KiB at most, longer ones where somebody is logged in. Their fields are read by the inputs that the API has.

use crate::{
    extract::{Input, MOST_SECRET, parse_value},
    problem::{Code, Problem},
};
use axum::{
    body::{Body, to_bytes},
    extract::{FromRequest, FromRequestParts, Query, Request, rejection::FormRejection},
    http::request::Parts,
};
use serde_json::{Map, Value};
use std::convert::Infallible;

/// The most bytes that a form may have, where that is more than the usual.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Longest(pub(crate) usize);

type Pairs = Vec<(String, String)>;

/// A form as it was sent. An empty field is a field that was left out.
#[derive(Clone, Default)]
pub(crate) struct Form(Map<String, Value>);

impl Form {
    /// With this field, where there is something to write into it.
    pub(crate) fn with(mut self, name: &str, value: Option<impl Into<String>>) -> Self {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), Value::String(value.into()));
        }
        self
    }

    /// What was typed into a field.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// What was typed into a field of an object.
    pub(crate) fn text_in(&self, object: &str, name: &str) -> Option<&str> {
        self.0.get(object)?.get(name).and_then(Value::as_str)
    }

    /// Without these.
    pub(crate) fn without(mut self, names: &[&str]) -> Self {
        self.0.retain(|name, _| !names.contains(&name.as_str()));
        self
    }

    /// What was chosen in a list.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let list = self.0.get(name).and_then(Value::as_array);
        let items = list.into_iter().flatten();
        items.filter_map(Value::as_str).collect()
    }

    /// What was sent as a field of an object.
    pub(crate) fn within(&self, object: &str, name: &str) -> Option<&str> {
        self.0.get(object)?.get(name)?.as_str()
    }

    /// Is this box ticked?
    pub(crate) fn is_checked(&self, name: &str) -> bool {
        self.text(name).is_some()
    }

    /// With this value, whatever was sent under the name.
    pub(crate) fn put(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// With a box of this name as the yes or no that it is.
    pub(crate) fn flag(self, name: &str) -> Self {
        let checked = self.is_checked(name);
        self.put(name, checked)
    }

    /// With `null` for what of these was emptied: in a patch that clears it.
    pub(crate) fn clearing(mut self, names: &[&str]) -> Self {
        for name in names {
            self.0.entry((*name).to_owned()).or_insert(Value::Null);
        }
        self
    }

    /// The version that the form was filled in on.
    pub(crate) fn version(&self) -> Option<u64> {
        self.text("version")?.parse().ok()
    }

    /// What all fields but the page's own say.
    pub(crate) fn input<T: Input>(&self, own: &[&str]) -> Result<T, Problem> {
        let mut fields = self.0.clone();
        fields.retain(|name, _| !own.contains(&name.as_str()));
        parse_value(Value::Object(fields))
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let longest = parts.extensions.get::<Longest>();
        let body = to_bytes(body, longest.map_or(MOST_SECRET, |most| most.0)).await;
        let body = body.map_err(|_| Problem::new(Code::PayloadTooLarge))?;
        let whole = Request::from_parts(parts, Body::from(body));
        let read = axum::Form::<Pairs>::from_request(whole, state).await;
        let axum::Form(pairs) = read.map_err(|rejection| refused(&rejection))?;
        fields(pairs).map(Self)
    }
}

fn refused(rejection: &FormRejection) -> Problem {
    if matches!(rejection, FormRejection::InvalidFormContentType(_)) {
        let detail = "This address takes what its own form sends, and nothing else.";
        return Problem::with_detail(Code::UnsupportedMediaType, detail);
    }
    let detail = "What was sent is not a form. Go back, reload the page and try again.";
    Problem::with_detail(Code::Malformed, detail)
}

/// The fields of a form: `a[]` is an item of the list `a`, `a.b` is `b` in the object `a`.
fn fields(pairs: Pairs) -> Result<Map<String, Value>, Problem> {
    let mut fields = Map::new();
    for (name, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
        let value = Value::String(value);
        let put = match (name.strip_suffix("[]"), name.split_once('.')) {
            (Some(list), _) => put_item(&mut fields, list, value),
            (None, Some((object, field))) => put_into(&mut fields, object, field, value),
            (None, None) => put(&mut fields, &name, value),
        };
        if !put {
            let message = "A field was sent twice. Go back, reload the page and try again.";
            return Err(Problem::with_detail(Code::Validation, message));
        }
    }
    Ok(fields)
}

fn put(fields: &mut Map<String, Value>, name: &str, value: Value) -> bool {
    !fields.contains_key(name) && fields.insert(name.to_owned(), value).is_none()
}

fn put_item(fields: &mut Map<String, Value>, list: &str, value: Value) -> bool {
    let list = fields.entry(list.to_owned());
    match list.or_insert_with(|| Value::Array(Vec::new())) {
        Value::Array(items) => {
            items.push(value);
            true
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
            false
        }
    }
}

fn put_into(fields: &mut Map<String, Value>, object: &str, field: &str, value: Value) -> bool {
    let object = fields.entry(object.to_owned());
    match object.or_insert_with(|| Value::Object(Map::new())) {
        Value::Object(fields) => put(fields, field, value),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            false
        }
    }
}

/// What stands behind the `?` of an address.
#[derive(Clone, Default)]
pub(crate) struct Asked(Pairs);

impl Asked {
    /// The first value of this name that is not empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut named = self.0.iter().filter(|(key, _)| key == name);
        named.find_map(|(_, value)| (!value.is_empty()).then_some(value.as_str()))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = Query::<Pairs>::try_from_uri(&parts.uri);
        Ok(asked.map(|Query(pairs)| Self(pairs)).unwrap_or_default())
    }
}
