//! What is really built, from `cargo tree --prefix none --format "{p}|{f}"`.

use std::collections::{BTreeMap, BTreeSet};

/// What the domain is built without: a runtime, a store, a server, randomness.
const NOT_IN_DOMAIN: &[&str] = &["tokio", "sea-orm", "sqlx", "axum", "rand", "getrandom"];

/// Features that would let the domain read a clock or mint an id.
const NOT_IN_DOMAIN_FEATURES: &[(&str, &[&str])] = &[
    ("chrono", &["clock", "now"]),
    ("uuid", &["v1", "v4", "v6", "v7", "rng"]),
];

/// A second TLS provider makes rustls panic at run time; the others want a system library.
const NOT_ANYWHERE: &[&str] = &["aws-lc-rs", "aws-lc-sys", "openssl-sys", "native-tls"];

/// One copy each: SQLite is linked once, and its driver chooses the version.
const EXACTLY_ONE: &[&str] = &["sqlx-core", "libsqlite3-sys"];

/// A package as it is built.
struct Built<'a> {
    name: &'a str,
    version: &'a str,
    features: Vec<&'a str>,
}

/// `serde v1.0.229 (*)|default,std` or `tenure-domain v0.1.0 (/path)|`.
fn packages(tree: &str) -> impl Iterator<Item = Built<'_>> {
    tree.lines().filter_map(|line| {
        let (package, features) = line.split_once('|')?;
        let mut words = package.split_whitespace();
        let name = words.next()?;
        let version = words.next()?;
        // A package shown before has ` (*)` after its features.
        let features = features.trim_end_matches("(*)").trim_end();
        Some(Built {
            name,
            version,
            features: features.split(',').collect(),
        })
    })
}

/// The domain alone, with its normal dependencies.
pub(super) fn check_domain(tree: &str) -> Vec<String> {
    let mut findings = BTreeSet::new();
    if !packages(tree).any(|package| package.name == "tenure-domain") {
        findings.insert("cargo tree does not show the domain".to_owned());
    }
    for package in packages(tree) {
        if NOT_IN_DOMAIN.contains(&package.name) {
            findings.insert(format!("tenure-domain is built with {}", package.name));
        }
        for (name, features) in NOT_IN_DOMAIN_FEATURES {
            for feature in features
                .iter()
                .filter(|feature| package.features.contains(feature))
            {
                if package.name == *name {
                    findings.insert(format!("tenure-domain has {name} with `{feature}`"));
                }
            }
        }
    }
    findings.into_iter().collect()
}

/// The whole workspace, tests and build scripts included.
pub(super) fn check_workspace(tree: &str) -> Vec<String> {
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in packages(tree) {
        versions
            .entry(package.name)
            .or_default()
            .insert(package.version);
    }
    let mut findings = Vec::new();
    for name in NOT_ANYWHERE
        .iter()
        .filter(|name| versions.contains_key(*name))
    {
        findings.push(format!(
            "{name} is built; `cargo tree --workspace -i {name}` shows for whom"
        ));
    }
    for name in EXACTLY_ONE {
        let found: Vec<&str> = versions.get(name).into_iter().flatten().copied().collect();
        if found.len() != 1 {
            findings.push(format!(
                "{name} is built in {} versions: {}",
                found.len(),
                found.join(" ")
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{check_domain, check_workspace};

    const DOMAIN: &str = "\
tenure-domain v0.1.0 (/home/me/tenure/crates/domain)|default
chrono v0.4.45|serde,std
uuid v1.29.1|serde,std (*)
";
    const STORE: &str = "sqlx-core v0.9.0|\nlibsqlite3-sys v0.37.0|bundled\n";

    #[test]
    fn a_pure_domain_passes() {
        assert_eq!(check_domain(DOMAIN), [""; 0]);
    }

    #[test]
    fn a_tree_without_the_domain_proves_nothing() {
        assert_eq!(check_domain("").len(), 1);
    }

    #[test]
    fn a_runtime_or_randomness_in_the_domain_is_found() {
        for name in ["tokio", "getrandom", "rand"] {
            let found = check_domain(&format!("{DOMAIN}{name} v1.0.0|\n{name} v1.0.0| (*)\n"));
            assert_eq!(found, [format!("tenure-domain is built with {name}")]);
        }
        assert_eq!(
            check_domain(&format!("{DOMAIN}rand_core v0.9.0|\n")),
            [""; 0]
        );
    }

    #[test]
    fn a_clock_or_an_id_in_the_domain_is_found_among_features() {
        let clock = DOMAIN.replace("|serde,std\nuuid", "|clock,serde,std\nuuid");
        assert_eq!(
            check_domain(&clock),
            ["tenure-domain has chrono with `clock`"]
        );
        let ids = DOMAIN.replace("serde,std (*)", "serde,std,v7 (*)");
        assert_eq!(check_domain(&ids), ["tenure-domain has uuid with `v7`"]);
    }

    #[test]
    fn a_second_tls_provider_is_found() {
        let found = check_workspace(&format!(
            "{STORE}aws-lc-rs v1.15.0|\nrustls v0.23.46|ring\n"
        ));
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("aws-lc-rs is built"), "{found:?}");
    }

    #[test]
    fn two_drivers_or_none_are_found() {
        assert_eq!(check_workspace(STORE), [""; 0]);
        let two = check_workspace(&format!("{STORE}sqlx-core v0.8.6|\n"));
        assert_eq!(two, ["sqlx-core is built in 2 versions: v0.8.6 v0.9.0"]);
        assert_eq!(check_workspace("sqlx-core v0.9.0|\n").len(), 1);
    }
}
