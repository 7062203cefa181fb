//! Organizations, facilities and other reference data.

use super::{CommandRecord, Stamp, StoreError};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use tenure_domain::{
    TenantFact,
    reference::{Reference, ReferenceKind},
    value::TenantId,
};
use uuid::Uuid;

/// A place in the list, which is sorted by folded name and then by id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferencePlace {
    /// The folded name of the record before.
    pub name: String,
    /// Its id.
    pub id: Uuid,
}

/// Which records a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceFilter {
    /// Of this kind.
    pub kind: ReferenceKind,
    /// Only these; none: all.
    pub only: Option<BTreeSet<Uuid>>,
    /// Whose name or external id has this in it.
    pub q: Option<String>,
    /// Which lie within this one.
    pub parent: Option<Uuid>,
    /// Which belong to this product store.
    pub store: Option<Uuid>,
    /// Behind this place; none: from the beginning.
    pub after: Option<ReferencePlace>,
    /// At most so many.
    pub limit: u16,
}

impl ReferenceFilter {
    /// The first records of a kind.
    #[must_use]
    pub fn of(kind: ReferenceKind, limit: u16) -> Self {
        Self {
            kind,
            only: None,
            q: None,
            parent: None,
            store: None,
            after: None,
            limit,
        }
    }
}

/// What becomes of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceEffect {
    /// It is new, or has changed.
    Write(Reference),
    /// It goes.
    Remove(Reference),
}

impl ReferenceEffect {
    /// The record as it is after, or was before it went.
    #[must_use]
    pub fn record(&self) -> &Reference {
        match self {
            Self::Write(record) | Self::Remove(record) => record,
        }
    }
}

/// A decided change of one record, with the event that tells of it.
#[derive(Clone, Debug)]
pub struct ReferenceWrite {
    /// Whose.
    pub tenant: TenantId,
    /// What becomes of it.
    pub effect: ReferenceEffect,
    /// The revision that was read; 0 for a new one.
    pub expected: u64,
    /// Other records that the decision rests on, at the revisions that were read.
    pub proofs: Vec<(Uuid, u64)>,
    /// The decision rests on that nothing lies within it.
    pub childless: bool,
    /// The rules that it was decided under.
    pub policy_revision: i64,
    /// What is told.
    pub fact: TenantFact,
    /// Who asked, and when.
    pub stamp: Stamp,
    /// The record of the wish, if its caller chose a key.
    pub wish: Option<CommandRecord>,
}

/// What became of a decided change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceOutcome {
    /// It is written.
    Written,
    /// Users hold the record, or others belong to it; nothing was written.
    InUse {
        /// So many users, deleted ones among them.
        users: u64,
        /// So many of them are deleted.
        deleted: u64,
        /// So many records.
        children: u64,
    },
    /// Another record of its kind holds this field's value; nothing was written.
    Taken(&'static str),
}

/// Records of reference data.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait ReferenceStore: Send + Sync {
    /// A record of this kind.
    async fn reference(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        id: Uuid,
    ) -> Result<Option<Reference>, StoreError>;

    /// The record of this kind that the order management system calls so, whatever the case.
    async fn reference_called(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        external_id: &str,
    ) -> Result<Option<Reference>, StoreError>;

    /// Records of a kind, by folded name.
    async fn references(
        &self,
        tenant: TenantId,
        filter: &ReferenceFilter,
    ) -> Result<Vec<Reference>, StoreError>;

    /// The position of this title, however it is written.
    async fn position_called(
        &self,
        tenant: TenantId,
        title: &str,
    ) -> Result<Option<Reference>, StoreError>;

    /// The record, then what it lies within, and so on upwards; empty: there is none such.
    async fn lineage(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        id: Uuid,
    ) -> Result<Vec<Reference>, StoreError>;

    /// How many records lie within this one or belong to it.
    async fn children(&self, tenant: TenantId, id: Uuid) -> Result<u64, StoreError>;

    /// Writes the record, the event and the record of the wish in one durable transaction. No user is assigned to
    /// what goes: commits that assign users to it at the same time answer `Conflict`.
    ///
    /// MUST answer, having written nothing, `Conflict` when the record, one of the proofs or the tenant's rules are
    /// not at the revision that was read, and `Repeated` when the key of the wish is already recorded.
    async fn write_reference(&self, write: &ReferenceWrite)
    -> Result<ReferenceOutcome, StoreError>;
}
