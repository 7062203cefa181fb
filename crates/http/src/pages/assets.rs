//! The stylesheet, the script and the mark, under addresses that change with their content.

use axum::{
    extract::Path,
    http::{
        HeaderName, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
    },
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const STYLESHEET: &str = concat!(
    include_str!("../../assets/tenure.css"),
    include_str!("../../assets/dashboard.css"),
    include_str!("../../assets/people.css"),
    include_str!("../../assets/user.css"),
    include_str!("../../assets/organization.css"),
    include_str!("../../assets/trail.css"),
    include_str!("../../assets/system.css"),
);
const SCRIPT: &str = include_str!("../../assets/console.js");
const ICON: &str = include_str!("../../assets/tenure.svg");
/// A file never changes under its address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

static STYLESHEET_URL: LazyLock<String> = LazyLock::new(|| address(STYLESHEET, "css"));
static SCRIPT_URL: LazyLock<String> = LazyLock::new(|| address(SCRIPT, "js"));
static ICON_URL: LazyLock<String> = LazyLock::new(|| address(ICON, "svg"));

fn address(content: &str, ending: &str) -> String {
    use std::fmt::Write;
    let mut address = "/assets/tenure-".to_owned();
    for byte in Sha256::digest(content.as_bytes()).iter().take(6) {
        // Writing to a string cannot fail.
        let _ = write!(address, "{byte:02x}");
    }
    address + "." + ending
}

/// Where the stylesheet is.
pub(crate) fn stylesheet_url() -> &'static str {
    &STYLESHEET_URL
}

/// Where the console's script is.
pub(crate) fn script_url() -> &'static str {
    &SCRIPT_URL
}

/// Where the mark is.
pub(crate) fn icon_url() -> &'static str {
    &ICON_URL
}

pub(super) async fn serve(Path(file): Path<String>) -> Response {
    let asked = format!("/assets/{file}");
    let (kind, content) = if asked == stylesheet_url() {
        ("text/css; charset=utf-8", STYLESHEET)
    } else if asked == script_url() {
        ("text/javascript; charset=utf-8", SCRIPT)
    } else if asked == icon_url() {
        ("image/svg+xml; charset=utf-8", ICON)
    } else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers: [(HeaderName, &str); 3] = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, FOR_EVER),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, content).into_response()
}
