//! Block, unblock, and the release of a lockout (RULES 5.2 rows 16, 18 to 21).

use super::{Case, Ruling};
use crate::{
    command::ActionKind,
    event::{Fact, UnblockedHow},
    lifecycle::{Block, BlockCause, Lifecycle},
    policy::{LockoutRelease, Supported},
    rejection::{Rejection, Violation},
    value::{Reason, Timestamp},
};

impl Case<'_> {
    pub(super) fn block(&self, reason: Option<Reason>, until: Option<Timestamp>) -> Ruling {
        if self.policy.block.enabled == Supported::No {
            return Err(Rejection::PolicyForbids {
                setting: "block.enabled",
            });
        }
        self.not_self()?;
        let replaces = match self.user.lifecycle() {
            Lifecycle::Pending { .. } | Lifecycle::Inactive { .. } | Lifecycle::Deleted { .. } => {
                return Err(self.not_from_here(ActionKind::Block));
            }
            Lifecycle::Active { .. } => None,
            Lifecycle::Blocked { block, .. } => Some(block),
        };
        self.not_last_admin()?;
        if until.is_some_and(|until| until <= self.now) {
            let message = "Give an end that is still to come, or leave it out.";
            return Err(Rejection::Validation(vec![Violation::new(
                "/until",
                "in_the_past",
                message,
            )]));
        }
        let fulfilled = replaces.is_some_and(|block| {
            block.until == until
                && matches!(&block.cause, BlockCause::Manual { reason: held, .. } if *held == reason)
        });
        if fulfilled {
            return Ok(Vec::new());
        }
        let by = self.actor.reference();
        Ok(vec![Fact::blocked(by, reason, until)])
    }

    pub(super) fn unblock(&self) -> Ruling {
        match self.user.lifecycle() {
            Lifecycle::Active { .. } => Ok(Vec::new()),
            Lifecycle::Pending { .. } | Lifecycle::Inactive { .. } | Lifecycle::Deleted { .. } => {
                Err(self.not_from_here(ActionKind::Unblock))
            }
            Lifecycle::Blocked { block, .. } if block.is_lockout() => {
                self.release(block, ActionKind::Unblock)
            }
            Lifecycle::Blocked { .. } => self.let_in(UnblockedHow::Administrator),
        }
    }

    /// The administrator's part of ending a lockout (P-15).
    pub(super) fn release(&self, block: &Block, action: ActionKind) -> Ruling {
        let released = matches!(
            block.cause,
            BlockCause::Lockout {
                admin_released: true,
                ..
            }
        );
        match self.policy.lockout.release {
            // A lockout without an end can only be ended by somebody.
            LockoutRelease::Duration if block.until.is_some() => {
                if action == ActionKind::Activate {
                    return Err(self.not_from_here(action));
                }
                Err(Rejection::PolicyForbids {
                    setting: "lockout.release",
                })
            }
            LockoutRelease::AdminAndDuration
                if block.until.is_some_and(|until| self.now < until) =>
            {
                Ok(if released {
                    Vec::new()
                } else {
                    vec![Fact::LockoutReleased {}]
                })
            }
            LockoutRelease::Admin
            | LockoutRelease::AdminOrDuration
            | LockoutRelease::AdminAndDuration
            | LockoutRelease::Duration => match self.user.lifecycle() {
                Lifecycle::Blocked { .. } => self.let_in(UnblockedHow::Administrator),
                Lifecycle::Pending { .. }
                | Lifecycle::Active { .. }
                | Lifecycle::Inactive { .. }
                | Lifecycle::Deleted { .. } => Ok(vec![Fact::Unblocked {
                    how: UnblockedHow::Administrator,
                }]),
            },
        }
    }

    /// From Blocked to Active, or where there is no credential, to what P-6 says (I-13).
    pub(super) fn let_in(&self, how: UnblockedHow) -> Ruling {
        let mut facts = vec![Fact::Unblocked { how }];
        if !self.may_be_active_as_is() {
            let next = self.become_active()?;
            facts.extend(
                next.into_iter()
                    .filter(|fact| !matches!(fact, Fact::Activated {})),
            );
        }
        Ok(facts)
    }
}
