//! The organization that one works in at the moment, of those that one is a member of (P-44).

use super::{Actor, Authority, Permission, Reach, Scope, rules::needed_to_add};
use crate::{
    command::Registration,
    policy::{InvitationOrganization, ValidPolicy},
    rejection::Violation,
    value::OrganizationId,
};
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

/// The organizations that a new user gets who is added by himself, not with many others: those that were named, else
/// the one in which the actor works, else the only one that he adds users to (SH-14).
///
/// # Errors
/// `read_only`, where there is nothing to choose and another one was named.
pub fn invited_into(
    wish: &Registration,
    policy: &ValidPolicy,
) -> Result<BTreeSet<OrganizationId>, Violation> {
    let named = &wish.organizations;
    let Actor::User { authority, .. } = &wish.actor else {
        return Ok(named.clone());
    };
    let needed = needed_to_add(wish, policy);
    let reaches = needed.iter().map(|permission| authority.reach(permission));
    let only = match reaches.fold(Reach::Tenant, Reach::and) {
        Reach::Organizations(own) if own.len() == 1 => own,
        Reach::Organizations(_) | Reach::Tenant | Reach::Nowhere => BTreeSet::new(),
    };
    let home = authority.organization.map_or(only, |id| [id].into());
    match policy.authority.invitation_organization {
        _ if named.is_empty() => Ok(home),
        InvitationOrganization::Own if *named != home => {
            let message = "Users are invited into the organization in which you work.";
            Err(Violation::new("/organization", "read_only", message))
        }
        InvitationOrganization::Own | InvitationOrganization::Chosen => Ok(named.clone()),
    }
}
