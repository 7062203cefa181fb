//! One act for many users: whom it would be done to and who is left out, then done, then told.

use super::{address::Wanted, row};
use crate::{
    AppState,
    console::{Crumb, Page, Shell, Visit},
    csv,
    extract::{WishKey, parse_value},
    input::BulkInput,
    pages::{Choice, Field, Form, FormPage, Kind, Trouble},
    problem::Problem,
    view::BulkView,
};
use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tenure_domain::{
    ActionKind,
    authority::{Scope, grantable},
};
use tenure_service::{Error, ports::CommandKey};
use uuid::Uuid;

/// Says that it was seen what would become of it.
const CONFIRMED: &str = "confirmed";
/// Reports are looked up by their key alone.
const REPORT: [u8; 32] = [0; 32];

/// The acts that are offered for many, in this order, with whether something is lost.
const OFFERED: [(ActionKind, bool); 11] = [
    (ActionKind::SendInvitation, false),
    (ActionKind::Activate, false),
    (ActionKind::Unblock, false),
    (ActionKind::GrantRole, false),
    (ActionKind::SendPasswordReset, false),
    (ActionKind::Restore, false),
    (ActionKind::EndSessions, true),
    (ActionKind::Deactivate, true),
    (ActionKind::Block, true),
    (ActionKind::Anonymize, true),
    (ActionKind::Delete, true),
];

/// The acts that could be done to any of these users, as choices.
pub(super) fn offered(shell: &Shell, rows: &[row::Row]) -> Vec<Choice> {
    let open = |kind: ActionKind| {
        rows.iter()
            .any(|row| row.user.actions.contains(&kind.code()))
    };
    let acts = OFFERED.into_iter().filter(|(kind, _)| open(*kind));
    acts.map(|(kind, _)| Choice::new(kind.code(), shell.name("people-many", kind.code())))
        .collect()
}

/// A user to whom it is not done, and why.
#[derive(Debug, Deserialize)]
struct Left {
    id: String,
    number: Option<String>,
    code: String,
    message: String,
}

/// What became of it, as it is kept.
#[derive(Debug, Deserialize)]
struct Report {
    action: String,
    done: u64,
    unchanged: u64,
    skipped: Vec<Left>,
}

#[derive(Template)]
#[template(path = "console/people/many.html")]
struct Many {
    shell: Shell,
    form: FormPage,
    trouble: Option<Trouble>,
    ids: Vec<String>,
    /// What would become of it, where that can be said already.
    report: Option<Report>,
    danger: bool,
}

impl Page for Many {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "console/people/told.html")]
struct Told {
    shell: Shell,
    report: Report,
    file: Option<String>,
}

impl Page for Told {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Report {
    fn of(view: &BulkView) -> Option<Self> {
        serde_json::to_value(view)
            .ok()
            .and_then(|value| serde_json::from_value(value).ok())
    }
}

/// What is asked for: the act, and to whom.
struct Asked {
    action: String,
    ids: Vec<String>,
    filter: Option<String>,
    key: Uuid,
    typed: Form,
}

impl Asked {
    /// Does the act need to be told which role first?
    fn lacks_role(&self) -> bool {
        self.needs_role() && self.typed.text("role").is_none()
    }

    fn needs_role(&self) -> bool {
        self.action == ActionKind::GrantRole.code()
    }

    fn needs_reason(&self) -> bool {
        self.action == ActionKind::Block.code()
    }

    /// What the API is asked.
    fn input(&self, dry_run: bool) -> Result<BulkInput, Problem> {
        let mut params = Map::new();
        if let Some(role) = self.typed.text("role").filter(|_| self.needs_role()) {
            params.insert("role".to_owned(), role.into());
        }
        let reason = self.typed.text_in("params", "reason");
        // What would become of it does not hang on the words.
        let reason = reason.or(dry_run.then_some("-"));
        if let Some(reason) = reason.filter(|_| self.needs_reason()) {
            params.insert("reason".to_owned(), reason.into());
        }
        let mut body = json!({ "action": self.action, "params": params, "dry_run": dry_run });
        if let Some(body) = body.as_object_mut() {
            match &self.filter {
                Some(filter) => body.insert("filter".to_owned(), filter.as_str().into()),
                None => body.insert("ids".to_owned(), Value::from(self.ids.clone())),
            };
        }
        parse_value(body)
    }
}

/// A key that nobody has used.
pub(super) fn new_key() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

/// The key under which a report is kept.
pub(super) fn key_of(visit: &Visit, key: Uuid) -> Option<CommandKey> {
    let wish = WishKey {
        key,
        request_hash: REPORT,
    };
    visit.repeatable(Some(wish), 200).map(|wish| wish.key)
}

async fn carry_out(
    app: &AppState,
    visit: &Visit,
    asked: &Asked,
    dry_run: bool,
) -> Result<BulkView, Problem> {
    let wish = asked.input(dry_run)?.wish(visit, app.now())?;
    let tenant = &visit.session.tenant;
    let key = key_of(visit, asked.key).filter(|_| !dry_run);
    let presence = app.sessions.presence(visit);
    let done = app
        .users
        .execute_many(tenant, presence, &wish, &app.reading, key.as_ref());
    let report = done.await.map_err(Problem::from)?;
    let prefix = &tenant.policy.identity.display_id_prefix;
    Ok(BulkView::new(
        wish.action.kind().code(),
        dry_run,
        report,
        prefix,
    ))
}

/// What is asked for beside the users: a role, a reason.
fn fields(visit: &Visit, asked: &Asked, shown: &Shell) -> Vec<Field> {
    let mut fields = Vec::new();
    if asked.needs_role() {
        let roles = grantable(&visit.actor, &visit.session.roles, Scope::Tenant);
        let policy = &visit.session.tenant.policy;
        let choice = |code: &str| Choice::new(code, row::role_name(code, shown, policy));
        let choices = roles.iter().map(|role| choice(role.as_str())).collect();
        let field = Field::of_kind(
            Kind::Choice(choices),
            "role",
            visit.say("people-filter-role"),
        );
        fields.push(field.holding(asked.typed.text("role")));
    }
    if asked.needs_reason() {
        let label = visit.say("people-many-reason");
        let field = Field::of_kind(Kind::Lines(2), "params.reason", label);
        fields.push(field.holding(asked.typed.text_in("params", "reason")));
    }
    fields
}

/// The page that asks whether it is to be done.
async fn confirm(app: &AppState, visit: &Visit, asked: &Asked) -> Result<Many, Problem> {
    let report = match asked.lacks_role() {
        true => None,
        false => Report::of(&carry_out(app, visit, asked, true).await?),
    };
    let shown = visit.shell(app, String::new());
    let fields = fields(visit, asked, &shown);
    let mut hidden = vec![
        ("action", asked.action.clone()),
        ("key", asked.key.to_string()),
    ];
    if let Some(filter) = &asked.filter {
        hidden.extend([("whom", "all".to_owned()), ("filter", filter.clone())]);
    }
    if report.is_some() {
        hidden.push((CONFIRMED, "yes".to_owned()));
    }
    let danger = OFFERED
        .into_iter()
        .any(|(kind, danger)| danger && kind.code() == asked.action);
    let key = match report {
        Some(_) => "people-many-do",
        None => "people-many-look",
    };
    let trail = [Crumb::new("/users", visit.say("nav-users"))];
    let title = shown.name("people-many", &asked.action);
    let form = FormPage {
        action: Some("/users/many".to_owned()),
        hidden,
        fields,
        button: match report {
            Some(ref report) => visit.words.say1(key, "count", report.done),
            None => visit.say(key),
        },
        cancel: Some("/users".to_owned()),
        words: visit.words.clone(),
        ..FormPage::default()
    };
    Ok(Many {
        shell: visit.shell_below(app, trail, title),
        form,
        trouble: None,
        ids: asked.ids.clone(),
        report,
        danger,
    })
}

/// Who was chosen in the list, and what would become of it.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let tenant = &visit.session.tenant;
    app.reading.sees_users(tenant, &visit.actor)?;
    let wanted = Wanted::of(query.as_deref(), &tenant.policy)?;
    let all = wanted.get("whom") == Some("all");
    let filter = all.then(|| wanted.get("filter").unwrap_or_default().to_owned());
    let asked = Asked {
        action: wanted.get("action").unwrap_or_default().to_owned(),
        ids: match all {
            true => Vec::new(),
            false => wanted
                .all("id")
                .into_iter()
                .map(ToOwned::to_owned)
                .collect(),
        },
        filter,
        key: new_key(),
        typed: Form::default(),
    };
    if asked.ids.is_empty() && asked.filter.is_none() {
        return Ok(visit.done(&app, "/users", "people-nobody-chosen"));
    }
    Ok(confirm(&app, &visit, &asked).await?.show())
}

/// Does it, once it was seen what would become of it.
pub(super) async fn submit(
    State(app): State<AppState>,
    visit: Visit,
    typed: Form,
) -> Result<Response, Problem> {
    let asked = Asked {
        action: typed.text("action").unwrap_or_default().to_owned(),
        ids: typed
            .all("ids")
            .into_iter()
            .map(ToOwned::to_owned)
            .collect(),
        // A form leaves an empty field out: without a filter, everybody fits.
        filter: (typed.text("whom") == Some("all"))
            .then(|| typed.text("filter").unwrap_or_default().to_owned()),
        key: typed
            .text("key")
            .and_then(|key| key.parse().ok())
            .unwrap_or_else(new_key),
        typed,
    };
    if asked.typed.text(CONFIRMED).is_none() {
        return Ok(confirm(&app, &visit, &asked).await?.show());
    }
    let path = format!("/users/many/{}", asked.key);
    let key = key_of(&visit, asked.key);
    if let Some(key) = &key
        && app.users.kept_answer(key).await?.is_some()
    {
        return Ok(Redirect::to(&path).into_response());
    }
    match carry_out(&app, &visit, &asked, false).await {
        Ok(view) => {
            if let Some(key) = &key {
                let body = serde_json::to_string(&view).unwrap_or_default();
                app.users.keep_answer(key, &body).await?;
            }
            Ok(Redirect::to(&path).into_response())
        }
        Err(problem) if problem.cause().is_none() => {
            let mut page = confirm(&app, &visit, &asked).await?;
            page.trouble = Some(page.form.trouble(&problem));
            let mut response = page.show_as(problem.status());
            problem.dress(&mut response);
            Ok(response)
        }
        Err(problem) => Err(problem),
    }
}

async fn kept(app: &AppState, visit: &Visit, key: Uuid) -> Result<Report, Problem> {
    let kept = match key_of(visit, key) {
        Some(key) => app.users.kept_answer(&key).await?,
        None => None,
    };
    let report = kept.and_then(|body| serde_json::from_str(&body).ok());
    report.ok_or_else(|| Error::NotFound.into())
}

/// What became of it.
pub(super) async fn told(
    State(app): State<AppState>,
    visit: Visit,
    Path(key): Path<Uuid>,
) -> Result<Response, Problem> {
    let report = kept(&app, &visit, key).await?;
    let trail = [Crumb::new("/users", visit.say("nav-users"))];
    let title = visit
        .shell(&app, String::new())
        .name("people-many", &report.action);
    let file = (!report.skipped.is_empty()).then(|| format!("/users/many/{key}/skipped.csv"));
    let told = Told {
        shell: visit.shell_below(&app, trail, title),
        report,
        file,
    };
    Ok(told.show())
}

/// Who was left out, as a file.
pub(super) async fn file(
    State(app): State<AppState>,
    visit: Visit,
    Path(key): Path<Uuid>,
) -> Result<Response, Problem> {
    let report = kept(&app, &visit, key).await?;
    let mut text = csv::row(["id", "number", "code", "message"]);
    for left in &report.skipped {
        let number = left.number.as_deref().unwrap_or_default();
        text.push_str(&csv::row([&left.id, number, &left.code, &left.message]));
    }
    let kind = HeaderValue::from_static("text/csv; charset=utf-8");
    let name = HeaderValue::from_static("attachment; filename=\"skipped.csv\"");
    let fields = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((fields, text).into_response())
}
