//! Each filter of the list of users shows those it should and nobody else.

use crate::{
    kit::TestDb as Db,
    lists::first_page,
    people::{act, add, administrator, block, here, own_roles, person, releasing_tenant},
};
use tenure_domain::{
    Action, Kind, NewCredential,
    lifecycle::Status,
    testing::{email, grant, noon, organization},
    value::{ExternalId, Phone, Span},
};
use tenure_service::ports::{ListFilter, UserQueries};

async fn found(db: &Db, filter: ListFilter) -> Vec<String> {
    let page = db.store.list(here(), &filter, &first_page()).await.unwrap();
    let names = page
        .rows
        .iter()
        .map(|row| row.user.profile().username.clone());
    let names = names.map(|name| name.map_or_else(String::new, |name| name.to_string()));
    assert_eq!(page.total, page.rows.len() as u64);
    names.collect()
}

/// ana: administrator; bea: blocked clerk of organization 1; carl: invited, of organization 2;
/// dora: deleted; emil: service account without a way in.
async fn people(db: &Db) {
    releasing_tenant(db).await;
    own_roles(db).await;
    add(&db.store, &administrator("ana")).await;
    let mut bea = person("bea");
    bea.grants = vec![grant("clerk")];
    bea.organizations = [organization(1)].into();
    bea.profile.phone =
        Some(Phone::parse("+49 30 12%4_5").unwrap_or(Phone::parse("+49 30 1245").unwrap()));
    add(&db.store, &bea).await;
    act(&db.store, bea.id, block()).await;
    let mut carl = person("carl");
    carl.credential = NewCredential::Invitation;
    carl.organizations = [organization(2)].into();
    carl.profile.email = Some(email("c_%@example.org"));
    carl.profile.external_id = Some(ExternalId::parse("EMP\\77").unwrap());
    add(&db.store, &carl).await;
    let dora = person("dora");
    add(&db.store, &dora).await;
    act(&db.store, dora.id, Action::Delete).await;
    let mut emil = person("emil");
    emil.kind = Kind::Service;
    emil.credential = NewCredential::None;
    add(&db.store, &emil).await;
}

contract! {
    async fn deleted_users_are_shown_only_when_asked_for(db: &TestDb) {
        people(db).await;
        assert_eq!(found(db, ListFilter::default()).await, ["ana", "bea", "carl", "emil"]);
        let status = |all: &[Status]| ListFilter {
            status: all.iter().copied().collect(),
            ..ListFilter::default()
        };
        assert_eq!(found(db, status(&[Status::Deleted])).await, ["dora"]);
        assert_eq!(found(db, status(&[Status::Blocked, Status::Pending])).await, ["bea", "carl"]);
    }

    /// HW-4, HW-5, OB-29
    async fn conditions_on_different_fields_must_all_hold(db: &TestDb) {
        people(db).await;
        let blocked = ListFilter {
            status: [Status::Blocked].into(),
            role: Some("clerk".to_owned()),
            ..ListFilter::default()
        };
        assert_eq!(found(db, blocked.clone()).await, ["bea"]);
        let elsewhere = ListFilter { organization: Some(organization(2)), ..blocked };
        assert_eq!(found(db, elsewhere).await, [""; 0]);
    }

    async fn kinds_organizations_and_sight_narrow_the_list(db: &TestDb) {
        people(db).await;
        let kind = ListFilter { kind: [Kind::Service].into(), ..ListFilter::default() };
        assert_eq!(found(db, kind).await, ["emil"]);
        let one = ListFilter { organization: Some(organization(1)), ..ListFilter::default() };
        assert_eq!(found(db, one).await, ["bea"]);
        let sees = |numbers: &[u8]| ListFilter {
            visible: Some(numbers.iter().map(|number| organization(*number)).collect()),
            ..ListFilter::default()
        };
        assert_eq!(found(db, sees(&[1, 2])).await, ["bea", "carl"]);
        assert_eq!(found(db, sees(&[])).await, [""; 0]);
    }

    /// OB-35
    async fn who_can_log_in_and_who_is_invited(db: &TestDb) {
        people(db).await;
        let can = |can| ListFilter { can_log_in: Some(can), ..ListFilter::default() };
        assert_eq!(found(db, can(true)).await, ["ana"]);
        assert_eq!(found(db, can(false)).await, ["bea", "carl", "emil"]);
        let open = |open| ListFilter { invitation_open: Some(open), ..ListFilter::default() };
        assert_eq!(found(db, open(true)).await, ["carl"]);
        assert_eq!(found(db, open(false)).await, [""; 0]);
    }

    async fn a_keyword_is_found_anywhere_but_in_a_user_name_only_at_its_start(db: &TestDb) {
        people(db).await;
        let q = |q: &str| ListFilter { q: Some(q.to_owned()), ..ListFilter::default() };
        assert_eq!(found(db, q("em")).await, ["carl", "emil"]);
        assert_eq!(found(db, q("opez")).await, ["ana", "bea", "carl", "emil"]);
        assert_eq!(found(db, q("example.org")).await, ["carl"]);
        assert_eq!(found(db, q("12")).await, ["bea"]);
        assert_eq!(found(db, q("orah")).await, [""; 0]);
    }

    async fn signs_of_a_pattern_stand_for_themselves(db: &TestDb) {
        people(db).await;
        let q = |q: &str| ListFilter { q: Some(q.to_owned()), ..ListFilter::default() };
        assert_eq!(found(db, q("_%")).await, ["carl"]);
        assert_eq!(found(db, q("p\\7")).await, ["carl"]);
        assert_eq!(found(db, q("a_a")).await, [""; 0]);
        assert_eq!(found(db, q("a\0a")).await, [""; 0]);
        let email = ListFilter { email: Some("c_%".to_owned()), ..ListFilter::default() };
        assert_eq!(found(db, email).await, ["carl"]);
        let username = ListFilter { username: Some("%".to_owned()), ..ListFilter::default() };
        assert_eq!(found(db, username).await, [""; 0]);
    }

    /// OB-30, OB-31, OB-33, OB-38, OB-54, OB-55
    async fn single_fields_are_searched_as_the_filter_says(db: &TestDb) {
        people(db).await;
        let name = ListFilter { name: Some("arl lo".to_owned()), ..ListFilter::default() };
        assert_eq!(found(db, name).await, ["carl"]);
        let username = |text: &str| ListFilter { username: Some(text.to_owned()), ..ListFilter::default() };
        assert_eq!(found(db, username("be")).await, ["bea"]);
        assert_eq!(found(db, username("ea")).await, [""; 0]);
        let email = |text: &str| ListFilter { email: Some(text.to_owned()), ..ListFilter::default() };
        assert_eq!(found(db, email("@example.o")).await, ["carl"]);
        assert_eq!(found(db, email("ea@e")).await, ["bea"]);
        let from = ListFilter { created_from: Some(noon()), ..ListFilter::default() };
        assert_eq!(found(db, from).await.len(), 4);
        let to = ListFilter { created_to: Some(noon()), ..ListFilter::default() };
        assert_eq!(found(db, to).await.len(), 0);
        let later = ListFilter { created_from: Some(Span::seconds(1).after(noon())), ..ListFilter::default() };
        assert_eq!(found(db, later).await.len(), 0);
    }
}
