//! Roles, memberships and times off as filters see them, brought in line with the user's state.

use super::hold;
use crate::{
    entity::{day_off, grant, membership, role},
    error,
    mapping::micros,
};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Expr, ExprTrait, LockType},
};
use std::collections::BTreeSet;
use tenure_domain::{
    User,
    authority::{Scope, needs_record},
    reference::ReferenceKind,
    value::RoleName,
};
use tenure_service::ports::StoreError;
use uuid::Uuid;

/// Writes the difference between what the tables hold and what the user holds.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    user: &User,
    is_new: bool,
) -> Result<(), StoreError> {
    let grants = user.grants().iter();
    let grants = grants.map(|grant| (grant.role.as_str().to_owned(), scope(grant.scope)));
    let organizations = user.organizations().iter().map(|id| id.0);
    write_grants(tx, user, grants.collect(), is_new).await?;
    write_memberships(tx, user, organizations.collect(), is_new).await?;
    write_days_off(tx, user, is_new).await
}

/// The whole tenant is no organization.
fn scope(scope: Scope) -> Uuid {
    match scope {
        Scope::Tenant => Uuid::nil(),
        Scope::Organization(id) => id.0,
    }
}

async fn write_grants(
    tx: &DatabaseTransaction,
    user: &User,
    wanted: BTreeSet<(String, Uuid)>,
    is_new: bool,
) -> Result<(), StoreError> {
    use grant::{Column, Entity, Model};
    let (tenant_id, user_id) = (user.tenant().0, user.id().0);
    let mine = Column::TenantId
        .eq(tenant_id)
        .and(Column::UserId.eq(user_id));
    let mut held = BTreeSet::new();
    if !is_new {
        let rows: Vec<(String, Uuid)> = Entity::find()
            .select_only()
            .columns([Column::Role, Column::Scope])
            .filter(mine.clone())
            .into_tuple()
            .all(tx)
            .await
            .map_err(error::of)?;
        held.extend(rows);
    }
    for (role, scope) in held.difference(&wanted) {
        Entity::delete_by_id((tenant_id, user_id, role.clone(), *scope))
            .exec(tx)
            .await
            .map_err(error::of)?;
    }
    let scopes = wanted.difference(&held).map(|(_, scope)| *scope);
    let scopes = scopes.filter(|scope| !scope.is_nil()).collect();
    hold(tx, user.tenant(), ReferenceKind::Organization, &scopes).await?;
    prove_roles(tx, tenant_id, wanted.difference(&held)).await?;
    let new = wanted.difference(&held).map(|(role, scope)| Model {
        tenant_id,
        user_id,
        role: role.clone(),
        scope: *scope,
    });
    let new = new.map(IntoActiveModel::into_active_model);
    let insert = Entity::insert_many(new).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(())
}

/// Roles that the tenant made are there still, and stay until the transaction ends: whoever deletes one waits, and
/// counts this user then.
async fn prove_roles<'a>(
    tx: &DatabaseTransaction,
    tenant: Uuid,
    granted: impl Iterator<Item = &'a (String, Uuid)>,
) -> Result<(), StoreError> {
    let names = granted.filter_map(|(name, _)| RoleName::parse(name).ok());
    let names = names.filter(needs_record).collect::<BTreeSet<_>>();
    if names.is_empty() {
        return Ok(());
    }
    let there: Vec<String> = role::Entity::find()
        .select_only()
        .column(role::Column::Name)
        .filter(role::Column::TenantId.eq(tenant))
        .filter(role::Column::Name.is_in(names.iter().map(RoleName::as_str)))
        .order_by_asc(role::Column::Name)
        .lock(LockType::Share)
        .into_tuple()
        .all(tx)
        .await
        .map_err(error::of)?;
    if there.len() == names.len() {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

async fn write_memberships(
    tx: &DatabaseTransaction,
    user: &User,
    wanted: BTreeSet<Uuid>,
    is_new: bool,
) -> Result<(), StoreError> {
    use membership::{Column, Entity, Model};
    let (tenant_id, user_id) = (user.tenant().0, user.id().0);
    let mine: Expr = Column::TenantId
        .eq(tenant_id)
        .and(Column::UserId.eq(user_id));
    let mut held = BTreeSet::new();
    if !is_new {
        let rows: Vec<Uuid> = Entity::find()
            .select_only()
            .column(Column::OrganizationId)
            .filter(mine)
            .into_tuple()
            .all(tx)
            .await
            .map_err(error::of)?;
        held.extend(rows);
    }
    for organization in held.difference(&wanted) {
        Entity::delete_by_id((tenant_id, user_id, *organization))
            .exec(tx)
            .await
            .map_err(error::of)?;
    }
    let joined = wanted.difference(&held).copied().collect();
    hold(tx, user.tenant(), ReferenceKind::Organization, &joined).await?;
    let new = wanted.difference(&held).map(|organization| Model {
        tenant_id,
        user_id,
        organization_id: *organization,
    });
    let new = new.map(IntoActiveModel::into_active_model);
    let insert = Entity::insert_many(new).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(())
}

async fn write_days_off(
    tx: &DatabaseTransaction,
    user: &User,
    is_new: bool,
) -> Result<(), StoreError> {
    use day_off::{Column, Entity, Model};
    let (tenant_id, user_id) = (user.tenant().0, user.id().0);
    let days = user.work().days_off.iter();
    let wanted = days.map(|day| (micros(day.start_at), micros(day.end_at)));
    let wanted = wanted.collect::<BTreeSet<_>>();
    let mut held = BTreeSet::new();
    if !is_new {
        let rows: Vec<(i64, i64)> = Entity::find()
            .select_only()
            .columns([Column::StartAt, Column::EndAt])
            .filter(Column::TenantId.eq(tenant_id))
            .filter(Column::UserId.eq(user_id))
            .into_tuple()
            .all(tx)
            .await
            .map_err(error::of)?;
        held.extend(rows);
    }
    for (start_at, _) in held.difference(&wanted) {
        Entity::delete_by_id((tenant_id, user_id, *start_at))
            .exec(tx)
            .await
            .map_err(error::of)?;
    }
    let new = wanted.difference(&held).map(|(start_at, end_at)| Model {
        tenant_id,
        user_id,
        start_at: *start_at,
        end_at: *end_at,
    });
    let new = new.map(IntoActiveModel::into_active_model);
    let insert = Entity::insert_many(new).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(())
}
