//! The use cases against failures and orders that a real store does not produce on demand.

#[path = "cases/commands.rs"]
mod commands;
#[path = "cases/hashing.rs"]
mod hashing;
#[path = "cases/log_in.rs"]
mod log_in;
#[path = "cases/relay.rs"]
mod relay;
#[path = "cases/stand.rs"]
mod stand;
#[path = "cases/tickets.rs"]
mod tickets;
