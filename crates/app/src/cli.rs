//! The command line: what can be typed, and what becomes of it.

mod backup;
mod check;
mod config_command;
mod demo;
mod doctor;
mod export;
mod import;
mod migrate;
mod password;
mod policy;
mod progress;
mod serve;
mod tenant;
mod user;

use crate::{
    config::{Config, Migrate, Sources},
    logging, output,
};
use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use std::{ffi::OsString, net::SocketAddr, path::PathBuf, process::ExitCode};
use tenure_domain::Rejection;
use tenure_service::Error;

const EXAMPLES: &str = "\
Examples:
  tenure                                     serve on http://127.0.0.1:8080 with everything in ./data
  tenure serve --listen 127.0.0.1:0          serve on a free port
  tenure demo                                look around in sample tenants
  tenure setup-link                          a new link for the first administrator
  tenure user create --email ana@example.com --first-name Ana --admin
  tenure user unlock ana@example.com
  tenure import users.csv --dry-run          what would become of the users in a file?
  tenure export > users.csv                  all users as a file
  tenure backup /backup/tenure.db            a copy of the database
  tenure doctor                              is everything as it should be?

Exit codes: 0 done, 1 failed, 2 done in part, 64 wrong usage.
Every setting can stand in a file or in the environment: see `tenure config print`.";

/// Users of an order management system: invited, active, inactive, blocked, deleted.
#[derive(Debug, Parser)]
#[command(name = "tenure", version, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    #[command(flatten)]
    common: Common,
    /// Without one: serve
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Args, Clone, Debug, Default)]
struct Common {
    /// Settings file [default: tenure.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Data directory [default: ./data]
    #[arg(long, global = true, value_name = "DIR", alias = "data-dir")]
    data: Option<PathBuf>,
    /// Database, `sqlite://FILE` or `postgres://…` [default: a file in the data directory]
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API and the pages
    Serve(ServeArgs),
    /// Serve sample tenants, to look around in
    Demo(demo::DemoArgs),
    /// Bring the database up to date, or look what is missing
    #[command(subcommand)]
    Migrate(migrate::MigrateCommand),
    /// Print a new link for the first administrator
    #[command(after_help = "Example:\n  tenure setup-link --data /var/lib/tenure")]
    SetupLink(UrlArgs),
    /// Look at users and help them
    User(user::UserArgs),
    /// Carry users in from a file
    Import(import::ImportArgs),
    /// Carry users out into a file
    Export(export::ExportArgs),
    /// Make tenants, list them, give them other rules
    #[command(subcommand)]
    Tenant(tenant::TenantCommand),
    /// Look at a tenant's rules and change them
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// Print the API's OpenAPI document
    #[command(after_help = "Example:\n  tenure openapi > openapi.json")]
    Openapi,
    /// Copy the database into a file, beside a running server
    Backup(backup::BackupArgs),
    /// Look whether everything is as it should be
    Doctor(doctor::DoctorArgs),
    /// Look at settings
    #[command(subcommand)]
    Config(config_command::ConfigCommand),
    /// Check the stored data against its history
    Check(check::CheckArgs),
}

#[derive(Args, Debug, Default)]
#[command(after_help = "Examples:
  tenure serve --listen 127.0.0.1:8080 --data /var/lib/tenure
  tenure serve --listen 0.0.0.0:8080 --public-url https://users.shop.example   (behind a proxy with TLS)
  tenure serve --database-url postgres://tenure@db.example/tenure --migrate check")]
struct ServeArgs {
    /// Address to listen on; port 0 picks a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    url: UrlArgs,
    /// Plain HTTP also on addresses that others can reach
    #[arg(long)]
    insecure_http: bool,
    /// What to do with a database of an older version [default: auto]
    #[arg(long, value_name = "WHAT")]
    migrate: Option<Migrate>,
}

#[derive(Args, Debug, Default)]
struct UrlArgs {
    /// What stands before the path of a link [default: the address listened on]
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Failed,
    Part,
}

/// A mistake in what was typed, found after clap had looked.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

const USAGE: u8 = 64;
const PART: u8 = 2;

impl Common {
    fn sources(&self, mut flags: Vec<(&'static str, String)>) -> Sources {
        if let Some(dir) = &self.data {
            flags.push(("data.dir", dir.display().to_string()));
        }
        if let Some(url) = &self.database_url {
            flags.push(("database.url", url.clone()));
        }
        Sources::of_process(self.config.clone(), flags)
    }

    /// The configuration, with logging started by it.
    fn configure(&self, flags: Vec<(&'static str, String)>) -> anyhow::Result<Config> {
        let config = self.sources(flags).read()?;
        logging::start(&config.log);
        Ok(config)
    }

    /// For commands beside a server: only what goes wrong is logged.
    fn configure_quietly(&self, flags: Vec<(&'static str, String)>) -> anyhow::Result<Config> {
        let mut config = self.sources(flags).read()?;
        if config.log.level == "info" {
            "warn".clone_into(&mut config.log.level);
        }
        logging::start(&config.log);
        Ok(config)
    }
}

impl UrlArgs {
    fn flags(&self) -> Vec<(&'static str, String)> {
        let url = self.public_url.clone();
        url.map(|url| ("server.public_url", url))
            .into_iter()
            .collect()
    }
}

/// Runs the command that these arguments name.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, everything else is a mistake.
            let code = if error.use_stderr() { USAGE } else { 0 };
            drop(error.print());
            return ExitCode::from(code);
        }
    };
    match start(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::FAILURE,
        Ok(Outcome::Part) => ExitCode::from(PART),
        Err(error) => {
            output::note(&format!("tenure: {error:#}"));
            if error.is::<Usage>() {
                ExitCode::from(USAGE)
            } else {
                ExitCode::FAILURE
            }
        }
    }
}

fn start(cli: Cli) -> anyhow::Result<Outcome> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start")?;
    let outcome = runtime.block_on(Box::pin(execute(cli)));
    // Whatever still runs has had its time.
    runtime.shutdown_background();
    outcome
}

async fn execute(cli: Cli) -> anyhow::Result<Outcome> {
    let common = cli.common;
    match cli
        .command
        .unwrap_or_else(|| Command::Serve(ServeArgs::default()))
    {
        Command::Serve(args) => serve::serve(&common, &args).await,
        Command::Demo(args) => demo::run(&common, &args).await,
        Command::Migrate(command) => migrate::run(&common, &command).await,
        Command::SetupLink(args) => serve::setup_link(&common, &args).await,
        Command::User(args) => Box::pin(user::run(&common, args)).await,
        Command::Import(args) => import::run(&common, &args).await,
        Command::Export(args) => export::run(&common, &args).await,
        Command::Tenant(command) => tenant::run(&common, command).await,
        Command::Policy(command) => policy::run(&common, command).await,
        Command::Openapi => {
            output::json(&tenure_http::openapi())?;
            Ok(Outcome::Done)
        }
        Command::Backup(args) => backup::run(&common, &args).await,
        Command::Doctor(args) => doctor::run(&common, &args).await,
        Command::Config(command) => config_command::run(&common, &command),
        Command::Check(args) => check::run(&common, &args).await,
    }
}

/// A refusal in words, with every single reason.
pub(crate) fn explain(error: &Error) -> anyhow::Error {
    let reasons = match error {
        Error::Rejected(Rejection::Validation(violations)) => violations
            .iter()
            .map(|wrong| {
                format!(
                    "{}: {}",
                    wrong.pointer.trim_start_matches('/'),
                    wrong.message
                )
            })
            .collect(),
        Error::Rejected(Rejection::PasswordPolicy(weak)) => {
            weak.0.iter().map(ToString::to_string).collect()
        }
        Error::Unavailable { source, .. } => vec![source.to_string()],
        Error::NotFound
        | Error::Rejected(_)
        | Error::Taken(_)
        | Error::KeyReused
        | Error::Contended
        | Error::LogInFailed { .. }
        | Error::AuthorizationFailure
        | Error::PasswordChangeRequired { .. }
        | Error::NotLoggedIn
        | Error::ReauthenticationRequired
        | Error::SetupClosed
        | Error::Busy
        | Error::HeldByDeleted { .. }
        | Error::RecordTaken(_)
        | Error::OrderExists(_)
        | Error::Corrupt(_) => Vec::new(),
    };
    let code = error.code();
    let lines = reasons.iter().map(|reason| format!("\n  {reason}"));
    anyhow::anyhow!("{error} ({code}){}", lines.collect::<String>())
}

#[cfg(test)]
mod tests;
