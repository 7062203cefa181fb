//! Oneself: the account, its sessions, how the console speaks and looks, and the proof of who one is.

mod account;
mod confirm;
mod help;
mod settings;

pub(super) use settings::languages;

use crate::AppState;
use axum::{Router, response::Redirect, routing::get};

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/me", get(account::show))
        .route("/me/sessions/{id}/end", get(to_account).post(account::end))
        .route(
            "/me/sessions/end-all",
            get(to_account).post(account::end_all),
        )
        .route("/me/organization", get(to_account).post(account::choose))
        .route("/me/settings", get(settings::show).post(settings::submit))
        .route("/me/confirm", get(confirm::show).post(confirm::submit))
        .route("/help", get(help::show))
}

/// What is sent there has its form on the account's page: whoever comes by a log-in in between finds it again.
async fn to_account() -> Redirect {
    Redirect::to("/me")
}
