//! `cargo xtask deps`: what may depend on what.
//!
//! | question | asked of | rules |
//! |---|---|---|
//! | which crate of the workspace may see which, and name which library | the manifests | `deps/edges.rs` |
//! | what is really built: purity of the domain, one TLS provider, one SQLite | `cargo tree` | `deps/tree.rs` |
//! | licences and origins | every package in the lock file | `deps/packages.rs`, `deps/licence.rs` |

mod edges;
mod licence;
mod packages;
mod tree;

use anyhow::{Context as _, bail};
use serde_json::Value;

use crate::process;

/// Runs every check, prints what it finds, and fails if that is anything.
pub(crate) fn run() -> anyhow::Result<()> {
    let metadata = process::output(process::cargo().args(["metadata", "--format-version", "1"]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    let members = edges::members(&metadata).context("cargo metadata has an unknown shape")?;

    let mut findings = edges::check(&members);
    findings.extend(packages::check(&metadata)?);
    findings.extend(tree::check_domain(&tree(&[
        "--package",
        "tenure-domain",
        "--edges",
        "normal",
    ])?));
    let everything = [
        "--workspace",
        "--edges",
        "normal,build,dev",
        "--target",
        "all",
    ];
    findings.extend(tree::check_workspace(&tree(&everything)?));

    for finding in &findings {
        println!("deps  {finding}");
    }
    match findings.len() {
        0 => Ok(()),
        number => bail!("{number} findings"),
    }
}

/// One line a package, with its features.
fn tree(selection: &[&str]) -> anyhow::Result<String> {
    let mut command = process::cargo();
    command
        .arg("tree")
        .args(selection)
        .args(["--prefix", "none", "--format", "{p}|{f}"]);
    process::output(&mut command)
}
