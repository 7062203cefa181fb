//! Log-in and log-out.

use crate::{
    extract::{Caller, Client, IfMatch, Json, Presented, TenantOf, forget_session, session_cookie},
    input::{ChosenOrganization, LogIn},
    problem::Problem,
    state::AppState,
    view::{LoggedInView, PageView, Rows, SessionView},
};
use axum::{
    Json as Body,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use tenure_domain::{Action, value::SessionId};
use tenure_service::{Error, sessions};

/// Log in
///
/// Every refusal but the two named ones is the same 401, and takes as long. With `cookie`, the session whose cookie
/// the browser sent ends: the new one takes its place.
#[utoipa::path(post, path = "/sessions", tag = "sessions", security(()), request_body = LogIn,
    responses((status = 201, description = "The session", body = LoggedInView)))]
pub(super) async fn log_in(
    State(app): State<AppState>,
    client: Client,
    TenantOf(tenant): TenantOf,
    held: Presented,
    Json(input): Json<LogIn>,
) -> Result<Response, Problem> {
    app.limiters.log_in(client.network())?;
    let wish = sessions::LogIn {
        tenant: tenant.id,
        login: input.login,
        password: input.password,
        origin: client.origin(),
    };
    let logged_in = app.sessions.log_in(wish).await?;
    if input.cookie {
        app.replace(held).await;
    }
    let actor = logged_in_actor(&logged_in);
    let user = app.show(&logged_in.account, &actor).await?;
    let body = Body(LoggedInView::new(&logged_in, user));
    let mut response = (StatusCode::CREATED, body).into_response();
    if input.cookie
        && let Some(cookie) = session_cookie(&app, &logged_in.token)
    {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

fn logged_in_actor(logged_in: &sessions::LoggedIn) -> tenure_domain::authority::Actor {
    tenure_domain::authority::Actor::User {
        id: logged_in.account.user.id(),
        authority: logged_in.authority.clone(),
    }
}

/// List one's own open sessions
#[utoipa::path(get, path = "/sessions", tag = "sessions",
    responses((status = 200, description = "The sessions, newest first", body = Rows<SessionView>)))]
pub(super) async fn list_sessions(
    State(app): State<AppState>,
    caller: Caller,
) -> Result<Body<Rows<SessionView>>, Problem> {
    let open = app.sessions.list(&caller).await?;
    let page = PageView::whole(open.len());
    let view = |session| SessionView::new(session, caller.session.id);
    let data = open.into_iter().map(view).collect();
    Ok(Body(Rows { data, page }))
}

/// Log out of one session
#[utoipa::path(delete, path = "/sessions/{id}", tag = "sessions",
    params(("id" = uuid::Uuid, Path, description = "The session's id")),
    responses((status = 204, description = "Ended")))]
pub(super) async fn end_session(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = id.parse::<SessionId>().map_err(|_| Error::NotFound)?;
    app.sessions.end(&caller, id).await?;
    if id == caller.session.id {
        return Ok(gone(&app));
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Log out
#[utoipa::path(delete, path = "/sessions/current", tag = "sessions",
    responses((status = 204, description = "Logged out")))]
pub(super) async fn log_out(
    State(app): State<AppState>,
    caller: Caller,
) -> Result<Response, Problem> {
    app.sessions.end(&caller, caller.session.id).await?;
    Ok(gone(&app))
}

/// Choose the organization to work in
///
/// The session then acts with what its user may do in the whole tenant and in this organization, in no other one.
/// `null`: with all that he may do. Nobody chooses an organization that he is no member of and sees no members of; a
/// choice ends with that.
#[utoipa::path(put, path = "/sessions/current/organization", tag = "sessions", request_body = ChosenOrganization,
    responses((status = 200, description = "The session", body = SessionView)))]
pub(super) async fn choose_organization(
    State(app): State<AppState>,
    caller: Caller,
    Json(input): Json<ChosenOrganization>,
) -> Result<Body<SessionView>, Problem> {
    let chosen = app
        .sessions
        .choose_organization(&caller, input.organization);
    let session = chosen.await?;
    Ok(Body(SessionView::new(session, caller.session.id)))
}

/// Log out everywhere
#[utoipa::path(delete, path = "/sessions", tag = "sessions",
    params(("If-Match" = Option<String>, Header, description = "Only at the `ETag` of oneself", example = "\"v7\"")),
    responses((status = 204, description = "All of one's own sessions have ended")))]
pub(super) async fn log_out_everywhere(
    State(app): State<AppState>,
    caller: Caller,
    version: IfMatch,
) -> Result<Response, Problem> {
    let expect = version.optional()?;
    app.act(&caller, caller.id(), Action::EndSessions, expect, None)
        .await?;
    Ok(gone(&app))
}

/// Nothing of the session stays in the browser.
fn gone(app: &AppState) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    forget_session(app, response.headers_mut());
    response
}
