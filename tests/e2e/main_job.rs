//! The main job: invited, accepted, logged in, blocked, unblocked, deactivated, activated, deleted, restored.

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    process::{ADMIN, PASSWORD, Server},
};
use reqwest::Method;
use serde_json::json;

on_both_databases! {
    a_colleague_lives_through_everything_and_the_audit_trail_tells_it,
    a_temporary_password_opens_nothing_but_its_own_change,
    the_first_administrator_is_made_once,
    a_stale_form_changes_nothing_and_a_fresh_one_does,
    a_repeated_key_creates_one_user,
    the_list_finds_sorts_and_pages,
    logging_out_ends_the_session_and_nothing_else,
    a_plain_user_sees_himself_and_nobody_else,
}

async fn ben_can_log_in(server: &Server) -> bool {
    server
        .client()
        .try_log_in("ben@example.com", PASSWORD)
        .await
        .status
        == 201
}

async fn a_colleague_lives_through_everything_and_the_audit_trail_tells_it(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let (ben, _) = ana.invite("ben@example.com").await;
    assert_eq!(
        (ben["status"].as_str(), ben["can_log_in"].as_bool()),
        (Some("pending"), Some(false))
    );
    let id = ben["id"].as_str().unwrap();

    // The link in the mail is the one that works; looking at it uses nothing up.
    let token = server.mailed_token("ben@example.com", "/invite/").await;
    let visitor = server.client();
    for _ in 0..3 {
        visitor
            .get(&format!("/invitations/{token}"))
            .await
            .expect(200);
    }
    let accept = format!("/invitations/{token}/accept");
    let accepted = visitor
        .post(
            &accept,
            &json!({ "password": PASSWORD, "last_name": "Kim" }),
        )
        .await;
    let accepted = accepted.expect(200).body;
    assert_eq!(
        (accepted["status"].as_str(), accepted["last_name"].as_str()),
        (Some("active"), Some("Kim"))
    );
    visitor
        .post(&accept, &json!({ "password": PASSWORD }))
        .await
        .expect_problem(410, "link_invalid");

    block_deactivate_delete_and_restore(&server, &ana, id).await;
    the_trail_tells_it(&server, &ana, id).await;
}

/// What an administrator does to a user who can log in; each takes and gives back what it should.
async fn block_deactivate_delete_and_restore(server: &Server, ana: &Client, id: &str) {
    let session = server.client().log_in("ben@example.com", PASSWORD).await;
    assert_eq!(
        session.get("/me").await.expect(200).body["email"],
        "ben@example.com"
    );

    let blocked = ana
        .post(
            &format!("/users/{id}/block"),
            &json!({ "reason": "lost badge" }),
        )
        .await;
    assert_eq!(
        blocked.expect(200).body["status_detail"]["reason"],
        "lost badge"
    );
    session.get("/me").await.expect_problem(401, "unauthorized");
    assert!(!ben_can_log_in(server).await);
    ana.act(&format!("/users/{id}/unblock")).await.expect(200);
    assert!(ben_can_log_in(server).await);

    ana.act(&format!("/users/{id}/deactivate"))
        .await
        .expect(200);
    assert!(!ben_can_log_in(server).await);
    ana.act(&format!("/users/{id}/activate")).await.expect(200);
    assert!(ben_can_log_in(server).await);

    ana.delete(&format!("/users/{id}")).await.expect(200);
    assert!(!ben_can_log_in(server).await);
    let restored = ana
        .act(&format!("/users/{id}/restore"))
        .await
        .expect(200)
        .body;
    assert_eq!(restored["status"], "inactive");
}

async fn the_trail_tells_it(server: &Server, ana: &Client, id: &str) {
    let history = ana.history(id).await;
    let told = [
        "user.registered",
        "invitation.sent",
        "invitation.accepted",
        "user.activated",
        "log_in.succeeded",
        "user.blocked",
        "log_in.failed",
        "user.unblocked",
        "user.deactivated",
        "user.deleted",
        "user.restored",
    ];
    for kind in told {
        assert!(
            history.iter().any(|event| event == kind),
            "{kind} is not in {history:?}"
        );
    }
    let check = server.command(&["check", "--json"]).await;
    assert!(
        check.status.success(),
        "{}",
        String::from_utf8_lossy(&check.stdout)
    );
}

async fn a_temporary_password_opens_nothing_but_its_own_change(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let body = json!({
        "email": "cem@example.com", "username": "cem01",
        "credential": { "type": "temporary_password", "password": PASSWORD },
    });
    ana.post("/users", &body).await.expect(201);
    let visitor = server.client();
    let refused = visitor.try_log_in("cem01", PASSWORD).await;
    let refused = refused.expect_problem(403, "password_change_required");
    assert!(refused.body.get("token").is_none(), "no session");
    let change_token = refused.body["change_token"].as_str().unwrap();
    let change = |new: &str| json!({ "change_token": change_token, "new_password": new });
    visitor
        .put("/me/password", &change(PASSWORD))
        .await
        .expect_problem(422, "password_policy");
    let new = "copper lantern drifts north";
    let changed = visitor.put("/me/password", &change(new)).await;
    assert!(changed.status.is_success(), "{}", changed.text);
    visitor
        .put("/me/password", &change(ADMIN.1))
        .await
        .expect_problem(410, "link_invalid");
    visitor.log_in("CEM01", new).await;
}

async fn the_first_administrator_is_made_once(database: Database) {
    let mut server = Server::start(database).await;
    let wrong = json!({ "token": "x".repeat(43), "organization": "Acme", "email": "eve@example.com", "password": PASSWORD });
    server
        .client()
        .post("/setup", &wrong)
        .await
        .expect_problem(410, "link_invalid");
    let token = server.setup_token().to_owned();
    let mut racers = tokio::task::JoinSet::new();
    for n in 0..10 {
        let (client, token) = (server.client(), token.clone());
        racers.spawn(async move {
            let body = json!({
                "token": token, "organization": "Acme", "email": format!("admin{n}@example.com"), "password": PASSWORD,
            });
            client.post("/setup", &body).await.status.as_u16()
        });
    }
    let mut statuses = Vec::new();
    while let Some(status) = racers.join_next().await {
        statuses.push(status.unwrap());
    }
    assert_eq!(
        statuses.iter().filter(|status| **status == 201).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|status| matches!(status, 201 | 410)),
        "{statuses:?}"
    );
    server.stop().await;
    server.start_again().await;
    assert!(!server.prints_setup_link(), "an administrator exists");
}

async fn a_stale_form_changes_nothing_and_a_fresh_one_does(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ben = ana.member("ben@example.com", PASSWORD).await;
    let path = format!("/users/{}", ben["id"].as_str().unwrap());
    let tag = ana.get(&path).await.expect(200).header("etag").to_owned();
    let patch = json!({ "first_name": "Benjamin", "phone": "+49 30 123456" });
    ana.send(Method::PATCH, &path, &[], Some(&patch))
        .await
        .expect_problem(428, "version_required");
    // Wrong passwords of a stranger do not make the form stale.
    server
        .client()
        .try_log_in("ben@example.com", "not the password at all")
        .await
        .expect(401);
    let fresh = ana
        .send(Method::PATCH, &path, &[("if-match", &tag)], Some(&patch))
        .await
        .expect(200);
    assert_eq!(fresh.body["first_name"], "Benjamin");
    assert_ne!(fresh.header("etag"), tag);
    let stale = json!({ "first_name": "Bob" });
    ana.send(Method::PATCH, &path, &[("if-match", &tag)], Some(&stale))
        .await
        .expect_problem(412, "stale_version");
    assert_eq!(
        ana.user(ben["id"].as_str().unwrap()).await["first_name"],
        "Benjamin"
    );
}

async fn a_repeated_key_creates_one_user(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let key = "01990000-0000-7000-8000-000000000001";
    let body = json!({ "email": "ben@example.com", "credential": { "type": "invitation" } });
    let send = |body| async {
        let body = body;
        ana.send(
            Method::POST,
            "/users",
            &[("idempotency-key", key)],
            Some(&body),
        )
        .await
    };
    let first = send(body.clone()).await.expect(201).body;
    let again = send(body).await.expect(201).body;
    assert_eq!(first["id"], again["id"]);
    let other = json!({ "email": "eve@example.com", "credential": { "type": "invitation" } });
    send(other)
        .await
        .expect_problem(422, "idempotency_key_reused");
    let total = ana.get("/users").await.expect(200).body["page"]["total"].as_u64();
    assert_eq!(total, Some(2));
}

async fn names(client: &Client, query: &str) -> Vec<String> {
    let page = client
        .get(&format!("/users?{query}"))
        .await
        .expect(200)
        .body;
    let users = page["data"].as_array().unwrap().iter();
    users
        .map(|user| {
            user["email"]
                .as_str()
                .unwrap()
                .split('@')
                .next()
                .unwrap()
                .to_owned()
        })
        .collect()
}

async fn the_list_finds_sorts_and_pages(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    for name in ["dora", "ben", "Çelik", "eva"] {
        let body = json!({ "email": format!("{}@example.org", name.to_lowercase()), "first_name": name, "credential": { "type": "invitation" } });
        ana.post("/users", &body).await.expect(201);
    }
    assert_eq!(
        names(&ana, "").await,
        ["eva", "çelik", "ben", "dora", "ana"],
        "the newest first"
    );
    assert_eq!(
        names(&ana, "sort=email").await,
        ["ana", "ben", "dora", "eva", "çelik"]
    );
    assert_eq!(
        names(&ana, "q=%C3%87EL").await,
        ["çelik"],
        "case does not matter, in any script"
    );
    assert_eq!(names(&ana, "status=active").await, ["ana"]);
    assert_eq!(names(&ana, "status=pending&q=E&sort=email").await.len(), 4);
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ana
            .get(&format!("/users?sort=first_name&limit=2{cursor}"))
            .await
            .expect(200)
            .body;
        seen.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|user| user["id"].to_string()),
        );
        match page["page"]["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 5);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5, "every user once");
    ana.get("/users?limit=0").await.expect(422);
    ana.get("/users?sort=shoe_size").await.expect(422);
    ana.get(&format!("/users?sort=-first_name&limit=2{cursor}"))
        .await
        .expect(400);
}

async fn logging_out_ends_the_session_and_nothing_else(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let other = server.client().log_in(ADMIN.0, ADMIN.1).await;
    let sessions = ana.get("/sessions").await.expect(200).body;
    assert_eq!(sessions["data"].as_array().unwrap().len(), 2);
    assert_eq!(ana.delete("/sessions/current").await.status.as_u16(), 204);
    ana.get("/me").await.expect_problem(401, "unauthorized");
    other.get("/me").await.expect(200);
}

async fn a_plain_user_sees_himself_and_nobody_else(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ben = ana.member("ben@example.com", PASSWORD).await;
    let ana_id = ana.get("/me").await.expect(200).body["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let client = server.client().log_in("ben@example.com", PASSWORD).await;
    client
        .get(&format!("/users/{}", ben["id"].as_str().unwrap()))
        .await
        .expect(200);
    client.get("/users").await.expect_problem(403, "forbidden");
    client.get("/events").await.expect_problem(403, "forbidden");
    client.get("/outbox").await.expect_problem(403, "forbidden");
    client
        .get(&format!("/users/{ana_id}"))
        .await
        .expect_problem(403, "forbidden");
    client
        .act(&format!("/users/{ana_id}/deactivate"))
        .await
        .expect_problem(403, "forbidden");
    client
        .post(
            "/users",
            &json!({ "email": "x@example.com", "credential": { "type": "invitation" } }),
        )
        .await
        .expect_problem(403, "forbidden");
    server
        .client()
        .get("/users")
        .await
        .expect_problem(401, "unauthorized");
}
