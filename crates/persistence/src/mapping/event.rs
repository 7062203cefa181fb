//! An event's row: the fact without its personal part, the personal part beside it, and the chain
//! that makes a later change show.

use super::{micros, stored};
use crate::{
    entity::event::{self, Model},
    error::corrupt,
};
use sea_orm::IntoActiveModel;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fmt::Display;
use tenure_domain::{Fact, Recorded};
use tenure_service::ports::StoreError;

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

/// The row of an event, as the next of its subject's chain.
pub(crate) fn seal(
    recorded: &Recorded,
    policy_revision: i64,
    last: &mut Sealed,
) -> Result<event::ActiveModel, StoreError> {
    let bad = |problem: &dyn Display| corrupt("events", &recorded.id, "payload", problem);
    let fact = serde_json::to_value(&recorded.event.fact).map_err(|problem| bad(&problem))?;
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
        id: recorded.id.0,
        tenant_id: recorded.tenant.0,
        subject_id: recorded.user.0,
        seq: last.seq.saturating_add(1),
        version: stored(recorded.version),
        ordinal: i32::from(recorded.ordinal),
        kind: recorded.event.fact.code().to_owned(),
        payload: Value::Object(data).to_string(),
        personal,
        personal_salt: salt.map(|salt| salt.to_vec()),
        personal_digest: digest,
        actor: recorded.actor.to_string(),
        command_id: recorded.command.0,
        policy_revision,
        occurred_at: micros(recorded.event.at),
        chain: Vec::new(),
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

/// The link of an event to the one before: everything in it but the personal part itself.
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
    let mut hash = Sha256::new();
    for part in parts {
        // With its length, so that nothing moves from one part to the next unseen.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().to_vec()
}

/// The fact of a row; its personal part may be redacted.
pub(crate) fn fact(row: &Model) -> Result<Fact, StoreError> {
    let bad = |problem: serde_json::Error| corrupt("events", &row.id, "payload", &problem);
    let mut data: Map<String, Value> = serde_json::from_str(&row.payload).map_err(bad)?;
    if row.personal_digest.is_some() {
        let personal = row.personal.as_deref().unwrap_or("null");
        let personal = serde_json::from_str(personal).map_err(bad)?;
        data.insert(PERSONAL.to_owned(), personal);
    }
    serde_json::from_value(json!({ "kind": row.kind, "data": data })).map_err(bad)
}
