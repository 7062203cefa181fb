//! Delete, restore, purge, anonymize (RULES 5.2 rows 22 to 25).

use super::{Case, Ruling};
use crate::{
    command::{ActionKind, OrderHistory},
    event::Fact,
    lifecycle::{InactiveReason, Lifecycle, RevokedWhy, Status},
    policy::{
        AnonymizedAccess, DeleteGuard, DeleteMode, IdentifierReuse, ProtectedAdmins, Restorable,
        Supported,
    },
    rejection::Rejection,
};

impl Case<'_> {
    pub(super) fn delete(&self) -> Ruling {
        if self.user.status() == Status::Deleted {
            return Ok(Vec::new());
        }
        let rules = &self.policy.removal;
        if rules.mode == DeleteMode::Forbidden {
            return Err(Rejection::PolicyForbids {
                setting: "removal.mode",
            });
        }
        if rules.protect_admins == ProtectedAdmins::Protected && self.user.is_system_admin(self.now)
        {
            return Err(Rejection::ProtectedUser);
        }
        self.not_self()?;
        self.not_last_admin()?;
        if rules.asks_history() && self.facts.history == OrderHistory::Some {
            return Err(Rejection::HasHistory);
        }
        let mut facts = Vec::new();
        facts.extend(self.kill_invitation(RevokedWhy::Deleted));
        let releases_identifiers = rules.identifier_reuse == IdentifierReuse::AfterDelete;
        let purge_at = rules.retention.map(|retention| retention.after(self.now));
        facts.push(Fact::Deleted {
            purge_at,
            releases_identifiers,
        });
        if rules.mode == DeleteMode::Hard {
            facts.push(Fact::Purged {});
        }
        Ok(facts)
    }

    pub(super) fn restore(&self) -> Ruling {
        if self.user.status() != Status::Deleted {
            return Err(self.not_from_here(ActionKind::Restore));
        }
        if self.policy.removal.restorable == Restorable::No || self.user.anonymized_at().is_some() {
            return Err(Rejection::NotRestorable);
        }
        Ok(vec![Fact::Restored {}])
    }

    pub(super) fn purge(&self) -> Ruling {
        if self.user.status() != Status::Deleted {
            return Err(self.not_from_here(ActionKind::Purge));
        }
        Ok(vec![Fact::Purged {}])
    }

    pub(super) fn anonymize(&self) -> Ruling {
        let rules = &self.policy.anonymization;
        if rules.enabled == Supported::No {
            return Err(Rejection::PolicyForbids {
                setting: "anonymization.enabled",
            });
        }
        if self.user.anonymized_at().is_some() {
            return Ok(Vec::new());
        }
        self.not_self()?;
        let rests = match self.user.lifecycle() {
            Lifecycle::Pending { .. } => true,
            Lifecycle::Active { .. } => rules.access == AnonymizedAccess::Loses,
            Lifecycle::Blocked { block, .. } => {
                block.is_lockout() && rules.access == AnonymizedAccess::Loses
            }
            Lifecycle::Inactive { .. } | Lifecycle::Deleted { .. } => false,
        };
        let mut facts = Vec::new();
        if rests {
            self.not_last_admin()?;
            facts.extend(self.kill_invitation(RevokedWhy::Anonymized));
            let block = self.user.lifecycle().block().cloned();
            facts.push(Fact::deactivated(InactiveReason::Anonymized, block));
        }
        let keeps_username = rules.keeps_username == Supported::Yes;
        facts.push(Fact::Anonymized { keeps_username });
        Ok(facts)
    }
}

impl crate::policy::RemovalPolicy {
    /// Must the order ledger be asked before a user is deleted (P-9)?
    #[must_use]
    pub fn asks_history(&self) -> bool {
        match self.guard_history {
            DeleteGuard::None => false,
            DeleteGuard::WhenHard => self.mode == DeleteMode::Hard,
            DeleteGuard::Always => true,
        }
    }
}
