//! Writing what was decided: everything in one transaction, or nothing.
//!
//! Locks are taken in one order, tenant before user before attempts, so that two commits wait for
//! each other instead of blocking each other for good.

mod assignments;
mod facilities;
mod former;
mod guards;
mod orders;
mod references;
mod row;
mod tenant_trail;
mod trail;

pub(crate) use former::newest_first;
pub(crate) use guards::{lock_tenants, prove, prove_rules};
pub(crate) use references::hold;
pub(crate) use tenant_trail::{TenantEntry, record_of_tenant};

use crate::{
    entity::{attempt, command, place, session},
    error,
    mapping::micros,
    photos,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::collections::BTreeSet;
use tenure_domain::{
    Change,
    change::{AttemptsEffect, Guard, Row, SessionEffect},
    value::{TenantId, UserId},
};
use tenure_service::ports::{CommandRecord, ReferenceOutcome, StoreError, Unit};
use uuid::Uuid;

/// Writes a unit.
pub(crate) async fn commit(tx: &DatabaseTransaction, unit: &Unit<'_>) -> Result<(), StoreError> {
    guards::lock(tx, unit).await?;
    if let Some(write) = &unit.reference {
        let outcome = crate::references::write(tx, write).await?;
        if outcome != ReferenceOutcome::Written {
            return Err(StoreError::Conflict);
        }
    }
    guards::use_setup_token(tx, unit).await?;
    for change in unit.changes {
        apply(tx, change).await?;
        forget_attempts(tx, change).await?;
    }
    let mut proved = BTreeSet::new();
    for change in unit.changes {
        let tenant = change.after.tenant();
        // What is the same question for many changes is asked once.
        if proved.insert((tenant, change.policy_revision, None)) {
            prove_rules(tx, change).await?;
        }
        match change.guard {
            Some(Guard::Seats(seats)) if !proved.insert((tenant, 0, Some(seats))) => {}
            Some(_) => prove(tx, change).await?,
            None => {}
        }
    }
    orders::record(tx, unit).await?;
    match &unit.record {
        Some(wish) => record(tx, wish).await,
        None => Ok(()),
    }
}

/// Writes one change, but for the count of attempts and the guard.
pub(crate) async fn apply(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let (tenant, id) = (change.after.tenant(), change.after.id());
    let address = orders::address_before(tx, change).await?;
    let former = former::present(tx, change).await?;
    row::write(tx, change).await?;
    former::write(tx, change, former).await?;
    orders::settle(tx, change, address).await?;
    if change.row == Row::Keep && change.after.version() != change.expected {
        assignments::write(tx, &change.after, change.expected == 0).await?;
        facilities::write(tx, change).await?;
        photos::write(tx, change).await?;
    }
    trail::write(tx, change).await?;
    if change.sessions == SessionEffect::EndAll && change.expected != 0 {
        session::Entity::delete_many()
            .filter(session::Column::TenantId.eq(tenant.0))
            .filter(session::Column::UserId.eq(id.0))
            .exec(tx)
            .await
            .map_err(error::of)?;
    }
    if change.row == Row::Remove {
        facilities::forget(tx, change).await?;
        forget(tx, tenant, id.0).await?;
    }
    Ok(())
}

/// What counts attempts refers to no user, so it does not go by itself.
async fn forget(tx: &DatabaseTransaction, tenant: TenantId, id: Uuid) -> Result<(), StoreError> {
    attempt::Entity::delete_by_id((tenant.0, id))
        .exec(tx)
        .await
        .map_err(error::of)?;
    place::Entity::delete_many()
        .filter(place::Column::TenantId.eq(tenant.0))
        .filter(place::Column::UserId.eq(id))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(())
}

/// The count's revision rises, so that an attempt that is being judged is judged again.
async fn forget_attempts(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    use attempt::Column;
    let nothing = || Expr::value(None::<i64>);
    let effect = match change.attempts {
        AttemptsEffect::Keep => return Ok(()),
        AttemptsEffect::ClearFailures => vec![
            (Column::Failures, Expr::value(0_i64)),
            (Column::WindowStart, nothing()),
        ],
        AttemptsEffect::Reset => vec![
            (Column::Failures, Expr::value(0_i64)),
            (Column::WindowStart, nothing()),
            (Column::Consecutive, Expr::value(0_i64)),
            (Column::LockCount, Expr::value(0_i64)),
        ],
        AttemptsEffect::OneLeft { failures } => vec![
            (Column::Failures, Expr::value(i64::from(failures))),
            (Column::WindowStart, Expr::value(Some(micros(change.at)))),
        ],
    };
    let (tenant, id) = (change.after.tenant(), change.after.id());
    if matches!(change.attempts, AttemptsEffect::OneLeft { .. }) {
        ensure_attempts(tx, tenant, id).await?;
    }
    let mut update = attempt::Entity::update_many()
        .col_expr(Column::Revision, Expr::col(Column::Revision).add(1_i64))
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::UserId.eq(id.0));
    for (column, value) in effect {
        update = update.col_expr(column, value);
    }
    update.exec(tx).await.map_err(error::of)?;
    Ok(())
}

/// Makes the row that counts a user's attempts, where there is none yet.
pub(crate) async fn ensure_attempts(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    id: UserId,
) -> Result<(), StoreError> {
    use attempt::Column;
    let row = attempt::ActiveModel {
        tenant_id: Set(tenant.0),
        user_id: Set(id.0),
        revision: Set(0),
        failures: Set(0),
        window_start: Set(None),
        consecutive: Set(0),
        lock_count: Set(0),
        last_log_in_at: Set(None),
    };
    let there = OnConflict::columns([Column::TenantId, Column::UserId])
        .do_nothing()
        .to_owned();
    attempt::Entity::insert(row)
        .on_conflict(there)
        .try_insert()
        .exec_without_returning(tx)
        .await
        .map_err(error::of)?;
    Ok(())
}

/// Records a wish, so that its repetition does nothing twice.
pub(crate) async fn record(
    tx: &DatabaseTransaction,
    wish: &CommandRecord,
) -> Result<(), StoreError> {
    let row = command::ActiveModel {
        tenant_id: Set(wish.key.tenant.0),
        caller: Set(wish.key.caller.clone()),
        key: Set(wish.key.key),
        request_hash: Set(wish.key.request_hash.to_vec()),
        user_id: Set(wish.user.0),
        status: Set(i32::from(wish.status)),
        created_at: Set(micros(wish.at)),
    };
    let insert = command::Entity::insert(row).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(())
}
