//! Invitations, the audit log, messages.

use crate::{
    both::on_both_databases,
    database::Database,
    process::{Server, Wish},
    system::System,
    web::Web,
};
use reqwest::StatusCode;
use serde_json::json;

on_both_databases! {
    an_invitation_is_listed_with_who_sent_it_and_how_its_mail_fares,
    an_invitation_names_whoever_sent_it_last_and_offers_what_it_needs,
    only_whoever_manages_messages_is_told_where_mails_are_written_to,
    the_audit_log_says_who_did_what_and_is_filtered,
    what_the_audit_log_is_filtered_by_is_what_is_downloaded,
    filters_that_are_wrong_find_nothing_and_say_so_among_the_results,
    a_day_of_the_audit_log_begins_where_the_clock_skips_midnight,
    messages_are_listed_by_their_state,
    a_message_is_read_without_the_secret_of_its_link,
    a_message_that_waits_is_cancelled_and_sent_again_after_all,
    invitations_are_sent_again_to_several_at_once,
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

async fn an_invitation_names_whoever_sent_it_last_and_offers_what_it_needs(database: Database) {
    let system = System::with_clock("standard", database).await;
    let client = system.admin().await;
    let wish = json!({
        "email": "eva@example.com", "first_name": "Eva", "last_name": "Stone", "roles": ["system_admin"],
        "credential": { "type": "invitation" },
    });
    let eva = client.post("/users", &wish).await.expect(201).body;
    let token = crate::system::shown_token(&eva);
    let eva = system.accept("eva@example.com", &token).await;
    let wish = json!({ "email": "ben@example.com" });
    let ben = client.post("/users", &wish).await.expect(201).body;
    let by_eva = ">Eva Stone</a>";
    let page = Web::of(&client).page("/invitations").await;
    assert!(!page.contains(by_eva), "{page}");
    assert!(page.contains(">Send again<"), "{page}");
    let send = format!("/users/{}/invitation", ben["id"].as_str().unwrap());
    eva.post(&send, &json!({})).await.expect(200);
    let page = Web::of(&eva).page("/invitations").await;
    assert!(page.contains(by_eva), "{page}");
    system.pass_minutes(31 * 24 * 60);
    let page = Web::of_admin(&system).await.page("/invitations").await;
    assert!(page.contains(">New link<"), "{page}");
    assert!(!page.contains(">Send again<"), "{page}");
}

async fn only_whoever_manages_messages_is_told_where_mails_are_written_to(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let role = json!({ "id": "clerk", "name": "Clerk", "permissions": ["users.read"] });
    client.post("/roles", &role).await.expect(201);
    let wish = json!({ "email": "ben@example.com", "roles": ["clerk"] });
    let ben = client.post("/users", &wish).await.expect(201).body;
    let page = Web::of(&client).page("/invitations").await;
    let path = page.split_once("written as files to <code>").unwrap().1;
    let path = path.split_once("</code>").unwrap().0;
    let ben = crate::system::shown_token(&ben);
    let ben = Web::of(&system.accept("ben@example.com", &ben).await);
    let page = ben.page("/invitations").await;
    assert!(!page.contains(path), "{path} in {page}");
    assert!(
        page.contains("Messages are written to a folder of the server."),
        "{page}"
    );
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
    assert!(log_ins.contains("<option value=\"log_in.*\" selected>"));
    let group = "role.*,organizations.*,capabilities.*";
    let access = ana.page(&format!("/audit?kind={group}")).await;
    assert!(access.contains(&format!("<option value=\"{group}\" selected>")));
    assert!(!access.contains("user.registered") && access.contains("kept without end"));
    let long_ago = ana.page("/audit?to=2001-01-01").await;
    assert!(long_ago.contains("Nothing found"));
}

async fn what_the_audit_log_is_filtered_by_is_what_is_downloaded(database: Database) {
    let system = System::of("standard", database).await;
    let ana = Web::of_admin(&system).await;
    // A search as one types takes each part that is marked so, by its id, from the page that it fetches.
    let part = |page: &str, id: &str| {
        let begin = format!("id=\"{id}\" data-fresh>");
        let (_, part) = page
            .split_once(&begin)
            .unwrap_or_else(|| panic!("{id}: {page}"));
        part.split_once("</").unwrap().0.to_owned()
    };
    for (path, filter) in [
        ("/audit", "export?format=csv"),
        (
            "/audit?kind=log_in.*",
            "export?kind=log_in.*&#38;format=csv",
        ),
        (
            "/audit?kind=import.*",
            "export?kind=import.*&#38;format=csv",
        ),
    ] {
        let page = ana.page(path).await;
        assert!(part(&page, "exports").contains(filter), "{path}: {page}");
        let clears = part(&page, "clear").contains("href=\"/audit\"");
        assert_eq!(clears, path != "/audit", "{path}: {page}");
    }
    let wrong = ana.get("/audit?ip=here").await.html;
    assert!(!part(&wrong, "exports").contains("href"), "{wrong}");
}

async fn filters_that_are_wrong_find_nothing_and_say_so_among_the_results(database: Database) {
    let system = System::of("standard", database).await;
    let ana = Web::of_admin(&system).await;
    assert!(ana.page("/audit").await.contains("log_in.succeeded"));
    for (wrong, told) in [
        ("ip=here", "192.0.2.7"),
        ("from=2026-02-30", "From: write a day such as 2026-01-31."),
        ("to=soon&ip=here", "Until: write a day such as 2026-01-31."),
        ("subject=US999", "there is no such user"),
        ("actor=nobody", "there is no such user"),
        ("kind=WHAT", "What: choose one from the list."),
    ] {
        let page = ana.get(&format!("/audit?{wrong}")).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        crate::html::keeps_the_rules(&page.html);
        let (before, results) = page.html.split_once("id=\"results\"").unwrap();
        assert!(!before.contains("role=\"alert\""), "{wrong}: {before}");
        assert!(
            results.contains("role=\"alert\"") && results.contains(told),
            "{wrong}: {results}"
        );
        assert!(!results.contains("log_in.succeeded"), "{wrong}: {results}");
    }
    let moved = ana.get("/audit?cursor=gone").await;
    assert!(moved.status.is_client_error() && !moved.html.contains("log_in.succeeded"));
}

async fn a_day_of_the_audit_log_begins_where_the_clock_skips_midnight(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let ana = Web::of(&client);
    let zone = [("language", "en"), ("time_zone", "America/Santiago")];
    let set = ana.post("/me/settings", &zone).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.html);
    // On 6 September 2026 clocks in Chile go from 23:59 to 01:00.
    let page = ana.page("/audit?from=2026-09-06").await;
    assert!(page.contains("from=2026-09-06T04%3A00%3A00Z"), "{page}");
    let users = ana.page("/users?created_to=2026-09-05").await;
    assert!(
        users.contains("created_to=2026-09-06T04%3A00%3A00Z"),
        "{users}"
    );
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
    // As the invitation itself has it: nobody was sent anything.
    for (view, badges) in [("/messages", 1), ("/messages?state=sent", 1)] {
        let page = ana.page(view).await;
        let badge = "<span class=\"badge gray\">Written to a file</span>";
        assert_eq!(page.matches(badge).count(), badges, "{view}: {page}");
        assert!(!page.contains(">Sent<"), "{view}: {page}");
    }
    let dead = ana.page("/messages?state=dead").await;
    assert!(dead.contains("No messages"));
    let unknown = "/messages/0190a1b2-0000-7000-8000-000000000001/retry";
    assert_eq!(ana.post(unknown, &[]).await.status, StatusCode::NOT_FOUND);
}

async fn a_message_is_read_without_the_secret_of_its_link(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let wish = json!({ "email": "ben@example.com", "first_name": "Ben" });
    let ben = client.post("/users", &wish).await.expect(201).body;
    let token = crate::system::shown_token(&ben);
    system.mails_to("ben@example.com", 1).await;
    let ana = Web::of(&client);
    let list = ana.page("/messages").await;
    let link = list.split("href=\"/messages/").nth(1).unwrap();
    let path = format!("/messages/{}", link.split('"').next().unwrap());
    let page = ana.page(&path).await;
    for shown in [
        "ben@example.com",
        "/invite/***",
        "Written to a file",
        "Subject",
    ] {
        assert!(page.contains(shown), "{shown} in {page}");
    }
    assert!(!page.contains(&token), "{page}");
    let role = json!({ "id": "clerk", "name": "Clerk", "permissions": ["users.read"] });
    client.post("/roles", &role).await.expect(201);
    let wish = json!({ "email": "eva@example.com", "roles": ["clerk"] });
    let eva = client.post("/users", &wish).await.expect(201).body;
    let eva = crate::system::shown_token(&eva);
    let eva = Web::of(&system.accept("eva@example.com", &eva).await);
    assert_eq!(eva.get(&path).await.status, StatusCode::FORBIDDEN);
    let none = ana
        .get("/messages/0190a1b2-0000-7000-8000-000000000001")
        .await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

async fn a_message_that_waits_is_cancelled_and_sent_again_after_all(database: Database) {
    // No mail server listens there, so that mails wait.
    let closed = ("TENURE__SMTP__URL", "smtp://127.0.0.1:9");
    let wish = Wish {
        environment: vec![(closed.0.to_owned(), closed.1.to_owned())],
        ..Wish::default()
    };
    let server = Server::start_with(database, wish).await;
    let client = server.administrator().await;
    let ben = json!({ "email": "ben@example.com", "credential": { "type": "invitation" } });
    client.post("/users", &ben).await.expect(201);
    let ana = Web::of(&client);
    let button = |page: &str, act: &str| {
        let forms = page.split("action=\"/messages/").skip(1);
        let mut paths = forms.filter_map(|form| form.split_once('"'));
        let found = paths.find(|(path, _)| path.ends_with(act));
        found.map(|(path, _)| format!("/messages/{path}"))
    };
    let page = ana.page("/messages").await;
    assert_eq!(button(&page, "/retry"), None, "{page}");
    let cancel = button(&page, "/cancel").unwrap();
    let (to, page) = ana.done(&cancel, &[]).await;
    assert_eq!(to, "/messages");
    assert!(page.contains("The message is cancelled."), "{page}");
    assert_eq!(button(&page, "/cancel"), None, "{page}");
    let again = ana.post(&cancel, &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    let retry = button(&page, "/retry").unwrap();
    let (_, page) = ana.done(&retry, &[]).await;
    assert!(button(&page, "/cancel").is_some(), "{page}");
}

async fn invitations_are_sent_again_to_several_at_once(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    for email in ["ben@example.com", "eva@example.com"] {
        let wish = json!({ "email": email });
        client.post("/users", &wish).await.expect(201);
        system.mails_to(email, 1).await;
    }
    let ana = Web::of(&client);
    let page = ana.page("/invitations?view=open").await;
    let form = page.split_once("action=\"/users/many\"").unwrap().1;
    assert!(form.contains("name=\"action\" value=\"send_invitation\""));
    let boxes = form.split("name=\"id\" value=\"").skip(1);
    let ids = boxes.map(|box_| box_.split('"').next().unwrap().to_owned());
    let ids = ids.collect::<Vec<_>>();
    assert_eq!(ids.len(), 2, "{page}");
    let asked = format!(
        "/users/many?action=send_invitation&filter=invitation%3Dopen&whom=chosen&id={}",
        ids[0]
    );
    let asked = ana.page(&asked).await;
    assert!(asked.contains("Resend invitations"), "{asked}");
    let sent = ana.fill("/users/many", &asked, &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let newest = "eva@example.com";
    assert_eq!(system.mails_to(newest, 2).await.len(), 2);
    assert_eq!(system.mails_to("ben@example.com", 1).await.len(), 1);
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
