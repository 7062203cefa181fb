//! Who may write reference data, who sees it, and what makes a record whole.

use super::{NewReference, Reference, ReferenceChanged, ReferenceKind, ReferencePatch};
use crate::{
    authority::{Actor, Permission, Reach},
    available::sight,
    policy::{FavouriteKind, Favourites, ScopeKind, Supported, ValidPolicy, WorkPolicy},
    rejection::{Rejection, Violation},
    tenant_event::TenantFact,
    value::{OrganizationId, Timestamp},
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// What stands around a record that is written.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// Is the product store that it names there?
    pub store_exists: bool,
    /// The record that it shall lie within, then what that one lies within, and so on; empty: there is none such.
    pub lineage: Vec<Reference>,
    /// So many lie within it.
    pub children: u64,
}

/// Which records somebody sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceSight {
    /// All of the tenant's.
    All,
    /// These.
    Only(BTreeSet<Uuid>),
}

impl ReferenceSight {
    /// Is this record among them?
    #[must_use]
    pub fn shows(&self, id: Uuid) -> bool {
        match self {
            Self::All => true,
            Self::Only(ids) => ids.contains(&id),
        }
    }
}

impl WorkPolicy {
    /// Does the tenant have records of this kind (P-85, P-87, P-89)?
    ///
    /// # Errors
    /// The setting that says no.
    pub fn uses(&self, kind: ReferenceKind) -> Result<(), &'static str> {
        let scoped = |any: &[ScopeKind]| any.iter().any(|scope| self.scopes.contains(scope));
        let pinned = |favourite| match &self.favourites {
            Favourites::Unused => false,
            Favourites::Listed(kinds) => kinds.contains(&favourite),
            Favourites::Free => true,
        };
        let charted = self.orgchart == Supported::Yes;
        let shops = scoped(&[ScopeKind::ProductStore]) || pinned(FavouriteKind::ShopifyShop);
        let (used, setting) = match kind {
            ReferenceKind::Organization => (true, "roles.memberships"),
            ReferenceKind::Facility => (
                scoped(&[
                    ScopeKind::Facility,
                    ScopeKind::Location,
                    ScopeKind::StockLocation,
                ]),
                "work.scopes",
            ),
            ReferenceKind::ProductStore => {
                (shops || pinned(FavouriteKind::ProductStore), "work.scopes")
            }
            ReferenceKind::Shop => (shops, "work.favourites"),
            ReferenceKind::Department => {
                (charted || scoped(&[ScopeKind::Department]), "work.orgchart")
            }
            ReferenceKind::Position => (charted, "work.orgchart"),
        };
        if used { Ok(()) } else { Err(setting) }
    }
}

/// May this actor write reference data? It is everybody's, so the permission must reach everybody.
///
/// # Errors
/// The permission that is lacking.
pub fn may_manage_references(actor: &Actor) -> Result<(), Rejection> {
    let permission = Permission::ReferenceManage;
    match actor {
        Actor::Clock | Actor::Operator { .. } => Ok(()),
        Actor::User { authority, .. } if authority.reach(&permission) == Reach::Tenant => Ok(()),
        Actor::Visitor | Actor::User { .. } => Err(Rejection::Forbidden { permission }),
    }
}

/// Which records of a kind this actor sees, who is assigned to some himself: all of them where he manages them or
/// sees users; of organizations, else those whose members he sees and his own (SH-23). Everybody sees his own places of
/// work (HW-32), and the stores and shops that he may pin (HW-35).
///
/// # Errors
/// `forbidden` without a log-in.
pub fn sees_references(
    actor: &Actor,
    kind: ReferenceKind,
    own: &BTreeSet<Uuid>,
    policy: &ValidPolicy,
) -> Result<ReferenceSight, Rejection> {
    let permission = Permission::UsersRead;
    let seen = match sight(actor, policy) {
        _ if may_manage_references(actor).is_ok() => return Ok(ReferenceSight::All),
        Reach::Tenant => return Ok(ReferenceSight::All),
        Reach::Organizations(seen) => seen,
        Reach::Nowhere => BTreeSet::new(),
    };
    let own_and = |seen: &BTreeSet<OrganizationId>| {
        let seen = seen.iter().map(|id| id.0);
        Ok(ReferenceSight::Only(
            seen.chain(own.iter().copied()).collect(),
        ))
    };
    match (kind, actor) {
        (_, Actor::Visitor) => Err(Rejection::Forbidden { permission }),
        (ReferenceKind::Organization, _) => own_and(&seen),
        (ReferenceKind::ProductStore | ReferenceKind::Shop, _) => Ok(ReferenceSight::All),
        _ if !seen.is_empty() => Ok(ReferenceSight::All),
        _ => own_and(&BTreeSet::new()),
    }
}

/// The record that is wished for, with the fact that tells of it.
///
/// # Errors
/// `forbidden`, `policy_forbids`; `validation` with everything that is wrong.
pub fn create_reference(
    actor: &Actor,
    (id, wish): (Uuid, NewReference),
    around: &Surroundings,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Result<(Reference, TenantFact), Rejection> {
    may_write(actor, wish.data.kind(), policy)?;
    let record = Reference::new(id, wish, now);
    whole(&record, around)?;
    let fact = TenantFact::ReferenceCreated(record.noted());
    Ok((record, fact))
}

/// The record with the change, and the fact that tells of it; `None` where nothing would differ.
///
/// # Errors
/// `forbidden`, `policy_forbids`; `validation` with everything that is wrong.
pub fn change_reference(
    actor: &Actor,
    before: &Reference,
    patch: &ReferencePatch,
    around: &Surroundings,
    policy: &ValidPolicy,
) -> Result<Option<(Reference, TenantFact)>, Rejection> {
    may_write(actor, before.kind(), policy)?;
    let mut after = patch.applied_to(before);
    if after == *before {
        return Ok(None);
    }
    whole(&after, around)?;
    if after.data.store() != before.data.store() && around.children > 0 {
        let message =
            "Shops lie within this one, and sell for the same product store. Move them first.";
        let wrong = Violation::new("/product_store", "in_use", message);
        return Err(Rejection::Validation(vec![wrong]));
    }
    after.revision = before.revision.saturating_add(1);
    let fact = TenantFact::ReferenceChanged(ReferenceChanged {
        id: before.id,
        of: before.kind(),
        from: before.state(),
        to: after.state(),
    });
    Ok(Some((after, fact)))
}

/// The fact that tells of a record's end. What users or other records hold stays (HEx-6); that is for the store to
/// prove.
///
/// # Errors
/// `forbidden`, `policy_forbids`.
pub fn delete_reference(
    actor: &Actor,
    record: &Reference,
    policy: &ValidPolicy,
) -> Result<TenantFact, Rejection> {
    may_write(actor, record.kind(), policy)?;
    Ok(TenantFact::ReferenceDeleted(record.noted()))
}

fn may_write(actor: &Actor, kind: ReferenceKind, policy: &ValidPolicy) -> Result<(), Rejection> {
    may_manage_references(actor)?;
    let used = policy.work.uses(kind);
    used.map_err(|setting| Rejection::PolicyForbids { setting })
}

/// Is everything that the record names there, and does it lie in no circle?
fn whole(record: &Reference, around: &Surroundings) -> Result<(), Rejection> {
    let mut wrong = Vec::new();
    if record.data.store().is_some() && !around.store_exists {
        let message = "There is no such product store.";
        wrong.push(Violation::new("/product_store", "unknown", message));
    }
    if let Some(parent) = record.data.parent() {
        wrong.extend(misplaced(record, parent, &around.lineage));
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Rejection::Validation(wrong))
    }
}

fn misplaced(record: &Reference, parent: Uuid, lineage: &[Reference]) -> Option<Violation> {
    let noun = record.kind().noun();
    let (code, message) = match lineage.first() {
        Some(found) if found.id == parent && found.kind() == record.kind() => {
            if lineage.iter().any(|above| above.id == record.id) {
                ("circle", format!("A {noun} cannot lie within itself."))
            } else if found.data.store() == record.data.store() {
                return None;
            } else {
                let message = "Choose a shop that sells for the same product store.";
                ("other_store", message.to_owned())
            }
        }
        Some(_) | None => ("unknown", format!("There is no such {noun}.")),
    };
    Some(Violation::new("/parent", code, message))
}
