//! The audit trail: events as they were written, newest first.

use super::filter::members;
use crate::{
    Store,
    entity::event::{Column, Entity, Model},
    error::{self, corrupt},
    mapping::{count, happened, micros, moment},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use tenure_domain::value::{CommandId, EventId, TenantId};
use tenure_service::ports::{EventFilter, EventRecord, StoreError};

impl Store {
    pub(super) async fn trail(
        &self,
        tenant: TenantId,
        filter: &EventFilter,
    ) -> Result<Vec<EventRecord>, StoreError> {
        let actor = filter
            .actor
            .as_ref()
            .map(|actor| Column::Actor.eq(actor.to_string()));
        let kinds = Some(&filter.kinds).filter(|kinds| !kinds.is_empty());
        let of_member = filter.visible.as_ref().map(|ids| {
            let who = (Entity, Column::SubjectId);
            Expr::exists(members(tenant, ids.iter().copied(), who))
        });
        let wanted = Condition::all()
            .add(Column::TenantId.eq(tenant.0))
            .add_option(
                filter
                    .subject
                    .map(|subject| Column::SubjectId.eq(subject.0)),
            )
            .add_option(actor)
            .add_option(kinds.map(|kinds| Column::Kind.is_in(kinds.iter().cloned())))
            .add_option(filter.from.map(|from| Column::OccurredAt.gte(micros(from))))
            .add_option(filter.to.map(|to| Column::OccurredAt.lt(micros(to))))
            .add_option(of_member)
            .add_option(filter.before.map(|before| Column::Id.lt(before.0)));
        let rows = Entity::find()
            .filter(wanted)
            .order_by_desc(Column::Id)
            .limit(u64::from(filter.limit))
            .all(&self.0.backend.db)
            .await
            .map_err(error::of)?;
        rows.iter().map(record).collect()
    }
}

fn record(row: &Model) -> Result<EventRecord, StoreError> {
    let actor = row.actor.parse();
    Ok(EventRecord {
        id: EventId(row.id),
        version: count("events", "version", row.version)?,
        actor: actor.map_err(|problem| corrupt("events", &row.id, "actor", &problem))?,
        command: CommandId(row.command_id),
        at: moment("events", "occurred_at", row.occurred_at)?,
        what: happened(row)?,
    })
}
