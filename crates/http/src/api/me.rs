//! One's own profile and password.

use crate::{
    answer::Answer,
    extract::{
        Caller, Client, IfMatch, Json, MaybeCaller, condition::entity_tag, session_cookie,
        session_cookie_gone,
    },
    input::{ChangePassword, Patch, PatchUser},
    problem::Problem,
    state::AppState,
    view::{FreshSession, MeView, UserView},
};
use axum::{
    Json as Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tenure_domain::authority::Actor;
use tenure_service::{Error, ports::UserKey};

/// Show oneself
#[utoipa::path(get, path = "/me", tag = "me",
    responses((status = 200, description = "The user, with what he may do", body = MeView)))]
pub(super) async fn show_me(
    State(app): State<AppState>,
    caller: Caller,
) -> Result<Response, Problem> {
    let account = app.visible(&caller, UserKey::Id(caller.id())).await?;
    let tag = one(header::ETAG, entity_tag(account.user.version()));
    let user = app.show(&account, &caller.actor).await?;
    let permissions = permissions(&caller.actor);
    let me = Body(MeView {
        user,
        permissions,
        organization: caller.session.organization,
    });
    Ok((tag, me).into_response())
}

fn one(name: HeaderName, value: Option<HeaderValue>) -> HeaderMap {
    value.map(|value| (name, value)).into_iter().collect()
}

fn permissions(actor: &Actor) -> Vec<String> {
    match actor {
        Actor::User { authority, .. } => {
            let all = authority.permissions();
            all.iter().map(ToString::to_string).collect()
        }
        Actor::Clock | Actor::Operator { .. } | Actor::Visitor => Vec::new(),
    }
}

/// Change one's own profile
///
/// A JSON merge patch: fields left out stay, `null` clears. Another `email` needs a log-in not long ago.
#[utoipa::path(patch, path = "/me", tag = "me",
    params(("If-Match" = Option<String>, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
    request_body(content((PatchUser = "application/json"), (PatchUser = "application/merge-patch+json"))),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn update_me(
    State(app): State<AppState>,
    caller: Caller,
    version: IfMatch,
    Json(patch): Json<Patch>,
) -> Answer {
    let expect = version.optional()?;
    super::users::update(&app, &caller, caller.id(), patch, expect).await
}

/// A refusal of the new password, where it stands in the request.
fn placed(error: Error) -> Problem {
    Problem::from(error).password_at("/new_password")
}

/// Change one's own password
///
/// By the current password: every session ends, and the answer holds a fresh one, if one could be opened. By the
/// token that a log-in answered with when the password must be changed: log in with the new password afterwards.
#[utoipa::path(put, path = "/me/password", tag = "me", request_body = ChangePassword,
    security((), ("session_token" = []), ("session_cookie" = [])),
    responses((status = 200, description = "Changed; a fresh session", body = FreshSession),
        (status = 204, description = "Changed; log in with the new password")))]
pub(super) async fn change_password(
    State(app): State<AppState>,
    client: Client,
    MaybeCaller(caller): MaybeCaller,
    Json(input): Json<ChangePassword>,
) -> Result<Response, Problem> {
    if let Some(token) = input.change_token {
        app.limiters.token(client.network())?;
        let changed = app.users.change_by_token(&token, input.new_password).await;
        changed.map_err(placed)?;
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let caller = caller?;
    let current = input.current_password.ok_or(Error::NotLoggedIn)?;
    let fresh = app
        .sessions
        .change_password(&caller, current, input.new_password, client.origin())
        .await
        .map_err(placed)?;
    let cookie = match &fresh {
        Some(fresh) => session_cookie(&app, &fresh.token),
        None => session_cookie_gone(&app),
    };
    let headers = one(header::SET_COOKIE, cookie.filter(|_| caller.by_cookie));
    let Some(fresh) = fresh else {
        return Ok((StatusCode::NO_CONTENT, headers).into_response());
    };
    let body = FreshSession {
        token: fresh.token,
        expires_at: fresh.expires_at,
    };
    Ok((headers, Body(body)).into_response())
}
