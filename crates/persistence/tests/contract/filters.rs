//! Each filter of the list of users shows those it should and nobody else.

use crate::{
    kit::TestDb as Db,
    lists::first_page,
    people::{
        act, add, administrator, block, here, organizations, own_roles, person, releasing_tenant,
    },
};
use tenure_domain::{
    Action, Kind, NewCredential, Search,
    lifecycle::Status,
    testing::{email, grant, noon, organization, preset, standard},
    value::{ExternalId, Phone, Span},
};
use tenure_service::ports::{ListFilter, UserQueries};

/// The user names of those whom a filter shows; without statuses, those that `standard` lists.
async fn found(db: &Db, mut filter: ListFilter) -> Vec<String> {
    let listed = standard().removal.listed(filter.status.as_ref());
    filter.status = Some(listed);
    let page = db.store.list(here(), &filter, &first_page()).await.unwrap();
    let names = page
        .rows
        .iter()
        .map(|row| row.user.profile().username.clone());
    let names = names.map(|name| name.map_or_else(String::new, |name| name.to_string()));
    assert_eq!(page.total, page.rows.len() as u64);
    names.collect()
}

/// What a keyword asks for under a preset.
fn q(name: &str, typed: &str) -> ListFilter {
    ListFilter {
        searches: preset(name).search_keyword(typed),
        ..ListFilter::default()
    }
}

/// ana: administrator; bea: blocked clerk of organization 1; carl: invited, of organization 2;
/// dora: deleted; emil: service account without a way in.
async fn people(db: &Db) {
    releasing_tenant(db).await;
    organizations(db).await;
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
            status: Some(all.iter().copied().collect()),
            ..ListFilter::default()
        };
        assert_eq!(found(db, status(&[Status::Deleted])).await, ["dora"]);
        assert_eq!(found(db, status(&[Status::Blocked, Status::Pending])).await, ["bea", "carl"]);
    }

    /// HW-4, HW-5, OB-29
    async fn conditions_on_different_fields_must_all_hold(db: &TestDb) {
        people(db).await;
        let blocked = ListFilter {
            status: Some([Status::Blocked].into()),
            role: Some("clerk".to_owned()),
            ..ListFilter::default()
        };
        assert_eq!(found(db, blocked.clone()).await, ["bea"]);
        let elsewhere = ListFilter { organization: Some(organization(2)), ..blocked };
        assert_eq!(found(db, elsewhere).await, [""; 0]);
    }

    /// SH-1, SH-3: who sees organizations sees their members.
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

    async fn open_and_expired_invitations_are_told_apart(db: &TestDb) {
        people(db).await;
        let open = |open| ListFilter { invitation_open: Some(open), ..ListFilter::default() };
        assert_eq!(found(db, open(true)).await, ["carl"]);
        assert_eq!(found(db, open(false)).await, [""; 0]);
    }

    async fn when_open_invitations_were_sent_is_read_of_those_who_fit(db: &TestDb) {
        people(db).await;
        let open = ListFilter { invitation_open: Some(true), ..ListFilter::default() };
        let sent = async |filter: ListFilter| db.store.invitations_sent(here(), &filter).await.unwrap();
        assert_eq!(sent(open.clone()).await, [noon()]);
        // Whoever waits for no answer was sent nothing that still counts.
        assert_eq!(sent(ListFilter::default()).await, [noon()]);
        let nobody = ListFilter { visible: Some([].into()), ..open };
        assert!(sent(nobody).await.is_empty());
    }

    async fn a_keyword_is_found_anywhere_but_in_a_user_name_only_at_its_start(db: &TestDb) {
        people(db).await;
        let q = |typed: &str| q("standard", typed);
        assert_eq!(found(db, q("em")).await, ["carl", "emil"]);
        assert_eq!(found(db, q("opez")).await, ["ana", "bea", "carl", "emil"]);
        assert_eq!(found(db, q("example.org")).await, ["carl"]);
        assert_eq!(found(db, q("12")).await, ["bea"]);
        assert_eq!(found(db, q("orah")).await, [""; 0]);
    }

    /// HW-3, SH-10, HE-50: the fields that each system looks into, and no others.
    async fn a_keyword_is_looked_for_where_the_preset_says(db: &TestDb) {
        people(db).await;
        let all = ["ana", "bea", "carl", "emil"];
        let (nobody, carl) = ([""; 0].as_slice(), ["carl"].as_slice());
        for (preset, address, name, external) in [
            ("standard", carl, all.as_slice(), carl),
            ("hotwax", nobody, &all, nobody),
            ("shopp", carl, &all, nobody),
            ("order_broker", carl, &all, nobody),
            ("hesh", carl, &all, nobody),
            ("chord", carl, nobody, nobody),
        ] {
            assert_eq!(found(db, q(preset, "Example.ORG")).await, address, "{preset}");
            assert_eq!(found(db, q(preset, "LOPE")).await, name, "{preset}");
            assert_eq!(found(db, q(preset, "emp\\77")).await, external, "{preset}");
        }
    }

    async fn every_word_of_a_keyword_must_be_found_somewhere(db: &TestDb) {
        people(db).await;
        assert_eq!(found(db, q("shopp", "lopez be")).await, ["bea"]);
        assert_eq!(found(db, q("shopp", "example.org carl")).await, ["carl"]);
        assert_eq!(found(db, q("shopp", "ana carl")).await, [""; 0]);
    }

    /// SH-4: the number as it is shown; it is no part of a field.
    async fn a_display_number_finds_its_user(db: &TestDb) {
        people(db).await;
        for typed in ["US5", "#us5", "#5"] {
            assert_eq!(found(db, q("shopp", typed)).await, ["emil"], "{typed}");
        }
        assert_eq!(found(db, q("shopp", "5")).await, [""; 0]);
        assert_eq!(found(db, q("standard", "5")).await, ["bea", "emil"]);
        assert_eq!(found(db, q("standard", "55")).await, [""; 0]);
    }

    /// OB-32, OB-34, OB-58, OB-59, OB-60
    async fn an_anonymized_user_is_found_by_number_and_user_name_alone(db: &TestDb) {
        people(db).await;
        let masked = add(&db.store, &person("olga")).await.user.id();
        act(&db.store, masked, Action::Anonymize).await;
        let list = &preset("order_broker").list;
        let by = |searches: Vec<Search>| ListFilter { searches, ..ListFilter::default() };
        for typed in ["olga", "olga lopez", "****", "*"] {
            assert_eq!(found(db, by(list.search_name(typed))).await, [""; 0], "{typed}");
            let email = list.search_email(typed).into_iter().collect();
            assert_eq!(found(db, by(email)).await, [""; 0], "{typed}");
        }
        let username = list.search_username("OLG").into_iter().collect();
        assert_eq!(found(db, by(username)).await, ["olga"]);
        for (preset, typed) in [("order_broker", "olga"), ("standard", "olga"), ("shopp", "#6")] {
            assert_eq!(found(db, q(preset, typed)).await, ["olga"], "{preset}");
        }
        for (preset, typed) in [("shopp", "olga"), ("hesh", "olga"), ("standard", "olga@example")] {
            assert_eq!(found(db, q(preset, typed)).await, [""; 0], "{preset}");
        }
    }

    async fn signs_of_a_pattern_stand_for_themselves(db: &TestDb) {
        people(db).await;
        let q = |typed: &str| q("standard", typed);
        assert_eq!(found(db, q("_%")).await, ["carl"]);
        assert_eq!(found(db, q("p\\7")).await, ["carl"]);
        assert_eq!(found(db, q("a_a")).await, [""; 0]);
        assert_eq!(found(db, q("a\0a")).await, [""; 0]);
        let list = &preset("order_broker").list;
        let by = |search: Option<Search>| ListFilter {
            searches: search.into_iter().collect(),
            ..ListFilter::default()
        };
        assert_eq!(found(db, by(list.search_email("c_%"))).await, ["carl"]);
        assert_eq!(found(db, by(list.search_username("%"))).await, [""; 0]);
    }

    /// OB-29, OB-30, OB-31, OB-33, OB-37, OB-38, OB-54, OB-55
    async fn single_entries_are_looked_for_in_their_fields_and_all_must_fit(db: &TestDb) {
        people(db).await;
        let list = &preset("order_broker").list;
        let by = |searches: Vec<Search>| ListFilter { searches, ..ListFilter::default() };
        let username = |typed: &str| list.search_username(typed).into_iter();
        let email = |typed: &str| list.search_email(typed).into_iter();
        let name = |typed: &str| list.search_name(typed).into_iter();
        assert_eq!(found(db, by(name("ARL lo").collect())).await, ["carl"]);
        assert_eq!(found(db, by(username("BE").collect())).await, ["bea"]);
        assert_eq!(found(db, by(username("ea").collect())).await, [""; 0]);
        let anywhere = preset("hotwax").list.search_username("ea");
        assert_eq!(found(db, by(anywhere.into_iter().collect())).await, ["bea"]);
        assert_eq!(found(db, by(email("EXAMPLE.org").collect())).await, ["carl"]);
        assert_eq!(found(db, by(name("lopez").chain(email("ana@")).collect())).await, ["ana"]);
        assert_eq!(found(db, by(username("bea").chain(email("ana@")).collect())).await, [""; 0]);
    }

    async fn moments_of_creation_bound_the_list(db: &TestDb) {
        people(db).await;
        let from = ListFilter { created_from: Some(noon()), ..ListFilter::default() };
        assert_eq!(found(db, from).await.len(), 4);
        let to = ListFilter { created_to: Some(noon()), ..ListFilter::default() };
        assert_eq!(found(db, to).await.len(), 0);
        let later = ListFilter { created_from: Some(Span::seconds(1).after(noon())), ..ListFilter::default() };
        assert_eq!(found(db, later).await.len(), 0);
    }
}
