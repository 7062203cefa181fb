//! By which ways somebody may add users here.

use super::Visit;
use tenure_domain::{authority::Permission, policy::CredentialWay};

impl Visit {
    /// Is anybody invited under the rules here?
    pub(super) fn knows_invitations(&self) -> bool {
        let ways = &self.session.tenant.policy.creation.allowed_credentials;
        ways.contains(&CredentialWay::Invitation)
    }

    /// May the visitor invite somebody?
    pub(super) fn may_invite(&self) -> bool {
        self.knows_invitations() && self.may(&Permission::UsersInvite)
    }

    /// May the visitor add somebody without an invitation?
    pub(super) fn may_add(&self) -> bool {
        let ways = &self.session.tenant.policy.creation.allowed_credentials;
        let other = ways.iter().any(|way| *way != CredentialWay::Invitation);
        other && self.may(&Permission::UsersCreate)
    }
}
