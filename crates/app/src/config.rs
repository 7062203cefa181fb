//! Configuration: defaults, then a file, then the environment, then flags; each value knows its source.

mod read;
mod settings;
mod sources;

pub use settings::{SETTINGS, Setting};
pub use sources::{Found, Loaded, Sources};

use crate::data_dir::DATABASE_FILE;
use std::{
    collections::BTreeMap,
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    str::FromStr,
};
use tenure_service::password::HashParameters;

/// Everything that can be set, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// The HTTP server.
    pub server: Server,
    /// Where files are kept.
    pub data_dir: PathBuf,
    /// The database.
    pub database: Database,
    /// Mail.
    pub smtp: Smtp,
    /// Password hashing.
    pub hashing: HashParameters,
    /// Logs.
    pub log: Log,
    /// Are requests limited in number? Only tests say no.
    pub rate_limits: bool,
    /// The first administrator, for servers that nobody watches.
    pub bootstrap: Option<Bootstrap>,
}

/// The HTTP server.
#[derive(Clone, Debug)]
pub struct Server {
    /// The address to listen on.
    pub listen: SocketAddr,
    /// What stands before the path of a link; none: the address listened on.
    pub public_url: Option<String>,
    /// Does a proxy that can be believed stand before the server?
    pub trusted_proxies: bool,
    /// Host names with the tenant they lead to.
    pub hosts: BTreeMap<String, String>,
    /// Plain HTTP on every address, because the operator says so.
    pub insecure_http: bool,
    /// So many connections at a time.
    pub max_connections: u32,
    /// So many requests at a time.
    pub max_requests: usize,
}

/// The database.
#[derive(Clone)]
pub struct Database {
    /// Where; none: a SQLite file in the data directory.
    pub url: Option<String>,
    /// So many connections at most; none: what suits the database.
    pub max_connections: Option<u32>,
    /// What to do with a database of an older version.
    pub migrate: Migrate,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database")
            .field("url", &self.url.as_deref().map(mask))
            .field("max_connections", &self.max_connections)
            .field("migrate", &self.migrate)
            .finish()
    }
}

/// What to do at start with a database of an older version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Migrate {
    /// Bring it up to date.
    Auto,
    /// Refuse to start.
    Check,
    /// Do not look.
    Never,
}

/// Mail.
#[derive(Clone)]
pub struct Smtp {
    /// The server; none: mails are files in the data directory.
    pub url: Option<String>,
    /// Who mails come from.
    pub from: String,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp")
            .field("url", &self.url.as_deref().map(mask))
            .field("from", &self.from)
            .finish()
    }
}

/// Logs.
#[derive(Clone, Debug)]
pub struct Log {
    /// For people or for programs.
    pub format: LogFormat,
    /// What is logged, as `tracing` writes it: `info`, or `info,tenure_http=debug`.
    pub level: String,
}

/// The form of logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl FromStr for LogFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("write `text` or `json`".to_owned()),
        }
    }
}

/// The first administrator, for servers that nobody watches.
#[derive(Clone, Debug)]
pub struct Bootstrap {
    /// The address.
    pub email: String,
    /// The file that holds the first password, which must be changed.
    pub password_file: PathBuf,
}

impl Config {
    /// The defaults with this data directory.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            server: Server {
                listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080),
                public_url: None,
                trusted_proxies: false,
                hosts: BTreeMap::new(),
                insecure_http: false,
                max_connections: 1024,
                max_requests: 1024,
            },
            data_dir: data_dir.into(),
            database: Database {
                url: None,
                max_connections: None,
                migrate: Migrate::Auto,
            },
            smtp: Smtp {
                url: None,
                from: "Tenure <no-reply@localhost>".to_owned(),
            },
            hashing: HashParameters::RECOMMENDED,
            log: Log {
                format: LogFormat::Text,
                level: "info".to_owned(),
            },
            rate_limits: true,
            bootstrap: None,
        }
    }

    /// The database to connect to.
    #[must_use]
    pub fn database_url(&self) -> String {
        let url = self.database.url.clone();
        url.unwrap_or_else(|| sqlite_url(&self.data_dir.join(DATABASE_FILE)))
    }

    /// The database's file, where it is one.
    #[must_use]
    pub fn database_file(&self) -> Option<PathBuf> {
        match &self.database.url {
            None => Some(self.data_dir.join(DATABASE_FILE)),
            Some(url) => sqlite_file(url),
        }
    }

    /// What stands before the path of a link, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> String {
        let url = self.server.public_url.clone();
        url.unwrap_or_else(|| format!("http://{}", self.server.listen))
    }

    /// May passwords cross the network up to this address unencrypted?
    ///
    /// # Errors
    /// When they would, in a sentence that says what to do.
    pub fn may_listen_on(&self, address: SocketAddr) -> Result<(), String> {
        let server = &self.server;
        let behind_tls = server
            .public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"));
        if address.ip().is_loopback() || server.insecure_http || behind_tls {
            return Ok(());
        }
        Err(format!(
            "On {address} passwords would cross the network unencrypted. Put a proxy that speaks TLS before \
             the server and set server.public_url to its https address, or pass --insecure-http."
        ))
    }
}

/// The URL of a SQLite file, whatever signs are in its path.
fn sqlite_url(path: &Path) -> String {
    let path = path
        .to_string_lossy()
        .replace('%', "%25")
        .replace('?', "%3F")
        .replace('#', "%23");
    format!("sqlite://{path}?mode=rwc")
}

/// The file in the URL of a SQLite file.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    let rest = url.strip_prefix("sqlite:")?;
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (path, options) = rest.split_once('?').unwrap_or((rest, ""));
    let in_memory = path == ":memory:" || options.split('&').any(|option| option == "mode=memory");
    (!in_memory).then(|| PathBuf::from(unescaped(path)))
}

/// A path without the escapes of a URL; what is no escape stays as it is.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        let byte = after
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(b'%'));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// An address without the password in it.
#[must_use]
pub fn mask(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return "***".to_owned();
    };
    let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let authority = match authority.rsplit_once('@') {
        Some((credentials, host)) => {
            let user = credentials.split(':').next().unwrap_or_default();
            format!("{user}:***@{host}")
        }
        None => authority.to_owned(),
    };
    let path = match path.split_once('?') {
        Some((path, query)) if query.to_ascii_lowercase().contains("password") => {
            format!("{path}?***")
        }
        _ => path.to_owned(),
    };
    format!("{scheme}://{authority}{path}")
}

#[cfg(test)]
mod tests {
    use super::{Config, mask};
    use std::path::Path;

    #[test]
    fn the_databases_file_is_known_where_it_is_one() {
        let mut config = Config::new("odd 100%#?dir");
        let built_in = Path::new("odd 100%#?dir/tenure.db");
        assert_eq!(config.database_file().as_deref(), Some(built_in));
        config.database.url = Some(config.database_url());
        assert_eq!(config.database_file().as_deref(), Some(built_in));
        for (url, file) in [
            ("sqlite:///var/x.db", Some("/var/x.db")),
            ("sqlite:x%20y.db?mode=rwc", Some("x y.db")),
            ("sqlite::memory:", None),
            ("sqlite://x?mode=memory", None),
            ("postgres://db.example/x", None),
        ] {
            config.database.url = Some(url.to_owned());
            assert_eq!(
                config.database_file().as_deref(),
                file.map(Path::new),
                "{url}"
            );
        }
    }

    #[test]
    fn a_password_in_an_address_is_masked() {
        for (url, masked) in [
            (
                "postgres://ana:pa%40ss@db.example/x",
                "postgres://ana:***@db.example/x",
            ),
            ("smtp://localhost:1025", "smtp://localhost:1025"),
            ("postgres:///x?user=a&password=b", "postgres:///x?***"),
            ("nonsense", "***"),
        ] {
            assert_eq!(mask(url), masked);
        }
    }

    #[test]
    fn plain_http_leaves_the_machine_only_when_somebody_says_so() {
        let mut config = Config::new("data");
        let (here, everywhere) = (
            "127.0.0.1:0".parse().unwrap(),
            "0.0.0.0:80".parse().unwrap(),
        );
        assert!(config.may_listen_on(here).is_ok());
        assert!(config.may_listen_on(everywhere).is_err());
        config.server.public_url = Some("http://shop.example".to_owned());
        assert!(config.may_listen_on(everywhere).is_err());
        config.server.public_url = Some("https://shop.example".to_owned());
        assert!(config.may_listen_on(everywhere).is_ok());
        config.server.public_url = None;
        config.server.insecure_http = true;
        assert!(config.may_listen_on(everywhere).is_ok());
    }
}
