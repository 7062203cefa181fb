//! The demonstration: each system with plausible people, as somebody sees it who only wants to look.

use crate::{Browser, process::program};
use std::{process::Stdio, time::Duration};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

/// A running `tenure demo`; it ends with this value.
#[derive(Debug)]
struct Demo {
    base: String,
    /// The name of each preset, and the path that logs its administrator in.
    links: Vec<(String, String)>,
    _child: Child,
    _data: TempDir,
}

impl Demo {
    async fn start() -> Self {
        let data = TempDir::new().unwrap();
        let mut child = Command::new(program())
            .args(["demo", "--small", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path().join("demo"))
            .env("TENURE__HASHING__WEAK_FOR_TESTS", "true")
            .env("TENURE__HASHING__MEMORY", "8")
            .env("TENURE__HASHING__PASSES", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let reading = async {
            let mut links = Vec::new();
            loop {
                let line = lines
                    .next_line()
                    .await
                    .unwrap()
                    .expect("the demonstration starts");
                if let Some((_, base)) = line.split_once("Listening on ") {
                    return (base.trim().to_owned(), links);
                }
                if let Some((_, token)) = line.split_once("/demo/") {
                    let preset = line.split_whitespace().next().unwrap();
                    links.push((preset.to_owned(), format!("/demo/{}", token.trim())));
                }
            }
        };
        let read = timeout(Duration::from_secs(120), reading).await;
        let (base, links) = read.expect("the sample tenants are made within two minutes");
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self {
            base,
            links,
            _child: child,
            _data: data,
        }
    }
}

/// What differs most between the systems.
const PAGES: [(&str, &str); 3] = [
    ("dashboard", "/"),
    ("users", "/users"),
    ("settings", "/settings"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_press_of_a_button_shows_each_system_with_people_in_it() {
    let demo = Demo::start().await;
    assert_eq!(demo.links.len(), 6);
    let visitor = Browser::open(&demo.base).await;
    let mut faults = Vec::new();
    for (preset, link) in &demo.links {
        visitor.goto(link).await;
        visitor.press("Log in").await;
        visitor.is_in().await;
        for (name, path) in PAGES {
            visitor.goto(path).await;
            faults.extend(visitor.seen(&format!("demo-{preset}-{name}")).await);
        }
        visitor.goto("/users").await;
        let first = "return document.querySelector('#results [data-main]')?.getAttribute('href')";
        // Where one asks first, nobody is listed yet.
        if let Some(path) = visitor.script(first).await.as_str() {
            visitor.goto(path).await;
            faults.extend(visitor.seen(&format!("demo-{preset}-user")).await);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    visitor.goto(&demo.links[0].1).await;
    visitor.look("demo-link-used").await;
    visitor.close().await;
}
