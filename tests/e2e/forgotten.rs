//! An anonymized person is nowhere any more, neither in a row nor in bytes, and the history still holds.

use crate::{
    client::{Client, eventually},
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::Path;
use tokio::process::Command;

on_both_databases! {
    nothing_of_an_anonymized_person_is_left_in_the_database,
}

/// What was typed about him, in small letters.
const TRACES: [&str; 10] = [
    "zacharias",
    "quincampoix",
    "zqx@example.com",
    "zqy@example.com",
    "5550199",
    "emp-4711",
    "drunk at the till",
    "sent to a clinic",
    "2033-05-07",
    "/photo-of-him",
];

/// A PNG with a word beside its one pixel.
fn picture() -> Vec<u8> {
    let mut file =
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
        \0\0\0\x0dIDATx\xdacd\xf8\xcfP\x0f\0\x03\x86\x01\x80Z4}k\0\0\0\0IEND\xaeB`\x82"
            .to_vec();
    file.extend(b"/photo-of-him");
    file
}

async fn tell(ana: &Client, id: &str) {
    let path = format!("/users/{id}");
    let patch = json!({ "first_name": "Zacharias", "last_name": "Quincampoix", "phone": "+49 170 5550199",
        "external_id": "EMP-4711" });
    for change in [patch, json!({ "email": "zqy@example.com" })] {
        let tag = ana.get(&path).await.expect(200).header("etag").to_owned();
        let tag = [("if-match", tag.as_str())];
        ana.send(Method::PATCH, &path, &tag, Some(&change))
            .await
            .expect(200);
    }
    let off = json!([{ "from": "2033-05-07T08:00:00Z", "until": "2033-05-07T18:00:00Z" }]);
    ana.put(&format!("{path}/days-off"), &off).await.expect(200);
    let photo = format!("{path}/photo");
    ana.raw(Method::PUT, &photo, "image/png", picture())
        .await
        .expect(200);
    for (action, body) in [
        ("block", json!({ "reason": "seen drunk at the till" })),
        ("unblock", json!({})),
        ("deactivate", json!({ "reason": "sent to a clinic" })),
        ("activate", json!({})),
        ("block", json!({ "reason": "seen drunk at the till again" })),
    ] {
        ana.post(&format!("{path}/{action}"), &body)
            .await
            .expect(200);
    }
}

/// Everything that the database holds, as text in small letters. The server must have stopped.
async fn everything(server: &Server) -> String {
    let bytes = match server.database_url() {
        None => all_files(&server.data().join("tenure.db")),
        Some(url) => {
            let mut dump = Command::new("pg_dump");
            dump.args(["--data-only", "--inserts", url]);
            let dump = dump.output().await.unwrap();
            assert!(dump.status.success(), "{dump:?}");
            dump.stdout
        }
    };
    String::from_utf8_lossy(&bytes).to_lowercase()
}

fn all_files(path: &Path) -> Vec<u8> {
    let wal = path.with_extension("db-wal");
    let read = |path: &Path| std::fs::read(path).unwrap_or_default();
    let bytes = [read(path), read(&wal)].concat();
    assert!(!bytes.is_empty());
    bytes
}

async fn traces(server: &Server) -> Vec<&'static str> {
    let all = everything(server).await;
    let found = TRACES.into_iter().filter(|trace| all.contains(trace));
    found.collect()
}

async fn stop_and_look(server: &mut Server) -> Vec<&'static str> {
    server.stop().await;
    let found = traces(server).await;
    server.start_again().await;
    found
}

/// OB-6: names, addresses, phone, what people wrote, times off and the picture are gone, from mails already sent too.
async fn nothing_of_an_anonymized_person_is_left_in_the_database(database: Database) {
    let mut server = Server::start(database).await;
    let ana = server.administrator().await;
    let him = ana.member("zqx@example.com", PASSWORD).await;
    let id = him["id"].as_str().unwrap().to_owned();
    tell(&ana, &id).await;
    eventually("the mail to the new address", || async {
        let mails = server.mails();
        let sent = mails
            .iter()
            .any(|mail| mail.contains("To: zqy@example.com"));
        sent.then_some(())
    })
    .await;
    let before = stop_and_look(&mut server).await;
    // Of an upload only the pixels are ever kept.
    assert_eq!(
        before,
        TRACES[..9],
        "a trace that is not even there before shows nothing"
    );

    let ana = ana.at(server.base());
    let masked = ana.act(&format!("/users/{id}/anonymize")).await;
    let masked = masked.expect(200).body;
    assert_eq!(
        (&masked["email"], &masked["photo_url"]),
        (&json!("****"), &Value::Null)
    );
    assert_eq!(stop_and_look(&mut server).await, [""; 0]);
    let check = server.command(&["check"]).await;
    assert!(check.status.success(), "{check:?}");
    let ana = ana.at(server.base());
    let gone = ana.get(&format!("/users/{id}/photo")).await;
    gone.expect_problem(404, "not_found");
    let off = ana.get(&format!("/users/{id}/days-off")).await.expect(200);
    assert_eq!(off.body, json!({ "days_off": [] }));
}
