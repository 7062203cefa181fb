//! Roles: which there are, and what one of them allows.

use super::matrix::{Matrix, called};
use crate::{
    AppState,
    console::{Crumb, Page, Shell, Visit},
    problem::Problem,
    view::RoleView,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use std::collections::BTreeSet;
use tenure_domain::{
    RoleEdited, TenantFact,
    authority::{ActorRef, Permission, may_edit_role, may_manage_roles},
    value::{RoleName, Timestamp},
};
use tenure_service::{
    Error,
    ports::{EventFilter, Happened},
    queries::Told,
    roles::ShownRole,
};

/// So many events are looked through for a role's history.
const EVENTS: u16 = 500;

#[derive(Template)]
#[template(path = "console/organization/roles.html")]
struct Roles {
    shell: Shell,
    roles: Vec<RoleView>,
    manages: bool,
}

impl Page for Roles {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "console/organization/role.html")]
struct RolePage {
    shell: Shell,
    role: RoleView,
    matrix: Matrix,
    manages: bool,
    edits: bool,
    history: Vec<Line>,
}

/// Something that happened to a role.
struct Line {
    at: Timestamp,
    by: String,
    what: Vec<String>,
}

impl Page for RolePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The list, as a page above others.
pub(super) fn crumb(visit: &Visit) -> Crumb {
    Crumb::new("/roles", visit.say("nav-roles"))
}

/// The role that an address names.
pub(super) async fn named(app: &AppState, visit: &Visit, id: &str) -> Result<ShownRole, Problem> {
    let name = RoleName::parse(id).map_err(|_| Error::NotFound)?;
    let tenant = &visit.session.tenant;
    Ok(app.roles.show(tenant, &name, &visit.actor).await?)
}

/// Every permission that there is: Tenure's own, and those of applications that some role allows.
pub(super) async fn permissions(
    app: &AppState,
    visit: &Visit,
) -> Result<BTreeSet<Permission>, Problem> {
    let roles = app.roles.list(&visit.session.tenant, &visit.actor).await?;
    let given = roles.into_iter().flat_map(|shown| shown.role.permissions);
    Ok(Permission::own().into_iter().chain(given).collect())
}

/// A role with its name and description as the visitor reads them.
fn in_words(visit: &Visit, shown: ShownRole) -> RoleView {
    let (name, description) = (
        visit.words.role(&shown.role.name, &shown.role.title),
        visit.words.role_about(&shown),
    );
    RoleView {
        name,
        description,
        ..RoleView::from(shown)
    }
}

/// All roles.
pub(super) async fn list(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let roles = app.roles.list(&visit.session.tenant, &visit.actor).await?;
    let page = Roles {
        shell: visit.shell(&app, visit.say("nav-roles")),
        roles: roles
            .into_iter()
            .map(|role| in_words(&visit, role))
            .collect(),
        manages: may_manage_roles(&visit.actor).is_ok(),
    };
    Ok(page.show())
}

/// One role.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let shown = named(&app, &visit, &id).await?;
    let called = visit.words.role(&shown.role.name, &shown.role.title);
    let held = shown.role.permissions.iter().map(ToString::to_string);
    let all = permissions(&app, &visit).await?;
    let page = RolePage {
        shell: visit.shell_below(&app, [crumb(&visit)], called),
        matrix: Matrix::new(&visit, &all, &held.collect()),
        manages: may_manage_roles(&visit.actor).is_ok(),
        edits: may_edit_role(&visit.actor, &shown.role),
        history: history(&app, &visit, &shown.role.name).await?,
        role: in_words(&visit, shown),
    };
    Ok(page.show())
}

/// What happened to a role lately, for whoever reads the audit trail.
async fn history(app: &AppState, visit: &Visit, role: &RoleName) -> Result<Vec<Line>, Problem> {
    if !visit.may(&Permission::AuditRead) {
        return Ok(Vec::new());
    }
    let filter = EventFilter {
        kinds: ["role.created", "role.changed"].map(str::to_owned).into(),
        limit: EVENTS,
        ..EventFilter::default()
    };
    let told = app
        .reading
        .events(visit.tenant(), filter, &visit.actor, app.now())
        .await?;
    let lines = told.into_iter().filter_map(|told| line(visit, &told, role));
    Ok(lines.collect())
}

fn line(visit: &Visit, told: &Told, role: &RoleName) -> Option<Line> {
    let Happened::ToTenant(fact) = &told.event.what else {
        return None;
    };
    let what = if let TenantFact::RoleChanged(edited) = fact
        && edited.id == *role
    {
        changes(visit, edited)
    } else if let TenantFact::RoleCreated(made) = fact
        && made.id == *role
    {
        vec![visit.say("organization-role-made")]
    } else {
        return None;
    };
    let by = told.actor_name.clone();
    Some(Line {
        at: told.event.at,
        by: by.unwrap_or_else(|| somebody(visit, &told.event.actor)),
        what,
    })
}

fn changes(visit: &Visit, edited: &RoleEdited) -> Vec<String> {
    let changed = |key: &str, value: &str| visit.words.say1(key, "what", value.to_owned());
    let texts = edited.fields.iter().map(|text| {
        let to = text.to.as_deref().unwrap_or("–");
        changed("organization-role-reads", to)
    });
    let added = edited.added.iter().map(|it| called(visit, it.code()));
    let added = added.map(|it| changed("organization-role-allows", &it));
    let removed = edited.removed.iter().map(|it| called(visit, it.code()));
    let removed = removed.map(|it| changed("organization-role-forbids", &it));
    texts.chain(added).chain(removed).collect()
}

fn somebody(visit: &Visit, actor: &ActorRef) -> String {
    match actor {
        ActorRef::Operator(name) => name.clone(),
        ActorRef::User(_) | ActorRef::Clock | ActorRef::Visitor => {
            visit.say("organization-somebody")
        }
    }
}
