//! Contradictions inside a policy, said in words.

use super::*;
use std::ops::Deref;

/// A policy whose settings do not contradict each other; the only kind that decides anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ValidPolicy(Policy);

impl Deref for ValidPolicy {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        &self.0
    }
}

/// Two settings that cannot both hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{settings}: {problem}")]
pub struct PolicyConflict {
    /// The settings, by their path in the policy.
    pub settings: &'static str,
    /// What is wrong and what to do, in a sentence.
    pub problem: &'static str,
}

impl Policy {
    /// Checks the policy as a whole (I-12).
    ///
    /// # Errors
    /// Every contradiction found, each in a sentence.
    pub fn check(self) -> Result<ValidPolicy, Vec<PolicyConflict>> {
        let mut found = Vec::new();
        let mut refuse = |wrong: bool, settings, problem| {
            if wrong {
                found.push(PolicyConflict { settings, problem });
            }
        };
        self.check_creation(&mut refuse);
        self.check_log_in(&mut refuse);
        self.check_spans(&mut refuse);
        if found.is_empty() {
            Ok(ValidPolicy(self))
        } else {
            Err(found)
        }
    }

    fn check_creation(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let ways = &self.creation.allowed_credentials;
        let invites = ways.contains(&CredentialWay::Invitation);
        let mode_off = self.invitation.mode == InvitationMode::Off;
        refuse(
            ways.is_empty(),
            "creation.allowed_credentials",
            "No user could ever be created; allow at least one way to a credential.",
        );
        refuse(
            invites && mode_off,
            "creation.allowed_credentials, invitation.mode",
            "Users may be created by invitation, but invitations are off; turn them on or take the way out.",
        );
        refuse(
            mode_off && self.activity.without_credential == WithoutCredential::BackToPending,
            "activity.without_credential, invitation.mode",
            "Activating would put a user back to Pending, but without invitations nobody leaves Pending.",
        );
        refuse(
            ways.contains(&CredentialWay::External)
                && self.credential.directory == Directory::Disabled
                && ways.len() == 1,
            "creation.allowed_credentials, credential.directory",
            "The directory is the only way to a credential, but the directory is disabled.",
        );
        refuse(
            ways.contains(&CredentialWay::AdminPassword)
                && self.credential.admin_may_set == AdminPassword::TemporaryOnly,
            "creation.allowed_credentials, credential.admin_may_set",
            "A new user may get a lasting password from the administrator, a present one only a temporary; choose one.",
        );
        // Where the directory is disabled, External stands there for the day it is enabled.
        let bare = ways
            .iter()
            .all(|way| matches!(way, CredentialWay::None | CredentialWay::External));
        let by_password = self.credential.admin_may_set != AdminPassword::No
            && self.activity.pending_admin_password == PendingPassword::Activates;
        let later = by_password || self.credential.directory == Directory::Enabled;
        refuse(
            bare && mode_off && !later,
            "creation.allowed_credentials, invitation.mode, credential.admin_may_set",
            "New users have no credential, and there is no way in which they could ever get one.",
        );
        refuse(
            invites
                && self.identity.email_required == Required::Optional
                && self.identity.email_length.max == 0,
            "identity.email_length",
            "Invitations need an e-mail address, but no address fits this length.",
        );
    }

    fn check_log_in(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
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

    fn check_spans(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let rules = self.credential.password;
        refuse(
            rules.min > rules.max || rules.max > 128,
            "credential.password",
            "No password fits: the least length is above the most, or the most is above 128.",
        );
        refuse(
            rules.min < 5,
            "credential.password.min",
            "Passwords of fewer than five characters protect nothing.",
        );
        refuse(
            self.invitation.ttl.as_seconds() == 0
                || self.credential.reset_ttl.as_seconds() == 0
                || self.credential.email_change_ttl.as_seconds() == 0,
            "invitation.ttl, credential.reset_ttl, credential.email_change_ttl",
            "A link that lives no time can never be used.",
        );
        refuse(
            self.activity
                .inactivity_limit
                .is_some_and(|limit| limit.as_seconds() == 0),
            "activity.inactivity_limit",
            "With a limit of no time every user would be put to rest at once; leave it out for none.",
        );
        refuse(
            self.sessions.idle > self.sessions.absolute || self.sessions.idle.as_seconds() == 0,
            "sessions.idle, sessions.absolute",
            "A session must last some time idle, and no longer idle than in all.",
        );
        refuse(
            self.sessions.max_per_user == 0,
            "sessions.max_per_user",
            "With no session allowed nobody could log in.",
        );
        refuse(
            self.identity
                .username_length
                .is_some_and(|range| range.min > range.max || range.max > 250)
                || self.identity.email_length.min > self.identity.email_length.max,
            "identity.username_length, identity.email_length",
            "The least length is above the most, or a user name may be longer than 250.",
        );
        refuse(
            self.list.page_size == 0 || self.list.page_size > 200,
            "list.page_size",
            "A page holds 1 to 200 users.",
        );
        refuse(
            self.roles.seats == Some(0),
            "roles.seats",
            "With no seat nobody could be Active; leave the setting out for any number.",
        );
    }
}
