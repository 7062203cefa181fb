//! An event's row: the fact without its personal part, the personal part beside it, and the chain
//! that makes a later change show.

use super::{micros, stored};
use crate::{
    entity::event::{self, Model},
    error::corrupt,
};
use sea_orm::IntoActiveModel;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Display;
use tenure_domain::{
    Fact, Recorded, TenantFact,
    authority::ActorRef,
    change::Origin,
    value::{CommandId, EventId, TenantId, Timestamp, UserId},
};
use tenure_service::ports::{Happened, StoreError};
use uuid::Uuid;

/// The field of a fact that holds personal data, and nothing else does.
const PERSONAL: &str = "personal";

/// Where a subject's chain stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sealed {
    /// The number of the last event.
    pub(crate) seq: i64,
    /// Its link; empty before the first.
    pub(crate) chain: Vec<u8>,
}

/// An event before it is a row.
pub(crate) struct Entry<'a> {
    pub(crate) id: EventId,
    pub(crate) tenant: TenantId,
    /// The user, or the tenant itself.
    pub(crate) subject: Uuid,
    pub(crate) version: i64,
    pub(crate) ordinal: u16,
    pub(crate) kind: &'static str,
    /// The fact with its kind.
    pub(crate) fact: serde_json::Result<Value>,
    pub(crate) actor: &'a ActorRef,
    pub(crate) origin: &'a Origin,
    pub(crate) command: CommandId,
    pub(crate) policy_revision: i64,
    pub(crate) at: Timestamp,
}

/// The row of a user's event, as the next of his chain.
pub(crate) fn seal(
    recorded: &Recorded,
    origin: &Origin,
    policy_revision: i64,
    last: &mut Sealed,
) -> Result<event::ActiveModel, StoreError> {
    let entry = Entry {
        id: recorded.id,
        tenant: recorded.tenant,
        subject: recorded.user.0,
        version: stored(recorded.version),
        ordinal: recorded.ordinal,
        kind: recorded.event.fact.code(),
        fact: serde_json::to_value(&recorded.event.fact),
        actor: &recorded.actor,
        origin,
        command: recorded.command,
        policy_revision,
        at: recorded.event.at,
    };
    seal_entry(entry, last)
}

/// The row of an event, as the next of its subject's chain.
pub(crate) fn seal_entry(
    entry: Entry<'_>,
    last: &mut Sealed,
) -> Result<event::ActiveModel, StoreError> {
    let bad = |problem: &dyn Display| corrupt("events", &entry.id, "payload", problem);
    let fact = entry.fact.map_err(|problem| bad(&problem))?;
    let mut data = match fact.get("data") {
        Some(Value::Object(data)) => data.clone(),
        _ => Map::new(),
    };
    let personal = data.remove(PERSONAL).map(|value| value.to_string());
    let salt = personal.is_some().then(rand::random::<[u8; 32]>);
    let digest = personal
        .as_deref()
        .zip(salt)
        .map(|(personal, salt)| digest(&salt, personal));
    let mut row = Model {
        id: entry.id.0,
        tenant_id: entry.tenant.0,
        subject_id: entry.subject,
        seq: last.seq.saturating_add(1),
        version: entry.version,
        ordinal: i32::from(entry.ordinal),
        kind: entry.kind.to_owned(),
        payload: Value::Object(data).to_string(),
        personal,
        personal_salt: salt.map(|salt| salt.to_vec()),
        personal_digest: digest,
        actor: entry.actor.to_string(),
        command_id: entry.command.0,
        policy_revision: entry.policy_revision,
        occurred_at: micros(entry.at),
        chain: Vec::new(),
        request_id: entry.origin.request_id.clone(),
        ip: entry.origin.ip.clone(),
    };
    row.chain = chain(&last.chain, &row);
    last.seq = row.seq;
    last.chain.clone_from(&row.chain);
    Ok(row.into_active_model())
}

/// What stays of the personal part when it is gone: proof, but no way back.
pub(crate) fn digest(salt: &[u8], personal: &str) -> Vec<u8> {
    let hash = Sha256::new().chain_update(salt).chain_update(personal);
    hash.finalize().to_vec()
}

/// The link of an event to the one before: everything in it but the personal part itself and the address that it was
/// asked from, which may both be taken out.
pub(crate) fn chain(before: &[u8], row: &Model) -> Vec<u8> {
    let parts: [&[u8]; 14] = [
        before,
        row.id.as_bytes(),
        row.tenant_id.as_bytes(),
        row.subject_id.as_bytes(),
        &row.seq.to_be_bytes(),
        &row.version.to_be_bytes(),
        &row.ordinal.to_be_bytes(),
        row.kind.as_bytes(),
        row.payload.as_bytes(),
        row.personal_digest.as_deref().unwrap_or_default(),
        row.actor.as_bytes(),
        row.command_id.as_bytes(),
        &row.policy_revision.to_be_bytes(),
        &row.occurred_at.to_be_bytes(),
    ];
    // Events from before requests were written down have none, and keep their links.
    let request = row.request_id.as_deref().map(str::as_bytes);
    let mut hash = Sha256::new();
    for part in parts.into_iter().chain(request) {
        // With its length, so that nothing moves from one part to the next unseen.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// The fact of a user's row; its personal part may be redacted.
pub(crate) fn fact(row: &Model) -> Result<Fact, StoreError> {
    read(row)
}

/// What a row tells, and about whom.
pub(crate) fn happened(row: &Model) -> Result<Happened, StoreError> {
    if TenantFact::CODES.contains(&row.kind.as_str()) {
        read(row).map(Happened::ToTenant)
    } else {
        let fact = read(row)?;
        Ok(Happened::ToUser(UserId(row.subject_id), fact))
    }
}

fn read<T: DeserializeOwned>(row: &Model) -> Result<T, StoreError> {
    let bad = |problem: serde_json::Error| corrupt("events", &row.id, "payload", &problem);
    let mut data: Map<String, Value> = serde_json::from_str(&row.payload).map_err(bad)?;
    if row.personal_digest.is_some() {
        let personal = row.personal.as_deref().unwrap_or("null");
        let personal = serde_json::from_str(personal).map_err(bad)?;
        data.insert(PERSONAL.to_owned(), personal);
    }
    serde_json::from_value(json!({ "kind": row.kind, "data": data })).map_err(bad)
}
