//! Messages on their way out, leased to one relay at a time.

use crate::{
    Store,
    entity::outbox::{self, Column, Model},
    error,
    mapping::{count, entry, message, micros, moment, state_code},
    queries::anywhere,
};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Alias, Condition, Expr, ExprTrait, LockBehavior, LockType, Query},
};
use std::collections::BTreeSet;
use tenure_domain::value::{MessageId, TenantId, Timestamp, UserId};
use tenure_service::ports::{
    Outbox, OutboxEntry, OutboxFilter, OutboxState, Queued, Settlement, StoreError,
};

#[async_trait]
impl Outbox for Store {
    async fn claim(
        &self,
        now: Timestamp,
        lease_until: Timestamp,
        limit: u16,
    ) -> Result<Vec<Queued>, StoreError> {
        let work = async {
            if !self.is_anything_due(now).await? {
                return Ok(Vec::new());
            }
            let writing = self.0.backend.begin_write().await?;
            let outcome = claim(&writing.tx, now, lease_until, limit).await;
            writing.finish(outcome).await
        };
        self.0.backend.within(work).await
    }

    async fn settle(
        &self,
        id: MessageId,
        settlement: &Settlement,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (state, at, error) = match settlement {
            Settlement::Sent => (OutboxState::Sent, now, None),
            Settlement::Retry { at, error } => (OutboxState::Queued, *at, Some(error)),
            Settlement::Dead { error } => (OutboxState::Dead, now, Some(error)),
            Settlement::Cancelled { why } => (OutboxState::Cancelled, now, Some(why)),
        };
        let error = error.map(|text| text.replace('\0', ""));
        // Whoever cancels a message that is just being sent may come too late; then it says so.
        let mut from = vec![state_code(OutboxState::Queued)];
        if state == OutboxState::Sent {
            from.push(state_code(OutboxState::Cancelled));
        }
        let work = async {
            let _turn = self.0.backend.turn().await?;
            outbox::Entity::update_many()
                .col_expr(Column::State, Expr::value(state_code(state)))
                .col_expr(Column::DueAt, Expr::value(micros(at)))
                .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
                .col_expr(Column::LastError, Expr::value(error))
                .filter(Column::Id.eq(id.0))
                .filter(Column::State.is_in(from))
                .exec(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            Ok(())
        };
        self.0.backend.within(work).await
    }

    async fn entries(
        &self,
        tenant: TenantId,
        filter: &OutboxFilter,
    ) -> Result<Vec<OutboxEntry>, StoreError> {
        let state = filter
            .state
            .map(|state| Column::State.eq(state_code(state)));
        let wanted = Condition::all()
            .add(Column::TenantId.eq(tenant.0))
            .add_option(filter.id.map(|id| Column::Id.eq(id.0)))
            .add_option(filter.user.map(|user| Column::UserId.eq(user.0)))
            .add_option(state)
            .add_option(filter.before.map(|before| Column::Id.lt(before.0)));
        let work = async {
            let rows = outbox::Entity::find()
                .filter(wanted)
                .order_by_desc(Column::Id)
                .limit(u64::from(filter.limit))
                .all(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            rows.into_iter().map(entry).collect()
        };
        self.0.backend.within(work).await
    }

    async fn last(
        &self,
        tenant: TenantId,
        users: &BTreeSet<UserId>,
        about: &str,
    ) -> Result<Vec<OutboxEntry>, StoreError> {
        // The code stands in quotes, alone or before what else there is to say.
        let kind = || anywhere(&format!("\"{about}\""));
        let later = |column: Column| Expr::col((Alias::new("later"), column));
        let same = |column: Column| later(column).equals((outbox::Entity, column));
        let newer = Query::select()
            .expr(Expr::val(1))
            .from_as(outbox::Entity, Alias::new("later"))
            .and_where(same(Column::TenantId))
            .and_where(same(Column::UserId))
            .and_where(later(Column::About).like(kind()))
            .and_where(later(Column::Id).gt(Expr::col((outbox::Entity, Column::Id))))
            .take();
        let work = async {
            let rows = outbox::Entity::find()
                .filter(Column::TenantId.eq(tenant.0))
                .filter(Column::UserId.is_in(users.iter().map(|user| user.0)))
                .filter(Expr::col((outbox::Entity, Column::About)).like(kind()))
                .filter(Expr::exists(newer).not())
                .all(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            rows.into_iter().map(entry).collect()
        };
        self.0.backend.within(work).await
    }

    async fn cancel(
        &self,
        tenant: TenantId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let work = async {
            let _turn = self.0.backend.turn().await?;
            let cancelled = Expr::value(state_code(OutboxState::Cancelled));
            let taken = outbox::Entity::update_many()
                .col_expr(Column::State, cancelled)
                .col_expr(Column::DueAt, Expr::value(micros(now)))
                .filter(Column::TenantId.eq(tenant.0))
                .filter(Column::Id.eq(id.0))
                .filter(Column::State.eq(state_code(OutboxState::Queued)))
                .exec(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            Ok(taken.rows_affected > 0)
        };
        self.0.backend.within(work).await
    }

    async fn requeue(
        &self,
        tenant: TenantId,
        id: MessageId,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let has_address = Condition::any()
            .add(Column::Recipient.ne("address"))
            .add(Column::Address.is_not_null());
        let work = async {
            let _turn = self.0.backend.turn().await?;
            let queued = outbox::Entity::update_many()
                .col_expr(Column::State, Expr::value(state_code(OutboxState::Queued)))
                .col_expr(Column::DueAt, Expr::value(micros(now)))
                .col_expr(Column::Attempts, Expr::value(0))
                .filter(Column::TenantId.eq(tenant.0))
                .filter(Column::Id.eq(id.0))
                .filter(Column::State.ne(state_code(OutboxState::Sent)))
                .filter(has_address)
                .exec(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            Ok(queued.rows_affected > 0)
        };
        self.0.backend.within(work).await
    }
}

impl Store {
    /// A look that keeps nobody from writing; most of the time there is nothing to do.
    async fn is_anything_due(&self, now: Timestamp) -> Result<bool, StoreError> {
        let due: Option<uuid::Uuid> = outbox::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::State.eq(state_code(OutboxState::Queued)))
            .filter(Column::DueAt.lte(micros(now)))
            .into_tuple()
            .one(&self.0.backend.db)
            .await
            .map_err(error::of)?;
        Ok(due.is_some())
    }
}

async fn claim(
    tx: &DatabaseTransaction,
    now: Timestamp,
    lease_until: Timestamp,
    limit: u16,
) -> Result<Vec<Queued>, StoreError> {
    let at = micros(now);
    let queued = state_code(OutboxState::Queued);
    let earlier = |column: Column| Expr::col((Alias::new("earlier"), column));
    let same = |column: Column| earlier(column).equals((outbox::Entity, column));
    let waits = Query::select()
        .expr(Expr::val(1))
        .from_as(outbox::Entity, Alias::new("earlier"))
        .and_where(same(Column::TenantId))
        .and_where(same(Column::UserId))
        .and_where(earlier(Column::State).eq(queued))
        .and_where(earlier(Column::Id).lt(Expr::col((outbox::Entity, Column::Id))))
        .take();
    let free = Condition::any()
        .add(Column::LeaseUntil.is_null())
        .add(Column::LeaseUntil.lte(at));
    let rows = outbox::Entity::find()
        .filter(Column::State.eq(queued))
        .filter(Column::DueAt.lte(at))
        .filter(free)
        .filter(Expr::exists(waits).not())
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(u64::from(limit))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(tx)
        .await
        .map_err(error::of)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    outbox::Entity::update_many()
        .col_expr(Column::LeaseUntil, Expr::value(micros(lease_until)))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(tx)
        .await
        .map_err(error::of)?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in &rows {
        match taken(row) {
            Ok(queued) => claimed.extend(queued),
            // One row that nobody can read must not keep all others waiting; a person will look.
            Err(error) => bury(tx, row, &error, at).await?,
        }
    }
    Ok(claimed)
}

async fn bury(
    tx: &DatabaseTransaction,
    row: &Model,
    why: &StoreError,
    at: i64,
) -> Result<(), StoreError> {
    tracing::error!(message = %row.id, error = %why, "a message cannot be read");
    outbox::Entity::update_many()
        .col_expr(Column::State, Expr::value(state_code(OutboxState::Dead)))
        .col_expr(Column::DueAt, Expr::value(at))
        .col_expr(Column::LeaseUntil, Expr::value(None::<i64>))
        .col_expr(
            Column::LastError,
            Expr::value("the stored message cannot be read"),
        )
        .filter(Column::Id.eq(row.id))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(())
}

/// `None`: the address was redacted; such a row is never queued again.
fn taken(row: &Model) -> Result<Option<Queued>, StoreError> {
    let Some(message) = message(row)? else {
        return Ok(None);
    };
    Ok(Some(Queued {
        id: MessageId(row.id),
        tenant: TenantId(row.tenant_id),
        user: UserId(row.user_id),
        message,
        attempts: count("outbox", "attempts", row.attempts.into())?,
        created_at: moment("outbox", "created_at", row.created_at)?,
    }))
}
