//! Who is away when: a month of everybody whom the visitor sees.

use super::people::{Person, by_name, counted};
use crate::{
    AppState,
    console::{Page, Shell, Visit, moment::is_midnight},
    pages::Asked,
    problem::Problem,
};
use askama::Template;
use axum::{extract::State, response::Response};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tenure_domain::{Rejection, policy::Supported, work::DayOff};
use tenure_service::{
    Error,
    ports::{Away, ListFilter, Loaded, Page as PageOf, Vacation},
};

/// So many users are shown.
const MOST: u16 = 200;

/// A user with his time off in the month.
struct Row {
    person: Person,
    /// Each time off in words.
    spans: Vec<String>,
    /// For each day of the month, whether any of it is off.
    off: Vec<bool>,
}

/// A day of the month.
struct Day {
    number: u32,
    weekday: String,
    rests: bool,
    today: bool,
}

#[derive(Template)]
#[template(path = "console/organization/time_off.html")]
struct TimeOff {
    shell: Shell,
    month: String,
    before: (String, String),
    after: (String, String),
    days: Vec<Day>,
    rows: Vec<Row>,
    /// How many there are in all, where that is more than are shown.
    more: Option<String>,
    away: Vec<(Person, String)>,
    away_more: Option<String>,
}

impl Page for TimeOff {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The month that an address names, else the present one.
fn month(visit: &Visit, asked: &Asked) -> NaiveDate {
    let named = asked.get("month").map(|month| format!("{month}-01"));
    let named = named.and_then(|day| day.parse::<NaiveDate>().ok());
    let now = visit.reading.now.with_timezone(&visit.reading.zone);
    let day = named.filter(|day| (2000..=2200).contains(&day.year()));
    let day = day.unwrap_or_else(|| now.date_naive());
    day.with_day(1).unwrap_or(day)
}

/// A month as an address names it, and as people do.
fn named(visit: &Visit, month: Option<NaiveDate>) -> (String, String) {
    let month = month.unwrap_or_default();
    let name = visit.say(&format!("month-{}", month.month()));
    let link = format!("/time-off?month={}", month.format("%Y-%m"));
    (link, format!("{name} {}", month.year()))
}

/// Where the user lives.
fn zone(account: &Loaded) -> Tz {
    let zone = account.user.profile().time_zone.as_ref();
    let zone = zone.and_then(|zone| zone.as_str().parse().ok());
    zone.unwrap_or(Tz::UTC)
}

/// The first and the last day of a time off, where the user lives.
fn days(off: DayOff, zone: Tz) -> (NaiveDate, NaiveDate) {
    let last = off.end_at - TimeDelta::nanoseconds(1);
    let first = off.start_at.with_timezone(&zone).date_naive();
    (first, last.with_timezone(&zone).date_naive().max(first))
}

/// A time off in words: days, or hours where it is not whole days.
fn in_words(visit: &Visit, off: DayOff, zone: Tz) -> String {
    let date = |day: NaiveDate| crate::console::date(day, &visit.words);
    let local = |at: DateTime<Utc>| at.with_timezone(&zone);
    let (first, last) = days(off, zone);
    let whole = [off.start_at, off.end_at].map(|at| is_midnight(at, zone));
    if whole == [true, true] {
        return if first == last {
            date(first)
        } else {
            format!("{} – {}", date(first), date(last))
        };
    }
    let time = |at: DateTime<Utc>| local(at).format("%H:%M").to_string();
    let (from, until) = (time(off.start_at), time(off.end_at));
    if first == last {
        format!("{}, {from}–{until}", date(first))
    } else {
        let end = local(off.end_at).date_naive();
        format!("{}, {from} – {}, {until}", date(first), date(end))
    }
}

fn row(visit: &Visit, account: &Loaded, month: &[NaiveDate]) -> Option<Row> {
    let zone = zone(account);
    let (start, end) = (month.first()?, month.last()?);
    let within = |off: &&DayOff| {
        let (first, last) = days(**off, zone);
        first <= *end && *start <= last
    };
    let all = account.user.work().days_off.iter().filter(within);
    let all = all.copied().collect::<Vec<_>>();
    let is_off = |day: &NaiveDate| {
        let mut spans = all.iter().map(|off| days(*off, zone));
        spans.any(|(first, last)| first <= *day && *day <= last)
    };
    (!all.is_empty()).then(|| Row {
        person: Person::of(visit, account),
        off: month.iter().map(is_off).collect(),
        spans: all.iter().map(|off| in_words(visit, *off, zone)).collect(),
    })
}

/// Who is away now, and until when.
fn gone(visit: &Visit, account: &Loaded) -> Option<(Person, String)> {
    let mut all = account.user.work().days_off.iter();
    let off = all.find(|off| off.covers(visit.reading.now))?;
    let (_, last) = days(*off, zone(account));
    let last = crate::console::date(last, &visit.words);
    let until = visit.words.say1("organization-away-until", "day", last);
    Some((Person::of(visit, account), until))
}

/// The page.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    asked: Asked,
) -> Result<Response, Problem> {
    let tenant = &visit.session.tenant;
    if tenant.policy.work.absences == Supported::No {
        let setting = "work.absences";
        return Err(Error::from(Rejection::PolicyForbids { setting }).into());
    }
    let first = month(&visit, &asked);
    let next = first.checked_add_months(Months::new(1));
    let dates = first.iter_days().take_while(|day| Some(*day) != next);
    let dates = dates.take(31).collect::<Vec<_>>();
    // Days begin at another moment in each zone, at most 14 hours from ours.
    let from = first.checked_sub_days(Days::new(1)).unwrap_or(first);
    let until = next.and_then(|day| day.checked_add_days(Days::new(1)));
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    let filter = ListFilter {
        away: Some(Away {
            from: midnight(from),
            until: midnight(until.unwrap_or(from)),
        }),
        ..ListFilter::default()
    };
    let page = by_name(MOST);
    let found = app
        .reading
        .fitting(tenant, filter, &page, &visit.actor)
        .await?;
    let now = ListFilter {
        vacation: Some(Vacation {
            away: true,
            at: app.now(),
        }),
        ..ListFilter::default()
    };
    let away = app
        .reading
        .fitting(tenant, now, &page, &visit.actor)
        .await?;
    let page = TimeOff {
        shell: visit.shell(&app, visit.say("nav-time-off")),
        month: named(&visit, Some(first)).1,
        before: named(&visit, first.checked_sub_months(Months::new(1))),
        after: named(&visit, next),
        days: dates.iter().map(|day| a_day(&visit, *day)).collect(),
        rows: found
            .rows
            .iter()
            .filter_map(|account| row(&visit, account, &dates))
            .collect(),
        more: more(&visit, &found),
        away: away
            .rows
            .iter()
            .filter_map(|account| gone(&visit, account))
            .collect(),
        away_more: more(&visit, &away),
    };
    Ok(page.show())
}

/// How many there are in all, where not all are shown.
fn more(visit: &Visit, found: &PageOf<Loaded>) -> Option<String> {
    let more = found.total > u64::from(MOST);
    more.then(|| counted(visit, found.total, found.total_is_exact))
}

fn a_day(visit: &Visit, day: NaiveDate) -> Day {
    let weekday = day.weekday();
    let today = visit.reading.now.with_timezone(&visit.reading.zone);
    Day {
        number: day.day(),
        weekday: visit.say(&format!(
            "organization-weekday-{}",
            weekday.number_from_monday()
        )),
        rests: weekday.number_from_monday() > 5,
        today: today.date_naive() == day,
    }
}
