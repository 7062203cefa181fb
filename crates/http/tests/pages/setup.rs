//! First run.

use crate::{
    html::{attribute, field, keeps_the_rules, value},
    world::{GOOD, SETUP, World},
};
use axum::http::{StatusCode, header};

fn whole<'a>() -> Vec<(&'a str, &'a str)> {
    vec![
        ("token", SETUP),
        ("organization", "Acme Outfitters"),
        ("username", "ana01"),
        ("email", "ana@example.com"),
        ("first_name", "Ana"),
        ("last_name", "Lopez"),
        ("language", "de"),
        ("time_zone", "Europe/Berlin"),
        ("password", GOOD),
    ]
}

#[tokio::test]
async fn without_the_right_link_the_page_says_where_the_link_is() {
    let world = World::new();
    for address in ["/setup", "/setup?token=wrong", "/setup?token="] {
        let page = world.get(address).await;
        assert_eq!(page.status, StatusCode::GONE, "{address}");
        keeps_the_rules(&page.html);
        assert!(page.html.contains("tenure setup-link"));
        assert!(page.html.contains("/setup?token="));
        assert!(!page.html.contains("<form"));
    }
    let page = world
        .post("/setup", &[("token", "wrong"), ("organization", "Acme")])
        .await;
    assert_eq!(page.status, StatusCode::GONE);
    assert_eq!(world.commits(), 0);
}

#[tokio::test]
async fn an_empty_form_names_every_field_at_once_and_keeps_what_was_typed() {
    let world = World::new();
    let page = world
        .post(
            "/setup",
            &[
                ("token", SETUP),
                ("username", "ana 01"),
                ("password", "short"),
            ],
        )
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    keeps_the_rules(&page.html);
    for name in ["organization", "username", "email", "password"] {
        assert_eq!(
            attribute(field(&page.html, name), "aria-invalid"),
            Some("true"),
            "{name}"
        );
        assert!(page.html.contains(&format!("href=\"#{name}\"")), "{name}");
    }
    assert_eq!(value(&page.html, "username"), Some("ana 01"));
    assert_eq!(value(&page.html, "token"), Some(SETUP));
    assert!(!page.html.contains("value=\"short\""));
    assert_eq!(world.commits(), 0);
}

#[tokio::test]
async fn names_that_the_rules_ask_for_are_missed_together_with_the_rest() {
    use tenure_domain::policy::Required;
    let world = World::at("http://localhost:8080", |policy| {
        policy.identity.name_at_creation = Required::Required;
    });
    let page = world.post("/setup", &[("token", SETUP)]).await;
    for name in [
        "organization",
        "email",
        "first_name",
        "last_name",
        "password",
    ] {
        assert_eq!(
            attribute(field(&page.html, name), "aria-invalid"),
            Some("true"),
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_first_administrator_is_made_once() {
    let world = World::new();
    let page = world.get(&format!("/setup?token={SETUP}")).await;
    assert_eq!(page.status, StatusCode::OK);
    keeps_the_rules(&page.html);
    assert_eq!(value(&page.html, "token"), Some(SETUP));
    assert_eq!(
        attribute(field(&page.html, "password"), "autocomplete"),
        Some("new-password")
    );
    assert_eq!(world.commits(), 0);
    let done = world.post("/setup", &whole()).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(done.header(header::LOCATION), "/login?notice=set_up");
    let ana = world.ana();
    let language = ana.profile().language.as_ref().unwrap();
    assert_eq!(language.to_string(), "de");
    let zone = ana.profile().time_zone.as_ref().unwrap();
    assert_eq!(zone.to_string(), "Europe/Berlin");
    let notice = world.get("/login?notice=set_up").await;
    assert!(notice.html.contains("The system is set up."));
    assert_eq!(
        world.post("/setup", &whole()).await.status,
        StatusCode::GONE
    );
    assert_eq!(
        world.get(&format!("/setup?token={SETUP}")).await.status,
        StatusCode::GONE
    );
    world.logged_in().await;
}

#[tokio::test]
async fn the_token_may_come_in_the_address_of_the_form_too() {
    let world = World::new();
    let fields = whole().split_off(1);
    let done = world.post(&format!("/setup?token={SETUP}"), &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
}

#[tokio::test]
async fn what_the_rules_say_of_a_password_stands_beside_it() {
    let world = World::new();
    let mut fields = whole();
    fields.retain(|(name, _)| *name != "password");
    fields.push(("password", "acme outfitters rule the waves"));
    let page = world.post("/setup", &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        attribute(field(&page.html, "password"), "aria-invalid"),
        Some("true")
    );
    assert_eq!(value(&page.html, "email"), Some("ana@example.com"));
}
