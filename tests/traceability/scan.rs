//! Which tests name which rules: the doc comments directly above tests.
//!
//! A test is a function marked `#[test]` or `#[tokio::test]`, an `async fn` in the list of a macro such as `contract!`, or
//! a function whose name stands in the list of one such as `on_both_databases!`.

use crate::rows::Id;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// A test, by its file below the root and its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Test {
    pub(crate) path: String,
    pub(crate) name: String,
}

/// Rules with the tests that name them.
pub(crate) type Shown = BTreeMap<Id, BTreeSet<Test>>;

/// The numbers of rules in a text; `SH-32..36` and `SH-32 to SH-36` are five.
pub(crate) fn mentions(text: &str) -> BTreeSet<Id> {
    let mut found = BTreeSet::new();
    let mut from: Option<Id> = None;
    let separates = |sign: char| sign.is_whitespace() || ",;:()`".contains(sign);
    for word in text.split(separates).filter(|word| !word.is_empty()) {
        if word == "to" && from.is_some() {
            continue;
        }
        let word = word.trim_end_matches('.');
        let (first, end) = word.split_once("..").unwrap_or((word, ""));
        let Ok(id) = first.parse::<Id>() else {
            from = None;
            continue;
        };
        let last = end.parse().unwrap_or(id.number);
        let begins = from.filter(|from| from.system == id.system && text_joins(text, *from, id));
        let begin = begins.map_or(id.number, |from| from.number);
        found.extend((begin..=last).map(|number| Id { number, ..id }));
        from = Some(id);
    }
    found
}

/// Does the text say "from this one to that one"?
fn text_joins(text: &str, from: Id, to: Id) -> bool {
    text.contains(&format!("{from} to {to}"))
}

/// A function of a source file.
struct Function {
    name: String,
    rows: BTreeSet<Id>,
    is_test: bool,
}

#[derive(Default)]
struct Scan {
    /// What stands above the next function.
    rows: BTreeSet<Id>,
    marked: bool,
    /// Are we in the list of a macro?
    in_list: bool,
    listed: BTreeMap<String, BTreeSet<Id>>,
    functions: Vec<Function>,
}

impl Scan {
    fn line(&mut self, line: &str) {
        let text = line.trim();
        if let Some(said) = text.strip_prefix("///") {
            self.rows.extend(mentions(said));
            return;
        }
        if text.starts_with("#[") {
            self.marked |= text.starts_with("#[test]") || text.starts_with("#[tokio::test");
            return;
        }
        if text.starts_with("//") {
            return;
        }
        let rows = std::mem::take(&mut self.rows);
        let marked = std::mem::take(&mut self.marked);
        if let Some(inside) = opens_list(line) {
            self.in_list = !inside.ends_with('}');
            let names = inside.trim_end_matches('}').split(',');
            self.listed
                .extend(names.map(|name| (name.trim().to_owned(), BTreeSet::new())));
        } else if line == "}" {
            self.in_list = false;
        } else if let Some(name) = function(text) {
            let is_member = self.in_list && text.starts_with("async fn") && indent(line) == 4;
            self.functions.push(Function {
                name: name.to_owned(),
                rows,
                is_test: marked || is_member,
            });
        } else if self.in_list && indent(line) == 4 && is_name(text.trim_end_matches(',')) {
            let name = text.trim_end_matches(',').to_owned();
            self.listed.insert(name, rows);
        }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn is_name(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    !text.is_empty() && text.bytes().all(fits)
}

/// What stands behind the brace of a macro's list that begins at the start of a line.
fn opens_list(line: &str) -> Option<&str> {
    let (name, inside) = line.split_once("! {")?;
    is_name(name).then(|| inside.trim())
}

/// The name of the function that a line begins.
fn function(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("async ").unwrap_or(text);
    let rest = rest.strip_prefix("fn ")?;
    let name = rest.split(['(', '<']).next()?;
    is_name(name).then_some(name)
}

/// The tests in a source text, with the rules that each names.
pub(crate) fn tests_in(source: &str) -> Vec<(String, BTreeSet<Id>)> {
    let mut scan = Scan::default();
    for line in source.lines() {
        scan.line(line);
    }
    let mut tests = Vec::new();
    for function in scan.functions {
        let listed = scan.listed.get(&function.name);
        if function.is_test || listed.is_some() {
            let mut rows = function.rows;
            rows.extend(listed.into_iter().flatten());
            tests.push((function.name, rows));
        }
    }
    tests
}

fn sources(folder: &Path, inside: &str, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder.join(inside)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{inside}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            sources(folder, &path, found);
        } else if path.ends_with(".rs") {
            found.push(path);
        }
    }
}

/// What the tests of the whole workspace show; those on reading tests have rules for samples only.
pub(crate) fn shown() -> Shown {
    let root = crate::root();
    let mut paths = Vec::new();
    sources(&root, "crates", &mut paths);
    sources(&root, "tests", &mut paths);
    paths.retain(|path| !path.starts_with("tests/traceability/"));
    let mut shown = Shown::new();
    for path in paths {
        for (name, rows) in tests_in(&fs::read_to_string(root.join(&path)).unwrap()) {
            let path = path.clone();
            let test = Test { path, name };
            for id in rows {
                shown.entry(id).or_default().insert(test.clone());
            }
        }
    }
    shown
}

fn named(source: &str) -> Vec<String> {
    let lines = tests_in(source).into_iter().map(|(name, rows)| {
        let rows = rows.iter().map(Id::to_string).collect::<Vec<_>>();
        format!("{name}: {}", rows.join(" "))
    });
    lines.collect()
}

#[test]
fn a_doc_comment_counts_for_the_test_directly_below_it() {
    let source = "\
/// OB-46, OB-47: and more.
#[test]
fn one() {}

/// HW-1 of a helper.
fn helper() {}

/// HW-2
const DETACHED: u8 = 0;
#[test]
fn two() {}

/// SH-3
/// SH-4
#[expect(clippy::pedantic)]
// Why.
#[tokio::test(flavor = \"multi_thread\")]
async fn three() {}
";
    assert_eq!(
        named(source),
        ["one: OB-46 OB-47", "two: ", "three: SH-3 SH-4"]
    );
}

#[test]
fn a_macro_s_list_has_tests_too() {
    let source = "\
contract! {
    /// OB-30
    async fn one(db: &TestDb) {
        async fn inner() {}
    }
}
on_both_databases! {
    two,
    /// OB-31
    three,
}
on_both! { four }
/// OB-32
async fn two(database: Database) {}
/// OB-33
async fn three(database: Database) {}
/// OB-34
async fn four(database: Database) {}
/// OB-35
async fn none(database: Database) {}
";
    assert_eq!(
        named(source),
        [
            "one: OB-30",
            "two: OB-32",
            "three: OB-31 OB-33",
            "four: OB-34"
        ]
    );
}

#[test]
fn numbers_are_read_whole_and_ranges_are_understood() {
    let ids = |text| {
        let ids = mentions(text);
        ids.iter().map(Id::to_string).collect::<Vec<_>>()
    };
    assert_eq!(ids("OBx-1, OFx-2, MOB-3, OB-4x; OB-12."), ["OB-12"]);
    assert_eq!(
        ids("(HE-9), HE-12 to HE-14 to be"),
        ["HE-9", "HE-12", "HE-13", "HE-14"]
    );
    assert_eq!(
        ids("SH-32..34 and `CH-1`"),
        ["SH-32", "SH-33", "SH-34", "CH-1"]
    );
    assert_eq!(ids("HE-1, HE-3: to HE-5 it is"), ["HE-1", "HE-3", "HE-5"]);
}
