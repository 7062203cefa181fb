//! From where and in which request everything was asked.

use crate::{
    kit::{Kind, TestDb as Db},
    people::{act, add, block, commit, decided, here, load, person, success, tenant},
};
use tenure_domain::{Action, Change, authority::ActorRef, change::Origin, value::UserId};
use tenure_service::ports::{EventFilter, EventRecord, UserQueries};

fn from(ip: &str, request: &str) -> Origin {
    Origin {
        ip: Some(ip.to_owned()),
        request_id: Some(request.to_owned()),
    }
}

async fn write(db: &Db, change: Change, origin: Origin) {
    commit(&db.store, &Change { origin, ..change })
        .await
        .unwrap();
}

async fn read(db: &Db, filter: EventFilter) -> Vec<EventRecord> {
    let filter = EventFilter {
        limit: 50,
        ..filter
    };
    db.store.events(here(), &filter).await.unwrap()
}

/// Everything that was asked from this address, as codes.
async fn asked_from(db: &Db, ip: &str) -> Vec<&'static str> {
    let ip = Some(ip.to_owned());
    let found = read(
        db,
        EventFilter {
            ip,
            ..EventFilter::default()
        },
    )
    .await;
    found.iter().map(EventRecord::code).collect()
}

/// Blocks Ana, as this user.
async fn blocked_by(db: &Db, ana: UserId, by: UserId, origin: Origin) {
    let mut change = decided(&load(&db.store, ana).await, block());
    for event in &mut change.events {
        event.actor = ActorRef::User(by);
    }
    change.actor = ActorRef::User(by);
    write(db, change, origin).await;
}

contract! {
    async fn an_address_goes_with_the_person_who_asked_from_it_and_the_chain_holds(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let ben = add(&db.store, &person("ben")).await.user.id();
        blocked_by(db, ana, ben, from("192.0.2.7", "r-1")).await;
        act(&db.store, ana, Action::Unblock).await;
        // Somebody without a session, about Ben: most likely Ben.
        let mut tried = success(&load(&db.store, ben).await);
        for event in &mut tried.events {
            event.actor = ActorRef::Visitor;
        }
        write(db, tried, from("192.0.2.8", "r-2")).await;
        let administrator = decided(&load(&db.store, ben).await, block());
        write(db, administrator, from("192.0.2.9", "r-3")).await;
        assert_eq!(asked_from(db, "192.0.2.7").await, ["user.blocked"]);
        assert_eq!(asked_from(db, "192.0.2.8").await, ["log_in.succeeded"]);

        act(&db.store, ben, Action::Anonymize).await;
        for gone in ["192.0.2.7", "192.0.2.8"] {
            assert_eq!(asked_from(db, gone).await, [""; 0], "{gone}");
            assert!(!db.dump().await.contains(gone), "{gone}");
        }
        assert_eq!(asked_from(db, "192.0.2.9").await, ["user.blocked"]);
        for user in [ana, ben] {
            assert_eq!(db.store.verify_chain(here(), user).await.unwrap(), None);
        }
        let request = EventFilter { request_id: Some("r-1".to_owned()), ..EventFilter::default() };
        let found = read(db, request).await;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].origin, Origin { ip: None, request_id: Some("r-1".to_owned()) });
    }

    async fn a_request_is_part_of_the_chain_and_so_is_that_there_was_none(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let change = decided(&load(&db.store, ana).await, block());
        write(db, change, from("192.0.2.7", "r-1")).await;
        assert_eq!(db.store.verify_chain(here(), ana).await.unwrap(), None);
        for (tamper, mend) in [
            ("request_id = 'r-2' WHERE version = 2", "request_id = 'r-1' WHERE version = 2"),
            ("request_id = NULL WHERE version = 2", "request_id = 'r-1' WHERE version = 2"),
            ("request_id = 'r-1' WHERE version = 1", "request_id = NULL WHERE version = 1"),
        ] {
            db.execute(&format!("UPDATE events SET {tamper}")).await;
            assert!(db.store.verify_chain(here(), ana).await.unwrap().is_some(), "{tamper}");
            db.execute(&format!("UPDATE events SET {mend}")).await;
            assert_eq!(db.store.verify_chain(here(), ana).await.unwrap(), None, "{mend}");
        }
    }

    async fn events_are_found_by_request_address_kind_and_family(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let change = decided(&load(&db.store, ana).await, block());
        write(db, change, from("2001:db8::1", "r-1")).await;
        act(&db.store, ana, Action::Unblock).await;
        let all = EventFilter::default();
        let codes = async |filter: EventFilter| {
            let found = read(db, filter).await;
            found.iter().map(EventRecord::code).collect::<Vec<_>>()
        };
        let families = |name: &str| EventFilter { families: [name.to_owned()].into(), ..EventFilter::default() };
        let everything = codes(all.clone()).await;
        assert_eq!(codes(families("user.")).await, everything);
        assert_eq!(codes(families("role.")).await, [""; 0]);
        // Signs of a pattern are themselves.
        for odd in ["u_er.", "%", "use"] {
            let expected = if odd == "use" { everything.clone() } else { Vec::new() };
            assert_eq!(codes(families(odd)).await, expected, "{odd}");
        }
        let both = EventFilter { kinds: ["user.blocked".to_owned()].into(), ..families("user.unb") };
        assert_eq!(codes(both).await, ["user.unblocked", "user.blocked"]);
        let request = EventFilter { request_id: Some("r-1".to_owned()), ..all.clone() };
        assert_eq!(codes(request).await, ["user.blocked"]);
        let elsewhere = EventFilter { ip: Some("2001:db8::2".to_owned()), ..all };
        assert_eq!(codes(elsewhere).await, [""; 0]);
        assert_eq!(asked_from(db, "2001:db8::1").await, ["user.blocked"]);
    }

    async fn events_are_counted_by_day_and_code_where_the_reader_is(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        act(&db.store, ana, block()).await;
        // Two hours before midnight in Greenwich it is tomorrow in Berlin's summer.
        db.execute("UPDATE events SET occurred_at = 86400000000 * 20000 - 7200000000 WHERE version = 2").await;
        db.execute("UPDATE events SET occurred_at = 86400000000 * 20000 WHERE version = 1").await;
        let days = async |filter: EventFilter, east| {
            let mut days = db.store.count_events_by_day(here(), &filter, east).await.unwrap();
            days.retain(|day| ["user.blocked", "user.registered"].contains(&day.kind.as_str()));
            days.sort_by(|one, other| one.kind.cmp(&other.kind));
            days.into_iter().map(|day| (day.day, day.kind, day.count)).collect::<Vec<_>>()
        };
        let all = EventFilter::default();
        let both = |blocked| vec![
            (blocked, "user.blocked".to_owned(), 1),
            (20_000, "user.registered".to_owned(), 1),
        ];
        assert_eq!(days(all.clone(), 0).await, both(19_999));
        assert_eq!(days(all.clone(), 7_200).await, both(20_000));
        let one = EventFilter { kinds: ["user.blocked".to_owned()].into(), ..all.clone() };
        assert_eq!(days(one, 0).await.len(), 1);
        let newest = db.store.events(here(), &EventFilter { limit: 1, ..all.clone() }).await.unwrap();
        let nothing = EventFilter { after: Some(newest[0].id), ..all };
        assert_eq!(days(nothing, 0).await, []);
    }

    async fn a_page_of_the_trail_comes_from_an_index_and_is_not_sorted(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        multiply(db).await;
        // PostgreSQL gathers statistics by itself; SQLite has none unless somebody asks for them, and nobody does.
        if db.kind == Kind::Postgres {
            db.execute("ANALYZE events").await;
        }
        let all = EventFilter { limit: 50, ..EventFilter::default() };
        let filters = [
            all.clone(),
            EventFilter { subject: Some(ana), ..all.clone() },
            EventFilter { actor: Some(ActorRef::User(ana)), ..all.clone() },
            EventFilter { kinds: ["user.rare".to_owned()].into(), ..all.clone() },
            EventFilter { request_id: Some("r-7".to_owned()), ..all.clone() },
            EventFilter { ip: Some("192.0.2.7".to_owned()), ..all.clone() },
        ];
        for filter in filters {
            let plan = db.store.explain_events(here(), &filter).await.unwrap().join("\n");
            let is_bad = ["B-TREE FOR ORDER", "SCAN events", "Sort", "Seq Scan"];
            assert!(!is_bad.iter().any(|sign| plan.contains(sign)), "{filter:?}\n{plan}");
        }
    }
}

/// Copies the first event until there are thousands, of many requests and addresses.
async fn multiply(db: &Db) {
    let (series, id) = match db.kind {
        Kind::Sqlite => (
            "WITH RECURSIVE series(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM series WHERE n < 5000)",
            "randomblob(16)",
        ),
        Kind::Postgres => (
            "WITH series(n) AS (SELECT generate_series(2, 5000))",
            "gen_random_uuid()",
        ),
    };
    let columns =
        "tenant_id, version, ordinal, kind, payload, actor, policy_revision, occurred_at, chain";
    let sql = format!(
        "{series} INSERT INTO events (id, command_id, subject_id, seq, request_id, ip, {columns}) \
         SELECT {id}, {id}, {id}, n, 'r-' || n, '10.0.0.' || n, {columns} FROM series, events WHERE events.seq = 1 \
         AND events.request_id IS NULL"
    );
    db.execute(&sql).await;
}
