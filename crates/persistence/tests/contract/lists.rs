//! Pages of users: every row once, in both directions, by an index.

use crate::{
    kit::{Kind, TestDb as Db},
    people::{act, add, block, here, log_in, person, session, tenant, tenant_with},
};
use std::collections::BTreeSet;
use tenure_domain::{
    policy::Required,
    testing::standard_but,
    value::{PersonName, UserId},
};
use tenure_service::ports::{
    Cursor, ListFilter, Loaded, Page, PageRequest, SortKey, SortOrder, UserQueries,
};

const SORTS: [SortKey; 9] = [
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
    db.store
        .list(here(), &ListFilter::default(), page)
        .await
        .unwrap()
}

fn ids(page: &Page<Loaded>) -> Vec<UserId> {
    page.rows.iter().map(|row| row.user.id()).collect()
}

/// Follows the pages from the first on, then back from the last.
async fn there_and_back(db: &Db, sort: SortKey, order: SortOrder) -> (Vec<UserId>, Vec<UserId>) {
    let request = |cursor: Option<Cursor>| PageRequest {
        sort,
        order,
        limit: 5,
        cursor,
    };
    let (mut there, mut back) = (Vec::new(), Vec::new());
    let mut page = list(db, &request(None)).await;
    assert_eq!(page.prev, None);
    loop {
        assert_eq!((page.total, page.total_is_exact), (23, true));
        there.extend(ids(&page));
        let Some(next) = page.next.clone() else { break };
        page = list(db, &request(Some(next))).await;
    }
    loop {
        let mut rows = ids(&page);
        rows.reverse();
        back.extend(rows);
        let Some(prev) = page.prev.clone() else { break };
        page = list(db, &request(Some(prev))).await;
        assert!(page.next.is_some());
    }
    (there, back)
}

contract! {
    async fn pages_forward_and_backward_visit_every_row_once_for_every_sort(db: &TestDb) {
        let everybody = crowd(db).await;
        for sort in SORTS {
            for order in [SortOrder::Ascending, SortOrder::Descending] {
                let (there, mut back) = there_and_back(db, sort, order).await;
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

    async fn a_page_past_the_end_leads_back(db: &TestDb) {
        crowd(db).await;
        let cursor = Some(Cursor { value: None, number: 1_000_000, backward: false });
        let empty = list(db, &PageRequest { cursor, ..first_page() }).await;
        assert!(empty.rows.is_empty() && empty.next.is_none());
        let back = list(db, &PageRequest { cursor: empty.prev, ..first_page() }).await;
        assert_eq!(back.rows.len(), 23);
    }

    async fn a_cursor_of_another_sort_is_no_error(db: &TestDb) {
        crowd(db).await;
        for sort in SORTS {
            for value in [None, Some("ana".to_owned()), Some("12".to_owned()), Some("\0".to_owned())] {
                let cursor = Some(Cursor { value, number: 3, backward: false });
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
                for cursor in [None, Some(Cursor { value: Some("5".to_owned()), number: 9, backward: false })] {
                    let page = PageRequest { sort, order, cursor, ..first_page() };
                    let plan = db.store.explain_list(here(), &ListFilter::default(), &page).await;
                    let plan = plan.unwrap().join("\n");
                    assert!(!is_bad(&plan), "{sort:?} {order:?}\n{plan}");
                }
            }
        }
    }
}

fn is_bad(plan: &str) -> bool {
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
async fn multiply(db: &Db, number: u32) {
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
    let columns = "version, status, kind, first_name_key, last_name_key, state, can_log_in, invitation, is_admin, created_at";
    let sql = format!(
        "{series} INSERT INTO users (tenant_id, id, number, username_key, email_key, name_key, search_key, \
         last_log_in_at, {columns}) SELECT tenant_id, {id}, n, 'u' || n, 'e' || n, 'n' || n, 's' || n, n, {columns} \
         FROM series, users WHERE users.number = 1 AND n NOT IN (SELECT number FROM users)"
    );
    db.execute(&sql).await;
}
