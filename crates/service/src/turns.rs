//! Long work of which a tenant has one at a time.

use crate::error::Error;
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tenure_domain::value::TenantId;

/// Whose work is being done.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns(Arc<Mutex<BTreeSet<TenantId>>>);

/// A tenant's turn; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    turns: Turns,
    tenant: TenantId,
}

impl Turns {
    /// Takes the tenant's turn.
    ///
    /// # Errors
    /// [`Error::Busy`] while it is taken.
    pub(crate) fn take(&self, tenant: TenantId) -> Result<Turn, Error> {
        if !self.taken().insert(tenant) {
            return Err(Error::Busy);
        }
        Ok(Turn {
            turns: self.clone(),
            tenant,
        })
    }

    /// Is the tenant's work being done?
    pub(crate) fn is_taken(&self, tenant: TenantId) -> bool {
        self.taken().contains(&tenant)
    }

    fn taken(&self) -> MutexGuard<'_, BTreeSet<TenantId>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.taken().remove(&self.tenant);
    }
}

#[cfg(test)]
mod tests {
    use super::Turns;
    use crate::error::Error;
    use tenure_domain::value::TenantId;
    use uuid::Uuid;

    #[test]
    fn a_tenant_has_one_turn_at_a_time_and_the_next_when_it_ends() {
        let (turns, one, other) = (
            Turns::default(),
            TenantId(Uuid::from_u128(1)),
            TenantId(Uuid::from_u128(2)),
        );
        let turn = turns.take(one).unwrap();
        assert!(turns.is_taken(one) && matches!(turns.take(one), Err(Error::Busy)));
        assert!(turns.take(other).is_ok());
        drop(turn);
        assert!(!turns.is_taken(one) && turns.take(one).is_ok());
    }
}
