//! Organizations, facilities and other reference data: listed, written once, and never gone under somebody's feet.

use crate::{
    kit::{Kind, TestDb as Db, fresh},
    people::{
        act, add, commit, here, house, organizations, person, registration, stamp, tenant,
        tenant_with,
    },
};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, TenantFact,
    policy::ScopeKind,
    reference::{NewReference, Reference, ReferenceChanged, ReferenceData, ReferenceKind},
    testing::{self, noon, standard_but},
    value::{
        DepartmentId, ExternalId, FacilityId, OrganizationId, ProductStoreId, ReferenceName, ShopId,
    },
};
use tenure_service::ports::{
    CommandKey, CommandRecord, EventFilter, Happened, ReferenceEffect, ReferenceFilter,
    ReferenceOutcome, ReferencePlace, ReferenceStore, ReferenceWrite, StoreError, UserQueries,
    UserStore,
};

fn new(data: ReferenceData, name: &str) -> Reference {
    let new = NewReference {
        data,
        name: ReferenceName::parse(name).unwrap(),
        external_id: None,
    };
    Reference::new(fresh(), new, noon())
}

fn facility(name: &str, external_id: &str) -> Reference {
    let external_id = Some(ExternalId::parse(external_id).unwrap());
    Reference {
        external_id,
        ..new(ReferenceData::Facility, name)
    }
}

fn write(effect: ReferenceEffect, expected: u64) -> ReferenceWrite {
    let record = effect.record();
    let fact = match (&effect, expected) {
        (ReferenceEffect::Remove(_), _) => TenantFact::ReferenceDeleted(record.noted()),
        (ReferenceEffect::Write(_), 0) => TenantFact::ReferenceCreated(record.noted()),
        (ReferenceEffect::Write(_), _) => TenantFact::ReferenceChanged(ReferenceChanged {
            id: record.id,
            of: record.kind(),
            from: record.state(),
            to: record.state(),
        }),
    };
    ReferenceWrite {
        tenant: here(),
        effect,
        expected,
        proofs: Vec::new(),
        childless: false,
        policy_revision: 1,
        fact,
        stamp: stamp(),
        wish: None,
    }
}

async fn make(db: &Db, record: &Reference) -> ReferenceOutcome {
    let write = write(ReferenceEffect::Write(record.clone()), 0);
    db.store.write_reference(&write).await.unwrap()
}

async fn made(db: &Db, record: Reference) -> Reference {
    assert_eq!(make(db, &record).await, ReferenceOutcome::Written);
    record
}

fn removal(record: &Reference) -> ReferenceWrite {
    write(ReferenceEffect::Remove(record.clone()), record.revision)
}

async fn names(db: &Db, filter: &ReferenceFilter) -> Vec<String> {
    let found = db.store.references(here(), filter).await.unwrap();
    found.iter().map(|row| row.name.to_string()).collect()
}

contract! {
    async fn a_record_is_read_as_it_was_written_and_its_fact_with_it(db: &TestDb) {
        tenant(db).await;
        let store = made(db, new(ReferenceData::ProductStore, "Toys")).await;
        let parent = ReferenceData::Shop { store: ProductStoreId(store.id), parent: None };
        let parent = made(db, new(parent, "toys.example")).await;
        let child = ReferenceData::Shop { store: ProductStoreId(store.id), parent: Some(ShopId(parent.id)) };
        let mut child = made(db, new(child, "toys.example/de")).await;
        let found = db.store.reference(here(), ReferenceKind::Shop, child.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&child));
        let other = db.store.reference(here(), ReferenceKind::Facility, child.id).await.unwrap();
        assert_eq!(other, None);
        let lineage = db.store.lineage(here(), ReferenceKind::Shop, child.id).await.unwrap();
        assert_eq!(lineage, [child.clone(), parent.clone()]);
        assert_eq!(db.store.children(here(), store.id).await.unwrap(), 2);
        assert_eq!(db.store.children(here(), parent.id).await.unwrap(), 1);

        child.revision = 2;
        child.name = ReferenceName::parse("Germany").unwrap();
        let change = write(ReferenceEffect::Write(child.clone()), 1);
        assert_eq!(db.store.write_reference(&change).await.unwrap(), ReferenceOutcome::Written);
        let found = db.store.reference(here(), ReferenceKind::Shop, child.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(&child));
        let filter = EventFilter { limit: 9, ..EventFilter::default() };
        let told = db.store.events(here(), &filter).await.unwrap();
        assert_eq!(told.len(), 4);
        assert_eq!(told[0].what, Happened::ToTenant(change.fact));
        assert_eq!(told[0].version, 2);
    }

    async fn a_record_at_another_revision_is_not_written(db: &TestDb) {
        tenant(db).await;
        let acme = made(db, house("Acme")).await;
        let before = db.dump().await;
        let stale = write(ReferenceEffect::Write(acme.clone()), 7);
        assert!(matches!(db.store.write_reference(&stale).await, Err(StoreError::Conflict)));
        let resting = ReferenceWrite {
            proofs: vec![(acme.id, 2)],
            ..write(ReferenceEffect::Write(house("Other")), 0)
        };
        assert!(matches!(db.store.write_reference(&resting).await, Err(StoreError::Conflict)));
        let other_rules = ReferenceWrite { policy_revision: 2, ..removal(&acme) };
        assert!(matches!(db.store.write_reference(&other_rules).await, Err(StoreError::Conflict)));
        assert_eq!(db.dump().await, before);
    }

    async fn what_must_be_childless_is_not_written_over_a_child(db: &TestDb) {
        tenant(db).await;
        let top = made(db, new(ReferenceData::Department { parent: None }, "Top")).await;
        let within = ReferenceData::Department { parent: Some(DepartmentId(top.id)) };
        made(db, new(within, "Within")).await;
        let after = Reference { revision: 2, ..top };
        let childless = ReferenceWrite {
            childless: true,
            ..write(ReferenceEffect::Write(after), 1)
        };
        assert!(matches!(db.store.write_reference(&childless).await, Err(StoreError::Conflict)));
    }

    async fn an_external_id_is_one_records_of_its_kind_and_a_title_one_positions(db: &TestDb) {
        tenant(db).await;
        let north = made(db, facility("North", "F-1")).await;
        assert_eq!(make(db, &facility("South", "f-1")).await, ReferenceOutcome::Taken("external_id"));
        let store = Reference { external_id: north.external_id.clone(), ..new(ReferenceData::ProductStore, "Toys") };
        made(db, store).await;
        made(db, facility("North", "F-2")).await;
        let clerk = made(db, new(ReferenceData::Position, "Clerk")).await;
        assert_eq!(make(db, &new(ReferenceData::Position, "CLERK")).await, ReferenceOutcome::Taken("name"));
        assert_eq!(db.store.position_called(here(), "clerk").await.unwrap(), Some(clerk));
        assert_eq!(db.store.position_called(here(), "cle\0rk").await.unwrap(), None);
    }

    async fn records_are_listed_by_name_found_by_name_and_external_id_and_paged(db: &TestDb) {
        tenant(db).await;
        for (name, external_id) in [("beta", "F-1"), ("Alpha", "F-2"), ("Émile 100%", "X"), ("alpha", "F-3")] {
            made(db, facility(name, external_id)).await;
        }
        made(db, house("Alpha house")).await;
        let all = ReferenceFilter::of(ReferenceKind::Facility, 10);
        assert_eq!(names(db, &all).await, ["Alpha", "alpha", "beta", "Émile 100%"]);
        let q = |q: &str| ReferenceFilter { q: Some(q.to_owned()), ..all.clone() };
        assert_eq!(names(db, &q("LPH")).await, ["Alpha", "alpha"]);
        assert_eq!(names(db, &q("f-1")).await, ["beta"]);
        assert_eq!(names(db, &q("0%")).await, ["Émile 100%"]);
        assert_eq!(names(db, &q("\0")).await, [""; 0]);
        let first = ReferenceFilter { limit: 1, ..all.clone() };
        let first = db.store.references(here(), &first).await.unwrap().remove(0);
        let after = Some(ReferencePlace { name: "alpha".to_owned(), id: first.id });
        let rest = ReferenceFilter { after, ..all.clone() };
        assert_eq!(names(db, &rest).await, ["alpha", "beta", "Émile 100%"]);
        let only = ReferenceFilter { only: Some([first.id].into()), ..all.clone() };
        assert_eq!(names(db, &only).await, ["Alpha"]);
        let none = ReferenceFilter { only: Some(BTreeSet::new()), ..all };
        assert_eq!(names(db, &none).await, [""; 0]);
    }

    /// HEx-6: what users or other records hold stays.
    async fn what_is_in_use_is_not_removed(db: &TestDb) {
        tenant(db).await;
        let acme = made(db, house("Acme")).await;
        let mut ana = person("ana");
        ana.organizations = [OrganizationId(acme.id)].into();
        add(&db.store, &ana).await;
        let before = db.dump().await;
        let answer = db.store.write_reference(&removal(&acme)).await.unwrap();
        assert_eq!(answer, ReferenceOutcome::InUse { users: 1, deleted: 0, children: 0 });
        assert_eq!(db.dump().await, before);
        // Who could be restored holds it still, and is told apart.
        let mut ben = person("ben");
        ben.organizations = [OrganizationId(acme.id)].into();
        let ben = add(&db.store, &ben).await.user.id();
        act(&db.store, ben, Action::Delete).await;
        let answer = db.store.write_reference(&removal(&acme)).await.unwrap();
        assert_eq!(answer, ReferenceOutcome::InUse { users: 2, deleted: 1, children: 0 });
        let store = made(db, new(ReferenceData::ProductStore, "Toys")).await;
        let shop = ReferenceData::Shop { store: ProductStoreId(store.id), parent: None };
        let shop = made(db, new(shop, "toys.example")).await;
        let answer = db.store.write_reference(&removal(&store)).await.unwrap();
        assert_eq!(answer, ReferenceOutcome::InUse { users: 0, deleted: 0, children: 1 });
        for record in [shop, store] {
            let answer = db.store.write_reference(&removal(&record)).await.unwrap();
            assert_eq!(answer, ReferenceOutcome::Written);
        }
        let kinds = [(ReferenceKind::Organization, 1), (ReferenceKind::Shop, 0)];
        for (kind, known) in kinds {
            let found = db.store.known(here(), kind, &[acme.id].into()).await.unwrap();
            assert_eq!(found.len(), known);
        }
    }

    async fn what_a_user_is_assigned_to_is_in_use(db: &TestDb) {
        let scopes = [ScopeKind::Facility, ScopeKind::ProductStore];
        tenant_with(db, &standard_but(|policy| policy.work.scopes.extend(scopes))).await;
        let north = made(db, new(ReferenceData::Facility, "North")).await;
        let free = made(db, new(ReferenceData::Facility, "South")).await;
        let store = made(db, new(ReferenceData::ProductStore, "Toys")).await;
        for name in ["ana", "bea"] {
            let user = add(&db.store, &person(name)).await.user.id();
            let facilities = [FacilityId(north.id)].into();
            act(&db.store, user, Action::SetFacilities(facilities)).await;
            let stores = [ProductStoreId(store.id)].into();
            act(&db.store, user, Action::SetProductStores(stores)).await;
        }
        for record in [north, store] {
            let answer = db.store.write_reference(&removal(&record)).await.unwrap();
            assert_eq!(answer, ReferenceOutcome::InUse { users: 2, deleted: 0, children: 0 });
        }
        let answer = db.store.write_reference(&removal(&free)).await.unwrap();
        assert_eq!(answer, ReferenceOutcome::Written);
    }

    async fn organizations_from_before_other_reference_data_stay_what_they_were(db: &TestDb) {
        tenant(db).await;
        organizations(db).await;
        let mut ana = person("ana");
        ana.organizations = [testing::organization(1)].into();
        let ana = add(&db.store, &ana).await.user.id();
        let all = async || {
            let filter = ReferenceFilter::of(ReferenceKind::Organization, 10);
            let found = db.store.references(here(), &filter).await.unwrap();
            let found = found.into_iter().map(|record| (record.id, record.name.to_string()));
            found.collect::<BTreeSet<_>>()
        };
        let before = all().await;
        assert_eq!(before.len(), 3);
        let cascade = if db.kind == Kind::Postgres { " CASCADE" } else { "" };
        let steps = [
            "CREATE TABLE organizations AS SELECT id, tenant_id, name FROM reference_data",
            &format!("DROP TABLE reference_data{cascade}"),
            "DROP INDEX grants_scope_user_id_idx",
            "DELETE FROM seaql_migrations WHERE version = 'm0011_reference'",
        ];
        for step in steps {
            db.execute(step).await;
        }
        db.another().await.migrate().await.unwrap();
        assert_eq!(all().await, before);
        let acme = made(db, house("Acme")).await;
        let both = [testing::organization(1), OrganizationId(acme.id)].into();
        act(&db.store, ana, Action::SetOrganizations(both)).await;
    }

    async fn nobody_becomes_a_member_of_what_is_not_there(db: &TestDb) {
        tenant(db).await;
        let facility = made(db, facility("North", "F-1")).await;
        let before = db.dump().await;
        for id in [fresh(), facility.id] {
            let mut ana = person("ana");
            ana.organizations = [OrganizationId(id)].into();
            let change = registration(&db.store, &ana).await;
            assert!(matches!(commit(&db.store, &change).await, Err(StoreError::Conflict)));
        }
        // The display numbers that were taken are no trace.
        assert_eq!(db.count("users").await, 0);
        assert_eq!(db.count("memberships").await, 0);
        assert_eq!(db.dump().await.matches("North").count(), before.matches("North").count());
    }

    async fn a_removal_and_a_membership_at_the_same_time_leave_no_member_of_nothing(db: &TestDb) {
        tenant(db).await;
        for round in 0..10 {
            let acme = made(db, house("Acme")).await;
            let mut wish = person(&format!("ana{round}"));
            wish.organizations = [OrganizationId(acme.id)].into();
            let joins = registration(&db.store, &wish).await;
            let (store, goes) = (db.store.clone(), removal(&acme));
            let removing = tokio::spawn(async move { store.write_reference(&goes).await });
            let store = db.store.clone();
            let joining = tokio::spawn(async move { commit(&store, &joins).await });
            let (removed, joined) = (removing.await.unwrap(), joining.await.unwrap());
            match (removed.unwrap(), joined) {
                (ReferenceOutcome::Written, Err(StoreError::Conflict))
                | (ReferenceOutcome::InUse { users: 1, deleted: 0, children: 0 }, Ok(())) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    async fn a_wish_with_a_key_is_recorded_with_what_it_did(db: &TestDb) {
        tenant(db).await;
        let key = CommandKey {
            tenant: here(),
            caller: "operator:ana".to_owned(),
            key: fresh(),
            request_hash: [1; 32],
        };
        let acme = house("Acme");
        let user = tenure_domain::value::UserId(acme.id);
        let wish = Some(CommandRecord { key: key.clone(), user, status: 201, at: noon() });
        let first = ReferenceWrite { wish: wish.clone(), ..write(ReferenceEffect::Write(acme), 0) };
        assert_eq!(db.store.write_reference(&first).await.unwrap(), ReferenceOutcome::Written);
        let again = ReferenceWrite { wish, ..write(ReferenceEffect::Write(house("Acme")), 0) };
        assert!(matches!(db.store.write_reference(&again).await, Err(StoreError::Repeated)));
        assert_eq!(db.store.organizations(here()).await.unwrap().len(), 1);
        assert_eq!(db.store.earlier(&key).await.unwrap().unwrap().user, user);
    }
}
