//! First run: the administrator and the organization, by the link that the server prints.

use super::{
    form::{Asked, Form},
    log_in::{Notice, to_log_in},
    person::{name_fields, read},
    view::{Field, FormPage, Message},
};
use crate::{
    AppState,
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
) -> Response {
    let blank = Form::default().with("token", asked.get("token"));
    match check(&state, &tenant, &blank).await {
        Ok(()) => form(&tenant, &blank).show(),
        Err(refusal) => refusal,
    }
}

pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    TenantOf(tenant): TenantOf,
    asked: Asked,
    typed: Form,
) -> Response {
    let token = typed.text("token").or_else(|| asked.get("token"));
    let token = token.map(ToOwned::to_owned);
    let typed = typed.with("token", token);
    if let Err(problem) = state.limiters.token(client.network()) {
        return problem.into_response();
    }
    if let Err(refusal) = check(&state, &tenant, &typed).await {
        return refusal;
    }
    let wish = match read::<SetUp>(&typed, &[], &tenant) {
        Ok(input) => input.wish(),
        Err(problem) => return form(&tenant, &typed).refuse(problem),
    };
    match state.users.set_up(&tenant, wish).await {
        Ok(_) => to_log_in(Some(Notice::SetUp), &tenant),
        Err(Error::SetupClosed) => closed(),
        Err(error) => form(&tenant, &typed).refuse(error.into()),
    }
}

/// Is it the token that was printed last, with no administrator yet?
async fn check(state: &AppState, tenant: &Tenant, typed: &Form) -> Result<(), Response> {
    let Some(token) = typed.text("token") else {
        return Err(closed());
    };
    match state.users.is_setup_open(tenant.id, token).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(closed()),
        Err(error) => Err(Problem::from(error).into_response()),
    }
}

/// Everything that somebody without the right link needs to know.
fn closed() -> Response {
    let problem = Problem::from(Error::SetupClosed);
    Message {
        title: "This is not a valid set-up link".to_owned(),
        lines: vec![
            "The first administrator is made with the link that the server prints when it starts: look in \
             its output or its log for a line with “/setup?token=”. The link works once, for 30 minutes; \
             each start prints a new one and voids the one before."
                .to_owned(),
            "To get a new link without a restart, run this where the server runs:".to_owned(),
        ],
        command: Some("tenure setup-link"),
        after: vec![
            "If this system has an administrator already, its set-up is done and cannot be repeated."
                .to_owned(),
        ],
        links: vec![("/login".to_owned(), "Log in")],
        ..Message::default()
    }
    .show(problem.status())
}

fn form(tenant: &Tenant, typed: &Form) -> FormPage {
    let identity = &tenant.policy.identity;
    let organization = Field::text("organization", "Name of the organization")
        .known_as("organization")
        .holding(typed.text("organization"));
    let mut fields = vec![organization];
    if identity.username_length.is_some() {
        let username = Field::text("username", "User name").known_as("username");
        let username = username.holding(typed.text("username"));
        fields.push(username.verbatim().optional());
    }
    fields.push(Field::email().holding(typed.text("email")));
    fields.extend(name_fields(identity, typed));
    let rules = tenant.policy.credential.password;
    fields.push(Field::new_password("password", "Password", rules));
    FormPage {
        title: "Set up this system".to_owned(),
        intro: vec![
            "Name your organization and make your own account, the first administrator. Then log in with it."
                .to_owned(),
        ],
        action: Some("/setup".to_owned()),
        hidden: Vec::from_iter(typed.text("token").map(|token| ("token", token.to_owned()))),
        fields,
        button: "Set up".to_owned(),
        ..FormPage::default()
    }
}
