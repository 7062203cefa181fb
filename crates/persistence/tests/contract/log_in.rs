//! Attempts to log in: no order of them, no crash and no race yields more than the rules allow.

use crate::{
    kit::fresh,
    people::{
        act, add, block, commit, decided, here, load, log_in, person, registration, rename,
        session, success, tenant, tenant_with,
    },
};
use tenure_domain::{
    Action, Attempts,
    change::AttemptsEffect,
    policy::{LogInIdentifier, Required, Uniqueness},
    testing::{hash, noon, standard_but},
    value::{PasswordHash, Span, Timestamp, UserId},
};
use tenure_persistence::Store;
use tenure_service::ports::{
    Claim, LogInStore, PlaceWish, Reservation, SessionStore, SettledLogIn, StoreError, TypedLogin,
};
use uuid::Uuid;

fn at(seconds: u32) -> Timestamp {
    Span::seconds(seconds).after(noon())
}

fn wish(limit: Option<u32>, now: Timestamp) -> PlaceWish {
    PlaceWish {
        place: fresh(),
        limit,
        window: Some(Span::minutes(15)),
        now,
        lease_until: Span::seconds(30).after(now),
    }
}

async fn reserve(store: &Store, id: UserId, limit: u32, now: Timestamp) -> Reservation {
    let reserved = store.reserve(here(), id, wish(Some(limit), now));
    reserved.await.unwrap()
}

fn admitted(reservation: Reservation) -> (Uuid, Attempts) {
    match reservation {
        Reservation::Admitted { id, attempts } => (id, attempts),
        other @ (Reservation::Full { .. } | Reservation::Wait) => panic!("{other:?}"),
    }
}

/// Settles a wrong password.
async fn fail(store: &Store, id: UserId, place: Uuid, before: Attempts) -> Result<(), StoreError> {
    let change = success(&load(store, id).await);
    let after = before.failed(Some(Span::minutes(15)), noon());
    let settled = SettledLogIn {
        reservation: Some(place),
        before,
        after,
        change: &change,
        session: None,
        rehash: None,
        pin: None,
    };
    store.settle(settled).await
}

contract! {
    async fn parallel_attempts_never_exceed_the_limit(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        let tries = (0..50).map(|_| {
            let store = db.store.clone();
            tokio::spawn(async move { reserve(&store, id, 10, noon()).await })
        });
        let mut places = 0;
        for attempt in tries.collect::<Vec<_>>() {
            match attempt.await.unwrap() {
                Reservation::Admitted { .. } => places += 1,
                Reservation::Wait => {}
                Reservation::Full { .. } => panic!("nobody has failed yet"),
            }
        }
        assert_eq!(places, 10);
        assert_eq!(db.count("log_in_places").await, 10);
    }

    async fn failures_and_places_together_stay_below_the_limit(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        let (place, before) = admitted(reserve(&db.store, id, 2, noon()).await);
        fail(&db.store, id, place, before).await.unwrap();
        let (place, before) = admitted(reserve(&db.store, id, 2, noon()).await);
        assert_eq!((before.revision, before.failures), (1, 1));
        assert_eq!(reserve(&db.store, id, 2, noon()).await, Reservation::Wait);
        fail(&db.store, id, place, before).await.unwrap();
        let full = reserve(&db.store, id, 2, noon()).await;
        assert!(matches!(full, Reservation::Full { attempts } if attempts.failures == 2));
        let later = Span::minutes(15).after(noon());
        admitted(reserve(&db.store, id, 2, later).await);
    }

    async fn a_lapsed_place_counts_as_a_failure(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        let (place, before) = admitted(reserve(&db.store, id, 2, noon()).await);
        let (_, after) = admitted(reserve(&db.store, id, 2, at(30)).await);
        assert_eq!((after.revision, after.failures, after.consecutive), (1, 1, 1));
        assert_eq!(after.window_start, Some(at(30)));
        assert_eq!(reserve(&db.store, id, 2, at(31)).await, Reservation::Wait);
        // Whoever comes back late has been counted already and judges again.
        let late = fail(&db.store, id, place, before).await;
        assert!(matches!(late, Err(StoreError::Conflict)));
        assert_eq!(load(&db.store, id).await.attempts, after);
    }

    async fn without_a_limit_every_attempt_is_admitted_even_on_nobody(db: &TestDb) {
        tenant(db).await;
        for id in [add(&db.store, &person("ana")).await.user.id(), UserId(Uuid::nil())] {
            for _ in 0..20 {
                let (place, _) = admitted(
                    db.store.reserve(here(), id, wish(None, noon())).await.unwrap(),
                );
                if id.0.is_nil() {
                    db.store.release(here(), id, place).await.unwrap();
                }
            }
        }
        assert_eq!(db.count("log_in_places").await, 20);
    }

    async fn a_released_place_counts_for_nothing(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        let (place, _) = admitted(reserve(&db.store, id, 1, noon()).await);
        assert_eq!(reserve(&db.store, id, 1, noon()).await, Reservation::Wait);
        db.store.release(here(), UserId(fresh()), place).await.unwrap();
        assert_eq!(reserve(&db.store, id, 1, noon()).await, Reservation::Wait);
        db.store.release(here(), id, place).await.unwrap();
        admitted(reserve(&db.store, id, 1, at(60)).await);
        assert_eq!(load(&db.store, id).await.attempts.failures, 0);
    }

    async fn settling_on_a_stale_count_is_a_conflict_and_writes_nothing(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        let (one, before) = admitted(reserve(&db.store, id, 5, noon()).await);
        let (two, same) = admitted(reserve(&db.store, id, 5, noon()).await);
        assert_eq!(before, same);
        fail(&db.store, id, one, before).await.unwrap();
        let dump = db.dump().await;
        assert!(matches!(fail(&db.store, id, two, same).await, Err(StoreError::Conflict)));
        assert_eq!(db.dump().await, dump);
        let now = load(&db.store, id).await.attempts;
        fail(&db.store, id, two, now).await.unwrap();
        assert_eq!(load(&db.store, id).await.attempts.failures, 2);
        assert_eq!(db.count("log_in_places").await, 0);
    }

    async fn settling_on_a_stale_user_is_a_conflict_and_opens_no_session(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let id = ana.user.id();
        let (place, before) = admitted(reserve(&db.store, id, 5, noon()).await);
        let change = success(&ana);
        act(&db.store, id, block()).await;
        let dump = db.dump().await;
        let settled = SettledLogIn {
            reservation: Some(place),
            before,
            after: Attempts { last_log_in_at: Some(noon()), ..Attempts::default() },
            change: &change,
            session: Some(session(1, 0)),
            rehash: Some(PasswordHash::from_phc("new".to_owned())),
            pin: None,
        };
        assert!(matches!(db.store.settle(settled).await, Err(StoreError::Conflict)));
        assert_eq!(db.dump().await, dump);
    }

    async fn a_log_in_opens_a_session_and_keeps_the_fresh_hash(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let id = ana.user.id();
        let (place, before) = admitted(reserve(&db.store, id, 5, noon()).await);
        let change = success(&ana);
        let after = Attempts { last_log_in_at: Some(noon()), ..Attempts::default() };
        let settled = SettledLogIn {
            reservation: Some(place),
            before,
            after,
            change: &change,
            session: Some(session(1, 0)),
            rehash: Some(PasswordHash::from_phc("new".to_owned())),
            pin: None,
        };
        db.store.settle(settled).await.unwrap();
        let loaded = load(&db.store, id).await;
        assert_eq!(loaded.attempts, Attempts { revision: 1, ..after });
        assert_eq!(loaded.facts.last_log_in_at, Some(noon()));
        assert_eq!(loaded.user.version(), 1);
        let hash = db.store.password(here(), id).await.unwrap();
        assert_eq!(hash, Some(PasswordHash::from_phc("new".to_owned())));
        assert!(db.store.resolve([1; 32]).await.unwrap().is_some());
        assert_eq!(db.count("log_in_places").await, 0);
        assert_eq!(db.store.verify_chain(here(), id).await.unwrap(), None);
    }

    async fn the_oldest_sessions_beyond_the_most_end(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        for number in 1..=5 {
            log_in(&db.store, id, session(number, u32::from(number))).await;
        }
        let sessions = db.store.list(here(), id).await.unwrap();
        let created = sessions.iter().map(|session| session.created_at);
        assert_eq!(created.collect::<Vec<_>>(), [at(5), at(4), at(3)]);
        assert!(db.store.resolve([2; 32]).await.unwrap().is_none());
    }

    async fn commands_change_the_count_and_raise_its_revision(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        for _ in 0..3 {
            let (place, before) = admitted(reserve(&db.store, id, 9, noon()).await);
            fail(&db.store, id, place, before).await.unwrap();
        }
        let effects = [
            (AttemptsEffect::OneLeft { failures: 8 }, 8, 3),
            (AttemptsEffect::ClearFailures, 0, 3),
            (AttemptsEffect::Keep, 0, 3),
            (AttemptsEffect::Reset, 0, 0),
        ];
        let mut revision = load(&db.store, id).await.attempts.revision;
        for (number, (effect, failures, consecutive)) in effects.into_iter().enumerate() {
            let mut change = decided(&load(&db.store, id).await, rename(&format!("Ana {number}")));
            change.attempts = effect;
            commit(&db.store, &change).await.unwrap();
            let now = load(&db.store, id).await.attempts;
            assert_eq!((now.failures, now.consecutive), (failures, consecutive), "{effect:?}");
            revision += u64::from(effect != AttemptsEffect::Keep);
            assert_eq!(now.revision, revision, "{effect:?}");
        }
    }

    /// P-34, P-35
    async fn where_addresses_are_shared_the_one_that_somebody_logs_in_with_is_his_alone(db: &TestDb) {
        let policy = standard_but(|policy| {
            policy.identity.email_unique = Uniqueness::No;
            policy.identity.log_in_identifiers = [LogInIdentifier::Username].into();
        });
        tenant_with(db, &policy).await;
        let shared = |word: &str, named: bool| {
            let mut wish = person(word);
            wish.profile.email = person("ana").profile.email;
            wish.profile.username = wish.profile.username.filter(|_| named);
            wish
        };
        let typed = TypedLogin::read("ana@example.com");
        add(&db.store, &shared("bea", true)).await;
        assert!(db.store.find(here(), &typed).await.unwrap().is_none());
        let ana = add(&db.store, &shared("ana", false)).await.user.id();
        add(&db.store, &shared("cem", true)).await;
        let found = db.store.find(here(), &typed).await.unwrap().unwrap();
        assert_eq!((found.id, found.holds), (ana, [LogInIdentifier::Email].into()));
        let twin = registration(&db.store, &shared("dan", false)).await;
        let refused = commit(&db.store, &twin).await;
        assert!(matches!(refused, Err(StoreError::Taken(Claim::Email))), "{refused:?}");
        let bea = db.store.find(here(), &TypedLogin::read("BEA")).await.unwrap();
        assert_eq!(bea.unwrap().holds, LogInIdentifier::ALL.iter().copied().collect());
    }

    async fn an_address_or_a_user_name_finds_its_holder_but_nobody_deleted(db: &TestDb) {
        let policy = standard_but(|policy| policy.identity.email_required = Required::Optional);
        tenant_with(db, &policy).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let mut wish = person("bea");
        wish.profile.email = None;
        let bea = add(&db.store, &wish).await.user.id();
        let find = async |email: Option<&str>, username: Option<&str>| {
            let typed = TypedLogin {
                email: email.map(str::to_owned),
                username: username.map(str::to_owned),
            };
            db.store.find(here(), &typed).await.unwrap()
        };
        let found = find(Some("ana@example.com"), None).await.unwrap();
        assert_eq!((found.id, found.password), (ana, Some(hash())));
        assert_eq!(find(None, Some("bea")).await.unwrap().id, bea);
        assert_eq!(find(Some("ana@example.com"), Some("bea")).await.unwrap().id, ana);
        assert!(find(None, None).await.is_none());
        assert!(find(Some("bea"), Some("b\0a")).await.is_none());
        act(&db.store, ana, Action::Delete).await;
        assert!(find(Some("ana@example.com"), None).await.is_none());
    }
}
