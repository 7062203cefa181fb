//! Every sentence of the rules is there in German, and is said with what stands in it.

use super::{
    super::{Language, Words, sentences::all},
    files, root,
};
use std::{collections::BTreeSet, fs};
use tenure_domain::{
    Policy,
    policy::{
        outline::{Named, Takes},
        presets,
    },
};

/// The sentences that stand in a source, with the gaps that are filled when they are said.
fn sentences(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = code.lines().map(str::trim_start);
    let lines = lines.filter(|line| !line.starts_with("//") && !line.starts_with("#[schema"));
    let code = lines.collect::<Vec<_>>().join("\n");
    let code = code.replace("\\\n", "").replace("\\\"", "\u{1}");
    let texts = code.split('"').skip(1).step_by(2);
    let texts = texts.filter(|text| {
        let begins = text.starts_with(|first: char| first.is_ascii_uppercase() || first == '{');
        begins && text.contains(' ') && text.ends_with(['.', '!', '?'])
    });
    texts.map(|text| text.replace('\u{1}', "\\\"")).collect()
}

#[test]
fn every_sentence_of_the_rules_is_there_in_german() {
    let known = all().map(|(english, _)| english).collect::<BTreeSet<_>>();
    let mut paths = Vec::new();
    for folder in [
        "../domain/src",
        "../service/src",
        "src/extract",
        "src/input",
        "src/pages",
        "src/console",
    ] {
        files(&root().join(folder), "rs", &mut paths);
    }
    paths.push(root().join("src/security.rs"));
    paths.push(root().join("src/api/transfer.rs"));
    paths.push(root().join("src/api/bulk.rs"));
    let mut missing = BTreeSet::new();
    let mut seen = 0;
    for path in paths {
        let at = path.strip_prefix(root()).unwrap();
        let at = at.to_string_lossy().into_owned();
        if ["tests", "testing", "words"]
            .iter()
            .any(|own| at.contains(own))
        {
            continue;
        }
        for sentence in sentences(&fs::read_to_string(&path).unwrap()) {
            seen += 1;
            if !known.contains(sentence.as_str()) {
                missing.insert(sentence);
            }
        }
    }
    assert!(seen > 200, "{seen}");
    assert_eq!(missing, BTreeSet::new());
}

/// What a setting and its values mean, and what the values are called.
fn said_of(takes: &Takes, found: &mut BTreeSet<String>) {
    let named = |named: &Named| [named.name.replace('_', " "), named.meaning.clone()];
    match takes {
        Takes::One(all) | Takes::Any(all) => found.extend(all.iter().flat_map(named)),
        Takes::Either(ways) => {
            for (way, more) in ways {
                found.extend(named(way));
                more.iter().for_each(|takes| said_of(takes, found));
            }
        }
        Takes::Optional(takes) => said_of(takes, found),
        Takes::Group(settings) => {
            for setting in settings {
                found.insert(setting.meaning.clone());
                found.insert(setting.name.replace('_', " "));
                said_of(&setting.takes, found);
            }
        }
        Takes::Number | Takes::Span | Takes::Text | Takes::Names => {}
    }
}

#[test]
fn everything_about_settings_is_there_in_german_and_in_plain_words() {
    let mut found = BTreeSet::new();
    for group in Policy::outline() {
        found.insert(group.meaning.clone());
        let Takes::Group(settings) = &group.takes else {
            panic!("{} is no group", group.name);
        };
        for setting in settings {
            found.insert(setting.meaning.clone());
            said_of(&setting.takes, &mut found);
        }
    }
    for (name, _) in presets::ALL {
        found.insert(presets::description(name).unwrap().to_owned());
    }
    found.remove("");
    assert!(found.len() > 200, "{}", found.len());
    let words = Words::new(Language::German, "standard");
    let missing = found.iter().filter(|text| words.sentence(text).is_none());
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0]);
    for text in found {
        let coded = ["_id", "::", "P-", "HE)", "CH)"];
        let own = text.contains("can_log_in") || text.contains("system_admin");
        let coded = coded.into_iter().any(|sign| text.contains(sign));
        assert!(own || !coded, "{text}");
    }
}

#[test]
fn a_sentence_is_said_with_what_stands_in_it() {
    let words = Words::new(Language::German, "standard");
    let said = |english: &str| words.sentence(english);
    let pairs = [
        (
            "Enter an address of 5 to 50 characters.",
            "Geben Sie eine Adresse aus 5 bis 50 Zeichen ein.",
        ),
        (
            "a@b.example: Another user has this email.",
            "a@b.example: Ein anderer Benutzer hat dieselbe Angabe (E-Mail).",
        ),
        (
            "2 users are assigned to it, 1 of them deleted. Move them first. Deleted users hold it until they are purged.",
            "2 Benutzer sind zugeordnet, davon 1 gelöscht. Ordnen Sie diese erst anderswo zu. Gelöschte Benutzer behalten es, bis sie endgültig entfernt sind.",
        ),
        (
            "A deleted user cannot be blocked.",
            "Für einen Benutzer im Status „Gelöscht“ ist das nicht möglich.",
        ),
    ];
    for (english, german) in pairs {
        assert_eq!(said(english).as_deref(), Some(german));
    }
    assert_eq!(said("Nobody wrote this down."), None);
    // What somebody typed stands before the sentence, whatever it is and however long.
    let typed = "a: b: c: Another user has this email.";
    let expected = "a: b: c: Ein anderer Benutzer hat dieselbe Angabe (E-Mail).";
    assert_eq!(said(typed).as_deref(), Some(expected));
    assert_eq!(said(&"a: ".repeat(100_000)), None);
    let english = Words::new(Language::English, "standard");
    assert_eq!(english.sentence("As it is.").as_deref(), Some("As it is."));
}
