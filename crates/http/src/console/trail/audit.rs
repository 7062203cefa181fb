//! The audit log: what happened to everybody whom one audits.

use super::Line;
use crate::{
    AppState,
    console::{Page, Shell, Visit, moment::begins},
    extract::Params,
    input::EventQuery,
    pages::Asked,
    problem::Problem,
    view::EventView,
};
use askama::Template;
use axum::{extract::State, http::StatusCode, response::Response};
use chrono::{Days, NaiveDate, SecondsFormat};
use tenure_service::ports::EventFilter;

/// The families of events that the page offers, in groups.
const FAMILIES: [(&str, &[&str]); 5] = [
    ("account", &["user", "email", "photo", "upload"]),
    (
        "security",
        &[
            "invitation",
            "password",
            "credential",
            "log_in",
            "facility_log_in",
            "sessions",
        ],
    ),
    ("access", &["role", "organizations", "capabilities"]),
    (
        "work",
        &[
            "facilities",
            "product_stores",
            "position",
            "department",
            "days_off",
            "favourites",
        ],
    ),
    (
        "system",
        &["policy", "reference", "import", "export", "backup"],
    ),
];

/// Families that belong together.
#[derive(Clone, Debug)]
struct Group {
    name: String,
    /// All of them at first, then each: the value, what it is called, and is it asked for?
    choices: Vec<(String, String, bool)>,
}

impl Group {
    fn of((group, families): (&str, &[&str]), asked: &str, shell: &Shell) -> Self {
        let choice = |value: String, name: String| (value.clone(), name, value == asked);
        let every = |family: &&str| format!("{family}.*");
        let name = shell.name("audit-group", group);
        let whole = families.iter().map(every).collect::<Vec<_>>().join(",");
        let whole = choice(whole, shell.say1("audit-all-of", "group", name.as_str()));
        let each = families
            .iter()
            .map(|family| choice(every(family), shell.name("audit-family", family)));
        Self {
            choices: std::iter::once(whole).chain(each).collect(),
            name,
        }
    }
}

#[derive(Template)]
#[template(path = "console/trail/audit.html")]
struct Audit {
    shell: Shell,
    lines: Vec<Line>,
    /// What was filtered by, as it was typed.
    asked: Vec<(&'static str, String)>,
    families: Vec<Group>,
    next: Option<String>,
    exports: [(String, &'static str); 2],
    trouble: Vec<String>,
}

impl Page for Audit {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Audit {
    fn typed(&self, name: &str) -> &str {
        let mut asked = self.asked.iter();
        asked
            .find_map(|(key, value)| (*key == name).then_some(value.as_str()))
            .unwrap_or_default()
    }

    fn is_narrowed(&self) -> bool {
        !self.asked.is_empty()
    }
}

/// The log, newest first.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, Problem> {
    let pairs = pairs(&app, &visit, &asked).await;
    let mut with_place = pairs.clone();
    with_place.extend(asked.get("cursor").map(|cursor| pair("cursor", cursor)));
    let read = EventQuery::read(&mut Params::of(with_place), &visit.session.tenant, None);
    let shell = visit.shell(&app, visit.say("nav-audit"));
    let ((lines, next), wrong, status) = match read {
        Ok(query) => (
            lines(&app, &visit, &shell, query).await?,
            Vec::new(),
            StatusCode::OK,
        ),
        // Whoever asked for something else than he meant is shown nothing at all.
        Err(problem) => (
            (Vec::new(), None),
            troubles(&problem, &shell),
            problem.status(),
        ),
    };
    let export = |format: &str| {
        let own = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        link("/api/v1/events/export", own.chain([("format", format)]))
    };
    let kind = asked.get("kind").unwrap_or_default();
    let page = Audit {
        families: FAMILIES
            .iter()
            .map(|group| Group::of(*group, kind, &shell))
            .collect(),
        next: next.map(|next| {
            let typed = NAMES
                .iter()
                .filter_map(|name| Some((*name, asked.get(name)?)));
            link("/audit", typed.chain([("cursor", next.as_str())]))
        }),
        exports: [(export("csv"), "CSV"), (export("ndjson"), "NDJSON")],
        asked: NAMES
            .iter()
            .filter_map(|name| Some((*name, asked.get(name)?.to_owned())))
            .collect(),
        trouble: wrong,
        lines,
        shell,
    };
    Ok(page.show_as(status))
}

/// The names of the filters.
const NAMES: [&str; 7] = ["kind", "actor", "subject", "from", "to", "ip", "request_id"];

/// What is wrong with the filters, in the reader's words.
fn troubles(problem: &Problem, shell: &Shell) -> Vec<String> {
    let told = problem.errors.iter().map(|error| {
        let name = error.pointer.trim_start_matches('/').replace('_', "-");
        let own = shell.words.find(&format!("audit-wrong-{name}"));
        own.unwrap_or_else(|| error.told(&shell.words))
    });
    let told = told.collect::<Vec<_>>();
    match told.is_empty() {
        true => vec![problem.name(&shell.words)],
        false => told,
    }
}

/// An address with a query.
pub(in crate::console) fn link<'a>(
    path: &str,
    pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let query = query.extend_pairs(pairs).finish();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{query}")
    }
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// What was asked for as the API asks for it: users by number become ids, days become moments.
async fn pairs(app: &AppState, visit: &Visit, asked: &Asked) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for name in NAMES {
        let Some(typed) = asked.get(name) else {
            continue;
        };
        let value = match name {
            "actor" | "subject" => number(app, visit, typed).await,
            "from" => day(visit, typed, 0),
            "to" => day(visit, typed, 1),
            _ => None,
        };
        pairs.push((
            name.to_owned(),
            value.unwrap_or_else(|| typed.trim().to_owned()),
        ));
    }
    pairs
}

async fn number(app: &AppState, visit: &Visit, typed: &str) -> Option<String> {
    let bare = typed.trim().trim_start_matches('#');
    let account = app.named(&visit.caller, bare).await.ok()?;
    Some(account.user.id().to_string())
}

/// The beginning of a day where the reader is, so many days later.
fn day(visit: &Visit, typed: &str, later: u64) -> Option<String> {
    let day = typed.trim().parse::<NaiveDate>().ok()?;
    let start = begins(day.checked_add_days(Days::new(later))?, visit.reading.zone);
    Some(start.to_rfc3339_opts(SecondsFormat::Secs, true))
}

async fn lines(
    app: &AppState,
    visit: &Visit,
    shell: &Shell,
    query: EventQuery,
) -> Result<(Vec<Line>, Option<String>), Problem> {
    let EventQuery { filter, key } = query;
    let limit = usize::from(filter.limit);
    let filter = EventFilter {
        limit: filter.limit + 1,
        ..filter
    };
    let (tenant, now) = (visit.tenant(), app.now());
    let mut found = app
        .reading
        .events(tenant, filter, &visit.actor, now)
        .await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more);
    let next = last.and_then(|last| key.write(&last.event.id));
    let events = found.into_iter().map(EventView::from).collect();
    Ok((Line::all(app, visit, shell, events).await, next))
}

#[cfg(test)]
mod tests {
    use super::FAMILIES;
    use std::collections::BTreeSet;
    use tenure_domain::TenantFact;

    /// The codes that a fact of a user may have, as the domain writes them.
    fn codes() -> impl Iterator<Item = &'static str> {
        let source = include_str!("../../../../domain/src/event.rs");
        let arms = source
            .lines()
            .filter_map(|line| line.trim().split_once(" => \""));
        arms.filter_map(|(_, code)| code.strip_suffix("\","))
    }

    #[test]
    fn every_kind_of_event_can_be_chosen() {
        let families = FAMILIES.iter().flat_map(|(_, families)| *families);
        let offered = families.copied().collect::<Vec<_>>();
        let all = codes().chain(TenantFact::CODES.iter().copied());
        let known = all.map(|code| code.split_once('.').unwrap().0);
        let known = known.collect::<BTreeSet<_>>();
        assert!(known.len() > 20, "{known:?}");
        let each = offered.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(each, known);
        assert_eq!(each.len(), offered.len(), "none is offered twice");
    }
}
