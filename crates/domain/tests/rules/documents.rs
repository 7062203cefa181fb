//! The documents that are made from the rules themselves, so that none of them can lie.

use crate::event_meanings::MEANINGS;
use expect_test::expect_file;
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};
use tenure_domain::{
    Action, NewCredential, Proof, User, ValidPolicy, lifecycle::Status, policy::presets, register,
    status_transitions, testing::*, value::Span,
};

const GENERATED: &str =
    "<!-- Generated from the rules by `cargo xtask codegen`; do not edit. -->\n";

/// Users by where they stand, as the tables of the documents name them.
fn columns() -> Vec<(&'static str, User)> {
    vec![
        ("Pending", pending()),
        ("Active", active()),
        ("Inactive", inactive()),
        ("Blocked", blocked()),
        ("Locked out", locked_out()),
        ("Deleted", deleted()),
    ]
}

fn valid(preset: presets::Preset) -> ValidPolicy {
    preset().check().unwrap()
}

/// Every leaf of a policy's JSON by its path. One field beneath a setting is a choice that comes with something.
fn settings(policy: &Value, path: &str, into: &mut BTreeMap<String, String>) {
    let group = |fields: &&serde_json::Map<String, Value>| fields.len() > 1 || !path.contains('.');
    let Some(fields) = policy.as_object().filter(group) else {
        into.insert(path.to_owned(), written(policy));
        return;
    };
    for (name, value) in fields {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        settings(value, &path, into);
    }
}

fn written(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) if text.is_empty() => "(empty)".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "(none)".to_owned(),
        Value::Array(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let mut parts = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", written(value)));
            parts.next().unwrap_or_default()
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// One row for each setting, one value for each preset; what a preset has no room for is left out of it.
fn setting_rows() -> Vec<(String, Vec<String>)> {
    let all = presets::ALL.iter().map(|(_, preset)| {
        let mut flat = BTreeMap::new();
        settings(&serde_json::to_value(preset()).unwrap(), "", &mut flat);
        flat
    });
    let all = all.collect::<Vec<_>>();
    let paths = all.iter().flat_map(BTreeMap::keys).collect::<BTreeSet<_>>();
    let stands_apart = |path: &&&String| {
        let inside = format!("{path}.");
        !paths.iter().any(|other| other.starts_with(&inside))
    };
    let rows = paths.iter().filter(stands_apart).map(|path| {
        let value = |flat: &BTreeMap<String, String>| flat.get(*path).cloned();
        let values = all
            .iter()
            .map(|flat| value(flat).unwrap_or_else(|| "–".to_owned()));
        ((*path).clone(), values.collect())
    });
    rows.collect()
}

/// What has to stand before, so that a link or role is there to act on.
fn prepared(scenario: Scenario, action: &Action) -> Scenario {
    let first = match action.kind().code() {
        "complete_password_reset" => Some(Action::SendPasswordReset),
        "revoke_role" => Some(Action::GrantRole(grant("clerk"))),
        "confirm_email" => Some(Action::UpdateProfile(Box::new(
            tenure_domain::ProfileChange {
                email: Some(Some(email("anna@example.com"))),
                ..Default::default()
            },
        ))),
        _ => None,
    };
    let ready = first.and_then(|first| scenario.clone().when(first).try_then().ok());
    ready.map_or(scenario, |(_, ready)| ready)
}

fn answer(user: &User, policy: &ValidPolicy, action: &Action) -> String {
    let scenario = prepared(given(user.clone()).under(policy.clone()), action);
    let before = scenario.user().clone();
    match scenario.when(action.clone()).try_then() {
        Ok((facts, _)) if facts.is_empty() => "·".to_owned(),
        Ok((facts, _)) if facts.iter().any(|fact| fact.code() == "user.purged") => {
            "→ gone".to_owned()
        }
        Ok((_, next)) if next.user().status() == before.status() => "=".to_owned(),
        Ok((_, next)) => format!("→ **{}**", next.user().status().code()),
        Err(rejection) => format!("`{}`", rejection.code()),
    }
}

fn decision_table(out: &mut String, policy: &ValidPolicy) {
    let columns = columns();
    let names = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    writeln!(out, "| action | {} |", names.join(" | ")).unwrap();
    writeln!(out, "|---|{}", "---|".repeat(names.len())).unwrap();
    for action in every_action() {
        let cells = columns
            .iter()
            .map(|(_, user)| answer(user, policy, &action));
        let cells = cells.collect::<Vec<_>>().join(" | ");
        writeln!(out, "| `{}` | {cells} |", action.kind().code()).unwrap();
    }
}

#[test]
fn generated_document_policies() {
    let mut out = format!("{GENERATED}# Policies\n\n");
    out.push_str(
        "A policy holds every setting; a preset is a complete policy by name.\n\n## Settings\n\n",
    );
    let names = presets::ALL
        .iter()
        .map(|(name, _)| *name)
        .collect::<Vec<_>>();
    writeln!(
        out,
        "| setting | {} |\n|---|{}",
        names.join(" | "),
        "---|".repeat(names.len())
    )
    .unwrap();
    for (path, values) in setting_rows() {
        writeln!(out, "| `{path}` | {} |", values.join(" | ")).unwrap();
    }
    out.push_str(
        "\nTimes are in seconds; `–` means never or without limit.\n\n## Answers\n\n\
        Asked by whoever usually asks: the holder of a link, the user himself, time, else a system\n\
        administrator who is not the only one. `→` where the user stands then, `=` an effect without a new\n\
        status, `·` already so, else the code of the refusal.\n",
    );
    for (name, preset) in presets::ALL {
        writeln!(out, "\n### {name}\n").unwrap();
        decision_table(&mut out, &valid(*preset));
    }
    out.push_str("\nHow the states follow one another: [lifecycle.md](lifecycle.md).\n");
    expect_file!["../../../../docs/policies.md"].assert_eq(&out);
}

type Edges = BTreeMap<(Status, Status), Vec<String>>;

fn note(edges: &mut Edges, before: &User, after: &User, label: &str) {
    if before.status() != after.status() {
        let labels = edges.entry((before.status(), after.status())).or_default();
        if !labels.iter().any(|known| known == label) {
            labels.push(label.to_owned());
        }
    }
}

/// What commands, time and log-ins lead to, found by trying all of them.
fn transitions(policy: &ValidPolicy) -> Edges {
    let more = [
        invitation_not_sent(),
        with_temporary_password(),
        inactive_without_credential(),
        inactive_while_blocked(),
        inactive_while_locked_out(),
        deleted_while_blocked(),
    ];
    let users = columns().into_iter().map(|(_, user)| user).chain(more);
    let mut edges = Edges::new();
    for user in users {
        let stands = given(user.clone()).under(policy.clone());
        for action in every_action() {
            if let Ok((_, next)) = prepared(stands.clone(), &action)
                .when(action.clone())
                .try_then()
            {
                note(&mut edges, &user, next.user(), action.kind().code());
            }
        }
        for (setting, label) in [
            (Action::Elapse, "time: the lockout ends"),
            // Where an administrator must release it first.
            (Action::Unblock, "time: the lockout ends"),
            (block_for_a_day(), "time: the block ends"),
            (valid_for_a_day(), "time: the validity ends"),
        ] {
            if let Ok((_, next)) = stands.clone().when(setting).try_then() {
                let before = next.user().clone();
                let later = next.after(Span::days(1)).and(Action::Elapse);
                let lockout = label == "time: the lockout ends";
                if lockout == before.is_locked_out() {
                    note(&mut edges, &before, later.user(), label);
                }
            }
        }
        let (_, tried) = stands.after_wrong_passwords(9).try_to_log_in(Proof::Wrong);
        note(&mut edges, &user, tried.user(), "log-ins fail");
    }
    edges
}

fn block_for_a_day() -> Action {
    let until = Some(noon_and(Span::days(1)));
    Action::Block {
        reason: None,
        until,
    }
}

fn valid_for_a_day() -> Action {
    let until = Some(noon_and(Span::days(1)));
    Action::SetValidity { from: None, until }
}

/// How users come to be under a policy, by the way to their first credential.
fn beginnings(policy: &ValidPolicy) -> BTreeMap<Status, Vec<&'static str>> {
    let ways = [
        ("invitation", NewCredential::Invitation),
        ("password", NewCredential::Password(hash())),
        ("temporary password", NewCredential::Temporary(hash())),
        (
            "directory",
            NewCredential::External {
                domain: directory(),
                directory_id: None,
            },
        ),
        ("no credential", NewCredential::None),
    ];
    let mut begins = BTreeMap::<Status, Vec<&str>>::new();
    for (name, way) in ways {
        let wish = fitting(registration(way), policy);
        if register(&wish, &facts(), policy, noon()).is_ok() {
            let status = registered(&wish, policy, noon()).status();
            begins.entry(status).or_default().push(name);
        }
    }
    begins
}

fn title(status: Status) -> String {
    let code = status.code();
    format!("{}{}", code[..1].to_uppercase(), &code[1..])
}

#[test]
fn the_ways_that_are_shown_are_those_that_the_rules_know() {
    for (name, preset) in presets::ALL {
        let policy = valid(*preset);
        let known = transitions(&policy).into_keys();
        let known = known.map(|(from, to)| (Some(from), Some(to)));
        let begun = beginnings(&policy).into_keys();
        let known = known.chain(begun.map(|status| (None, Some(status))));
        let shown = status_transitions(&policy, noon()).into_keys();
        // Where nothing is kept, whoever is deleted is gone at once.
        let at_once = |from: Option<Status>| from.filter(|status| *status != Status::Deleted);
        let shown = shown.filter_map(|(from, to)| match to {
            None => {
                Some((at_once(from)?, Status::Deleted)).map(|(from, to)| (Some(from), Some(to)))
            }
            Some(_) => Some((from, to)),
        });
        assert_eq!(
            shown.collect::<BTreeSet<_>>(),
            known.collect::<BTreeSet<_>>(),
            "{name}"
        );
    }
}

#[test]
fn generated_document_lifecycle() {
    let mut out = format!("{GENERATED}# Lifecycle\n\n");
    out.push_str(
        "Found by asking the rules for every action, the clock and the log-in in every state.\n\
        What each state answers to each action: [policies.md](policies.md).\n",
    );
    for (name, preset) in presets::ALL {
        let policy = valid(*preset);
        writeln!(out, "\n## {name}\n\n```mermaid\nstateDiagram-v2").unwrap();
        for (status, ways) in beginnings(&policy) {
            writeln!(out, "    [*] --> {}: {}", title(status), ways.join(" · ")).unwrap();
        }
        for ((from, to), labels) in transitions(&policy) {
            writeln!(
                out,
                "    {} --> {}: {}",
                title(from),
                title(to),
                labels.join(" · ")
            )
            .unwrap();
        }
        if answer(&deleted(), &policy, &Action::Purge) == "→ gone" {
            writeln!(out, "    {} --> [*]: purge", title(Status::Deleted)).unwrap();
        }
        out.push_str("```\n");
    }
    expect_file!["../../../../docs/lifecycle.md"].assert_eq(&out);
}

/// Names in alphabetical order, whatever order the JSON has.
fn listed<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let mut names = names.map(|name| format!("`{name}`")).collect::<Vec<_>>();
    names.sort_unstable();
    if names.is_empty() {
        return "–".to_owned();
    }
    names.join(", ")
}

/// The fields of an event, and which of them belong to a person.
fn fields(data: &Value) -> (String, String) {
    let all = data.as_object().unwrap();
    let personal = match all.get("personal") {
        Some(Value::Object(inside)) => listed(inside.keys()),
        Some(_) => "the address".to_owned(),
        None => "–".to_owned(),
    };
    (
        listed(all.keys().filter(|name| *name != "personal")),
        personal,
    )
}

#[test]
fn generated_document_events() {
    let mut out = format!("{GENERATED}# Events\n\n");
    out.push_str(
        "What the audit trail keeps and webhooks tell. Codes and fields never change their meaning; new\n\
        ones may come. Personal fields stand under `personal` and become `null` when the person's data\n\
        are masked.\n\n\
        | event | meaning | fields | personal |\n|---|---|---|---|\n",
    );
    let facts = every_fact();
    for (code, meaning) in MEANINGS {
        let fact = facts.iter().find(|fact| fact.code() == *code);
        let stored = serde_json::to_value(fact.unwrap()).unwrap();
        let (names, personal) = fields(&stored["data"]);
        writeln!(out, "| `{code}` | {meaning} | {names} | {personal} |").unwrap();
    }
    out.push_str("\nThe version of a user rises with every event but ");
    let beside = facts.iter().filter(|fact| !fact.is_of_state());
    let beside = beside.map(|fact| format!("`{}`", fact.code()));
    writeln!(out, "{}.", beside.collect::<Vec<_>>().join(", ")).unwrap();
    out.push_str("\nOf the tenant itself:\n\n| event | meaning | fields |\n|---|---|---|\n");
    for (code, meaning, fields) in OF_TENANT {
        writeln!(out, "| `{code}` | {meaning} | {fields} |").unwrap();
    }
    expect_file!["../../../../docs/events.md"].assert_eq(&out);
}

/// What is kept of a tenant's own records, with the fields.
const OF_TENANT: &[(&str, &str, &str)] = &[
    (
        "policy.changed",
        "The tenant has other rules; `settings` lists what differs, each with `setting`, `from` and `to`.",
        "`from_preset`, `from_revision`, `settings`, `to_preset`, `to_revision`",
    ),
    (
        "reference.created",
        "A record of reference data came to be, such as an organization or a facility.",
        "`id`, `of`, `state`",
    ),
    (
        "reference.changed",
        "A record of reference data changed; `from` and `to` hold all of it.",
        "`from`, `id`, `of`, `to`",
    ),
    (
        "reference.deleted",
        "A record of reference data that nobody was assigned to went.",
        "`id`, `of`, `state`",
    ),
    (
        "import.finished",
        "A file of users was carried in, and changed something; what each row did stands with its user.",
        "`created`, `failed`, `unchanged`, `updated`",
    ),
    (
        "export.made",
        "Users were carried out: how many, and what narrowed them down. What was searched for is not kept.",
        "`filter`, `users`",
    ),
    (
        "backup.made",
        "A copy of everything that the installation keeps was downloaded.",
        "`bytes`",
    ),
    (
        "role.created",
        "A role was made.",
        "`description`, `id`, `name`, `permissions`",
    ),
    (
        "role.changed",
        "A role says something else; `fields` lists the words that differ, each with `field`, `from` and `to`.",
        "`added`, `fields`, `id`, `removed`",
    ),
    (
        "role.deleted",
        "A role that nobody held was deleted.",
        "`description`, `id`, `name`, `permissions`",
    ),
];

#[test]
fn every_event_of_a_tenant_has_a_meaning() {
    let told = OF_TENANT.iter().map(|(code, ..)| *code);
    assert_eq!(told.collect::<Vec<_>>(), tenure_domain::TenantFact::CODES);
}

#[test]
fn every_event_has_a_meaning() {
    let mut told = MEANINGS.iter().map(|(code, _)| *code).collect::<Vec<_>>();
    let facts = every_fact();
    let mut known = facts
        .iter()
        .map(tenure_domain::Fact::code)
        .collect::<Vec<_>>();
    told.sort_unstable();
    known.sort_unstable();
    assert_eq!(told, known);
}
