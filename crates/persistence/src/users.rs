//! Users as decisions need them: everything in one read.

mod select;

pub(crate) use select::{is_user, seat_holders, select_users};

use crate::{
    Store,
    commit::commit,
    entity::{command, tenant, user},
    error,
    mapping::{self, UserRow, claim_key, micros},
    migration,
    tenants::House,
};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement},
};
use std::{collections::BTreeSet, sync::Arc};
use tenure_domain::{
    Facts, OrderHistory,
    authority::Roles,
    reference::ReferenceKind,
    value::{OrganizationId, TenantId, Timestamp, UserId},
};
use tenure_service::ports::{
    Claim, CommandKey, EarlierCommand, KeptAnswer, Loaded, StoreError, Tenant, Unit, UserStore,
};
use uuid::Uuid;

/// So often a read is done again when the tenant's rules change under it.
const READS: u32 = 3;

impl Store {
    /// The users of a query, each with what stands around him.
    pub(crate) async fn read_users(
        &self,
        select: &SelectStatement,
    ) -> Result<Vec<Loaded>, StoreError> {
        let rows = self.read_rows(select).await?;
        Ok(rows.into_iter().map(|(_, user)| user).collect())
    }

    /// The same, each with the text of `sort_value` where the query has such a column.
    pub(crate) async fn read_rows(
        &self,
        select: &SelectStatement,
    ) -> Result<Vec<(Option<String>, Loaded)>, StoreError> {
        for _ in 0..READS {
            let rows = self.0.backend.db.query_all(select).await;
            let rows = rows.map_err(error::of)?;
            let rows = rows.iter().map(|row| UserRow::from_query_result(row, ""));
            let rows = rows.collect::<Result<Vec<_>, _>>().map_err(error::of)?;
            let Some(first) = rows.first() else {
                return Ok(Vec::new());
            };
            let house = self.house_of(first).await?;
            let is_current = |row: &UserRow| house.is_at(row.policy_revision, row.roles_revision);
            if rows.iter().all(is_current) {
                let read = |row: &UserRow| Ok((row.sort_value.clone(), loaded(row, &house)?));
                return rows.iter().map(read).collect();
            }
        }
        Err(StoreError::Conflict)
    }

    pub(crate) async fn house_of(&self, row: &UserRow) -> Result<Arc<House>, StoreError> {
        let house = self
            .house_at(row.tenant_id, row.policy_revision, row.roles_revision)
            .await?;
        house.ok_or(StoreError::Conflict)
    }

    pub(crate) async fn one(
        &self,
        tenant: TenantId,
        which: Expr,
    ) -> Result<Option<Loaded>, StoreError> {
        let select = select_users(Some(tenant)).and_where(which).take();
        Ok(self.read_users(&select).await?.into_iter().next())
    }
}

fn loaded(row: &UserRow, house: &House) -> Result<Loaded, StoreError> {
    let attempts = row.attempts()?;
    Ok(Loaded {
        user: mapping::user(row)?,
        number: row.number,
        tenant: Arc::clone(&house.tenant),
        facts: Facts {
            roles: house.roles.clone(),
            other_admin: row.other_admin,
            seats_used: mapping::count("users", "seats_used", row.seats_used)?,
            history: OrderHistory::None,
            last_log_in_at: attempts.last_log_in_at,
        },
        attempts,
    })
}

#[async_trait]
impl UserStore for Store {
    async fn load(&self, tenant: TenantId, id: UserId) -> Result<Option<Loaded>, StoreError> {
        let work = self.one(tenant, is_user(tenant, id));
        self.0.backend.within(work).await
    }

    async fn tenant(&self, id: TenantId) -> Result<Option<Arc<Tenant>>, StoreError> {
        let house = self.house(tenant::Column::Id.eq(id.0));
        let house = self.0.backend.within(house).await?;
        Ok(house.map(|house| Arc::clone(&house.tenant)))
    }

    async fn tenant_by_slug(&self, slug: &str) -> Result<Option<Arc<Tenant>>, StoreError> {
        if slug.contains('\0') {
            return Ok(None);
        }
        let house = self.house(tenant::Column::Slug.eq(slug));
        let house = self.0.backend.within(house).await?;
        Ok(house.map(|house| Arc::clone(&house.tenant)))
    }

    async fn holder(
        &self,
        tenant: TenantId,
        claim: Claim,
        key: &str,
    ) -> Result<Option<Loaded>, StoreError> {
        if key.contains('\0') {
            return Ok(None);
        }
        let held = match claim {
            Claim::Email => user::Column::EmailClaim,
            Claim::Username => user::Column::UsernameClaim,
            Claim::ExternalId => user::Column::ExternalIdClaim,
        };
        let column = |column: user::Column| Expr::col((user::Entity, column));
        let which = column(user::Column::TenantId)
            .eq(tenant.0)
            .and(column(held).eq(claim_key(key)));
        self.0.backend.within(self.one(tenant, which)).await
    }

    async fn facts(&self, tenant: TenantId) -> Result<Facts, StoreError> {
        self.0.backend.within(self.facts_around(tenant)).await
    }

    async fn next_number(&self, tenant: TenantId) -> Result<i64, StoreError> {
        self.0.backend.within(self.take_numbers(tenant, 1)).await
    }

    async fn organizations(
        &self,
        tenant: TenantId,
    ) -> Result<Vec<(OrganizationId, String)>, StoreError> {
        self.0.backend.within(self.organization_names(tenant)).await
    }

    async fn known(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        ids: &BTreeSet<Uuid>,
    ) -> Result<BTreeSet<Uuid>, StoreError> {
        let work = self.known_records(tenant, kind, ids);
        self.0.backend.within(work).await
    }

    async fn commit<'a>(&self, unit: Unit<'a>) -> Result<(), StoreError> {
        let work = async {
            let writing = self.0.backend.begin_write().await?;
            let outcome = commit(&writing.tx, &unit).await;
            writing.finish(outcome).await
        };
        let work = Box::pin(work);
        if unit.changes.len() > 1 {
            return self.0.backend.within_long(work).await;
        }
        self.0.backend.within(work).await
    }

    async fn earlier(&self, key: &CommandKey) -> Result<Option<EarlierCommand>, StoreError> {
        let id = (key.tenant.0, key.caller.clone(), key.key);
        let work = async {
            let row = command::Entity::find_by_id(id)
                .one(&self.0.backend.db)
                .await;
            let Some(row) = row.map_err(error::of)? else {
                return Ok(None);
            };
            let bad = |column| error::corrupt("commands", &key.key, column, &"out of range");
            let hash = <[u8; 32]>::try_from(row.request_hash.as_slice());
            Ok(Some(EarlierCommand {
                request_hash: hash.map_err(|_| bad("request_hash"))?,
                user: UserId(row.user_id),
                status: u16::try_from(row.status).map_err(|_| bad("status"))?,
            }))
        };
        self.0.backend.within(work).await
    }

    async fn kept_answer(&self, key: &CommandKey) -> Result<Option<KeptAnswer>, StoreError> {
        self.0.backend.within(self.answer_of(key)).await
    }

    async fn keep_answer(
        &self,
        key: &CommandKey,
        body: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.0.backend.within(self.keep(key, body, at)).await
    }

    async fn issue_setup_token(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let work = self.issue_token(tenant, token_hash, expires_at);
        self.0.backend.within(work).await
    }

    async fn is_setup_open(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let work = self.is_token_live(tenant, token_hash, now);
        self.0.backend.within(work).await
    }

    async fn reschedule(
        &self,
        tenant: TenantId,
        id: UserId,
        due_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let work = async {
            let _turn = self.0.backend.turn().await?;
            let column = user::Column::DueAt;
            let overdue = sea_orm::Condition::any()
                .add(column.is_null())
                .add(column.lte(micros(now)));
            user::Entity::update_many()
                .col_expr(user::Column::DueAt, Expr::value(due_at.map(micros)))
                .filter(is_user(tenant, id))
                .filter(overdue)
                .exec(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            Ok(())
        };
        self.0.backend.within(work).await
    }

    async fn ping(&self) -> Result<(), StoreError> {
        let work = async {
            let missing = migration::pending(&self.0.backend.db).await?;
            if !missing.is_empty() {
                let what = format!("migrations are missing: {}", missing.join(", "));
                return Err(StoreError::Unavailable(what.into()));
            }
            let writing = self.0.backend.begin_write().await?;
            // Refused where the database only reads, though it would change no row.
            let nothing = tenant::Entity::update_many()
                .col_expr(tenant::Column::NextNumber, Expr::value(0_i64))
                .filter(Expr::cust("1 = 0"))
                .into_query();
            let answer = writing.tx.execute(&nothing).await.map_err(error::of);
            writing.finish(answer.map(drop)).await
        };
        self.0.backend.within(work).await
    }
}

impl Store {
    async fn facts_around(&self, tenant: TenantId) -> Result<Facts, StoreError> {
        let house = self.house(tenant::Column::Id.eq(tenant.0)).await?;
        let roles = house.as_ref().map(|house| house.roles.clone());
        let counts_seats = house.is_some_and(|house| house.tenant.policy.roles.seats.is_some());
        let count = |condition: Expr| {
            Query::select()
                .expr(Expr::cust("COUNT(*)"))
                .from(user::Entity)
                .and_where(user::Column::TenantId.eq(tenant.0))
                .and_where(condition)
                .take()
        };
        let admins = count(Expr::col((user::Entity, user::Column::IsAdmin)));
        let seats = count(user::Column::Status.is_in(seat_holders()));
        let seats = if counts_seats {
            Expr::SubQuery(None, Box::new(seats.into()))
        } else {
            Expr::val(0_i64)
        };
        let both = Query::select()
            .expr_as(
                Expr::SubQuery(None, Box::new(admins.into())),
                Alias::new("admins"),
            )
            .expr_as(seats, Alias::new("seats"))
            .take();
        let row = self.0.backend.db.query_one(&both).await;
        let row = row.map_err(error::of)?.ok_or(StoreError::Conflict)?;
        let get = |name| row.try_get::<i64>("", name).map_err(error::of);
        Ok(Facts {
            roles: roles.unwrap_or_else(|| Roles::new([])),
            other_admin: get("admins")? > 0,
            seats_used: mapping::count("users", "status", get("seats")?)?,
            history: OrderHistory::None,
            last_log_in_at: None,
        })
    }
}
