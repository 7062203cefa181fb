//! The rules of the five documents, as `tests/conformance/rows` lists them.

use std::{fmt, str::FromStr};

/// One of the documents: its mark, its file, its title, and how many rules it has.
pub(crate) struct System {
    pub(crate) mark: &'static str,
    pub(crate) file: &'static str,
    pub(crate) title: &'static str,
    pub(crate) rules: u16,
}

const fn system(mark: &'static str, file: &'static str, title: &'static str, rules: u16) -> System {
    System {
        mark,
        file,
        title,
        rules,
    }
}

pub(crate) const SYSTEMS: [System; 5] = [
    system("HW", "hotwax", "HotWax OMS, \"Manage Users\"", 42),
    system("SH", "shopp", "Shopp OMS, \"Users\"", 41),
    system(
        "OB",
        "order_broker",
        "Oracle Order Broker, \"User Profiles\"",
        67,
    ),
    system("HE", "hesh", "Hesh, \"Managing users\"", 59),
    system("CH", "chord", "Chord OMS, \"Creating Users\"", 23),
];

/// What an open row waits for.
pub(crate) const SUBJECTS: [&str; 7] = [
    "screens",
    "roles and facilities",
    "directory log-in (LDAP)",
    "lists",
    "photos",
    "orders",
    "policy over HTTP",
];

/// A rule's number, such as `OB-47`; by document, then by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Id {
    pub(crate) system: usize,
    pub(crate) number: u16,
}

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = |mark: &str| SYSTEMS.iter().position(|system| system.mark == mark);
        let parts = text.split_once('-');
        let id = parts.and_then(|(mark, number)| {
            let digits = number.bytes().all(|byte| byte.is_ascii_digit());
            let number = digits.then(|| number.parse().ok())?;
            Some(Self {
                system: known(mark)?,
                number: number?,
            })
        });
        id.ok_or_else(|| format!("`{text}` is no number of a rule"))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", SYSTEMS[self.system].mark, self.number)
    }
}

/// How far a rule is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// Kept, and shown.
    Done,
    /// Kept in part; the note says what is missing.
    Partial,
    /// Not yet; the note names the subject that it waits for.
    Open,
    /// Nothing that a program could do; the note says why.
    NotABehaviour,
}

impl State {
    pub(crate) const ALL: [Self; 4] = [Self::Done, Self::Partial, Self::Open, Self::NotABehaviour];

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partial => "partial",
            Self::Open => "open",
            Self::NotABehaviour => "not a behaviour",
        }
    }
}

impl FromStr for State {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let written = text.replace('_', " ");
        let found = Self::ALL.into_iter().find(|state| state.words() == written);
        found.ok_or_else(|| format!("`{text}` is no state"))
    }
}

/// A rule, in our words.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) id: Id,
    pub(crate) state: State,
    pub(crate) rule: String,
    pub(crate) note: String,
}

impl Row {
    /// The subject that an open row names, before a colon and more.
    pub(crate) fn subject(&self) -> Option<&'static str> {
        let named = self.note.split(':').next().unwrap_or_default();
        SUBJECTS.into_iter().find(|subject| *subject == named)
    }
}

impl FromStr for Row {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        let mut fields = line.split('\t').map(str::trim);
        let mut next = || fields.next().unwrap_or_default();
        let row = Self {
            id: next().parse()?,
            state: next().parse()?,
            rule: next().to_owned(),
            note: next().to_owned(),
        };
        match fields.next() {
            None => Ok(row),
            Some(_) => Err(format!("{} has more than four fields", row.id)),
        }
    }
}

/// The rows of a table whose first line names its columns, or what is wrong with each line.
pub(crate) fn parse(table: &str) -> Result<Vec<Row>, Vec<String>> {
    let lines = table.lines().skip(1).map(str::parse::<Row>);
    let (rows, faults): (Vec<_>, Vec<_>) = lines.partition(Result::is_ok);
    if faults.is_empty() {
        Ok(rows.into_iter().flatten().collect())
    } else {
        Err(faults.into_iter().filter_map(Result::err).collect())
    }
}

/// All rows as they are written, in the order of their numbers.
pub(crate) fn read() -> Vec<Row> {
    let folder = crate::root().join("tests/conformance/rows");
    let tables = SYSTEMS.iter().flat_map(|system| {
        let path = folder.join(format!("{}.tsv", system.file));
        let text = std::fs::read_to_string(path).unwrap();
        parse(&text).unwrap_or_else(|faults| panic!("{}: {faults:#?}", system.file))
    });
    let mut rows = tables.collect::<Vec<_>>();
    rows.sort_by_key(|row| row.id);
    rows
}

#[test]
fn a_line_that_is_no_row_is_told() {
    let lines = "id\tstate\trule\tnote\n\
        OB-1\tdone\tA rule.\n\
        OB-x\tdone\tA rule.\n\
        OB-2\tfinished\tA rule.\n\
        OBx-3\tdone\tA rule.\n\
        OB-4\topen\tA rule.\tscreens\tmore\n";
    assert_eq!(parse(lines).unwrap_err().len(), 4);
    let first = lines.lines().take(2).collect::<Vec<_>>().join("\n");
    assert_eq!(parse(&first).unwrap()[0].id.to_string(), "OB-1");
}
