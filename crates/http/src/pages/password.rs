//! Changing one's own password: because one wants to, or because one must.

use super::{
    form::Form,
    log_in::{Notice, enter, tenant_named, to_log_in},
    view::{Field, FormPage, Message},
};
use crate::{
    AppState,
    console::{Words, notice, words_of, words_of_stranger},
    extract::{Caller, Client, MaybeCaller, TenantOf},
    input::ChangePassword,
    problem::{Code, Problem},
};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use tenure_domain::Violation;
use tenure_service::{Error, ports::Tenant, sessions::LoggedIn};

/// What only the page needs to know; the user's own name is there for password managers.
const OWN: &[&str] = &["tenant", "login"];

pub(super) async fn show(MaybeCaller(caller): MaybeCaller, headers: HeaderMap) -> Response {
    match caller {
        Ok(caller) => form(&caller, &words_of(&caller, &headers)).show(),
        Err(problem) => log_in_first(problem),
    }
}

/// To the log-in page and back; other troubles are told.
fn log_in_first(problem: Problem) -> Response {
    if problem.code == Code::Unauthorized {
        Redirect::to("/login?next=/password/change").into_response()
    } else {
        problem.into_response()
    }
}

pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    tenant: Result<TenantOf, Problem>,
    MaybeCaller(caller): MaybeCaller,
    headers: HeaderMap,
    typed: Form,
) -> Response {
    let words = words_of_stranger(&headers);
    if let Some(token) = typed.text("change_token") {
        return match tenant_named(&state, typed.text("tenant"), tenant).await {
            Ok(tenant) => forced((&state, &words), &client, &tenant, &typed, token).await,
            Err(problem) => problem.into_response(),
        };
    }
    match caller {
        Ok(caller) => match by_wish(&state, &client, &caller, &typed).await {
            Ok(Some(logged_in)) => {
                let mut response = enter((&state, &caller.session.tenant), &logged_in.token, "/me");
                notice::tell(&state, &mut response, "password-changed");
                response
            }
            Ok(None) => to_log_in(
                &state,
                Some(Notice::PasswordChanged),
                &caller.session.tenant,
            ),
            Err(problem) => form(&caller, &words_of(&caller, &headers)).refuse(problem),
        },
        Err(problem) => log_in_first(problem),
    }
}

async fn by_wish(
    state: &AppState,
    client: &Client,
    caller: &Caller,
    typed: &Form,
) -> Result<Option<LoggedIn>, Problem> {
    let input = typed.input::<ChangePassword>(OWN).map_err(in_words)?;
    let current = input.current_password.ok_or(Error::NotLoggedIn)?;
    state.limiters.log_in(client.network())?;
    let origin = client.origin();
    let changed = state
        .sessions
        .change_password(caller, current, input.new_password, origin);
    changed.await.map_err(|error| {
        let refused = matches!(error, Error::LogInFailed { .. });
        let mut problem = Problem::from(error);
        if refused {
            let message = "This is not your current password, or too many wrong ones were tried.";
            problem
                .errors
                .push(Violation::new("/current_password", "wrong", message).into());
        }
        problem
    })
}

/// The API takes one of two proofs; this form has but one.
fn in_words(mut problem: Problem) -> Problem {
    for error in &mut problem.errors {
        if error.pointer == "/current_password" && error.code == "required" {
            "Fill in this field.".clone_into(&mut error.message);
        }
    }
    problem
}

async fn forced(
    (state, words): (&AppState, &Words),
    client: &Client,
    tenant: &Tenant,
    typed: &Form,
    token: &str,
) -> Response {
    match change_by_token(state, client, typed).await {
        Ok(()) => to_log_in(state, Some(Notice::PasswordChanged), tenant),
        Err(problem) if problem.status() == StatusCode::GONE => too_late(&problem, words),
        Err(problem) => {
            forced_form(tenant, typed.text("login"), token.to_owned(), words).refuse(problem)
        }
    }
}

async fn change_by_token(state: &AppState, client: &Client, typed: &Form) -> Result<(), Problem> {
    let input = typed.input::<ChangePassword>(OWN)?;
    let token = input.change_token.ok_or(Error::NotLoggedIn)?;
    state.limiters.token(client.network())?;
    let changed = state.users.change_by_token(&token, input.new_password);
    changed.await?;
    Ok(())
}

fn too_late(problem: &Problem, words: &Words) -> Response {
    Message {
        title: words.say("page-again"),
        lines: vec![words.say("page-again-why")],
        links: vec![("/login".to_owned(), words.say("page-log-in"))],
        words: words.clone(),
        ..Message::default()
    }
    .show(problem.status())
}

/// The answer to a log-in with the right password that must be changed. The token that allows it is in
/// the form, never in an address.
pub(super) fn must_change(
    tenant: &Tenant,
    login: Option<&str>,
    change_token: String,
    (status, words): (StatusCode, &Words),
) -> Response {
    forced_form(tenant, login, change_token, words).show_as(status)
}

fn forced_form(
    tenant: &Tenant,
    login: Option<&str>,
    change_token: String,
    words: &Words,
) -> FormPage {
    let rules = tenant.policy.credential.password;
    let mut fields = Vec::from_iter(login.map(Field::account));
    fields.push(Field::new_password(
        "new_password",
        words.say("page-new-password"),
        rules,
    ));
    FormPage {
        title: words.say("page-choose-password"),
        intro: vec![words.say("page-must-change")],
        action: Some("/password/change".to_owned()),
        hidden: vec![
            ("change_token", change_token),
            ("tenant", tenant.slug.clone()),
        ],
        fields,
        button: words.say("own-change-password"),
        words: words.clone(),
        ..FormPage::default()
    }
}

fn form(caller: &Caller, words: &Words) -> FormPage {
    let policy = &caller.session.tenant.policy;
    let rules = policy.credential.password;
    let own = Field::account_of(caller.session.user.profile(), &policy.identity);
    let mut fields = Vec::from_iter(own);
    fields.push(Field::current_password(
        "current_password",
        words.say("page-current-password"),
    ));
    fields.push(Field::new_password(
        "new_password",
        words.say("page-new-password"),
        rules,
    ));
    FormPage {
        title: words.say("own-change-password"),
        intro: vec![words.say("page-others-end")],
        action: Some("/password/change".to_owned()),
        fields,
        button: words.say("own-change-password"),
        links: vec![("/me".to_owned(), words.say("page-back-to-account"))],
        words: words.clone(),
        ..FormPage::default()
    }
}
