//! Oneself: the account, its sessions, how the console speaks and looks, and the proof of who one is.

mod account;
mod confirm;
mod help;
mod settings;

use crate::AppState;
use axum::{
    Router,
    routing::{get, post},
};

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/me", get(account::show))
        .route("/me/sessions/{id}/end", post(account::end))
        .route("/me/sessions/end-all", post(account::end_all))
        .route("/me/organization", post(account::choose))
        .route("/me/settings", get(settings::show).post(settings::submit))
        .route("/me/confirm", get(confirm::show).post(confirm::submit))
        .route("/help", get(help::show))
}
