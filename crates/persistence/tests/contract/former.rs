//! Former passwords (P-56): kept as many as the rules say, in the commit that replaces them.

use crate::{
    kit::TestDb as Db,
    people::{act, add, commit, decided, here, load, person, tenant_with},
};
use tenure_domain::{
    Action,
    testing::standard_but,
    value::{PasswordHash, UserId},
};
use tenure_persistence::Store;
use tenure_service::ports::{LogInStore, StoreError};

/// The tenant where so many former passwords may not come back.
async fn remembering_tenant(db: &Db, history: u8) {
    let policy = standard_but(|policy| policy.credential.password.history = history);
    tenant_with(db, &policy).await;
}

fn temporary(word: &str) -> Action {
    Action::SetTemporaryPassword {
        password: PasswordHash::from_phc(word.to_owned()),
        must_change: None,
    }
}

/// A user who has had these passwords since his first one.
async fn who_had(store: &Store, words: &[&str]) -> UserId {
    let id = add(store, &person("ana")).await.user.id();
    for word in words {
        act(store, id, temporary(word)).await;
    }
    id
}

async fn former(store: &Store, id: UserId, most: u8) -> Vec<String> {
    let hashes = store.former_passwords(here(), id, most).await.unwrap();
    let texts = hashes.iter().map(|hash| hash.as_phc().to_owned());
    texts.collect()
}

contract! {
    /// P-56
    async fn the_last_passwords_are_kept_and_no_more_of_them(db: &TestDb) {
        remembering_tenant(db, 2).await;
        let id = who_had(&db.store, &["one", "two", "three", "four"]).await;
        assert_eq!(former(&db.store, id, 9).await, ["three", "two"]);
        assert_eq!(former(&db.store, id, 1).await, ["three"]);
        assert_eq!(db.count("old_passwords").await, 2);
        let bea = add(&db.store, &person("bea")).await.user.id();
        assert_eq!(former(&db.store, bea, 9).await, [""; 0], "another's");
    }

    async fn where_none_is_compared_none_is_kept(db: &TestDb) {
        remembering_tenant(db, 0).await;
        let id = who_had(&db.store, &["one", "two"]).await;
        assert_eq!(former(&db.store, id, 9).await, [""; 0]);
    }

    async fn they_go_with_their_user_and_with_his_password(db: &TestDb) {
        remembering_tenant(db, 5).await;
        let id = who_had(&db.store, &["one", "two"]).await;
        act(&db.store, id, Action::Anonymize).await;
        assert_eq!(db.count("old_passwords").await, 0, "anonymized");
        let id = add(&db.store, &person("bea")).await.user.id();
        act(&db.store, id, temporary("one")).await;
        assert_eq!(db.count("old_passwords").await, 1);
        act(&db.store, id, Action::Delete).await;
        assert_eq!(db.count("old_passwords").await, 0, "deleted");
    }

    async fn of_two_new_passwords_at_once_one_is_a_conflict_and_one_is_kept(db: &TestDb) {
        remembering_tenant(db, 5).await;
        let id = who_had(&db.store, &["one"]).await;
        for round in 0..20 {
            let loaded = load(&db.store, id).await;
            let before = db.store.password(here(), id).await.unwrap().unwrap();
            let commits = ["left", "right"].map(|word| {
                let change = decided(&loaded, temporary(&format!("{word} {round}")));
                let store = db.store.clone();
                tokio::spawn(async move { commit(&store, &change).await })
            });
            let mut won = 0;
            for outcome in commits {
                match outcome.await.unwrap() {
                    Ok(()) => won += 1,
                    Err(StoreError::Conflict) => {}
                    Err(other) => panic!("round {round}: {other}"),
                }
            }
            assert_eq!(won, 1, "round {round}");
            assert_eq!(former(&db.store, id, 1).await, [before.as_phc()]);
        }
        assert_eq!(db.count("old_passwords").await, 5);
    }
}
