//! What is asked for: an act, what it takes, and for whom.

use super::offer::OFFERED;
use crate::{
    console::people::{
        address::Wanted,
        kept::{mark, new_key},
    },
    extract::parse_value,
    input::BulkInput,
    pages::Form,
    problem::Problem,
};
use serde_json::{Map, Value, json};
use tenure_domain::{ActionKind, Violation};
use uuid::Uuid;

/// Says what was looked at before it is done.
pub(super) const SEEN: &str = "seen";
/// For how many it would be done, as it was looked at.
pub(super) const TOTAL: &str = "total";
/// An act that is no action of one user.
pub(super) const ADD_FACILITY: &str = "add_facility";

/// What is asked for.
pub(super) struct Asked {
    pub(super) action: String,
    pub(super) ids: Vec<String>,
    /// Whoever fits this, instead of these.
    pub(super) filter: Option<String>,
    /// The list as it was left.
    pub(super) list: String,
    pub(super) key: Uuid,
    pub(super) typed: Form,
}

fn owned(items: Vec<&str>) -> Vec<String> {
    items.into_iter().map(ToOwned::to_owned).collect()
}

impl Asked {
    /// As the list asks.
    pub(super) fn of_list(wanted: &Wanted) -> Self {
        let text = |name: &str| wanted.get(name).unwrap_or_default().to_owned();
        let all = wanted.get("whom") == Some("all");
        Self {
            action: text("action"),
            ids: match all {
                true => Vec::new(),
                false => owned(wanted.all("id")),
            },
            filter: all.then(|| text("filter")),
            list: text("list"),
            key: new_key(),
            typed: Form::default(),
        }
    }

    /// As the page that asks again sends it. A form leaves empty fields out: without a filter, everybody fits.
    pub(super) fn of_form(typed: Form) -> Self {
        let text = |name: &str| typed.text(name).unwrap_or_default().to_owned();
        let all = typed.text("whom") == Some("all");
        let key = typed.text("key").and_then(|key| key.parse().ok());
        Self {
            action: text("action"),
            ids: owned(typed.all("ids")),
            filter: all.then(|| text("filter")),
            list: text("list"),
            key: key.unwrap_or_else(new_key),
            typed,
        }
    }

    /// Is it for nobody?
    pub(super) fn is_for_nobody(&self) -> bool {
        self.ids.is_empty() && self.filter.is_none()
    }

    /// The act upon each; none for what is no action of one user.
    pub(super) fn act(&self) -> Option<ActionKind> {
        let mut acts = OFFERED.into_iter().map(|(kind, _)| kind);
        acts.find(|kind| kind.code() == self.action)
    }

    /// Refuses what is done to one user alone, by his own page.
    pub(super) fn is_known(&self) -> Result<(), Problem> {
        match self.act().is_some() || self.needs_facility() {
            true => Ok(()),
            false => Err(tenure_service::Error::NotFound.into()),
        }
    }

    /// Where just this is asked for, from the list.
    pub(super) fn address(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("action", &self.action);
        query.append_pair("list", &self.list);
        match &self.filter {
            Some(filter) => {
                query.append_pair("whom", "all");
                query.append_pair("filter", filter);
            }
            None => {
                query.extend_pairs(self.ids.iter().map(|id| ("id", id)));
            }
        }
        format!("/users/many?{}", query.finish())
    }

    pub(super) fn needs_role(&self) -> bool {
        self.action == ActionKind::GrantRole.code()
    }

    pub(super) fn needs_facility(&self) -> bool {
        self.action == ADD_FACILITY
    }

    pub(super) fn needs_reason(&self) -> bool {
        self.action == ActionKind::Block.code()
    }

    /// Must the number of users be typed, for what is lost is lost?
    pub(super) fn needs_count(&self) -> bool {
        let lost = [ActionKind::Anonymize, ActionKind::Delete];
        lost.iter().any(|kind| kind.code() == self.action)
    }

    /// Was it typed?
    ///
    /// # Errors
    /// `validation`.
    pub(super) fn check_count(&self) -> Result<(), Problem> {
        let number = self.typed.text(TOTAL).unwrap_or_default();
        let typed = self.typed.text("count").unwrap_or_default();
        if !self.needs_count() || number == "0" || (typed.trim() == number && !number.is_empty()) {
            return Ok(());
        }
        let message = format!("Type {number} to go on.");
        let wrong = Violation::new("/count", "not_the_number", message);
        Err(Problem::validation(vec![wrong]))
    }

    /// Is there something to choose before it can be said what would become of it?
    pub(super) fn lacks_choice(&self) -> bool {
        let lacks = |name| self.typed.text(name).is_none();
        self.needs_role() && lacks("role") || self.needs_facility() && lacks("facility")
    }

    /// What the act takes, of what was chosen.
    fn chosen(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let names: &[&str] = match () {
            () if self.needs_role() => &["role", "organization"],
            () if self.needs_facility() => &["facility"],
            () => &[],
        };
        let value = |name: &&'static str| Some((*name, self.typed.text(name)?));
        names.iter().filter_map(value)
    }

    /// What the API is asked.
    pub(super) fn input(&self, dry_run: bool) -> Result<BulkInput, Problem> {
        let mut params = Map::new();
        for (name, value) in self.chosen() {
            params.insert(name.to_owned(), value.into());
        }
        let reason = self.typed.text_in("params", "reason");
        // What would become of it does not hang on the words.
        let reason = reason.or(dry_run.then_some("-"));
        if let Some(reason) = reason.filter(|_| self.needs_reason()) {
            params.insert("reason".to_owned(), reason.into());
        }
        let mut body = json!({ "action": self.action, "params": params, "dry_run": dry_run });
        if let Some(body) = body.as_object_mut() {
            match &self.filter {
                Some(filter) => body.insert("filter".to_owned(), filter.as_str().into()),
                None => body.insert("ids".to_owned(), Value::from(self.ids.clone())),
            };
        }
        parse_value(body)
    }

    /// What is looked at: the act with what it takes, and for whom.
    pub(super) fn mark(&self) -> String {
        let what = [("action", self.action.as_str())].into_iter();
        let whom = self.ids.iter().map(|id| ("id", id.as_str()));
        let filter = self.filter.iter().map(|text| ("filter", text.as_str()));
        let all = what.chain(self.chosen()).chain(whom).chain(filter);
        mark(all.flat_map(|(name, value)| [name, value]))
    }

    /// Was just this looked at?
    pub(super) fn was_seen(&self) -> bool {
        self.typed.text(SEEN) == Some(self.mark().as_str())
    }
}
