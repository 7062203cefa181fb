//! What users work with as lists and pages need it: times off for the filter, and pictures.

use super::{Kind, index, m0002_users::of_user};
use sea_orm::DbErr;
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query::*,
};

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0007_work"
    }
}

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let days_off = Table::create()
            .table("days_off")
            .col(uuid("tenant_id"))
            .col(uuid("user_id"))
            .col(big_integer("start_at"))
            .col(big_integer("end_at"))
            .primary_key(
                Index::create()
                    .col("tenant_id")
                    .col("user_id")
                    .col("start_at"),
            )
            .foreign_key(&mut of_user("days_off"))
            .take();
        manager.create_table(days_off).await?;
        let columns = ["tenant_id", "end_at", "start_at", "user_id"];
        index(manager, "days_off", &columns, Kind::Plain).await?;

        let photos = Table::create()
            .table("photos")
            .col(uuid("tenant_id"))
            .col(uuid("user_id"))
            .col(text("digest"))
            .col(blob("jpeg"))
            .col(big_integer("stored_at"))
            .primary_key(Index::create().col("tenant_id").col("user_id"))
            .foreign_key(&mut of_user("photos"))
            .take();
        manager.create_table(photos).await
    }
}
