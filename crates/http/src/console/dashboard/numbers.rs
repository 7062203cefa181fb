//! What the first page counts.

use super::chart::{self, Picture, Series};
use crate::{
    AppState,
    console::{Shell, Visit},
    extract::Params,
    input::UserQuery,
    problem::Problem,
};
use chrono::{DateTime, NaiveDate, NaiveTime, Offset, TimeDelta, Utc};
use tenure_domain::authority::Permission;
use tenure_service::ports::{ListFilter, LockFilter};

/// So many days are shown.
const DAYS: i64 = 30;
/// What is counted by day: the event, the message that names it, its colour.
const KINDS: [(&str, &str, &str); 3] = [
    ("log_in.succeeded", "dashboard-log-ins", "green"),
    ("log_in.failed", "dashboard-failed", "red"),
    ("user.locked_out", "dashboard-locked", "purple"),
];

/// How many users there are in each status.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) picture: Option<Picture>,
    /// Status, its name, colour, how many.
    pub(super) rows: Vec<(&'static str, String, &'static str, u64)>,
    pub(super) total: u64,
    pub(super) away: u64,
    /// Locked out at this moment.
    pub(super) locked: u64,
}

impl Standing {
    pub(super) async fn read(
        app: &AppState,
        visit: &Visit,
        shell: &Shell,
    ) -> Result<Self, Problem> {
        let (tenant, now) = (&visit.session.tenant, app.now());
        let all = ListFilter::default();
        let counts = app.reading.counts(tenant, all, &visit.actor, now).await?;
        let locked = ListFilter {
            locked: Some(LockFilter::of(true, &tenant.policy, now)),
            ..ListFilter::default()
        };
        let locked = app
            .reading
            .counts(tenant, locked, &visit.actor, now)
            .await?;
        let colours = tenant.policy.list.status_colours;
        let rows = counts.status.iter().map(|(status, count)| {
            let code = status.code();
            (
                code,
                shell.name("status", code),
                colours.of(*status).code(),
                *count,
            )
        });
        let rows = rows.collect::<Vec<_>>();
        let bars = rows
            .iter()
            .map(|(_, name, colour, count)| (name.clone(), *colour, *count));
        Ok(Self {
            picture: chart::bars(&bars.collect::<Vec<_>>()),
            rows,
            total: counts.total,
            away: counts.on_vacation,
            locked: locked.total,
        })
    }
}

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
        let local = now.with_timezone(&zone);
        let east = local.offset().fix().local_minus_utc();
        let first = local.date_naive() - TimeDelta::days(DAYS - 1);
        let midnight = first.and_time(NaiveTime::MIN) - TimeDelta::seconds(i64::from(east));
        let since: DateTime<Utc> = midnight.and_utc();
        let kinds = KINDS.map(|(kind, _, _)| kind);
        let counted = app
            .reading
            .events_by_day(visit.tenant(), &kinds, (since, east), &visit.actor)
            .await?;
        let begins = (first - NaiveDate::default()).num_days();
        let on = |kind: &str, day: i64| {
            let mut counts = counted.iter();
            let found = counts.find(|count| count.kind == kind && count.day == begins + day);
            found.map_or(0, |count| count.count)
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

/// How long open invitations wait, and how many are too old.
#[derive(Debug)]
pub(super) struct Ages {
    pub(super) picture: Option<Picture>,
    /// The span, and how many.
    pub(super) rows: Vec<(String, u64)>,
    pub(super) expired: u64,
}

/// The spans by which open invitations are told apart: at most so many hours, and the message.
const SPANS: [(i64, &str); 4] = [
    (24, "dashboard-age-day"),
    (3 * 24, "dashboard-age-days"),
    (7 * 24, "dashboard-age-week"),
    (i64::MAX, "dashboard-age-more"),
];

impl Ages {
    pub(super) async fn read(
        app: &AppState,
        visit: &Visit,
        shell: &Shell,
    ) -> Result<Self, Problem> {
        let (tenant, now) = (&visit.session.tenant, app.now());
        // The newest 200 say enough of how they age.
        let pairs = [("invitation", "open"), ("sort", "-id"), ("limit", "200")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let UserQuery { filter, page, .. } =
            UserQuery::read(&mut Params::of(pairs.into()), tenant, now)?;
        let open = app
            .reading
            .list(tenant, filter, &page, &visit.actor)
            .await?;
        let sent = open.rows.iter().filter_map(|account| {
            let sent = account.user.invitation_view(now)?.sent_at?;
            Some((shell.now() - sent).num_hours())
        });
        let mut counts = [0_u64; SPANS.len()];
        for hours in sent {
            let span = SPANS.iter().position(|(most, _)| hours < *most);
            if let Some(count) = span.and_then(|span| counts.get_mut(span)) {
                *count += 1;
            }
        }
        let named = SPANS.iter().zip(counts);
        let rows = named
            .map(|((_, key), count)| (shell.say(key), count))
            .collect::<Vec<_>>();
        let bars = rows
            .iter()
            .map(|(name, count)| (name.clone(), "orange", *count));
        let expired = ListFilter {
            invitation_open: Some(false),
            ..ListFilter::default()
        };
        let expired = app
            .reading
            .counts(tenant, expired, &visit.actor, now)
            .await?;
        Ok(Self {
            picture: chart::bars(&bars.collect::<Vec<_>>()),
            expired: expired.total,
            rows,
        })
    }
}
