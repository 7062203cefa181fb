//! What the cases stand on: a fixed clock, counted ids, users from the domain's kit.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};
use tenure_domain::{
    Attempts, User, ValidPolicy,
    testing::{facts, noon, standard, tenant},
    value::{Span, Timestamp},
};
use tenure_service::{
    password::{HashParameters, Hasher},
    ports::{
        Clock, Ids, Loaded, MockLogInStore, MockOrderLedger, MockSessionStore, MockUserStore,
        StoreError, Tenant,
    },
    sessions::Sessions,
    ticket::TicketKey,
    users::{Parts, Users},
};
use tokio::sync::Notify;
use uuid::Uuid;

pub(crate) struct FixedClock(Mutex<Timestamp>);

impl FixedClock {
    pub(crate) fn at_noon() -> Arc<Self> {
        Arc::new(Self(Mutex::new(noon())))
    }

    pub(crate) fn advance(&self, span: Span) {
        let mut now = self.0.lock().unwrap();
        *now = span.after(*now);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

#[derive(Default)]
pub(crate) struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn next(&self) -> Uuid {
        Uuid::from_u64_pair(7, self.0.fetch_add(1, Ordering::Relaxed))
    }
}

pub(crate) fn tenant_with(policy: ValidPolicy) -> Arc<Tenant> {
    Arc::new(Tenant {
        id: tenant(),
        slug: "default".to_owned(),
        name: "Acme".to_owned(),
        preset: "standard".to_owned(),
        policy: Arc::new(policy),
        policy_revision: 1,
    })
}

pub(crate) fn loaded(user: User) -> Loaded {
    loaded_under(user, standard())
}

pub(crate) fn loaded_under(user: User, policy: ValidPolicy) -> Loaded {
    Loaded {
        user,
        number: 12,
        tenant: tenant_with(policy),
        facts: facts(),
        attempts: Attempts::default(),
    }
}

pub(crate) fn lost() -> StoreError {
    StoreError::Unavailable("the connection was refused".into())
}

pub(crate) fn hasher() -> Hasher {
    Hasher::start(HashParameters::FOR_TESTS).unwrap()
}

pub(crate) fn key() -> TicketKey {
    TicketKey::new([7; 32])
}

pub(crate) struct Stand {
    pub(crate) store: MockUserStore,
    pub(crate) log_ins: MockLogInStore,
    pub(crate) ledger: MockOrderLedger,
    pub(crate) open: MockSessionStore,
    pub(crate) clock: Arc<FixedClock>,
}

impl Stand {
    pub(crate) fn new() -> Self {
        Self {
            store: MockUserStore::new(),
            log_ins: MockLogInStore::new(),
            ledger: MockOrderLedger::new(),
            open: MockSessionStore::new(),
            clock: FixedClock::at_noon(),
        }
    }

    pub(crate) fn users(self) -> Users {
        self.sessions().0
    }

    pub(crate) fn sessions(self) -> (Users, Sessions) {
        let log_ins = Arc::new(self.log_ins);
        let users = Users::new(Parts {
            store: Arc::new(self.store),
            log_ins: log_ins.clone(),
            ledger: Arc::new(self.ledger),
            clock: self.clock,
            ids: Arc::new(CountedIds::default()),
            hasher: hasher(),
            key: key(),
            wake: Arc::new(Notify::new()),
        });
        let sessions = Sessions::new(users.clone(), log_ins, Arc::new(self.open));
        (users, sessions)
    }
}
