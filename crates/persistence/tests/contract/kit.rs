//! A fresh database for each test, on both kinds, and the list of tests for the harness.

use libtest_mimic::{Arguments, Failed, Trial};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::{
    any::Any,
    future::Future,
    pin::Pin,
    process::ExitCode,
    sync::atomic::{AtomicU64, Ordering},
};
use tempfile::TempDir;
use tenure_persistence::{ConnectOptions, Store};
use uuid::Uuid;

/// Declares tests by sentence; `sentences()` lists them.
macro_rules! contract {
    ($($(#[$meta:meta])* async fn $name:ident($db:ident: &TestDb) $body:block)+) => {
        $($(#[$meta])* async fn $name($db: &crate::kit::TestDb) $body)+

        pub(crate) fn sentences() -> Vec<crate::kit::Sentence> {
            vec![$(crate::kit::Sentence {
                name: stringify!($name),
                run: |db| Box::pin(async move { $name(&db).await }),
            },)+]
        }
    };
}

/// One test.
pub(crate) struct Sentence {
    pub(crate) name: &'static str,
    pub(crate) run: fn(TestDb) -> Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// The two kinds of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// A migrated database of the test's own.
#[derive(Clone)]
pub(crate) struct TestDb {
    pub(crate) kind: Kind,
    pub(crate) store: Store,
    pub(crate) url: String,
    pub(crate) options: ConnectOptions,
}

impl TestDb {
    /// Another store on the same database, as another process has.
    pub(crate) async fn another(&self) -> Store {
        Store::connect(&self.url, self.options.clone())
            .await
            .unwrap()
    }

    /// The database itself, past the store.
    pub(crate) async fn raw(&self) -> DatabaseConnection {
        let mut options = sea_orm::ConnectOptions::new(self.url.as_str());
        options.max_connections(2).sqlx_logging(false);
        if let Some(schema) = &self.options.schema {
            options.set_schema_search_path(schema);
        }
        Database::connect(options).await.unwrap()
    }

    /// Runs a statement past the store.
    pub(crate) async fn execute(&self, sql: &str) {
        let raw = self.raw().await;
        raw.execute_unprepared(sql).await.unwrap();
        raw.close().await.unwrap();
    }

    /// How many rows a table has.
    pub(crate) async fn count(&self, table: &str) -> i64 {
        let raw = self.raw().await;
        let backend = raw.get_database_backend();
        let sql = format!("SELECT COUNT(*) AS number FROM {table}");
        let row = raw.query_one_raw(Statement::from_string(backend, sql));
        let number = row.await.unwrap().unwrap().try_get("", "number").unwrap();
        raw.close().await.unwrap();
        number
    }

    /// Everything in every table, as text.
    pub(crate) async fn dump(&self) -> String {
        let raw = self.raw().await;
        let mut dump = String::new();
        for table in TABLES {
            let sql = match self.kind {
                Kind::Sqlite => all_of_sqlite(&raw, table).await,
                Kind::Postgres => format!("SELECT t::text AS line FROM {table} t"),
            };
            let statement = Statement::from_string(raw.get_database_backend(), sql);
            for row in raw.query_all_raw(statement).await.unwrap() {
                dump.push_str(&row.try_get::<String>("", "line").unwrap());
                dump.push('\n');
            }
        }
        raw.close().await.unwrap();
        dump
    }
}

/// Every table that holds data of tenants.
const TABLES: [&str; 19] = [
    "tenants",
    "reference_data",
    "roles",
    "setup_tokens",
    "users",
    "grants",
    "memberships",
    "days_off",
    "photos",
    "events",
    "outbox",
    "commands",
    "orders",
    "log_in_attempts",
    "log_in_places",
    "sessions",
    "old_passwords",
    "assignments",
    "facility_log_ins",
];

async fn all_of_sqlite(raw: &DatabaseConnection, table: &str) -> String {
    let sql = format!("SELECT name FROM pragma_table_info('{table}')");
    let names = raw.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql));
    let names = names.await.unwrap();
    let names = names
        .iter()
        .map(|row| row.try_get::<String>("", "name").unwrap());
    let quoted = names.map(|name| format!("quote(\"{name}\")"));
    let line = quoted.collect::<Vec<_>>().join(" || ' ' || ");
    format!("SELECT {line} AS line FROM {table}")
}

/// A fresh id; later ones sort after earlier ones.
pub(crate) fn fresh() -> Uuid {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(next))
}

/// Runs the tests as the built-in harness would.
pub(crate) fn run<const N: usize>(modules: [(&str, Vec<Sentence>); N]) -> ExitCode {
    let server = std::env::var("TEST_POSTGRES_URL")
        .ok()
        .filter(|url| !url.is_empty());
    let on_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    let mut trials = Vec::new();
    for (module, sentences) in modules {
        for Sentence { name, run } in sentences {
            let on_file = move || live(Kind::Sqlite, None, run);
            trials.push(Trial::test(format!("sqlite::{module}::{name}"), on_file));
            let url = server.clone();
            let on_server = move || live(Kind::Postgres, url, run);
            let trial = Trial::test(format!("postgres::{module}::{name}"), on_server);
            trials.push(trial.with_ignored_flag(server.is_none() && !on_ci));
        }
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

type Run = fn(TestDb) -> Pin<Box<dyn Future<Output = ()> + Send>>;

fn live(kind: Kind, server: Option<String>, run: Run) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match kind {
            Kind::Sqlite => on_file(run).await,
            Kind::Postgres => {
                let url = server.ok_or("TEST_POSTGRES_URL is not set")?;
                on_server(&url, run).await
            }
        }
    })
}

async fn on_file(run: Run) -> Result<(), Failed> {
    let folder = TempDir::new()?;
    let url = format!("sqlite://{}/tenure.db", folder.path().display());
    let outcome = with(Kind::Sqlite, url, None, run).await;
    drop(folder);
    outcome
}

async fn on_server(url: &str, run: Run) -> Result<(), Failed> {
    let schema = format!("tenure_{}_{}", std::process::id(), fresh().simple());
    let admin = Database::connect(url).await?;
    let sql = format!("CREATE SCHEMA {schema}");
    admin.execute_unprepared(&sql).await?;
    let outcome = with(Kind::Postgres, url.to_owned(), Some(schema.clone()), run).await;
    let sql = format!("DROP SCHEMA {schema} CASCADE");
    admin.execute_unprepared(&sql).await?;
    admin.close().await?;
    outcome
}

async fn with(kind: Kind, url: String, schema: Option<String>, run: Run) -> Result<(), Failed> {
    let options = ConnectOptions {
        max_connections: Some(8),
        schema,
    };
    let store = Store::connect(&url, options.clone()).await?;
    store.migrate().await?;
    let db = TestDb {
        kind,
        store: store.clone(),
        url,
        options,
    };
    // On a task of its own, so that a failure still cleans up.
    let outcome = tokio::spawn(run(db)).await;
    let closed = store.close().await;
    outcome.map_err(|failure| said(&*failure.into_panic()))?;
    Ok(closed?)
}

/// What a failed assertion said.
fn said(failure: &(dyn Any + Send)) -> String {
    let text = failure.downcast_ref::<String>().cloned();
    let text = text.or_else(|| failure.downcast_ref::<&str>().map(ToString::to_string));
    text.unwrap_or_else(|| "it failed without words".to_owned())
}
