//! Reference data: who writes it, who sees it, and what makes a record whole.

use serde_json::json;
use tenure_domain::{
    Action, Rejection, TenantFact, ValidPolicy,
    authority::Actor,
    reference::{
        NewReference, Reference, ReferenceChanged, ReferenceData, ReferenceKind, ReferencePatch,
        ReferenceSight, Surroundings, change_reference, create_reference, delete_reference,
        sees_references,
    },
    testing::{
        grant, grant_in, noon, operator, organization, organization_admin, plain_user, preset,
        standard, standard_but,
    },
    value::{DepartmentId, ExternalId, ProductStoreId, ReferenceName, ShopId},
};
use uuid::Uuid;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn new(data: ReferenceData) -> NewReference {
    NewReference {
        data,
        name: ReferenceName::parse("North").unwrap(),
        external_id: None,
    }
}

fn record(number: u128, data: ReferenceData) -> Reference {
    Reference::new(id(number), new(data), noon())
}

fn shop(number: u128, store: u128, parent: Option<u128>) -> Reference {
    let store = ProductStoreId(id(store));
    let parent = parent.map(|parent| ShopId(id(parent)));
    record(number, ReferenceData::Shop { store, parent })
}

fn department(number: u128, parent: Option<u128>) -> Reference {
    let parent = parent.map(|parent| DepartmentId(id(parent)));
    record(number, ReferenceData::Department { parent })
}

fn charted() -> ValidPolicy {
    standard_but(|policy| policy.work.orgchart = tenure_domain::policy::Supported::Yes)
}

fn create(actor: &Actor, record: &Reference, around: &Surroundings) -> Result<(), Rejection> {
    let wish = NewReference {
        data: record.data,
        name: record.name.clone(),
        external_id: record.external_id.clone(),
    };
    let made = create_reference(actor, (record.id, wish), around, &charted(), noon())?;
    assert_eq!(made.0, *record);
    assert_eq!(made.1, TenantFact::ReferenceCreated(record.noted()));
    Ok(())
}

fn wrong(answer: Result<(), Rejection>) -> Vec<(String, &'static str)> {
    let Err(Rejection::Validation(wrong)) = answer else {
        panic!("{answer:?}");
    };
    let told = wrong.into_iter();
    told.map(|wrong| (wrong.pointer, wrong.code)).collect()
}

fn around(lineage: Vec<Reference>) -> Surroundings {
    Surroundings {
        store_exists: true,
        lineage,
        children: 0,
    }
}

#[test]
fn reference_data_is_written_by_whoever_may_for_the_whole_tenant() {
    let facility = record(1, ReferenceData::Facility);
    assert_eq!(create(&operator(), &facility, &around(vec![])), Ok(()));
    for actor in [organization_admin(), plain_user()] {
        let answer = create(&actor, &facility, &around(vec![]));
        assert!(matches!(answer, Err(Rejection::Forbidden { .. })));
        let answer = delete_reference(&actor, &facility, &standard());
        assert!(matches!(answer, Err(Rejection::Forbidden { .. })));
    }
}

/// P-85, P-89: what a tenant does not work with, it has no records of.
#[test]
fn a_kind_is_written_only_where_the_rules_have_a_use_for_it() {
    let uses = |name: &str| {
        let policy = preset(name);
        let kinds = ReferenceKind::ALL.iter().copied();
        kinds
            .filter(|kind| policy.work.uses(*kind).is_ok())
            .map(ReferenceKind::code)
            .collect::<Vec<_>>()
    };
    let stores = ["product_store", "shop"];
    assert_eq!(uses("shopp"), ["organization"]);
    assert_eq!(
        uses("hotwax"),
        [&["organization", "facility"][..], &stores].concat()
    );
    assert_eq!(uses("hesh"), ["organization", "department", "position"]);
    let position = new(ReferenceData::Position);
    let answer = create_reference(
        &operator(),
        (id(1), position),
        &Surroundings::default(),
        &standard(),
        noon(),
    );
    let setting = "work.orgchart";
    assert_eq!(
        answer.map(|_| ()),
        Err(Rejection::PolicyForbids { setting })
    );
}

/// HW-37: a shop belongs to a parent shop of the same product store.
#[test]
fn a_shop_sells_for_a_store_that_is_there_and_that_its_parent_sells_for() {
    let parent = shop(1, 9, None);
    let child = shop(2, 9, Some(1));
    let create = |record: &Reference, around: &Surroundings| create(&operator(), record, around);
    assert_eq!(create(&child, &around(vec![parent.clone()])), Ok(()));
    let nothing = Surroundings::default();
    let missing = [
        ("/product_store".to_owned(), "unknown"),
        ("/parent".to_owned(), "unknown"),
    ];
    assert_eq!(wrong(create(&child, &nothing)), missing);
    let elsewhere = shop(2, 8, Some(1));
    let answer = create(&elsewhere, &around(vec![parent]));
    assert_eq!(wrong(answer), [("/parent".to_owned(), "other_store")]);
}

#[test]
fn a_parent_shop_stays_with_its_store_while_others_lie_within_it() {
    let parent = shop(1, 9, None);
    let patch = ReferencePatch {
        store: Some(ProductStoreId(id(8))),
        ..ReferencePatch::default()
    };
    let change = |children| {
        let around = Surroundings {
            children,
            ..around(vec![])
        };
        change_reference(&operator(), &parent, &patch, &around, &standard()).map(|_| ())
    };
    assert_eq!(change(0), Ok(()));
    assert_eq!(wrong(change(1)), [("/product_store".to_owned(), "in_use")]);
}

/// HEx-5: departments nest without limit, but in no circle.
#[test]
fn no_department_lies_within_itself() {
    let (top, middle) = (department(1, None), department(2, Some(1)));
    let patch = |parent: Option<u128>| ReferencePatch {
        parent: Some(parent.map(id)),
        ..ReferencePatch::default()
    };
    let change = |record: &Reference, parent, lineage: Vec<Reference>| {
        let (patch, around) = (patch(parent), around(lineage));
        change_reference(&operator(), record, &patch, &around, &charted())
    };
    let under_own = change(&top, Some(2), vec![middle.clone(), top.clone()]);
    let circle = [("/parent".to_owned(), "circle")];
    assert_eq!(wrong(under_own.map(|_| ())), circle);
    let under_itself = change(&top, Some(1), vec![top.clone()]);
    assert_eq!(wrong(under_itself.map(|_| ())), circle);
    let (freed, fact) = change(&middle, None, vec![]).unwrap().unwrap();
    assert_eq!(freed.data.parent(), None);
    assert_eq!(freed.revision, 2);
    assert_eq!(fact.code(), "reference.changed");
}

#[test]
fn what_changes_nothing_tells_nothing() {
    let facility = record(1, ReferenceData::Facility);
    let same = ReferencePatch {
        name: Some(facility.name.clone()),
        external_id: Some(None),
        ..ReferencePatch::default()
    };
    let around = Surroundings::default();
    let answer = change_reference(&operator(), &facility, &same, &around, &standard());
    assert_eq!(answer, Ok(None));
}

/// HW-32, SH-23: a user sees the organizations that he belongs to, and where he works.
#[test]
fn who_sees_all_users_sees_all_records_and_others_see_their_own() {
    let own = [organization(2).0].into();
    let sees = |actor: &Actor, kind| sees_references(actor, kind, &own, &standard());
    let facility = ReferenceKind::Facility;
    let organizations = ReferenceKind::Organization;
    for kind in [facility, organizations] {
        assert_eq!(sees(&operator(), kind), Ok(ReferenceSight::All));
    }
    let only = |numbers: &[u8]| {
        let ids = numbers.iter().map(|number| organization(*number).0);
        Ok(ReferenceSight::Only(ids.collect()))
    };
    assert_eq!(
        sees(&organization_admin(), facility),
        Ok(ReferenceSight::All)
    );
    assert_eq!(sees(&organization_admin(), organizations), only(&[1, 2]));
    for own in [organizations, facility] {
        assert_eq!(sees(&plain_user(), own), only(&[2]));
    }
    for pinned in [ReferenceKind::ProductStore, ReferenceKind::Shop] {
        assert_eq!(sees(&plain_user(), pinned), Ok(ReferenceSight::All));
    }
    let refused = sees(&Actor::Visitor, facility);
    assert!(matches!(refused, Err(Rejection::Forbidden { .. })));
}

#[test]
fn the_stored_form_of_facts_about_records_stays_as_it_is() {
    let mut before = shop(1, 9, Some(2));
    before.external_id = Some(ExternalId::parse("S-1").unwrap());
    let after = record(1, ReferenceData::Facility);
    let facts = [
        TenantFact::ReferenceCreated(after.noted()),
        TenantFact::ReferenceChanged(ReferenceChanged {
            id: id(1),
            of: ReferenceKind::Shop,
            from: before.state(),
            to: after.state(),
        }),
        TenantFact::ReferenceDeleted(before.noted()),
    ];
    let one = "00000000-0000-0000-0000-000000000001";
    let plain = json!({"name": "North", "external_id": null});
    let linked = json!({"name": "North", "external_id": "S-1",
        "product_store": "00000000-0000-0000-0000-000000000009",
        "parent": "00000000-0000-0000-0000-000000000002"});
    let stored = [
        json!({"kind": "reference.created", "data": {"id": one, "of": "facility", "state": plain}}),
        json!({"kind": "reference.changed", "data": {"id": one, "of": "shop", "from": linked, "to": plain}}),
        json!({"kind": "reference.deleted", "data": {"id": one, "of": "shop", "state": linked}}),
    ];
    for (fact, stored) in facts.iter().zip(stored) {
        assert!(TenantFact::CODES.contains(&fact.code()));
        assert_eq!(serde_json::to_value(fact).unwrap(), stored);
        assert_eq!(serde_json::from_value::<TenantFact>(stored).unwrap(), *fact);
    }
}

#[test]
fn whoever_is_in_the_way_of_an_end_is_counted() {
    let said = |users, children| {
        Rejection::InUse {
            users,
            deleted: 0,
            children,
        }
        .to_string()
    };
    assert_eq!(said(1, 0), "1 user is assigned to it. Move them first.");
    assert_eq!(
        said(3, 2),
        "3 users are assigned to it, 2 other records belong to it. Move them first."
    );
}

#[test]
fn the_organization_that_a_role_is_given_in_must_be_there_whichever_way_it_is_given() {
    let named = |action: Action| {
        let all = action.references().into_iter();
        all.map(|named| (named.pointer, named.kind, named.id))
            .collect::<Vec<_>>()
    };
    let (kind, id) = (ReferenceKind::Organization, organization(1).0);
    let local = grant_in("clerk", 1);
    let one = ("/organization".to_owned(), kind, id);
    assert_eq!(named(Action::GrantRole(local.clone())), [one]);
    let among = ("/roles/1/organization".to_owned(), kind, id);
    let all = Action::SetRoles(vec![grant("clerk"), local]);
    assert_eq!(named(all), [among]);
    assert_eq!(named(Action::GrantRole(grant("clerk"))), []);
}
