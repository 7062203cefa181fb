//! What a database says, in the store's words. The two databases word the same refusal differently;
//! both name the column, SQLite as `users.email_claim`, PostgreSQL inside the index's name.

use sea_orm::{DbErr, RuntimeErr, SqlErr};
use std::fmt::Display;
use tenure_service::ports::{Claim, StoreError};

/// PostgreSQL's codes for transactions that got into each other's way.
const RACES: [&str; 2] = ["40001", "40P01"];

/// The store's error for a database's.
pub(crate) fn of(problem: DbErr) -> StoreError {
    match problem.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(text)) => return taken(&text),
        // The row that was referred to has gone in between.
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => return StoreError::Conflict,
        _ => {}
    }
    if code(&problem).is_some_and(|code| RACES.contains(&code.as_str())) {
        return StoreError::Conflict;
    }
    StoreError::Unavailable(Box::new(problem))
}

/// Which unique key a refusal speaks of.
fn taken(text: &str) -> StoreError {
    let keys = [
        ("email_claim", StoreError::Taken(Claim::Email)),
        ("username_claim", StoreError::Taken(Claim::Username)),
        ("external_id_claim", StoreError::Taken(Claim::ExternalId)),
        ("command_id", StoreError::Repeated),
        ("commands", StoreError::Repeated),
        ("orders", StoreError::Repeated),
    ];
    let found = keys.into_iter().find(|(name, _)| text.contains(name));
    found.map_or(StoreError::Conflict, |(_, refusal)| refusal)
}

fn code(problem: &DbErr) -> Option<String> {
    let (DbErr::Conn(RuntimeErr::SqlxError(inner))
    | DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))) = problem
    else {
        return None;
    };
    let refusal = inner.as_database_error()?;
    refusal.code().map(std::borrow::Cow::into_owned)
}

/// A stored row that contradicts itself.
pub(crate) fn corrupt(
    table: &'static str,
    row: &dyn Display,
    column: impl Into<String>,
    problem: &dyn Display,
) -> StoreError {
    StoreError::Corrupt {
        table,
        row: row.to_string(),
        column: column.into(),
        problem: problem.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::taken;
    use tenure_service::ports::{Claim, StoreError};

    #[test]
    fn both_databases_name_the_key_that_is_taken() {
        for text in [
            "UNIQUE constraint failed: users.tenant_id, users.external_id_claim",
            "duplicate key value violates unique constraint \"users_external_id_claim_key\"",
        ] {
            assert!(matches!(taken(text), StoreError::Taken(Claim::ExternalId)));
        }
        for text in [
            "UNIQUE constraint failed: commands.tenant_id, commands.caller, commands.key",
            "duplicate key value violates unique constraint \"commands_pkey\"",
            "UNIQUE constraint failed: events.tenant_id, events.command_id, events.ordinal",
            "UNIQUE constraint failed: orders.tenant_id, orders.order_id",
            "duplicate key value violates unique constraint \"orders_pkey\"",
        ] {
            assert!(matches!(taken(text), StoreError::Repeated));
        }
    }
}
