//! Tenants, their organizations and own roles, and the token that sets one up.

use super::{Kind, index};
use sea_orm::DbErr;
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query::*,
};

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0001_tenants"
    }
}

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tenants = Table::create()
            .table("tenants")
            .col(uuid("id").primary_key())
            .col(text("slug"))
            .col(text("name"))
            .col(text("preset"))
            .col(text("policy"))
            .col(big_integer("policy_revision"))
            .col(big_integer("roles_revision"))
            .col(big_integer_null("seats"))
            .col(big_integer("next_number"))
            .col(big_integer("created_at"))
            .take();
        manager.create_table(tenants).await?;
        index(manager, "tenants", &["slug"], Kind::Unique).await?;

        let organizations = Table::create()
            .table("organizations")
            .col(uuid("id").primary_key())
            .col(uuid("tenant_id"))
            .col(text("name"))
            .foreign_key(&mut of_tenant("organizations"))
            .take();
        manager.create_table(organizations).await?;
        let columns = ["tenant_id", "name"];
        index(manager, "organizations", &columns, Kind::Plain).await?;

        let roles = Table::create()
            .table("roles")
            .col(uuid("tenant_id"))
            .col(text("name"))
            .col(text("permissions"))
            .primary_key(Index::create().col("tenant_id").col("name"))
            .foreign_key(&mut of_tenant("roles"))
            .take();
        manager.create_table(roles).await?;

        let setup_tokens = Table::create()
            .table("setup_tokens")
            .col(uuid("tenant_id").primary_key())
            .col(blob("token_hash"))
            .col(big_integer("expires_at"))
            .foreign_key(&mut of_tenant("setup_tokens"))
            .take();
        manager.create_table(setup_tokens).await
    }
}

fn of_tenant(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_tenant_id_fkey"))
        .from(table, "tenant_id")
        .to("tenants", "id")
        .take()
}
