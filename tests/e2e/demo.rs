//! `tenure demo`: sample tenants, and links that log in once.

use crate::process::program;
use reqwest::{StatusCode, header, redirect::Policy};
use serde_json::Value;
use std::{path::Path, process::Stdio, time::Duration};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// In which states a tenant of each preset has somebody.
const STATES: [(&str, &[&str]); 6] = [
    (
        "standard",
        &["active", "pending", "inactive", "blocked", "deleted"],
    ),
    ("hotwax", &["active", "inactive", "blocked"]),
    ("shopp", &["active", "pending", "inactive", "deleted"]),
    ("order_broker", &["active", "inactive", "blocked"]),
    ("hesh", &["active", "pending", "inactive"]),
    ("chord", &["active", "inactive"]),
];

/// A demonstration that runs, with what it printed.
struct Demo {
    child: Child,
    links: Vec<(String, String)>,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Demo {
    async fn start(data: &Path) -> Self {
        let mut child = Command::new(program())
            .args(["demo", "--small", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            // Nobody presses so many buttons in a minute.
            .env("TENURE__LIMITS__ENABLED", "false")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut links = Vec::new();
        let reading = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if line.starts_with("Listening on ") {
                    return;
                }
                let slug = line.split_whitespace().next();
                let link = line.split_whitespace().find(|word| word.contains("/demo/"));
                links.extend(slug.zip(link).map(|(a, b)| (a.to_owned(), b.to_owned())));
            }
            panic!("ended before it listened");
        };
        timeout(Duration::from_secs(180), reading)
            .await
            .expect("listens within three minutes");
        Self {
            child,
            links,
            lines,
        }
    }

    /// The link that is printed once another one was used.
    async fn next_link(&mut self) -> String {
        let line = timeout(Duration::from_secs(15), self.lines.next_line()).await;
        let line = line.expect("prints the next link").unwrap().unwrap();
        let link = line.split_whitespace().find(|word| word.contains("/demo/"));
        link.expect("a link").to_owned()
    }

    async fn stop(mut self) {
        let pid = self.child.id().unwrap().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().await;
        assert!(told.unwrap().success());
        let ended = timeout(Duration::from_secs(15), self.child.wait()).await;
        assert!(ended.expect("stops within 15 s").unwrap().success());
    }
}

fn browser() -> reqwest::Client {
    let browser = reqwest::Client::builder().redirect(Policy::none());
    browser.build().unwrap()
}

/// Presses the button behind a link; the session that it opens, if it does.
async fn press(link: &str) -> (StatusCode, Option<String>) {
    let answer = browser().post(link).send().await.unwrap();
    let cookie = answer.headers().get(header::SET_COOKIE);
    let cookie = cookie.map(|cookie| cookie.to_str().unwrap());
    let cookie = cookie.and_then(|cookie| cookie.split(';').next());
    (answer.status(), cookie.map(ToOwned::to_owned))
}

async fn fetch(link: &str, path: &str, cookie: &str) -> Value {
    let (base, _) = link.split_once("/demo/").unwrap();
    let asked = browser().get(format!("{base}/api/v1{path}"));
    let answer = asked.header(header::COOKIE, cookie).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}

async fn check(data: &Path, slug: &str) -> String {
    let mut command = Command::new(program());
    let command = command.args(["check", "--tenant", slug, "--data"]);
    let output = command.arg(data).output().await.unwrap();
    assert!(output.status.success(), "{slug}: {output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_preset_has_users_in_every_state_and_an_administrator_who_gets_in_once() {
    let parent = TempDir::new().unwrap();
    let data = parent.path().join("demo");
    let demo = Demo::start(&data).await;
    let named = demo.links.iter().map(|(slug, _)| slug.as_str());
    assert!(named.eq(STATES.map(|(slug, _)| slug)), "{:?}", demo.links);
    for ((slug, link), (_, states)) in demo.links.iter().zip(STATES) {
        for _ in 0..2 {
            let page = browser().get(link).send().await.unwrap();
            assert_eq!(page.status(), StatusCode::OK, "looking uses nothing up");
            assert!(!page.headers().contains_key(header::SET_COOKIE));
            assert!(page.text().await.unwrap().contains("<form method=\"post\""));
        }
        let (status, cookie) = press(link).await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{slug}");
        let cookie = cookie.expect("a session");
        let counts = fetch(link, "/users/counts", &cookie).await;
        for state in states {
            let count = counts["status"][state].as_u64();
            assert!(count > Some(0), "{slug} has nobody {state}: {counts}");
        }
        let events = fetch(link, "/events?limit=200", &cookie).await;
        let kinds = events["data"].as_array().unwrap().len();
        assert!(kinds > 50, "{slug} has a history of {kinds} events");
        assert_eq!(press(link).await, (StatusCode::GONE, None), "{slug}");
        let page = browser().get(link).send().await.unwrap();
        assert_eq!(page.status(), StatusCode::GONE, "{slug}");
        let said = check(&data, slug).await;
        assert!(said.contains("0 fault(s)"), "{slug}: {said}");
    }
    let before = demo.links.clone();
    demo.stop().await;

    let mut again = Demo::start(&data).await;
    let fresh = again.links.clone();
    for ((slug, old), (_, new)) in before.iter().zip(&fresh) {
        let (_, token) = old.split_once("/demo/").unwrap();
        let (base, _) = new.split_once("/demo/").unwrap();
        let old = press(&format!("{base}/demo/{token}")).await;
        assert_eq!(old, (StatusCode::GONE, None), "{slug}: as it was before");
        assert_eq!(press(new).await.0, StatusCode::SEE_OTHER, "{slug}: afresh");
        let next = again.next_link().await;
        assert_ne!(next, *new);
        assert_eq!(press(&next).await.0, StatusCode::SEE_OTHER, "{slug}: next");
        again.next_link().await;
    }
    again.stop().await;
}

#[tokio::test]
async fn a_demonstration_is_for_this_machine_and_touches_no_other_data() {
    let parent = TempDir::new().unwrap();
    let theirs = parent.path().join("theirs");
    std::fs::create_dir(&theirs).unwrap();
    std::fs::write(theirs.join("tenure.db"), "something else").unwrap();
    let dir = theirs.to_str().unwrap();
    let here = ["demo", "--listen", "127.0.0.1:0"];
    for (arguments, code, hint) in [
        (
            vec!["demo", "--listen", "0.0.0.0:0"],
            64,
            "this machine alone",
        ),
        (vec!["demo", "--listen", "[::]:0"], 64, "this machine alone"),
        (
            [&here[..], &["--database-url", "sqlite:x.db"]].concat(),
            64,
            "a database of its own",
        ),
        ([&here[..], &["--data", dir]].concat(), 1, "other data"),
    ] {
        let output = Command::new(program()).args(&arguments).output();
        let output = output.await.unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(hint), "{arguments:?}: {said}");
    }
    let left = std::fs::read_dir(&theirs).unwrap().count();
    assert_eq!(left, 1, "nothing was put beside it");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ordinary_server_knows_no_such_links() {
    let server = crate::process::Server::start(crate::database::Database::sqlite()).await;
    let link = format!("{}/demo/{}", server.base(), "A".repeat(43));
    assert_eq!(press(&link).await, (StatusCode::NOT_FOUND, None));
}
