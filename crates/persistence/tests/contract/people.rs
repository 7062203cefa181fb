//! Users as the rules make them, with fresh ids, written by the store.

use crate::kit::{TestDb, fresh};
use std::{slice, sync::Arc};
use tenure_domain::{
    Action, Change, Command, Event, NewCredential, Profile, Registration, TenantFact, ValidPolicy,
    authority::{Actor, ActorRef, Role},
    change::Circumstances,
    decide,
    policy::IdentifierReuse,
    reference::{NewReference, Reference, ReferenceData},
    register,
    testing::{self, email, grant, hash, noon, operator, standard, standard_but},
    value::{
        CommandId, EventId, ExternalId, FacilityId, PersonName, ReferenceName, RoleId, RoleTitle,
        SessionId, Span, TenantId, UserId, Username,
    },
};
use tenure_persistence::Store;
use tenure_service::ports::{
    Loaded, LogInStore, NewSession, ReferenceEffect, ReferenceOutcome, ReferenceStore,
    ReferenceWrite, RoleDeed, RoleOutcome, RoleRecord, RoleStore, RoleWrite, SettledLogIn, Stamp,
    StoreError, Tenant, Unit, UserStore,
};

/// The tenant that all is about.
pub(crate) async fn tenant(db: &TestDb) -> Arc<Tenant> {
    tenant_with(db, &standard()).await
}

/// The tenant where a deleted user's identifiers are free.
pub(crate) async fn releasing_tenant(db: &TestDb) -> Arc<Tenant> {
    let policy = standard_but(|policy| {
        policy.removal.identifier_reuse = IdentifierReuse::AfterDelete;
    });
    tenant_with(db, &policy).await
}

/// The tenant with these rules.
pub(crate) async fn tenant_with(db: &TestDb, policy: &ValidPolicy) -> Arc<Tenant> {
    let made = db.store.ensure_tenant(
        testing::tenant(),
        "default",
        "Default",
        "standard",
        policy,
        noon(),
    );
    made.await.unwrap()
}

/// Gives the tenant the roles `clerk` and `manager`.
pub(crate) async fn own_roles(db: &TestDb) {
    for (name, permission) in [("clerk", "product.view"), ("manager", "users.read")] {
        make_role(&db.store, name, permission).await;
    }
}

/// Makes a role that allows one thing.
pub(crate) async fn make_role(store: &Store, name: &str, permission: &str) -> RoleRecord {
    let record = RoleRecord {
        id: RoleId(fresh()),
        role: Role {
            name: testing::role(name),
            title: RoleTitle::parse(name).unwrap(),
            description: None,
            permissions: [permission.parse().unwrap()].into(),
        },
        revision: 1,
        created_at: noon(),
    };
    let fact = TenantFact::RoleCreated((&record.role).into());
    let write = role_write(store, RoleDeed::Make(record.clone()), fact).await;
    assert_eq!(
        store.write_role(&write).await.unwrap(),
        RoleOutcome::Written
    );
    record
}

/// A change of a role, as somebody decides it who reads now.
pub(crate) async fn role_write(store: &Store, deed: RoleDeed, fact: TenantFact) -> RoleWrite {
    let book = store.roles(here(), None).await.unwrap();
    let rules = store.tenant(here()).await.unwrap().unwrap();
    RoleWrite {
        tenant: here(),
        revision: book.revision,
        policy_revision: rules.policy_revision,
        deed,
        fact,
        stamp: Stamp {
            origin: tenure_domain::change::Origin::default(),
            event: EventId(fresh()),
            command: CommandId(fresh()),
            actor: operator().reference(),
            at: noon(),
        },
    }
}

/// A wish for somebody with a password, whose names and addresses all come of this word.
pub(crate) fn person(word: &str) -> Registration {
    let name = |text: &str| PersonName::parse(text).unwrap();
    Registration {
        command: CommandId(fresh()),
        actor: operator(),
        id: UserId(fresh()),
        profile: Profile {
            email: Some(email(&format!("{word}@example.com"))),
            username: Some(Username::parse(word).unwrap()),
            first_name: Some(name(word)),
            last_name: Some(name("Lopez")),
            ..Profile::default()
        },
        ..testing::registration(NewCredential::Bootstrap(hash()))
    }
}

/// A wish for an administrator.
pub(crate) fn administrator(word: &str) -> Registration {
    Registration {
        grants: vec![grant("system_admin")],
        ..person(word)
    }
}

/// What a registration leads to.
pub(crate) async fn registration(store: &Store, wish: &Registration) -> Change {
    let facts = store.facts(wish.tenant).await.unwrap();
    let tenant = store.tenant(wish.tenant).await.unwrap().unwrap();
    let number = store.next_number(wish.tenant).await.unwrap();
    let events = register(wish, &facts, &tenant.policy, noon()).unwrap();
    let circumstances = Circumstances {
        now: noon(),
        policy_revision: tenant.policy_revision,
        last_log_in_at: None,
    };
    let change = Change::registration(
        wish,
        events,
        &tenant.policy,
        circumstances,
        number,
        &mut fresh,
    );
    change.unwrap()
}

/// Registers somebody.
pub(crate) async fn add(store: &Store, wish: &Registration) -> Loaded {
    let change = registration(store, wish).await;
    commit(store, &change).await.unwrap();
    load(store, wish.id).await
}

/// Commits one change.
pub(crate) async fn commit(store: &Store, change: &Change) -> Result<(), StoreError> {
    store.commit(Unit::of(slice::from_ref(change))).await
}

/// The user of this id.
pub(crate) async fn load(store: &Store, id: UserId) -> Loaded {
    store.load(testing::tenant(), id).await.unwrap().unwrap()
}

/// What these events lead to.
pub(crate) fn change(loaded: &Loaded, command: &Command, events: Vec<Event>) -> Change {
    let circumstances = Circumstances {
        now: noon(),
        policy_revision: loaded.tenant.policy_revision,
        last_log_in_at: loaded.facts.last_log_in_at,
    };
    let policy = &loaded.tenant.policy;
    Change::new(
        &loaded.user,
        command,
        events,
        policy,
        circumstances,
        &mut fresh,
    )
}

/// What an action leads to, asked by an administrator who is nobody here.
pub(crate) fn decided(loaded: &Loaded, action: Action) -> Change {
    decided_by(loaded, testing::system_admin(), action)
}

/// What an action leads to.
pub(crate) fn decided_by(loaded: &Loaded, actor: Actor, action: Action) -> Change {
    let command = Command::new(CommandId(fresh()), actor, action);
    let events = decide(
        &loaded.user,
        &command,
        &loaded.facts,
        &loaded.tenant.policy,
        noon(),
    );
    change(loaded, &command, events.unwrap())
}

/// Carries out an action.
pub(crate) async fn act(store: &Store, id: UserId, action: Action) -> Change {
    let change = decided(&load(store, id).await, action);
    commit(store, &change).await.unwrap();
    change
}

/// A block without reason or end.
pub(crate) fn block() -> Action {
    Action::Block {
        reason: None,
        until: None,
    }
}

/// A change of the first name.
pub(crate) fn rename(to: &str) -> Action {
    Action::UpdateProfile(Box::new(tenure_domain::ProfileChange {
        first_name: Some(Some(PersonName::parse(to).unwrap())),
        ..tenure_domain::ProfileChange::default()
    }))
}

/// A log-in that went well.
pub(crate) fn success(loaded: &Loaded) -> Change {
    let command = Command::new(CommandId(fresh()), testing::clock(), Action::Elapse);
    let at = noon();
    let fact = tenure_domain::Fact::LogInSucceeded {};
    change(loaded, &command, vec![Event { at, fact }])
}

/// A session of this token, opened so many seconds after noon.
pub(crate) fn session(token: u8, seconds: u32) -> NewSession {
    let created_at = Span::seconds(seconds).after(noon());
    NewSession {
        id: SessionId(fresh()),
        token_hash: [token; 32],
        created_at,
        expires_at: Span::hours(8).after(created_at),
        facility_log_in: None,
        authority: None,
        ip: Some("192.0.2.7".to_owned()),
        user_agent: Some("test".to_owned()),
        max_per_user: 3,
    }
}

/// Opens a session for the user.
pub(crate) async fn log_in(store: &Store, id: UserId, new: NewSession) {
    let loaded = load(store, id).await;
    let change = success(&loaded);
    let after = tenure_domain::Attempts {
        last_log_in_at: Some(new.created_at),
        ..tenure_domain::Attempts::default()
    };
    let settled = SettledLogIn {
        reservation: None,
        before: loaded.attempts,
        after,
        change: &change,
        session: Some(new),
        rehash: None,
        pin: None,
    };
    store.settle(settled).await.unwrap();
}

/// The tenant that all is about, by its id.
pub(crate) fn here() -> TenantId {
    testing::tenant()
}

/// Gives the tenant the organizations 1, 2 and 3, as if they had always been there.
pub(crate) async fn organizations(db: &TestDb) {
    for number in 1..=3 {
        insert(db, "organization", testing::organization(number).0).await;
    }
}

/// The same of facilities, positions and departments.
pub(crate) async fn places(db: &TestDb) {
    for number in 1..=2 {
        insert(db, "facility", testing::facility(number).0).await;
        insert(db, "position", testing::position(number).0).await;
        insert(db, "department", testing::department(number).0).await;
    }
}

async fn insert(db: &TestDb, kind: &str, id: uuid::Uuid) {
    let id = match db.kind {
        crate::kit::Kind::Sqlite => format!("X'{}'", id.simple()),
        crate::kit::Kind::Postgres => format!("'{id}'"),
    };
    db.execute(&format!(
        "INSERT INTO reference_data (tenant_id, id, kind, name, name_key, revision, created_at) \
         SELECT id, {id}, '{kind}', 'The {kind}', 'the {kind}', 1, 0 FROM tenants"
    ))
    .await;
}

/// A fresh wish by whoever runs the server.
pub(crate) fn stamp() -> Stamp {
    Stamp {
        event: EventId(fresh()),
        command: CommandId(fresh()),
        actor: ActorRef::Operator("cli:ana".to_owned()),
        origin: tenure_domain::change::Origin::default(),
        at: noon(),
    }
}

/// An organization of this name, as it is first written.
pub(crate) fn house(name: &str) -> Reference {
    let new = NewReference {
        data: ReferenceData::Organization,
        name: ReferenceName::parse(name).unwrap(),
        external_id: None,
    };
    Reference::new(fresh(), new, noon())
}

/// A facility that the order management system calls so.
pub(crate) async fn facility_called(db: &TestDb, external_id: &str) -> FacilityId {
    let new = NewReference {
        data: ReferenceData::Facility,
        name: ReferenceName::parse(external_id).unwrap(),
        external_id: ExternalId::parse(external_id).ok(),
    };
    let record = Reference::new(fresh(), new, noon());
    let id = FacilityId(record.id);
    write_record(db, record).await;
    id
}

/// Writes a new record as it is.
pub(crate) async fn write_record(db: &TestDb, record: Reference) {
    let tenant = db.store.tenant(here()).await.unwrap().unwrap();
    let write = ReferenceWrite {
        tenant: here(),
        fact: TenantFact::ReferenceCreated(record.noted()),
        effect: ReferenceEffect::Write(record),
        expected: 0,
        proofs: Vec::new(),
        childless: false,
        policy_revision: tenant.policy_revision,
        stamp: stamp(),
        wish: None,
    };
    let written = db.store.write_reference(&write).await.unwrap();
    assert_eq!(written, ReferenceOutcome::Written);
}
