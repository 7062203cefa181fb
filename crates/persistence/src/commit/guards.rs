//! Conditions over other rows, proved under a lock.

use super::{TenantEntry, record_of_tenant};
use crate::{
    entity::{reference, setup_token, tenant, user},
    error,
    mapping::{micros, stored},
    references,
    setup::has_admin,
    users::seat_holders,
};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect,
    sea_query::{Expr, LockType},
};
use std::collections::BTreeSet;
use tenure_domain::{Change, TenantFact, change::Guard, value::TenantId};
use tenure_service::ports::{StoreError, Unit};

/// Makes commits that prove a condition on the same tenant wait for each other.
pub(super) async fn lock(tx: &DatabaseTransaction, unit: &Unit<'_>) -> Result<(), StoreError> {
    let proves = |change: &&Change| change.guard.is_some() || unit.setup.is_some();
    let tenants = unit.changes.iter().filter(proves);
    let tenants = tenants.map(|change| change.after.tenant());
    lock_tenants(tx, tenants.collect::<BTreeSet<_>>()).await
}

/// Locks rows of tenants. Rows that refer to them can still be inserted; on SQLite the transaction
/// is alone anyway.
pub(crate) async fn lock_tenants(
    tx: &DatabaseTransaction,
    tenants: impl IntoIterator<Item = TenantId>,
) -> Result<(), StoreError> {
    for id in tenants {
        tenant::Entity::find_by_id(id.0)
            .select_only()
            .column(tenant::Column::Id)
            .lock(LockType::NoKeyUpdate)
            .into_tuple::<uuid::Uuid>()
            .one(tx)
            .await
            .map_err(error::of)?;
    }
    Ok(())
}

/// Proves a change's guard, after the change is written.
pub(crate) async fn prove(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let tenant = change.after.tenant();
    let of_tenant = user::Entity::find().filter(user::Column::TenantId.eq(tenant.0));
    let holds = match change.guard {
        None => true,
        Some(Guard::AnotherAdmin) => {
            let others = of_tenant
                .filter(Expr::col((user::Entity, user::Column::IsAdmin)))
                .filter(user::Column::Id.ne(change.after.id().0));
            others.count(tx).await.map_err(error::of)? > 0
        }
        Some(Guard::Seats(seats)) => {
            let seated = of_tenant.filter(user::Column::Status.is_in(seat_holders()));
            seated.count(tx).await.map_err(error::of)? <= u64::from(seats)
        }
    };
    if holds {
        Ok(())
    } else {
        Err(StoreError::Guard)
    }
}

/// Proves that the tenant's rules are still those that decided, after the change is written: whoever changes them
/// waits for rows that are written already, and whoever waited for him sees it here.
pub(crate) async fn prove_rules(
    tx: &DatabaseTransaction,
    change: &Change,
) -> Result<(), StoreError> {
    let revision: Option<i64> = tenant::Entity::find_by_id(change.after.tenant().0)
        .select_only()
        .column(tenant::Column::PolicyRevision)
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    if revision == Some(change.policy_revision) {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

/// Uses up the set-up token, while there is no administrator, and makes the organization.
pub(super) async fn use_setup_token(
    tx: &DatabaseTransaction,
    unit: &Unit<'_>,
) -> Result<(), StoreError> {
    let Some(setup) = &unit.setup else {
        return Ok(());
    };
    let first = unit.changes.first().ok_or(StoreError::Guard)?;
    let tenant = first.after.tenant();
    let used = setup_token::Entity::delete_many()
        .filter(setup_token::Column::TenantId.eq(tenant.0))
        .filter(setup_token::Column::TokenHash.eq(setup.token_hash.to_vec()))
        .filter(setup_token::Column::ExpiresAt.gt(micros(first.at)))
        .exec(tx)
        .await
        .map_err(error::of)?;
    if used.rows_affected != 1 || has_admin(tx, tenant).await? {
        return Err(StoreError::Guard);
    }
    let row = references::row(tenant, &setup.organization);
    let insert = reference::Entity::insert(row.into_active_model()).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    let entry = TenantEntry {
        tenant,
        subject: setup.organization.id,
        version: stored(setup.organization.revision),
        policy_revision: first.policy_revision,
        fact: &TenantFact::ReferenceCreated(setup.organization.noted()),
        stamp: &setup.stamp,
    };
    record_of_tenant(tx, &entry).await
}
