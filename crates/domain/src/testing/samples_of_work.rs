//! Samples of what users work with.

use super::noon_and;
use crate::{
    command::Action,
    event::{Fact, LogInFailure},
    policy::{PhotoSize, PhotoType},
    value::{
        DepartmentId, FacilityId, FacilityLogInId, FavouriteKey, FavouriteValue, PasswordHash,
        Personal, PhotoDigest, PositionId, ProductStoreId, Span, UploadKind, Username,
    },
    work::{Capability, DayOff, DayOffWish, DaysOffFromTo, Favourites, PhotoUpload},
};
use uuid::Uuid;

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

/// The wish to be away at exactly these times.
#[must_use]
pub fn away(days_off: &[DayOff]) -> Action {
    let wished = days_off.iter().copied().map(DayOffWish::from);
    Action::SetDaysOff(wished.collect())
}

/// A facility of this number.
#[must_use]
pub fn facility(number: u128) -> FacilityId {
    FacilityId(Uuid::from_u128(0xFA_0000 + number))
}

/// The wish to work at exactly these facilities.
#[must_use]
pub fn at_facilities(numbers: &[u128]) -> Action {
    Action::SetFacilities(numbers.iter().copied().map(facility).collect())
}

/// The wish for a log-in of this number at a facility, under this name.
#[must_use]
pub fn facility_log_in(at: u128, number: u128, name: &str) -> Action {
    Action::SetFacilityLogIn {
        facility: facility(at),
        id: FacilityLogInId(Uuid::from_u128(number)),
        username: Username::parse(name).expect("a user name"),
        pin: PasswordHash::from_phc("a hash of a PIN".to_owned()),
    }
}

/// A position of this number.
#[must_use]
pub fn position(number: u128) -> PositionId {
    PositionId(Uuid::from_u128(0xB0_0000 + number))
}

/// A department of this number.
#[must_use]
pub fn department(number: u128) -> DepartmentId {
    DepartmentId(Uuid::from_u128(0xDE_0000 + number))
}

fn store(number: u128) -> ProductStoreId {
    ProductStoreId(Uuid::from_u128(0x57_0000 + number))
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
        away(&[day_off(0, 24)]),
        at_facilities(&[1]),
        Action::SetProductStores([store(1)].into()),
        facility_log_in(1, 0x10, "ana"),
        Action::RemoveFacilityLogIn {
            facility: facility(1),
        },
        Action::SetPosition(Some(position(1))),
        Action::SetDepartment(Some(department(1))),
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
        Fact::FacilitiesChanged {
            from: [].into(),
            to: [facility(1)].into(),
        },
        Fact::ProductStoresChanged {
            from: [].into(),
            to: [store(1)].into(),
        },
        Fact::FacilityLogInSet {
            facility: facility(1),
            id: FacilityLogInId(Uuid::from_u128(0x10)),
            personal: Personal::Known(Username::parse("ana").expect("a user name")),
        },
        Fact::FacilityLogInRemoved {
            facility: facility(1),
        },
        Fact::PositionChanged {
            from: None,
            to: Some(position(1)),
        },
        Fact::DepartmentChanged {
            from: None,
            to: Some(department(1)),
        },
        Fact::FacilityLogInSucceeded {
            facility: facility(1),
        },
        Fact::FacilityLogInFailed {
            facility: facility(1),
            reason: LogInFailure::WrongCredential,
        },
        Fact::FacilityAuthorizationFailed {
            facility: facility(1),
        },
        Fact::FacilityLogInLockedOut {
            facility: facility(1),
            failures: 3,
            until: noon_and(Span::minutes(15)),
        },
        Fact::PhotoSet {
            personal: Personal::Known(photo(PhotoType::Jpeg, "digest").digest),
        },
        Fact::PhotoRemoved {},
        Fact::UploadRecorded { upload: upload() },
    ]
}
