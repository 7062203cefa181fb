//! Logs: on standard error, for people or for programs.

use crate::config::{Log, LogFormat};
use std::io::{IsTerminal, stderr};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Starts logging for the whole process; a second start changes nothing.
pub fn start(log: &Log) {
    let filter = EnvFilter::builder()
        .parse(&log.level)
        .unwrap_or_else(|_| EnvFilter::new("info"));
    let registry = tracing_subscriber::registry().with(filter);
    let started = match log.format {
        LogFormat::Text => {
            let colours = stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            let layer = fmt::layer().with_writer(stderr).with_ansi(colours);
            registry.with(layer).try_init()
        }
        LogFormat::Json => {
            let layer = fmt::layer().with_writer(stderr).json().flatten_event(true);
            registry.with(layer).try_init()
        }
    };
    if started.is_err() {
        tracing::debug!("logging had been started before");
    }
}
