//! The HTTP face: the JSON API under `/api/v1`, the pages behind the links, health and documentation.
//!
//! Handlers translate and nothing else: an extractor says who asks, an input says what, a use case of
//! `tenure-service` does it, a view answers. Refusals become a problem document in one place.
#![warn(missing_docs)]

mod extract;
mod limits;
mod pages;
mod problem;
mod state;

pub use limits::{Limit, RateLimits};
pub use state::{AppState, Settings};

/// Everything: the API, the pages, health, documentation, with every layer.
pub fn router(state: AppState) -> axum::Router {
    axum::Router::new().merge(pages::router()).with_state(state)
}

/// The API's description.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    utoipa::openapi::OpenApi::default()
}
