//! What forms may be, and what typed text cannot do.

use crate::{
    html::{keeps_the_rules, value},
    world::{SETUP, World, browser_post},
};
use axum::{
    body::Body,
    http::{StatusCode, header},
};

#[tokio::test]
async fn typed_text_stays_text() {
    let world = World::new();
    for evil in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' autofocus onfocus='alert(1)",
        "</title><svg/onload=alert(1)>",
        "{{7*7}}",
        "&lt;b&gt;",
    ] {
        let fields = [
            ("token", SETUP),
            ("organization", evil),
            ("username", evil),
            ("email", evil),
        ];
        for page in [
            world.post("/setup", &fields).await,
            world
                .post(
                    "/login",
                    &[("login", evil), ("password", "wrong"), ("next", evil)],
                )
                .await,
            world
                .post("/password/forgot", &[("login", ""), ("tenant", evil)])
                .await,
            world
                .get(&format!("/login?notice={}", crate::world::encoded(evil)))
                .await,
            world
                .get(&format!(
                    "/password/forgot?tenant={}",
                    crate::world::encoded(evil)
                ))
                .await,
        ] {
            keeps_the_rules(&page.html);
            assert!(!page.html.contains("<img src=x"), "{}", page.html);
            assert!(!page.html.contains("<svg"), "{}", page.html);
            assert!(
                !page.html.contains(evil) || evil.starts_with('{'),
                "{}",
                page.html
            );
        }
    }
    let page = world
        .post("/login", &[("login", "a\"b<c>'d&"), ("password", "wrong")])
        .await;
    let kept = value(&page.html, "login").unwrap();
    assert!(!kept.contains(['<', '>', '\'']), "{kept}");
}

#[tokio::test]
async fn a_field_that_the_page_does_not_know_is_refused() {
    let world = World::new().with_active_ana().await;
    let fields = [("login", "ana01"), ("password", "wrong"), ("role", "admin")];
    let page = world.post("/login", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = world
        .post(
            "/login",
            &[("login", "a"), ("login", "b"), ("password", "c")],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_is_no_form_is_not_read() {
    let world = World::new();
    for kind in [
        "application/json",
        "multipart/form-data; boundary=x",
        "text/plain",
    ] {
        let request = browser_post("/login").header(header::CONTENT_TYPE, kind);
        let page = world.send(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let page = world
        .send(browser_post("/login").body(Body::from("login=a")).unwrap())
        .await;
    assert_eq!(page.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn a_form_of_more_than_eight_kibibytes_is_not_read() {
    let world = World::new();
    let form = |bytes: usize| {
        let body = format!("login={}", "a".repeat(bytes - "login=".len()));
        let kind = "application/x-www-form-urlencoded";
        let request = browser_post("/login").header(header::CONTENT_TYPE, kind);
        request.body(Body::from(body)).unwrap()
    };
    let page = world.send(form(8 * 1024 + 1)).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    let page = world.send(form(8 * 1024)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn signs_with_a_meaning_in_addresses_arrive_as_they_were_typed() {
    let world = World::new();
    let page = world
        .post("/login", &[("login", "a#b+c%20d;e=f"), ("password", "x")])
        .await;
    assert_eq!(value(&page.html, "login"), Some("a#b+c%20d;e=f"));
}
