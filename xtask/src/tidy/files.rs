//! Which files there are, what kind each is, and the rules on their names.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;

use super::Finding;

/// Folders in the root that hold no source: build outputs, local data, version control.
const NOT_SOURCE: &[&str] = &["target", "data", ".git"];

/// Every file of the workspace, relative to its root, with `/` between names, sorted.
pub(super) fn list(root: &Path) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    collect(root, "", &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(root: &Path, inside: &str, found: &mut Vec<String>) -> anyhow::Result<()> {
    let folder = root.join(inside);
    for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if inside.is_empty() {
            name
        } else {
            format!("{inside}/{name}")
        };
        let kind = entry.file_type()?;
        if kind.is_file() {
            found.push(path);
        } else if kind.is_dir() && !NOT_SOURCE.contains(&path.as_str()) {
            collect(root, &path, found)?;
        }
    }
    Ok(())
}

pub(super) fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}

/// A file that askama renders.
pub(super) fn is_template(path: &str) -> bool {
    path.starts_with("crates/") && path.contains("/templates/")
}

/// Tests may say any name and any status.
pub(super) fn is_test(path: &str) -> bool {
    path.starts_with("tests/")
        || path.contains("/tests/")
        || path.ends_with("/tests.rs")
        || path == "crates/domain/src/testing.rs"
        || path.starts_with("crates/domain/src/testing/")
}

/// No `mod.rs`; decision records are `NNNN-title.md`, each number once.
pub(super) fn check_names(paths: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    for path in paths {
        if path.rsplit('/').next() == Some("mod.rs") {
            findings.push(Finding::new(
                path,
                0,
                "name it after its module, not `mod.rs`",
            ));
        }
        let Some(record) = path
            .strip_prefix("docs/adr/")
            .filter(|name| *name != "README.md")
        else {
            continue;
        };
        match record_number(record) {
            None => findings.push(Finding::new(
                path,
                0,
                "name it `NNNN-title-in-kebab-case.md`",
            )),
            Some(number) => {
                if let Some(other) = numbers.insert(number, record) {
                    let message = format!("`{other}` has the number {number} too");
                    findings.push(Finding::new(path, 0, message));
                }
            }
        }
    }
    findings
}

fn record_number(name: &str) -> Option<&str> {
    let (number, title) = name.strip_suffix(".md")?.split_once('-')?;
    let is_number = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (is_number && !title.is_empty() && title.bytes().all(is_kebab)).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{check_names, is_test};

    fn messages(paths: &[&str]) -> Vec<String> {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        check_names(&paths)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_module_in_a_file_named_mod_is_found() {
        assert_eq!(messages(&["crates/domain/src/value/mod.rs"]).len(), 1);
        assert_eq!(
            messages(&["crates/domain/src/value.rs", "src/method.rs"]).len(),
            0
        );
    }

    #[test]
    fn two_decision_records_with_one_number_are_found() {
        let found = messages(&["docs/adr/0001-one.md", "docs/adr/0002-two.md"]);
        assert_eq!(found, [""; 0]);
        let found = messages(&["docs/adr/0001-one.md", "docs/adr/0001-two.md"]);
        assert_eq!(
            found,
            ["docs/adr/0001-two.md: `0001-one.md` has the number 0001 too"]
        );
    }

    #[test]
    fn a_decision_record_needs_four_digits_and_a_title() {
        for name in [
            "1-one.md",
            "0001.md",
            "0001-.md",
            "0001-One Thing.md",
            "00a1-one.md",
        ] {
            assert_eq!(messages(&[&format!("docs/adr/{name}")]).len(), 1, "{name}");
        }
        assert_eq!(
            messages(&["docs/adr/README.md", "docs/adr/0001-one-2.md"]).len(),
            0
        );
    }

    #[test]
    fn tests_are_known_by_their_place() {
        for path in [
            "tests/src/lib.rs",
            "crates/http/tests/api.rs",
            "crates/http/src/view/tests.rs",
        ] {
            assert!(is_test(path), "{path}");
        }
        for path in [
            "crates/http/src/contests.rs",
            "crates/service/src/testing.rs",
        ] {
            assert!(!is_test(path), "{path}");
        }
    }
}
