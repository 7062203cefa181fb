//! Files that break off, files that are no files, and one at a time.

use crate::{
    client::{Client, eventually},
    database::Database,
    on_both_databases,
    process::{ADMIN, Server},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt::Write};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

on_both_databases! {
    a_file_that_is_sent_again_after_a_kill_ends_as_if_nothing_had_been,
    one_import_at_a_time_and_a_dropped_line_makes_way,
    a_streamed_answer_tells_every_row_and_then_the_whole,
    no_file_brings_the_server_down_and_each_fault_has_its_line,
}

const ROWS: u64 = 4_000;

fn file(rows: u64) -> String {
    let mut file = "external_id,email,first_name\n".to_owned();
    for n in 1..=rows {
        writeln!(file, "E{n},user{n}@example.com,First{n}").unwrap();
    }
    file
}

async fn send(client: &Client, query: &str, kind: &str, file: &[u8]) -> (u16, Value) {
    let path = format!("/users/import{query}");
    let answer = client.raw(Method::POST, &path, kind, file.to_vec()).await;
    (answer.status.as_u16(), answer.body)
}

async fn csv(client: &Client, file: &[u8]) -> (u16, Value) {
    send(client, "?rows=all", "text/csv", file).await
}

fn counts(report: &Value) -> [u64; 4] {
    ["created", "updated", "unchanged", "failed"]
        .map(|name| report["counts"][name].as_u64().unwrap())
}

async fn total(client: &Client) -> u64 {
    let page = client.get("/users?limit=1").await.expect(200).body;
    page["page"]["total"].as_u64().unwrap()
}

/// What stands in an export, without what each database makes for itself.
async fn users(client: &Client) -> BTreeSet<(String, String, String)> {
    let text = client
        .get("/users/export?format=ndjson")
        .await
        .expect(200)
        .text;
    let lines = text.lines().map(|line| {
        let user: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| user[name].as_str().unwrap_or_default().to_owned();
        (text("external_id"), text("email"), text("first_name"))
    });
    let lines = lines.collect::<Vec<_>>();
    let distinct = lines.iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(lines.len(), distinct.len(), "nobody is there twice");
    distinct
}

async fn a_file_that_is_sent_again_after_a_kill_ends_as_if_nothing_had_been(database: Database) {
    let mut server = Server::start(database).await;
    let ana = server.administrator().await;
    let text = file(ROWS);
    let sending = {
        let (ana, text) = (ana.clone(), text.clone());
        tokio::spawn(async move { csv(&ana, text.as_bytes()).await })
    };
    let some = || async { (total(&ana).await > 200).then_some(()) };
    eventually("the first rows are written", some).await;
    server.kill().await;
    assert!(sending.await.is_err(), "the answer was cut off");
    server.start_again().await;
    let ana = ana.at(server.base());
    let written = total(&ana).await - 1;
    assert_eq!(
        written % 200,
        0,
        "what is written together is there together"
    );
    let (status, report) = csv(&ana, text.as_bytes()).await;
    assert_eq!(
        (status, counts(&report)),
        (200, [ROWS - written, 0, written, 0])
    );
    assert!(written < ROWS, "the kill came too late to mean anything");
    let mut expected = (1..=ROWS)
        .map(|n| {
            (
                format!("E{n}"),
                format!("user{n}@example.com"),
                format!("First{n}"),
            )
        })
        .collect::<BTreeSet<_>>();
    expected.insert((String::new(), ADMIN.0.to_owned(), "Ana".to_owned()));
    assert_eq!(users(&ana).await, expected);
    let (_, report) = csv(&ana, text.as_bytes()).await;
    assert_eq!(counts(&report), [0, 0, ROWS, 0]);
    let check = server.command(&["check", "--json"]).await;
    assert!(check.status.success(), "{check:?}");
}

/// A request as it stands on the wire, of which the body comes in pieces.
async fn begin(server: &Server, more: &str) -> TcpStream {
    let session = server
        .client()
        .try_log_in(ADMIN.0, ADMIN.1)
        .await
        .expect(201);
    let token = session.body["token"].as_str().unwrap();
    let host = server.base().strip_prefix("http://").unwrap();
    let mut line = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "POST /api/v1/users/import HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
        Content-Type: text/csv\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n{more}\r\n"
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line
}

async fn piece(line: &mut TcpStream, text: &str) {
    let chunk = format!("{:x}\r\n{text}\r\n", text.len());
    line.write_all(chunk.as_bytes()).await.unwrap();
}

async fn one_import_at_a_time_and_a_dropped_line_makes_way(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let text = file(450);
    let mut line = begin(&server, "").await;
    let (first, rest) = text.split_at(text.len() - 3_000);
    piece(&mut line, first).await;
    let some = || async { (total(&ana).await > 200).then_some(()) };
    eventually("the first rows are written", some).await;
    for query in ["", "?dry_run=true"] {
        let path = format!("/users/import{query}");
        let second = ana.raw(Method::POST, &path, "text/csv", b"email\n".to_vec());
        let second = second.await.expect_problem(429, "too_many_requests");
        assert_eq!(second.header("retry-after"), "10");
    }
    // Another system's import is none of this one's business.
    let other = server.tenant("chord").await;
    assert_eq!(csv(&other, b"email\n").await.0, 200);
    assert!(!rest.is_empty());
    drop(line);
    let again = || async {
        let (status, report) = csv(&ana, text.as_bytes()).await;
        (status == 200).then_some(report)
    };
    let report = eventually("the next import has its turn", again).await;
    let [created, updated, unchanged, failed] = counts(&report);
    assert_eq!(
        (created + unchanged, updated, failed),
        (450, 0, 0),
        "{report}"
    );
    assert!(unchanged >= 200, "what was written stays: {unchanged}");
    assert_eq!(total(&ana).await, 451);
}

async fn a_streamed_answer_tells_every_row_and_then_the_whole(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let mut line = begin(&server, "Accept: application/x-ndjson\r\n").await;
    let text = file(250).replace("user3@example.com", "nobody");
    piece(&mut line, &text).await;
    // Rows are told of while the file is still being sent.
    let mut seen = String::new();
    let mut bytes = [0; 4_096];
    while !seen.contains("\"line\":2,") {
        let read = line.read(&mut bytes).await.unwrap();
        assert!(read > 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&bytes[..read]));
    }
    assert!(seen.starts_with("HTTP/1.1 200"), "{seen}");
    assert!(
        seen.to_lowercase()
            .contains("content-type: application/x-ndjson")
    );
    assert!(!seen.contains("\"finished\""));
    line.write_all(b"0\r\n\r\n").await.unwrap();
    line.read_to_string(&mut seen).await.unwrap();
    let objects = seen
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let objects = objects.filter(Value::is_object).collect::<Vec<_>>();
    let (last, rows) = objects.split_last().unwrap();
    assert_eq!(rows.len(), 250);
    assert!(
        rows.iter()
            .zip(2..)
            .all(|(row, at)| row["line"] == json!(at))
    );
    assert_eq!(rows[2]["result"], "failed", "{}", rows[2]);
    assert_eq!(last["result"], "finished");
    assert_eq!(counts(last), [249, 0, 0, 1]);
    assert_eq!(total(&ana).await, 250);
}

#[expect(clippy::too_many_lines, reason = "one file after the other")]
async fn no_file_brings_the_server_down_and_each_fault_has_its_line(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let huge = "x".repeat(1 << 20);
    let columns = format!("email{}\n", ",x".repeat(10_000));
    let object = format!("{{\"email\":\"a@example.com\"}}\n{{\"email\":\"{huge}\"}}\n");
    let ours = "application/x-ndjson";
    for (kind, file, code, detail) in [
        (
            "text/csv",
            String::new(),
            "malformed",
            "Line 1: The file is empty",
        ),
        (
            "text/csv",
            columns,
            "malformed",
            "Line 1: The row has more than 200 cells",
        ),
        (
            "text/csv",
            format!("email\n{huge}@example.com\n"),
            "malformed",
            "Line 2: The row is longer",
        ),
        (
            "text/csv",
            "email,email\nx,y\n".to_owned(),
            "validation",
            "",
        ),
        (ours, object, "malformed", "Line 2: The row is longer"),
    ] {
        let (_, refused) = send(&ana, "", kind, file.as_bytes()).await;
        let told = refused["detail"].as_str().unwrap();
        assert_eq!(refused["code"], code, "{refused}");
        assert!(told.contains(detail), "{told}");
    }
    assert_eq!(total(&ana).await, 2, "the row before the fault");
    assert_eq!(counts(&csv(&ana, b"email\n").await.1), [0; 4]);
    let mark = "\u{feff}email,first_name\r\nb@example.com,\"B\nB\"\r\nc@example.com,C\r\n";
    assert_eq!(counts(&csv(&ana, mark.as_bytes()).await.1), [1, 0, 0, 1]);
    // A row that no database could hold is refused by itself, whichever cell it is in.
    let head =
        "email,username,external_id,first_name,phone,organizations,facilities,roles,credential";
    let sound = [
        "n@example.com",
        "name01",
        "N1",
        "N",
        "1",
        "Acme",
        "",
        "",
        "",
    ];
    for at in 0..sound.len() {
        for (bytes, what) in [(&b"x\0y"[..], "NUL"), (b"\xff\xfe", "not UTF-8")] {
            let cells = sound.iter().enumerate();
            let cells = cells.map(|(n, cell)| if n == at { bytes } else { cell.as_bytes() });
            let row = cells.collect::<Vec<_>>().join(&b',');
            let file = [head.as_bytes(), &row, b"z@example.com,,,,,,,,", b""].join(&b'\n');
            let (status, report) = send(&ana, "?rows=all&dry_run=true", "text/csv", &file).await;
            assert_eq!(status, 200, "{report}");
            assert_eq!(
                counts(&report),
                [1, 0, 0, 1],
                "{what} in cell {at}: {report}"
            );
            assert_eq!(report["rows"][0]["line"], 2);
        }
    }
    let rows = "email,first_name\nd@example.com\ne@example.com,E,E\nf@example.com,F\n";
    let (_, report) = csv(&ana, rows.as_bytes()).await;
    assert_eq!(counts(&report), [1, 0, 0, 2]);
    let odd = "{\"email\":{\"x\":1}}\n{\"email\":\"g@example.com\",\"hat\":{\"x\":[1]}}\n\
        {\"email\":\"h@example.com\"}\n";
    let (_, report) = send(&ana, "?rows=all", ours, odd.as_bytes()).await;
    assert_eq!(counts(&report), [1, 0, 0, 2]);
    assert_eq!(report["rows"][1]["errors"][0]["column"], "hat");
    let check = server.command(&["check", "--json"]).await;
    assert!(check.status.success(), "{check:?}");
}
