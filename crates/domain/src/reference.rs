//! Reference data: what users are members of, assigned to and placed in (P-44, P-85, P-89). Plain records of a
//! tenant; the rules for writing them stand here, the records of which users hold which with the users.

mod named;
mod rules;

pub use named::NamedReference;
pub use rules::{
    ReferenceSight, Surroundings, change_reference, create_reference, delete_reference,
    may_manage_references, sees_references,
};

use crate::{
    policy::choice,
    value::{DepartmentId, ExternalId, ProductStoreId, ReferenceName, ShopId, Timestamp},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

choice! {
    /// A kind of reference data.
    ReferenceKind {
        /// A team, brand or business unit (P-44).
        Organization,
        /// A store, warehouse or other place of work (HW-31).
        Facility,
        /// A product store (HW-35).
        ProductStore,
        /// A shop that sells for a product store (HW-37).
        Shop,
        /// A department, which may lie within another (HEx-5).
        Department,
        /// A title that users hold (HE-38).
        Position,
    }
}

impl ReferenceKind {
    /// The permanent code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Facility => "facility",
            Self::ProductStore => "product_store",
            Self::Shop => "shop",
            Self::Department => "department",
            Self::Position => "position",
        }
    }

    /// The kind of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// In words.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::ProductStore => "product store",
            Self::Organization
            | Self::Facility
            | Self::Shop
            | Self::Department
            | Self::Position => self.code(),
        }
    }
}

/// What a record is, with the links that its kind has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceData {
    /// An organization.
    Organization,
    /// A facility.
    Facility,
    /// A product store.
    ProductStore,
    /// A shop.
    Shop {
        /// The store that it sells for.
        store: ProductStoreId,
        /// The shop that it belongs to, of the same store (HW-37).
        parent: Option<ShopId>,
    },
    /// A department.
    Department {
        /// The department that it lies within.
        parent: Option<DepartmentId>,
    },
    /// A position.
    Position,
}

impl ReferenceData {
    /// The kind of this data.
    #[must_use]
    pub fn kind(&self) -> ReferenceKind {
        match self {
            Self::Organization => ReferenceKind::Organization,
            Self::Facility => ReferenceKind::Facility,
            Self::ProductStore => ReferenceKind::ProductStore,
            Self::Shop { .. } => ReferenceKind::Shop,
            Self::Department { .. } => ReferenceKind::Department,
            Self::Position => ReferenceKind::Position,
        }
    }

    /// The data of this kind with these links; `None` where a link is missing or there is one too many.
    #[must_use]
    pub fn of(kind: ReferenceKind, store: Option<Uuid>, parent: Option<Uuid>) -> Option<Self> {
        Some(match (kind, store, parent) {
            (ReferenceKind::Organization, None, None) => Self::Organization,
            (ReferenceKind::Facility, None, None) => Self::Facility,
            (ReferenceKind::ProductStore, None, None) => Self::ProductStore,
            (ReferenceKind::Shop, Some(store), parent) => Self::Shop {
                store: ProductStoreId(store),
                parent: parent.map(ShopId),
            },
            (ReferenceKind::Department, None, parent) => Self::Department {
                parent: parent.map(DepartmentId),
            },
            (ReferenceKind::Position, None, None) => Self::Position,
            _ => return None,
        })
    }

    /// The product store that it belongs to.
    #[must_use]
    pub fn store(&self) -> Option<Uuid> {
        match self {
            Self::Shop { store, .. } => Some(store.0),
            Self::Organization
            | Self::Facility
            | Self::ProductStore
            | Self::Department { .. }
            | Self::Position => None,
        }
    }

    /// The record of the same kind that it lies within.
    #[must_use]
    pub fn parent(&self) -> Option<Uuid> {
        match self {
            Self::Shop { parent, .. } => parent.map(|id| id.0),
            Self::Department { parent } => parent.map(|id| id.0),
            Self::Organization | Self::Facility | Self::ProductStore | Self::Position => None,
        }
    }
}

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its id.
    pub id: Uuid,
    /// What it is, with its links.
    pub data: ReferenceData,
    /// Its name.
    pub name: ReferenceName,
    /// What the order management system calls it; no two of a kind share it.
    pub external_id: Option<ExternalId>,
    /// Counts its changes, from 1.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

impl Reference {
    /// A record as it is first written.
    #[must_use]
    pub fn new(id: Uuid, wish: NewReference, now: Timestamp) -> Self {
        Self {
            id,
            data: wish.data,
            name: wish.name,
            external_id: wish.external_id,
            revision: 1,
            created_at: now,
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> ReferenceKind {
        self.data.kind()
    }

    /// What the audit trail says of it.
    #[must_use]
    pub fn state(&self) -> ReferenceState {
        ReferenceState {
            name: self.name.clone(),
            external_id: self.external_id.clone(),
            product_store: self.data.store(),
            parent: self.data.parent(),
        }
    }

    /// What the audit trail says of its coming and going.
    #[must_use]
    pub fn noted(&self) -> ReferenceNoted {
        ReferenceNoted {
            id: self.id,
            of: self.kind(),
            state: self.state(),
        }
    }
}

/// The wish for a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReference {
    /// What it is, with its links.
    pub data: ReferenceData,
    /// Its name.
    pub name: ReferenceName,
    /// What the order management system calls it.
    pub external_id: Option<ExternalId>,
}

/// What is to be different about a record. A link that its kind does not have is ignored.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ReferencePatch {
    /// Another name.
    pub name: Option<ReferenceName>,
    /// Another external id, or none.
    pub external_id: Option<Option<ExternalId>>,
    /// Another product store.
    pub store: Option<ProductStoreId>,
    /// Within another record of its kind, or within none.
    pub parent: Option<Option<Uuid>>,
}

impl ReferencePatch {
    /// The record with the change.
    #[must_use]
    pub fn applied_to(&self, record: &Reference) -> Reference {
        let mut after = record.clone();
        if let Some(name) = &self.name {
            after.name = name.clone();
        }
        if let Some(external_id) = &self.external_id {
            after.external_id.clone_from(external_id);
        }
        match &mut after.data {
            ReferenceData::Shop { store, parent } => {
                *store = self.store.unwrap_or(*store);
                *parent = self.parent.map_or(*parent, |wished| wished.map(ShopId));
            }
            ReferenceData::Department { parent } => {
                *parent = self
                    .parent
                    .map_or(*parent, |wished| wished.map(DepartmentId));
            }
            ReferenceData::Organization
            | ReferenceData::Facility
            | ReferenceData::ProductStore
            | ReferenceData::Position => {}
        }
        after
    }
}

/// A record as the audit trail keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceState {
    /// Its name.
    pub name: ReferenceName,
    /// What the order management system calls it.
    pub external_id: Option<ExternalId>,
    /// The product store of a shop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_store: Option<Uuid>,
    /// The record of the same kind that it lies within.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Uuid>,
}

/// A record came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceNoted {
    /// Which.
    pub id: Uuid,
    /// Of which kind.
    pub of: ReferenceKind,
    /// As it was then.
    pub state: ReferenceState,
}

/// A record changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceChanged {
    /// Which.
    pub id: Uuid,
    /// Of which kind.
    pub of: ReferenceKind,
    /// Before.
    pub from: ReferenceState,
    /// After.
    pub to: ReferenceState,
}
