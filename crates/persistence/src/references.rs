//! Organizations, facilities and other reference data: listed, looked up and written.

mod write;

pub(crate) use write::{row, write};

use crate::{
    Store,
    entity::reference::{Column, Entity, Model},
    error::{self, corrupt},
    mapping::{count, moment},
    queries::{anywhere, typable},
};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Select,
    sea_query::{Expr, ExprTrait},
};
use std::collections::BTreeSet;
use tenure_domain::{
    reference::{Reference, ReferenceData, ReferenceKind},
    value::{ExternalId, OrganizationId, ReferenceName, TenantId, fold},
};
use tenure_service::ports::{
    ReferenceFilter, ReferenceOutcome, ReferenceStore, ReferenceWrite, StoreError,
};
use uuid::Uuid;

#[async_trait]
impl ReferenceStore for Store {
    async fn reference(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        id: Uuid,
    ) -> Result<Option<Reference>, StoreError> {
        let work = one(&self.0.backend.db, tenant, kind, id);
        self.0.backend.within(work).await
    }

    async fn reference_called(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        external_id: &str,
    ) -> Result<Option<Reference>, StoreError> {
        let work = async {
            let claim = typable(&fold(external_id));
            let row = of_kind(tenant, kind)
                .filter(Column::ExternalIdClaim.eq(claim))
                .one(&self.0.backend.db)
                .await;
            row.map_err(error::of)?.as_ref().map(record).transpose()
        };
        self.0.backend.within(work).await
    }

    async fn references(
        &self,
        tenant: TenantId,
        filter: &ReferenceFilter,
    ) -> Result<Vec<Reference>, StoreError> {
        let work = async {
            let rows = page(tenant, filter).all(&self.0.backend.db).await;
            rows.map_err(error::of)?.iter().map(record).collect()
        };
        self.0.backend.within(work).await
    }

    async fn position_called(
        &self,
        tenant: TenantId,
        title: &str,
    ) -> Result<Option<Reference>, StoreError> {
        let work = async {
            let row = of_kind(tenant, ReferenceKind::Position)
                .filter(Column::TitleClaim.eq(typable(&fold(title))))
                .one(&self.0.backend.db)
                .await;
            row.map_err(error::of)?.as_ref().map(record).transpose()
        };
        self.0.backend.within(work).await
    }

    async fn lineage(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        id: Uuid,
    ) -> Result<Vec<Reference>, StoreError> {
        let work = async {
            let reading = self.0.backend.begin_read().await?;
            let outcome = upwards(&reading.tx, tenant, kind, id).await;
            reading.finish(outcome).await
        };
        self.0.backend.within(work).await
    }

    async fn children(&self, tenant: TenantId, id: Uuid) -> Result<u64, StoreError> {
        let work = count_children(&self.0.backend.db, tenant, id);
        self.0.backend.within(work).await
    }

    async fn write_reference(
        &self,
        write: &ReferenceWrite,
    ) -> Result<ReferenceOutcome, StoreError> {
        let work = async {
            let writing = self.0.backend.begin_write().await?;
            match write::write(&writing.tx, write).await {
                Ok(ReferenceOutcome::Written) => {
                    writing.finish(Ok(ReferenceOutcome::Written)).await
                }
                Ok(refused) => {
                    writing.take_back().await;
                    Ok(refused)
                }
                Err(problem) => writing.finish(Err(problem)).await,
            }
        };
        self.0.backend.within(Box::pin(work)).await
    }
}

impl Store {
    pub(crate) async fn organization_names(
        &self,
        tenant: TenantId,
    ) -> Result<Vec<(OrganizationId, String)>, StoreError> {
        let rows: Vec<(Uuid, String)> = of_kind(tenant, ReferenceKind::Organization)
            .select_only()
            .columns([Column::Id, Column::Name])
            .order_by_asc(Column::NameKey)
            .order_by_asc(Column::Id)
            .into_tuple()
            .all(&self.0.backend.db)
            .await
            .map_err(error::of)?;
        let named = rows
            .into_iter()
            .map(|(id, name)| (OrganizationId(id), name));
        Ok(named.collect())
    }

    pub(crate) async fn known_records(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        ids: &BTreeSet<Uuid>,
    ) -> Result<BTreeSet<Uuid>, StoreError> {
        let rows: Vec<Uuid> = of_kind(tenant, kind)
            .filter(Column::Id.is_in(ids.iter().copied()))
            .select_only()
            .column(Column::Id)
            .into_tuple()
            .all(&self.0.backend.db)
            .await
            .map_err(error::of)?;
        Ok(rows.into_iter().collect())
    }

    /// How the database would look up a page of reference data, line by line: for whoever wonders why it is slow.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn explain_references(
        &self,
        tenant: TenantId,
        filter: &ReferenceFilter,
    ) -> Result<Vec<String>, StoreError> {
        let query = page(tenant, filter).into_query();
        self.0.backend.explain(&query).await
    }
}

fn of_kind(tenant: TenantId, kind: ReferenceKind) -> Select<Entity> {
    Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(Column::Kind.eq(kind.code()))
}

fn page(tenant: TenantId, filter: &ReferenceFilter) -> Select<Entity> {
    let only = filter.only.as_ref();
    let found = filter.q.as_deref().map(fold).map(|text| {
        Condition::any()
            .add(Expr::col(Column::NameKey).like(anywhere(&text)))
            .add(Expr::col(Column::ExternalIdClaim).like(anywhere(&text)))
    });
    let behind = filter.after.as_ref().map(|place| {
        let row = Expr::tuple([Expr::col(Column::NameKey), Expr::col(Column::Id)]);
        let name = typable(&place.name);
        row.gt(Expr::tuple([Expr::val(name), Expr::val(place.id)]))
    });
    let narrowed = Condition::all()
        .add_option(only.map(|ids| Column::Id.is_in(ids.iter().copied())))
        .add_option(found)
        .add_option(filter.parent.map(|id| Column::ParentId.eq(id)))
        .add_option(filter.store.map(|id| Column::StoreId.eq(id)))
        .add_option(behind);
    of_kind(tenant, filter.kind)
        .filter(narrowed)
        .order_by_asc(Column::NameKey)
        .order_by_asc(Column::Id)
        .limit(u64::from(filter.limit))
}

async fn one(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    kind: ReferenceKind,
    id: Uuid,
) -> Result<Option<Reference>, StoreError> {
    let row = of_kind(tenant, kind).filter(Column::Id.eq(id)).one(db);
    let row = row.await.map_err(error::of)?;
    row.as_ref().map(record).transpose()
}

async fn upwards(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    kind: ReferenceKind,
    id: Uuid,
) -> Result<Vec<Reference>, StoreError> {
    let mut lineage: Vec<Reference> = Vec::new();
    let mut next = Some(id);
    while let Some(id) = next {
        if lineage.iter().any(|below| below.id == id) {
            return Err(corrupt("reference_data", &id, "parent_id", &"a circle"));
        }
        let Some(found) = one(db, tenant, kind, id).await? else {
            break;
        };
        next = found.data.parent();
        lineage.push(found);
    }
    Ok(lineage)
}

pub(crate) async fn count_children(
    db: &impl ConnectionTrait,
    tenant: TenantId,
    id: Uuid,
) -> Result<u64, StoreError> {
    let linked = Condition::any()
        .add(Column::ParentId.eq(id))
        .add(Column::StoreId.eq(id));
    let children = Entity::find()
        .filter(Column::TenantId.eq(tenant.0))
        .filter(linked);
    children.count(db).await.map_err(error::of)
}

fn record(row: &Model) -> Result<Reference, StoreError> {
    let bad = |column: &'static str, problem: &dyn std::fmt::Display| {
        corrupt("reference_data", &row.id, column, problem)
    };
    let kind = ReferenceKind::from_code(&row.kind);
    let kind = kind.ok_or_else(|| bad("kind", &"no such kind"))?;
    let data = ReferenceData::of(kind, row.store_id, row.parent_id);
    let external_id = row.external_id.as_deref().map(ExternalId::parse);
    Ok(Reference {
        id: row.id,
        data: data.ok_or_else(|| bad("store_id", &"not the links of its kind"))?,
        name: ReferenceName::parse(&row.name).map_err(|problem| bad("name", &problem))?,
        external_id: external_id
            .transpose()
            .map_err(|problem| bad("external_id", &problem))?,
        revision: count("reference_data", "revision", row.revision)?,
        created_at: moment("reference_data", "created_at", row.created_at)?,
    })
}
