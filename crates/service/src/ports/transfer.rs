//! What carrying many users in and out asks of the store.

use super::{Loaded, Stamp, StoreError};
use async_trait::async_trait;
use std::collections::BTreeSet;
use tenure_domain::{
    TenantFact,
    value::{TenantId, UserId},
};

/// What rows of a file call users by, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Ids.
    pub ids: BTreeSet<UserId>,
    /// Addresses.
    pub emails: BTreeSet<String>,
    /// User names.
    pub usernames: BTreeSet<String>,
    /// External ids.
    pub external_ids: BTreeSet<String>,
}

/// Many users at once.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait TransferStore: Send + Sync {
    /// Every user of the tenant who has one of these names, once each: whatever his status, and whether he holds it
    /// against others or not.
    async fn named(&self, tenant: TenantId, names: &Names) -> Result<Vec<Loaded>, StoreError>;

    /// So many display numbers in a row, and the first of them. Gaps are allowed, repetitions are not.
    async fn next_numbers(&self, tenant: TenantId, count: u32) -> Result<i64, StoreError>;

    /// Adds a fact about the tenant to the audit trail, that changes none of its records.
    async fn note(
        &self,
        tenant: TenantId,
        fact: &TenantFact,
        stamp: &Stamp,
    ) -> Result<(), StoreError>;
}
