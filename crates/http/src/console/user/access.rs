//! What a user may do, and by which roles.

mod role;
mod work;

use super::{Head, Subject, head::Button, part, records, security};
use crate::console::trail::Titles;
use crate::{
    AppState,
    console::{Page, Shell, Visit, organization::called},
    problem::Problem,
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use tenure_domain::{
    Action, ActionKind,
    authority::{Grant, Scope, effective},
    policy::{FieldUse, Supported},
    work::Capability,
};
use tenure_service::ports::UserKey;
use uuid::Uuid;

/// A role that he holds.
#[derive(Debug)]
struct Held {
    title: String,
    place: String,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    live: bool,
    given: Option<(DateTime<Utc>, String)>,
    remove: Option<String>,
}

/// What he may do in one area.
#[derive(Debug)]
struct Area {
    name: String,
    /// What each is called, its code, and because of which roles.
    permissions: Vec<(String, String, String)>,
}

#[derive(Template)]
#[template(path = "console/user/access.html")]
struct Access {
    shell: Shell,
    head: Head,
    held: Vec<Held>,
    add: Option<Button>,
    areas: Vec<Area>,
    /// Is he shown as a picker, where users can be; and the window to change it.
    picker: Option<bool>,
    picker_button: Option<Button>,
    /// The directory that vouches for him, where the tenant's users are set up on this tab.
    directory: Option<Option<security::Directory>>,
    directory_buttons: Vec<Button>,
    shipping: Option<Option<String>>,
    shipping_button: Option<Button>,
}

impl Page for Access {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tab and its windows.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users/{id}/access", get(show))
        .merge(part::router(role::Add))
        .merge(part::router(role::Remove))
        .merge(part::router(work::Picker))
        .merge(part::router(work::Shipping))
}

async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let titles = Titles::read(&app, &visit).await;
    let places = records::organizations(&app, &visit, &subject).await;
    let policy = subject.policy();
    let work = subject.account.user.work();
    let picks = work.capabilities.contains(&Capability::Picker);
    let ships = policy.identity.shipping_system == FieldUse::Used;
    // OB-63: the document has all of it in one place.
    let sets_up = visit.say("user-directory-place") == "access";
    let button =
        |shown: bool, tail: &str, key: &str| shown.then(|| Button::to(&visit, &subject, tail, key));
    let page = Access {
        head: Head::new(&app, &visit, &subject, "access").await,
        held: held(&app, &visit, &subject, (&titles, &places)).await?,
        add: button(
            edits_roles(&app, &visit, &subject),
            "access/add",
            "user-add-role",
        ),
        areas: areas(&app, &visit, &subject, (&titles, &places)),
        picker: (policy.work.picker == Supported::Yes).then_some(picks),
        picker_button: button(
            subject.offers(ActionKind::SetCapabilities),
            "picker",
            "user-change",
        ),
        directory: sets_up.then(|| security::directory(subject.account.user.credential())),
        directory_buttons: match sets_up {
            true => security::directory_buttons(&visit, &subject),
            false => Vec::new(),
        },
        shipping: ships.then(|| subject.view.default_shipping_system.clone()),
        shipping_button: button(
            ships
                && subject
                    .judge(&app, &visit, work::same_system(&subject))
                    .is_ok(),
            "shipping",
            "user-change",
        ),
        shell: subject.shell(&app, &visit, visit.say("user-tab-access")),
    };
    Ok(page.show())
}

/// Would the rules take the roles as they are?
fn edits_roles(app: &AppState, visit: &Visit, subject: &Subject) -> bool {
    let held = subject.account.user.grants().to_vec();
    subject.judge(app, visit, Action::SetRoles(held)).is_ok()
}

type Names<'a> = (&'a Titles, &'a BTreeMap<Uuid, String>);

fn place(visit: &Visit, grant: &Grant, names: Names<'_>) -> String {
    match grant.scope {
        Scope::Tenant => visit.say("user-role-everywhere"),
        Scope::Organization(id) => {
            let name = names.1.get(&id.0).cloned();
            name.unwrap_or_else(|| id.to_string())
        }
    }
}

async fn held(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
    names: Names<'_>,
) -> Result<Vec<Held>, Problem> {
    let (tenant, now) = (&visit.session.tenant, app.now());
    let key = UserKey::Id(subject.id());
    let history = app.reading.roles_of(tenant, key, &visit.actor, now).await?;
    let row = |grant: &Grant| {
        let mut given = history.iter().filter(|told| told.holding.revoked.is_none());
        let given = given.find(|told| told.holding.grant == *grant);
        let revoke = Action::RevokeRole {
            role: grant.role.clone(),
            scope: grant.scope,
        };
        let may = subject.judge(app, visit, revoke).is_ok();
        Held {
            title: names.0.of(&grant.role),
            place: place(visit, grant, names),
            from: grant.from,
            until: grant.until,
            live: grant.is_live(now),
            given: given.map(|told| {
                let by = told.granted_by_name.clone();
                (told.holding.granted_at, by.unwrap_or_default())
            }),
            remove: may.then(|| role::remove_path(subject, grant)),
        }
    };
    Ok(subject.account.user.grants().iter().map(row).collect())
}

/// What he may do, area by area, and because of which role.
fn areas(app: &AppState, visit: &Visit, subject: &Subject, names: Names<'_>) -> Vec<Area> {
    let facts = &subject.account.facts;
    let all = effective(subject.account.user.grants(), &facts.roles, app.now());
    let mut areas: Vec<Area> = Vec::new();
    for (permission, grants) in &all {
        let code = permission.to_string();
        let area = code.split('.').next().unwrap_or_default();
        let because = grants.iter().map(|grant| match grant.scope {
            Scope::Tenant => names.0.of(&grant.role),
            Scope::Organization(_) => {
                format!(
                    "{} ({})",
                    names.0.of(&grant.role),
                    place(visit, grant, names)
                )
            }
        });
        let because = because.collect::<Vec<_>>().join(", ");
        let name = visit
            .words
            .find(&format!("user-area-{}", area.replace('_', "-")));
        let name = name.unwrap_or_else(|| area.replace('_', " "));
        let line = (called(visit, &code), code.clone(), because);
        match areas.last_mut().filter(|last| last.name == name) {
            Some(last) => last.permissions.push(line),
            None => areas.push(Area {
                name,
                permissions: vec![line],
            }),
        }
    }
    areas
}
