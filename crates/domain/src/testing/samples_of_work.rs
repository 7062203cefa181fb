//! Samples of what users work with.

use super::noon_and;
use crate::{
    command::Action,
    event::Fact,
    policy::{PhotoSize, PhotoType},
    value::{FavouriteKey, FavouriteValue, Personal, PhotoDigest, Span, UploadKind},
    work::{Capability, DayOff, DaysOffFromTo, Favourites, PhotoUpload},
};

/// Favourites of these keys and values.
#[must_use]
pub fn favourites(pinned: &[(&str, &str)]) -> Favourites {
    let parsed = pinned.iter().map(|(key, value)| {
        let key = FavouriteKey::parse(key).expect("a key");
        (key, FavouriteValue::parse(value).expect("a value"))
    });
    parsed.collect()
}

/// A time off that begins and ends so many hours after noon.
#[must_use]
pub fn day_off(from: u32, until: u32) -> DayOff {
    DayOff {
        start_at: noon_and(Span::hours(from)),
        end_at: noon_and(Span::hours(until)),
    }
}

/// A picture of 100 × 100 pixels.
#[must_use]
pub fn photo(kind: PhotoType, digest: &str) -> PhotoUpload {
    PhotoUpload {
        kind,
        size: PhotoSize {
            width: 100,
            height: 100,
        },
        bytes: 10_000,
        digest: PhotoDigest::parse(digest).expect("a digest"),
        jpeg: [0xFF, 0xD8].into(),
    }
}

pub(super) fn actions() -> Vec<Action> {
    vec![
        Action::SetFavourites(favourites(&[("product_store", "STORE")])),
        Action::SetCapabilities([Capability::Picker].into()),
        Action::SetDaysOff(vec![day_off(0, 24)]),
        Action::SetPhoto(photo(PhotoType::Jpeg, "digest")),
        Action::RemovePhoto,
        Action::RecordUpload(upload()),
    ]
}

fn upload() -> UploadKind {
    UploadKind::parse("proximity").expect("a kind")
}

pub(super) fn facts() -> Vec<Fact> {
    vec![
        Fact::FavouritesChanged {
            from: Favourites::default(),
            to: favourites(&[("product_store", "STORE")]),
        },
        Fact::CapabilitiesChanged {
            from: [].into(),
            to: [Capability::Picker].into(),
        },
        Fact::DaysOffChanged {
            personal: Personal::Known(DaysOffFromTo {
                from: Vec::new(),
                to: vec![day_off(0, 24)],
            }),
        },
        Fact::PhotoSet {
            personal: Personal::Known(photo(PhotoType::Jpeg, "digest").digest),
        },
        Fact::PhotoRemoved {},
        Fact::UploadRecorded { upload: upload() },
    ]
}
