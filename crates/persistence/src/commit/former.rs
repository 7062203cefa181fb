//! Passwords that a user had before, in the commit that gives him another.

use crate::{
    entity::{old_password, user},
    error,
    users::is_user,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use tenure_domain::{
    Change,
    change::FormerPasswords,
    value::{TenantId, UserId},
};
use tenure_service::ports::StoreError;

/// The hash that becomes a former one, as it is before the change is written.
pub(super) async fn present(
    tx: &DatabaseTransaction,
    change: &Change,
) -> Result<Option<String>, StoreError> {
    if !matches!(change.former, FormerPasswords::Remember { .. }) {
        return Ok(None);
    }
    let hash: Option<Option<String>> = user::Entity::find()
        .select_only()
        .column(user::Column::PasswordHash)
        .filter(is_user(change.after.tenant(), change.after.id()))
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    Ok(hash.flatten())
}

/// Notes that hash, or takes away what is kept. His row is locked by then, so no two commits count the same serial.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    change: &Change,
    present: Option<String>,
) -> Result<(), StoreError> {
    let (tenant, id) = (change.after.tenant(), change.after.id());
    match (change.former, present) {
        (FormerPasswords::Keep, _) | (FormerPasswords::Remember { .. }, None) => Ok(()),
        (FormerPasswords::Remember { most }, Some(hash)) => {
            remember(tx, tenant, id, hash, most).await
        }
        (FormerPasswords::Forget, _) => forget(tx, tenant, id, i64::MAX).await,
    }
}

async fn remember(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    id: UserId,
    hash: String,
    most: u8,
) -> Result<(), StoreError> {
    let last: Option<i64> = newest_first(tenant, id)
        .select_only()
        .column(old_password::Column::Serial)
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    let serial = last.unwrap_or(0) + 1;
    let row = old_password::ActiveModel {
        tenant_id: Set(tenant.0),
        user_id: Set(id.0),
        serial: Set(serial),
        password_hash: Set(hash),
    };
    let insert = old_password::Entity::insert(row).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    forget(tx, tenant, id, serial - i64::from(most)).await
}

/// Takes away all up to this one.
async fn forget(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    id: UserId,
    up_to: i64,
) -> Result<(), StoreError> {
    old_password::Entity::delete_many()
        .filter(old_password::Column::TenantId.eq(tenant.0))
        .filter(old_password::Column::UserId.eq(id.0))
        .filter(old_password::Column::Serial.lte(up_to))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(())
}

/// A user's former passwords, the last one first.
pub(crate) fn newest_first(tenant: TenantId, id: UserId) -> Select<old_password::Entity> {
    old_password::Entity::find()
        .filter(old_password::Column::TenantId.eq(tenant.0))
        .filter(old_password::Column::UserId.eq(id.0))
        .order_by_desc(old_password::Column::Serial)
}
