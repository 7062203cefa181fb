//! Orders as the order management system tells of them.

use super::StoreError;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tenure_domain::value::{EmailAddress, OrderId, TenantId, Timestamp, UserId};

/// An order that was told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRecord {
    /// Where.
    pub tenant: TenantId,
    /// Its number in the order management system; no two orders of a tenant have the same.
    pub id: OrderId,
    /// The address it was placed with (CH-16); `None` once its user was anonymized or purged.
    pub email: Option<EmailAddress>,
    /// Whose it was when it was recorded. Without, it is his whose address is the order's.
    pub user: Option<UserId>,
    /// When it was placed.
    pub placed_at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Was the customer made with it (CH-13)?
    pub made_customer: bool,
}

/// A place in a list of orders, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPlace {
    /// When the order was placed.
    pub placed_at: Timestamp,
    /// Its number, which breaks ties.
    pub id: OrderId,
}

impl OrderRecord {
    /// Its place in a list.
    #[must_use]
    pub fn place(&self) -> OrderPlace {
        OrderPlace {
            placed_at: self.placed_at,
            id: self.id.clone(),
        }
    }
}

/// Orders. They are written by `UserStore::commit`, so that a customer and his first order come together.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait OrderStore: Send + Sync {
    /// The order of this number.
    async fn order(
        &self,
        tenant: TenantId,
        id: &OrderId,
    ) -> Result<Option<OrderRecord>, StoreError>;

    /// A user's orders, newest first: those recorded for him, and those of nobody whose address is his
    /// (CH-16). Only those after the place, at most so many.
    async fn orders_of(
        &self,
        tenant: TenantId,
        user: UserId,
        after: Option<OrderPlace>,
        limit: u16,
    ) -> Result<Vec<OrderRecord>, StoreError>;
}
