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
use tenure_domain::{Action, authority::Grant};

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
/// One grant or withdrawal after the other: where one is refused, those before it stay, and the user shows which.
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
    let account = app.named(&caller, &id).await?;
    let id = account.user.id();
    let mut expect = version.optional()?;
    for action in steps(account.user.grants(), &input.roles) {
        let done = app.act(&caller, id, action, expect, None).await?;
        // Nobody else changes the user between two steps of one wish with a condition.
        expect = expect.map(|_| done.account.user.version());
    }
    let account = app.named(&caller, &id.to_string()).await?;
    app.found(&account, &caller.actor).await
}

/// What leads from the roles held to those wished. Taking away comes first: a user may be allowed one role only.
fn steps(held: &[Grant], wished: &[Grant]) -> Vec<Action> {
    let same = |a: &Grant, b: &Grant| a.role == b.role && a.scope == b.scope;
    let lost = held
        .iter()
        .filter(|grant| !wished.iter().any(|wish| same(wish, grant)));
    let revokes = lost.map(|grant| Action::RevokeRole {
        role: grant.role.clone(),
        scope: grant.scope,
    });
    let new = wished.iter().filter(|wish| !held.contains(wish));
    let grants = new.map(|wish| Action::GrantRole(wish.clone()));
    revokes.chain(grants).collect()
}
