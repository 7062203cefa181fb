//! One user's page with its tabs, and what can be done with him.

use crate::AppState;
use axum::Router;

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
}
