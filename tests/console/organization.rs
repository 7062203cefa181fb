//! Roles, facilities and other records, positions, time off, the rules.

mod records;
mod roles;

pub(crate) use crate::{both::on_both_databases, database::Database, system::System, web::Web};
