//! What every handler is given.

use crate::{
    entrance::Entrances,
    extract::{Client, Presented},
    limits::{Limiters, RateLimits},
    problem::Problem,
};
use std::{
    collections::BTreeMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tenure_domain::value::{Timestamp, fold};
use tenure_service::{
    Error, assignments::Assignments, installation::Installation, orders::Orders, origin,
    policies::Policies, ports::Tenant, queries::Reading, references::References, relay::Relay,
    roles::Roles, sessions::Sessions, transfers::Transfers, users::Users,
};
use tokio::{sync::Semaphore, task::JoinSet};

/// The use cases and the settings; cheap to clone.
#[derive(Clone, Debug)]
pub struct AppState {
    /// Commands on users, links, set-up.
    pub users: Users,
    /// Log-in and sessions.
    pub sessions: Sessions,
    /// Facilities, positions, favourites of users.
    pub assignments: Assignments,
    /// Lists, history, messages.
    pub reading: Reading,
    /// Orders told of.
    pub orders: Orders,
    /// The tenant's rules.
    pub policies: Policies,
    /// Many users at once, in and out.
    pub transfers: Transfers,
    /// The tenant's roles.
    pub roles: Roles,
    /// Organizations, facilities and other reference data.
    pub references: References,
    /// The house that everything lives in.
    pub installation: Installation,
    /// How this installation is reached.
    pub settings: Arc<Settings>,
    /// Links that log in once, where the server is a demonstration.
    pub(crate) entrances: Option<Arc<Entrances>>,
    /// What sends mail, where this server knows it.
    pub(crate) relay: Option<Relay>,
    pub(crate) limiters: Arc<Limiters>,
    pub(crate) places: Arc<Semaphore>,
    tasks: Arc<Mutex<JoinSet<()>>>,
}

/// What a server can do.
#[derive(Clone, Debug)]
pub struct UseCases {
    /// Commands on users, links, set-up.
    pub users: Users,
    /// Log-in and sessions.
    pub sessions: Sessions,
    /// What users are assigned to.
    pub assignments: Assignments,
    /// Lists, history, messages.
    pub reading: Reading,
    /// Orders told of.
    pub orders: Orders,
    /// The tenant's rules.
    pub policies: Policies,
    /// Organizations, facilities and other reference data.
    pub references: References,
    /// The tenant's roles.
    pub roles: Roles,
    /// Many users at once, in and out.
    pub transfers: Transfers,
    /// The house that everything lives in.
    pub installation: Installation,
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
    /// Where mail is written to as files; none: it is sent.
    pub mail_folder: Option<String>,
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
            mail_folder: None,
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
    pub fn new(cases: UseCases, settings: Settings) -> Self {
        let UseCases {
            users,
            sessions,
            assignments,
            reading,
            orders,
            policies,
            references,
            roles,
            transfers,
            installation,
        } = cases;
        Self {
            users,
            sessions,
            assignments,
            reading,
            orders,
            policies,
            transfers,
            roles,
            references,
            installation,
            limiters: Arc::new(Limiters::new(settings.limits)),
            places: Arc::new(Semaphore::new(settings.max_requests)),
            settings: Arc::new(settings),
            entrances: None,
            relay: None,
            tasks: Arc::default(),
        }
    }

    /// As the state of a demonstration: these links log in once, without a password.
    #[must_use]
    pub fn with_entrances(self, entrances: Entrances) -> Self {
        Self {
            entrances: Some(Arc::new(entrances)),
            ..self
        }
    }

    /// With what sends mail, which can say how a message reads.
    #[must_use]
    pub fn with_relay(self, relay: Relay) -> Self {
        Self {
            relay: Some(relay),
            ..self
        }
    }

    /// Waits until what was begun off the path of an answer is done; for a server that stops.
    pub async fn settled(&self) {
        let mut tasks = mem::take(&mut *self.tasks());
        while tasks.join_next().await.is_some() {}
    }

    fn tasks(&self) -> MutexGuard<'_, JoinSet<()>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Mails a link to set a new password to whoever may have one. Who that is, neither the answer nor the time that
    /// it takes tells.
    pub(crate) fn request_reset(
        &self,
        client: &Client,
        tenant: Arc<Tenant>,
        login: String,
    ) -> Result<(), Problem> {
        self.limiters.reset(client.network())?;
        let account = format!("{} {}", tenant.id, fold(login.trim()));
        if self.limiters.admits_reset_of(&account) {
            let users = self.users.clone();
            self.begin(async move {
                if let Err(error) = users.request_reset(&tenant, &login).await {
                    tracing::warn!(%error, "a password reset could not be prepared");
                }
            });
        }
        Ok(())
    }

    /// Begins what goes on off the path of an answer, as asked from the same place.
    pub(crate) fn begin(&self, work: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks();
        while tasks.try_join_next().is_some() {}
        tasks.spawn(origin::within(origin::current(), work));
    }

    /// The tenant of this slug; no slug has control characters, and no database is asked for such a one.
    pub(crate) async fn tenant_called(&self, slug: &str) -> Result<Arc<Tenant>, Error> {
        if slug.chars().any(char::is_control) {
            return Err(Error::NotFound);
        }
        self.users.tenant_by_slug(slug).await
    }

    /// Ends the session that a browser had before its new one.
    pub(crate) async fn replace(&self, Presented(held): Presented) {
        let Some(token) = held else { return };
        let ended = match self.sessions.authenticate(&token).await {
            Ok(caller) => self.sessions.end(&caller, caller.session.id).await,
            Err(error) => Err(error),
        };
        match ended {
            Ok(()) | Err(Error::NotLoggedIn | Error::NotFound) => {}
            Err(error) => tracing::warn!(%error, "a session that was replaced could not be ended"),
        }
    }

    /// The present moment.
    pub(crate) fn now(&self) -> Timestamp {
        self.users.clock().now()
    }
}
