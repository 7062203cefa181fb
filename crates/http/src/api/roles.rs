//! A user's roles.

use crate::{
    answer::Answer,
    extract::{Caller, IfMatch, Json},
    input::RolesInput,
    problem::Problem,
    state::AppState,
    view::{GrantView, PageView, Rows, UserView},
};
use axum::{
    Json as Body,
    extract::{Path, State},
};
use tenure_domain::Action;

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

/// Replace a user's roles
///
/// All at once: where one role is refused, all stay as they were.
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
