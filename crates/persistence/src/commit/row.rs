//! The user's row: inserted, changed, only looked at, or removed, and always only at the version
//! that was read.

use crate::{
    entity::user::{ActiveModel, Column, Entity},
    error,
    mapping::{columns, micros, stored},
    users::is_user,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::LockType,
};
use tenure_domain::{
    Change,
    change::{PasswordEffect, Row},
};
use tenure_service::ports::StoreError;

pub(super) async fn write(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    if change.expected == 0 {
        insert(tx, change).await
    } else if change.row == Row::Remove {
        remove(tx, change).await
    } else if change.after.version() == change.expected {
        look(tx, change).await
    } else {
        update(tx, change, columns(change)?).await
    }
}

async fn insert(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let user = &change.after;
    let number = change
        .number
        .ok_or_else(|| error::corrupt("users", &user.id(), "number", &"a new user has none"))?;
    let row = ActiveModel {
        tenant_id: Set(user.tenant().0),
        id: Set(user.id().0),
        number: Set(number),
        created_at: Set(micros(user.created_at())),
        last_log_in_at: Set(0),
        password_hash: Set(match &change.password {
            PasswordEffect::Set(hash) => Some(hash.as_phc().to_owned()),
            PasswordEffect::Keep | PasswordEffect::Clear => None,
        }),
        ..columns(change)?
    };
    let insert = Entity::insert(row).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(())
}

async fn update(
    tx: &DatabaseTransaction,
    change: &Change,
    mut row: ActiveModel,
) -> Result<(), StoreError> {
    match &change.password {
        PasswordEffect::Keep => {}
        PasswordEffect::Set(hash) => row.password_hash = Set(Some(hash.as_phc().to_owned())),
        PasswordEffect::Clear => row.password_hash = Set(None),
    }
    let updated = Entity::update_many()
        .set(row)
        .filter(is_user(change.after.tenant(), change.after.id()))
        .filter(Column::Version.eq(stored(change.expected)))
        .exec(tx)
        .await
        .map_err(error::of)?;
    exactly_one(updated.rows_affected)
}

/// No event changes the state: the version must still be the one that was read, and stay it until
/// the transaction ends. Most such changes leave the row as it is.
async fn look(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let due_at = change.due_at.map(micros);
    let found: Option<(i64, Option<i64>)> = Entity::find()
        .select_only()
        .columns([Column::Version, Column::DueAt])
        .filter(is_user(change.after.tenant(), change.after.id()))
        .lock(LockType::NoKeyUpdate)
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    match found {
        Some((version, _)) if version != stored(change.expected) => Err(StoreError::Conflict),
        None => Err(StoreError::Conflict),
        Some((_, due)) if due == due_at && change.password == PasswordEffect::Keep => Ok(()),
        Some(_) => {
            let row = ActiveModel {
                due_at: Set(due_at),
                ..ActiveModel::default()
            };
            update(tx, change, row).await
        }
    }
}

async fn remove(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let removed = Entity::delete_many()
        .filter(is_user(change.after.tenant(), change.after.id()))
        .filter(Column::Version.eq(stored(change.expected)))
        .exec(tx)
        .await
        .map_err(error::of)?;
    exactly_one(removed.rows_affected)
}

fn exactly_one(rows: u64) -> Result<(), StoreError> {
    if rows == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}
