//! The one-time token of a tenant that has no administrator yet.

use crate::{
    Store,
    commit::lock_tenants,
    entity::{setup_token, user},
    error,
    mapping::micros,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    sea_query::Expr,
};
use tenure_domain::value::{TenantId, Timestamp};
use tenure_service::ports::StoreError;

/// Does the tenant have an administrator who can log in?
pub(crate) async fn has_admin(
    db: &impl ConnectionTrait,
    tenant: TenantId,
) -> Result<bool, StoreError> {
    let admins = user::Entity::find()
        .filter(user::Column::TenantId.eq(tenant.0))
        .filter(Expr::col((user::Entity, user::Column::IsAdmin)));
    Ok(admins.count(db).await.map_err(error::of)? > 0)
}

impl Store {
    pub(crate) async fn issue_token(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let writing = self.0.backend.begin_write().await?;
        let outcome = async {
            let tx = &writing.tx;
            lock_tenants(tx, [tenant]).await?;
            setup_token::Entity::delete_by_id(tenant.0)
                .exec(tx)
                .await
                .map_err(error::of)?;
            if has_admin(tx, tenant).await? {
                return Ok(false);
            }
            let row = setup_token::ActiveModel {
                tenant_id: Set(tenant.0),
                token_hash: Set(token_hash.to_vec()),
                expires_at: Set(micros(expires_at)),
            };
            let insert = setup_token::Entity::insert(row);
            let done = insert.exec_without_returning(tx).await;
            done.map_err(error::of)?;
            Ok(true)
        }
        .await;
        writing.finish(outcome).await
    }

    pub(crate) async fn is_token_live(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let db = &self.0.backend.db;
        let live = setup_token::Entity::find_by_id(tenant.0)
            .filter(setup_token::Column::TokenHash.eq(token_hash.to_vec()))
            .filter(setup_token::Column::ExpiresAt.gt(micros(now)))
            .one(db)
            .await
            .map_err(error::of)?;
        Ok(live.is_some() && !has_admin(db, tenant).await?)
    }
}
