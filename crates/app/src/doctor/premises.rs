//! The house of a running server: the checks, asked of what it has open, and copies of its database.

use super::{clock, database, disk, files, hashing, mail, version};
use crate::config::Config;
use async_trait::async_trait;
use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};
use tenure_persistence::Store;
use tenure_service::{
    password::Hasher,
    ports::{BoxError, Check, Copy, Premises, Scope, Storage, Tenant},
};

/// The installation of a running server.
#[derive(Debug)]
pub(crate) struct House {
    config: Config,
    store: Arc<Store>,
    hasher: Hasher,
    copies: AtomicU32,
}

impl House {
    /// The house of this configuration, database and hasher.
    pub(crate) fn new(config: &Config, store: Arc<Store>, hasher: Hasher) -> Self {
        Self {
            config: config.clone(),
            store,
            hasher,
            copies: AtomicU32::default(),
        }
    }

    /// Beside the database, where there is room for it; no two copies that are made at once share a name.
    fn draft(&self) -> PathBuf {
        let number = self.copies.fetch_add(1, Ordering::Relaxed);
        let name = format!(".backup.{}.{number}", std::process::id());
        self.config.data_dir.join(name)
    }
}

#[async_trait]
impl Premises for House {
    async fn look(&self, tenant: &Tenant, scope: Scope) -> Vec<Check> {
        let config = &self.config;
        let mut checks = vec![version()];
        if scope == Scope::House {
            checks.extend(files::data_dir(config));
            checks.extend(disk(&config.data_dir));
        }
        checks.extend(database::open(&self.store, config, scope, Some(tenant)).await);
        checks.push(mail(config, scope));
        checks.push(clock());
        checks.push(hashing(&self.hasher, config).await);
        checks
    }

    fn storage(&self) -> Storage {
        if self.store.is_file() {
            Storage::File
        } else {
            Storage::Server
        }
    }

    async fn copy(&self) -> Result<Copy, BoxError> {
        let path = self.draft();
        let bytes = self.store.copy_into(&path).await?;
        let file = fs::File::open(&path);
        // Whoever reads it has it open; nobody else finds it.
        fs::remove_file(&path)?;
        Ok(Copy { file: file?, bytes })
    }
}
