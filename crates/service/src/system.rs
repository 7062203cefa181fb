//! The real clock, the real ids, real chance: the only places where they come from.

use crate::ports::{Clock, Ids};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{TryRng, rngs::SysRng};
use sha2::{Digest, Sha256};
use std::sync::Mutex;
use tenure_domain::value::Timestamp;
use uuid::{ContextV7, Uuid};

/// The system's clock, cut to whole microseconds: what both databases keep.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    fn now(&self) -> Timestamp {
        let now = chrono::Utc::now();
        Timestamp::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
}

/// UUIDs of version 7: they sort by the time they were made.
#[derive(Debug, Default)]
pub struct TimeOrderedIds(Mutex<ContextV7>);

impl Ids for TimeOrderedIds {
    fn next(&self) -> Uuid {
        let now = SystemClock.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        let context = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(uuid::Timestamp::from_unix(
            &*context,
            seconds,
            now.timestamp_subsec_nanos(),
        ))
    }
}

/// What is smaller than every id that was made at this moment or later, a day's difference between clocks allowed.
#[must_use]
pub(crate) fn first_id_at(moment: Timestamp) -> Uuid {
    let day_before = moment.timestamp_millis().saturating_sub(86_400_000);
    let millis = u64::try_from(day_before).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// A fresh secret of 256 bits as 43 characters for addresses and headers.
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn random_token() -> Result<String, rand::rngs::SysError> {
    let mut bytes = [0_u8; 32];
    SysRng.try_fill_bytes(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is stored of a token.
#[must_use]
pub fn token_hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}
