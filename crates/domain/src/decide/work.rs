//! Favourites, capabilities, days off, picture, uploads (RULES 5.2 row 28).

use super::{Case, Ruling};
use crate::{
    command::ActionKind,
    event::Fact,
    lifecycle::Status,
    policy::{Favourites as FavouriteRules, PhotoSize, Supported},
    rejection::{Rejection, Violation},
    value::Personal,
    work::{
        Capability, DayOff, DayOffWish, DaysOffFromTo, Favourites, PhotoUpload, UploadKind, fitting,
    },
};
use std::collections::BTreeSet;

/// The most intervals of days off that are kept for one user.
const MOST_DAYS_OFF: usize = 200;

/// The most favourites of one user, where the keys are free.
const MOST_FAVOURITES: usize = 50;

/// The most pixels of a picture, whatever the policy says: decoding it takes memory.
const MOST_PIXELS: u32 = 16_000_000;

impl Case<'_> {
    pub(super) fn not_deleted(&self, action: ActionKind) -> Result<(), Rejection> {
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
        let to = fitting(from, wished);
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

    /// Times without an offset are those of the user's own clock (HE-49).
    pub(super) fn set_days_off(&self, wished: &[DayOffWish]) -> Ruling {
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
        let zone = self.user.profile().time_zone.as_ref();
        let days = wished.iter().map(|day| day.of_zone(zone));
        let mut days = days.enumerate().collect::<Vec<_>>();
        let backwards = |(_, day): &&(usize, DayOff)| day.end_at <= day.start_at;
        found.extend(days.iter().filter(backwards).map(|(at, _)| {
            let message = "Days off end after they begin.";
            Violation::new(format!("/days_off/{at}/end_at"), "before_start", message)
        }));
        days.sort_unstable_by_key(|(_, day)| *day);
        if found.is_empty() {
            found.extend(overlaps(&days));
        }
        let to = days.into_iter().map(|(_, day)| day).collect::<Vec<_>>();
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

/// Times off that begin before the one before them has ended; both are named, as they stood in the wish.
fn overlaps(days: &[(usize, DayOff)]) -> impl Iterator<Item = Violation> {
    let pairs = days.iter().zip(days.iter().skip(1));
    let pairs = pairs.filter(|((_, one), (_, next))| next.start_at < one.end_at);
    pairs.map(|((first, one), (second, next))| {
        let message = format!(
            "This time off, from {} to {}, overlaps the one from {} to {} at {first}.",
            next.start_at, next.end_at, one.start_at, one.end_at
        );
        Violation::new(format!("/days_off/{second}"), "overlap", message)
    })
}

pub(super) fn forbidden(setting: &'static str) -> Ruling {
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
