//! Work for many users: it ends when whoever asked for it is put out, and a repetition reports as the first time.

use crate::stand::{Stand, loaded, tenant_with};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use tenure_domain::{
    Action, NewCredential, User,
    testing::{
        active, administrator, carry_out, facts, noon, registered, registration, standard,
        system_admin, tenant,
    },
    value::{SessionId, Span, UserId},
};
use tenure_service::{
    Error,
    export::{ExportWish, Exports},
    import::FileFormat,
    ports::{
        CommandKey, Cursor, EarlierCommand, ListFilter, Loaded, MockOutbox, MockTransferStore,
        MockUserQueries, MockUserStore, Page, SessionRecord, UserKey,
    },
    queries::Reading,
    sessions::{Presence, Sessions},
    users::{BulkReport, BulkWish, Deed, Targets, Users},
};
use uuid::Uuid;

/// Whoever asks: a system administrator with an open session.
fn session(user: User) -> SessionRecord {
    SessionRecord {
        id: SessionId(Uuid::from_u128(5)),
        created_at: noon(),
        seen_at: noon(),
        authenticated_at: noon(),
        expires_at: Span::minutes(480).after(noon()),
        organization: None,
        facility_log_in: None,
        authority: None,
        ip: None,
        user_agent: None,
        user,
        number: 1,
        tenant: tenant_with(standard()),
        roles: facts().roles,
    }
}

/// What the session is at each look after the first one.
fn stand(looks: Vec<Option<SessionRecord>>) -> Stand {
    let mut stand = Stand::new();
    let resolve = stand.open.expect_resolve();
    resolve.returning(|_| Ok(Some(session(administrator()))));
    let looks = Mutex::new(looks.into_iter());
    stand
        .open
        .expect_list()
        .returning(move |_, _| Ok(looks.lock().unwrap().next().flatten().into_iter().collect()));
    stand
}

async fn present(sessions: &Sessions) -> Presence {
    let caller = sessions.authenticate("token").await.unwrap();
    sessions.presence(&caller)
}

fn numbered(number: u128) -> UserId {
    UserId(Uuid::from_u128(0x1000 + number))
}

/// Everybody who is asked for is there, and like the one active user of the domain's kit.
fn reading() -> Reading {
    let mut queries = MockUserQueries::new();
    queries.expect_find().returning(|_, key| {
        let UserKey::Id(id) = key else {
            return Ok(None);
        };
        Ok(Some(one(id)))
    });
    let store = Arc::new(MockUserStore::new());
    Reading::new(store, Arc::new(queries), Arc::new(MockOutbox::new()))
}

fn one(id: UserId) -> Loaded {
    let mut wish = registration(NewCredential::None);
    wish.id = id;
    loaded(registered(&wish, &standard(), noon()))
}

fn deactivate() -> Action {
    Action::Deactivate { reason: None }
}

/// A trial with so many users.
fn trial(count: u128) -> BulkWish {
    let named = (0..count).map(|number| {
        let id = numbered(number);
        (id.to_string(), Some(UserKey::Id(id)))
    });
    BulkWish {
        deed: Deed::Act(Box::new(deactivate())),
        targets: Targets::Named(named.collect()),
        dry_run: true,
    }
}

async fn carried_out(mut stand: Stand, wish: &BulkWish) -> BulkReport {
    stand
        .store
        .expect_load()
        .returning(|_, id| Ok(Some(one(id))));
    let (users, sessions) = stand.sessions();
    let presence = present(&sessions).await;
    let tenant = tenant_with(standard());
    let reading = reading();
    let done = users.execute_many(&tenant, presence, wish, &reading, None);
    done.await.unwrap()
}

fn refused(report: &BulkReport) -> Vec<(&str, &str)> {
    let rows = report.skipped.iter();
    rows.map(|row| (row.named.as_str(), row.error.code()))
        .collect()
}

#[tokio::test]
async fn nothing_is_done_to_the_rest_once_the_session_of_who_asked_has_ended() {
    let open = Some(session(administrator()));
    let report = carried_out(stand(vec![open, None]), &trial(120)).await;
    assert_eq!(report.done, 100);
    assert_eq!(report.skipped.len(), 20);
    assert!(
        refused(&report)
            .iter()
            .all(|(_, code)| *code == "forbidden")
    );
}

#[tokio::test]
async fn nothing_is_done_to_the_rest_once_who_asked_has_lost_his_role() {
    let report = carried_out(stand(vec![Some(session(active()))]), &trial(60)).await;
    assert_eq!(report.done, 50);
    assert_eq!(report.skipped.len(), 10);
    assert!(
        refused(&report)
            .iter()
            .all(|(_, code)| *code == "forbidden")
    );
}

#[tokio::test]
async fn a_repetition_counts_what_was_unchanged_as_unchanged_again() {
    let mut stand = stand(Vec::new());
    let answers = Arc::new(Mutex::new(BTreeMap::new()));
    let (kept, told) = (answers.clone(), answers.clone());
    stand.store.expect_commit().returning(move |unit| {
        let record = unit.record.unwrap();
        kept.lock()
            .unwrap()
            .insert(record.key.key, (record.user, record.status));
        Ok(())
    });
    stand.store.expect_earlier().returning(move |key| {
        let told = told.lock().unwrap();
        let earlier = |(user, status): &(UserId, u16)| EarlierCommand {
            request_hash: key.request_hash,
            user: *user,
            status: *status,
        };
        Ok(told.get(&key.key).map(earlier))
    });
    stand.store.expect_load().returning(|_, id| {
        let mut account = one(id);
        if id == numbered(0) {
            let (actor, rules) = (system_admin(), standard());
            let rests = carry_out(&account.user, actor, deactivate(), &facts(), &rules, noon());
            account.user = rests.unwrap().after;
        }
        Ok(Some(account))
    });
    let (users, sessions) = stand.sessions();
    let presence = present(&sessions).await;
    let wish = BulkWish {
        dry_run: false,
        ..trial(3)
    };
    let first = repeatable(&users, presence.clone(), &wish, &reading()).await;
    assert_eq!((first.done, first.unchanged), (2, 1));
    let again = repeatable(&users, presence.clone(), &wish, &reading()).await;
    assert_eq!((again.done, again.unchanged), (2, 1));
    // Those to whom it was done may be out of sight since.
    let mut queries = MockUserQueries::new();
    queries.expect_find().returning(|_, _| Ok(None));
    let store = Arc::new(MockUserStore::new());
    let unseen = Reading::new(store, Arc::new(queries), Arc::new(MockOutbox::new()));
    let again = repeatable(&users, presence, &wish, &unseen).await;
    assert_eq!((again.done, again.unchanged), (2, 1));
}

async fn repeatable(
    users: &Users,
    presence: Presence,
    wish: &BulkWish,
    reading: &Reading,
) -> BulkReport {
    let key = CommandKey {
        tenant: tenant(),
        caller: "user:1".to_owned(),
        key: Uuid::from_u128(9),
        request_hash: [1; 32],
    };
    let tenant = tenant_with(standard());
    let done = users.execute_many(&tenant, presence, wish, reading, Some(&key));
    done.await.unwrap()
}

#[tokio::test]
async fn an_export_breaks_off_once_the_session_of_who_asked_has_ended_and_knows_how_many_left() {
    let mut queries = MockUserQueries::new();
    queries.expect_list().returning(|_, _, page| {
        let first = page.cursor.is_none();
        let more = Cursor {
            value: None,
            number: Some(12),
            backward: false,
        };
        Ok(Page {
            rows: vec![one(numbered(u128::from(first)))],
            next: Some(more),
            prev: None,
            total: 3,
            total_is_exact: true,
        })
    });
    let queries = Arc::new(queries);
    let store = Arc::new(MockUserStore::new());
    let reading = Reading::new(store, queries, Arc::new(MockOutbox::new()));
    let open = Some(session(administrator()));
    for (looks, last) in [
        (vec![open.clone(), None], "unauthorized"),
        (vec![open, Some(session(active()))], "forbidden"),
    ] {
        let (users, sessions) = stand(looks).sessions();
        let presence = present(&sessions).await;
        let exports = Exports::new(reading.clone(), users, Arc::new(MockTransferStore::new()));
        let wish = ExportWish {
            format: FileFormat::Csv,
            filter: ListFilter::default(),
            told: Vec::new(),
        };
        let mut export = exports
            .begin(&tenant_with(standard()), presence, wish)
            .unwrap();
        assert!(export.piece().await.unwrap().is_some());
        assert!(export.piece().await.unwrap().is_some());
        let ended: Error = export.piece().await.unwrap_err();
        assert_eq!((ended.code(), export.sent()), (last, 2));
    }
}
