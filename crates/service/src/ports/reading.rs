//! Reading for people: lists, history, look-ups.

use super::{Loaded, StoreError};
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};
use tenure_domain::{
    Fact, Gate, Kind, Policy, Search, TenantFact,
    authority::ActorRef,
    change::Origin,
    lifecycle::Status,
    value::{
        CommandId, EventId, FacilityId, OrganizationId, PhotoDigest, TenantId, Timestamp, UserId,
    },
};

/// How people name a user: by id or by display number (`US12`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserKey {
    /// The id.
    Id(UserId),
    /// The number, without the tenant's prefix.
    Number(i64),
}

/// What the list of users is sorted by: texts folded, ties broken by the display number.
pub use tenure_domain::policy::SortColumn as SortKey;

/// Up or down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// Away at a moment, or there (HE-49).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vacation {
    /// Away?
    pub away: bool,
    /// When.
    pub at: Timestamp,
}

/// Away at some moment of a span (HE-49).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// From when.
    pub from: Timestamp,
    /// Until when, without this moment itself.
    pub until: Timestamp,
}

/// Which users a list shows. Conditions on different fields must all hold.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ListFilter {
    /// All of these must be found in the user.
    pub searches: Vec<Search>,
    /// One of these; none: whoever it is.
    pub these: Option<Vec<UserKey>>,
    /// Any of these; none: whatever the status.
    pub status: Option<BTreeSet<Status>>,
    /// Any of these; empty: all.
    pub kind: BTreeSet<Kind>,
    /// Holds this role.
    pub role: Option<String>,
    /// Member of this organization.
    pub organization: Option<OrganizationId>,
    /// Works at this facility (HW-31).
    pub facility: Option<FacilityId>,
    /// Only who is shown as a picker (HW-28).
    pub picker: bool,
    /// Member of any of these: how far the caller sees. `None`: the whole tenant.
    pub visible: Option<BTreeSet<OrganizationId>>,
    /// Can, or cannot, log in at this moment, where these gates stand open.
    pub log_in: Option<LogInFilter>,
    /// Is, or is not, locked out at this moment, where these gates stand open.
    pub locked: Option<LockFilter>,
    /// `true`: an open invitation; `false`: an expired one.
    pub invitation_open: Option<bool>,
    /// Has, or has not, time off.
    pub vacation: Option<Vacation>,
    /// Has time off in this span, all of it or a part.
    pub away: Option<Away>,
    /// Added at or after.
    pub created_from: Option<Timestamp>,
    /// Added before.
    pub created_to: Option<Timestamp>,
    /// Logged in last at or after; who never has is in no such span.
    pub last_log_in_from: Option<Timestamp>,
    /// Logged in last before.
    pub last_log_in_to: Option<Timestamp>,
    /// If this user is among them, he stands on top of the first page and nowhere else, even where `visible`
    /// does not show him. The top counts as a row like any other.
    pub pinned: Option<UserId>,
}

/// Who can log in, or cannot (`tenure_domain::LogInWindow`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogInFilter {
    /// Can he?
    pub can: bool,
    /// When.
    pub at: Timestamp,
    /// The gates that stand open under the tenant's rules.
    pub gates: BTreeSet<Gate>,
}

impl LogInFilter {
    /// Who can log in now, or cannot, under these rules.
    #[must_use]
    pub fn of(can: bool, policy: &Policy, now: Timestamp) -> Self {
        Self {
            can,
            at: now,
            gates: policy.lockout.open_gates(),
        }
    }
}

/// Who is locked out, or is not (`tenure_domain::User::stays_locked_out`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockFilter {
    /// Is he?
    pub is: bool,
    /// When.
    pub at: Timestamp,
    /// The gates that stand open under the tenant's rules.
    pub gates: BTreeSet<Gate>,
}

impl LockFilter {
    /// Who is locked out now, or is not, under these rules.
    #[must_use]
    pub fn of(is: bool, policy: &Policy, now: Timestamp) -> Self {
        Self {
            is,
            at: now,
            gates: policy.lockout.open_gates(),
        }
    }
}

/// A place in a sorted list: the sort key's value and the display number of the row next to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The value in the sort column, as text.
    pub value: Option<String>,
    /// The display number; none: before the first row, or behind the last one.
    pub number: Option<i64>,
    /// Rows before the place instead of after it.
    pub backward: bool,
}

/// Which part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Sorted by.
    pub sort: SortKey,
    /// Up or down.
    pub order: SortOrder,
    /// At most so many rows.
    pub limit: u16,
    /// From where; none: from the beginning.
    pub cursor: Option<Cursor>,
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// Where the next part begins, if there is one.
    pub next: Option<Cursor>,
    /// Where the part before ends, if there is one.
    pub prev: Option<Cursor>,
    /// How many rows there are in all, up to 10,000.
    pub total: u64,
    /// Is `total` exact?
    pub total_is_exact: bool,
}

/// Which events a history shows.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct EventFilter {
    /// Of this user.
    pub subject: Option<UserId>,
    /// Of any of these users.
    pub subjects: Option<BTreeSet<UserId>>,
    /// By this actor.
    pub actor: Option<ActorRef>,
    /// Of these codes; empty, as `families` is: all.
    pub kinds: BTreeSet<String>,
    /// Or of a code that begins so: `role.`.
    pub families: BTreeSet<String>,
    /// Asked in this request.
    pub request_id: Option<String>,
    /// Asked from this address.
    pub ip: Option<String>,
    /// At or after.
    pub from: Option<Timestamp>,
    /// Before.
    pub to: Option<Timestamp>,
    /// About members of any of these. `None`: the whole tenant.
    pub visible: Option<BTreeSet<OrganizationId>>,
    /// Only events before this one; none: from the newest.
    pub before: Option<EventId>,
    /// Only events after this one. Ids grow with time, so this spares whoever counts the old ones.
    pub after: Option<EventId>,
    /// At most so many.
    pub limit: u16,
}

/// How many events of a code there were on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day, counted from 1 January 1970.
    pub day: i64,
    /// The code.
    pub kind: String,
    /// How many.
    pub count: u64,
}

/// An event as the audit trail shows it.
#[derive(Clone, Debug)]
pub struct EventRecord {
    /// Its id.
    pub id: EventId,
    /// The user's version after the command; of the tenant, its rules' revision.
    pub version: u64,
    /// Who asked.
    pub actor: ActorRef,
    /// From where.
    pub origin: Origin,
    /// The wish that led to it.
    pub command: CommandId,
    /// When.
    pub at: Timestamp,
    /// What, and to whom.
    pub what: Happened,
}

/// What an event tells, and about whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// Of a user; personal data may be redacted.
    ToUser(UserId, Fact),
    /// Of the tenant itself.
    ToTenant(TenantFact),
}

impl EventRecord {
    /// The permanent code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &self.what {
            Happened::ToUser(_, fact) => fact.code(),
            Happened::ToTenant(fact) => fact.code(),
        }
    }
}

/// A picture as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredPhoto {
    /// What tells it from others.
    pub digest: PhotoDigest,
    /// The picture.
    pub jpeg: Vec<u8>,
}

impl fmt::Debug for StoredPhoto {
    /// Without the picture.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredPhoto")
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

/// Reading for people.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait UserQueries: Send + Sync {
    /// One user with everything that a view shows.
    async fn find(&self, tenant: TenantId, key: UserKey) -> Result<Option<Loaded>, StoreError>;

    /// The user's picture. `None`: there is none.
    async fn photo(&self, tenant: TenantId, id: UserId) -> Result<Option<StoredPhoto>, StoreError>;

    /// One page of users.
    async fn list(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
        page: &PageRequest,
    ) -> Result<Page<Loaded>, StoreError>;

    /// How many users there are in each status, every one of them counted; a status without users is left out.
    async fn count_by_status(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
    ) -> Result<BTreeMap<Status, u64>, StoreError>;

    /// When the open invitations of those whom the filter shows were sent, in no order.
    async fn invitations_sent(
        &self,
        tenant: TenantId,
        filter: &ListFilter,
    ) -> Result<Vec<Timestamp>, StoreError>;

    /// Events, newest first. Purged users' events are among them.
    async fn events(
        &self,
        tenant: TenantId,
        filter: &EventFilter,
    ) -> Result<Vec<EventRecord>, StoreError>;

    /// How many events of each code there were on each day, as far as the filter goes; `limit` does not count. Days
    /// begin at midnight so many seconds east of Greenwich.
    async fn count_events_by_day(
        &self,
        tenant: TenantId,
        filter: &EventFilter,
        east: i32,
    ) -> Result<Vec<DayCount>, StoreError>;

    /// Those of these users whom there are.
    async fn people(
        &self,
        tenant: TenantId,
        ids: &BTreeSet<UserId>,
    ) -> Result<Vec<Loaded>, StoreError>;

    /// Users whose deadline has passed, longest overdue first.
    async fn due(&self, now: Timestamp, limit: u16) -> Result<Vec<(TenantId, UserId)>, StoreError>;

    /// The tenant's administrators who can log in.
    async fn administrators(&self, tenant: TenantId) -> Result<Vec<Loaded>, StoreError>;
}
