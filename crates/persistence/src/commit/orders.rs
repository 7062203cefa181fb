//! Orders in a commit: told of, and what becomes of them when their user goes or is masked.

use crate::{
    entity::{order, user},
    error,
    mapping::{claim_key, micros},
    orders::{address_of, are_of},
    users::is_user,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, LockType},
};
use tenure_domain::{Change, change::Row, value::UserId};
use tenure_service::ports::{OrderRecord, StoreError, Unit};
use uuid::Uuid;

/// The folded address by which orders are the user's, as it is before the change is written.
pub(super) async fn address_before(
    tx: &DatabaseTransaction,
    change: &Change,
) -> Result<Option<String>, StoreError> {
    if !(change.redact || change.without_orders) {
        return Ok(None);
    }
    address_of(tx, change.after.tenant(), change.after.id()).await
}

/// Proves that a user without orders has none, and takes the address of one who is masked or goes out of his orders.
/// His row is locked by then, so no order comes to him in between.
pub(super) async fn settle(
    tx: &DatabaseTransaction,
    change: &Change,
    address: Option<String>,
) -> Result<(), StoreError> {
    if !(change.redact || change.without_orders) {
        return Ok(());
    }
    let id = change.after.id();
    let his = are_of(change.after.tenant(), id, address);
    if change.without_orders {
        let any: Option<String> = order::Entity::find()
            .select_only()
            .column(order::Column::OrderId)
            .filter(his.clone())
            .into_tuple()
            .one(tx)
            .await
            .map_err(error::of)?;
        if any.is_some() {
            return Err(StoreError::Guard);
        }
    }
    if change.redact {
        let owner = (change.row == Row::Keep).then_some(id.0);
        order::Entity::update_many()
            .col_expr(order::Column::UserId, Expr::value(owner))
            .col_expr(order::Column::Email, Expr::value(None::<String>))
            .col_expr(order::Column::EmailKey, Expr::value(None::<String>))
            .filter(his)
            .exec(tx)
            .await
            .map_err(error::of)?;
    }
    Ok(())
}

/// Writes the order that is told of.
pub(super) async fn record(tx: &DatabaseTransaction, unit: &Unit<'_>) -> Result<(), StoreError> {
    let Some(told) = &unit.order else {
        return Ok(());
    };
    let key = told.email.as_ref().map(|email| claim_key(&email.key()));
    let is_new = |id: UserId| unit.changes.iter().any(|change| change.after.id() == id);
    if let Some(id) = told.user.filter(|id| !is_new(*id)) {
        hold(tx, told, id, key.as_deref()).await?;
    }
    let row = order::ActiveModel {
        tenant_id: Set(told.tenant.0),
        order_id: Set(told.id.to_string()),
        email: Set(told.email.as_ref().map(ToString::to_string)),
        email_key: Set(key),
        user_id: Set(told.user.map(|id| id.0)),
        placed_at: Set(micros(told.placed_at)),
        recorded_at: Set(micros(told.recorded_at)),
        made_customer: Set(told.made_customer),
    };
    let insert = order::Entity::insert(row).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(())
}

/// Lets nobody take the user or his address away until the order is written.
async fn hold(
    tx: &DatabaseTransaction,
    told: &OrderRecord,
    id: UserId,
    key: Option<&str>,
) -> Result<(), StoreError> {
    let held: Option<Uuid> = user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(is_user(told.tenant, id))
        .filter(user::Column::EmailClaim.eq(key))
        .lock(LockType::Share)
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    held.map(drop).ok_or(StoreError::Conflict)
}
