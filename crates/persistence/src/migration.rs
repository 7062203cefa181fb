//! The steps that a database has gone through. A step that was released is frozen: names are text,
//! nothing in it follows the code. A change of the tables is a new step.

mod m0001_tenants;
mod m0002_users;
mod m0003_trail;
mod m0004_log_in;
mod m0006_orders;
mod m0007_work;
mod m0008_old_passwords;
mod m0009_list;
mod m0010_roles;
mod m0011_reference;
mod m0012_chosen;
mod m0013_facilities;
mod m0015_audit;
mod m0016_list;

use crate::{
    ConnectOptions,
    backend::{self, Backend},
    error,
};
use sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::{MigrationTrait, MigratorTrait, SchemaManager};
use tenure_service::ports::StoreError;

struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_tenants::Step),
            Box::new(m0002_users::Step),
            Box::new(m0003_trail::Step),
            Box::new(m0004_log_in::Step),
            Box::new(m0006_orders::Step),
            Box::new(m0007_work::Step),
            Box::new(m0008_old_passwords::Step),
            Box::new(m0009_list::Step),
            Box::new(m0010_roles::Step),
            Box::new(m0011_reference::Step),
            Box::new(m0012_chosen::Step),
            Box::new(m0013_facilities::Step),
            Box::new(m0015_audit::Step),
            Box::new(m0016_list::Step),
        ]
    }
}

/// Takes the steps that are missing.
pub(crate) async fn run(url: &str, options: &ConnectOptions) -> Result<(), StoreError> {
    let db = Backend::open_for_migration(url, options).await?;
    let outcome = async {
        backend::lock_migrations(&db).await?;
        Migrator::up(&db, None).await
    };
    let outcome = outcome.await.map_err(error::of);
    db.close().await.map_err(error::of)?;
    outcome
}

/// The names of the steps that are missing. Writes nothing.
pub(crate) async fn pending(db: &impl ConnectionTrait) -> Result<Vec<String>, StoreError> {
    let steps = Migrator::get_pending_migrations_read_only(db).await;
    let steps = steps.map_err(error::of)?;
    Ok(steps.iter().map(|step| step.name().to_owned()).collect())
}

/// Creates an index whose name has the columns in it: refusals are told apart by it.
async fn index(
    manager: &SchemaManager<'_>,
    table: &'static str,
    columns: &[&'static str],
    kind: Kind,
) -> Result<(), DbErr> {
    use sea_orm_migration::sea_query::{ConditionalStatement, Expr, ExprTrait, Index};
    let mut index = Index::create();
    let suffix = if kind == Kind::Unique { "key" } else { "idx" };
    let named = columns.iter().filter(|column| **column != "tenant_id");
    let named = named.copied().collect::<Vec<_>>().join("_");
    index.name(format!("{table}_{named}_{suffix}")).table(table);
    for column in columns {
        index.col(*column);
    }
    match kind {
        Kind::Unique => {
            index.unique();
        }
        Kind::Plain => {}
        Kind::WhereTrue(column) => {
            index.and_where(Expr::col(column));
        }
        Kind::WhereSet(column) => {
            index.and_where(Expr::col(column).is_not_null());
        }
    }
    manager.create_index(index).await
}

/// What an index holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Every row.
    Plain,
    /// Every row, no two alike.
    Unique,
    /// Rows where this column is true.
    WhereTrue(&'static str),
    /// Rows where this column is not null.
    WhereSet(&'static str),
}
