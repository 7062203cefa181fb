//! Organizations.

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

/// List organizations
///
/// Whoever sees only the members of some organizations sees those and his own.
#[utoipa::path(get, path = "/organizations", tag = "reference data", params(ReferenceParams),
    responses((status = 200, description = "A page of organizations, by name", body = Rows<ReferenceView>)))]
pub(in crate::api) async fn list_organizations(
    State(app): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Listed<ReferenceView>, Problem> {
    list(&app, &caller, params, ReferenceKind::Organization).await
}

/// Add an organization
#[utoipa::path(post, path = "/organizations", tag = "reference data", request_body = NewRecord,
    responses((status = 201, description = "The new organization", body = ReferenceView,
        headers(("Location" = String, description = "Where it is")))))]
pub(in crate::api) async fn add_organization(
    State(app): State<AppState>,
    caller: Caller,
    wish: Wish<NewRecord>,
) -> Result<Response, Problem> {
    add(
        &app,
        &caller,
        wish.input.wish(ReferenceData::Organization),
        wish.key,
    )
    .await
}

/// Show an organization
#[utoipa::path(get, path = "/organizations/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id")),
    responses((status = 200, description = "The organization", body = ReferenceView)))]
pub(in crate::api) async fn show_organization(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    show(&app, &caller, ReferenceKind::Organization, &id).await
}

/// Change an organization
///
/// A JSON merge patch: fields left out stay, `null` clears.
#[utoipa::path(patch, path = "/organizations/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = String, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
    request_body(content((PatchRecord = "application/json"), (PatchRecord = "application/merge-patch+json"))),
    responses((status = 200, description = "The organization", body = ReferenceView)))]
pub(in crate::api) async fn update_organization(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(RecordPatch(patch)): Json<RecordPatch<false, false>>,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::Organization, id.as_str());
    update(&app, &caller, which, &version, &patch).await
}

/// Delete an organization
///
/// Not while it has members, or roles are granted in it: `in_use`. Deleted users count.
#[utoipa::path(delete, path = "/organizations/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 204, description = "Deleted")))]
pub(in crate::api) async fn delete_organization(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::Organization, id.as_str());
    remove(&app, &caller, which, &version).await
}
