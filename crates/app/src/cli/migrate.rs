//! `migrate`: the database's version.

use super::{Common, Outcome};
use crate::{config::Migrate, data_dir::DataDir, output, wiring};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum MigrateCommand {
    /// Bring the database up to date; doing it again changes nothing
    #[command(
        after_help = "Example:\n  tenure migrate up --database-url postgres://tenure@db.example/tenure"
    )]
    Up,
    /// List what is missing; exit code 1 if anything is
    #[command(after_help = "Example:\n  tenure migrate status --data /var/lib/tenure")]
    Status,
}

pub(super) async fn run(common: &Common, command: &MigrateCommand) -> anyhow::Result<Outcome> {
    let mut config = common.configure_quietly(Vec::new())?;
    config.database.migrate = Migrate::Never;
    match command {
        MigrateCommand::Up => {
            let dir = DataDir::prepare(&config.data_dir)?;
            if config.database.url.is_none() {
                dir.private_database()?;
            }
        }
        MigrateCommand::Status => wiring::require_database(&config)?,
    }
    let store = wiring::open(&config).await?;
    let pending = store.pending_migrations().await?;
    let outcome = match command {
        MigrateCommand::Up => {
            store.migrate().await?;
            for step in &pending {
                output::line(&format!("done  {step}"))?;
            }
            output::note("the database is up to date");
            Outcome::Done
        }
        MigrateCommand::Status if pending.is_empty() => {
            output::note("the database is up to date");
            Outcome::Done
        }
        MigrateCommand::Status => {
            for step in &pending {
                output::line(&format!("missing  {step}"))?;
            }
            Outcome::Failed
        }
    };
    store.close().await?;
    Ok(outcome)
}
