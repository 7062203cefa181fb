//! Product stores.

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

/// List product stores
///
/// What shops sell for.
#[utoipa::path(get, path = "/product-stores", tag = "reference data", params(ReferenceParams),
    responses((status = 200, description = "A page of product stores, by name", body = Rows<ReferenceView>)))]
pub(in crate::api) async fn list_product_stores(
    State(app): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Listed<ReferenceView>, Problem> {
    list(&app, &caller, params, ReferenceKind::ProductStore).await
}

/// Add a product store
#[utoipa::path(post, path = "/product-stores", tag = "reference data", request_body = NewRecord,
    responses((status = 201, description = "The new product store", body = ReferenceView,
        headers(("Location" = String, description = "Where it is")))))]
pub(in crate::api) async fn add_product_store(
    State(app): State<AppState>,
    caller: Caller,
    wish: Wish<NewRecord>,
) -> Result<Response, Problem> {
    add(
        &app,
        &caller,
        wish.input.wish(ReferenceData::ProductStore),
        wish.key,
    )
    .await
}

/// Show a product store
#[utoipa::path(get, path = "/product-stores/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id")),
    responses((status = 200, description = "The product store", body = ReferenceView)))]
pub(in crate::api) async fn show_product_store(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    show(&app, &caller, ReferenceKind::ProductStore, &id).await
}

/// Change a product store
///
/// A JSON merge patch: fields left out stay, `null` clears.
#[utoipa::path(patch, path = "/product-stores/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = String, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
    request_body(content((PatchRecord = "application/json"), (PatchRecord = "application/merge-patch+json"))),
    responses((status = 200, description = "The product store", body = ReferenceView)))]
pub(in crate::api) async fn update_product_store(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(RecordPatch(patch)): Json<RecordPatch<false, false>>,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::ProductStore, id.as_str());
    update(&app, &caller, which, &version, &patch).await
}

/// Delete a product store
///
/// Not while shops sell for it: `in_use`.
#[utoipa::path(delete, path = "/product-stores/{id}", tag = "reference data",
    params(("id" = uuid::Uuid, Path, description = "The id"),
        ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 204, description = "Deleted")))]
pub(in crate::api) async fn delete_product_store(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Result<Response, Problem> {
    let which = (ReferenceKind::ProductStore, id.as_str());
    remove(&app, &caller, which, &version).await
}
