//! `config`: what is set, and by what.

use super::{Common, Outcome};
use crate::{
    config::{SETTINGS, mask},
    output::{self, Format},
};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum ConfigCommand {
    /// Say everything that is wrong with the settings
    #[command(after_help = "Example:\n  tenure config check --config /etc/tenure.toml")]
    Check,
    /// Print every setting with its value and its source; secrets are masked
    #[command(after_help = "Example:\n  tenure config print --format json")]
    Print {
        /// The form
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
}

pub(super) fn run(common: &Common, command: &ConfigCommand) -> anyhow::Result<Outcome> {
    let sources = common.sources(Vec::new());
    match command {
        ConfigCommand::Check => {
            sources.read()?;
            output::note("the configuration is usable");
            Ok(Outcome::Done)
        }
        ConfigCommand::Print { format } => {
            let loaded = sources.load();
            let rows = SETTINGS.iter().filter_map(|setting| {
                let found = loaded.values.get(setting.key)?;
                let value = if setting.secret && !found.text.is_empty() {
                    mask(&found.text)
                } else {
                    found.text.clone()
                };
                Some([setting.key.to_owned(), value, found.origin.clone()])
            });
            let rows = rows.collect::<Vec<_>>();
            output::rows(*format, ["setting", "value", "source"], &rows)?;
            sources.read()?;
            Ok(Outcome::Done)
        }
    }
}
