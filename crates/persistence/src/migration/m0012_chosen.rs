//! The organization of a session is one that was chosen in it; until now, log-in noted one that nobody chose.

use sea_orm::{ConnectionTrait, DbErr, Value, sea_query::Query};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait};
use uuid::Uuid;

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0012_chosen"
    }
}

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let forget = Query::update()
            .table("sessions")
            .value("organization_id", Value::from(None::<Uuid>))
            .take();
        manager.get_connection().execute(&forget).await?;
        Ok(())
    }
}
