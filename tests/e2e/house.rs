//! An installation in this process with a tenant of any rules, and a clock that is put forward by hand.

use crate::{database::Database, process::ADMIN};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use tenure_app::{App, Config, Parts};
use tenure_domain::{
    Action, FirstAccess, Kind, Policy, Profile,
    authority::{Actor, Grant, Scope},
    policy::presets,
    value::{EmailAddress, PlainPassword, RoleName, Span, TenantId, Timestamp, UserId, Username},
};
use tenure_service::{
    Error,
    password::HashParameters,
    ports::{Clock, Ids, Tenant},
    sessions::{LogIn, LoggedIn, Origin},
    system::{SystemClock, TimeOrderedIds},
    users::{FirstCredential, NewUser},
};

/// Everybody's password: it fits the rules of every preset.
pub(crate) const PASSWORD: &str = "velvet harbor 7 snail! trumpet";
/// What nobody's password is.
pub(crate) const WRONG: &str = "not the password at all";

pub(crate) fn password(text: &str) -> PlainPassword {
    PlainPassword::parse(text).unwrap()
}

pub(crate) fn operator() -> Actor {
    Actor::Operator {
        name: "test".to_owned(),
    }
}

struct Hands(Mutex<Timestamp>);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Somebody to be added; what is not said is left out.
pub(crate) fn somebody(email: &str, username: &str) -> NewUser {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    NewUser {
        kind: Kind::Person,
        profile: Profile {
            email: text(email).map(|email| EmailAddress::parse(&email).unwrap()),
            username: text(username).map(|name| Username::parse(&name).unwrap()),
            ..Profile::default()
        },
        credential: FirstCredential::Bootstrap(password(PASSWORD)),
        organizations: BTreeSet::new(),
        facilities: BTreeSet::new(),
        grants: Vec::new(),
        access: FirstAccess::Given,
        valid_from: None,
        valid_until: None,
    }
}

pub(crate) fn role(name: &str) -> Grant {
    Grant {
        role: RoleName::parse(name).unwrap(),
        scope: Scope::Tenant,
        from: None,
        until: None,
    }
}

/// A database with time in hand; gone when the test is.
pub(crate) struct Installation {
    app: App,
    clock: Arc<Hands>,
    _data: TempDir,
    _database: Database,
}

impl Installation {
    pub(crate) async fn new(database: Database) -> Self {
        let data = TempDir::new().unwrap();
        let mut config = Config::new(data.path());
        config.database.url = database.url();
        config.hashing = HashParameters::FOR_TESTS;
        config.rate_limits = false;
        let clock = Arc::new(Hands(Mutex::new(SystemClock.now())));
        let parts = Parts {
            clock: clock.clone(),
        };
        Self {
            app: App::build_with(config, parts).await.unwrap(),
            clock,
            _data: data,
            _database: database,
        }
    }

    /// A tenant under the rules of a preset, but for these, with its first administrator.
    pub(crate) async fn house(
        &self,
        slug: &str,
        preset: &str,
        change: impl FnOnce(&mut Policy),
    ) -> House {
        let mut policy = presets::by_name(preset).unwrap();
        change(&mut policy);
        let policy = policy.check().unwrap();
        let id = TenantId(TimeOrderedIds::default().next());
        let (store, now) = (self.app.store(), self.clock.now());
        let made = store.ensure_tenant(id, slug, "Acme", preset, &policy, now);
        let mut house = House {
            tenant: made.await.unwrap(),
            app: self.app.clone(),
            admin: operator(),
            clock: self.clock.clone(),
        };
        let mut ana = somebody(ADMIN.0, "");
        ana.grants = vec![role("system_admin")];
        house.add(ana).await.unwrap();
        let ana = house.log_in(ADMIN.0, PASSWORD).await.unwrap();
        house.admin = Actor::User {
            id: ana.account.user.id(),
            authority: ana.authority,
        };
        house
    }

    pub(crate) async fn end(self) {
        self.app.store().close().await.unwrap();
    }
}

/// The tenant under test with its first administrator.
pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) tenant: Arc<Tenant>,
    /// The first administrator, as long as his authority lasts.
    pub(crate) admin: Actor,
    clock: Arc<Hands>,
}

impl House {
    pub(crate) fn forward(&self, span: Span) {
        let mut now = self.clock.0.lock().unwrap();
        *now = span.after(*now);
    }

    /// By whoever runs the server.
    pub(crate) async fn add(&self, wish: NewUser) -> Result<UserId, Error> {
        let users = self.app.users();
        let done = users.register(&self.tenant, operator(), wish, None).await?;
        Ok(done.account.user.id())
    }

    /// Ben, who logs in as `ben01` or by his address, whatever the rules take.
    pub(crate) async fn ben(&self) -> UserId {
        let username = self.tenant.policy.identity.username_length;
        let username = username.map_or("", |_| "ben01");
        self.add(somebody("ben@example.com", username))
            .await
            .unwrap()
    }

    pub(crate) async fn log_in(&self, login: &str, typed: &str) -> Result<LoggedIn, Error> {
        let log_in = LogIn {
            tenant: self.tenant.id,
            login: login.to_owned(),
            password: password(typed),
            origin: Origin::default(),
        };
        self.app.sessions().log_in(log_in).await
    }

    /// `in`, or the code of the refusal.
    pub(crate) async fn answer(&self, login: &str, typed: &str) -> &'static str {
        match self.log_in(login, typed).await {
            Ok(_) => "in",
            Err(error) => error.code(),
        }
    }

    pub(crate) async fn wrong_passwords(&self, login: &str, times: u32) {
        for _ in 0..times {
            assert_eq!(self.answer(login, WRONG).await, "login_failed");
        }
    }

    /// The administrator does this; the code of the refusal otherwise.
    pub(crate) async fn act(&self, id: UserId, action: Action) -> Result<(), &'static str> {
        let users = self.app.users();
        let command = users.command(self.admin.clone(), action);
        let done = users.execute(self.tenant.id, id, command, None).await;
        done.map(drop).map_err(|error| error.code())
    }
}
