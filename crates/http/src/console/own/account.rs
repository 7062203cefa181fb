//! One's own account and its sessions.

use crate::{
    AppState,
    console::{Page, Shell, Visit},
    pages::{Form, Next},
    problem::Problem,
    view::{SessionView, UserView},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use tenure_domain::{
    Action,
    policy::Favourites,
    value::{OrganizationId, SessionId},
};
use tenure_service::{Error, ports::UserKey};

#[derive(Template)]
#[template(path = "console/own/account.html")]
struct Account {
    shell: Shell,
    user: UserView,
    sessions: Vec<SessionView>,
    favourites: bool,
    /// Where one could work, and where one does.
    organizations: Vec<(String, String, bool)>,
}

impl Page for Account {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Who one is here.
pub(super) async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let account = app.visible(&visit, UserKey::Id(visit.id())).await?;
    let user = app.show(&account, &visit.actor).await?;
    let open = app.sessions.list(&visit.caller).await?;
    let view = |session| SessionView::new(session, visit.session.id);
    let tenant = &visit.session.tenant;
    let named = app.reading.organizations(tenant.id).await?;
    let here = visit.session.organization;
    let own = named
        .into_iter()
        .filter(|(id, _)| user.organizations.contains(id));
    let page = Account {
        organizations: own
            .map(|(id, name)| (id.to_string(), name, here == Some(id)))
            .collect(),
        sessions: open.into_iter().map(view).collect(),
        favourites: tenant.policy.work.favourites != Favourites::Unused,
        shell: visit.shell(&app, visit.say("own-account")),
        user,
    };
    Ok(page.show())
}

/// Ends one of one's sessions, and goes back to where that was wished.
pub(super) async fn end(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
    typed: Form,
) -> Result<Response, Problem> {
    let id = id.parse().map(SessionId).map_err(|_| Error::NotFound)?;
    app.sessions.end(&visit.caller, id).await?;
    let next = typed.text("next").and_then(Next::parse);
    let to = next.as_ref().map_or("/me", Next::path);
    Ok(visit.done(&app, to, "session-ended"))
}

/// Ends all of them, this one too.
pub(super) async fn end_all(
    State(app): State<AppState>,
    visit: Visit,
) -> Result<Response, Problem> {
    app.act(&visit, visit.id(), Action::EndSessions, None, None)
        .await?;
    Ok(Redirect::to("/login?notice=logged_out").into_response())
}

/// Chooses the organization to work in.
pub(super) async fn choose(
    State(app): State<AppState>,
    visit: Visit,
    typed: Form,
) -> Result<Response, Problem> {
    let chosen = typed.text("organization").map(str::parse::<OrganizationId>);
    let chosen = chosen.transpose().map_err(|_| Error::NotFound)?;
    app.sessions
        .choose_organization(&visit.caller, chosen)
        .await?;
    Ok(visit.done(&app, "/me", "saved"))
}
