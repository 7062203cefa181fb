//! One user's page with its tabs, and what can be done with him. A tab is an address; so is every act.

mod act;
mod banner;
mod edit;
mod external;
mod general;
mod head;
mod history;
mod lifecycle;
mod password;
mod points;
mod security;
mod subject;
mod when;

pub(super) use act::ACTS;

use crate::AppState;
use axum::{Router, routing::get};
use head::Head;
use subject::Subject;

/// What a form of these pages has beside the fields of the API's input.
const OWN: &[&str] = &["version", "typed", "was"];

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users/{id}", get(general::show))
        .route("/users/{id}/security", get(security::show))
        .route("/users/{id}/edit", get(edit::show).post(edit::submit))
        .merge(lifecycle::router())
        .merge(password::router())
        .merge(external::router())
}
