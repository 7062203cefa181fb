//! The binary `tenure` as a library: configuration, wiring, server, command line.
//!
//! [`App`] is a whole installation in one value. The binary runs it by its command line; tests and
//! other programs build it from a [`Config`] and mount its router or serve it themselves.
#![warn(missing_docs)]

pub mod cli;
pub mod config;
pub mod data_dir;
pub mod demo;
mod doctor;
mod first_run;
pub mod logging;
mod operator;
mod output;
pub mod seed;
mod serve;
mod wiring;

pub use config::Config;
pub use wiring::{App, Parts, install_tls_provider};
