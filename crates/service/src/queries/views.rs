//! How many users the views of a screen show. In a large tenant counting takes longer than the list itself, so a count
//! of many is told again for a few seconds: among tens of thousands nobody misses one.

use super::{Reading, seen_by};
use crate::{
    error::Error,
    ports::{ListFilter, Tenant, Vacation},
    users::store_error,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tenure_domain::{authority::Actor, lifecycle::Status, value::Timestamp};
use tokio::time::Instant;

/// A count is told again for so long.
const KEPT: Duration = Duration::from_secs(10);
/// Fewer users than these are counted each time.
const MANY: u64 = 5_000;
/// So many counts are kept at most.
const MOST: usize = 500;

/// How many users the views of a screen show.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Views {
    /// In each status that the list can show.
    pub status: BTreeMap<Status, u64>,
    /// Of those whom the list shows where no status is asked for, who is away now (HE-49); none: not asked.
    pub on_vacation: Option<u64>,
}

impl Views {
    /// How many there are in these statuses.
    #[must_use]
    pub fn of(&self, statuses: &BTreeSet<Status>) -> u64 {
        let counts = statuses.iter().map(|status| self.status.get(status));
        counts.flatten().sum()
    }
}

/// Counts that were made a moment ago, by what was counted.
#[derive(Clone, Default)]
pub(super) struct Recent(Arc<Mutex<HashMap<String, (Instant, Views)>>>);

impl Recent {
    fn get(&self, key: &str) -> Option<Views> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, views) = held.get(key)?;
        (at.elapsed() < KEPT).then(|| views.clone())
    }

    fn put(&self, key: String, views: &Views) {
        if views.status.values().sum::<u64>() < MANY {
            return;
        }
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.len() >= MOST {
            held.retain(|_, (at, _)| at.elapsed() < KEPT);
        }
        if held.len() < MOST {
            held.insert(key, (Instant::now(), views.clone()));
        }
    }
}

impl Reading {
    /// How many users the views of a screen show, as far as the actor sees (P-11). What the filter says of the status
    /// and of being away is left aside: a view is one or the other. Where there are thousands, the numbers may be
    /// some seconds old.
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody.
    pub async fn views(
        &self,
        tenant: &Tenant,
        filter: ListFilter,
        actor: &Actor,
        away_at: Option<Timestamp>,
    ) -> Result<Views, Error> {
        let removal = &tenant.policy.removal;
        let mut filter = ListFilter {
            visible: seen_by(tenant, actor)?,
            status: Some(removal.listed(Some(&Status::ALL.into()))),
            vacation: None,
            ..filter
        };
        let key = format!("{} {} {filter:?}", tenant.id, away_at.is_some());
        if let Some(views) = self.recent.get(&key) {
            return Ok(views);
        }
        let status = self.queries.count_by_status(tenant.id, &filter).await;
        let mut views = Views {
            status: status.map_err(store_error)?,
            on_vacation: None,
        };
        if let Some(at) = away_at {
            filter.status = Some(removal.listed(None));
            filter.vacation = Some(Vacation { away: true, at });
            let away = self.queries.count_by_status(tenant.id, &filter).await;
            views.on_vacation = Some(away.map_err(store_error)?.into_values().sum());
        }
        self.recent.put(key, &views);
        Ok(views)
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, MANY, Recent, Views};
    use tenure_domain::lifecycle::Status;

    fn views(count: u64) -> Views {
        let status = [(Status::Active, count)].into();
        Views {
            status,
            on_vacation: None,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_count_of_many_is_told_again_for_a_moment_and_one_of_few_never() {
        let recent = Recent::default();
        recent.put("few".to_owned(), &views(MANY - 1));
        recent.put("many".to_owned(), &views(MANY));
        assert_eq!(recent.get("few"), None);
        assert_eq!(recent.get("many"), Some(views(MANY)));
        tokio::time::advance(KEPT).await;
        assert_eq!(recent.get("many"), None);
    }
}
