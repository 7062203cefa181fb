//! Writing one record with all that must hold about others, under the tenant's lock: whoever writes reference data of
//! the same tenant waits, and so does whoever changes its rules.

use super::count_children;
use crate::{
    commit::{TenantEntry, lock_tenants, record, record_of_tenant},
    entity::{
        assignment, grant, membership,
        reference::{Column, Entity, Model},
        session, tenant, user,
    },
    error,
    mapping::{micros, stored},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, LockType},
};
use std::collections::BTreeSet;
use tenure_domain::{
    lifecycle::Status,
    reference::{Reference, ReferenceKind},
    value::{TenantId, fold},
};
use tenure_service::ports::{ReferenceEffect, ReferenceOutcome, ReferenceWrite, StoreError};
use uuid::Uuid;

/// So many ids in one question.
const PART: usize = 500;

pub(crate) async fn write(
    tx: &DatabaseTransaction,
    write: &ReferenceWrite,
) -> Result<ReferenceOutcome, StoreError> {
    lock_tenants(tx, [write.tenant]).await?;
    prove(tx, write).await?;
    let outcome = match &write.effect {
        ReferenceEffect::Write(record) => put(tx, write, record).await?,
        ReferenceEffect::Remove(record) => remove(tx, write, record).await?,
    };
    if outcome != ReferenceOutcome::Written {
        return Ok(outcome);
    }
    let after = match &write.effect {
        ReferenceEffect::Write(record) => record.revision,
        ReferenceEffect::Remove(record) => record.revision.saturating_add(1),
    };
    let entry = TenantEntry {
        tenant: write.tenant,
        subject: write.effect.record().id,
        version: stored(after),
        policy_revision: write.policy_revision,
        fact: &write.fact,
        stamp: &write.stamp,
    };
    record_of_tenant(tx, &entry).await?;
    if let Some(wish) = &write.wish {
        record(tx, wish).await?;
    }
    Ok(outcome)
}

/// Is everything that the decision rests on still as it was read?
async fn prove(tx: &DatabaseTransaction, write: &ReferenceWrite) -> Result<(), StoreError> {
    let rules: Option<i64> = tenant::Entity::find_by_id(write.tenant.0)
        .select_only()
        .column(tenant::Column::PolicyRevision)
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    let mut holds = rules == Some(write.policy_revision);
    let own = (write.expected > 0).then_some((write.effect.record().id, write.expected));
    for (id, revision) in write.proofs.iter().copied().chain(own) {
        holds = holds && revision_of(tx, write.tenant, id).await? == Some(stored(revision));
    }
    if holds && write.childless {
        holds = count_children(tx, write.tenant, write.effect.record().id).await? == 0;
    }
    if holds {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

async fn revision_of(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    id: Uuid,
) -> Result<Option<i64>, StoreError> {
    let revision = Entity::find_by_id((tenant.0, id))
        .select_only()
        .column(Column::Revision)
        .into_tuple()
        .one(tx);
    revision.await.map_err(error::of)
}

/// The row of a record.
pub(crate) fn row(tenant: TenantId, record: &Reference) -> Model {
    let name_key = fold(record.name.as_str());
    let external_id = record.external_id.as_ref();
    let is_title = record.kind() == ReferenceKind::Position;
    Model {
        tenant_id: tenant.0,
        id: record.id,
        kind: record.kind().code().to_owned(),
        name: record.name.to_string(),
        title_claim: is_title.then(|| name_key.clone()),
        name_key,
        external_id: external_id.map(ToString::to_string),
        external_id_claim: external_id.map(|id| fold(id.as_str())),
        parent_id: record.data.parent(),
        store_id: record.data.store(),
        revision: stored(record.revision),
        created_at: micros(record.created_at),
    }
}

async fn put(
    tx: &DatabaseTransaction,
    write: &ReferenceWrite,
    record: &Reference,
) -> Result<ReferenceOutcome, StoreError> {
    let row = row(write.tenant, record);
    let claims = [
        (
            "external_id",
            Column::ExternalIdClaim,
            &row.external_id_claim,
        ),
        ("name", Column::TitleClaim, &row.title_claim),
    ];
    for (field, column, claim) in claims {
        if let Some(claim) = claim
            && is_held(tx, &row, column, claim).await?
        {
            return Ok(ReferenceOutcome::Taken(field));
        }
    }
    if write.expected == 0 {
        let insert = Entity::insert(row.into_active_model()).exec_without_returning(tx);
        insert.await.map_err(error::of)?;
    } else {
        let update = Entity::update(row.into_active_model().reset_all());
        update.exec(tx).await.map_err(error::of)?;
    }
    Ok(ReferenceOutcome::Written)
}

async fn is_held(
    tx: &DatabaseTransaction,
    row: &Model,
    column: Column,
    claim: &str,
) -> Result<bool, StoreError> {
    let holder: Option<Uuid> = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::TenantId.eq(row.tenant_id))
        .filter(Column::Kind.eq(row.kind.as_str()))
        .filter(column.eq(claim))
        .filter(Column::Id.ne(row.id))
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    Ok(holder.is_some())
}

/// The row's lock keeps out whoever would assign users to it meanwhile: he waits, and then finds it gone.
async fn remove(
    tx: &DatabaseTransaction,
    write: &ReferenceWrite,
    record: &Reference,
) -> Result<ReferenceOutcome, StoreError> {
    let (tenant, id) = (write.tenant, record.id);
    let locked: Option<Uuid> = Entity::find_by_id((tenant.0, id))
        .select_only()
        .column(Column::Id)
        .lock(LockType::Update)
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    locked.ok_or(StoreError::Conflict)?;
    let holders = holders(tx, tenant, id).await?;
    let children = count_children(tx, tenant, id).await?;
    if !holders.is_empty() || children > 0 {
        return Ok(ReferenceOutcome::InUse {
            users: u64::try_from(holders.len()).unwrap_or(u64::MAX),
            deleted: count_deleted(tx, tenant, holders).await?,
            children,
        });
    }
    session::Entity::update_many()
        .col_expr(session::Column::OrganizationId, Expr::value(None::<Uuid>))
        .filter(session::Column::TenantId.eq(tenant.0))
        .filter(session::Column::OrganizationId.eq(id))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Entity::delete_by_id((tenant.0, id))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(ReferenceOutcome::Written)
}

/// How many of these users are deleted.
async fn count_deleted(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    users: BTreeSet<Uuid>,
) -> Result<u64, StoreError> {
    let users = users.into_iter().collect::<Vec<_>>();
    let mut deleted = 0;
    for part in users.chunks(PART) {
        let found = user::Entity::find()
            .filter(user::Column::TenantId.eq(tenant.0))
            .filter(user::Column::Id.is_in(part.iter().copied()))
            .filter(user::Column::Status.eq(Status::Deleted.code()))
            .count(tx);
        deleted += found.await.map_err(error::of)?;
    }
    Ok(deleted)
}

/// The users who are members of it, assigned to it, or hold a role in it.
async fn holders(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    id: Uuid,
) -> Result<BTreeSet<Uuid>, StoreError> {
    let members = membership::Entity::find()
        .select_only()
        .column(membership::Column::UserId)
        .filter(membership::Column::TenantId.eq(tenant.0))
        .filter(membership::Column::OrganizationId.eq(id))
        .into_tuple::<Uuid>()
        .all(tx);
    let mut users = BTreeSet::from_iter(members.await.map_err(error::of)?);
    let granted = grant::Entity::find()
        .select_only()
        .column(grant::Column::UserId)
        .filter(grant::Column::TenantId.eq(tenant.0))
        .filter(grant::Column::Scope.eq(id))
        .into_tuple::<Uuid>()
        .all(tx);
    users.extend(granted.await.map_err(error::of)?);
    let assigned = assignment::Entity::find()
        .select_only()
        .column(assignment::Column::UserId)
        .filter(assignment::Column::TenantId.eq(tenant.0))
        .filter(assignment::Column::ReferenceId.eq(id))
        .into_tuple::<Uuid>()
        .all(tx);
    users.extend(assigned.await.map_err(error::of)?);
    Ok(users)
}
