//! The way out.

use super::log_in::{Notice, to_log_in};
use crate::{
    AppState,
    extract::{MaybeCaller, forget_session},
    problem::{Code, Problem},
};
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use tenure_service::Error;

/// Ends the session. Whoever has none is logged out already.
pub(super) async fn log_out(
    State(state): State<AppState>,
    MaybeCaller(caller): MaybeCaller,
) -> Response {
    let mut response = match caller {
        Ok(caller) => match state.sessions.end(&caller, caller.session.id).await {
            Ok(()) | Err(Error::NotFound) => {
                to_log_in(&state, Some(Notice::LoggedOut), &caller.session.tenant)
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
