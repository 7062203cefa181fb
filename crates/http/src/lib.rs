//! The HTTP face: the JSON API under `/api/v1`, the pages behind the links, health and documentation.
//!
//! Handlers translate and nothing else: an extractor says who asks, an input says what, a use case of
//! `tenure-service` does it, a view answers. Refusals become a problem document in one place.
#![warn(missing_docs)]

mod answer;
mod api;
mod console;
mod csv;
mod cursor;
mod document;
mod entrance;
mod extract;
mod health;
mod input;
mod limits;
mod pages;
mod problem;
mod security;
mod state;
mod view;

pub use entrance::{Entrance, Entrances};
pub use limits::{Limit, RateLimits};
pub use problem::error_documentation;
pub use state::{AppState, Settings, UseCases};

use axum::{
    Json, Router,
    http::{HeaderValue, header},
    middleware::from_fn,
    response::IntoResponse,
    routing::get,
};
use problem::{Code, Problem};
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

/// Where the description is.
const DOCUMENT: &str = "/api/openapi.json";

/// Everything: the API, the pages, health, documentation, with every layer.
pub fn router(state: AppState) -> Router {
    let (api, document) = document::described();
    let router = api
        .merge(documentation(document))
        .route("/problems", get(problem::describe_all))
        .route("/problems/{code}", get(problem::describe))
        .merge(pages::router(state.entrances.is_some()))
        .merge(console::router())
        .fallback(|| async { Problem::new(Code::NotFound) });
    security::protect(router, &state).with_state(state)
}

/// The API's description.
#[must_use]
pub fn openapi() -> OpenApi {
    document::described().1
}

/// The description as JSON, and as pages that need nothing from elsewhere.
fn documentation(document: OpenApi) -> Router<AppState> {
    let config = Config::from(DOCUMENT).validator_url("none");
    let pages = Router::from(SwaggerUi::new("/api/docs").config(config));
    let pages = pages.layer(from_fn(security::relax_for_documentation));
    let document = Arc::new(document);
    let describe = move || async move {
        let hour = HeaderValue::from_static("public, max-age=3600");
        ([(header::CACHE_CONTROL, hour)], Json(document)).into_response()
    };
    Router::new().route(DOCUMENT, get(describe)).merge(pages)
}
