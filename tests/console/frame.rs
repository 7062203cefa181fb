//! What stands around every page.

use crate::{
    both::on_both_databases, database::Database, process::Server, system::System, web::Web,
};
use reqwest::{Method, StatusCode, header::LOCATION};
use serde_json::json;

on_both_databases! {
    a_visitor_is_led_to_the_log_in_and_back,
    the_navigation_shows_what_one_may_look_at,
    the_console_speaks_the_language_that_its_reader_chose,
    whoever_logs_out_of_one_of_several_systems_logs_in_there_again,
    an_address_that_only_takes_forms_leads_to_the_page_of_its_form,
    a_proof_of_who_one_is_leads_back_to_the_whole_address,
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

async fn whoever_logs_out_of_one_of_several_systems_logs_in_there_again(database: Database) {
    let server = Server::start(database).await;
    for slug in ["default", "acme", "beta"] {
        let start = ["tenant", "create", slug, "--preset", "standard"];
        let admin = ["--admin-email", "ana@example.com", "--admin-password-stdin"];
        let words = [&start[..], &admin].concat();
        let made = server
            .command_reading(&words, "plum ladder orbit canvas")
            .await;
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
    }
    let asked = "<input type=\"hidden\" name=\"tenant\" value=\"acme\">";
    let mut ana = Web::at(server.base());
    assert!(!ana.page("/login").await.contains(asked));
    assert!(ana.page("/login?tenant=acme").await.contains(asked));
    let typed = [
        ("tenant", "acme"),
        ("login", "ana@example.com"),
        ("password", "plum ladder orbit canvas"),
    ];
    for out in ["/logout", "/me/sessions/end-all"] {
        let entered = ana.post("/login", &typed).await;
        ana = ana.after(&entered);
        let left = ana.post(out, &[]).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.html);
        ana = ana.after(&left);
        let led = left.headers[LOCATION].to_str().unwrap();
        assert!(ana.page(led).await.contains(asked), "{out}");
    }
    // Led to the log-in by a page, and by the page for a forgotten password.
    let led = ana.get("/users").await;
    let led = led.headers[LOCATION].to_str().unwrap();
    assert!(ana.page(led).await.contains(asked), "{led}");
    assert!(ana.page("/password/forgot").await.contains(asked));
    // Another system that the address names is another system.
    let other = ana.page("/login?tenant=beta").await;
    assert!(!other.contains(asked) && other.contains("value=\"beta\""));
}

async fn an_address_that_only_takes_forms_leads_to_the_page_of_its_form(database: Database) {
    let system = System::of("standard", database).await;
    let ana = Web::of_admin(&system).await;
    let id = "0190a1b2-0000-7000-8000-000000000001";
    let pairs = [
        (format!("/me/sessions/{id}/end"), "/me"),
        ("/me/sessions/end-all".to_owned(), "/me"),
        ("/me/organization".to_owned(), "/me"),
        (format!("/messages/{id}/retry"), "/messages"),
    ];
    for (path, page) in pairs {
        let led = ana.get(&path).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(led.headers[LOCATION], page, "{path}");
    }
}

async fn a_proof_of_who_one_is_leads_back_to_the_whole_address(database: Database) {
    let system = System::with_clock("standard", database).await;
    let ana = Web::of_admin(&system).await;
    system.pass_minutes(20);
    let link = "/me/confirm?next=%2Fsettings%2Fidentity%3Fa%3D%25C3%2584%2526b";
    let asked = "/settings/identity?a=%C3%84%26b";
    let led = ana.get(asked).await;
    assert_eq!(led.headers[LOCATION], link);
    let refused = ana.post(asked, &[]).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.html);
    assert_eq!(refused.html.matches(link).count(), 1, "{}", refused.html);
    let page = ana.page(link).await;
    let next = "value=\"/settings/identity?a=%C3%84%26b\"";
    assert!(page.contains(next), "{page}");
}
