//! Log-in: what counts is counted, what was not verified is given back.

use crate::stand::{Stand, hasher, loaded, lost};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use tenure_domain::{
    Attempts, Fact,
    testing::{active, ana, blocked, standard, tenant},
    value::{PasswordContext, PasswordHash, PlainPassword},
};
use tenure_service::{
    Error,
    ports::{LogInUser, Reservation, StoreError},
    sessions::{LogIn, Origin},
};
use uuid::Uuid;

const GOOD: &str = "plum ladder orbit canvas";

fn plain(text: &str) -> PlainPassword {
    PlainPassword::parse(text).unwrap()
}

async fn stored() -> PasswordHash {
    let rules = standard().credential.password;
    let accepted = rules
        .accept(plain(GOOD), &PasswordContext::default())
        .unwrap();
    hasher().hash(&accepted).await.unwrap()
}

fn log_in(password: &str) -> LogIn {
    LogIn {
        tenant: tenant(),
        login: "ana@example.com".to_owned(),
        password: plain(password),
        origin: Origin::default(),
    }
}

fn admitted() -> Reservation {
    Reservation::Admitted {
        id: Uuid::from_u128(5),
        attempts: Attempts::default(),
    }
}

/// A stand with a user who is found and whose place is granted.
async fn with(user: tenure_domain::User) -> Stand {
    let mut stand = Stand::new();
    let hash = stored().await;
    let account = loaded(user);
    let tenant = Arc::clone(&account.tenant);
    stand
        .store
        .expect_tenant()
        .returning(move |_| Ok(Some(Arc::clone(&tenant))));
    stand
        .store
        .expect_load()
        .returning(move |_, _| Ok(Some(account.clone())));
    let found = LogInUser {
        id: ana(),
        password: Some(hash.clone()),
        holds: active().profile().identifiers(),
    };
    stand
        .log_ins
        .expect_find()
        .returning(move |_, _| Ok(Some(found.clone())));
    stand
        .log_ins
        .expect_password()
        .returning(move |_, _| Ok(Some(hash.clone())));
    stand
        .log_ins
        .expect_reserve()
        .returning(|_, _, _| Ok(admitted()));
    stand
}

#[tokio::test]
async fn the_right_password_settles_its_place_and_opens_a_session() {
    let mut stand = with(active()).await;
    stand
        .log_ins
        .expect_settle()
        .times(1)
        .withf(|settled| {
            settled.reservation == Some(Uuid::from_u128(5))
                && settled.session.is_some()
                && settled.after.failures == 0
                && settled
                    .change
                    .events
                    .iter()
                    .any(|e| e.event.fact == Fact::LogInSucceeded {})
        })
        .returning(|_| Ok(()));
    let (_, sessions) = stand.sessions();
    let open = sessions.log_in(log_in(GOOD)).await.unwrap();
    assert_eq!(open.token.len(), 43);
    assert_eq!(open.account.user.id(), ana());
}

#[tokio::test]
async fn a_wrong_password_counts_before_it_is_answered() {
    let mut stand = with(active()).await;
    stand
        .log_ins
        .expect_settle()
        .times(1)
        .withf(|settled| settled.after.failures == 1 && settled.session.is_none())
        .returning(|_| Ok(()));
    let (_, sessions) = stand.sessions();
    let answer = sessions.log_in(log_in("wrong password wrong")).await;
    assert!(
        matches!(answer, Err(Error::LogInFailed { .. })),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_failure_that_cannot_be_written_is_never_answered_as_a_verdict() {
    let mut stand = with(active()).await;
    stand
        .log_ins
        .expect_settle()
        .times(1)
        .returning(|_| Err(lost()));
    let (_, sessions) = stand.sessions();
    let answer = sessions.log_in(log_in("wrong password wrong")).await;
    assert!(
        matches!(answer, Err(Error::Unavailable { .. })),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_settlement_that_lost_a_race_is_judged_again() {
    let mut stand = with(active()).await;
    let tries = AtomicU32::new(0);
    stand.log_ins.expect_settle().times(3).returning(move |_| {
        if tries.fetch_add(1, Ordering::Relaxed) < 2 {
            Err(StoreError::Conflict)
        } else {
            Ok(())
        }
    });
    let (_, sessions) = stand.sessions();
    assert!(sessions.log_in(log_in(GOOD)).await.is_ok());
}

#[tokio::test]
async fn when_the_stored_hash_cannot_be_read_the_place_is_given_back() {
    let mut stand = with(active()).await;
    stand.log_ins.checkpoint();
    let found = LogInUser {
        id: ana(),
        password: None,
        holds: active().profile().identifiers(),
    };
    stand
        .log_ins
        .expect_find()
        .returning(move |_, _| Ok(Some(found.clone())));
    stand
        .log_ins
        .expect_reserve()
        .returning(|_, _, _| Ok(admitted()));
    stand
        .log_ins
        .expect_password()
        .returning(|_, _| Err(lost()));
    stand
        .log_ins
        .expect_release()
        .times(1)
        .returning(|_, _, _| Ok(()));
    stand.log_ins.expect_settle().never();
    let (_, sessions) = stand.sessions();
    let answer = sessions.log_in(log_in(GOOD)).await;
    assert!(
        matches!(answer, Err(Error::Unavailable { .. })),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_blocked_user_is_refused_with_the_right_password_and_only_the_audit_knows_why() {
    let mut stand = with(blocked()).await;
    stand
        .log_ins
        .expect_settle()
        .times(1)
        .withf(|settled| settled.before == settled.after && settled.session.is_none())
        .returning(|_| Ok(()));
    let (_, sessions) = stand.sessions();
    let answer = sessions.log_in(log_in(GOOD)).await.unwrap_err();
    assert_eq!(answer.to_string(), "Log in failed.");
}

#[tokio::test]
async fn an_unknown_user_takes_a_place_and_a_verification_like_any_other() {
    let mut stand = Stand::new();
    let known = loaded(active()).tenant;
    stand
        .store
        .expect_tenant()
        .returning(move |_| Ok(Some(Arc::clone(&known))));
    stand
        .log_ins
        .expect_find()
        .times(1)
        .returning(|_, _| Ok(None));
    stand
        .log_ins
        .expect_reserve()
        .times(1)
        .returning(|_, _, _| Ok(admitted()));
    stand
        .log_ins
        .expect_release()
        .times(1)
        .returning(|_, _, _| Ok(()));
    let (_, sessions) = stand.sessions();
    let answer = sessions.log_in(log_in(GOOD)).await.unwrap_err();
    assert_eq!(answer.to_string(), "Log in failed.");
}
