//! The first page: how the tenant's users fare.

use super::{Page, Shell, Visit, nav};
use crate::AppState;
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};

#[derive(Template)]
#[template(path = "console/dashboard.html")]
struct Dashboard {
    shell: Shell,
}

impl Page for Dashboard {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Whoever sees no users begins with himself.
pub(super) async fn show(State(app): State<AppState>, visit: Visit) -> Response {
    if !nav::sees_users(&app, &visit) {
        return Redirect::to("/me").into_response();
    }
    let shell = visit.shell(&app, visit.say("nav-start"));
    Dashboard { shell }.show()
}
