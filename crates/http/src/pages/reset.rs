//! A forgotten password: asking for a link, and using it.

use super::{
    form::{Asked, Form},
    log_in::{Notice, tenant_named, to_log_in},
    view::{Field, FormPage, Message},
};
use crate::{
    AppState,
    extract::{Client, TenantOf},
    input::{CompleteReset, RequestReset},
    problem::Problem,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tenure_domain::credential::TicketPurpose;
use tenure_service::users::LinkView;

pub(super) async fn ask(asked: Asked) -> Response {
    ask_form(&Form::default().with("tenant", asked.get("tenant"))).show()
}

pub(super) async fn send(
    State(state): State<AppState>,
    client: Client,
    tenant: Result<TenantOf, Problem>,
    typed: Form,
) -> Response {
    if let Err(problem) = request(&state, &client, tenant, &typed).await {
        return ask_form(&typed).refuse(problem);
    }
    Message {
        title: "Look into your mail".to_owned(),
        lines: vec![
            "If the address is known, a link is on its way.".to_owned(),
            "The link works once and not for long. If nothing comes, look among unwanted mail, or ask an \
             administrator."
                .to_owned(),
        ],
        links: vec![("/login".to_owned(), "Log in")],
        ..Message::default()
    }
    .show(StatusCode::ACCEPTED)
}

async fn request(
    state: &AppState,
    client: &Client,
    tenant: Result<TenantOf, Problem>,
    typed: &Form,
) -> Result<(), Problem> {
    let RequestReset { login } = typed.input(&["tenant"])?;
    let tenant = tenant_named(state, typed.text("tenant"), tenant).await?;
    state.request_reset(client, tenant, login)
}

fn ask_form(typed: &Form) -> FormPage {
    FormPage {
        title: "Forgotten password".to_owned(),
        intro: vec!["We mail you a link with which you can choose a new one.".to_owned()],
        action: Some("/password/forgot".to_owned()),
        hidden: Vec::from_iter(typed.text("tenant").map(|slug| ("tenant", slug.to_owned()))),
        fields: vec![Field::login().holding(typed.text("login"))],
        button: "Send the link".to_owned(),
        links: vec![("/login".to_owned(), "Back to log-in".to_owned())],
        ..FormPage::default()
    }
}

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
    typed: Form,
) -> Response {
    let link = match look(&state, &token).await {
        Ok(link) => link,
        Err(problem) => return dead(problem),
    };
    match complete(&state, &client, &token, &typed).await {
        Ok(()) => to_log_in(Some(Notice::PasswordChanged), &link.account.tenant),
        Err(problem) if problem.status() == StatusCode::GONE => dead(problem),
        Err(problem) => form(&link).refuse(problem),
    }
}

async fn complete(
    state: &AppState,
    client: &Client,
    token: &str,
    typed: &Form,
) -> Result<(), Problem> {
    state.limiters.token(client.network())?;
    let CompleteReset { password } = typed.input(&["login"])?;
    state.users.complete_reset(token, password, None).await?;
    Ok(())
}

async fn look(state: &AppState, token: &str) -> Result<LinkView, Problem> {
    Ok(state
        .users
        .look(token, TicketPurpose::PasswordReset)
        .await?)
}

/// A link that was used, replaced, or is too old; other troubles are told as such.
fn dead(problem: Problem) -> Response {
    if problem.status() != StatusCode::GONE {
        return problem.into_response();
    }
    Message {
        title: problem.code.title().to_owned(),
        lines: vec![problem.detail.clone()],
        links: vec![
            ("/password/forgot".to_owned(), "Ask for a new link"),
            ("/login".to_owned(), "Log in"),
        ],
        ..Message::default()
    }
    .show(problem.status())
}

fn form(link: &LinkView) -> FormPage {
    let tenant = &link.account.tenant;
    let rules = tenant.policy.credential.password;
    let profile = link.account.user.profile();
    let mut fields = Vec::from_iter(Field::account_of(profile, &tenant.policy.identity));
    fields.push(Field::new_password("password", "New password", rules));
    FormPage {
        title: "Choose a new password".to_owned(),
        facts: vec![("System".to_owned(), tenant.name.clone())],
        fields,
        button: "Change password".to_owned(),
        ..FormPage::default()
    }
}
