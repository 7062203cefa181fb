//! The page of somebody who is logged in, and the way out.

use super::{
    form::Asked,
    log_in::{Notice, to_log_in},
    view::Home,
};
use crate::{
    AppState,
    extract::{Caller, MaybeCaller, forget_session},
    problem::{Code, Problem},
};
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use tenure_domain::policy::SelfChange;
use tenure_service::Error;

pub(super) async fn show(
    State(state): State<AppState>,
    MaybeCaller(caller): MaybeCaller,
    asked: Asked,
) -> Response {
    let notice = Notice::asked(&asked);
    match caller {
        Ok(caller) => match page(&state, &caller, notice).await {
            Ok(home) => home.show(),
            Err(problem) => problem.into_response(),
        },
        Err(problem) if problem.code == Code::Unauthorized => {
            let notice = notice.map(|notice| format!("?notice={}", notice.code()));
            Redirect::to(&format!("/login{}", notice.unwrap_or_default())).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

async fn page(state: &AppState, caller: &Caller, notice: Option<Notice>) -> Result<Home, Problem> {
    let sessions = state.sessions.list(caller).await?.len();
    let (user, tenant) = (&caller.session.user, &caller.session.tenant);
    let profile = user.profile();
    Ok(Home {
        name: profile
            .shown_name()
            .unwrap_or_else(|| "a user without a name".to_owned()),
        notice: notice.map(Notice::text),
        system: tenant.name.clone(),
        username: profile.username.as_ref().map(ToString::to_string),
        email: profile.email.as_ref().map(ToString::to_string),
        sessions,
        may_change: tenant.policy.credential.self_change == SelfChange::Allowed,
    })
}

/// Ends the session. Whoever has none is logged out already.
pub(super) async fn log_out(
    State(state): State<AppState>,
    MaybeCaller(caller): MaybeCaller,
) -> Response {
    let mut response = match caller {
        Ok(caller) => match state.sessions.end(&caller, caller.session.id).await {
            Ok(()) | Err(Error::NotFound) => {
                to_log_in(Some(Notice::LoggedOut), &caller.session.tenant)
            }
            Err(error) => return Problem::from(error).into_response(),
        },
        Err(problem) if problem.code == Code::Unauthorized => {
            Redirect::to("/login").into_response()
        }
        Err(problem) => return problem.into_response(),
    };
    forget_session(&state, response.headers_mut());
    response
}
