//! Whatever the rules make of a user, the store gives it back, and the events tell the same.

use crate::{
    kit::{TestDb as Db, fresh},
    people::{change, load},
};
use proptest::{
    strategy::Strategy,
    test_runner::{Config, TestCaseError, TestRunner},
};
use std::slice;
use tenure_domain::{
    Action, Change, Command, Event, Fact,
    change::{Circumstances, Row},
    testing::{self, Done, Tenant, any_steps, any_tenant, clock},
    value::{CommandId, EventId, MessageId},
};
use tenure_persistence::{ConnectOptions, Replay, Store};
use tenure_service::ports::{Happened, LogInStore, SettledLogIn, Unit, UserStore};

fn cases() -> Config {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let all = Config {
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    Config {
        cases: if asked { all.cases } else { 24 },
        ..all
    }
}

/// The test kit counts its ids from one; the store wants them to differ.
fn with_fresh_ids(mut change: Change) -> Change {
    let command = CommandId(fresh());
    change.command = command;
    for event in &mut change.events {
        event.id = EventId(fresh());
        event.command = command;
    }
    for (id, _) in &mut change.messages {
        *id = MessageId(fresh());
    }
    change
}

/// Empties the tables and opens them anew under the rules of this tenant.
async fn begin(db: &Db, tenant: &Tenant) -> Store {
    for table in [
        "grants",
        "memberships",
        "sessions",
        "log_in_attempts",
        "log_in_places",
        "events",
        "outbox",
        "orders",
        "users",
        "reference_data",
        "roles",
        "tenants",
    ] {
        db.execute(&format!("DELETE FROM {table}")).await;
    }
    let options = ConnectOptions {
        max_connections: Some(2),
        ..db.options.clone()
    };
    let store = Store::connect(&db.url, options).await.unwrap();
    let id = testing::tenant();
    let made = store.ensure_tenant(
        id,
        "default",
        "Default",
        "standard",
        &tenant.policy,
        tenant.now,
    );
    made.await.unwrap();
    crate::people::organizations(db).await;
    crate::people::places(db).await;
    for (name, permission) in [("clerk", "product.view"), ("manager", "users.read")] {
        crate::people::make_role(&store, name, permission).await;
    }
    store
}

/// Registers the members as they were at the beginning.
async fn register_all(store: &Store, tenant: &Tenant) {
    for (number, member) in (1..).zip(&tenant.members) {
        let wish = testing::registration(tenure_domain::NewCredential::None);
        let circumstances = Circumstances {
            now: tenant.now,
            policy_revision: 1,
            last_log_in_at: None,
        };
        let events = member.history.clone();
        let policy = &tenant.policy;
        let change = Change::registration(&wish, events, policy, circumstances, number, &mut fresh);
        let change = with_fresh_ids(change.unwrap());
        assert_eq!(change.after, member.user);
        store
            .commit(Unit::of(slice::from_ref(&change)))
            .await
            .unwrap();
    }
}

/// Writes what a step led to; answers whether the row is still there.
async fn write(store: &Store, done: &Done, tenant: &Tenant) -> bool {
    if let Some(Ok(change)) = &done.answer {
        let mut change = with_fresh_ids(change.clone());
        // The kit asks one by one; guards have their own tests.
        change.guard = None;
        store
            .commit(Unit::of(slice::from_ref(&change)))
            .await
            .unwrap();
        return change.row == Row::Keep;
    }
    if let Some(verdict) = &done.verdict {
        let loaded = load(store, done.before.id()).await;
        let command = Command::new(CommandId(fresh()), clock(), Action::Elapse);
        let mut change = change(&loaded, &command, verdict.events.clone());
        change.guard = None;
        let settled = SettledLogIn {
            reservation: None,
            before: loaded.attempts,
            after: verdict.attempts,
            change: &change,
            session: None,
            rehash: None,
            pin: None,
        };
        store.settle(settled).await.unwrap();
        let member = &tenant.members[done.member];
        assert_eq!(change.after, member.user);
    }
    true
}

async fn live(db: &Db, mut tenant: Tenant, steps: &[testing::Step]) -> Result<(), TestCaseError> {
    let store = begin(db, &tenant).await;
    register_all(&store, &tenant).await;
    for step in steps {
        let Some(done) = tenant.take(step) else {
            continue;
        };
        let id = done.before.id();
        let is_there = write(&store, &done, &tenant).await;
        let replayed = store.replay_matches(testing::tenant(), id).await.unwrap();
        let expected = if is_there {
            Replay::Matches
        } else {
            Replay::Purged
        };
        proptest::prop_assert_eq!(replayed, expected, "{:?}", done);
        if is_there {
            let loaded = load(&store, id).await;
            proptest::prop_assert_eq!(&loaded.user, &tenant.members[done.member].user);
        }
    }
    for member in &tenant.members {
        let broken = store
            .verify_chain(testing::tenant(), member.user.id())
            .await;
        proptest::prop_assert_eq!(broken.unwrap(), None);
    }
    store.close().await.unwrap();
    Ok(())
}

contract! {
    async fn any_user_survives_the_round_trip_and_his_events_tell_the_same(db: &TestDb) {
        let db = db.clone();
        let runner = tokio::task::spawn_blocking(move || {
            let lives = (any_tenant(2), any_steps(12));
            let lives = lives.prop_filter("nobody", |(tenant, _)| !tenant.members.is_empty());
            let outcome = TestRunner::new(cases()).run(&lives, |(tenant, steps)| {
                tokio::runtime::Handle::current().block_on(live(&db, tenant, &steps))
            });
            outcome.map_err(|failure| failure.to_string())
        });
        assert_eq!(runner.await.unwrap(), Ok(()));
    }

    async fn every_fact_survives_the_round_trip(db: &TestDb) {
        crate::people::tenant(db).await;
        let ana = crate::people::add(&db.store, &crate::people::person("ana")).await;
        let mut change = crate::people::success(&ana);
        let mut like = change.events.remove(0);
        let facts = testing::every_fact();
        for (ordinal, fact) in (0..).zip(&facts) {
            like.id = EventId(fresh());
            like.ordinal = ordinal;
            like.event = Event { at: testing::noon(), fact: fact.clone() };
            change.events.push(like.clone());
        }
        crate::people::commit(&db.store, &change).await.unwrap();
        let filter = tenure_service::ports::EventFilter { limit: 500, ..Default::default() };
        let read = tenure_service::ports::UserQueries::events(&db.store, testing::tenant(), &filter);
        let mut read = read.await.unwrap().into_iter().filter_map(|event| match event.what {
            Happened::ToUser(_, fact) => Some(fact),
            Happened::ToTenant(_) => None,
        }).collect::<Vec<Fact>>();
        read.reverse();
        assert_eq!(read[1..], facts);
        let id = ana.user.id();
        assert_eq!(db.store.verify_chain(testing::tenant(), id).await.unwrap(), None);
    }
}
