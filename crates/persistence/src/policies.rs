//! Tenants' rules: listed, and changed with everything that depends on them.

mod users;

use crate::{
    Store,
    commit::{TenantEntry, record_of_tenant},
    entity::{session, tenant, user},
    error::{self, corrupt},
    mapping::{self, UserRow, count, moment},
    roles::{meaning, roles_of},
    users::select_users,
};
use async_trait::async_trait;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, LockType, Query, SelectStatement},
};
use tenure_domain::{
    Policy, TenantFact, User, ValidPolicy,
    lifecycle::Status,
    policy::change::moves_users,
    value::{TenantId, Timestamp},
};
use tenure_service::ports::{NewPolicy, PolicyOutcome, PolicyStore, StoreError, TenantRow};
use uuid::Uuid;

#[async_trait]
impl PolicyStore for Store {
    async fn tenants(&self) -> Result<Vec<TenantRow>, StoreError> {
        self.0.backend.within(self.all_tenants()).await
    }

    async fn set_policy(&self, new: &NewPolicy) -> Result<PolicyOutcome, StoreError> {
        let work = async {
            let writing = self.0.backend.begin_write().await?;
            match set(&writing.tx, new).await {
                Ok(PolicyOutcome::Written) => writing.finish(Ok(PolicyOutcome::Written)).await,
                Ok(refused) => {
                    writing.take_back().await;
                    Ok(refused)
                }
                Err(problem) => writing.finish(Err(problem)).await,
            }
        };
        self.0.backend.within_long(work).await
    }
}

impl Store {
    async fn all_tenants(&self) -> Result<Vec<TenantRow>, StoreError> {
        use tenant::Column;
        let users = Query::select()
            .expr(Expr::cust("COUNT(*)"))
            .from(user::Entity)
            .and_where(
                Expr::col((user::Entity, user::Column::TenantId))
                    .equals((tenant::Entity, Column::Id)),
            )
            .and_where(user::Column::Status.ne(Status::Deleted.code()))
            .take();
        let columns = [Column::Id, Column::Slug, Column::Name, Column::Preset];
        let rows: Vec<(Uuid, String, String, String, i64, i64, i64)> = tenant::Entity::find()
            .select_only()
            .columns(columns)
            .columns([Column::PolicyRevision, Column::CreatedAt])
            .expr_as(Expr::SubQuery(None, Box::new(users.into())), "users")
            .order_by_asc(Column::Slug)
            .into_tuple()
            .all(&self.0.backend.db)
            .await
            .map_err(error::of)?;
        let row = |(id, slug, name, preset, policy_revision, created_at, users)| {
            Ok(TenantRow {
                id: TenantId(id),
                slug,
                name,
                preset,
                policy_revision,
                created_at: moment("tenants", "created_at", created_at)?,
                users: count("users", "tenant_id", users)?,
            })
        };
        rows.into_iter().map(row).collect()
    }
}

/// Locks are taken tenant before users, as commits do.
async fn set(tx: &DatabaseTransaction, new: &NewPolicy) -> Result<PolicyOutcome, StoreError> {
    let before = lock(tx, new).await?;
    // A role that the rules name may have gone since they were decided; then they are decided again.
    let known = meaning(&roles_of(tx, new.tenant).await?);
    if !new.policy.unknown_roles(&known).is_empty() {
        return Err(StoreError::Conflict);
    }
    if loses_administrators(tx, new, &before).await? {
        return Ok(PolicyOutcome::NoAdministratorLeft);
    }
    if moves_users(&before, &new.policy) {
        let clashes = users::settle(tx, new).await?;
        if !clashes.is_empty() {
            return Ok(PolicyOutcome::Clashing(clashes));
        }
    }
    if before.roles.effective != new.policy.roles.effective {
        forget_authority(tx, new.tenant).await?;
    }
    write(tx, new).await?;
    record(tx, new).await?;
    Ok(PolicyOutcome::Written)
}

/// The rules before, which nobody changes meanwhile. The row's full lock lets nobody add a user either: who did is
/// waited for, who wants to waits, and then sees the new revision.
async fn lock(tx: &DatabaseTransaction, new: &NewPolicy) -> Result<ValidPolicy, StoreError> {
    let row: Option<(i64, String)> = tenant::Entity::find_by_id(new.tenant.0)
        .select_only()
        .columns([tenant::Column::PolicyRevision, tenant::Column::Policy])
        .lock(LockType::Update)
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    let (revision, policy) = row.ok_or(StoreError::Conflict)?;
    if revision != new.change.from_revision {
        return Err(StoreError::Conflict);
    }
    let bad = |problem: &dyn std::fmt::Display| corrupt("tenants", &new.tenant, "policy", problem);
    let policy: Policy = serde_json::from_str(&policy).map_err(|problem| bad(&problem))?;
    policy
        .check()
        .map_err(|_| bad(&"the rules contradict each other"))
}

/// Was there an administrator who could log in, and would there be none? Where there is none anyway, the rules may
/// change: that may be the way out.
async fn loses_administrators(
    tx: &DatabaseTransaction,
    new: &NewPolicy,
    before: &ValidPolicy,
) -> Result<bool, StoreError> {
    let select = select_users(Some(new.tenant))
        .and_where(Expr::col((user::Entity, user::Column::TenantId)).eq(new.tenant.0))
        .and_where(Expr::col((user::Entity, user::Column::IsAdmin)))
        .take();
    let administrators = users_of(tx, &select).await?;
    let can = |policy: &ValidPolicy| {
        let mut all = administrators.iter();
        all.any(|(_, user)| user.has_way_in(policy))
    };
    Ok(can(before) && !can(&new.policy))
}

/// The users of a query with their display numbers.
async fn users_of(
    tx: &DatabaseTransaction,
    select: &SelectStatement,
) -> Result<Vec<(i64, User)>, StoreError> {
    let rows = tx.query_all(select).await.map_err(error::of)?;
    let users = rows.iter().map(|row| {
        let row = UserRow::from_query_result(row, "").map_err(error::of)?;
        Ok((row.number, mapping::user(&row)?))
    });
    users.collect()
}

async fn write(tx: &DatabaseTransaction, new: &NewPolicy) -> Result<(), StoreError> {
    let text = serde_json::to_string(&*new.policy)
        .map_err(|problem| corrupt("tenants", &new.tenant, "policy", &problem))?;
    let row = tenant::ActiveModel {
        preset: Set(new.change.to_preset.clone()),
        policy: Set(text),
        policy_revision: Set(new.change.to_revision),
        seats: Set(new.policy.roles.seats.map(i64::from)),
        ..tenant::ActiveModel::default()
    };
    let written = tenant::Entity::update_many()
        .set(row)
        .filter(tenant::Column::Id.eq(new.tenant.0))
        .filter(tenant::Column::PolicyRevision.eq(new.change.from_revision))
        .exec(tx)
        .await
        .map_err(error::of)?;
    if written.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

/// What open sessions kept of the roles at their log-in (P-83) is not what a later return to these rules means.
async fn forget_authority(tx: &DatabaseTransaction, tenant: TenantId) -> Result<(), StoreError> {
    let none = session::ActiveModel {
        authority: Set(None),
        ..session::ActiveModel::default()
    };
    let forgotten = session::Entity::update_many()
        .set(none)
        .filter(session::Column::TenantId.eq(tenant.0))
        .filter(session::Column::Authority.is_not_null())
        .exec(tx);
    forgotten.await.map(drop).map_err(error::of)
}

/// The event, in the chain of the tenant itself. It was decided under the rules before.
async fn record(tx: &DatabaseTransaction, new: &NewPolicy) -> Result<(), StoreError> {
    let entry = TenantEntry {
        tenant: new.tenant,
        subject: new.tenant.0,
        version: new.change.to_revision,
        policy_revision: new.change.from_revision,
        fact: &TenantFact::PolicyChanged(new.change.clone()),
        stamp: &new.stamp,
    };
    record_of_tenant(tx, &entry).await
}

/// When somebody last logged in, as the users' table has it: 0 for never.
fn last_log_in(micros: i64) -> Result<Option<Timestamp>, StoreError> {
    (micros != 0)
        .then(|| moment("users", "last_log_in_at", micros))
        .transpose()
}
