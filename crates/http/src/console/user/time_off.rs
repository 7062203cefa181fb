//! When a user is away: a list, a month, and windows for more and less of it (HE-49).

mod change;
mod month;

use super::{Head, Subject, part};
use crate::{
    AppState,
    console::{Page, Shell, Visit},
    pages::Asked,
    problem::Problem,
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use chrono_tz::Tz;
use month::Month;
use tenure_domain::{ActionKind, work::DayOff};

/// A time off, as the clock on the user's wall shows it.
#[derive(Debug)]
struct Row {
    from: String,
    until: String,
    now: bool,
    past: bool,
    remove: Option<String>,
}

#[derive(Template)]
#[template(path = "console/user/time_off.html")]
struct TimeOff {
    shell: Shell,
    head: Head,
    zone: String,
    rows: Vec<Row>,
    month: Month,
    add: Option<String>,
}

impl Page for TimeOff {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tab and its windows.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users/{id}/time-off", get(show))
        .merge(part::router(change::Add))
        .merge(part::router(change::Remove))
}

/// The user's own time zone; days off are his days.
fn zone(subject: &Subject) -> Tz {
    let named = subject.view.time_zone.as_ref();
    let zone = named.and_then(|name| name.parse().ok());
    zone.unwrap_or(Tz::UTC)
}

async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
    asked: Asked,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let zone = zone(&subject);
    let days = &subject.account.user.work().days_off;
    let changes = subject.offers(ActionKind::SetDaysOff);
    let today = app.now().with_timezone(&zone).date_naive();
    let row = |day: &DayOff| Row {
        from: change::said(&visit, day.start_at, zone, false),
        until: change::said(&visit, day.end_at, zone, true),
        now: day.covers(app.now()),
        past: day.end_at <= app.now(),
        remove: changes.then(|| change::remove_path(&subject, *day)),
    };
    let page = TimeOff {
        head: Head::new(&app, &visit, &subject, "time-off").await,
        zone: visit.words.say1("user-in-own-zone", "zone", zone.name()),
        rows: days.iter().map(row).collect(),
        month: Month::new(&visit, &subject, asked.get("month"), (today, zone)),
        add: changes.then(|| subject.below("time-off/add")),
        shell: subject.shell(&app, &visit, visit.say("user-tab-time-off")),
    };
    Ok(page.show())
}
