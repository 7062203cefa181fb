//! Every text is there, in every language, and none is there for nothing.

mod sentences;

use super::{Language, Words};
use crate::problem::{Code, Problem};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};
use tenure_domain::lifecycle::Status;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
}

/// The messages of a language, each with the names of the values in it.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut paths = Vec::new();
    files(&root().join("messages").join(language), "ftl", &mut paths);
    let mut all = BTreeMap::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let mut current = None;
        for line in text.lines() {
            let begins = line.starts_with(|sign: char| sign.is_ascii_lowercase());
            if let Some((key, _)) = line.split_once(" =").filter(|_| begins) {
                let twice = all.insert(key.to_owned(), BTreeSet::new());
                assert!(
                    twice.is_none(),
                    "{key} stands twice, once in {}",
                    path.display()
                );
                current = Some(key.to_owned());
            }
            let Some(values) = current.as_ref().and_then(|key| all.get_mut(key)) else {
                continue;
            };
            for part in line.split('$').skip(1) {
                let end = part.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_');
                let name = &part[..end.unwrap_or(part.len())];
                if name != "preset" {
                    values.insert(name.to_owned());
                }
            }
        }
    }
    all
}

#[test]
fn every_message_is_there_in_every_language_with_the_same_values() {
    let english = messages("en");
    assert!(english.len() > 200, "{}", english.len());
    for (language, name) in Language::ALL {
        let own = messages(language.code());
        for (key, values) in &english {
            assert_eq!(own.get(key), Some(values), "{key} in {name}");
        }
        // What problems and faults are called in English, they say themselves.
        let own_words = ["problem-", "fault-"];
        let more = own.keys();
        let more = more.filter(|key| !own_words.iter().any(|own| key.starts_with(own)));
        let more = more.filter(|key| !english.contains_key(*key));
        assert_eq!(more.collect::<Vec<_>>(), [""; 0], "in {name} alone");
    }
}

/// Each message that words itself by the system, with the systems.
fn worded(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut paths = Vec::new();
    files(&root().join("messages").join(language), "ftl", &mut paths);
    let mut all = BTreeMap::<String, BTreeSet<String>>::new();
    for path in paths {
        let (mut key, mut within) = (String::new(), false);
        for line in fs::read_to_string(&path).unwrap().lines() {
            if line.starts_with(|sign: char| sign.is_ascii_lowercase()) {
                line.split(" =").next().unwrap().clone_into(&mut key);
                within = line.ends_with("{ $preset ->");
            }
            let variant = line.trim_start().strip_prefix('[');
            if let Some((name, _)) = variant
                .and_then(|rest| rest.split_once(']'))
                .filter(|_| within)
            {
                all.entry(key.clone()).or_default().insert(name.to_owned());
            }
        }
    }
    all
}

#[test]
fn what_a_system_calls_otherwise_is_called_otherwise_in_every_language() {
    // In German these are written alike.
    let alike = [
        "user-tab-favourites",
        "user-part-favourites-change-title",
        "user-field-created-on",
    ];
    let (english, german) = (worded("en"), worded("de"));
    assert!(english.len() > 40, "{}", english.len());
    for (key, systems) in english
        .iter()
        .filter(|(key, _)| !alike.contains(&key.as_str()))
    {
        assert_eq!(german.get(key), Some(systems), "{key}");
        for one in systems {
            let said = |language| Words::new(language, one).say(key);
            let plain = |language| Words::new(language, "standard").say(key);
            let differs = said(Language::English) != plain(Language::English);
            assert_eq!(
                said(Language::German) != plain(Language::German),
                differs,
                "{key}: {one}"
            );
        }
    }
}

#[test]
fn every_message_can_be_said() {
    for (language, name) in Language::ALL {
        for preset in [
            "standard",
            "hotwax",
            "shopp",
            "order_broker",
            "hesh",
            "chord",
            "custom",
        ] {
            let words = Words::new(language, preset);
            for (key, values) in messages("en") {
                let values = values.iter().map(|value| {
                    let name: &'static str = Box::leak(value.clone().into_boxed_str());
                    (name, 3.into())
                });
                let said = words.say_with(&key, &values.collect::<Vec<_>>());
                assert!(!said.is_empty() && said != key, "{key} in {name}");
                assert!(!said.contains("{$"), "{key} in {name}: {said}");
            }
        }
    }
}

fn sources() -> Vec<String> {
    let mut paths = Vec::new();
    files(&root().join("src"), "rs", &mut paths);
    files(&root().join("templates"), "html", &mut paths);
    let read = |path: PathBuf| fs::read_to_string(path).unwrap();
    paths.into_iter().map(read).collect()
}

#[test]
fn every_message_that_a_page_says_is_there() {
    let english = messages("en");
    let mut said = 0;
    for text in sources() {
        for call in ["say(\"", "say1(\"", "say_with(\""] {
            // In comments the key is called so.
            let keys = text
                .split(call)
                .skip(1)
                .map(|part| part.split('"').next().unwrap());
            for key in keys.filter(|key| *key != "key") {
                said += 1;
                assert!(english.contains_key(key), "{key}");
            }
        }
    }
    assert!(said > 100, "{said}");
}

#[test]
fn no_message_is_there_that_nobody_says() {
    let sources = sources();
    let mut words = BTreeSet::new();
    for source in &sources {
        let parts = source.split('"').collect::<Vec<_>>();
        for pair in parts.windows(2) {
            words.insert(pair[1]);
            // `name("status", …)` says every message that begins so.
            if pair[0].ends_with("name(") {
                words.insert(Box::leak(format!("{}-{{", pair[1]).into_boxed_str()));
            }
        }
    }
    let is_said = |key: &str| {
        let mut ends = key.match_indices('-');
        let family = |begin: &str| {
            let begin = format!("{begin}-{{");
            words
                .range(begin.as_str()..)
                .next()
                .is_some_and(|word| word.starts_with(&begin))
        };
        words.contains(key) || ends.any(|(at, _)| family(&key[..at]))
    };
    let told = |key: &str| {
        key.strip_prefix("notice-")
            .is_some_and(|key| words.contains(key))
    };
    let english = messages("en");
    let idle = english.keys().filter(|key| !is_said(key) && !told(key));
    assert_eq!(idle.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn every_status_and_every_event_has_a_name() {
    let english = messages("en");
    for status in Status::ALL {
        assert!(english.contains_key(&format!("status-{}", status.code())));
    }
    let events = fs::read_to_string(root().join("../../docs/events.md")).unwrap();
    let rows = events.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut seen = 0;
    for row in rows {
        let code = row.split('`').next().unwrap();
        if code.contains('.') {
            seen += 1;
            let key = format!("event-{}", code.replace(['_', '.'], "-"));
            assert!(english.contains_key(&key), "{key}");
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn every_problem_has_a_name_in_every_other_language() {
    let german = messages("de");
    for code in Code::ALL {
        let key = format!("problem-{}", code.as_str().replace('_', "-"));
        assert!(german.contains_key(&key), "{key}");
    }
}

#[test]
fn every_problem_says_in_every_language_what_happened() {
    for (language, name) in Language::ALL {
        let words = Words::new(language, "standard");
        for code in Code::ALL {
            let told = Problem::new(*code).told(&words);
            assert_eq!(
                Some(told),
                words.name("happened", code.as_str()),
                "{name}: {code:?}"
            );
        }
    }
}

#[test]
fn a_browser_gets_the_first_of_its_languages_that_we_speak() {
    assert_eq!(
        Language::of_wishes("fr-FR,de;q=0.8,en;q=0.7"),
        Some(Language::German)
    );
    assert_eq!(Language::of_wishes("en-GB"), Some(Language::English));
    assert_eq!(Language::of_wishes("fr, ja"), None);
    assert_eq!(Language::of_wishes(""), None);
}
