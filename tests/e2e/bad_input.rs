//! Bad input: a clear no, every field at once, nothing changed.

use crate::{
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server},
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases! {
    every_wrong_field_is_named_at_once_and_nothing_is_created,
    what_is_no_json_or_too_much_of_it_is_refused_by_its_own_status,
    a_refused_command_changes_neither_user_nor_events_nor_outbox,
    nobody_steps_over_himself_or_the_last_administrator,
}

fn codes(problem: &Value) -> Vec<(String, String)> {
    let errors = problem["errors"].as_array().unwrap().iter();
    let mut codes = errors
        .map(|error| {
            (
                error["pointer"].as_str().unwrap().to_owned(),
                error["code"].as_str().unwrap().to_owned(),
            )
        })
        .collect::<Vec<_>>();
    codes.sort();
    codes
}

/// OB-26
async fn every_wrong_field_is_named_at_once_and_nothing_is_created(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let body = json!({
        "email": "nobody", "first_name": "a\nb", "phone": "javascript:alert(1)", "shoe_size": 44,
        "credential": { "type": "invitation" },
    });
    let refused = ana
        .post("/users", &body)
        .await
        .expect_problem(422, "validation");
    let pointers = codes(&refused.body)
        .into_iter()
        .map(|(pointer, _)| pointer)
        .collect::<Vec<_>>();
    assert_eq!(pointers, ["/email", "/first_name", "/phone", "/shoe_size"]);
    let weak = json!({ "email": "b@example.com", "credential": { "type": "temporary_password", "password": "acme" } });
    let weak = ana
        .post("/users", &weak)
        .await
        .expect_problem(422, "password_policy");
    assert!(codes(&weak.body).len() >= 2, "{}", weak.text);
    assert_eq!(ana.get("/users").await.expect(200).body["page"]["total"], 1);
}

async fn what_is_no_json_or_too_much_of_it_is_refused_by_its_own_status(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let json = "application/json";
    ana.raw(Method::POST, "/users", json, b"{\"email\":".to_vec())
        .await
        .expect(400);
    ana.raw(
        Method::POST,
        "/users",
        json,
        "[".repeat(10_000).into_bytes(),
    )
    .await
    .expect(400);
    ana.raw(Method::POST, "/users", "text/plain", b"{}".to_vec())
        .await
        .expect(415);
    ana.raw(
        Method::POST,
        "/users",
        "application/x-www-form-urlencoded",
        b"email=a".to_vec(),
    )
    .await
    .expect(415);
    ana.raw(Method::POST, "/users", json, vec![b' '; 70_000])
        .await
        .expect(413);
    let name = "x".repeat(60_000);
    let long = json!({ "email": "b@example.com", "first_name": name, "credential": { "type": "invitation" } });
    ana.post("/users", &long)
        .await
        .expect_problem(422, "validation");
    ana.get("/users/%252e%252e")
        .await
        .expect_problem(404, "not_found");
    ana.get("/no/such/thing")
        .await
        .expect_problem(404, "not_found");
    ana.send(Method::PUT, "/users", &[], Some(&json!({})))
        .await
        .expect(405);
}

async fn a_refused_command_changes_neither_user_nor_events_nor_outbox(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ben = ana.member("ben@example.com", PASSWORD).await;
    let id = ben["id"].as_str().unwrap();
    let before = (
        ana.user(id).await["version"].clone(),
        ana.history(id).await,
        ana.get("/outbox?limit=200").await.expect(200).body["data"]
            .as_array()
            .unwrap()
            .len(),
    );
    ana.act(&format!("/users/{id}/restore"))
        .await
        .expect_problem(409, "invalid_transition");
    ana.act(&format!("/users/{id}/invitation"))
        .await
        .expect_problem(409, "invalid_transition");
    ana.put(
        &format!("/users/{id}/password"),
        &json!({ "password": "copper lantern drifts north" }),
    )
    .await
    .expect_problem(409, "policy_forbids");
    let past = json!({ "reason": "x", "until": "2001-01-01T00:00:00Z" });
    ana.post(&format!("/users/{id}/block"), &past)
        .await
        .expect_problem(422, "validation");
    let taken = json!({ "email": "BEN@example.com", "credential": { "type": "temporary_password", "password": "copper lantern drifts north" } });
    ana.post("/users", &taken)
        .await
        .expect_problem(409, "identifier_taken");
    let after = (
        ana.user(id).await["version"].clone(),
        ana.history(id).await,
        ana.get("/outbox?limit=200").await.expect(200).body["data"]
            .as_array()
            .unwrap()
            .len(),
    );
    assert_eq!(before, after);
}

async fn nobody_steps_over_himself_or_the_last_administrator(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let own = ana.get("/me").await.expect(200).body["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for act in ["deactivate", "block"] {
        ana.post(
            &format!("/users/{own}/{act}"),
            &json!({ "reason": "why not" }),
        )
        .await
        .expect_problem(409, "self_action");
    }
    ana.act(&format!("/users/{own}/anonymize"))
        .await
        .expect_problem(409, "self_action");
    ana.delete(&format!("/users/{own}"))
        .await
        .expect_problem(409, "protected_user");
    let nothing = json!({ "roles": [] });
    ana.put(&format!("/users/{own}/roles"), &nothing)
        .await
        .expect_problem(409, "last_admin");
}
