//! Between rows and what they mean. Users come out by the one checked door, `User::from_parts`.

mod event;
mod message;
mod user;

pub(crate) use event::{Entry, Sealed, chain, digest, fact, happened, seal, seal_entry};
pub(crate) use message::{entry, message, message_row, state_code};
pub(crate) use user::{UserRow, address, claim_key, columns, invitation_sent_at, sort_key, user};

use crate::error::corrupt;
use chrono::DateTime;
use tenure_domain::value::Timestamp;
use tenure_service::ports::StoreError;

/// A moment as it is stored: whole microseconds since 1970.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.timestamp_micros()
}

/// A stored moment.
pub(crate) fn moment(
    table: &'static str,
    column: &'static str,
    micros: i64,
) -> Result<Timestamp, StoreError> {
    DateTime::from_timestamp_micros(micros)
        .ok_or_else(|| corrupt(table, &micros, column, &"no such moment"))
}

/// A stored count, which is never negative and never beyond its type.
pub(crate) fn count<T: TryFrom<i64>>(
    table: &'static str,
    column: &'static str,
    number: i64,
) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| corrupt(table, &number, column, &"out of range"))
}

/// A version or revision as it is stored.
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
