//! What a row must have, so that none is forgotten and none promises too much.

use crate::{
    rows::{self, Id, Row, SYSTEMS, State},
    scan::{self, Shown, Test},
};
use std::collections::BTreeMap;

/// Rules that no single test can show; done with a note that says how they are kept.
const SHOWN_OTHERWISE: &str = "HW-2, HW-29, HW-34, HW-39, HW-40, SH-5..8, OB-9, OB-22, OB-23, OB-66, HE-58, CH-14, CH-17, \
    CH-19, CH-20, CH-23";

/// Everything that is wrong with these rows beside what the tests show.
fn faults(rows: &[Row], shown: &Shown) -> Vec<String> {
    let mut faults = numbering(rows);
    faults.extend(rows.iter().filter_map(|row| {
        let fault = fault(row, shown.contains_key(&row.id))?;
        Some(format!("{}: {fault}", row.id))
    }));
    for (id, tests) in shown {
        if !rows.iter().any(|row| row.id == *id) {
            let names = tests.iter().map(|test| test.name.as_str());
            let names = names.collect::<Vec<_>>().join(", ");
            faults.push(format!("{id}: no such rule, but named by {names}"));
        }
    }
    faults
}

/// Each number once, and none beside.
fn numbering(rows: &[Row]) -> Vec<String> {
    let mut counts = BTreeMap::new();
    for (system, known) in SYSTEMS.iter().enumerate() {
        counts.extend((1..=known.rules).map(|number| (Id { system, number }, 0)));
    }
    let mut faults = Vec::new();
    for row in rows {
        match counts.get_mut(&row.id) {
            Some(count) => *count += 1,
            None => faults.push(format!("{}: the document has no such rule", row.id)),
        }
    }
    let wrong = counts.iter().filter(|(_, count)| **count != 1);
    faults.extend(wrong.map(|(id, count)| format!("{id}: stands {count} times")));
    faults
}

fn fault(row: &Row, has_test: bool) -> Option<&'static str> {
    let otherwise = scan::mentions(SHOWN_OTHERWISE).contains(&row.id);
    let noted = !row.note.is_empty();
    let needs = match row.state {
        State::Done => vec![(
            has_test || (otherwise && noted),
            "is done, but no test shows it",
        )],
        State::Partial => vec![
            (has_test, "is partial, but no test shows the part"),
            (noted, "is partial, but what is missing is not said"),
        ],
        State::Open => vec![
            (row.subject().is_some(), "is open, but names no subject"),
            (
                !has_test,
                "is open, but a test shows it: done, or what is missing?",
            ),
        ],
        State::NotABehaviour => vec![
            (noted, "is no behaviour, but why is not said"),
            (!has_test, "is no behaviour, but a test shows it"),
        ],
    };
    let says = (!row.rule.is_empty(), "says nothing");
    let mut all = [says].into_iter().chain(needs);
    all.find_map(|(met, fault)| (!met).then_some(fault))
}

#[test]
fn every_rule_of_the_five_documents_has_a_test_a_subject_or_a_reason() {
    let faults = faults(&rows::read(), &scan::shown());
    assert!(faults.is_empty(), "{faults:#?}");
}

/// The faults that this change makes where there are none.
fn faults_after(change: impl FnOnce(&mut Vec<Row>, &mut Shown)) -> Vec<String> {
    let mut rows = Vec::new();
    for (system, known) in SYSTEMS.iter().enumerate() {
        rows.extend((1..=known.rules).map(|number| Row {
            id: Id { system, number },
            state: State::Done,
            rule: "A rule.".to_owned(),
            note: String::new(),
        }));
    }
    let test = Test {
        path: "tests/a.rs".to_owned(),
        name: "a_test".to_owned(),
    };
    let tests = rows.iter().map(|row| (row.id, [test.clone()].into()));
    let mut shown = tests.collect::<Shown>();
    assert_eq!(faults(&rows, &shown), [""; 0]);
    change(&mut rows, &mut shown);
    faults(&rows, &shown)
}

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

#[test]
fn a_rule_that_is_missing_twice_there_or_unknown_is_a_fault() {
    let missing = faults_after(|rows, shown| {
        rows.remove(0);
        shown.remove(&id("HW-1"));
    });
    assert_eq!(missing, ["HW-1: stands 0 times"]);
    let twice = faults_after(|rows, _| rows.push(rows[0].clone()));
    assert_eq!(twice, ["HW-1: stands 2 times"]);
    let unknown = faults_after(|rows, _| {
        rows.push(Row {
            id: id("CH-24"),
            state: State::NotABehaviour,
            rule: "A rule.".to_owned(),
            note: "A reason.".to_owned(),
        });
    });
    assert_eq!(unknown, ["CH-24: the document has no such rule"]);
    let named = faults_after(|_, shown| {
        let tests = shown[&id("HW-1")].clone();
        shown.insert(id("HW-43"), tests);
    });
    assert_eq!(named, ["HW-43: no such rule, but named by a_test"]);
}

#[test]
fn a_row_without_what_its_state_asks_for_is_a_fault() {
    let with = |number: &str, state, note: &str, has_test: bool| {
        faults_after(|rows, shown| {
            let row = rows.iter_mut().find(|row| row.id == id(number)).unwrap();
            row.state = state;
            note.clone_into(&mut row.note);
            if !has_test {
                shown.remove(&id(number));
            }
        })
        .len()
    };
    for (number, state, note, has_test, faults) in [
        ("OB-47", State::Done, "A note.", false, 1),
        ("HW-40", State::Done, "A note.", false, 0),
        ("HW-40", State::Done, "", false, 1),
        ("OB-47", State::Partial, "This is missing.", true, 0),
        ("OB-47", State::Partial, "This is missing.", false, 1),
        ("OB-47", State::Partial, "", true, 1),
        ("OB-47", State::Open, "screens", false, 0),
        ("OB-47", State::Open, "screens: a button", false, 0),
        ("OB-47", State::Open, "some day", false, 1),
        ("OB-47", State::Open, "screens", true, 1),
        ("OB-47", State::NotABehaviour, "A reason.", false, 0),
        ("OB-47", State::NotABehaviour, "", false, 1),
        ("OB-47", State::NotABehaviour, "A reason.", true, 1),
    ] {
        assert_eq!(
            with(number, state, note, has_test),
            faults,
            "{number} {state:?} {note}"
        );
    }
    let wordless = faults_after(|rows, _| rows[0].rule.clear());
    assert_eq!(wordless, ["HW-1: says nothing"]);
}
