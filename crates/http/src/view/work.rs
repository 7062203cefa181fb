//! What a user works with, as clients see it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::BTreeMap;
use tenure_domain::work::{Capability, DayOff, Warning, Work};
use utoipa::ToSchema;

/// What a user has pinned, each by its key.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Favourites, example = json!({ "product_store": "STORE", "shopify_shop": "SHOP-1" }))]
#[serde(transparent)]
pub(crate) struct FavouritesView(BTreeMap<String, String>);

impl From<&Work> for FavouritesView {
    fn from(work: &Work) -> Self {
        let pinned = work.favourites.iter();
        let pinned = pinned.map(|(key, value)| (key.to_string(), value.to_string()));
        Self(pinned.collect())
    }
}

/// What a user has pinned now, with what may not have been meant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PinnedFavourites)]
pub(crate) struct PinnedView {
    /// What is pinned, each by its key.
    #[serde(flatten)]
    pub(crate) favourites: BTreeMap<String, String>,
    /// What may not have been meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<WarningView>,
}

/// Something that was done, but may not have been meant.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Warning)]
pub(crate) struct WarningView {
    /// Where, as a JSON pointer into the request.
    #[schema(example = "/shopify_shop")]
    pub(crate) pointer: String,
    /// The permanent code.
    #[schema(example = "not_parent_shop")]
    pub(crate) code: &'static str,
    /// What to look at.
    pub(crate) message: &'static str,
}

impl PinnedView {
    pub(crate) fn new(work: &Work, warnings: &[Warning]) -> Self {
        let warnings = warnings.iter().map(|warning| WarningView {
            pointer: warning.pointer.clone(),
            code: warning.code,
            message: warning.message,
        });
        let FavouritesView(favourites) = work.into();
        Self {
            favourites,
            warnings: warnings.collect(),
        }
    }
}

/// What a user is there for beside his roles.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Capabilities)]
pub(crate) struct CapabilitiesView {
    /// Shown as a picker?
    pub(crate) picker: bool,
}

impl From<&Work> for CapabilitiesView {
    fn from(work: &Work) -> Self {
        Self {
            picker: work.capabilities.contains(&Capability::Picker),
        }
    }
}

/// The times in which a user is away.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DaysOff)]
pub(crate) struct DaysOffView {
    /// In order, without overlaps.
    pub(crate) days_off: Vec<DayOffView>,
}

/// A time off.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DayOff)]
pub(crate) struct DayOffView {
    /// From when.
    pub(crate) start_at: DateTime<Utc>,
    /// Until when; the end is not part of it.
    pub(crate) end_at: DateTime<Utc>,
}

impl From<&DayOff> for DayOffView {
    fn from(day: &DayOff) -> Self {
        Self {
            start_at: day.start_at,
            end_at: day.end_at,
        }
    }
}

impl From<&Work> for DaysOffView {
    fn from(work: &Work) -> Self {
        Self {
            days_off: work.days_off.iter().map(DayOffView::from).collect(),
        }
    }
}
