//! What lists search and filter by, each field in a column of its own: which of them a keyword looks into, and
//! whether time alone ends a lockout, are the tenant's rules and may change.

use crate::backend::bytewise;
use sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{Expr, ExprTrait, Query},
};
use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait::async_trait, schema::*, sea_query,
};
use serde_json::Value;
use tenure_domain::value::fold;
use uuid::Uuid;

/// The step.
pub(super) struct Step;

impl MigrationName for Step {
    fn name(&self) -> &'static str {
        "m0009_list"
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
        let backend = manager.get_database_backend();
        let mut gate = text("log_in_gate");
        gate.default("shut");
        let mut columns = vec![gate];
        for (_, key) in SEARCHED {
            let mut column = bytewise(backend, text(key));
            column.default("");
            columns.push(column);
        }
        columns.push(big_integer_null("log_in_from"));
        columns.push(big_integer_null("log_in_until"));
        for column in columns {
            let mut table = sea_query::Table::alter();
            table.table("users").add_column(column);
            manager.alter_table(table).await?;
        }
        for gone in ["search_key", "can_log_in"] {
            let mut table = sea_query::Table::alter();
            table.table("users").drop_column(gone);
            manager.alter_table(table).await?;
        }
        let mut after = Some(Uuid::nil());
        while let Some(id) = after {
            after = fill(manager, id).await?;
        }
        Ok(())
    }
}

/// Fields of the profile, and the columns that they are searched in.
const SEARCHED: [(&str, &str); 3] = [
    ("display_name", "display_name_key"),
    ("phone", "phone_key"),
    ("external_id", "external_id_key"),
];

/// Fills the new columns of the users behind this one; the last of them, if there were any.
async fn fill(manager: &SchemaManager<'_>, after: Uuid) -> Result<Option<Uuid>, DbErr> {
    let db = manager.get_connection();
    let users = Query::select()
        .columns(["id", "state"])
        .from("users")
        .and_where(Expr::col("id").gt(after))
        .order_by("id", sea_query::Order::Asc)
        .limit(BATCH)
        .take();
    let mut last = None;
    for row in db.query_all(&users).await? {
        let id: Uuid = row.try_get("", "id")?;
        let state: String = row.try_get("", "state")?;
        let state: Value = serde_json::from_str(&state)
            .map_err(|problem| DbErr::Custom(format!("users {id} state: {problem}")))?;
        let (gate, from, until) = window(&state);
        let keys = SEARCHED.map(|(field, key)| (key, Expr::val(folded(&state, field))));
        let update = Query::update()
            .table("users")
            .values(keys)
            .value("log_in_gate", gate)
            .value("log_in_from", from)
            .value("log_in_until", until)
            .and_where(Expr::col("id").eq(id))
            .take();
        db.execute(&update).await?;
        last = Some(id);
    }
    Ok(last)
}

fn folded(state: &Value, field: &str) -> String {
    let text = state.pointer(&format!("/profile/{field}"));
    let folded = fold(text.and_then(Value::as_str).unwrap_or_default());
    let end = folded.floor_char_boundary(500);
    folded.get(..end).unwrap_or_default().to_owned()
}

/// When the user can log in, as the columns say it.
fn window(state: &Value) -> (&'static str, Option<i64>, Option<i64>) {
    let is = |path: &str, text: &str| state.pointer(path).and_then(Value::as_str) == Some(text);
    let holds = |path: &str| state.pointer(path).and_then(Value::as_bool) == Some(true);
    let at = |path: &str| {
        let text = state.pointer(path)?.as_str()?;
        let moment = chrono::DateTime::parse_from_rfc3339(text).ok()?;
        Some(moment.timestamp_micros())
    };
    let blocked = is("/lifecycle/status", "blocked");
    let ends = at("/lifecycle/block/until").filter(|_| blocked);
    let cause = "/lifecycle/block/cause";
    let gate = if is("/credential/type", "none") {
        "shut"
    } else if is("/lifecycle/status", "active") {
        "open"
    } else if ends.is_none() {
        "shut"
    } else if is(&format!("{cause}/cause"), "manual") || holds(&format!("{cause}/timed_only")) {
        "open"
    } else if holds(&format!("{cause}/admin_released")) {
        "released_lockout"
    } else {
        "lockout"
    };
    let from = [ends, at("/valid_from")].into_iter().flatten().max();
    let expires = at("/credential/expires_at");
    let until = [expires, at("/valid_until")].into_iter().flatten().min();
    (gate, from, until)
}
