//! Commands: decided anew after a lost race, refused without a trace, never repeated.

use crate::stand::{Stand, loaded, loaded_under, lost};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};
use tenure_domain::{
    Action, Command, ProfileChange,
    lifecycle::Status,
    policy::{DeleteMode, Restorable},
    testing::{active, ana, email, inactive, standard_but, system_admin, tenant},
    value::{CommandId, UserId},
};
use tenure_service::{
    Error,
    ports::{Claim, CommandKey, EarlierCommand, LogInUser, StoreError},
    users::Repeatable,
};
use uuid::Uuid;

fn deactivate() -> Command {
    let action = Action::Deactivate { reason: None };
    Command::new(CommandId(Uuid::from_u128(1)), system_admin(), action)
}

fn keyed(hash: u8) -> Repeatable {
    let key = CommandKey {
        tenant: tenant(),
        caller: "user:1".to_owned(),
        key: Uuid::from_u128(9),
        request_hash: [hash; 32],
    };
    Repeatable {
        key,
        status: 200,
        unchanged: 200,
    }
}

#[tokio::test]
async fn a_lost_race_is_decided_again_on_what_is_there_now() {
    let mut stand = Stand::new();
    let tries = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&tries);
    stand
        .store
        .expect_load()
        .times(3)
        .returning(|_, _| Ok(Some(loaded(active()))));
    stand.store.expect_commit().times(3).returning(move |_| {
        match seen.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => Err(StoreError::Conflict),
            _ => Ok(()),
        }
    });
    let done = stand
        .users()
        .execute(tenant(), ana(), deactivate(), None)
        .await
        .unwrap();
    assert_eq!(done.account.user.status(), Status::Inactive);
    assert_eq!(tries.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn after_five_lost_races_the_caller_is_told_and_nothing_was_written() {
    let mut stand = Stand::new();
    stand
        .store
        .expect_load()
        .times(5)
        .returning(|_, _| Ok(Some(loaded(active()))));
    stand
        .store
        .expect_commit()
        .times(5)
        .returning(|_| Err(StoreError::Conflict));
    let answer = stand
        .users()
        .execute(tenant(), ana(), deactivate(), None)
        .await;
    assert!(matches!(answer, Err(Error::Contended)), "{answer:?}");
}

#[tokio::test]
async fn a_lost_database_is_unavailable_at_once() {
    let mut stand = Stand::new();
    stand
        .store
        .expect_load()
        .times(1)
        .returning(|_, _| Ok(Some(loaded(active()))));
    stand
        .store
        .expect_commit()
        .times(1)
        .returning(|_| Err(lost()));
    let answer = stand
        .users()
        .execute(tenant(), ana(), deactivate(), None)
        .await;
    assert!(
        matches!(answer, Err(Error::Unavailable { .. })),
        "{answer:?}"
    );
}

#[tokio::test]
async fn a_refused_command_never_reaches_the_store() {
    let mut stand = Stand::new();
    stand
        .store
        .expect_load()
        .times(1)
        .returning(|_, _| Ok(Some(loaded(active()))));
    stand.store.expect_commit().never();
    let restore = Command::new(CommandId(Uuid::nil()), system_admin(), Action::Restore);
    let answer = stand.users().execute(tenant(), ana(), restore, None).await;
    assert_eq!(answer.unwrap_err().code(), "invalid_transition");
}

#[tokio::test]
async fn when_the_order_ledger_is_out_nobody_guesses_and_nothing_is_deleted() {
    let mut stand = Stand::new();
    let hard = || {
        standard_but(|policy| {
            policy.removal.mode = DeleteMode::Hard;
            policy.removal.restorable = Restorable::No;
        })
    };
    stand
        .store
        .expect_load()
        .times(1)
        .returning(move |_, _| Ok(Some(loaded_under(active(), hard()))));
    stand
        .ledger
        .expect_history()
        .times(1)
        .returning(|_, _| Err(lost()));
    stand.store.expect_commit().never();
    let delete = Command::new(CommandId(Uuid::nil()), system_admin(), Action::Delete);
    let answer = stand.users().execute(tenant(), ana(), delete, None).await;
    assert!(
        matches!(answer, Err(Error::Unavailable { .. })),
        "{answer:?}"
    );
}

#[tokio::test]
async fn the_ledger_is_not_asked_where_the_rules_do_not_need_it() {
    let mut stand = Stand::new();
    stand
        .store
        .expect_load()
        .times(1)
        .returning(|_, _| Ok(Some(loaded(active()))));
    stand.store.expect_commit().times(1).returning(|_| Ok(()));
    stand.ledger.expect_history().never();
    let delete = Command::new(CommandId(Uuid::nil()), system_admin(), Action::Delete);
    let done = stand
        .users()
        .execute(tenant(), ana(), delete, None)
        .await
        .unwrap();
    assert_eq!(done.account.user.status(), Status::Deleted);
}

#[tokio::test]
async fn a_repeated_key_answers_as_the_first_time_and_does_nothing() {
    let mut stand = Stand::new();
    let earlier = EarlierCommand {
        request_hash: [1; 32],
        user: ana(),
        status: 201,
    };
    stand
        .store
        .expect_earlier()
        .times(1)
        .returning(move |_| Ok(Some(earlier.clone())));
    stand
        .store
        .expect_load()
        .times(1)
        .returning(|_, _| Ok(Some(loaded(active()))));
    stand.store.expect_commit().never();
    let done = stand
        .users()
        .execute(tenant(), ana(), deactivate(), Some(keyed(1)))
        .await
        .unwrap();
    assert_eq!(done.replayed, Some(201));
    assert_eq!(done.account.user.status(), Status::Active);
}

#[tokio::test]
async fn a_key_with_another_body_is_refused() {
    let mut stand = Stand::new();
    let earlier = EarlierCommand {
        request_hash: [1; 32],
        user: ana(),
        status: 201,
    };
    stand
        .store
        .expect_earlier()
        .times(1)
        .returning(move |_| Ok(Some(earlier.clone())));
    stand.store.expect_load().never();
    let answer = stand
        .users()
        .execute(tenant(), ana(), deactivate(), Some(keyed(2)))
        .await;
    assert!(matches!(answer, Err(Error::KeyReused)), "{answer:?}");
}

#[tokio::test]
async fn of_two_equal_wishes_at_the_same_time_the_slower_finds_what_the_faster_did() {
    let mut stand = Stand::new();
    let asked = AtomicU32::new(0);
    stand.store.expect_earlier().times(2).returning(move |_| {
        let first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        let earlier = EarlierCommand {
            request_hash: [1; 32],
            user: ana(),
            status: 200,
        };
        Ok((!first).then_some(earlier))
    });
    stand
        .store
        .expect_load()
        .times(2)
        .returning(|_, _| Ok(Some(loaded(active()))));
    stand
        .store
        .expect_commit()
        .times(1)
        .returning(|_| Err(StoreError::Repeated));
    let done = stand
        .users()
        .execute(tenant(), ana(), deactivate(), Some(keyed(1)))
        .await
        .unwrap();
    assert_eq!(done.replayed, Some(200));
}

#[tokio::test]
async fn a_fulfilled_wish_is_recorded_under_its_key_although_nothing_changes() {
    let mut stand = Stand::new();
    stand.store.expect_earlier().returning(|_| Ok(None));
    stand
        .store
        .expect_load()
        .times(1)
        .returning(|_, _| Ok(Some(loaded(active()))));
    stand
        .store
        .expect_commit()
        .times(1)
        .withf(|unit| unit.changes.is_empty() && unit.record.is_some())
        .returning(|_| Ok(()));
    let activate = Command::new(CommandId(Uuid::nil()), system_admin(), Action::Activate);
    let done = stand
        .users()
        .execute(tenant(), ana(), activate, Some(keyed(1)))
        .await
        .unwrap();
    assert_eq!(done.account.user.version(), active().version());
}

#[tokio::test]
async fn a_repetition_that_came_too_late_to_wait_is_answered_by_what_the_first_one_did() {
    let mut stand = Stand::new();
    let asked = AtomicU32::new(0);
    stand.store.expect_earlier().times(2).returning(move |_| {
        let first = asked.fetch_add(1, Ordering::Relaxed) == 0;
        let earlier = EarlierCommand {
            request_hash: [1; 32],
            user: ana(),
            status: 200,
        };
        Ok((!first).then_some(earlier))
    });
    // Restored by the first; restoring again would be refused.
    stand
        .store
        .expect_load()
        .returning(|_, _| Ok(Some(loaded(inactive()))));
    stand.store.expect_commit().never();
    let restore = Command::new(CommandId(Uuid::nil()), system_admin(), Action::Restore);
    let users = stand.users();
    let done = users.execute(tenant(), ana(), restore, Some(keyed(1)));
    assert_eq!(done.await.unwrap().replayed, Some(200));
}

#[tokio::test]
async fn an_address_that_somebody_holds_is_refused_before_it_is_mailed_to() {
    let mut stand = Stand::new();
    stand
        .store
        .expect_load()
        .returning(|_, _| Ok(Some(loaded(active()))));
    stand.log_ins.expect_find().times(1).returning(|_, _| {
        let id = UserId(Uuid::from_u128(77));
        Ok(Some(LogInUser {
            id,
            password: None,
            holds: active().profile().identifiers(),
        }))
    });
    stand.store.expect_commit().never();
    let change = ProfileChange {
        email: Some(Some(email("taken@example.com"))),
        ..ProfileChange::default()
    };
    let action = Action::UpdateProfile(Box::new(change));
    let command = Command::new(CommandId(Uuid::nil()), system_admin(), action);
    let answer = stand.users().execute(tenant(), ana(), command, None).await;
    assert!(
        matches!(answer, Err(Error::Taken(Claim::Email))),
        "{answer:?}"
    );
}
