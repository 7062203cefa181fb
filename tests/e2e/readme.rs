//! The README's walk, run line by line as a newcomer would.

use crate::{
    database::Database,
    process::{Server, program},
};
use std::path::Path;
use tokio::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn the_readmes_walk_works_line_by_line_and_ends_with_the_audit_trail() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, walk) = readme
        .split_once("<!-- walk -->")
        .expect("the README marks its walk");
    let (walk, _) = walk.split_once("<!-- /walk -->").unwrap();
    let script = walk
        .split("```")
        .filter_map(|block| block.strip_prefix("sh\n"))
        .collect::<Vec<_>>()
        .join("\n");
    assert!(script.contains("curl"), "the walk uses curl");
    let server = Server::start(Database::sqlite()).await;
    // The newcomer's folder and port; and the program that his `cargo run` would have built.
    let script = script
        .replace("http://127.0.0.1:8080", server.base())
        .replace(
            "cargo run --release --quiet --",
            &format!("'{}'", program()),
        )
        .replace("data/", &format!("{}/", server.data().display()));
    let script = format!(
        "set -eu\nexport TENURE__DATA__DIR='{}'\n{script}",
        server.data().display()
    );
    let output = Command::new("bash")
        .args(["-c", &script])
        .output()
        .await
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}\n{err}");
    let last = out.lines().last().unwrap_or_default();
    for kind in [
        "user.registered",
        "invitation.accepted",
        "user.blocked",
        "user.deleted",
        "user.restored",
    ] {
        assert!(
            last.contains(kind),
            "{kind} is not in the trail:\n{out}\n{err}"
        );
    }
    assert!(!out.contains("\"code\":"), "a step was refused:\n{out}");
}
