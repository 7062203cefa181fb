//! Conditions over other rows hold whatever runs at the same time.

use crate::people::{
    act, add, administrator, commit, decided, here, house, load, person, registration, stamp,
    tenant, tenant_with,
};
use std::slice;
use tenure_domain::{
    Action,
    testing::{noon, standard_but},
    value::Span,
};
use tenure_service::ports::{Setup, StoreError, Unit, UserQueries, UserStore};

fn rest() -> Action {
    Action::Deactivate { reason: None }
}

contract! {
    async fn of_two_administrators_who_remove_each_other_exactly_one_wins(db: &TestDb) {
        tenant(db).await;
        let ids = [
            add(&db.store, &administrator("ana")).await.user.id(),
            add(&db.store, &administrator("bea")).await.user.id(),
        ];
        for round in 0..100 {
            let attempts = ids.map(|id| {
                let store = db.store.clone();
                tokio::spawn(async move {
                    let loaded = load(&store, id).await;
                    assert!(loaded.facts.other_admin);
                    (store, decided(&loaded, rest()))
                })
            });
            let [one, two] = attempts;
            let decided = [one.await.unwrap(), two.await.unwrap()];
            let commits = decided.map(|(store, change)| {
                tokio::spawn(async move { commit(&store, &change).await })
            });
            let mut won = Vec::new();
            for (id, outcome) in ids.iter().zip(commits) {
                match outcome.await.unwrap() {
                    Ok(()) => won.push(*id),
                    Err(StoreError::Guard) => {}
                    Err(other) => panic!("round {round}: {other}"),
                }
            }
            assert_eq!(won.len(), 1, "round {round}");
            act(&db.store, won[0], Action::Activate).await;
        }
    }

    async fn seats_are_never_exceeded_by_parallel_registrations(db: &TestDb) {
        tenant_with(db, &standard_but(|policy| policy.roles.seats = Some(3))).await;
        let mut changes = Vec::new();
        for number in 0..8 {
            changes.push(registration(&db.store, &person(&format!("user{number}"))).await);
        }
        let commits = changes.into_iter().map(|change| {
            let store = db.store.clone();
            tokio::spawn(async move { commit(&store, &change).await })
        });
        let mut seated = 0;
        for outcome in commits.collect::<Vec<_>>() {
            match outcome.await.unwrap() {
                Ok(()) => seated += 1,
                Err(StoreError::Guard) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(seated, 3);
        assert_eq!(db.store.facts(here()).await.unwrap().seats_used, 3);
    }

    async fn administrators_are_known_to_others_and_listed(db: &TestDb) {
        tenant(db).await;
        assert!(!db.store.facts(here()).await.unwrap().other_admin);
        let ana = add(&db.store, &administrator("ana")).await;
        assert!(!ana.facts.other_admin);
        let bea = add(&db.store, &person("bea")).await;
        assert!(bea.facts.other_admin);
        assert!(db.store.facts(here()).await.unwrap().other_admin);
        let all = db.store.administrators(here()).await.unwrap();
        assert_eq!(all.iter().map(|admin| admin.user.id()).collect::<Vec<_>>(), [ana.user.id()]);
    }

    async fn the_set_up_token_is_used_exactly_once(db: &TestDb) {
        tenant(db).await;
        let until = Span::hours(1).after(noon());
        assert!(db.store.issue_setup_token(here(), [1; 32], until).await.unwrap());
        assert!(db.store.issue_setup_token(here(), [2; 32], until).await.unwrap());
        assert!(!db.store.is_setup_open(here(), [1; 32], noon()).await.unwrap());
        assert!(db.store.is_setup_open(here(), [2; 32], noon()).await.unwrap());
        assert!(!db.store.is_setup_open(here(), [2; 32], until).await.unwrap());
        let mut changes = Vec::new();
        for number in 0..10 {
            let wish = administrator(&format!("admin{number}"));
            changes.push(registration(&db.store, &wish).await);
        }
        let commits = changes.into_iter().map(|change| {
            let store = db.store.clone();
            let setup = Setup {
                token_hash: [2; 32],
                organization: house("Main"),
                stamp: stamp(),
            };
            tokio::spawn(async move {
                let changes = slice::from_ref(&change);
                store.commit(Unit { changes, setup: Some(setup), ..Unit::default() }).await
            })
        });
        let mut won = 0;
        for outcome in commits.collect::<Vec<_>>() {
            match outcome.await.unwrap() {
                Ok(()) => won += 1,
                Err(StoreError::Guard) => {}
                Err(other) => panic!("{other}"),
            }
        }
        assert_eq!(won, 1);
        assert_eq!(db.count("users").await, 1);
        assert_eq!(db.store.organizations(here()).await.unwrap().len(), 1);
        assert!(!db.store.issue_setup_token(here(), [3; 32], until).await.unwrap());
        assert!(!db.store.is_setup_open(here(), [3; 32], noon()).await.unwrap());
        assert_eq!(db.count("setup_tokens").await, 0);
    }

    async fn an_expired_set_up_token_opens_nothing(db: &TestDb) {
        tenant(db).await;
        assert!(db.store.issue_setup_token(here(), [1; 32], noon()).await.unwrap());
        let change = registration(&db.store, &administrator("ana")).await;
        let setup = Setup {
            token_hash: [1; 32],
            organization: house("Main"),
            stamp: stamp(),
        };
        let changes = slice::from_ref(&change);
        let refused = db.store.commit(Unit { changes, setup: Some(setup), ..Unit::default() }).await;
        assert!(matches!(refused, Err(StoreError::Guard)));
        assert_eq!(db.count("reference_data").await, 0);
        assert_eq!(db.count("users").await, 0);
    }
}
