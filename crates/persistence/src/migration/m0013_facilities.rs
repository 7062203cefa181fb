//! What users are assigned to: facilities, product stores, a position, a department; and their log-ins at facilities.

use super::{Kind, index, m0002_users::of_user};
use crate::backend::bytewise;
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query::*,
};

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0013_facilities"
    }
}

const ASSIGNED: &str = "assignments";
const LOG_INS: &str = "facility_log_ins";

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let assigned = Table::create()
            .table(ASSIGNED)
            .col(uuid("tenant_id"))
            .col(uuid("user_id"))
            .col(uuid("reference_id"))
            .primary_key(
                Index::create()
                    .col("tenant_id")
                    .col("user_id")
                    .col("reference_id"),
            )
            .foreign_key(&mut of_user(ASSIGNED))
            .foreign_key(
                ForeignKey::create()
                    .name("assignments_reference_id_fkey")
                    .from(ASSIGNED, ("tenant_id", "reference_id"))
                    .to("reference_data", ("tenant_id", "id")),
            )
            .take();
        manager.create_table(assigned).await?;
        let columns = ["tenant_id", "reference_id", "user_id"];
        index(manager, ASSIGNED, &columns, Kind::Plain).await?;

        let log_ins = Table::create()
            .table(LOG_INS)
            .col(uuid("tenant_id"))
            .col(uuid("id"))
            .col(uuid("user_id"))
            .col(uuid("facility_id"))
            .col(bytewise(backend, text("username_claim")))
            .col(text("pin_hash"))
            .col(big_integer_null("locked_until"))
            .primary_key(Index::create().col("tenant_id").col("id"))
            .foreign_key(&mut of_user(LOG_INS))
            .take();
        manager.create_table(log_ins).await?;
        let columns = ["tenant_id", "facility_id", "username_claim"];
        index(manager, LOG_INS, &columns, Kind::Unique).await?;
        let columns = ["tenant_id", "user_id", "facility_id"];
        index(manager, LOG_INS, &columns, Kind::Unique).await?;

        let sessions = Table::alter()
            .table("sessions")
            .add_column(uuid_null("facility_log_in_id"))
            .take();
        manager.alter_table(sessions).await?;

        let mut is_picker = boolean("is_picker");
        let pickers = Table::alter()
            .table("users")
            .add_column(is_picker.default(false))
            .take();
        manager.alter_table(pickers).await?;
        let shown = Query::update()
            .table("users")
            .value("is_picker", true)
            .and_where(Expr::col("state").like("%\"capabilities\":[\"picker\"]%"))
            .take();
        manager.get_connection().execute(&shown).await?;
        Ok(())
    }
}
