//! A picture as the body, read no further than its tenant takes.

use super::body;
use crate::problem::{Code, Problem};
use axum::{
    body::Body,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use std::convert::Infallible;

/// The most bytes of a picture, whatever a policy says.
const MOST: usize = 16 * 1024 * 1024;

/// A body that is not read yet.
#[derive(Debug)]
pub(crate) struct Picture {
    headers: HeaderMap,
    body: Body,
}

impl<S: Sync> FromRequest<S> for Picture {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let (parts, body) = request.into_parts();
        let headers = parts.headers;
        Ok(Self { headers, body })
    }
}

impl Picture {
    /// The bytes, so many at most. What they are is not told by what the header says of them.
    ///
    /// # Errors
    /// `unsupported_media_type` for what does not even claim to be a picture, `payload_too_large`.
    pub(crate) async fn read(self, most: u32) -> Result<Vec<u8>, Problem> {
        if !is_picture(&self.headers) {
            let detail = "Send the picture itself, with its Content-Type, such as image/jpeg.";
            return Err(Problem::with_detail(Code::UnsupportedMediaType, detail));
        }
        let most = usize::try_from(most).unwrap_or(MOST).min(MOST);
        body::read(&self.headers, self.body, most).await
    }
}

fn is_picture(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.trim().to_ascii_lowercase();
    kind.starts_with("image/") || kind == "application/octet-stream"
}
