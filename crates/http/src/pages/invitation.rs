//! Behind the link of an invitation: names and a first password.

use super::{
    form::Form,
    log_in::{Notice, tenant_named, to_log_in},
    person::{name_fields, read},
    view::{Field, FormPage, Message},
};
use crate::{
    AppState,
    console::{Reader, Words},
    extract::{Client, TenantOf},
    input::AcceptInvitation,
    problem::{Code, Problem},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tenure_domain::{
    Profile, credential::TicketPurpose, policy::IdentityPolicy, value::PersonName,
};
use tenure_service::{ports::Tenant, users::Done};

/// What only the page needs to know; the user's own name is there for password managers.
const OWN: &[&str] = &["tenant", "login"];

/// The form as it is first seen: the names on file stand in it.
fn on_file(profile: &Profile, policy: &IdentityPolicy) -> Form {
    let text = |name: Option<&PersonName>| name.map(ToString::to_string);
    Form::default()
        .with("login", Field::login_of(profile, policy))
        .with("first_name", text(profile.first_name.as_ref()))
        .with("last_name", text(profile.last_name.as_ref()))
        .with("display_name", text(profile.display_name.as_ref()))
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    Reader(words): Reader,
) -> Response {
    match state.users.look(&token, TicketPurpose::Invitation).await {
        Ok(link) => {
            let tenant = &link.account.tenant;
            let typed = on_file(link.account.user.profile(), &tenant.policy.identity);
            form(tenant, &typed, &words).show()
        }
        Err(error) => dead(&state, &token, error.into(), &words).await,
    }
}

/// Uses the link without looking at it first: where looking uses it up, the page that was opened is
/// still taken. The form says for which system it is shown again.
pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    Path(token): Path<String>,
    tenant: Result<TenantOf, Problem>,
    Reader(words): Reader,
    typed: Form,
) -> Response {
    let tenant = match tenant_named(&state, typed.text("tenant"), tenant).await {
        Ok(tenant) => tenant,
        Err(problem) => return problem.into_response(),
    };
    match accept(&state, &client, &tenant, &token, &typed).await {
        Ok(done) => to_log_in(
            &state,
            Some(Notice::InvitationAccepted),
            &done.account.tenant,
        ),
        Err(problem) if problem.status() == StatusCode::GONE => {
            dead(&state, &token, problem, &words).await
        }
        Err(problem) => form(&tenant, &typed, &words).refuse(problem),
    }
}

async fn accept(
    state: &AppState,
    client: &Client,
    tenant: &Tenant,
    token: &str,
    typed: &Form,
) -> Result<Done, Problem> {
    state.limiters.token(client.network())?;
    let input = read::<AcceptInvitation>(typed, OWN, tenant)?;
    let names = input.names();
    let done = state
        .users
        .accept_invitation(token, input.password, names, None);
    Ok(done.await?)
}

/// A link that was used, revoked, replaced, or is too old; other troubles are told as such.
async fn dead(state: &AppState, token: &str, problem: Problem, words: &Words) -> Response {
    if problem.status() != StatusCode::GONE {
        return problem.into_response();
    }
    let tenant = state.users.tenant_behind(token, TicketPurpose::Invitation);
    let fate = tenant
        .await
        .map(|tenant| tenant.policy.invitation.on_expiry);
    let what_now = match fate {
        Ok(fate) if problem.code == Code::LinkExpired && fate.tells_administrator() => {
            "page-invitation-told"
        }
        Ok(_) | Err(_) => "page-invitation-dead",
    };
    Message {
        title: problem.name(words),
        lines: vec![problem.told(words), words.say(what_now)],
        links: vec![("/login".to_owned(), words.say("page-log-in"))],
        words: words.clone(),
        ..Message::default()
    }
    .show(problem.status())
}

fn form(tenant: &Tenant, typed: &Form, words: &Words) -> FormPage {
    let rules = tenant.policy.credential.password;
    let mut fields = Vec::from_iter(typed.text("login").map(Field::account));
    fields.extend(name_fields(&tenant.policy.identity, typed, words));
    fields.push(Field::new_password(
        "password",
        words.say("page-password"),
        rules,
    ));
    FormPage {
        title: words.say1("page-welcome", "system", tenant.name.as_str()),
        intro: vec![words.say("page-welcome-intro")],
        hidden: vec![("tenant", tenant.slug.clone())],
        fields,
        button: words.say("page-accept"),
        words: words.clone(),
        ..FormPage::default()
    }
}
