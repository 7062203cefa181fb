//! Where a user works: facilities with their log-ins, a position in a department.

use super::{Capability, Work};
use crate::{
    policy::WorkPolicy,
    reference::ReferenceKind,
    user::User,
    value::{DepartmentId, FacilityId, FacilityLogInId, PositionId, Timestamp, Username},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The log-ins of a user, each at one of his facilities (HW-33).
pub type FacilityLogIns = BTreeMap<FacilityId, FacilityLogIn>;

/// A user name that counts at one facility, with a PIN that only the store knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FacilityLogIn {
    /// Its id; wrong PINs are counted by it.
    pub id: FacilityLogInId,
    /// The name, unique at the facility.
    pub username: Username,
    /// Since when the PIN is what it is.
    pub set_at: Timestamp,
}

/// A position that a user holds, and the department it is in (HE-38, HE-42).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// As what.
    pub position: PositionId,
    /// Where; nowhere until somebody moves the user there.
    pub department: Option<DepartmentId>,
}

impl Work {
    /// At which facility this log-in counts; none once it was replaced or taken away.
    #[must_use]
    pub fn facility_of(&self, log_in: FacilityLogInId) -> Option<FacilityId> {
        let mut all = self.facility_log_ins.iter();
        all.find(|(_, held)| held.id == log_in).map(|(id, _)| *id)
    }

    /// Is the user shown as a picker (HW-27)?
    #[must_use]
    pub fn is_picker(&self) -> bool {
        self.capabilities.contains(&Capability::Picker)
    }

    /// The log-in of a facility goes with the facility.
    pub(crate) fn assign(&mut self, facilities: BTreeSet<FacilityId>) {
        self.facility_log_ins
            .retain(|facility, _| facilities.contains(facility));
        self.facilities = facilities;
    }
}

impl WorkPolicy {
    /// Do users belong to places of work (P-85)?
    #[must_use]
    pub fn has_facilities(&self) -> bool {
        self.uses(ReferenceKind::Facility).is_ok()
    }
}

impl User {
    /// The records of this kind that the user belongs to or is assigned to (HW-31, SH-23, HE-39). Nobody is
    /// assigned to a shop.
    #[must_use]
    pub fn assigned_to(&self, kind: ReferenceKind) -> BTreeSet<Uuid> {
        let work = self.work();
        let post = work.post;
        match kind {
            ReferenceKind::Organization => self.organizations().iter().map(|id| id.0).collect(),
            ReferenceKind::Facility => work.facilities.iter().map(|id| id.0).collect(),
            ReferenceKind::ProductStore => work.product_stores.iter().map(|id| id.0).collect(),
            ReferenceKind::Shop => BTreeSet::new(),
            ReferenceKind::Position => post.iter().map(|post| post.position.0).collect(),
            ReferenceKind::Department => {
                let department = post.and_then(|post| post.department);
                department.iter().map(|id| id.0).collect()
            }
        }
    }
}
