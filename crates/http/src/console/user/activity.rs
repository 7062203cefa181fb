//! What happened to a user, newest first, and the user as the API shows him.

use super::{Head, Subject, history};
use crate::{
    AppState,
    console::{Line, Page, Shell, Visit, trail::link},
    extract::Params,
    input::EventQuery,
    problem::Problem,
    view::{EventView, Listed},
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use tenure_domain::{authority::Permission, value::UserId};
use tenure_service::{ports::EventFilter, queries::Told};

/// What tells of passwords and log-ins.
pub(super) const SECURITY: &str =
    "password.*,credential.*,invitation.accepted,log_in.*,facility_log_in.*,sessions.*";

/// The families that the filter offers, each as the API's `kind` has it.
const FAMILIES: [(&str, &str); 6] = [
    ("", "all"),
    ("user.*,email.*", "account"),
    ("invitation.*", "invitation"),
    (SECURITY, "security"),
    ("role.*,organizations.*,capabilities.*", "access"),
    (
        "facilities.*,product_stores.*,position.*,department.*,days_off.*,favourites.*,photo.*,upload.*",
        "work",
    ),
];

/// A choice of the filter.
#[derive(Debug)]
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "console/user/activity.html")]
struct Activity {
    shell: Shell,
    head: Head,
    path: String,
    families: Vec<Choice>,
    lines: Vec<Line>,
    older: Option<String>,
    first: bool,
    download: String,
    trouble: bool,
}

impl Page for Activity {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tab with the history.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let kind = params.peek("kind").unwrap_or_default().to_owned();
    let first = params.peek("cursor").is_none();
    let read = EventQuery::read(&mut params, &visit.session.tenant, Some(subject.id()));
    let trouble = read.is_err();
    let shell = subject.shell(&app, &visit, visit.say("user-tab-activity"));
    let (lines, older) = match read {
        Ok(query) => page(&app, &visit, &shell, (query, &params)).await?,
        Err(_) => (Vec::new(), None),
    };
    let audits = visit.may(&Permission::AuditRead);
    let page = Activity {
        head: Head::new(&app, &visit, &subject, "activity").await,
        path: subject.below("activity"),
        families: families(&visit, &kind),
        lines,
        older,
        first,
        download: download(subject.id(), &kind, audits),
        trouble,
        shell,
    };
    Ok(page.show())
}

/// What is shown, as a file. Whoever does not audit gets a page of it at a time.
fn download(id: UserId, kind: &str, audits: bool) -> String {
    let subject = id.to_string();
    let kind = [("kind", kind)].into_iter();
    let kind = kind.filter(|(_, kind)| !kind.is_empty());
    if audits {
        let all = [("format", "ndjson"), ("subject", subject.as_str())];
        link("/api/v1/events/export", all.into_iter().chain(kind))
    } else {
        link(&format!("/api/v1/users/{id}/events"), kind)
    }
}

async fn page(
    app: &AppState,
    visit: &Visit,
    shell: &Shell,
    (query, params): (EventQuery, &Params),
) -> Result<(Vec<Line>, Option<String>), Problem> {
    let EventQuery { filter, key } = query;
    let limit = filter.limit;
    let filter = EventFilter {
        limit: limit.saturating_add(1),
        ..filter
    };
    let found = app
        .reading
        .events(visit.tenant(), filter, &visit.actor, app.now());
    let id = |told: &Told| told.event.id;
    let listed: Listed<EventView> = Listed::forward(found.await?, limit, params, &key, id);
    let older = listed.rows.page.next_cursor.as_deref();
    let older = older.map(|cursor| params.with_cursor(cursor));
    let lines = history::lines(app, visit, shell, listed.rows.data).await;
    Ok((lines, older))
}

/// The families, and whatever else the address asks for.
fn families(visit: &Visit, kind: &str) -> Vec<Choice> {
    let choice = |value: &str, text: String| Choice {
        value: value.to_owned(),
        chosen: value == kind,
        text,
    };
    let known = FAMILIES.into_iter();
    let known = known.map(|(value, key)| choice(value, visit.say(&format!("user-activity-{key}"))));
    let other = FAMILIES.iter().all(|(value, _)| *value != kind);
    known
        .chain(other.then(|| choice(kind, kind.to_owned())))
        .collect()
}

#[derive(Template)]
#[template(path = "console/user/raw.html")]
struct Raw {
    shell: Shell,
    head: Head,
    json: String,
    address: String,
}

impl Page for Raw {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tab with what the API answers.
pub(super) async fn raw(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let page = Raw {
        head: Head::new(&app, &visit, &subject, "raw").await,
        json: serde_json::to_string_pretty(&subject.view).unwrap_or_default(),
        address: format!("/api/v1/users/{}", subject.id()),
        shell: subject.shell(&app, &visit, visit.say("user-tab-raw")),
    };
    Ok(page.show())
}
