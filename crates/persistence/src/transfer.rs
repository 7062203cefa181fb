//! Many users at once: looked up by what a file calls them, and numbers for those who are new.

use crate::{
    Store,
    commit::{TenantEntry, record_of_tenant},
    entity::{tenant, user},
    error,
    mapping::sort_key,
    users::select_users,
};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, ConnectionTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::BTreeMap;
use tenure_domain::{TenantFact, value::TenantId};
use tenure_service::ports::{Loaded, Names, Stamp, StoreError, TransferStore};

/// So many names are asked for at a time; databases limit how many a statement holds.
const AT_ONCE: usize = 500;

#[async_trait]
impl TransferStore for Store {
    async fn named(&self, tenant: TenantId, names: &Names) -> Result<Vec<Loaded>, StoreError> {
        self.0
            .backend
            .within_long(self.all_named(tenant, names))
            .await
    }

    async fn next_numbers(&self, tenant: TenantId, count: u32) -> Result<i64, StoreError> {
        let work = async {
            let last = self.take_numbers(tenant, count).await?;
            Ok(last - i64::from(count) + 1)
        };
        self.0.backend.within(work).await
    }

    async fn note(
        &self,
        tenant: TenantId,
        fact: &TenantFact,
        stamp: &Stamp,
    ) -> Result<(), StoreError> {
        let work = async {
            let house = self.house(tenant::Column::Id.eq(tenant.0)).await?;
            let house = house.ok_or(StoreError::Conflict)?;
            // A chain of its own: it changes no record that could be locked.
            let entry = TenantEntry {
                tenant,
                subject: stamp.command.0,
                version: 1,
                policy_revision: house.tenant.policy_revision,
                fact,
                stamp,
            };
            let writing = self.0.backend.begin_write().await?;
            let outcome = record_of_tenant(&writing.tx, &entry).await;
            writing.finish(outcome).await
        };
        self.0.backend.within(work).await
    }
}

impl Store {
    /// One query for each kind of name, each of which has an index.
    async fn all_named(&self, tenant: TenantId, names: &Names) -> Result<Vec<Loaded>, StoreError> {
        let column = |column: user::Column| Expr::col((user::Entity, column));
        let texts = [
            (user::Column::EmailKey, &names.emails),
            (user::Column::UsernameKey, &names.usernames),
            (user::Column::ExternalIdKey, &names.external_ids),
        ];
        let mut wanted = Vec::new();
        for (named, texts) in texts {
            // The columns hold the beginning of long texts; whoever asks compares the whole.
            let keys = texts.iter().map(|text| sort_key(text)).collect::<Vec<_>>();
            wanted.extend(
                keys.chunks(AT_ONCE)
                    .map(|keys| column(named).is_in(keys.to_vec())),
            );
        }
        let ids = names.ids.iter().map(|id| id.0).collect::<Vec<_>>();
        wanted.extend(
            ids.chunks(AT_ONCE)
                .map(|ids| column(user::Column::Id).is_in(ids.to_vec())),
        );
        let mut found = BTreeMap::new();
        for which in wanted {
            let select = select_users(Some(tenant))
                .and_where(column(user::Column::TenantId).eq(tenant.0))
                .and_where(which)
                .take();
            for account in self.read_users(&select).await? {
                found.insert(account.user.id(), account);
            }
        }
        Ok(found.into_values().collect())
    }

    /// Raises the tenant's counter, and answers with where it stands.
    pub(crate) async fn take_numbers(
        &self,
        tenant: TenantId,
        count: u32,
    ) -> Result<i64, StoreError> {
        let column = tenant::Column::NextNumber;
        let raise = Query::update()
            .table(tenant::Entity)
            .value(column, Expr::col(column).add(i64::from(count)))
            .and_where(Expr::col(tenant::Column::Id).eq(tenant.0))
            .returning_col(column)
            .take();
        let _turn = self.0.backend.turn().await?;
        let row = self.0.backend.db.query_one(&raise).await;
        let row = row.map_err(error::of)?.ok_or(StoreError::Conflict)?;
        row.try_get("", "next_number").map_err(error::of)
    }
}
