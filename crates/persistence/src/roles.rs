//! Roles that tenants make. Who writes one holds the tenant's lock, so roles change one after the other.

use crate::{
    Store,
    commit::{TenantEntry, lock_tenants, record_of_tenant},
    entity::{grant, role, tenant, user},
    error::{self, corrupt},
    mapping::{count, micros, moment, stored},
    queries::members,
};
use async_trait::async_trait;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, DatabaseTransaction, EntityTrait, JoinType, QueryFilter, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};
use tenure_domain::{
    authority::{Role, Roles},
    lifecycle::Status,
    value::{OrganizationId, RoleDescription, RoleId, RoleName, RoleTitle, TenantId},
};
use tenure_service::ports::{
    RoleBook, RoleDeed, RoleOutcome, RoleRecord, RoleStore, RoleWrite, StoreError,
};

#[async_trait]
impl RoleStore for Store {
    async fn roles(
        &self,
        tenant: TenantId,
        visible: Option<BTreeSet<OrganizationId>>,
    ) -> Result<RoleBook, StoreError> {
        let work = async {
            let reading = self.0.backend.begin_read().await?;
            let book = book(&reading.tx, tenant, visible).await;
            reading.finish(book).await
        };
        self.0.backend.within(work).await
    }

    async fn write_role(&self, write: &RoleWrite) -> Result<RoleOutcome, StoreError> {
        let work = async {
            let writing = self.0.backend.begin_write().await?;
            match set(&writing.tx, write).await {
                Ok(RoleOutcome::Written) => writing.finish(Ok(RoleOutcome::Written)).await,
                Ok(refused) => {
                    writing.take_back().await;
                    Ok(refused)
                }
                Err(problem) => writing.finish(Err(problem)).await,
            }
        };
        self.0.backend.within(work).await
    }
}

/// The roles that a tenant made.
pub(crate) async fn roles_of(
    tx: &DatabaseTransaction,
    tenant: TenantId,
) -> Result<Vec<RoleRecord>, StoreError> {
    let rows = role::Entity::find()
        .filter(role::Column::TenantId.eq(tenant.0))
        .all(tx)
        .await
        .map_err(error::of)?;
    rows.iter().map(record).collect()
}

/// What each of them allows, beside the built-in ones.
pub(crate) fn meaning<'a>(own: impl IntoIterator<Item = &'a RoleRecord>) -> Roles {
    let own = own.into_iter().map(|record| &record.role);
    Roles::new(own.map(|role| (role.name.clone(), role.permissions.clone())))
}

fn record(row: &role::Model) -> Result<RoleRecord, StoreError> {
    let bad =
        |column: &'static str, problem: &dyn Display| corrupt("roles", &row.name, column, problem);
    let description = row.description.as_deref().map(RoleDescription::parse);
    let permissions = serde_json::from_str(&row.permissions);
    Ok(RoleRecord {
        id: RoleId(row.id),
        role: Role {
            name: RoleName::parse(&row.name).map_err(|problem| bad("name", &problem))?,
            title: RoleTitle::parse(&row.title).map_err(|problem| bad("title", &problem))?,
            description: description
                .transpose()
                .map_err(|problem| bad("description", &problem))?,
            permissions: permissions.map_err(|problem| bad("permissions", &problem))?,
        },
        revision: count("roles", "revision", row.revision)?,
        created_at: moment("roles", "created_at", row.created_at)?,
    })
}

async fn book(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    visible: Option<BTreeSet<OrganizationId>>,
) -> Result<RoleBook, StoreError> {
    let (revision, _) = revisions(tx, tenant).await?;
    let own = roles_of(tx, tenant).await?;
    Ok(RoleBook {
        revision,
        known: meaning(&own),
        own: own
            .into_iter()
            .map(|record| (record.role.name.clone(), record))
            .collect(),
        users: holders(tx, tenant, visible).await?,
    })
}

/// The revisions of a tenant's roles and rules.
async fn revisions(tx: &DatabaseTransaction, tenant: TenantId) -> Result<(i64, i64), StoreError> {
    let found = tenant::Entity::find_by_id(tenant.0)
        .select_only()
        .columns([
            tenant::Column::RolesRevision,
            tenant::Column::PolicyRevision,
        ])
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    found.ok_or(StoreError::Conflict)
}

/// How many users hold each role who are not deleted.
async fn holders(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    visible: Option<BTreeSet<OrganizationId>>,
) -> Result<BTreeMap<RoleName, u64>, StoreError> {
    let of = |column: user::Column| Expr::col((user::Entity, column));
    let same = Expr::col((grant::Entity, grant::Column::TenantId))
        .equals((user::Entity, user::Column::TenantId))
        .and(
            Expr::col((grant::Entity, grant::Column::UserId))
                .equals((user::Entity, user::Column::Id)),
        );
    let seen =
        visible.map(|own| Expr::exists(members(tenant, own, (user::Entity, user::Column::Id))));
    let mut select = grant::Entity::find()
        .select_only()
        .column(grant::Column::Role)
        .expr_as(holding(), "holders")
        .filter(grant::Column::TenantId.eq(tenant.0))
        .filter(of(user::Column::Status).ne(Status::Deleted.code()))
        .group_by(grant::Column::Role);
    if let Some(seen) = seen {
        select = select.filter(seen);
    }
    let inner = sea_orm::QueryTrait::query(&mut select);
    inner.join(JoinType::InnerJoin, user::Entity, same);
    let rows: Vec<(String, i64)> = select.into_tuple().all(tx).await.map_err(error::of)?;
    let held = rows.into_iter().map(|(name, number)| {
        let bad = |problem: &dyn Display| corrupt("grants", &name, "role", problem);
        let role = RoleName::parse(&name).map_err(|problem| bad(&problem))?;
        Ok((role, count("grants", "user_id", number)?))
    });
    held.collect()
}

/// Distinct users: one may hold a role in several organizations.
fn holding() -> Expr {
    Expr::col((grant::Entity, grant::Column::UserId)).count_distinct()
}

/// Locks are taken tenant before role, as commits take them that prove something.
async fn set(tx: &DatabaseTransaction, write: &RoleWrite) -> Result<RoleOutcome, StoreError> {
    lock_tenants(tx, [write.tenant]).await?;
    if revisions(tx, write.tenant).await? != (write.revision, write.policy_revision) {
        return Err(StoreError::Conflict);
    }
    let (record, version) = match &write.deed {
        RoleDeed::Make(record) => {
            insert(tx, write.tenant, record).await?;
            (record, record.revision)
        }
        RoleDeed::Change(record) => {
            let next = record.revision.saturating_add(1);
            update(tx, write.tenant, record, next).await?;
            (record, next)
        }
        RoleDeed::Delete(record) => {
            let users = delete(tx, write.tenant, record).await?;
            if users > 0 {
                let there = holders(tx, write.tenant, None).await?;
                let there = there.get(&record.role.name).copied().unwrap_or_default();
                let deleted = users.saturating_sub(there);
                return Ok(RoleOutcome::Held { users, deleted });
            }
            (record, record.revision.saturating_add(1))
        }
    };
    raise(tx, write).await?;
    let entry = TenantEntry {
        tenant: write.tenant,
        subject: record.id.0,
        version: stored(version),
        policy_revision: write.policy_revision,
        fact: &write.fact,
        stamp: &write.stamp,
    };
    record_of_tenant(tx, &entry).await?;
    Ok(RoleOutcome::Written)
}

/// Every store that remembers the roles reads them again.
async fn raise(tx: &DatabaseTransaction, write: &RoleWrite) -> Result<(), StoreError> {
    let column = tenant::Column::RolesRevision;
    tenant::Entity::update_many()
        .col_expr(column, Expr::col(column).add(1_i64))
        .filter(tenant::Column::Id.eq(write.tenant.0))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(())
}

fn words(record: &RoleRecord) -> Result<role::ActiveModel, StoreError> {
    let role = &record.role;
    let permissions = serde_json::to_string(&role.permissions)
        .map_err(|problem| corrupt("roles", &role.name, "permissions", &problem))?;
    Ok(role::ActiveModel {
        title: Set(role.title.as_str().to_owned()),
        description: Set(role.description.as_ref().map(|it| it.as_str().to_owned())),
        permissions: Set(permissions),
        ..role::ActiveModel::default()
    })
}

async fn insert(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    record: &RoleRecord,
) -> Result<(), StoreError> {
    let row = role::ActiveModel {
        tenant_id: Set(tenant.0),
        name: Set(record.role.name.as_str().to_owned()),
        id: Set(record.id.0),
        revision: Set(stored(record.revision)),
        created_at: Set(micros(record.created_at)),
        ..words(record)?
    };
    let insert = role::Entity::insert(row).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(())
}

async fn update(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    record: &RoleRecord,
    revision: u64,
) -> Result<(), StoreError> {
    let row = role::ActiveModel {
        revision: Set(stored(revision)),
        ..words(record)?
    };
    role::Entity::update_many()
        .set(row)
        .filter(role::Column::TenantId.eq(tenant.0))
        .filter(role::Column::Name.eq(record.role.name.as_str()))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(())
}

/// Removes the row, then counts who holds the role. A commit that grants it keeps the row from being removed until
/// it ends, and is counted then; one that comes later finds no row.
async fn delete(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    record: &RoleRecord,
) -> Result<u64, StoreError> {
    let name = record.role.name.as_str();
    role::Entity::delete_by_id((tenant.0, name.to_owned()))
        .exec(tx)
        .await
        .map_err(error::of)?;
    let held: Option<i64> = grant::Entity::find()
        .select_only()
        .expr_as(holding(), "holders")
        .filter(grant::Column::TenantId.eq(tenant.0))
        .filter(grant::Column::Role.eq(name))
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    count("grants", "user_id", held.unwrap_or_default())
}
