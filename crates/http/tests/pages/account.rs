//! The pages of somebody who is logged in.

use crate::{
    html::{attribute, field, keeps_the_rules},
    world::{BETTER, GOOD, World},
};
use axum::http::{StatusCode, header};

#[tokio::test]
async fn whoever_is_not_logged_in_is_asked_to() {
    let world = World::new();
    for cookie in ["", "session=nobody", "session="] {
        let page = world.get_as("/", cookie).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(page.header(header::LOCATION), "/login");
        let page = world.get_as("/password/change", cookie).await;
        assert_eq!(
            page.header(header::LOCATION),
            "/login?next=/password/change"
        );
    }
}

#[tokio::test]
async fn the_start_page_says_who_is_logged_in_where() {
    let world = World::new().with_active_ana().await;
    let cookie = world.logged_in().await;
    let first = world.get_as("/", &cookie).await;
    assert_eq!(first.header(header::LOCATION), "/me");
    let page = world.get_as("/me", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    keeps_the_rules(&page.html);
    for text in [
        "Ana Lopez",
        "Acme Outfitters",
        "ana01",
        "ana@example.com",
        "1 open session",
    ] {
        assert!(page.html.contains(text), "{text}");
    }
    assert!(page.html.contains("href=\"/password/change\""));
    assert!(page.html.contains("action=\"/logout\""));
    assert!(page.header(header::CACHE_CONTROL).contains("no-store"));
}

#[tokio::test]
async fn a_changed_password_opens_a_new_session_and_ends_the_others() {
    let world = World::new().with_active_ana().await;
    let cookie = world.logged_in().await;
    let other = world.logged_in().await;
    let form = world.get_as("/password/change", &cookie).await;
    keeps_the_rules(&form.html);
    let current = field(&form.html, "current_password");
    assert_eq!(attribute(current, "autocomplete"), Some("current-password"));
    let fields = |current, new| {
        [
            ("login", "ana@example.com"),
            ("current_password", current),
            ("new_password", new),
        ]
    };
    let wrong = world
        .post_as("/password/change", &cookie, &fields("wrong", BETTER))
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    keeps_the_rules(&wrong.html);
    assert!(wrong.html.contains("href=\"#current_password\""));
    let weak = world
        .post_as("/password/change", &cookie, &fields(GOOD, "short"))
        .await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        weak.html.contains("href=\"#new_password\""),
        "{}",
        weak.html
    );
    let done = world
        .post_as("/password/change", &cookie, &fields(GOOD, BETTER))
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
    assert_eq!(done.header(header::LOCATION), "/me");
    let fresh = done.cookie();
    assert_ne!(fresh, cookie);
    for ended in [cookie, other] {
        assert_eq!(
            world.get_as("/", &ended).await.status,
            StatusCode::SEE_OTHER
        );
    }
    let told = format!("{fresh}; notice=password-changed");
    let page = world.get_as("/me", &told).await;
    assert!(
        page.html.contains("Your password is changed."),
        "{}",
        page.html
    );
}

#[tokio::test]
async fn an_empty_change_names_both_passwords() {
    let world = World::new().with_active_ana().await;
    let cookie = world.logged_in().await;
    let page = world.post_as("/password/change", &cookie, &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    keeps_the_rules(&page.html);
    for name in ["current_password", "new_password"] {
        assert_eq!(
            attribute(field(&page.html, name), "aria-invalid"),
            Some("true"),
            "{name}"
        );
    }
    assert!(!page.html.contains("change_token"), "{}", page.html);
}
