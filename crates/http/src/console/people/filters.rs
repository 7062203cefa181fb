//! The filters that the tenant's rules offer (P-96), the entries to search by (P-90), and what is asked for now.

use super::{address::Wanted, places, role_names::RoleNames};
use crate::{
    AppState,
    console::{Shell, Visit},
    pages::Choice,
    problem::Problem,
};
use tenure_domain::{
    Kind, Policy,
    authority::Roles,
    policy::{FilterKind, NameShape, SearchMode, SortColumn},
    reference::ReferenceKind,
};

/// How a filter is filled in.
#[derive(Clone, Debug)]
pub(super) enum Control {
    /// A line of text.
    Text,
    /// One of these.
    One(Vec<Choice>),
    /// Any of these.
    Any(Vec<Choice>),
    /// A box to tick.
    Tick,
    /// A day.
    Day,
}

/// Something to narrow the list by.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) hint: Option<String>,
    pub(super) control: Control,
    pub(super) value: String,
}

/// Something that is asked for, and the list without it.
#[derive(Clone, Debug)]
pub(super) struct Chip {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) without: String,
}

/// A way to sort, as the drop-down has it.
#[derive(Clone, Debug)]
pub(super) struct Sorting {
    pub(super) choices: Vec<Choice>,
}

/// Where the filters of one page come from.
pub(super) struct Offer<'a> {
    pub(super) visit: &'a Visit,
    pub(super) shell: &'a Shell,
    pub(super) wanted: &'a Wanted,
    pub(super) names: &'a RoleNames,
}

impl Offer<'_> {
    fn policy(&self) -> &Policy {
        &self.visit.session.tenant.policy
    }

    fn filter(&self, name: &'static str, key: &str, control: Control) -> Filter {
        Filter {
            name,
            label: self.shell.say(&format!("people-filter-{key}")),
            hint: None,
            control,
            value: self.wanted.get(name).unwrap_or_default().to_owned(),
        }
    }

    /// One of these; none of them is any.
    fn one(&self, name: &'static str, key: &str, choices: Vec<Choice>) -> Filter {
        let asked = self.wanted.get(name).unwrap_or_default();
        let any = Choice::new("", self.shell.say("people-any"));
        let choices = std::iter::once(any).chain(choices);
        let choices = choices.map(|choice| {
            let chosen = choice.value == asked;
            choice.chosen(chosen)
        });
        self.filter(name, key, Control::One(choices.collect()))
    }

    /// One of these codes, each with its message.
    fn coded(&self, name: &'static str, key: &str, codes: &[&str]) -> Filter {
        let choice =
            |code: &&str| Choice::new(*code, self.shell.name(&format!("people-{key}"), code));
        self.one(name, key, codes.iter().map(choice).collect())
    }

    /// The keyword, where people search by one.
    pub(super) fn keyword(&self) -> Option<Filter> {
        let mode = self.policy().list.search;
        let one = mode != SearchMode::Fields;
        one.then(|| self.filter("q", "q", Control::Text))
    }

    /// The single entries, where people search by them.
    pub(super) fn entries(&self) -> Vec<Filter> {
        let identity = &self.policy().identity;
        let single = self.policy().list.search != SearchMode::Keyword;
        let entries = [
            ("username", identity.username_length.is_some()),
            ("name", identity.name_shape != NameShape::None),
            ("email", true),
        ];
        let used = entries.into_iter().filter(|(_, used)| single && *used);
        used.map(|(name, _)| self.filter(name, name, Control::Text))
            .collect()
    }

    /// The filters, in their order.
    pub(super) async fn filters(&self, app: &AppState) -> Result<Vec<Filter>, Problem> {
        let mut filters = Vec::new();
        for kind in &self.policy().list.filters {
            match kind {
                FilterKind::Status => filters.push(self.statuses()),
                FilterKind::Role => filters.push(self.roles(&self.visit.session.roles)),
                FilterKind::Facility => filters.extend(self.facilities(app).await?),
                FilterKind::CanLogIn => filters.push(self.log_in()),
                FilterKind::HideInactive => {
                    filters.push(self.filter("hide_inactive", "hide-inactive", Control::Tick));
                }
                FilterKind::LockedOut => {
                    filters.push(self.coded("locked", "locked", &["true", "false"]));
                }
                FilterKind::Invitation => {
                    filters.push(self.coded("invitation", "invitation", &["open", "expired"]));
                }
                FilterKind::Vacation => {
                    filters.push(self.coded("vacation", "vacation", &["yes", "no"]));
                }
                FilterKind::Created => filters.extend(self.span("created_from", "created_to")),
                FilterKind::LastLogIn => {
                    filters.extend(self.span("last_log_in_from", "last_log_in_to"));
                }
                FilterKind::Kind => {
                    filters.push(self.coded("kind", "kind", &Kind::ALL.map(Kind::code)));
                }
            }
        }
        Ok(filters)
    }

    fn span(&self, from: &'static str, to: &'static str) -> [Filter; 2] {
        [from, to].map(|name| self.filter(name, &name.replace('_', "-"), Control::Day))
    }

    fn statuses(&self) -> Filter {
        let asked = self.wanted.all("status");
        let choices = self.policy().statuses().into_iter().map(|status| {
            let label = self.shell.name("status", status.code());
            Choice::new(status.code(), label).chosen(asked.contains(&status.code()))
        });
        self.filter("status", "status", Control::Any(choices.collect()))
    }

    fn roles(&self, roles: &Roles) -> Filter {
        let choice = |code: &str| Choice::new(code, self.names.of(code));
        let choices = roles.iter().map(|(role, _)| choice(role.as_str()));
        self.one("role", "role", choices.collect())
    }

    async fn facilities(&self, app: &AppState) -> Result<Option<Filter>, Problem> {
        let mut choices = places::facilities(app, self.visit).await?;
        // What is asked for stands in the form, however many there are.
        let asked = self.wanted.get("facility");
        let beyond = asked.filter(|asked| choices.iter().all(|choice| choice.value != *asked));
        if let Some(asked) = beyond {
            let kind = ReferenceKind::Facility;
            let name = places::called(app, self.visit, kind, asked).await?;
            choices.extend(name.map(|name| Choice::new(asked, name)));
        }
        Ok((!choices.is_empty()).then(|| self.one("facility", "facility", choices)))
    }

    /// OB-35, OB-56: what Yes shows is the tenant's rule, and is said below.
    fn log_in(&self) -> Filter {
        let meaning = self.policy().list.disabled_log_ins;
        let choices = [true, false].map(|yes| {
            let able = meaning.can_log_in(yes);
            let key = match (yes, able) {
                (true, true) => "people-able-yes-can",
                (true, false) => "people-able-yes-cannot",
                (false, true) => "people-able-no-can",
                (false, false) => "people-able-no-cannot",
            };
            Choice::new(able.to_string(), self.shell.say(key))
        });
        self.one("can_log_in", "can-log-in", choices.into())
    }

    /// The ways to sort that the drop-down offers (HE-43 to HE-46); none where nothing is to be sorted.
    pub(super) fn sorting(&self, sorted: &str) -> Option<Sorting> {
        let sortable = &self.policy().list.sortable;
        let choice = |column: &SortColumn, down: bool| {
            let code = column.code();
            let (value, way) = match down {
                true => (format!("-{code}"), "down"),
                false => (code.to_owned(), "up"),
            };
            let label = format!("people-sort-{}-{way}", code.replace('_', "-"));
            let chosen = value == sorted;
            Choice::new(value, self.shell.say(&label)).chosen(chosen)
        };
        let choices = sortable
            .iter()
            .flat_map(|column| [choice(column, false), choice(column, true)]);
        let choices = choices.collect::<Vec<_>>();
        (!choices.is_empty()).then_some(Sorting { choices })
    }

    /// What is asked for now, of all of these.
    pub(super) async fn chips(
        &self,
        app: &AppState,
        filters: &[Filter],
    ) -> Result<Vec<Chip>, Problem> {
        let mut chips = Vec::new();
        for (name, value) in self.wanted.narrowing() {
            let filter = filters.iter().find(|filter| filter.name == name);
            for value in value.split(',') {
                let record = match name {
                    "organization" => {
                        let kind = ReferenceKind::Organization;
                        places::called(app, self.visit, kind, value).await?
                    }
                    _ => None,
                };
                chips.push(Chip {
                    label: filter.map_or_else(
                        || self.shell.name("people-filter", name),
                        |filter| filter.label.clone(),
                    ),
                    value: record.unwrap_or_else(|| self.said(filter, name, value)),
                    without: self.wanted.without(name, value),
                });
            }
        }
        Ok(chips)
    }

    fn said(&self, filter: Option<&Filter>, name: &str, value: &str) -> String {
        let choices = match filter.map(|filter| &filter.control) {
            Some(Control::One(choices) | Control::Any(choices)) => choices.as_slice(),
            Some(Control::Tick) => return self.shell.say("people-yes"),
            Some(Control::Text | Control::Day) | None => &[],
        };
        let chosen = choices.iter().find(|choice| choice.value == value);
        match (chosen, name) {
            (Some(choice), _) => choice.label.clone(),
            (None, "status" | "vacation") => {
                let family = if name == "status" {
                    name
                } else {
                    "people-vacation"
                };
                self.shell.name(family, value)
            }
            (None, "role") => self.names.of(value),
            (None, "kind") => self.shell.name("people-kind", value),
            (None, _) => value.to_owned(),
        }
    }
}
