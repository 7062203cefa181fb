//! The audit trail: events as they were written, newest first.

use super::filter::{at_start, members};
use crate::{
    Store,
    entity::event::{Column, Entity, Model},
    error::{self, corrupt},
    mapping::{count, happened, micros, moment},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait},
};
use tenure_domain::{
    change::Origin,
    value::{CommandId, EventId, TenantId},
};
use tenure_service::ports::{DayCount, EventFilter, EventRecord, StoreError};

impl Store {
    pub(super) async fn trail(
        &self,
        tenant: TenantId,
        filter: &EventFilter,
    ) -> Result<Vec<EventRecord>, StoreError> {
        let rows = select(tenant, filter).all(&self.0.backend.db).await;
        let rows = rows.map_err(error::of)?;
        rows.iter().map(record).collect()
    }

    pub(super) async fn days(
        &self,
        tenant: TenantId,
        filter: &EventFilter,
        east: i32,
    ) -> Result<Vec<DayCount>, StoreError> {
        // Whole numbers divide to whole numbers in both databases; no event is from before 1970.
        let day = format!(
            "(occurred_at + {}) / 86400000000",
            i64::from(east) * 1_000_000
        );
        let select = Entity::find()
            .select_only()
            .column_as(Expr::cust(day.clone()), "day")
            .column(Column::Kind)
            .column_as(Column::Id.count(), "total")
            .filter(wanted(tenant, filter))
            .group_by(Expr::cust(day))
            .group_by(Column::Kind);
        let rows = select.into_tuple::<(i64, String, i64)>();
        let rows = rows.all(&self.0.backend.db).await.map_err(error::of)?;
        let counted = rows.into_iter().map(|(day, kind, count)| DayCount {
            day,
            kind,
            count: count.unsigned_abs(),
        });
        Ok(counted.collect())
    }

    /// How the database would look up a page of the audit trail, line by line: for whoever wonders why it is
    /// slow.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn explain_events(
        &self,
        tenant: TenantId,
        filter: &EventFilter,
    ) -> Result<Vec<String>, StoreError> {
        let query = select(tenant, filter).into_query();
        self.0.backend.explain(&query).await
    }
}

fn select(tenant: TenantId, filter: &EventFilter) -> Select<Entity> {
    Entity::find()
        .filter(wanted(tenant, filter))
        .order_by_desc(Column::Id)
        .limit(u64::from(filter.limit))
}

fn wanted(tenant: TenantId, filter: &EventFilter) -> Condition {
    let actor = filter.actor.as_ref();
    let actor = actor.map(|actor| Column::Actor.eq(actor.to_string()));
    let subject = filter
        .subject
        .map(|subject| Column::SubjectId.eq(subject.0));
    let subjects = filter.subjects.as_ref();
    let subjects = subjects.map(|ids| Column::SubjectId.is_in(ids.iter().map(|id| id.0)));
    let request = filter.request_id.as_ref();
    let of_member = filter.visible.as_ref().map(|ids| {
        let who = (Entity, Column::SubjectId);
        Expr::exists(members(tenant, ids.iter().copied(), who))
    });
    Condition::all()
        .add(Column::TenantId.eq(tenant.0))
        .add_option(subject)
        .add_option(subjects)
        .add_option(actor)
        .add_option(kinds(filter))
        .add_option(request.map(|id| Column::RequestId.eq(id.as_str())))
        .add_option(filter.ip.as_ref().map(|ip| Column::Ip.eq(ip.as_str())))
        .add_option(filter.from.map(|from| Column::OccurredAt.gte(micros(from))))
        .add_option(filter.to.map(|to| Column::OccurredAt.lt(micros(to))))
        .add_option(of_member)
        .add_option(filter.before.map(|before| Column::Id.lt(before.0)))
        .add_option(filter.after.map(|after| Column::Id.gt(after.0)))
}

/// Of one of these codes, or of one of these families.
fn kinds(filter: &EventFilter) -> Option<Condition> {
    let named = filter.kinds.iter();
    let exact = match filter.kinds.len() {
        0 => None,
        // One alone is read from its index in the order of the page.
        1 => named
            .clone()
            .next()
            .map(|kind| Column::Kind.eq(kind.as_str())),
        _ => Some(Column::Kind.is_in(named.cloned())),
    };
    let families = filter.families.iter();
    let families = families.map(|family| Expr::col((Entity, Column::Kind)).like(at_start(family)));
    let all = families.fold(Condition::any().add_option(exact), Condition::add);
    Some(all).filter(|all| !all.is_empty())
}

fn record(row: &Model) -> Result<EventRecord, StoreError> {
    let actor = row.actor.parse();
    Ok(EventRecord {
        id: EventId(row.id),
        version: count("events", "version", row.version)?,
        actor: actor.map_err(|problem| corrupt("events", &row.id, "actor", &problem))?,
        origin: Origin {
            ip: row.ip.clone(),
            request_id: row.request_id.clone(),
        },
        command: CommandId(row.command_id),
        at: moment("events", "occurred_at", row.occurred_at)?,
        what: happened(row)?,
    })
}
