//! What a user works with and where: favourites, capabilities, days off, a picture, facilities, a position. But for
//! the log-ins of facilities, none of it decides about access.

mod day_off;
mod favourite;
mod place;

use crate::{
    policy::{PhotoSize, PhotoType},
    value::{FacilityId, FavouriteKey, FavouriteValue, ProductStoreId, Timestamp},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use crate::value::{PhotoDigest, UploadKind};
pub use day_off::{DayOff, DayOffWish, DaysOffFromTo, When};
pub(crate) use favourite::fitting;
pub use favourite::{PinnedRecords, Warning, judge_favourites, pinned};
pub use place::{FacilityLogIn, FacilityLogIns, Post};

/// What a user has pinned, applied at each log-in (HW-35, HW-36).
pub type Favourites = BTreeMap<FavouriteKey, FavouriteValue>;

/// What a user is there for beside his roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Shown as a picker: picklists can be assigned to the user (HW-27, HW-28).
    Picker,
}

/// A picture as it was uploaded, looked at but not yet judged, with what would be stored of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoUpload {
    /// What it is, by its content.
    pub kind: PhotoType,
    /// Its width and height.
    pub size: PhotoSize,
    /// How many bytes were uploaded.
    pub bytes: u64,
    /// What tells one stored picture from another.
    pub digest: PhotoDigest,
    /// A fresh JPEG of the same picture, without anything else that was in the file.
    pub jpeg: Arc<[u8]>,
}

/// What a user works with.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// What the user has pinned (HW-35).
    pub favourites: Favourites,
    /// What the user is there for (HW-30).
    pub capabilities: BTreeSet<Capability>,
    /// When the user is away, in order and without overlaps (HE-49).
    pub days_off: Vec<DayOff>,
    /// Which picture is stored.
    pub photo: Option<PhotoDigest>,
    /// Where the user works (HW-31).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub facilities: BTreeSet<FacilityId>,
    /// For which product stores (HWx-5).
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub product_stores: BTreeSet<ProductStoreId>,
    /// The user names and PINs that count at one of the facilities (HW-33).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facility_log_ins: FacilityLogIns,
    /// As what the user works (HE-38).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<Post>,
}

impl Work {
    /// Is the user away at this moment?
    #[must_use]
    pub fn on_vacation(&self, now: Timestamp) -> bool {
        self.days_off.iter().any(|day| day.covers(now))
    }

    /// Forgets what tells of the person; what was pinned and what the user is there for stays.
    pub(crate) fn forget_person(&mut self) {
        self.days_off.clear();
        self.photo = None;
        self.facility_log_ins.clear();
    }
}

/// Does each end after it begins, and none begin before the last has ended?
#[must_use]
pub fn days_off_fit(days_off: &[DayOff]) -> bool {
    let ends = days_off.iter().all(|day| day.start_at < day.end_at);
    let pairs = days_off.iter().zip(days_off.iter().skip(1));
    ends && pairs
        .into_iter()
        .all(|(one, next)| one.end_at <= next.start_at)
}
