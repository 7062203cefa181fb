//! What users are assigned to, and their log-ins at facilities.

use crate::{
    kit::TestDb as Db,
    lists::first_page,
    people::{
        act, add, commit, decided, facility_called, here, load, person, releasing_tenant, session,
        stamp, tenant, tenant_with, write_record,
    },
};
use std::slice;
use tenure_domain::{
    Action, Attempts, Change, Command, Event, Fact,
    policy::{ScopeKind, Supported},
    reference::{NewReference, Reference, ReferenceData, ReferenceKind},
    testing::{clock, noon, noon_and, standard_but},
    value::{
        CommandId, DepartmentId, FacilityId, FacilityLogInId, PasswordHash, PositionId,
        ReferenceName, Span, UserId, Username,
    },
    work::Capability,
};
use tenure_service::ports::{
    ListFilter, LogInStore, ReferenceEffect, ReferenceOutcome, ReferenceStore, ReferenceWrite,
    SessionStore, SettledLogIn, SettledPin, StoreError, Unit, UserQueries, UserStore, Vacation,
};
use uuid::Uuid;

fn at(facilities: &[FacilityId]) -> Action {
    Action::SetFacilities(facilities.iter().copied().collect())
}

fn username(text: &str) -> Username {
    Username::parse(text).unwrap()
}

fn log_in(facility: FacilityId, name: &str) -> (FacilityLogInId, Action) {
    let id = FacilityLogInId(crate::kit::fresh());
    let action = Action::SetFacilityLogIn {
        facility,
        id,
        username: username(name),
        pin: PasswordHash::from_phc(format!("hash of {name}")),
    };
    (id, action)
}

async fn found(db: &Db, filter: ListFilter) -> Vec<String> {
    let page = UserQueries::list(&db.store, here(), &filter, &first_page())
        .await
        .unwrap();
    let names = page
        .rows
        .iter()
        .map(|row| row.user.profile().username.clone());
    let mut names = names
        .map(|name| name.unwrap().to_string())
        .collect::<Vec<_>>();
    names.sort();
    names
}

fn settled<'a>(
    change: &'a Change,
    id: FacilityLogInId,
    (before, after): (Attempts, Attempts),
) -> SettledLogIn<'a> {
    SettledLogIn {
        reservation: None,
        before,
        after,
        change,
        session: None,
        rehash: None,
        pin: Some(SettledPin {
            id,
            locked_until: None,
        }),
    }
}

async fn attempt(db: &Db, user: UserId, fact: Fact) -> Change {
    let loaded = load(&db.store, user).await;
    let command = Command::new(CommandId(crate::kit::fresh()), clock(), Action::Elapse);
    crate::people::change(&loaded, &command, vec![Event { at: noon(), fact }])
}

contract! {
    /// HW-31
    async fn users_are_listed_by_their_facility(db: &TestDb) {
        tenant(db).await;
        let (one, two) = (facility_called(db, "ONE").await, facility_called(db, "TWO").await);
        let ana = add(&db.store, &person("ana")).await.user.id();
        let bea = add(&db.store, &person("bea")).await.user.id();
        act(&db.store, ana, at(&[one, two])).await;
        act(&db.store, bea, at(&[two])).await;
        let of = |facility| ListFilter { facility: Some(facility), ..ListFilter::default() };
        assert_eq!(found(db, of(one)).await, ["ana"]);
        assert_eq!(found(db, of(two)).await, ["ana", "bea"]);
        act(&db.store, ana, at(&[one])).await;
        assert_eq!(found(db, of(two)).await, ["bea"]);
        assert_eq!(load(&db.store, ana).await.user.work().facilities, [one].into());
        assert_eq!(db.count("assignments").await, 2);
    }

    /// HW-31: from the start.
    async fn a_new_user_has_facilities_at_once(db: &TestDb) {
        tenant(db).await;
        let one = facility_called(db, "ONE").await;
        let mut wish = person("ana");
        wish.facilities = [one].into();
        add(&db.store, &wish).await;
        let filter = ListFilter { facility: Some(one), ..ListFilter::default() };
        assert_eq!(found(db, filter).await, ["ana"]);
    }

    async fn nobody_is_assigned_to_what_is_not_there_and_nothing_goes_that_somebody_has(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let nowhere = FacilityId(Uuid::from_u128(9));
        let lost = decided(&load(&db.store, ana).await, at(&[nowhere]));
        assert!(matches!(commit(&db.store, &lost).await, Err(StoreError::Conflict)));
        let one = facility_called(db, "ONE").await;
        act(&db.store, ana, at(&[one])).await;
        let kind = ReferenceKind::Facility;
        let record = db.store.reference(here(), kind, one.0).await.unwrap().unwrap();
        let tenant = db.store.tenant(here()).await.unwrap().unwrap();
        let write = ReferenceWrite {
            tenant: here(),
            fact: tenure_domain::TenantFact::ReferenceDeleted(record.noted()),
            effect: ReferenceEffect::Remove(record.clone()),
            expected: record.revision,
            proofs: Vec::new(),
            childless: false,
            policy_revision: tenant.policy_revision,
            stamp: stamp(),
            wish: None,
        };
        let held = db.store.write_reference(&write).await.unwrap();
        assert_eq!(held, ReferenceOutcome::InUse { users: 1, deleted: 0, children: 0 });
        act(&db.store, ana, at(&[])).await;
        let gone = db.store.write_reference(&write).await.unwrap();
        assert_eq!(gone, ReferenceOutcome::Written);
    }

    async fn a_facility_is_found_by_what_the_other_system_calls_it(db: &TestDb) {
        tenant(db).await;
        let one = facility_called(db, "Store_12").await;
        let kind = ReferenceKind::Facility;
        let found = db.store.reference_called(here(), kind, "STORE_12").await.unwrap();
        assert_eq!(found.map(|record| record.id), Some(one.0));
        let other = ReferenceKind::ProductStore;
        assert_eq!(db.store.reference_called(here(), other, "Store_12").await.unwrap(), None);
    }

    /// HW-28: Active, shown as pickers, there, and not away.
    async fn the_pickers_of_a_facility_are_those_who_are_there(db: &TestDb) {
        tenant(db).await;
        let (one, two) = (facility_called(db, "ONE").await, facility_called(db, "TWO").await);
        let picker = || Action::SetCapabilities([Capability::Picker].into());
        for (name, facility, shown) in
            [("ana", one, true), ("bea", two, true), ("cleo", one, false), ("dora", one, true)]
        {
            let id = add(&db.store, &person(name)).await.user.id();
            act(&db.store, id, at(&[facility])).await;
            if shown {
                act(&db.store, id, picker()).await;
            }
            if name == "dora" {
                act(&db.store, id, tenure_domain::testing::away(&[tenure_domain::testing::day_off(1, 2)])).await;
            }
        }
        let pickers = |hours: u32| ListFilter {
            facility: Some(one),
            picker: true,
            vacation: Some(Vacation { away: false, at: noon_and(Span::minutes(hours * 60)) }),
            ..ListFilter::default()
        };
        assert_eq!(found(db, pickers(0)).await, ["ana", "dora"]);
        assert_eq!(found(db, pickers(1)).await, ["ana"]);
        assert_eq!(found(db, pickers(2)).await, ["ana", "dora"]);
    }

    /// HW-33
    async fn a_facility_s_log_in_is_found_by_its_folded_name_there_and_nowhere_else(db: &TestDb) {
        tenant(db).await;
        let (one, two) = (facility_called(db, "ONE").await, facility_called(db, "TWO").await);
        let ana = add(&db.store, &person("ana")).await.user.id();
        let bea = add(&db.store, &person("bea")).await.user.id();
        act(&db.store, ana, at(&[one, two])).await;
        act(&db.store, bea, at(&[one, two])).await;
        let (id, action) = log_in(one, "Packer");
        act(&db.store, ana, action).await;
        let holder = db.store.find_at(here(), one, &username("PACKER")).await.unwrap().unwrap();
        assert_eq!((holder.user, holder.log_in), (ana, id));
        assert_eq!(db.store.find_at(here(), two, &username("packer")).await.unwrap(), None);
        let stored = db.store.pin(here(), id).await.unwrap().unwrap();
        assert_eq!(stored.hash.as_phc(), "hash of Packer");
        // Nobody else has this name there; elsewhere he may.
        let taken = decided(&load(&db.store, bea).await, log_in(one, "packer").1);
        let refused = commit(&db.store, &taken).await;
        assert!(matches!(refused, Err(StoreError::Taken(tenure_service::ports::Claim::Username))));
        act(&db.store, bea, log_in(two, "packer").1).await;
    }

    /// HW-33: a new PIN is a new log-in with a count of its own; each goes with its facility and its user.
    async fn a_facility_s_log_in_goes_with_what_counts_its_wrong_pins(db: &TestDb) {
        releasing_tenant(db).await;
        let one = facility_called(db, "ONE").await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        act(&db.store, ana, at(&[one])).await;
        let (first, action) = log_in(one, "ana");
        act(&db.store, ana, action).await;
        let fact = Fact::FacilityLogInSucceeded { facility: one };
        let change = attempt(db, ana, fact).await;
        let failed = Attempts::default().failed(None, noon());
        db.store.settle(settled(&change, first, (Attempts::default(), failed))).await.unwrap();
        let counted = db.store.pin(here(), first).await.unwrap().unwrap();
        assert_eq!((counted.count.attempts.failures, counted.count.attempts.revision), (1, 1));
        assert_eq!(load(&db.store, ana).await.attempts, Attempts::default());
        let (second, action) = log_in(one, "ana");
        act(&db.store, ana, action).await;
        assert!(db.store.pin(here(), first).await.unwrap().is_none());
        let fresh = db.store.pin(here(), second).await.unwrap().unwrap();
        assert_eq!(fresh.count.attempts, Attempts::default());
        assert_eq!(db.count("log_in_attempts").await, 0);
        act(&db.store, ana, at(&[])).await;
        assert!(db.store.pin(here(), second).await.unwrap().is_none());
        act(&db.store, ana, at(&[one])).await;
        let (_, action) = log_in(one, "ana");
        act(&db.store, ana, action).await;
        act(&db.store, ana, Action::Delete).await;
        assert_eq!(db.count("facility_log_ins").await, 0);
    }

    /// HW-34: the lock, the session and the last log-in are written with the count; a log-in that is gone takes none.
    async fn an_attempt_at_a_facility_is_settled_with_its_lock_and_its_session(db: &TestDb) {
        tenant(db).await;
        let one = facility_called(db, "ONE").await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        act(&db.store, ana, at(&[one])).await;
        let (id, action) = log_in(one, "ana");
        act(&db.store, ana, action).await;
        let change = attempt(db, ana, Fact::FacilityLogInSucceeded { facility: one }).await;
        let after = Attempts { last_log_in_at: Some(noon()), ..Attempts::default() };
        let mut opened = session(7, 0);
        opened.facility_log_in = Some(id);
        let until = noon_and(Span::hours(1));
        let judged = SettledLogIn {
            session: Some(opened),
            rehash: Some(PasswordHash::from_phc("fresh".to_owned())),
            pin: Some(SettledPin { id, locked_until: Some(until) }),
            ..settled(&change, id, (Attempts::default(), after))
        };
        db.store.settle(judged).await.unwrap();
        let stored = db.store.pin(here(), id).await.unwrap().unwrap();
        assert_eq!(stored.hash.as_phc(), "fresh");
        assert_eq!(stored.count.locked_until, Some(until));
        let loaded = load(&db.store, ana).await;
        assert_eq!(loaded.facts.last_log_in_at, Some(noon()));
        let resolved = db.store.resolve([7; 32]).await.unwrap().unwrap();
        assert_eq!(resolved.facility_log_in, Some(id));
        // Not the password's hash.
        assert_ne!(db.store.password(here(), ana).await.unwrap().unwrap().as_phc(), "fresh");
        let change = attempt(db, ana, Fact::FacilityLogInSucceeded { facility: one }).await;
        let late = settled(&change, FacilityLogInId(Uuid::from_u128(1)), (Attempts::default(), after));
        assert!(matches!(db.store.settle(late).await, Err(StoreError::Conflict)));
        let stale = settled(&change, id, (Attempts::default(), after));
        assert!(matches!(db.store.settle(stale).await, Err(StoreError::Conflict)));
        // Another PIN ends what the one before opened (I-9).
        let (_, action) = log_in(one, "ana");
        act(&db.store, ana, action).await;
        assert_eq!(db.count("sessions").await, 0);
    }

    /// HE-38, HE-42
    async fn a_position_written_new_is_made_with_its_first_holder_or_not_at_all(db: &TestDb) {
        tenant_with(db, &standard_but(|policy| {
            policy.work.orgchart = Supported::Yes;
            policy.work.scopes.insert(ScopeKind::Department);
        })).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let name = |text: &str| ReferenceName::parse(text).unwrap();
        let record = |data, text: &str| {
            let new = NewReference { data, name: name(text), external_id: None };
            Reference::new(crate::kit::fresh(), new, noon())
        };
        let policy_revision = db.store.tenant(here()).await.unwrap().unwrap().policy_revision;
        let write = |position: Reference| ReferenceWrite {
            tenant: here(),
            fact: tenure_domain::TenantFact::ReferenceCreated(position.noted()),
            effect: ReferenceEffect::Write(position),
            expected: 0,
            proofs: Vec::new(),
            childless: false,
            policy_revision,
            stamp: stamp(),
            wish: None,
        };
        let hold = |position: &Reference| Action::SetPosition(Some(PositionId(position.id)));
        let clerk = record(ReferenceData::Position, "Clerk");
        let change = decided(&load(&db.store, ana).await, hold(&clerk));
        let unit = || Unit {
            changes: slice::from_ref(&change),
            reference: Some(write(clerk.clone())),
            ..Unit::default()
        };
        db.store.commit(unit()).await.unwrap();
        let there = db.store.position_called(here(), "CLERK").await.unwrap().unwrap();
        assert_eq!(there.id, clerk.id);
        let bea = add(&db.store, &person("bea")).await.user.id();
        let again = record(ReferenceData::Position, "clerk");
        let change = decided(&load(&db.store, bea).await, hold(&again));
        let unit = Unit {
            changes: slice::from_ref(&change),
            reference: Some(write(again)),
            ..Unit::default()
        };
        assert!(matches!(db.store.commit(unit).await, Err(StoreError::Conflict)));
        assert_eq!(load(&db.store, bea).await.user.work().post, None);
        let house = record(ReferenceData::Department { parent: None }, "House");
        let department = DepartmentId(house.id);
        write_record(db, house).await;
        act(&db.store, ana, Action::SetDepartment(Some(department))).await;
        let post = load(&db.store, ana).await.user.work().post.unwrap();
        assert_eq!((post.position.0, post.department), (clerk.id, Some(department)));
        assert_eq!(db.count("assignments").await, 2);
    }
}
