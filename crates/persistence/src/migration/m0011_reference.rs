//! Organizations, facilities and other reference data in one table, which organizations move into.

use super::{Kind, index};
use crate::backend::bytewise;
use sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{Expr, ExprTrait, Query},
};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    schema::*,
    sea_query::{ForeignKey, ForeignKeyCreateStatement, Index, Table},
};
use tenure_domain::value::fold;
use uuid::Uuid;

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0011_reference"
    }
}

const TABLE: &str = "reference_data";

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let table = Table::create()
            .table(TABLE)
            .col(uuid("tenant_id"))
            .col(uuid("id"))
            .col(text("kind"))
            .col(text("name"))
            .col(bytewise(backend, text("name_key")))
            .col(text_null("external_id"))
            .col(bytewise(backend, text_null("external_id_claim")))
            .col(bytewise(backend, text_null("title_claim")))
            .col(uuid_null("parent_id"))
            .col(uuid_null("store_id"))
            .col(big_integer("revision"))
            .col(big_integer("created_at"))
            .primary_key(Index::create().col("tenant_id").col("id"))
            .foreign_key(
                ForeignKey::create()
                    .name("reference_data_tenant_id_fkey")
                    .from(TABLE, "tenant_id")
                    .to("tenants", "id"),
            )
            .foreign_key(&mut to_another("parent_id"))
            .foreign_key(&mut to_another("store_id"))
            .take();
        manager.create_table(table).await?;
        for claim in ["external_id_claim", "title_claim"] {
            let columns = ["tenant_id", "kind", claim];
            index(manager, TABLE, &columns, Kind::Unique).await?;
        }
        let listed = ["tenant_id", "kind", "name_key", "id"];
        index(manager, TABLE, &listed, Kind::Plain).await?;
        for link in ["parent_id", "store_id"] {
            index(manager, TABLE, &["tenant_id", link], Kind::Plain).await?;
        }
        let columns = ["tenant_id", "scope", "user_id"];
        index(manager, "grants", &columns, Kind::Plain).await?;
        move_organizations(manager).await?;
        let gone = Table::drop().table("organizations").take();
        manager.drop_table(gone).await
    }
}

/// What others refer to stays.
fn to_another(link: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{TABLE}_{link}_fkey"))
        .from(TABLE, ("tenant_id", link))
        .to(TABLE, ("tenant_id", "id"))
        .take()
}

/// Nobody wrote down when an organization was made; its tenant is as old at least.
async fn move_organizations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let organizations = Query::select()
        .columns([
            ("organizations", "id"),
            ("organizations", "tenant_id"),
            ("organizations", "name"),
            ("tenants", "created_at"),
        ])
        .from("organizations")
        .inner_join(
            "tenants",
            Expr::col(("tenants", "id")).equals(("organizations", "tenant_id")),
        )
        .take();
    for row in db.query_all(&organizations).await? {
        let (id, tenant): (Uuid, Uuid) = (row.try_get("", "id")?, row.try_get("", "tenant_id")?);
        let name: String = row.try_get("", "name")?;
        let created_at: i64 = row.try_get("", "created_at")?;
        let insert = Query::insert()
            .into_table(TABLE)
            .columns([
                "tenant_id",
                "id",
                "kind",
                "name",
                "name_key",
                "revision",
                "created_at",
            ])
            .values_panic([
                tenant.into(),
                id.into(),
                "organization".into(),
                name.as_str().into(),
                fold(&name).into(),
                1_i64.into(),
                created_at.into(),
            ])
            .take();
        db.execute(&insert).await?;
    }
    Ok(())
}
