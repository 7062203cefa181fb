//! The use cases against failures and orders that a real store does not produce on demand.

#[cfg(test)]
#[path = "cases/commands.rs"]
mod commands;
#[cfg(test)]
#[path = "cases/foreign.rs"]
mod foreign;
#[cfg(test)]
#[path = "cases/hashing.rs"]
mod hashing;
#[cfg(test)]
#[path = "cases/installation.rs"]
mod installation;
#[cfg(test)]
#[path = "cases/log_in.rs"]
mod log_in;
#[cfg(test)]
#[path = "cases/long_work.rs"]
mod long_work;
#[cfg(test)]
#[path = "cases/passwords.rs"]
mod passwords;
#[cfg(test)]
#[path = "cases/policies.rs"]
mod policies;
#[cfg(test)]
#[path = "cases/reading.rs"]
mod reading;
#[cfg(test)]
#[path = "cases/relay.rs"]
mod relay;
#[cfg(test)]
#[path = "cases/stand.rs"]
mod stand;
#[cfg(test)]
#[path = "cases/tickets.rs"]
mod tickets;
