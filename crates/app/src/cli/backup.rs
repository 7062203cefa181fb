//! `backup`: a copy of the database while the server runs.

use super::{Common, Outcome};
use crate::{config::mask, data_dir::KEY_FILE, output, wiring};
use clap::Args;
use std::path::PathBuf;
use tenure_persistence::{ConnectOptions, Store};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure backup /backup/tenure.db
  tenure backup /backup/tenure.db --data /var/lib/tenure

The copy is of one moment, is read again and found whole, and overwrites nothing; the server may run meanwhile. It has
personal data and the hashes of passwords in it. Where the database is a PostgreSQL server, the line that copies it is
printed instead.")]
pub(super) struct BackupArgs {
    /// The new file
    file: PathBuf,
}

pub(super) async fn run(common: &Common, args: &BackupArgs) -> anyhow::Result<Outcome> {
    let config = common.configure_quietly(Vec::new())?;
    wiring::require_database(&config)?;
    let url = config.database_url();
    let file = args.file.display();
    if config.database_file().is_none() {
        let url = mask(&url);
        output::line(&format!("pg_dump --format=custom --file='{file}' '{url}'"))?;
        output::note("Run this line; nothing was copied.");
        return Ok(Outcome::Done);
    }
    let store = Store::connect(&url, ConnectOptions::default()).await?;
    let copied = store.copy_into(&args.file).await;
    store.close().await?;
    let bytes = copied?;
    output::line(&format!("{file}  {bytes} bytes"))?;
    let key = config.data_dir.join(KEY_FILE);
    if key.exists() {
        output::note(&format!(
            "Keep {} with it: without it links that are out stop working.",
            key.display()
        ));
    }
    Ok(Outcome::Done)
}
