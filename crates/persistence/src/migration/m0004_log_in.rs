//! Attempts to log in, and sessions. Attempts on nobody are counted like others, so no attempt refers
//! to a user.

use super::{Kind, index, m0002_users::of_user};
use sea_orm::DbErr;
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query::*,
};

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0004_log_in"
    }
}

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let attempts = Table::create()
            .table("log_in_attempts")
            .col(uuid("tenant_id"))
            .col(uuid("user_id"))
            .col(big_integer("revision"))
            .col(big_integer("failures"))
            .col(big_integer_null("window_start"))
            .col(big_integer("consecutive"))
            .col(big_integer("lock_count"))
            .col(big_integer_null("last_log_in_at"))
            .primary_key(Index::create().col("tenant_id").col("user_id"))
            .take();
        manager.create_table(attempts).await?;

        let places = Table::create()
            .table("log_in_places")
            .col(uuid("id").primary_key())
            .col(uuid("tenant_id"))
            .col(uuid("user_id"))
            .col(big_integer("lease_until"))
            .take();
        manager.create_table(places).await?;
        let columns = ["tenant_id", "user_id"];
        index(manager, "log_in_places", &columns, Kind::Plain).await?;

        let sessions = Table::create()
            .table("sessions")
            .col(uuid("id").primary_key())
            .col(uuid("tenant_id"))
            .col(uuid("user_id"))
            .col(blob("token_hash"))
            .col(uuid_null("organization_id"))
            .col(big_integer("created_at"))
            .col(big_integer("seen_at"))
            .col(big_integer("authenticated_at"))
            .col(big_integer("expires_at"))
            .col(text_null("ip"))
            .col(text_null("user_agent"))
            .foreign_key(&mut of_user("sessions"))
            .take();
        manager.create_table(sessions).await?;
        index(manager, "sessions", &["token_hash"], Kind::Unique).await?;
        let columns = ["tenant_id", "user_id", "created_at"];
        index(manager, "sessions", &columns, Kind::Plain).await?;
        index(manager, "sessions", &["expires_at"], Kind::Plain).await
    }
}
