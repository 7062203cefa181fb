//! Users in numbers: the list, adding, many at once, import.

mod acts;
mod add;
mod address;
mod columns;
mod filters;
mod import;
mod kept;
mod list;
mod listing;
mod many;
mod places;
mod role_names;
mod row;

use crate::AppState;
use axum::{Router, routing::get};

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .merge(import::router())
        .route("/users", get(list::show))
        .route("/users/new", get(add::show).post(add::submit))
        .route("/users/new/done", get(add::done))
        .route("/users/many", get(many::show).post(many::submit))
        .route("/users/many/{key}", get(many::told))
        .route("/users/many/{key}/skipped.csv", get(many::file))
        .route("/users/columns", get(columns::show).post(columns::choose))
}
