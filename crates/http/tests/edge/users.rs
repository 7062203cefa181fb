//! Users: lists, views, commands, repetitions.

use crate::stand::{GOOD, Stand};
use axum::http::header;
use serde_json::json;
use tenure_domain::testing::noon;
use tenure_service::ports::{SortKey, SortOrder};

#[tokio::test]
async fn a_user_is_shown_with_everything_that_the_contract_names() {
    let stand = Stand::new();
    let reply = stand.get("/api/v1/users/12").await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header(header::ETAG), "\"v1\"");
    let user = reply.json();
    for field in [
        "id",
        "number",
        "tenant",
        "kind",
        "username",
        "email",
        "first_name",
        "last_name",
        "display_name",
        "phone",
        "external_id",
        "status",
        "status_detail",
        "can_log_in",
        "credential",
        "must_change_password",
        "invitation",
        "anonymized",
        "protected",
        "roles",
        "organizations",
        "facilities",
        "capabilities",
        "position",
        "on_vacation",
        "self",
        "created_at",
        "created_by",
        "last_log_in_at",
        "version",
        "actions",
    ] {
        assert!(user.get(field).is_some(), "{field}: {user}");
    }
    assert_eq!(user["status"], "pending");
    assert_eq!(user["invitation"]["status"], "open");
    let link = user["invitation"]["link"].as_str().unwrap();
    assert!(link.starts_with("http://localhost:8080/invite/"), "{link}");
    let token = link.rsplit('/').next().unwrap();
    let behind = stand.get(&format!("/api/v1/invitations/{token}")).await;
    assert_eq!(behind.json()["email"], "ana@example.com");
}

#[tokio::test]
async fn a_view_is_sent_whole_for_it_depends_on_more_than_the_version() {
    let stand = Stand::new();
    let known = [("if-none-match", "\"v1\"")];
    for path in ["/api/v1/users/12", "/api/v1/me"] {
        let reply = stand.ask("GET", path, &known, None).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        assert_eq!(reply.header(header::ETAG), "\"v1\"");
        assert_eq!(reply.json()["version"], 1);
    }
}

#[tokio::test]
async fn an_added_user_is_where_the_answer_says() {
    let stand = Stand::new();
    let wish = json!({"email": "bo@example.com", "credential": {"type": "invitation"}});
    let added = stand.post("/api/v1/users", wish).await;
    assert_eq!(added.status, 201, "{added:?}");
    let place = added.header(header::LOCATION);
    assert_eq!(
        place,
        format!("/api/v1/users/{}", added.json()["id"].as_str().unwrap())
    );
    assert_eq!(stand.get(place).await.json()["email"], "bo@example.com");
    let changed = stand.get("/api/v1/users/12").await;
    assert!(changed.header(header::LOCATION).is_empty());
}

#[tokio::test]
async fn the_history_of_nobody_is_not_found() {
    let stand = Stand::new();
    let nobody = "/api/v1/users/0190a1b2-0000-7000-8000-000000000001/events";
    stand.get(nobody).await.problem(404, "not_found");
    let reply = stand.get("/api/v1/users/12/events").await;
    assert_eq!(reply.json()["data"], json!([]), "{reply:?}");
}

#[tokio::test]
async fn every_action_is_refused_at_another_version() {
    let stand = Stand::new();
    let stale = [("if-match", "\"v99\"")];
    let password = json!({"temporary_password": "violet harbor snail teapot"});
    let directory = json!({"domain": "corp"});
    for (method, path, body) in [
        ("PUT", "password", Some(password)),
        ("PUT", "external-credential", Some(directory)),
        ("DELETE", "external-credential", None),
        ("PUT", "roles", Some(json!({"roles": []}))),
        ("POST", "invitation", None),
        ("DELETE", "invitation", None),
        ("POST", "activate", None),
        ("POST", "anonymize", None),
        ("DELETE", "sessions", None),
    ] {
        let path = format!("/api/v1/users/12/{path}");
        let reply = stand.ask(method, &path, &stale, body).await;
        reply.problem(412, "stale_version");
    }
}

#[tokio::test]
async fn ones_own_address_is_changed_only_soon_after_a_log_in() {
    let stand = Stand::new();
    let me = stand.get("/api/v1/me").await.json();
    let own = format!("/api/v1/users/{}", me["id"].as_str().unwrap());
    let any = [("if-match", "*")];
    let patch = |path: &str, body| {
        let path = path.to_owned();
        let stand = &stand;
        async move { stand.ask("PATCH", &path, &any, Some(body)).await }
    };
    let moved = json!({"email": "boss@example.com"});
    stand.data.lock().unwrap().proved_at = Some(noon() - chrono::TimeDelta::minutes(10));
    for path in ["/api/v1/me", own.as_str()] {
        let reply = patch(path, moved.clone()).await;
        let problem = reply.problem(401, "reauthentication_required");
        assert_eq!(problem["title"], "Log in again.");
        let same = json!({"email": "admin@example.com", "first_name": "Ada"});
        let reply = patch(path, same).await;
        assert_eq!(reply.status, 200, "{reply:?}");
    }
    let reply = patch("/api/v1/users/12", json!({"email": "lopez@example.com"})).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    stand.data.lock().unwrap().proved_at = Some(noon() - chrono::TimeDelta::minutes(9));
    let reply = patch("/api/v1/me", moved).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

#[tokio::test]
async fn a_list_says_where_it_goes_on_and_a_cursor_fits_its_own_list_alone() {
    let stand = Stand::new();
    let path = "/api/v1/users?q=%C3%96mer&status=active,pending&sort=-name&limit=2";
    let reply = stand.get(path).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let body = reply.json();
    assert_eq!(body["data"].as_array().unwrap().len(), 2);
    assert_eq!(body["page"]["limit"], 2);
    assert_eq!(body["page"]["total"], 2);
    let cursor = body["page"]["next_cursor"].as_str().unwrap();
    let link = reply.header(header::LINK);
    assert_eq!(link, format!("<{path}&cursor={cursor}>; rel=\"next\""));
    let next = stand.get(&format!("{path}&cursor={cursor}")).await;
    assert_eq!(next.status, 200, "{next:?}");
    let (filter, page) = stand.data.lock().unwrap().seen.pop().unwrap();
    assert_eq!(filter.searches[0].text, "ömer");
    assert_eq!(filter.status.unwrap().len(), 2);
    assert_eq!(
        (page.sort, page.order),
        (SortKey::Name, SortOrder::Descending)
    );
    assert_eq!(page.cursor.unwrap().number, Some(12));
    for other in ["q=omer&sort=-name", "sort=-name", "q=%C3%96mer&sort=name"] {
        let path = format!("/api/v1/users?{other}&cursor={cursor}");
        let reply = stand.get(&path).await;
        reply.problem(400, "cursor_mismatch");
    }
}

#[tokio::test]
async fn an_action_answers_with_the_user_and_a_refusal_with_what_would_be_possible() {
    let stand = Stand::new();
    let body = json!({"reason": "Seen at the till after closing"});
    let reply = stand.post("/api/v1/users/12/block", body).await;
    let problem = reply.problem(409, "invalid_transition");
    assert_eq!(problem["from"], "pending");
    let allowed = problem["allowed"].as_array().unwrap();
    assert!(allowed.contains(&json!("revoke_invitation")), "{problem}");
    let user = stand.get("/api/v1/users/12").await.json();
    assert_eq!(user["actions"], problem["allowed"]);
    let path = "/api/v1/users/12/deactivate";
    let reply = stand.ask("POST", path, &[], None).await;
    assert_eq!(reply.json()["status"], "inactive", "{reply:?}");
    assert_eq!(reply.json()["status_detail"]["cause"], "administrator");
    assert!(!reply.header(header::ETAG).is_empty());
    let stale = [("if-match", "\"v1\"")];
    let reply = stand.ask("POST", path, &stale, None).await;
    reply.problem(412, "stale_version");
}

#[tokio::test]
async fn a_repeated_wish_is_fulfilled_once_and_answered_as_the_first_time() {
    let stand = Stand::new();
    let key = [("idempotency-key", "0190a1b2-0000-7000-8000-00000000000a")];
    let wish = |email: &str| json!({"email": email, "credential": {"type": "invitation"}});
    let path = "/api/v1/users";
    let add = |email: &'static str| stand.ask("POST", path, &key, Some(wish(email)));
    let first = add("bo@example.com").await;
    assert_eq!(first.status, 201, "{first:?}");
    assert!(first.header("idempotency-replayed").is_empty());
    let again = add("bo@example.com").await;
    assert_eq!(again.status, 201, "{again:?}");
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!(again.json()["id"], first.json()["id"]);
    let other = add("cy@example.com").await;
    other.problem(422, "idempotency_key_reused");
    let bad = [("idempotency-key", "once please")];
    let reply = stand.ask("POST", path, &bad, Some(wish("d@example.com")));
    reply.await.problem(400, "malformed");
}

#[tokio::test]
async fn inviting_a_pending_user_again_sends_the_invitation_again() {
    let stand = Stand::new();
    let wish = |email: &str| json!({"email": email, "credential": {"type": "invitation"}});
    let reply = stand.post("/api/v1/users", wish("ANA@example.com")).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.json()["number"], "12");
    assert_eq!(stand.ana().tickets().last_invitation, 2);
    let reply = stand.post("/api/v1/users", wish("admin@example.com")).await;
    let problem = reply.problem(409, "identifier_taken");
    assert_eq!(problem["errors"][0]["pointer"], "/email");
    stand.data.lock().unwrap().lost = true;
    let reply = stand.post("/api/v1/users", wish("ana@example.com")).await;
    reply.problem(503, "unavailable");
}

#[tokio::test]
async fn roles_are_replaced_by_what_is_wished() {
    let stand = Stand::new();
    let path = "/api/v1/users/12/roles";
    let wish = |roles: serde_json::Value| Some(json!({ "roles": roles }));
    let body = wish(json!(["system_admin"]));
    let reply = stand.ask("PUT", path, &[], body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.json()["roles"][0]["role"], "system_admin");
    let held = stand.get(path).await.json();
    assert_eq!(held["data"][0]["organization"], json!(null));
    // All or nothing: what is refused leaves the roles as they were.
    let refused = wish(json!(["nobody_knows_it"]));
    let reply = stand.ask("PUT", path, &[], refused).await;
    assert!(reply.status.is_client_error(), "{reply:?}");
    let held = stand.get(path).await.json();
    assert_eq!(held["data"][0]["role"], "system_admin");
    let version = stand.ana().version();
    let reply = stand.ask("PUT", path, &[], wish(json!([]))).await;
    assert_eq!(reply.json()["version"], version + 1);
    assert_eq!(reply.json()["roles"], json!([]));
    let reply = stand.ask("PUT", path, &[], Some(json!({}))).await;
    reply.problem(422, "validation");
}

/// OB-6, OB-59, OB-60
#[tokio::test]
async fn an_anonymized_user_is_shown_masked() {
    let stand = Stand::new();
    let path = "/api/v1/users/12/anonymize";
    let reply = stand.ask("POST", path, &[], None).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let user = reply.json();
    assert_eq!(user["anonymized"], true);
    assert_eq!(user["email"], "****");
    assert_eq!(user["last_name"], "****");
    assert!(!reply.text.contains("Lopez"), "{user}");
    let body = json!({"first_name": "Ana"});
    let any = [("if-match", "*")];
    let reply = stand.ask("PATCH", "/api/v1/users/12", &any, Some(body));
    reply.await.problem(409, "anonymized");
}

#[tokio::test]
async fn one_does_not_block_oneself() {
    let stand = Stand::new();
    let me = stand.get("/api/v1/me").await.json();
    let path = format!("/api/v1/users/{}/block", me["id"].as_str().unwrap());
    let reply = stand.post(&path, json!({"reason": "tired"})).await;
    reply.problem(409, "self_action");
    let missing = stand.post(&path, json!({})).await;
    missing.problem(422, "validation");
}

#[tokio::test]
async fn a_weak_password_is_pointed_at_where_it_stands() {
    let stand = Stand::new();
    let first = json!({"type": "temporary_password", "password": "short"});
    for (method, path, body, pointer) in [
        (
            "PUT",
            "/users/12/password",
            json!({"temporary_password": "short"}),
            "/temporary_password",
        ),
        (
            "POST",
            "/users",
            json!({"email": "bo@example.com", "credential": first}),
            "/credential/password",
        ),
        (
            "PUT",
            "/me/password",
            json!({"current_password": GOOD, "new_password": "short"}),
            "/new_password",
        ),
    ] {
        let path = format!("/api/v1{path}");
        let reply = stand.ask(method, &path, &[], Some(body)).await;
        reply.problem(422, "password_policy");
        assert_eq!(reply.pointers()[0].0, pointer);
    }
}
