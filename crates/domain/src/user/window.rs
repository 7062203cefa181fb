//! When a user can log in, as things stand: one span of time behind one gate. Stores keep both, so that a
//! list at any moment and under any policy agrees with the decision.

use super::User;
use crate::{
    credential::Credential,
    lifecycle::{Block, BlockCause, Lifecycle},
    policy::{LockoutPolicy, LockoutRelease, ValidPolicy, choice},
    value::Timestamp,
};
use std::collections::BTreeSet;

choice! {
    /// What stands between a user and the log-in, beside time.
    Gate {
        /// Nothing.
        Open,
        /// A lockout that no administrator has released.
        Lockout,
        /// A lockout that an administrator has released.
        ReleasedLockout,
        /// Something that only somebody's act ends.
        Shut,
    }
}

/// When a user can log in with the right password, if nobody acts meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogInWindow {
    /// What else must be open.
    pub gate: Gate,
    /// From when; none: from ever.
    pub from: Option<Timestamp>,
    /// Until when, without this moment itself; none: for ever.
    pub until: Option<Timestamp>,
}

impl Gate {
    /// The permanent name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Lockout => "lockout",
            Self::ReleasedLockout => "released_lockout",
            Self::Shut => "shut",
        }
    }
}

impl Block {
    /// What must be open for the block to end by time.
    pub(crate) fn gate(&self) -> Gate {
        match &self.cause {
            _ if self.until.is_none() => Gate::Shut,
            BlockCause::Manual { .. }
            | BlockCause::Lockout {
                timed_only: true, ..
            } => Gate::Open,
            BlockCause::Lockout {
                admin_released: true,
                ..
            } => Gate::ReleasedLockout,
            BlockCause::Lockout { .. } => Gate::Lockout,
        }
    }
}

impl LockoutPolicy {
    /// Does time alone lead through this gate (P-15)?
    #[must_use]
    pub fn opens(&self, gate: Gate) -> bool {
        match (gate, self.release) {
            (Gate::Open, _)
            | (
                Gate::Lockout | Gate::ReleasedLockout,
                LockoutRelease::Duration | LockoutRelease::AdminOrDuration,
            )
            | (Gate::ReleasedLockout, LockoutRelease::AdminAndDuration) => true,
            (Gate::Shut, _)
            | (_, LockoutRelease::Admin)
            | (Gate::Lockout, LockoutRelease::AdminAndDuration) => false,
        }
    }

    /// All gates through which time alone leads.
    #[must_use]
    pub fn open_gates(&self) -> BTreeSet<Gate> {
        let all = Gate::ALL.iter().copied();
        all.filter(|gate| self.opens(*gate)).collect()
    }
}

impl User {
    /// When the user can log in, if nobody acts meanwhile.
    #[must_use]
    pub fn log_in_window(&self) -> LogInWindow {
        let (gate, ends) = match self.lifecycle() {
            Lifecycle::Active { .. } => (Gate::Open, None),
            Lifecycle::Blocked { block, .. } => (block.gate(), block.until),
            Lifecycle::Pending { .. } | Lifecycle::Inactive { .. } | Lifecycle::Deleted { .. } => {
                (Gate::Shut, None)
            }
        };
        let (gate, expires) = match self.credential() {
            Credential::None => (Gate::Shut, None),
            Credential::Temporary { expires_at, .. } => (gate, *expires_at),
            Credential::Permanent { .. } | Credential::External { .. } => (gate, None),
        };
        LogInWindow {
            gate,
            from: [ends, self.valid_from()].into_iter().flatten().max(),
            until: [expires, self.valid_until()].into_iter().flatten().min(),
        }
    }

    /// The lockout that keeps the user out, if one does.
    #[must_use]
    pub fn lockout(&self) -> Option<&Block> {
        match self.lifecycle() {
            Lifecycle::Blocked { block, .. } => {
                matches!(block.cause, BlockCause::Lockout { .. }).then_some(block)
            }
            Lifecycle::Pending { .. }
            | Lifecycle::Active { .. }
            | Lifecycle::Inactive { .. }
            | Lifecycle::Deleted { .. } => None,
        }
    }

    /// Is the user locked out at this moment (P-96)? A lockout that time has ended is none, swept or not.
    #[must_use]
    pub fn stays_locked_out(&self, policy: &ValidPolicy, now: Timestamp) -> bool {
        self.lockout().is_some_and(|block| {
            let over = block.until.is_some_and(|until| until <= now);
            !(over && policy.lockout.opens(block.gate()))
        })
    }

    /// Can the user log in now, with the right password?
    #[must_use]
    pub fn can_log_in(&self, policy: &ValidPolicy, now: Timestamp) -> bool {
        let window = self.log_in_window();
        policy.lockout.opens(window.gate)
            && window.from.is_none_or(|from| from <= now)
            && window.until.is_none_or(|until| now < until)
    }
}
