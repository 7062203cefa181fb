//! Confirming a new e-mail address: a button, for mail scanners follow links.

use super::view::{FormPage, Message};
use crate::{AppState, console::notice, extract::Client, problem::Problem};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use tenure_domain::credential::TicketPurpose;
use tenure_service::users::LinkView;

pub(super) async fn show(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    match look(&state, &token).await {
        Ok(link) => form(&link).show(),
        Err(problem) => dead(problem),
    }
}

pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    Path(token): Path<String>,
) -> Response {
    let link = match look(&state, &token).await {
        Ok(link) => link,
        Err(problem) => return dead(problem),
    };
    match confirm(&state, &client, &token).await {
        Ok(()) => {
            let mut response = Redirect::to("/").into_response();
            notice::tell(&state, &mut response, "email-confirmed");
            response
        }
        Err(problem) if problem.status() == StatusCode::GONE => dead(problem),
        Err(problem) => form(&link).refuse(problem),
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

fn dead(problem: Problem) -> Response {
    if problem.status() != StatusCode::GONE {
        return problem.into_response();
    }
    Message {
        title: problem.code.title().to_owned(),
        lines: vec![
            problem.detail.clone(),
            "The address on file stays as it is until a new one is confirmed.".to_owned(),
        ],
        links: vec![("/".to_owned(), "Go to your account")],
        ..Message::default()
    }
    .show(problem.status())
}

fn form(link: &LinkView) -> FormPage {
    let user = &link.account.user;
    let mut facts = vec![("System".to_owned(), link.account.tenant.name.clone())];
    if let Some(name) = user.profile().shown_name() {
        facts.push(("Account".to_owned(), name));
    }
    if let Some(change) = &user.tickets().email_change {
        facts.push(("New address".to_owned(), change.to.to_string()));
    }
    FormPage {
        title: "Confirm your new e-mail address".to_owned(),
        facts,
        button: "Confirm".to_owned(),
        ..FormPage::default()
    }
}
