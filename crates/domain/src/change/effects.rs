//! What the events of one command do beside the user: to the stored hash, sessions, counts, other rows.

use super::{
    AttemptsEffect, FormerPasswords, Guard, PasswordEffect, PhotoEffect, Row, SessionEffect,
};
use crate::{
    event::{Event, Fact, UnblockedHow},
    policy::{UnlockCounter, ValidPolicy},
    user::User,
    value::{PasswordHash, Timestamp},
};

/// The events of one command, between the user before and after.
pub(super) struct Effects<'a> {
    pub(super) events: &'a [Event],
    pub(super) before: Option<&'a User>,
    pub(super) after: &'a User,
    pub(super) policy: &'a ValidPolicy,
    pub(super) now: Timestamp,
}

impl Effects<'_> {
    pub(super) fn any(&self, test: impl Fn(&Fact) -> bool) -> bool {
        self.events.iter().any(|event| test(&event.fact))
    }

    pub(super) fn password(&self, new: Option<&PasswordHash>) -> PasswordEffect {
        let sets = self.any(|fact| {
            matches!(
                fact,
                Fact::Registered(_)
                    | Fact::InvitationAccepted {}
                    | Fact::PasswordSet { .. }
                    | Fact::PasswordChanged { .. }
                    | Fact::TemporaryPasswordSet { .. }
            )
        });
        let clears = self.any(|fact| {
            matches!(
                fact,
                Fact::Deleted { .. }
                    | Fact::CredentialMadeExternal { .. }
                    | Fact::ExternalCredentialRemoved {}
                    | Fact::ReturnedToPending {}
            )
        });
        match new {
            Some(hash) if sets => PasswordEffect::Set(hash.clone()),
            _ if clears => PasswordEffect::Clear,
            _ => PasswordEffect::Keep,
        }
    }

    /// A picture goes when it is removed, and with the person's other data.
    pub(super) fn photo(&self) -> PhotoEffect {
        let had = self.before.is_some_and(|user| user.work().photo.is_some());
        if had && self.after.work().photo.is_none() {
            PhotoEffect::Clear
        } else {
            PhotoEffect::Keep
        }
    }

    /// They go with the password itself, with the person, and where none is compared any more.
    pub(super) fn former(&self, new: Option<&PasswordHash>) -> FormerPasswords {
        let is_masked = self.any(|fact| matches!(fact, Fact::Anonymized { .. }));
        match (self.password(new), self.policy.credential.password.history) {
            _ if is_masked => FormerPasswords::Forget,
            (PasswordEffect::Keep, _) => FormerPasswords::Keep,
            (PasswordEffect::Clear, _) | (PasswordEffect::Set(_), 0) => FormerPasswords::Forget,
            (PasswordEffect::Set(_), most) => FormerPasswords::Remember { most },
        }
    }

    /// Every event that takes away the ability to log in, or changes how one proves oneself, ends all sessions.
    pub(super) fn sessions(&self) -> SessionEffect {
        let ends = self.any(|fact| {
            matches!(
                fact,
                Fact::Deactivated { .. }
                    | Fact::Blocked { .. }
                    | Fact::LockedOut { .. }
                    | Fact::Deleted { .. }
                    | Fact::Purged {}
                    | Fact::ReturnedToPending {}
                    | Fact::PasswordSet { .. }
                    | Fact::TemporaryPasswordSet { .. }
                    | Fact::PasswordChanged { .. }
                    | Fact::CredentialMadeExternal { .. }
                    | Fact::ExternalCredentialRemoved {}
                    | Fact::SessionsEnded {}
            )
        });
        // A validity that begins later, say, or the loss of the role that a log-in needs.
        let loses = |can: &dyn Fn(&User) -> bool| self.before.is_some_and(can) && !can(self.after);
        let loses = loses(&|user| user.can_log_in(self.policy, self.now))
            || loses(&|user| user.holds_what_log_in_asks(self.policy, self.now));
        if ends || loses {
            SessionEffect::EndAll
        } else {
            SessionEffect::Keep
        }
    }

    pub(super) fn attempts(&self) -> AttemptsEffect {
        let max = self.policy.lockout.max_failures;
        let mut effect = AttemptsEffect::Keep;
        for event in self.events {
            let fact = &event.fact;
            if matches!(
                fact,
                Fact::PasswordChanged { .. } | Fact::InvitationAccepted {}
            ) {
                effect = AttemptsEffect::Reset;
            } else if matches!(
                fact,
                Fact::Unblocked {
                    how: UnblockedHow::Time
                }
            ) {
                effect = AttemptsEffect::ClearFailures;
            } else if is_released_by_hand(fact) {
                effect = match self.policy.lockout.unlock_counter {
                    UnlockCounter::Resets => AttemptsEffect::Reset,
                    UnlockCounter::Keeps if max > 0 => {
                        AttemptsEffect::OneLeft { failures: max - 1 }
                    }
                    UnlockCounter::Keeps => AttemptsEffect::Keep,
                };
            }
        }
        effect
    }

    pub(super) fn row(&self) -> Row {
        if self.any(|fact| matches!(fact, Fact::Purged {})) {
            Row::Remove
        } else {
            Row::Keep
        }
    }

    /// Who was an administrator and is none any more leaves another behind. A lockout takes none away.
    pub(super) fn admin_guard(&self, before: &User) -> Option<Guard> {
        (before.counts_as_admin() && !self.after.counts_as_admin()).then_some(Guard::AnotherAdmin)
    }

    pub(super) fn seat_guard(&self, before: Option<&User>) -> Option<Guard> {
        let takes = self.after.holds_seat() && !before.is_some_and(User::holds_seat);
        self.policy.roles.seats.filter(|_| takes).map(Guard::Seats)
    }
}

/// A completed reset has forgotten all failures already; time forgets those in the window.
fn is_released_by_hand(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::Unblocked {
            how: UnblockedHow::Administrator | UnblockedHow::Activation
        }
    )
}
