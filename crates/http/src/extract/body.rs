//! Bodies: read up to a limit, parsed strictly, every wrong field named at once.

use super::caller::WishKey;
use crate::{
    input::Fields,
    problem::{Code, Problem},
};
use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::{HeaderMap, Method, header},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::{
    Deserialize,
    de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::{fmt, time::Duration};
use uuid::Uuid;

/// The largest JSON body.
const MOST_JSON: usize = 64 * 1024;
/// The largest body with a password or token in it.
pub(crate) const MOST_SECRET: usize = 8 * 1024;
/// Objects within objects.
const DEEPEST: usize = 32;
/// A body that takes longer to arrive is not waited for.
const PATIENCE: Duration = Duration::from_secs(15);
/// The header with the caller's key for a wish.
const KEY: &str = "idempotency-key";

/// What a body says, read field by field.
pub(crate) trait Input: Sized + Send {
    /// The most bytes.
    const MOST: usize = MOST_JSON;
    /// May the body be left out?
    const OPTIONAL: bool = false;

    /// The object that a body of another shape stands for.
    fn object(body: Value) -> Value {
        body
    }

    /// Takes the fields. `None`: something is wrong, and the fields know what.
    fn read(fields: &mut Fields) -> Option<Self>;
}

/// A body without anything in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Nothing;

impl Input for Nothing {
    const OPTIONAL: bool = true;

    fn read(_: &mut Fields) -> Option<Self> {
        Some(Self)
    }
}

/// A JSON body.
#[derive(Clone, Debug)]
pub(crate) struct Json<T>(pub(crate) T);

/// A body and, where its sender chose one, a key: the same wish is not fulfilled twice.
#[derive(Clone, Debug)]
pub(crate) struct Wish<T> {
    pub(crate) input: T,
    pub(crate) key: Option<WishKey>,
}

impl<T: Input, S: Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.headers, body, T::MOST).await?;
        let value = value(&parts.headers, &parts.method, &bytes, T::OPTIONAL)?;
        parse_value(value).map(Self)
    }
}

impl<T: Input, S: Sync> FromRequest<S> for Wish<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let key = key(&parts.headers)?;
        let bytes = read(&parts.headers, body, T::MOST).await?;
        let value = value(&parts.headers, &parts.method, &bytes, T::OPTIONAL)?;
        let key = key.map(|key| {
            let mut hash = Sha256::new();
            for part in [parts.method.as_str(), parts.uri.path()] {
                hash.update(part);
                hash.update([0]);
            }
            let request_hash = hash.chain_update(&bytes).finalize().into();
            WishKey { key, request_hash }
        });
        let input = parse_value(value)?;
        Ok(Self { input, key })
    }
}

fn key(headers: &HeaderMap) -> Result<Option<Uuid>, Problem> {
    let Some(given) = headers.get(KEY) else {
        return Ok(None);
    };
    let parsed = given.to_str().ok().and_then(|text| {
        let text = text.trim().trim_matches('"');
        Uuid::try_parse(text).ok()
    });
    let detail = "Send a UUID as Idempotency-Key.";
    let malformed = || Problem::with_detail(Code::Malformed, detail);
    parsed.map(Some).ok_or_else(malformed)
}

pub(super) async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let too_large = || {
        let detail = format!("Send at most {} KiB.", most / 1024);
        Problem::with_detail(Code::PayloadTooLarge, detail)
    };
    let announced = headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| usize::try_from(length).is_ok_and(|length| length > most)) {
        return Err(too_large());
    }
    let collected = tokio::time::timeout(PATIENCE, Limited::new(body, most).collect()).await;
    let unread = |detail: &str| Problem::with_detail(Code::Malformed, detail);
    match collected.map_err(|_| unread("The body did not arrive in time."))? {
        Ok(collected) => Ok(collected.to_bytes().to_vec()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(unread("The body broke off.")),
    }
}

fn is_json(headers: &HeaderMap, method: &Method) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let merge_patch =
        method == Method::PATCH && kind.eq_ignore_ascii_case("application/merge-patch+json");
    merge_patch || kind.eq_ignore_ascii_case("application/json")
}

fn value(
    headers: &HeaderMap,
    method: &Method,
    bytes: &[u8],
    optional: bool,
) -> Result<Value, Problem> {
    let untyped = !headers.contains_key(header::CONTENT_TYPE);
    if bytes.is_empty() && optional && untyped {
        return Ok(Value::Object(Map::new()));
    }
    let malformed = |detail: String| Problem::with_detail(Code::Malformed, detail);
    if bytes.is_empty() && untyped {
        let missing = "The body is missing. Send JSON with Content-Type: application/json.";
        return Err(malformed(missing.to_owned()));
    }
    if !is_json(headers, method) {
        return Err(Problem::new(Code::UnsupportedMediaType));
    }
    if bytes.is_empty() {
        let missing = || malformed("The body is missing. Send JSON.".to_owned());
        return optional
            .then(|| Value::Object(Map::new()))
            .ok_or_else(missing);
    }
    let Strict(value) = serde_json::from_slice(bytes)
        .map_err(|error| malformed(format!("The body is not JSON: {error}.")))?;
    if depth(&value) > DEEPEST {
        return Err(malformed(format!(
            "The body is nested deeper than {DEEPEST}."
        )));
    }
    Ok(value)
}

/// Reads an input from a value; everything wrong is listed.
pub(crate) fn parse_value<T: Input>(value: Value) -> Result<T, Problem> {
    let mut fields = Fields::of(T::object(value))?;
    let input = T::read(&mut fields);
    fields.finish(input)
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

/// JSON in which no object has the same name twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((name, Strict(value))) = pairs.next_entry::<String, Strict>()? {
            if map.contains_key(&name) {
                let message = format!("the name {name:?} stands twice in one object");
                return Err(A::Error::custom(message));
            }
            map.insert(name, value);
        }
        Ok(Value::Object(map))
    }
}
