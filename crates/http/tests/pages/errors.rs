//! What people see when something goes wrong.

use crate::{
    html::{keeps_the_rules, value},
    world::World,
};
use axum::http::{StatusCode, header};
use tenure_http::{Limit, Settings};

#[tokio::test]
async fn a_page_that_is_not_there_says_so_with_the_id_of_the_request() {
    let world = World::new();
    let page = world.get("/nowhere").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    keeps_the_rules(&page.html);
    assert!(page.header(header::CONTENT_TYPE).starts_with("text/html"));
    let id = page.header("x-request-id");
    assert!(!id.is_empty() && page.html.contains(id), "{}", page.html);
}

#[tokio::test]
async fn a_database_that_is_lost_makes_a_page_of_its_own() {
    let world = World::new().with_active_ana().await;
    world.lose_the_database();
    let page = world
        .post("/login", &[("login", "ana01"), ("password", "x")])
        .await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    keeps_the_rules(&page.html);
    assert!(page.html.contains("Try again in a few seconds."));
    assert!(!page.header(header::RETRY_AFTER).is_empty());
}

#[tokio::test]
async fn whoever_tries_too_often_is_told_on_the_form_and_keeps_what_was_typed() {
    let mut settings = Settings::at("http://localhost:8080");
    settings.limits.log_in = Some(Limit {
        burst: 1,
        count: 1,
        seconds: 3_600,
    });
    let world = World::with(settings, |_| {});
    let fields = [("login", "ana01"), ("password", "wrong")];
    let first = world.post("/login", &fields).await;
    assert_eq!(first.status, StatusCode::UNAUTHORIZED);
    let second = world.post("/login", &fields).await;
    assert_eq!(second.status, StatusCode::TOO_MANY_REQUESTS);
    keeps_the_rules(&second.html);
    assert_eq!(value(&second.html, "login"), Some("ana01"));
    assert!(!second.header(header::RETRY_AFTER).is_empty());
}
