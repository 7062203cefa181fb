//! Roles, facilities and other records, positions, time off, the rules.

use crate::AppState;
use axum::Router;

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
}
