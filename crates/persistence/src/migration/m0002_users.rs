//! Users, and what they hold as filters see it.

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
        "m0002_users"
    }
}

/// What lists sort by, each with an index that ends in the display number.
const SORTED: [&str; 8] = [
    "username_key",
    "email_key",
    "first_name_key",
    "last_name_key",
    "name_key",
    "status",
    "created_at",
    "last_log_in_at",
];

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(users(manager)).await?;
        let table = "users";
        let unique = [
            "email_claim",
            "username_claim",
            "external_id_claim",
            "number",
        ];
        for column in unique {
            index(manager, table, &["tenant_id", column], Kind::Unique).await?;
        }
        for column in SORTED {
            let columns = ["tenant_id", column, "number"];
            index(manager, table, &columns, Kind::Plain).await?;
        }
        let administrators = Kind::WhereTrue("is_admin");
        index(manager, table, &["tenant_id", "is_admin"], administrators).await?;
        index(manager, table, &["due_at"], Kind::WhereSet("due_at")).await?;

        let grants = Table::create()
            .table("grants")
            .col(uuid("tenant_id"))
            .col(uuid("user_id"))
            .col(text("role"))
            .col(uuid("scope"))
            .primary_key(
                Index::create()
                    .col("tenant_id")
                    .col("user_id")
                    .col("role")
                    .col("scope"),
            )
            .foreign_key(&mut of_user("grants"))
            .take();
        manager.create_table(grants).await?;
        let columns = ["tenant_id", "role", "user_id"];
        index(manager, "grants", &columns, Kind::Plain).await?;

        let memberships = Table::create()
            .table("memberships")
            .col(uuid("tenant_id"))
            .col(uuid("user_id"))
            .col(uuid("organization_id"))
            .primary_key(
                Index::create()
                    .col("tenant_id")
                    .col("user_id")
                    .col("organization_id"),
            )
            .foreign_key(&mut of_user("memberships"))
            .take();
        manager.create_table(memberships).await?;
        let columns = ["tenant_id", "organization_id", "user_id"];
        index(manager, "memberships", &columns, Kind::Plain).await
    }
}

fn users(manager: &SchemaManager<'_>) -> TableCreateStatement {
    let db = manager.get_database_backend();
    let mut table = Table::create();
    table
        .table("users")
        .col(uuid("tenant_id"))
        .col(uuid("id"))
        .col(big_integer("number"))
        .col(big_integer("version"))
        .col(bytewise(db, text("status")))
        .col(text("kind"));
    for claim in ["email_claim", "username_claim", "external_id_claim"] {
        table.col(bytewise(db, text_null(claim)));
    }
    let keys = [
        "username_key",
        "email_key",
        "first_name_key",
        "last_name_key",
        "name_key",
        "search_key",
    ];
    for key in keys {
        table.col(bytewise(db, text(key)));
    }
    table
        .col(text("state"))
        .col(text_null("password_hash"))
        .col(boolean("can_log_in"))
        .col(text("invitation"))
        .col(boolean("is_admin"))
        .col(big_integer("created_at"))
        .col(big_integer("last_log_in_at"))
        .col(big_integer_null("due_at"))
        .primary_key(Index::create().col("tenant_id").col("id"))
        .foreign_key(
            ForeignKey::create()
                .name("users_tenant_id_fkey")
                .from("users", "tenant_id")
                .to("tenants", "id"),
        );
    table
}

/// What belongs to a user goes with him.
pub(super) fn of_user(table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("{table}_user_id_fkey"))
        .from(table, ("tenant_id", "user_id"))
        .to("users", ("tenant_id", "id"))
        .on_delete(ForeignKeyAction::Cascade)
        .take()
}
