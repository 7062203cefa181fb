//! Organizations, facilities, product stores and positions: a name, an external id, and nothing else. The same five
//! routes for each; only the words differ.

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

macro_rules! routes_of {
    (
        $kind:ident, $all:tt, $one:tt, $the:tt;
        $list:ident $list_title:tt $list_note:tt $page:tt;
        $add:ident $add_title:tt $new:tt;
        $show:ident $show_title:tt;
        $update:ident $update_title:tt;
        $delete:ident $delete_title:tt $delete_note:tt;
    ) => {
        #[doc = $list_title]
        #[doc = ""]
        #[doc = $list_note]
        #[utoipa::path(get, path = $all, tag = "reference data", params(ReferenceParams),
            responses((status = 200, description = $page, body = Rows<ReferenceView>)))]
        pub(in crate::api) async fn $list(
            State(app): State<AppState>,
            caller: Caller,
            params: Params,
        ) -> Result<Listed<ReferenceView>, Problem> {
            list(&app, &caller, params, ReferenceKind::$kind).await
        }

        #[doc = $add_title]
        #[utoipa::path(post, path = $all, tag = "reference data", request_body = NewRecord,
            responses((status = 201, description = $new, body = ReferenceView,
                headers(("Location" = String, description = "Where it is")))))]
        pub(in crate::api) async fn $add(
            State(app): State<AppState>,
            caller: Caller,
            wish: Wish<NewRecord>,
        ) -> Result<Response, Problem> {
            let record = wish.input.wish(ReferenceData::$kind);
            add(&app, &caller, record, wish.key).await
        }

        #[doc = $show_title]
        #[utoipa::path(get, path = $one, tag = "reference data",
            params(("id" = uuid::Uuid, Path, description = "The id")),
            responses((status = 200, description = $the, body = ReferenceView)))]
        pub(in crate::api) async fn $show(
            State(app): State<AppState>,
            caller: Caller,
            Path(id): Path<String>,
        ) -> Result<Response, Problem> {
            show(&app, &caller, ReferenceKind::$kind, &id).await
        }

        #[doc = $update_title]
        #[doc = ""]
        #[doc = "A JSON merge patch: fields left out stay, `null` clears."]
        #[utoipa::path(patch, path = $one, tag = "reference data",
            params(("id" = uuid::Uuid, Path, description = "The id"),
                ("If-Match" = String, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
            request_body(content((PatchRecord = "application/json"), (PatchRecord = "application/merge-patch+json"))),
            responses((status = 200, description = $the, body = ReferenceView)))]
        pub(in crate::api) async fn $update(
            State(app): State<AppState>,
            caller: Caller,
            Path(id): Path<String>,
            version: IfMatch,
            Json(RecordPatch(patch)): Json<RecordPatch<false, false>>,
        ) -> Result<Response, Problem> {
            let which = (ReferenceKind::$kind, id.as_str());
            update(&app, &caller, which, &version, &patch).await
        }

        #[doc = $delete_title]
        #[doc = ""]
        #[doc = $delete_note]
        #[utoipa::path(delete, path = $one, tag = "reference data",
            params(("id" = uuid::Uuid, Path, description = "The id"),
                ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
            responses((status = 204, description = "Deleted")))]
        pub(in crate::api) async fn $delete(
            State(app): State<AppState>,
            caller: Caller,
            Path(id): Path<String>,
            version: IfMatch,
        ) -> Result<Response, Problem> {
            let which = (ReferenceKind::$kind, id.as_str());
            remove(&app, &caller, which, &version).await
        }
    };
}

routes_of! {
    Organization, "/organizations", "/organizations/{id}", "The organization";
    list_organizations "List organizations" "Whoever sees only the members of some organizations sees those and his own." "A page of organizations, by name";
    add_organization "Add an organization" "The new organization";
    show_organization "Show an organization";
    update_organization "Change an organization";
    delete_organization "Delete an organization" "Not while it has members, or roles are granted in it: `in_use`. Deleted users count.";
}

routes_of! {
    Facility, "/facilities", "/facilities/{id}", "The facility";
    list_facilities "List facilities" "Stores, warehouses and other places of work." "A page of facilities, by name";
    add_facility "Add a facility" "The new facility";
    show_facility "Show a facility";
    update_facility "Change a facility";
    delete_facility "Delete a facility" "Not while users are assigned to it: `in_use`. Deleted users count.";
}

routes_of! {
    ProductStore, "/product-stores", "/product-stores/{id}", "The product store";
    list_product_stores "List product stores" "What shops sell for." "A page of product stores, by name";
    add_product_store "Add a product store" "The new product store";
    show_product_store "Show a product store";
    update_product_store "Change a product store";
    delete_product_store "Delete a product store" "Not while shops sell for it: `in_use`.";
}

routes_of! {
    Position, "/positions", "/positions/{id}", "The position";
    list_positions "List positions" "Titles that users hold; no two are alike." "A page of positions, by name";
    add_position "Add a position" "The new position";
    show_position_record "Show a position";
    update_position "Change a position";
    delete_position "Delete a position" "Not while users are assigned to it: `in_use`. Deleted users count.";
}
