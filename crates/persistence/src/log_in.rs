//! Attempts to log in: places taken and freed under a lock, so that nothing is counted twice or lost.

mod pin;
mod reserve;
mod settle;

use crate::{
    Store,
    commit::newest_first,
    entity::{place, user},
    error,
    mapping::claim_key,
    users::is_user,
};
use async_trait::async_trait;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use tenure_domain::{
    lifecycle::Status,
    policy::LogInIdentifier,
    value::{FacilityId, FacilityLogInId, PasswordHash, TenantId, UserId, Username},
};
use tenure_service::ports::{
    FacilityLogInHolder, LogInStore, LogInUser, PlaceWish, Reservation, SettledLogIn, StoreError,
    StoredPin, TypedLogin,
};
use uuid::Uuid;

/// Id, claimed address, hash, folded address and user name of somebody; the last two are empty where he has none.
type Held = (Uuid, Option<String>, Option<String>, String, String);

#[async_trait]
impl LogInStore for Store {
    async fn find(
        &self,
        tenant: TenantId,
        typed: &TypedLogin,
    ) -> Result<Option<LogInUser>, StoreError> {
        self.0.backend.within(self.find_claim(tenant, typed)).await
    }

    async fn password(
        &self,
        tenant: TenantId,
        id: UserId,
    ) -> Result<Option<PasswordHash>, StoreError> {
        let work = async {
            let hash: Option<Option<String>> = user::Entity::find()
                .select_only()
                .column(user::Column::PasswordHash)
                .filter(is_user(tenant, id))
                .into_tuple()
                .one(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            Ok(hash.flatten().map(PasswordHash::from_phc))
        };
        self.0.backend.within(work).await
    }

    async fn find_at(
        &self,
        tenant: TenantId,
        facility: FacilityId,
        username: &Username,
    ) -> Result<Option<FacilityLogInHolder>, StoreError> {
        let work = pin::find(&self.0.backend.db, tenant, facility, username);
        self.0.backend.within(work).await
    }

    async fn pin(
        &self,
        tenant: TenantId,
        id: FacilityLogInId,
    ) -> Result<Option<StoredPin>, StoreError> {
        let work = async {
            let reading = self.0.backend.begin_read().await?;
            let outcome = pin::stored(&reading.tx, tenant, id).await;
            reading.finish(outcome).await
        };
        self.0.backend.within(work).await
    }

    async fn former_passwords(
        &self,
        tenant: TenantId,
        id: UserId,
        most: u8,
    ) -> Result<Vec<PasswordHash>, StoreError> {
        let work = async {
            let rows = newest_first(tenant, id)
                .limit(u64::from(most))
                .all(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            let hashes = rows.into_iter().map(|row| row.password_hash);
            Ok(hashes.map(PasswordHash::from_phc).collect())
        };
        self.0.backend.within(work).await
    }

    async fn reserve(
        &self,
        tenant: TenantId,
        id: UserId,
        wish: PlaceWish,
    ) -> Result<Reservation, StoreError> {
        let work = async {
            let writing = self.0.backend.begin_write().await?;
            let outcome = reserve::reserve(&writing.tx, tenant, id, wish).await;
            writing.finish(outcome).await
        };
        self.0.backend.within(work).await
    }

    async fn settle<'a>(&self, settled: SettledLogIn<'a>) -> Result<(), StoreError> {
        let work = async {
            let writing = self.0.backend.begin_write().await?;
            let outcome = Box::pin(settle::settle(&writing.tx, settled)).await;
            writing.finish(outcome).await
        };
        self.0.backend.within(work).await
    }

    async fn release(&self, tenant: TenantId, id: UserId, place: Uuid) -> Result<(), StoreError> {
        let work = async {
            let _turn = self.0.backend.turn().await?;
            place::Entity::delete_by_id(place)
                .filter(place::Column::TenantId.eq(tenant.0))
                .filter(place::Column::UserId.eq(id.0))
                .exec(&self.0.backend.db)
                .await
                .map_err(error::of)?;
            Ok(())
        };
        self.0.backend.within(work).await
    }
}

impl Store {
    async fn find_claim(
        &self,
        tenant: TenantId,
        typed: &TypedLogin,
    ) -> Result<Option<LogInUser>, StoreError> {
        let typable = |text: &&String| !text.contains('\0');
        let key = |text: &Option<String>| text.as_ref().filter(typable).map(|it| claim_key(it));
        let (email, username) = (key(&typed.email), key(&typed.username));
        if email.is_none() && username.is_none() {
            return Ok(None);
        }
        let claims = Condition::any()
            .add_option(email.clone().map(|key| user::Column::EmailClaim.eq(key)))
            .add_option(username.map(|key| user::Column::UsernameClaim.eq(key)));
        let rows: Vec<Held> = user::Entity::find()
            .select_only()
            .columns([
                user::Column::Id,
                user::Column::EmailClaim,
                user::Column::PasswordHash,
                user::Column::EmailKey,
                user::Column::UsernameKey,
            ])
            .filter(user::Column::TenantId.eq(tenant.0))
            .filter(user::Column::Status.ne(Status::Deleted.code()))
            .filter(claims)
            .into_tuple()
            .all(&self.0.backend.db)
            .await
            .map_err(error::of)?;
        let by_address = |row: &&Held| email.is_some() && row.1 == email;
        let row = rows.iter().find(by_address).or_else(|| rows.first());
        Ok(row.map(|(id, _, hash, email, username)| LogInUser {
            id: UserId(*id),
            password: hash.clone().map(PasswordHash::from_phc),
            holds: [
                (LogInIdentifier::Email, email),
                (LogInIdentifier::Username, username),
            ]
            .into_iter()
            .filter_map(|(identifier, key)| (!key.is_empty()).then_some(identifier))
            .collect(),
        }))
    }
}
