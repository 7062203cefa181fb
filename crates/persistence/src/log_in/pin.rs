//! Log-ins at facilities: found by name, read with their count, settled.

use super::reserve::attempts_of;
use crate::{
    commit::ensure_attempts,
    entity::{
        attempt,
        facility_log_in::{ActiveModel, Column, Entity},
    },
    error,
    mapping::{claim_key, micros, moment},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use tenure_domain::{
    PinCount,
    value::{FacilityId, FacilityLogInId, PasswordHash, TenantId, UserId, Username},
};
use tenure_service::ports::{FacilityLogInHolder, SettledLogIn, SettledPin, StoreError, StoredPin};
use uuid::Uuid;

pub(super) async fn find(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    facility: FacilityId,
    username: &Username,
) -> Result<Option<FacilityLogInHolder>, StoreError> {
    let found: Option<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::UserId, Column::Id])
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::FacilityId.eq(facility.0))
        .filter(Column::UsernameClaim.eq(claim_key(&username.key())))
        .into_tuple()
        .one(db)
        .await
        .map_err(error::of)?;
    Ok(found.map(|(user, id)| FacilityLogInHolder {
        user: UserId(user),
        log_in: FacilityLogInId(id),
    }))
}

pub(super) async fn stored(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: FacilityLogInId,
) -> Result<Option<StoredPin>, StoreError> {
    let row = Entity::find_by_id((tenant.0, id.0)).one(db);
    let Some(row) = row.await.map_err(error::of)? else {
        return Ok(None);
    };
    let count = attempt::Entity::find_by_id((tenant.0, id.0)).one(db).await;
    let attempts = count.map_err(error::of)?.as_ref().map(attempts_of);
    let until = row
        .locked_until
        .map(|at| moment("facility_log_ins", "locked_until", at));
    Ok(Some(StoredPin {
        hash: PasswordHash::from_phc(row.pin_hash),
        count: PinCount {
            attempts: attempts.transpose()?.unwrap_or_default(),
            locked_until: until.transpose()?,
        },
    }))
}

/// Beside the count: the lock, a fresh hash, and that the user was there. A log-in that is gone takes nothing.
pub(super) async fn settle(
    tx: &DatabaseTransaction,
    settled: &SettledLogIn<'_>,
    pin: &SettledPin,
) -> Result<(), StoreError> {
    let (tenant, user) = (settled.change.after.tenant(), settled.change.after.id());
    let mut row = ActiveModel {
        locked_until: Set(pin.locked_until.map(micros)),
        ..ActiveModel::default()
    };
    if let Some(hash) = &settled.rehash {
        row.pin_hash = Set(hash.as_phc().to_owned());
    }
    let written = Entity::update_many()
        .set(row)
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Id.eq(pin.id.0))
        .exec(tx)
        .await
        .map_err(error::of)?;
    if written.rows_affected != 1 {
        return Err(StoreError::Conflict);
    }
    if settled.after.last_log_in_at == settled.before.last_log_in_at {
        return Ok(());
    }
    ensure_attempts(tx, tenant, user).await?;
    let last = settled.after.last_log_in_at.map(micros);
    attempt::Entity::update_many()
        .col_expr(
            attempt::Column::Revision,
            Expr::col(attempt::Column::Revision).add(1_i64),
        )
        .col_expr(attempt::Column::LastLogInAt, Expr::value(last))
        .filter(attempt::Column::TenantId.eq(tenant.0))
        .filter(attempt::Column::UserId.eq(user.0))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(())
}
