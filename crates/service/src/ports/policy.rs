//! A tenant's rules, written with everything that depends on them.

use super::{Ids, StoreError};
use async_trait::async_trait;
use std::sync::Arc;
use tenure_domain::{
    PolicyChanged, ValidPolicy,
    authority::{Actor, ActorRef},
    change::Origin,
    policy::change::Clash,
    value::{CommandId, EventId, TenantId, Timestamp},
};

/// A tenant as the list of all shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRow {
    /// Which.
    pub id: TenantId,
    /// The name in addresses and headers.
    pub slug: String,
    /// The name for people.
    pub name: String,
    /// What its rules are called.
    pub preset: String,
    /// Counts the changes of the rules.
    pub policy_revision: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// How many users it has; deleted ones do not count.
    pub users: u64,
}

/// What the audit trail says of a change to a tenant's own records beside what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The event's id.
    pub event: EventId,
    /// The wish.
    pub command: CommandId,
    /// Who asked.
    pub actor: ActorRef,
    /// From where.
    pub origin: Origin,
    /// When.
    pub at: Timestamp,
}

impl Stamp {
    /// A fresh wish by this actor.
    #[must_use]
    pub fn new(ids: &dyn Ids, actor: &Actor, at: Timestamp) -> Self {
        Self {
            event: EventId(ids.next()),
            command: CommandId(ids.next()),
            actor: actor.reference(),
            origin: crate::origin::current(),
            at,
        }
    }
}

/// Other rules for a tenant, with the event that tells of it.
#[derive(Clone, Debug)]
pub struct NewPolicy {
    /// Whose.
    pub tenant: TenantId,
    /// The rules.
    pub policy: Arc<ValidPolicy>,
    /// From what to what. The store writes it only at `from_revision`.
    pub change: PolicyChanged,
    /// Who asked, and when.
    pub stamp: Stamp,
}

/// What became of other rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyOutcome {
    /// They hold, from the next request on and on every node.
    Written,
    /// Users who are there would hold the same keys; nothing was written.
    Clashing(Vec<Clash>),
    /// No administrator could log in any more; nothing was written.
    NoAdministratorLeft,
}

/// Tenants and their rules.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait PolicyStore: Send + Sync {
    /// Every tenant, by slug.
    async fn tenants(&self) -> Result<Vec<TenantRow>, StoreError>;

    /// Writes the rules, their name and revision, the keys and deadlines of users that they move, and the event,
    /// in one durable transaction. A command that was decided under the former rules and is not committed yet MUST
    /// be answered `Conflict`, so that it is decided again.
    ///
    /// MUST answer `Conflict`, having written nothing, when the rules are not at the revision that was read.
    async fn set_policy(&self, new: &NewPolicy) -> Result<PolicyOutcome, StoreError>;
}
