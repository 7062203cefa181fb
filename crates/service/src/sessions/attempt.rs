//! One attempt: reserve a place, verify with no transaction open, judge, settle.
//!
//! The place is reserved before the hash and freed only by the settlement, so no order of parallel
//! attempts, no error, no cancelled request and no crash yields more verifications than the policy allows.

use super::{Origin, Sessions};
use crate::{
    error::Error,
    origin,
    ports::{Loaded, NewSession, PlaceWish, Reservation, SettledLogIn, StoreError},
    users::{pause, store_error},
};
use tenure_domain::{
    Action, Admission, LogInOutcome, Proof, admit,
    authority::{Actor, Authority},
    judge,
    value::{PasswordHash, PlainPassword, Span, TenantId, UserId},
};
use tokio::time::{Duration, Instant};
use uuid::Uuid;

/// Whoever waits longer for a place is told to come again.
const WAIT: Duration = Duration::from_secs(2);
/// A place that nobody settles for so long counts as a failure.
const LEASE: Span = Span::seconds(30);
/// So many tries to settle against other writers; a place must not be lost to a race.
pub(super) const SETTLE_ATTEMPTS: u32 = 100;

/// What a right password is for.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// To open a session.
    Session {
        token_hash: [u8; 32],
        origin: Origin,
    },
    /// To prove who it is.
    Proof,
}

/// How an attempt ended.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) outcome: LogInOutcome,
    pub(super) account: Loaded,
    pub(super) session: Option<NewSession>,
}

/// A verified attempt that waits to be judged and settled.
pub(super) struct Verified {
    pub(super) place: Option<Uuid>,
    pub(super) proof: Proof,
    pub(super) stored: Option<PasswordHash>,
    pub(super) rehash: Option<PasswordHash>,
}

impl Verified {
    pub(super) fn not_looked() -> Self {
        Self {
            place: None,
            proof: Proof::NotLooked,
            stored: None,
            rehash: None,
        }
    }
}

impl Sessions {
    pub(super) async fn judge(
        &self,
        tenant: TenantId,
        id: UserId,
        password: &PlainPassword,
        wanted: Wanted,
    ) -> Result<Judged, Error> {
        // Past this point a client that hangs up must not leave a place behind: the work goes on without it.
        let (this, password) = (self.clone(), password.clone());
        let attempt = async move { this.attempt(tenant, id, &password, &wanted).await };
        let work = tokio::spawn(origin::within(origin::current(), attempt));
        work.await.map_err(|source| Error::Unavailable {
            port: "runtime",
            source: Box::new(source),
        })?
    }

    async fn attempt(
        &self,
        tenant: TenantId,
        id: UserId,
        password: &PlainPassword,
        wanted: &Wanted,
    ) -> Result<Judged, Error> {
        let account = self.account(tenant, id).await?;
        let now = self.users.clock.now();
        let policy = &account.tenant.policy;
        let window = policy.lockout.window;
        let verified = match admit(&account.user, &account.facts, policy, now) {
            // The answer is settled already; it must take as long as any other.
            Admission::Refuse(_) => {
                let place = self.reserve(tenant, id, None, window).await?;
                self.nothing(tenant, id, password, place).await?
            }
            Admission::Verify { limit } => match self.reserve(tenant, id, limit, window).await? {
                Some(place) => self.verify_if_still_in(tenant, id, password, place).await?,
                None => self.nothing(tenant, id, password, None).await?,
            },
        };
        self.settle(account, verified, password, wanted).await
    }

    /// An attempt on nobody: the same steps against a hash that no password fits.
    pub(super) async fn judge_nobody(
        &self,
        tenant: TenantId,
        password: &PlainPassword,
    ) -> Result<(), Error> {
        let nobody = UserId(Uuid::nil());
        let place = self.reserve(tenant, nobody, None, None).await?;
        let verified = self.nothing(tenant, nobody, password, place).await?;
        if let Some(place) = verified.place {
            self.log_ins
                .release(tenant, nobody, place)
                .await
                .map_err(store_error)?;
        }
        Ok(())
    }

    /// Spends the time of a verification and learns nothing.
    pub(super) async fn nothing(
        &self,
        tenant: TenantId,
        id: UserId,
        password: &PlainPassword,
        place: Option<Uuid>,
    ) -> Result<Verified, Error> {
        match self.users.hasher.verify_nothing(password).await {
            Ok(()) => Ok(Verified {
                place,
                ..Verified::not_looked()
            }),
            Err(error) => {
                self.give_back(tenant, id, place).await;
                Err(error)
            }
        }
    }

    /// Nothing was verified, so nothing counts; if even this fails, the lease decides.
    pub(super) async fn give_back(&self, tenant: TenantId, id: UserId, place: Option<Uuid>) {
        let Some(place) = place else { return };
        if let Err(error) = self.log_ins.release(tenant, id, place).await {
            tracing::warn!(%error, "a place among log-in attempts stays until its lease ends");
        }
        self.turns.of(tenant, id).free();
    }

    fn oneself(&self, account: &Loaded) -> Actor {
        let now = self.users.clock.now();
        let authority = Authority::of(account.user.grants(), &account.facts.roles, now);
        Actor::User {
            id: account.user.id(),
            authority,
        }
    }

    pub(super) async fn account(&self, tenant: TenantId, id: UserId) -> Result<Loaded, Error> {
        self.users
            .store
            .load(tenant, id)
            .await
            .map_err(store_error)?
            .ok_or(Error::NotFound)
    }

    /// A place, or `None` where the failures alone fill the count: then the lockout is due.
    pub(super) async fn reserve(
        &self,
        tenant: TenantId,
        id: UserId,
        limit: Option<u32>,
        window: Option<Span>,
    ) -> Result<Option<Uuid>, Error> {
        let deadline = Instant::now() + WAIT;
        let turn = self.turns.of(tenant, id);
        loop {
            let now = self.users.clock.now();
            let wish = PlaceWish {
                place: self.users.ids.next(),
                limit,
                window,
                now,
                lease_until: LEASE.after(now),
            };
            match self.log_ins.reserve(tenant, id, wish).await {
                Ok(Reservation::Admitted { id, .. }) => return Ok(Some(id)),
                Ok(Reservation::Full { .. }) => return Ok(None),
                Ok(Reservation::Wait) | Err(StoreError::Conflict) => {}
                Err(error) => return Err(store_error(error)),
            }
            if deadline <= Instant::now() {
                return Err(Error::Busy);
            }
            turn.wait().await;
        }
    }

    /// The user may have been locked out while this attempt waited for its place. From here on it cannot happen
    /// before the attempt is settled: its place is part of the count.
    async fn verify_if_still_in(
        &self,
        tenant: TenantId,
        id: UserId,
        password: &PlainPassword,
        place: Uuid,
    ) -> Result<Verified, Error> {
        let account = match self.account(tenant, id).await {
            Ok(account) => account,
            Err(error) => {
                self.give_back(tenant, id, Some(place)).await;
                return Err(error);
            }
        };
        let now = self.users.clock.now();
        match admit(&account.user, &account.facts, &account.tenant.policy, now) {
            Admission::Refuse(_) => self.nothing(tenant, id, password, Some(place)).await,
            Admission::Verify { .. } => self.verify(tenant, id, password, place).await,
        }
    }

    async fn verify(
        &self,
        tenant: TenantId,
        id: UserId,
        password: &PlainPassword,
        place: Uuid,
    ) -> Result<Verified, Error> {
        match self.check(tenant, id, password).await {
            Ok(verified) => Ok(Verified {
                place: Some(place),
                ..verified
            }),
            Err(error) => {
                self.give_back(tenant, id, Some(place)).await;
                Err(error)
            }
        }
    }

    async fn check(
        &self,
        tenant: TenantId,
        id: UserId,
        password: &PlainPassword,
    ) -> Result<Verified, Error> {
        let stored = self
            .log_ins
            .password(tenant, id)
            .await
            .map_err(store_error)?;
        self.compare(stored, password).await
    }

    /// What the stored hash says of a password or PIN; without one, the same time is spent.
    pub(super) async fn compare(
        &self,
        stored: Option<PasswordHash>,
        password: &PlainPassword,
    ) -> Result<Verified, Error> {
        let Some(hash) = stored else {
            self.users.hasher.verify_nothing(password).await?;
            return Ok(Verified {
                proof: Proof::Wrong,
                ..Verified::not_looked()
            });
        };
        let right = self.users.hasher.verify(password, &hash).await?;
        let rehash = if right {
            self.users.hasher.rehash(password, &hash).await?
        } else {
            None
        };
        let proof = if right { Proof::Right } else { Proof::Wrong };
        Ok(Verified {
            place: None,
            proof,
            stored: Some(hash),
            rehash,
        })
    }

    async fn settle(
        &self,
        mut account: Loaded,
        mut verified: Verified,
        password: &PlainPassword,
        wanted: &Wanted,
    ) -> Result<Judged, Error> {
        let turn = self.turns.of(account.tenant.id, account.user.id());
        let _mine = turn.settle().await;
        for _ in 0..SETTLE_ATTEMPTS {
            let version = account.user.version();
            account = self.account(account.tenant.id, account.user.id()).await?;
            // What was not looked at before is not looked at now.
            if version != account.user.version() && verified.proof != Proof::NotLooked {
                verified = self.still_right(&account, verified, password).await?;
            }
            match self.try_settle(&account, &verified, wanted).await {
                Err(StoreError::Conflict | StoreError::Guard) => pause().await,
                Err(error) => return Err(store_error(error)),
                Ok((outcome, session, after)) => {
                    turn.free();
                    let account = Loaded {
                        user: after,
                        ..account
                    };
                    return Ok(Judged {
                        outcome,
                        account,
                        session,
                    });
                }
            }
        }
        Err(Error::Busy)
    }

    /// The user changed while the password was verified; was it the password?
    async fn still_right(
        &self,
        account: &Loaded,
        verified: Verified,
        password: &PlainPassword,
    ) -> Result<Verified, Error> {
        let (tenant, id) = (account.tenant.id, account.user.id());
        let stored = self
            .log_ins
            .password(tenant, id)
            .await
            .map_err(store_error)?;
        if stored == verified.stored {
            return Ok(verified);
        }
        let fresh = self.check(tenant, id, password).await?;
        Ok(Verified {
            place: verified.place,
            ..fresh
        })
    }

    async fn try_settle(
        &self,
        account: &Loaded,
        verified: &Verified,
        wanted: &Wanted,
    ) -> Result<(LogInOutcome, Option<NewSession>, tenure_domain::User), StoreError> {
        let now = self.users.clock.now();
        let policy = &account.tenant.policy;
        let before = account.attempts;
        let verdict = judge(
            &account.user,
            verified.proof,
            before,
            &account.facts,
            policy,
            now,
        );
        let proved = verdict.outcome == LogInOutcome::LoggedIn;
        if let (true, Wanted::Proof, Some(place)) = (proved, wanted, verified.place) {
            // A proof within a session is no log-in: it frees its place and leaves no trace.
            self.log_ins
                .release(account.tenant.id, account.user.id(), place)
                .await?;
            return Ok((verdict.outcome, None, account.user.clone()));
        }
        let session = match wanted {
            Wanted::Session { token_hash, origin } if proved => {
                Some(self.new_session(account, *token_hash, origin))
            }
            Wanted::Session { .. } | Wanted::Proof => None,
        };
        let actor = if proved {
            self.oneself(account)
        } else {
            Actor::Visitor
        };
        let command = self.users.command(actor, Action::Elapse);
        let change = self.users.change(account, &command, verdict.events, now);
        let settled = SettledLogIn {
            reservation: verified.place,
            before,
            after: verdict.attempts,
            change: &change,
            session: session.clone(),
            rehash: verified.rehash.clone().filter(|_| proved),
            pin: None,
        };
        self.log_ins.settle(settled).await?;
        if !change.messages.is_empty() {
            self.users.wake.notify_one();
        }
        Ok((verdict.outcome, session, change.after))
    }
}
