//! Favourites that name product stores and shops (HW-35 to HW-38).

use super::Favourites;
use crate::{
    policy::{FavouriteKind, Favourites as Rules, ValidPolicy},
    reference::{Reference, ReferenceData},
    rejection::{Rejection, Violation},
    user::User,
    value::{FavouriteValue, ProductStoreId},
};

/// The records that favourites name, as far as there are such.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct PinnedRecords {
    /// The product store.
    pub store: Option<Reference>,
    /// The shop.
    pub shop: Option<Reference>,
}

/// What was done, but may not have been meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where, as a JSON pointer.
    pub pointer: String,
    /// The permanent code.
    pub code: &'static str,
    /// What to look at, in a sentence.
    pub message: &'static str,
}

/// What is pinned of a kind.
#[must_use]
pub fn pinned(favourites: &Favourites, kind: FavouriteKind) -> Option<&FavouriteValue> {
    let mut all = favourites.iter();
    let found = all.find(|(key, _)| key.as_str() == kind.code());
    found.map(|(_, value)| value)
}

/// A shop belongs to its store: another store leaves the shop of the old one behind (HWx-26).
pub(crate) fn fitting(from: &Favourites, wished: &Favourites) -> Favourites {
    let (store, shop) = (FavouriteKind::ProductStore, FavouriteKind::ShopifyShop);
    let mut to = wished.clone();
    let held = pinned(from, store);
    if held.is_some() && held != pinned(&to, store) && pinned(from, shop) == pinned(&to, shop) {
        to.retain(|key, _| key.as_str() != shop.code());
    }
    to
}

/// Do these favourites name records that fit each other and the user? Under rules that leave the keys free, they name
/// whatever an application likes.
///
/// # Errors
/// `validation` for a store or shop that is not there, that the user does not work for, or that is another store's.
pub fn judge_favourites(
    user: &User,
    wished: &Favourites,
    records: &PinnedRecords,
    policy: &ValidPolicy,
) -> Result<Vec<Warning>, Rejection> {
    if !matches!(policy.work.favourites, Rules::Listed(_)) {
        return Ok(Vec::new());
    }
    let kept = fitting(&user.work().favourites, wished);
    let mut wrong = Vec::new();
    let mut refuse = |kind: FavouriteKind, code, message: &str| {
        let pointer = format!("/{}", kind.code());
        wrong.push(Violation::new(pointer, code, message));
    };
    let (store, shop) = (FavouriteKind::ProductStore, FavouriteKind::ShopifyShop);
    let linked = &user.work().product_stores;
    let own = |id| linked.is_empty() || linked.contains(&ProductStoreId(id));
    let named_store = pinned(&kept, store).map(|_| &records.store);
    match named_store {
        Some(None) => refuse(store, "unknown", "There is no such product store."),
        Some(Some(found)) if !own(found.id) => {
            refuse(
                store,
                "not_linked",
                "Choose a product store that the user works for.",
            );
        }
        Some(Some(_)) | None => {}
    }
    let mut warnings = Vec::new();
    match pinned(&kept, shop).map(|_| &records.shop) {
        Some(None) => refuse(shop, "unknown", "There is no such shop."),
        Some(Some(found)) => {
            let of = found.data.store();
            let chosen = named_store.and_then(|store| store.as_ref());
            if chosen.is_some_and(|store| of != Some(store.id)) {
                refuse(shop, "other_store", "Choose a shop of the product store.");
            }
            warnings.extend(below(found));
        }
        None => {}
    }
    if wrong.is_empty() {
        Ok(warnings)
    } else {
        Err(Rejection::Validation(wrong))
    }
}

/// Jobs that change a whole product store belong to its parent shop (HW-37, HW-38).
fn below(shop: &Reference) -> Option<Warning> {
    let ReferenceData::Shop {
        parent: Some(_), ..
    } = shop.data
    else {
        return None;
    };
    Some(Warning {
        pointer: format!("/{}", FavouriteKind::ShopifyShop.code()),
        code: "not_parent_shop",
        message: "This is not the parent shop. Jobs for the whole product store have to run on that one.",
    })
}
