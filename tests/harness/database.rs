//! A database of one's own for each test, gone when the test is.

use std::{
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

/// Where a server under test keeps its data.
#[derive(Debug)]
pub(crate) enum Database {
    /// The embedded default: a file in the data folder.
    Sqlite,
    /// A fresh database on the cluster of `TEST_POSTGRES_URL`.
    Postgres { admin_url: String, name: String },
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Database {
    pub(crate) fn sqlite() -> Self {
        Self::Sqlite
    }

    /// Fails, rather than skips, without a server: a quiet skip would count as passed.
    pub(crate) fn postgres() -> Self {
        let admin_url = std::env::var("TEST_POSTGRES_URL")
            .expect("TEST_POSTGRES_URL is not set; run the tests by `cargo xtask test`");
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("e2e_{}_{n}", std::process::id());
        psql(&admin_url, &format!("CREATE DATABASE {name}"));
        Self::Postgres { admin_url, name }
    }

    /// The address to hand to the server; none: its own default.
    pub(crate) fn url(&self) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres { admin_url, name } => Some(with_database(admin_url, name)),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres { admin_url, name } = self {
            psql(
                admin_url,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}

fn psql(url: &str, sql: &str) {
    let status = Command::new("psql")
        .args([url, "--quiet", "--no-psqlrc", "--command", sql])
        .status()
        .expect("psql comes with PostgreSQL");
    assert!(status.success(), "{sql}");
}

/// The same server, another database.
pub(crate) fn with_database(url: &str, name: &str) -> String {
    let (before, options) = url
        .split_once('?')
        .map_or((url, None), |(a, b)| (a, Some(b)));
    let slash = before
        .rfind('/')
        .expect("a PostgreSQL address ends with a database");
    let server = &before[..slash];
    options.map_or_else(
        || format!("{server}/{name}"),
        |options| format!("{server}/{name}?{options}"),
    )
}
