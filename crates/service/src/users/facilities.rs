//! Log-ins at facilities: asked of the rules first, hashed, then decided.

use super::{Done, Terms, Users};
use crate::error::Error;
use tenure_domain::{
    Action,
    authority::Actor,
    value::{FacilityId, FacilityLogInId, PasswordHash, Pin, TenantId, UserId, Username},
};

/// A user name and a PIN for one facility, as they are wished.
#[derive(Clone, Debug)]
pub struct NewFacilityLogIn {
    /// Where.
    pub facility: FacilityId,
    /// The name, unique at the facility.
    pub username: Username,
    /// The PIN.
    pub pin: Pin,
}

impl Users {
    /// Gives a user a name and a PIN for one of his facilities, in the place of those before (HW-33).
    ///
    /// # Errors
    /// What the rules say; `identifier_taken` where somebody else has the name at the facility.
    pub async fn set_facility_log_in(
        &self,
        tenant: TenantId,
        id: UserId,
        actor: Actor,
        wish: NewFacilityLogIn,
        terms: Terms,
    ) -> Result<Done, Error> {
        let action = Action::SetFacilityLogIn {
            facility: wish.facility,
            id: FacilityLogInId(self.ids.next()),
            username: wish.username,
            pin: PasswordHash::from_phc(String::new()),
        };
        let mut command = self.command(actor, action);
        command.expect = terms.expect;
        self.preflight(tenant, id, &command).await?;
        let hash = self.hasher.hash(&wish.pin.accepted()).await?;
        if let Action::SetFacilityLogIn { pin, .. } = &mut command.action {
            *pin = hash;
        }
        self.execute(tenant, id, command, terms.repeatable).await
    }
}
