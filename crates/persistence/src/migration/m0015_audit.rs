//! From where a wish came, and in which request; answers to wishes that are more than one commit.

use super::{Kind, index};
use sea_orm::DbErr;
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query::*,
};

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0015_audit"
    }
}

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["request_id", "ip"] {
            let mut table = Table::alter();
            table.table("events").add_column(text_null(column));
            manager.alter_table(table).await?;
        }
        for (columns, kind) in [
            (["tenant_id", "kind", "id"], Kind::Plain),
            (
                ["tenant_id", "request_id", "id"],
                Kind::WhereSet("request_id"),
            ),
            (["tenant_id", "ip", "id"], Kind::WhereSet("ip")),
        ] {
            index(manager, "events", &columns, kind).await?;
        }
        let answers = Table::create()
            .table("answers")
            .col(uuid("tenant_id"))
            .col(text("caller"))
            .col(uuid("key"))
            .col(blob("request_hash"))
            .col(text("body"))
            .col(big_integer("created_at"))
            .primary_key(Index::create().col("tenant_id").col("caller").col("key"))
            .take();
        manager.create_table(answers).await?;
        index(manager, "answers", &["created_at"], Kind::Plain).await
    }
}
