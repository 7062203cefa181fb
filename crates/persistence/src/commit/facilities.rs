//! What users are assigned to, and their log-ins at facilities, brought in line with the user's state.

use super::{forget as forget_count, hold};
use crate::{
    entity::{
        assignment,
        facility_log_in::{Column, Entity, Model},
        session,
    },
    error::{self, corrupt},
    mapping::claim_key,
};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use std::collections::BTreeSet;
use tenure_domain::{Change, User, reference::ReferenceKind};
use tenure_service::ports::StoreError;
use uuid::Uuid;

/// Writes the difference between what the tables hold and what the user holds.
pub(super) async fn write(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    write_assignments(tx, &change.after, change.expected == 0).await?;
    if change.expected == 0 {
        return Ok(());
    }
    write_log_ins(tx, change).await
}

/// What a user can be assigned to; memberships are kept apart.
const ASSIGNED: [ReferenceKind; 4] = [
    ReferenceKind::Facility,
    ReferenceKind::ProductStore,
    ReferenceKind::Position,
    ReferenceKind::Department,
];

async fn write_assignments(
    tx: &DatabaseTransaction,
    user: &User,
    is_new: bool,
) -> Result<(), StoreError> {
    use assignment::{Column, Entity, Model};
    let (tenant_id, user_id) = (user.tenant().0, user.id().0);
    let mine: Expr = Column::TenantId
        .eq(tenant_id)
        .and(Column::UserId.eq(user_id));
    let mut held = BTreeSet::new();
    if !is_new {
        let rows: Vec<Uuid> = Entity::find()
            .select_only()
            .column(Column::ReferenceId)
            .filter(mine)
            .into_tuple()
            .all(tx)
            .await
            .map_err(error::of)?;
        held.extend(rows);
    }
    let mut wanted = BTreeSet::new();
    for kind in ASSIGNED {
        let ids = user.assigned_to(kind);
        let new = ids.difference(&held).copied().collect();
        hold(tx, user.tenant(), kind, &new).await?;
        wanted.extend(ids);
    }
    for id in held.difference(&wanted) {
        Entity::delete_by_id((tenant_id, user_id, *id))
            .exec(tx)
            .await
            .map_err(error::of)?;
    }
    let new = wanted.difference(&held).map(|id| Model {
        tenant_id,
        user_id,
        reference_id: *id,
    });
    let new = new.map(IntoActiveModel::into_active_model);
    let insert = Entity::insert_many(new).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(())
}

/// The ids of the log-ins that stand in the table.
async fn stored(tx: &DatabaseTransaction, user: &User) -> Result<BTreeSet<Uuid>, StoreError> {
    let rows: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::TenantId.eq(user.tenant().0))
        .filter(Column::UserId.eq(user.id().0))
        .into_tuple()
        .all(tx)
        .await
        .map_err(error::of)?;
    Ok(rows.into_iter().collect())
}

/// A log-in goes with its count of wrong PINs and its sessions (I-9); whoever has a new PIN has a new log-in.
async fn write_log_ins(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let user = &change.after;
    let tenant = user.tenant();
    let held = stored(tx, user).await?;
    let log_ins = &user.work().facility_log_ins;
    let wanted = log_ins.values().map(|it| it.id.0).collect::<BTreeSet<_>>();
    for id in held.difference(&wanted) {
        let gone = Entity::delete_by_id((tenant.0, *id)).exec(tx).await;
        gone.map_err(error::of)?;
        forget_count(tx, tenant, *id).await?;
        let ended = session::Entity::delete_many()
            .filter(session::Column::TenantId.eq(tenant.0))
            .filter(session::Column::UserId.eq(user.id().0))
            .filter(session::Column::FacilityLogInId.eq(*id))
            .exec(tx)
            .await;
        ended.map_err(error::of)?;
    }
    let new = log_ins.iter().filter(|(_, it)| !held.contains(&it.id.0));
    for (facility, log_in) in new {
        let pin = change
            .pin
            .as_ref()
            .ok_or_else(|| corrupt("facility_log_ins", &log_in.id, "pin_hash", &"it has no PIN"))?;
        let row = Model {
            tenant_id: tenant.0,
            id: log_in.id.0,
            user_id: user.id().0,
            facility_id: facility.0,
            username_claim: claim_key(&log_in.username.key()),
            pin_hash: pin.as_phc().to_owned(),
            locked_until: None,
        };
        let insert = Entity::insert(row.into_active_model()).exec_without_returning(tx);
        insert.await.map_err(error::of)?;
    }
    Ok(())
}

/// The log-ins go with the user's row; what counts wrong PINs refers to nothing, so it does not go by itself.
pub(super) async fn forget(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let tenant = change.after.tenant();
    for log_in in change.after.work().facility_log_ins.values() {
        forget_count(tx, tenant, log_in.id.0).await?;
    }
    Ok(())
}
