//! Living by the plan: each step is a use case, asked by whoever would ask it.

mod administered;
mod own;
mod step;

use super::{
    Sample, Scale,
    chance::Chance,
    clock::WalkingClock,
    company::Company,
    fate::Fate,
    person::{Registry, spelled},
    plan::{Deed, PAST, Planner},
    records::{Office, Records},
};
use crate::{App, cli::explain, wiring};
use anyhow::Context;
use std::{collections::BTreeSet, sync::Arc};
use tenure_domain::{
    FirstAccess, Kind, Profile,
    authority::{Actor, Authority, Grant},
    change::Origin,
    value::{PlainPassword, Span, TenantId, Timestamp, UserId},
};
use tenure_service::{
    origin,
    ports::{Clock, Ids, Loaded, Tenant},
    system::{TimeOrderedIds, random_token},
    users::{FirstCredential, NewUser},
};

/// Deadlines are settled and messages sent so often.
const TURN: u32 = 6 * 3_600;
/// What chance begins with.
const SEED: u64 = 1_876;

/// Everything that is being seeded.
pub(super) struct World<'a> {
    app: &'a App,
    clock: &'a WalkingClock,
    start: Timestamp,
    chance: Chance,
    /// What everybody types; nobody knows it afterwards.
    password: PlainPassword,
    temporary: PlainPassword,
    tenancies: Vec<Tenancy>,
}

/// A sample tenant.
struct Tenancy {
    tenant: Arc<Tenant>,
    administrator: Loaded,
    password: PlainPassword,
    records: Records,
    members: Vec<Member>,
    plan: Vec<Deed>,
}

/// A sample user.
struct Member {
    fate: Fate,
    profile: Profile,
    id: Option<UserId>,
    orders: u32,
}

/// Long enough for every preset, of every class of signs, and nothing that could be guessed.
pub(super) fn fresh_password() -> anyhow::Result<PlainPassword> {
    let token = random_token()?;
    let text = token.chars().take(22).chain("-a1!".chars());
    PlainPassword::parse(&text.collect::<String>()).context("a password was empty")
}

impl<'a> World<'a> {
    pub(super) fn new(
        app: &'a App,
        clock: &'a WalkingClock,
        start: Timestamp,
    ) -> anyhow::Result<Self> {
        Ok(Self {
            app,
            clock,
            start,
            chance: Chance::seeded(SEED),
            password: fresh_password()?,
            temporary: fresh_password()?,
            tenancies: Vec::new(),
        })
    }

    /// A company with its administrator and its records, and a plan for everybody else.
    pub(super) async fn found(&mut self, company: &Company, scale: Scale) -> anyhow::Result<()> {
        let policy = wiring::rules(company.preset)?;
        let ids = TimeOrderedIds::default();
        let (slug, id) = (company.preset, TenantId(ids.next()));
        let made = self.app.store();
        let made = made.ensure_tenant(id, slug, company.name, slug, &policy, self.clock.now());
        let tenant = made.await?;
        let mut registry = Registry::new(company, &policy.identity);
        let (given, family) = company.administrator;
        let profile = registry.named(&spelled(given), &spelled(family))?;
        let password = fresh_password()?;
        let administrator = self.first(&tenant, profile, password.clone()).await?;
        let actor = as_actor(&administrator, self.clock.now());
        let office = Office {
            app: self.app,
            tenant: &tenant,
            administrator: &administrator,
            actor: &actor,
        };
        let records = origin::within(desk_of_administrator(), office.furnish(company)).await;
        let mut tenancy = Tenancy {
            records: records.with_context(|| format!("the records of {slug}"))?,
            tenant,
            administrator,
            password,
            members: Vec::new(),
            plan: Vec::new(),
        };
        let users = scale.users(company);
        let fates = Fate::deal(&policy, users, &mut self.chance);
        let planner = Planner::new(&policy, self.start, users < 100);
        for (who, fate) in fates.into_iter().enumerate() {
            let profile = self.profile(&mut registry, fate, company)?;
            let life = planner.life(fate, &mut self.chance).into_iter();
            let deeds = life.map(|(at, step)| Deed { at, who, step });
            tenancy.plan.extend(deeds);
            tenancy.members.push(Member {
                fate,
                profile,
                id: None,
                orders: 0,
            });
        }
        self.tenancies.push(tenancy);
        Ok(())
    }

    fn profile(
        &mut self,
        registry: &mut Registry<'_>,
        fate: Fate,
        company: &Company,
    ) -> anyhow::Result<Profile> {
        if fate == Fate::Place {
            let at = self.chance.below(company.facilities.len());
            let (name, code) = company.facilities.get(at).copied().unwrap_or_default();
            return registry.place(&format!("{name}, desk"), code);
        }
        registry.somebody(&mut self.chance)
    }

    async fn first(
        &self,
        tenant: &Arc<Tenant>,
        profile: Profile,
        password: PlainPassword,
    ) -> anyhow::Result<Loaded> {
        let wish = NewUser {
            kind: Kind::Person,
            profile,
            credential: FirstCredential::Bootstrap(password),
            organizations: BTreeSet::new(),
            facilities: BTreeSet::new(),
            grants: vec![Grant::system_admin()?],
            valid_from: None,
            valid_until: None,
            access: FirstAccess::Given,
        };
        let operator = Actor::Operator {
            name: "demo".to_owned(),
        };
        let done = self
            .app
            .users()
            .register(tenant, operator, wish, None)
            .await;
        let done = done.map_err(|error| explain(&error));
        Ok(done.context("the administrator")?.account)
    }

    /// Everybody's plan, hour by hour, all tenants at once: time goes one way.
    pub(super) async fn live(&mut self) -> anyhow::Result<()> {
        let plans = self.tenancies.iter().enumerate();
        let mut deeds = plans
            .flat_map(|(whose, tenancy)| tenancy.plan.iter().map(move |deed| (whose, *deed)))
            .collect::<Vec<_>>();
        deeds.sort_by_key(|(_, deed)| deed.at);
        let mut turn = TURN;
        for (whose, deed) in deeds {
            while turn <= deed.at {
                self.settle(turn).await?;
                turn += TURN;
            }
            self.clock.walk_to(Span::seconds(deed.at).after(self.start));
            let done = self.carry_out(whose, deed).await;
            done.with_context(|| self.said_of(whose, deed))?;
        }
        self.settle(PAST.as_seconds()).await
    }

    fn said_of(&self, whose: usize, deed: Deed) -> String {
        let tenancy = self.tenancies.get(whose);
        let slug = tenancy.map_or("nobody", |tenancy| tenancy.tenant.slug.as_str());
        let member = tenancy.and_then(|tenancy| tenancy.members.get(deed.who));
        let fate = member.map(|member| member.fate);
        format!("{:?} of a sample user of {slug} ({fate:?})", deed.step)
    }

    /// What time alone does.
    async fn settle(&self, at: u32) -> anyhow::Result<()> {
        self.clock.walk_to(Span::seconds(at).after(self.start));
        self.app.sweep().drain().await?;
        self.app.relay().drain().await?;
        Ok(())
    }

    /// What was seeded, and who administers it.
    pub(super) fn samples(&self) -> anyhow::Result<Vec<Sample>> {
        let all = self.tenancies.iter().map(|tenancy| {
            let Tenancy {
                tenant,
                administrator,
                password,
                ..
            } = tenancy;
            Sample::of(tenant, administrator, password.clone())
        });
        all.collect()
    }
}

fn as_actor(account: &Loaded, now: Timestamp) -> Actor {
    Actor::User {
        id: account.user.id(),
        authority: Authority::of(account.user.grants(), &account.facts.roles, now),
    }
}

/// From where administrators work.
fn desk_of_administrator() -> Origin {
    Origin {
        ip: Some("192.0.2.10".to_owned()),
        request_id: None,
    }
}
