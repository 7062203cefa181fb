//! A tenant's rules from outside: read and replaced over HTTP and on the command line.

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    process::{ADMIN, PASSWORD, Server},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{fs, process::Output};

on_both_databases! {
    another_preset_holds_at_once_and_stands_in_the_trail,
    rules_that_contradict_each_other_are_refused_in_words_and_change_nothing,
    of_two_administrators_who_replace_the_rules_one_is_told_to_look_again,
    users_who_would_share_an_external_id_stand_in_the_way,
    former_passwords_are_refused_from_the_moment_the_rules_say_so,
    the_command_line_shows_checks_and_sets_rules,
}

async fn put(client: &Client, revision: u64, body: &Value) -> Answer {
    let tag = format!("\"v{revision}\"");
    let based_on = [("If-Match", tag.as_str())];
    client
        .send(Method::PUT, "/policy", &based_on, Some(body))
        .await
}

async fn policy(client: &Client) -> Value {
    client.get("/policy").await.expect(200).body
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

async fn another_preset_holds_at_once_and_stands_in_the_trail(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ids = [
        ana.member("ben@example.com", PASSWORD).await["id"].clone(),
        ana.member("cyd@example.com", PASSWORD).await["id"].clone(),
    ];
    let [ben, cyd] = ids.map(|id| id.as_str().unwrap().to_owned());
    ana.delete(&format!("/users/{ben}")).await.expect(200);
    let before = ana.get("/policy").await.expect(200);
    assert_eq!(
        (before.header("etag"), &before.body["preset"]),
        ("\"v1\"", &json!("standard"))
    );
    let after = put(&ana, 1, &json!({"preset": "hesh"})).await.expect(200);
    assert_eq!(
        (after.header("etag"), &after.body["preset"]),
        ("\"v2\"", &json!("hesh"))
    );
    let refused = ana.delete(&format!("/users/{cyd}")).await;
    refused.expect_problem(409, "policy_forbids");
    let told = ana
        .get("/events?kind=policy.changed")
        .await
        .expect(200)
        .body;
    let event = &told["data"][0];
    assert_eq!(
        (told["data"].as_array().unwrap().len(), &event["user"]),
        (1, &Value::Null)
    );
    assert_eq!(
        (&event["data"]["from_preset"], &event["data"]["to_preset"]),
        (&json!("standard"), &json!("hesh"))
    );
    let settings = event["data"]["settings"].as_array().unwrap();
    let mode = settings
        .iter()
        .find(|change| change["setting"] == "removal.mode");
    assert_eq!(
        mode.unwrap(),
        &json!({"setting": "removal.mode", "from": "soft", "to": "forbidden"})
    );
    let check = server.command(&["check"]).await;
    assert!(check.status.success(), "{}", said(&check.stdout));
}

async fn rules_that_contradict_each_other_are_refused_in_words_and_change_nothing(
    database: Database,
) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let before = policy(&ana).await;
    let mut wrong = before["policy"].clone();
    wrong["identity"]["log_in_identifiers"] = json!([]);
    wrong["list"]["page_size"] = json!(0);
    let refused = put(&ana, 1, &json!({"policy": wrong})).await;
    let refused = refused.expect_problem(422, "validation").body;
    let told = refused["errors"].as_array().unwrap().iter();
    let told = told
        .map(|error| error["message"].as_str().unwrap())
        .collect::<Vec<_>>();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("Nobody could log in"), "{told:?}");
    let mut nobody = before["policy"].clone();
    nobody["log_in"]["requires_role"] = json!({"role": "nobody"});
    let refused = put(&ana, 1, &json!({"policy": nobody})).await;
    let refused = refused.expect_problem(422, "validation").body;
    let pointer = &refused["errors"][0]["pointer"];
    assert_eq!(pointer, "/policy/log_in/requires_role");
    assert_eq!(policy(&ana).await, before);
    let events = ana
        .get("/events?kind=policy.changed")
        .await
        .expect(200)
        .body;
    assert_eq!(events["data"], json!([]));
}

async fn of_two_administrators_who_replace_the_rules_one_is_told_to_look_again(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let again = server.client().log_in(ADMIN.0, ADMIN.1).await;
    let missing = ana.put("/policy", &json!({"preset": "chord"})).await;
    missing.expect_problem(428, "version_required");
    let (hesh, shopp) = (json!({"preset": "hesh"}), json!({"preset": "shopp"}));
    let (one, other) = tokio::join!(put(&ana, 1, &hesh), put(&again, 1, &shopp));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let won = if one.status == 200 { "hesh" } else { "shopp" };
    let after = policy(&ana).await;
    assert_eq!(
        (&after["preset"], &after["revision"]),
        (&json!(won), &json!(2))
    );
}

async fn users_who_would_share_an_external_id_stand_in_the_way(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let before = policy(&ana).await["policy"].clone();
    let mut shared = before.clone();
    shared["identity"]["external_id_unique"] = json!("no");
    put(&ana, 1, &json!({"policy": shared})).await.expect(200);
    for name in ["ben", "cyd"] {
        let body = json!({
            "email": format!("{name}@example.com"), "external_id": "E-7",
            "credential": {"type": "invitation"},
        });
        ana.post("/users", &body).await.expect(201);
    }
    let refused = put(&ana, 2, &json!({"policy": before})).await;
    let refused = refused.expect_problem(422, "validation").body;
    assert_eq!(
        refused["errors"][0]["pointer"],
        "/policy/identity/external_id_unique"
    );
    let message = refused["errors"][0]["message"].as_str().unwrap();
    assert!(
        message.starts_with("2 users share") && message.contains("2, 3"),
        "{message}"
    );
    assert_eq!(policy(&ana).await["revision"], 2);
}

/// P-56
async fn former_passwords_are_refused_from_the_moment_the_rules_say_so(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    ana.member("ben@example.com", PASSWORD).await;
    let change = async |from: &str, to: &str| {
        let ben = server.client().log_in("ben@example.com", from).await;
        let body = json!({ "current_password": from, "new_password": to });
        ben.put("/me/password", &body).await
    };
    let (second, third) = ("copper lantern drifts north", "marble thicket engine quilt");
    assert!(change(PASSWORD, second).await.status.is_success());
    assert!(change(second, PASSWORD).await.status.is_success());

    let mut rules = policy(&ana).await["policy"].clone();
    rules["credential"]["password"]["history"] = json!(25);
    let refused = put(&ana, 1, &json!({"policy": rules})).await;
    refused.expect_problem(422, "validation");
    rules["credential"]["password"]["history"] = json!(1);
    put(&ana, 1, &json!({"policy": rules})).await.expect(200);

    assert!(change(PASSWORD, second).await.status.is_success());
    let refused = change(second, PASSWORD).await;
    let refused = refused.expect_problem(422, "password_policy").body;
    assert_eq!(refused["errors"][0]["code"], "same_as_old");
    assert!(change(second, third).await.status.is_success());
    assert!(change(third, PASSWORD).await.status.is_success());
}

fn expect(output: &Output, code: i32) -> (String, String) {
    let (out, err) = (said(&output.stdout), said(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}{err}");
    (out, err)
}

async fn the_command_line_shows_checks_and_sets_rules(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let (shown, note) = expect(&server.command(&["policy", "show"]).await, 0);
    assert!(
        shown.contains("removal.mode") && note.contains("revision 1"),
        "{shown}{note}"
    );
    let (shown, _) = expect(&server.command(&["policy", "show", "--json"]).await, 0);
    let mut rules: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(rules, policy(&ana).await);
    let file = server.data().join("rules.json");
    let name = file.to_str().unwrap();

    rules["policy"]["list"]["page_size"] = json!(50);
    fs::write(&file, rules.to_string()).unwrap();
    expect(&server.command(&["policy", "check", name]).await, 0);
    let (changed, note) = expect(&server.command(&["policy", "set", name]).await, 0);
    assert!(
        changed.contains("list.page_size") && note.contains("custom, revision 2"),
        "{changed}{note}"
    );
    assert_eq!(policy(&ana).await["policy"]["list"]["page_size"], 50);

    rules["policy"]["list"]["page_size"] = json!(0);
    rules["policy"]["identity"]["log_in_identifiers"] = json!([]);
    fs::write(&file, rules["policy"].to_string()).unwrap();
    for command in [&["policy", "check", name][..], &["policy", "set", name]] {
        let (_, wrong) = expect(&server.command(command).await, 1);
        assert!(
            wrong.contains("Nobody could log in") && wrong.contains("A page holds"),
            "{wrong}"
        );
    }
    assert_eq!(policy(&ana).await["revision"], 2);

    let set = ["tenant", "set-policy", "default", "--preset", "hesh"];
    expect(&server.command(&set).await, 0);
    let (_, again) = expect(&server.command(&set).await, 0);
    assert!(again.contains("nothing changed"), "{again}");
    let events = ana
        .get("/events?kind=policy.changed")
        .await
        .expect(200)
        .body;
    let actor = events["data"][0]["actor"].as_str().unwrap();
    assert!(actor.starts_with("operator:cli:"), "{actor}");

    tenants_are_listed(&server).await;
    wrong_usage_is_told(&server, name).await;
}

async fn tenants_are_listed(server: &Server) {
    let (listed, _) = expect(&server.command(&["tenant", "list", "--json"]).await, 0);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let told = [
        &listed[0]["slug"],
        &listed[0]["preset"],
        &listed[0]["policy_revision"],
    ];
    assert_eq!(told, [&json!("default"), &json!("hesh"), &json!(3)]);
    let (table, _) = expect(&server.command(&["tenant", "list"]).await, 0);
    assert!(
        table.starts_with("SLUG") && table.contains("hesh"),
        "{table}"
    );
}

async fn wrong_usage_is_told(server: &Server, file: &str) {
    for wrong in [
        &["policy", "set"][..],
        &["policy", "set", file, "--preset", "hesh"],
        &["policy", "set", "--preset", "nobody"],
    ] {
        expect(&server.command(wrong).await, 64);
    }
    expect(
        &server
            .command(&["policy", "show", "--tenant", "nobody"])
            .await,
        1,
    );
}
