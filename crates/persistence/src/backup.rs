//! A copy of a SQLite file while work goes on.

use crate::{Store, backend};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database is not a file.
    #[error("the database is a server; it has tools of its own")]
    NotAFile,
    /// Something stands there already.
    #[error("{0} is there already; a copy overwrites nothing")]
    Exists(PathBuf),
    /// The file cannot be made.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The copy was read again and is not whole.
    #[error("the copy is damaged: {0}")]
    Damaged(String),
    /// What the database said.
    #[error("the database could not be copied: {0}")]
    Database(#[from] DbErr),
}

impl Store {
    /// Is the database a file?
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.0.backend.db.get_database_backend() == DbBackend::Sqlite
    }

    /// Copies the whole database into a new file for its owner alone, reads the copy again, and says how large it is.
    /// Nobody waits meanwhile: the copy is of one moment.
    ///
    /// # Errors
    /// [`BackupError`]; then there is no file.
    pub async fn copy_into(&self, path: &Path) -> Result<u64, BackupError> {
        if !self.is_file() {
            return Err(BackupError::NotAFile);
        }
        let at_file = |source| BackupError::File {
            path: path.to_owned(),
            source,
        };
        make(path).map_err(|source| {
            if source.kind() == io::ErrorKind::AlreadyExists {
                BackupError::Exists(path.to_owned())
            } else {
                at_file(source)
            }
        })?;
        let copied = self.fill(path).await;
        if copied.is_err() {
            // What was made in vain is not left behind.
            let _ = fs::remove_file(path);
        }
        copied?;
        Ok(fs::metadata(path).map_err(at_file)?.len())
    }

    async fn fill(&self, path: &Path) -> Result<(), BackupError> {
        let name = path.to_string_lossy().into_owned();
        let statement =
            Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [name.into()]);
        self.0.backend.db.execute_raw(statement).await?;
        let copy = backend::open_copy(path).await?;
        let found = look_through(&copy).await;
        copy.close().await?;
        match found?.as_str() {
            "ok" => Ok(()),
            fault => Err(BackupError::Damaged(fault.to_owned())),
        }
    }
}

async fn look_through(copy: &impl ConnectionTrait) -> Result<String, DbErr> {
    let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA integrity_check(1)");
    let row = copy.query_one_raw(statement).await?;
    row.map_or_else(
        || Ok("it says nothing".to_owned()),
        |row| row.try_get("", "integrity_check"),
    )
}

/// An empty file for its owner alone, where there was none.
fn make(path: &Path) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}
