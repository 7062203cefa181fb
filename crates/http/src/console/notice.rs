//! What was done, told on the next page: a cookie names the message, the page that shows it takes it away.

use crate::AppState;
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

/// The header by which the console's script says that it shows a page as a dialog.
const WINDOW: HeaderName = HeaderName::from_static("tenure-window");
/// Where that page leads, for the script to go there.
const GO_TO: HeaderName = HeaderName::from_static("tenure-location");
/// The cookie's name; nothing personal is in it.
const COOKIE: &str = "notice";

/// The cookie's line for this message.
fn cookie(key: &str, secure: bool) -> Option<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let line = format!("{COOKIE}={key}; Path=/; HttpOnly; SameSite=Lax; Max-Age=60{secure}");
    HeaderValue::from_str(&line).ok()
}

/// Has the next page tell the message `notice-<key>`.
pub(crate) fn tell(app: &AppState, response: &mut Response, key: &str) {
    if let Some(line) = cookie(key, app.settings.secure_cookies) {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
}

/// The message that the last page left to be told.
pub(crate) fn left(headers: &HeaderMap) -> Option<String> {
    let told = crate::extract::cookie(headers, COOKIE)?;
    key(told).map(ToOwned::to_owned)
}

/// The cookie's line that takes it away.
pub(super) fn cookie_gone() -> HeaderValue {
    HeaderValue::from_static("notice=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0")
}

/// A key of a message, and nothing else that somebody may have put into the cookie.
fn key(text: &str) -> Option<&str> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let own = text.len() <= 40 && text.bytes().all(plain);
    (own && !text.is_empty()).then_some(text)
}

/// A script cannot read where a redirect leads; the page that it shows as a dialog tells it in a header instead.
pub(crate) async fn settle_windows(request: Request, next: Next) -> Response {
    let shown = request.headers().contains_key(&WINDOW);
    let mut response = next.run(request).await;
    if shown
        && response.status() == StatusCode::SEE_OTHER
        && let Some(to) = response.headers_mut().remove(header::LOCATION)
    {
        *response.status_mut() = StatusCode::NO_CONTENT;
        response.headers_mut().insert(GO_TO, to);
    }
    response
}
