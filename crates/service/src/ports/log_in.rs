//! Log-in attempts, counted so that nothing is lost, and sessions.

use super::{StoreError, Tenant};
use async_trait::async_trait;
use std::{collections::BTreeSet, sync::Arc};
use tenure_domain::{
    Attempts, Change, PinCount, User,
    authority::{Roles, Snapshot},
    policy::{IdentityPolicy, LogInIdentifier},
    value::{
        EmailAddress, FacilityId, FacilityLogInId, OrganizationId, PasswordHash, SessionId, Span,
        TenantId, Timestamp, UserId, Username,
    },
};
use uuid::Uuid;

/// Who may be meant by what was typed, with the stored hash.
#[derive(Clone, Debug)]
pub struct LogInUser {
    /// Who.
    pub id: UserId,
    /// The hash; none without a password of one's own.
    pub password: Option<PasswordHash>,
    /// What he has of what could be typed; with which of it he logs in, the policy says (P-35).
    pub holds: BTreeSet<LogInIdentifier>,
}

/// What was typed to log in, folded as each kind of identifier is.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TypedLogin {
    /// As an address, where it is one.
    pub email: Option<String>,
    /// As a user name, where it is one.
    pub username: Option<String>,
}

impl TypedLogin {
    /// What this text may mean: an address or a user name, never both.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let email = EmailAddress::parse(text).ok();
        let username = Username::parse(text).ok();
        Self {
            email: email.map(|address| address.key()),
            username: username.map(|name| name.key()),
        }
    }

    /// Is it what whoever holds these logs in with under this policy?
    pub(crate) fn fits(&self, policy: &IdentityPolicy, holds: &BTreeSet<LogInIdentifier>) -> bool {
        let by = policy.logs_in_with(holds);
        by.iter().any(|identifier| match identifier {
            LogInIdentifier::Email => self.email.is_some(),
            LogInIdentifier::Username => self.username.is_some(),
        })
    }
}

/// A wish to verify an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceWish {
    /// The id of the place.
    pub place: Uuid,
    /// The most failures and open places together; none: without limit.
    pub limit: Option<u32>,
    /// The policy's window; none: failures count until a success.
    pub window: Option<Span>,
    /// The moment.
    pub now: Timestamp,
    /// A place not settled by then counts as a failure.
    pub lease_until: Timestamp,
}

/// A place among the attempts that may be verified at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// Verify, then settle.
    Admitted {
        /// The place.
        id: Uuid,
        /// The count as it was.
        attempts: Attempts,
    },
    /// The failures alone have reached the limit: the lockout is due.
    Full {
        /// The count as it was.
        attempts: Attempts,
    },
    /// Other attempts are being verified; try again when one of them is settled.
    Wait,
}

/// A session to be opened.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// SHA-256 of the token; the token itself is stored nowhere.
    pub token_hash: [u8; 32],
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// The log-in of a facility that it was opened by, if it was one.
    pub facility_log_in: Option<FacilityLogInId>,
    /// What the user could do then, where that counts as long as it lasts (P-83).
    pub authority: Option<Snapshot>,
    /// From where.
    pub ip: Option<String>,
    /// By which program.
    pub user_agent: Option<String>,
    /// How many sessions the user may have; the oldest beyond it end.
    pub max_per_user: u16,
}

/// A judged attempt, to be written in one transaction.
#[derive(Debug)]
pub struct SettledLogIn<'a> {
    /// The place, if one was reserved.
    pub reservation: Option<Uuid>,
    /// The count that was judged.
    pub before: Attempts,
    /// The count after. Its revision is the store's business: it writes `before.revision + 1`.
    pub after: Attempts,
    /// The log-in's events, and the user's change where a lockout or a deadline made one.
    pub change: &'a Change,
    /// The session, after a success.
    pub session: Option<NewSession>,
    /// A fresh hash of the same password or PIN, where parameters have changed.
    pub rehash: Option<PasswordHash>,
    /// The log-in of a facility that was tried; none: the user's password was.
    pub pin: Option<SettledPin>,
}

impl SettledLogIn<'_> {
    /// What the count is kept by: the user, or the log-in of a facility.
    #[must_use]
    pub fn counted_by(&self) -> UserId {
        match &self.pin {
            Some(pin) => pin.id.counted_by(),
            None => self.change.after.id(),
        }
    }
}

/// A judged attempt at a facility, beside its count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettledPin {
    /// Which log-in.
    pub id: FacilityLogInId,
    /// Locked until then.
    pub locked_until: Option<Timestamp>,
}

/// Whose a user name at a facility is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FacilityLogInHolder {
    /// Who.
    pub user: UserId,
    /// Which log-in.
    pub log_in: FacilityLogInId,
}

/// A PIN's hash with the count of wrong ones.
#[derive(Clone, Debug)]
pub struct StoredPin {
    /// The hash.
    pub hash: PasswordHash,
    /// The count.
    pub count: PinCount,
}

/// Log-in attempts. What they count survives errors, cancelled requests and crashes.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait LogInStore: Send + Sync {
    /// The user who holds this folded address or user name as a claim, never a Deleted one.
    /// An address wins over a user name.
    async fn find(
        &self,
        tenant: TenantId,
        typed: &TypedLogin,
    ) -> Result<Option<LogInUser>, StoreError>;

    /// The stored hash.
    async fn password(
        &self,
        tenant: TenantId,
        user: UserId,
    ) -> Result<Option<PasswordHash>, StoreError>;

    /// Whose this user name at this facility is.
    async fn find_at(
        &self,
        tenant: TenantId,
        facility: FacilityId,
        username: &Username,
    ) -> Result<Option<FacilityLogInHolder>, StoreError>;

    /// The PIN of a log-in with its count, as one consistent read. `None`: it was replaced or taken away. Places of
    /// attempts are reserved and released by `FacilityLogInId::counted_by`.
    async fn pin(
        &self,
        tenant: TenantId,
        id: FacilityLogInId,
    ) -> Result<Option<StoredPin>, StoreError>;

    /// The last hashes that the user had before the stored one, as far as commits have remembered them
    /// (`Change::former`), so many at most, the last one first.
    async fn former_passwords(
        &self,
        tenant: TenantId,
        user: UserId,
        most: u8,
    ) -> Result<Vec<PasswordHash>, StoreError>;

    /// Takes a place, atomically: admits while failures that still count (`Attempts::counted`) and open
    /// places together stay below the limit. A place whose lease has run out counts as a failure from
    /// then on (`Attempts::failed`, with a new revision). Without a limit every attempt is admitted.
    /// The user may be one who does not exist: attempts on nobody take the same steps.
    async fn reserve(
        &self,
        tenant: TenantId,
        user: UserId,
        wish: PlaceWish,
    ) -> Result<Reservation, StoreError>;

    /// Writes a judged attempt in one durable transaction: frees the place, writes the count, the
    /// change (as `UserStore::commit` does), the session and the hash.
    ///
    /// MUST answer `Conflict`, having written nothing, when the count's revision is not
    /// `before.revision`, the user's version is not `change.expected` or the log-in of the facility is gone. The
    /// last log-in at a facility is the user's last one too.
    async fn settle<'a>(&self, settled: SettledLogIn<'a>) -> Result<(), StoreError>;

    /// Frees a place without counting: the hash was never computed (the server was busy).
    async fn release(&self, tenant: TenantId, user: UserId, place: Uuid) -> Result<(), StoreError>;
}

/// An open session with its user as he is now.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// Its id.
    pub id: SessionId,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When the user last proved himself in it.
    pub authenticated_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// The organization that was chosen in it.
    pub organization: Option<OrganizationId>,
    /// The log-in of a facility that it was opened by, if it was one.
    pub facility_log_in: Option<FacilityLogInId>,
    /// What the user could do when it was opened, if that was kept (P-83).
    pub authority: Option<Snapshot>,
    /// From where.
    pub ip: Option<String>,
    /// By which program.
    pub user_agent: Option<String>,
    /// The user.
    pub user: User,
    /// The display number.
    pub number: i64,
    /// The tenant with its rules.
    pub tenant: Arc<Tenant>,
    /// The tenant's roles.
    pub roles: Roles,
}

/// Sessions, by the hash of their token.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// The session of this token with its user, in one indexed read. Says nothing about whether it may
    /// still be used.
    async fn resolve(&self, token_hash: [u8; 32]) -> Result<Option<SessionRecord>, StoreError>;

    /// Notes that a session was used; at most once a minute is worth a write.
    async fn touch(&self, id: SessionId, now: Timestamp) -> Result<(), StoreError>;

    /// The user's sessions, newest first. The `user` of each is the same.
    async fn list(&self, tenant: TenantId, user: UserId) -> Result<Vec<SessionRecord>, StoreError>;

    /// Notes the organization that is chosen in a session of the user, or that none is. `false`: there is no such
    /// organization or session (any more), and nothing was changed.
    async fn choose(
        &self,
        tenant: TenantId,
        user: UserId,
        id: SessionId,
        organization: Option<OrganizationId>,
    ) -> Result<bool, StoreError>;

    /// Ends one session of the user. `false`: there is none such.
    async fn end(&self, tenant: TenantId, user: UserId, id: SessionId) -> Result<bool, StoreError>;

    /// Removes sessions that ended, records of wishes older than a day, and other refuse.
    async fn clear_refuse(&self, now: Timestamp) -> Result<(), StoreError>;
}
