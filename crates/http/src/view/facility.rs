//! Where users work, as clients see it.

use super::LoggedInView;
use serde::Serialize;
use std::collections::BTreeMap;
use tenure_domain::{
    value::{DepartmentId, FacilityId, PositionId, ProductStoreId},
    work::{Post, Work},
};
use utoipa::ToSchema;
use uuid::Uuid;

/// Where a user works.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Facilities)]
pub(crate) struct FacilitiesView {
    /// The facilities.
    #[schema(value_type = Vec<Uuid>)]
    pub(crate) facilities: Vec<FacilityId>,
    /// The user names that count at one of them, by PIN.
    pub(crate) log_ins: Vec<FacilityLogInView>,
}

/// A user name that counts at one facility, by PIN.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FacilityLogIn)]
pub(crate) struct FacilityLogInView {
    /// Where.
    #[schema(value_type = Uuid)]
    pub(crate) facility: FacilityId,
    /// The name.
    pub(crate) username: String,
}

impl From<&Work> for FacilitiesView {
    fn from(work: &Work) -> Self {
        let log_ins = work.facility_log_ins.iter();
        let log_ins = log_ins.map(|(facility, log_in)| FacilityLogInView {
            facility: *facility,
            username: log_in.username.to_string(),
        });
        Self {
            facilities: work.facilities.iter().copied().collect(),
            log_ins: log_ins.collect(),
        }
    }
}

/// For which product stores a user works.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductStores)]
pub(crate) struct ProductStoresView {
    /// The product stores.
    #[schema(value_type = Vec<Uuid>)]
    pub(crate) product_stores: Vec<ProductStoreId>,
}

impl From<&Work> for ProductStoresView {
    fn from(work: &Work) -> Self {
        Self {
            product_stores: work.product_stores.iter().copied().collect(),
        }
    }
}

/// An answer to a log-in at a facility.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacilityLoggedInView {
    /// The session, as `/sessions` answers it.
    #[serde(flatten)]
    pub(crate) session: LoggedInView,
    /// Where it is good.
    #[schema(value_type = Option<Uuid>)]
    pub(crate) facility: Option<FacilityId>,
}

/// As what a user works, and in which department.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserPosition)]
pub(crate) struct PostView {
    /// The position.
    #[schema(value_type = Uuid)]
    pub(crate) id: PositionId,
    /// What it is called.
    #[schema(example = "Warehouse clerk")]
    pub(crate) title: String,
    /// Where; null until somebody moves the user into one.
    pub(crate) department: Option<DepartmentOfPost>,
}

/// The department of a position that a user holds.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserDepartment)]
pub(crate) struct DepartmentOfPost {
    /// The department.
    #[schema(value_type = Uuid)]
    pub(crate) id: DepartmentId,
    /// What it is called.
    #[schema(example = "Warehouse")]
    pub(crate) name: String,
}

impl PostView {
    /// With what its records are called.
    pub(crate) fn new(post: Post, names: &BTreeMap<Uuid, String>) -> Self {
        let name = |id: &Uuid| names.get(id).cloned().unwrap_or_default();
        Self {
            id: post.position,
            title: name(&post.position.0),
            department: post.department.map(|id| DepartmentOfPost {
                id,
                name: name(&id.0),
            }),
        }
    }
}
