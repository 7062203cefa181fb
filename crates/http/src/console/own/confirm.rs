//! The proof of who one is, before something that could take an account over (ASVS 7.5.1).

use crate::{
    AppState,
    console::{Visit, Window},
    extract::{Client, Presented},
    pages::{Asked, Field, Form, FormPage, Next, enter},
    problem::Problem,
};
use axum::{extract::State, response::Response};
use tenure_domain::{Violation, value::PlainPassword};
use tenure_service::{
    Error,
    sessions::{LogIn, LoggedIn},
};

pub(super) async fn show(State(app): State<AppState>, visit: Visit, asked: Asked) -> Response {
    use crate::console::Page as _;
    window(&app, &visit, asked.get("next")).show()
}

/// Logs in anew in the place of this session, and goes on.
pub(super) async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    client: Client,
    held: Presented,
    typed: Form,
) -> Response {
    let next = typed.text("next");
    match prove(&app, &visit, &client, &typed).await {
        Ok(logged_in) => {
            app.replace(held).await;
            let to = next.and_then(Next::parse);
            enter(
                (&app, &visit.session.tenant),
                &logged_in.token,
                to.as_ref().map_or("/", Next::path),
            )
        }
        Err(problem) => window(&app, &visit, next).refuse(problem),
    }
}

async fn prove(
    app: &AppState,
    visit: &Visit,
    client: &Client,
    typed: &Form,
) -> Result<LoggedIn, Problem> {
    let (user, tenant) = (&visit.session.user, &visit.session.tenant);
    let login = Field::login_of(user.profile(), &tenant.policy.identity);
    let password = typed.text("password").and_then(PlainPassword::parse);
    let (Some(login), Some(password)) = (login, password) else {
        let wrong = Violation::new("/password", "required", "Fill in this field.");
        return Err(Problem::validation(vec![wrong]));
    };
    app.limiters.log_in(client.network())?;
    let wish = LogIn {
        tenant: tenant.id,
        login,
        password,
        origin: client.origin(),
    };
    let proved = app.sessions.log_in(wish).await;
    proved.map_err(|error| {
        let refused = matches!(error, Error::LogInFailed { .. });
        let mut problem = Problem::from(error);
        if refused {
            let message = "This is not your password, or too many wrong ones were tried.";
            problem
                .errors
                .push(Violation::new("/password", "wrong", message).into());
        }
        problem
    })
}

fn window(app: &AppState, visit: &Visit, next: Option<&str>) -> Window {
    let (user, tenant) = (&visit.session.user, &visit.session.tenant);
    let own = Field::account_of(user.profile(), &tenant.policy.identity);
    let own = own.map(|field| field.labelled(visit.say("own-log-in-as")));
    let mut fields = Vec::from_iter(own);
    fields.push(Field::current_password(
        "password",
        visit.say("own-password"),
    ));
    let next = next.and_then(Next::parse);
    let next = next.map(|next| ("next", next.path().to_owned()));
    let mut intro = vec![visit.say("own-confirm-why")];
    if app.entrances.is_some() {
        intro.push(visit.say("own-confirm-demo"));
    }
    let form = FormPage {
        intro,
        action: Some("/me/confirm".to_owned()),
        hidden: next.into_iter().collect(),
        fields,
        button: visit.say("own-confirm-button"),
        cancel: Some("/".to_owned()),
        ..FormPage::default()
    };
    Window::new(visit.shell(app, visit.say("own-confirm")), form)
}
