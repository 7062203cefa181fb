//! The five documents as tests: over HTTP against the real server process, on SQLite and on PostgreSQL.
//!
//! A test makes a tenant by the product's own command and chooses nothing but its preset. The rows of the
//! documents that a test shows stand in its doc comment; `docs/conformance.md` collects them.

#[cfg(test)]
#[path = "../harness/both.rs"]
mod both;
#[cfg(test)]
#[path = "../harness/client.rs"]
#[expect(dead_code, reason = "the documents need a part of it")]
mod client;
#[cfg(test)]
#[path = "../harness/database.rs"]
mod database;
#[cfg(test)]
#[path = "../harness/jpeg.rs"]
mod jpeg;
#[cfg(test)]
#[path = "../harness/process.rs"]
#[expect(dead_code, reason = "the documents need a part of it")]
mod process;

#[cfg(test)]
mod clock;
#[cfg(test)]
mod system;

#[cfg(test)]
mod chord;
#[cfg(test)]
mod hesh;
#[cfg(test)]
mod hotwax;
#[cfg(test)]
mod order_broker;
#[cfg(test)]
mod places;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod shopp;
#[cfg(test)]
mod work;

#[cfg(test)]
pub(crate) use both::on_both_databases;
