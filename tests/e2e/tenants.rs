//! A tenant of every preset, made on the command line, used over HTTP.

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    process::{ADMIN, Server},
};
use reqwest::Method;
use serde_json::json;

on_both_databases! {
    the_first_administrator_of_every_preset_logs_in_by_the_address_he_was_made_with,
    a_refused_log_in_gives_its_reason_away_in_one_system_only,
}

/// Fits the rules of every preset.
const SECRET: &str = "plum ladder 7 orbit! canvas";
const PRESETS: [(&str, &str); 6] = [
    ("hotwax", "hotwax"),
    ("shopp", "shopp"),
    ("order-broker", "order_broker"),
    ("hesh", "hesh"),
    ("chord", "chord"),
    ("plain", "standard"),
];

async fn make(server: &Server, slug: &str, preset: &str, more: &[&str]) {
    let start = ["tenant", "create", slug, "--preset", preset];
    let admin = ["--admin-email", ADMIN.0, "--admin-password-stdin"];
    let words = [&start[..], &admin, more].concat();
    let made = server.command_reading(&words, SECRET).await;
    let said = String::from_utf8_lossy(&made.stderr).into_owned();
    assert!(made.status.success(), "{preset}: {said}");
    assert!(said.contains("Log in as "), "{said}");
    assert!(said.contains(&format!("Tenure-Tenant: {slug}")), "{said}");
}

async fn try_log_in(client: &Client, slug: &str, login: &str, password: &str) -> Answer {
    let body = json!({ "login": login, "password": password });
    let tenant = [("Tenure-Tenant", slug)];
    client
        .send(Method::POST, "/sessions", &tenant, Some(&body))
        .await
}

/// P-35: an address and a password are enough, whatever users log in with.
async fn the_first_administrator_of_every_preset_logs_in_by_the_address_he_was_made_with(
    database: Database,
) {
    let server = Server::start(database).await;
    let client = server.client();
    for (slug, preset) in PRESETS {
        make(&server, slug, preset, &[]).await;
        let open = try_log_in(&client, slug, ADMIN.0, SECRET).await.expect(201);
        assert_eq!(open.body["user"]["email"], ADMIN.0, "{preset}");
        let wrong = try_log_in(&client, slug, ADMIN.0, "wrong").await;
        wrong.expect_problem(401, "login_failed");
    }
    let named = ["--admin-username", "ANA001", "--admin-name", "Ana"];
    make(&server, "named", "order_broker", &named).await;
    let open = try_log_in(&client, "named", "ana001", SECRET).await;
    let user = &open.expect(201).body["user"];
    assert_eq!(
        (&user["username"], &user["display_name"]),
        (&json!("ana001"), &json!("Ana"))
    );
    let address = try_log_in(&client, "named", ADMIN.0, SECRET).await;
    address.expect_problem(401, "login_failed");
}

/// OB-44, P-58
async fn a_refused_log_in_gives_its_reason_away_in_one_system_only(database: Database) {
    let server = Server::start(database).await;
    let client = server.client();
    for (slug, preset) in PRESETS {
        make(&server, slug, preset, &[]).await;
        let told = async |login: &str, password: &str| {
            let answer = try_log_in(&client, slug, login, password).await;
            let mut body = answer.expect_problem(401, "login_failed").body;
            assert_eq!(body["title"], "Log in failed.");
            body["instance"].take();
            body
        };
        let wrong = told(ADMIN.0, "wrong").await;
        assert_eq!(wrong, told("nobody@example.com", "wrong").await, "{preset}");
        for _ in 0..10 {
            assert_eq!(told(ADMIN.0, "wrong").await["title"], wrong["title"]);
        }
        let locks = ["hotwax", "order_broker", "standard"].contains(&preset);
        if locks {
            let locked = told(ADMIN.0, SECRET).await;
            assert_eq!(locked != wrong, preset == "hotwax", "{preset}: {locked}");
        } else {
            try_log_in(&client, slug, ADMIN.0, SECRET).await.expect(201);
        }
        let tells = wrong["detail"] != "Log in failed.";
        assert_eq!(tells, preset == "hotwax", "{preset}: {wrong}");
    }
}
