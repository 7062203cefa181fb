//! The headers of every answer.

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
/// The documentation's own styles are written into its page.
const POLICY_OF_DOCUMENTATION: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data: blob:; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Adds what every answer has. What a handler chose for caching and content stays.
pub(super) fn add(response: &mut Response, https: bool) {
    let unread = response.status() == StatusCode::PAYLOAD_TOO_LARGE;
    let headers = response.headers_mut();
    if unread {
        // The rest of the body is never read, so nothing can follow it on this connection.
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if https {
        let value = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, value);
    }
    headers.remove(header::SERVER);
}

/// The documentation's pages may style themselves, and may be kept for an hour.
pub(crate) async fn relax_for_documentation(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let policy = HeaderValue::from_static(POLICY_OF_DOCUMENTATION);
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    let hour = HeaderValue::from_static("public, max-age=3600");
    headers.insert(header::CACHE_CONTROL, hour);
    response
}
