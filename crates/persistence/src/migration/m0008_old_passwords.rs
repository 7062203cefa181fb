//! Former passwords, for policies that let none of them come back.

use super::m0002_users::of_user;
use sea_orm::DbErr;
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query::*,
};

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0008_old_passwords"
    }
}

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let passwords = Table::create()
            .table("old_passwords")
            .col(uuid("tenant_id"))
            .col(uuid("user_id"))
            .col(big_integer("serial"))
            .col(text("password_hash"))
            .primary_key(
                Index::create()
                    .col("tenant_id")
                    .col("user_id")
                    .col("serial"),
            )
            .foreign_key(&mut of_user("old_passwords"))
            .take();
        manager.create_table(passwords).await
    }
}
