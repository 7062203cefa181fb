//! What the API does not take.

use crate::stand::{ADMIN, Stand};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;

const LOG_IN: &str = "/api/v1/sessions";
const JSON: Option<&str> = Some("application/json");

#[tokio::test]
async fn a_body_that_is_not_json_by_its_own_word_is_not_read() {
    let stand = Stand::new();
    for kind in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/merge-patch+json"),
        Some("application/jsonp"),
    ] {
        let reply = stand.raw(LOG_IN, kind, "{}").await;
        reply.problem(415, "unsupported_media_type");
    }
    let with_charset = Some("application/json; charset=utf-8");
    let reply = stand.raw(LOG_IN, with_charset, "{}").await;
    reply.problem(422, "validation");
}

#[tokio::test]
async fn a_body_that_is_missing_is_asked_for() {
    let stand = Stand::new();
    for kind in [None, JSON] {
        let reply = stand.raw(LOG_IN, kind, "").await;
        let problem = reply.problem(400, "malformed");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.starts_with("The body is missing."), "{detail}");
    }
}

#[tokio::test]
async fn a_request_says_once_to_which_server_and_tenant_it_goes() {
    let stand = Stand::new();
    let with = |headers: &[(&'static str, &'static str)]| {
        let mut request = Request::get("/api/v1/me");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        stand.send_as_it_is(request.body(Body::empty()).unwrap())
    };
    for headers in [
        &[] as &[(&str, &str)],
        &[("host", "")],
        &[("host", "a ")],
        &[("host", "me@oms.example")],
        &[("host", "oms.example/path")],
        &[("host", "oms.example:port")],
        &[("host", "ü")],
        &[("host", "oms.example"), ("host", "oms.example")],
        &[
            ("host", "oms.example"),
            ("tenure-tenant", "default"),
            ("tenure-tenant", "shop"),
        ],
    ] {
        with(headers).await.problem(400, "malformed");
    }
    for host in ["oms.example", "oms.example:8080", "[::1]:80"] {
        let reply = with(&[("host", host)]).await;
        reply.problem(401, "unauthorized");
    }
    let old = Request::get("/healthz").version(axum::http::Version::HTTP_10);
    let reply = stand.send_as_it_is(old.body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

#[tokio::test]
async fn control_characters_are_refused_before_any_database_is_asked() {
    let stand = Stand::new();
    for query in [
        "users?q=a%00b",
        "users?name=%00",
        "users?email=%1F",
        "users?username=%7F",
        "users?role=a%00",
        "users?cursor=%00",
        "events?kind=user.blocked%00",
        "events?kind=User.Blocked",
        "events?kind=user.blocked,",
        "events?actor=operator:%00",
        "events?actor=operator:a%0Ab",
        "events?actor=somebody",
        "users/12/events?kind=%00",
        "outbox?state=%00",
    ] {
        let reply = stand.get(&format!("/api/v1/{query}")).await;
        reply.problem(422, "validation");
    }
    for path in ["users/%00", "users/%00/events", "users/%00/roles"] {
        let reply = stand.get(&format!("/api/v1/{path}")).await;
        reply.problem(404, "not_found");
    }
    let mut request = Request::post("/api/v1/password-resets")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(r#"{"login":"admin"}"#))
        .unwrap();
    let odd = axum::http::HeaderValue::from_bytes(b"\xff").unwrap();
    request.headers_mut().insert("tenure-tenant", odd);
    stand.send(request).await.problem(404, "not_found");
}

#[tokio::test]
async fn a_body_that_is_broken_twice_named_or_too_deep_is_malformed() {
    let stand = Stand::new();
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let nested = format!("{{\"login\":{}{}}}", "[".repeat(40), "]".repeat(40));
    for body in [
        "",
        "{",
        "nonsense",
        "{\"login\":\"a\",\"login\":\"b\",\"password\":\"c\"}",
        "{\"login\":1e999}",
        "\u{feff}{}",
        "{\"login\":\"\\ud800\"}",
        &nested,
        &deep[..8_000],
    ] {
        let reply = stand.raw(LOG_IN, JSON, body).await;
        reply.problem(400, "malformed");
    }
}

#[tokio::test]
async fn a_body_larger_than_its_address_takes_is_refused_before_it_is_read() {
    let stand = Stand::new();
    let body = format!("{{\"login\":\"{}\"}}", "a".repeat(8 * 1024));
    let reply = stand.raw(LOG_IN, JSON, &body).await;
    reply.problem(413, "payload_too_large");
    let request = Request::post(LOG_IN)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, "1000000000");
    let reply = stand.send(request.body(Body::empty()).unwrap()).await;
    reply.problem(413, "payload_too_large");
    let large = json!({"reason": "a".repeat(64 * 1024)});
    let reply = stand.post("/api/v1/users/12/block", large).await;
    reply.problem(413, "payload_too_large");
}

#[tokio::test]
async fn every_wrong_field_is_named_at_once() {
    let stand = Stand::new();
    let body = json!({
        "email": "not an address",
        "first_name": 7,
        "last_name": "x".repeat(101),
        "phone": "javascript:alert(1)",
        "status": "active",
        "colour": "blue",
        "roles": ["system_admin", {"role": "", "until": "tomorrow"}, 7],
        "valid_until": "tomorrow",
        "credential": {"type": "carrier_pigeon"},
    });
    let reply = stand.post("/api/v1/users", body).await;
    reply.problem(422, "validation");
    let expected = [
        ("/colour", "unknown"),
        ("/credential/type", "invalid"),
        ("/email", "invalid"),
        ("/first_name", "wrong_type"),
        ("/last_name", "too_long"),
        ("/phone", "invalid"),
        ("/roles/1/role", "required"),
        ("/roles/1/until", "invalid"),
        ("/roles/2", "wrong_type"),
        ("/status", "read_only"),
        ("/valid_until", "invalid"),
    ];
    let expected = expected.map(|(at, code)| (at.to_owned(), code.to_owned()));
    assert_eq!(reply.pointers(), expected);
}

#[tokio::test]
async fn a_body_that_is_no_object_is_refused() {
    let stand = Stand::new();
    for body in ["[]", "null", "\"text\"", "7", "true"] {
        let reply = stand.raw(LOG_IN, JSON, body).await;
        reply.problem(422, "validation");
        assert_eq!(reply.pointers()[0].1, "wrong_type");
    }
}

#[tokio::test]
async fn a_wrong_query_is_refused_and_never_ignored() {
    let stand = Stand::new();
    for (query, pointer) in [
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=-1", "/limit"),
        ("limit=18446744073709551615", "/limit"),
        ("limit=ten", "/limit"),
        ("status=happy", "/status"),
        ("status=active,happy", "/status"),
        ("kind=robot", "/kind"),
        ("sort=password", "/sort"),
        ("sort=--id", "/sort"),
        ("can_log_in=maybe", "/can_log_in"),
        ("invitation=lost", "/invitation"),
        ("organization=acme", "/organization"),
        ("created_from=yesterday", "/created_from"),
        ("created_to=0001-01-01T00:00:00Z", "/created_to"),
        ("page=2", "/page"),
        ("q=a&q=b", "/q"),
    ] {
        let reply = stand.get(&format!("/api/v1/users?{query}")).await;
        reply.problem(422, "validation");
        assert_eq!(reply.pointers()[0].0, pointer, "{query}");
    }
    for path in ["/api/v1/events?colour=blue", "/api/v1/outbox?state=lost"] {
        stand.get(path).await.problem(422, "validation");
    }
    let reply = stand.get("/api/v1/users?cursor=nonsense").await;
    reply.problem(400, "cursor_mismatch");
}

#[tokio::test]
async fn what_is_not_there_is_not_found_whatever_its_name_is() {
    let stand = Stand::new();
    for path in [
        "/api/v1/users/99",
        "/api/v1/users/nobody",
        "/api/v1/users/%00",
        "/api/v1/users/0190a1b2-0000-7000-8000-000000000001",
        "/api/v1/nothing",
        "/api/v2/users",
        "/api",
    ] {
        stand.get(path).await.problem(404, "not_found");
    }
    let reply = stand.ask("DELETE", "/api/v1/sessions/x", &[], None).await;
    reply.problem(404, "not_found");
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_answered_with_those_it_takes() {
    let stand = Stand::new();
    for (method, path) in [
        ("GET", "/api/v1/users/12/block"),
        ("PUT", "/api/v1/users"),
        ("POST", "/healthz"),
        ("DELETE", "/api/v1/me"),
    ] {
        let reply = stand.ask(method, path, &[], None).await;
        reply.problem(405, "method_not_allowed");
        assert!(!reply.header(header::ALLOW).is_empty(), "{path}");
    }
}

#[tokio::test]
async fn whoever_has_no_session_is_asked_to_log_in() {
    let stand = Stand::new();
    for token in ["", "nobody", "tnr_nothing", "the-administrator2"] {
        let request = Request::get("/api/v1/users")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty());
        let reply = stand.send(request.unwrap()).await;
        reply.problem(401, "unauthorized");
        assert!(reply.header(header::WWW_AUTHENTICATE).starts_with("Bearer"));
    }
    let basic = Request::get("/api/v1/users")
        .header(header::AUTHORIZATION, "Basic YTpi")
        .body(Body::empty());
    let reply = stand.send(basic.unwrap()).await;
    reply.problem(401, "unauthorized");
    let in_the_query = Request::get(format!("/api/v1/users?token={ADMIN}")).body(Body::empty());
    let reply = stand.send(in_the_query.unwrap()).await;
    reply.problem(401, "unauthorized");
}

#[tokio::test]
async fn a_session_opens_its_own_tenant_and_no_other() {
    let stand = Stand::at("http://localhost:8080", |settings| {
        let host = "shop.example".to_owned();
        settings.hosts.insert(host, "shop".to_owned());
    });
    let own = [("tenure-tenant", "default")];
    let reply = stand.ask("GET", "/api/v1/me", &own, None).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    for other in [("tenure-tenant", "shop"), ("host", "shop.example:443")] {
        let reply = stand.ask("GET", "/api/v1/me", &[other], None).await;
        reply.problem(401, "unauthorized");
    }
}

#[tokio::test]
async fn a_change_of_a_user_says_which_version_it_is_based_on() {
    let stand = Stand::new();
    let patch = |headers: Vec<(&'static str, &'static str)>| {
        let stand = &stand;
        async move {
            let body = json!({"first_name": "Anna"});
            let path = "/api/v1/users/12";
            stand.ask("PATCH", path, &headers, Some(body)).await
        }
    };
    patch(vec![]).await.problem(428, "version_required");
    for stale in ["\"v99\"", "\"other\"", "W/\"v1\""] {
        let reply = patch(vec![("if-match", stale)]).await;
        reply.problem(412, "stale_version");
    }
    let reply = patch(vec![("if-match", "\"v1\"")]).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header(header::ETAG), "\"v2\"");
    assert_eq!(reply.json()["first_name"], "Anna");
}

#[tokio::test]
async fn profile_and_validity_are_two_wishes_and_a_request_is_one() {
    let stand = Stand::new();
    let body = json!({"first_name": "Anna", "valid_until": "2030-01-01T00:00:00Z"});
    let any = [("if-match", "*")];
    let path = "/api/v1/users/12";
    let reply = stand.ask("PATCH", path, &any, Some(body)).await;
    reply.problem(422, "validation");
    let error = ("/valid_until".to_owned(), "separate_request".to_owned());
    assert_eq!(reply.pointers(), [error]);
    let body = json!({"valid_until": "2030-01-01T00:00:00Z"});
    let reply = stand.ask("PATCH", path, &any, Some(body)).await;
    assert_eq!(reply.json()["valid_until"], "2030-01-01T00:00:00Z");
    let name = stand.ana().profile().first_name.clone().unwrap();
    assert_eq!(name.as_str(), "Ana");
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let stand = Stand::new();
    for headers in [
        [("sec-fetch-site", "cross-site"), ("host", "localhost:8080")],
        [
            ("origin", "https://evil.example"),
            ("host", "localhost:8080"),
        ],
        [("origin", "null"), ("host", "localhost:8080")],
    ] {
        let path = "/api/v1/users/12/anonymize";
        let reply = stand.ask("POST", path, &headers, None).await;
        reply.problem(403, "cross_origin");
        assert!(reply.header("access-control-allow-origin").is_empty());
    }
    assert!(stand.ana().anonymized_at().is_none());
}
