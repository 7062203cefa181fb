//! The list of users as the tenant's rules shape it.

use crate::stand::Stand;
use tenure_domain::{
    Gate,
    lifecycle::Status,
    policy::{LockoutRelease, SearchField},
    testing::{preset, standard_but},
};
use tenure_service::ports::{ListFilter, PageRequest, SortKey, SortOrder};

/// What the store was asked for.
async fn asked(stand: &Stand, query: &str) -> (ListFilter, PageRequest) {
    let reply = stand.get(&format!("/api/v1/users?{query}")).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    stand.data.lock().unwrap().seen.pop().unwrap()
}

/// SH-12: each system's own order and size of a page, unless others are asked for.
#[tokio::test]
async fn a_list_without_wishes_is_sorted_and_cut_as_the_preset_says() {
    use {SortKey::*, SortOrder::*};
    for (name, sort, order, limit) in [
        ("standard", Id, Descending, 25),
        ("hotwax", Name, Ascending, 20),
        ("shopp", Id, Descending, 25),
        ("order_broker", Username, Ascending, 25),
        ("hesh", CreatedAt, Descending, 25),
        ("chord", CreatedAt, Descending, 10),
    ] {
        let stand = Stand::under(preset(name));
        let (_, page) = asked(&stand, "").await;
        assert_eq!(
            (page.sort, page.order, page.limit),
            (sort, order, limit),
            "{name}"
        );
        let (_, page) = asked(&stand, "sort=-email&limit=7").await;
        let wished = (Email, Descending, 7);
        assert_eq!((page.sort, page.order, page.limit), wished, "{name}");
    }
}

/// SH-36, OB-50: under one system Deleted stand in the list, under the other they are never there.
#[tokio::test]
async fn deleted_users_are_listed_as_the_preset_says() {
    for (name, unasked, asked_for) in [
        ("standard", false, true),
        ("shopp", true, true),
        ("order_broker", false, false),
    ] {
        let stand = Stand::under(preset(name));
        let shows = |filter: ListFilter| filter.status.unwrap().contains(&Status::Deleted);
        assert_eq!(shows(asked(&stand, "").await.0), unasked, "{name}");
        let (filter, _) = asked(&stand, "status=deleted,active").await;
        assert!(filter.status.as_ref().unwrap().contains(&Status::Active));
        assert_eq!(shows(filter), asked_for, "{name}");
    }
}

#[tokio::test]
async fn one_s_own_row_is_marked_and_stands_on_top_where_the_preset_says_so() {
    let stand = Stand::under(preset("hotwax"));
    let me = stand.get("/api/v1/me").await.json()["id"].clone();
    let rows = stand.get("/api/v1/users").await.json()["data"].clone();
    for row in rows.as_array().unwrap() {
        assert_eq!(row["self"], row["id"] == me, "{row}");
    }
    let own = |filter: ListFilter| filter.pinned.map(|id| serde_json::json!(id));
    assert_eq!(own(asked(&stand, "").await.0), Some(me.clone()));
    assert_eq!(own(asked(&stand, "status=active").await.0), Some(me));
    for searched in ["q=ana", "name=ana", "username=ana", "email=ana"] {
        assert_eq!(own(asked(&stand, searched).await.0), None, "{searched}");
    }
    let stand = Stand::under(preset("hesh"));
    assert_eq!(own(asked(&stand, "").await.0), None);
}

/// SH-10, OB-29, OB-37: where an entry is looked for is the policy's; several entries must all fit.
#[tokio::test]
async fn entries_are_looked_for_where_the_preset_says() {
    let keyword = async |name| {
        let stand = Stand::under(preset(name));
        let (filter, _) = asked(&stand, "q=Ana").await;
        filter.searches[0]
            .fields
            .keys()
            .copied()
            .collect::<Vec<_>>()
    };
    assert_eq!(keyword("chord").await, [SearchField::Email]);
    let shopp = [
        SearchField::Email,
        SearchField::FirstName,
        SearchField::LastName,
    ];
    assert_eq!(keyword("shopp").await, shopp);
    let stand = Stand::under(preset("order_broker"));
    let query = "username=ANA&name=Lopez%20A&email=@X&q=%20";
    let (filter, _) = asked(&stand, query).await;
    let texts = filter.searches.iter().map(|search| search.text.as_str());
    assert_eq!(texts.collect::<Vec<_>>(), ["a", "lopez", "ana", "@x"]);
}

/// OB-35, OB-57
#[tokio::test]
async fn who_can_log_in_is_asked_of_now_under_the_tenant_s_lockout() {
    for (release, gates) in [
        (LockoutRelease::Admin, 1),
        (LockoutRelease::AdminAndDuration, 2),
        (LockoutRelease::Duration, 3),
    ] {
        let policy = standard_but(|policy| policy.lockout.release = release);
        let stand = Stand::under(policy);
        let (filter, _) = asked(&stand, "can_log_in=false").await;
        let wish = filter.log_in.unwrap();
        assert_eq!((wish.can, wish.gates.len()), (false, gates), "{release:?}");
        assert!(wish.gates.contains(&Gate::Open));
        assert_eq!(asked(&stand, "").await.0.log_in, None);
    }
    let stand = Stand::new();
    let path = "/api/v1/users?can_log_in=true";
    let first = stand.get(path).await.json();
    let cursor = first["page"]["next_cursor"].as_str().unwrap();
    let next = stand.get(&format!("{path}&cursor={cursor}")).await;
    assert_eq!(next.status, 200, "{next:?}");
    let other = format!("/api/v1/users?can_log_in=false&cursor={cursor}");
    stand.get(&other).await.problem(400, "cursor_mismatch");
}
