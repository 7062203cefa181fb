//! Invitations, the audit log, messages.

use crate::AppState;
use axum::Router;

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
}
