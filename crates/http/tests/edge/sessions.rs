//! Log-in and log-out, cookies, one's own password.

use crate::stand::{ADMIN, GOOD, Stand};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;

async fn log_in(stand: &Stand, cookie: bool) -> crate::stand::Reply {
    let body = json!({"login": "Admin@Example.com", "password": GOOD, "cookie": cookie});
    let text = body.to_string();
    stand
        .raw("/api/v1/sessions", Some("application/json"), &text)
        .await
}

#[tokio::test]
async fn a_log_in_answers_with_token_user_and_permissions() {
    let stand = Stand::new();
    let reply = log_in(&stand, false).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    let body = reply.json();
    assert_eq!(body["token"].as_str().unwrap().len(), 43);
    assert_eq!(body["user"]["email"], "admin@example.com");
    let permissions = body["permissions"].as_array().unwrap();
    assert!(permissions.contains(&json!("users.block")));
    assert!(body["favourites"].is_object());
    assert!(reply.header(header::SET_COOKIE).is_empty());
    assert_eq!(reply.header(header::CACHE_CONTROL), "no-store");
    let request = Request::get("/api/v1/me").header(
        header::AUTHORIZATION,
        format!("Bearer {}", body["token"].as_str().unwrap()),
    );
    let me = stand.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(me.json()["id"], body["user"]["id"]);
}

#[tokio::test]
async fn a_cookie_is_set_when_asked_for_and_bound_to_the_host_by_https() {
    let plain = Stand::new();
    let line = log_in(&plain, true).await;
    let line = line.header(header::SET_COOKIE);
    assert!(line.starts_with("session="), "{line}");
    assert!(line.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{line}");
    let secure = Stand::at("https://oms.example", |_| {});
    let reply = log_in(&secure, true).await;
    let line = reply.header(header::SET_COOKIE);
    assert!(line.starts_with("__Host-session="), "{line}");
    assert!(line.ends_with("; HttpOnly; SameSite=Lax; Secure"), "{line}");
    let cookie = line.split(';').next().unwrap();
    let me = Request::get("/api/v1/me").header(header::COOKIE, format!("a=b; {cookie}"));
    let me = secure.send(me.body(Body::empty()).unwrap()).await;
    assert_eq!(me.status, 200, "{me:?}");
}

#[tokio::test]
async fn a_log_in_by_cookie_takes_the_place_of_the_session_before_it() {
    let stand = Stand::new();
    let log_in = |password: &str, cookie: bool, held: &str| {
        let body = json!({"login": "admin", "password": password, "cookie": cookie});
        let request = Request::post("/api/v1/sessions")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::COOKIE, held);
        stand.send(request.body(Body::from(body.to_string())).unwrap())
    };
    let open = || stand.data.lock().unwrap().sessions.len();
    let first = log_in(GOOD, true, "").await;
    let held = first.header(header::SET_COOKIE).split(';').next().unwrap();
    assert_eq!(open(), 2);
    log_in("wrong", true, held)
        .await
        .problem(401, "login_failed");
    assert_eq!(open(), 2);
    assert_eq!(log_in(GOOD, false, held).await.status, 201);
    assert_eq!(open(), 3);
    assert_eq!(log_in(GOOD, true, held).await.status, 201);
    assert_eq!(open(), 3);
    let me = Request::get("/api/v1/me").header(header::COOKIE, held);
    let me = stand.send(me.body(Body::empty()).unwrap()).await;
    me.problem(401, "unauthorized");
    assert_eq!(log_in(GOOD, true, "session=nobody").await.status, 201);
}

#[tokio::test]
async fn a_changed_password_is_told_even_when_no_session_can_be_opened() {
    let stand = Stand::new();
    stand.data.lock().unwrap().full = true;
    let request = Request::put("/api/v1/me/password")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::COOKIE, format!("session={ADMIN}"));
    let new = json!({"current_password": GOOD, "new_password": "violet harbor snail teapot"});
    let reply = stand
        .send(request.body(Body::from(new.to_string())).unwrap())
        .await;
    assert_eq!((reply.status.as_u16(), reply.text.as_str()), (204, ""));
    assert!(reply.header(header::SET_COOKIE).contains("Max-Age=0"));
}

#[tokio::test]
async fn unknown_users_and_wrong_passwords_are_answered_alike() {
    let stand = Stand::new();
    let mut answers = Vec::new();
    for login in ["admin", "nobody", "ana01", "nobody@example.com", "a b"] {
        let body = json!({"login": login, "password": "wrong"}).to_string();
        let reply = stand
            .raw("/api/v1/sessions", Some("application/json"), &body)
            .await;
        let mut problem = reply.problem(401, "login_failed");
        assert_eq!(problem["title"], "Log in failed.");
        problem["instance"] = json!("");
        answers.push(problem);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1);
}

#[tokio::test]
async fn a_log_out_leaves_nothing_in_the_browser() {
    let stand = Stand::new();
    let path = "/api/v1/sessions/current";
    let reply = stand.ask("DELETE", path, &[], None).await;
    assert_eq!(reply.status, 204, "{reply:?}");
    assert_eq!(reply.header("clear-site-data"), "\"cache\", \"storage\"");
    let line = reply.header(header::SET_COOKIE);
    assert!(line.starts_with("session=;") && line.contains("Max-Age=0"));
}

#[tokio::test]
async fn sessions_are_listed_without_their_tokens() {
    let stand = Stand::new();
    let reply = stand.get("/api/v1/sessions").await;
    let body = reply.json();
    assert_eq!(body["data"][0]["current"], true);
    assert_eq!(body["page"]["total"], 1);
    assert!(!reply.text.contains(ADMIN));
}

#[tokio::test]
async fn a_new_password_is_proved_by_the_current_one() {
    let stand = Stand::new();
    let path = "/api/v1/me/password";
    let new = "violet harbor snail teapot";
    let change = |current| json!({"current_password": current, "new_password": new});
    let wrong = stand.ask("PUT", path, &[], Some(change("wrong"))).await;
    wrong.problem(401, "login_failed");
    let reply = stand.ask("PUT", path, &[], Some(change(GOOD))).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.json()["token"].as_str().unwrap().len(), 43);
    let weak = json!({"current_password": new, "new_password": "short"});
    let reply = stand.ask("PUT", path, &[], Some(weak)).await;
    reply.problem(422, "password_policy");
    assert_eq!(reply.pointers()[0].0, "/new_password");
    let neither = json!({"new_password": new});
    let reply = stand.ask("PUT", path, &[], Some(neither)).await;
    reply.problem(422, "validation");
    let token = json!({"change_token": "nonsense", "new_password": new});
    let reply = stand.ask("PUT", path, &[], Some(token)).await;
    reply.problem(410, "link_invalid");
}

#[tokio::test]
async fn a_wish_for_a_reset_is_answered_alike_for_everybody() {
    let stand = Stand::new();
    for login in ["admin", "nobody", "nobody@example.com"] {
        let body = json!({ "login": login }).to_string();
        let reply = stand
            .raw("/api/v1/password-resets", Some("application/json"), &body)
            .await;
        assert_eq!((reply.status.as_u16(), reply.text.as_str()), (202, ""));
    }
    stand.state.settled().await;
    let users = stand.data.lock().unwrap().users.clone();
    let asked = users.iter().filter(|user| user.tickets().reset.is_some());
    assert_eq!(asked.count(), 1);
}

#[tokio::test]
async fn a_link_that_is_none_is_gone() {
    let stand = Stand::new();
    for path in [
        "/api/v1/invitations/nonsense",
        "/api/v1/password-resets/nonsense",
    ] {
        stand.get(path).await.problem(410, "link_invalid");
    }
    let body = json!({"password": GOOD});
    let path = "/api/v1/invitations/nonsense/accept";
    stand.post(path, body).await.problem(410, "link_invalid");
    let setup = json!({"token": "x", "organization": "Acme", "email": "a@b.de", "password": GOOD});
    let reply = stand.post("/api/v1/setup", setup).await;
    reply.problem(410, "link_invalid");
}
