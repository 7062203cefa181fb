//! What other rules do to users who are there: who holds which key, and who is to be looked at.

use super::{last_log_in, users_of};
use crate::{
    entity::user::{ActiveModel, Column, Entity},
    error,
    mapping::{claim_key, micros},
    users::select_users,
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, LockType},
};
use std::collections::HashMap;
use tenure_domain::{
    change::Claims,
    due_at,
    policy::change::{Clash, Holder, share_out},
    value::TenantId,
};
use tenure_service::ports::{NewPolicy, StoreError};
use uuid::Uuid;

/// So many users are read at a time.
const READ: u64 = 500;
/// So many rows are written at a time.
const WRITTEN: usize = 100;

/// The columns of a row that follow from the rules.
#[derive(Debug, FromQueryResult)]
struct Held {
    id: Uuid,
    number: i64,
    email_claim: Option<String>,
    username_claim: Option<String>,
    external_id_claim: Option<String>,
    last_log_in_at: i64,
    due_at: Option<i64>,
}

/// The keys of a row: address, user name, external id.
type Keys = [Option<String>; 3];

const KEYS: [Column; 3] = [
    Column::EmailClaim,
    Column::UsernameClaim,
    Column::ExternalIdClaim,
];

/// What is read of a tenant's users before anything is written.
#[derive(Default)]
struct Census {
    holders: Vec<Holder>,
    held: HashMap<Uuid, Keys>,
    /// Whose deadline is gone.
    without_deadline: Vec<Uuid>,
    /// Whose deadline is another one.
    to_look_at: Vec<Uuid>,
}

/// Moves keys and deadlines, or says who clashes, having written nothing. Every row stays locked until the
/// transaction ends, so that no commit that was decided before writes over it.
pub(super) async fn settle(
    tx: &DatabaseTransaction,
    new: &NewPolicy,
) -> Result<Vec<Clash>, StoreError> {
    let census = count(tx, new).await?;
    let holders = match share_out(census.holders) {
        Ok(holders) => holders,
        Err(clashes) => return Ok(clashes),
    };
    let wished = holders
        .into_iter()
        .map(|holder| (holder.user.0, keys(&holder.claims)));
    let moved = wished.filter(|(id, keys)| census.held.get(id) != Some(keys));
    let moved = moved.collect::<Vec<_>>();
    // All are released before any is held: a key may go from one user to another.
    let ids = moved.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    let none = ActiveModel {
        email_claim: Set(None),
        username_claim: Set(None),
        external_id_claim: Set(None),
        ..ActiveModel::default()
    };
    update(tx, new.tenant, &ids, &none).await?;
    for part in moved.chunks(WRITTEN) {
        hold(tx, new.tenant, part).await?;
    }
    set_deadlines(tx, new, &census.without_deadline, &census.to_look_at).await?;
    Ok(Vec::new())
}

/// The exact moments are left to the sweep, which looks at everybody whose deadline moves, a few at a time: no rule
/// waits for it, while all who want to log in would wait for this transaction to write a hundred thousand rows.
async fn set_deadlines(
    tx: &DatabaseTransaction,
    new: &NewPolicy,
    without: &[Uuid],
    to_look_at: &[Uuid],
) -> Result<(), StoreError> {
    let due = |due_at| ActiveModel {
        due_at: Set(due_at),
        ..ActiveModel::default()
    };
    update(tx, new.tenant, without, &due(None)).await?;
    update(tx, new.tenant, to_look_at, &due(Some(micros(new.stamp.at)))).await
}

async fn count(tx: &DatabaseTransaction, new: &NewPolicy) -> Result<Census, StoreError> {
    let mut census = Census::default();
    let mut after = 0;
    loop {
        let rows = Held::of(tx, new.tenant, after).await?;
        let Some(last) = rows.last() else {
            return Ok(census);
        };
        let select = select_users(Some(new.tenant))
            .and_where(Expr::col((Entity, Column::TenantId)).eq(new.tenant.0))
            .and_where(Expr::col((Entity, Column::Number)).gt(after))
            .and_where(Expr::col((Entity, Column::Number)).lte(last.number))
            .take();
        after = last.number;
        let users = users_of(tx, &select).await?;
        let rows = rows.into_iter().map(|row| (row.id, row));
        let mut rows = rows.collect::<HashMap<_, _>>();
        for (number, user) in users {
            let row = rows.remove(&user.id().0).ok_or(StoreError::Conflict)?;
            let due = due_at(&user, last_log_in(row.last_log_in_at)?, &new.policy);
            let due = due.map(micros);
            if due != row.due_at {
                let list = match due {
                    None => &mut census.without_deadline,
                    Some(_) => &mut census.to_look_at,
                };
                list.push(row.id);
            }
            census.holders.push(Holder::of(&user, number, &new.policy));
            let held = [row.email_claim, row.username_claim, row.external_id_claim];
            census.held.insert(row.id, held);
        }
    }
}

impl Held {
    async fn of(
        tx: &DatabaseTransaction,
        tenant: TenantId,
        after: i64,
    ) -> Result<Vec<Self>, StoreError> {
        let columns = [
            Column::Id,
            Column::Number,
            Column::LastLogInAt,
            Column::DueAt,
        ];
        Entity::find()
            .select_only()
            .columns(columns)
            .columns(KEYS)
            .filter(Column::TenantId.eq(tenant.0))
            .filter(Column::Number.gt(after))
            .order_by_asc(Column::Number)
            .limit(READ)
            .lock(LockType::NoKeyUpdate)
            .into_model()
            .all(tx)
            .await
            .map_err(error::of)
    }
}

fn keys(claims: &Claims) -> Keys {
    let all = [&claims.email, &claims.username, &claims.external_id];
    all.map(|key| key.as_deref().map(claim_key))
}

async fn update(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    ids: &[Uuid],
    row: &ActiveModel,
) -> Result<(), StoreError> {
    for part in ids.chunks(WRITTEN) {
        Entity::update_many()
            .set(row.clone())
            .filter(among(tenant, part))
            .exec(tx)
            .await
            .map_err(error::of)?;
    }
    Ok(())
}

/// Writes the keys of several rows at once.
async fn hold(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    part: &[(Uuid, Keys)],
) -> Result<(), StoreError> {
    let ids = part.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    let mut update = Entity::update_many().filter(among(tenant, &ids));
    for (at, column) in KEYS.into_iter().enumerate() {
        let mut each = CaseStatement::new();
        for (id, keys) in part {
            let key = keys.get(at).cloned().flatten();
            each = each.case(Column::Id.eq(*id), Expr::value(key));
        }
        update = update.col_expr(column, each.into());
    }
    update.exec(tx).await.map_err(error::of)?;
    Ok(())
}

fn among(tenant: TenantId, ids: &[Uuid]) -> Condition {
    Condition::all()
        .add(Column::TenantId.eq(tenant.0))
        .add(Column::Id.is_in(ids.iter().copied()))
}
