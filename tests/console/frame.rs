//! What stands around every page.

use crate::{both::on_both_databases, database::Database, system::System, web::Web};
use reqwest::{Method, StatusCode, header::LOCATION};
use serde_json::json;

on_both_databases! {
    a_visitor_is_led_to_the_log_in_and_back,
    the_navigation_shows_what_one_may_look_at,
    the_console_speaks_the_language_that_its_reader_chose,
}

async fn a_visitor_is_led_to_the_log_in_and_back(database: Database) {
    let system = System::of("standard", database).await;
    let stranger = Web::of(&system.visitor().with_token("nobody"));
    let page = stranger.get("/me?a=b&c=d").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.headers[LOCATION], "/login?next=%2Fme%3Fa%3Db%26c%3Dd");
}

/// SH-2: what is for organization administrators is shown to nobody else.
async fn the_navigation_shows_what_one_may_look_at(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = Web::of_admin(&system).await;
    let page = ana.page("/").await;
    for path in ["/users", "/invitations", "/settings"] {
        assert!(page.contains(&format!("<a href=\"{path}\">")), "{path}");
    }
    let by = system.admin().await;
    let wish = json!({ "email": "ben@example.com" });
    let invited = by.post("/users", &wish).await.expect(201);
    let token = crate::system::shown_token(&invited.body);
    let ben = Web::of(&system.accept("ben@example.com", &token).await);
    let sent = ben.get("/").await;
    assert_eq!(sent.headers[LOCATION], "/me");
    let page = ben.page("/me").await;
    assert!(!page.contains("<a href=\"/users\">"), "{page}");
}

async fn the_console_speaks_the_language_that_its_reader_chose(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let ana = Web::of(&client);
    assert!(ana.page("/").await.contains("Audit log"));
    let german = json!({ "language": "de-CH" });
    let tag = client.get("/me").await.expect(200);
    let tag = [("if-match", tag.header("etag"))];
    let sent = client.send(Method::PATCH, "/me", &tag, Some(&german));
    sent.await.expect(200);
    let page = ana.get("/").await.html;
    assert!(
        page.contains("<html lang=\"de\"") && page.contains("Protokoll"),
        "{page}"
    );
}
