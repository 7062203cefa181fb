//! A forgotten password: asking for a link, and using it.

use super::{
    form::{Asked, Form},
    log_in::{Notice, tenant_named, to_log_in},
    view::{Field, FormPage, Message},
};
use crate::{
    AppState,
    console::{Reader, Words},
    extract::{Client, LastTenant, TenantOf},
    input::{CompleteReset, RequestReset},
    problem::Problem,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tenure_domain::{credential::TicketPurpose, policy::ResetLink};
use tenure_service::users::LinkView;

pub(super) async fn ask(
    LastTenant(last): LastTenant,
    asked: Asked,
    Reader(words): Reader,
) -> Response {
    let last = last.as_ref().map(|tenant| tenant.slug.as_str());
    let blank = Form::default().with("tenant", asked.get("tenant").or(last));
    ask_form(&blank, &words).show()
}

pub(super) async fn send(
    State(state): State<AppState>,
    client: Client,
    tenant: Result<TenantOf, Problem>,
    Reader(words): Reader,
    typed: Form,
) -> Response {
    if let Err(problem) = request(&state, &client, tenant, &typed).await {
        return ask_form(&typed, &words).refuse(problem);
    }
    Message {
        title: words.say("page-look"),
        lines: vec![words.say("page-link-sent"), words.say("page-link-nothing")],
        links: vec![("/login".to_owned(), words.say("page-log-in"))],
        words: words.clone(),
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

fn ask_form(typed: &Form, words: &Words) -> FormPage {
    FormPage {
        title: words.say("page-forgotten"),
        intro: vec![words.say("page-forgotten-intro")],
        action: Some("/password/forgot".to_owned()),
        hidden: Vec::from_iter(typed.text("tenant").map(|slug| ("tenant", slug.to_owned()))),
        fields: vec![Field::login().holding(typed.text("login"))],
        button: words.say("page-send-link"),
        links: vec![("/login".to_owned(), words.say("page-back-to-log-in"))],
        words: words.clone(),
        ..FormPage::default()
    }
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Reader(words): Reader,
) -> Response {
    match look(&state, &token).await {
        Ok(link) => form(&link, &words).show(),
        Err(problem) => dead(&state, &token, problem, &words).await,
    }
}

pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    Path(token): Path<String>,
    Reader(words): Reader,
    typed: Form,
) -> Response {
    let link = match look(&state, &token).await {
        Ok(link) => link,
        Err(problem) => return dead(&state, &token, problem, &words).await,
    };
    match complete(&state, &client, &token, &typed).await {
        Ok(()) => to_log_in(&state, Some(Notice::PasswordChanged), &link.account.tenant),
        Err(problem) if problem.status() == StatusCode::GONE => {
            dead(&state, &token, problem, &words).await
        }
        Err(problem) => form(&link, &words).refuse(problem),
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
async fn dead(state: &AppState, token: &str, problem: Problem, words: &Words) -> Response {
    if problem.status() != StatusCode::GONE {
        return problem.into_response();
    }
    let users = &state.users;
    let tenant = users.tenant_behind(token, TicketPurpose::PasswordReset);
    let rules = tenant
        .await
        .map(|tenant| tenant.policy.credential.reset_link);
    // Of a link that never was one nobody knows under which rules.
    let again = rules.map_or(true, ResetLink::is_for_users);
    let again = again.then(|| ("/password/forgot".to_owned(), words.say("page-new-link")));
    let log_in = ("/login".to_owned(), words.say("page-log-in"));
    Message {
        title: problem.name(words),
        lines: vec![problem.told(words)],
        links: again.into_iter().chain([log_in]).collect(),
        words: words.clone(),
        ..Message::default()
    }
    .show(problem.status())
}

fn form(link: &LinkView, words: &Words) -> FormPage {
    let tenant = &link.account.tenant;
    let rules = tenant.policy.credential.password;
    let profile = link.account.user.profile();
    let mut fields = Vec::from_iter(Field::account_of(profile, &tenant.policy.identity));
    fields.push(Field::new_password(
        "password",
        words.say("page-new-password"),
        rules,
    ));
    FormPage {
        title: words.say("page-choose-password"),
        facts: vec![(words.say("own-system"), tenant.name.clone())],
        fields,
        button: words.say("own-change-password"),
        words: words.clone(),
        ..FormPage::default()
    }
}
