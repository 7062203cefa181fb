//! The deadline sweep: whoever is overdue is looked at. Rules never wait for it; it only tidies up.

use crate::{
    error::Error,
    ports::{SessionStore, UserQueries},
    users::{Users, store_error},
};
use std::{fmt, sync::Arc, time::Duration};
use tenure_domain::{
    Action,
    authority::Actor,
    due_at,
    value::{Span, TenantId, UserId},
};
use tokio::sync::watch;

/// So many users at a time.
const BATCH: u16 = 100;
/// A user whose deadline cannot be settled is left for so long.
const LATER: Span = Span::hours(1);
/// The pause between two looks.
const EVERY: Duration = Duration::from_secs(5);

/// Settles deadlines that have passed.
#[derive(Clone)]
pub struct Sweep {
    users: Users,
    queries: Arc<dyn UserQueries>,
    sessions: Arc<dyn SessionStore>,
}

impl fmt::Debug for Sweep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sweep")
    }
}

impl Sweep {
    /// The sweep over these parts.
    #[must_use]
    pub fn new(
        users: Users,
        queries: Arc<dyn UserQueries>,
        sessions: Arc<dyn SessionStore>,
    ) -> Self {
        Self {
            users,
            queries,
            sessions,
        }
    }

    /// Looks at everybody who is overdue; says how many there were.
    ///
    /// # Errors
    /// When the store cannot be reached; users that failed for another reason are logged and left.
    pub async fn drain(&self) -> Result<usize, Error> {
        let mut seen = 0;
        loop {
            let due = self
                .queries
                .due(self.users.clock.now(), BATCH)
                .await
                .map_err(store_error)?;
            for (tenant, id) in &due {
                self.settle(*tenant, *id).await?;
            }
            seen += due.len();
            if due.len() < usize::from(BATCH) {
                return Ok(seen);
            }
        }
    }

    /// Settles one user's deadlines. One that cannot be settled is logged, and looked at again in an hour, so
    /// that it does not keep the others waiting.
    async fn settle(&self, tenant: TenantId, id: UserId) -> Result<(), Error> {
        let now = self.users.clock.now();
        let command = self.users.command(Actor::Clock, Action::Elapse);
        let next = match self.users.execute(tenant, id, command, None).await {
            Ok(done) => {
                let account = done.account;
                let last = account.facts.last_log_in_at;
                due_at(&account.user, last, &account.tenant.policy)
            }
            // Purged in between, by this or another node.
            Err(Error::NotFound) => return Ok(()),
            Err(Error::Unavailable { port, source }) => {
                return Err(Error::Unavailable { port, source });
            }
            Err(error) => {
                tracing::error!(%tenant, user = %id, %error, "a deadline could not be settled");
                Some(LATER.after(now))
            }
        };
        let moved = self.users.store.reschedule(tenant, id, next, now).await;
        moved.map_err(store_error)
    }

    /// Looks every few seconds until told to stop.
    #[expect(clippy::disallowed_methods, reason = "the sweep waits")]
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut rounds = 0_u32;
        loop {
            if let Err(error) = self.drain().await {
                tracing::warn!(%error, "the sweep could not look; it will again");
            }
            if rounds.is_multiple_of(120) {
                let now = self.users.clock.now();
                if let Err(error) = self.sessions.clear_refuse(now).await {
                    tracing::warn!(%error, "refuse could not be cleared");
                }
            }
            rounds = rounds.wrapping_add(1);
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                _ = stop.changed() => return,
            }
        }
    }
}
