//! Users in numbers: the list, adding, many at once, import.

mod acts;
mod address;
mod columns;
mod filters;
mod list;
mod row;

use crate::AppState;
use axum::{Router, routing::get};

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users", get(list::show))
        .route("/users/columns", get(columns::show).post(columns::choose))
}
