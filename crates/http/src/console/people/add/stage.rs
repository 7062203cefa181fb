//! One form, or two.

use super::way::Way;
use crate::console::Visit;
use tenure_domain::policy::CreationSteps;

/// Who it is, which the first of two forms asks for.
pub(super) const WHO: [&str; 7] = [
    "username",
    "display_name",
    "first_name",
    "last_name",
    "email",
    "phone",
    "external_id",
];

/// Which of the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// One for all.
    Whole,
    /// The first of two (OB-14 to OB-18).
    First,
    /// The second, with which it is done (OB-25, OB-26).
    Second,
}

impl Stage {
    /// How a way begins.
    pub(super) fn first_of(visit: &Visit, way: Way) -> Self {
        let steps = visit.session.tenant.policy.creation.steps;
        match (steps, way) {
            (CreationSteps::DraftThenSave, Way::Profile) => Self::First,
            _ => Self::Whole,
        }
    }

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::First => "first",
            Self::Second => "second",
        }
    }

    pub(super) fn of_code(code: Option<&str>) -> Self {
        match code {
            Some("first") => Self::First,
            Some("second") => Self::Second,
            _ => Self::Whole,
        }
    }
}
