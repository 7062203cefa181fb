//! Log-in at a facility by user name and PIN (HW-33, HW-34). A PIN has few possibilities, so wrong ones count until a
//! right one, and lock for longer each time, whatever the tenant's rules for passwords.

use super::{Admission, Attempts, LogInOutcome, Proof, kept_out};
use crate::{
    command::Facts,
    decide::elapse,
    event::{Event, Fact, LogInFailure},
    policy::{LockoutPolicy, ValidPolicy},
    user::{User, fold_events},
    value::{FacilityId, FacilityLogInId, Span, Timestamp},
};

/// So many wrong PINs lock where the tenant's rules lock nobody out, or later.
const MOST_WRONG: u32 = 5;
/// For so long at least, the first time.
const LOCK: Span = Span::minutes(15);
/// Locks double until they last so long at least.
const LONGEST: Span = Span::hours(24);

/// The count of wrong PINs of one facility's log-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PinCount {
    /// The count itself.
    pub attempts: Attempts,
    /// Locked until then.
    pub locked_until: Option<Timestamp>,
}

impl PinCount {
    fn is_locked(&self, now: Timestamp) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }
}

/// How an attempt at a facility ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinVerdict {
    /// For whoever tries.
    pub outcome: LogInOutcome,
    /// Deadlines that have passed, and what the attempt itself led to.
    pub events: Vec<Event>,
    /// The count after.
    pub count: PinCount,
}

impl LockoutPolicy {
    /// After so many wrong PINs in a row a facility's log-in is locked.
    fn most_wrong_pins(&self) -> u32 {
        match self.max_failures {
            0 => MOST_WRONG,
            most => most.min(MOST_WRONG),
        }
    }

    fn pin_lock(&self, locks_before: u32) -> Span {
        let first = self.duration.unwrap_or(LOCK).max(LOCK);
        let longest = self.duration_cap.max(LONGEST).max(first);
        first.doubled(locks_before, longest)
    }
}

impl User {
    /// The facility at which a session of this log-in is good at this moment; none any more once the log-in was
    /// replaced or taken away, or the user is kept out.
    #[must_use]
    pub fn facility_in_session(
        &self,
        log_in: FacilityLogInId,
        policy: &ValidPolicy,
        now: Timestamp,
    ) -> Option<FacilityId> {
        let present = crate::decide::present(self, policy, now);
        let count = PinCount::default();
        let open = refusal(&present, log_in, &count, policy, now).is_none();
        present.work().facility_of(log_in).filter(|_| open)
    }
}

fn refusal(
    user: &User,
    log_in: FacilityLogInId,
    count: &PinCount,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Option<LogInFailure> {
    let counts = policy.work.has_facilities();
    let gone = !counts || user.work().facility_of(log_in).is_none();
    let locked = count.is_locked(now).then_some(LogInFailure::LockedOut);
    kept_out(user, now)
        .or(gone.then_some(LogInFailure::NoCredential))
        .or(locked)
}

/// May an attempt by this log-in be verified?
#[must_use]
pub fn admit_pin(
    user: &User,
    log_in: FacilityLogInId,
    count: &PinCount,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Admission {
    let user = user.elapsed(facts, policy, now);
    match refusal(&user, log_in, count, policy, now) {
        Some(why) => Admission::Refuse(why),
        None => Admission::Verify {
            limit: Some(policy.lockout.most_wrong_pins()),
        },
    }
}

/// Judges one attempt at a facility.
#[must_use]
pub fn judge_pin(
    user: &User,
    (log_in, facility): (FacilityLogInId, FacilityId),
    proof: Proof,
    count: PinCount,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> PinVerdict {
    let events = elapse(user, facts, policy, now);
    let purged = events.iter().any(|event| event.fact == Fact::Purged {});
    if purged {
        // Nobody is there any more to try for; the sweep takes the row away.
        return PinVerdict {
            outcome: LogInOutcome::Failed(LogInFailure::NotActive),
            events: Vec::new(),
            count,
        };
    }
    let user = fold_events(user.clone(), &events);
    let mut verdict = PinVerdict {
        outcome: LogInOutcome::LoggedIn,
        events,
        count,
    };
    let mut add = |fact| verdict.events.push(Event { at: now, fact });
    let failed = |reason| Fact::FacilityLogInFailed { facility, reason };
    if let Some(reason) = refusal(&user, log_in, &count, policy, now) {
        add(failed(reason));
        verdict.outcome = LogInOutcome::Failed(reason);
    } else if proof == Proof::Right && !user.holds_what_log_in_asks(policy, now) {
        add(Fact::FacilityAuthorizationFailed { facility });
        verdict.outcome = LogInOutcome::AuthorizationFailure;
    } else if proof == Proof::Right {
        add(Fact::FacilityLogInSucceeded { facility });
        verdict.count = PinCount {
            attempts: Attempts {
                revision: count.attempts.revision,
                last_log_in_at: Some(now),
                ..Attempts::default()
            },
            locked_until: None,
        };
    } else {
        let reason = LogInFailure::WrongCredential;
        verdict.outcome = LogInOutcome::Failed(reason);
        if proof == Proof::Wrong {
            add(failed(reason));
            verdict.count.attempts = count.attempts.failed(None, now);
        }
        if let Some((until, failures)) = lock(&mut verdict.count, &policy.lockout, now) {
            add(Fact::FacilityLogInLockedOut {
                facility,
                failures,
                until,
            });
        }
    }
    verdict
}

/// Locks where the count has earned it.
fn lock(count: &mut PinCount, rules: &LockoutPolicy, now: Timestamp) -> Option<(Timestamp, u32)> {
    let attempts = &mut count.attempts;
    let failures = attempts.counted(None, now);
    if failures < rules.most_wrong_pins() {
        return None;
    }
    let until = rules.pin_lock(attempts.lock_count).after(now);
    attempts.failures = 0;
    attempts.lock_count = attempts.lock_count.saturating_add(1);
    count.locked_until = Some(until);
    Some((until, failures))
}
