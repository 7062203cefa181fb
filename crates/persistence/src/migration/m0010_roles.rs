//! Roles that tenants make, with words and a revision, and what a session was opened with.

use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query::*,
};
use uuid::Uuid;

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0010_roles"
    }
}

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut id = uuid("id");
        id.default(Uuid::nil());
        let mut title = text("title");
        title.default("");
        let mut revision = big_integer("revision");
        revision.default(1);
        let mut created_at = big_integer("created_at");
        created_at.default(0);
        let columns = [id, title, text_null("description"), revision, created_at];
        for column in columns {
            let mut table = Table::alter();
            table.table("roles").add_column(column);
            manager.alter_table(table).await?;
        }
        let named = Query::update()
            .table("roles")
            .value("title", Expr::col("name"))
            .take();
        manager.get_connection().execute(&named).await?;
        let session = Table::alter()
            .table("sessions")
            .add_column(text_null("authority"))
            .take();
        manager.alter_table(session).await
    }
}
