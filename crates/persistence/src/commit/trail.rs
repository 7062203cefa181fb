//! What goes out with a change: its events, and its messages. The only place that ever changes an
//! event again: redaction.

use crate::{
    entity::{event, outbox},
    error,
    mapping::{Sealed, message_row, micros, seal},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use tenure_domain::{Change, authority::ActorRef, value::TenantId};
use tenure_service::ports::StoreError;
use uuid::Uuid;

pub(super) async fn write(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let mut last = if change.expected == 0 || change.events.is_empty() {
        Sealed::default()
    } else {
        last_event(tx, change.after.tenant(), change.after.id().0).await?
    };
    let mut events = Vec::with_capacity(change.events.len());
    for recorded in &change.events {
        let mut row = seal(recorded, &change.origin, change.policy_revision, &mut last)?;
        if change.redact {
            row.personal = Set(None);
            row.personal_salt = Set(None);
        }
        events.push(row);
    }
    let mut messages = Vec::with_capacity(change.messages.len());
    for (id, message) in &change.messages {
        let row = message_row(change, *id, message)?;
        messages.push(row.into_active_model());
    }
    let insert = event::Entity::insert_many(events).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    let insert = outbox::Entity::insert_many(messages).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    if change.redact {
        redact(tx, change).await?;
    }
    Ok(())
}

/// Where the chain stands. Nobody else adds to it meanwhile: the subject's row is locked.
pub(crate) async fn last_event(
    tx: &DatabaseTransaction,
    tenant: TenantId,
    subject: Uuid,
) -> Result<Sealed, StoreError> {
    let last: Option<(i64, Vec<u8>)> = event::Entity::find()
        .select_only()
        .columns([event::Column::Seq, event::Column::Chain])
        .filter(event::Column::TenantId.eq(tenant.0))
        .filter(event::Column::SubjectId.eq(subject))
        .order_by_desc(event::Column::Seq)
        .into_tuple()
        .one(tx)
        .await
        .map_err(error::of)?;
    let (seq, chain) = last.unwrap_or_default();
    Ok(Sealed { seq, chain })
}

/// Takes personal data out of everything that was ever written about the user.
async fn redact(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let (tenant, id) = (change.after.tenant().0, change.after.id().0);
    event::Entity::update_many()
        .col_expr(event::Column::Personal, Expr::value(None::<String>))
        .col_expr(event::Column::PersonalSalt, Expr::value(None::<Vec<u8>>))
        .filter(event::Column::TenantId.eq(tenant))
        .filter(event::Column::SubjectId.eq(id))
        .filter(event::Column::PersonalDigest.is_not_null())
        .exec(tx)
        .await
        .map_err(error::of)?;
    forget_addresses(tx, change).await?;
    let mine = Condition::all()
        .add(outbox::Column::TenantId.eq(tenant))
        .add(outbox::Column::UserId.eq(id));
    // A refusal by a mail server repeats the address.
    outbox::Entity::update_many()
        .col_expr(outbox::Column::Address, Expr::value(None::<String>))
        .col_expr(outbox::Column::LastError, Expr::value(None::<String>))
        .filter(mine.clone())
        .exec(tx)
        .await
        .map_err(error::of)?;
    // Nobody knows any more where these were to go.
    outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value("cancelled"))
        .col_expr(outbox::Column::DueAt, Expr::value(micros(change.at)))
        .col_expr(outbox::Column::LeaseUntil, Expr::value(None::<i64>))
        .filter(mine)
        .filter(outbox::Column::Recipient.eq("address"))
        .filter(outbox::Column::State.eq("queued"))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(())
}

/// Takes out from where the person asked, and from where somebody without a log-in asked about him.
async fn forget_addresses(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let (tenant, id) = (change.after.tenant().0, change.after.id());
    let his = event::Column::Actor.eq(ActorRef::User(id).to_string());
    let about_him = Condition::all()
        .add(event::Column::SubjectId.eq(id.0))
        .add(event::Column::Actor.eq(ActorRef::Visitor.to_string()));
    for which in [Condition::all().add(his), about_him] {
        event::Entity::update_many()
            .col_expr(event::Column::Ip, Expr::value(None::<String>))
            .filter(event::Column::TenantId.eq(tenant))
            .filter(which)
            .exec(tx)
            .await
            .map_err(error::of)?;
    }
    Ok(())
}
