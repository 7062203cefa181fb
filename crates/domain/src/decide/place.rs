//! Facilities and their log-ins, product stores, position and department (P-85, P-89).

use super::{Case, Ruling, work::forbidden};
use crate::{
    command::ActionKind,
    event::Fact,
    policy::{ScopeKind, Supported, WorkPolicy},
    rejection::{Rejection, Violation},
    user::Kind,
    value::{
        DepartmentId, FacilityId, FacilityLogInId, Personal, PositionId, ProductStoreId, Username,
    },
};
use std::collections::BTreeSet;

/// The most facilities, and the most product stores, of one user.
const MOST: usize = 1_000;

impl WorkPolicy {
    /// What is wrong with the facilities of an account of this kind. A facility's own log-in is good at exactly
    /// one (HWx-8).
    pub(super) fn facility_violations(
        &self,
        kind: Kind,
        wished: &BTreeSet<FacilityId>,
    ) -> Vec<Violation> {
        let wrong = |code, message: &str| vec![Violation::new("/facilities", code, message)];
        match (kind, wished.len()) {
            (Kind::FacilityLogin, 0) if self.has_facilities() => {
                wrong("required", "Choose the facility that this log-in is for.")
            }
            (Kind::FacilityLogin, 2..) => {
                wrong("too_many", "A facility's log-in is for one facility.")
            }
            (_, count) if count > MOST => {
                let message = format!("Choose at most {MOST} facilities.");
                wrong("too_many", &message)
            }
            _ => Vec::new(),
        }
    }
}

impl Case<'_> {
    fn has_facilities(&self) -> Result<(), Rejection> {
        if self.policy.work.has_facilities() {
            return Ok(());
        }
        let setting = "work.scopes";
        Err(Rejection::PolicyForbids { setting })
    }

    pub(super) fn set_facilities(&self, wished: &BTreeSet<FacilityId>) -> Ruling {
        self.not_deleted(ActionKind::SetFacilities)?;
        self.has_facilities()?;
        let work = &self.policy.work;
        let found = work.facility_violations(self.user.kind(), wished);
        if !found.is_empty() {
            return Err(Rejection::Validation(found));
        }
        let from = self.user.work().facilities.clone();
        if from == *wished {
            return Ok(Vec::new());
        }
        let to = wished.clone();
        Ok(vec![Fact::FacilitiesChanged { from, to }])
    }

    pub(super) fn set_product_stores(&self, wished: &BTreeSet<ProductStoreId>) -> Ruling {
        self.not_deleted(ActionKind::SetProductStores)?;
        if !self.policy.work.scopes.contains(&ScopeKind::ProductStore) {
            return forbidden("work.scopes");
        }
        if wished.len() > MOST {
            let message = format!("Choose at most {MOST} product stores.");
            let violation = Violation::new("/product_stores", "too_many", message);
            return Err(Rejection::Validation(vec![violation]));
        }
        let from = self.user.work().product_stores.clone();
        if from == *wished {
            return Ok(Vec::new());
        }
        let to = wished.clone();
        Ok(vec![Fact::ProductStoresChanged { from, to }])
    }

    /// Only whoever works at a facility logs in there (HW-33). Each time it is a new log-in, which knows nothing of
    /// wrong PINs before.
    pub(super) fn set_facility_log_in(
        &self,
        facility: FacilityId,
        id: FacilityLogInId,
        username: &Username,
    ) -> Ruling {
        self.not_deleted(ActionKind::SetFacilityLogIn)?;
        if self.user.anonymized_at().is_some() {
            return Err(Rejection::Anonymized);
        }
        self.has_facilities()?;
        if self.user.kind() == Kind::NonLogin {
            return forbidden("kind");
        }
        if !self.user.work().facilities.contains(&facility) {
            let message = "Assign the user to this facility first.";
            let violation = Violation::new("/facility", "not_assigned", message);
            return Err(Rejection::Validation(vec![violation]));
        }
        let personal = Personal::Known(username.clone());
        Ok(vec![Fact::FacilityLogInSet {
            facility,
            id,
            personal,
        }])
    }

    pub(super) fn remove_facility_log_in(&self, facility: FacilityId) -> Ruling {
        self.not_deleted(ActionKind::RemoveFacilityLogIn)?;
        let held = self.user.work().facility_log_ins.contains_key(&facility);
        let removed = held.then_some(Fact::FacilityLogInRemoved { facility });
        Ok(removed.into_iter().collect())
    }

    fn has_positions(&self) -> Result<(), Rejection> {
        if self.policy.work.orgchart == Supported::Yes {
            return Ok(());
        }
        let setting = "work.orgchart";
        Err(Rejection::PolicyForbids { setting })
    }

    /// Whoever gets another position is in no department until somebody moves him there (HE-42).
    pub(super) fn set_position(&self, wished: Option<PositionId>) -> Ruling {
        self.not_deleted(ActionKind::SetPosition)?;
        self.has_positions()?;
        let from = self.user.work().post.map(|post| post.position);
        if from == wished {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::PositionChanged { from, to: wished }])
    }

    pub(super) fn set_department(&self, wished: Option<DepartmentId>) -> Ruling {
        self.not_deleted(ActionKind::SetDepartment)?;
        self.has_positions()?;
        let Some(post) = self.user.work().post else {
            let message = "Give the user a position first; departments consist of positions.";
            let violation = Violation::new("/department", "no_position", message);
            return Err(Rejection::Validation(vec![violation]));
        };
        let from = post.department;
        if from == wished {
            return Ok(Vec::new());
        }
        Ok(vec![Fact::DepartmentChanged { from, to: wished }])
    }
}
