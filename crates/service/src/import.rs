//! Carrying users in from a file: each row decided as the command that it would be by itself, many rows in one commit.
//!
//! A row names its user by external id, else by address, else by user name. Who is there gets what differs, who is not
//! there is added, and a row that says what is so already changes nothing. So a file that was broken off, or refused in
//! part, is simply sent again: what was done is `unchanged` then.

mod around;
mod carry;
mod object;
mod plan;
mod report;
mod row;
mod seen;
mod table;

pub use report::{ImportError, Outcome, Reason, RowResult};
pub use table::{FileFormat, Naming};

use crate::{
    assignments::Assignments,
    error::Error,
    ports::{CommandKey, Stamp, Tenant, TransferStore},
    sessions::Presence,
    turns::{Turn, Turns},
    users::{Users, store_error},
};
use row::Row;
use seen::Seen;
use std::{
    collections::HashMap,
    fmt, mem,
    sync::{Arc, Mutex, PoisonError},
};
use table::{Record, Table};
use tenure_domain::{
    ImportCounts, TenantFact,
    authority::{Actor, Permission, Reach, transfer_reach},
    value::TenantId,
};

/// So many rows are decided and written together.
const BATCH: usize = 200;

/// How a file is to be read and carried out.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    /// What it is written in.
    pub format: FileFormat,
    /// What its columns are.
    pub naming: Naming,
    /// Only say what would become of it.
    pub dry_run: bool,
    /// Invite new people whose row names no credential. Nobody is mailed to unasked.
    pub invite: bool,
}

/// The use case.
#[derive(Clone)]
pub struct Imports {
    users: Users,
    assignments: Assignments,
    store: Arc<dyn TransferStore>,
    turns: Turns,
    /// How far each tenant's import has come.
    progress: Arc<Mutex<HashMap<TenantId, ImportCounts>>>,
}

impl fmt::Debug for Imports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Imports")
    }
}

/// A file that is being carried in. Fed piece by piece, it answers with what became of the rows so far.
pub struct Import {
    imports: Imports,
    tenant: Arc<Tenant>,
    actor: Actor,
    presence: Presence,
    options: ImportOptions,
    table: Table,
    waiting: Vec<Record>,
    seen: Seen,
    counts: ImportCounts,
    /// How many seats a dry run would have taken by now.
    seats: u32,
    /// Why the file is not read any further.
    broken: Option<ImportError>,
    _turn: Turn,
}

impl fmt::Debug for Import {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Import")
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

impl Imports {
    /// The use case over these parts.
    #[must_use]
    pub fn new(users: Users, assignments: Assignments, store: Arc<dyn TransferStore>) -> Self {
        Self {
            users,
            assignments,
            store,
            turns: Turns::default(),
            progress: Arc::default(),
        }
    }

    /// Begins to carry a file in.
    ///
    /// # Errors
    /// `forbidden` without `users.import`; [`Error::Busy`] while another import of this tenant runs.
    pub fn begin(
        &self,
        tenant: &Arc<Tenant>,
        presence: Presence,
        options: ImportOptions,
    ) -> Result<Import, Error> {
        self.begin_for(tenant, presence, options, None)
    }

    /// The same for a wish that may come twice at once: [`Imports::is_run_by`] tells its twin.
    ///
    /// # Errors
    /// As of [`Imports::begin`].
    pub fn begin_for(
        &self,
        tenant: &Arc<Tenant>,
        presence: Presence,
        options: ImportOptions,
        wish: Option<&CommandKey>,
    ) -> Result<Import, Error> {
        transfer_reach(presence.actor(), Permission::UsersImport)?;
        let turn = self.turns.take(tenant.id, wish)?;
        self.has_come(tenant.id, ImportCounts::default());
        Ok(Import {
            imports: self.clone(),
            tenant: Arc::clone(tenant),
            actor: presence.actor().clone(),
            presence,
            table: Table::new(options.format, options.naming.clone()),
            options,
            waiting: Vec::new(),
            seen: Seen::default(),
            counts: ImportCounts::default(),
            seats: 0,
            broken: None,
            _turn: turn,
        })
    }

    /// Is a file being carried in for this wish here?
    #[must_use]
    pub fn is_run_by(&self, wish: &CommandKey) -> bool {
        self.turns.is_taken_by(wish)
    }

    /// How far this tenant's import has come; none: none is running here.
    #[must_use]
    pub fn progress(&self, tenant: TenantId) -> Option<ImportCounts> {
        if !self.turns.is_taken(tenant) {
            return None;
        }
        let progress = self.progress.lock();
        let progress = progress.unwrap_or_else(PoisonError::into_inner);
        Some(progress.get(&tenant).copied().unwrap_or_default())
    }

    fn has_come(&self, tenant: TenantId, counts: ImportCounts) {
        let progress = self.progress.lock();
        let mut progress = progress.unwrap_or_else(PoisonError::into_inner);
        progress.insert(tenant, counts);
    }
}

impl Import {
    /// How many rows came to what so far.
    #[must_use]
    pub fn counts(&self) -> ImportCounts {
        self.counts
    }

    fn reach(&self) -> Result<Reach, Error> {
        Ok(transfer_reach(&self.actor, Permission::UsersImport)?)
    }

    /// Is the file not read any further?
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.broken.is_some()
    }

    /// Takes a piece of the file. Answers with the rows that are done, in order.
    ///
    /// # Errors
    /// What stops the whole; rows that are done stay done.
    pub async fn feed(&mut self, bytes: &[u8]) -> Result<Vec<RowResult>, Error> {
        if self.broken.is_none() {
            self.broken = self.table.feed(bytes, &mut self.waiting).err();
        }
        self.work_off(BATCH).await
    }

    /// The file ends here. Answers with the rows that were left; the audit trail tells of the whole.
    ///
    /// # Errors
    /// As [`Import::feed`].
    pub async fn finish(&mut self) -> Result<Vec<RowResult>, Error> {
        if self.broken.is_none() {
            self.broken = self.table.end(&mut self.waiting).err();
        }
        let done = self.work_off(1).await?;
        self.tell().await?;
        Ok(done)
    }

    /// What is wrong with the file, if it was not read to its end.
    pub fn fault(&mut self) -> Option<ImportError> {
        self.broken.take()
    }

    /// Works off what waits, while there are so many rows.
    async fn work_off(&mut self, least: usize) -> Result<Vec<RowResult>, Error> {
        let mut done = Vec::new();
        while self.waiting.len() >= least {
            let rest = self.waiting.split_off(BATCH.min(self.waiting.len()));
            let batch = mem::replace(&mut self.waiting, rest);
            done.extend(self.batch(batch).await?);
        }
        Ok(done)
    }

    /// An import that changed nothing leaves no trace.
    async fn tell(&self) -> Result<(), Error> {
        let counts = self.counts;
        if self.options.dry_run || counts.created + counts.updated == 0 {
            return Ok(());
        }
        let users = &self.imports.users;
        let stamp = Stamp::new(&*users.ids, &self.actor, users.clock.now());
        let fact = TenantFact::ImportFinished(counts);
        let noted = self.imports.store.note(self.tenant.id, &fact, &stamp).await;
        noted.map_err(store_error)
    }

    /// What the importer may do now: a role or access that was taken away meanwhile ends the import.
    async fn refresh(&mut self) -> Result<(), Error> {
        self.actor = self.presence.renew().await?.clone();
        self.reach().map(drop)
    }

    async fn batch(&mut self, records: Vec<Record>) -> Result<Vec<RowResult>, Error> {
        self.refresh().await?;
        let rows = records.into_iter().map(|record| {
            let line = record.line;
            Row::read(record).map_err(|reasons| RowResult::failed(line, reasons))
        });
        let rows = rows.collect::<Vec<_>>();
        let right = rows.iter().filter_map(|row| row.as_ref().ok().cloned());
        let mut done = self.carry(&right.collect::<Vec<_>>()).await?.into_iter();
        let results = rows
            .into_iter()
            .filter_map(|row| row.err().or_else(|| done.next()));
        let results = results.collect::<Vec<_>>();
        for result in &results {
            result.count(&mut self.counts);
        }
        self.imports.has_come(self.tenant.id, self.counts);
        Ok(results)
    }
}
