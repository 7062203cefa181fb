//! Moments as their reader sees them: in his time zone and his language.

use super::words::{Language, Words};
use chrono::{
    DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, TimeDelta, TimeZone as _, Utc,
};
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

/// When a clock on the wall of this zone shows this; the first time, where it does so twice. Where the clock was set
/// forward and never showed it, it counts as if it had not been set yet, as days off do: a day without a midnight
/// begins with the first moment that it has.
pub(crate) fn at(local: NaiveDateTime, zone: Tz) -> DateTime<Utc> {
    if let Some(at) = zone.from_local_datetime(&local).earliest() {
        return at.with_timezone(&Utc);
    }
    // By the clock as it went a day before; no clock was ever set twice within a day.
    let day_before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
    let before = zone.from_local_datetime(&day_before).earliest();
    let offset = before.map_or_else(|| Utc.fix(), |at| at.offset().fix());
    let at = local.checked_sub_offset(offset).unwrap_or(local);
    at.and_utc()
}

/// When a day begins in this zone.
pub(crate) fn begins(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    at(day.and_time(NaiveTime::MIN), zone)
}

/// Does a day begin in this zone at this moment?
pub(crate) fn is_midnight(at: DateTime<Utc>, zone: Tz) -> bool {
    begins(at.with_timezone(&zone).date_naive(), zone) == at
}

#[cfg(test)]
mod tests {
    use super::{begins, is_midnight};
    use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

    #[test]
    fn a_day_begins_at_midnight_and_where_the_clock_skips_it_with_the_first_moment_after() {
        for (day, zone, moment) in [
            ("2026-12-24", "Europe/Berlin", "2026-12-23T23:00:00Z"),
            ("2026-09-06", "America/Santiago", "2026-09-06T04:00:00Z"),
            ("2026-09-07", "America/Santiago", "2026-09-07T03:00:00Z"),
            ("2026-04-24", "Africa/Cairo", "2026-04-23T22:00:00Z"),
            ("2026-03-29", "Asia/Beirut", "2026-03-28T22:00:00Z"),
            // Set back at midnight: the hour before comes twice, the day begins once.
            ("2026-04-05", "America/Santiago", "2026-04-05T04:00:00Z"),
        ] {
            let (day, zone) = (day.parse::<NaiveDate>().unwrap(), zone.parse().unwrap());
            let moment = moment.parse::<DateTime<Utc>>().unwrap();
            let begun = begins(day, zone);
            assert_eq!(begun, moment, "{day} in {zone}");
            assert_eq!(moment.with_timezone(&zone).date_naive(), day, "{zone}");
            let before = moment - TimeDelta::seconds(1);
            assert!(before.with_timezone(&zone).date_naive() < day, "{zone}");
            assert!(is_midnight(moment, zone) && !is_midnight(before, zone));
        }
    }
}
