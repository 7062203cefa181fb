//! The system itself, and how programs reach it.

use crate::{
    both::on_both_databases,
    database::Database,
    process::{ADMIN, Server},
    system::System,
    web::Web,
};
use reqwest::{
    StatusCode,
    header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE},
};
use serde_json::json;

on_both_databases! {
    the_state_of_the_system_is_what_doctor_says,
    where_others_live_too_nobody_downloads_their_users,
    the_page_for_programs_says_how_they_log_in_and_claims_nothing_else,
}

async fn the_state_of_the_system_is_what_doctor_says(database: Database) {
    let server = Server::start(database).await;
    let ana = Web::of(&server.administrator().await);
    let page = ana.page("/system").await;
    let said = server.command(&["doctor", "--json"]).await;
    let said: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    for check in said["checks"].as_array().unwrap() {
        let (name, found) = (check["name"].as_str().unwrap(), check["found"].as_str());
        // The page reads no settings, and time passes between the two.
        if ["configuration", "clock", "disk", "hashing", "messages"].contains(&name) {
            continue;
        }
        assert!(page.contains(found.unwrap()), "{name}: {check}\n{page}");
    }
    for heading in ["Migrations", "Mail", "Messages", "Clock", "Disk", "Backup"] {
        assert!(page.contains(heading), "{heading}: {page}");
    }
}

async fn where_others_live_too_nobody_downloads_their_users(database: Database) {
    let system = System::of("standard", database).await;
    let ana = Web::of_admin(&system).await;
    let page = ana.page("/system").await;
    assert!(page.contains("the users of them all"), "{page}");
    assert!(!page.contains("href=\"/system/backup\""), "{page}");
    for tells in ["sqlite://", "postgres", "files in /", "Data directory"] {
        assert!(
            !page.contains(tells),
            "where things lie, by {tells}: {page}"
        );
    }
    assert_eq!(
        ana.get("/system/backup").await.status,
        StatusCode::NOT_FOUND
    );
    let made = ana.post("/system/backup", &[]).await;
    assert_eq!(made.status, StatusCode::NOT_FOUND);
}

async fn the_page_for_programs_says_how_they_log_in_and_claims_nothing_else(database: Database) {
    let system = System::of("chord", database).await;
    let ana = Web::of_admin(&system).await;
    let page = ana.page("/integrations").await;
    for said in [
        "/api/v1\n",
        "curl -sS $API/sessions",
        "Tenure-Tenant: acme",
        "href=\"/api/docs/\"",
        "href=\"/api/openapi.json\"",
        "becomes a customer",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    let (_, main) = page.split_once("<main").unwrap();
    assert!(!main.contains("<form"), "nothing to fill in: {main}");
    for link in ["/api/docs/", "/api/openapi.json", "/problems"] {
        assert_eq!(ana.get(link).await.status, StatusCode::OK, "{link}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_downloaded_whole_and_the_audit_trail_tells_of_it() {
    let server = Server::start(Database::sqlite()).await;
    let client = server.administrator().await;
    let ana = Web::of(&client);
    assert!(
        ana.page("/system")
            .await
            .contains("href=\"/system/backup\"")
    );
    let asked = ana.page("/system/backup").await;
    assert!(asked.contains("Make and download"), "{asked}");

    let (base, token) = client.session();
    let post = reqwest::Client::new().post(format!("{base}/system/backup"));
    let post = post.header("cookie", format!("session={token}"));
    let sent = post.send().await.unwrap();
    assert_eq!(sent.status(), StatusCode::OK);
    assert_eq!(sent.headers()[CONTENT_TYPE], "application/vnd.sqlite3");
    assert_eq!(sent.headers()[CACHE_CONTROL], "no-store");
    let name = sent.headers()[CONTENT_DISPOSITION].to_str().unwrap();
    assert!(name.starts_with("attachment; filename=\"tenure-"), "{name}");
    let copy = sent.bytes().await.unwrap();

    let house = tempfile::TempDir::new().unwrap();
    std::fs::write(house.path().join("tenure.db"), &copy).unwrap();
    let mut command = tokio::process::Command::new(crate::process::program());
    let command = command.args(["check", "--data"]).arg(house.path());
    let sound = command.output().await.unwrap();
    assert!(sound.status.success(), "{sound:?}");

    let told = client.get("/events?kind=backup.made").await.expect(200);
    assert_eq!(told.body["data"][0]["data"]["bytes"], copy.len());
    let names = std::fs::read_dir(server.data()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.into_iter().all(|name| !name.contains("backup")));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_system_administrator_who_logged_in_lately_gets_a_backup() {
    let wish = crate::clock::Clock::new();
    let server = Server::start_with(Database::sqlite(), wish.wish()).await;
    let ana = server.administrator().await;
    wish.pass_minutes(11);
    let page = Web::of(&ana).post("/system/backup", &[]).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{}", page.html);
    let proofs = page.html.matches("/me/confirm?next=").count();
    assert_eq!(proofs, 1, "{}", page.html);

    let fresh = server.client().log_in(ADMIN.0, ADMIN.1).await;
    let keeper = json!({ "id": "keeper", "name": "Keeper", "permissions": ["policy.manage"] });
    fresh.post("/roles", &keeper).await.expect(201);
    let ben = json!({ "email": "ben@example.com", "credential": { "type": "invitation" } });
    let ben = fresh.post("/users", &ben).await.expect(201).body;
    let token = server.mailed_token("ben@example.com", "/invite/").await;
    let password = json!({ "password": crate::process::PASSWORD });
    let accept = format!("/invitations/{token}/accept");
    server.client().post(&accept, &password).await.expect(200);
    let roles = json!({ "roles": [{ "role": "keeper" }] });
    let place = format!("/users/{}/roles", ben["id"].as_str().unwrap());
    fresh.put(&place, &roles).await.expect(200);
    let ben = server.client();
    let ben = ben.log_in("ben@example.com", crate::process::PASSWORD);
    let ben = Web::of(&ben.await);
    let page = ben.page("/system").await;
    assert!(page.contains("for system administrators"), "{page}");
    assert_eq!(
        ben.get("/system/backup").await.status,
        StatusCode::NOT_FOUND
    );
    let refused = ben.post("/system/backup", &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let told = fresh.get("/events?kind=backup.made").await.expect(200);
    assert_eq!(told.body["data"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_answer_for_the_tenant_sees_neither_page() {
    let server = Server::start(Database::sqlite()).await;
    let ana = server.administrator().await;
    let ben = json!({ "email": "ben@example.com", "credential": { "type": "invitation" } });
    ana.post("/users", &ben).await.expect(201);
    let token = server.mailed_token("ben@example.com", "/invite/").await;
    let password = json!({ "password": crate::process::PASSWORD });
    let accept = format!("/invitations/{token}/accept");
    server.client().post(&accept, &password).await.expect(200);
    let ben = server.client();
    let ben = ben.log_in("ben@example.com", crate::process::PASSWORD);
    let ben = Web::of(&ben.await);
    for path in ["/system", "/system/backup", "/integrations"] {
        assert_eq!(ben.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}
