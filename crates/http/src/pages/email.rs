//! Confirming a new e-mail address: a button, for mail scanners follow links.

use super::view::{FormPage, Message};
use crate::{
    AppState,
    console::{Reader, Words, notice},
    extract::Client,
    problem::Problem,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use tenure_domain::credential::TicketPurpose;
use tenure_service::users::LinkView;

pub(super) async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Reader(words): Reader,
) -> Response {
    match look(&state, &token).await {
        Ok(link) => form(&link, &words).show(),
        Err(problem) => dead(problem, &words),
    }
}

pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    Path(token): Path<String>,
    Reader(words): Reader,
) -> Response {
    let link = match look(&state, &token).await {
        Ok(link) => link,
        Err(problem) => return dead(problem, &words),
    };
    match confirm(&state, &client, &token).await {
        Ok(()) => {
            let mut response = Redirect::to("/").into_response();
            notice::tell(&state, &mut response, "email-confirmed");
            response
        }
        Err(problem) if problem.status() == StatusCode::GONE => dead(problem, &words),
        Err(problem) => form(&link, &words).refuse(problem),
    }
}

async fn confirm(state: &AppState, client: &Client, token: &str) -> Result<(), Problem> {
    state.limiters.token(client.network())?;
    state.users.confirm_email(token, None).await?;
    Ok(())
}

async fn look(state: &AppState, token: &str) -> Result<LinkView, Problem> {
    Ok(state.users.look(token, TicketPurpose::EmailChange).await?)
}

fn dead(problem: Problem, words: &Words) -> Response {
    if problem.status() != StatusCode::GONE {
        return problem.into_response();
    }
    Message {
        title: problem.name(words),
        lines: vec![problem.told(words), words.say("page-address-stays")],
        links: vec![("/".to_owned(), words.say("page-to-account"))],
        words: words.clone(),
        ..Message::default()
    }
    .show(problem.status())
}

fn form(link: &LinkView, words: &Words) -> FormPage {
    let user = &link.account.user;
    let mut facts = vec![(words.say("own-system"), link.account.tenant.name.clone())];
    if let Some(name) = user.profile().shown_name() {
        facts.push((words.say("page-account"), name));
    }
    if let Some(change) = &user.tickets().email_change {
        facts.push((words.say("page-new-address"), change.to.to_string()));
    }
    FormPage {
        title: words.say("page-confirm-email"),
        facts,
        button: words.say("own-confirm-button"),
        words: words.clone(),
        ..FormPage::default()
    }
}
