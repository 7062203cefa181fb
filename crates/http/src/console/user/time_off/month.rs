//! A month of a user's days off, week by week.

use super::super::Subject;
use crate::console::{Visit, moment::begins};
use chrono::{Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;
use tenure_domain::work::DayOff;

/// A day of the month, or of the one before or after it.
#[derive(Clone, Debug)]
pub(super) struct Day {
    pub(super) number: u32,
    pub(super) within: bool,
    pub(super) today: bool,
    /// What is said of it: away the whole day, or a part of it.
    pub(super) away: Option<String>,
}

/// A month.
#[derive(Debug)]
pub(super) struct Month {
    pub(super) title: String,
    pub(super) weekdays: Vec<(String, String)>,
    pub(super) weeks: Vec<Vec<Day>>,
    pub(super) before: String,
    pub(super) after: String,
}

impl Month {
    /// The month that is asked for such as `2026-12`, else the present one.
    pub(super) fn new(
        visit: &Visit,
        subject: &Subject,
        asked: Option<&str>,
        (today, zone): (NaiveDate, Tz),
    ) -> Self {
        let asked = asked
            .and_then(|month| NaiveDate::parse_from_str(&format!("{month}-01"), "%Y-%m-%d").ok());
        let near = asked.filter(|day| (1970..=2999).contains(&day.year()));
        let first = near.unwrap_or(today).with_day(1).unwrap_or(today);
        let days_off = &subject.account.user.work().days_off;
        let offset = u64::from(first.weekday().num_days_from_monday());
        let start = first.checked_sub_days(Days::new(offset)).unwrap_or(first);
        let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
        let mut weeks = Vec::new();
        let mut monday = start;
        while monday < next {
            let week = monday.iter_days().take(7).map(|day| Day {
                number: day.day(),
                within: day.month() == first.month(),
                today: day == today,
                away: away(days_off, day, zone).map(|key| visit.say(key)),
            });
            weeks.push(week.collect());
            let Some(later) = monday.checked_add_days(Days::new(7)) else {
                break;
            };
            monday = later;
        }
        let link =
            |day: NaiveDate| subject.below(&format!("time-off?month={}", day.format("%Y-%m")));
        let before = first.checked_sub_months(Months::new(1)).unwrap_or(first);
        let month = visit.say(&format!("user-month-{}", first.month()));
        let weekday = |day: u8| {
            let short = visit.say(&format!("user-weekday-short-{day}"));
            (short, visit.say(&format!("user-weekday-{day}")))
        };
        Self {
            title: format!("{month} {}", first.year()),
            weekdays: (1..=7).map(weekday).collect(),
            weeks,
            before: link(before),
            after: link(next),
        }
    }
}

/// Is the user away on this day of his, the whole of it or a part?
fn away(days_off: &[DayOff], day: NaiveDate, zone: Tz) -> Option<&'static str> {
    let (start, end) = (begins(day, zone), begins(day.succ_opt()?, zone));
    let within = |off: &&DayOff| off.start_at < end && start < off.end_at;
    let found = days_off.iter().find(within)?;
    let whole = found.start_at <= start && end <= found.end_at;
    Some(if whole {
        "user-away"
    } else {
        "user-away-partly"
    })
}
