//! Long work of which a tenant has one at a time.

use crate::{error::Error, ports::CommandKey};
use std::{
    collections::BTreeMap,
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tenure_domain::value::TenantId;
use tokio::sync::Notify;

/// Whose work is being done, and by which wish where that may come twice.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Arc<Taken>);

#[derive(Debug, Default)]
struct Taken {
    by: Mutex<BTreeMap<TenantId, Option<CommandKey>>>,
    /// Somebody's turn has ended.
    ended: Notify,
}

/// A tenant's turn; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    turns: Turns,
    tenant: TenantId,
}

/// Who has the turn, where it is taken.
struct Held(Option<CommandKey>);

impl Turns {
    /// Takes the tenant's turn for this wish.
    ///
    /// # Errors
    /// [`Error::Busy`] while it is taken.
    pub(crate) fn take(&self, tenant: TenantId, wish: Option<&CommandKey>) -> Result<Turn, Error> {
        self.begin(tenant, wish).map_err(|_| Error::Busy)
    }

    /// The same; a wish that came twice at once waits for its twin.
    ///
    /// # Errors
    /// [`Error::Busy`] while another wish has it.
    pub(crate) async fn wait(
        &self,
        tenant: TenantId,
        wish: Option<&CommandKey>,
    ) -> Result<Turn, Error> {
        loop {
            let mut ended = pin!(self.0.ended.notified());
            // Listens before it looks: an end in between is not missed.
            ended.as_mut().enable();
            match self.begin(tenant, wish) {
                Ok(turn) => return Ok(turn),
                Err(Held(Some(by))) if wish == Some(&by) => ended.await,
                Err(Held(_)) => return Err(Error::Busy),
            }
        }
    }

    fn begin(&self, tenant: TenantId, wish: Option<&CommandKey>) -> Result<Turn, Held> {
        let mut taken = self.taken();
        if let Some(by) = taken.get(&tenant) {
            return Err(Held(by.clone()));
        }
        taken.insert(tenant, wish.cloned());
        Ok(Turn {
            turns: self.clone(),
            tenant,
        })
    }

    /// Is the tenant's work being done?
    pub(crate) fn is_taken(&self, tenant: TenantId) -> bool {
        self.taken().contains_key(&tenant)
    }

    /// Is it done by this wish?
    pub(crate) fn is_taken_by(&self, wish: &CommandKey) -> bool {
        let taken = self.taken();
        let by = taken.get(&wish.tenant).and_then(Option::as_ref);
        by == Some(wish)
    }

    fn taken(&self) -> MutexGuard<'_, BTreeMap<TenantId, Option<CommandKey>>> {
        self.0.by.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.taken().remove(&self.tenant);
        self.turns.0.ended.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;
    use crate::{error::Error, ports::CommandKey};
    use tenure_domain::value::TenantId;
    use uuid::Uuid;

    fn tenant(number: u128) -> TenantId {
        TenantId(Uuid::from_u128(number))
    }

    fn wish(number: u128) -> CommandKey {
        CommandKey {
            tenant: tenant(1),
            caller: "user:1".to_owned(),
            key: Uuid::from_u128(number),
            request_hash: [1; 32],
        }
    }

    #[test]
    fn a_tenant_has_one_turn_at_a_time_and_the_next_when_it_ends() {
        let (turns, one, other) = (Turns::default(), tenant(1), tenant(2));
        let turn = turns.take(one, None).unwrap();
        assert!(turns.is_taken(one) && matches!(turns.take(one, None), Err(Error::Busy)));
        assert!(turns.take(other, None).is_ok());
        drop(turn);
        assert!(!turns.is_taken(one) && turns.take(one, None).is_ok());
    }

    #[tokio::test]
    async fn a_wish_waits_for_its_twin_and_for_nobody_else() {
        let turns = Turns::default();
        let (mine, other) = (wish(1), wish(2));
        let turn = turns.take(tenant(1), Some(&mine)).unwrap();
        assert!(turns.is_taken_by(&mine) && !turns.is_taken_by(&other));
        for stranger in [Some(&other), None] {
            let refused = turns.wait(tenant(1), stranger).await;
            assert!(matches!(refused, Err(Error::Busy)));
        }
        let twin = tokio::spawn({
            let (turns, mine) = (turns.clone(), mine.clone());
            async move { turns.wait(tenant(1), Some(&mine)).await.is_ok() }
        });
        tokio::task::yield_now().await;
        assert!(!twin.is_finished());
        drop(turn);
        assert!(twin.await.unwrap());
        assert!(!turns.is_taken(tenant(1)));
    }
}
