//! Orders as they are read: a user's are those recorded for him, and those of nobody with his address (CH-16).

use crate::{
    Store,
    entity::{
        order::{self, Column, Model},
        user,
    },
    error,
    mapping::{address, claim_key, micros, moment},
    users::is_user,
};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};
use std::cmp::Reverse;
use tenure_domain::{
    OrderHistory,
    value::{EmailAddress, OrderId, TenantId, UserId},
};
use tenure_service::ports::{OrderLedger, OrderPlace, OrderRecord, OrderStore, StoreError};

#[async_trait]
impl OrderStore for Store {
    async fn order(
        &self,
        tenant: TenantId,
        id: &OrderId,
    ) -> Result<Option<OrderRecord>, StoreError> {
        let work = async {
            let row = order::Entity::find_by_id((tenant.0, id.to_string()))
                .one(&self.0.backend.db)
                .await;
            row.map_err(error::of)?.as_ref().map(record).transpose()
        };
        self.0.backend.within(work).await
    }

    async fn orders_of(
        &self,
        tenant: TenantId,
        user: UserId,
        after: Option<OrderPlace>,
        limit: u16,
    ) -> Result<Vec<OrderRecord>, StoreError> {
        let work = async {
            let reading = self.0.backend.begin_read().await?;
            let outcome = async {
                let mut found = Vec::new();
                for owner in owners(user, address_of(&reading.tx, tenant, user).await?) {
                    let page = page(tenant, owner, after.as_ref(), limit);
                    found.extend(page.all(&reading.tx).await.map_err(error::of)?);
                }
                Ok(found)
            };
            let outcome = outcome.await;
            let mut found = reading.finish(outcome).await?;
            found.sort_by(|one, other| {
                let place = |row: &Model| Reverse((row.placed_at, row.order_id.clone()));
                place(one).cmp(&place(other))
            });
            found.truncate(usize::from(limit));
            found.iter().map(record).collect()
        };
        self.0.backend.within(work).await
    }
}

#[async_trait]
impl OrderLedger for Store {
    async fn history(&self, tenant: TenantId, user: UserId) -> Result<OrderHistory, StoreError> {
        let work = async {
            let db = &self.0.backend.db;
            let his = are_of(tenant, user, address_of(db, tenant, user).await?);
            let any: Option<String> = order::Entity::find()
                .select_only()
                .column(Column::OrderId)
                .filter(his)
                .into_tuple()
                .one(db)
                .await
                .map_err(error::of)?;
            Ok(any.map_or(OrderHistory::None, |_| OrderHistory::Some))
        };
        self.0.backend.within(work).await
    }
}

impl Store {
    /// How the database would look up a page of a user's orders, line by line: for whoever wonders why it is slow.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn explain_orders(
        &self,
        tenant: TenantId,
        user: UserId,
        address: &EmailAddress,
        after: Option<&OrderPlace>,
    ) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        for owner in owners(user, Some(claim_key(&address.key()))) {
            let query = page(tenant, owner, after, 25).into_query();
            lines.extend(self.0.backend.explain(&query).await?);
        }
        Ok(lines)
    }
}

/// The orders of a tenant that are this user's, by id or by address.
pub(crate) fn are_of(tenant: TenantId, user: UserId, address: Option<String>) -> Condition {
    let any = owners(user, address).into_iter();
    Condition::all()
        .add(Column::TenantId.eq(tenant.0))
        .add(any.fold(Condition::any(), Condition::add))
}

/// Whose an order is: recorded for the user, or recorded for nobody with his address.
fn owners(user: UserId, address: Option<String>) -> Vec<Condition> {
    let by_id = Condition::all().add(Column::UserId.eq(user.0));
    let by_address = address.map(|key| {
        Condition::all()
            .add(Column::EmailKey.eq(key))
            .add(Column::UserId.is_null())
    });
    [by_id].into_iter().chain(by_address).collect()
}

fn page(
    tenant: TenantId,
    owner: Condition,
    after: Option<&OrderPlace>,
    limit: u16,
) -> Select<order::Entity> {
    let later = after.map(|place| {
        let at = micros(place.placed_at);
        let same = Condition::any()
            .add(Column::PlacedAt.lt(at))
            .add(Column::OrderId.lt(place.id.as_str()));
        // The first half is what an index begins from.
        Condition::all().add(Column::PlacedAt.lte(at)).add(same)
    });
    order::Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(owner)
        .filter(Condition::all().add_option(later))
        .order_by_desc(Column::PlacedAt)
        .order_by_desc(Column::OrderId)
        .limit(u64::from(limit))
}

/// The folded address of a user by which orders are his.
pub(crate) async fn address_of(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    user: UserId,
) -> Result<Option<String>, StoreError> {
    let state: Option<String> = user::Entity::find()
        .select_only()
        .column(user::Column::State)
        .filter(is_user(tenant, user))
        .into_tuple()
        .one(db)
        .await
        .map_err(error::of)?;
    let address = state.map(|state| address(user, &state)).transpose()?;
    Ok(address.flatten().map(|email| claim_key(&email.key())))
}

fn record(row: &Model) -> Result<OrderRecord, StoreError> {
    let bad = |column: &str, problem: &dyn std::fmt::Display| {
        error::corrupt("orders", &row.order_id, column, problem)
    };
    let email = row.email.as_deref().map(EmailAddress::parse);
    Ok(OrderRecord {
        tenant: TenantId(row.tenant_id),
        id: OrderId::parse(&row.order_id).map_err(|problem| bad("order_id", &problem))?,
        email: email
            .transpose()
            .map_err(|problem| bad("email", &problem))?,
        user: row.user_id.map(UserId),
        placed_at: moment("orders", "placed_at", row.placed_at)?,
        recorded_at: moment("orders", "recorded_at", row.recorded_at)?,
        made_customer: row.made_customer,
    })
}
