//! A message's row. An address that is not on file is a column of its own, so that it can be redacted.

use super::{count, micros, moment};
use crate::{entity::outbox::Model, error::corrupt};
use std::fmt::Display;
use tenure_domain::{
    About, Change, Message, Recipient,
    value::{EmailAddress, MessageId, UserId},
};
use tenure_service::ports::{OutboxEntry, OutboxState, StoreError};

/// The row of a new message.
pub(crate) fn message_row(
    change: &Change,
    id: MessageId,
    message: &Message,
) -> Result<Model, StoreError> {
    let about = serde_json::to_string(&message.about)
        .map_err(|problem| corrupt("outbox", &id, "about", &problem))?;
    let (recipient, address) = match &message.to {
        Recipient::User => ("user", None),
        Recipient::Administrator => ("administrator", None),
        Recipient::Address(address) => ("address", Some(address.to_string())),
    };
    Ok(Model {
        id: id.0,
        tenant_id: change.after.tenant().0,
        user_id: change.after.id().0,
        recipient: recipient.to_owned(),
        address,
        about,
        expires_at: message.expires_at.map(micros),
        state: state_code(OutboxState::Queued).to_owned(),
        due_at: micros(change.at),
        lease_until: None,
        attempts: 0,
        last_error: None,
        created_at: micros(change.at),
    })
}

/// The message of a row; none where its address was redacted.
pub(crate) fn message(row: &Model) -> Result<Option<Message>, StoreError> {
    let bad = |column, problem: &dyn Display| corrupt("outbox", &row.id, column, problem);
    let to = match (row.recipient.as_str(), &row.address) {
        ("user", _) => Recipient::User,
        ("administrator", _) => Recipient::Administrator,
        ("address", None) => return Ok(None),
        ("address", Some(address)) => {
            let address = EmailAddress::parse(address);
            Recipient::Address(address.map_err(|problem| bad("address", &problem))?)
        }
        _ => return Err(bad("recipient", &"no such recipient")),
    };
    let expires_at = row
        .expires_at
        .map(|at| moment("outbox", "expires_at", at))
        .transpose()?;
    Ok(Some(Message {
        to,
        about: about(row)?,
        expires_at,
    }))
}

/// The row as people see it.
pub(crate) fn entry(row: Model) -> Result<OutboxEntry, StoreError> {
    let state = [
        OutboxState::Queued,
        OutboxState::Sent,
        OutboxState::Dead,
        OutboxState::Cancelled,
    ];
    let state = state
        .into_iter()
        .find(|state| state_code(*state) == row.state);
    Ok(OutboxEntry {
        id: MessageId(row.id),
        user: UserId(row.user_id),
        message: message(&row)?,
        about: about(&row)?.code().to_owned(),
        state: state.ok_or_else(|| corrupt("outbox", &row.id, "state", &"no such state"))?,
        attempts: count("outbox", "attempts", row.attempts.into())?,
        created_at: moment("outbox", "created_at", row.created_at)?,
        due_at: moment("outbox", "due_at", row.due_at)?,
        last_error: row.last_error,
    })
}

/// A state's stored name.
pub(crate) fn state_code(state: OutboxState) -> &'static str {
    match state {
        OutboxState::Queued => "queued",
        OutboxState::Sent => "sent",
        OutboxState::Dead => "dead",
        OutboxState::Cancelled => "cancelled",
    }
}

fn about(row: &Model) -> Result<About, StoreError> {
    serde_json::from_str(&row.about)
        .map_err(|problem| corrupt("outbox", &row.id, "about", &problem))
}
