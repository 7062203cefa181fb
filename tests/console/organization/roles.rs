//! Roles.

use super::{Database, System, Web, on_both_databases};
use crate::html;
use reqwest::StatusCode;
use serde_json::json;

on_both_databases! {
    a_role_is_made_changed_and_deleted,
    before_a_role_changes_one_learns_who_gains_and_who_loses,
    a_role_that_is_built_in_is_shown_and_duplicated,
    nobody_ticks_what_he_lacks,
    what_somebody_changed_meanwhile_is_told,
    roles_for_other_systems_lead_to_those_who_hold_them,
}

async fn a_role_is_made_changed_and_deleted(database: Database) {
    let system = System::of("standard", database).await;
    let ana = Web::of_admin(&system).await;
    let fields = [
        ("name", "Store Associate"),
        ("permissions[]", "users.read"),
        ("permissions[]", "users.block"),
        ("more", "product.view\r\nproduct.edit"),
    ];
    let (to, page) = ana.done("/roles/new", &fields).await;
    assert_eq!(to, "/roles/store_associate");
    assert!(page.contains("The role is made."), "{page}");
    let allowed = page.matches("Allowed: </span>").count();
    assert_eq!(allowed, 4, "{page}");
    let list = ana.page("/roles").await;
    assert!(
        list.contains("href=\"/users?role=store_associate\""),
        "{list}"
    );

    let wrong = [("name", "Other"), ("more", "Product view")];
    let refused = ana.post("/roles/new", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.html.contains("Product: Write a permission"),
        "{}",
        refused.html
    );
    assert!(refused.html.contains("href=\"#more\""), "{}", refused.html);

    let edit = ana.page("/roles/store_associate/edit").await;
    let ticked = html::tags(&edit, "input");
    let ticked = ticked.iter().filter(|tag| tag.contains(" checked")).count();
    assert_eq!(ticked, 4, "{edit}");
    let version = html::value(&edit, "version").unwrap();
    let wish = [
        ("name", "Associate"),
        ("version", version),
        ("permissions[]", "users.read"),
    ];
    let (_, page) = ana.done("/roles/store_associate/edit", &wish).await;
    assert!(page.contains("<h1>Associate</h1>"), "{page}");
    assert!(
        page.contains("No longer allowed: Block and unblock"),
        "{page}"
    );

    let (to, page) = ana.done("/roles/store_associate/delete", &[]).await;
    assert_eq!(to, "/roles");
    assert!(!page.contains("store_associate"), "{page}");
}

/// Ana's helper holds two roles; what both allow is no loss when one of them stops.
async fn before_a_role_changes_one_learns_who_gains_and_who_loses(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    crate::system::role(&by, "reader", &["users.read", "audit.read"]).await;
    crate::system::role(&by, "auditor", &["audit.read"]).await;
    let mut members = Vec::new();
    for name in ["ben", "cleo"] {
        members.push(
            by.member(
                &format!("{name}@example.com"),
                "copper lantern drifts north",
            )
            .await,
        );
    }
    let roles = [
        json!([{ "role": "reader" }]),
        json!([{ "role": "reader" }, { "role": "auditor" }]),
    ];
    for (member, roles) in members.iter().zip(roles) {
        crate::system::set_roles(&by, crate::system::id(member), &roles).await;
    }
    let wish = [
        ("name", "reader"),
        ("version", "1"),
        ("permissions[]", "users.export"),
    ];
    let asked = ana.post("/roles/reader/edit", &wish).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.html);
    html::keeps_the_rules(&asked.html);
    for told in [
        "2 users gain: Export users",
        "2 users lose: See users",
        "1 user loses: Read the audit log",
    ] {
        assert!(asked.html.contains(told), "{told}: {}", asked.html);
    }
    let before = by.get("/roles/reader").await.expect(200);
    assert_eq!(
        before.body["permissions"],
        json!(["users.read", "audit.read"])
    );
    let confirmed = [wish.as_slice(), &[("confirmed", "true")]].concat();
    ana.done("/roles/reader/edit", &confirmed).await;
    let after = by.get("/roles/reader").await.expect(200);
    assert_eq!(after.body["permissions"], json!(["users.export"]));

    let kept = ana.post("/roles/reader/delete", &[]).await;
    assert_eq!(kept.status, StatusCode::CONFLICT, "{}", kept.html);
    assert!(
        kept.html.contains("href=\"/users?role=reader\""),
        "{}",
        kept.html
    );
}

async fn a_role_that_is_built_in_is_shown_and_duplicated(database: Database) {
    let system = System::of("standard", database).await;
    let ana = Web::of_admin(&system).await;
    let page = ana.page("/roles/organization_admin").await;
    assert!(page.contains("it stays as it is"), "{page}");
    assert!(!page.contains("/roles/organization_admin/edit"), "{page}");
    let copy = ana.page("/roles/new?like=organization_admin").await;
    assert_eq!(
        html::value(&copy, "name"),
        Some("Organization Admin (copy)")
    );
    let ticked = html::tags(&copy, "input");
    let ticked = ticked.iter().filter(|tag| tag.contains(" checked")).count();
    assert_eq!(ticked, 14, "{copy}");
}

async fn nobody_ticks_what_he_lacks(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    crate::system::role(&by, "maker", &["roles.manage", "users.read"]).await;
    crate::system::role(&by, "exporter", &["users.export"]).await;
    let ben = by
        .member("ben@example.com", "copper lantern drifts north")
        .await;
    crate::system::set_roles(&by, crate::system::id(&ben), &json!([{ "role": "maker" }])).await;
    let ben = by
        .log_in("ben@example.com", "copper lantern drifts north")
        .await;
    let ben = Web::of(&ben);
    let page = ben.page("/roles/new").await;
    let tags = html::tags(&page, "input");
    let may = |value: &str| {
        let found = tags
            .iter()
            .find(|tag| html::attribute(tag, "value") == Some(value));
        !found.unwrap().contains(" disabled")
    };
    assert!(may("users.read") && !may("users.export"), "{page}");
    assert!(
        !ben.page("/roles/exporter")
            .await
            .contains("/roles/exporter/edit")
    );
    let forged = [("name", "Mine"), ("permissions[]", "users.export")];
    let refused = ben.post("/roles/new", &forged).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.html);
}

async fn what_somebody_changed_meanwhile_is_told(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    crate::system::role(&by, "reader", &["users.read"]).await;
    crate::system::patch_role(&by, "reader", &json!({ "permissions": ["audit.read"] })).await;
    let wish = [
        ("name", "Mine"),
        ("version", "1"),
        ("permissions[]", "users.read"),
    ];
    let stale = ana.post("/roles/reader/edit", &wish).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(html::value(&stale.html, "name"), Some("Mine"));
    assert!(
        stale.html.contains("+ audit.read, − users.read"),
        "{}",
        stale.html
    );
    assert_eq!(html::value(&stale.html, "version"), Some("2"));
}

/// Whoever works in the vendor portal or in a store is listed by his role, which one reaches from the role that controls
/// what he may do there.
async fn roles_for_other_systems_lead_to_those_who_hold_them(database: Database) {
    let system = System::of("order_broker", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    for (name, right) in [("vendor", "portal.use"), ("store_associate", "connect.use")] {
        crate::system::role(&by, name, &[right]).await;
        let list = ana.page("/roles").await;
        assert!(
            list.contains(&format!("href=\"/users?role={name}\"")),
            "{list}"
        );
        let page = ana.page(&format!("/roles/{name}")).await;
        assert!(page.contains(&format!("<code>{right}</code>")), "{page}");
        assert!(
            page.contains(&format!("href=\"/users?role={name}\"")),
            "{page}"
        );
    }
}
