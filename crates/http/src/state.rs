//! What every handler is given.

use crate::limits::{Limiters, RateLimits};
use std::{collections::BTreeMap, sync::Arc};
use tenure_domain::value::Timestamp;
use tenure_service::{queries::Reading, sessions::Sessions, users::Users};
use tokio::sync::Semaphore;

/// The use cases and the settings; cheap to clone.
#[derive(Clone, Debug)]
pub struct AppState {
    /// Commands on users, links, set-up.
    pub users: Users,
    /// Log-in and sessions.
    pub sessions: Sessions,
    /// Lists, history, messages.
    pub reading: Reading,
    /// How this installation is reached.
    pub settings: Arc<Settings>,
    pub(crate) limiters: Arc<Limiters>,
    pub(crate) places: Arc<Semaphore>,
}

/// How this installation is reached.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What stands before the path of a link, without a slash at its end.
    pub public_url: String,
    /// Is it reached by HTTPS? Then cookies are for HTTPS only, and browsers are told to stay with it.
    pub secure_cookies: bool,
    /// Which tenant's host name is which: host name to slug.
    pub hosts: BTreeMap<String, String>,
    /// Is there a proxy in front that adds the client's address to `X-Forwarded-For`?
    pub trusted_proxies: bool,
    /// How often what may be tried.
    pub limits: RateLimits,
    /// So many requests at the same time, the others are told to come again.
    pub max_requests: usize,
}

impl Settings {
    /// An installation at this address, with everything else as it usually is.
    #[must_use]
    pub fn at(public_url: &str) -> Self {
        Self {
            public_url: public_url.trim_end_matches('/').to_owned(),
            secure_cookies: public_url.starts_with("https://"),
            hosts: BTreeMap::new(),
            trusted_proxies: false,
            limits: RateLimits::standard(),
            max_requests: 1_024,
        }
    }

    /// The name of the session's cookie: the prefix makes browsers insist on HTTPS and on this very host.
    pub(crate) fn cookie_name(&self) -> &'static str {
        if self.secure_cookies {
            "__Host-session"
        } else {
            "session"
        }
    }

    /// The tenant that a host name stands for, where one is configured.
    pub(crate) fn tenant_of_host(&self, host: &str) -> Option<&str> {
        let bare = host.rsplit_once(':').map_or(host, |(name, port)| {
            if port.bytes().all(|byte| byte.is_ascii_digit()) {
                name
            } else {
                host
            }
        });
        let bare = bare.to_ascii_lowercase();
        self.hosts.get(&bare).map(String::as_str)
    }
}

impl AppState {
    /// The state of a server.
    #[must_use]
    pub fn new(users: Users, sessions: Sessions, reading: Reading, settings: Settings) -> Self {
        Self {
            users,
            sessions,
            reading,
            limiters: Arc::new(Limiters::new(settings.limits)),
            places: Arc::new(Semaphore::new(settings.max_requests)),
            settings: Arc::new(settings),
        }
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.users.clock().now()
    }
}
