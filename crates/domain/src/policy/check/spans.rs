//! Times that would be over as they begin.

use crate::{policy::*, value::Span};

impl Policy {
    pub(super) fn check_spans(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let none = |span: Option<Span>| span.is_some_and(|span| span.as_seconds() == 0);
        refuse(
            none(self.credential.temporary_ttl),
            "credential.temporary_ttl",
            "A temporary password that works no time can never be changed for a lasting one; leave the time out for no end.",
        );
        refuse(
            none(self.lockout.window),
            "lockout.window",
            "Within no time failures never add up; leave the window out to count all since the last success.",
        );
        refuse(
            none(self.lockout.duration),
            "lockout.duration",
            "A lockout of no time keeps nobody out; for no lockouts set `max_failures` to 0.",
        );
        refuse(
            self.lockout
                .duration
                .is_some_and(|first| first > self.lockout.duration_cap),
            "lockout.duration, lockout.duration_cap",
            "The longest lockout would be shorter than the first; raise it at least to the first.",
        );
        refuse(
            none(self.removal.retention),
            "removal.retention",
            "Deleted users would be gone at once; choose hard deletion, or leave the time out to keep them.",
        );
        refuse(
            none(Some(self.sessions.reauthentication_window)),
            "sessions.reauthentication_window",
            "Whoever has just proved who he is would have to prove it again without end; allow some time.",
        );
        let renews = matches!(
            self.invitation.on_expiry,
            ExpiredInvitation::NotifyAdminWithNewLink | ExpiredInvitation::ResendToUser
        );
        refuse(
            renews && self.invitation.max_renewals == 0,
            "invitation.on_expiry, invitation.max_renewals",
            "An expired invitation would be replaced by a fresh link, but none may be made; allow one at least.",
        );
    }
}
