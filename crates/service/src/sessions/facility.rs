//! Log-in at a facility by user name and PIN (HW-33, HW-34): the same steps as by password, but another count and lock.

use super::{
    LoggedIn, Origin, Sessions,
    attempt::{SETTLE_ATTEMPTS, Verified},
    fresh_token, refused,
};
use crate::{
    error::Error,
    ports::{
        FacilityLogInHolder, Loaded, NewSession, SettledLogIn, SettledPin, StoreError, StoredPin,
    },
    system::token_hash,
    users::{pause, store_error},
};
use tenure_domain::{
    Action, Admission, LogInFailure, LogInOutcome, admit_pin,
    authority::{Actor, Authority},
    judge_pin,
    value::{FacilityId, PlainPassword, TenantId, Username},
};
use uuid::Uuid;

/// Somebody who tries to log in at a facility.
#[derive(Clone, Debug)]
pub struct FacilityLogIn {
    /// Where.
    pub tenant: TenantId,
    /// At which facility; none: what was named is none.
    pub facility: Option<FacilityId>,
    /// The user name, as it was typed.
    pub username: String,
    /// The PIN, as it was typed.
    pub pin: PlainPassword,
    /// From where.
    pub origin: Origin,
}

/// One attempt, with what is needed to judge and settle it.
struct Attempt {
    tenant: TenantId,
    facility: FacilityId,
    holder: FacilityLogInHolder,
    pin: PlainPassword,
    token_hash: [u8; 32],
    origin: Origin,
}

/// How an attempt ended; a session only after a right PIN.
type Ended = (LogInOutcome, Loaded, Option<NewSession>);

impl Sessions {
    /// Logs in at a facility. Unknown facilities and names take the same steps against a hash that no PIN fits.
    ///
    /// # Errors
    /// `login_failed`, `authorization_failure`, `busy`, `unavailable`.
    pub async fn log_in_at(&self, wish: FacilityLogIn) -> Result<LoggedIn, Error> {
        let tenant = self.users.store.tenant(wish.tenant).await;
        let tenant = tenant.map_err(store_error)?.ok_or(Error::NotFound)?;
        let named = wish.facility.zip(Username::parse(&wish.username).ok());
        let found = match named {
            Some((facility, name)) => {
                let holder = self.log_ins.find_at(tenant.id, facility, &name).await;
                let holder = holder.map_err(store_error)?;
                holder.map(|holder| (facility, holder))
            }
            None => None,
        };
        let Some((facility, holder)) = found else {
            self.judge_nobody(tenant.id, &wish.pin).await?;
            return Err(refused(&tenant, LogInFailure::WrongCredential));
        };
        let token = fresh_token()?;
        let attempt = Attempt {
            tenant: tenant.id,
            facility,
            holder,
            pin: wish.pin,
            token_hash: token_hash(&token),
            origin: wish.origin,
        };
        // As for passwords, a client that hangs up leaves no place behind.
        let this = self.clone();
        let work = tokio::spawn(crate::origin::within(
            crate::origin::current(),
            async move { this.attempt_at(&attempt).await },
        ));
        let ended = work.await.map_err(|source| Error::Unavailable {
            port: "runtime",
            source: Box::new(source),
        })?;
        let Some((outcome, account, session)) = ended? else {
            return Err(refused(&tenant, LogInFailure::WrongCredential));
        };
        match (outcome, session) {
            (LogInOutcome::LoggedIn, Some(session)) => {
                let (grants, roles) = (account.user.grants(), &account.facts.roles);
                let now = self.users.clock.now();
                Ok(LoggedIn {
                    token,
                    session: session.id,
                    expires_at: session.expires_at,
                    authority: Authority::of(grants, roles, now).at_facility(facility),
                    account,
                })
            }
            (LogInOutcome::Failed(why), _) => Err(refused(&tenant, why)),
            (LogInOutcome::AuthorizationFailure, _) => Err(Error::AuthorizationFailure),
            (LogInOutcome::LoggedIn | LogInOutcome::ChangeRequired, _) => Err(Error::Busy),
        }
    }

    async fn stored_pin(&self, attempt: &Attempt) -> Result<Option<StoredPin>, Error> {
        let pin = self.log_ins.pin(attempt.tenant, attempt.holder.log_in);
        pin.await.map_err(store_error)
    }

    fn admission(&self, attempt: &Attempt, account: &Loaded, pin: &StoredPin) -> Admission {
        let (facts, policy) = (&account.facts, &account.tenant.policy);
        let now = self.users.clock.now();
        let log_in = attempt.holder.log_in;
        admit_pin(&account.user, log_in, &pin.count, facts, policy, now)
    }

    /// `None`: the log-in was replaced or taken away meanwhile.
    async fn attempt_at(&self, attempt: &Attempt) -> Result<Option<Ended>, Error> {
        let (tenant, counted) = (attempt.tenant, attempt.holder.log_in.counted_by());
        let account = self.account(tenant, attempt.holder.user).await?;
        let Some(pin) = self.stored_pin(attempt).await? else {
            self.judge_nobody(tenant, &attempt.pin).await?;
            return Ok(None);
        };
        let verified = match self.admission(attempt, &account, &pin) {
            // The answer is settled already; it must take as long as any other.
            Admission::Refuse(_) => {
                let place = self.reserve(tenant, counted, None, None).await?;
                self.nothing(tenant, counted, &attempt.pin, place).await?
            }
            Admission::Verify { limit } => {
                match self.reserve(tenant, counted, limit, None).await? {
                    Some(place) => self.verify_at(attempt, place).await?,
                    None => self.nothing(tenant, counted, &attempt.pin, None).await?,
                }
            }
        };
        self.settle_at(attempt, verified).await
    }

    /// Verifies, unless the log-in was locked while this attempt waited for its place.
    async fn verify_at(&self, attempt: &Attempt, place: Uuid) -> Result<Verified, Error> {
        let (tenant, counted) = (attempt.tenant, attempt.holder.log_in.counted_by());
        let checked = async {
            let account = self.account(tenant, attempt.holder.user).await?;
            let pin = self.stored_pin(attempt).await?;
            let open = pin.filter(|pin| {
                matches!(
                    self.admission(attempt, &account, pin),
                    Admission::Verify { .. }
                )
            });
            match open {
                Some(pin) => self.compare(Some(pin.hash), &attempt.pin).await,
                None => {
                    let spent = self.users.hasher.verify_nothing(&attempt.pin).await;
                    spent.map(|()| Verified::not_looked())
                }
            }
        };
        match checked.await {
            Ok(verified) => Ok(Verified {
                place: Some(place),
                ..verified
            }),
            Err(error) => {
                self.give_back(tenant, counted, Some(place)).await;
                Err(error)
            }
        }
    }

    async fn settle_at(
        &self,
        attempt: &Attempt,
        mut verified: Verified,
    ) -> Result<Option<Ended>, Error> {
        let (tenant, counted) = (attempt.tenant, attempt.holder.log_in.counted_by());
        let turn = self.turns.of(tenant, counted);
        let _mine = turn.settle().await;
        for _ in 0..SETTLE_ATTEMPTS {
            let account = self.account(tenant, attempt.holder.user).await?;
            let Some(pin) = self.stored_pin(attempt).await? else {
                self.give_back(tenant, counted, verified.place).await;
                return Ok(None);
            };
            // Another right attempt may have replaced the hash by a fresh one of the same PIN.
            if verified
                .stored
                .as_ref()
                .is_some_and(|hash| *hash != pin.hash)
            {
                verified = Verified {
                    place: verified.place,
                    ..self.compare(Some(pin.hash.clone()), &attempt.pin).await?
                };
            }
            match self.try_settle_at(attempt, account, &pin, &verified).await {
                Err(StoreError::Conflict | StoreError::Guard) => pause().await,
                Err(error) => return Err(store_error(error)),
                Ok(ended) => {
                    turn.free();
                    return Ok(Some(ended));
                }
            }
        }
        Err(Error::Busy)
    }

    async fn try_settle_at(
        &self,
        attempt: &Attempt,
        account: Loaded,
        pin: &StoredPin,
        verified: &Verified,
    ) -> Result<Ended, StoreError> {
        let now = self.users.clock.now();
        let (facts, policy) = (&account.facts, &account.tenant.policy);
        let log_in = attempt.holder.log_in;
        let at = (log_in, attempt.facility);
        let verdict = judge_pin(
            &account.user,
            at,
            verified.proof,
            pin.count,
            facts,
            policy,
            now,
        );
        let proved = verdict.outcome == LogInOutcome::LoggedIn;
        let session = proved.then(|| NewSession {
            facility_log_in: Some(log_in),
            ..self.new_session(&account, attempt.token_hash, &attempt.origin)
        });
        let actor = if proved {
            Actor::User {
                id: account.user.id(),
                authority: Authority::of(account.user.grants(), &facts.roles, now)
                    .at_facility(attempt.facility),
            }
        } else {
            Actor::Visitor
        };
        let command = self.users.command(actor, Action::Elapse);
        let change = self.users.change(&account, &command, verdict.events, now);
        let settled = SettledLogIn {
            reservation: verified.place,
            before: pin.count.attempts,
            after: verdict.count.attempts,
            change: &change,
            session: session.clone(),
            rehash: verified.rehash.clone().filter(|_| proved),
            pin: Some(SettledPin {
                id: log_in,
                locked_until: verdict.count.locked_until,
            }),
        };
        self.log_ins.settle(settled).await?;
        if !change.messages.is_empty() {
            self.users.wake.notify_one();
        }
        let account = Loaded {
            user: change.after,
            ..account
        };
        Ok((verdict.outcome, account, session))
    }
}
