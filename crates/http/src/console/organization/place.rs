//! The kinds of records, and where their pages are.

use crate::console::{Crumb, Visit};
use tenure_domain::reference::ReferenceKind;

/// The pages of one kind of record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) kind: ReferenceKind,
    /// Where they begin.
    pub(super) path: &'static str,
    /// The entry of the navigation that they are below.
    section: &'static str,
}

/// One of several lists beside each other.
#[derive(Clone, Debug)]
pub(super) struct Tab {
    pub(super) path: &'static str,
    pub(super) label: String,
    pub(super) here: bool,
}

impl Place {
    /// All kinds, as their tabs stand beside each other.
    pub(super) const ALL: &[Self] = &[
        Self::new(ReferenceKind::Facility, "/facilities", "/facilities"),
        Self::new(
            ReferenceKind::Organization,
            "/facilities/organizations",
            "/facilities",
        ),
        Self::new(
            ReferenceKind::ProductStore,
            "/facilities/product-stores",
            "/facilities",
        ),
        Self::new(ReferenceKind::Shop, "/facilities/shops", "/facilities"),
        Self::new(
            ReferenceKind::Department,
            "/positions/departments",
            "/positions",
        ),
        Self::new(ReferenceKind::Position, "/positions/titles", "/positions"),
    ];

    const fn new(kind: ReferenceKind, path: &'static str, section: &'static str) -> Self {
        Self {
            kind,
            path,
            section,
        }
    }

    /// The pages of this kind.
    pub(super) fn of(kind: ReferenceKind) -> Option<Self> {
        Self::ALL.iter().find(|place| place.kind == kind).copied()
    }

    /// Where the page of one record is.
    pub(super) fn at(self, id: impl std::fmt::Display) -> String {
        format!("{}/{id}", self.path)
    }

    /// Where all of the kind are shown; departments are a tree.
    pub(super) fn list(self) -> &'static str {
        if self.kind == ReferenceKind::Department {
            self.section
        } else {
            self.path
        }
    }

    /// A message about this kind.
    pub(super) fn key(self, what: &str) -> String {
        format!("organization-{what}-{}", self.kind.code().replace('_', "-"))
    }

    /// The list, as a page above others.
    pub(super) fn crumb(self, visit: &Visit) -> Crumb {
        Crumb::new(self.list(), visit.say(&self.key("all")))
    }

    /// Does the tenant have records of this kind?
    pub(super) fn is_used(self, visit: &Visit) -> bool {
        let work = &visit.session.tenant.policy.work;
        work.uses(self.kind).is_ok()
    }

    /// This list and its neighbours.
    pub(super) fn tabs(self, visit: &Visit) -> Vec<Tab> {
        let all = Self::ALL.iter();
        let beside = all.filter(|it| it.section == self.section && it.is_used(visit));
        let tab = |it: &Self| Tab {
            path: it.list(),
            label: visit.say(&it.key("all")),
            here: it.kind == self.kind,
        };
        beside.map(tab).collect()
    }

    /// Where somebody is led who asks for a kind that his tenant does not have: every tenant has organizations.
    pub(super) fn instead(self, visit: &Visit) -> Option<&'static str> {
        if self.is_used(visit) {
            return None;
        }
        let others = self.tabs(visit).into_iter().map(|tab| tab.path);
        others.chain(["/facilities/organizations"]).next()
    }
}
