//! Orders, joined to users by id or by address.

use super::{Kind, index};
use crate::backend::bytewise;
use sea_orm::DbErr;
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query::*,
};

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0006_orders"
    }
}

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    /// Orders outlive their users, so nothing refers to the users.
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_database_backend();
        let orders = Table::create()
            .table("orders")
            .col(uuid("tenant_id"))
            .col(bytewise(db, text("order_id")))
            .col(text_null("email"))
            .col(bytewise(db, text_null("email_key")))
            .col(uuid_null("user_id"))
            .col(big_integer("placed_at"))
            .col(big_integer("recorded_at"))
            .col(boolean("made_customer"))
            .primary_key(Index::create().col("tenant_id").col("order_id"))
            .take();
        manager.create_table(orders).await?;
        for owner in ["user_id", "email_key"] {
            let columns = ["tenant_id", owner, "placed_at", "order_id"];
            index(manager, "orders", &columns, Kind::Plain).await?;
        }
        Ok(())
    }
}
