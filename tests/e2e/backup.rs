//! `tenure backup`: a copy that can be lived with.

use crate::{
    database::Database,
    process::{ADMIN, PASSWORD, Server, program},
};
use serde_json::json;
use tempfile::TempDir;
use tokio::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_made_beside_a_running_server_is_whole_and_can_be_served() {
    let mut server = Server::start(Database::sqlite()).await;
    let ana = server.administrator().await;
    let ben = json!({ "email": "ben@example.com", "credential": { "type": "invitation" } });
    ana.post("/users", &ben).await.expect(201);
    let elsewhere = TempDir::new().unwrap();
    let copy = elsewhere.path().join("tenure.db");
    let name = copy.to_str().unwrap();

    let made = server.command(&["backup", name]).await;
    assert!(made.status.success(), "{made:?}");
    let told = String::from_utf8(made.stderr).unwrap();
    assert!(told.contains("ticket.key"), "{told}");
    let before = std::fs::read(&copy).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&copy).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "for its owner alone");
    }

    let again = server.command(&["backup", name]).await;
    assert_eq!(again.status.code(), Some(1));
    let said = String::from_utf8(again.stderr).unwrap();
    assert!(said.contains("overwrites nothing"), "{said}");
    assert_eq!(std::fs::read(&copy).unwrap(), before, "it is as it was");

    server.stop().await;
    for file in ["tenure.db", "tenure.db-wal", "tenure.db-shm"] {
        drop(std::fs::remove_file(server.data().join(file)));
    }
    std::fs::copy(&copy, server.data().join("tenure.db")).unwrap();
    let sound = server.command(&["check"]).await;
    assert!(sound.status.success(), "{sound:?}");
    server.start_again().await;
    let ana = server.client().log_in(ADMIN.0, ADMIN.1).await;
    let users = ana.get("/users").await.expect(200);
    assert_eq!(users.body["data"].as_array().unwrap().len(), 2);
    let stranger = server.client();
    let refused = stranger.try_log_in("ben@example.com", PASSWORD).await;
    refused.expect(401);
}

#[tokio::test]
async fn where_there_is_no_database_nothing_is_made_and_a_server_is_copied_by_its_own_tools() {
    let empty = TempDir::new().unwrap();
    let (data, copy) = (empty.path().join("data"), empty.path().join("copy.db"));
    let run = async |more: &[&str]| {
        let mut command = Command::new(program());
        let command = command.arg("backup").arg(&copy).arg("--data").arg(&data);
        command.args(more).output().await.unwrap()
    };
    let nothing = run(&[]).await;
    assert_eq!(nothing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("not there yet"));
    let url = "postgres://ana:secret@db.example/tenure";
    let server = run(&["--database-url", url]).await;
    assert!(server.status.success(), "{server:?}");
    let line = String::from_utf8(server.stdout).unwrap();
    assert!(line.starts_with("pg_dump --format=custom"), "{line}");
    assert!(!line.contains("secret"), "no password is shown: {line}");
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0);
}
