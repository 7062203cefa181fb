//! The keys that one user holds against all others.

use crate::{
    lifecycle::Status,
    policy::{IdentifierReuse, Uniqueness, ValidPolicy},
    user::User,
    value::{EmailAddress, ExternalId, Username},
};

/// The keys that no other user of the tenant may hold. None: released, or never held.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Claims {
    /// The folded address.
    pub email: Option<String>,
    /// The folded user name.
    pub username: Option<String>,
    /// The external id.
    pub external_id: Option<String>,
}

impl User {
    /// The keys that the user holds against all others of the tenant, by the policy (P-12, P-34, I-10).
    #[must_use]
    pub fn claims(&self, policy: &ValidPolicy) -> Claims {
        let reusable = policy.removal.identifier_reuse == IdentifierReuse::AfterDelete;
        if self.status() == Status::Deleted && reusable {
            return Claims::default();
        }
        let profile = self.profile();
        let unique = |rule| rule == Uniqueness::PerTenant;
        Claims {
            email: profile
                .email
                .as_ref()
                .filter(|_| unique(policy.identity.email_unique) || self.logs_in_by_email(policy))
                .map(EmailAddress::key),
            username: profile.username.as_ref().map(Username::key),
            external_id: profile
                .external_id
                .as_ref()
                .filter(|_| unique(policy.identity.external_id_unique))
                .map(ExternalId::key),
        }
    }

    /// By what an import finds the user: everything that he has, and once he is deleted what he still holds.
    #[must_use]
    pub fn found_by(&self, policy: &ValidPolicy) -> Claims {
        if self.status() == Status::Deleted {
            return self.claims(policy);
        }
        let profile = self.profile();
        Claims {
            email: profile.email.as_ref().map(EmailAddress::key),
            username: profile.username.as_ref().map(Username::key),
            external_id: profile.external_id.as_ref().map(ExternalId::key),
        }
    }
}
