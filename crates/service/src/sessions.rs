//! Log-in, sessions, and who is behind a token.

mod attempt;
mod facility;
mod organization;
mod presence;
mod turns;

use crate::{
    error::Error,
    ports::{Loaded, LogInStore, NewSession, SessionRecord, SessionStore, Tenant},
    system::{random_token, token_hash},
    users::{Done, Users, store_error},
};
use attempt::{Judged, Wanted};
use std::{fmt, sync::Arc};
use tenure_domain::{
    LogInFailure, LogInOutcome, Rejection,
    authority::{Actor, Authority, Snapshot},
    value::{PlainPassword, SessionId, Span, TenantId, Timestamp},
};
use turns::Turns;

pub use facility::FacilityLogIn;
pub use presence::Presence;

/// For so long the token of a forced change is good.
const CHANGE_TOKEN: Span = Span::minutes(10);
/// A session's last use is written at most so often.
const TOUCH: Span = Span::minutes(1);

/// Somebody who tries to log in.
#[derive(Clone, Debug)]
pub struct LogIn {
    /// Where.
    pub tenant: TenantId,
    /// What was typed: an address or a user name.
    pub login: String,
    /// The password.
    pub password: PlainPassword,
    /// From where.
    pub origin: Origin,
}

/// Where a request comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The client's address.
    pub ip: Option<String>,
    /// Its program.
    pub user_agent: Option<String>,
}

/// An open session and the one copy of its token.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// The token: told once, stored nowhere.
    pub token: String,
    /// The session.
    pub session: SessionId,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// The user.
    pub account: Loaded,
    /// What he may do.
    pub authority: Authority,
}

/// Who is behind a request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The session with its user.
    pub session: SessionRecord,
    /// The user as the one who asks.
    pub actor: Actor,
}

impl Caller {
    /// Is this session the caller's business? Whoever logged in at a facility knows of no other one.
    fn reaches(&self, session: SessionId) -> bool {
        self.session.facility_log_in.is_none() || session == self.session.id
    }

    /// Did the caller prove himself lately enough for what could take an account over (ASVS 7.5.1)?
    #[must_use]
    pub fn proved_recently(&self, now: Timestamp) -> bool {
        let window = self.session.tenant.policy.sessions.reauthentication_window;
        now < window.after(self.session.authenticated_at)
    }
}

/// The use cases of log-in and sessions.
#[derive(Clone)]
pub struct Sessions {
    users: Users,
    log_ins: Arc<dyn LogInStore>,
    sessions: Arc<dyn SessionStore>,
    turns: Arc<Turns>,
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sessions")
    }
}

impl Sessions {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(
        users: Users,
        log_ins: Arc<dyn LogInStore>,
        sessions: Arc<dyn SessionStore>,
    ) -> Self {
        Self {
            users,
            log_ins,
            sessions,
            turns: Arc::default(),
        }
    }

    /// Logs in. An unknown user takes the same steps against a hash that nobody's password fits.
    ///
    /// # Errors
    /// `login_failed`, `password_change_required`, `authorization_failure`, `busy`, `unavailable`.
    pub async fn log_in(&self, log_in: LogIn) -> Result<LoggedIn, Error> {
        let tenant = self
            .users
            .store
            .tenant(log_in.tenant)
            .await
            .map_err(store_error)?;
        let tenant = tenant.ok_or(Error::NotFound)?;
        let Some(found) = self.users.meant_by(&tenant, &log_in.login).await? else {
            self.judge_nobody(log_in.tenant, &log_in.password).await?;
            return Err(refused(&tenant, LogInFailure::WrongCredential));
        };
        let token = fresh_token()?;
        let wanted = Wanted::Session {
            token_hash: token_hash(&token),
            origin: log_in.origin,
        };
        let judged = self
            .judge(log_in.tenant, found.id, &log_in.password, wanted)
            .await?;
        self.answer(judged, token)
    }

    fn answer(&self, judged: Judged, token: String) -> Result<LoggedIn, Error> {
        let now = self.users.clock.now();
        let account = judged.account;
        match (judged.outcome, judged.session) {
            (LogInOutcome::LoggedIn, Some(session)) => {
                let authority = Authority::of(account.user.grants(), &account.facts.roles, now);
                let (session, expires_at) = (session.id, session.expires_at);
                Ok(LoggedIn {
                    token,
                    session,
                    expires_at,
                    account,
                    authority,
                })
            }
            (LogInOutcome::LoggedIn, None) => Err(Error::Busy),
            (LogInOutcome::ChangeRequired, _) => {
                let end = CHANGE_TOKEN.after(now);
                let change_token = self.users.key.change_token(&account.user, end);
                Err(Error::PasswordChangeRequired { change_token })
            }
            (LogInOutcome::AuthorizationFailure, _) => Err(Error::AuthorizationFailure),
            (LogInOutcome::Failed(why), _) => Err(refused(&account.tenant, why)),
        }
    }

    /// Who is behind this token. Status, validity, idleness and age are read anew every time.
    ///
    /// # Errors
    /// [`Error::NotLoggedIn`] when the token opens nothing any more.
    pub async fn authenticate(&self, token: &str) -> Result<Caller, Error> {
        let session = self.sessions.resolve(token_hash(token)).await;
        self.opened(session.map_err(store_error)?).await
    }

    /// Who is behind this session, if it opens anything at this moment. Looking counts as its use.
    async fn opened(&self, session: Option<SessionRecord>) -> Result<Caller, Error> {
        let now = self.users.clock.now();
        let mut session = session.ok_or(Error::NotLoggedIn)?;
        let policy = &session.tenant.policy;
        let idle_until = policy.sessions.idle.after(session.seen_at);
        let oldest = policy
            .sessions
            .absolute
            .after(session.created_at)
            .min(session.expires_at);
        if oldest <= now || idle_until <= now {
            return Err(Error::NotLoggedIn);
        }
        let authority = authority_in(&session, now).ok_or(Error::NotLoggedIn)?;
        session.organization = authority.organization(session.user.organizations());
        // Reading goes on where writing cannot; the session then ends by idleness at the worst.
        if TOUCH.after(session.seen_at) <= now
            && let Err(error) = self.sessions.touch(session.id, now).await
        {
            tracing::warn!(%error, "the use of a session could not be noted");
        }
        let actor = Actor::User {
            id: session.user.id(),
            authority,
        };
        Ok(Caller { session, actor })
    }

    /// The caller's open sessions, newest first.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn list(&self, caller: &Caller) -> Result<Vec<SessionRecord>, Error> {
        let (tenant, user) = (caller.session.tenant.id, caller.session.user.id());
        let now = self.users.clock.now();
        let idle = caller.session.tenant.policy.sessions.idle;
        let open = self
            .sessions
            .list(tenant, user)
            .await
            .map_err(store_error)?;
        let is_open = |session: &SessionRecord| {
            let lasts = now < session.expires_at && now < idle.after(session.seen_at);
            lasts && caller.reaches(session.id)
        };
        let shown = |mut session: SessionRecord| {
            let authority = authority_in(&session, now)?;
            session.organization = authority.organization(session.user.organizations());
            Some(session)
        };
        let open = open.into_iter().filter(is_open);
        Ok(open.filter_map(shown).collect())
    }

    /// Ends one of the caller's sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] when he has none such.
    pub async fn end(&self, caller: &Caller, id: SessionId) -> Result<(), Error> {
        if !caller.reaches(id) {
            return Err(Error::NotFound);
        }
        let (tenant, user) = (caller.session.tenant.id, caller.session.user.id());
        let ended = self
            .sessions
            .end(tenant, user, id)
            .await
            .map_err(store_error)?;
        if ended { Ok(()) } else { Err(Error::NotFound) }
    }

    /// The caller changes his own password; wrong current ones count as failed log-ins. All his
    /// sessions end, and a new one is opened. `None`: changed, but too busy to open one.
    ///
    /// # Errors
    /// `login_failed`, `password_policy`, `policy_forbids`, `busy`; then nothing was changed.
    pub async fn change_password(
        &self,
        caller: &Caller,
        current: PlainPassword,
        new: PlainPassword,
        origin: Origin,
    ) -> Result<Option<LoggedIn>, Error> {
        let (tenant, id) = (caller.session.tenant.id, caller.session.user.id());
        if !caller.actor.is(id) {
            return Err(Rejection::SelfOnly.into());
        }
        let judged = self.judge(tenant, id, &current, Wanted::Proof).await?;
        if let LogInOutcome::Failed(why) = judged.outcome {
            return Err(refused(&judged.account.tenant, why));
        }
        let changed = self.users.change_own(&judged.account, new.clone()).await;
        let Done { account, .. } = match changed {
            // What was proved is not the user's password any more.
            Err(Error::Rejected(Rejection::StaleVersion)) => {
                return Err(refused(
                    &judged.account.tenant,
                    LogInFailure::WrongCredential,
                ));
            }
            changed => changed?,
        };
        let token = fresh_token()?;
        let wanted = Wanted::Session {
            token_hash: token_hash(&token),
            origin,
        };
        let judged = self.judge(account.tenant.id, account.user.id(), &new, wanted);
        match judged.await.and_then(|judged| self.answer(judged, token)) {
            Ok(open) => Ok(Some(open)),
            Err(error) => {
                tracing::warn!(%error, "a password was changed, but no session could be opened");
                Ok(None)
            }
        }
    }

    fn new_session(&self, account: &Loaded, hash: [u8; 32], origin: &Origin) -> NewSession {
        let now = self.users.clock.now();
        let rules = account.tenant.policy.sessions;
        NewSession {
            id: SessionId(self.users.ids.next()),
            token_hash: hash,
            created_at: now,
            expires_at: rules.absolute.after(now),
            facility_log_in: None,
            authority: Snapshot::taken(
                &account.user,
                &account.facts.roles,
                account.tenant.policy.roles.effective,
            ),
            ip: origin.ip.clone(),
            user_agent: origin.user_agent.clone(),
            max_per_user: rules.max_per_user,
        }
    }
}

/// What the session's user may do at this moment, wherever he works.
fn unbound(session: &SessionRecord, now: Timestamp) -> Authority {
    let (taken, effect) = (
        session.authority.as_ref(),
        session.tenant.policy.roles.effective,
    );
    Authority::in_session(&session.user, &session.roles, taken, effect, now)
}

/// What a session lets one do at this moment: at a facility little, and nothing once the user is kept out, the role
/// that log-ins need has ended (P-59) or the log-in that opened it is gone.
fn authority_in(session: &SessionRecord, now: Timestamp) -> Option<Authority> {
    let (user, policy) = (&session.user, &session.tenant.policy);
    if !user.holds_what_log_in_asks(policy, now) {
        return None;
    }
    let authority = unbound(session, now);
    match session.facility_log_in {
        None => {
            let authority = authority.in_organization(session.organization, user.organizations());
            user.can_log_in(policy, now).then_some(authority)
        }
        Some(log_in) => {
            let facility = user.facility_in_session(log_in, policy, now)?;
            Some(authority.at_facility(facility))
        }
    }
}

/// A refusal that tells as much as the tenant's policy lets it (P-58).
fn refused(tenant: &Tenant, why: LogInFailure) -> Error {
    let told = tenant.policy.log_in.told(why);
    Error::LogInFailed { why, told }
}

fn fresh_token() -> Result<String, Error> {
    random_token().map_err(|source| Error::Unavailable {
        port: "randomness",
        source: Box::new(source),
    })
}
