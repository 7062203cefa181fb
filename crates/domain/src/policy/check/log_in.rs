//! Log-in, lockout and what deleting leaves behind.

use crate::policy::*;

impl Policy {
    pub(super) fn check_log_in(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let identity = &self.identity;
        let by_name = identity
            .log_in_identifiers
            .contains(&LogInIdentifier::Username);
        let by_email = identity
            .log_in_identifiers
            .contains(&LogInIdentifier::Email);
        refuse(
            !by_name && !by_email,
            "identity.log_in_identifiers",
            "Nobody could log in; allow the user name, the e-mail address or both.",
        );
        refuse(
            by_name && !by_email && identity.username_length.is_none(),
            "identity.log_in_identifiers, identity.username_length",
            "Users log in by user name, but users have no user name.",
        );
        refuse(
            by_email && identity.email_unique == Uniqueness::No,
            "identity.log_in_identifiers, identity.email_unique",
            "Users log in by e-mail address, so no two users may share one.",
        );
        refuse(
            self.lockout.max_failures > 0
                && self.lockout.duration.is_none()
                && self.lockout.release != LockoutRelease::Admin,
            "lockout.release, lockout.duration",
            "A lockout is to end by time, but no duration is set.",
        );
        refuse(
            self.lockout.final_failures > 0
                && self.lockout.final_failures <= self.lockout.max_failures,
            "lockout.final_failures, lockout.max_failures",
            "The final lockout comes before the first; set it higher or to 0.",
        );
        refuse(
            self.removal.mode == DeleteMode::Hard && self.removal.restorable == Restorable::Yes,
            "removal.mode, removal.restorable",
            "A user whose row is gone cannot be restored.",
        );
        refuse(
            self.removal.mode == DeleteMode::Hard
                && self.removal.identifier_reuse == IdentifierReuse::Never,
            "removal.mode, removal.identifier_reuse",
            "Nothing of a deleted user remains that could keep his e-mail address or user name taken.",
        );
    }
}
