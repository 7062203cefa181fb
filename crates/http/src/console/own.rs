//! One's own account.

use super::{Page, Shell, Visit};
use crate::{AppState, problem::Problem};
use askama::Template;
use axum::{extract::State, response::Response};
use tenure_domain::policy::SelfChange;

#[derive(Template)]
#[template(path = "console/own.html")]
struct Account {
    shell: Shell,
    username: Option<String>,
    email: Option<String>,
    sessions: usize,
    may_change: bool,
}

impl Page for Account {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Who one is here.
pub(super) async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let sessions = app.sessions.list(&visit.caller).await?.len();
    let (user, tenant) = (&visit.session.user, &visit.session.tenant);
    let profile = user.profile();
    let page = Account {
        username: profile.username.as_ref().map(ToString::to_string),
        email: profile.email.as_ref().map(ToString::to_string),
        sessions,
        may_change: tenant.policy.credential.self_change == SelfChange::Allowed,
        shell: visit.shell(&app, visit.say("own-account")),
    };
    Ok(page.show())
}
