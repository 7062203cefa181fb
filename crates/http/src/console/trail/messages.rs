//! Messages on their way out.

use super::{Person, View, audit::link, people};
use crate::{
    AppState,
    console::{Page, Shell, Visit},
    extract::Params,
    input::OutboxQuery,
    pages::Asked,
    problem::Problem,
    view::MessageView,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{Redirect, Response},
};
use tenure_domain::value::MessageId;
use tenure_service::{
    Error,
    ports::{OutboxEntry, OutboxFilter, OutboxState},
};

/// Its states as the API's filter names them.
const STATES: [&str; 4] = ["queued", "sent", "dead", "cancelled"];

/// One message.
#[derive(Debug)]
struct Row {
    message: MessageView,
    to: Option<Person>,
    state: &'static str,
    colour: &'static str,
    /// What can be done with it: how the address says it, and the button.
    act: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "console/trail/messages.html")]
struct Messages {
    shell: Shell,
    rows: Vec<Row>,
    views: Vec<View>,
    next: Option<String>,
    folder: Option<String>,
}

impl Page for Messages {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A state's name in messages, and the colour of its badge. What is written to a file has reached nobody.
pub(super) fn badge(app: &AppState, state: OutboxState) -> (&'static str, &'static str) {
    match state {
        OutboxState::Queued => ("queued", "orange"),
        OutboxState::Sent if app.settings.mail_folder.is_some() => ("written", "gray"),
        OutboxState::Sent => ("sent", "green"),
        OutboxState::Dead => ("dead", "red"),
        OutboxState::Cancelled => ("cancelled", "gray"),
    }
}

/// The messages, newest first.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, Problem> {
    let names = ["state", "cursor"];
    let pairs = names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), asked.get(name)?.to_owned())));
    let mut params = Params::of(pairs.collect());
    let OutboxQuery { filter, key } = OutboxQuery::read(&mut params, &visit.session.tenant)?;
    let limit = usize::from(filter.limit);
    let filter = OutboxFilter {
        limit: filter.limit + 1,
        ..filter
    };
    let mut found = app
        .reading
        .messages(visit.tenant(), &filter, &visit.actor)
        .await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more);
    let next = last.and_then(|last| key.write(&last.id));
    let shell = visit.shell(&app, visit.say("nav-messages"));
    let about = found.iter().map(|entry| entry.user).collect();
    let about = people(&app, &visit, &shell, about).await?;
    let rows = found.into_iter().map(|entry| {
        let (state, colour) = badge(&app, entry.state);
        Row {
            to: about.get(&entry.user).cloned(),
            state,
            colour,
            act: act(&entry, &shell),
            message: entry.into(),
        }
    });
    let state = asked.get("state");
    let whole = View {
        path: "/messages".to_owned(),
        name: shell.say("messages-all"),
        here: state.is_none(),
    };
    let views = STATES.iter().map(|name| View {
        path: link("/messages", [("state", *name)]),
        name: view_name(&app, &shell, name),
        here: state == Some(*name),
    });
    let page = Messages {
        rows: rows.collect(),
        views: std::iter::once(whole).chain(views).collect(),
        next: next.map(|next| {
            let kept = state.map(|state| ("state", state));
            link(
                "/messages",
                kept.into_iter().chain([("cursor", next.as_str())]),
            )
        }),
        folder: app.settings.mail_folder.clone(),
        shell,
    };
    Ok(page.show())
}

/// What the messages of a state are called as a whole.
fn view_name(app: &AppState, shell: &Shell, state: &str) -> String {
    match app.settings.mail_folder {
        Some(_) if state == "sent" => shell.name("message-state", "written"),
        Some(_) | None => shell.name("message-state", state),
    }
}

/// What is sent there has its form in the list.
pub(super) async fn back() -> Redirect {
    Redirect::to("/messages")
}

/// What can be done with a message.
fn act(entry: &OutboxEntry, shell: &Shell) -> Option<(&'static str, String)> {
    match entry {
        _ if entry.can_be_cancelled() => Some(("cancel", shell.say("messages-cancel"))),
        _ if entry.can_be_retried() => Some(("retry", shell.say("messages-retry"))),
        _ => None,
    }
}

/// Takes a message out of the queue.
pub(super) async fn cancel(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = id.parse::<MessageId>().map_err(|_| Error::NotFound)?;
    let cancelled = app
        .reading
        .cancel_message(visit.tenant(), id, &visit.actor, app.now());
    cancelled.await?;
    Ok(visit.done(&app, "/messages", "message-cancelled"))
}

/// Sends a message again that was given up.
pub(super) async fn retry(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = id.parse::<MessageId>().map_err(|_| Error::NotFound)?;
    let retried = app
        .reading
        .retry_message(visit.tenant(), id, &visit.actor, app.now());
    retried.await?;
    Ok(visit.done(&app, "/messages", "message-queued"))
}
