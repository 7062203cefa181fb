//! The organization that one works in at the moment, of those that one is a member of (P-44).

use super::{Authority, Permission, Reach, Scope};
use crate::value::OrganizationId;
use std::collections::BTreeSet;

impl Authority {
    /// May it choose this organization to work in? As a member of it, or as somebody who sees its members. What it
    /// may not choose is to it as if there were none such.
    #[must_use]
    pub fn may_choose(
        &self,
        organization: OrganizationId,
        members_of: &BTreeSet<OrganizationId>,
    ) -> bool {
        let sees = || self.allows(&Permission::UsersRead, &[organization].into());
        self.facility.is_none() && (members_of.contains(&organization) || sees())
    }

    /// What is left of it in the organization that was chosen: what holds for the whole tenant, and for this
    /// organization. A choice that may not be made (any more) leaves everything as it is.
    #[must_use]
    pub fn in_organization(
        mut self,
        chosen: Option<OrganizationId>,
        members_of: &BTreeSet<OrganizationId>,
    ) -> Self {
        let Some(id) = chosen.filter(|id| self.may_choose(*id, members_of)) else {
            return self;
        };
        let here = |scope: Scope| scope == Scope::Tenant || scope == Scope::Organization(id);
        self.held.retain(|held| here(held.scope));
        self.organization = Some(id);
        self
    }

    /// The organization in which it works: the chosen one, else the only one there is to choose.
    #[must_use]
    pub fn organization(&self, members_of: &BTreeSet<OrganizationId>) -> Option<OrganizationId> {
        if self.organization.is_some() || self.facility.is_some() {
            return self.organization;
        }
        let elsewhere = match self.reach(&Permission::UsersRead) {
            Reach::Tenant => return None,
            Reach::Organizations(ids) => ids,
            Reach::Nowhere => BTreeSet::new(),
        };
        let mut all = members_of.union(&elsewhere);
        all.next().copied().filter(|_| all.next().is_none())
    }
}
