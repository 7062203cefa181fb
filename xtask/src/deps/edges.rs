//! Which crate of the workspace may see which, and which may name which library.
//!
//! The adapters never see each other, nothing sees the binary but its tests, and a heavy library
//! has one home. A new crate or a new arrow is a decision, so it is written down here first.

use serde_json::Value;

/// The arrows: a crate, and every crate of the workspace that it may name.
const ARROWS: &[(&str, &[&str])] = &[
    ("tenure-domain", &[]),
    ("tenure-service", &["tenure-domain"]),
    ("tenure-persistence", &["tenure-domain", "tenure-service"]),
    ("tenure-notification", &["tenure-domain", "tenure-service"]),
    ("tenure-directory", &["tenure-domain", "tenure-service"]),
    ("tenure-http", &["tenure-domain", "tenure-service"]),
    ("tenure-app", ADAPTERS_AND_BELOW),
    ("tenure-tests", EVERYTHING),
    ("xtask", &[]),
];

const ADAPTERS_AND_BELOW: &[&str] = &[
    "tenure-domain",
    "tenure-service",
    "tenure-persistence",
    "tenure-notification",
    "tenure-directory",
    "tenure-http",
];

const EVERYTHING: &[&str] = &[
    "tenure-domain",
    "tenure-service",
    "tenure-persistence",
    "tenure-notification",
    "tenure-directory",
    "tenure-http",
    "tenure-app",
];

/// Libraries with a home: a name, or with `*` the beginning of names, and who may name it.
const HOMES: &[(&str, &[&str])] = &[
    ("sea-orm*", &["tenure-persistence"]),
    ("sqlx*", &["tenure-persistence"]),
    ("axum*", &["tenure-http", "tenure-app"]),
    ("tower-http", &["tenure-http", "tenure-app"]),
    ("utoipa*", &["tenure-http", "tenure-app"]),
    ("lettre", &["tenure-notification"]),
    ("argon2", &["tenure-service"]),
    ("bcrypt", &["tenure-service"]),
    ("pbkdf2", &["tenure-service"]),
    ("scrypt", &["tenure-service"]),
    ("sha-crypt", &["tenure-service"]),
    ("image", &["tenure-service", "tenure-app"]),
    ("ldap3", &["tenure-directory"]),
];

/// All that the domain may name outside its tests: data, parsers and arithmetic.
const DOMAIN: &[&str] = &[
    "chrono",
    "chrono-tz",
    "email_address",
    "precis-profiles",
    "proptest",
    "rlibphonenumber",
    "serde",
    "serde_json",
    "thiserror",
    "unicode-normalization",
    "uuid",
    "zeroize",
    "zxcvbn",
];

/// A crate of the workspace, as its manifest has it.
#[derive(Debug)]
pub(super) struct Member {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Debug)]
struct Dependency {
    name: String,
    is_dev: bool,
    is_optional: bool,
}

/// The crates of the workspace, from `cargo metadata`.
pub(super) fn members(metadata: &Value) -> Option<Vec<Member>> {
    let ids = metadata.get("workspace_members")?.as_array()?;
    let packages = metadata.get("packages")?.as_array()?;
    packages
        .iter()
        .filter(|package| package.get("id").is_some_and(|id| ids.contains(id)))
        .map(|package| {
            let dependencies = package.get("dependencies")?.as_array()?;
            Some(Member {
                name: package.get("name")?.as_str()?.to_owned(),
                dependencies: dependencies.iter().map(dependency).collect::<Option<_>>()?,
            })
        })
        .collect()
}

fn dependency(value: &Value) -> Option<Dependency> {
    Some(Dependency {
        name: value.get("name")?.as_str()?.to_owned(),
        is_dev: value.get("kind")?.as_str() == Some("dev"),
        is_optional: value.get("optional")?.as_bool()?,
    })
}

/// Every dependency that is not allowed.
pub(super) fn check(members: &[Member]) -> Vec<String> {
    let mut findings = Vec::new();
    for member in members {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == member.name) else {
            findings.push(format!("{} has no place among the arrows", member.name));
            continue;
        };
        for dependency in &member.dependencies {
            if members.iter().any(|other| other.name == dependency.name) {
                findings.extend(check_arrow(member, dependency, allowed));
            } else {
                findings.extend(check_library(member, dependency));
            }
        }
    }
    findings
}

fn check_arrow(member: &Member, dependency: &Dependency, allowed: &[&str]) -> Option<String> {
    // A crate's tests may turn on features of the crate itself.
    let is_itself = dependency.is_dev && dependency.name == member.name;
    let is_allowed = is_itself || allowed.contains(&dependency.name.as_str());
    (!is_allowed).then(|| format!("{} must not see {}", member.name, dependency.name))
}

fn check_library(member: &Member, dependency: &Dependency) -> Option<String> {
    let Dependency {
        name,
        is_dev,
        is_optional,
    } = dependency;
    let home = HOMES.iter().find(|(pattern, _)| matches(pattern, name));
    if home.is_some_and(|(_, owners)| !owners.contains(&member.name.as_str())) {
        return Some(format!("{} must not name {name}", member.name));
    }
    if member.name != "tenure-domain" {
        return None;
    }
    if name == "tokio" || (!is_dev && !DOMAIN.contains(&name.as_str())) {
        return Some(format!("tenure-domain must not name {name}"));
    }
    (name == "proptest" && !is_dev && !is_optional)
        .then(|| "tenure-domain names proptest only behind its feature `testing`".to_owned())
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == pattern,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{check, members};

    /// What is found in a workspace of the usual crates, where one has these dependencies.
    fn findings(name: &str, dependencies: &[Value]) -> Vec<String> {
        let names = [
            "tenure-domain",
            "tenure-service",
            "tenure-persistence",
            "tenure-http",
            "xtask",
        ];
        let mut packages: Vec<Value> = names
            .iter()
            .filter(|other| **other != name)
            .map(|other| json!({"id": other, "name": other, "dependencies": []}))
            .collect();
        packages.push(json!({"id": name, "name": name, "dependencies": dependencies}));
        let ids: Vec<Value> = packages
            .iter()
            .map(|package| package["id"].clone())
            .collect();
        let metadata = json!({"packages": packages, "workspace_members": ids});
        check(&members(&metadata).expect("the shape of cargo metadata"))
    }

    fn normal(name: &str) -> Value {
        json!({"name": name, "kind": null, "optional": false})
    }

    fn dev(name: &str) -> Value {
        json!({"name": name, "kind": "dev", "optional": false})
    }

    #[test]
    fn adapters_see_the_service_and_the_domain_but_not_each_other() {
        let below = [normal("tenure-service"), dev("tenure-domain")];
        assert_eq!(findings("tenure-http", &below), [""; 0]);
        let beside = findings("tenure-http", &[normal("tenure-persistence")]);
        assert_eq!(beside, ["tenure-http must not see tenure-persistence"]);
    }

    #[test]
    fn a_forbidden_arrow_is_no_better_as_a_dev_dependency() {
        let found = findings("tenure-domain", &[dev("tenure-service")]);
        assert_eq!(found, ["tenure-domain must not see tenure-service"]);
    }

    #[test]
    fn a_crate_sees_itself_in_its_tests_only() {
        assert_eq!(findings("tenure-domain", &[dev("tenure-domain")]), [""; 0]);
        assert_eq!(
            findings("tenure-domain", &[normal("tenure-domain")]).len(),
            1
        );
    }

    #[test]
    fn a_crate_nobody_decided_on_is_found() {
        assert_eq!(
            findings("tenure-new", &[]),
            ["tenure-new has no place among the arrows"]
        );
    }

    #[test]
    fn a_library_is_named_only_where_it_is_at_home() {
        for (name, library) in [
            ("tenure-http", "sea-orm"),
            ("tenure-service", "sea-orm-migration"),
            ("tenure-persistence", "axum"),
            ("tenure-service", "utoipa-axum"),
            ("tenure-http", "lettre"),
            ("tenure-http", "argon2"),
        ] {
            assert_eq!(
                findings(name, &[normal(library)]).len(),
                1,
                "{name} {library}"
            );
        }
        assert_eq!(
            findings("tenure-http", &[normal("axum"), normal("utoipa")]),
            [""; 0]
        );
        assert_eq!(
            findings("tenure-persistence", &[normal("sea-orm-migration")]),
            [""; 0]
        );
    }

    #[test]
    fn the_domain_names_only_what_computes() {
        assert_eq!(
            findings("tenure-domain", &[normal("chrono"), dev("expect-test")]),
            [""; 0]
        );
        let found = findings("tenure-domain", &[normal("rand")]);
        assert_eq!(found, ["tenure-domain must not name rand"]);
        assert_eq!(
            findings("tenure-domain", &[dev("tokio")]),
            ["tenure-domain must not name tokio"]
        );
    }

    #[test]
    fn the_domain_has_proptest_behind_a_feature() {
        let optional = json!({"name": "proptest", "kind": null, "optional": true});
        assert_eq!(findings("tenure-domain", &[optional]), [""; 0]);
        assert_eq!(findings("tenure-domain", &[normal("proptest")]).len(), 1);
    }
}
