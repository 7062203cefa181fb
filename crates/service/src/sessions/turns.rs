//! Attempts on one user take turns within this process. The store alone keeps the count right; taking turns only
//! saves attempts at the same moment from refuting each other again and again.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};
use tenure_domain::value::{TenantId, UserId};
use tokio::sync::{Notify, OwnedMutexGuard};

/// Another node may free a place without telling.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// So many users at once, and those who have left are forgotten.
const MANY: usize = 1_024;

/// Whose turn it is, for each user who is being logged in.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<(TenantId, UserId), Weak<Turn>>>);

/// The turns of one user.
#[derive(Debug, Default)]
pub(super) struct Turn {
    settling: Arc<tokio::sync::Mutex<()>>,
    freed: Notify,
}

impl Turns {
    /// The turns of this user.
    pub(super) fn of(&self, tenant: TenantId, user: UserId) -> Arc<Turn> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() >= MANY {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        let known = turns.get(&(tenant, user)).and_then(Weak::upgrade);
        known.unwrap_or_else(|| {
            let turn = Arc::new(Turn::default());
            turns.insert((tenant, user), Arc::downgrade(&turn));
            turn
        })
    }
}

impl Turn {
    /// Waits until nobody else here settles an attempt on this user.
    pub(super) async fn settle(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.settling).lock_owned().await
    }

    /// Tells one who waits that a place may be free.
    pub(super) fn free(&self) {
        self.freed.notify_one();
    }

    /// Waits until a place may be free.
    pub(super) async fn wait(&self) {
        // Whether it was freed or time passed, the store is asked.
        drop(tokio::time::timeout(LOOK_AGAIN, self.freed.notified()).await);
    }
}
