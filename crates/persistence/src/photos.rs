//! Users' pictures: written with the change that sets them, read alone.

use crate::{
    Store,
    entity::photo::{ActiveModel, Column, Entity},
    error::{self, corrupt},
    mapping::micros,
};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait, sea_query::OnConflict};
use tenure_domain::{
    Change,
    change::PhotoEffect,
    value::{PhotoDigest, TenantId, UserId},
};
use tenure_service::ports::{StoreError, StoredPhoto};

/// Writes what becomes of the picture. One that is replaced is gone.
pub(crate) async fn write(tx: &DatabaseTransaction, change: &Change) -> Result<(), StoreError> {
    let user = &change.after;
    let key = (user.tenant().0, user.id().0);
    let (jpeg, digest) = match (&change.photo, &user.work().photo) {
        (PhotoEffect::Keep, _) => return Ok(()),
        (PhotoEffect::Set(jpeg), Some(digest)) => (jpeg, digest),
        (PhotoEffect::Clear, _) | (PhotoEffect::Set(_), None) => {
            let delete = Entity::delete_by_id(key).exec(tx);
            delete.await.map_err(error::of)?;
            return Ok(());
        }
    };
    let row = ActiveModel {
        tenant_id: Set(key.0),
        user_id: Set(key.1),
        digest: Set(digest.to_string()),
        jpeg: Set(jpeg.to_vec()),
        stored_at: Set(micros(change.at)),
    };
    let instead = OnConflict::columns([Column::TenantId, Column::UserId])
        .update_columns([Column::Digest, Column::Jpeg, Column::StoredAt])
        .to_owned();
    let insert = Entity::insert(row).on_conflict(instead);
    insert.exec_without_returning(tx).await.map_err(error::of)?;
    Ok(())
}

impl Store {
    pub(crate) async fn stored_photo(
        &self,
        tenant: TenantId,
        id: UserId,
    ) -> Result<Option<StoredPhoto>, StoreError> {
        let row = Entity::find_by_id((tenant.0, id.0));
        let row = row.one(&self.0.backend.db).await.map_err(error::of)?;
        let read = |row: crate::entity::photo::Model| {
            let digest = PhotoDigest::parse(&row.digest);
            Ok(StoredPhoto {
                digest: digest.map_err(|problem| corrupt("photos", &id, "digest", &problem))?,
                jpeg: row.jpeg,
            })
        };
        row.map(read).transpose()
    }
}
