//! A full disk, a lost database: 503, and well again by itself.

use crate::{
    client::eventually,
    database::Database,
    process::{ADMIN, Server, Wish},
};
use serde_json::json;
use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::net::{TcpListener, TcpStream};

/// A wire to PostgreSQL that can be cut.
struct Wire {
    cut: Arc<AtomicBool>,
    url: String,
}

impl Wire {
    async fn to(url: &str) -> Self {
        let (_, after_scheme) = url.split_once("://").unwrap();
        let host = after_scheme
            .split_once('@')
            .map_or(after_scheme, |(_, host)| host);
        let address = host.split('/').next().unwrap().to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let here = listener.local_addr().unwrap().to_string();
        let wire = Self {
            cut: Arc::default(),
            url: url.replacen(&address, &here, 1),
        };
        let cut = Arc::clone(&wire.cut);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(carry(stream, address.clone(), Arc::clone(&cut)));
            }
        });
        wire
    }
}

async fn carry(mut near: TcpStream, address: String, cut: Arc<AtomicBool>) {
    if cut.load(Ordering::SeqCst) {
        return;
    }
    let Ok(mut far) = TcpStream::connect(address).await else {
        return;
    };
    let watch = async {
        let mut tick = tokio::time::interval(std::time::Duration::from_millis(20));
        while !cut.load(Ordering::SeqCst) {
            tick.tick().await;
        }
    };
    tokio::select! {
        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
        () = watch => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_postgresql_is_503_with_liveness_and_comes_back_by_itself() {
    let database = Database::postgres();
    let wire = Wire::to(&database.url().unwrap()).await;
    let wish = Wish {
        database_url: Some(wire.url.clone()),
        ..Wish::default()
    };
    let server = Server::start_with(database, wish).await;
    let ana = server.administrator().await;
    wire.cut.store(true, Ordering::SeqCst);
    let body = json!({ "email": "ben@example.com", "credential": { "type": "invitation" } });
    let refused = ana
        .post("/users", &body)
        .await
        .expect_problem(503, "unavailable");
    assert!(!refused.header("retry-after").is_empty());
    for leak in ["sqlx", "postgres", "127.0.0.1", "panicked"] {
        assert!(!refused.text.contains(leak), "{}", refused.text);
    }
    server.client().get("//healthz").await.expect(200);
    server.client().get("//readyz").await.expect(503);
    wire.cut.store(false, Ordering::SeqCst);
    eventually("readiness", || async {
        (server.client().get("//readyz").await.status == 200).then_some(())
    })
    .await;
    // Whether the refused wish was carried out nobody knows: the answer was lost on the wire.
    let other = json!({ "email": "eva@example.com", "credential": { "type": "invitation" } });
    ana.post("/users", &other).await.expect(201);
}

/// The largest file that the server may write, by its process id.
fn limit_files(pid: u32, bytes: &str) {
    let status = Command::new("prlimit")
        .args(["--pid", &pid.to_string(), &format!("--fsize={bytes}")])
        .status()
        .expect("prlimit comes with util-linux");
    assert!(status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_writes_and_works_again_once_there_is_room() {
    // The server inherits that the signal for a too large file is ignored, so that it gets an error instead.
    let wish = Wish {
        shell: Some("trap '' XFSZ".to_owned()),
        ..Wish::default()
    };
    let server = Server::start_with(Database::sqlite(), wish).await;
    let ana = server.administrator().await;
    limit_files(server.pid(), "1024:unlimited");
    let body = json!({ "email": "ben@example.com", "credential": { "type": "invitation" } });
    ana.post("/users", &body)
        .await
        .expect_problem(503, "unavailable");
    // Log-in must count, so it fails closed; reading goes on.
    server
        .client()
        .try_log_in(ADMIN.0, ADMIN.1)
        .await
        .expect(503);
    ana.get("/users").await.expect(200);
    limit_files(server.pid(), "unlimited:unlimited");
    eventually("room again", || async {
        (ana.post("/users", &body).await.status == 201).then_some(())
    })
    .await;
    let check = server.command(&["check", "--json"]).await;
    assert!(
        check.status.success(),
        "{}",
        String::from_utf8_lossy(&check.stdout)
    );
}
