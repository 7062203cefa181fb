//! Making, changing and deleting a role.

use super::{
    effect::effects,
    matrix::Matrix,
    roles::{crumb, named, permissions},
    stale,
};
use crate::{
    AppState,
    console::{Crumb, Page, Shell, Visit, Window, window::proof_missing},
    input::{NewRoleInput, RolePatch},
    pages::{Asked, Field, Form, FormPage, Kind, Trouble},
    problem::{Code, Problem},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use std::collections::BTreeSet;
use tenure_domain::{
    ActionKind,
    authority::{Permission, Role, RoleChange, may_allow},
    value::RoleDescription,
};
use tenure_service::roles::ShownRole;

/// What belongs to the page and not to the role.
const OWN: &[&str] = &["version", "more", "confirmed"];

/// To say what a role allows gives power to its holders, as giving them the role does.
const GIVES_POWER: ActionKind = ActionKind::GrantRole;

type Answer = Result<Response, Problem>;

/// A role's words and what it allows.
#[derive(Template)]
#[template(path = "console/organization/role_form.html")]
struct RoleForm {
    shell: Shell,
    form: FormPage,
    matrix: Matrix,
    trouble: Option<Trouble>,
}

impl Page for RoleForm {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl RoleForm {
    /// The form again, with what is wrong.
    fn refuse(mut self, problem: Problem) -> Response {
        if problem.cause().is_some() {
            return problem.into_response();
        }
        self.trouble = Some(self.form.trouble(&problem));
        self.form.links.extend(proof_missing(&self.shell, &problem));
        let mut response = self.show_as(problem.status());
        problem.dress(&mut response);
        response
    }
}

/// What stands in the form of a role as it is.
fn typed(role: &Role) -> Form {
    let permissions = role.permissions.iter().map(ToString::to_string);
    Form::default()
        .with("name", Some(role.title.as_str()))
        .with(
            "description",
            role.description.as_ref().map(RoleDescription::as_str),
        )
        .put("permissions", permissions.collect::<Vec<_>>())
}

/// The form with the permissions of both parts together: those that are ticked and those that are written.
fn joined(form: &Form) -> Form {
    let ticked = form.all("permissions").into_iter();
    let written = form.text("more").unwrap_or_default().split_whitespace();
    let all = ticked.chain(written).map(ToOwned::to_owned);
    form.clone().put("permissions", all.collect::<Vec<_>>())
}

/// What is wrong with a permission, told with its name and beside where it was written.
fn named_permissions(mut problem: Problem, form: &Form) -> Problem {
    let all = form.all("permissions").into_iter().map(ToOwned::to_owned);
    let all = all.collect::<Vec<_>>();
    for error in &mut problem.errors {
        let at = error.pointer.strip_prefix("/permissions/");
        let at = at.and_then(|at| at.parse::<usize>().ok());
        if let Some(name) = at.and_then(|at| all.get(at)) {
            error.message = format!("{name}: {}", error.message);
            "/more".clone_into(&mut error.pointer);
        }
    }
    problem
}

fn fields(visit: &Visit, form: &Form, is_new: bool) -> Vec<Field> {
    let say = |key: &str| visit.say(key);
    let id = Field::text("id", say("organization-role-id"))
        .optional()
        .verbatim();
    let id = id.hint(say("organization-role-id-hint"));
    let description = Field::text("description", say("organization-description")).optional();
    let more = Field::of_kind(Kind::Lines(3), "more", say("organization-role-more"));
    let more = more
        .optional()
        .verbatim()
        .hint(say("organization-role-more-hint"));
    let name = Field::text("name", say("organization-name"));
    let fields = [
        Some(name),
        is_new.then_some(id),
        Some(description),
        Some(more),
    ];
    let held = fields.into_iter().flatten().map(|field| {
        let value = form.text(field.name()).map(ToOwned::to_owned);
        field.holding(value.as_deref())
    });
    held.collect()
}

async fn page(
    app: &AppState,
    visit: &Visit,
    (shell, form): (Shell, FormPage),
    typed: &Form,
) -> Result<RoleForm, Problem> {
    let held = typed.all("permissions").into_iter().map(ToOwned::to_owned);
    let form = FormPage {
        title: shell.title.clone(),
        words: shell.words.clone(),
        ..form
    };
    Ok(RoleForm {
        shell,
        form,
        matrix: Matrix::new(visit, &permissions(app, visit).await?, &held.collect()),
        trouble: None,
    })
}

async fn making(app: &AppState, visit: &Visit, typed: &Form) -> Result<RoleForm, Problem> {
    let shell = visit.shell_below(app, [crumb(visit)], visit.say("organization-new-role"));
    let form = FormPage {
        fields: fields(visit, typed, true),
        button: visit.say("organization-make-role"),
        cancel: Some("/roles".to_owned()),
        ..FormPage::default()
    };
    page(app, visit, (shell, form), typed).await
}

/// The form of a new role, empty or like another: with as much of it as the visitor may give.
pub(super) async fn blank(State(app): State<AppState>, visit: Visit, asked: Asked) -> Answer {
    tenure_domain::authority::may_manage_roles(&visit.actor)
        .map_err(tenure_service::Error::from)?;
    if visit.lacks_proof(&app, GIVES_POWER) {
        return Ok(visit.prove_first());
    }
    let like = match asked.get("like") {
        Some(id) => {
            let mut role = named(&app, &visit, id).await?.role;
            role.permissions
                .retain(|each| may_allow(&visit.actor, each));
            let name = visit
                .words
                .say1("organization-copy-of", "name", role.title.as_str());
            typed(&role).put("name", name)
        }
        None => Form::default(),
    };
    Ok(making(&app, &visit, &like).await?.show())
}

/// Makes a role.
pub(super) async fn make(State(app): State<AppState>, visit: Visit, form: Form) -> Answer {
    let whole = joined(&form);
    let read = visit.require_proof(&app, GIVES_POWER);
    let made = match read.and_then(|()| whole.input::<NewRoleInput>(OWN)) {
        Ok(input) => {
            let made = app.roles.make(visit.tenant(), input.wish(), &visit.actor);
            made.await.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    match made {
        Ok(made) => {
            let at = format!("/roles/{}", made.role.name);
            Ok(visit.done(&app, &at, "organization-role-made"))
        }
        Err(problem) => {
            let page = making(&app, &visit, &form).await?;
            Ok(page.refuse(named_permissions(problem, &whole)))
        }
    }
}

async fn changing(
    app: &AppState,
    visit: &Visit,
    shown: &ShownRole,
    typed: &Form,
) -> Result<RoleForm, Problem> {
    let role = &shown.role;
    let shell = below(app, visit, role, "organization-change-title");
    let form = FormPage {
        hidden: vec![("version", shown.revision.to_string())],
        fields: fields(visit, typed, false),
        button: visit.say("organization-save"),
        cancel: Some(format!("/roles/{}", role.name)),
        ..FormPage::default()
    };
    page(app, visit, (shell, form), typed).await
}

fn below(app: &AppState, visit: &Visit, role: &Role, title: &str) -> Shell {
    let name = role.title.as_str();
    let above = [
        crumb(visit),
        Crumb::new(format!("/roles/{}", role.name), name),
    ];
    visit.shell_below(app, above, visit.words.say1(title, "name", name))
}

/// The form of a role as it is.
pub(super) async fn filled(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Answer {
    let shown = named(&app, &visit, &id).await?;
    let tenant = &visit.session.tenant;
    app.roles.may_change(tenant, &shown.role, &visit.actor)?;
    if visit.lacks_proof(&app, GIVES_POWER) {
        return Ok(visit.prove_first());
    }
    Ok(changing(&app, &visit, &shown, &typed(&shown.role))
        .await?
        .show())
}

/// Changes a role; where it allows its holders more or less than before, only once that is confirmed.
pub(super) async fn change(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let shown = named(&app, &visit, &id).await?;
    let whole = joined(&form);
    let patch = whole.clone().clearing(&["name", "description"]);
    let read = visit.require_proof(&app, GIVES_POWER);
    let done = match read.and_then(|()| patch.input::<RolePatch>(OWN)) {
        Ok(RolePatch(change)) => {
            let current = form.version() == Some(shown.revision);
            if current
                && !form.is_checked("confirmed")
                && let Some(window) = confirming(&app, &visit, &shown, &change, &whole).await?
            {
                return Ok(window.show());
            }
            let name = shown.role.name.clone();
            let (tenant, expect) = (visit.tenant(), form.version());
            let changed = app.roles.change(tenant, name, change, expect, &visit.actor);
            changed.await.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    let Err(problem) = done else {
        return Ok(visit.done(&app, &format!("/roles/{}", shown.role.name), "saved"));
    };
    let mut page = changing(&app, &visit, &shown, &form).await?;
    if problem.code == Code::StaleVersion {
        stale::tell(&mut page.form, &visit.words, &typed(&shown.role));
        page.form.notice = None;
        page.form
            .intro
            .push(allowed_now(&visit, &shown.role, &whole));
    } else if let Some(version) = form.version() {
        page.form.hidden = vec![("version", version.to_string())];
    }
    Ok(page.refuse(named_permissions(problem, &whole)))
}

/// What the role allows by now that is not ticked, and the other way round.
fn allowed_now(visit: &Visit, role: &Role, form: &Form) -> String {
    let typed = form.all("permissions").into_iter().collect::<BTreeSet<_>>();
    let now = role.permissions.iter().map(Permission::code);
    let now = now.collect::<BTreeSet<_>>();
    let differ = typed.symmetric_difference(&now).copied();
    let marked = differ.map(|code| {
        if now.contains(code) {
            format!("+ {code}")
        } else {
            format!("− {code}")
        }
    });
    let marked = marked.collect::<Vec<_>>().join(", ");
    visit.words.say1("organization-role-now", "what", marked)
}

/// Says who gains and who loses what; `None` where nobody does.
async fn confirming(
    app: &AppState,
    visit: &Visit,
    shown: &ShownRole,
    change: &RoleChange,
    form: &Form,
) -> Result<Option<Window>, Problem> {
    let role = &shown.role;
    let after = change.permissions.clone().unwrap_or_default();
    let points = effects(app, visit, role, &after).await?;
    if points.is_empty() {
        return Ok(None);
    }
    let text = |name: &'static str| Some((name, form.text(name)?.to_owned()));
    let words = ["name", "description", "version"]
        .into_iter()
        .filter_map(text);
    let permissions = form.all("permissions").into_iter();
    let permissions = permissions.map(|code| ("permissions[]", code.to_owned()));
    let confirmed = [("confirmed", "true".to_owned())];
    let form = FormPage {
        intro: vec![visit.say("organization-role-confirm")],
        points,
        hidden: words.chain(permissions).chain(confirmed).collect(),
        button: visit
            .words
            .say1("organization-change-title", "name", role.title.as_str()),
        cancel: Some(format!("/roles/{}/edit", role.name)),
        ..FormPage::default()
    };
    let shell = below(app, visit, role, "organization-change-title");
    Ok(Some(Window::new(shell, form)))
}

fn leaving(app: &AppState, visit: &Visit, shown: &ShownRole) -> Window {
    let role = &shown.role;
    let users = format!("/users?role={}", role.name);
    let form = FormPage {
        points: vec![
            visit.say("organization-role-goes"),
            visit.say("organization-role-held"),
        ],
        hidden: vec![("version", shown.revision.to_string())],
        button: visit
            .words
            .say1("organization-delete-title", "name", role.title.as_str()),
        danger: true,
        cancel: Some(format!("/roles/{}", role.name)),
        links: vec![(users, visit.say("organization-people-all"))],
        ..FormPage::default()
    };
    let shell = below(app, visit, role, "organization-delete-title");
    Window::new(shell, form)
}

/// Asks whether a role shall go.
pub(super) async fn farewell(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Answer {
    let shown = named(&app, &visit, &id).await?;
    let tenant = &visit.session.tenant;
    app.roles.may_delete(tenant, &shown.role, &visit.actor)?;
    Ok(leaving(&app, &visit, &shown).show())
}

/// Deletes a role that nobody holds.
pub(super) async fn delete(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let shown = named(&app, &visit, &id).await?;
    let name = shown.role.name.clone();
    let gone = app
        .roles
        .delete(visit.tenant(), name, form.version(), &visit.actor);
    match gone.await {
        Ok(()) => Ok(visit.done(&app, "/roles", "organization-deleted")),
        Err(error) => Ok(leaving(&app, &visit, &shown).refuse(error.into())),
    }
}
