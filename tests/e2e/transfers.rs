//! Users from a file, and into one: by the API and by the command line.

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt::Write, fs};

on_both_databases! {
    a_file_is_carried_in_and_exactly_its_broken_rows_are_refused,
    a_dry_run_says_what_would_become_of_a_file_and_changes_nothing,
    rows_do_no_more_than_the_command_that_they_stand_for,
    who_is_there_gets_what_differs_and_an_empty_cell_leaves_things,
    an_export_imported_again_changes_nothing,
    a_password_is_brought_along_as_its_hash,
    nobody_is_mailed_to_unless_asked,
    the_command_line_carries_users_in_and_out_beside_a_server,
}

/// So many rows, and every thirtieth is broken.
const ROWS: usize = 3_000;
const EVERY: usize = 30;

/// The tests' password as another system would have stored it: PBKDF2 with SHA-256, made by Python's `hashlib`.
const HASH: &str = "pbkdf2_sha256$1000$NaClNaCl$5vdjeOkfdEgL2Tv9xkjVhijViesWyOaZ3yIfXhBASgg=";

async fn import(client: &Client, query: &str, file: &str) -> Value {
    let sent = send(client, query, "text/csv", file).await;
    assert_eq!(sent.0, 200, "{}", sent.1);
    sent.1
}

async fn send(client: &Client, query: &str, kind: &str, file: &str) -> (u16, Value) {
    let path = format!("/users/import{query}");
    let answer = client.raw(Method::POST, &path, kind, file.as_bytes().to_vec());
    let answer = answer.await;
    (answer.status.as_u16(), answer.body)
}

fn counts(report: &Value) -> [u64; 4] {
    ["created", "updated", "unchanged", "failed"]
        .map(|name| report["counts"][name].as_u64().unwrap())
}

async fn exported(client: &Client, query: &str) -> String {
    client
        .get(&format!("/users/export{query}"))
        .await
        .expect(200)
        .text
}

/// Everybody and everything that happened, as numbers that any change would move.
async fn versions(client: &Client) -> String {
    let users = client
        .get("/users?limit=200&sort=-created_at")
        .await
        .expect(200)
        .body;
    let versions = users["data"].as_array().unwrap().iter();
    let versions = versions.map(|user| format!("{}{}", user["id"], user["version"]));
    let events = client
        .get("/events?limit=1&kind=import.finished,user.registered")
        .await;
    let last = events.expect(200).body["data"][0]["id"].to_string();
    format!("{} {}", versions.collect::<Vec<_>>().join(" "), last)
}

fn file_with_broken_rows() -> (String, BTreeSet<u64>) {
    let mut file = "external_id,email,first_name,last_name,valid_until\n".to_owned();
    let mut broken = BTreeSet::new();
    for n in 1..=ROWS {
        let line = u64::try_from(n + 1).unwrap();
        let (email, until) = match n % EVERY {
            0 if n % (2 * EVERY) == 0 => (format!("user{n}.example.com"), "soon"),
            0 => (format!("user{n}@example.com"), "2001-01-01T00:00:00Z"),
            _ => (format!("user{n}@example.com"), ""),
        };
        if n % EVERY == 0 {
            broken.insert(line);
        }
        writeln!(file, "E{n},{email},First{n},\"Last, {n}\",{until}").unwrap();
    }
    (file, broken)
}

async fn a_file_is_carried_in_and_exactly_its_broken_rows_are_refused(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let (file, broken) = file_with_broken_rows();
    let report = import(&ana, "", &file).await;
    let failed = u64::try_from(ROWS / EVERY).unwrap();
    let created = u64::try_from(ROWS).unwrap() - failed;
    assert_eq!(counts(&report), [created, 0, 0, failed]);
    let rows = report["rows"].as_array().unwrap();
    let lines = rows.iter().map(|row| row["line"].as_u64().unwrap());
    assert_eq!(lines.collect::<BTreeSet<_>>(), broken);
    for row in rows {
        let n = row["line"].as_u64().unwrap() - 1;
        let errors = row["errors"].as_array().unwrap().iter();
        let columns = errors.map(|error| error["column"].as_str().unwrap());
        let columns = columns.collect::<Vec<_>>();
        if n % (2 * 30) == 0 {
            assert_eq!(columns, ["email", "valid_until"], "every fault: {row}");
        } else {
            assert_eq!(columns, ["valid_until"], "{row}");
            assert_eq!(row["errors"][0]["code"], "in_the_past");
        }
    }
    assert_eq!(server.mails(), [""; 0], "nobody asked for mail");
    let before = versions(&ana).await;
    let again = import(&ana, "?rows=all", &file).await;
    assert_eq!(counts(&again), [0, 0, created, failed]);
    assert_eq!(again["rows"].as_array().unwrap().len(), ROWS);
    assert_eq!(
        versions(&ana).await,
        before,
        "a file that was carried in changes nothing"
    );
    let events = ana
        .get("/events?kind=import.finished")
        .await
        .expect(200)
        .body;
    assert_eq!(events["data"].as_array().unwrap().len(), 1);
    let check = server.command(&["check", "--json"]).await;
    assert!(check.status.success(), "{check:?}");
}

async fn a_dry_run_says_what_would_become_of_a_file_and_changes_nothing(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    ana.member("ben@example.com", PASSWORD).await;
    let file = "Mail,username,first_name,Shoe\n\
        BEN@example.com,,Benjamin,43\n\
        cem@example.com,cem01,Cem,42\n\
        Cem@Example.com,,Other,41\n\
        dora@example.com,CEM01,Dora,40\n";
    let query = "?map=Mail:email&ignore=Shoe&rows=all";
    let before = versions(&ana).await;
    let dry = import(&ana, &format!("{query}&dry_run=true"), file).await;
    assert_eq!(counts(&dry), [1, 1, 0, 2]);
    assert_eq!(dry["dry_run"], true);
    assert_eq!(dry["rows"][2]["errors"][0]["code"], "repeated");
    assert_eq!(dry["rows"][3]["errors"][0]["column"], "username");
    assert_eq!(versions(&ana).await, before);
    let real = import(&ana, query, file).await;
    let outcome = |report: &Value| {
        let rows = report["rows"].as_array().unwrap().iter();
        rows.map(|row| (row["result"].clone(), row["errors"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        outcome(&real),
        outcome(&dry),
        "what was said is what is done"
    );
    let unknown = send(&ana, "", "text/csv", "Mail,email,email\nx,y,z\n").await;
    assert_eq!(
        (unknown.0, unknown.1["code"].as_str()),
        (422, Some("validation"))
    );
    let broken = send(&ana, "", "text/csv", "email\n\"eve@example.com\n").await;
    assert_eq!(
        (broken.0, broken.1["code"].as_str()),
        (400, Some("malformed"))
    );
    assert!(
        broken.1["detail"].as_str().unwrap().starts_with("Line 2:"),
        "{}",
        broken.1
    );
    let other = send(&ana, "", "application/json", "{}").await;
    assert_eq!(other.0, 415);
}

async fn rows_do_no_more_than_the_command_that_they_stand_for(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    ana.member("ben@example.com", PASSWORD).await;
    let ben = server.client().log_in("ben@example.com", PASSWORD).await;
    let (status, body) = send(&ben, "", "text/csv", "email\nx@example.com\n").await;
    assert_eq!((status, body["code"].as_str()), (403, Some("forbidden")));
    ben.get("/users/export")
        .await
        .expect_problem(403, "forbidden");
    let nobody = send(&server.client(), "", "text/csv", "email\nx@example.com\n").await;
    assert_eq!(nobody.0, 401);
    let file = "email,roles,kind\n\
        ben@example.com,wizard,\n\
        ben@example.com,,vendor\n\
        ana@example.com,organization_admin,\n\
        eve@example.com,system_admin@nowhere,\n";
    let report = import(&ana, "", file).await;
    assert_eq!(counts(&report), [0, 0, 0, 4]);
    let codes = report["rows"].as_array().unwrap().iter();
    let codes = codes.map(|row| row["errors"][0]["code"].as_str().unwrap());
    assert_eq!(
        codes.collect::<Vec<_>>(),
        ["unknown", "repeated", "last_admin", "unknown"]
    );
}

async fn who_is_there_gets_what_differs_and_an_empty_cell_leaves_things(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let file = r#"{"external_id":"E1","email":"ben@example.com","first_name":"Ben","phone":"+49 30 1","roles":["organization_admin"]}
{"external_id":"E2","email":"cem@example.com","first_name":"Cem"}
not json
"#;
    let (status, report) = send(&ana, "", "application/x-ndjson", file).await;
    assert_eq!((status, counts(&report)), (200, [2, 0, 0, 1]));
    let file = "external_id,email,first_name,phone,roles\n\
        e1,,Benjamin,,\n\
        E2,ben@example.com,,,\n\
        E3,CEM@example.com,,,\n";
    let report = import(&ana, "?rows=all", file).await;
    assert_eq!(counts(&report), [0, 2, 0, 1]);
    assert_eq!(report["rows"][1]["errors"][0]["code"], "ambiguous");
    let found = ana
        .get("/users?email=ben@example.com")
        .await
        .expect(200)
        .body;
    let ben = &found["data"][0];
    assert_eq!(
        (ben["first_name"].as_str(), ben["phone"].as_str()),
        (Some("Benjamin"), Some("+49 30 1"))
    );
    assert_eq!(ben["roles"][0]["role"], "organization_admin");
    let found = ana
        .get("/users?email=cem@example.com")
        .await
        .expect(200)
        .body;
    assert_eq!(
        found["data"][0]["external_id"], "E3",
        "found by the address"
    );
}

async fn an_export_imported_again_changes_nothing(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let file = "external_id,email,username,first_name,last_name,phone,roles,language,time_zone,valid_until\n\
        =1+1,ben@example.com,ben01,-Ben,\"K\"\"im\",'+49 30 1,organization_admin,de,Europe/Berlin,2999-01-01T00:00:00Z\n\
        E2,cem@example.com,,@Cem,,,organization_admin[/2999-01-01T00:00:00Z],,,\n";
    assert_eq!(counts(&import(&ana, "", file).await), [2, 0, 0, 0]);
    let csv = ana.get("/users/export").await.expect(200);
    assert!(
        csv.header("content-disposition")
            .starts_with("attachment; filename=\"users-")
    );
    assert!(
        csv.text.contains("'=1+1") && csv.text.contains("'-Ben"),
        "{}",
        csv.text
    );
    assert!(
        csv.text.contains("\"K\"\"im\"") && csv.text.contains("'+49 30 1"),
        "{}",
        csv.text
    );
    let before = versions(&ana).await;
    assert_eq!(counts(&import(&ana, "", &csv.text).await), [0, 0, 3, 0]);
    let ndjson = exported(&ana, "?format=ndjson&q=ben").await;
    assert_eq!(ndjson.lines().count(), 1, "{ndjson}");
    let (_, report) = send(&ana, "", "application/x-ndjson", &ndjson).await;
    assert_eq!(counts(&report), [0, 0, 1, 0]);
    assert_eq!(versions(&ana).await, before);
    assert_eq!(
        exported(&ana, "?status=blocked").await.lines().count(),
        1,
        "the head alone"
    );
    let events = crate::client::eventually("three exports are told of", || async {
        let events = ana.get("/events?kind=export.made").await.expect(200).body;
        let told = events["data"].as_array().unwrap().clone();
        (told.len() == 3).then_some(told)
    });
    let told = serde_json::to_string(&events.await).unwrap();
    assert!(
        told.contains("status=blocked") && !told.contains("q=ben"),
        "{told}"
    );
}

async fn a_password_is_brought_along_as_its_hash(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let file = format!(
        "email,first_name,password_hash\nben@example.com,Ben,{HASH}\ncem@example.com,Cem,secret\n"
    );
    let report = import(&ana, "?rows=all", &file).await;
    assert_eq!(counts(&report), [1, 0, 0, 1]);
    let refused = report["rows"][1].to_string();
    assert!(
        refused.contains("password_hash") && !refused.contains("secret"),
        "{refused}"
    );
    let ben = server.client().log_in("ben@example.com", PASSWORD).await;
    assert_eq!(ben.get("/me").await.expect(200).body["status"], "active");
    assert_eq!(
        counts(&import(&ana, "?rows=all", &file).await),
        [0, 0, 1, 1]
    );
}

async fn nobody_is_mailed_to_unless_asked(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let file = "email,first_name\nben@example.com,Ben\n";
    import(&ana, "", file).await;
    let file = "email,first_name\nben@example.com,Ben\ncem@example.com,Cem\n";
    assert_eq!(
        counts(&import(&ana, "?invite=true", file).await),
        [1, 0, 1, 0]
    );
    server.mailed_token("cem@example.com", "/invite/").await;
    assert_eq!(server.mails().len(), 1, "who was there is not mailed to");
    let found = ana
        .get("/users?email=ben@example.com")
        .await
        .expect(200)
        .body;
    assert_eq!(found["data"][0]["status"], "pending");
}

async fn the_command_line_carries_users_in_and_out_beside_a_server(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let file = server.data().join("users.csv");
    let report = server.data().join("report.csv");
    fs::write(&file, "Mail,first_name\nben@example.com,Ben\nnowhere,Cem\n").unwrap();
    let (file, report) = (file.to_str().unwrap(), report.to_str().unwrap());
    let mapped = ["import", file, "--map", "Mail=email"];
    let dry = server
        .command(&[&mapped[..], &["--dry-run"]].concat())
        .await;
    assert_eq!(dry.status.code(), Some(2), "{dry:?}");
    assert!(String::from_utf8_lossy(&dry.stdout).contains("would be created 1"));
    let real = server
        .command(&[&mapped[..], &["--report", report]].concat())
        .await;
    assert_eq!(real.status.code(), Some(2), "{real:?}");
    let said = String::from_utf8_lossy(&real.stdout);
    assert_eq!(said.trim(), "created 1, updated 0, unchanged 0, failed 1");
    let written = fs::read_to_string(report).unwrap();
    assert!(
        written.lines().nth(1).unwrap().starts_with("3,email,"),
        "{written}"
    );
    assert_eq!(
        server.command(&["import", file]).await.status.code(),
        Some(1),
        "no such column"
    );
    let wrong = server.command(&["import", file, "--map", "Mail"]).await;
    assert_eq!(wrong.status.code(), Some(64));
    let out = server.command(&["export"]).await;
    assert!(out.status.success(), "{out:?}");
    let text = String::from_utf8(out.stdout).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    let back = server.command_reading(&["import", "-"], &text).await;
    assert_eq!(back.status.code(), Some(0), "{back:?}");
    assert!(String::from_utf8_lossy(&back.stdout).contains("unchanged 2"));
    let seen = ana
        .get("/users?email=ben@example.com")
        .await
        .expect(200)
        .body;
    assert_eq!(
        seen["data"][0]["created_by"]
            .as_str()
            .unwrap()
            .split(':')
            .next(),
        Some("operator")
    );
    assert_eq!(json!(seen["page"]["total"]), 1);
}
