//! Sessions, found by the hash of their token together with their user as he is now.

use crate::{
    Store,
    commit::hold,
    entity::{answer, command, session, setup_token},
    error::{self, corrupt},
    mapping::{self, UserRow, micros, moment},
    users::select_users,
};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, FromQueryResult, IdenStatic,
    Iterable, QueryFilter, QueryResult,
    sea_query::{Alias, Expr, ExprTrait, Order, SelectStatement},
};
use std::sync::Arc;
use tenure_domain::{
    reference::ReferenceKind,
    value::{FacilityLogInId, OrganizationId, SessionId, Span, TenantId, Timestamp, UserId},
};
use tenure_service::ports::{SessionRecord, SessionStore, StoreError};

/// Records of wishes are kept so long.
const REPEATABLE: Span = Span::hours(24);

#[async_trait]
impl SessionStore for Store {
    async fn resolve(&self, token_hash: [u8; 32]) -> Result<Option<SessionRecord>, StoreError> {
        let which = column(session::Column::TokenHash).eq(token_hash.to_vec());
        let select = select_sessions(None).and_where(which).take();
        let found = self.0.backend.within(self.read_sessions(&select)).await?;
        Ok(found.into_iter().next())
    }

    async fn touch(&self, id: SessionId, now: Timestamp) -> Result<(), StoreError> {
        let now = micros(now);
        let work = async {
            let _turn = self.0.backend.turn().await?;
            session::Entity::update_many()
                .col_expr(session::Column::SeenAt, Expr::value(now))
                .filter(session::Column::Id.eq(id.0))
                .filter(session::Column::SeenAt.lt(now))
                .exec(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            Ok(())
        };
        self.0.backend.within(work).await
    }

    async fn list(&self, tenant: TenantId, user: UserId) -> Result<Vec<SessionRecord>, StoreError> {
        let select = select_sessions(Some(tenant))
            .and_where(column(session::Column::TenantId).eq(tenant.0))
            .and_where(column(session::Column::UserId).eq(user.0))
            .order_by((session::Entity, session::Column::CreatedAt), Order::Desc)
            .order_by((session::Entity, session::Column::Id), Order::Desc)
            .take();
        self.0.backend.within(self.read_sessions(&select)).await
    }

    async fn choose(
        &self,
        tenant: TenantId,
        user: UserId,
        id: SessionId,
        organization: Option<OrganizationId>,
    ) -> Result<bool, StoreError> {
        let work = async {
            let writing = self.0.backend.begin_write().await?;
            match choose(&writing.tx, (tenant, user, id), organization).await {
                // Whoever took the organization away was faster.
                Err(StoreError::Conflict) => {
                    writing.take_back().await;
                    Ok(false)
                }
                chosen => writing.finish(chosen).await,
            }
        };
        self.0.backend.within(work).await
    }

    async fn end(&self, tenant: TenantId, user: UserId, id: SessionId) -> Result<bool, StoreError> {
        let work = async {
            let _turn = self.0.backend.turn().await?;
            let ended = session::Entity::delete_by_id(id.0)
                .filter(session::Column::TenantId.eq(tenant.0))
                .filter(session::Column::UserId.eq(user.0))
                .exec(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            Ok(ended.rows_affected > 0)
        };
        self.0.backend.within(work).await
    }

    async fn clear_refuse(&self, now: Timestamp) -> Result<(), StoreError> {
        self.0.backend.within(self.clear(now)).await
    }
}

impl Store {
    async fn read_sessions(
        &self,
        select: &SelectStatement,
    ) -> Result<Vec<SessionRecord>, StoreError> {
        let rows = self.0.backend.db.query_all(select).await;
        let mut records = Vec::new();
        for row in rows.map_err(error::of)? {
            records.push(self.session(&row).await?);
        }
        Ok(records)
    }

    async fn session(&self, row: &QueryResult) -> Result<SessionRecord, StoreError> {
        let session = session::Model::from_query_result(row, "s_").map_err(error::of)?;
        let user = UserRow::from_query_result(row, "").map_err(error::of)?;
        let house = self.house_of(&user).await?;
        let bad = |problem| corrupt("sessions", &session.id, "authority", &problem);
        let authority = session.authority.as_deref().map(serde_json::from_str);
        let authority = authority.transpose().map_err(bad)?;
        let at = |column, at| moment("sessions", column, at);
        Ok(SessionRecord {
            id: SessionId(session.id),
            created_at: at("created_at", session.created_at)?,
            seen_at: at("seen_at", session.seen_at)?,
            authenticated_at: at("authenticated_at", session.authenticated_at)?,
            expires_at: at("expires_at", session.expires_at)?,
            organization: session.organization_id.map(OrganizationId),
            facility_log_in: session.facility_log_in_id.map(FacilityLogInId),
            authority,
            ip: session.ip,
            user_agent: session.user_agent,
            user: mapping::user(&user)?,
            number: user.number,
            tenant: Arc::clone(&house.tenant),
            roles: house.roles.clone(),
        })
    }

    async fn clear(&self, now: Timestamp) -> Result<(), StoreError> {
        let db = &self.0.backend.db;
        let _turn = self.0.backend.turn().await?;
        let (today, at) = (micros(REPEATABLE.before(now)), micros(now));
        session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lte(at))
            .exec(db)
            .await
            .map_err(error::of)?;
        command::Entity::delete_many()
            .filter(command::Column::CreatedAt.lte(today))
            .exec(db)
            .await
            .map_err(error::of)?;
        answer::Entity::delete_many()
            .filter(answer::Column::CreatedAt.lte(today))
            .exec(db)
            .await
            .map_err(error::of)?;
        setup_token::Entity::delete_many()
            .filter(setup_token::Column::ExpiresAt.lte(at))
            .exec(db)
            .await
            .map_err(error::of)?;
        Ok(())
    }
}

async fn choose(
    tx: &DatabaseTransaction,
    (tenant, user, id): (TenantId, UserId, SessionId),
    organization: Option<OrganizationId>,
) -> Result<bool, StoreError> {
    let organization = organization.map(|id| id.0);
    let ids = organization.into_iter().collect();
    hold(tx, tenant, ReferenceKind::Organization, &ids).await?;
    let chosen = session::Entity::update_many()
        .col_expr(session::Column::OrganizationId, Expr::value(organization))
        .filter(session::Column::Id.eq(id.0))
        .filter(session::Column::TenantId.eq(tenant.0))
        .filter(session::Column::UserId.eq(user.0))
        .exec(tx)
        .await
        .map_err(error::of)?;
    Ok(chosen.rows_affected > 0)
}

fn select_sessions(tenant: Option<TenantId>) -> SelectStatement {
    let mut select = select_users(tenant);
    for each in session::Column::iter() {
        let name = Alias::new(format!("s_{}", each.as_str()));
        select.expr_as(column(each), name);
    }
    let same = |mine, theirs: crate::entity::user::Column| {
        column(mine).equals((crate::entity::user::Entity, theirs))
    };
    use crate::entity::user::Column as Of;
    select.inner_join(
        session::Entity,
        same(session::Column::TenantId, Of::TenantId).and(same(session::Column::UserId, Of::Id)),
    );
    select
}

fn column(column: session::Column) -> Expr {
    Expr::col((session::Entity, column))
}
