//! As what a user works, and in which department (HE-36 to HE-42).

use super::{
    Head, OWN, Subject,
    head::Button,
    history,
    part::{self, On, Part},
    place, records,
};
use crate::{
    AppState,
    console::{Line, Page, Shell, Visit},
    input::{DepartmentInput, SetPosition},
    pages::{Choice, Field, Form, FormPage, Kind},
    problem::Problem,
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use tenure_domain::{Action, ActionKind, reference::ReferenceKind};
use tenure_service::assignments::Assigned;

#[derive(Template)]
#[template(path = "console/user/position.html")]
struct Position {
    shell: Shell,
    head: Head,
    title: Option<String>,
    department: Option<String>,
    manage: Option<Button>,
    place: Option<Button>,
    remove: Option<Button>,
    history: Option<Vec<Line>>,
}

impl Page for Position {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tab and its windows.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users/{id}/position", get(show))
        .merge(part::router(Manage))
        .merge(part::router(Remove))
        .merge(part::router(Department))
}

async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let post = subject.view.position.as_ref();
    let button =
        |shown: bool, tail: &str, key: &str| shown.then(|| Button::to(&visit, &subject, tail, key));
    let manages = subject.offers(ActionKind::SetPosition);
    let moves = post.is_some() && subject.offers(ActionKind::SetDepartment);
    let families = ["position.", "department."];
    let shell = subject.shell(&app, &visit, visit.say("user-tab-position"));
    let page = Position {
        head: Head::new(&app, &visit, &subject, "position").await,
        title: post.map(|post| post.title.clone()),
        department: post.and_then(|post| Some(post.department.as_ref()?.name.clone())),
        manage: button(manages, "position/manage", "user-manage-position"),
        place: button(moves, "department", "user-change-department"),
        remove: button(
            manages && post.is_some(),
            "position/remove",
            "user-remove-position",
        ),
        history: history::latest(&app, &visit, &shell, &subject, (&families, 10)).await,
        shell,
    };
    Ok(page.show())
}

/// A title from the list, or a new one (HE-38).
#[derive(Clone, Copy)]
struct Manage;

impl Part for Manage {
    const PATH: &'static str = "position/manage";
    const BACK: &'static str = "position";

    fn asks(self, _: On<'_>) -> Result<Action, Problem> {
        Ok(Action::SetPosition(None))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let held = held(on);
        let mut choices = vec![Choice::new("", on.say("user-position-new"))];
        choices.extend(records::choices(on, ReferenceKind::Position).await?);
        let label = on.say("user-position-choose");
        let position = Field::of_kind(Kind::Choice(choices), "position", label).optional();
        let title = Field::text("title", on.say("user-position-title")).optional();
        let title = title.hint(on.say("user-position-title-hint"));
        Ok(FormPage {
            points: vec![on.say("user-point-position")],
            fields: vec![
                position.holding(On::held(typed, "position", held.as_deref())),
                title.holding(On::held(typed, "title", None)),
            ],
            button: on.say("user-save"),
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        match wish(on, typed).input::<SetPosition>(OWN)? {
            SetPosition::Called(position) => {
                place::assign(on, typed, Assigned::Position(position)).await?;
            }
            SetPosition::Titled(title) => {
                let wished = on.wished(typed);
                let set = on.app.assignments.set_position_titled(wished, title);
                if let Err(error) = set.await {
                    return Err(on.explain(error).await);
                }
            }
        }
        Ok("user-position")
    }
}

fn held(on: On<'_>) -> Option<String> {
    let post = on.subject.view.position.as_ref();
    post.map(|post| post.id.to_string())
}

/// Beside a title that was written, the position that the form began with is no choice.
fn wish(on: On<'_>, typed: &Form) -> Form {
    let untouched = typed.text("position") == held(on).as_deref();
    match typed.text("title") {
        Some(_) if untouched => typed.clone().without(&["position"]),
        _ => typed.clone(),
    }
}

/// No position any more.
#[derive(Clone, Copy)]
struct Remove;

impl Part for Remove {
    const PATH: &'static str = "position/remove";
    const BACK: &'static str = "position";

    fn asks(self, _: On<'_>) -> Result<Action, Problem> {
        Ok(Action::SetPosition(None))
    }

    async fn form(self, on: On<'_>, _: Option<&Form>) -> Result<FormPage, Problem> {
        Ok(FormPage {
            points: vec![on.say("user-point-position-gone")],
            danger: true,
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let action = self.asks(on)?;
        let id = on.subject.id();
        on.app
            .act(on.visit, id, action, typed.version(), None)
            .await?;
        Ok("user-position")
    }
}

/// The department (HE-42).
#[derive(Clone, Copy)]
struct Department;

impl Part for Department {
    const PATH: &'static str = "department";
    const BACK: &'static str = "position";

    fn asks(self, _: On<'_>) -> Result<Action, Problem> {
        Ok(Action::SetDepartment(None))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let post = on.subject.view.position.as_ref();
        let held = post.and_then(|post| post.department.as_ref());
        let held = held.map(|department| department.id.to_string());
        let mut choices = vec![Choice::new("", on.say("user-no-department"))];
        choices.extend(records::choices(on, ReferenceKind::Department).await?);
        let label = on.say("user-department");
        let field = Field::of_kind(Kind::Choice(choices), "department", label).optional();
        Ok(FormPage {
            fields: vec![field.holding(On::held(typed, "department", held.as_deref()))],
            button: on.say("user-save"),
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let wish = typed.clone().clearing(&["department"]);
        let input = wish.input::<DepartmentInput>(OWN)?;
        place::assign(on, typed, Assigned::Department(input.department)).await?;
        Ok("user-department")
    }
}
