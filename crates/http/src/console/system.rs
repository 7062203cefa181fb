//! The system itself, and how programs reach it.

use crate::AppState;
use axum::Router;

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
}
