//! First run: the one-time link that makes the first administrator.

use crate::{
    error::Error,
    ports::{Setup, Stamp, Tenant},
    system::{random_token, token_hash},
    users::{Done, NewUser, Users, store_error},
};
use std::{collections::BTreeSet, sync::Arc};
use tenure_domain::{
    FirstAccess, Kind, Profile, Rejection, Violation,
    authority::{Actor, Grant},
    reference::{NewReference, Reference, ReferenceData},
    value::{OrganizationId, PlainPassword, ReferenceName, Span, TenantId},
};

pub use crate::users::FirstCredential;

/// For so long a set-up link is good.
pub const SETUP_LINK: Span = Span::minutes(30);

/// The wish for the first administrator.
#[derive(Clone, Debug)]
pub struct FirstAdministrator {
    /// The token that the server printed.
    pub token: String,
    /// The name of the first organization.
    pub organization: String,
    /// Names and addresses.
    pub profile: Profile,
    /// His own password.
    pub password: PlainPassword,
}

impl Users {
    /// A fresh set-up token, which voids the one before. `None` once an administrator exists.
    ///
    /// # Errors
    /// When the store or the system's randomness cannot be reached.
    pub async fn issue_setup_token(&self, tenant: TenantId) -> Result<Option<String>, Error> {
        let token = random_token().map_err(|source| Error::Unavailable {
            port: "randomness",
            source: Box::new(source),
        })?;
        let end = SETUP_LINK.after(self.clock.now());
        let issued = self
            .store
            .issue_setup_token(tenant, token_hash(&token), end)
            .await;
        Ok(issued.map_err(store_error)?.then_some(token))
    }

    /// Would this token make the first administrator now?
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn is_setup_open(&self, tenant: TenantId, token: &str) -> Result<bool, Error> {
        let now = self.clock.now();
        self.store
            .is_setup_open(tenant, token_hash(token), now)
            .await
            .map_err(store_error)
    }

    /// Makes the first organization and its administrator, once.
    ///
    /// # Errors
    /// [`Error::SetupClosed`] with a wrong, old or used token; `validation`, `password_policy`.
    pub async fn set_up(
        &self,
        tenant: &Arc<Tenant>,
        wish: FirstAdministrator,
    ) -> Result<Done, Error> {
        if !self.is_setup_open(tenant.id, &wish.token).await? {
            return Err(Error::SetupClosed);
        }
        let name = ReferenceName::parse(&wish.organization).map_err(|_| {
            let message = "Enter the organization's name, at most 100 characters.";
            let wrong = Violation::new("/organization", "required", message);
            Rejection::Validation(vec![wrong])
        })?;
        let actor = Actor::Operator {
            name: "setup".to_owned(),
        };
        let now = self.clock.now();
        let new = NewReference {
            data: ReferenceData::Organization,
            name,
            external_id: None,
        };
        let setup = Setup {
            token_hash: token_hash(&wish.token),
            organization: Reference::new(self.ids.next(), new, now),
            stamp: Stamp::new(&*self.ids, &actor, now),
        };
        let admin = Grant::system_admin().map_err(|error| Error::Corrupt(error.to_string()))?;
        let user = NewUser {
            kind: Kind::Person,
            profile: wish.profile,
            credential: FirstCredential::Bootstrap(wish.password),
            organizations: BTreeSet::from([OrganizationId(setup.organization.id)]),
            facilities: BTreeSet::new(),
            grants: vec![admin],
            valid_from: None,
            valid_until: None,
            access: FirstAccess::Given,
        };
        self.register_with(tenant, actor, user, None, Some(setup))
            .await
    }
}
