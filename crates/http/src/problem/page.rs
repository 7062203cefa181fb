//! The codes for people: `/problems/{code}` and `docs/errors.md`, both from the same table.

use super::{Code, Problem};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use std::fmt::Write as _;

fn section(code: Code, out: &mut String) {
    let status = code.status();
    let reason = status.canonical_reason().unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "## `{}`\n\n**{} {reason}** · {}\n\n{}\n\nWhat to do: {}\n",
        code.as_str(),
        status.as_u16(),
        code.title(),
        code.happened(),
        code.remedy()
    );
}

/// The text of `docs/errors.md`: every code with its status, what happened and what to do.
#[must_use]
pub fn error_documentation() -> String {
    let mut text = String::from(
        "# Problems\n\n\
         Every refusal is an `application/problem+json` document (RFC 9457). Its `code` is permanent: programs may \
         rely on it. `title` is the same for every problem of a code, `detail` says what happened this time, \
         `instance` is the request's id as the log has it, `errors` lists wrong fields by JSON pointer.\n",
    );
    for code in Code::ALL {
        text.push('\n');
        section(*code, &mut text);
    }
    text
}

fn plain(text: String) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// One code, where a problem's `type` points to.
pub(crate) async fn describe(Path(name): Path<String>) -> Result<Response, Problem> {
    let code = Code::from_name(&name).ok_or_else(|| Problem::new(Code::NotFound))?;
    let mut text = String::new();
    section(code, &mut text);
    Ok(plain(text))
}

/// All of them.
pub(crate) async fn describe_all() -> Response {
    plain(error_documentation())
}
