//! What wishes name, to be looked up before they are carried out.

use super::ReferenceKind;
use crate::{
    authority::{Grant, Scope},
    command::{Action, Registration},
    rejection::Violation,
};
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
        Self {
            pointer: pointer.into(),
            kind: ReferenceKind::Organization,
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

/// The organizations that roles are granted in.
fn scopes(grants: &[Grant]) -> impl Iterator<Item = NamedReference> {
    grants.iter().enumerate().filter_map(|(at, grant)| {
        let Scope::Organization(id) = grant.scope else {
            return None;
        };
        let pointer = format!("/roles/{at}/organization");
        Some(NamedReference::organization(pointer, id.0))
    })
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
        joined.chain(scopes(&self.grants)).collect()
    }
}
