//! Many users at once: found by what a file calls them, numbered in blocks, told of in the trail.

use crate::{
    kit::fresh,
    people::{act, add, here, person, releasing_tenant, tenant},
};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, ImportCounts, TenantFact,
    testing::{noon, operator},
    value::{CommandId, EventId, ExternalId, TenantId},
};
use tenure_service::ports::{
    EventFilter, Happened, Names, Stamp, TransferStore, UserQueries, UserStore,
};

fn texts(all: &[&str]) -> BTreeSet<String> {
    all.iter().map(ToString::to_string).collect()
}

fn stamp() -> Stamp {
    Stamp {
        event: EventId(fresh()),
        command: CommandId(fresh()),
        actor: operator().reference(),
        origin: tenure_domain::change::Origin::default(),
        at: noon(),
    }
}

contract! {
    async fn users_are_found_by_any_name_once_each_and_in_their_own_tenant(db: &TestDb) {
        releasing_tenant(db).await;
        let mut ana = person("ana");
        let long = "é".repeat(ExternalId::MAX_LENGTH);
        ana.profile.external_id = Some(ExternalId::parse(&long).unwrap());
        let (ana, ben, cem) = (add(&db.store, &ana).await, add(&db.store, &person("ben")).await, person("cem"));
        add(&db.store, &cem).await;
        act(&db.store, cem.id, Action::Delete).await;
        add(&db.store, &person("dora")).await;
        let names = Names {
            ids: [ana.user.id()].into(),
            emails: texts(&["ana@example.com", "cem@example.com", "nobody@example.com"]),
            usernames: texts(&["ben", "ana"]),
            external_ids: texts(&[&long]),
        };
        let found = db.store.named(here(), &names).await.unwrap();
        let ids = found.iter().map(|account| account.user.id()).collect::<Vec<_>>();
        assert_eq!(ids, [ana.user.id(), ben.user.id(), cem.id], "whatever became of them");
        let by_long = Names { external_ids: texts(&[&long]), ..Names::default() };
        assert_eq!(db.store.named(here(), &by_long).await.unwrap().len(), 1);
        let elsewhere = TenantId(fresh());
        assert!(db.store.named(elsewhere, &names).await.unwrap().is_empty());
        assert!(db.store.named(here(), &Names::default()).await.unwrap().is_empty());
    }

    async fn more_names_than_a_statement_holds_are_all_looked_up(db: &TestDb) {
        tenant(db).await;
        add(&db.store, &person("ana")).await;
        let mut names = Names::default();
        names.emails.extend((0..40_000).map(|n| format!("{n}@example.com")));
        names.emails.insert("ana@example.com".to_owned());
        assert_eq!(db.store.named(here(), &names).await.unwrap().len(), 1);
    }

    async fn blocks_of_numbers_never_overlap(db: &TestDb) {
        tenant(db).await;
        let first = db.store.next_numbers(here(), 3).await.unwrap();
        assert_eq!(db.store.next_number(here()).await.unwrap(), first + 3);
        let mut takers = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let store = db.store.clone();
            takers.spawn(async move { store.next_numbers(here(), 5).await.unwrap() });
        }
        let mut taken = BTreeSet::new();
        while let Some(first) = takers.join_next().await {
            let first = first.unwrap();
            assert!((first..first + 5).all(|number| taken.insert(number)));
        }
        assert_eq!(taken.len(), 40);
    }

    async fn what_is_noted_stands_in_the_trail_and_each_note_in_a_chain_of_its_own(db: &TestDb) {
        tenant(db).await;
        let counts = |created| TenantFact::ImportFinished(ImportCounts { created, ..ImportCounts::default() });
        for created in [1, 2] {
            db.store.note(here(), &counts(created), &stamp()).await.unwrap();
        }
        let filter = EventFilter { kinds: ["import.finished".to_owned()].into(), limit: 10, ..EventFilter::default() };
        let told = db.store.events(here(), &filter).await.unwrap();
        let told = told.into_iter().map(|event| event.what).collect::<Vec<_>>();
        assert_eq!(told, [Happened::ToTenant(counts(2)), Happened::ToTenant(counts(1))]);
        assert_eq!(db.store.verify_own_chain(here()).await.unwrap(), None);
    }
}
