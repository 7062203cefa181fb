//! A refusal as a page of its own: what happened, what to do, and the id by which the log has it.

use super::view::Message;
use crate::problem::Problem;
use axum::{http::StatusCode, response::Response};

/// The page of a problem, for a request of this id.
pub(crate) fn error_page(problem: &Problem, instance: &str) -> Response {
    let mut lines = vec![problem.detail.clone()];
    lines.extend(problem.errors.iter().map(|error| error.message.clone()));
    lines.extend(advice(problem.status()).map(ToOwned::to_owned));
    let message = Message {
        title: problem.code.title().trim_end_matches('.').to_owned(),
        lines,
        links: vec![("/".to_owned(), "Go to the start page")],
        request: (!instance.is_empty()).then(|| instance.to_owned()),
        ..Message::default()
    };
    let mut response = message.show(problem.status());
    problem.dress(&mut response);
    response
}

/// What to do, by what kind of failure it is; a link's own text says it already.
fn advice(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::NOT_FOUND => Some("Check the address for typing errors."),
        StatusCode::METHOD_NOT_ALLOWED => Some("Go back and use the page's own buttons."),
        StatusCode::TOO_MANY_REQUESTS => Some("Wait a minute, then try again."),
        StatusCode::SERVICE_UNAVAILABLE => Some("Try again in a few seconds."),
        StatusCode::INTERNAL_SERVER_ERROR => Some(
            "Try again. If it happens again, tell whoever runs this system the request id below.",
        ),
        _ => None,
    }
}
