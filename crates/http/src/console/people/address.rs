//! What the address of the list asks for: the parameters of the API, and a few of the page's own.

use crate::{
    console::moment::begins,
    extract::Params,
    problem::{Code, Problem},
};
use chrono::{Days, NaiveDate, SecondsFormat};
use chrono_tz::Tz;
use tenure_domain::{Policy, lifecycle::Status};

/// Where the list is.
const PATH: &str = "/users";
/// What says which part of the list is shown, and in which order.
const PLACE: [&str; 5] = ["sort", "per", "limit", "cursor", "at"];
/// Days, with how many days later the API's moment is.
const DAYS: [(&str, u64); 4] = [
    ("created_from", 0),
    ("created_to", 1),
    ("last_log_in_from", 0),
    ("last_log_in_to", 1),
];
/// What may be chosen several times.
const SEVERAL: [&str; 2] = ["status", "kind"];

/// What the address of the list asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pairs: Vec<(String, String)>,
    /// Has somebody asked for anything at all?
    pub(super) asked: bool,
    /// Must somebody ask?
    waits: bool,
}

impl Wanted {
    /// Reads the query of an address.
    ///
    /// # Errors
    /// `malformed`.
    pub(super) fn of(query: Option<&str>, policy: &Policy) -> Result<Self, Problem> {
        let query = query.unwrap_or_default();
        let malformed = || Problem::with_detail(Code::Malformed, "The query cannot be read.");
        let mut pairs = Params::pairs(query).ok_or_else(malformed)?;
        pairs.retain(|(_, value)| !value.is_empty());
        Ok(Self {
            pairs,
            asked: !query.is_empty(),
            waits: policy.list.waits_to_be_asked(),
        })
    }

    /// Is nobody to be shown yet (OB-36)?
    pub(super) fn waits(&self) -> bool {
        self.waits && !self.asked
    }

    /// The value of this name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut named = self.pairs.iter().filter(|(key, _)| key == name);
        named.next().map(|(_, value)| value.as_str())
    }

    /// All values of a name that may be chosen several times.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let named = self.pairs.iter().filter(|(key, _)| key == name);
        named.flat_map(|(_, value)| value.split(',')).collect()
    }

    /// What narrows the list.
    pub(super) fn narrowing(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self
            .pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        pairs.filter(|(name, _)| !PLACE.contains(name))
    }

    /// What this asks the API for, without order and place.
    pub(super) fn filter(&self, zone: Tz, policy: &Policy) -> Vec<(String, String)> {
        let mut api = Vec::new();
        for (name, value) in self.narrowing() {
            let days = DAYS.iter().find(|(day, _)| *day == name);
            let value = match days {
                Some((_, later)) => moment(value, *later, zone),
                None => value.to_owned(),
            };
            if !SEVERAL.contains(&name) && name != "hide_inactive" {
                api.push((name.to_owned(), value));
            }
        }
        for name in SEVERAL {
            let all = self.all(name);
            if !all.is_empty() {
                api.push((name.to_owned(), all.join(",")));
            }
        }
        if self.get("hide_inactive").is_some() && self.get("status").is_none() {
            let awake = policy.removal.listed_awake().into_iter().map(Status::code);
            api.push(("status".to_owned(), awake.collect::<Vec<_>>().join(",")));
        }
        api
    }

    /// What this asks the API for, with so many rows on a page.
    pub(super) fn params(&self, zone: Tz, policy: &Policy, per: u16) -> Params {
        let mut api = self.filter(zone, policy);
        api.push(("limit".to_owned(), per.to_string()));
        for name in ["sort", "cursor"] {
            let value = self.get(name).map(ToOwned::to_owned);
            api.extend(value.map(|value| (name.to_owned(), value)));
        }
        Params::of(api)
    }

    /// This query with other values for these names, on its first page unless a cursor is named.
    pub(super) fn query(&self, changes: &[(&str, Option<&str>)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let changed = |name: &str| changes.iter().any(|(changed, _)| *changed == name);
        for (name, value) in &self.pairs {
            if !["cursor", "at"].contains(&name.as_str()) && !changed(name) {
                query.append_pair(name, value);
            }
        }
        for (name, value) in changes {
            if let Some(value) = value {
                query.append_pair(name, value);
            }
        }
        query.finish()
    }

    /// The list with other values for these names.
    pub(super) fn link(&self, changes: &[(&str, Option<&str>)]) -> String {
        match self.query(changes) {
            query if !query.is_empty() => format!("{PATH}?{query}"),
            // The bare address would ask for nobody.
            _ if self.waits => format!("{PATH}?status="),
            _ => PATH.to_owned(),
        }
    }

    /// The list without this value of a name.
    pub(super) fn without(&self, name: &str, value: &str) -> String {
        let kept = self.all(name);
        let kept = kept.into_iter().filter(|other| *other != value);
        let kept = kept.map(|other| (name, Some(other)));
        let mut changes = vec![(name, None)];
        if SEVERAL.contains(&name) {
            changes.extend(kept);
        }
        self.link(&changes)
    }

    /// The whole list, as it was sorted.
    pub(super) fn cleared(&self) -> String {
        let kept = |name: &'static str| self.get(name).map(|value| (name, Some(value)));
        let kept = [kept("sort"), kept("per")].into_iter().flatten();
        let kept = kept.collect::<Vec<_>>();
        let bare = Self {
            pairs: Vec::new(),
            ..self.clone()
        };
        bare.link(&kept)
    }
}

/// The beginning of a day where its reader is, so many days later; anything else is for the API to judge.
fn moment(text: &str, later: u64, zone: Tz) -> String {
    let day = text.parse::<NaiveDate>().ok();
    let day = day.and_then(|day| day.checked_add_days(Days::new(later)));
    day.map_or_else(
        || text.to_owned(),
        |day| begins(day, zone).to_rfc3339_opts(SecondsFormat::Secs, true),
    )
}
