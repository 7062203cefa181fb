//! From texts to a checked configuration; everything that is wrong is said at once.

use super::{
    Bootstrap, Config, Database, Found, Loaded, Log, Migrate, Server, Smtp, Sources, settings,
};
use clap::ValueEnum;
use std::{collections::BTreeMap, fmt, net::SocketAddr, path::PathBuf, str::FromStr};
use tenure_domain::value::EmailAddress;
use tenure_notification::{MailFrom, SmtpConfig};
use tenure_service::password::HashParameters;

/// Everything that is wrong with the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<String>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The configuration is not usable:")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
    }
}

impl std::error::Error for Faults {}

impl Sources {
    /// Reads and checks all settings.
    ///
    /// # Errors
    /// All `Faults` at once.
    pub fn read(&self) -> Result<Config, Faults> {
        Reader::new(self.load()).config()
    }
}

struct Reader {
    values: BTreeMap<&'static str, Found>,
    errors: Vec<String>,
}

impl Reader {
    fn new(loaded: Loaded) -> Self {
        Self {
            values: loaded.values,
            errors: loaded.errors,
        }
    }

    fn config(mut self) -> Result<Config, Faults> {
        let mut config = Config::new(self.required::<PathBuf>("data.dir"));
        config.server = self.server(&config.server);
        config.database = self.database(&config.database);
        config.smtp = self.smtp(config.smtp);
        config.hashing = self.hashing();
        config.log = Log {
            format: self.given("log.format").unwrap_or_default(),
            level: self.checked("log.level", |text| {
                tracing_subscriber::EnvFilter::builder()
                    .parse(text)
                    .map(|_| text.to_owned())
                    .map_err(|error| error.to_string())
            }),
        };
        config.rate_limits = self.required("limits.enabled");
        config.bootstrap = self.bootstrap();
        if self.errors.is_empty()
            && let Err(sentence) = config.may_listen_on(config.server.listen)
        {
            self.errors.push(format!("server.listen: {sentence}"));
        }
        if self.errors.is_empty() {
            Ok(config)
        } else {
            self.errors.sort();
            Err(Faults(self.errors))
        }
    }

    fn server(&mut self, default: &Server) -> Server {
        let listen = self.parsed("server.listen", |text| {
            text.parse::<SocketAddr>().map_err(|_| {
                "write an IP address and a port, such as 127.0.0.1:8080 or [::1]:0".to_owned()
            })
        });
        Server {
            listen: listen.unwrap_or(default.listen),
            public_url: self.parsed("server.public_url", public_url),
            trusted_proxies: self.required("server.trusted_proxies"),
            hosts: self.parsed("server.hosts", hosts).unwrap_or_default(),
            insecure_http: self.required("server.insecure_http"),
            max_connections: self.up_to_a_million("server.max_connections"),
            max_requests: usize::try_from(self.up_to_a_million("server.max_requests")).unwrap_or(1),
        }
    }

    fn database(&mut self, default: &Database) -> Database {
        let migrate = self.parsed("database.migrate", |text| {
            Migrate::from_str(text, false)
                .map_err(|_| "write `auto`, `check` or `never`".to_owned())
        });
        let url = self.parsed("database.url", |text| {
            let known = ["sqlite:", "postgres://", "postgresql://"];
            if known.iter().any(|scheme| text.starts_with(scheme)) {
                Ok(text.to_owned())
            } else {
                Err("write sqlite://FILE or postgres://USER:PASSWORD@HOST/NAME".to_owned())
            }
        });
        Database {
            url,
            max_connections: self
                .given::<std::num::NonZeroU32>("database.max_connections")
                .map(std::num::NonZeroU32::get),
            migrate: migrate.unwrap_or(default.migrate),
        }
    }

    fn smtp(&mut self, default: Smtp) -> Smtp {
        let from = self.parsed("smtp.from", |text| {
            let from = text.parse::<MailFrom>();
            from.map_err(|error| error.to_string())
        });
        let address = from.clone();
        let url = self.parsed("smtp.url", |text| {
            if let Some(from) = address {
                SmtpConfig::new(text, from).map_err(|error| error.to_string())?;
            }
            Ok(text.to_owned())
        });
        Smtp {
            url,
            from: from.map_or(default.from, |from| from.to_string()),
        }
    }

    fn hashing(&mut self) -> HashParameters {
        let before = self.errors.len();
        let parameters = HashParameters {
            memory: self.required("hashing.memory"),
            passes: self.required("hashing.passes"),
            lanes: self.required("hashing.lanes"),
        };
        let weak_allowed: bool = self.required("hashing.weak_for_tests");
        if self.errors.len() == before && !weak_allowed && !parameters.is_strong() {
            self.errors.push(
                "hashing: too weak. Argon2id needs at least memory=47104 with 1 pass, 19456 with 2, 12288 with 3, \
                 9216 with 4 or 7168 with 5"
                    .to_owned(),
            );
        }
        parameters
    }

    fn bootstrap(&mut self) -> Option<Bootstrap> {
        let email = self.parsed("bootstrap.email", |text| {
            let email = EmailAddress::parse(text);
            email.map_err(|error| error.to_string())
        });
        let password_file = self.given::<PathBuf>("bootstrap.password_file");
        match (email, password_file) {
            (Some(email), Some(password_file)) => Some(Bootstrap {
                email: email.as_str().to_owned(),
                password_file,
            }),
            (None, Some(_)) => {
                let missing = "bootstrap.email: needed with bootstrap.password_file";
                self.errors.push(missing.to_owned());
                None
            }
            (Some(_), None) => {
                let missing = "bootstrap.password_file: needed with bootstrap.email";
                self.errors.push(missing.to_owned());
                None
            }
            (None, None) => None,
        }
    }

    /// The value, where there is one and it is right.
    fn parsed<T>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let found = self.values.get(key)?;
        let text = found.text.trim();
        if text.is_empty() {
            return None;
        }
        match parse(text) {
            Ok(value) => Some(value),
            Err(problem) => {
                let secret = settings::find(key).is_some_and(|setting| setting.secret);
                let shown = if secret { "the value" } else { text };
                let origin = &found.origin;
                self.errors
                    .push(format!("{key}: {shown}: {problem} (from: {origin})"));
                None
            }
        }
    }

    fn given<T: FromStr>(&mut self, key: &'static str) -> Option<T>
    where
        T::Err: fmt::Display,
    {
        self.parsed(key, |text| text.parse::<T>().map_err(|e| e.to_string()))
    }

    fn checked<T: Default>(
        &mut self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> T {
        let before = self.errors.len();
        let value = self.parsed(key, parse);
        if value.is_none() && self.errors.len() == before {
            self.errors.push(format!("{key}: a value is needed"));
        }
        value.unwrap_or_default()
    }

    fn required<T: FromStr + Default>(&mut self, key: &'static str) -> T
    where
        T::Err: fmt::Display,
    {
        self.checked(key, |text| text.parse::<T>().map_err(|e| e.to_string()))
    }

    fn up_to_a_million(&mut self, key: &'static str) -> u32 {
        self.checked(key, |text| {
            let number = text.parse::<u32>().map_err(|e| e.to_string())?;
            (1..=1_000_000)
                .contains(&number)
                .then_some(number)
                .ok_or_else(|| "write a number from 1 to 1000000".to_owned())
        })
    }
}

/// `https://host[:port][/path]` without a slash at its end.
fn public_url(text: &str) -> Result<String, String> {
    let wrong = "write http(s)://host[:port][/path], without blanks, ? or #";
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or(wrong)?;
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@' | '"');
    if rest.is_empty() || rest.starts_with('/') || rest.contains(odd) {
        return Err(wrong.to_owned());
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// `shop.example=shop, b2b.example=b2b`
fn hosts(text: &str) -> Result<BTreeMap<String, String>, String> {
    let pairs = text
        .split(',')
        .map(str::trim)
        .filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| match pair.split_once('=') {
            Some((host, tenant)) if !host.trim().is_empty() && !tenant.trim().is_empty() => {
                Ok((host.trim().to_ascii_lowercase(), tenant.trim().to_owned()))
            }
            _ => Err(format!("`{pair}`: write host=tenant, divided by commas")),
        })
        .collect()
}

#[cfg(test)]
mod tests;
