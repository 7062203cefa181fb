//! Who, when, from where, what, before and after, why, and in which request.

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server},
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases! {
    every_change_tells_who_from_where_in_which_request_what_before_and_after_and_why,
    the_trail_is_exported_as_it_is_filtered_and_no_cell_is_a_formula,
    whoever_is_anonymized_stays_masked_in_the_trail_and_in_its_export,
    an_organization_administrator_reads_of_his_members_alone,
    ones_own_history_does_not_tell_from_where_others_work,
}

fn id(user: &Value) -> String {
    user["id"].as_str().unwrap().to_owned()
}

async fn events(by: &Client, query: &str) -> Vec<Value> {
    let page = by.get(&format!("/events?limit=200&{query}")).await;
    page.expect(200).body["data"].as_array().unwrap().clone()
}

#[expect(clippy::too_many_lines, reason = "one change after the other")]
async fn every_change_tells_who_from_where_in_which_request_what_before_and_after_and_why(
    database: Database,
) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let own = id(&ana.get("/me").await.expect(200).body);
    let ben = ana.member("ben@example.com", PASSWORD).await;
    let path = format!("/users/{}", id(&ben));
    let version = format!("\"v{}\"", ana.user(&id(&ben)).await["version"]);
    let headers = [
        ("x-request-id", "req-rename"),
        ("if-match", version.as_str()),
    ];
    let patch = json!({ "first_name": "Benno", "last_name": "Kim" });
    ana.send(Method::PATCH, &path, &headers, Some(&patch))
        .await
        .expect(200);
    let block =
        json!({ "action": "block", "params": { "reason": "stock-taking" }, "ids": [id(&ben)] });
    let headers = [("x-request-id", "req-bulk")];
    ana.send(Method::POST, "/users/bulk", &headers, Some(&block))
        .await
        .expect(200);

    let renamed = events(&ana, "request_id=req-rename").await;
    assert_eq!(renamed.len(), 1, "{renamed:?}");
    let event = &renamed[0];
    assert_eq!(event["kind"], "user.updated");
    assert_eq!(
        (&event["actor"], &event["actor_name"]),
        (&json!(format!("user:{own}")), &json!("Ana López"))
    );
    assert_eq!(event["ip"], "127.0.0.1");
    assert_eq!(event["user_name"], "Benno Kim");
    assert_eq!(event["user_number"], ben["number"]);
    assert_eq!(
        event["changes"],
        json!([{ "field": "first_name", "from": "Ben", "to": "Benno" }, { "field": "last_name", "from": null, "to": "Kim" }])
    );
    let blocked = events(&ana, "request_id=req-bulk").await;
    assert_eq!(
        (&blocked[0]["kind"], &blocked[0]["reason"]),
        (&json!("user.blocked"), &json!("stock-taking"))
    );

    let found = async |query: &str| events(&ana, query).await.len();
    assert_eq!(found("request_id=req-none").await, 0);
    assert_eq!(found("ip=127.0.0.1&kind=user.blocked").await, 1);
    assert_eq!(found("ip=192.0.2.1").await, 0);
    assert_eq!(
        found(&format!("subject={}&kind=user.*&actor={own}", id(&ben))).await,
        3
    );
    let all = events(&ana, &format!("subject={}", id(&ben))).await;
    let family = events(&ana, &format!("subject={}&kind=invitation.*", id(&ben))).await;
    let begins = all
        .iter()
        .filter(|event| event["kind"].as_str().unwrap().starts_with("invitation."));
    assert_eq!(family.len(), begins.count());
    assert!(!family.is_empty());
    for wrong in ["kind=*", "ip=somewhere", "request_id=a%20b", "subject=ana"] {
        ana.get(&format!("/events?{wrong}"))
            .await
            .expect_problem(422, "validation");
    }

    // Somebody without a session is told of too, and the command line comes from nowhere.
    server
        .client()
        .try_log_in("ben@example.com", "wrong password")
        .await
        .expect(401);
    let failed = events(&ana, "kind=log_in.failed").await;
    assert_eq!(
        (&failed[0]["actor"], &failed[0]["ip"]),
        (&json!("visitor"), &json!("127.0.0.1"))
    );
    let set = ["tenant", "set-policy", "default", "--preset", "hesh"];
    let set = server.command(&set).await;
    assert!(set.status.success(), "{set:?}");
    let policy = events(&ana, "kind=policy.*").await;
    assert_eq!(
        (&policy[0]["ip"], &policy[0]["request_id"]),
        (&Value::Null, &Value::Null)
    );
    assert!(
        policy[0]["changes"]
            .as_array()
            .unwrap()
            .iter()
            .any(|change| change["field"] == "removal.mode")
    );
    let check = server.command(&["check"]).await;
    assert!(check.status.success());
}

async fn export(by: &Client, query: &str) -> Answer {
    by.get(&format!("/events/export?{query}")).await
}

async fn the_trail_is_exported_as_it_is_filtered_and_no_cell_is_a_formula(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ben = id(&ana.member("ben@example.com", PASSWORD).await);
    for round in 0..260 {
        let (verb, body) = match round % 2 {
            0 => (
                "block",
                json!({ "reason": "=HYPERLINK(\"http://evil.example\")" }),
            ),
            _ => ("unblock", json!({})),
        };
        ana.post(&format!("/users/{ben}/{verb}"), &body)
            .await
            .expect(200);
    }
    let csv = export(&ana, "kind=user.blocked").await.expect(200);
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert!(csv.header("content-disposition").contains("events.csv"));
    let lines = csv.text.lines().collect::<Vec<_>>();
    assert_eq!(lines.len(), 131);
    assert!(
        lines[0].starts_with("id,at,kind,actor,actor_name,ip,"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].contains(",\"'=HYPERLINK(\"\"http://evil.example\"\")\","),
        "{}",
        lines[1]
    );

    // More than one page of the database, each event once, as the list has them.
    let all = export(&ana, "format=ndjson").await.expect(200);
    assert_eq!(all.header("content-type"), "application/x-ndjson");
    let told = all
        .text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["id"].clone());
    let listed = ana
        .all("/events")
        .await
        .into_iter()
        .map(|event| event["id"].clone());
    assert_eq!(told.collect::<Vec<_>>(), listed.collect::<Vec<_>>());
    for wrong in ["format=xlsx", "limit=5", "cursor=x", "odd=1"] {
        export(&ana, wrong).await.expect_problem(422, "validation");
    }
    let ben = server
        .client()
        .try_log_in("ben@example.com", PASSWORD)
        .await
        .expect(201);
    let ben = server
        .client()
        .with_token(ben.body["token"].as_str().unwrap());
    export(&ben, "").await.expect_problem(403, "forbidden");
}

async fn whoever_is_anonymized_stays_masked_in_the_trail_and_in_its_export(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let zoe = id(&ana.member("zoe@example.com", PASSWORD).await);
    let as_zoe = server.client().log_in("zoe@example.com", PASSWORD).await;
    as_zoe.delete("/sessions").await;
    assert!(
        export(&ana, "")
            .await
            .expect(200)
            .text
            .contains("zoe@example.com")
    );
    let own = events(&ana, &format!("actor={zoe}")).await;
    assert!(own.iter().any(|event| event["ip"] == "127.0.0.1"));
    ana.act(&format!("/users/{zoe}/anonymize"))
        .await
        .expect(200);
    let text = export(&ana, "").await.expect(200).text;
    assert!(!text.contains("zoe@example.com"));
    let own = events(&ana, &format!("actor={zoe}")).await;
    assert!(!own.is_empty() && own.iter().all(|event| event["ip"].is_null()));
    let check = server.command(&["check"]).await;
    assert!(check.status.success());
}

async fn an_organization_administrator_reads_of_his_members_alone(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let acme = ana.get("/me").await.expect(200).body["organizations"][0].clone();
    for (email, organization) in [("in@example.com", &acme), ("out@example.com", &Value::Null)] {
        let body = json!({ "email": email, "organization": organization,
            "credential": { "type": "temporary_password", "password": PASSWORD } });
        ana.post("/users", &body).await.expect(201);
    }
    let ola = id(&ana.member("ola@example.com", PASSWORD).await);
    let roles = json!({ "roles": [{ "role": "organization_admin", "organization": acme }] });
    ana.put(&format!("/users/{ola}/roles"), &roles)
        .await
        .expect(200);
    let ola = server.client().log_in("ola@example.com", PASSWORD).await;
    for event in events(&ola, "").await {
        assert!(event["user"].is_string(), "{event}");
    }
    let told = export(&ola, "format=ndjson").await.expect(200).text;
    assert!(told.contains("in@example.com"));
    assert!(!told.contains("out@example.com"));
    assert!(!told.contains("\"user\":null"));
}

async fn ones_own_history_does_not_tell_from_where_others_work(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ben = id(&ana.member("ben@example.com", PASSWORD).await);
    let as_ben = server.client().log_in("ben@example.com", PASSWORD).await;
    let own = as_ben
        .get(&format!("/users/{ben}/events"))
        .await
        .expect(200)
        .body;
    let (mine, others): (Vec<_>, Vec<_>) =
        own["data"].as_array().unwrap().iter().partition(|event| {
            [format!("user:{ben}"), "visitor".to_owned()]
                .contains(&event["actor"].as_str().unwrap().to_owned())
        });
    assert!(!others.is_empty() && !mine.is_empty());
    assert!(
        others
            .iter()
            .all(|event| event["ip"].is_null() && event["actor_name"].is_null())
    );
    assert!(mine.iter().any(|event| event["ip"] == "127.0.0.1"));
    let all = ana
        .get(&format!("/users/{ben}/events"))
        .await
        .expect(200)
        .body;
    assert!(
        all["data"]
            .as_array()
            .unwrap()
            .iter()
            .any(|event| event["actor_name"] == "Ana López")
    );
}
