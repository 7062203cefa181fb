//! The database and what stands in it.

use crate::config::{Config, mask};
use tenure_domain::value::Span;
use tenure_persistence::{ConnectOptions, Store};
use tenure_service::{
    ports::{
        Check, Clock, EventFilter, Outbox, OutboxFilter, OutboxState, Scope, StoreError, Tenant,
        UserQueries, UserStore,
    },
    system::SystemClock,
};

/// A message that waits longer than this is stuck.
const STUCK: Span = Span::minutes(10);
/// Other machines' clocks may be ahead by so much.
const SKEW: Span = Span::minutes(5);

/// Opens the database and looks into it.
pub(crate) async fn look(config: &Config) -> Vec<Check> {
    let name = "database";
    let url = config.database_url();
    let shown = mask(&url);
    if let Some(file) = config.database_file()
        && !file.exists()
    {
        let found = format!("{} is not there yet", file.display());
        return vec![Check::fail(
            name,
            found,
            "tenure serve makes it at the first start",
        )];
    }
    let store = match Store::connect(&url, ConnectOptions::default()).await {
        Ok(store) => store,
        Err(error) => {
            let remedy = "start the database, or correct database.url";
            return vec![Check::fail(name, format!("{shown}: {error}"), remedy)];
        }
    };
    let mut checks = open(&store, config, Scope::House, None).await;
    if let Err(error) = store.close().await {
        checks.push(unreadable(name, &error));
    }
    checks
}

/// Looks into a database that is open, for this tenant, else for the one that requests mean when they name none.
pub(crate) async fn open(
    store: &Store,
    config: &Config,
    scope: Scope,
    tenant: Option<&Tenant>,
) -> Vec<Check> {
    let name = "database";
    let shown = match scope {
        Scope::House => mask(&config.database_url()),
        Scope::Tenant if store.is_file() => "a file".to_owned(),
        Scope::Tenant => "a server".to_owned(),
    };
    let mut checks = vec![Check::ok(name, shown)];
    match store.pending_migrations().await {
        Ok(pending) if pending.is_empty() => {
            checks.push(Check::ok("migrations", "up to date"));
            match store.ping().await {
                Ok(()) => checks.push(Check::ok("writing", "the database can be written")),
                Err(error) => checks.push(unreadable("writing", &error)),
            }
            match tenant {
                Some(tenant) => checks.extend(of_tenant(store, tenant).await),
                None => checks.extend(of_default(store).await),
            }
        }
        Ok(pending) => {
            let found = format!("missing: {}", pending.join(", "));
            checks.push(Check::fail("migrations", found, "tenure migrate up"));
        }
        Err(error) => checks.push(unreadable("migrations", &error)),
    }
    checks
}

fn unreadable(name: &'static str, error: &StoreError) -> Check {
    Check::fail(name, error.to_string(), "look at the database's own log")
}

async fn of_default(store: &Store) -> Vec<Check> {
    match store.tenant_by_slug(crate::wiring::DEFAULT_TENANT).await {
        Ok(Some(tenant)) => of_tenant(store, &tenant).await,
        Ok(None) => {
            let remedy = "tenure serve makes it at the first start";
            vec![Check::fail("administrator", "no tenant yet", remedy)]
        }
        Err(error) => vec![unreadable("administrator", &error)],
    }
}

async fn of_tenant(store: &Store, tenant: &Tenant) -> Vec<Check> {
    let looks = [
        ("administrator", administrator(store, tenant).await),
        ("messages", messages(store, tenant).await),
        ("history", history(store, tenant).await),
    ];
    let checks = looks.into_iter();
    let checks = checks.map(|(name, check)| check.unwrap_or_else(|error| unreadable(name, &error)));
    checks.collect()
}

async fn administrator(store: &Store, tenant: &Tenant) -> Result<Check, StoreError> {
    let name = "administrator";
    let count = store.administrators(tenant.id).await?.len();
    Ok(if count == 0 {
        Check::warn(name, "none who can log in", "tenure setup-link")
    } else {
        Check::ok(name, format!("{count} who can log in"))
    })
}

async fn messages(store: &Store, tenant: &Tenant) -> Result<Check, StoreError> {
    let name = "messages";
    let of = |state| OutboxFilter {
        state: Some(state),
        limit: 200,
        ..OutboxFilter::default()
    };
    let dead = store
        .entries(tenant.id, &of(OutboxState::Dead))
        .await?
        .len();
    if dead > 0 {
        let found = format!("{dead} given up");
        return Ok(Check::warn(
            name,
            found,
            "see GET /api/v1/outbox for the reasons",
        ));
    }
    let queued = store.entries(tenant.id, &of(OutboxState::Queued)).await?;
    let now = SystemClock.now();
    let stuck = queued
        .iter()
        .filter(|entry| STUCK.after(entry.created_at) < now);
    let stuck = stuck.count();
    let oldest = queued.iter().map(|entry| entry.created_at).min();
    let age = oldest.map(|oldest| format!(", the oldest for {} s", (now - oldest).num_seconds()));
    Ok(if stuck > 0 {
        let found = format!("{stuck} wait for more than ten minutes");
        Check::warn(
            name,
            found,
            "is tenure serve running, and the mail server reachable?",
        )
    } else {
        Check::ok(
            name,
            format!(
                "{} waiting{}, none given up",
                queued.len(),
                age.unwrap_or_default()
            ),
        )
    })
}

/// The newest event must not lie in the future.
async fn history(store: &Store, tenant: &Tenant) -> Result<Check, StoreError> {
    let filter = EventFilter {
        limit: 1,
        ..EventFilter::default()
    };
    let newest = store.events(tenant.id, &filter).await?;
    let now = SystemClock.now();
    let ahead = newest
        .first()
        .is_some_and(|event| SKEW.after(now) < event.at);
    Ok(if ahead {
        let found = "the newest event lies in the future";
        Check::warn(
            "history",
            found,
            "the machine's clock was ahead, or is behind now",
        )
    } else {
        Check::ok("history", "no event lies in the future")
    })
}
