//! How many users there are in each status, and since when they are invited.

use super::{column, filter::condition};
use crate::{
    Store,
    entity::user::{Column, Entity},
    error,
    mapping::invitation_sent_at,
};
use sea_orm::{
    ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Alias, Expr, Query, SelectStatement},
};
use std::collections::BTreeMap;
use tenure_domain::{
    lifecycle::Status,
    value::{TenantId, Timestamp, UserId},
};
use tenure_service::ports::{ListFilter, StoreError};
use uuid::Uuid;

/// The count of each status, from the index of statuses where nothing else is asked for.
pub(crate) fn select(tenant: TenantId, filter: &ListFilter) -> SelectStatement {
    Query::select()
        .column((Entity, Column::Status))
        .expr_as(Expr::cust("COUNT(*)"), Alias::new("total"))
        .from(Entity)
        .cond_where(condition(tenant, filter))
        .add_group_by([column(Column::Status)])
        .take()
}

impl Store {
    pub(super) async fn counts(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
    ) -> Result<BTreeMap<Status, u64>, StoreError> {
        let rows = self.0.backend.db.query_all(&select(tenant, filter)).await;
        let mut counts = BTreeMap::new();
        for row in rows.map_err(error::of)? {
            let status: String = row.try_get("", "status").map_err(error::of)?;
            let total: i64 = row.try_get("", "total").map_err(error::of)?;
            let unknown = || error::corrupt("users", &tenant, "status", &"no such status");
            let status = Status::from_code(&status).ok_or_else(unknown)?;
            counts.insert(status, total.unsigned_abs());
        }
        Ok(counts)
    }

    pub(super) async fn sent_at(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let rows: Vec<(Uuid, String)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::State])
            .filter(condition(tenant, filter))
            .into_tuple()
            .all(&self.0.backend.db)
            .await
            .map_err(error::of)?;
        let sent = rows.iter();
        let sent = sent.map(|(id, state)| invitation_sent_at(UserId(*id), state).transpose());
        sent.flatten().collect()
    }
}
