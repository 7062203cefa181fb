//! Storms of log-ins on an installation in this process, where the comparisons with a stored hash are counted.

use crate::{
    database::Database,
    on_both_databases,
    process::{ADMIN, PASSWORD},
};
use std::collections::BTreeSet;
use tempfile::TempDir;
use tenure_app::{App, Config};
use tenure_domain::{
    Kind, Profile,
    authority::Actor,
    value::{EmailAddress, PlainPassword},
};
use tenure_service::{
    Error,
    password::HashParameters,
    sessions::{LogIn, LoggedIn, Origin},
    setup::FirstAdministrator,
    users::{FirstCredential, NewUser},
};
use tokio::task::JoinSet;

on_both_databases! {
    two_hundred_parallel_wrong_log_ins_are_verified_ten_times_at_most,
    twenty_parallel_right_log_ins_all_succeed_and_each_is_verified,
    whoever_cannot_log_in_is_never_verified,
}

const BEN: &str = "ben@example.com";
const WRONG: &str = "not the password at all";
const MAX_FAILURES: u64 = 10;

fn password(text: &str) -> PlainPassword {
    PlainPassword::parse(text).unwrap()
}

fn profile(email: &str) -> Profile {
    Profile {
        email: Some(EmailAddress::parse(email).unwrap()),
        ..Profile::default()
    }
}

/// An installation with an administrator and a colleague; gone when the test is.
struct Installation {
    app: App,
    _data: TempDir,
    _database: Database,
}

impl Installation {
    async fn new(database: Database) -> Self {
        let data = TempDir::new().unwrap();
        let mut config = Config::new(data.path());
        config.database.url = database.url();
        config.hashing = HashParameters::FOR_TESTS;
        config.rate_limits = false;
        let app = App::build(config).await.unwrap();
        let (users, tenant) = (app.users(), app.tenant());
        let token = users.issue_setup_token(tenant.id).await.unwrap();
        let administrator = FirstAdministrator {
            token: token.expect("nobody administers yet"),
            organization: "Acme".to_owned(),
            profile: profile(ADMIN.0),
            password: password(ADMIN.1),
        };
        users.set_up(tenant, administrator).await.unwrap();
        let installation = Self {
            app,
            _data: data,
            _database: database,
        };
        let credential = FirstCredential::Bootstrap(password(PASSWORD));
        installation.register(BEN, credential).await;
        installation
    }

    async fn register(&self, email: &str, credential: FirstCredential) {
        let wish = NewUser {
            kind: Kind::Person,
            profile: profile(email),
            credential,
            organizations: BTreeSet::new(),
            facilities: BTreeSet::new(),
            grants: Vec::new(),
            valid_from: None,
            valid_until: None,
            access: tenure_domain::FirstAccess::Given,
        };
        let operator = Actor::Operator {
            name: "test".to_owned(),
        };
        let users = self.app.users();
        users
            .register(self.app.tenant(), operator, wish, None)
            .await
            .unwrap();
    }

    /// So many log-ins at once; how each ended, and how many passwords were compared for all of them.
    async fn storm(
        &self,
        (login, typed): (&str, &str),
        times: usize,
    ) -> (Vec<Result<LoggedIn, Error>>, u64) {
        let before = self.app.users().hasher().verified();
        let mut tries = JoinSet::new();
        for _ in 0..times {
            let sessions = self.app.sessions().clone();
            let log_in = LogIn {
                tenant: self.app.tenant().id,
                login: login.to_owned(),
                password: password(typed),
                origin: Origin::default(),
            };
            tries.spawn(async move { sessions.log_in(log_in).await });
        }
        let ends = tries.join_all().await;
        (ends, self.app.users().hasher().verified() - before)
    }

    async fn end(self) {
        self.app.store().close().await.unwrap();
    }
}

async fn two_hundred_parallel_wrong_log_ins_are_verified_ten_times_at_most(database: Database) {
    let installation = Installation::new(database).await;
    let (ends, verified) = installation.storm((BEN, WRONG), 200).await;
    assert!(verified <= MAX_FAILURES, "{verified} verifications");
    let refused =
        |end: &Result<LoggedIn, Error>| matches!(end, Err(Error::LogInFailed { .. } | Error::Busy));
    assert!(ends.iter().all(refused), "{ends:?}");
    // The policy allows ten, so ten there were: the lockout came from nothing else.
    let (ends, more) = installation.storm((BEN, PASSWORD), 1).await;
    assert!(
        matches!(ends[0], Err(Error::LogInFailed { .. })),
        "{ends:?}"
    );
    assert_eq!((verified, more), (MAX_FAILURES, 0));
    installation.end().await;
}

async fn twenty_parallel_right_log_ins_all_succeed_and_each_is_verified(database: Database) {
    let installation = Installation::new(database).await;
    let (ends, verified) = installation.storm((BEN, PASSWORD), 20).await;
    let failures = ends.iter().filter_map(|end| end.as_ref().err());
    let failures = failures.collect::<Vec<_>>();
    assert!(failures.is_empty(), "{failures:?}");
    assert!(verified >= 20, "{verified} verifications");
    installation.end().await;
}

async fn whoever_cannot_log_in_is_never_verified(database: Database) {
    let installation = Installation::new(database).await;
    installation
        .register("pending@example.com", FirstCredential::Invitation)
        .await;
    for login in ["nobody@example.com", "pending@example.com"] {
        let (ends, verified) = installation.storm((login, PASSWORD), 5).await;
        let refused = |end: &Result<LoggedIn, Error>| matches!(end, Err(Error::LogInFailed { .. }));
        assert!(ends.iter().all(refused), "{login}: {ends:?}");
        assert_eq!(verified, 0, "{login}");
    }
    installation.end().await;
}
