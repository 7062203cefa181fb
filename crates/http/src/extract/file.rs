//! A file of users as the body: read piece by piece, never the whole of it in memory.

use crate::problem::{Code, Problem};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::header,
};
use http_body_util::BodyExt;
use std::{convert::Infallible, time::Duration};
use tenure_service::import::FileFormat;

/// The most bytes of a file.
const MOST: u64 = 256 * 1024 * 1024;
/// So much more is taken of a file that is refused: whoever is still sending would not see the answer otherwise.
const LEFT: u64 = 16 * 1024 * 1024;
/// A piece that takes longer to arrive is not waited for.
const PATIENCE: Duration = Duration::from_secs(15);

/// A body that is not read yet.
#[derive(Debug)]
pub(crate) struct UserFile {
    kind: String,
    body: Body,
    read: u64,
}

impl<S: Sync> FromRequest<S> for UserFile {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        Ok(Self {
            kind: kind.to_ascii_lowercase(),
            body: request.into_body(),
            read: 0,
        })
    }
}

impl UserFile {
    /// What its type says that it is written in.
    ///
    /// # Errors
    /// `unsupported_media_type` for everything else.
    pub(crate) fn format(&self) -> Result<FileFormat, Problem> {
        match self.kind.as_str() {
            "text/csv" => Ok(FileFormat::Csv),
            "application/x-ndjson" => Ok(FileFormat::Ndjson),
            _ => {
                let detail = "Send text/csv or application/x-ndjson.";
                Err(Problem::with_detail(Code::UnsupportedMediaType, detail))
            }
        }
    }

    /// Takes some of what is still being sent, and forgets it.
    pub(crate) async fn leave(&mut self) {
        let most = self.read.saturating_add(LEFT);
        while self.read < most && matches!(self.next().await, Ok(Some(_))) {}
    }

    /// The next piece; none at the end.
    ///
    /// # Errors
    /// `payload_too_large`; `malformed` where it breaks off or takes too long.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let unread = |detail: &str| Problem::with_detail(Code::Malformed, detail);
        loop {
            let frame = tokio::time::timeout(PATIENCE, self.body.frame()).await;
            let frame = frame.map_err(|_| unread("The file did not arrive in time."))?;
            let Some(frame) = frame else { return Ok(None) };
            let frame = frame.map_err(|_| unread("The file broke off."))?;
            let Ok(bytes) = frame.into_data() else {
                continue;
            };
            self.read = self
                .read
                .saturating_add(bytes.len().try_into().unwrap_or(u64::MAX));
            if self.read > MOST {
                let detail = format!("Send at most {} MiB.", MOST / 1024 / 1024);
                return Err(Problem::with_detail(Code::PayloadTooLarge, detail));
            }
            return Ok(Some(bytes));
        }
    }
}
