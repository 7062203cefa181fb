//! Invitations, the audit log, messages.

use crate::{both::on_both_databases, database::Database, system::System, web::Web};
use reqwest::StatusCode;
use serde_json::json;

on_both_databases! {
    an_invitation_is_listed_with_who_sent_it_and_how_its_mail_fares,
    the_audit_log_says_who_did_what_and_is_filtered,
    messages_are_listed_by_their_state,
    each_page_says_so_where_there_is_nothing,
}

async fn an_invitation_is_listed_with_who_sent_it_and_how_its_mail_fares(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let wish = json!({ "email": "ben@example.com" });
    client.post("/users", &wish).await.expect(201);
    system.mails_to("ben@example.com", 1).await;
    let ana = Web::of(&client);
    let page = ana.page("/invitations").await;
    for shown in [
        "ben@example.com",
        "<progress",
        "/invitation\"",
        "/invitation/revoke\"",
        "/invite/",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    assert!(page.contains("written to a file, not sent"), "{page}");
    assert!(
        ana.page("/invitations?view=open")
            .await
            .contains("ben@example.com")
    );
    let expired = ana.page("/invitations?view=expired").await;
    assert!(!expired.contains("ben@example.com") && expired.contains("Nobody waits"));
}

async fn the_audit_log_says_who_did_what_and_is_filtered(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let wish = json!({ "email": "ben@example.com", "first_name": "Ben" });
    let ben = client.post("/users", &wish).await.expect(201).body;
    let number = ben["number"].as_str().unwrap();
    let ana = Web::of(&client);
    let page = ana.page("/audit").await;
    for shown in [
        "Invitation sent",
        "Logged in",
        "user.registered",
        "<time datetime=",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    let of_ben = ana.page(&format!("/audit?subject={number}")).await;
    assert!(of_ben.contains("user.registered") && !of_ben.contains("log_in.succeeded"));
    let log_ins = ana.page("/audit?kind=log_in.*").await;
    assert!(log_ins.contains("log_in.succeeded") && !log_ins.contains("user.registered"));
    let export = "/api/v1/events/export?kind=log_in.*&amp;format=csv";
    assert!(
        log_ins.contains("events/export?kind=log_in.*"),
        "{export} in {log_ins}"
    );
    let long_ago = ana.page("/audit?to=2001-01-01").await;
    assert!(long_ago.contains("Nothing found"));
    let wrong = ana.get("/audit?ip=here").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.html.contains("192.0.2.7"), "{}", wrong.html);
}

async fn messages_are_listed_by_their_state(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let wish = json!({ "email": "ben@example.com" });
    client.post("/users", &wish).await.expect(201);
    system.mails_to("ben@example.com", 1).await;
    let ana = Web::of(&client);
    let page = ana.page("/messages").await;
    assert!(page.contains("Invitation") && page.contains("Messages are written as files to"));
    let dead = ana.page("/messages?state=dead").await;
    assert!(dead.contains("No messages"));
    let unknown = "/messages/0190a1b2-0000-7000-8000-000000000001/retry";
    assert_eq!(ana.post(unknown, &[]).await.status, StatusCode::NOT_FOUND);
}

async fn each_page_says_so_where_there_is_nothing(database: Database) {
    let system = System::of("standard", database).await;
    let ana = Web::of_admin(&system).await;
    for (path, said) in [
        ("/invitations", "Nobody waits"),
        ("/messages", "No messages"),
        ("/audit?from=2099-01-01", "Nothing found"),
    ] {
        assert!(ana.page(path).await.contains(said), "{path}");
    }
}
