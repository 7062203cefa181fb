//! Users in numbers: the list, adding, many at once, import.

mod acts;
mod add;
mod address;
mod columns;
mod filters;
mod list;
mod listing;
mod row;

use crate::AppState;
use axum::{Router, routing::get};

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users", get(list::show))
        .route("/users/new", get(add::show).post(add::submit))
        .route("/users/new/done", get(add::done))
        .route("/users/columns", get(columns::show).post(columns::choose))
}
