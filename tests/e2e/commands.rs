//! The command line beside a server, or where none ever ran.

use crate::{
    database::Database,
    process::{Server, program},
};
use std::{fs, path::Path, process::Output};
use tempfile::TempDir;
use tokio::process::Command;

/// What only looks.
const LOOKS: [&[&str]; 6] = [
    &["check"],
    &["check", "--json"],
    &["doctor"],
    &["migrate", "status"],
    &["user", "list"],
    &["user", "show", "ana@example.com"],
];
/// What changes a user, who must be there.
const HELPS: [&[&str]; 2] = [
    &["user", "unlock", "ana@example.com"],
    &["user", "grant-admin", "ana@example.com"],
];

async fn run(arguments: &[&str]) -> Output {
    Command::new(program())
        .args(arguments)
        .output()
        .await
        .unwrap()
}

fn said(output: &Output) -> String {
    let texts = [&output.stdout, &output.stderr];
    texts.map(|text| String::from_utf8_lossy(text)).concat()
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[tokio::test]
async fn without_a_database_looking_says_so_and_makes_nothing() {
    let parent = TempDir::new().unwrap();
    let (missing, empty) = (parent.path().join("missing"), parent.path().join("empty"));
    fs::create_dir(&empty).unwrap();
    let elsewhere = parent.path().join("else where.db");
    let url = format!(
        "sqlite://{}?mode=rwc",
        elsewhere.display().to_string().replace(' ', "%20")
    );
    for command in LOOKS.into_iter().chain(HELPS) {
        for place in [
            &["--data", missing.to_str().unwrap()][..],
            &["--data", empty.to_str().unwrap()],
            &["--data", empty.to_str().unwrap(), "--database-url", &url],
        ] {
            let output = run(&[command, place].concat()).await;
            let said = said(&output);
            assert_eq!(
                output.status.code(),
                Some(1),
                "{command:?} {place:?}: {said}"
            );
            assert!(
                said.contains("not there yet"),
                "{command:?} {place:?}: {said}"
            );
            assert!(!missing.exists(), "{command:?}");
            assert_eq!(names(parent.path()), ["empty"], "{command:?} {place:?}");
            assert!(names(&empty).is_empty(), "{command:?}: {:?}", names(&empty));
        }
    }
}

#[tokio::test]
async fn in_an_empty_database_looking_says_what_is_missing_and_makes_no_tables() {
    let database = Database::postgres();
    let data = TempDir::new().unwrap();
    let (dir, url) = (data.path().to_str().unwrap(), database.url().unwrap());
    for command in LOOKS {
        let place: &[&str] = &["--data", dir, "--database-url", &url];
        let output = run(&[command, place].concat()).await;
        let said = said(&output);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {said}");
        assert!(names(data.path()).is_empty(), "{command:?}");
        let status = run(&[&["migrate", "status"], place].concat()).await;
        let missing = String::from_utf8_lossy(&status.stdout).lines().count();
        assert!(missing >= 4, "{command:?} made tables: {status:?}");
    }
}

#[tokio::test]
async fn beside_a_server_looking_finds_what_is_there() {
    let mut server = Server::start(Database::sqlite()).await;
    server.administrator().await;
    for running in [true, false] {
        if !running {
            server.stop().await;
        }
        for command in LOOKS {
            let output = server.command(command).await;
            assert!(output.status.success(), "{command:?}: {}", said(&output));
        }
        let show = server.command(&["user", "show", "ana@example.com"]).await;
        assert!(said(&show).contains("ana@example.com"), "{}", said(&show));
    }
}
