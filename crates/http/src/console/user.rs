//! One user's page with its tabs, and what can be done with him. A tab is an address; so is every act.

mod access;
mod account;
mod act;
mod activity;
mod banner;
mod card;
mod edit;
mod external;
mod favourites;
mod general;
mod head;
mod history;
mod lifecycle;
mod part;
mod password;
mod picture;
mod place;
mod points;
mod position;
mod records;
mod roles;
mod security;
mod subject;
mod time_off;
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
        .merge(picture::router())
        .merge(lifecycle::router())
        .merge(password::router())
        .merge(external::router())
        .merge(part::router(account::Validity))
        .merge(part::router(account::Organizations))
        .merge(access::router())
        .merge(place::router())
        .merge(position::router())
        .merge(time_off::router())
        .merge(favourites::router())
        .route("/users/{id}/activity", get(activity::show))
        .route("/users/{id}/raw", get(activity::raw))
}
