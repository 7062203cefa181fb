//! First run: the administrator and the organization, by the link that the server prints.

use super::{
    field::{Choice, Kind, zones},
    form::{Asked, Form},
    log_in::{Notice, to_log_in},
    person::{name_fields, read},
    view::{Field, FormPage, Message},
};
use crate::{
    AppState,
    console::{Language, Reader, Words},
    extract::{Client, TenantOf},
    input::SetUp,
    problem::Problem,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use tenure_service::{Error, ports::Tenant};

pub(super) async fn show(
    State(state): State<AppState>,
    TenantOf(tenant): TenantOf,
    asked: Asked,
    Reader(words): Reader,
) -> Response {
    let blank = Form::default().with("token", asked.get("token"));
    match check(&state, &tenant, &blank, &words).await {
        Ok(()) => form(&tenant, &blank, &words).show(),
        Err(refusal) => refusal,
    }
}

pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    TenantOf(tenant): TenantOf,
    asked: Asked,
    Reader(words): Reader,
    typed: Form,
) -> Response {
    let token = typed.text("token").or_else(|| asked.get("token"));
    let token = token.map(ToOwned::to_owned);
    let typed = typed.with("token", token);
    if let Err(problem) = state.limiters.token(client.network()) {
        return problem.into_response();
    }
    if let Err(refusal) = check(&state, &tenant, &typed, &words).await {
        return refusal;
    }
    let wish = match read::<SetUp>(&typed, &[], &tenant) {
        Ok(input) => input.wish(),
        Err(problem) => return form(&tenant, &typed, &words).refuse(problem),
    };
    match state.users.set_up(&tenant, wish).await {
        Ok(_) => to_log_in(&state, Some(Notice::SetUp), &tenant),
        Err(Error::SetupClosed) => closed(&words),
        Err(error) => form(&tenant, &typed, &words).refuse(error.into()),
    }
}

/// Is it the token that was printed last, with no administrator yet?
async fn check(
    state: &AppState,
    tenant: &Tenant,
    typed: &Form,
    words: &Words,
) -> Result<(), Response> {
    let Some(token) = typed.text("token") else {
        return Err(closed(words));
    };
    match state.users.is_setup_open(tenant.id, token).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(closed(words)),
        Err(error) => Err(Problem::from(error).into_response()),
    }
}

/// Everything that somebody without the right link needs to know.
fn closed(words: &Words) -> Response {
    let problem = Problem::from(Error::SetupClosed);
    Message {
        title: words.say("page-setup-invalid"),
        lines: vec![words.say("page-setup-where"), words.say("page-setup-new")],
        command: Some("tenure setup-link"),
        after: vec![words.say("page-setup-done")],
        links: vec![("/login".to_owned(), words.say("page-log-in"))],
        words: words.clone(),
        ..Message::default()
    }
    .show(problem.status())
}

/// In which language the administrator reads, and where his clock goes.
fn reading_fields(typed: &Form, words: &Words) -> [Field; 2] {
    let spoken = Language::ALL.into_iter();
    let spoken = spoken.map(|(language, name)| Choice::new(language.code(), name));
    let browser = Choice::new("", words.say("own-language-browser"));
    let languages = std::iter::once(browser).chain(spoken).collect();
    let field = |name: &'static str, label: &str, choices: Vec<Choice>| {
        let field = Field::of_kind(Kind::Choice(choices), name, words.say(label));
        field.holding(typed.text(name)).optional()
    };
    [
        field("language", "own-language", languages),
        field("time_zone", "own-zone", zones(words)),
    ]
}

fn form(tenant: &Tenant, typed: &Form, words: &Words) -> FormPage {
    let identity = &tenant.policy.identity;
    let organization = Field::text("organization", words.say("page-organization"))
        .known_as("organization")
        .holding(typed.text("organization"));
    let mut fields = vec![organization];
    if identity.username_length.is_some() {
        let username = Field::text("username", words.say("field-username")).known_as("username");
        let username = username.holding(typed.text("username"));
        fields.push(username.verbatim().optional());
    }
    fields.push(Field::email().holding(typed.text("email")));
    fields.extend(name_fields(identity, typed, words));
    fields.extend(reading_fields(typed, words));
    let rules = tenant.policy.credential.password;
    fields.push(Field::new_password(
        "password",
        words.say("page-password"),
        rules,
    ));
    FormPage {
        title: words.say("page-setup"),
        intro: vec![words.say("page-setup-intro")],
        action: Some("/setup".to_owned()),
        hidden: Vec::from_iter(typed.text("token").map(|token| ("token", token.to_owned()))),
        fields,
        button: words.say("page-setup-button"),
        words: words.clone(),
        ..FormPage::default()
    }
}
