//! Favourites, capabilities, days off, picture, uploads (RULES 5.2 row 28).

use super::{Case, Ruling};
use crate::{
    command::ActionKind,
    event::Fact,
    lifecycle::Status,
    policy::{FavouriteKind, Favourites as FavouriteRules, PhotoSize, Supported},
    rejection::{Rejection, Violation},
    value::Personal,
    work::{Capability, DayOff, DaysOffFromTo, Favourites, PhotoUpload, UploadKind, days_off_fit},
};
use std::collections::BTreeSet;

/// The most intervals of days off that are kept for one user.
const MOST_DAYS_OFF: usize = 200;

/// The most favourites of one user, where the keys are free.
const MOST_FAVOURITES: usize = 50;

/// The most pixels of a picture, whatever the policy says: decoding it takes memory.
const MOST_PIXELS: u32 = 16_000_000;

impl Case<'_> {
    fn not_deleted(&self, action: ActionKind) -> Result<(), Rejection> {
        if self.user.status() == Status::Deleted {
            return Err(self.not_from_here(action));
        }
        Ok(())
    }

    pub(super) fn set_favourites(&self, wished: &Favourites) -> Ruling {
        self.not_deleted(ActionKind::SetFavourites)?;
        let mut found = Vec::new();
        match &self.policy.work.favourites {
            FavouriteRules::Unused => return forbidden("work.favourites"),
            FavouriteRules::Listed(kinds) => {
                let known = |key: &str| kinds.iter().any(|kind| kind.code() == key);
                let unknown = wished.keys().filter(|key| !known(key.as_str()));
                found.extend(unknown.map(|key| {
                    let message = format!("Users of this system do not pin a {key}.");
                    Violation::new(format!("/{key}"), "unknown", message)
                }));
            }
            FavouriteRules::Free if wished.len() > MOST_FAVOURITES => {
                let message = format!("Pin at most {MOST_FAVOURITES} favourites.");
                found.push(Violation::new("/favourites", "too_many", message));
            }
            FavouriteRules::Free => {}
        }
        if !found.is_empty() {
            return Err(Rejection::Validation(found));
        }
        let from = &self.user.work().favourites;
        let mut to = wished.clone();
        // A shop belongs to its store: another store leaves the shop of the old one behind (HWx-26).
        let value = |of: &Favourites, kind: FavouriteKind| {
            let mut all = of.iter();
            all.find(|(key, _)| key.as_str() == kind.code())
                .map(|(_, value)| value.clone())
        };
        let (store, shop) = (FavouriteKind::ProductStore, FavouriteKind::ShopifyShop);
        let other_store = value(from, store).is_some() && value(from, store) != value(&to, store);
        if other_store && value(from, shop) == value(&to, shop) {
            to.retain(|key, _| key.as_str() != shop.code());
        }
        if *from == to {
            return Ok(Vec::new());
        }
        let from = from.clone();
        Ok(vec![Fact::FavouritesChanged { from, to }])
    }

    pub(super) fn set_capabilities(&self, wished: &BTreeSet<Capability>) -> Ruling {
        self.not_deleted(ActionKind::SetCapabilities)?;
        let from = self.user.work().capabilities.clone();
        let gains = wished.difference(&from).next().is_some();
        if gains && self.policy.work.picker == Supported::No {
            return forbidden("work.picker");
        }
        if from == *wished {
            return Ok(Vec::new());
        }
        let to = wished.clone();
        Ok(vec![Fact::CapabilitiesChanged { from, to }])
    }

    pub(super) fn set_days_off(&self, wished: &[DayOff]) -> Ruling {
        self.not_deleted(ActionKind::SetDaysOff)?;
        if self.user.anonymized_at().is_some() {
            return Err(Rejection::Anonymized);
        }
        if self.policy.work.absences == Supported::No {
            return forbidden("work.absences");
        }
        let mut found = Vec::new();
        if wished.len() > MOST_DAYS_OFF {
            let message = format!("Write at most {MOST_DAYS_OFF} times off.");
            found.push(Violation::new("/days_off", "too_many", message));
        }
        let backwards = |day: &&(usize, &DayOff)| day.1.end_at <= day.1.start_at;
        let wrong = wished.iter().enumerate().collect::<Vec<_>>();
        found.extend(wrong.iter().filter(backwards).map(|(at, _)| {
            let message = "Days off end after they begin.";
            Violation::new(format!("/days_off/{at}/end_at"), "before_start", message)
        }));
        let mut to = wished.to_vec();
        to.sort_unstable();
        if found.is_empty() && !days_off_fit(&to) {
            let message = "Days off must not overlap.";
            found.push(Violation::new("/days_off", "overlap", message));
        }
        if !found.is_empty() {
            return Err(Rejection::Validation(found));
        }
        let from = self.user.work().days_off.clone();
        if from == to {
            return Ok(Vec::new());
        }
        let personal = Personal::Known(DaysOffFromTo { from, to });
        Ok(vec![Fact::DaysOffChanged { personal }])
    }

    pub(super) fn set_photo(&self, upload: &PhotoUpload) -> Ruling {
        self.not_deleted(ActionKind::SetPhoto)?;
        if self.user.anonymized_at().is_some() {
            return Err(Rejection::Anonymized);
        }
        self.policy.identity.photo.limit()?;
        let found = self.policy.identity.photo.violations(upload);
        if !found.is_empty() {
            return Err(Rejection::Validation(found));
        }
        if self.user.work().photo.as_ref() == Some(&upload.digest) {
            return Ok(Vec::new());
        }
        let personal = Personal::Known(upload.digest.clone());
        Ok(vec![Fact::PhotoSet { personal }])
    }

    pub(super) fn remove_photo(&self) -> Ruling {
        self.not_deleted(ActionKind::RemovePhoto)?;
        let stored = self.user.work().photo.is_some();
        Ok(stored
            .then_some(Fact::PhotoRemoved {})
            .into_iter()
            .collect())
    }

    pub(super) fn record_upload(&self, upload: &UploadKind) -> Ruling {
        self.not_deleted(ActionKind::RecordUpload)?;
        let upload = upload.clone();
        Ok(vec![Fact::UploadRecorded { upload }])
    }
}

fn forbidden(setting: &'static str) -> Ruling {
    Err(Rejection::PolicyForbids { setting })
}

/// The size in which a picture is stored where the policy names none.
const STORED: PhotoSize = PhotoSize {
    width: 256,
    height: 256,
};

impl crate::policy::PhotoRules {
    /// How many bytes an upload may have (P-42).
    ///
    /// # Errors
    /// `policy_forbids` where users have no picture.
    pub fn limit(&self) -> Result<u32, Rejection> {
        if self.types.is_empty() {
            return Err(Rejection::PolicyForbids {
                setting: "identity.photo",
            });
        }
        Ok(self.max_bytes)
    }

    /// The size in which a picture is stored, whatever size was uploaded (P-42).
    #[must_use]
    pub fn stored_size(&self) -> PhotoSize {
        self.dimensions.unwrap_or(STORED)
    }

    /// The refusal of what is no picture at all, or one that nobody can read.
    #[must_use]
    pub fn unreadable(&self) -> Rejection {
        Rejection::Validation(vec![self.wrong_type()])
    }

    fn wrong_type(&self) -> Violation {
        let names = self.types.iter().map(|kind| kind.name());
        let names = names.collect::<Vec<_>>().join(", ");
        let message = format!("Choose a picture of this type: {names}.");
        Violation::new("/photo", "type", message)
    }

    /// Everything that is wrong with a picture (P-42, SH-21).
    fn violations(&self, upload: &PhotoUpload) -> Vec<Violation> {
        let other_type = !self.types.contains(&upload.kind);
        let mut found = Vec::from_iter(other_type.then(|| self.wrong_type()));
        let mut wrong = |code, message: String| {
            found.push(Violation::new("/photo", code, message));
        };
        let PhotoSize { width, height } = upload.size;
        if let Some(size) = self.dimensions
            && size != upload.size
        {
            let message = format!(
                "Choose a picture of {} × {} pixels; this one has {width} × {height}.",
                size.width, size.height
            );
            wrong("dimensions", message);
        }
        if u32::from(width) * u32::from(height) > MOST_PIXELS {
            wrong(
                "dimensions",
                "Choose a picture of at most 16 megapixels.".to_owned(),
            );
        }
        if upload.bytes > u64::from(self.max_bytes) {
            let message = format!("Choose a file of at most {} bytes.", self.max_bytes);
            wrong("too_large", message);
        }
        found
    }
}
