//! What happened on each of the last days, by the clock on the reader's wall.

use super::chart::{self, Picture, Series};
use crate::{
    AppState,
    console::{Shell, Visit, moment},
    problem::Problem,
};
use chrono::{DateTime, NaiveDate, Offset, TimeDelta, Utc};
use chrono_tz::Tz;
use std::collections::BTreeMap;
use tenure_domain::authority::Permission;

/// So many days are shown.
const DAYS: i64 = 30;
/// What is counted by day: the event, the message that names it, its colour.
const KINDS: [(&str, &str, &str); 3] = [
    ("log_in.succeeded", "dashboard-log-ins", "green"),
    ("log_in.failed", "dashboard-failed", "red"),
    ("user.locked_out", "dashboard-locked", "purple"),
];

/// What happened on each of the last days.
#[derive(Debug)]
pub(super) struct Days {
    pub(super) picture: Option<Picture>,
    pub(super) names: Vec<String>,
    /// The day, and how many of each kind.
    pub(super) rows: Vec<(String, Vec<u64>)>,
    pub(super) sums: Vec<u64>,
}

impl Days {
    pub(super) async fn read(
        app: &AppState,
        visit: &Visit,
        shell: &Shell,
    ) -> Result<Option<Self>, Problem> {
        if !visit.may(&Permission::AuditRead) {
            return Ok(None);
        }
        let (zone, now) = (visit.reading.zone, visit.reading.now);
        let first = now.with_timezone(&zone).date_naive() - TimeDelta::days(DAYS - 1);
        let kinds = KINDS.map(|(kind, _, _)| kind);
        let mut counted = BTreeMap::<(String, i64), u64>::new();
        for span in spans(first, zone) {
            let moments = (span.begins, span.ends);
            let found = app
                .reading
                .events_by_day(visit.tenant(), &kinds, moments, span.east, &visit.actor)
                .await?;
            for count in found {
                let day = count.day.clamp(span.first, span.last);
                *counted.entry((count.kind, day)).or_default() += count.count;
            }
        }
        let on = |kind: &str, day: i64| {
            let day = number(first) + day;
            counted.get(&(kind.to_owned(), day)).copied().unwrap_or(0)
        };
        let series = KINDS.map(|(kind, key, colour)| Series {
            name: shell.say(key),
            colour,
            values: (0..DAYS).map(|day| on(kind, day)).collect(),
        });
        let labels = (0..DAYS).map(|day| shell.date(first + TimeDelta::days(day)));
        let labels = labels.collect::<Vec<_>>();
        let short = labels
            .iter()
            .map(|label| label.rsplit_once(' ').map_or("", |(day, _)| day).to_owned());
        let rows = labels.iter().enumerate().map(|(day, label)| {
            let counts = series
                .iter()
                .map(|one| one.values.get(day).copied().unwrap_or(0));
            (label.clone(), counts.collect())
        });
        Ok(Some(Self {
            picture: chart::lines(&short.collect::<Vec<_>>(), &series),
            rows: rows.collect(),
            names: series.iter().map(|one| one.name.clone()).collect(),
            sums: series.iter().map(|one| one.values.iter().sum()).collect(),
        }))
    }
}

/// Days in a row, each so many hours from Greenwich as the others.
#[derive(Debug, PartialEq, Eq)]
struct Span {
    first: i64,
    last: i64,
    begins: DateTime<Utc>,
    ends: DateTime<Utc>,
    /// So many seconds.
    east: i32,
}

/// The number of a day, counted from 1970.
fn number(day: NaiveDate) -> i64 {
    (day - NaiveDate::default()).num_days()
}

/// The days that are shown, cut where clocks are set. A day on which they are is shorter or longer than the others and
/// stands alone: all that happened in it happened on it.
fn spans(first: NaiveDate, zone: Tz) -> Vec<Span> {
    let east = |at: DateTime<Utc>| at.with_timezone(&zone).offset().fix().local_minus_utc();
    let mut spans = Vec::<Span>::new();
    let mut whole = false;
    for day in (0..DAYS).map(|later| first + TimeDelta::days(later)) {
        let begins = moment::begins(day, zone);
        let ends = moment::begins(day + TimeDelta::days(1), zone);
        let (before, steady) = (whole, east(begins) == east(ends));
        whole = steady;
        match spans.last_mut() {
            Some(span) if before && steady && span.east == east(begins) => {
                (span.last, span.ends) = (number(day), ends);
            }
            _ => spans.push(Span {
                first: number(day),
                last: number(day),
                begins,
                ends,
                east: east(begins),
            }),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::{DAYS, number, spans};
    use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone as _, Utc};
    use chrono_tz::Tz;

    fn spans_of(first: &str, zone: Tz) -> Vec<(i64, i64)> {
        let first = first.parse::<NaiveDate>().unwrap();
        let found = spans(first, zone).into_iter();
        let own = |day: i64| day - number(first) + 1;
        found
            .map(|span| (own(span.first), own(span.last)))
            .collect()
    }

    #[test]
    fn days_are_cut_where_clocks_are_set_and_nowhere_else() {
        assert_eq!(spans_of("2026-06-01", Tz::Europe__Berlin), [(1, 30)]);
        assert_eq!(spans_of("2026-10-01", Tz::UTC), [(1, 30)]);
        let back = [(1, 24), (25, 25), (26, 30)];
        assert_eq!(spans_of("2026-10-01", Tz::Europe__Berlin), back);
        // The clock skips the midnight before 6 September.
        let forward = [(1, 4), (5, 5), (6, 30)];
        assert_eq!(spans_of("2026-09-01", Tz::America__Santiago), forward);
    }

    #[test]
    fn every_moment_counts_on_the_day_that_the_readers_clock_shows() {
        for (first, zone) in [
            ("2026-10-01", Tz::Europe__Berlin),
            ("2026-03-15", Tz::Europe__Berlin),
            ("2026-09-01", Tz::America__Santiago),
            ("2026-03-20", Tz::America__Santiago),
            ("2026-06-01", Tz::Asia__Kolkata),
        ] {
            let first = first.parse::<NaiveDate>().unwrap();
            let all = spans(first, zone);
            let begins = zone.from_local_datetime(&first.and_hms_opt(0, 0, 0).unwrap());
            let begins: DateTime<Utc> = begins.unwrap().with_timezone(&Utc);
            for minutes in (0..(DAYS - 1) * 24 * 60).step_by(13) {
                let at = begins + TimeDelta::minutes(minutes);
                let span = all.iter().find(|span| span.begins <= at && at < span.ends);
                let span = span.unwrap();
                let day = (at.timestamp() + i64::from(span.east)).div_euclid(86_400);
                let shown = number(at.with_timezone(&zone).date_naive());
                assert_eq!(day.clamp(span.first, span.last), shown, "{at} in {zone}");
            }
        }
    }
}
