//! Positions.

use super::{add, list, remove, show, update};
use crate::{
    extract::{Caller, IfMatch, Json, Params, Wish},
    input::{NewRecord, PatchRecord, RecordPatch, ReferenceParams},
    problem::Problem,
    state::AppState,
    view::{Listed, ReferenceView, Rows},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use tenure_domain::reference::{ReferenceData, ReferenceKind};

/// List positions
///
/// Titles that users hold; no two are alike.
#[utoipa::path(get, path = "/positions", tag = "reference data", params(ReferenceParams),
    responses((status = 200, description = "A page of positions, by name", body = Rows<ReferenceView>)))]
pub(in crate::api) async fn list_positions(
    State(app): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Listed<ReferenceView>, Problem> {
    list(&app, &caller, params, ReferenceKind::Position).await
}

/// Add a position
#[utoipa::path(post, path = "/positions", tag = "reference data", request_body = NewRecord,
    responses((status = 201, description = "The new position", body = ReferenceView,
        headers(("Location" = String, description = "Where it is")))))]
pub(in crate::api) async fn add_position(
    State(app): State<AppState>,
    caller: Caller,
    wish: Wish<NewRecord>,
) -> Result<Response, Problem> {
    add(
        &app,
        &caller,
        wish.input.wish(ReferenceData::Position),
        wish.key,
    )
    .await
}

/// Show a position
#[utoipa::path(get, path = "/positions/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id")),
    responses((status = 200, description = "The position", body = ReferenceView)))]
pub(in crate::api) async fn show_position_record(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    show(&app, &caller, ReferenceKind::Position, &id).await
}

/// Change a position
///
/// A JSON merge patch: fields left out stay, `null` clears.
#[utoipa::path(patch, path = "/positions/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = String, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
    request_body(content((PatchRecord = "application/json"), (PatchRecord = "application/merge-patch+json"))),
    responses((status = 200, description = "The position", body = ReferenceView)))]
pub(in crate::api) async fn update_position(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(RecordPatch(patch)): Json<RecordPatch<false, false>>,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::Position, id.as_str());
    update(&app, &caller, which, &version, &patch).await
}

/// Delete a position
///
/// Not while users are assigned to it: `in_use`. Deleted users count.
#[utoipa::path(delete, path = "/positions/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 204, description = "Deleted")))]
pub(in crate::api) async fn delete_position(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::Position, id.as_str());
    remove(&app, &caller, which, &version).await
}
