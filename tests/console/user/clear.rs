//! Pages that say things once, in words, and as they are.

use super::{BEN, member, page_of};
use crate::{
    both::on_both_databases,
    database::Database,
    html,
    system::{self, OTHER, PASSWORD, System},
    web::Web,
};
use reqwest::StatusCode;
use serde_json::json;

on_both_databases! {
    what_is_downloaded_is_what_is_shown,
    what_is_pinned_goes_by_its_names,
    whoever_was_slower_is_told_one_thing,
    a_lock_that_came_by_itself_looks_other_than_a_block,
    a_language_is_chosen_and_another_on_file_stays,
    a_first_password_stands_in_the_history_of_log_ins,
}

async fn what_is_downloaded_is_what_is_shown(database: Database) {
    let system = System::of("standard", database).await;
    let ben = member(&system).await;
    let at = page_of(&ben);
    let ana = Web::of_admin(&system).await;
    let page = ana.page(&format!("{at}/activity?kind=role.*")).await;
    let link = html::tags(&page, "a");
    let link = link.iter().find(|tag| tag.contains("id=\"download\""));
    let link = link.unwrap();
    assert!(link.contains("data-fresh"), "{link}");
    let address = html::attribute(link, "href").unwrap();
    let address = address.replace("&#38;", "&");
    let file = ana.get(&address).await;
    assert_eq!(file.status, StatusCode::OK, "{address}: {}", file.html);
    assert!(!file.html.contains("user.registered"), "{}", file.html);
    let all = ana.get(&address.replace("role.*", "user.*")).await;
    assert!(all.html.contains("user.registered"), "{}", all.html);
}

async fn what_is_pinned_goes_by_its_names(database: Database) {
    let system = System::of("standard", database).await;
    let admin = system.admin().await;
    let ben = member(&system).await;
    let (id, at) = (system::id(&ben), page_of(&ben));
    let store = system
        .record("product-stores", "North Store", &json!({}))
        .await;
    let shop = json!({ "product_store": store, "external_id": "shop-9" });
    system.record("shops", "Garden Shop", &shop).await;
    let pinned =
        json!({ "product_store": store, "shopify_shop": "shop-9", "start_page": "orders" });
    let path = format!("/users/{id}/favourites");
    admin.put(&path, &pinned).await.expect(200);
    let ana = Web::of(&admin);
    let tab = ana.page(&format!("{at}/favourites")).await;
    for told in [
        "<dt>Product store</dt><dd>North Store",
        "<dt>Shopify shop</dt><dd>Garden Shop (shop-9)",
        "<dt>start page</dt><dd>orders",
    ] {
        assert!(tab.contains(told), "{told}: {tab}");
    }
    assert!(!tab.contains(&store), "{tab}");
    let history = ana.page(&format!("{at}/activity?kind=favourites.*")).await;
    for told in [
        "Product store</span>: <del>–</del> → <ins>North Store</ins>",
        "Shopify shop</span>: <del>–</del> → <ins>Garden Shop</ins>",
    ] {
        assert!(history.contains(told), "{told}: {history}");
    }
}

/// Whoever compares is not told to begin again: in every form that shows what stands now.
async fn whoever_was_slower_is_told_one_thing(database: Database) {
    let system = System::of("standard", database).await;
    let admin = system.admin().await;
    let ben = member(&system).await;
    system::role(&admin, "reader", &["users.read"]).await;
    let north = system.record("facilities", "North", &json!({})).await;
    let ana = Web::of(&admin);
    let mut forms = Vec::new();
    for path in [
        format!("{}/edit", page_of(&ben)),
        "/roles/reader/edit".to_owned(),
        format!("/facilities/{north}/edit"),
    ] {
        let page = ana.page(&path).await;
        forms.push((path, page));
    }
    let name = json!({ "last_name": "Lang" });
    system::patch(&admin, system::id(&ben), &name)
        .await
        .expect(200);
    let role = json!({ "permissions": ["audit.read"] });
    system::patch_role(&admin, "reader", &role).await;
    let (facility, page) = &forms[2];
    let south = ana.fill(facility, page, &[("name", "South")]).await;
    assert_eq!(south.status, StatusCode::SEE_OTHER, "{}", south.html);
    for (path, page) in forms {
        let typed: &[_] = match path.split('/').nth(1) {
            Some("users") => &[("last_name", "Okafor")],
            Some("roles") => &[("name", "Mine"), ("permissions[]", "users.read")],
            _ => &[("name", "East")],
        };
        let stale = ana.fill(&path, &page, typed).await;
        assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED, "{path}");
        html::keeps_the_rules(&stale.html);
        assert_eq!(
            stale.html.matches("Compare, then save").count(),
            1,
            "{path}: {}",
            stale.html
        );
        assert!(
            !stale.html.contains("repeat your change"),
            "{path}: {}",
            stale.html
        );
    }
}

async fn a_lock_that_came_by_itself_looks_other_than_a_block(database: Database) {
    let system = System::of("standard", database).await;
    let admin = system.admin().await;
    let ben = member(&system).await;
    let cleo = admin.member("cleo@example.com", PASSWORD).await;
    let most = admin.get("/policy").await.expect(200).body;
    let most = most["policy"]["lockout"]["max_failures"].as_u64().unwrap();
    for _ in 0..most {
        system.visitor().try_log_in(BEN, OTHER).await.expect(401);
    }
    let ana = Web::of(&admin);
    let block = format!("{}/block", page_of(&cleo));
    ana.done(&block, &[("reason", "Left the keys")]).await;
    let locked = "purple blocked automatic\">Blocked<";
    let blocked = "purple blocked\">Blocked<";
    let list = ana.page("/users").await;
    assert!(list.contains(locked) && list.contains(blocked), "{list}");
    let page = ana.page(&page_of(&ben)).await;
    assert!(page.contains(locked) && !page.contains(blocked), "{page}");
    let page = ana.page(&page_of(&cleo)).await;
    assert!(page.contains(blocked) && !page.contains(locked), "{page}");
}

async fn a_language_is_chosen_and_another_on_file_stays(database: Database) {
    let system = System::of("standard", database).await;
    let admin = system.admin().await;
    let ben = member(&system).await;
    let (id, at) = (system::id(&ben), page_of(&ben));
    let ana = Web::of(&admin);
    let edit = format!("{at}/edit");
    let page = ana.page(&edit).await;
    for offered in [
        "<option value=\"en\">English</option>",
        "<option value=\"de\">Deutsch</option>",
    ] {
        assert!(page.contains(offered), "{offered}: {page}");
    }
    let french = json!({ "language": "fr-CA" });
    system::patch(&admin, id, &french).await.expect(200);
    let page = ana.page(&edit).await;
    assert!(page.contains("<option value=\"fr-CA\" selected>"), "{page}");
    let same = [
        ("email", BEN),
        ("first_name", "Benedikt"),
        ("last_name", "Adler"),
        ("language", "fr-CA"),
    ];
    let saved = ana.fill(&edit, &page, &same).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.html);
    let ben = admin.user(id).await;
    assert_eq!(ben["language"], "fr-CA");
    assert_eq!(ben["first_name"], "Benedikt");
}

async fn a_first_password_stands_in_the_history_of_log_ins(database: Database) {
    let system = System::of("standard", database).await;
    let ben = member(&system).await;
    let ana = Web::of_admin(&system).await;
    let security = ana.page(&format!("{}/security", page_of(&ben))).await;
    assert!(security.contains("Invitation accepted"), "{security}");
    // He had no way to log in when he was added.
    assert!(!security.contains("user.registered"), "{security}");
    let admin = system.admin().await;
    let cleo = json!({ "email": "cleo@example.com", "first_name": "Cleo", "last_name": "Reed",
        "credential": { "type": "temporary_password", "password": PASSWORD } });
    let cleo = admin.post("/users", &cleo).await.expect(201).body;
    let security = ana.page(&format!("{}/security", page_of(&cleo))).await;
    assert!(security.contains("user.registered"), "{security}");
}
