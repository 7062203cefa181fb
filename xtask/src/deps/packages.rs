//! Every package in the lock file: its licence, and where it comes from.

use std::path::Path;

use anyhow::Context as _;
use serde_json::Value;

use super::licence;

/// How cargo names crates.io in its metadata, by either protocol.
const CRATES_IO: &[&str] = &[
    "registry+https://github.com/rust-lang/crates.io-index",
    "sparse+https://index.crates.io/",
];

/// Packages under another licence than we accept, or from elsewhere than crates.io and here.
pub(super) fn check(metadata: &Value) -> anyhow::Result<Vec<String>> {
    let root =
        text(metadata, "workspace_root").context("cargo metadata without a workspace root")?;
    let packages = metadata.get("packages").and_then(Value::as_array);
    let packages = packages.context("cargo metadata without packages")?;
    Ok(packages
        .iter()
        .flat_map(|package| check_package(package, Path::new(root)))
        .collect())
}

fn check_package(package: &Value, root: &Path) -> Vec<String> {
    let name = text(package, "name").unwrap_or("a package without a name");
    let mut findings = Vec::new();
    match text(package, "license") {
        Some(expression) if licence::is_accepted(expression) => {}
        Some(expression) => findings.push(format!("{name} is under {expression}")),
        None => findings.push(format!("{name} names no licence")),
    }
    match text(package, "source") {
        Some(source) if CRATES_IO.contains(&source) => {}
        Some(source) => findings.push(format!("{name} comes from {source}")),
        None => {
            if !text(package, "manifest_path").is_some_and(|path| Path::new(path).starts_with(root))
            {
                findings.push(format!("{name} lies outside the workspace"));
            }
        }
    }
    findings
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check;

    fn findings(licence: Option<&str>, source: Option<&str>, manifest: &str) -> Vec<String> {
        let package = json!({
            "name": "it", "license": licence, "source": source, "manifest_path": manifest,
        });
        check(&json!({"workspace_root": "/home/me/tenure", "packages": [package]}))
            .expect("findings")
    }

    const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";
    const CACHE: &str = "/home/me/.cargo/registry/src/it/Cargo.toml";

    #[test]
    fn a_permissive_package_from_the_public_registry_passes() {
        assert_eq!(
            findings(Some("MIT OR GPL-3.0"), Some(CRATES_IO), CACHE),
            [""; 0]
        );
    }

    #[test]
    fn a_licence_that_asks_for_more_is_found_and_a_missing_one_too() {
        assert_eq!(
            findings(Some("GPL-3.0"), Some(CRATES_IO), CACHE),
            ["it is under GPL-3.0"]
        );
        assert_eq!(
            findings(None, Some(CRATES_IO), CACHE),
            ["it names no licence"]
        );
    }

    #[test]
    fn a_package_from_git_or_another_registry_is_found() {
        let git = findings(Some("MIT"), Some("git+https://example.org/it"), CACHE);
        assert_eq!(git, ["it comes from git+https://example.org/it"]);
        assert_eq!(
            findings(Some("MIT"), Some("registry+https://example.org"), CACHE).len(),
            1
        );
    }

    #[test]
    fn a_path_must_lie_in_the_workspace() {
        let inside = "/home/me/tenure/crates/it/Cargo.toml";
        assert_eq!(findings(Some("MIT"), None, inside), [""; 0]);
        let outside = findings(Some("MIT"), None, "/home/me/it/Cargo.toml");
        assert_eq!(outside, ["it lies outside the workspace"]);
    }
}
