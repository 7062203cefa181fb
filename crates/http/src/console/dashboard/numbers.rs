//! What the first page counts.

use super::chart::{self, Picture};
use crate::{
    AppState,
    console::{Shell, Visit},
    problem::Problem,
};
use std::collections::BTreeSet;
use tenure_domain::{Cause, Transitions};
use tenure_service::ports::{ListFilter, LockFilter};

/// How many users there are in each status.
#[derive(Debug)]
pub(super) struct Standing {
    pub(super) picture: Option<Picture>,
    /// Status, its name, colour, how many.
    pub(super) rows: Vec<(&'static str, String, &'static str, u64)>,
    pub(super) total: u64,
    pub(super) away: u64,
    /// Locked out at this moment, where that happens.
    pub(super) locked: Option<u64>,
}

impl Standing {
    pub(super) async fn read(
        app: &AppState,
        visit: &Visit,
        shell: &Shell,
        ways: &Transitions,
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
        // Nobody looks for a status that nobody comes to here.
        let known = ways.keys().filter_map(|(_, to)| *to);
        let known = known.collect::<BTreeSet<_>>();
        let shown = counts.status.iter();
        let shown = shown.filter(|(status, count)| **count > 0 || known.contains(status));
        let rows = shown.map(|(status, count)| {
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
        let mut causes = ways.values();
        let locks = causes.any(|causes| causes.contains(&Cause::FailedLogIns));
        Ok(Self {
            picture: chart::bars(&bars.collect::<Vec<_>>()),
            rows,
            total: counts.total,
            away: counts.on_vacation,
            locked: Some(locked.total).filter(|count| *count > 0 || locks),
        })
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
        let sent = app.reading.invitations_sent(tenant, &visit.actor).await?;
        let sent = sent.into_iter().map(|at| (now - at).num_hours());
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
