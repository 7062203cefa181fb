//! The store on sea-orm: SQLite and PostgreSQL through one code path.
//!
//! [`Store`] is the real thing behind the ports `UserStore`, `UserQueries`, `LogInStore`,
//! `SessionStore`, `PolicyStore`, `RoleStore`, `ReferenceStore`, `OrderStore`, `OrderLedger` and `Outbox`.
//! A user's state is one JSON
//! column of his row, checked whenever it is read; what lists sort, filter and constrain stands beside it in columns of its own.
#![warn(missing_docs)]

mod answers;
mod backend;
mod backup;
mod check;
mod commit;
mod entity;
mod error;
mod log_in;
mod mapping;
mod migration;
mod orders;
mod outbox;
mod photos;
mod policies;
mod queries;
mod references;
mod roles;
mod sessions;
mod setup;
mod tenants;
mod transfer;
mod users;

pub use backup::BackupError;
pub use check::{BrokenChain, Replay};

use backend::Backend;
use std::{fmt, sync::Arc};
use tenants::Cache;
use tenure_service::ports::StoreError;

/// How to connect.
#[derive(Clone, Debug, Default)]
pub struct ConnectOptions {
    /// The most connections; none: 8 to a file, 16 to a server.
    pub max_connections: Option<u32>,
    /// The schema to live in, on PostgreSQL; none: the server's own choice.
    pub schema: Option<String>,
}

/// The store. Clones share one pool of connections.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    backend: Backend,
    tenants: Cache,
    url: String,
    options: ConnectOptions,
}

impl fmt::Debug for Store {
    /// Without the URL: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("backend", &self.0.backend)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens `sqlite://<file>` (made when it is not there) or `postgres://…`.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the URL is no such URL or nobody answers there.
    pub async fn connect(url: &str, options: ConnectOptions) -> Result<Self, StoreError> {
        let backend = Backend::open(url, &options).await?;
        Ok(Self(Arc::new(Inner {
            backend,
            tenants: Cache::default(),
            url: url.to_owned(),
            options,
        })))
    }

    /// Brings the tables up to date. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        migration::run(&self.0.url, &self.0.options).await
    }

    /// The names of the steps that [`Store::migrate`] would take.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        migration::pending(&self.0.backend.db).await
    }

    /// Closes the store and all its clones. A SQLite file is complete without its companions then.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] with what the database said.
    pub async fn close(&self) -> Result<(), StoreError> {
        self.0.backend.close().await
    }
}
