//! More time off, and less.

use super::{
    super::{
        Subject,
        part::{On, Part, without},
    },
    zone,
};
use crate::{
    console::{Visit, moment::is_midnight},
    extract::parse_value,
    input::DaysOffInput,
    pages::{Choice, Field, Form, FormPage, Kind},
    problem::Problem,
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use tenure_domain::{Action, work::DayOff};
use tenure_service::Error;

/// A moment by the user's clock; midnight at the end of a day is that day's end.
pub(super) fn said(visit: &Visit, at: DateTime<Utc>, zone: Tz, is_end: bool) -> String {
    let local = at.with_timezone(&zone).naive_local();
    let midnight = is_midnight(at, zone);
    let day = match midnight && is_end {
        true => local - TimeDelta::days(1),
        false => local,
    };
    let date = crate::console::date(day.date(), &visit.words);
    if midnight {
        date
    } else {
        format!("{date}, {}", local.format("%H:%M"))
    }
}

/// The window that takes this time off away.
pub(super) fn remove_path(subject: &Subject, day: DayOff) -> String {
    subject.below(&format!(
        "time-off/remove?from={}",
        day.start_at.timestamp()
    ))
}

/// What is there, as the API takes it.
fn held(on: On<'_>) -> Vec<Value> {
    let days = on.subject.account.user.work().days_off.iter();
    days.map(|day| json!({ "start_at": day.start_at, "end_at": day.end_at }))
        .collect()
}

async fn replace(on: On<'_>, typed: &Form, days: Vec<Value>) -> Result<(), Problem> {
    let last = format!("/days_off/{}", days.len().saturating_sub(1));
    let body = json!({ "days_off": days });
    let input = parse_value::<DaysOffInput>(body).map_err(|wrong| without(wrong, &last))?;
    let action = Action::SetDaysOff(input.wishes());
    let id = on.subject.id();
    let done = on.app.act(on.visit, id, action, typed.version(), None);
    done.await
        .map(|_| ())
        .map_err(|wrong| without(wrong, &last))
}

/// A time off more: whole days, or half of one.
#[derive(Clone, Copy)]
pub(super) struct Add;

impl Part for Add {
    const PATH: &'static str = "time-off/add";
    const BACK: &'static str = "time-off";

    fn asks(self, _: On<'_>) -> Result<Action, Problem> {
        Ok(Action::SetDaysOff(Vec::new()))
    }

    async fn form(self, on: On<'_>, typed: Option<&Form>) -> Result<FormPage, Problem> {
        let text = |name: &str| typed.and_then(|typed| typed.text(name));
        let day = |name: &'static str, key: &str| {
            Field::of_kind(Kind::Line("date"), name, on.say(key)).verbatim()
        };
        let parts = ["", "morning", "afternoon"];
        let parts = parts.map(|part| {
            let key = if part.is_empty() { "whole" } else { part };
            Choice::new(part, on.say(&format!("user-time-off-{key}")))
        });
        let part = Kind::Choice(parts.to_vec());
        let part = Field::of_kind(part, "part", on.say("user-time-off-part")).optional();
        let last = day("end_on", "user-time-off-last").optional();
        let zone = zone(on.subject);
        Ok(FormPage {
            intro: vec![on.visit.words.say1("user-in-own-zone", "zone", zone.name())],
            fields: vec![
                day("start_on", "user-time-off-first").holding(text("start_on")),
                last.hint(on.say("user-time-off-last-hint"))
                    .holding(text("end_on")),
                part.hint(on.say("user-time-off-part-hint"))
                    .holding(text("part")),
            ],
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let mut days = held(on);
        days.push(wish(typed));
        replace(on, typed, days).await?;
        Ok("user-time-off")
    }
}

/// What was typed, as the API takes it: half a day is from or until noon.
fn wish(typed: &Form) -> Value {
    let first = typed.text("start_on").unwrap_or_default();
    let day = NaiveDate::parse_from_str(first, "%Y-%m-%d").ok();
    let next = day.and_then(|day| day.succ_opt());
    match (typed.text("part"), day, next) {
        (Some("morning"), Some(day), _) => json!({
            "start_at": format!("{day}T00:00"), "end_at": format!("{day}T12:00"),
        }),
        (Some("afternoon"), Some(day), Some(next)) => json!({
            "start_at": format!("{day}T12:00"), "end_at": format!("{next}T00:00"),
        }),
        _ => json!({ "start_on": typed.text("start_on"), "end_on": typed.text("end_on") }),
    }
}

/// A time off less.
#[derive(Clone, Copy)]
pub(super) struct Remove;

/// The time off that the address names.
fn named(on: On<'_>) -> Result<DayOff, Problem> {
    let from = on
        .asked
        .get("from")
        .and_then(|from| from.parse::<i64>().ok());
    let mut days = on.subject.account.user.work().days_off.iter();
    let found = days.find(|day| Some(day.start_at.timestamp()) == from);
    found.copied().ok_or_else(|| Error::NotFound.into())
}

impl Part for Remove {
    const PATH: &'static str = "time-off/remove";
    const BACK: &'static str = "time-off";

    fn asks(self, _: On<'_>) -> Result<Action, Problem> {
        Ok(Action::SetDaysOff(Vec::new()))
    }

    async fn form(self, on: On<'_>, _: Option<&Form>) -> Result<FormPage, Problem> {
        let (day, zone) = (named(on)?, zone(on.subject));
        Ok(FormPage {
            facts: vec![
                (
                    on.say("user-from"),
                    said(on.visit, day.start_at, zone, false),
                ),
                (on.say("user-until"), said(on.visit, day.end_at, zone, true)),
            ],
            danger: true,
            ..FormPage::default()
        })
    }

    async fn save(self, on: On<'_>, typed: &Form) -> Result<&'static str, Problem> {
        let gone = named(on)?;
        let days = on.subject.account.user.work().days_off.iter();
        let left = days.filter(|day| **day != gone);
        let left = left.map(|day| json!({ "start_at": day.start_at, "end_at": day.end_at }));
        replace(on, typed, left.collect()).await?;
        Ok("user-time-off-removed")
    }
}
