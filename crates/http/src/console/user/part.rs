//! A window that changes a part of a user: its form, and what is done with what was typed.

use super::{Subject, subject::terms};
use crate::{
    AppState,
    console::{Page, Visit, Window},
    pages::{Asked, Form, FormPage},
    problem::Problem,
};
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use tenure_domain::Action;
use tenure_service::{Error, assignments::Wished};

/// Whom a window is about, for whom, and what its address asks.
#[derive(Clone, Copy)]
pub(super) struct On<'a> {
    pub(super) app: &'a AppState,
    pub(super) visit: &'a Visit,
    pub(super) subject: &'a Subject,
    pub(super) asked: &'a Asked,
}

impl On<'_> {
    /// A message.
    pub(super) fn say(&self, key: &str) -> String {
        self.visit.say(key)
    }

    /// What the rules say to this now. Whether one may comes before what one typed.
    fn judge(&self, action: Action) -> Result<(), Problem> {
        let judged = self.subject.judge(self.app, self.visit, action);
        judged.map_err(|refused| Error::from(refused).into())
    }

    /// A message with the user's name in it.
    pub(super) fn say_name(&self, key: &str) -> String {
        let name = self.subject.name(&self.visit.words);
        self.visit.words.say1(key, "name", name)
    }

    /// The assignment that a form asks for, if the user still has the version that it was filled in on.
    pub(super) fn wished(&self, typed: &Form) -> Wished<'_> {
        Wished {
            tenant: &self.visit.session.tenant,
            user: self.subject.id(),
            actor: self.visit.actor.clone(),
            terms: terms(typed.version()),
        }
    }

    /// What keeps an assignment from being made, as the visitor is told it.
    pub(super) async fn explain(&self, error: Error) -> Problem {
        let id = self.subject.id();
        self.app.explain(self.visit, id, error).await
    }

    /// Does the user's form say this, or does what there is?
    pub(super) fn held<'v>(
        typed: Option<&'v Form>,
        name: &str,
        held: Option<&'v str>,
    ) -> Option<&'v str> {
        match typed {
            Some(typed) => typed.text(name),
            None => held,
        }
    }
}

/// What a window says and does.
pub(super) trait Part: Copy + Send + Sync + 'static {
    /// Its address below the user's.
    const PATH: &'static str;
    /// The tab that it leads back to.
    const BACK: &'static str;

    /// What the rules are asked about before the window is shown: the wish that leaves things as they are, or the
    /// one that the window is about.
    fn asks(self, on: On<'_>) -> Result<Action, Problem>;

    /// The form as it is first seen, or with what was typed.
    fn form(
        self,
        on: On<'_>,
        typed: Option<&Form>,
    ) -> impl Future<Output = Result<FormPage, Problem>> + Send;

    /// Does it; the message that tells of it.
    fn save(
        self,
        on: On<'_>,
        typed: &Form,
    ) -> impl Future<Output = Result<&'static str, Problem>> + Send;
}

/// The window's page.
pub(super) fn router<P: Part>(part: P) -> Router<AppState> {
    let show = move |State(app): State<AppState>,
                     visit: Visit,
                     Path(id): Path<String>,
                     asked: Asked| { show(app, visit, id, asked, part) };
    let submit = move |State(app): State<AppState>,
                       visit: Visit,
                       Path(id): Path<String>,
                       asked: Asked,
                       typed: Form| submit(app, visit, id, asked, typed, part);
    let path = format!("/users/{{id}}/{}", P::PATH);
    Router::new().route(&path, get(show).post(submit))
}

async fn show<P: Part>(
    app: AppState,
    visit: Visit,
    id: String,
    asked: Asked,
    part: P,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let on = On {
        app: &app,
        visit: &visit,
        subject: &subject,
        asked: &asked,
    };
    let wish = part.asks(on)?;
    let act = wish.kind();
    on.judge(wish)?;
    if visit.lacks_proof(&app, act) {
        return Ok(visit.prove_first());
    }
    Ok(window::<P>(on, part.form(on, None).await?).show())
}

fn window<P: Part>(on: On<'_>, form: FormPage) -> Window {
    let key = format!("user-part-{}", P::PATH.replace('/', "-"));
    let button = match form.button.as_str() {
        "" => on.say_name(&format!("{key}-button")),
        said => said.to_owned(),
    };
    let form = FormPage {
        hidden: vec![on.subject.hidden()],
        cancel: Some(on.subject.tab(P::BACK)),
        button,
        ..form
    };
    let title = on.say_name(&format!("{key}-title"));
    Window::new(on.subject.shell(on.app, on.visit, title), form)
}

async fn submit<P: Part>(
    app: AppState,
    visit: Visit,
    id: String,
    asked: Asked,
    typed: Form,
    part: P,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let on = On {
        app: &app,
        visit: &visit,
        subject: &subject,
        asked: &asked,
    };
    let wish = part.asks(on)?;
    let act = wish.kind();
    on.judge(wish)?;
    let done = match visit.require_proof(&app, act) {
        Ok(()) => part.save(on, &typed).await,
        Err(problem) => Err(problem),
    };
    Ok(match done {
        Ok(notice) => visit.done(&app, &subject.tab(P::BACK), notice),
        Err(problem) => window::<P>(on, part.form(on, Some(&typed)).await?).refuse(problem),
    })
}

/// What is wrong, as the form has it: without the place that the part has in a larger body.
pub(super) fn without(mut problem: Problem, place: &str) -> Problem {
    for error in &mut problem.errors {
        if let Some(rest) = error.pointer.strip_prefix(place) {
            error.pointer = rest.to_owned();
        }
    }
    problem
}
