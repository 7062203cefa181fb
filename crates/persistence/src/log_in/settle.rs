//! Writing a judged attempt.

use super::pin;
use crate::{
    commit::{apply, ensure_attempts, lock_tenants, prove, prove_rules},
    entity::{attempt, place, session, user},
    error::{self, corrupt},
    mapping::{micros, stored},
    users::is_user,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use tenure_domain::Change;
use tenure_service::ports::{NewSession, SettledLogIn, StoreError};
use uuid::Uuid;

/// What the change says of the count is left aside: `after` is the count.
pub(super) async fn settle(
    tx: &DatabaseTransaction,
    settled: SettledLogIn<'_>,
) -> Result<(), StoreError> {
    let change = settled.change;
    if change.guard.is_some() {
        lock_tenants(tx, [change.after.tenant()]).await?;
    }
    apply(tx, change).await?;
    write_count(tx, &settled).await?;
    if let Some(place) = settled.reservation {
        let freed = place::Entity::delete_by_id(place).exec(tx).await;
        freed.map_err(error::of)?;
    }
    write_user(tx, &settled).await?;
    if let Some(pin) = &settled.pin {
        pin::settle(tx, &settled, pin).await?;
    }
    if let Some(session) = &settled.session {
        open(tx, change, session).await?;
    }
    prove_rules(tx, change).await?;
    prove(tx, change).await
}

async fn write_count(
    tx: &DatabaseTransaction,
    settled: &SettledLogIn<'_>,
) -> Result<(), StoreError> {
    let tenant = settled.change.after.tenant();
    let id = settled.counted_by();
    let after = settled.after;
    if settled.before.revision == 0 {
        ensure_attempts(tx, tenant, id).await?;
    }
    let row = attempt::ActiveModel {
        revision: Set(stored(settled.before.revision.saturating_add(1))),
        failures: Set(i64::from(after.failures)),
        window_start: Set(after.window_start.map(micros)),
        consecutive: Set(i64::from(after.consecutive)),
        lock_count: Set(i64::from(after.lock_count)),
        last_log_in_at: Set(after.last_log_in_at.map(micros)),
        ..attempt::ActiveModel::default()
    };
    let written = attempt::Entity::update_many()
        .set(row)
        .filter(attempt::Column::TenantId.eq(tenant.0))
        .filter(attempt::Column::UserId.eq(id.0))
        .filter(attempt::Column::Revision.eq(stored(settled.before.revision)))
        .exec(tx)
        .await
        .map_err(error::of)?;
    if written.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Conflict)
    }
}

/// The user's columns beside his state; none of them raises his version.
async fn write_user(
    tx: &DatabaseTransaction,
    settled: &SettledLogIn<'_>,
) -> Result<(), StoreError> {
    let mut row = user::ActiveModel::default();
    let mut changes = false;
    if settled.after.last_log_in_at != settled.before.last_log_in_at {
        row.last_log_in_at = Set(settled.after.last_log_in_at.map_or(0, micros));
        changes = true;
    }
    if let Some(hash) = &settled.rehash
        && settled.pin.is_none()
    {
        row.password_hash = Set(Some(hash.as_phc().to_owned()));
        changes = true;
    }
    if changes {
        let after = &settled.change.after;
        user::Entity::update_many()
            .set(row)
            .filter(is_user(after.tenant(), after.id()))
            .exec(tx)
            .await
            .map_err(error::of)?;
    }
    Ok(())
}

/// Opens the session, and ends the oldest beyond the number a user may have.
async fn open(
    tx: &DatabaseTransaction,
    change: &Change,
    new: &NewSession,
) -> Result<(), StoreError> {
    let (tenant, id) = (change.after.tenant().0, change.after.id().0);
    let bad = |problem| corrupt("sessions", &new.id, "authority", &problem);
    let authority = new.authority.as_ref().map(serde_json::to_string);
    let authority = authority.transpose().map_err(bad)?;
    let row = session::ActiveModel {
        id: Set(new.id.0),
        tenant_id: Set(tenant),
        user_id: Set(id),
        token_hash: Set(new.token_hash.to_vec()),
        organization_id: Set(None),
        facility_log_in_id: Set(new.facility_log_in.map(|id| id.0)),
        created_at: Set(micros(new.created_at)),
        seen_at: Set(micros(new.created_at)),
        authenticated_at: Set(micros(new.created_at)),
        expires_at: Set(micros(new.expires_at)),
        ip: Set(new.ip.clone()),
        user_agent: Set(new.user_agent.clone()),
        authority: Set(authority),
    };
    let insert = session::Entity::insert(row).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    let kept = usize::from(new.max_per_user.max(1));
    let newest: Vec<Uuid> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::TenantId.eq(tenant))
        .filter(session::Column::UserId.eq(id))
        .order_by_desc(session::Column::CreatedAt)
        .order_by_desc(session::Column::Id)
        .into_tuple()
        .all(tx)
        .await
        .map_err(error::of)?;
    let ended = newest.into_iter().skip(kept).collect::<Vec<_>>();
    if !ended.is_empty() {
        let end = session::Entity::delete_many().filter(session::Column::Id.is_in(ended));
        end.exec(tx).await.map_err(error::of)?;
    }
    Ok(())
}
