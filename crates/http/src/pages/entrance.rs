//! Behind the one-time link of a demonstration: a button that logs its administrator in.

use super::{
    log_in::enter,
    password,
    view::{FormPage, Message},
};
use crate::{
    AppState,
    console::{Reader, Words},
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
pub(super) async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Reader(words): Reader,
) -> Response {
    match look(&state, &token).await {
        Ok((entrance, tenant)) => form(&entrance, &tenant, &words).show(),
        Err(problem) => dead(problem, &words),
    }
}

pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    Path(token): Path<String>,
    held: Presented,
    Reader(words): Reader,
) -> Response {
    let (entrance, tenant) = match look(&state, &token).await {
        Ok(found) => found,
        Err(problem) => return dead(problem, &words),
    };
    match log_in(&state, &client, &token, &tenant).await {
        Ok(logged_in) => {
            state.replace(held).await;
            enter((&state, &tenant), &logged_in.token, "/")
        }
        Err(mut problem) => match problem.change_token.take() {
            Some(token) => {
                let login = Some(entrance.login.as_str());
                password::must_change(&tenant, login, token, (problem.status(), &words))
            }
            None if problem.code == Code::LinkInvalid => dead(problem, &words),
            None => form(&entrance, &tenant, &words).refuse(problem),
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

fn dead(problem: Problem, words: &Words) -> Response {
    if problem.code != Code::LinkInvalid {
        return axum::response::IntoResponse::into_response(problem);
    }
    Message {
        title: problem.name(words),
        lines: vec![problem.told(words), words.say("page-demo-next")],
        words: words.clone(),
        ..Message::default()
    }
    .show(problem.status())
}

fn form(entrance: &Entrance, tenant: &Tenant, words: &Words) -> FormPage {
    FormPage {
        title: words.say1("page-demo-log-in-as", "name", entrance.person.as_str()),
        intro: vec![
            words.say1("page-demo-who", "system", tenant.name.as_str()),
            words.say("page-demo-once"),
        ],
        facts: vec![
            (words.say("own-system"), tenant.name.clone()),
            (words.say("page-demo-rules"), tenant.slug.clone()),
        ],
        button: words.say("page-log-in"),
        words: words.clone(),
        ..FormPage::default()
    }
}
