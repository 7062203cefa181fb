//! What a user works with: favourites, capabilities, days off, uploads.

use super::Fields;
use crate::extract::Input;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{
    policy::FavouriteKind,
    value::{FavouriteKey, FavouriteValue, Timestamp, UploadKind},
    work::{Capability, DayOff, Favourites},
};
use utoipa::ToSchema;

/// The most times off in one request.
const MOST_DAYS_OFF: usize = 200;

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

/// A time off; the end is not part of it.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DayOffInput)]
pub(crate) struct TimeOff {
    /// From when; `from` is another name of it.
    start_at: DateTime<Utc>,
    /// Until when; `until` is another name of it.
    end_at: DateTime<Utc>,
}

impl Input for TimeOff {
    fn read(fields: &mut Fields) -> Option<Self> {
        let start_at = named(fields, "start_at", "from");
        let end_at = named(fields, "end_at", "until");
        Some(Self {
            start_at: start_at?,
            end_at: end_at?,
        })
    }
}

/// A moment by either of its names.
fn named(fields: &mut Fields, name: &str, other: &str) -> Option<Timestamp> {
    let by_other = fields.has(other) && !fields.has(name);
    fields.required(if by_other { other } else { name }, super::fields::moment)
}

/// All the times in which a user is away. The list alone is taken too.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DaysOffInput {
    /// The times; those that are not named are taken away.
    #[schema(max_items = 200)]
    days_off: Vec<TimeOff>,
}

impl Input for DaysOffInput {
    fn object(body: Value) -> Value {
        if body.is_array() {
            json!({ "days_off": body })
        } else {
            body
        }
    }

    fn read(fields: &mut Fields) -> Option<Self> {
        if !fields.has("days_off") {
            fields.refuse("days_off", "required", "Send the list of times off.");
        }
        let read = |fields: &mut Fields, place: &str, item| fields.nested(place, item);
        let days_off = fields.list_up_to(MOST_DAYS_OFF, "days_off", read)?;
        Some(Self { days_off })
    }
}

impl DaysOffInput {
    /// As the rules count them.
    pub(crate) fn days_off(&self) -> Vec<DayOff> {
        let day_off = |time: &TimeOff| DayOff {
            start_at: time.start_at,
            end_at: time.end_at,
        };
        self.days_off.iter().map(day_off).collect()
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
