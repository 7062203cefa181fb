//! Everything put together: one installation in one value.

use crate::{
    config::{Config, Migrate},
    data_dir::DataDir,
    doctor::House,
};
use anyhow::{Context, anyhow, bail};
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::IntoResponse,
};
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};
use tenure_domain::{ValidPolicy, policy::presets, value::TenantId};
use tenure_http::{AppState, Entrances, RateLimits, Settings, UseCases};
use tenure_notification::{FileMailer, MailFrom, SmtpConfig, SmtpMailer};
use tenure_persistence::{ConnectOptions, Store};
use tenure_service::{
    assignments::Assignments,
    installation::{self, Installation},
    orders::Orders,
    password::Hasher,
    policies::Policies,
    ports::{Clock, Ids, Mailer, Tenant, UserStore},
    queries::Reading,
    references::References,
    relay::{Relay, RelayParts},
    roles::Roles,
    sessions::Sessions,
    sweep::Sweep,
    system::{SystemClock, TimeOrderedIds},
    ticket::TicketKey,
    transfers::Transfers,
    users::{self, Users},
};
use tokio::sync::Notify;

/// The tenant that requests mean when they name none.
pub(crate) const DEFAULT_TENANT: &str = "default";

/// What can be brought along instead of the real thing.
#[expect(missing_debug_implementations, reason = "a clock has none")]
#[derive(Clone)]
pub struct Parts {
    /// Time.
    pub clock: Arc<dyn Clock>,
}

impl Default for Parts {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
        }
    }
}

/// A whole installation. Clones share everything.
#[derive(Clone, Debug)]
pub struct App {
    config: Arc<Config>,
    store: Store,
    tenant: Arc<Tenant>,
    users: Users,
    sessions: Sessions,
    reading: Reading,
    policies: Policies,
    transfers: Transfers,
    relay: Relay,
    sweep: Sweep,
    state: AppState,
    stopping: Arc<AtomicBool>,
}

/// Makes ring the process's provider of TLS. Must run before anything speaks TLS; doing it again changes
/// nothing.
pub fn install_tls_provider() {
    let ring = rustls::crypto::ring::default_provider();
    if ring.install_default().is_err() {
        tracing::debug!("a provider of TLS had been installed before");
    }
}

impl App {
    /// Opens, migrates and puts together everything that the configuration says.
    ///
    /// # Errors
    /// In words for whoever runs the server.
    pub async fn build(config: Config) -> anyhow::Result<Self> {
        Self::build_with(config, Parts::default()).await
    }

    /// The same with parts of one's own.
    ///
    /// # Errors
    /// In words for whoever runs the server.
    pub async fn build_with(config: Config, parts: Parts) -> anyhow::Result<Self> {
        install_tls_provider();
        let dir = DataDir::prepare(&config.data_dir)?;
        let key = dir.ticket_key()?;
        if config.database.url.is_none() {
            dir.private_database()?;
        }
        let store = open(&config).await?;
        let ids = TimeOrderedIds::default();
        let clock = parts.clock;
        let tenant = ensure_tenant(&store, DEFAULT_TENANT, "standard", &ids, &*clock).await?;
        Self::assemble(config, (&dir, key), (store, tenant), clock)
    }

    /// For commands on what is there: as [`App::build`], but never a new database.
    pub(crate) async fn on_what_is_there(config: Config) -> anyhow::Result<Self> {
        require_database(&config)?;
        Self::build(config).await
    }

    /// For commands that only look: nothing is made, nothing is migrated.
    pub(crate) async fn to_look(mut config: Config) -> anyhow::Result<Self> {
        require_database(&config)?;
        if config.database.migrate == Migrate::Auto {
            config.database.migrate = Migrate::Check;
        }
        install_tls_provider();
        let dir = DataDir::as_it_is(&config.data_dir);
        let key = dir.key_to_look()?;
        let store = open(&config).await?;
        let Some(tenant) = store.tenant_by_slug(DEFAULT_TENANT).await? else {
            bail!("there is no tenant yet. tenure serve makes it at the first start");
        };
        Self::assemble(config, (&dir, key), (store, tenant), Parts::default().clock)
    }

    fn assemble(
        config: Config,
        (dir, key): (&DataDir, TicketKey),
        (store, tenant): (Store, Arc<Tenant>),
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let ids: Arc<dyn Ids> = Arc::new(TimeOrderedIds::default());
        let mailer = mailer(&config, dir, &clock)?;
        let hasher = Hasher::start(config.hashing)?;
        let house = House::new(&config, Arc::new(store.clone()), hasher.clone());
        let wake = Arc::new(Notify::new());
        let shared = Arc::new(store.clone());
        let users = Users::new(users::Parts {
            store: shared.clone(),
            log_ins: shared.clone(),
            ledger: shared.clone(),
            clock: Arc::clone(&clock),
            ids: Arc::clone(&ids),
            hasher,
            key: key.clone(),
            wake: Arc::clone(&wake),
        });
        let sessions = Sessions::new(users.clone(), shared.clone(), shared.clone());
        let assignments = Assignments::new(users.clone(), shared.clone());
        let reading = Reading::new(shared.clone(), shared.clone(), shared.clone());
        let (rules, time) = (shared.clone(), Arc::clone(&clock));
        let policies = Policies::new(shared.clone(), rules, time, Arc::clone(&ids));
        let (kept, time) = (shared.clone(), Arc::clone(&clock));
        let roles = Roles::new(shared.clone(), kept, time, Arc::clone(&ids));
        let (records, time) = (shared.clone(), Arc::clone(&clock));
        let references = References::new(shared.clone(), records, time, Arc::clone(&ids));
        let installation = installed(house, &shared, &clock, ids);
        let relay = relay(&config, &shared, (mailer, clock, key, wake));
        let sweep = Sweep::new(users.clone(), shared.clone(), shared);
        let settings = settings(&config, dir);
        let orders = Orders::new(users.clone(), Arc::new(store.clone()));
        let transfers = Transfers::new(&users, &assignments, &reading, Arc::new(store.clone()));
        let cases = UseCases {
            users: users.clone(),
            sessions: sessions.clone(),
            assignments,
            reading: reading.clone(),
            orders,
            policies: policies.clone(),
            references,
            roles,
            transfers: transfers.clone(),
            installation,
        };
        let state = AppState::new(cases, settings).with_relay(relay.clone());
        Ok(Self {
            config: Arc::new(config),
            store,
            tenant,
            users,
            sessions,
            reading,
            policies,
            transfers,
            relay,
            sweep,
            state,
            stopping: Arc::default(),
        })
    }

    /// What the installation was built from.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The tenant that requests mean when they name none.
    #[must_use]
    pub fn tenant(&self) -> &Arc<Tenant> {
        &self.tenant
    }

    /// The HTTP face; while the server stops, it says that it is not ready, and closes connections.
    pub fn router(&self) -> Router {
        let stopping = Arc::clone(&self.stopping);
        let watch = move |request: Request, next: Next| {
            let stopping = Arc::clone(&stopping);
            async move {
                let is_question = request.uri().path() == "/readyz";
                let mut answer = if is_question && stopping.load(Ordering::Relaxed) {
                    StatusCode::SERVICE_UNAVAILABLE.into_response()
                } else {
                    next.run(request).await
                };
                if stopping.load(Ordering::Relaxed) {
                    let close = HeaderValue::from_static("close");
                    answer.headers_mut().insert(header::CONNECTION, close);
                }
                answer
            }
        };
        tenure_http::router(self.state.clone()).layer(middleware::from_fn(watch))
    }

    /// From now on the server is not ready for more.
    pub(crate) fn begin_to_stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Every use case, as the HTTP face has them.
    pub(crate) fn cases(&self) -> &AppState {
        &self.state
    }

    /// With links that log in once without a password, for a demonstration.
    #[must_use]
    pub fn with_entrances(mut self, entrances: Entrances) -> Self {
        self.state = self.state.with_entrances(entrances);
        self
    }

    /// Commands on users.
    #[must_use]
    pub fn users(&self) -> &Users {
        &self.users
    }

    /// Log-in and sessions.
    #[must_use]
    pub fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// Lists and look-ups.
    #[must_use]
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The tenants' rules.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// Many users at once, in and out.
    #[must_use]
    pub fn transfers(&self) -> &Transfers {
        &self.transfers
    }

    /// Sends what is in the outbox.
    #[must_use]
    pub fn relay(&self) -> &Relay {
        &self.relay
    }

    /// Settles deadlines that have passed.
    #[must_use]
    pub fn sweep(&self) -> &Sweep {
        &self.sweep
    }

    /// Waits until what requests left to be done after their answers is done.
    pub(crate) async fn settled(&self) {
        self.state.settled().await;
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }
}

/// The tenant of this slug, made by the preset if it is not there.
pub(crate) async fn ensure_tenant(
    store: &Store,
    slug: &str,
    preset: &str,
    ids: &dyn Ids,
    clock: &dyn Clock,
) -> anyhow::Result<Arc<Tenant>> {
    let policy = rules(preset)?;
    let name = if slug == DEFAULT_TENANT {
        "Tenure"
    } else {
        slug
    };
    let id = TenantId(ids.next());
    let made = store.ensure_tenant(id, slug, name, preset, &policy, clock.now());
    made.await
        .with_context(|| format!("cannot make the tenant {slug}"))
}

/// The rules of this preset.
pub(crate) fn rules(preset: &str) -> anyhow::Result<ValidPolicy> {
    let Some(policy) = presets::by_name(preset) else {
        let names = presets::ALL.iter().map(|(name, _)| *name);
        let names = names.collect::<Vec<_>>().join(", ");
        bail!("there is no preset {preset:?}; there is: {names}");
    };
    policy.check().map_err(|conflicts| {
        let conflicts = conflicts.iter().map(ToString::to_string);
        anyhow!(conflicts.collect::<Vec<_>>().join(" "))
    })
}

/// A database in a file is there already.
pub(crate) fn require_database(config: &Config) -> anyhow::Result<()> {
    match config.database_file() {
        Some(file) if !file.exists() => bail!(
            "the database {} is not there yet. tenure serve makes it at the first start; \
             is --data the right directory?",
            file.display()
        ),
        Some(_) | None => Ok(()),
    }
}

/// The database, in the version that this program needs.
pub(crate) async fn open(config: &Config) -> anyhow::Result<Store> {
    let url = config.database_url();
    let shown = crate::config::mask(&url);
    let options = ConnectOptions {
        max_connections: config.database.max_connections,
        ..ConnectOptions::default()
    };
    let store = Store::connect(&url, options)
        .await
        .with_context(|| format!("cannot open the database {shown}"))?;
    match config.database.migrate {
        Migrate::Auto => store
            .migrate()
            .await
            .with_context(|| format!("cannot migrate the database {shown}"))?,
        Migrate::Check => {
            let pending = store.pending_migrations().await?;
            if !pending.is_empty() {
                bail!(
                    "the database {shown} needs {} migration(s): {}. Run: tenure migrate up",
                    pending.len(),
                    pending.join(", ")
                );
            }
        }
        Migrate::Never => {}
    }
    Ok(store)
}

fn mailer(
    config: &Config,
    dir: &DataDir,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Arc<dyn Mailer>> {
    let from: MailFrom = config.smtp.from.parse().context("smtp.from")?;
    let clock = Arc::clone(clock);
    Ok(match &config.smtp.url {
        Some(url) => {
            let server = SmtpConfig::new(url, from).context("smtp.url")?;
            Arc::new(SmtpMailer::new(server, clock))
        }
        None => Arc::new(FileMailer::new(dir.mail(), from, clock)),
    })
}

fn relay(
    config: &Config,
    store: &Arc<Store>,
    (mailer, clock, key, wake): (Arc<dyn Mailer>, Arc<dyn Clock>, TicketKey, Arc<Notify>),
) -> Relay {
    Relay::new(RelayParts {
        outbox: store.clone(),
        store: store.clone(),
        queries: store.clone(),
        mailer,
        clock,
        key,
        public_url: config.public_url(),
        wake,
    })
}

fn installed(
    house: House,
    store: &Arc<Store>,
    clock: &Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
) -> Installation {
    Installation::new(installation::Parts {
        premises: Arc::new(house),
        tenants: store.clone(),
        trail: store.clone(),
        clock: Arc::clone(clock),
        ids,
    })
}

fn settings(config: &Config, dir: &DataDir) -> Settings {
    Settings {
        hosts: config.server.hosts.clone(),
        trusted_proxies: config.server.trusted_proxies,
        limits: if config.rate_limits {
            RateLimits::standard()
        } else {
            RateLimits::off()
        },
        mail_folder: config
            .smtp
            .url
            .is_none()
            .then(|| dir.mail().display().to_string()),
        max_requests: config.server.max_requests,
        ..Settings::at(&config.public_url())
    }
}
