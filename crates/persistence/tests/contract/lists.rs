//! Pages of users: every row once, in both directions, by an index.

use crate::{
    kit::{Kind, TestDb as Db},
    people::{act, add, block, here, log_in, person, session, tenant, tenant_with},
};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, NewCredential,
    lifecycle::Status,
    policy::{Required, presets},
    testing::{preset, standard_but},
    value::{PersonName, UserId},
};
use tenure_service::ports::{
    Cursor, ListFilter, Loaded, Page, PageRequest, SortKey, SortOrder, UserQueries,
};

pub(crate) const SORTS: [SortKey; 9] = [
    SortKey::Id,
    SortKey::Username,
    SortKey::Email,
    SortKey::FirstName,
    SortKey::LastName,
    SortKey::Name,
    SortKey::Status,
    SortKey::CreatedAt,
    SortKey::LastLogInAt,
];

/// The first fifty by number.
pub(crate) fn first_page() -> PageRequest {
    PageRequest {
        sort: SortKey::Id,
        order: SortOrder::Ascending,
        limit: 50,
        cursor: None,
    }
}

/// Twenty-three users, many alike, some without an address, some blocked, some who logged in.
async fn crowd(db: &Db) -> BTreeSet<UserId> {
    let policy = standard_but(|policy| policy.identity.email_required = Required::Optional);
    tenant_with(db, &policy).await;
    let mut ids = BTreeSet::new();
    for number in 0..23_u8 {
        let mut wish = person(&format!("User{:02}", (number * 7) % 23));
        let first_names = [Some("Ömer"), Some("Ana"), None];
        let first_name = first_names[usize::from(number) % 3];
        wish.profile.first_name = first_name.map(|name| PersonName::parse(name).unwrap());
        if number % 4 == 0 {
            wish.profile.email = None;
        }
        ids.insert(add(&db.store, &wish).await.user.id());
        if number % 5 == 0 {
            act(&db.store, wish.id, block()).await;
        } else if number % 5 == 1 {
            log_in(&db.store, wish.id, session(number, u32::from(number % 2))).await;
        }
    }
    ids
}

async fn list(db: &Db, page: &PageRequest) -> Page<Loaded> {
    listed(db, &ListFilter::default(), page).await
}

async fn listed(db: &Db, filter: &ListFilter, page: &PageRequest) -> Page<Loaded> {
    db.store.list(here(), filter, page).await.unwrap()
}

fn ids(page: &Page<Loaded>) -> Vec<UserId> {
    page.rows.iter().map(|row| row.user.id()).collect()
}

/// Follows the pages from the first on, then back from the last.
async fn there_and_back(db: &Db, filter: &ListFilter, first: &PageRequest) -> [Vec<UserId>; 2] {
    let request = |cursor: Option<Cursor>| PageRequest {
        cursor,
        ..first.clone()
    };
    let (mut there, mut back) = (Vec::new(), Vec::new());
    let mut page = listed(db, filter, first).await;
    assert_eq!(page.prev, None);
    loop {
        assert_eq!((page.total, page.total_is_exact), (23, true));
        assert!(page.rows.len() <= usize::from(first.limit));
        there.extend(ids(&page));
        let Some(next) = page.next.clone() else { break };
        page = listed(db, filter, &request(Some(next))).await;
    }
    loop {
        assert!(page.rows.len() <= usize::from(first.limit));
        let mut rows = ids(&page);
        rows.reverse();
        back.extend(rows);
        let Some(prev) = page.prev.clone() else { break };
        page = listed(db, filter, &request(Some(prev))).await;
        assert!(page.next.is_some());
    }
    [there, back]
}

pub(crate) const ORDERS: [SortOrder; 2] = [SortOrder::Ascending, SortOrder::Descending];

contract! {
    async fn pages_forward_and_backward_visit_every_row_once_for_every_sort(db: &TestDb) {
        let everybody = crowd(db).await;
        for sort in SORTS {
            for order in ORDERS {
                let first = PageRequest { sort, order, limit: 5, cursor: None };
                let [there, mut back] = there_and_back(db, &ListFilter::default(), &first).await;
                back.reverse();
                assert_eq!(there, back, "{sort:?} {order:?}");
                assert_eq!(there.len(), 23, "{sort:?} {order:?}");
                assert_eq!(there.iter().copied().collect::<BTreeSet<_>>(), everybody);
            }
            let request = |order| PageRequest { sort, order, ..first_page() };
            let up = ids(&list(db, &request(SortOrder::Ascending)).await);
            let mut down = ids(&list(db, &request(SortOrder::Descending)).await);
            down.reverse();
            assert_eq!(up, down, "{sort:?}");
        }
    }

    async fn sorting_follows_the_folded_text_on_every_database(db: &TestDb) {
        tenant(db).await;
        for word in ["Zoe", "ana", "Ömer", "Bea", "öde"] {
            add(&db.store, &person(word)).await;
        }
        let page = PageRequest { sort: SortKey::Username, ..first_page() };
        let rows = list(db, &page).await.rows;
        let names = rows.iter().map(|row| row.user.profile().username.clone().unwrap().to_string());
        assert_eq!(names.collect::<Vec<_>>(), ["ana", "Bea", "Zoe", "öde", "Ömer"]);
    }

    /// HE-43, HE-44, HE-45, HE-46, HE-48
    async fn names_statuses_and_dates_are_sorted_both_ways_and_statuses_narrow_the_list(db: &TestDb) {
        tenant(db).await;
        add(&db.store, &person("zoe")).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let carl = add(&db.store, &person("carl")).await.user.id();
        let mut dora = person("dora");
        dora.credential = NewCredential::Invitation;
        add(&db.store, &dora).await;
        act(&db.store, ana, block()).await;
        act(&db.store, carl, Action::Deactivate { reason: None }).await;
        // The first was added last.
        db.execute("UPDATE users SET created_at = created_at - number").await;
        let names = |page: Page<Loaded>| {
            let names = page.rows.into_iter().map(|row| row.user.profile().username.clone());
            names.map(|name| name.unwrap().to_string()).collect::<Vec<_>>()
        };
        for (sort, expected) in [
            (SortKey::Name, ["ana", "carl", "dora", "zoe"]),
            (SortKey::Status, ["zoe", "ana", "carl", "dora"]),
            (SortKey::CreatedAt, ["dora", "carl", "ana", "zoe"]),
        ] {
            let page = |order| PageRequest { sort, order, ..first_page() };
            assert_eq!(names(list(db, &page(SortOrder::Ascending)).await), expected);
            let mut back = names(list(db, &page(SortOrder::Descending)).await);
            back.reverse();
            assert_eq!(back, expected);
        }
        for (status, name) in [(Status::Active, "zoe"), (Status::Inactive, "carl"), (Status::Pending, "dora")] {
            let filter = ListFilter { status: Some([status].into()), ..ListFilter::default() };
            assert_eq!(names(listed(db, &filter, &first_page()).await), [name]);
        }
        assert_eq!(list(db, &first_page()).await.rows.len(), 4);
    }

    async fn a_page_past_the_end_leads_back(db: &TestDb) {
        crowd(db).await;
        let cursor = Some(Cursor { value: None, number: Some(1_000_000), backward: false });
        let empty = list(db, &PageRequest { cursor, ..first_page() }).await;
        assert!(empty.rows.is_empty() && empty.next.is_none());
        let back = list(db, &PageRequest { cursor: empty.prev, ..first_page() }).await;
        assert_eq!(back.rows.len(), 23);
    }

    async fn a_cursor_of_another_sort_is_no_error(db: &TestDb) {
        crowd(db).await;
        for sort in SORTS {
            for value in [None, Some("ana".to_owned()), Some("12".to_owned()), Some("\0".to_owned())] {
                let cursor = Some(Cursor { value, number: Some(3), backward: false });
                list(db, &PageRequest { sort, cursor, ..first_page() }).await;
            }
        }
    }

    async fn totals_are_exact_up_to_ten_thousand(db: &TestDb) {
        tenant(db).await;
        add(&db.store, &person("ana")).await;
        multiply(db, 10_000).await;
        let page = list(db, &first_page()).await;
        assert_eq!((page.total, page.total_is_exact), (10_000, true));
        multiply(db, 10_001).await;
        let page = list(db, &first_page()).await;
        assert_eq!((page.total, page.total_is_exact), (10_000, false));
    }

    async fn a_page_comes_from_an_index_and_is_not_sorted(db: &TestDb) {
        tenant(db).await;
        add(&db.store, &person("ana")).await;
        multiply(db, 3_000).await;
        // PostgreSQL gathers statistics by itself; SQLite has none unless somebody asks for them, and nobody does.
        if db.kind == Kind::Postgres {
            db.execute("ANALYZE users").await;
        }
        for sort in SORTS {
            for order in [SortOrder::Ascending, SortOrder::Descending] {
                for cursor in [None, Some(place("5", 9))] {
                    let page = PageRequest { sort, order, cursor, ..first_page() };
                    let plan = db.store.explain_list(here(), &ListFilter::default(), &page).await;
                    let plan = plan.unwrap().join("\n");
                    assert!(!is_bad(&plan), "{sort:?} {order:?}\n{plan}");
                }
            }
        }
    }

    /// What each system shows first, with the rows it shows (P-94).
    async fn every_preset_s_first_page_comes_from_an_index(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        multiply(db, 3_000).await;
        if db.kind == Kind::Postgres {
            db.execute("ANALYZE users").await;
        }
        for (name, _) in presets::ALL {
            let policy = preset(name);
            let usual = &policy.list.default_sort;
            let filter = ListFilter {
                status: Some(policy.removal.listed(None)),
                pinned: policy.list.pins_own_row(&[]).then_some(ana),
                ..ListFilter::default()
            };
            for cursor in [None, Some(place("5", 9))] {
                let page = PageRequest {
                    sort: SortKey::of_sort(usual).unwrap(),
                    order: ORDERS[usize::from(usual.starts_with('-'))],
                    limit: policy.list.page_size,
                    cursor,
                };
                let plan = db.store.explain_list(here(), &filter, &page).await.unwrap();
                let plan = plan.join("\n");
                assert!(!is_bad(&plan), "{name}\n{plan}");
            }
        }
    }

    /// P-98's row on top, all others as sorted.
    async fn who_stands_on_top_stands_there_once_whatever_the_sort_and_the_page(db: &TestDb) {
        let everybody = crowd(db).await;
        for (sort, limit) in SORTS.into_iter().zip([1, 2, 3, 5, 11, 22, 23, 24, 50]) {
            for order in ORDERS {
                let first = PageRequest { sort, order, limit, cursor: None };
                let [plain, _] = there_and_back(db, &ListFilter::default(), &first).await;
                for own in [plain[0], plain[7], plain[22]] {
                    let filter = ListFilter { pinned: Some(own), ..ListFilter::default() };
                    let [there, mut back] = there_and_back(db, &filter, &first).await;
                    back.reverse();
                    assert_eq!(there, back, "{first:?}");
                    let others = plain.iter().filter(|id| **id != own);
                    let expected = [own].iter().chain(others).copied().collect::<Vec<_>>();
                    assert_eq!(there, expected, "{first:?}");
                    assert_eq!(there.into_iter().collect::<BTreeSet<_>>(), everybody);
                }
            }
        }
    }

    async fn a_full_page_before_the_top_leads_on_to_the_top(db: &TestDb) {
        crowd(db).await;
        let plain = ids(&list(db, &first_page()).await);
        let filter = ListFilter { pinned: Some(plain[9]), ..ListFilter::default() };
        // The first four of the others, whose first page would end behind the third.
        let cursor = Some(Cursor { value: None, number: Some(5), backward: true });
        let page = PageRequest { limit: 4, cursor, ..first_page() };
        let full = listed(db, &filter, &page).await;
        assert_eq!(ids(&full), plain[..4]);
        let top = listed(db, &filter, &PageRequest { cursor: full.prev, ..page.clone() }).await;
        assert_eq!((ids(&top), top.prev), (vec![plain[9]], None));
        let on = listed(db, &filter, &PageRequest { cursor: top.next, ..page }).await;
        assert_eq!(ids(&on), plain[..4]);
    }

    async fn who_does_not_fit_the_filter_does_not_stand_on_top(db: &TestDb) {
        crowd(db).await;
        let all = list(db, &first_page()).await;
        let blocked = all.rows.iter().find(|row| row.user.status() == Status::Blocked).unwrap();
        let own = blocked.user.id();
        let only = |status, visible| ListFilter {
            status: Some([status].into()),
            pinned: Some(own),
            visible,
            ..ListFilter::default()
        };
        let shown = async |filter| ids(&listed(db, &filter, &first_page()).await);
        assert!(!shown(only(Status::Active, None)).await.contains(&own));
        let blocked = shown(only(Status::Blocked, None)).await;
        assert_eq!((blocked[0], blocked.len()), (own, 5));
        // One sees oneself, whatever one's list shows of others.
        assert_eq!(shown(only(Status::Blocked, Some(BTreeSet::new()))).await, [own]);
    }
}

pub(crate) fn place(value: &str, number: i64) -> Cursor {
    Cursor {
        value: Some(value.to_owned()),
        number: Some(number),
        backward: false,
    }
}

pub(crate) fn is_bad(plan: &str) -> bool {
    // The few administrators are sorted nowhere; a scan of the whole table or a sort is what costs.
    [
        "B-TREE FOR ORDER",
        "SCAN users",
        "Sort",
        "Seq Scan on users  (",
    ]
    .iter()
    .any(|sign| plan.contains(sign))
}

/// Copies the first user until there are so many.
pub(crate) async fn multiply(db: &Db, number: u32) {
    let (series, id) = match db.kind {
        Kind::Sqlite => (
            "WITH RECURSIVE series(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM series WHERE n < {})",
            "randomblob(16)",
        ),
        Kind::Postgres => (
            "WITH series(n) AS (SELECT generate_series(2, {}))",
            "gen_random_uuid()",
        ),
    };
    let series = series.replace("{}", &number.to_string());
    let columns = "version, status, kind, first_name_key, last_name_key, display_name_key, phone_key, state, \
                   log_in_gate, invitation, is_admin, created_at";
    let sql = format!(
        "{series} INSERT INTO users (tenant_id, id, number, username_key, email_key, name_key, external_id_key, \
         last_log_in_at, {columns}) SELECT tenant_id, {id}, n, 'u' || n, 'e' || n, 'n' || n, 's' || n, n, {columns} \
         FROM series, users WHERE users.number = 1 AND n NOT IN (SELECT number FROM users)"
    );
    db.execute(&sql).await;
}
