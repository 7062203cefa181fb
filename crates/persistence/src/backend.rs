//! The only file that knows which database it is: how to connect, begin, lock out others, explain.

use crate::{ConnectOptions, error};
use sea_orm::{
    AccessMode, ConnAcquireErr, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, IsolationLevel, SqliteTransactionMode, Statement, StatementBuilder,
    TransactionOptions, TransactionTrait,
    sea_query::ColumnDef,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::{future::Future, sync::Arc, time::Duration};
use tenure_service::ports::StoreError;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// After so long without an answer the database counts as lost.
const PATIENCE: Duration = Duration::from_secs(3);
/// So long work on every user of a tenant may take.
const LONG: Duration = Duration::from_secs(60);
/// So long a writer waits for another process that writes to the same file.
const BUSY: Duration = Duration::from_secs(5);

/// An open database.
#[derive(Debug)]
pub(crate) struct Backend {
    pub(crate) db: DatabaseConnection,
    /// SQLite has one writer at a time. Waiting in line here is fair and wakes at once, where its
    /// own waiting sleeps and tries again.
    line: Option<Arc<Semaphore>>,
}

/// A write transaction. It ends by [`Writing::finish`].
#[derive(Debug)]
pub(crate) struct Writing {
    pub(crate) tx: DatabaseTransaction,
    _turn: Option<OwnedSemaphorePermit>,
}

impl Writing {
    /// Commits what went well, takes back what did not.
    pub(crate) async fn finish<T>(self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        match outcome {
            Ok(value) => {
                self.tx.commit().await.map_err(error::of)?;
                Ok(value)
            }
            Err(refusal) => {
                self.take_back().await;
                Err(refusal)
            }
        }
    }

    /// Takes everything back.
    pub(crate) async fn take_back(self) {
        if let Err(problem) = self.tx.rollback().await {
            tracing::warn!(%problem, "a transaction could not be rolled back");
        }
    }
}

impl Backend {
    /// Opens the database of this URL.
    pub(crate) async fn open(url: &str, options: &ConnectOptions) -> Result<Self, StoreError> {
        let db = connect(pool(url, options)).await?;
        let line = is_file(&db).then(|| Arc::new(Semaphore::new(1)));
        Ok(Self { db, line })
    }

    /// A connection of its own for migrations: alone, and without a limit to how long they take.
    pub(crate) async fn open_for_migration(
        url: &str,
        options: &ConnectOptions,
    ) -> Result<DatabaseConnection, StoreError> {
        let mut pool = pool(url, options);
        pool.max_connections(1).statement_timeout(Duration::ZERO);
        connect(pool).await
    }

    /// The answer, or `Unavailable` when it is not there in time. A file answers in its own time.
    pub(crate) fn within<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> impl Future<Output = Result<T, StoreError>> {
        self.within_time(PATIENCE, work)
    }

    /// The same for work on every user of a tenant, each step of which has the usual time.
    pub(crate) fn within_long<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> impl Future<Output = Result<T, StoreError>> {
        self.within_time(LONG, work)
    }

    async fn within_time<T>(
        &self,
        time: Duration,
        work: impl Future<Output = Result<T, StoreError>> + Send,
    ) -> Result<T, StoreError> {
        if is_file(&self.db) {
            return work.await;
        }
        tokio::time::timeout(time, work)
            .await
            .unwrap_or_else(|late| Err(unavailable(late)))
    }

    /// Begins to write. On SQLite the lock is taken at once: a transaction that reads first and
    /// writes later fails when another one wrote in between, and no time-out helps.
    pub(crate) async fn begin_write(&self) -> Result<Writing, StoreError> {
        let turn = self.turn().await?;
        // Guards count what others have committed while this one waited for their lock, whatever the server's
        // default is.
        let isolation_level = (!is_file(&self.db)).then_some(IsolationLevel::ReadCommitted);
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            isolation_level,
            ..TransactionOptions::default()
        };
        let tx = self
            .db
            .begin_with_options(options)
            .await
            .map_err(error::of)?;
        Ok(Writing { tx, _turn: turn })
    }

    /// Waits until it is one's turn to write. A single statement needs no transaction, but its turn.
    pub(crate) async fn turn(&self) -> Result<Option<OwnedSemaphorePermit>, StoreError> {
        let Some(line) = &self.line else {
            return Ok(None);
        };
        let turn = tokio::time::timeout(BUSY, Arc::clone(line).acquire_owned()).await;
        Ok(Some(turn.map_err(unavailable)?.map_err(unavailable)?))
    }

    /// Begins to read: every statement sees the same moment.
    pub(crate) async fn begin_read(&self) -> Result<Writing, StoreError> {
        // A file's readers see one moment anyway.
        let options = if is_file(&self.db) {
            TransactionOptions::default()
        } else {
            TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            }
        };
        let tx = self
            .db
            .begin_with_options(options)
            .await
            .map_err(error::of)?;
        Ok(Writing { tx, _turn: None })
    }

    /// How the database would go about a query, line by line.
    pub(crate) async fn explain(
        &self,
        query: &impl StatementBuilder,
    ) -> Result<Vec<String>, StoreError> {
        let backend = self.db.get_database_backend();
        let mut statement = backend.build(query);
        let (how, column) = if is_file(&self.db) {
            ("EXPLAIN QUERY PLAN", "detail")
        } else {
            ("EXPLAIN", "QUERY PLAN")
        };
        statement.sql = format!("{how} {}", statement.sql);
        let rows = self.db.query_all_raw(statement).await.map_err(error::of)?;
        rows.iter()
            .map(|row| row.try_get::<String>("", column).map_err(error::of))
            .collect()
    }

    /// Closes the database; again, if it must be. On SQLite everything is in one file afterwards.
    pub(crate) async fn close(&self) -> Result<(), StoreError> {
        if is_file(&self.db) {
            let sql = "PRAGMA wal_checkpoint(TRUNCATE)";
            match self.db.execute_unprepared(sql).await {
                Ok(_) | Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)) => {}
                Err(problem) => return Err(error::of(problem)),
            }
        }
        self.db.clone().close().await.map_err(error::of)
    }
}

/// Lets one process migrate at a time; the lock goes with the connection.
pub(crate) async fn lock_migrations(db: &DatabaseConnection) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT pg_advisory_lock(hashtext(current_schema() || '.tenure'))";
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        db.query_one_raw(statement).await?;
    }
    Ok(())
}

/// Makes a text column that is compared byte by byte, as SQLite does, whatever the server's language.
pub(crate) fn bytewise(db: DbBackend, mut column: ColumnDef) -> ColumnDef {
    if db == DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

/// Opens a copy that nobody writes to, as it is.
pub(crate) async fn open_copy(path: &std::path::Path) -> Result<DatabaseConnection, DbErr> {
    let path = path.to_owned();
    let mut pool = sea_orm::ConnectOptions::new("sqlite:copy");
    pool.sqlx_logging(false).max_connections(1);
    pool.map_sqlx_sqlite_opts(move |file| file.filename(&path).read_only(true));
    Database::connect(pool).await
}

async fn connect(options: sea_orm::ConnectOptions) -> Result<DatabaseConnection, StoreError> {
    Database::connect(options).await.map_err(error::of)
}

fn pool(url: &str, options: &ConnectOptions) -> sea_orm::ConnectOptions {
    let mut pool = sea_orm::ConnectOptions::new(url);
    pool.sqlx_logging(false).record_stmt_in_spans(false);
    if DbBackend::Sqlite.is_prefix_of(url) {
        pool.max_connections(options.max_connections.unwrap_or(8));
        pool.acquire_timeout(BUSY).test_before_acquire(false);
        pool.map_sqlx_sqlite_opts(|file| {
            file.create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(BUSY)
                .foreign_keys(true)
                // What is deleted is overwritten: personal data does not linger in free pages.
                .pragma("secure_delete", "on")
        });
    } else {
        pool.max_connections(options.max_connections.unwrap_or(16));
        pool.acquire_timeout(PATIENCE).statement_timeout(PATIENCE);
        pool.test_before_acquire_if_idle_for(Duration::from_secs(1));
        pool.set_application_name("tenure");
        if let Some(schema) = &options.schema {
            pool.set_schema_search_path(schema);
        }
    }
    pool
}

fn is_file(db: &DatabaseConnection) -> bool {
    db.get_database_backend() == DbBackend::Sqlite
}

fn unavailable(problem: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Unavailable(Box::new(problem))
}
