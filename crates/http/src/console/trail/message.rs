//! One message: to whom it goes and how it reads, without the secret part of its link.

use super::{Person, messages::badge, people};
use crate::{
    AppState,
    console::{Crumb, Page, Shell, Visit},
    problem::Problem,
    view::MessageView,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use tenure_domain::value::MessageId;
use tenure_service::{Error, ports::MailText};

#[derive(Template)]
#[template(path = "console/trail/message.html")]
struct Message {
    shell: Shell,
    message: MessageView,
    badge: (&'static str, &'static str),
    person: Person,
    to: Vec<String>,
    words: Option<MailText>,
}

impl Page for Message {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The message, for whoever sees the user whom it is about.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let id = id.parse::<MessageId>().map_err(|_| Error::NotFound)?;
    let relay = app.relay.as_ref().ok_or(Error::NotFound)?;
    let found = relay.preview(visit.tenant(), id, &visit.actor).await?;
    let about = shell(&app, &visit, &found.entry.about);
    let named = people(&app, &visit, &about, [found.entry.user].into()).await?;
    let person = named.get(&found.entry.user).ok_or(Error::NotFound)?;
    let page = Message {
        badge: badge(&app, found.entry.state),
        person: person.clone(),
        to: found.to.iter().map(ToString::to_string).collect(),
        words: found.words,
        message: found.entry.into(),
        shell: about,
    };
    Ok(page.show())
}

/// The frame; its title is what the message is about.
fn shell(app: &AppState, visit: &Visit, about: &str) -> Shell {
    let above = Crumb::new("/messages", visit.say("nav-messages"));
    let mut shell = visit.shell_below(app, [above], "");
    shell.title = shell.name("message", about);
    shell
}
