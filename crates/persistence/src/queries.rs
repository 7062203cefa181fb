//! Reading for people: one user, pages of users, the audit trail, what is overdue.

mod counts;
mod filter;
mod page;
mod trail;

pub(crate) use filter::members;
pub(crate) use filter::{anywhere, typable};
pub(crate) use page::select as list_query;

use crate::{
    Store,
    entity::user,
    error,
    mapping::micros,
    users::{is_user, select_users},
};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Order},
};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{
    lifecycle::Status,
    value::{TenantId, Timestamp, UserId},
};
use tenure_service::ports::{
    DayCount, EventFilter, EventRecord, ListFilter, Loaded, Page, PageRequest, StoreError,
    StoredPhoto, UserKey, UserQueries,
};
use uuid::Uuid;

#[async_trait]
impl UserQueries for Store {
    async fn find(&self, tenant: TenantId, key: UserKey) -> Result<Option<Loaded>, StoreError> {
        let which = match key {
            UserKey::Id(id) => is_user(tenant, id),
            UserKey::Number(number) => column(user::Column::TenantId)
                .eq(tenant.0)
                .and(column(user::Column::Number).eq(number)),
        };
        self.0.backend.within(self.one(tenant, which)).await
    }

    async fn list(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
        page: &PageRequest,
    ) -> Result<Page<Loaded>, StoreError> {
        self.0.backend.within(self.page(tenant, filter, page)).await
    }

    async fn count_by_status(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
    ) -> Result<BTreeMap<Status, u64>, StoreError> {
        self.0.backend.within(self.counts(tenant, filter)).await
    }

    async fn invitations_sent(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let sent = self.sent_at(tenant, filter);
        self.0.backend.within(sent).await
    }

    async fn photo(&self, tenant: TenantId, id: UserId) -> Result<Option<StoredPhoto>, StoreError> {
        self.0.backend.within(self.stored_photo(tenant, id)).await
    }

    async fn events(
        &self,
        tenant: TenantId,
        filter: &EventFilter,
    ) -> Result<Vec<EventRecord>, StoreError> {
        self.0.backend.within(self.trail(tenant, filter)).await
    }

    async fn count_events_by_day(
        &self,
        tenant: TenantId,
        filter: &EventFilter,
        east: i32,
    ) -> Result<Vec<DayCount>, StoreError> {
        let counted = self.days(tenant, filter, east);
        self.0.backend.within(counted).await
    }

    async fn people(
        &self,
        tenant: TenantId,
        ids: &BTreeSet<UserId>,
    ) -> Result<Vec<Loaded>, StoreError> {
        let select = select_users(Some(tenant))
            .and_where(column(user::Column::TenantId).eq(tenant.0))
            .and_where(column(user::Column::Id).is_in(ids.iter().map(|id| id.0)))
            .take();
        self.0.backend.within(self.read_users(&select)).await
    }

    async fn due(&self, now: Timestamp, limit: u16) -> Result<Vec<(TenantId, UserId)>, StoreError> {
        let work = async {
            let rows: Vec<(Uuid, Uuid)> = user::Entity::find()
                .select_only()
                .columns([user::Column::TenantId, user::Column::Id])
                .filter(user::Column::DueAt.lte(micros(now)))
                .order_by_asc(user::Column::DueAt)
                .limit(u64::from(limit))
                .into_tuple()
                .all(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            let ids = rows.into_iter();
            Ok(ids
                .map(|(tenant, id)| (TenantId(tenant), UserId(id)))
                .collect())
        };
        self.0.backend.within(work).await
    }

    async fn administrators(&self, tenant: TenantId) -> Result<Vec<Loaded>, StoreError> {
        let select = select_users(Some(tenant))
            .and_where(column(user::Column::TenantId).eq(tenant.0))
            .and_where(column(user::Column::IsAdmin))
            .and_where(column(user::Column::IsAdmin).eq(true))
            .order_by((user::Entity, user::Column::Number), Order::Asc)
            .take();
        self.0.backend.within(self.read_users(&select)).await
    }
}

/// A column of `users`, named with its table.
fn column(column: user::Column) -> Expr {
    Expr::col((user::Entity, column))
}
