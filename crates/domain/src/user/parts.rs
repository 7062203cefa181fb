//! The one door for stored rows: parts in, every invariant checked, a user out.

use super::{Kind, Profile, User};
use crate::{
    authority::{ActorRef, Grant},
    credential::{Credential, Tickets},
    lifecycle::{BlockCause, Invitation, Lifecycle},
    value::{OrganizationId, TenantId, Timestamp, UserId},
    work::{Work, days_off_fit},
};
use std::collections::BTreeSet;

/// A user's parts as the store keeps them. [`User::from_parts`] checks that they fit together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the getters of User say what each is")]
pub struct UserParts {
    pub id: UserId,
    pub tenant: TenantId,
    pub kind: Kind,
    pub version: u64,
    pub profile: Profile,
    pub lifecycle: Lifecycle,
    pub credential: Credential,
    pub tickets: Tickets,
    pub grants: Vec<Grant>,
    pub organizations: BTreeSet<OrganizationId>,
    pub work: Work,
    pub anonymized_at: Option<Timestamp>,
    pub valid_from: Option<Timestamp>,
    pub valid_until: Option<Timestamp>,
    /// Since when the clock's inactivity limit counts, when it had to keep the last administrator.
    pub kept_active_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub created_by: ActorRef,
}

/// Parts that no sequence of commands can lead to: the row was changed from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{column}: {problem}")]
pub struct Inconsistent {
    /// The part at fault.
    pub column: &'static str,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl User {
    /// Builds a user from stored parts.
    ///
    /// # Errors
    /// [`Inconsistent`] when the parts contradict each other (invariants I-2, I-3, I-4).
    pub fn from_parts(parts: UserParts) -> Result<Self, Inconsistent> {
        if parts.version == 0 {
            return bad("version", "a user has at least version 1");
        }
        parts.credential_fits()?;
        parts.is_masked()?;
        parts.work_fits()?;
        parts.block_ends()?;
        Ok(Self(parts))
    }

    /// Only for `evolve`, which starts from a checked user.
    pub(super) fn trusted(parts: UserParts) -> Self {
        Self(parts)
    }

    pub(super) fn into_parts(self) -> UserParts {
        self.0
    }
}

fn bad<T>(column: &'static str, problem: &'static str) -> Result<T, Inconsistent> {
    Err(Inconsistent { column, problem })
}

impl UserParts {
    fn is_deleted(&self) -> bool {
        matches!(self.lifecycle, Lifecycle::Deleted { .. })
    }

    /// The credential and the links that the status knows.
    fn credential_fits(&self) -> Result<(), Inconsistent> {
        let without = matches!(self.credential, Credential::None);
        if matches!(self.lifecycle, Lifecycle::Pending { .. }) && !without {
            return bad("credential", "a Pending user has no credential");
        }
        if let Lifecycle::Pending {
            invitation: Invitation::Open { serial, .. },
            ..
        } = self.lifecycle
            && serial != self.tickets.last_invitation
        {
            return bad("tickets", "the open invitation is not the last one sent");
        }
        if self.is_deleted() && !without {
            return bad("credential", "a Deleted user has no credential");
        }
        let reset = self.tickets.reset.is_some();
        if self.is_deleted() && (reset || self.tickets.email_change.is_some()) {
            return bad("tickets", "a Deleted user has no live links");
        }
        if matches!(self.credential, Credential::External { .. }) && reset {
            return bad("tickets", "a directory's user has no reset link");
        }
        Ok(())
    }

    /// Nothing personal is left of somebody who was anonymized.
    fn is_masked(&self) -> Result<(), Inconsistent> {
        if self.anonymized_at.is_none() {
            return Ok(());
        }
        let masked = Profile {
            username: self.profile.username.clone(),
            ..Profile::default()
        };
        if self.profile != masked || self.tickets.email_change.is_some() {
            return bad("profile", "an anonymized user has no personal data");
        }
        if self.work.photo.is_some() {
            return bad("work", "an anonymized user has no picture");
        }
        Ok(())
    }

    /// What the user works with.
    fn work_fits(&self) -> Result<(), Inconsistent> {
        let mut at = self.work.facility_log_ins.keys();
        if !at.all(|facility| self.work.facilities.contains(facility)) {
            return bad("work", "a log-in counts only at a facility of the user");
        }
        let gone = self.is_deleted() || self.anonymized_at.is_some();
        if gone && !self.work.facility_log_ins.is_empty() {
            return bad(
                "work",
                "who is deleted or anonymized has no log-in of a facility",
            );
        }
        if !days_off_fit(&self.work.days_off) {
            return bad("work", "days off end after they begin and do not overlap");
        }
        Ok(())
    }

    fn block_ends(&self) -> Result<(), Inconsistent> {
        let Some(block) = self.lifecycle.block() else {
            return Ok(());
        };
        let by_time = matches!(
            block.cause,
            BlockCause::Lockout {
                timed_only: true,
                ..
            }
        );
        if by_time && block.until.is_none() {
            return bad("lifecycle", "a lockout that ends by time only has no end");
        }
        Ok(())
    }
}
