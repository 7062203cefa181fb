//! Moments as their reader sees them: in his time zone and his language.

use super::words::{Language, Words};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// Where and in which language moments are read.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) zone: Tz,
    pub(crate) now: DateTime<Utc>,
}

impl Reading {
    /// A day, such as `3 Nov 2026`.
    pub(crate) fn day(&self, at: DateTime<Utc>, words: &Words) -> String {
        date(at.with_timezone(&self.zone).date_naive(), words)
    }

    /// A day with the time, such as `3 Nov 2026, 14:32`.
    pub(crate) fn moment(&self, at: DateTime<Utc>, words: &Words) -> String {
        let local = at.with_timezone(&self.zone);
        format!(
            "{}, {}",
            date(local.date_naive(), words),
            local.format("%H:%M")
        )
    }

    /// How long ago or how far ahead, such as `3 hours ago`.
    pub(crate) fn distance(&self, at: DateTime<Utc>, words: &Words) -> String {
        let span = self.now - at;
        let (key, span) = if span < TimeDelta::zero() {
            ("ahead", -span)
        } else {
            ("ago", span)
        };
        let (unit, count) = if span.num_minutes() < 1 {
            return words.say("moment-now");
        } else if span.num_hours() < 1 {
            ("minutes", span.num_minutes())
        } else if span.num_days() < 1 {
            ("hours", span.num_hours())
        } else if span.num_days() < 60 {
            ("days", span.num_days())
        } else {
            ("months", span.num_days() / 30)
        };
        words.say1(&format!("moment-{key}-{unit}"), "count", count)
    }
}

/// A day of a calendar, such as `3 Nov 2026`.
pub(crate) fn date(day: NaiveDate, words: &Words) -> String {
    let month = words.say(&format!("month-{}", day.format("%-m")));
    match words.language {
        Language::English => format!("{} {month} {}", day.format("%-d"), day.format("%Y")),
        Language::German => format!("{}. {month} {}", day.format("%-d"), day.format("%Y")),
    }
}
