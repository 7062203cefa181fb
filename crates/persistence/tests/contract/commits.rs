//! One commit is all or nothing, and never on top of what somebody else wrote.

use crate::{
    kit::fresh,
    people::{
        act, add, block, commit, decided, here, load, organizations, own_roles, person,
        registration, releasing_tenant, rename, success, tenant,
    },
};
use std::slice;
use tenure_domain::{
    Action, OrderHistory,
    authority::ActorRef,
    lifecycle::Status,
    testing::{grant, noon, organization, role},
    value::{TenantId, UserId},
};
use tenure_service::ports::{
    Claim, CommandKey, CommandRecord, EarlierCommand, EventFilter, ListFilter, StoreError, Unit,
    UserKey, UserQueries, UserStore,
};
use uuid::Uuid;

fn record(key: Uuid, user: UserId) -> CommandRecord {
    CommandRecord {
        key: CommandKey {
            tenant: here(),
            caller: "user:1".to_owned(),
            key,
            request_hash: [7; 32],
        },
        user,
        status: 201,
        at: noon(),
    }
}

contract! {
    async fn a_registration_can_be_loaded_found_and_counted(db: &TestDb) {
        tenant(db).await;
        let wish = person("ana");
        let change = registration(&db.store, &wish).await;
        commit(&db.store, &change).await.unwrap();
        let loaded = load(&db.store, wish.id).await;
        assert_eq!(loaded.user, change.after);
        assert_eq!(Some(loaded.number), change.number);
        assert_eq!(loaded.tenant.slug, "default");
        assert!(!loaded.facts.other_admin);
        assert_eq!(loaded.facts.history, OrderHistory::None);
        let by_number = db.store.find(here(), UserKey::Number(loaded.number)).await.unwrap();
        assert_eq!(by_number.unwrap().user, change.after);
        let by_id = db.store.find(here(), UserKey::Id(wish.id)).await.unwrap();
        assert_eq!(by_id.unwrap().user, change.after);
    }

    async fn another_tenants_user_does_not_exist(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let elsewhere = TenantId(fresh());
        assert!(db.store.load(elsewhere, ana.user.id()).await.unwrap().is_none());
        let key = UserKey::Number(ana.number);
        assert!(db.store.find(elsewhere, key).await.unwrap().is_none());
        assert!(db.store.load(here(), UserId(fresh())).await.unwrap().is_none());
    }

    async fn a_stale_version_is_a_conflict_and_writes_nothing(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let late = decided(&ana, rename("Anita"));
        act(&db.store, ana.user.id(), block()).await;
        let before = db.dump().await;
        assert!(matches!(commit(&db.store, &late).await, Err(StoreError::Conflict)));
        assert_eq!(db.dump().await, before);
    }

    async fn a_stale_version_is_a_conflict_also_where_no_event_changes_the_state(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let late = success(&ana);
        assert_eq!(late.after.version(), late.expected);
        act(&db.store, ana.user.id(), block()).await;
        let before = db.dump().await;
        assert!(matches!(commit(&db.store, &late).await, Err(StoreError::Conflict)));
        assert_eq!(db.dump().await, before);
        let fresh = success(&load(&db.store, ana.user.id()).await);
        commit(&db.store, &fresh).await.unwrap();
        assert_eq!(load(&db.store, ana.user.id()).await.user.version(), 2);
    }

    async fn a_failed_commit_leaves_no_event_and_no_message(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let bea = add(&db.store, &person("bea")).await;
        let first = decided(&ana, block());
        let stale = decided(&bea, block());
        act(&db.store, bea.user.id(), rename("Beate")).await;
        let before = db.dump().await;
        let both = [first, stale];
        let refused = db.store.commit(Unit::of(&both)).await;
        assert!(matches!(refused, Err(StoreError::Conflict)));
        assert_eq!(db.dump().await, before);
    }

    async fn a_claim_is_taken_whatever_the_spelling(db: &TestDb) {
        tenant(db).await;
        add(&db.store, &person("ana")).await;
        let mut other = person("ANA");
        other.profile.email = person("other").profile.email;
        let change = registration(&db.store, &other).await;
        let refused = commit(&db.store, &change).await;
        assert!(matches!(refused, Err(StoreError::Taken(Claim::Username))), "{refused:?}");
        let mut other = person("other");
        other.profile.email = person("ANA").profile.email;
        let change = registration(&db.store, &other).await;
        let refused = commit(&db.store, &change).await;
        assert!(matches!(refused, Err(StoreError::Taken(Claim::Email))), "{refused:?}");
        assert_eq!(db.count("users").await, 1);
    }

    async fn a_claim_is_free_after_it_was_released(db: &TestDb) {
        releasing_tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        act(&db.store, ana.user.id(), Action::Delete).await;
        let again = add(&db.store, &person("ana")).await;
        act(&db.store, again.user.id(), Action::Delete).await;
        add(&db.store, &person("ana")).await;
        assert_eq!(db.count("users").await, 3);
    }

    async fn eight_writers_lose_no_update(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        let mut writers = Vec::new();
        for writer in 0..8 {
            let store = db.store.clone();
            writers.push(tokio::spawn(async move {
                for round in 0..5 {
                    let name = format!("Ana {writer} {round}");
                    loop {
                        let change = decided(&load(&store, id).await, rename(&name));
                        match commit(&store, &change).await {
                            Ok(()) => break,
                            Err(StoreError::Conflict) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                }
            }));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(load(&db.store, id).await.user.version(), 41);
        let filter = EventFilter { subject: Some(id), limit: 100, ..EventFilter::default() };
        assert_eq!(db.store.events(here(), &filter).await.unwrap().len(), 41);
        assert_eq!(db.store.verify_chain(here(), id).await.unwrap(), None);
    }

    async fn a_command_is_carried_out_once(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let first = decided(&ana, block());
        commit(&db.store, &first).await.unwrap();
        let mut again = decided(&load(&db.store, ana.user.id()).await, Action::Unblock);
        for event in &mut again.events {
            event.command = first.command;
        }
        again.command = first.command;
        assert!(matches!(commit(&db.store, &again).await, Err(StoreError::Repeated)));
        assert_eq!(load(&db.store, ana.user.id()).await.user.status(), Status::Blocked);
    }

    async fn a_wish_with_a_key_is_recorded_with_its_effect_or_not_at_all(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let (id, key) = (ana.user.id(), fresh());
        let record = record(key, id);
        let change = decided(&ana, block());
        assert_eq!(db.store.earlier(&record.key).await.unwrap(), None);
        let unit = Unit {
            changes: slice::from_ref(&change),
            record: Some(record.clone()),
            ..Unit::default()
        };
        db.store.commit(unit).await.unwrap();
        let earlier = EarlierCommand { request_hash: [7; 32], user: id, status: 201 };
        assert_eq!(db.store.earlier(&record.key).await.unwrap(), Some(earlier));
        let stranger = CommandKey { caller: "user:2".to_owned(), ..record.key.clone() };
        assert_eq!(db.store.earlier(&stranger).await.unwrap(), None);

        let before = db.dump().await;
        let change = decided(&load(&db.store, id).await, Action::Unblock);
        let unit = Unit {
            changes: slice::from_ref(&change),
            record: Some(record.clone()),
            ..Unit::default()
        };
        assert!(matches!(db.store.commit(unit).await, Err(StoreError::Repeated)));
        assert_eq!(db.dump().await, before);
    }

    async fn a_wish_that_changed_nothing_is_recorded_too(db: &TestDb) {
        tenant(db).await;
        let record = record(fresh(), UserId(fresh()));
        let unit = || Unit { changes: &[], record: Some(record.clone()), ..Unit::default() };
        db.store.commit(unit()).await.unwrap();
        assert!(db.store.earlier(&record.key).await.unwrap().is_some());
        assert!(matches!(db.store.commit(unit()).await, Err(StoreError::Repeated)));
    }

    async fn display_numbers_are_never_given_twice(db: &TestDb) {
        tenant(db).await;
        let mut takers = Vec::new();
        for _ in 0..8 {
            let store = db.store.clone();
            takers.push(tokio::spawn(async move {
                let mut numbers = Vec::new();
                for _ in 0..10 {
                    numbers.push(store.next_number(here()).await.unwrap());
                }
                numbers
            }));
        }
        let mut all = Vec::new();
        for taker in takers {
            all.extend(taker.await.unwrap());
        }
        all.sort_unstable();
        assert_eq!(all, (1..=80).collect::<Vec<_>>());
    }

    async fn a_purged_users_row_goes_with_all_that_hangs_on_it_but_his_events(db: &TestDb) {
        releasing_tenant(db).await;
        organizations(db).await;
        own_roles(db).await;
        let mut wish = person("ana");
        wish.organizations = [organization(1)].into();
        wish.grants = vec![grant("clerk")];
        let before = db.count("events").await;
        let ana = add(&db.store, &wish).await;
        crate::people::log_in(&db.store, ana.user.id(), crate::people::session(1, 0)).await;
        for (table, rows) in [("grants", 1), ("memberships", 1), ("sessions", 1), ("log_in_attempts", 1)] {
            assert_eq!(db.count(table).await, rows, "{table}");
        }
        act(&db.store, ana.user.id(), Action::Delete).await;
        act(&db.store, ana.user.id(), Action::Purge).await;
        for table in ["users", "grants", "memberships", "sessions", "log_in_attempts"] {
            assert_eq!(db.count(table).await, 0, "{table}");
        }
        assert_eq!(db.count("events").await - before, 4);
        add(&db.store, &person("ana")).await;
    }

    async fn roles_and_memberships_follow_the_user(db: &TestDb) {
        tenant(db).await;
        organizations(db).await;
        own_roles(db).await;
        let mut wish = person("ana");
        wish.organizations = [organization(1)].into();
        wish.grants = vec![grant("clerk")];
        let id = add(&db.store, &wish).await.user.id();
        let by_role = |name: &str| ListFilter { role: Some(name.to_owned()), ..ListFilter::default() };
        let found = async |filter: ListFilter| {
            let page = crate::lists::first_page();
            db.store.list(here(), &filter, &page).await.unwrap().rows.len()
        };
        assert_eq!(found(by_role("clerk")).await, 1);
        assert_eq!(found(by_role("manager")).await, 0);
        act(&db.store, id, Action::GrantRole(grant("manager"))).await;
        act(&db.store, id, Action::RevokeRole { role: role("clerk"), scope: grant("clerk").scope }).await;
        assert_eq!(found(by_role("clerk")).await, 0);
        assert_eq!(found(by_role("manager")).await, 1);
        let of = |number| ListFilter { organization: Some(organization(number)), ..ListFilter::default() };
        assert_eq!(found(of(1)).await, 1);
        assert_eq!(found(of(2)).await, 0);
    }

    async fn what_is_due_comes_longest_overdue_first(db: &TestDb) {
        tenant(db).await;
        let (ana, bea) = (person("ana"), person("bea"));
        add(&db.store, &ana).await;
        add(&db.store, &bea).await;
        add(&db.store, &person("carl")).await;
        let at = |minutes| Some(tenure_domain::value::Span::minutes(minutes).after(noon()));
        db.store.reschedule(here(), ana.id, at(10), noon()).await.unwrap();
        db.store.reschedule(here(), bea.id, at(5), noon()).await.unwrap();
        let due = async |minutes| db.store.due(at(minutes).unwrap(), 10).await.unwrap();
        assert_eq!(due(4).await, []);
        assert_eq!(due(10).await, [(here(), bea.id), (here(), ana.id)]);
        let five = at(5).unwrap();
        db.store.reschedule(here(), bea.id, None, five).await.unwrap();
        assert_eq!(due(10).await, [(here(), ana.id)]);
        // A deadline that is still to come was set by somebody who knew better.
        db.store.reschedule(here(), ana.id, None, five).await.unwrap();
        assert_eq!(due(10).await, [(here(), ana.id)]);
    }

    async fn events_come_newest_first_and_can_be_narrowed(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let bea = add(&db.store, &person("bea")).await.user.id();
        act(&db.store, ana, block()).await;
        act(&db.store, bea, block()).await;
        act(&db.store, ana, Action::Unblock).await;
        let all = EventFilter { limit: 10, ..EventFilter::default() };
        let read = async |filter: &EventFilter| db.store.events(here(), filter).await.unwrap();
        let codes = |events: &[tenure_service::ports::EventRecord]| {
            events.iter().map(tenure_service::ports::EventRecord::code).collect::<Vec<_>>()
        };
        let everything = read(&all).await;
        let newest_first =
            ["user.unblocked", "user.blocked", "user.blocked", "user.registered", "user.registered"];
        assert_eq!(codes(&everything), newest_first);
        let older = EventFilter { before: Some(everything[1].id), ..all.clone() };
        assert_eq!(read(&older).await.len(), 3);
        let of_ana = EventFilter { subject: Some(ana), ..all.clone() };
        assert_eq!(codes(&read(&of_ana).await), ["user.unblocked", "user.blocked", "user.registered"]);
        let of_some = EventFilter { subjects: Some([ana].into()), ..all.clone() };
        assert_eq!(codes(&read(&of_some).await), codes(&read(&of_ana).await));
        let of_nobody = EventFilter { subjects: Some([].into()), ..all.clone() };
        assert_eq!(read(&of_nobody).await.len(), 0);
        let blocks = EventFilter { kinds: ["user.blocked".to_owned()].into(), ..all.clone() };
        assert_eq!(read(&blocks).await.len(), 2);
        let actor = Some(ActorRef::Operator("root".to_owned()));
        assert_eq!(read(&EventFilter { actor, ..all.clone() }).await.len(), 2);
        let visible = Some([organization(1)].into());
        assert_eq!(read(&EventFilter { visible, ..all.clone() }).await.len(), 0);
        let later = EventFilter { from: Some(tenure_domain::value::Span::seconds(1).after(noon())), ..all };
        assert_eq!(read(&later).await.len(), 0);
    }
}
