//! Logging in, and where to go then.

use super::{
    form::{Asked, Form},
    password,
    view::{Field, FormPage},
};
use crate::{
    AppState,
    console::{Reader, Words, notice},
    extract::{Client, LastTenant, Presented, TenantOf, session_cookie, tenant_cookie},
    input,
    problem::Problem,
};
use axum::{
    extract::State,
    http::{HeaderMap, header::SET_COOKIE},
    response::{IntoResponse, Redirect, Response},
};
use std::sync::Arc;
use tenure_service::{
    ports::Tenant,
    sessions::{LogIn, LoggedIn},
};

/// What was done before, told on the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// The set-up.
    SetUp,
    /// A password.
    PasswordChanged,
    /// An invitation.
    InvitationAccepted,
    /// The end of a session.
    LoggedOut,
}

impl Notice {
    const ALL: [Self; 4] = [
        Self::SetUp,
        Self::PasswordChanged,
        Self::InvitationAccepted,
        Self::LoggedOut,
    ];

    /// Its name in addresses.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::SetUp => "set_up",
            Self::PasswordChanged => "password_changed",
            Self::InvitationAccepted => "invitation_accepted",
            Self::LoggedOut => "logged_out",
        }
    }

    /// For people.
    pub(super) fn text(self, words: &Words) -> String {
        words.say(&format!("notice-{}", self.code().replace('_', "-")))
    }

    /// The one that an address names.
    pub(super) fn asked(asked: &Asked) -> Option<Self> {
        let code = asked.get("notice")?;
        Self::ALL.into_iter().find(|notice| notice.code() == code)
    }
}

/// Where a browser goes after a log-in: a path of this very server, or the start page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Next(String);

/// So many bytes an address may have: room for a page of users who were chosen.
const LONGEST: usize = 8_000;

impl Next {
    /// Takes nothing that a browser could read as another place.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let own = text.starts_with('/') && !text.starts_with("//");
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        (own && plain && text.len() <= LONGEST).then(|| Self(text.to_owned()))
    }

    /// The path itself.
    pub(crate) fn path(&self) -> &str {
        &self.0
    }
}

/// What only the page needs to know.
const OWN: &[&str] = &["tenant", "next"];

/// To the log-in page of a tenant, which the browser remembers.
pub(super) fn to_log_in(state: &AppState, notice: Option<Notice>, tenant: &Tenant) -> Response {
    let mut address = "/login".to_owned();
    let mut sign = '?';
    if let Some(notice) = notice {
        address.push(sign);
        address.push_str("notice=");
        address.push_str(notice.code());
        sign = '&';
    }
    let slug = tenant.slug.as_str();
    let plain = slug
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if plain && slug != DEFAULT {
        address.push(sign);
        address.push_str("tenant=");
        address.push_str(slug);
    }
    let mut response = Redirect::to(&address).into_response();
    if let Some(cookie) = tenant_cookie(state, tenant) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// The tenant that needs no name.
const DEFAULT: &str = "default";

/// The tenant that a page names, else the one that the request is about.
pub(super) async fn tenant_named(
    state: &AppState,
    named: Option<&str>,
    otherwise: Result<TenantOf, Problem>,
) -> Result<Arc<Tenant>, Problem> {
    match named {
        Some(slug) => Ok(state.tenant_called(slug).await?),
        None => otherwise.map(|TenantOf(tenant)| tenant),
    }
}

pub(super) async fn show(
    State(state): State<AppState>,
    tenant: Result<TenantOf, Problem>,
    LastTenant(last): LastTenant,
    asked: Asked,
    headers: HeaderMap,
    Reader(words): Reader,
) -> Response {
    let last = last.as_ref().map(|tenant| tenant.slug.as_str());
    let named = asked.get("tenant").or(last);
    let blank = Form::default().with("tenant", named);
    let blank = blank.with("next", asked.get("next"));
    match tenant_named(&state, blank.text("tenant"), tenant).await {
        Ok(tenant) => FormPage {
            notice: Notice::asked(&asked)
                .map(|notice| notice.text(&words))
                .or_else(|| left_notice(&headers, &words)),
            ..form(&tenant, &blank, &words)
        }
        .show(),
        Err(problem) => problem.into_response(),
    }
}

/// What a page said before it turned out that one is logged out.
fn left_notice(headers: &HeaderMap, words: &Words) -> Option<String> {
    let key = format!("notice-{}", notice::left(headers)?);
    words.find(&key)
}

pub(super) async fn submit(
    State(state): State<AppState>,
    client: Client,
    tenant: Result<TenantOf, Problem>,
    held: Presented,
    Reader(words): Reader,
    typed: Form,
) -> Response {
    let tenant = match tenant_named(&state, typed.text("tenant"), tenant).await {
        Ok(tenant) => tenant,
        Err(problem) => return problem.into_response(),
    };
    match log_in(&state, &client, &tenant, &typed).await {
        Ok(logged_in) => {
            state.replace(held).await;
            let next = typed.text("next").and_then(Next::parse);
            let next = next.map_or_else(|| "/".to_owned(), |Next(path)| path);
            enter((&state, &tenant), &logged_in.token, &next)
        }
        Err(mut problem) => match problem.change_token.take() {
            Some(token) => password::must_change(
                &tenant,
                typed.text("login"),
                token,
                (problem.status(), &words),
            ),
            None => form(&tenant, &typed, &words).refuse(problem),
        },
    }
}

async fn log_in(
    state: &AppState,
    client: &Client,
    tenant: &Tenant,
    typed: &Form,
) -> Result<LoggedIn, Problem> {
    let input = typed.input::<input::LogIn>(OWN)?;
    state.limiters.log_in(client.network())?;
    let wish = LogIn {
        tenant: tenant.id,
        login: input.login,
        password: input.password,
        origin: client.origin(),
    };
    Ok(state.sessions.log_in(wish).await?)
}

/// Hands the browser its session, has it remember the tenant, and sends it on.
pub(crate) fn enter((state, tenant): (&AppState, &Tenant), token: &str, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    let cookies = [session_cookie(state, token), tenant_cookie(state, tenant)];
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

fn form(tenant: &Tenant, typed: &Form, words: &Words) -> FormPage {
    let mut hidden = Vec::new();
    if let Some(slug) = typed.text("tenant") {
        hidden.push(("tenant", slug.to_owned()));
    }
    if let Some(Next(path)) = typed.text("next").and_then(Next::parse) {
        hidden.push(("next", path));
    }
    let by_self = tenant.policy.credential.reset_link.is_for_users();
    let forgot = match typed.text("tenant") {
        Some(_) => format!("/password/forgot?tenant={}", tenant.slug),
        None => "/password/forgot".to_owned(),
    };
    FormPage {
        title: words.say1("page-log-in-to", "system", tenant.name.as_str()),
        action: Some("/login".to_owned()),
        hidden,
        fields: vec![
            Field::login().holding(typed.text("login")),
            Field::current_password("password", words.say("page-password")),
        ],
        button: words.say("page-log-in"),
        links: by_self
            .then(|| (forgot, words.say("page-forgot")))
            .into_iter()
            .collect(),
        words: words.clone(),
        ..FormPage::default()
    }
}

#[cfg(test)]
mod tests {
    use super::Next;

    #[test]
    fn only_a_path_of_this_server_comes_next() {
        for own in ["/", "/password/change", "/api/docs?a=b&c=d#e"] {
            assert_eq!(Next::parse(own), Some(Next(own.to_owned())), "{own}");
        }
        for foreign in [
            "",
            "//evil.example",
            "///evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/a\r\nSet-Cookie: a=b",
            " /login",
            "login",
            "/é",
        ] {
            assert_eq!(Next::parse(foreign), None, "{foreign:?}");
        }
    }
}
