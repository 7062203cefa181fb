//! The tenant's rules.

use super::{Database, System, Web, on_both_databases};
use crate::html;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

on_both_databases! {
    every_setting_is_shown_with_its_value_and_what_the_preset_says,
    every_group_saved_as_it_is_shown_changes_nothing,
    a_group_is_changed_and_what_differs_is_marked,
    everything_that_is_wrong_is_told_at_its_field,
    another_preset_is_compared_before_it_is_taken,
    nobody_else_sees_or_changes_the_rules,
}

const GROUPS: &[&str] = &[
    "creation",
    "identity",
    "credential",
    "log_in",
    "lockout",
    "invitation",
    "activity",
    "block",
    "removal",
    "anonymization",
    "authority",
    "roles",
    "sessions",
    "notices",
    "list",
    "work",
    "orders",
];

async fn every_setting_is_shown_with_its_value_and_what_the_preset_says(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let page = Web::of(&by).page("/settings").await;
    let rules = by.get("/policy").await.expect(200).body;
    for (group, settings) in rules["policy"].as_object().unwrap() {
        for setting in settings.as_object().unwrap().keys() {
            assert!(
                page.contains(&format!(">{group}.{setting}</code>")),
                "{group}.{setting}"
            );
        }
    }
    assert!(
        page.contains("Every setting is as “standard” has it."),
        "{page}"
    );
}

/// What a form of the page sends when nothing is changed in it.
fn sent(page: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for tag in html::tags(page, "input") {
        let kind = html::attribute(tag, "type");
        let Some(name) = html::attribute(tag, "name").filter(|name| *name != "q") else {
            continue;
        };
        if kind != Some("checkbox") || tag.contains(" checked") {
            let value = html::attribute(tag, "value").unwrap_or_default();
            fields.push((name.to_owned(), value.to_owned()));
        }
    }
    for select in page.split("<select ").skip(1) {
        let name = html::attribute(&format!(" {select}"), "name")
            .unwrap()
            .to_owned();
        let chosen = select
            .split("</select>")
            .next()
            .unwrap()
            .split("<option")
            .find(|one| one.contains(" selected"));
        let chosen = chosen.unwrap_or_else(|| panic!("nothing chosen in {name}"));
        fields.push((name, html::attribute(chosen, "value").unwrap().to_owned()));
    }
    fields
}

fn pairs(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The sent form with one field as somebody fills it in.
fn with<'a>(
    fields: &'a [(String, String)],
    name: &'a str,
    value: &'a str,
) -> Vec<(&'a str, &'a str)> {
    let mut pairs = pairs(fields);
    pairs.retain(|(other, _)| *other != name);
    pairs.push((name, value));
    pairs
}

async fn every_group_saved_as_it_is_shown_changes_nothing(database: Database) {
    let system = System::of("order_broker", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    for preset in ["order_broker", "hotwax", "chord"] {
        let tag = by.get("/policy").await.expect(200);
        let tag = [("if-match", tag.header("etag"))];
        let wish = json!({ "preset": preset });
        by.send(Method::PUT, "/policy", &tag, Some(&wish))
            .await
            .expect(200);
        let before = by.get("/policy").await.expect(200).body;
        for group in GROUPS {
            let path = format!("/settings/{group}");
            let fields = sent(&ana.page(&path).await);
            ana.done(&path, &pairs(&fields)).await;
        }
        assert_eq!(by.get("/policy").await.expect(200).body, before, "{preset}");
    }
}

async fn a_group_is_changed_and_what_differs_is_marked(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    let fields = sent(&ana.page("/settings/lockout").await);
    assert!(
        fields.contains(&("set-duration".to_owned(), "15m".to_owned())),
        "{fields:?}"
    );
    let wish = with(&fields, "set-duration", "2h");
    let (to, page) = ana.done("/settings/lockout", &wish).await;
    assert_eq!(to, "/settings");
    assert!(page.contains("1 setting differs from it."), "{page}");
    let marked = page.split_once("class=\"differs\"").unwrap().1;
    let marked = marked.split_once("</div>").unwrap().0;
    assert!(
        marked.contains("lockout.duration")
            && marked.contains("2 hours")
            && marked.contains("15 minutes"),
        "{marked}"
    );
    let rules = by.get("/policy").await.expect(200).body;
    assert_eq!(rules["policy"]["lockout"]["duration"], json!(7200));
    assert_eq!(rules["preset"], "standard");

    let stale = ana.post("/settings/lockout", &wish).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    let again = with(&fields, "set-duration", "1h");
    let stale = ana.post("/settings/lockout", &again).await;
    assert!(stale.html.contains("Now it says: 2h"), "{}", stale.html);
    assert!(
        stale.html.contains("Compare, then save") && !stale.html.contains("repeat your change"),
        "{}",
        stale.html
    );
    assert_eq!(html::value(&stale.html, "set-duration"), Some("1h"));
}

async fn everything_that_is_wrong_is_told_at_its_field(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    let fields = sent(&ana.page("/settings/credential").await);
    let mut wish = with(&fields, "set-reset_ttl", "soon");
    wish.retain(|(name, _)| *name != "set-password-min");
    wish.push(("set-password-min", "many"));
    let refused = ana.post("/settings/credential", &wish).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.html
    );
    assert!(
        refused.html.contains("href=\"#set-reset_ttl\""),
        "{}",
        refused.html
    );
    assert_eq!(html::value(&refused.html, "set-reset_ttl"), Some("soon"));
    assert_eq!(html::value(&refused.html, "set-password-min"), Some("many"));

    let contradiction = with(&fields, "set-password-max", "5");
    let refused = ana.post("/settings/credential", &contradiction).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.html
    );
    assert!(
        refused.html.contains("class=\"trouble\""),
        "{}",
        refused.html
    );
    let rules = by.get("/policy").await.expect(200).body;
    assert_eq!(rules["revision"], rules_at_first(&rules));
}

fn rules_at_first(rules: &Value) -> Value {
    assert_eq!(rules["policy"]["credential"]["password"]["max"], json!(128));
    rules["revision"].clone()
}

async fn another_preset_is_compared_before_it_is_taken(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    assert!(
        ana.page("/settings")
            .await
            .contains("href=\"/settings/preset?to=shopp\"")
    );
    let page = ana.page("/settings/preset?to=shopp").await;
    let row = page.split_once(">invitation.ttl</code>").unwrap().1;
    let row = row.split_once("</tr>").unwrap().0;
    assert!(row.contains("3 days") && row.contains("7 days"), "{row}");
    assert_eq!(
        ana.get("/settings/preset?to=nobody").await.status,
        StatusCode::NOT_FOUND
    );
    let version = html::value(&page, "version").unwrap();
    let wish = [("preset", "shopp"), ("version", version)];
    let (_, page) = ana.done("/settings/preset", &wish).await;
    assert!(
        page.contains("Every setting is as “shopp” has it."),
        "{page}"
    );
    assert_eq!(by.get("/policy").await.expect(200).body["preset"], "shopp");
    let stale = ana
        .post(
            "/settings/preset",
            &[("preset", "standard"), ("version", version)],
        )
        .await;
    assert_eq!(
        stale.status,
        StatusCode::PRECONDITION_FAILED,
        "{}",
        stale.html
    );
}

async fn nobody_else_sees_or_changes_the_rules(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    by.member("ben@example.com", "copper lantern drifts north")
        .await;
    let ben = Web::of(
        &by.log_in("ben@example.com", "copper lantern drifts north")
            .await,
    );
    for path in [
        "/settings",
        "/settings/lockout",
        "/settings/preset?to=shopp",
    ] {
        assert_eq!(ben.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let sent = ben.post("/settings/preset", &[("preset", "shopp")]).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}
