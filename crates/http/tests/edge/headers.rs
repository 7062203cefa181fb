//! What every answer has, whatever it says.

use crate::stand::{Reply, Stand};
use axum::{
    body::Body,
    http::{Request, header},
};
use tenure_http::RateLimits;

fn is_protected(reply: &Reply) {
    let policy = reply.header(header::CONTENT_SECURITY_POLICY);
    for part in [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{reply:?}");
    }
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    assert_eq!(reply.header("referrer-policy"), "no-referrer");
    assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(reply.header("cross-origin-resource-policy"), "same-origin");
    assert!(!reply.header("x-request-id").is_empty());
    assert!(reply.header(header::SERVER).is_empty());
}

#[tokio::test]
async fn every_answer_is_protected_whatever_its_status() {
    let stand = Stand::new();
    for (method, path, status) in [
        ("GET", "/api/v1/me", 200),
        ("GET", "/healthz", 200),
        ("GET", "/api/openapi.json", 200),
        ("GET", "/api/docs/", 200),
        ("GET", "/problems/busy", 200),
        ("GET", "/api/docs", 303),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/problems/nothing", 404),
        ("POST", "/healthz", 405),
        ("POST", "/api/v1/users", 400),
    ] {
        let reply = stand.ask(method, path, &[], None).await;
        assert_eq!(reply.status, status, "{path} {reply:?}");
        is_protected(&reply);
    }
    let reply = stand.get("/api/v1/me").await;
    assert_eq!(reply.header(header::CACHE_CONTROL), "no-store");
    assert!(reply.header("strict-transport-security").is_empty());
}

#[tokio::test]
async fn a_page_that_is_not_there_is_a_page_and_an_address_of_the_api_a_problem() {
    let stand = Stand::new();
    let page = stand.get("/nothing").await;
    assert!(page.header(header::CONTENT_TYPE).starts_with("text/html"));
    let problem = stand.get("/api/nothing").await;
    problem.problem(404, "not_found");
}

#[tokio::test]
async fn by_https_browsers_are_told_to_stay_with_it() {
    let stand = Stand::at("https://oms.example", |_| {});
    for path in ["/api/v1/me", "/nothing", "/api/v1/nothing"] {
        let reply = stand.get(path).await;
        let value = reply.header("strict-transport-security");
        assert_eq!(value, "max-age=31536000; includeSubDomains");
    }
}

#[tokio::test]
async fn a_server_without_its_database_runs_and_is_not_ready() {
    let stand = Stand::new();
    assert_eq!(stand.get("/readyz").await.json()["status"], "ok");
    stand.data.lock().unwrap().lost = true;
    assert_eq!(stand.get("/healthz").await.json()["status"], "ok");
    let reply = stand.get("/readyz").await;
    reply.problem(503, "unavailable");
    assert!(!reply.text.contains("fire"), "{reply:?}");
    let wait = reply.header(header::RETRY_AFTER).parse::<u64>().unwrap();
    assert!((1..=5).contains(&wait));
    is_protected(&reply);
}

#[tokio::test]
async fn a_handler_that_panics_is_an_internal_error_without_words() {
    let stand = Stand::new();
    // The outbox of this stand knows no message to queue again: its mock panics.
    let path = "/api/v1/outbox/0190a1b2-0000-7000-8000-000000000001/retry";
    let reply = stand.ask("POST", path, &[], None).await;
    let problem = reply.problem(500, "internal");
    assert!(!problem.to_string().contains("expectation"), "{problem}");
    is_protected(&reply);
}

#[tokio::test]
async fn a_request_keeps_its_own_id() {
    let stand = Stand::new();
    let own = [("x-request-id", "till-7.42")];
    let reply = stand.ask("GET", "/api/v1/nothing", &own, None).await;
    let problem = reply.problem(404, "not_found");
    assert_eq!(problem["instance"], "till-7.42");
}

#[tokio::test]
async fn the_documentation_needs_nothing_from_elsewhere() {
    let stand = Stand::new();
    let page = stand.get("/api/docs/").await;
    assert!(!page.text.contains("https://"), "{}", page.text);
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("style-src 'self' 'unsafe-inline'"));
    let script = stand.get("/api/docs/swagger-initializer.js").await;
    assert!(script.text.contains("/api/openapi.json"), "{}", script.text);
    assert!(script.text.contains("\"validatorUrl\": \"none\""));
}

#[tokio::test]
async fn large_answers_are_compressed_for_those_who_ask() {
    let stand = Stand::new();
    let gzip = [("accept-encoding", "gzip")];
    let reply = stand.ask("GET", "/api/openapi.json", &gzip, None).await;
    assert_eq!(reply.header(header::CONTENT_ENCODING), "gzip");
    let reply = stand.ask("GET", "/healthz", &gzip, None).await;
    assert!(reply.header(header::CONTENT_ENCODING).is_empty());
}

#[tokio::test]
async fn more_requests_at_once_than_there_are_places_are_told_to_come_again() {
    let stand = Stand::at("http://localhost:8080", |settings| {
        settings.max_requests = 0;
    });
    let reply = stand.get("/healthz").await;
    reply.problem(503, "busy");
    is_protected(&reply);
}

#[tokio::test]
async fn too_many_log_ins_of_one_client_wait_and_say_how_long() {
    let stand = Stand::at("http://localhost:8080", |settings| {
        settings.limits = RateLimits::standard();
        settings.trusted_proxies = true;
    });
    let log_in = |from: &'static str| {
        let request = Request::post("/api/v1/sessions")
            .header("x-forwarded-for", from)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(r#"{"login":"nobody","password":"wrong"}"#));
        stand.send(request.unwrap())
    };
    for _ in 0..20 {
        log_in("192.0.2.1").await.problem(401, "login_failed");
    }
    // What a client claims before the proxy's own word changes nothing.
    let reply = log_in("198.51.100.9, 192.0.2.1").await;
    reply.problem(429, "too_many_requests");
    let wait = reply.header(header::RETRY_AFTER).parse::<u64>().unwrap();
    assert!((1..=7).contains(&wait), "{wait}");
    assert_eq!(reply.header("ratelimit-policy"), "\"log_in\";q=10;w=60");
    assert!(reply.header("ratelimit").starts_with("\"log_in\";r=0;t="));
    log_in("192.0.2.2").await.problem(401, "login_failed");
}
