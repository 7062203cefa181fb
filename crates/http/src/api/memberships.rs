//! The organizations that a user is a member of.

use crate::{
    answer::Answer,
    extract::{Caller, IfMatch, Json},
    input::MembershipsInput,
    problem::Problem,
    state::AppState,
    view::{PageView, ReferenceView, Rows, UserView},
};
use axum::{
    Json as Body,
    extract::{Path, State},
};
use tenure_domain::{Action, reference::ReferenceKind};

/// List the organizations that a user is a member of
///
/// For whoever administers only some organizations: those that he sees.
#[utoipa::path(get, path = "/users/{id}/organizations", tag = "users",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The organizations", body = Rows<ReferenceView>)))]
pub(super) async fn show_organizations(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Body<Rows<ReferenceView>>, Problem> {
    let account = app.named(&caller, &id).await?;
    let ids = account.user.organizations().iter().map(|id| id.0).collect();
    let asker = caller.asker();
    let held = app
        .references
        .among(asker, ReferenceKind::Organization, ids);
    let held = held.await?;
    let page = PageView::whole(held.len());
    let data = held.into_iter().map(ReferenceView::from).collect();
    Ok(Body(Rows { data, page }))
}

/// Replace the organizations that a user is a member of
///
/// All at once. Roles in an organization that the user leaves are taken away. Whoever administers only some
/// organizations moves users between those, and never out of all of them.
#[utoipa::path(put, path = "/users/{id}/organizations", tag = "users", request_body = MembershipsInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn replace_organizations(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<MembershipsInput>,
) -> Answer {
    let action = Action::SetOrganizations(input.organizations);
    app.change(&caller, &id, action, &version, None).await
}
