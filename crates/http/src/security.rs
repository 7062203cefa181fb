//! What surrounds every request: its id, a place, a time limit, the headers, the log, and the writing of problems.

mod headers;

pub(crate) use headers::relax_for_documentation;

use crate::{
    console::{Words, words_for},
    extract::Client,
    pages,
    problem::{Code, Problem},
    state::AppState,
};
use axum::{
    Json, Router,
    body::Body,
    extract::{FromRequestParts, MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header, uri::Authority},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
};
use std::{any::Any, time::Duration};
use tenure_domain::change::Origin;
use tenure_service::origin;
use tokio::time::Instant;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
    csrf::{CsrfLayer, ProtectionError},
};

/// A handler that takes longer is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// What works through a file, or through thousands of users each in a transaction of his own, may take longer. It waits
/// for each piece of a file by itself.
const PATIENCE_FOR_FILES: Duration = Duration::from_secs(30 * 60);
const LONG_WORK: [&str; 4] = [
    "/users/import",
    "/users/bulk",
    "/users/many",
    "/system/backup",
];
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Bodies below are not worth the work.
const WORTH_COMPRESSING: u64 = 1_024;

/// Wraps everything in its layers; the last one is the outermost.
pub(crate) fn protect(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let worth = SizeAbove::new(WORTH_COMPRESSING).and(NotForContentType::IMAGES);
    router
        .layer(from_fn(in_time))
        .layer(same_origin(state))
        .layer(CatchPanicLayer::custom(caught))
        .layer(from_fn_with_state(state.clone(), surround))
        .layer(CompressionLayer::new().compress_when(worth))
}

/// Pages of other sites change nothing here, whatever cookies their visitors have.
fn same_origin(
    state: &AppState,
) -> CsrfLayer<impl FnMut(ProtectionError) -> Response<Body> + Clone + Send + Sync + 'static> {
    let refuse = |_| Problem::new(Code::CrossOrigin).into_response();
    let layer = CsrfLayer::new();
    let origin = origin_of(&state.settings.public_url);
    let trusting = layer.clone().add_trusted_origin(&origin);
    trusting.unwrap_or(layer).with_rejection_response(refuse)
}

/// Scheme and host of an address, without a path.
fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let host = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{host}").to_ascii_lowercase()
}

async fn in_time(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let is_long = |route: &MatchedPath| LONG_WORK.iter().any(|end| route.as_str().ends_with(end));
    let long = route.is_some_and(is_long);
    let patience = if long { PATIENCE_FOR_FILES } else { PATIENCE };
    let answered = tokio::time::timeout(patience, next.run(request)).await;
    answered.unwrap_or_else(|_| {
        let problem = Problem::new(Code::Unavailable);
        problem
            .caused_by("the handler took too long")
            .into_response()
    })
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape the layer asks for"
)]
fn caught(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    let cause = text.unwrap_or("a panic without words").to_owned();
    Problem::new(Code::Internal)
        .caused_by(format!("panic: {cause}"))
        .into_response()
}

/// The client's id for the request if it is a plain one, else a fresh one.
fn request_id(headers: &HeaderMap) -> String {
    let given = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
    let plain = |id: &&str| {
        let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        (1..=64).contains(&id.len()) && id.bytes().all(sign)
    };
    let fresh = || format!("{:032x}", rand::random::<u128>());
    given.filter(plain).map_or_else(fresh, ToOwned::to_owned)
}

/// The outermost layer but the compression.
async fn surround(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(request.headers());
    let method = request.method().clone();
    // The template of the path, never the path: there are tokens in paths.
    let route = request.extensions().get::<MatchedPath>().cloned();
    let path = route.as_ref().map_or("(none)", MatchedPath::as_str);
    let reader = (!reads_json(&request)).then(|| request.headers().clone());
    let (request, origin) = asked_from(request, &app, &id).await;
    let mut response = match (well_addressed(&request), app.places.try_acquire()) {
        (Err(problem), _) => problem.into_response(),
        (Ok(()), Ok(_place)) => origin::within(origin, next.run(request)).await,
        (Ok(()), Err(_)) => Problem::new(Code::Busy).into_response(),
    };
    if let Some(problem) = problem_of(&response) {
        let words = match reader {
            Some(headers) => Some(words_for(&app, headers, &problem).await),
            None => None,
        };
        response = write(&problem, &response, &id, words.as_ref());
        if response.status().is_server_error() {
            let (code, cause) = (problem.code.as_str(), problem.cause());
            tracing::error!(request = id, %method, path, code, cause, "request failed");
        }
    }
    let status = response.status().as_u16();
    let ms = started.elapsed().as_millis();
    tracing::info!(request = id, %method, path, status, ms, "request");
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    headers::add(&mut response, app.settings.secure_cookies);
    response
}

/// What the audit trail says of where a request came from.
async fn asked_from(request: Request, app: &AppState, id: &str) -> (Request, Origin) {
    let (mut parts, body) = request.into_parts();
    let Ok(client) = Client::from_request_parts(&mut parts, app).await;
    let origin = Origin {
        ip: client.origin().ip,
        request_id: Some(id.to_owned()),
    };
    (Request::from_parts(parts, body), origin)
}

/// Does the request say once, and plainly, to whom it goes (RFC 9112, 3.2)? What stands between the client and this
/// server might have read another of two.
fn well_addressed(request: &Request) -> Result<(), Problem> {
    let malformed = |detail: String| Err(Problem::with_detail(Code::Malformed, detail));
    let headers = request.headers();
    for name in ["Host", "Tenure-Tenant"] {
        if headers.get_all(name).iter().nth(1).is_some() {
            return malformed(format!("Send the header {name} once."));
        }
    }
    let host = headers.get(header::HOST);
    let needed = request.version() == Version::HTTP_11;
    let valid = host.map_or(!needed, |host| host.to_str().is_ok_and(is_host));
    if valid {
        Ok(())
    } else {
        malformed("Send the header Host with this server's name.".to_owned())
    }
}

/// A name or an address, with or without a port.
fn is_host(text: &str) -> bool {
    let Ok(authority) = text.parse::<Authority>() else {
        return false;
    };
    let host = authority.host();
    let port = text.strip_prefix(host);
    let is_port = |port: &str| {
        let digits = port.strip_prefix(':');
        let number = |digits: &str| digits.parse::<u16>().is_ok() && !digits.starts_with('+');
        digits.is_some_and(|digits| digits.is_empty() || number(digits))
    };
    !host.is_empty() && port.is_some_and(|port| port.is_empty() || is_port(port))
}

/// Does the client of this request read JSON rather than pages?
fn reads_json(request: &Request) -> bool {
    let path = request.uri().path();
    let machine = ["/api", "/healthz", "/readyz"];
    let within = |prefix: &str| {
        let rest = path.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    machine.into_iter().any(within)
}

/// The problem in an answer: one of ours, or an error of the framework that says nothing but its status.
fn problem_of(response: &Response) -> Option<Problem> {
    if let Some(problem) = response.extensions().get::<Problem>() {
        return Some(problem.clone());
    }
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // A page or text of its own stays; what the framework says by itself is plain text or nothing.
    let bare = kind.is_empty() || (kind.starts_with("text/plain") && status != StatusCode::OK);
    (failed && bare).then(|| Problem::new(Code::of_status(status)))
}

/// Writes a problem as JSON or as a page, keeping what headers the answer has already.
fn write(problem: &Problem, bare: &Response, id: &str, page: Option<&Words>) -> Response {
    let mut written = if let Some(words) = page {
        pages::error_page(problem, id, words)
    } else {
        let mut response = Json(problem.body(id)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    };
    for (name, value) in bare.headers() {
        if *name != header::CONTENT_TYPE && *name != header::CONTENT_LENGTH {
            written.headers_mut().insert(name.clone(), value.clone());
        }
    }
    problem.dress(&mut written);
    written
}

#[cfg(test)]
mod tests {
    use super::{is_host, origin_of, request_id};
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn a_plain_request_id_is_kept_and_any_other_replaced() {
        let with = |id: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-request-id", HeaderValue::from_static(id));
            request_id(&headers)
        };
        assert_eq!(with("abc-1.2_3"), "abc-1.2_3");
        for bad in ["", "a b", "a;b", "<script>"] {
            assert_ne!(with(bad), bad);
        }
        assert_eq!(request_id(&HeaderMap::new()).len(), 32);
    }

    #[test]
    fn a_host_is_a_name_or_an_address_with_or_without_a_port() {
        for host in [
            "localhost",
            "oms.example:8080",
            "127.0.0.1:80",
            "[::1]:80",
            "[::1]",
            "a:",
        ] {
            assert!(is_host(host), "{host}");
        }
        for other in [
            "", ":80", "a b", "a@b", "a/b", "a:b", "a:+1", "a:99999", "a,b c", "a?b",
        ] {
            assert!(!is_host(other), "{other}");
        }
    }

    #[test]
    fn an_origin_is_scheme_and_host() {
        assert_eq!(origin_of("https://OMS.example/app"), "https://oms.example");
        assert_eq!(origin_of("http://127.0.0.1:8080"), "http://127.0.0.1:8080");
    }
}
