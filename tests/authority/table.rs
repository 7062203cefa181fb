//! The table in `docs/authority.md`, and the operations that there are.

use crate::world::Who;
use serde_json::Value;
use std::{collections::BTreeMap, fmt, fs, path::Path};

/// A method and a path, as the document of the API has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Operation {
    pub(crate) path: String,
    pub(crate) method: String,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// How an operation answers somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// It is done.
    Done,
    /// It is refused with this status.
    Refused(u16),
}

impl Expected {
    fn read(text: &str) -> Option<Self> {
        match text {
            "ok" => Some(Self::Done),
            "401" | "403" | "404" | "410" => text.parse().ok().map(Self::Refused),
            _ => None,
        }
    }

    /// What a status means.
    pub(crate) fn fits(self, status: u16) -> bool {
        match self {
            Self::Done => (200..300).contains(&status),
            Self::Refused(wanted) => status == wanted,
        }
    }
}

/// One cell: about somebody else's, and about one's own where that differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) other: Expected,
    pub(crate) own: Option<Expected>,
}

impl Cell {
    fn read(text: &str) -> Option<Self> {
        let (other, own) = match text.split_once(", own ") {
            Some((other, own)) => (other, Some(Expected::read(own)?)),
            None => (text, None),
        };
        let other = Expected::read(other)?;
        Some(Self { other, own })
    }
}

/// A row: how an operation answers everybody.
pub(crate) type Row = BTreeMap<Who, Cell>;

fn file(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::read_to_string(root.join("docs").join(name)).unwrap()
}

/// Every operation of the document that is generated from the routes.
pub(crate) fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&file("openapi.json")).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let methods = ["get", "post", "put", "patch", "delete"];
    let found = paths.iter().flat_map(|(path, item)| {
        let there = methods.iter().filter(|method| item.get(**method).is_some());
        there.map(|method| Operation {
            path: path.clone(),
            method: method.to_uppercase(),
        })
    });
    found.collect()
}

/// The rows of the table.
pub(crate) fn rows() -> BTreeMap<Operation, Row> {
    let text = file("authority.md");
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells = line.trim_matches('|').split('|').map(str::trim);
        let cells = cells.collect::<Vec<_>>();
        let (method, path) = cells[0].trim_matches('`').split_once(' ').unwrap();
        let operation = Operation {
            path: path.to_owned(),
            method: method.to_owned(),
        };
        assert_eq!(cells.len(), Who::ALL.len() + 1, "{line}");
        let read = |text: &str| Cell::read(text).unwrap_or_else(|| panic!("{text} in {line}"));
        let row = Who::ALL
            .into_iter()
            .zip(cells[1..].iter().map(|text| read(text)));
        let twice = rows.insert(operation, row.collect());
        assert_eq!(twice, None, "{line}");
    }
    rows
}

#[test]
fn every_operation_has_a_row_and_every_row_an_operation() {
    let mut operations = operations();
    operations.sort();
    let rows = rows().into_keys().collect::<Vec<_>>();
    assert!(operations.len() > 50);
    let lacking = |these: &[Operation], those: &[Operation]| {
        let missing = these.iter().filter(|one| !those.contains(one));
        missing.map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(
        lacking(&operations, &rows),
        [""; 0],
        "operations without a row"
    );
    assert_eq!(
        lacking(&rows, &operations),
        [""; 0],
        "rows without an operation"
    );
}
