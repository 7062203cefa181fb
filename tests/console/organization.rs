//! Roles, facilities and other records, positions, time off, the rules.

mod records;
mod roles;
mod settings;
mod time_off;

pub(crate) use crate::{both::on_both_databases, database::Database, system::System, web::Web};
