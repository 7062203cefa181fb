//! Tenants with their rules and roles, parsed once for each revision.

use crate::{
    Store,
    entity::tenant,
    error::{self, corrupt},
    mapping::micros,
    roles::{meaning, roles_of},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
    QueryTrait,
    sea_query::{Expr, OnConflict},
};
use std::{
    collections::HashMap,
    fmt::Display,
    sync::{Arc, PoisonError, RwLock},
};
use tenure_domain::{
    Policy, ValidPolicy,
    authority::Roles,
    value::{TenantId, Timestamp},
};
use tenure_service::ports::{StoreError, Tenant};
use uuid::Uuid;

/// A tenant with what its users' grants mean.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) roles: Roles,
    roles_revision: i64,
}

impl House {
    /// Is this what the row says is current?
    pub(crate) fn is_at(&self, policy_revision: i64, roles_revision: i64) -> bool {
        self.tenant.policy_revision == policy_revision && self.roles_revision == roles_revision
    }
}

/// The houses read so far. An entry counts only while its revisions are those of the database.
#[derive(Debug, Default)]
pub(crate) struct Cache(RwLock<HashMap<Uuid, Arc<House>>>);

impl Cache {
    fn get(&self, id: Uuid) -> Option<Arc<House>> {
        let houses = self.0.read().unwrap_or_else(PoisonError::into_inner);
        houses.get(&id).cloned()
    }

    fn put(&self, house: Arc<House>) {
        let mut houses = self.0.write().unwrap_or_else(PoisonError::into_inner);
        houses.insert(house.tenant.id.0, house);
    }
}

impl Store {
    /// Makes the tenant if nobody has its slug yet, and answers with the one who has.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn ensure_tenant(
        &self,
        id: TenantId,
        slug: &str,
        name: &str,
        preset: &str,
        policy: &ValidPolicy,
        now: Timestamp,
    ) -> Result<Arc<Tenant>, StoreError> {
        let text = serde_json::to_string(policy)
            .map_err(|problem| corrupt("tenants", &id, "policy", &problem))?;
        let row = tenant::ActiveModel {
            id: Set(id.0),
            slug: Set(slug.to_owned()),
            name: Set(name.to_owned()),
            preset: Set(preset.to_owned()),
            policy: Set(text),
            policy_revision: Set(1),
            roles_revision: Set(1),
            seats: Set(policy.roles.seats.map(i64::from)),
            next_number: Set(0),
            created_at: Set(micros(now)),
        };
        let insert = tenant::Entity::insert(row)
            .on_conflict(
                OnConflict::column(tenant::Column::Slug)
                    .do_nothing()
                    .to_owned(),
            )
            .into_query();
        let db = &self.0.backend.db;
        let turn = self.0.backend.turn().await?;
        db.execute(&insert).await.map_err(error::of)?;
        drop(turn);
        let made = self.house(tenant::Column::Slug.eq(slug)).await?;
        let made = made.ok_or_else(|| corrupt("tenants", &id, "slug", &"not there after all"))?;
        Ok(Arc::clone(&made.tenant))
    }

    /// The house as it is now: from memory if the database has no newer one.
    pub(crate) async fn house(&self, which: Expr) -> Result<Option<Arc<House>>, StoreError> {
        let revisions: Option<(Uuid, i64, i64)> = tenant::Entity::find()
            .select_only()
            .columns([
                tenant::Column::Id,
                tenant::Column::PolicyRevision,
                tenant::Column::RolesRevision,
            ])
            .filter(which)
            .into_tuple()
            .one(&self.0.backend.db)
            .await
            .map_err(error::of)?;
        let Some((id, policy_revision, roles_revision)) = revisions else {
            return Ok(None);
        };
        self.house_at(id, policy_revision, roles_revision).await
    }

    /// The house of these revisions, or a newer one.
    pub(crate) async fn house_at(
        &self,
        id: Uuid,
        policy_revision: i64,
        roles_revision: i64,
    ) -> Result<Option<Arc<House>>, StoreError> {
        let known = self.0.tenants.get(id);
        if let Some(house) = known.filter(|house| house.is_at(policy_revision, roles_revision)) {
            return Ok(Some(house));
        }
        let reading = self.0.backend.begin_read().await?;
        let read = read(&reading.tx, id).await;
        let house = reading.finish(read).await?;
        Ok(house.map(|house| {
            let house = Arc::new(house);
            self.0.tenants.put(Arc::clone(&house));
            house
        }))
    }
}

async fn read(tx: &DatabaseTransaction, id: Uuid) -> Result<Option<House>, StoreError> {
    let row = tenant::Entity::find_by_id(id).one(tx).await;
    let Some(row) = row.map_err(error::of)? else {
        return Ok(None);
    };
    let own = roles_of(tx, TenantId(id)).await?;
    let bad = |problem: &dyn Display| corrupt("tenants", &id, "policy", problem);
    let policy: Policy = serde_json::from_str(&row.policy).map_err(|problem| bad(&problem))?;
    let policy = policy.check().map_err(|conflicts| {
        let conflicts = conflicts.iter().map(ToString::to_string);
        bad(&conflicts.collect::<Vec<_>>().join(" "))
    })?;
    Ok(Some(House {
        tenant: Arc::new(Tenant {
            id: TenantId(row.id),
            slug: row.slug,
            name: row.name,
            preset: row.preset,
            policy: Arc::new(policy),
            policy_revision: row.policy_revision,
        }),
        roles: meaning(&own),
        roles_revision: row.roles_revision,
    }))
}
