//! A user's roles.

use crate::{
    answer::Answer,
    extract::{Caller, IfMatch, Json},
    input::RolesInput,
    problem::Problem,
    state::AppState,
    view::{GrantView, HoldingView, PageView, PermissionView, Rows, UserView},
};
use axum::{
    Json as Body,
    extract::{Path, State},
};
use tenure_domain::{Action, authority::effective};

/// List a user's roles
#[utoipa::path(get, path = "/users/{id}/roles", tag = "roles",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The roles, expired ones among them", body = Rows<GrantView>)))]
pub(super) async fn show_roles(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Body<Rows<GrantView>>, Problem> {
    let account = app.named(&caller, &id).await?;
    let grants = account.user.grants();
    let page = PageView::whole(grants.len());
    let data = grants.iter().map(GrantView::from).collect();
    Ok(Body(Rows { data, page }))
}

/// Show what a user may do
///
/// Each permission with the roles that it comes from at this moment. Where changes of roles wait for the next log-in,
/// this is what that log-in will bring.
#[utoipa::path(get, path = "/users/{id}/permissions", tag = "roles",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The permissions", body = Rows<PermissionView>)))]
pub(super) async fn show_permissions(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Body<Rows<PermissionView>>, Problem> {
    let account = app.named(&caller, &id).await?;
    let all = effective(account.user.grants(), &account.facts.roles, app.now());
    let page = PageView::whole(all.len());
    let data = all.iter().map(PermissionView::from).collect();
    Ok(Body(Rows { data, page }))
}

/// Show which roles a user has held
///
/// Who gave and who took each of them, the last one given first. A role that is given anew for another time ends as it
/// was before.
#[utoipa::path(get, path = "/users/{id}/roles/history", tag = "roles",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The roles, those that he holds among them", body = Rows<HoldingView>)))]
pub(super) async fn show_role_history(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Body<Rows<HoldingView>>, Problem> {
    let key = caller.user_key(&id)?;
    let (tenant, actor) = (&caller.session.tenant, &caller.actor);
    let all = app.reading.roles_of(tenant, key, actor, app.now()).await?;
    let page = PageView::whole(all.len());
    let data = all.into_iter().map(HoldingView::from).collect();
    Ok(Body(Rows { data, page }))
}

/// Replace a user's roles
///
/// All at once: where one role is refused, all stay as they were. Roles that the caller could not give stay whether they
/// are named or not.
#[utoipa::path(put, path = "/users/{id}/roles", tag = "roles", request_body = RolesInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn replace_roles(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<RolesInput>,
) -> Answer {
    let action = Action::SetRoles(input.roles);
    app.change(&caller, &id, action, &version, None).await
}
