//! When a user is away.

use super::Fields;
use crate::extract::Input;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};
use tenure_domain::work::{DayOffWish, When};
use utoipa::ToSchema;

/// The most times off in one request.
const MOST_DAYS_OFF: usize = 200;

/// A time off: from a moment until before another one, or whole days, the first and the last among them.
#[derive(ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DayOffInput)]
#[expect(dead_code, reason = "the document's shape of what TimeOff reads")]
pub(crate) struct TimeOffInput {
    /// From when: with an offset, or without one by the user's own clock. `from` is another name of it.
    #[schema(example = "2026-12-24T12:00")]
    start_at: Option<String>,
    /// Until when, in the same ways. `until` is another name of it.
    #[schema(example = "2026-12-27T00:00:00Z")]
    end_at: Option<String>,
    /// The first whole day, in the user's time zone.
    #[schema(format = Date)]
    start_on: Option<String>,
    /// The last whole day; without, the first one.
    #[schema(format = Date)]
    end_on: Option<String>,
}

/// What [`TimeOffInput`] says.
#[derive(Clone, Copy, Debug)]
struct TimeOff(DayOffWish);

impl Input for TimeOff {
    fn read(fields: &mut Fields) -> Option<Self> {
        let by_day = fields.has("start_on") || fields.has("end_on");
        let wish = if by_day {
            whole_days(fields)
        } else {
            hours(fields)
        };
        wish.map(Self)
    }
}

fn hours(fields: &mut Fields) -> Option<DayOffWish> {
    let start = named(fields, "start_at", "from");
    let end = named(fields, "end_at", "until");
    Some(DayOffWish {
        start: start?,
        end: end?,
    })
}

fn whole_days(fields: &mut Fields) -> Option<DayOffWish> {
    for name in ["start_at", "from", "end_at", "until"] {
        if fields.value(name).is_some() {
            let message = "Send moments or whole days, not both.";
            fields.refuse(name, "repeated", message);
        }
    }
    let first = fields.required("start_on", day);
    let one = !fields.has("end_on");
    let last = fields.text("end_on", day);
    let (first, last) = (first?, if one { first? } else { last? });
    if last < first {
        let message = "Days off end after they begin.";
        fields.refuse("end_on", "before_start", message);
        return None;
    }
    let days = DayOffWish::whole_days(first, last);
    if days.is_none() {
        fields.refuse("end_on", "invalid", DAY);
    }
    days
}

const DAY: &str = "Write a day such as 2026-12-24.";

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| DAY)?;
    let fits = super::fields::moment(&format!("{day}T00:00:00Z")).is_ok();
    fits.then_some(day).ok_or(DAY)
}

/// A moment by either of its names.
fn named(fields: &mut Fields, name: &str, other: &str) -> Option<When> {
    let by_other = fields.has(other) && !fields.has(name);
    fields.required(if by_other { other } else { name }, when)
}

/// With an offset, or by the user's own clock.
fn when(text: &str) -> Result<When, &'static str> {
    let local = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let local = local
        .iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let Some(local) = local.filter(|_| DateTime::parse_from_rfc3339(text).is_err()) else {
        return super::fields::moment(text).map(When::At);
    };
    // Within the same bounds as every moment.
    super::fields::moment(&local.and_utc().to_rfc3339()).map(|_| When::Local(local))
}

/// All the times in which a user is away. The list alone is taken too.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DaysOffInput {
    /// The times; those that are not named are taken away.
    #[schema(value_type = Vec<TimeOffInput>, max_items = 200)]
    days_off: Vec<DayOffWish>,
}

impl Input for DaysOffInput {
    fn object(body: Value) -> Value {
        if body.is_array() {
            json!({ "days_off": body })
        } else {
            body
        }
    }

    fn read(fields: &mut Fields) -> Option<Self> {
        if !fields.has("days_off") {
            fields.refuse("days_off", "required", "Send the list of times off.");
        }
        let read = |fields: &mut Fields, place: &str, item| {
            let TimeOff(wish) = fields.nested(place, item)?;
            Some(wish)
        };
        let days_off = fields.list_up_to(MOST_DAYS_OFF, "days_off", read)?;
        Some(Self { days_off })
    }
}

impl DaysOffInput {
    /// As the rules take them.
    pub(crate) fn wishes(self) -> Vec<DayOffWish> {
        self.days_off
    }
}
