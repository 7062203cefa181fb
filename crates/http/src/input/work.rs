//! What a user works with: favourites, capabilities, uploads.

use super::Fields;
use crate::extract::Input;
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{
    policy::FavouriteKind,
    value::{FavouriteKey, FavouriteValue, UploadKind},
    work::{Capability, Favourites},
};
use utoipa::ToSchema;

/// All that a user pins, each by its key.
#[derive(Clone, Debug, ToSchema)]
#[schema(
    value_type = BTreeMap<String, String>,
    example = json!({ "product_store": "STORE", "shopify_shop": "SHOP-1" })
)]
pub(crate) struct FavouritesInput(
    #[expect(dead_code, reason = "the document's shape")] BTreeMap<String, String>,
);

/// What [`FavouritesInput`] says.
#[derive(Clone, Debug)]
pub(crate) struct Pinned(pub(crate) Favourites);

impl Input for Pinned {
    fn read(fields: &mut Fields) -> Option<Self> {
        let (short, long) = ("shop", FavouriteKind::ShopifyShop.code());
        if fields.has(short) && fields.has(long) {
            let message = format!("This is {long} by another name. Send one of them.");
            fields.refuse(short, "repeated", message);
        }
        let mut pinned = Favourites::new();
        for name in fields.names() {
            let key = if name == short { long } else { &name };
            // What is no key stays behind, and is named as unknown.
            let Ok(key) = FavouriteKey::parse(key) else {
                continue;
            };
            if let Some(value) = fields.text(&name, FavouriteValue::parse) {
                pinned.insert(key, value);
            }
        }
        Some(Self(pinned))
    }
}

/// All that a user is there for beside his roles.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CapabilitiesInput {
    /// Shown as a picker?
    #[schema(value_type = bool, required = false)]
    picker: bool,
}

impl Input for CapabilitiesInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let picker = fields.flag("picker").unwrap_or(false);
        Some(Self { picker })
    }
}

impl CapabilitiesInput {
    /// As the rules count them.
    pub(crate) fn capabilities(&self) -> BTreeSet<Capability> {
        self.picker
            .then_some(Capability::Picker)
            .into_iter()
            .collect()
    }
}

/// A file that a user has uploaded to the order management system.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UploadInput {
    /// What was uploaded, such as `proximity` or `product_attributes`.
    #[schema(value_type = String, min_length = 1, max_length = 40, pattern = "^[a-z0-9_]+$", example = "proximity")]
    pub(crate) kind: UploadKind,
}

impl Input for UploadInput {
    fn read(fields: &mut Fields) -> Option<Self> {
        let kind = fields.required("kind", UploadKind::parse)?;
        Some(Self { kind })
    }
}
