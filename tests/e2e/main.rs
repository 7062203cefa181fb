//! The whole server from outside: a real process, real HTTP, SQLite and PostgreSQL, mail as files and by SMTP.

#[cfg(test)]
#[path = "../harness/both.rs"]
mod both;
#[cfg(test)]
#[path = "../harness/client.rs"]
#[expect(dead_code, reason = "only browsers need the token of a session")]
mod client;
#[cfg(test)]
#[path = "../harness/database.rs"]
mod database;
#[cfg(test)]
#[path = "../harness/process.rs"]
mod process;
#[cfg(test)]
#[path = "../harness/sink.rs"]
mod sink;

#[cfg(test)]
mod audit;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod bulk;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod crashes;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod foreign_hashes;
#[cfg(test)]
mod forgotten;
#[cfg(test)]
mod holders;
#[cfg(test)]
mod house;
#[cfg(test)]
mod importers;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod isolation;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lockout;
#[cfg(test)]
mod log_ins;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod main_job;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod organizations;
#[cfg(test)]
mod outages;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod races;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod releases;
#[cfg(test)]
mod storms;
#[cfg(test)]
mod switching;
#[cfg(test)]
mod tenants;
#[cfg(test)]
mod transfers;

#[cfg(test)]
pub(crate) use both::on_both_databases;
