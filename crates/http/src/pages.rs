//! The pages for people: set-up, log-in, passwords, links. Plain forms that work in every browser, over
//! the same use cases as the API; what goes wrong is shown from the same [`Problem`].

pub(crate) mod assets;
mod email;
mod entrance;
mod error;
mod field;
mod form;
mod invitation;
mod log_in;
mod log_out;
mod password;
mod person;
mod reset;
mod setup;
mod view;

pub(crate) use error::error_page;
pub(crate) use field::{Choice, Field, Kind, rules_in_words, zones};
pub(crate) use form::{Asked, Form, Longest};
pub(crate) use log_in::{Next, enter};
pub(crate) use view::{FormPage, Trouble, page};

use crate::AppState;
use axum::{Router, routing::get};

/// The pages; those behind the one-time links of a demonstration only where the server is one.
pub(crate) fn router(is_demonstration: bool) -> Router<AppState> {
    let entrance = if is_demonstration {
        Router::new().route("/demo/{token}", get(entrance::show).post(entrance::submit))
    } else {
        Router::new()
    };
    entrance
        .route("/setup", get(setup::show).post(setup::submit))
        .route("/login", get(log_in::show).post(log_in::submit))
        .route("/logout", axum::routing::post(log_out::log_out))
        .route("/password/forgot", get(reset::ask).post(reset::send))
        .route(
            "/password/reset/{token}",
            get(reset::show).post(reset::submit),
        )
        .route(
            "/password/change",
            get(password::show).post(password::submit),
        )
        .route(
            "/invite/{token}",
            get(invitation::show).post(invitation::submit),
        )
        .route(
            "/email/confirm/{token}",
            get(email::show).post(email::submit),
        )
        .route("/assets/{file}", get(assets::serve))
}
