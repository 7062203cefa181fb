//! The system itself, and how programs reach it.

mod backup;
mod integrations;
mod state;

use crate::AppState;
use axum::{Router, routing::get};

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/system", get(state::show))
        .route("/system/backup", get(backup::ask).post(backup::make))
        .route("/integrations", get(integrations::show))
}
