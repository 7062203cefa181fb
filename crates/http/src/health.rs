//! Is the server there, and is it ready?

use crate::{problem::Problem, state::AppState};
use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok`.
    #[schema(example = "ok")]
    status: &'static str,
}

const OK: Health = Health { status: "ok" };

/// The process runs
#[utoipa::path(get, path = "/healthz", tag = "health", security(()),
    responses((status = 200, description = "It runs", body = Health)))]
pub(crate) async fn alive() -> Json<Health> {
    Json(OK)
}

/// The process can work: the database is there, migrated and writable
#[utoipa::path(get, path = "/readyz", tag = "health", security(()),
    responses((status = 200, description = "It is ready", body = Health)))]
pub(crate) async fn ready(State(app): State<AppState>) -> Result<Json<Health>, Problem> {
    app.reading.ready().await?;
    Ok(Json(OK))
}
