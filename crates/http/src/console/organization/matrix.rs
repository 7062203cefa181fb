//! Permissions as a table: one line for each area, one column for each kind of act.

use crate::console::Visit;
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::authority::{Permission, may_allow};

/// The columns, each with the words that stand in it. What fits nowhere stands in the last.
const COLUMNS: &[(&str, &[&str])] = &[
    ("view", &["read", "view", "list", "show", "export"]),
    ("create", &["create", "add", "invite", "import"]),
    (
        "edit",
        &[
            "update",
            "edit",
            "change",
            "write",
            "email",
            "status",
            "block",
            "password",
            "roles",
            "facilities",
            "restore",
        ],
    ),
    ("delete", &["delete", "remove", "anonymize", "cancel"]),
    (
        "administer",
        &["manage", "administer", "sessions", "impersonate"],
    ),
    ("other", &[]),
];

/// One permission in the table.
#[derive(Clone, Debug)]
pub(super) struct Right {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) held: bool,
    /// May the visitor give it?
    pub(super) may: bool,
}

impl Right {
    /// Its id on the page.
    pub(super) fn id(&self) -> String {
        format!("may-{}", self.code.replace('.', "-"))
    }

    /// Is it one that an application defines, so that its name is all that is known?
    pub(super) fn is_bare(&self) -> bool {
        self.label == self.code
    }
}

/// One area, with a cell for each column.
#[derive(Clone, Debug)]
pub(super) struct Area {
    pub(super) name: String,
    pub(super) cells: Vec<(String, Vec<Right>)>,
}

/// The table.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    pub(super) columns: Vec<String>,
    pub(super) areas: Vec<Area>,
}

fn column(permission: &str) -> usize {
    let act = permission.rsplit('.').next().unwrap_or_default();
    let found = COLUMNS.iter().position(|(_, words)| words.contains(&act));
    found.unwrap_or(COLUMNS.len().saturating_sub(1))
}

/// What a permission is called; an application's own by its name alone.
pub(in crate::console) fn called(visit: &Visit, permission: &str) -> String {
    let key = format!("permission-{}", permission.replace(['.', '_'], "-"));
    let known = visit.words.find(&key);
    known.unwrap_or_else(|| permission.to_owned())
}

impl Matrix {
    /// All of these permissions, with those marked that a role holds. Columns in which none stands are left out.
    pub(super) fn new(visit: &Visit, all: &BTreeSet<Permission>, held: &BTreeSet<String>) -> Self {
        let used = all.iter().map(|each| column(each.code()));
        let used = used.collect::<BTreeSet<_>>();
        let mut areas = Vec::<(&str, BTreeMap<usize, Vec<Right>>)>::new();
        for permission in all {
            let code = permission.code();
            let area = code.split('.').next().unwrap_or_default();
            // The permissions of an area stand together, as Tenure's own do, or by name.
            if areas.last().is_none_or(|(last, _)| *last != area) {
                areas.push((area, BTreeMap::new()));
            }
            let Some((_, cells)) = areas.last_mut() else {
                continue;
            };
            cells.entry(column(code)).or_default().push(Right {
                code: code.to_owned(),
                label: called(visit, code),
                held: held.contains(code),
                may: may_allow(&visit.actor, permission),
            });
        }
        let titles = COLUMNS
            .iter()
            .map(|(name, _)| visit.say(&format!("organization-act-{name}")));
        let titles = titles.collect::<Vec<_>>();
        let title = |at: &usize| titles.get(*at).cloned().unwrap_or_default();
        let areas = areas.into_iter().map(|(area, mut cells)| {
            let key = format!("organization-area-{area}");
            let cell = |at: &usize| (title(at), cells.remove(at).unwrap_or_default());
            Area {
                cells: used.iter().map(cell).collect(),
                name: visit.words.find(&key).unwrap_or_else(|| area.to_owned()),
            }
        });
        Self {
            areas: areas.collect(),
            columns: used.iter().map(title).collect(),
        }
    }
}
