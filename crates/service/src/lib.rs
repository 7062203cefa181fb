//! Use cases over ports: commands on users, log-in, links, the outbox relay, the deadline sweep.
//!
//! The shell around the pure rules of `tenure-domain`: it gathers what a decision must know, lets the
//! domain decide, and hands the whole effect to the store as one value. No transaction crosses a port.
#![warn(missing_docs)]

pub mod assignments;
pub mod cells;
pub mod error;
pub mod export;
pub mod import;
pub mod installation;
pub mod orders;
pub mod origin;
pub mod password;
mod photo;
pub mod policies;
pub mod ports;
pub mod queries;
pub mod references;
pub mod relay;
pub mod roles;
pub mod sessions;
pub mod setup;
pub mod sweep;
pub mod system;
pub mod ticket;
pub mod transfers;
mod turns;
pub mod users;

pub use error::Error;
