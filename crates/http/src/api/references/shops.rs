//! Shops.

use super::{add, list, remove, show, update};
use crate::{
    extract::{Caller, IfMatch, Json, Params, Wish},
    input::{NewShop, PatchShop, RecordPatch, ReferenceParams},
    problem::Problem,
    state::AppState,
    view::{Listed, ReferenceView, Rows},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use tenure_domain::reference::ReferenceKind;

/// List shops
///
/// Each sells for a product store, and may belong to a parent shop.
#[utoipa::path(get, path = "/shops", tag = "reference data", params(ReferenceParams),
    responses((status = 200, description = "A page of shops, by name", body = Rows<ReferenceView>)))]
pub(in crate::api) async fn list_shops(
    State(app): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Listed<ReferenceView>, Problem> {
    list(&app, &caller, params, ReferenceKind::Shop).await
}

/// Add a shop
#[utoipa::path(post, path = "/shops", tag = "reference data", request_body = NewShop,
    responses((status = 201, description = "The new shop", body = ReferenceView,
        headers(("Location" = String, description = "Where it is")))))]
pub(in crate::api) async fn add_shop(
    State(app): State<AppState>,
    caller: Caller,
    wish: Wish<NewShop>,
) -> Result<Response, Problem> {
    add(&app, &caller, wish.input.into(), wish.key).await
}

/// Show a shop
#[utoipa::path(get, path = "/shops/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id")),
    responses((status = 200, description = "The shop", body = ReferenceView)))]
pub(in crate::api) async fn show_shop(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    show(&app, &caller, ReferenceKind::Shop, &id).await
}

/// Change a shop
///
/// A JSON merge patch: fields left out stay, `null` clears.
#[utoipa::path(patch, path = "/shops/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = String, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
    request_body(content((PatchShop = "application/json"), (PatchShop = "application/merge-patch+json"))),
    responses((status = 200, description = "The shop", body = ReferenceView)))]
pub(in crate::api) async fn update_shop(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(RecordPatch(patch)): Json<RecordPatch<true, true>>,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::Shop, id.as_str());
    update(&app, &caller, which, &version, &patch).await
}

/// Delete a shop
///
/// Not while other shops belong to it: `in_use`.
#[utoipa::path(delete, path = "/shops/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 204, description = "Deleted")))]
pub(in crate::api) async fn delete_shop(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::Shop, id.as_str());
    remove(&app, &caller, which, &version).await
}
