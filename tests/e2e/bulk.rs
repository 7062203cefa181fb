//! One action for many users: each by the rules for one, and one report.

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    process::{ADMIN, PASSWORD, Server},
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases! {
    many_are_blocked_and_each_refusal_is_a_row_with_its_reason,
    a_filter_is_resolved_before_anything_is_done,
    a_repeated_key_does_nothing_twice_and_answers_the_same,
    a_trial_says_what_would_happen_and_changes_nothing,
    the_last_administrator_stays_in_every_order_and_in_a_race,
    an_organization_administrator_reaches_his_members_alone,
    a_wish_that_says_nothing_clear_is_refused_with_everything_that_is_wrong,
}

async fn many(by: &Client, body: Value) -> Answer {
    by.post("/users/bulk", &body).await
}

fn id(user: &Value) -> String {
    user["id"].as_str().unwrap().to_owned()
}

/// Members `0@example.com` and so on, all active.
async fn members(ana: &Client, count: usize) -> Vec<Value> {
    let mut members = Vec::new();
    for n in 0..count {
        let body = json!({ "email": format!("{n}@example.com"),
            "credential": { "type": "temporary_password", "password": PASSWORD } });
        members.push(ana.post("/users", &body).await.expect(201).body);
    }
    members
}

async fn many_are_blocked_and_each_refusal_is_a_row_with_its_reason(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let own = id(&ana.get("/me").await.expect(200).body);
    let users = members(&ana, 4).await;
    let blocked = format!("/users/{}/block", id(&users[1]));
    let reason = json!({ "reason": "audit" });
    ana.post(&blocked, &reason).await.expect(200);
    let nobody = "01990000-0000-7000-8000-00000000dead";
    let body = json!({ "action": "deactivate", "params": { "reason": "season is over" },
        "ids": [id(&users[0]), users[2]["number"], own, nobody, "nonsense", id(&users[0])] });
    let report = many(&ana, body).await.expect(200).body;
    let told = (&report["done"], &report["unchanged"], &report["total"]);
    assert_eq!(told, (&json!(2), &json!(0), &json!(5)), "{report}");
    let skipped = report["skipped"].as_array().unwrap();
    let rows = skipped
        .iter()
        .map(|row| (row["id"].as_str().unwrap(), row["code"].as_str().unwrap()));
    assert_eq!(
        rows.collect::<Vec<_>>(),
        [
            (own.as_str(), "self_action"),
            (nobody, "not_found"),
            ("nonsense", "not_found")
        ]
    );
    assert!(skipped[0]["number"].is_string() && skipped[1]["number"].is_null());
    assert!(
        skipped
            .iter()
            .all(|row| !row["message"].as_str().unwrap().is_empty())
    );
    assert_eq!(ana.user(&id(&users[0])).await["status"], "inactive");
    assert_eq!(ana.user(&id(&users[3])).await["status"], "active");
    let history = ana.history(&id(&users[2])).await;
    assert_eq!(
        history
            .iter()
            .filter(|kind| *kind == "user.deactivated")
            .count(),
        1
    );

    let again = json!({ "action": "deactivate", "ids": [id(&users[0]), id(&users[3])] });
    let report = many(&ana, again).await.expect(200).body;
    let told = (&report["done"], &report["unchanged"]);
    assert_eq!(told, (&json!(1), &json!(1)), "{report}");
}

async fn a_filter_is_resolved_before_anything_is_done(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    members(&ana, 5).await;
    let body = json!({ "action": "deactivate", "filter": { "status": ["active"], "email": "@example.com" } });
    let report = many(&ana, body).await.expect(200).body;
    assert_eq!(report["done"], 5, "{report}");
    assert_eq!(report["skipped"][0]["code"], "self_action", "{report}");
    let body = json!({ "action": "activate", "filter": "status=inactive&q=example" });
    let report = many(&ana, body).await.expect(200).body;
    assert_eq!(
        (&report["done"], &report["skipped"]),
        (&json!(5), &json!([]))
    );
    let body = json!({ "action": "activate", "filter": { "status": "deleted" } });
    let report = many(&ana, body).await.expect(200).body;
    assert_eq!(report["total"], 0);
}

async fn a_repeated_key_does_nothing_twice_and_answers_the_same(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let users = members(&ana, 3).await;
    let key = [("idempotency-key", "01990000-0000-7000-8000-0000000000b1")];
    let body =
        json!({ "action": "block", "params": { "reason": "audit" }, "filter": { "q": "example" } });
    let first = ana
        .send(Method::POST, "/users/bulk", &key, Some(&body))
        .await
        .expect(200);
    assert_eq!(
        (first.header("idempotency-replayed"), &first.body["done"]),
        ("", &json!(3))
    );
    // In between he is let in again, and somebody new comes who would fit.
    let unblock = format!("/users/{}/unblock", id(&users[0]));
    ana.act(&unblock).await.expect(200);
    let eve = json!({ "email": "eve@example.com", "credential": { "type": "temporary_password", "password": PASSWORD } });
    let eve = ana.post("/users", &eve).await.expect(201).body;
    let again = ana
        .send(Method::POST, "/users/bulk", &key, Some(&body))
        .await
        .expect(200);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.body, first.body);
    for user in [&users[0], &eve] {
        assert_eq!(ana.user(&id(user)).await["status"], "active");
    }
    let other = json!({ "action": "unblock", "filter": { "q": "example" } });
    let other = ana
        .send(Method::POST, "/users/bulk", &key, Some(&other))
        .await;
    other.expect_problem(422, "idempotency_key_reused");
}

async fn a_trial_says_what_would_happen_and_changes_nothing(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let users = members(&ana, 2).await;
    let before = ana.get("/events?limit=1").await.expect(200).body["data"][0]["id"].clone();
    let body = json!({ "action": "delete", "dry_run": true, "filter": { "q": "example" } });
    let report = many(&ana, body).await.expect(200).body;
    assert_eq!(
        (&report["dry_run"], &report["done"]),
        (&json!(true), &json!(2))
    );
    assert_eq!(report["skipped"][0]["code"], "protected_user");
    assert_eq!(ana.user(&id(&users[0])).await["status"], "active");
    let after = ana.get("/events?limit=1").await.expect(200).body["data"][0]["id"].clone();
    assert_eq!(after, before);
}

/// A second administrator, logged in.
async fn colleague(server: &Server, ana: &Client) -> (String, Client) {
    let ben = id(&ana.member("ben@example.com", PASSWORD).await);
    let body =
        json!({ "action": "grant_role", "params": { "role": "system_admin" }, "ids": [ben] });
    let report = many(ana, body).await.expect(200).body;
    assert_eq!(report["done"], 1, "{report}");
    (
        ben,
        server.client().log_in("ben@example.com", PASSWORD).await,
    )
}

async fn the_last_administrator_stays_in_every_order_and_in_a_race(database: Database) {
    let server = Server::start(database).await;
    let mut ana = server.administrator().await;
    let own = id(&ana.get("/me").await.expect(200).body);
    let (ben, mut as_ben) = colleague(&server, &ana).await;
    for round in 0..20 {
        let both = if round % 2 == 0 {
            [&own, &ben]
        } else {
            [&ben, &own]
        };
        let all = json!({ "action": "deactivate", "ids": both });
        let (a, b) = tokio::join!(many(&ana, all.clone()), many(&as_ben, all));
        // Whoever is out before he began is told so instead of a report.
        let won = [&a, &b].map(|answer| answer.body["done"] == 1);
        assert_eq!(
            won.iter().filter(|won| **won).count(),
            1,
            "{} / {}",
            a.text,
            b.text
        );
        let back = json!({ "action": "activate", "ids": both });
        if won[0] {
            many(&ana, back).await.expect(200);
            as_ben = server.client().log_in("ben@example.com", PASSWORD).await;
        } else {
            many(&as_ben, back).await.expect(200);
            ana = server.client().log_in(ADMIN.0, ADMIN.1).await;
        }
    }
}

async fn an_organization_administrator_reaches_his_members_alone(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let own = id(&ana.get("/me").await.expect(200).body);
    let acme = ana.get("/me").await.expect(200).body["organizations"][0].clone();
    let inside = json!({ "email": "in@example.com", "organization": acme,
        "credential": { "type": "temporary_password", "password": PASSWORD } });
    let inside = id(&ana.post("/users", &inside).await.expect(201).body);
    let outside = id(&members(&ana, 1).await[0]);
    let ola = id(&ana.member("ola@example.com", PASSWORD).await);
    let roles = json!({ "roles": [{ "role": "organization_admin", "organization": acme }] });
    ana.put(&format!("/users/{ola}/roles"), &roles)
        .await
        .expect(200);
    let ola = server.client().log_in("ola@example.com", PASSWORD).await;
    // A member, somebody stronger, and somebody of whom he must not know.
    let body =
        json!({ "action": "block", "params": { "reason": "x" }, "ids": [inside, own, outside] });
    let report = many(&ola, body).await.expect(200).body;
    assert_eq!(
        (&report["done"], &report["skipped"][0]["id"]),
        (&json!(1), &json!(own)),
        "{report}"
    );
    assert_eq!(report["skipped"][1]["code"], "not_found", "{report}");
    assert_eq!(ana.user(&outside).await["status"], "active");
    let body = json!({ "action": "unblock", "filter": {} });
    let report = many(&ola, body).await.expect(200).body;
    assert!(!report.to_string().contains(&outside), "{report}");
    let body = json!({ "action": "anonymize", "ids": [inside] });
    let report = many(&ola, body).await.expect(200).body;
    assert_eq!(report["skipped"][0]["code"], "forbidden", "{report}");
    let body =
        json!({ "action": "grant_role", "params": { "role": "system_admin" }, "ids": [inside] });
    let report = many(&ola, body).await.expect(200).body;
    assert_eq!(
        (&report["done"], report["skipped"].as_array().unwrap().len()),
        (&json!(0), 1),
        "{report}"
    );
    // A plain user sees nobody, and reaches nobody.
    ana.member("zoe@example.com", PASSWORD).await;
    let zoe = server.client().log_in("zoe@example.com", PASSWORD).await;
    for whom in [json!({ "ids": [inside] }), json!({ "filter": {} })] {
        let mut body = json!({ "action": "activate" });
        body.as_object_mut()
            .unwrap()
            .extend(whom.as_object().unwrap().clone());
        many(&zoe, body).await.expect_problem(403, "forbidden");
    }
}

async fn a_wish_that_says_nothing_clear_is_refused_with_everything_that_is_wrong(
    database: Database,
) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let pointers = |answer: &Answer| {
        let errors = answer.body["errors"].as_array().unwrap().clone();
        let mut all = errors
            .iter()
            .map(|error| error["pointer"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>();
        all.sort();
        all
    };
    for (body, wrong) in [
        (json!({}), vec!["/action", "/ids"]),
        (
            json!({ "action": "explode", "ids": [""], "odd": 1 }),
            vec!["/action", "/ids/0", "/odd"],
        ),
        (
            json!({ "action": "set_password", "ids": ["US1"], "filter": {} }),
            vec!["/action", "/ids"],
        ),
        (
            json!({ "action": "block", "ids": [] }),
            vec!["/ids", "/params/reason"],
        ),
        (
            json!({ "action": "delete", "params": { "reason": "x" }, "ids": ["US1"] }),
            vec!["/params/reason"],
        ),
        (
            json!({ "action": "grant_role", "ids": ["US1"] }),
            vec!["/params/role"],
        ),
        (
            json!({ "action": "delete", "filter": { "status": "alive", "sort": "id", "odd": "1" } }),
            vec!["/filter/odd", "/filter/sort", "/filter/status"],
        ),
        (json!({ "action": "delete", "filter": 7 }), vec!["/filter"]),
    ] {
        let answer = many(&ana, body.clone())
            .await
            .expect_problem(422, "validation");
        assert_eq!(pointers(&answer), wrong, "{body}");
    }
    let endless = vec!["US1"; 10_001];
    let answer = many(&ana, json!({ "action": "delete", "ids": endless })).await;
    answer.expect_problem(422, "validation");
}
