//! Answers that are kept to be given again.

use crate::{
    Store,
    entity::answer::{self, Column, Entity},
    error,
    mapping::micros,
};
use sea_orm::{EntityTrait, IntoActiveModel, sea_query::OnConflict};
use tenure_domain::value::Timestamp;
use tenure_service::ports::{CommandKey, KeptAnswer, StoreError};

impl Store {
    pub(crate) async fn answer_of(
        &self,
        key: &CommandKey,
    ) -> Result<Option<KeptAnswer>, StoreError> {
        let id = (key.tenant.0, key.caller.clone(), key.key);
        let row = Entity::find_by_id(id).one(&self.0.backend.db).await;
        let Some(row) = row.map_err(error::of)? else {
            return Ok(None);
        };
        let bad = |_| error::corrupt("answers", &key.key, "request_hash", &"not 32 bytes");
        Ok(Some(KeptAnswer {
            request_hash: <[u8; 32]>::try_from(row.request_hash.as_slice()).map_err(bad)?,
            body: row.body,
        }))
    }

    pub(crate) async fn keep(
        &self,
        key: &CommandKey,
        body: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let _turn = self.0.backend.turn().await?;
        let row = answer::Model {
            tenant_id: key.tenant.0,
            caller: key.caller.clone(),
            key: key.key,
            request_hash: key.request_hash.to_vec(),
            body: body.to_owned(),
            created_at: micros(at),
        };
        let there = OnConflict::columns([Column::TenantId, Column::Caller, Column::Key])
            .do_nothing()
            .to_owned();
        Entity::insert(row.into_active_model())
            .on_conflict(there)
            .try_insert()
            .exec_without_returning(&self.0.backend.db)
            .await
            .map_err(error::of)?;
        Ok(())
    }
}
