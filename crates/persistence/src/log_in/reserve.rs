//! Taking a place among the attempts that may be verified at the same time.

use crate::{
    commit::ensure_attempts,
    entity::{attempt, place},
    error,
    mapping::{count, micros, moment, stored},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::LockType,
};
use tenure_domain::{
    Attempts,
    value::{TenantId, Timestamp, UserId},
};
use tenure_service::ports::{PlaceWish, Reservation, StoreError};

pub(super) async fn reserve(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    user: UserId,
    wish: PlaceWish,
) -> Result<Reservation, StoreError> {
    let mut attempts = match locked(tx, tenant, user).await? {
        Some(attempts) => attempts,
        None => {
            ensure_attempts(tx, tenant, user).await?;
            let made = locked(tx, tenant, user).await?;
            made.ok_or(StoreError::Conflict)?
        }
    };
    let places = place::Entity::find()
        .filter(place::Column::TenantId.eq(tenant.0))
        .filter(place::Column::UserId.eq(user.0))
        .order_by_asc(place::Column::LeaseUntil)
        .all(tx)
        .await
        .map_err(error::of)?;
    let now = micros(wish.now);
    let (lapsed, open): (Vec<_>, Vec<_>) = places
        .into_iter()
        .partition(|place| place.lease_until <= now);
    if !lapsed.is_empty() {
        for place in &lapsed {
            let at = moment("log_in_places", "lease_until", place.lease_until)?;
            attempts = attempts.failed(wish.window, at);
            attempts.revision += 1;
        }
        write_failures(tx, tenant, user, &attempts).await?;
        let ids = lapsed.iter().map(|place| place.id);
        let gone = place::Entity::delete_many().filter(place::Column::Id.is_in(ids));
        gone.exec(tx).await.map_err(error::of)?;
    }
    if let Some(limit) = wish.limit {
        let failures = attempts.counted(wish.window, wish.now);
        if failures >= limit {
            return Ok(Reservation::Full { attempts });
        }
        let taken = u32::try_from(open.len()).unwrap_or(u32::MAX);
        if failures.saturating_add(taken) >= limit {
            return Ok(Reservation::Wait);
        }
    }
    let row = place::ActiveModel {
        id: Set(wish.place),
        tenant_id: Set(tenant.0),
        user_id: Set(user.0),
        lease_until: Set(micros(wish.lease_until)),
    };
    let insert = place::Entity::insert(row).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(Reservation::Admitted {
        id: wish.place,
        attempts,
    })
}

/// The count, which nobody else changes until the transaction ends.
async fn locked(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    user: UserId,
) -> Result<Option<Attempts>, StoreError> {
    let row = attempt::Entity::find_by_id((tenant.0, user.0))
        .lock(LockType::NoKeyUpdate)
        .one(tx)
        .await
        .map_err(error::of)?;
    row.as_ref().map(attempts_of).transpose()
}

/// The count of a row.
pub(super) fn attempts_of(row: &attempt::Model) -> Result<Attempts, StoreError> {
    const TABLE: &str = "log_in_attempts";
    let at = |column, at: Option<i64>| -> Result<Option<Timestamp>, StoreError> {
        at.map(|at| moment(TABLE, column, at)).transpose()
    };
    Ok(Attempts {
        revision: count(TABLE, "revision", row.revision)?,
        failures: count(TABLE, "failures", row.failures)?,
        window_start: at("window_start", row.window_start)?,
        consecutive: count(TABLE, "consecutive", row.consecutive)?,
        lock_count: count(TABLE, "lock_count", row.lock_count)?,
        last_log_in_at: at("last_log_in_at", row.last_log_in_at)?,
    })
}

async fn write_failures(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    user: UserId,
    attempts: &Attempts,
) -> Result<(), StoreError> {
    let row = attempt::ActiveModel {
        revision: Set(stored(attempts.revision)),
        failures: Set(i64::from(attempts.failures)),
        window_start: Set(attempts.window_start.map(micros)),
        consecutive: Set(i64::from(attempts.consecutive)),
        ..attempt::ActiveModel::default()
    };
    attempt::Entity::update_many()
        .set(row)
        .filter(attempt::Column::TenantId.eq(tenant.0))
        .filter(attempt::Column::UserId.eq(user.0))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(())
}
