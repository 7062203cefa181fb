//! Organizations that users are members of (P-44, SH-24).

use super::{Case, Ruling};
use crate::{
    authority::{Actor, Permission, Reach, Scope},
    command::ActionKind,
    event::Fact,
    lifecycle::Status,
    policy::Membership,
    rejection::{Rejection, Violation},
    value::OrganizationId,
};
use std::collections::BTreeSet;

impl Case<'_> {
    /// Members of exactly these. Roles in an organization go with the membership.
    pub(super) fn set_organizations(&self, wished: &BTreeSet<OrganizationId>) -> Ruling {
        if self.user.status() == Status::Deleted {
            return Err(self.not_from_here(ActionKind::SetOrganizations));
        }
        let held = self.user.organizations();
        if wished == held {
            return Ok(Vec::new());
        }
        if wished.len() > 1 && self.policy.roles.memberships == Membership::Single {
            let message = "Users of this system belong to one organization.";
            let wrong = Violation::new("/organizations", "too_many", message);
            return Err(Rejection::Validation(vec![wrong]));
        }
        self.may_move(wished)?;
        let left = |scope: &Scope| match scope {
            Scope::Organization(id) => held.contains(id) && !wished.contains(id),
            Scope::Tenant => false,
        };
        let lost = self.user.grants().iter();
        let lost = lost.filter(|grant| left(&grant.scope));
        let lost = lost.map(|grant| Fact::RoleRevoked {
            role: grant.role.clone(),
            scope: grant.scope,
        });
        let moved = Fact::OrganizationsChanged {
            from: held.clone(),
            to: wished.clone(),
        };
        Ok(lost.chain([moved]).collect())
    }

    /// Who administers organizations moves users between those alone, and never out of all of them: nobody of them
    /// would see him any more.
    fn may_move(&self, wished: &BTreeSet<OrganizationId>) -> Result<(), Rejection> {
        let Actor::User { authority, .. } = self.actor else {
            return Ok(());
        };
        let own = match authority.reach(&Permission::UsersUpdate) {
            Reach::Tenant => return Ok(()),
            Reach::Organizations(own) => own,
            Reach::Nowhere => BTreeSet::new(),
        };
        let held = self.user.organizations();
        let moved = held.symmetric_difference(wished);
        let foreign = moved.filter(|id| !own.contains(id)).count() > 0;
        let message = if foreign {
            "Choose among the organizations that you administer, and leave the others as they are."
        } else if own.is_disjoint(wished) {
            "Leave the user in an organization that you administer."
        } else {
            return Ok(());
        };
        let code = if foreign { "unknown" } else { "required" };
        let wrong = Violation::new("/organizations", code, message);
        Err(Rejection::Validation(vec![wrong]))
    }
}
