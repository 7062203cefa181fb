//! How lists are looked up: every sort with every filter comes from indexes.

use crate::{
    kit::{Kind, TestDb as Db, fresh},
    lists::{ORDERS, SORTS, first_page, is_bad, multiply, place},
    people::{act, add, block, here, person, tenant},
};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{
    Gate, Kind as UserKind,
    lifecycle::Status,
    testing::noon,
    value::{OrganizationId, Span, UserId},
};
use tenure_service::ports::{
    Away, ListFilter, LockFilter, LogInFilter, PageRequest, SortKey, UserQueries, Vacation,
};
use uuid::Uuid;

/// The organization of nearly everybody.
const COMMON: OrganizationId = OrganizationId(Uuid::from_u128(1));
/// The organization of a few.
const RARE: OrganizationId = OrganizationId(Uuid::from_u128(2));
const USERS: u32 = 6_000;

/// Six thousand users; of twenty one is blocked, of a hundred one is locked out, invited, a customer, in the rare
/// organization and holds a role. Everybody else is active and in the common organization.
async fn town(db: &Db) {
    tenant(db).await;
    add(&db.store, &person("ana")).await;
    let bob = add(&db.store, &person("bob")).await.user.id();
    act(&db.store, bob, block()).await;
    multiply(db, USERS).await;
    let id = |id: OrganizationId| match db.kind {
        Kind::Sqlite => format!("x'{}'", id.0.simple()),
        Kind::Postgres => format!("'{}'", id.0),
    };
    let nobody = id(OrganizationId(Uuid::nil()));
    let member = |of| {
        format!(
            "INSERT INTO memberships (tenant_id, user_id, organization_id) SELECT tenant_id, id, {}",
            id(of)
        )
    };
    for sql in [
        "UPDATE users SET status = 'blocked', state = (SELECT state FROM users bob WHERE bob.number = 2) \
         WHERE number % 20 = 2"
            .to_owned(),
        format!(
            "UPDATE users SET locked_until = {} WHERE number % 100 = 0",
            i64::MAX
        ),
        "UPDATE users SET invitation = 'open' WHERE number % 100 = 1".to_owned(),
        "UPDATE users SET kind = 'customer' WHERE number % 100 = 6".to_owned(),
        "UPDATE users SET log_in_gate = 'shut' WHERE number % 100 = 3".to_owned(),
        format!("{} FROM users WHERE number % 100 <> 4", member(COMMON)),
        format!("{} FROM users WHERE number % 100 = 4", member(RARE)),
        format!(
            "INSERT INTO grants (tenant_id, user_id, role, scope) SELECT tenant_id, id, 'clerk', {nobody} \
             FROM users WHERE number % 100 = 5"
        ),
    ] {
        db.execute(&sql).await;
    }
    // PostgreSQL gathers statistics by itself; SQLite has none unless somebody asks for them, and nobody does.
    if db.kind == Kind::Postgres {
        db.execute("ANALYZE").await;
    }
}

/// Filters that nearly everybody fits: the order's index is walked, and the page is full at once.
fn that_many_fit() -> Vec<ListFilter> {
    let listed = [
        Status::Pending,
        Status::Active,
        Status::Inactive,
        Status::Blocked,
    ];
    let gates = BTreeSet::from([Gate::Open]);
    let at = noon();
    vec![
        ListFilter::default(),
        ListFilter {
            status: Some(listed.into()),
            ..ListFilter::default()
        },
        ListFilter {
            status: Some([Status::Active].into()),
            ..ListFilter::default()
        },
        ListFilter {
            visible: Some([COMMON, RARE].into()),
            ..ListFilter::default()
        },
        ListFilter {
            visible: Some([COMMON].into()),
            ..ListFilter::default()
        },
        ListFilter {
            organization: Some(COMMON),
            ..ListFilter::default()
        },
        ListFilter {
            log_in: Some(LogInFilter {
                can: true,
                at,
                gates: gates.clone(),
            }),
            ..ListFilter::default()
        },
        ListFilter {
            locked: Some(LockFilter {
                is: false,
                at,
                gates,
            }),
            ..ListFilter::default()
        },
    ]
}

/// Filters that few fit.
fn that_few_fit() -> Vec<ListFilter> {
    let locked = LockFilter {
        is: true,
        at: noon(),
        gates: [Gate::Open].into(),
    };
    vec![
        ListFilter {
            status: Some([Status::Blocked].into()),
            ..ListFilter::default()
        },
        ListFilter {
            kind: [UserKind::Customer].into(),
            ..ListFilter::default()
        },
        ListFilter {
            invitation_open: Some(true),
            ..ListFilter::default()
        },
        ListFilter {
            locked: Some(locked),
            ..ListFilter::default()
        },
    ]
}

/// Filters that look into other tables, where few fit, and spans of time.
fn that_few_hold() -> Vec<ListFilter> {
    vec![
        ListFilter {
            role: Some("clerk".to_owned()),
            ..ListFilter::default()
        },
        ListFilter {
            organization: Some(RARE),
            ..ListFilter::default()
        },
        ListFilter {
            visible: Some([RARE].into()),
            ..ListFilter::default()
        },
        ListFilter {
            created_from: Some(Span::hours(1).before(noon())),
            ..ListFilter::default()
        },
    ]
}

async fn plan(db: &Db, filter: &ListFilter, page: &PageRequest) -> String {
    let plan = db.store.explain_list(here(), filter, page).await;
    plan.unwrap().join("\n")
}

fn pages() -> impl Iterator<Item = PageRequest> {
    let sorted = SORTS
        .into_iter()
        .flat_map(|sort| ORDERS.map(|order| (sort, order)));
    sorted.flat_map(|(sort, order)| {
        [None, Some(place("5", 9))].map(|cursor| PageRequest {
            sort,
            order,
            cursor,
            ..first_page()
        })
    })
}

fn scans(plan: &str) -> bool {
    plan.contains("SCAN users") || plan.contains("Seq Scan on users  (")
}

contract! {
    async fn whatever_the_sort_a_filter_that_many_fit_takes_no_scan_and_no_sort(db: &TestDb) {
        town(db).await;
        for filter in that_many_fit() {
            for page in pages() {
                let plan = plan(db, &filter, &page).await;
                // Whether there is another administrator is looked up for every row.
                let admins = plan.contains("users_is_admin_idx");
                assert!(admins || db.kind == Kind::Postgres, "{plan}");
                assert!(!is_bad(&plan), "{filter:?}\n{page:?}\n{plan}");
            }
        }
    }

    /// In the order that lists have unless they are asked for another: each such filter has its index.
    async fn a_filter_that_few_fit_takes_no_scan_and_no_sort_by_number(db: &TestDb) {
        town(db).await;
        for filter in that_few_fit() {
            for page in pages().filter(|page| page.sort == SortKey::Id) {
                let plan = plan(db, &filter, &page).await;
                assert!(!is_bad(&plan), "{filter:?}\n{page:?}\n{plan}");
            }
            let found = db.store.list(here(), &filter, &first_page()).await.unwrap();
            assert_eq!(found.rows.len(), 50);
        }
    }

    /// In another order the few are found first and sorted, or the order's index is walked: never the table.
    async fn whatever_the_sort_a_filter_that_few_fit_takes_no_scan(db: &TestDb) {
        town(db).await;
        for filter in that_few_fit().into_iter().chain(that_few_hold()) {
            for page in pages() {
                let plan = plan(db, &filter, &page).await;
                assert!(!scans(&plan), "{filter:?}\n{page:?}\n{plan}");
            }
        }
    }

    /// Thousands of users, each looked up among thousands of days off, would be millions of looks.
    async fn who_is_away_is_looked_up_once_for_all_or_once_for_each_user(db: &TestDb) {
        town(db).await;
        db.execute(
            "INSERT INTO days_off (tenant_id, user_id, start_at, end_at) \
             SELECT tenant_id, id, 0, 9000000000000000000 FROM users WHERE number % 10 = 0",
        )
        .await;
        let all = ListFilter::default();
        let (from, until) = (noon(), Span::hours(1).after(noon()));
        let [away, here_now] = [true, false].map(|away| ListFilter {
            vacation: Some(Vacation { away, at: noon() }),
            ..all.clone()
        });
        let overlapping = ListFilter { away: Some(Away { from, until }), ..all.clone() };
        for (filter, count) in [(away, 600), (here_now, 5_400), (overlapping, 600)] {
            let plan = plan(db, &filter, &first_page()).await;
            let steps = plan.lines().collect::<Vec<_>>();
            let for_each = steps.windows(2).find(|two| {
                let all = two[1].starts_with("SEARCH days_off") && !two[1].contains("user_id=?");
                all && !two[0].starts_with("LIST SUBQUERY")
            });
            assert_eq!(for_each, None, "{filter:?}\n{plan}");
            let page = db.store.list(here(), &filter, &first_page()).await.unwrap();
            assert_eq!(page.total, count, "{filter:?}");
        }
    }

    async fn counts_are_those_of_the_lists(db: &TestDb) {
        town(db).await;
        let all = ListFilter::default();
        let counted = db.store.count_by_status(here(), &all).await.unwrap();
        assert_eq!(counted, BTreeMap::from([(Status::Active, 5_700), (Status::Blocked, 300)]));
        for filter in that_many_fit().into_iter().chain(that_few_fit()).chain(that_few_hold()) {
            let counted = db.store.count_by_status(here(), &filter).await.unwrap();
            let page = db.store.list(here(), &filter, &first_page()).await.unwrap();
            assert_eq!(counted.into_values().sum::<u64>(), page.total, "{filter:?}");
        }
        let elsewhere = OrganizationId(fresh());
        let nobody = ListFilter { visible: Some([elsewhere].into()), ..all };
        assert_eq!(db.store.count_by_status(here(), &nobody).await.unwrap(), BTreeMap::new());
    }

    /// P-96: whoever never logged in is in no span.
    async fn the_last_log_in_bounds_the_list(db: &TestDb) {
        tenant(db).await;
        let ids = multiplied(db).await;
        db.execute("UPDATE users SET last_log_in_at = 0 WHERE number = 1").await;
        for (number, at) in [(2, noon()), (3, Span::hours(1).after(noon()))] {
            let sql = format!("UPDATE users SET last_log_in_at = {} WHERE number = {number}", at.timestamp_micros());
            db.execute(&sql).await;
        }
        let found = async |from, to| {
            let filter = ListFilter { last_log_in_from: from, last_log_in_to: to, ..ListFilter::default() };
            let page = db.store.list(here(), &filter, &first_page()).await.unwrap();
            page.rows.iter().map(|row| row.user.id()).collect::<Vec<_>>()
        };
        let later = Span::seconds(1).after(noon());
        assert_eq!(found(Some(noon()), None).await, ids[1..]);
        assert_eq!(found(Some(later), None).await, ids[2..]);
        assert_eq!(found(None, Some(later)).await, ids[1..2]);
        assert_eq!(found(None, Some(noon())).await, []);
    }
}

/// Three users, in the order of their numbers.
async fn multiplied(db: &Db) -> Vec<UserId> {
    for word in ["ana", "ben", "cem"] {
        add(&db.store, &person(word)).await;
    }
    let all = ListFilter::default();
    let page = db.store.list(here(), &all, &first_page()).await.unwrap();
    page.rows.iter().map(|row| row.user.id()).collect()
}
