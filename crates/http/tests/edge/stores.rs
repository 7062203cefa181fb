//! The stores of the stand: mocks over what it holds.

use crate::stand::Data;
use std::{
    cmp::Reverse,
    sync::{Arc, Mutex},
};
use tenure_domain::{
    Attempts, User,
    authority::{Role, is_built_in},
    lifecycle::Status,
    reference::{Reference, ReferenceData, ReferenceKind},
    testing::{ana, facts, noon, role},
    value::{EmailAddress, ReferenceName, RoleId, RoleTitle, SessionId, UserId, Username},
};
use tenure_service::ports::{
    CommandKey, CommandRecord, EarlierCommand, Loaded, LogInUser, MockLogInStore, MockOrderStore,
    MockPolicyStore, MockReferenceStore, MockRoleStore, MockSessionStore, MockUserQueries,
    MockUserStore, NewSession, Page, PolicyOutcome, Reservation, RoleBook, RoleOutcome, RoleRecord,
    SessionRecord, SettledLogIn, StoreError, StoredPhoto, Tenant, TypedLogin, Unit, UserKey,
};
use uuid::Uuid;

/// The one record of each kind that there is.
pub(crate) const RECORD: Uuid = Uuid::from_u128(0xFA);

fn record_of(kind: ReferenceKind) -> Reference {
    let data = ReferenceData::of(kind, None, None).unwrap();
    Reference {
        id: RECORD,
        data,
        name: ReferenceName::parse("The one").unwrap(),
        external_id: None,
        revision: 1,
        created_at: noon(),
    }
}

/// Of each kind one record, which the order management system calls `ONE`.
pub(crate) fn records() -> MockReferenceStore {
    let mut records = MockReferenceStore::new();
    records
        .expect_reference()
        .returning(|_, kind, id| Ok((id == RECORD).then(|| record_of(kind))));
    records
        .expect_reference_called()
        .returning(|_, kind, name| Ok((name == "ONE").then(|| record_of(kind))));
    records
        .expect_references()
        .returning(|_, filter| Ok(vec![record_of(filter.kind)]));
    records
        .expect_position_called()
        .returning(|_, _| Ok(Some(record_of(ReferenceKind::Position))));
    records
}

fn loaded(user: User, tenant: &Arc<Tenant>) -> Loaded {
    Loaded {
        user,
        number: 12,
        tenant: tenant.clone(),
        facts: facts(),
        attempts: Attempts::default(),
    }
}

fn lost() -> StoreError {
    StoreError::Unavailable("the disk is on fire".into())
}

/// PostgreSQL takes no text with a NUL in it.
fn storable(text: &str) -> Result<(), StoreError> {
    if text.contains('\0') {
        Err(lost())
    } else {
        Ok(())
    }
}

/// Who holds a name, deleted or not.
fn holders(store: &mut MockUserStore, data: &Arc<Mutex<Data>>, tenant: &Arc<Tenant>) {
    let (own, held) = (tenant.clone(), data.clone());
    store.expect_holder().returning(move |_, _, key| {
        let data = held.lock().unwrap();
        if data.lost {
            return Err(lost());
        }
        let holds = |user: &&User| {
            let claims = user.claims(&own.policy);
            [claims.email, claims.username]
                .iter()
                .any(|held| held.as_deref() == Some(key))
        };
        let holder = data.users.iter().find(holds);
        Ok(holder.map(|user| loaded(user.clone(), &own)))
    });
}

pub(crate) fn store(data: &Arc<Mutex<Data>>, tenant: &Arc<Tenant>) -> MockUserStore {
    let mut store = MockUserStore::new();
    let own = tenant.clone();
    store
        .expect_tenant_by_slug()
        .returning(move |slug| storable(slug).map(|()| (slug == own.slug).then(|| own.clone())));
    let own = tenant.clone();
    store
        .expect_tenant()
        .returning(move |_| Ok(Some(own.clone())));
    let (own, held) = (tenant.clone(), data.clone());
    store
        .expect_load()
        .returning(move |_, id| Ok(held.lock().unwrap().user(id).map(|user| loaded(user, &own))));
    holders(&mut store, data, tenant);
    store.expect_facts().returning(|_| Ok(facts()));
    store.expect_next_number().returning(|_| Ok(13));
    store.expect_organizations().returning(|_| Ok(Vec::new()));
    store
        .expect_known()
        .returning(|_, _, ids| Ok(ids.iter().copied().filter(|id| *id == RECORD).collect()));
    store.expect_is_setup_open().returning(|_, _, _| Ok(false));
    let held = data.clone();
    store.expect_ping().returning(move || {
        if held.lock().unwrap().lost {
            Err(lost())
        } else {
            Ok(())
        }
    });
    let held = data.clone();
    store.expect_earlier().returning(move |key: &CommandKey| {
        let data = held.lock().unwrap();
        let same = |record: &&CommandRecord| record.key.key == key.key;
        let found = data.records.iter().find(same);
        Ok(found.map(|record| EarlierCommand {
            request_hash: record.key.request_hash,
            user: record.user,
            status: record.status,
        }))
    });
    store.expect_kept_answer().returning(|_| Ok(None));
    store.expect_keep_answer().returning(|_, _, _| Ok(()));
    let held = data.clone();
    store.expect_commit().returning(move |unit: Unit<'_>| {
        let mut data = held.lock().unwrap();
        for change in unit.changes {
            let email = |user: &User| user.profile().email.as_ref().map(EmailAddress::key);
            let other = |user: &&User| user.id() != change.after.id();
            let wished = email(&change.after);
            let taken = |user: &User| wished.is_some() && email(user) == wished;
            if data.users.iter().filter(other).any(taken) {
                return Err(StoreError::Taken(tenure_service::ports::Claim::Email));
            }
            data.write(change);
        }
        data.records.extend(unit.record);
        data.orders.extend(unit.order);
        Ok(())
    });
    store
}

pub(crate) fn orders(data: &Arc<Mutex<Data>>) -> MockOrderStore {
    let mut orders = MockOrderStore::new();
    let held = data.clone();
    orders.expect_order().returning(move |_, id| {
        let data = held.lock().unwrap();
        Ok(data.orders.iter().find(|order| order.id == *id).cloned())
    });
    let held = data.clone();
    orders
        .expect_orders_of()
        .returning(move |_, user, after, limit| {
            let data = held.lock().unwrap();
            let mut his = data.orders.clone();
            his.retain(|order| order.user == Some(user));
            his.sort_by_key(|order| Reverse(order.placed_at));
            his.retain(|order| {
                after
                    .as_ref()
                    .is_none_or(|after| order.placed_at < after.placed_at)
            });
            his.truncate(usize::from(limit));
            Ok(his)
        });
    orders
}

pub(crate) fn queries(data: &Arc<Mutex<Data>>, tenant: &Arc<Tenant>) -> MockUserQueries {
    let mut queries = MockUserQueries::new();
    let (own, held) = (tenant.clone(), data.clone());
    queries.expect_find().returning(move |_, key| {
        let data = held.lock().unwrap();
        let id = match key {
            UserKey::Id(id) => Some(id),
            UserKey::Number(12) => Some(ana()),
            UserKey::Number(_) => None,
        };
        let user = id.and_then(|id| data.user(id));
        Ok(user.map(|user| loaded(user, &own)))
    });
    let (own, held) = (tenant.clone(), data.clone());
    queries
        .expect_count_by_status()
        .returning(|_, _| Ok([(Status::Active, 2)].into()));
    queries.expect_list().returning(move |_, filter, page| {
        let mut data = held.lock().unwrap();
        data.seen.push((filter.clone(), page.clone()));
        let rows = data.users.iter().cloned();
        let rows = rows.map(|user| loaded(user, &own)).collect();
        let next = tenure_service::ports::Cursor {
            value: Some("ana".to_owned()),
            number: Some(12),
            backward: false,
        };
        Ok(Page {
            rows,
            next: Some(next),
            prev: None,
            total: 2,
            total_is_exact: true,
        })
    });
    let held = data.clone();
    queries.expect_photo().returning(move |_, id| {
        let data = held.lock().unwrap();
        let digest = data.user(id).and_then(|user| user.work().photo.clone());
        let stored = digest.zip(data.photos.get(&id).cloned());
        Ok(stored.map(|(digest, jpeg)| StoredPhoto { digest, jpeg }))
    });
    queries.expect_people().returning(|_, _| Ok(Vec::new()));
    queries.expect_events().returning(|_, filter| {
        let actor = filter.actor.iter().map(ToString::to_string);
        let mut texts = actor.chain(filter.kinds.iter().cloned());
        texts.try_for_each(|text| storable(&text))?;
        Ok(Vec::new())
    });
    queries
}

pub(crate) fn policies(data: &Arc<Mutex<Data>>) -> MockPolicyStore {
    let mut policies = MockPolicyStore::new();
    let held = data.clone();
    policies.expect_set_policy().returning(move |new| {
        let mut data = held.lock().unwrap();
        if let Some(refusal) = data.refusal.clone() {
            return Ok(refusal);
        }
        data.policies.push(new.clone());
        Ok(PolicyOutcome::Written)
    });
    policies
}

/// Roles `clerk` and `manager` at their third revision, and what was written since.
pub(crate) fn roles(data: &Arc<Mutex<Data>>) -> MockRoleStore {
    let mut roles = MockRoleStore::new();
    roles.expect_roles().returning(|_, _| {
        let known = facts().roles;
        let own = known.iter().filter(|(name, _)| !is_built_in(name));
        let own = own.map(|(name, permissions)| {
            let role = Role {
                name: name.clone(),
                title: RoleTitle::parse(&format!("The {name}")).unwrap(),
                description: None,
                permissions: permissions.clone(),
            };
            let record = RoleRecord {
                id: RoleId(Uuid::from_u128(1)),
                role,
                revision: 3,
                created_at: noon(),
            };
            (name.clone(), record)
        });
        Ok(RoleBook {
            revision: 5,
            own: own.collect(),
            users: [(role("clerk"), 2)].into(),
            known: known.clone(),
        })
    });
    let held = data.clone();
    roles.expect_write_role().returning(move |write| {
        let mut data = held.lock().unwrap();
        if let Some(users) = data.held {
            return Ok(RoleOutcome::Held { users, deleted: 0 });
        }
        data.role_writes.push(write.clone());
        Ok(RoleOutcome::Written)
    });
    roles
}

pub(crate) fn log_ins(data: &Arc<Mutex<Data>>) -> MockLogInStore {
    let mut log_ins = MockLogInStore::new();
    let held = data.clone();
    log_ins
        .expect_find()
        .returning(move |_, typed: &TypedLogin| {
            let data = held.lock().unwrap();
            if data.lost {
                return Err(lost());
            }
            let key = |user: &&User| {
                let profile = user.profile();
                let email = profile.email.as_ref().map(EmailAddress::key);
                let name = profile.username.as_ref().map(Username::key);
                (typed.email.is_some() && typed.email == email)
                    || (typed.username.is_some() && typed.username == name)
            };
            Ok(data.users.iter().find(key).map(|user| LogInUser {
                id: user.id(),
                password: data.passwords.get(&user.id()).cloned(),
                holds: user.profile().identifiers(),
            }))
        });
    let held = data.clone();
    log_ins
        .expect_password()
        .returning(move |_, id| Ok(held.lock().unwrap().passwords.get(&id).cloned()));
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
            if data.full && settled.session.is_some() {
                return Err(lost());
            }
            data.write(settled.change);
            let id = settled.change.after.id();
            let opened = settled
                .session
                .map(|session: NewSession| (session.token_hash, id));
            data.sessions.extend(opened);
            Ok(())
        });
    log_ins
}

/// The id of the session behind a token's hash.
fn session_id(hash: &[u8; 32]) -> SessionId {
    let start = hash.first_chunk().copied().unwrap();
    SessionId(Uuid::from_bytes(start))
}

fn record((hash, id): &([u8; 32], UserId), data: &Data, tenant: &Arc<Tenant>) -> SessionRecord {
    SessionRecord {
        id: session_id(hash),
        created_at: noon(),
        seen_at: noon(),
        authenticated_at: data.proved_at.unwrap_or(noon()),
        expires_at: noon() + chrono::TimeDelta::hours(8),
        organization: None,
        facility_log_in: None,
        authority: None,
        ip: None,
        user_agent: None,
        user: data.user(*id).unwrap(),
        number: 12,
        tenant: tenant.clone(),
        roles: facts().roles,
    }
}

pub(crate) fn sessions(data: &Arc<Mutex<Data>>, tenant: &Arc<Tenant>) -> MockSessionStore {
    let mut sessions = MockSessionStore::new();
    let (own, held) = (tenant.clone(), data.clone());
    sessions.expect_resolve().returning(move |hash| {
        let data = held.lock().unwrap();
        let found = data.sessions.iter().find(|(known, _)| *known == hash);
        Ok(found.map(|open| record(open, &data, &own)))
    });
    let (own, held) = (tenant.clone(), data.clone());
    sessions.expect_list().returning(move |_, id| {
        let data = held.lock().unwrap();
        let open = data.sessions.iter().filter(|(_, user)| *user == id);
        Ok(open.map(|open| record(open, &data, &own)).collect())
    });
    let held = data.clone();
    sessions.expect_end().returning(move |_, _, id| {
        let mut data = held.lock().unwrap();
        let before = data.sessions.len();
        data.sessions.retain(|(hash, _)| session_id(hash) != id);
        Ok(data.sessions.len() < before)
    });
    sessions.expect_touch().returning(|_, _| Ok(()));
    sessions
}
