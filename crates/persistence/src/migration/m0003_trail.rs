//! What happened, what is to be told, and which wishes were carried out.

use super::{Kind, index};
use sea_orm::DbErr;
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query::*,
};

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0003_trail"
    }
}

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(events()).await?;
        let table = "events";
        let unique = Kind::Unique;
        let columns = ["tenant_id", "command_id", "ordinal"];
        index(manager, table, &columns, unique).await?;
        index(manager, table, &["tenant_id", "subject_id", "seq"], unique).await?;
        for columns in [
            &["tenant_id", "id"][..],
            &["tenant_id", "subject_id", "id"],
            &["tenant_id", "actor", "id"],
        ] {
            index(manager, table, columns, Kind::Plain).await?;
        }

        manager.create_table(outbox()).await?;
        for columns in [
            &["state", "due_at", "id"][..],
            &["tenant_id", "user_id", "id"],
            &["tenant_id", "id"],
        ] {
            index(manager, "outbox", columns, Kind::Plain).await?;
        }

        let commands = Table::create()
            .table("commands")
            .col(uuid("tenant_id"))
            .col(text("caller"))
            .col(uuid("key"))
            .col(blob("request_hash"))
            .col(uuid("user_id"))
            .col(integer("status"))
            .col(big_integer("created_at"))
            .primary_key(Index::create().col("tenant_id").col("caller").col("key"))
            .take();
        manager.create_table(commands).await?;
        index(manager, "commands", &["created_at"], Kind::Plain).await
    }
}

/// Events outlive their subject, so nothing refers to the users.
fn events() -> TableCreateStatement {
    Table::create()
        .table("events")
        .col(uuid("id").primary_key())
        .col(uuid("tenant_id"))
        .col(uuid("subject_id"))
        .col(big_integer("seq"))
        .col(big_integer("version"))
        .col(integer("ordinal"))
        .col(text("kind"))
        .col(text("payload"))
        .col(text_null("personal"))
        .col(blob_null("personal_salt"))
        .col(blob_null("personal_digest"))
        .col(text("actor"))
        .col(uuid("command_id"))
        .col(big_integer("policy_revision"))
        .col(big_integer("occurred_at"))
        .col(blob("chain"))
        .take()
}

fn outbox() -> TableCreateStatement {
    Table::create()
        .table("outbox")
        .col(uuid("id").primary_key())
        .col(uuid("tenant_id"))
        .col(uuid("user_id"))
        .col(text("recipient"))
        .col(text_null("address"))
        .col(text("about"))
        .col(big_integer_null("expires_at"))
        .col(text("state"))
        .col(big_integer("due_at"))
        .col(big_integer_null("lease_until"))
        .col(integer("attempts"))
        .col(text_null("last_error"))
        .col(big_integer("created_at"))
        .take()
}
