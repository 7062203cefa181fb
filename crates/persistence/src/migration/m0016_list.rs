//! The list: who is locked out has a column of his own, and what few users are has an index.

use super::{Kind, index};
use sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{Expr, ExprTrait, Order, Query, Table},
};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*,
};
use serde_json::Value;
use uuid::Uuid;

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0016_list"
    }
}

/// Users that are brought up to date at a time.
const BATCH: u64 = 500;

#[async_trait]
impl MigrationTrait for Step {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut table = Table::alter();
        table
            .table("users")
            .add_column(big_integer_null("locked_until"));
        manager.alter_table(table).await?;
        let mut after = Some(Uuid::nil());
        while let Some(id) = after {
            after = fill(manager, id).await?;
        }
        // Each in the order that lists have unless they are asked for another.
        let columns = ["tenant_id", "number"];
        index(manager, "users", &columns, Kind::WhereSet("locked_until")).await?;
        for column in ["invitation", "kind"] {
            let columns = ["tenant_id", column, "number"];
            index(manager, "users", &columns, Kind::Plain).await?;
        }
        Ok(())
    }
}

/// Fills the new column of the blocked users behind this one; the last of them, if there were any.
async fn fill(manager: &SchemaManager<'_>, after: Uuid) -> Result<Option<Uuid>, DbErr> {
    let db = manager.get_connection();
    let blocked = Query::select()
        .columns(["id", "state"])
        .from("users")
        .and_where(Expr::col("status").eq("blocked"))
        .and_where(Expr::col("id").gt(after))
        .order_by("id", Order::Asc)
        .limit(BATCH)
        .take();
    let mut last = None;
    for row in db.query_all(&blocked).await? {
        let id: Uuid = row.try_get("", "id")?;
        let state: String = row.try_get("", "state")?;
        let state: Value = serde_json::from_str(&state)
            .map_err(|problem| DbErr::Custom(format!("users {id} state: {problem}")))?;
        if let Some(until) = locked_until(&state) {
            let update = Query::update()
                .table("users")
                .value("locked_until", until)
                .and_where(Expr::col("id").eq(id))
                .take();
            db.execute(&update).await?;
        }
        last = Some(id);
    }
    Ok(last)
}

/// When the lockout of a blocked user ends; later than every moment where no time ends it.
fn locked_until(state: &Value) -> Option<i64> {
    let text = |path: &str| state.pointer(path).and_then(Value::as_str);
    let locked = text("/lifecycle/block/cause/cause") == Some("lockout");
    let until = || {
        let moment = chrono::DateTime::parse_from_rfc3339(text("/lifecycle/block/until")?).ok()?;
        Some(moment.timestamp_micros())
    };
    locked.then(|| until().unwrap_or(i64::MAX))
}
