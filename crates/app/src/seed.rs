//! Sample tenants, one for each preset, with users in every state that its rules know. They live through the past six
//! weeks by the same use cases as everybody's, on a clock of their own; chance comes out the same every time.

mod act;
mod again;
mod chance;
mod clock;
mod company;
mod fate;
mod names;
mod person;
mod picture;
mod plan;
mod records;

pub use again::again;

use crate::{App, Config, Parts};
use act::World;
use anyhow::Context;
use clock::WalkingClock;
use company::{COMPANIES, Company};
use std::sync::Arc;
use tenure_domain::value::{PlainPassword, Timestamp};
use tenure_service::{
    password::HashParameters,
    ports::{Clock, Loaded, Tenant},
};

/// How much is seeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Scale {
    /// So many that lists have pages: some 650 users.
    #[default]
    Full,
    /// A few dozen in each tenant, for tests and slow machines.
    Small,
}

impl Scale {
    fn users(self, company: &Company) -> usize {
        match self {
            Self::Full => company.users,
            Self::Small => company.users.min(30),
        }
    }
}

/// A tenant that was seeded, with its administrator.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The name in addresses; also the preset that it lives by.
    pub slug: String,
    /// The name for people.
    pub name: String,
    /// The administrator's name.
    pub administrator: String,
    /// What the administrator logs in with.
    pub login: String,
    /// Made for this run, and written nowhere.
    pub password: PlainPassword,
}

impl Sample {
    fn of(tenant: &Tenant, account: &Loaded, password: PlainPassword) -> anyhow::Result<Self> {
        let profile = account.user.profile();
        let login = profile.log_ins(&tenant.policy.identity).pop();
        Ok(Self {
            slug: tenant.slug.clone(),
            name: tenant.name.clone(),
            administrator: profile.shown_name().unwrap_or_default(),
            login: login.context("an administrator has nothing to log in with")?,
            password,
        })
    }
}

/// Seeds an installation that is empty, up to this moment, and says whom it made. Passwords are hashed cheaply, since
/// they are random and forgotten at once.
///
/// # Errors
/// When a rule or the database refuses something; then the installation is of no use.
pub async fn seed(config: Config, scale: Scale, now: Timestamp) -> anyhow::Result<Vec<Sample>> {
    let start = plan::beginning(now);
    let clock = Arc::new(WalkingClock::at(start));
    let config = Config {
        hashing: HashParameters::FOR_TESTS,
        ..config
    };
    let parts = Parts {
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
    };
    let app = App::build_with(config, parts).await?;
    let mut world = World::new(&app, &clock, start)?;
    for company in COMPANIES {
        world.found(company, scale).await?;
    }
    let lived = world.live().await;
    clock.walk_to(now);
    let samples = world.samples();
    // The last messages go out under the clock that they were written by.
    let sent = app.relay().drain().await;
    app.store().close().await?;
    lived?;
    sent?;
    samples
}

#[cfg(test)]
mod tests;
