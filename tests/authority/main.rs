//! Who may do what: every operation of the API is asked by everybody who could ask it, and answers as
//! `docs/authority.md` says.
//!
//! The operations are those of `docs/openapi.json`, which is generated from the routes. An operation without a row, a
//! row without an operation, and an operation that nobody has shown how to ask all fail.

#[cfg(test)]
#[path = "../harness/both.rs"]
mod both;
#[cfg(test)]
#[path = "../harness/client.rs"]
#[expect(dead_code, reason = "this needs a part of it")]
mod client;
#[cfg(test)]
#[path = "../harness/database.rs"]
mod database;
#[cfg(test)]
#[path = "../harness/process.rs"]
#[expect(dead_code, reason = "this needs a part of it")]
mod process;

#[cfg(test)]
mod matrix;
#[cfg(test)]
mod reach;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod table;
#[cfg(test)]
mod world;

#[cfg(test)]
pub(crate) use both::on_both_databases;
