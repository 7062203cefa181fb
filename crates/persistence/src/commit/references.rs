//! Proof that what users are assigned to is there, and stays until the commit.

use crate::{
    entity::reference::{Column, Entity},
    error,
};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, sea_query::LockType,
};
use std::collections::BTreeSet;
use tenure_domain::{reference::ReferenceKind, value::TenantId};
use tenure_service::ports::StoreError;
use uuid::Uuid;

/// Holds records of a kind until the end of the transaction, so that nobody removes them meanwhile.
///
/// # Errors
/// `Conflict` where one of them is not there (any more): decide again.
pub(crate) async fn hold(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    kind: ReferenceKind,
    ids: &BTreeSet<Uuid>,
) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let held = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Kind.eq(kind.code()))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .lock(LockType::KeyShare)
        .into_tuple::<Uuid>()
        .all(tx)
        .await
        .map_err(error::of)?;
    if held.len() == ids.len() {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}
