//! Behind the one-time link of a demonstration: a button that logs its administrator in.

use super::{
    log_in::enter,
    password,
    view::{FormPage, Message},
};
use crate::{
    AppState,
    console::Words,
    entrance::Entrance,
    extract::{Client, Presented},
    problem::{Code, Problem},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::sync::Arc;
use tenure_service::{
    ports::Tenant,
    sessions::{LogIn, LoggedIn},
};

/// Looking uses nothing up: whatever opens links by itself leaves this one as it was.
pub(super) async fn show(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    match look(&state, &token).await {
        Ok((entrance, tenant)) => form(&entrance, &tenant).show(),
        Err(problem) => dead(problem),
    }
}

pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    Path(token): Path<String>,
    held: Presented,
) -> Response {
    let (entrance, tenant) = match look(&state, &token).await {
        Ok(found) => found,
        Err(problem) => return dead(problem),
    };
    match log_in(&state, &client, &token, &tenant).await {
        Ok(logged_in) => {
            state.replace(held).await;
            enter(&state, &logged_in.token, "/")
        }
        Err(mut problem) => match problem.change_token.take() {
            Some(token) => {
                let login = Some(entrance.login.as_str());
                password::must_change(&tenant, login, token, (problem.status(), &Words::default()))
            }
            None if problem.code == Code::LinkInvalid => dead(problem),
            None => form(&entrance, &tenant).refuse(problem),
        },
    }
}

async fn look(state: &AppState, token: &str) -> Result<(Entrance, Arc<Tenant>), Problem> {
    let entrances = state.entrances.as_ref();
    let entrance = entrances.and_then(|entrances| entrances.look(token));
    let entrance = entrance.ok_or_else(gone)?;
    let tenant = state.tenant_called(&entrance.tenant).await?;
    Ok((entrance, tenant))
}

/// Logs in as by hand. The link is used up before, so that two who press at once do not both get in; whoever could not
/// get in has not used it.
async fn log_in(
    state: &AppState,
    client: &Client,
    token: &str,
    tenant: &Tenant,
) -> Result<LoggedIn, Problem> {
    state.limiters.token(client.network())?;
    let entrances = state.entrances.as_ref();
    let taken = entrances.and_then(|entrances| Some((entrances, entrances.take(token)?)));
    let (entrances, entrance) = taken.ok_or_else(gone)?;
    let wish = LogIn {
        tenant: tenant.id,
        login: entrance.login.clone(),
        password: entrance.password.clone(),
        origin: client.origin(),
    };
    match state.sessions.log_in(wish).await {
        Ok(logged_in) => {
            entrances.used(entrance);
            Ok(logged_in)
        }
        Err(error) => {
            entrances.open(token, entrance);
            Err(error.into())
        }
    }
}

fn gone() -> Problem {
    Problem::with_detail(
        Code::LinkInvalid,
        "This link has logged somebody in, or belongs to a demonstration that has ended.",
    )
}

fn dead(problem: Problem) -> Response {
    if problem.code != Code::LinkInvalid {
        return axum::response::IntoResponse::into_response(problem);
    }
    Message {
        title: problem.code.title().to_owned(),
        lines: vec![
            problem.detail.clone(),
            "Where the demonstration runs, the next link is printed.".to_owned(),
        ],
        ..Message::default()
    }
    .show(problem.status())
}

fn form(entrance: &Entrance, tenant: &Tenant) -> FormPage {
    FormPage {
        title: format!("Log in as {}", entrance.person),
        intro: vec![
            format!("Administrator of {}, a sample company.", tenant.name),
            "The button works once. What you do changes this demonstration and nothing else."
                .to_owned(),
        ],
        facts: vec![
            ("System".to_owned(), tenant.name.clone()),
            ("Rules".to_owned(), tenant.slug.clone()),
        ],
        button: "Log in".to_owned(),
        ..FormPage::default()
    }
}
