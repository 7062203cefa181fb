//! Choosing the organization to work in (SHx-3).

use super::{Caller, Sessions, authority_in, unbound};
use crate::{error::Error, ports::SessionRecord, users::store_error};
use tenure_domain::{Rejection, value::OrganizationId};

impl Sessions {
    /// The caller goes on in this organization, or in none that was chosen.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an organization that is none of his, whether it is there or not; `self_only` at a
    /// facility.
    pub async fn choose_organization(
        &self,
        caller: &Caller,
        organization: Option<OrganizationId>,
    ) -> Result<SessionRecord, Error> {
        let (session, now) = (&caller.session, self.users.clock.now());
        let user = &session.user;
        if !caller.actor.is(user.id()) {
            return Err(Rejection::SelfOnly.into());
        }
        let authority = unbound(session, now);
        if organization.is_some_and(|id| !authority.may_choose(id, user.organizations())) {
            return Err(Error::NotFound);
        }
        let chosen = self
            .sessions
            .choose(session.tenant.id, user.id(), session.id, organization);
        if !chosen.await.map_err(store_error)? {
            return Err(Error::NotFound);
        }
        let mut session = SessionRecord {
            organization,
            ..session.clone()
        };
        let authority = authority_in(&session, now).ok_or(Error::NotLoggedIn)?;
        session.organization = authority.organization(session.user.organizations());
        Ok(session)
    }
}
