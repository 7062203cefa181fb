//! A server over stores that live in memory: one tenant, an administrator with a session, and Ana.

use crate::stores::{log_ins, orders, policies, queries, records, roles, sessions, store};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, HeaderValue, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{
        Arc, LazyLock, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};
use tenure_domain::{
    NewCredential, User, ValidPolicy,
    authority::{Actor, Grant},
    change::{PasswordEffect, PhotoEffect},
    policy::IdentifierReuse,
    testing::{ana, noon, registered, registration, standard, standard_but},
    value::{PasswordContext, PasswordHash, PlainPassword, TenantId, Timestamp, UserId},
};
use tenure_http::{AppState, RateLimits, Settings, UseCases};
use tenure_service::{
    assignments::Assignments,
    installation::{self, Installation},
    orders::Orders,
    password::{HashParameters, Hasher},
    policies::Policies,
    ports::{
        Clock, CommandRecord, Ids, ListFilter, MockOrderLedger, MockOutbox, MockPolicyStore,
        MockPremises, MockReferenceStore, MockTransferStore, NewPolicy, OrderRecord, PageRequest,
        PolicyOutcome, RoleWrite, Tenant,
    },
    queries::Reading,
    references::References,
    roles::Roles,
    sessions::Sessions,
    system::token_hash,
    ticket::TicketKey,
    transfers::Transfers,
    users::{Parts, Users},
};
use tokio::{runtime::Builder, sync::Notify};
use tower::ServiceExt;
use uuid::Uuid;

/// The administrator's token.
pub(crate) const ADMIN: &str = "the-administrator";
/// Ana's password.
pub(crate) const GOOD: &str = "plum ladder orbit canvas";

/// What the stores hold.
#[derive(Default)]
pub(crate) struct Data {
    pub(crate) users: Vec<User>,
    pub(crate) orders: Vec<OrderRecord>,
    pub(crate) passwords: BTreeMap<UserId, PasswordHash>,
    pub(crate) sessions: Vec<([u8; 32], UserId)>,
    pub(crate) records: Vec<CommandRecord>,
    pub(crate) lost: bool,
    /// No session can be opened.
    pub(crate) full: bool,
    /// When the holders of sessions proved who they are; without, just now.
    pub(crate) proved_at: Option<Timestamp>,
    pub(crate) photos: BTreeMap<UserId, Vec<u8>>,
    pub(crate) seen: Vec<(ListFilter, PageRequest)>,
    /// Rules that were to be written.
    pub(crate) policies: Vec<NewPolicy>,
    /// What becomes of other rules; without, they are written.
    pub(crate) refusal: Option<PolicyOutcome>,
    /// Changes of roles that were written.
    pub(crate) role_writes: Vec<RoleWrite>,
    /// What becomes of changes of roles; without, they are written.
    pub(crate) held: Option<u64>,
}

impl Data {
    pub(crate) fn user(&self, id: UserId) -> Option<User> {
        self.users.iter().find(|user| user.id() == id).cloned()
    }

    pub(crate) fn write(&mut self, change: &tenure_domain::Change) {
        let id = change.after.id();
        self.users.retain(|user| user.id() != id);
        self.users.push(change.after.clone());
        if let PasswordEffect::Set(hash) = &change.password {
            self.passwords.insert(id, hash.clone());
        }
        match &change.photo {
            PhotoEffect::Keep => {}
            PhotoEffect::Set(jpeg) => drop(self.photos.insert(id, jpeg.to_vec())),
            PhotoEffect::Clear => drop(self.photos.remove(&id)),
        }
    }
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        noon()
    }
}

#[derive(Default)]
struct Counted(AtomicU64);

impl Ids for Counted {
    fn next(&self) -> Uuid {
        Uuid::from_u64_pair(7, self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// The server and what lies behind it.
pub(crate) struct Stand {
    pub(crate) app: Router,
    pub(crate) data: Arc<Mutex<Data>>,
    pub(crate) state: AppState,
}

/// An answer in full.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("{self:?}"))
    }

    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// The problem, whose status is the answer's.
    pub(crate) fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status.as_u16(), status, "{self:?}");
        let kind = self.header(header::CONTENT_TYPE);
        assert_eq!(kind, "application/problem+json", "{self:?}");
        let problem = self.json();
        assert_eq!(problem["code"], code, "{self:?}");
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("/problems/{code}"));
        assert_eq!(problem["instance"], self.header("x-request-id"));
        problem
    }

    /// The pointers of all errors, in order.
    pub(crate) fn pointers(&self) -> Vec<(String, String)> {
        let problem = self.json();
        let errors = problem["errors"].as_array().unwrap().clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut found = errors
            .iter()
            .map(|error| (text(&error["pointer"]), text(&error["code"])))
            .collect::<Vec<_>>();
        found.sort();
        found
    }
}

impl Stand {
    pub(crate) fn new() -> Self {
        Self::at("http://localhost:8080", |_| {})
    }

    /// Of a tenant with these rules.
    pub(crate) fn under(policy: ValidPolicy) -> Self {
        Self::build("http://localhost:8080", |_| {}, policy)
    }

    /// At this address, with these settings.
    pub(crate) fn at(url: &str, change: impl FnOnce(&mut Settings)) -> Self {
        Self::build(url, change, standard())
    }

    /// Where deleted users keep their names.
    pub(crate) fn keeping_names() -> Self {
        Self::under(standard_but(|policy| {
            policy.removal.identifier_reuse = IdentifierReuse::Never;
        }))
    }

    #[expect(clippy::too_many_lines, reason = "one line or two for each part")]
    fn build(url: &str, change: impl FnOnce(&mut Settings), policy: ValidPolicy) -> Self {
        let mut settings = Settings::at(url);
        settings.limits = RateLimits::off();
        change(&mut settings);
        let tenant = Arc::new(tenant(policy));
        let data = Arc::new(Mutex::new(people(&tenant)));
        let store = Arc::new(store(&data, &tenant));
        let log_ins = Arc::new(log_ins(&data));
        let users = Users::new(Parts {
            store: store.clone(),
            log_ins: log_ins.clone(),
            ledger: Arc::new(MockOrderLedger::new()),
            clock: Arc::new(Noon),
            ids: Arc::new(Counted::default()),
            hasher: Hasher::start(HashParameters::FOR_TESTS).unwrap(),
            key: TicketKey::new([7; 32]),
            wake: Arc::new(Notify::new()),
        });
        let opened = Arc::new(sessions(&data, &tenant));
        let sessions = Sessions::new(users.clone(), log_ins, opened);
        let queries = Arc::new(queries(&data, &tenant));
        let mut outbox = MockOutbox::new();
        outbox.expect_entries().returning(|_, _| Ok(Vec::new()));
        outbox.expect_last().returning(|_, _, _| Ok(Vec::new()));
        let reading = Reading::new(store.clone(), queries, Arc::new(outbox));
        let assignments = Assignments::new(users.clone(), Arc::new(records()));
        let orders = Orders::new(users.clone(), Arc::new(orders(&data)));
        let (rules, ids) = (Arc::new(policies(&data)), Arc::new(Counted::default()));
        let policies = Policies::new(store.clone(), rules, Arc::new(Noon), ids.clone());
        let roles = Roles::new(
            store.clone(),
            Arc::new(roles(&data)),
            Arc::new(Noon),
            ids.clone(),
        );
        let records = Arc::new(MockReferenceStore::new());
        let references = References::new(store, records, Arc::new(Noon), ids);
        let transfers = Transfers::new(
            &users,
            &assignments,
            &reading,
            Arc::new(MockTransferStore::new()),
        );
        let installation = Installation::new(installation::Parts {
            premises: Arc::new(MockPremises::new()),
            tenants: Arc::new(MockPolicyStore::new()),
            trail: Arc::new(MockTransferStore::new()),
            clock: Arc::new(Noon),
            ids: Arc::new(Counted::default()),
        });
        let cases = UseCases {
            users,
            sessions,
            assignments,
            reading,
            orders,
            policies,
            roles,
            transfers,
            references,
            installation,
        };
        let state = AppState::new(cases, settings);
        let app = tenure_http::router(state.clone());
        Self { app, data, state }
    }

    /// Sends a request, to this server unless it says otherwise.
    pub(crate) async fn send(&self, mut request: Request<Body>) -> Reply {
        let host = HeaderValue::from_static("localhost:8080");
        request.headers_mut().entry(header::HOST).or_insert(host);
        self.send_as_it_is(request).await
    }

    pub(crate) async fn send_as_it_is(&self, request: Request<Body>) -> Reply {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Reply {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// A request of the administrator, with these headers.
    pub(crate) async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Value>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(header::AUTHORIZATION, format!("Bearer {ADMIN}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let Some(body) = body else {
            return self.send(request.body(Body::empty()).unwrap()).await;
        };
        request = request.header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// A picture, or what claims to be one, sent by the administrator.
    pub(crate) async fn put_photo(&self, path: &str, kind: &str, file: &[u8]) -> Reply {
        let request = Request::put(path)
            .header(header::AUTHORIZATION, format!("Bearer {ADMIN}"))
            .header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(file.to_vec())).unwrap())
            .await
    }

    pub(crate) async fn put(&self, path: &str, body: Value) -> Reply {
        self.ask("PUT", path, &[], Some(body)).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.ask("POST", path, &[], Some(body)).await
    }

    /// A request of nobody in particular with a body as it stands here.
    pub(crate) async fn raw(&self, path: &str, kind: Option<&str>, body: &str) -> Reply {
        let mut request = Request::post(path);
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    pub(crate) fn ana(&self) -> User {
        self.data.lock().unwrap().user(ana()).unwrap()
    }
}

fn tenant(policy: ValidPolicy) -> Tenant {
    Tenant {
        id: TenantId(Uuid::from_u128(7)),
        slug: "default".to_owned(),
        name: "Acme Outfitters".to_owned(),
        preset: "standard".to_owned(),
        policy: Arc::new(policy),
        policy_revision: 1,
    }
}

/// The hash of [`GOOD`].
static HASH: LazyLock<PasswordHash> = LazyLock::new(|| {
    let hash = async {
        let rules = standard().credential.password;
        let plain = PlainPassword::parse(GOOD).unwrap();
        let accepted = rules.accept(plain, &PasswordContext::default()).unwrap();
        let hasher = Hasher::start(HashParameters::FOR_TESTS).unwrap();
        hasher.hash(&accepted).await.unwrap()
    };
    // A stand is built within a runtime, which does not wait for another one on its own thread.
    let wait = || {
        Builder::new_current_thread()
            .build()
            .unwrap()
            .block_on(hash)
    };
    std::thread::scope(|scope| scope.spawn(wait).join().unwrap())
});

/// The administrator with his session, and Ana, who is pending.
fn people(tenant: &Tenant) -> Data {
    let mut data = Data::default();
    let admin = UserId(Uuid::from_u128(0xAD));
    let mut wish = registration(NewCredential::Bootstrap(PasswordHash::from_phc(
        String::new(),
    )));
    wish.actor = Actor::Operator {
        name: "setup".to_owned(),
    };
    wish.id = admin;
    wish.tenant = tenant.id;
    wish.grants = vec![Grant::system_admin().unwrap()];
    wish.profile.email = Some("admin@example.com".to_owned().try_into().unwrap());
    wish.profile.username = Some("admin".to_owned().try_into().unwrap());
    // Whoever is there already came under the rules of `standard`, whatever the tenant's are now.
    data.users.push(registered(&wish, &standard(), noon()));
    let mut wish = registration(NewCredential::Invitation);
    wish.tenant = tenant.id;
    data.users.push(registered(&wish, &standard(), noon()));
    data.sessions.push((token_hash(ADMIN), admin));
    data.passwords.insert(admin, HASH.clone());
    data
}
