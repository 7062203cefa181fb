//! What wishes name, to be looked up before they are carried out.

use super::ReferenceKind;
use crate::{
    authority::{Grant, Scope},
    command::{Action, Registration},
    rejection::Violation,
    value::{FacilityId, OrganizationId, ProductStoreId},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// A record that a wish names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedReference {
    /// Where the wish names it, as a JSON pointer.
    pub pointer: String,
    /// Of which kind it must be.
    pub kind: ReferenceKind,
    /// Its id.
    pub id: Uuid,
}

impl NamedReference {
    fn organization(pointer: impl Into<String>, id: Uuid) -> Self {
        Self::of(ReferenceKind::Organization, pointer, id)
    }

    fn of(kind: ReferenceKind, pointer: impl Into<String>, id: Uuid) -> Self {
        Self {
            pointer: pointer.into(),
            kind,
            id,
        }
    }

    /// What is said where there is none such.
    #[must_use]
    pub fn unknown(&self) -> Violation {
        let message = format!("There is no such {}.", self.kind.noun());
        Violation::new(&self.pointer, "unknown", message)
    }
}

/// The organization that a role is granted in.
fn scope(grant: &Grant) -> Option<OrganizationId> {
    match grant.scope {
        Scope::Organization(id) => Some(id),
        Scope::Tenant => None,
    }
}

/// The organizations that roles are granted in.
fn scopes(grants: &[Grant]) -> impl Iterator<Item = NamedReference> {
    grants.iter().enumerate().filter_map(|(at, grant)| {
        let id = scope(grant)?;
        let pointer = format!("/roles/{at}/organization");
        Some(NamedReference::organization(pointer, id.0))
    })
}

fn facilities(ids: &BTreeSet<FacilityId>) -> impl Iterator<Item = NamedReference> {
    let named = |id: &FacilityId| NamedReference::of(ReferenceKind::Facility, "/facilities", id.0);
    ids.iter().map(named)
}

impl Action {
    /// What must be there for this to be carried out.
    #[must_use]
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "most wishes name nothing but their user"
    )]
    pub fn references(&self) -> Vec<NamedReference> {
        match self {
            Self::SetRoles(grants) => scopes(grants).collect(),
            Self::GrantRole(grant) => {
                let scope = scope(grant).into_iter();
                let named =
                    |id: OrganizationId| NamedReference::organization("/organization", id.0);
                scope.map(named).collect()
            }
            Self::SetOrganizations(ids) => {
                let numbered = ids.iter().enumerate();
                let each = numbered.map(|(at, id)| (format!("/organizations/{at}"), id));
                each.map(|(at, id)| NamedReference::organization(at, id.0))
                    .collect()
            }
            Self::SetFacilities(wished) => facilities(wished).collect(),
            Self::SetProductStores(wished) => {
                let kind = ReferenceKind::ProductStore;
                let named = |id: &ProductStoreId| NamedReference::of(kind, "/product_stores", id.0);
                wished.iter().map(named).collect()
            }
            Self::SetPosition(Some(id)) => {
                vec![NamedReference::of(
                    ReferenceKind::Position,
                    "/position",
                    id.0,
                )]
            }
            Self::SetDepartment(Some(id)) => {
                let kind = ReferenceKind::Department;
                vec![NamedReference::of(kind, "/department", id.0)]
            }
            _ => Vec::new(),
        }
    }
}

impl Registration {
    /// What must be there for this user to be added.
    #[must_use]
    pub fn references(&self) -> Vec<NamedReference> {
        let organizations = self.organizations.iter();
        let joined = organizations.map(|id| NamedReference::organization("/organization", id.0));
        let placed = joined.chain(facilities(&self.facilities));
        placed.chain(scopes(&self.grants)).collect()
    }
}
