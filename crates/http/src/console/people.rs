//! Users in numbers: the list, adding, many at once, import.

use crate::AppState;
use axum::Router;

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
}
