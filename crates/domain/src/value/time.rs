//! Moments and spans. A moment is always an argument: nothing here reads a clock.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// A moment in UTC, in whole microseconds (what both databases keep).
pub type Timestamp = DateTime<Utc>;

/// A moment as RFC 3339 writes it, in whole microseconds, within the years that every database keeps.
#[must_use]
pub fn moment(text: &str) -> Option<Timestamp> {
    let parsed = DateTime::parse_from_rfc3339(text).ok()?.to_utc();
    let whole = Timestamp::from_timestamp_micros(parsed.timestamp_micros())?;
    (1900..=9999).contains(&whole.year()).then_some(whole)
}

/// A length of time in whole seconds, never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(u32);

impl Span {
    /// So many seconds.
    #[must_use]
    pub const fn seconds(n: u32) -> Self {
        Self(n)
    }

    /// So many minutes; caps at the longest span (136 years).
    #[must_use]
    pub const fn minutes(n: u32) -> Self {
        Self(n.saturating_mul(60))
    }

    /// So many hours.
    #[must_use]
    pub const fn hours(n: u32) -> Self {
        Self(n.saturating_mul(3_600))
    }

    /// So many days of 24 hours.
    #[must_use]
    pub const fn days(n: u32) -> Self {
        Self(n.saturating_mul(86_400))
    }

    /// The span in seconds.
    #[must_use]
    pub const fn as_seconds(self) -> u32 {
        self.0
    }

    /// The span doubled `times` times, but never longer than `cap`.
    #[must_use]
    pub fn doubled(self, times: u32, cap: Self) -> Self {
        let factor = 1_u32.checked_shl(times).unwrap_or(u32::MAX);
        Self(self.0.saturating_mul(factor)).min(cap)
    }

    /// The moment this span after `from`; the last representable moment where that overflows.
    #[must_use]
    pub fn after(self, from: Timestamp) -> Timestamp {
        from.checked_add_signed(TimeDelta::seconds(i64::from(self.0)))
            .unwrap_or(Timestamp::MAX_UTC)
    }

    /// The moment this span before `from`; the first representable moment where that overflows.
    #[must_use]
    pub fn before(self, from: Timestamp) -> Timestamp {
        from.checked_sub_signed(TimeDelta::seconds(i64::from(self.0)))
            .unwrap_or(Timestamp::MIN_UTC)
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            n if n >= 86_400 && n.is_multiple_of(86_400) => write!(f, "{} d", n / 86_400),
            n if n >= 3_600 && n.is_multiple_of(3_600) => write!(f, "{} h", n / 3_600),
            n if n >= 60 && n.is_multiple_of(60) => write!(f, "{} min", n / 60),
            n => write!(f, "{n} s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn doubling_stops_at_the_cap_and_never_overflows() {
        let quarter = Span::minutes(15);
        assert_eq!(quarter.doubled(0, Span::hours(24)), quarter);
        assert_eq!(quarter.doubled(2, Span::hours(24)), Span::hours(1));
        assert_eq!(quarter.doubled(40, Span::hours(24)), Span::hours(24));
    }
}
