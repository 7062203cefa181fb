//! Commands on users: load, decide, commit; and again where somebody was faster.

mod bulk;
mod facilities;
mod links;
mod passwords;
mod photo;
mod preflight;
mod references;
mod register;
mod repetition;

pub use bulk::{BulkReport, BulkWish, Deed, Skipped, Targets};
pub use facilities::NewFacilityLogIn;
pub use links::LinkView;
pub(crate) use register::Companions;
pub use register::{FirstCredential, NewUser};
pub use repetition::Repeatable;

use crate::{
    error::Error,
    origin,
    password::Hasher,
    photo::Studio,
    ports::{
        Claim, Clock, Ids, Loaded, LogInStore, LogInUser, OrderLedger, StoreError, Tenant,
        TypedLogin, Unit, UserStore,
    },
    ticket::TicketKey,
    turns::Turns,
};
use std::{fmt, slice, sync::Arc, time::Duration};
use tenure_domain::{
    Action, Change, Command, Event, Fact, Rejection,
    authority::Actor,
    change::Circumstances,
    value::{CommandId, EmailAddress, TenantId, UserId},
};
use tokio::sync::Notify;

/// So many tries against other writers, then 409 `contended`.
pub(crate) const ATTEMPTS: u32 = 5;

/// On which terms a wish is carried out.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Only if the user still has this version.
    pub expect: Option<u64>,
    /// Once, however often it is sent.
    pub repeatable: Option<Repeatable>,
}

impl From<Option<Repeatable>> for Terms {
    fn from(repeatable: Option<Repeatable>) -> Self {
        Self {
            expect: None,
            repeatable,
        }
    }
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Done {
    /// The user as he is now, with what stands around him.
    pub account: Loaded,
    /// The answer to a repetition: the status of the first answer.
    pub replayed: Option<u16>,
    /// Was there anything to do?
    pub changed: bool,
}

/// The use cases on users.
#[derive(Clone)]
pub struct Users {
    pub(crate) store: Arc<dyn UserStore>,
    pub(crate) log_ins: Arc<dyn LogInStore>,
    pub(crate) ledger: Arc<dyn OrderLedger>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) ids: Arc<dyn Ids>,
    pub(crate) hasher: Hasher,
    pub(crate) key: TicketKey,
    pub(crate) wake: Arc<Notify>,
    studio: Studio,
    /// For one act for many at a time.
    turns: Turns,
}

impl fmt::Debug for Users {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Users")
    }
}

/// What [`Users`] is made of.
#[expect(missing_debug_implementations, reason = "ports have none")]
pub struct Parts {
    /// Users.
    pub store: Arc<dyn UserStore>,
    /// Stored hashes.
    pub log_ins: Arc<dyn LogInStore>,
    /// Orders.
    pub ledger: Arc<dyn OrderLedger>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids.
    pub ids: Arc<dyn Ids>,
    /// Hashing.
    pub hasher: Hasher,
    /// The key of links.
    pub key: TicketKey,
    /// Wakes the relay.
    pub wake: Arc<Notify>,
}

impl Users {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts {
            store,
            log_ins,
            ledger,
            clock,
            ids,
            hasher,
            key,
            wake,
        } = parts;
        Self {
            store,
            log_ins,
            ledger,
            clock,
            ids,
            hasher,
            key,
            wake,
            studio: Studio::default(),
            turns: Turns::default(),
        }
    }

    /// Time, for views.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// Hashing, for those who watch it.
    #[must_use]
    pub fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    /// The Pending user who holds this address, to be invited again instead of added (rule row 2).
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn pending_holder(
        &self,
        tenant: TenantId,
        address: &EmailAddress,
    ) -> Result<Option<UserId>, Error> {
        let held = self
            .store
            .holder(tenant, Claim::Email, &address.key())
            .await;
        let account = held.map_err(store_error)?;
        let waits = account.filter(|account| account.user.awaits_acceptance());
        Ok(waits.map(|account| account.user.id()))
    }

    /// Who logs in with this text under the tenant's rules (P-35).
    pub(crate) async fn meant_by(
        &self,
        tenant: &Tenant,
        text: &str,
    ) -> Result<Option<LogInUser>, Error> {
        let typed = TypedLogin::read(text);
        let found = self.log_ins.find(tenant.id, &typed).await;
        let identity = &tenant.policy.identity;
        let meant = found.map_err(store_error)?;
        Ok(meant.filter(|user| typed.fits(identity, &user.holds)))
    }

    /// A fresh wish by this actor.
    #[must_use]
    pub fn command(&self, actor: Actor, action: Action) -> Command {
        Command::new(CommandId(self.ids.next()), actor, action)
    }

    /// The tenant of this slug.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none such.
    pub async fn tenant_by_slug(&self, slug: &str) -> Result<Arc<Tenant>, Error> {
        self.store
            .tenant_by_slug(slug)
            .await
            .map_err(store_error)?
            .ok_or(Error::NotFound)
    }

    /// Carries out a command on a user.
    ///
    /// # Errors
    /// What the rules, other writers or the store say; then nothing was changed.
    pub async fn execute(
        &self,
        tenant: TenantId,
        id: UserId,
        command: Command,
        repeatable: Option<Repeatable>,
    ) -> Result<Done, Error> {
        if let Some(done) = self.repeated(repeatable.as_ref()).await? {
            return Ok(done);
        }
        let result = self
            .try_often(tenant, id, &command, repeatable.as_ref())
            .await;
        self.or_repeated(repeatable.as_ref(), result).await
    }

    async fn try_often(
        &self,
        tenant: TenantId,
        id: UserId,
        command: &Command,
        repeatable: Option<&Repeatable>,
    ) -> Result<Done, Error> {
        for _ in 1..ATTEMPTS {
            match self.attempt(tenant, id, command, repeatable).await {
                Err(StoreError::Conflict | StoreError::Guard) => pause().await,
                Err(StoreError::Repeated) => {
                    return self.after_repetition(tenant, id, repeatable).await;
                }
                done => return done.map_err(store_error)?,
            }
        }
        let last = self.attempt(tenant, id, command, repeatable).await;
        last.map_err(store_error)?
    }

    async fn attempt(
        &self,
        tenant: TenantId,
        id: UserId,
        command: &Command,
        repeatable: Option<&Repeatable>,
    ) -> Result<Result<Done, Error>, StoreError> {
        let Some(account) = self.load_for(tenant, id, &command.action).await? else {
            return Ok(Err(self.told_of_nobody(tenant, command).await?));
        };
        let now = self.clock.now();
        let policy = &account.tenant.policy;
        let events =
            match tenure_domain::decide(&account.user, command, &account.facts, policy, now) {
                Ok(events) => events,
                Err(rejection) => return Ok(Err(rejection.into())),
            };
        if !events.is_empty() {
            let unknown = self.unknown(tenant, &command.action.references()).await?;
            if !unknown.is_empty() {
                return Ok(Err(Rejection::Validation(unknown).into()));
            }
        }
        if let Some(claim) = self.wished_address_is_taken(&account, &events).await? {
            return Ok(Err(Error::Taken(claim)));
        }
        if events.is_empty() {
            let record = repeatable.map(|wish| wish.record_unchanged(id, now));
            if record.is_some() {
                self.store
                    .commit(Unit {
                        record,
                        ..Unit::default()
                    })
                    .await?;
            }
            return Ok(Ok(Done {
                account,
                replayed: None,
                changed: false,
            }));
        }
        let change = self.change(&account, command, events, now);
        self.store
            .commit(Unit {
                changes: slice::from_ref(&change),
                record: repeatable.map(|wish| wish.record(id, now)),
                ..Unit::default()
            })
            .await?;
        if !change.messages.is_empty() {
            self.wake.notify_one();
        }
        let account = Loaded {
            user: change.after,
            ..account
        };
        Ok(Ok(Done {
            account,
            replayed: None,
            changed: true,
        }))
    }

    /// A new address is claimed when it is confirmed; that somebody holds it is said at once.
    async fn wished_address_is_taken(
        &self,
        account: &Loaded,
        events: &[Event],
    ) -> Result<Option<Claim>, StoreError> {
        let wished = events.iter().find_map(|event| {
            let Fact::EmailChangeRequested { personal, .. } = &event.fact else {
                return None;
            };
            personal.known()
        });
        let Some(address) = wished else {
            return Ok(None);
        };
        let typed = TypedLogin {
            email: Some(address.key()),
            username: None,
        };
        let holder = self.log_ins.find(account.tenant.id, &typed).await?;
        let other = holder.filter(|holder| holder.id != account.user.id());
        Ok(other.map(|_| Claim::Email))
    }

    /// The user, and his orders where the action needs to know of them (OB-52).
    async fn load_for(
        &self,
        tenant: TenantId,
        id: UserId,
        action: &Action,
    ) -> Result<Option<Loaded>, StoreError> {
        let Some(mut account) = self.store.load(tenant, id).await? else {
            return Ok(None);
        };
        if matches!(action, Action::Delete) && account.tenant.policy.removal.asks_history() {
            account.facts.history = self.ledger.history(tenant, id).await?;
        }
        Ok(Some(account))
    }

    pub(crate) fn change(
        &self,
        account: &Loaded,
        command: &Command,
        events: Vec<Event>,
        now: tenure_domain::value::Timestamp,
    ) -> Change {
        let circumstances = Circumstances {
            now,
            policy_revision: account.tenant.policy_revision,
            last_log_in_at: account.facts.last_log_in_at,
        };
        let mut mint = || self.ids.next();
        let change = Change::new(
            &account.user,
            command,
            events,
            &account.tenant.policy,
            circumstances,
            &mut mint,
        );
        Change {
            origin: origin::current(),
            ..change
        }
    }
}

/// 5 to 25 ms, so that writers who collided do not collide again.
#[expect(clippy::disallowed_methods, reason = "the retry pause waits")]
pub(crate) async fn pause() {
    tokio::time::sleep(Duration::from_millis(rand::random_range(5..=25))).await;
}

/// The store's answer as the caller's.
pub(crate) fn store_error(error: StoreError) -> Error {
    match error {
        StoreError::Conflict | StoreError::Repeated | StoreError::Guard => Error::Contended,
        StoreError::Taken(claim) => Error::Taken(claim),
        StoreError::Corrupt {
            table,
            row,
            column,
            problem,
        } => Error::Corrupt(format!("{table}.{column} of {row}: {problem}")),
        StoreError::Unavailable(source) => Error::Unavailable {
            port: "database",
            source,
        },
    }
}
