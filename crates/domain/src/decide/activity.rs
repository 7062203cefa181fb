//! Activate and deactivate (RULES 5.2 rows 17, 18, 32, 33).

use super::{Case, Ruling};
use crate::{
    command::ActionKind,
    credential::Credential,
    event::{Fact, UnblockedHow},
    lifecycle::{Block, BlockCause, InactiveReason, Lifecycle, RevokedWhy},
    policy::{BlockAfterActivation, InvitationMode, RevokeOnInactivate, WithoutCredential},
    rejection::Rejection,
    user::Kind,
    value::Reason,
};

impl Case<'_> {
    pub(super) fn activate(&self) -> Ruling {
        let refused = Err(self.not_from_here(ActionKind::Activate));
        match self.user.lifecycle() {
            Lifecycle::Active { .. } => Ok(Vec::new()),
            Lifecycle::Pending { .. } | Lifecycle::Deleted { .. } => refused,
            Lifecycle::Blocked { block, .. } if block.is_lockout() => {
                self.release(block, ActionKind::Activate)
            }
            Lifecycle::Blocked { .. } => refused,
            Lifecycle::Inactive { block, .. } => self.activate_inactive(block.as_ref()),
        }
    }

    fn activate_inactive(&self, block: Option<&Block>) -> Ruling {
        if self.user.anonymized_at().is_some() && !self.actor.is_system_admin() {
            return Err(Rejection::Anonymized);
        }
        let Some(block) = block else {
            return self.become_active();
        };
        if self.policy.activity.block_after == BlockAfterActivation::Clear {
            let mut facts = vec![Fact::Unblocked {
                how: UnblockedHow::Activation,
            }];
            facts.extend(self.become_active()?);
            return Ok(facts);
        }
        if !block.is_lockout() {
            self.seat()?;
            return Ok(vec![Fact::Activated {}]);
        }
        // Activating is the administrator's part of ending a lockout (OB-47).
        match self.release(block, ActionKind::Activate) {
            Ok(facts)
                if facts
                    .iter()
                    .any(|fact| matches!(fact, Fact::Unblocked { .. })) =>
            {
                let mut facts = facts;
                facts.extend(self.become_active()?);
                Ok(facts)
            }
            Ok(mut facts) => {
                self.seat()?;
                facts.push(Fact::Activated {});
                Ok(facts)
            }
            // Only time may end it: it stays in force.
            Err(_) => {
                self.seat()?;
                Ok(vec![Fact::Activated {}])
            }
        }
    }

    /// Does the user have, or not need, a way to log in?
    pub(super) fn may_be_active_as_is(&self) -> bool {
        !matches!(self.user.credential(), Credential::None) || self.user.kind() != Kind::Person
    }

    /// To Active, or where there is no credential, to what P-6 says (I-13).
    pub(super) fn become_active(&self) -> Ruling {
        if self.may_be_active_as_is() {
            self.seat()?;
            return Ok(vec![Fact::Activated {}]);
        }
        match self.policy.activity.without_credential {
            WithoutCredential::Reject => Err(Rejection::PolicyForbids {
                setting: "activity.without_credential",
            }),
            WithoutCredential::Activate => {
                self.seat()?;
                Ok(vec![Fact::Activated {}])
            }
            WithoutCredential::BackToPending => Ok(self.back_to_pending()),
        }
    }

    /// To Pending, with a fresh invitation where one can go out by itself.
    pub(super) fn back_to_pending(&self) -> Vec<Fact> {
        let mut facts = vec![Fact::ReturnedToPending {}];
        let mailable = self.user.profile().email.is_some();
        if mailable && self.policy.invitation.mode == InvitationMode::OnCreate {
            let keep = self.policy.invitation.revoke_on_inactivate == RevokeOnInactivate::Keep;
            let tickets = self.user.tickets();
            let kept = tickets.kept_invitation.filter(|_| keep);
            let serial = kept.unwrap_or_else(|| tickets.last_invitation.saturating_add(1));
            facts.push(self.invitation_sent(serial, false));
        }
        facts
    }

    pub(super) fn deactivate(&self, reason: Option<Reason>) -> Ruling {
        match self.user.lifecycle() {
            Lifecycle::Deleted { .. } => return Err(self.not_from_here(ActionKind::Deactivate)),
            Lifecycle::Inactive { .. } => return Ok(Vec::new()),
            Lifecycle::Pending { .. } | Lifecycle::Active { .. } | Lifecycle::Blocked { .. } => {}
        }
        self.not_self()?;
        self.not_last_admin()?;
        Ok(self.rest(InactiveReason::Administrator {
            by: self.actor.reference(),
            reason,
        }))
    }

    pub(super) fn deactivate_by_directory(&self) -> Vec<Fact> {
        match self.user.lifecycle() {
            Lifecycle::Deleted { .. } | Lifecycle::Inactive { .. } => Vec::new(),
            Lifecycle::Pending { .. } | Lifecycle::Active { .. } | Lifecycle::Blocked { .. } => {
                if self.is_last_admin() {
                    vec![Fact::LastAdminKept {}]
                } else {
                    self.rest(InactiveReason::Directory)
                }
            }
        }
    }

    /// To Inactive; the invitation dies (P-75), a block is carried underneath (P-20).
    pub(super) fn rest(&self, reason: InactiveReason) -> Vec<Fact> {
        let mut facts = Vec::new();
        let keep = self.policy.invitation.revoke_on_inactivate == RevokeOnInactivate::Keep;
        if self.user.lifecycle().invitation().is_some() && !keep {
            facts.push(Fact::InvitationRevoked {
                why: RevokedWhy::Deactivated,
            });
        }
        let carried = self.user.lifecycle().block().cloned();
        // Who has no log-in has none to block (HWx-11).
        let sets_block = self.policy.activity.block_after == BlockAfterActivation::DeactivateBlocks
            && matches!(reason, InactiveReason::Administrator { .. })
            && !matches!(self.user.credential(), Credential::None);
        let block = carried.or_else(|| {
            let cause = BlockCause::Manual {
                by: self.actor.reference(),
                reason: None,
            };
            sets_block.then_some(Block {
                since: self.now,
                until: None,
                cause,
            })
        });
        facts.push(Fact::deactivated(reason, block));
        facts
    }
}
