//! One act for many users: whom it would be done to and who is left out, then done, then told.

mod asked;
mod offer;
mod told;

pub(super) use offer::offered;
pub(super) use told::{file, told};

use super::{address::Wanted, kept, places, role_names::RoleNames};
use crate::{
    AppState,
    api::refused,
    console::{Crumb, Page, Shell, Visit, window::proof_missing},
    pages::{Choice, Field, Form, FormPage, Kind, Trouble},
    problem::Problem,
    view::BulkView,
};
use askama::Template;
use asked::{Asked, SEEN, TOTAL};
use axum::{
    extract::{RawQuery, State},
    response::{IntoResponse, Redirect, Response},
};
use offer::{EXPORT, is_danger};
use std::collections::BTreeSet;
use tenure_domain::{
    authority::{Permission, Scope, grantable},
    value::RoleName,
};
use told::Report;

#[derive(Template)]
#[template(path = "console/people/many.html")]
struct Many {
    shell: Shell,
    form: FormPage,
    trouble: Option<Trouble>,
    ids: Vec<String>,
    /// What would become of it, where that can be said already.
    report: Option<Report>,
    /// Is there something to choose that it hangs on?
    chooses: bool,
    danger: bool,
}

impl Page for Many {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The list as it was left.
fn path_of(list: &str) -> String {
    let pairs = form_urlencoded::parse(list.as_bytes());
    let mut query = form_urlencoded::Serializer::new(String::new());
    match query.extend_pairs(pairs).finish() {
        query if query.is_empty() => "/users".to_owned(),
        query => format!("/users?{query}"),
    }
}

async fn carry_out(
    app: &AppState,
    visit: &Visit,
    asked: &Asked,
    dry_run: bool,
) -> Result<Report, Problem> {
    let wish = asked.input(dry_run)?.wish(visit, app.now())?;
    if let Some(act) = wish.deed.kind().filter(|_| !dry_run) {
        visit.require_proof(app, act)?;
    }
    if !dry_run {
        asked.check_count()?;
    }
    let tenant = &visit.session.tenant;
    let key = kept::key_of(visit, asked.key).filter(|_| !dry_run);
    let presence = app.sessions.presence(visit);
    let done = app
        .users
        .execute_many(tenant, presence, &wish, &app.reading, key.as_ref());
    let done = done.await.map_err(refused)?;
    let prefix = &tenant.policy.identity.display_id_prefix;
    let view = BulkView::new(wish.deed.code(), dry_run, done, prefix);
    Ok(Report::new(view, asked.list.clone()))
}

/// Which role, and where it holds.
async fn role_fields(app: &AppState, visit: &Visit, asked: &Asked) -> Result<Vec<Field>, Problem> {
    let (actor, roles) = (&visit.actor, &visit.session.roles);
    let given = |scope| {
        let all = grantable(actor, roles, scope).into_iter();
        all.collect::<BTreeSet<RoleName>>()
    };
    let mut grants = given(Scope::Tenant);
    let mut places = Vec::new();
    if !grants.is_empty() {
        places.push(Choice::new("", visit.say("people-grant-everywhere")));
    }
    for (id, name) in places::organizations(app, visit, &Permission::UsersRoles).await? {
        let here = given(Scope::Organization(id));
        if !here.is_empty() {
            places.push(Choice::new(id.to_string(), name));
            grants.extend(here);
        }
    }
    let names = RoleNames::read(app, visit).await?;
    let choice = |role: &RoleName| Choice::new(role.as_str(), names.of(role.as_str()));
    let choices = Kind::Choice(grants.iter().map(choice).collect());
    let role = Field::of_kind(choices, "role", visit.say("people-filter-role"));
    let role = role.called("params/role").holding(asked.typed.text("role"));
    let somewhere = places.iter().any(|place| !place.value.is_empty());
    let place = Field::of_kind(
        Kind::Choice(places),
        "organization",
        visit.say("people-grant-place"),
    );
    let place = place.called("params/organization");
    let place = place.holding(asked.typed.text("organization"));
    Ok(std::iter::once(role)
        .chain(somewhere.then_some(place))
        .collect())
}

/// What is asked for beside the users: a role, a facility, a reason.
async fn fields(app: &AppState, visit: &Visit, asked: &Asked) -> Result<Vec<Field>, Problem> {
    let mut fields = Vec::new();
    if asked.needs_role() {
        fields.extend(role_fields(app, visit, asked).await?);
    }
    if asked.needs_facility() {
        let choices = Kind::Choice(places::facilities(app, visit).await?);
        let field = Field::of_kind(choices, "facility", visit.say("people-filter-facility"));
        let field = field.called("params/facility");
        fields.push(field.holding(asked.typed.text("facility")));
    }
    if asked.needs_reason() {
        let label = visit.say("people-many-reason");
        let field = Field::of_kind(Kind::Lines(2), "params.reason", label);
        fields.push(field.holding(asked.typed.text_in("params", "reason")));
    }
    Ok(fields)
}

/// For how many it would be done, to be typed where that cannot be undone.
fn count(visit: &Visit, asked: &Asked, report: Option<&Report>) -> Option<Field> {
    let done = report.filter(|_| asked.needs_count())?.done;
    let label = visit.words.say1("people-many-count", "count", done);
    (done > 0).then(|| Field::text("count", label).exactly(&done.to_string()))
}

/// What goes along unseen.
fn hidden(asked: &Asked, report: Option<&Report>) -> Vec<(&'static str, String)> {
    let mut hidden = vec![
        ("action", asked.action.clone()),
        ("key", asked.key.to_string()),
        ("list", asked.list.clone()),
    ];
    if let Some(filter) = &asked.filter {
        hidden.extend([("whom", "all".to_owned()), ("filter", filter.clone())]);
    }
    if let Some(report) = report {
        hidden.extend([(SEEN, asked.mark()), (TOTAL, report.done.to_string())]);
    }
    hidden
}

/// The page that asks whether it is to be done.
async fn confirm(app: &AppState, visit: &Visit, asked: &Asked) -> Result<Many, Problem> {
    let report = match asked.lacks_choice() {
        true => None,
        false => Some(carry_out(app, visit, asked, true).await?),
    };
    page(app, visit, asked, report).await
}

async fn page(
    app: &AppState,
    visit: &Visit,
    asked: &Asked,
    mut report: Option<Report>,
) -> Result<Many, Problem> {
    if let Some(report) = &mut report {
        report.name_them(app, visit).await?;
    }
    let mut fields = fields(app, visit, asked).await?;
    fields.extend(count(visit, asked, report.as_ref()));
    let list = path_of(&asked.list);
    let trail = [Crumb::new(&list, visit.say("nav-users"))];
    let title = visit
        .shell(app, String::new())
        .name("people-many", &asked.action);
    let form = FormPage {
        action: Some("/users/many".to_owned()),
        hidden: hidden(asked, report.as_ref()),
        fields,
        button: match report {
            Some(ref report) => visit.words.say1("people-many-do", "count", report.done),
            None => visit.say("people-many-look"),
        },
        cancel: Some(list),
        words: visit.words.clone(),
        ..FormPage::default()
    };
    Ok(Many {
        shell: visit.shell_below(app, trail, title),
        form,
        trouble: None,
        ids: asked.ids.clone(),
        chooses: report.is_some() && (asked.needs_role() || asked.needs_facility()),
        report,
        danger: is_danger(&asked.action),
    })
}

/// The file of whoever was chosen.
fn export_of(asked: &Asked) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    match &asked.filter {
        Some(filter) => {
            query.extend_pairs(form_urlencoded::parse(filter.as_bytes()));
        }
        None => {
            query.extend_pairs(asked.ids.iter().map(|id| ("ids", id)));
        }
    }
    format!("/api/v1/users/export?{}", query.finish())
}

/// Who was chosen in the list, and what would become of it.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let tenant = &visit.session.tenant;
    app.reading.sees_users(tenant, &visit.actor)?;
    let asked = Asked::of_list(&Wanted::of(query.as_deref(), &tenant.policy)?);
    if asked.is_for_nobody() {
        let list = path_of(&asked.list);
        return Ok(visit.done(&app, &list, "people-nobody-chosen"));
    }
    if asked.action == EXPORT {
        return Ok(Redirect::to(&export_of(&asked)).into_response());
    }
    asked.is_known()?;
    if asked.act().is_some_and(|act| visit.lacks_proof(&app, act)) {
        return Ok(visit.prove_first());
    }
    Ok(confirm(&app, &visit, &asked).await?.show())
}

/// Does it, once it was seen what would become of just this.
pub(super) async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    typed: Form,
) -> Result<Response, Problem> {
    let asked = Asked::of_form(typed);
    asked.is_known()?;
    if asked.typed.is_checked("file") {
        return Ok(carry_out(&app, &visit, &asked, true).await?.file());
    }
    if !asked.was_seen() || asked.typed.is_checked("look") {
        return match confirm(&app, &visit, &asked).await {
            Ok(page) => Ok(page.show()),
            Err(problem) => again(&app, &visit, &asked, (problem, None)).await,
        };
    }
    let path = format!("/users/many/{}", asked.key);
    let key = kept::key_of(&visit, asked.key);
    if let Some(key) = &key
        && app.users.kept_answer(key).await?.is_some()
    {
        return Ok(Redirect::to(&path).into_response());
    }
    match carry_out(&app, &visit, &asked, false).await {
        Ok(report) => {
            if let Some(key) = &key {
                kept::keep(&app, key, &report).await?;
            }
            Ok(Redirect::to(&path).into_response())
        }
        Err(problem) if problem.cause().is_some() => Err(problem),
        Err(problem) => {
            let report = carry_out(&app, &visit, &asked, true).await.ok();
            again(&app, &visit, &asked, (problem, report)).await
        }
    }
}

/// The page again, with what is wrong.
async fn again(
    app: &AppState,
    visit: &Visit,
    asked: &Asked,
    (problem, report): (Problem, Option<Report>),
) -> Result<Response, Problem> {
    if problem.cause().is_some() {
        return Err(problem);
    }
    let mut page = page(app, visit, asked, report).await?;
    page.trouble = Some(page.form.trouble(&problem));
    page.shell.asked = asked.address();
    page.form.links.extend(proof_missing(&page.shell, &problem));
    let mut response = page.show_as(problem.status());
    problem.dress(&mut response);
    Ok(response)
}
