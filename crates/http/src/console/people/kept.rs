//! What became of long work: kept under a key, told on a page of its own, carried away as a file.

use crate::{AppState, console::Visit, extract::WishKey, problem::Problem};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use tenure_service::{Error, ports::CommandKey};
use uuid::Uuid;

/// Reports are looked up by their key alone.
const REPORT: [u8; 32] = [0; 32];

/// A key that nobody has used.
pub(super) fn new_key() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

/// What stands for all of these together, such as what somebody has looked at.
pub(super) fn mark<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    let mut text = String::new();
    for byte in hash.finalize().iter().take(16) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The key under which a report of this visitor is kept.
pub(super) fn key_of(visit: &Visit, key: Uuid) -> Option<CommandKey> {
    let wish = WishKey {
        key,
        request_hash: REPORT,
    };
    visit.repeatable(Some(wish), 200).map(|wish| wish.key)
}

/// The report, where there is one by now.
pub(super) async fn found<T: DeserializeOwned>(
    app: &AppState,
    visit: &Visit,
    key: Uuid,
) -> Result<Option<T>, Problem> {
    let kept = match key_of(visit, key) {
        Some(key) => app.users.kept_answer(&key).await?,
        None => None,
    };
    Ok(kept.and_then(|body| serde_json::from_str(&body).ok()))
}

/// The report, which must be there.
pub(super) async fn read<T: DeserializeOwned>(
    app: &AppState,
    visit: &Visit,
    key: Uuid,
) -> Result<T, Problem> {
    let kept = found(app, visit, key).await?;
    kept.ok_or_else(|| Error::NotFound.into())
}

/// Keeps the report.
pub(super) async fn keep<T: Serialize + Sync>(
    app: &AppState,
    key: &CommandKey,
    report: &T,
) -> Result<(), Error> {
    let body = serde_json::to_string(report).unwrap_or_default();
    app.users.keep_answer(key, &body).await
}

/// A table, to be saved under this name.
pub(super) fn file(name: &str, table: String) -> Response {
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let mut response = ([(header::CONTENT_TYPE, kind)], table).into_response();
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\""));
    if let Ok(name) = name {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}
