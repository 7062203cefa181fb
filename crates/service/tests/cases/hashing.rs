//! Hashing: bounded, never silent, current.

use crate::stand::hasher;
use tenure_domain::{
    testing::standard_but,
    value::{AcceptedPassword, PasswordContext, PasswordHash, PlainPassword},
};
use tenure_service::{
    Error,
    password::{HashParameters, Hasher},
};

fn accepted(text: &str) -> AcceptedPassword {
    let policy = standard_but(|_| {});
    let plain = PlainPassword::parse(text).unwrap();
    policy
        .credential
        .password
        .accept(plain, &PasswordContext::default())
        .unwrap()
}

fn plain(text: &str) -> PlainPassword {
    PlainPassword::parse(text).unwrap()
}

const GOOD: &str = "plum ladder orbit canvas";

#[tokio::test]
async fn the_right_password_is_known_and_every_other_is_not() {
    let hasher = hasher();
    let hash = hasher.hash(&accepted(GOOD)).await.unwrap();
    assert!(hasher.verify(&plain(GOOD), &hash).await.unwrap());
    for wrong in [
        "plum ladder orbit canvaS",
        "plum ladder orbit canva",
        "plum ladder orbit canvas ",
    ] {
        assert!(
            !hasher.verify(&plain(wrong), &hash).await.unwrap(),
            "{wrong:?}"
        );
    }
}

#[tokio::test]
async fn two_hashes_of_one_password_differ() {
    let hasher = hasher();
    let (a, b) = (
        hasher.hash(&accepted(GOOD)).await.unwrap(),
        hasher.hash(&accepted(GOOD)).await.unwrap(),
    );
    assert_ne!(a.as_phc(), b.as_phc());
}

#[tokio::test]
async fn a_hash_that_cannot_be_read_matches_nothing() {
    let hasher = hasher();
    for broken in ["", "plain text", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA"] {
        let stored = PasswordHash::from_phc(broken.to_owned());
        assert!(
            !hasher.verify(&plain(GOOD), &stored).await.unwrap(),
            "{broken:?}"
        );
    }
}

#[tokio::test]
async fn a_hash_with_other_parameters_is_replaced_and_a_current_one_is_not() {
    let old = Hasher::start(HashParameters {
        memory: 16,
        passes: 1,
        lanes: 1,
    })
    .unwrap();
    let new = hasher();
    let stored = old.hash(&accepted(GOOD)).await.unwrap();
    assert!(
        new.verify(&plain(GOOD), &stored).await.unwrap(),
        "the stored parameters count"
    );
    let fresh = new.rehash(&plain(GOOD), &stored).await.unwrap().unwrap();
    assert!(fresh.as_phc().starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    assert_eq!(new.rehash(&plain(GOOD), &fresh).await.unwrap(), None);
}

#[tokio::test]
async fn a_storm_beyond_the_queue_is_refused_and_what_is_admitted_is_answered() {
    let slow = Hasher::start(HashParameters {
        memory: 65_536,
        passes: 8,
        lanes: 1,
    })
    .unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let hasher = slow.clone();
        tasks.spawn(async move { hasher.verify_nothing(&plain(GOOD)).await });
    }
    let (mut answered, mut refused) = (0, 0);
    while let Some(result) = tasks.join_next().await {
        match result.unwrap() {
            Ok(()) => answered += 1,
            Err(Error::Busy) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(answered + refused, 200);
    assert!(answered > 0, "nobody was served");
    assert!(refused > 0, "nobody was refused: the queue has no bound");
}

#[test]
fn only_parameters_of_owasps_table_are_strong() {
    assert!(HashParameters::RECOMMENDED.is_strong());
    assert!(
        HashParameters {
            memory: 47_104,
            passes: 1,
            lanes: 1
        }
        .is_strong()
    );
    assert!(
        !HashParameters {
            memory: 19_456,
            passes: 1,
            lanes: 1
        }
        .is_strong()
    );
    assert!(!HashParameters::FOR_TESTS.is_strong());
}
