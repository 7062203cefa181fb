//! `docs/conformance.md`: what is kept of the five documents, and what shows it.

use crate::{
    rows::{self, Row, SUBJECTS, SYSTEMS, State},
    scan::{self, Shown, Test},
};
use expect_test::expect_file;
use std::fmt::Write as _;

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The test by its crate or folder, its file and its name, linked to the file.
fn link(test: &Test) -> String {
    let mut parts = test.path.split('/');
    let home = parts.nth(1).unwrap_or_default();
    let file = parts.next_back().unwrap_or_default();
    let file = file.trim_end_matches(".rs");
    format!("[`{home}/{file}::{}`](../{})", test.name, test.path)
}

fn listed<'a>(rows: impl Iterator<Item = &'a Row>) -> String {
    let ids = rows.map(|row| row.id.to_string());
    ids.collect::<Vec<_>>().join(", ")
}

fn in_state(rows: &[Row], state: State) -> impl Iterator<Item = &Row> {
    rows.iter().filter(move |row| row.state == state)
}

fn counts(out: &mut String, rows: &[Row]) {
    out.push_str("| document |");
    for state in State::ALL {
        write!(out, " {} |", state.words()).unwrap();
    }
    out.push_str(" all |\n|---|---|---|---|---|---|\n");
    let mut line = |title: &str, of: &dyn Fn(&&Row) -> bool| {
        write!(out, "| {title} |").unwrap();
        for state in State::ALL {
            write!(out, " {} |", in_state(rows, state).filter(of).count()).unwrap();
        }
        writeln!(out, " {} |", rows.iter().filter(of).count()).unwrap();
    };
    for (number, system) in SYSTEMS.iter().enumerate() {
        line(system.title, &|row| row.id.system == number);
    }
    line("all", &|_| true);
}

fn open(out: &mut String, rows: &[Row]) {
    let all = in_state(rows, State::Open).count();
    writeln!(out, "\n## Open: {all}\n").unwrap();
    out.push_str("| waits for | rules | which |\n|---|---|---|\n");
    for subject in SUBJECTS {
        let of = || in_state(rows, State::Open).filter(|row| row.subject() == Some(subject));
        if of().next().is_some() {
            writeln!(out, "| {subject} | {} | {} |", of().count(), listed(of())).unwrap();
        }
    }
}

fn partial(out: &mut String, rows: &[Row]) {
    let all = in_state(rows, State::Partial).count();
    writeln!(out, "\n## Partial: {all}\n").unwrap();
    out.push_str("| rule | what | missing |\n|---|---|---|\n");
    for row in in_state(rows, State::Partial) {
        writeln!(
            out,
            "| {} | {} | {} |",
            row.id,
            cell(&row.rule),
            cell(&row.note)
        )
        .unwrap();
    }
}

fn table(out: &mut String, rows: &[Row], shown: &Shown) {
    out.push_str("| rule | what | state | shown by | note |\n|---|---|---|---|---|\n");
    for row in rows {
        let tests = shown.get(&row.id).into_iter().flatten().map(link);
        let tests = tests.collect::<Vec<_>>().join("<br>");
        let (rule, note) = (cell(&row.rule), cell(&row.note));
        let state = row.state.words();
        writeln!(out, "| {} | {rule} | {state} | {tests} | {note} |", row.id).unwrap();
    }
}

#[test]
fn generated_document_conformance() {
    let (rows, shown) = (rows::read(), scan::shown());
    let mut out = String::from(
        "<!-- Generated from the rows and the tests by `cargo xtask codegen`; do not edit. -->\n\
        # Conformance\n\n\
        What is kept of the five documents, and the tests that show it. The rules and their states are written in\n\
        `tests/conformance/rows`; a test belongs to a rule when its doc comment names it. Done: kept and shown, by a\n\
        test that fails when the rule is broken. Partial: something is missing, and said. Open: waits for a subject.\n\n",
    );
    counts(&mut out, &rows);
    open(&mut out, &rows);
    partial(&mut out, &rows);
    for (number, system) in SYSTEMS.iter().enumerate() {
        writeln!(out, "\n## {}\n", system.title).unwrap();
        let of = rows.iter().filter(|row| row.id.system == number);
        table(&mut out, &of.cloned().collect::<Vec<_>>(), &shown);
    }
    expect_file!["../../docs/conformance.md"].assert_eq(&out);
}
