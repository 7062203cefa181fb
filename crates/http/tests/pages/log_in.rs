//! Logging in and out.

use crate::{
    html::{attribute, field, keeps_the_rules, value},
    world::{BETTER, GOOD, World, plain},
};
use axum::http::{StatusCode, header};
use tenure_service::users::FirstCredential;

#[tokio::test]
async fn the_log_in_page_has_what_password_managers_look_for() {
    let page = World::new().get("/login").await;
    assert_eq!(page.status, StatusCode::OK);
    keeps_the_rules(&page.html);
    assert_eq!(
        attribute(field(&page.html, "login"), "autocomplete"),
        Some("username")
    );
    let password = field(&page.html, "password");
    assert_eq!(
        attribute(password, "autocomplete"),
        Some("current-password")
    );
    assert_eq!(attribute(password, "type"), Some("password"));
    assert!(page.html.contains("Acme Outfitters"));
}

#[tokio::test]
async fn every_refused_log_in_reads_the_same() {
    let world = World::new().with_active_ana().await;
    let wrong = world
        .post("/login", &[("login", "ana01"), ("password", "wrong")])
        .await;
    let nobody = world
        .post("/login", &[("login", "ana02"), ("password", "wrong")])
        .await;
    for page in [&wrong, &nobody] {
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
        keeps_the_rules(&page.html);
        assert!(
            page.html.contains("<h2>Log in failed.</h2>"),
            "{}",
            page.html
        );
        assert!(page.headers.get(header::SET_COOKIE).is_none());
        assert!(!page.html.contains("wrong\""));
    }
    assert_eq!(
        wrong.html.replace("ana01", "?"),
        nobody.html.replace("ana02", "?")
    );
    assert_eq!(value(&wrong.html, "login"), Some("ana01"));
}

#[tokio::test]
async fn a_log_in_without_the_role_says_authorization_failure() {
    use tenure_domain::policy::LogInRole;
    let world = World::at("http://localhost:8080", |policy| {
        policy.log_in.requires_role = LogInRole::AnyRole;
    });
    let world = world.with_active_ana().await;
    let page = world
        .post("/login", &[("login", "ana01"), ("password", GOOD)])
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.html);
    assert!(
        page.html.contains("<h2>Authorization Failure</h2>"),
        "{}",
        page.html
    );
}

#[tokio::test]
async fn an_empty_log_in_names_both_fields_at_once() {
    let page = World::new()
        .post("/login", &[("login", ""), ("password", "")])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    keeps_the_rules(&page.html);
    assert!(page.html.contains("role=\"alert\""));
    for name in ["login", "password"] {
        assert_eq!(
            attribute(field(&page.html, name), "aria-invalid"),
            Some("true")
        );
        assert!(page.html.contains(&format!("href=\"#{name}\"")));
    }
}

#[tokio::test]
async fn over_http_the_cookie_is_for_this_host_and_no_script() {
    let world = World::new().with_active_ana().await;
    let page = world
        .post(
            "/login",
            &[("login", "ANA@example.com"), ("password", GOOD)],
        )
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(page.header(header::LOCATION), "/");
    let cookie = page.header(header::SET_COOKIE);
    assert!(cookie.starts_with("session="), "{cookie}");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains("Domain") && !cookie.contains("Secure"),
        "{cookie}"
    );
    // Besides it only where one logged in is remembered.
    let mut others = page.headers.get_all(header::SET_COOKIE).iter().skip(1);
    let tenant = others.next().unwrap().to_str().unwrap();
    assert!(tenant.starts_with("tenant=default; Path=/; HttpOnly; SameSite=Lax"));
    assert_eq!(others.next(), None);
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_host_and_https() {
    let world = World::at("https://localhost:8080", |_| {})
        .with_active_ana()
        .await;
    let page = world
        .post("/login", &[("login", "ana01"), ("password", GOOD)])
        .await;
    let cookie = page.header(header::SET_COOKIE);
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    assert!(
        cookie.ends_with("; Secure") || cookie.contains("; Secure;"),
        "{cookie}"
    );
}

#[tokio::test]
async fn after_the_log_in_comes_what_was_asked_for_on_this_server_alone() {
    let world = World::new().with_active_ana().await;
    let asked = world.get("/login?next=/password/change").await;
    assert_eq!(value(&asked.html, "next"), Some("/password/change"));
    let next = |next| [("login", "ana01"), ("password", GOOD), ("next", next)];
    let page = world.post("/login", &next("/password/change")).await;
    assert_eq!(page.header(header::LOCATION), "/password/change");
    for foreign in [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\/evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "evil.example",
    ] {
        let page = world.post("/login", &next(foreign)).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(page.header(header::LOCATION), "/", "{foreign:?}");
        let address = format!("/login?next={}", crate::world::encoded(foreign));
        let page = world.get(&address).await;
        assert!(!page.html.contains("name=\"next\""), "{foreign:?}");
    }
}

/// OB-27
#[tokio::test]
async fn the_page_that_changes_a_password_says_what_it_must_have() {
    let world = World::at("http://localhost:8080", |policy| {
        policy.credential.password.min = 17;
        policy.credential.password.max = 99;
    });
    let credential = FirstCredential::TemporaryPassword(plain(GOOD));
    let world = world.with_ana(credential).await;
    let page = world
        .post("/login", &[("login", "ana01"), ("password", GOOD)])
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.html);
    for rule in ["at least 17 characters", "at most 99 characters"] {
        assert!(page.html.contains(rule), "{}", page.html);
    }
}

/// OB-4
#[tokio::test]
async fn a_password_that_must_be_changed_is_changed_by_a_token_in_the_form() {
    let world = World::new()
        .with_ana(FirstCredential::TemporaryPassword(plain(GOOD)))
        .await;
    let page = world
        .post("/login", &[("login", "ana01"), ("password", GOOD)])
        .await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.html);
    keeps_the_rules(&page.html);
    assert!(page.headers.get(header::SET_COOKIE).is_none());
    assert!(page.headers.get(header::LOCATION).is_none());
    assert_eq!(
        attribute(field(&page.html, "new_password"), "autocomplete"),
        Some("new-password")
    );
    let token = value(&page.html, "change_token").unwrap().to_owned();
    let fields = |new| {
        [
            ("change_token", token.as_str()),
            ("tenant", "default"),
            ("new_password", new),
        ]
    };
    let weak = world.post("/password/change", &fields("short")).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    keeps_the_rules(&weak.html);
    assert!(
        weak.html.contains("href=\"#new_password\""),
        "{}",
        weak.html
    );
    assert_eq!(value(&weak.html, "change_token"), Some(token.as_str()));
    let done = world.post("/password/change", &fields(BETTER)).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(
        done.header(header::LOCATION),
        "/login?notice=password_changed"
    );
    let late = world.post("/password/change", &fields(GOOD)).await;
    assert_eq!(late.status, StatusCode::GONE);
    keeps_the_rules(&late.html);
    let page = world
        .post("/login", &[("login", "ana01"), ("password", BETTER)])
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_log_in_takes_the_place_of_the_session_before_it() {
    let world = World::new().with_active_ana().await;
    let held = world.logged_in().await;
    let fields = |password| [("login", "ana01"), ("password", password)];
    world.post_as("/login", &held, &fields("wrong")).await;
    assert_eq!(world.open_sessions(), 1);
    let page = world.post_as("/login", &held, &fields(GOOD)).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
    assert_eq!(world.open_sessions(), 1);
    let before = world.get_as("/", &held).await;
    assert_eq!(before.status, StatusCode::SEE_OTHER);
    let after = world.get_as("/me", &page.cookie()).await;
    assert_eq!(after.status, StatusCode::OK);
}

#[tokio::test]
async fn logging_out_ends_the_session_and_clears_the_browser() {
    let world = World::new().with_active_ana().await;
    let cookie = world.logged_in().await;
    assert_eq!(world.open_sessions(), 1);
    let page = world.post_as("/logout", &cookie, &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.header(header::LOCATION), "/login?notice=logged_out");
    assert!(page.header(header::SET_COOKIE).contains("Max-Age=0"));
    assert_eq!(page.header("clear-site-data"), "\"cache\", \"storage\"");
    assert_eq!(world.open_sessions(), 0);
    assert_eq!(
        world.get_as("/", &cookie).await.status,
        StatusCode::SEE_OTHER
    );
    let again = world.post_as("/logout", &cookie, &[]).await;
    assert_eq!(again.header(header::LOCATION), "/login");
    assert_eq!(
        world.get("/logout").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[tokio::test]
async fn a_lost_database_is_told_without_its_reason() {
    let world = World::new().with_active_ana().await;
    world.lose_the_database();
    let page = world
        .post("/login", &[("login", "ana01"), ("password", GOOD)])
        .await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!page.html.contains("fire"), "{}", page.html);
}

#[tokio::test]
async fn an_unknown_tenant_has_no_log_in_page() {
    let world = World::new();
    assert_eq!(
        world.get("/login?tenant=other").await.status,
        StatusCode::NOT_FOUND
    );
    for odd in ["/login?tenant=%00", "/login?tenant=a%0Ab"] {
        let page = world.get(odd).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{odd}");
    }
    let page = world.get("/login?tenant=default").await;
    assert_eq!(value(&page.html, "tenant"), Some("default"));
}
