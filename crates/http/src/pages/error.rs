//! A refusal as a page of its own: what happened, what to do, and the id by which the log has it.

use super::view::Message;
use crate::{console::Words, problem::Problem};
use axum::{http::StatusCode, response::Response};

/// The page of a problem, for a request of this id.
pub(crate) fn error_page(problem: &Problem, instance: &str, words: &Words) -> Response {
    let mut lines = vec![problem.told(words)];
    lines.extend(problem.errors.iter().map(|error| error.told(words)));
    lines.extend(advice(problem.status()).map(|key| words.say(key)));
    let message = Message {
        title: problem.name(words).trim_end_matches('.').to_owned(),
        lines,
        links: vec![("/".to_owned(), words.say("page-start"))],
        request: (!instance.is_empty()).then(|| instance.to_owned()),
        words: words.clone(),
        ..Message::default()
    };
    let mut response = message.show(problem.status());
    problem.dress(&mut response);
    response
}

/// What to do, by what kind of failure it is, as a message; a link's own text says it already.
fn advice(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::NOT_FOUND => Some("page-advice-address"),
        StatusCode::METHOD_NOT_ALLOWED => Some("page-advice-buttons"),
        StatusCode::TOO_MANY_REQUESTS => Some("page-advice-minute"),
        StatusCode::SERVICE_UNAVAILABLE => Some("page-advice-seconds"),
        StatusCode::INTERNAL_SERVER_ERROR => Some("page-advice-again"),
        StatusCode::FORBIDDEN => Some("page-advice-permission"),
        _ => None,
    }
}
