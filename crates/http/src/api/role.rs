//! The tenant's roles.

use crate::{
    extract::{Caller, IfMatch, Json, condition::entity_tag},
    input::{NewRoleInput, PatchRole, RolePatch},
    problem::Problem,
    state::AppState,
    view::{PageView, RoleView, Rows},
};
use axum::{
    Json as Body,
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tenure_domain::value::RoleName;
use tenure_service::{Error, roles::ShownRole};

/// List the roles
///
/// The built-in ones first; `system_admin` under the name that the policy gives it. For whoever sees users or makes
/// roles; `users` counts those whom the caller sees.
#[utoipa::path(get, path = "/roles", tag = "roles",
    responses((status = 200, description = "The roles", body = Rows<RoleView>)))]
pub(super) async fn list_roles(
    State(app): State<AppState>,
    caller: Caller,
) -> Result<Body<Rows<RoleView>>, Problem> {
    let roles = app
        .roles
        .list(&caller.session.tenant, &caller.actor)
        .await?;
    let page = PageView::whole(roles.len());
    let data = roles.into_iter().map(RoleView::from).collect();
    Ok(Body(Rows { data, page }))
}

/// Make a role
///
/// The id follows from the name when it is left out. Nobody puts a permission in that he lacks.
#[utoipa::path(post, path = "/roles", tag = "roles", request_body = NewRoleInput,
    responses((status = 201, description = "The new role", body = RoleView,
        headers(("Location" = String, description = "Where the role is")))))]
pub(super) async fn add_role(
    State(app): State<AppState>,
    caller: Caller,
    Json(input): Json<NewRoleInput>,
) -> Result<Response, Problem> {
    let (tenant, actor) = (caller.tenant(), &caller.actor);
    let made = app.roles.make(tenant, input.wish(), actor).await?;
    let place = format!("/api/v1/roles/{}", made.role.name);
    let mut response = (StatusCode::CREATED, answer(made)).into_response();
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// Show a role
#[utoipa::path(get, path = "/roles/{id}", tag = "roles",
    params(("id" = String, Path, description = "The internal id")),
    responses((status = 200, description = "The role", body = RoleView)))]
pub(super) async fn show_role(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let (tenant, actor) = (&caller.session.tenant, &caller.actor);
    let name = RoleName::parse(&id).map_err(|_| Error::NotFound)?;
    let shown = app.roles.show(tenant, &name, actor).await?;
    Ok(answer(shown))
}

/// Change a role
///
/// A JSON merge patch: fields left out stay, `null` clears. `permissions` are replaced as a whole. Built-in roles stay
/// as they are; so do roles that allow what the caller lacks.
#[utoipa::path(patch, path = "/roles/{id}", tag = "roles",
    params(("id" = String, Path, description = "The internal id"),
        ("If-Match" = String, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
    request_body(content((PatchRole = "application/json"), (PatchRole = "application/merge-patch+json"))),
    responses((status = 200, description = "The role", body = RoleView)))]
pub(super) async fn update_role(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(RolePatch(change)): Json<RolePatch>,
) -> Result<Response, Problem> {
    let expect = version.required()?;
    let (tenant, actor) = (caller.tenant(), &caller.actor);
    let name = RoleName::parse(&id).map_err(|_| Error::NotFound)?;
    let changed = app.roles.change(tenant, name, change, expect, actor);
    Ok(answer(changed.await?))
}

/// Delete a role
///
/// Only while nobody holds it and the policy does not name it.
#[utoipa::path(delete, path = "/roles/{id}", tag = "roles",
    params(("id" = String, Path, description = "The internal id"),
        ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 204, description = "It is gone")))]
pub(super) async fn delete_role(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Result<StatusCode, Problem> {
    let expect = version.optional()?;
    let (tenant, actor) = (caller.tenant(), &caller.actor);
    let name = RoleName::parse(&id).map_err(|_| Error::NotFound)?;
    app.roles.delete(tenant, name, expect, actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Built-in roles never change, so they have no tag.
fn answer(shown: ShownRole) -> Response {
    let tag = entity_tag(shown.revision).filter(|_| !shown.built_in);
    let mut response = Body(RoleView::from(shown)).into_response();
    if let Some(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
