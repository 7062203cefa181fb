//! Times in which a user is away, as they are kept and as they are wished.

use crate::value::{TimeZone, Timestamp};
use chrono::{
    Days, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone as _, Utc,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A time in which the user is away (HE-49). The end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    /// From when.
    pub start_at: Timestamp,
    /// Until when.
    pub end_at: Timestamp,
}

impl DayOff {
    /// Is the user away at this moment?
    #[must_use]
    pub fn covers(self, now: Timestamp) -> bool {
        self.start_at <= now && now < self.end_at
    }
}

/// Days off before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysOffFromTo {
    /// Before.
    pub from: Vec<DayOff>,
    /// After.
    pub to: Vec<DayOff>,
}

/// A moment as somebody writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// With an offset, so that it is the same everywhere.
    At(Timestamp),
    /// As the clock on the user's wall shows it.
    Local(NaiveDateTime),
}

/// A time off as somebody writes it; where it lies on the line of time, the user's time zone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOffWish {
    /// From when.
    pub start: When,
    /// Until when, without this moment itself.
    pub end: When,
}

impl DayOffWish {
    /// Whole days, the first and the last among them. `None` beyond the last day there is.
    #[must_use]
    pub fn whole_days(first: NaiveDate, last: NaiveDate) -> Option<Self> {
        let midnight = |day: NaiveDate| When::Local(day.and_time(NaiveTime::MIN));
        Some(Self {
            start: midnight(first),
            end: midnight(last.checked_add_days(Days::new(1))?),
        })
    }

    /// The time off of somebody who lives in this zone; without one, in UTC.
    #[must_use]
    pub fn of_zone(self, zone: Option<&TimeZone>) -> DayOff {
        let zone = zone.and_then(|name| name.as_str().parse().ok());
        let zone = zone.unwrap_or(Tz::UTC);
        DayOff {
            start_at: self.start.moment(zone, Hour::First),
            end_at: self.end.moment(zone, Hour::Second),
        }
    }
}

impl From<DayOff> for DayOffWish {
    fn from(day: DayOff) -> Self {
        Self {
            start: When::At(day.start_at),
            end: When::At(day.end_at),
        }
    }
}

/// Which hour is meant where the clock was set back and shows one hour twice.
#[derive(Clone, Copy)]
enum Hour {
    First,
    Second,
}

impl When {
    /// Where the clock was set forward and never showed this time, it counts as if it had not been set yet
    /// (RFC 5545 3.3.5).
    fn moment(self, zone: Tz, hour: Hour) -> Timestamp {
        let local = match self {
            Self::At(moment) => return moment,
            Self::Local(local) => local,
        };
        match zone.from_local_datetime(&local) {
            MappedLocalTime::Single(moment) => moment.with_timezone(&Utc),
            MappedLocalTime::Ambiguous(first, second) => match hour {
                Hour::First => first.with_timezone(&Utc),
                Hour::Second => second.with_timezone(&Utc),
            },
            MappedLocalTime::None => before_the_gap(zone, local),
        }
    }
}

/// By the clock as it went a day before; no clock was ever set twice within a day.
fn before_the_gap(zone: Tz, local: NaiveDateTime) -> Timestamp {
    let day_before = local.checked_sub_days(Days::new(1)).unwrap_or(local);
    let before = zone.from_local_datetime(&day_before).earliest();
    let offset = before.map(|moment| moment.offset().fix());
    let offset = offset.unwrap_or_else(|| Utc.fix());
    let moment = local.checked_sub_offset(offset).unwrap_or(local);
    moment.and_utc()
}

#[cfg(test)]
mod tests {
    use super::{DayOff, DayOffWish, When};
    use crate::value::{TimeZone, Timestamp};
    use chrono::{NaiveDate, NaiveDateTime};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn local(text: &str) -> When {
        When::Local(text.parse::<NaiveDateTime>().unwrap())
    }

    fn in_zone(zone: &str, start: &str, end: &str) -> DayOff {
        let wish = DayOffWish {
            start: local(start),
            end: local(end),
        };
        wish.of_zone(Some(&TimeZone::parse(zone).unwrap()))
    }

    fn days(zone: &str, first: &str, last: &str) -> DayOff {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let wish = DayOffWish::whole_days(day(first), day(last)).unwrap();
        wish.of_zone(Some(&TimeZone::parse(zone).unwrap()))
    }

    fn span(start: &str, end: &str) -> DayOff {
        DayOff {
            start_at: at(start),
            end_at: at(end),
        }
    }

    /// HE-49: a day begins and ends at the user's midnight.
    #[test]
    fn whole_days_are_those_of_the_users_zone() {
        assert_eq!(
            days("Europe/Berlin", "2026-12-24", "2026-12-26"),
            span("2026-12-23T23:00:00Z", "2026-12-26T23:00:00Z")
        );
        assert_eq!(
            days("America/Mexico_City", "2026-12-24", "2026-12-24"),
            span("2026-12-24T06:00:00Z", "2026-12-25T06:00:00Z")
        );
        let wish = DayOffWish {
            start: local("2026-12-24T00:00:00"),
            end: local("2026-12-25T00:00:00"),
        };
        assert_eq!(
            wish.of_zone(None),
            span("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z")
        );
    }

    /// HE-49: days on which clocks are set are shorter and longer ones.
    #[test]
    fn days_on_which_clocks_are_set_are_shorter_and_longer() {
        assert_eq!(
            days("Europe/Berlin", "2026-03-29", "2026-03-29"),
            span("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z")
        );
        assert_eq!(
            days("Europe/Berlin", "2026-10-25", "2026-10-25"),
            span("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z")
        );
        // Midnight itself never was.
        assert_eq!(
            days("America/Sao_Paulo", "2018-11-04", "2018-11-04"),
            span("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z")
        );
        // A whole day never was: it has no length.
        assert_eq!(
            days("Pacific/Apia", "2011-12-30", "2011-12-30"),
            span("2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z")
        );
    }

    /// HE-49: an hour that the clock skips counts as if it went on; one that it shows twice is off as a whole.
    #[test]
    fn hours_that_the_clock_skips_or_repeats_have_a_moment() {
        assert_eq!(
            in_zone(
                "Europe/Berlin",
                "2026-03-29T02:30:00",
                "2026-03-29T04:00:00"
            ),
            span("2026-03-29T01:30:00Z", "2026-03-29T02:00:00Z")
        );
        assert_eq!(
            in_zone(
                "Europe/Berlin",
                "2026-10-25T02:30:00",
                "2026-10-25T02:45:00"
            ),
            span("2026-10-25T00:30:00Z", "2026-10-25T01:45:00Z")
        );
    }

    #[test]
    fn a_moment_with_an_offset_is_the_same_in_every_zone() {
        let off = span("2026-12-24T06:00:00Z", "2026-12-24T07:00:00Z");
        let zone = TimeZone::parse("Asia/Tokyo").unwrap();
        assert_eq!(DayOffWish::from(off).of_zone(Some(&zone)), off);
    }
}
