//! The log-in decision (RULES 5.4) and the lockout machine (RULES 5.5), as pure functions.
//!
//! ```text
//! 0 ──wrong, within the window──▶ +1 … max ──▶ locked out (duration × 2^lockouts, capped)
//! ▲                                                │
//! └──right log-in · window passed · unblocked ◀────┘ elapsed and/or administrator (P-15)
//! ```

mod facility;
mod identifier;
mod told;

pub use facility::{PinCount, PinVerdict, admit_pin, judge_pin};
pub use told::{AUTHORIZATION_FAILURE, LOG_IN_FAILED};

use crate::{
    authority::Scope,
    command::Facts,
    credential::Credential,
    decide::elapse,
    event::{Event, Fact, LogInFailure},
    lifecycle::{BlockCause, Lifecycle},
    policy::{LockoutRelease, LogInRole, ValidPolicy},
    user::{User, fold_events},
    value::{Span, Timestamp},
};

/// The count of failed log-ins, kept beside the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Attempts {
    /// Rises with every settled attempt; the store's guard against a lost update.
    pub revision: u64,
    /// Failures in the window.
    pub failures: u32,
    /// When the window began.
    pub window_start: Option<Timestamp>,
    /// Failures since the last success.
    pub consecutive: u32,
    /// Lockouts since the last success.
    pub lock_count: u32,
    /// The last success.
    pub last_log_in_at: Option<Timestamp>,
}

impl Attempts {
    /// Failures that still count at this moment.
    #[must_use]
    pub fn counted(&self, window: Option<Span>, now: Timestamp) -> u32 {
        match (self.window_start, window) {
            (Some(start), Some(window)) if window.after(start) <= now => 0,
            _ => self.failures,
        }
    }

    /// The count after one more failure, or after one whose outcome was never told.
    #[must_use]
    pub fn failed(mut self, window: Option<Span>, now: Timestamp) -> Self {
        let counted = self.counted(window, now);
        if counted == 0 {
            self.window_start = Some(now);
        }
        self.failures = counted.saturating_add(1);
        self.consecutive = self.consecutive.saturating_add(1);
        self
    }
}

/// Whether an attempt may be verified at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Verify while failures and open attempts together stay below this; `None`: without limit.
    Verify {
        /// The most failures and open attempts.
        limit: Option<u32>,
    },
    /// The answer does not depend on the password: spend the same time and refuse.
    Refuse(LogInFailure),
}

/// May an attempt on this user be verified (RULES 5.4 rows 3 and 4 come after, but cannot help)?
#[must_use]
pub fn admit(user: &User, facts: &Facts, policy: &ValidPolicy, now: Timestamp) -> Admission {
    let user = user.elapsed(facts, policy, now);
    match refusal(&user, now) {
        Some(why) => Admission::Refuse(why),
        None if policy.lockout.max_failures == 0 => Admission::Verify { limit: None },
        None => Admission::Verify {
            limit: Some(policy.lockout.max_failures),
        },
    }
}

fn refusal(user: &User, now: Timestamp) -> Option<LogInFailure> {
    if let Some(why) = kept_out(user, now) {
        return Some(why);
    }
    matches!(user.credential(), Credential::None).then_some(LogInFailure::NoCredential)
}

/// What keeps a user out, whatever he proves himself by.
fn kept_out(user: &User, now: Timestamp) -> Option<LogInFailure> {
    match user.lifecycle() {
        Lifecycle::Active { .. } => {}
        Lifecycle::Blocked { block, .. } if block.is_lockout() => {
            return Some(LogInFailure::LockedOut);
        }
        Lifecycle::Blocked { .. } => return Some(LogInFailure::Blocked),
        Lifecycle::Pending { .. } | Lifecycle::Inactive { .. } | Lifecycle::Deleted { .. } => {
            return Some(LogInFailure::NotActive);
        }
    }
    (!user.is_valid_at(now)).then_some(LogInFailure::OutsideValidity)
}

/// What the credential check said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// The right credential.
    Right,
    /// A wrong one.
    Wrong,
    /// The attempt was refused without looking, because the count was full.
    NotLooked,
}

/// The verdict. What the public learns is [`LogInOutcome`]; the reason is for the audit trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// For whoever tries.
    pub outcome: LogInOutcome,
    /// Deadlines that have passed, the log-in's own event, a lockout.
    pub events: Vec<Event>,
    /// The count after.
    pub attempts: Attempts,
}

/// The only four answers (I-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogInOutcome {
    /// A session may be opened.
    LoggedIn,
    /// The right password, which must be changed before anything else.
    ChangeRequired,
    /// The right password, but the role is lacking (CH-9).
    AuthorizationFailure,
    /// No.
    Failed(LogInFailure),
}

/// Judges one attempt.
#[must_use]
pub fn judge(
    user: &User,
    proof: Proof,
    attempts: Attempts,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Verdict {
    let elapsed = elapse(user, facts, policy, now);
    if elapsed.iter().any(|event| event.fact == Fact::Purged {}) {
        // Nobody is there any more to try for; the sweep takes the row away.
        return Verdict {
            outcome: LogInOutcome::Failed(LogInFailure::NotActive),
            events: Vec::new(),
            attempts,
        };
    }
    let user = fold_events(user.clone(), &elapsed);
    let mut verdict = Verdict {
        outcome: LogInOutcome::LoggedIn,
        events: elapsed,
        attempts,
    };
    let mut add = |fact| verdict.events.push(Event { at: now, fact });
    if let Some(reason) = refusal(&user, now) {
        add(Fact::LogInFailed { reason });
        verdict.outcome = LogInOutcome::Failed(reason);
        return verdict;
    }
    if proof != Proof::Right {
        let reason = LogInFailure::WrongCredential;
        verdict.outcome = LogInOutcome::Failed(reason);
        if proof == Proof::Wrong {
            add(Fact::LogInFailed { reason });
            verdict.attempts = attempts.failed(policy.lockout.window, now);
        }
        if let Some((fact, attempts)) = lockout(&user, verdict.attempts, facts, policy, now) {
            add(fact);
            verdict.attempts = attempts;
        }
        return verdict;
    }
    let (outcome, fact) = right(&user, policy, now);
    add(fact);
    verdict.outcome = outcome;
    if matches!(
        outcome,
        LogInOutcome::LoggedIn | LogInOutcome::ChangeRequired
    ) {
        verdict.attempts = Attempts {
            revision: attempts.revision,
            last_log_in_at: Some(now),
            ..Attempts::default()
        };
    }
    verdict
}

const CHANGE_REQUIRED: (LogInOutcome, Fact) = (
    LogInOutcome::ChangeRequired,
    Fact::PasswordChangeRequired {},
);

/// With the right credential, rows 6 to 9 of RULES 5.4.
fn right(user: &User, policy: &ValidPolicy, now: Timestamp) -> (LogInOutcome, Fact) {
    if let Credential::Temporary { expires_at, .. } = user.credential() {
        return if expires_at.is_some_and(|end| end <= now) {
            let reason = LogInFailure::TemporaryPasswordExpired;
            (LogInOutcome::Failed(reason), Fact::LogInFailed { reason })
        } else {
            CHANGE_REQUIRED
        };
    }
    if user.has_aged_password(policy, now) {
        return CHANGE_REQUIRED;
    }
    if user.holds_what_log_in_asks(policy, now) {
        (LogInOutcome::LoggedIn, Fact::LogInSucceeded {})
    } else {
        (
            LogInOutcome::AuthorizationFailure,
            Fact::AuthorizationFailed {},
        )
    }
}

/// The lockout that the count has earned, if any, and the count after it.
fn lockout(
    user: &User,
    attempts: Attempts,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Option<(Fact, Attempts)> {
    let rules = &policy.lockout;
    let earned =
        rules.max_failures > 0 && attempts.counted(rules.window, now) >= rules.max_failures;
    let last_admin = user.counts_as_admin() && !facts.other_admin;
    let is_final =
        rules.final_failures > 0 && attempts.consecutive >= rules.final_failures && !last_admin;
    if !earned && !is_final {
        return None;
    }
    // The last administrator is locked out by time only: nobody else could let him in (I-5).
    let base = rules.duration.or(last_admin.then_some(Span::minutes(15)));
    let span = base.map(|span| span.doubled(attempts.lock_count, rules.duration_cap.max(span)));
    let until = if is_final {
        None
    } else {
        span.map(|span| span.after(now))
    };
    let by_admin_only = matches!(
        rules.release,
        LockoutRelease::Admin | LockoutRelease::AdminAndDuration
    );
    // Who is locked out until somebody lets him in is no administrator to count on meanwhile.
    let timed_only = user.counts_as_admin() && until.is_some() && (last_admin || !by_admin_only);
    let fact = Fact::LockedOut {
        failures: attempts.failures,
        until,
        timed_only,
    };
    let lock_count = attempts.lock_count.saturating_add(1);
    Some((
        fact,
        Attempts {
            failures: 0,
            lock_count,
            ..attempts
        },
    ))
}

impl User {
    /// Must the password be changed before anything else: a temporary one, or one that is too old (P-56)?
    #[must_use]
    pub fn must_change_password(&self, policy: &ValidPolicy, now: Timestamp) -> bool {
        matches!(self.credential(), Credential::Temporary { .. })
            || self.has_aged_password(policy, now)
    }

    /// Is the password older than the policy lets one become (P-56)?
    fn has_aged_password(&self, policy: &ValidPolicy, now: Timestamp) -> bool {
        let max_age = policy.credential.password.max_age;
        matches!((self.credential(), max_age), (Credential::Permanent { changed_at }, Some(age))
            if age.after(*changed_at) <= now)
    }

    /// Does the user hold the role that a log-in here needs (P-59), and one at all where his log-in is another
    /// realm (P-60)?
    #[must_use]
    pub fn holds_what_log_in_asks(&self, policy: &ValidPolicy, now: Timestamp) -> bool {
        let held = || self.grants().iter().filter(|grant| grant.is_live(now));
        if policy.log_in.separate_realms.contains(&self.kind()) && held().next().is_none() {
            return false;
        }
        match &policy.log_in.requires_role {
            LogInRole::None => true,
            LogInRole::AnyRole => held().next().is_some(),
            LogInRole::Role(role) => {
                self.is_system_admin(now)
                    || held().any(|grant| grant.role == *role && grant.scope == Scope::Tenant)
            }
        }
    }

    /// Is the user locked out, as opposed to blocked by somebody?
    #[must_use]
    pub fn is_locked_out(&self) -> bool {
        matches!(
            self.lifecycle(),
            Lifecycle::Blocked { block, .. } if matches!(block.cause, BlockCause::Lockout { .. })
        )
    }
}
