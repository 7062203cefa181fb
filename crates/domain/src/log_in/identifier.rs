//! With what somebody logs in (P-35).

use crate::{
    credential::Credential,
    policy::{IdentityPolicy, LogInIdentifier, ValidPolicy},
    user::{Profile, User},
};
use std::collections::BTreeSet;

impl IdentityPolicy {
    /// With which of what he holds somebody logs in: with all that the policy allows. Who holds nothing of it (the
    /// first administrator, who has no user name yet; users from before the policy changed) logs in with what he has.
    #[must_use]
    pub fn logs_in_with(&self, held: &BTreeSet<LogInIdentifier>) -> BTreeSet<LogInIdentifier> {
        let allowed = held & &self.log_in_identifiers;
        if allowed.is_empty() {
            held.clone()
        } else {
            allowed
        }
    }
}

impl Profile {
    /// What of it could be typed to log in.
    #[must_use]
    pub fn identifiers(&self) -> BTreeSet<LogInIdentifier> {
        let email = self.email.as_ref().map(|_| LogInIdentifier::Email);
        let username = self.username.as_ref().map(|_| LogInIdentifier::Username);
        email.into_iter().chain(username).collect()
    }

    /// What this person types to log in under this policy, the user name first.
    #[must_use]
    pub fn log_ins(&self, policy: &IdentityPolicy) -> Vec<String> {
        let by = policy.logs_in_with(&self.identifiers());
        let text = |identifier: &LogInIdentifier| match identifier {
            LogInIdentifier::Username => self.username.as_ref().map(ToString::to_string),
            LogInIdentifier::Email => self.email.as_ref().map(ToString::to_string),
        };
        by.iter().filter_map(text).collect()
    }
}

impl User {
    /// Is the address what this user logs in with, so that no other user may hold it, unique or not?
    pub(crate) fn logs_in_by_email(&self, policy: &ValidPolicy) -> bool {
        let by = policy.identity.logs_in_with(&self.profile().identifiers());
        *self.credential() != Credential::None && by.contains(&LogInIdentifier::Email)
    }
}
