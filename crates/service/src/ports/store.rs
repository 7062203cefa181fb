//! Reading one user for a decision, and writing what was decided.

use super::{OrderRecord, ReferenceWrite, Stamp};
use async_trait::async_trait;
use std::{collections::BTreeSet, sync::Arc};
use tenure_domain::{
    Attempts, Change, Facts, User, ValidPolicy,
    reference::{Reference, ReferenceKind},
    value::{OrganizationId, TenantId, Timestamp, UserId},
};
use uuid::Uuid;

/// An error from outside, kept for the log.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Which unique key is held by another user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The e-mail address.
    Email,
    /// The user name.
    Username,
    /// The external id.
    ExternalId,
}

impl Claim {
    /// The field's name on the wire.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Username => "username",
            Self::ExternalId => "external_id",
        }
    }
}

/// Why the store did not do what was asked. Whether to try again is in the variant.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The version or the attempts' revision is not the one that was read: read again, decide again.
    #[error("the record changed in between")]
    Conflict,
    /// Another user of the tenant holds a key.
    #[error("the {} is taken", .0.field())]
    Taken(Claim),
    /// A condition over other rows does not hold: read again, decide again.
    #[error("a condition over other rows does not hold")]
    Guard,
    /// The command, the key or the order is already recorded.
    #[error("the command was already carried out")]
    Repeated,
    /// A stored row contradicts itself.
    #[error("{table}.{column} of row {row}: {problem}")]
    Corrupt {
        /// Where.
        table: &'static str,
        /// Which row.
        row: String,
        /// Which column.
        column: String,
        /// What is wrong.
        problem: String,
    },
    /// The database cannot be reached, is full, or gave up.
    #[error("the database is unavailable: {0}")]
    Unavailable(#[source] BoxError),
}

/// One order management system with its own rules.
#[derive(Clone, Debug)]
pub struct Tenant {
    /// Which.
    pub id: TenantId,
    /// The name in addresses and headers.
    pub slug: String,
    /// The name for people.
    pub name: String,
    /// What its rules are called: a preset's name, or `custom`.
    pub preset: String,
    /// Its rules.
    pub policy: Arc<ValidPolicy>,
    /// Counts the changes of the rules.
    pub policy_revision: i64,
}

/// One consistent read of everything that a decision on a user must know.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The user.
    pub user: User,
    /// The display number.
    pub number: i64,
    /// The tenant with its rules.
    pub tenant: Arc<Tenant>,
    /// What stands around the user. `history` is filled by the service.
    pub facts: Facts,
    /// The count of failed log-ins.
    pub attempts: Attempts,
}

/// A repeatable wish, by the key that its caller chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandKey {
    /// Where.
    pub tenant: TenantId,
    /// Who, as the audit trail names him, or the link's ticket.
    pub caller: String,
    /// The caller's key.
    pub key: Uuid,
    /// SHA-256 over method, path and body.
    pub request_hash: [u8; 32],
}

/// What is recorded of a wish, so that its repetition does nothing twice. Kept for 24 hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandRecord {
    /// The key.
    pub key: CommandKey,
    /// The user it concerned or made; nil where it concerned none.
    pub user: UserId,
    /// The HTTP status it was answered with.
    pub status: u16,
    /// When.
    pub at: Timestamp,
}

/// What an earlier wish with the same key did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierCommand {
    /// Its body's hash.
    pub request_hash: [u8; 32],
    /// The user it concerned or made.
    pub user: UserId,
    /// The status it was answered with.
    pub status: u16,
}

/// The use of the one-time set-up token, in the same transaction as the first administrator.
#[derive(Clone, Debug)]
pub struct Setup {
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// The organization to make.
    pub organization: Reference,
    /// Who asked for it, and when.
    pub stamp: Stamp,
}

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The hash of the request that it answers.
    pub request_hash: [u8; 32],
    /// The body.
    pub body: String,
}

/// What one commit writes: all of it, or nothing.
#[derive(Debug, Default)]
pub struct Unit<'a> {
    /// Effects of decided commands.
    pub changes: &'a [Change],
    /// The record of the wish, if its caller chose a key.
    pub record: Option<CommandRecord>,
    /// The set-up token that is used up.
    pub setup: Option<Setup>,
    /// The order that is told of.
    pub order: Option<OrderRecord>,
    /// The reference data that one of the users is assigned to, made for him.
    pub reference: Option<ReferenceWrite>,
}

impl<'a> Unit<'a> {
    /// Effects and nothing else.
    #[must_use]
    pub fn of(changes: &'a [Change]) -> Self {
        Self {
            changes,
            ..Unit::default()
        }
    }
}

/// Users as decisions need them.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait UserStore: Send + Sync {
    /// The user with everything that a decision must know, as one consistent read. `None`: never
    /// existed, purged, or another tenant's.
    async fn load(&self, tenant: TenantId, id: UserId) -> Result<Option<Loaded>, StoreError>;

    /// The tenant with its rules.
    async fn tenant(&self, id: TenantId) -> Result<Option<Arc<Tenant>>, StoreError>;

    /// The tenant of this slug.
    async fn tenant_by_slug(&self, slug: &str) -> Result<Option<Arc<Tenant>>, StoreError>;

    /// The user who holds this folded key against all others of the tenant, a deleted one who keeps it
    /// among them (P-12).
    async fn holder(
        &self,
        tenant: TenantId,
        claim: Claim,
        key: &str,
    ) -> Result<Option<Loaded>, StoreError>;

    /// What stands around a user who does not exist yet: roles, administrators, seats.
    async fn facts(&self, tenant: TenantId) -> Result<Facts, StoreError>;

    /// The next display number of the tenant. Gaps are allowed, repetitions are not.
    async fn next_number(&self, tenant: TenantId) -> Result<i64, StoreError>;

    /// The name of each of the tenant's organizations.
    async fn organizations(
        &self,
        tenant: TenantId,
    ) -> Result<Vec<(OrganizationId, String)>, StoreError>;

    /// Which of these ids are records of this kind.
    async fn known(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        ids: &BTreeSet<Uuid>,
    ) -> Result<BTreeSet<Uuid>, StoreError>;

    /// Writes the unit in one durable transaction: rows, events, messages, ended sessions, attempts, the
    /// record of the wish.
    ///
    /// MUST answer, having written nothing: `Conflict` when a version differs from the one that was
    /// read (checked also where no event changes state), `Taken` when a claim is held, `Guard` when a
    /// guard fails, the set-up token is not there or a user who must be without orders has one, `Repeated`
    /// when the command id, key or order is already recorded.
    ///
    /// `Conflict` also when a user becomes a member of, or is given a role in, an organization that is not there.
    ///
    /// An order for a user is written only while he holds the order's address, else `Conflict`. A change
    /// that masks or removes a user takes the address out of his orders: masked, they stay his; removed,
    /// they are nobody's.
    async fn commit<'a>(&self, unit: Unit<'a>) -> Result<(), StoreError>;

    /// What an earlier wish with this tenant, caller and key did, within the last 24 hours.
    async fn earlier(&self, key: &CommandKey) -> Result<Option<EarlierCommand>, StoreError>;

    /// The answer that was kept for a wish of this tenant, caller and key within the last 24 hours.
    async fn kept_answer(&self, key: &CommandKey) -> Result<Option<KeptAnswer>, StoreError>;

    /// Keeps the answer to a wish that is more than one commit. An answer that is kept already stays.
    async fn keep_answer(
        &self,
        key: &CommandKey,
        body: &str,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Replaces the set-up token. Answers `false`, and keeps nothing, once an administrator exists.
    async fn issue_setup_token(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        expires_at: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Is this the live set-up token, and is there no administrator yet?
    async fn is_setup_open(
        &self,
        tenant: TenantId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Moves the moment at which the sweep looks at a user again, where looking changed nothing. Only if the
    /// stored moment is `now` or before: a command may have set a new one in between.
    async fn reschedule(
        &self,
        tenant: TenantId,
        id: UserId,
        due_at: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Is the database there, migrated and writable? For readiness.
    async fn ping(&self) -> Result<(), StoreError>;
}
