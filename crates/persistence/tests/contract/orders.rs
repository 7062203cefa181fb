//! Orders: written once, joined by address, and without it when their user goes.

use crate::{
    kit::{Kind, TestDb as Db, fresh},
    people::{act, add, commit, decided, here, load, person, registration, tenant, tenant_with},
};
use std::slice;
use tenure_domain::{
    Action, OrderHistory, ValidPolicy,
    policy::{DeleteGuard, DeleteMode, IdentifierReuse, Restorable},
    testing::{email, noon, standard_but},
    value::{OrderId, Span, UserId},
};
use tenure_service::ports::{
    Claim, OrderLedger, OrderPlace, OrderRecord, OrderStore, StoreError, Unit, UserStore,
};

fn number(text: &str) -> OrderId {
    OrderId::parse(text).unwrap()
}

/// An order placed so many minutes after noon.
fn order(id: &str, minutes: u32, user: Option<UserId>) -> OrderRecord {
    OrderRecord {
        tenant: here(),
        id: number(id),
        email: Some(email("ANA@example.com")),
        user,
        placed_at: Span::minutes(minutes).after(noon()),
        recorded_at: Span::hours(1).after(noon()),
        made_customer: false,
    }
}

async fn told(db: &Db, order: &OrderRecord) -> Result<(), StoreError> {
    let order = Some(order.clone());
    db.store
        .commit(Unit {
            order,
            ..Unit::default()
        })
        .await
}

async fn ids(db: &Db, user: UserId, after: Option<OrderPlace>, limit: u16) -> Vec<String> {
    let found = db.store.orders_of(here(), user, after, limit).await;
    let found = found.unwrap().into_iter();
    found.map(|order| order.id.to_string()).collect()
}

async fn history(db: &Db, user: UserId) -> OrderHistory {
    db.store.history(here(), user).await.unwrap()
}

fn guarding() -> ValidPolicy {
    standard_but(|policy| policy.removal.guard_history = DeleteGuard::Always)
}

/// Orders of many others, and of Ana.
async fn multiply(db: &Db) {
    let (series, id) = match db.kind {
        Kind::Sqlite => (
            "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < 5000)",
            "randomblob(16)",
        ),
        Kind::Postgres => (
            "WITH series(n) AS (SELECT generate_series(1, 5000))",
            "gen_random_uuid()",
        ),
    };
    let sql = format!(
        "{series} INSERT INTO orders (tenant_id, order_id, email, email_key, user_id, placed_at, recorded_at, \
         made_customer) SELECT tenant_id, 'M' || n, email, 'm' || n, CASE WHEN n % 2 = 0 THEN {id} END, n, n, \
         made_customer FROM series, orders WHERE order_id = 'R-1'"
    );
    db.execute(&sql).await;
}

contract! {
    async fn an_order_is_read_as_it_was_written(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let mine = order("R-1", 3, Some(ana));
        told(db, &mine).await.unwrap();
        assert_eq!(db.store.order(here(), &mine.id).await.unwrap(), Some(mine.clone()));
        assert_eq!(db.store.orders_of(here(), ana, None, 9).await.unwrap(), slice::from_ref(&mine));
        assert_eq!(db.store.order(here(), &number("r-1")).await.unwrap(), None);
        let elsewhere = tenure_domain::value::TenantId(fresh());
        assert_eq!(db.store.order(elsewhere, &mine.id).await.unwrap(), None);
        assert_eq!(db.store.orders_of(elsewhere, ana, None, 9).await.unwrap(), []);
    }

    async fn an_order_is_recorded_once(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        told(db, &order("R-1", 0, None)).await.unwrap();
        let before = db.dump().await;
        let again = told(db, &order("R-1", 5, Some(ana))).await;
        assert!(matches!(again, Err(StoreError::Repeated)), "{again:?}");
        assert_eq!(db.dump().await, before);
    }

    async fn a_customer_and_the_order_that_makes_him_come_together_or_not_at_all(db: &TestDb) {
        tenant(db).await;
        told(db, &order("R-1", 0, None)).await.unwrap();
        let before = db.count("users").await;
        for (id, comes) in [("R-1", false), ("R-2", true)] {
            let wish = person("ana");
            let change = registration(&db.store, &wish).await;
            let unit = Unit {
                changes: slice::from_ref(&change),
                order: Some(order(id, 0, Some(wish.id))),
                ..Unit::default()
            };
            let done = db.store.commit(unit).await;
            assert_eq!(done.is_ok(), comes, "{done:?}");
            assert_eq!(db.count("users").await - before, i64::from(comes));
        }
        assert_eq!(db.count("orders").await, 2);
    }

    /// CH-16: the address joins orders and users, however it is spelled and whichever came first.
    async fn an_order_of_nobody_is_his_who_has_the_address(db: &TestDb) {
        tenant(db).await;
        told(db, &order("R-1", 0, None)).await.unwrap();
        let ana = add(&db.store, &person("ana")).await.user.id();
        let ben = add(&db.store, &person("ben")).await.user.id();
        assert_eq!((history(db, ana).await, history(db, ben).await), (OrderHistory::Some, OrderHistory::None));
        assert_eq!(ids(db, ana, None, 9).await, ["R-1"]);
        // What is another's is not shared with whoever has the address later.
        told(db, &order("R-2", 0, Some(ana))).await.unwrap();
        db.execute("UPDATE orders SET email_key = 'ben@example.com'").await;
        assert_eq!((ids(db, ana, None, 9).await, ids(db, ben, None, 9).await), (vec!["R-2".to_owned()], vec!["R-1".to_owned()]));
    }

    async fn an_order_for_a_user_is_written_only_while_he_has_its_address(db: &TestDb) {
        tenant(db).await;
        let ben = add(&db.store, &person("ben")).await.user.id();
        for user in [ben, UserId(fresh())] {
            let refused = told(db, &order("R-1", 0, Some(user))).await;
            assert!(matches!(refused, Err(StoreError::Conflict)), "{refused:?}");
        }
        assert_eq!(db.count("orders").await, 0);
    }

    async fn a_users_orders_come_newest_first_page_by_page(db: &TestDb) {
        tenant(db).await;
        told(db, &order("R-3", 2, None)).await.unwrap();
        told(db, &order("R-1", 7, None)).await.unwrap();
        let ana = add(&db.store, &person("ana")).await.user.id();
        for (id, minutes) in [("R-2", 2), ("R-5", 1), ("R-4", 9)] {
            told(db, &order(id, minutes, Some(ana))).await.unwrap();
        }
        let all = ["R-4", "R-1", "R-3", "R-2", "R-5"];
        assert_eq!(ids(db, ana, None, 9).await, all);
        let mut after = None;
        for expected in all {
            let page = db.store.orders_of(here(), ana, after, 1).await.unwrap();
            assert_eq!(page[0].id.as_str(), expected);
            after = Some(page[0].place());
        }
        assert_eq!(ids(db, ana, after, 9).await, [""; 0]);
    }

    /// OB-7: the person is forgotten, that somebody ordered is not.
    async fn masking_a_user_keeps_his_orders_and_takes_the_address_out(db: &TestDb) {
        tenant(db).await;
        told(db, &order("R-1", 0, None)).await.unwrap();
        let ana = add(&db.store, &person("ana")).await.user.id();
        told(db, &order("R-2", 1, Some(ana))).await.unwrap();
        let other = OrderRecord { email: Some(email("ben@example.com")), ..order("R-3", 0, None) };
        told(db, &other).await.unwrap();
        act(&db.store, ana, Action::Anonymize).await;
        let kept = db.store.orders_of(here(), ana, None, 9).await.unwrap();
        assert_eq!(kept.iter().map(|order| (order.id.as_str(), order.email.clone(), order.user)).collect::<Vec<_>>(),
            [("R-2", None, Some(ana)), ("R-1", None, Some(ana))]);
        assert_eq!(history(db, ana).await, OrderHistory::Some);
        assert!(!db.dump().await.to_lowercase().contains("ana@example.com"));
        assert_eq!(db.store.order(here(), &other.id).await.unwrap(), Some(other));
    }

    async fn purging_a_user_leaves_orders_of_nobody(db: &TestDb) {
        tenant(db).await;
        told(db, &order("R-1", 0, None)).await.unwrap();
        let ana = add(&db.store, &person("ana")).await.user.id();
        told(db, &order("R-2", 1, Some(ana))).await.unwrap();
        act(&db.store, ana, Action::Delete).await;
        act(&db.store, ana, Action::Purge).await;
        for id in ["R-1", "R-2"] {
            let left = db.store.order(here(), &number(id)).await.unwrap().unwrap();
            assert_eq!((left.user, left.email), (None, None));
        }
        assert!(!db.dump().await.to_lowercase().contains("ana@example.com"));
    }

    /// OB-52: an order that comes after somebody looked keeps the user all the same.
    async fn a_deletion_that_is_guarded_is_refused_for_an_order_that_came_in_between(db: &TestDb) {
        tenant_with(db, &guarding()).await;
        let ana = add(&db.store, &person("ana")).await;
        let (id, deletion) = (ana.user.id(), decided(&ana, Action::Delete));
        told(db, &order("R-1", 0, None)).await.unwrap();
        let refused = commit(&db.store, &deletion).await;
        assert!(matches!(refused, Err(StoreError::Guard)), "{refused:?}");
        assert_eq!(load(&db.store, id).await.user, ana.user);
        let ben = add(&db.store, &person("ben")).await;
        act(&db.store, ben.user.id(), Action::Delete).await;
    }

    /// OB-52: of a deletion and an order at the same instant, one gives way to the other.
    async fn no_order_comes_to_a_user_while_he_is_deleted_for_good(db: &TestDb) {
        let policy = standard_but(|policy| {
            policy.removal.guard_history = DeleteGuard::Always;
            policy.removal.mode = DeleteMode::Hard;
            policy.removal.restorable = Restorable::No;
            policy.removal.identifier_reuse = IdentifierReuse::AfterDelete;
        });
        tenant_with(db, &policy).await;
        let others = db.another().await;
        for round in 0..20 {
            let ana = add(&db.store, &person("ana")).await;
            let (id, deletion) = (ana.user.id(), decided(&ana, Action::Delete));
            let mine = order(&format!("R-{round}"), 0, Some(id));
            let unit = Unit { order: Some(mine.clone()), ..Unit::default() };
            let (deleted, recorded) = tokio::join!(commit(&db.store, &deletion), others.commit(unit));
            let outcome = (deleted.is_ok(), recorded.is_ok());
            assert!(outcome.0 != outcome.1, "{deleted:?} {recorded:?}");
            if recorded.is_ok() {
                db.execute("DELETE FROM orders").await;
                act(&db.store, id, Action::Delete).await;
            }
        }
        others.close().await.unwrap();
    }

    /// P-12: whoever holds a name is found by it, deleted or not.
    async fn the_holder_of_a_name_is_found_also_when_he_is_deleted(db: &TestDb) {
        let keeps = standard_but(|policy| policy.removal.identifier_reuse = IdentifierReuse::Never);
        tenant_with(db, &keeps).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        act(&db.store, ana, Action::Delete).await;
        for (claim, key, found) in [
            (Claim::Email, "ana@example.com", true),
            (Claim::Username, "ana", true),
            (Claim::Username, "ana@example.com", false),
            (Claim::ExternalId, "ana", false),
            (Claim::Email, "ben@example.com", false),
            (Claim::Email, "ana\0", false),
        ] {
            let holder = db.store.holder(here(), claim, key).await.unwrap();
            assert_eq!(holder.map(|holder| holder.user.id()), found.then_some(ana), "{claim:?} {key}");
        }
        let elsewhere = tenure_domain::value::TenantId(fresh());
        assert!(db.store.holder(elsewhere, Claim::Username, "ana").await.unwrap().is_none());
    }

    async fn a_page_of_orders_comes_from_an_index_and_is_not_sorted(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        told(db, &order("R-1", 0, None)).await.unwrap();
        told(db, &order("R-2", 0, Some(ana))).await.unwrap();
        multiply(db).await;
        // PostgreSQL gathers statistics by itself; SQLite has none unless somebody asks for them, and nobody does.
        if db.kind == Kind::Postgres {
            db.execute("ANALYZE orders").await;
        }
        let place = order("R-1", 9, None).place();
        for after in [None, Some(&place)] {
            let plan = db.store.explain_orders(here(), ana, &email("ana@example.com"), after).await;
            let plan = plan.unwrap().join("\n");
            let is_bad = ["B-TREE FOR ORDER", "SCAN orders", "Sort", "Seq Scan"];
            assert!(!is_bad.iter().any(|sign| plan.contains(sign)), "{plan}");
        }
    }
}
