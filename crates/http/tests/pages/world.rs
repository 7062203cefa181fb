//! A server over stores that live in memory: one tenant, one user, whatever sessions he opens.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use http_body_util::BodyExt;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};
use tenure_domain::{
    Attempts, Facts, Kind, OrderHistory, Profile, User,
    authority::{Actor, Roles},
    change::{PasswordEffect, SessionEffect},
    credential::TicketPurpose,
    policy::{Policy, presets},
    value::{
        EmailAddress, PasswordHash, PersonName, PlainPassword, Span, TenantId, Timestamp, Username,
    },
};
use tenure_http::{AppState, RateLimits, Settings, UseCases};
use tenure_service::{
    assignments::Assignments,
    installation::{self, Installation},
    orders::Orders,
    password::{HashParameters, Hasher},
    policies::Policies,
    ports::{
        Clock, Ids, Loaded, LogInUser, MockLogInStore, MockOrderLedger, MockOrderStore, MockOutbox,
        MockPolicyStore, MockPremises, MockReferenceStore, MockRoleStore, MockSessionStore,
        MockTransferStore, MockUserQueries, MockUserStore, NewSession, Reservation, SessionRecord,
        SettledLogIn, StoreError, Tenant, Unit,
    },
    queries::Reading,
    references::References,
    roles,
    sessions::Sessions,
    system::token_hash,
    ticket::TicketKey,
    transfers::Transfers,
    users::{FirstCredential, NewUser, Parts, Users},
};
use tokio::sync::Notify;
use tower::ServiceExt;
use uuid::Uuid;

/// A password that the rules accept.
pub(crate) const GOOD: &str = "plum ladder orbit canvas";
/// Another one.
pub(crate) const BETTER: &str = "violet harbor snail teapot";
/// The token of the set-up link.
pub(crate) const SETUP: &str = "the-set-up-token";

/// What the stores hold.
#[derive(Default)]
struct Data {
    user: Option<User>,
    password: Option<PasswordHash>,
    sessions: Vec<NewSession>,
    commits: u64,
    set_up: bool,
    lost: bool,
}

struct Noon(Mutex<Timestamp>);

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
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
pub(crate) struct World {
    pub(crate) users: Users,
    pub(crate) tenant: Arc<Tenant>,
    pub(crate) app: Router,
    data: Arc<Mutex<Data>>,
    clock: Arc<Noon>,
}

/// An answer in full.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

impl Page {
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// The session's cookie as the browser sends it back.
    pub(crate) fn cookie(&self) -> String {
        let line = self.header(header::SET_COOKIE);
        line.split(';').next().unwrap().to_owned()
    }
}

impl World {
    /// Under the rules `standard`, by HTTP.
    pub(crate) fn new() -> Self {
        Self::at("http://localhost:8080", |_| {})
    }

    /// At this address, under these rules.
    pub(crate) fn at(public_url: &str, change: impl FnOnce(&mut Policy)) -> Self {
        let mut settings = Settings::at(public_url);
        settings.limits = RateLimits::off();
        Self::with(settings, change)
    }

    #[expect(clippy::too_many_lines, reason = "one line or two for each part")]
    pub(crate) fn with(settings: Settings, change: impl FnOnce(&mut Policy)) -> Self {
        let mut policy = presets::standard();
        change(&mut policy);
        let tenant = Arc::new(Tenant {
            id: TenantId(Uuid::from_u128(7)),
            slug: "default".to_owned(),
            name: "Acme Outfitters".to_owned(),
            preset: "standard".to_owned(),
            policy: Arc::new(policy.check().unwrap()),
            policy_revision: 1,
        });
        let data = Arc::new(Mutex::new(Data::default()));
        let clock = Arc::new(Noon(Mutex::new("2026-06-15T12:00:00Z".parse().unwrap())));
        let log_ins = Arc::new(log_ins(&data));
        let store = Arc::new(store(&data, &tenant));
        let users = Users::new(Parts {
            store: store.clone(),
            log_ins: log_ins.clone(),
            ledger: Arc::new(MockOrderLedger::new()),
            clock: clock.clone(),
            ids: Arc::new(Counted::default()),
            hasher: Hasher::start(HashParameters::FOR_TESTS).unwrap(),
            key: TicketKey::new([7; 32]),
            wake: Arc::new(Notify::new()),
        });
        let sessions = Sessions::new(users.clone(), log_ins, Arc::new(sessions(&data, &tenant)));
        let queries = Arc::new(queries(&data, &tenant));
        let reading = Reading::new(store, queries, Arc::new(MockOutbox::new()));
        let orders = Orders::new(users.clone(), Arc::new(MockOrderStore::new()));
        let rules = Arc::new(MockPolicyStore::new());
        let policies = Policies::new(
            Arc::new(MockUserStore::new()),
            rules,
            clock.clone(),
            Arc::new(Counted::default()),
        );
        let roles = roles::Roles::new(
            Arc::new(MockUserStore::new()),
            Arc::new(MockRoleStore::new()),
            clock.clone(),
            Arc::new(Counted::default()),
        );
        let assignments = Assignments::new(users.clone(), Arc::new(MockReferenceStore::new()));
        let references = References::new(
            Arc::new(MockUserStore::new()),
            Arc::new(MockReferenceStore::new()),
            clock.clone(),
            Arc::new(Counted::default()),
        );
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
            clock: clock.clone(),
            ids: Arc::new(Counted::default()),
        });
        let cases = UseCases {
            users: users.clone(),
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
        Self {
            users,
            tenant,
            app: tenure_http::router(state),
            data,
            clock,
        }
    }

    /// With Ana Lopez, who has this credential.
    pub(crate) async fn with_ana(self, credential: FirstCredential) -> Self {
        let name = |text| Some(PersonName::parse(text).unwrap());
        let actor = Actor::Operator {
            name: "root".to_owned(),
        };
        let ana = NewUser {
            kind: Kind::Person,
            profile: Profile {
                email: Some(EmailAddress::parse("ana@example.com").unwrap()),
                username: Some(Username::parse("ana01").unwrap()),
                first_name: name("Ana"),
                last_name: name("Lopez"),
                ..Profile::default()
            },
            credential,
            organizations: BTreeSet::new(),
            facilities: BTreeSet::new(),
            grants: Vec::new(),
            valid_from: None,
            valid_until: None,
            access: tenure_domain::FirstAccess::Given,
        };
        self.users
            .register(&self.tenant, actor, ana, None)
            .await
            .unwrap();
        self
    }

    /// With Ana Lopez, whose password is [`GOOD`].
    pub(crate) async fn with_active_ana(self) -> Self {
        self.with_ana(FirstCredential::Bootstrap(plain(GOOD))).await
    }

    /// The token of Ana's live link.
    pub(crate) fn link(&self, purpose: TicketPurpose) -> String {
        self.users.link_token(&self.ana(), purpose).unwrap()
    }

    pub(crate) fn ana(&self) -> User {
        self.data.lock().unwrap().user.clone().unwrap()
    }

    pub(crate) fn commits(&self) -> u64 {
        self.data.lock().unwrap().commits
    }

    pub(crate) fn open_sessions(&self) -> usize {
        self.data.lock().unwrap().sessions.len()
    }

    pub(crate) fn lose_the_database(&self) {
        self.data.lock().unwrap().lost = true;
    }

    pub(crate) fn advance(&self, span: Span) {
        let mut now = self.clock.0.lock().unwrap();
        *now = span.after(*now);
    }

    pub(crate) async fn get(&self, path: &str) -> Page {
        self.get_as(path, "").await
    }

    pub(crate) async fn get_as(&self, path: &str, cookie: &str) -> Page {
        let request = Request::get(path).header(header::HOST, "localhost:8080");
        let request = request.header(header::COOKIE, cookie);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.post_as(path, "", fields).await
    }

    pub(crate) async fn post_as(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Page {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = browser_post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, cookie);
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Page {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Page {
            status: parts.status,
            headers: parts.headers,
            html: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    /// Ana's cookie after a log-in.
    pub(crate) async fn logged_in(&self) -> String {
        let page = self
            .post("/login", &[("login", "ana01"), ("password", GOOD)])
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.html);
        page.cookie()
    }
}

/// A form as a browser sends it from this very site.
pub(crate) fn browser_post(path: &str) -> axum::http::request::Builder {
    Request::post(path)
        .header(header::HOST, "localhost:8080")
        .header(header::ORIGIN, "http://localhost:8080")
        .header("sec-fetch-site", "same-origin")
        .header(header::ACCEPT, "text/html")
}

pub(crate) fn plain(text: &str) -> PlainPassword {
    PlainPassword::parse(text).unwrap()
}

pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b' ' => "+".to_owned(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

fn facts() -> Facts {
    Facts {
        roles: Roles::new(BTreeMap::new()),
        other_admin: true,
        seats_used: 0,
        history: OrderHistory::None,
        last_log_in_at: None,
    }
}

fn lost() -> StoreError {
    StoreError::Unavailable("the disk is on fire".into())
}

fn write(data: &mut Data, change: &tenure_domain::Change) {
    data.commits += 1;
    data.user = Some(change.after.clone());
    match &change.password {
        PasswordEffect::Keep => {}
        PasswordEffect::Set(hash) => data.password = Some(hash.clone()),
        PasswordEffect::Clear => data.password = None,
    }
    if change.sessions == SessionEffect::EndAll {
        data.sessions.clear();
    }
}

/// The one user as he is stored.
fn loaded(data: &Mutex<Data>, tenant: &Arc<Tenant>) -> Option<Loaded> {
    let user = data.lock().unwrap().user.clone()?;
    Some(Loaded {
        user,
        number: 12,
        tenant: tenant.clone(),
        facts: facts(),
        attempts: Attempts::default(),
    })
}

fn queries(data: &Arc<Mutex<Data>>, tenant: &Arc<Tenant>) -> MockUserQueries {
    let mut queries = MockUserQueries::new();
    let (own, held) = (tenant.clone(), data.clone());
    queries
        .expect_find()
        .returning(move |_, _| Ok(loaded(&held, &own)));
    queries
}

fn store(data: &Arc<Mutex<Data>>, tenant: &Arc<Tenant>) -> MockUserStore {
    let mut store = MockUserStore::new();
    let own = tenant.clone();
    store.expect_tenant_by_slug().returning(move |slug| {
        // PostgreSQL takes no text with a NUL in it.
        let found = (slug == own.slug).then(|| own.clone());
        if slug.contains('\0') {
            Err(lost())
        } else {
            Ok(found)
        }
    });
    let own = tenant.clone();
    store
        .expect_tenant()
        .returning(move |_| Ok(Some(own.clone())));
    let (own, held) = (tenant.clone(), data.clone());
    store
        .expect_load()
        .returning(move |_, id| Ok(loaded(&held, &own).filter(|held| held.user.id() == id)));
    store.expect_facts().returning(|_| Ok(facts()));
    store.expect_next_number().returning(|_| Ok(12));
    store.expect_earlier().returning(|_| Ok(None));
    store.expect_organizations().returning(|_| Ok(Vec::new()));
    let held = data.clone();
    store.expect_commit().returning(move |unit: Unit<'_>| {
        let mut data = held.lock().unwrap();
        data.set_up |= unit.setup.is_some();
        for change in unit.changes {
            write(&mut data, change);
        }
        Ok(())
    });
    let held = data.clone();
    store.expect_is_setup_open().returning(move |_, hash, _| {
        let data = held.lock().unwrap();
        Ok(!data.set_up && hash == token_hash(SETUP))
    });
    store
}

fn log_ins(data: &Arc<Mutex<Data>>) -> MockLogInStore {
    let mut log_ins = MockLogInStore::new();
    let held = data.clone();
    log_ins.expect_find().returning(move |_, typed| {
        let data = held.lock().unwrap();
        if data.lost {
            return Err(lost());
        }
        let profile = data.user.as_ref().map(User::profile);
        let email = profile.and_then(|own| Some(own.email.as_ref()?.key()));
        let username = profile.and_then(|own| Some(own.username.as_ref()?.key()));
        let is = |typed: &Option<String>, own: &Option<String>| typed.is_some() && typed == own;
        let meant = is(&typed.email, &email) || is(&typed.username, &username);
        let found = data.user.as_ref().filter(|_| meant).map(|user| LogInUser {
            id: user.id(),
            password: data.password.clone(),
            holds: user.profile().identifiers(),
        });
        Ok(found)
    });
    let held = data.clone();
    log_ins
        .expect_password()
        .returning(move |_, _| Ok(held.lock().unwrap().password.clone()));
    log_ins.expect_reserve().returning(|_, _, wish| {
        Ok(Reservation::Admitted {
            id: wish.place,
            attempts: Attempts::default(),
        })
    });
    log_ins.expect_release().returning(|_, _, _| Ok(()));
    let held = data.clone();
    log_ins
        .expect_settle()
        .returning(move |settled: SettledLogIn<'_>| {
            let mut data = held.lock().unwrap();
            write(&mut data, settled.change);
            data.sessions.extend(settled.session);
            Ok(())
        });
    log_ins
}

fn record(session: &NewSession, user: &User, tenant: &Arc<Tenant>) -> SessionRecord {
    SessionRecord {
        id: session.id,
        created_at: session.created_at,
        seen_at: session.created_at,
        authenticated_at: session.created_at,
        expires_at: session.expires_at,
        organization: None,
        facility_log_in: None,
        authority: None,
        ip: session.ip.clone(),
        user_agent: session.user_agent.clone(),
        user: user.clone(),
        number: 12,
        tenant: tenant.clone(),
        roles: facts().roles,
    }
}

fn sessions(data: &Arc<Mutex<Data>>, tenant: &Arc<Tenant>) -> MockSessionStore {
    let mut sessions = MockSessionStore::new();
    let (own, held) = (tenant.clone(), data.clone());
    sessions.expect_resolve().returning(move |hash| {
        let data = held.lock().unwrap();
        let open = data.sessions.iter().find(|open| open.token_hash == hash);
        Ok(open
            .zip(data.user.as_ref())
            .map(|(open, user)| record(open, user, &own)))
    });
    let (own, held) = (tenant.clone(), data.clone());
    sessions.expect_list().returning(move |_, _| {
        let data = held.lock().unwrap();
        let user = data.user.as_ref().unwrap();
        let open = data.sessions.iter().map(|open| record(open, user, &own));
        Ok(open.collect())
    });
    sessions.expect_touch().returning(|_, _| Ok(()));
    let held = data.clone();
    sessions.expect_end().returning(move |_, _, id| {
        let mut data = held.lock().unwrap();
        let before = data.sessions.len();
        data.sessions.retain(|open| open.id != id);
        Ok(data.sessions.len() < before)
    });
    sessions
}
