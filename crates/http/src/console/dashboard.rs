//! The first page: how the tenant's users fare, as pictures and as numbers.

mod chart;
mod days;
mod lifecycle;
mod numbers;

use super::{Page, Shell, Visit, nav};
use crate::{AppState, problem::Problem};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use days::Days;
use lifecycle::Life;
use numbers::{Ages, Standing};
use tenure_domain::own_status_transitions;

#[derive(Template)]
#[template(path = "console/dashboard/page.html")]
struct Dashboard {
    shell: Shell,
    standing: Standing,
    /// None for whoever may not read the trail.
    days: Option<Days>,
    /// None where nobody is invited.
    ages: Option<Ages>,
    lifecycle: Life,
    invite: bool,
    add: bool,
}

impl Page for Dashboard {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Whoever sees no users begins with himself.
pub(super) async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    if !nav::sees_users(&app, &visit) {
        return Ok(Redirect::to("/me").into_response());
    }
    let shell = visit.shell(&app, visit.say("nav-start"));
    let ways = own_status_transitions(&visit.session.tenant.policy, app.now());
    let ages = match visit.knows_invitations() {
        true => Some(Ages::read(&app, &visit, &shell).await?),
        false => None,
    };
    let page = Dashboard {
        standing: Standing::read(&app, &visit, &shell, &ways).await?,
        days: Days::read(&app, &visit, &shell).await?,
        ages,
        lifecycle: Life::of(&visit, &shell, &ways),
        invite: visit.may_invite(),
        add: visit.may_add(),
        shell,
    };
    Ok(page.show())
}
