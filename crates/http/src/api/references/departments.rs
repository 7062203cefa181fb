//! Departments.

use super::{add, list, remove, show, update};
use crate::{
    extract::{Caller, IfMatch, Json, Params, Wish},
    input::{NewDepartment, PatchDepartment, RecordPatch, ReferenceParams},
    problem::Problem,
    state::AppState,
    view::{Listed, ReferenceView, Rows},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use tenure_domain::reference::ReferenceKind;

/// List departments
///
/// They nest without limit.
#[utoipa::path(get, path = "/departments", tag = "reference data", params(ReferenceParams),
    responses((status = 200, description = "A page of departments, by name", body = Rows<ReferenceView>)))]
pub(in crate::api) async fn list_departments(
    State(app): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Listed<ReferenceView>, Problem> {
    list(&app, &caller, params, ReferenceKind::Department).await
}

/// Add a department
#[utoipa::path(post, path = "/departments", tag = "reference data", request_body = NewDepartment,
    responses((status = 201, description = "The new department", body = ReferenceView,
        headers(("Location" = String, description = "Where it is")))))]
pub(in crate::api) async fn add_department(
    State(app): State<AppState>,
    caller: Caller,
    wish: Wish<NewDepartment>,
) -> Result<Response, Problem> {
    add(&app, &caller, wish.input.into(), wish.key).await
}

/// Show a department
#[utoipa::path(get, path = "/departments/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id")),
    responses((status = 200, description = "The department", body = ReferenceView)))]
pub(in crate::api) async fn show_department(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    show(&app, &caller, ReferenceKind::Department, &id).await
}

/// Change a department
///
/// A JSON merge patch: fields left out stay, `null` clears.
#[utoipa::path(patch, path = "/departments/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = String, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
    request_body(content((PatchDepartment = "application/json"), (PatchDepartment = "application/merge-patch+json"))),
    responses((status = 200, description = "The department", body = ReferenceView)))]
pub(in crate::api) async fn update_department(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(RecordPatch(patch)): Json<RecordPatch<false, true>>,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::Department, id.as_str());
    update(&app, &caller, which, &version, &patch).await
}

/// Delete a department
///
/// Not while departments lie within it or users are assigned to it: `in_use`.
#[utoipa::path(delete, path = "/departments/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 204, description = "Deleted")))]
pub(in crate::api) async fn delete_department(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::Department, id.as_str());
    remove(&app, &caller, which, &version).await
}
