//! Settings of how users are set to work: where, as what, when, and with whose orders.

use super::outline::settings;
use super::{Supported, choice};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

choice! {
    /// P-85: a kind of thing that a user's work can be limited to.
    ScopeKind {
        /// A store or warehouse (HW-31).
        Facility,
        /// A product store (HWx-5).
        ProductStore,
        /// An organization whose data is seen (OBx-13).
        Organization,
        /// A location of an organization (OBx-7).
        Location,
        /// A department (HE-1).
        Department,
        /// A stock location (CHx-10).
        StockLocation,
    }
}
choice! {
    /// P-87: a favourite that a user may pin (HW-35).
    FavouriteKind {
        /// A product store.
        ProductStore,
        /// A shop of that store (HW-37).
        ShopifyShop,
    }
}

impl FavouriteKind {
    /// The key it is pinned by.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::ProductStore => "product_store",
            Self::ShopifyShop => "shopify_shop",
        }
    }
}

/// P-87: what users may pin, to be applied each time they log in (HW-36).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Favourites {
    /// Nothing.
    Unused,
    /// One of each of these.
    Listed(BTreeSet<FavouriteKind>),
    /// Whatever an application likes to keep, by its own keys.
    Free,
}

settings! {
    /// How users are set to work. Nothing here decides about access.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct WorkPolicy {
        /// P-85: what users are assigned to.
        pub scopes: BTreeSet<ScopeKind>,
        /// P-86: may users be shown as pickers, so that picklists can be assigned to them (HW-28)?
        pub picker: Supported,
        /// P-87.
        pub favourites: Favourites,
        /// P-88: do users have days off, by which the list can be filtered (HE-49)?
        pub absences: Supported,
        /// P-89: do users have positions in departments (HE-36 to HE-42)?
        pub orgchart: Supported,
    }
}

choice! {
    /// P-61: an order comes from an e-mail address that no user has.
    UnknownEmail {
        /// It stays nobody's.
        Ignore,
        /// The address becomes a customer, once (CH-13).
        CreateCustomer,
    }
}

settings! {
    /// What orders do to users.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct OrderPolicy {
        /// P-61. Whoever tells of orders may add that customer, without any credential.
        pub unknown_email: UnknownEmail,
    }
}
