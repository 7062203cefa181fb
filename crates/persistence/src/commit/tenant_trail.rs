//! What the audit trail keeps of changes to a tenant's own records: its rules, roles and reference data.

use super::trail::last_event;
use crate::{
    entity::event,
    error,
    mapping::{Entry, seal_entry},
};
use sea_orm::{DatabaseTransaction, EntityTrait};
use tenure_domain::{TenantFact, value::TenantId};
use tenure_service::ports::{Stamp, StoreError};
use uuid::Uuid;

/// A fact about a tenant before it is a row.
pub(crate) struct TenantEntry<'a> {
    pub(crate) tenant: TenantId,
    /// The tenant itself, or the record that changed; each has a chain of its own.
    pub(crate) subject: Uuid,
    /// The revision after.
    pub(crate) version: i64,
    /// The rules that it was decided under.
    pub(crate) policy_revision: i64,
    pub(crate) fact: &'a TenantFact,
    pub(crate) stamp: &'a Stamp,
}

/// Adds the event to its subject's chain. The subject must be locked by then.
pub(crate) async fn record_of_tenant(
    tx: &DatabaseTransaction,
    about: &TenantEntry<'_>,
) -> Result<(), StoreError> {
    let entry = Entry {
        id: about.stamp.event,
        tenant: about.tenant,
        subject: about.subject,
        version: about.version,
        ordinal: 0,
        kind: about.fact.code(),
        fact: serde_json::to_value(about.fact),
        actor: &about.stamp.actor,
        origin: &about.stamp.origin,
        command: about.stamp.command,
        policy_revision: about.policy_revision,
        at: about.stamp.at,
    };
    let mut last = last_event(tx, about.tenant, about.subject).await?;
    let row = seal_entry(entry, &mut last)?;
    let insert = event::Entity::insert(row).exec_without_returning(tx);
    insert.await.map_err(error::of)?;
    Ok(())
}
