//! Which source wins, and what is said of wrong values.

use crate::config::{Migrate, Sources};
use std::{ffi::OsString, fs, path::Path};

fn sources(directory: &Path, env: &[(&str, &str)]) -> Sources {
    Sources {
        directory: directory.to_owned(),
        env: env
            .iter()
            .map(|(name, value)| (OsString::from(name), OsString::from(value)))
            .collect(),
        ..Sources::default()
    }
}

#[test]
fn without_any_source_the_defaults_hold() {
    let dir = tempfile::tempdir().unwrap();
    let config = sources(dir.path(), &[]).read().unwrap();
    assert_eq!(config.server.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.public_url(), "http://127.0.0.1:8080");
    assert_eq!(config.database_url(), "sqlite://./data/tenure.db?mode=rwc");
    assert_eq!(config.database.migrate, Migrate::Auto);
    assert_eq!(config.server.max_connections, 1024);
    assert!(config.rate_limits && config.hashing.is_strong() && config.bootstrap.is_none());
}

#[test]
fn a_flag_wins_over_the_environment_which_wins_over_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = "[server]\nlisten = '127.0.0.1:1'\npublic_url = 'https://a.example/'\nmax_connections = 5\n\
                hosts = ['a.example=a', 'B.example=b']\n";
    fs::write(dir.path().join("tenure.toml"), file).unwrap();
    let mut sources = sources(
        dir.path(),
        &[
            ("TENURE__SERVER__LISTEN", "127.0.0.1:2"),
            ("TENURE__SERVER__MAX_CONNECTIONS", "6"),
            ("TENURE__SMTP__URL", ""),
            ("HOME", "/root"),
        ],
    );
    sources.flags = vec![("server.listen", "127.0.0.1:3".to_owned())];
    let config = sources.read().unwrap();
    assert_eq!(config.server.listen.port(), 3);
    assert_eq!(config.server.max_connections, 6);
    assert_eq!(config.public_url(), "https://a.example");
    assert_eq!(config.server.hosts.get("b.example").unwrap(), "b");
    assert!(
        config.smtp.url.is_none(),
        "an empty variable counts as unset"
    );

    let values = sources.load().values;
    assert_eq!(values["server.listen"].origin, "command line");
    assert_eq!(
        values["server.max_connections"].origin,
        "TENURE__SERVER__MAX_CONNECTIONS"
    );
    assert!(values["server.public_url"].origin.ends_with("tenure.toml"));
    assert_eq!(values["log.level"].origin, "default");
}

#[test]
fn a_file_that_somebody_names_must_exist() {
    let dir = tempfile::tempdir().unwrap();
    let mut sources = sources(dir.path(), &[]);
    sources.file = Some(dir.path().join("missing.toml"));
    let faults = sources.read().unwrap_err().to_string();
    assert!(faults.contains("missing.toml"), "{faults}");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("tenure.toml"), "[srever]\nx = 1\n").unwrap();
    let env = [
        ("TENURE__SERVER__LISTNE", "127.0.0.1:1"),
        ("TENURE__SERVER__LISTEN", "localhost"),
        ("TENURE__LIMITS__ENABLED", "maybe"),
        ("TENURE__HASHING__MEMORY", "1024"),
        ("TENURE__SMTP__URL", "mail:secret"),
        ("TENURE__DATABASE__URL", "mysql://ana:secret@x"),
        ("TENURE__BOOTSTRAP__EMAIL", "ana@example.com"),
    ];
    let faults = sources(dir.path(), &env).read().unwrap_err();
    let text = faults.to_string();
    assert_eq!(faults.0.len(), 8, "{text}");
    assert!(text.contains("Did you mean server.listen?"), "{text}");
    assert!(text.contains("srever.x in "), "{text}");
    assert!(text.contains("hashing: too weak"), "{text}");
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn weak_hashing_needs_the_word_of_a_test() {
    let dir = tempfile::tempdir().unwrap();
    let weak = [
        ("TENURE__HASHING__MEMORY", "8"),
        ("TENURE__HASHING__PASSES", "1"),
        ("TENURE__HASHING__WEAK_FOR_TESTS", "true"),
    ];
    assert!(sources(dir.path(), &weak).read().is_ok());
    assert!(sources(dir.path(), &weak[..2]).read().is_err());
}

#[test]
fn a_secret_can_come_from_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("url");
    fs::write(&path, "postgres://ana:secret@db/x\n").unwrap();
    let path = path.to_str().unwrap();
    let from_file = ("TENURE__DATABASE__URL_FILE", path);
    let config = sources(dir.path(), &[from_file]).read().unwrap();
    assert_eq!(config.database_url(), "postgres://ana:secret@db/x");
    assert!(!format!("{config:?}").contains("secret"));

    let both = [from_file, ("TENURE__DATABASE__URL", "sqlite://x")];
    let faults = sources(dir.path(), &both).read().unwrap_err();
    assert!(faults.to_string().contains("leave out one of the two"));
}

#[test]
fn plain_http_on_every_address_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let open = ("TENURE__SERVER__LISTEN", "0.0.0.0:80");
    let faults = sources(dir.path(), &[open]).read().unwrap_err();
    assert!(faults.to_string().contains("--insecure-http"), "{faults}");
    let proxied = ("TENURE__SERVER__PUBLIC_URL", "https://shop.example");
    assert!(sources(dir.path(), &[open, proxied]).read().is_ok());
}
