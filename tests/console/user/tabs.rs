//! The tabs of a user's page beyond the first two.

use super::{BEN, member, page_of};
use crate::{
    both::on_both_databases,
    client::Client,
    database::Database,
    html,
    system::{self, PASSWORD, System},
    web::Web,
};
use reqwest::StatusCode;
use serde_json::{Value, json};

on_both_databases! {
    every_tab_of_every_system_keeps_the_rules,
    hesh_has_all_five_parts_of_a_profile,
    hesh_manages_a_position_from_its_tab,
    roles_are_given_and_taken_away_and_say_what_they_allow,
    hotwax_adds_facilities_pickers_and_favourites,
    time_off_is_added_by_the_day_and_shown_in_a_month,
    order_broker_changes_authority_directory_and_shipping_system,
    order_broker_switches_the_log_in_and_says_that_a_lock_outlives_it,
    whoever_may_only_read_sees_and_changes_nothing,
    a_first_password_tells_its_rules_beforehand,
}

/// Every tab that the page offers, in every system and in both languages.
async fn every_tab_of_every_system_keeps_the_rules(database: Database) {
    let system = System::of("hesh", database).await;
    let ben = member(&system).await;
    let ana = Web::of_admin(&system).await;
    let at = page_of(&ben);
    for tail in [
        "",
        "/security",
        "/access",
        "/facilities",
        "/position",
        "/time-off",
        "/favourites",
        "/activity",
        "/raw",
        "/edit",
        "/validity",
        "/organizations",
        "/access/add",
        "/block",
        "/deactivate",
        "/anonymize",
        "/password",
        "/password-reset",
        "/end-sessions",
        "/position/manage",
        "/time-off/add",
    ] {
        let page = ana.get(&format!("{at}{tail}")).await;
        html::keeps_the_rules(&page.html);
        assert!(!page.html.contains(">user-"), "{tail}: {}", page.html);
    }
    assert!(
        ana.page(&format!("{at}/raw"))
            .await
            .contains("&#34;status&#34;: &#34;active&#34;")
    );
}

/// HE-9: general data, security, position, permissions and days off are the parts of a profile.
async fn hesh_has_all_five_parts_of_a_profile(database: Database) {
    let system = System::of("hesh", database).await;
    let ben = member(&system).await;
    let ana = Web::of_admin(&system).await;
    let at = page_of(&ben);
    let page = ana.page(&at).await;
    for (tail, caption) in [
        ("", "General Information"),
        ("/security", "Security"),
        ("/position", "Position"),
        ("/access", "Permissions"),
        ("/time-off", "Day-offs"),
    ] {
        assert!(
            page.contains(&format!("href=\"{at}{tail}\"")),
            "{tail}: {page}"
        );
        let tab = ana.page(&format!("{at}{tail}")).await;
        assert!(
            tab.contains(&format!("aria-current=\"page\">{caption}</a>")),
            "{tail}: {tab}"
        );
    }
}

/// HE-36: Position is a tab. HE-37: a button there manages the position. HE-38: a title is written anew for whoever
/// holds another.
async fn hesh_manages_a_position_from_its_tab(database: Database) {
    let system = System::of("hesh", database).await;
    let ben = member(&system).await;
    let warehouse = system.record("departments", "Warehouse", &json!({})).await;
    let ana = Web::of_admin(&system).await;
    let at = page_of(&ben);
    let page = ana.page(&format!("{at}/position")).await;
    assert!(page.contains(">Manage User Position</a>"), "{page}");
    let window = ana.page(&format!("{at}/position/manage")).await;
    assert!(window.contains(">Save</button>") && window.contains("data-cancel>Cancel</a>"));
    let typed = [("title", "Warehouse clerk")];
    let (_, page) = ana.done(&format!("{at}/position/manage"), &typed).await;
    assert!(page.contains("<dd>Warehouse clerk</dd>"), "{page}");
    assert!(page.contains("Not in any department yet"), "{page}");
    let typed = [("department", warehouse.as_str())];
    let (_, page) = ana.done(&format!("{at}/department"), &typed).await;
    assert!(page.contains("<dd>Warehouse</dd>"), "{page}");
    let held = system.admin().await.user(system::id(&ben)).await;
    let held = held["position"]["id"].as_str().unwrap();
    let typed = [("position", held), ("title", "Packer")];
    let (_, page) = ana.done(&format!("{at}/position/manage"), &typed).await;
    assert!(page.contains("<dd>Packer</dd>"), "{page}");
    // A choice and a title together stay a question.
    let typed = [("position", held), ("title", "Driver")];
    let both = ana.post(&format!("{at}/position/manage"), &typed).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(html::value(&both.html, "title"), Some("Driver"));
}

/// HW-7: contact information, roles and permissions are changed from the user's page.
async fn roles_are_given_and_taken_away_and_say_what_they_allow(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    system::role(&client, "clerk", &["product.view", "users.read"]).await;
    let ben = member(&system).await;
    let ana = Web::of(&client);
    let at = page_of(&ben);
    let window = ana.page(&format!("{at}/access/add")).await;
    assert!(window.contains("<option value=\"clerk\""), "{window}");
    let late = [
        ("role", "clerk"),
        ("from", "2030-01-01T00:00"),
        ("until", "2029-01-01T00:00"),
    ];
    let refused = ana.post(&format!("{at}/access/add"), &late).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("href=\"#until\""), "{}", refused.html);
    let typed = [("role", "clerk")];
    let (_, page) = ana.done(&format!("{at}/access/add"), &typed).await;
    assert!(page.contains("The role is given."), "{page}");
    assert!(
        page.contains("<code>product.view</code></dt><dd>because of clerk"),
        "{page}"
    );
    let (_, page) = ana
        .done(&format!("{at}/access/remove?role=clerk"), &[])
        .await;
    assert!(page.contains("No roles."), "{page}");
    let me = page_of(&client.get("/me").await.expect(200).body);
    let own_role = format!("{me}/access/remove?role=system_admin");
    for last in [ana.get(&own_role).await, ana.post(&own_role, &[]).await] {
        assert_eq!(last.status, StatusCode::CONFLICT, "{}", last.html);
    }
    let both = json!(["system_admin"]);
    system::set_roles(&client, system::id(&ben), &both).await;
    let own = ana.page(&own_role).await;
    assert!(own.contains("It is your own role"), "{own}");
}

/// HW-27: Show as Picker is switched on the page. HW-31: Add Facilities assigns several.
/// HW-35: Favorites pin a product store and a shop.
async fn hotwax_adds_facilities_pickers_and_favourites(database: Database) {
    let system = System::of("hotwax", database).await;
    let body = json!({ "username": "ben", "first_name": "Ben", "last_name": "Adler",
        "credential": { "type": "password", "password": PASSWORD } });
    let ben = system.admin().await.post("/users", &body).await;
    let at = page_of(&ben.expect(201).body);
    let east = system.record("facilities", "East", &json!({})).await;
    let west = system.record("facilities", "West", &json!({})).await;
    let store = system.record("product-stores", "Store", &json!({})).await;
    let shop = json!({ "product_store": store });
    system.record("shops", "Shop", &shop).await;
    let ana = Web::of_admin(&system).await;
    let page = ana.page(&format!("{at}/facilities")).await;
    assert!(page.contains(">Add Facilities</a>"), "{page}");
    let both = [
        ("facilities[]", east.as_str()),
        ("facilities[]", west.as_str()),
    ];
    let (_, page) = ana.done(&format!("{at}/facilities/add"), &both).await;
    assert!(
        page.contains(">East</th>") && page.contains(">West</th>"),
        "{page}"
    );
    let (_, page) = ana
        .done(&format!("{at}/facilities/remove?at={east}"), &[])
        .await;
    assert!(
        !page.contains(">East</th>") && page.contains(">West</th>"),
        "{page}"
    );
    let pin = [("username", "ben"), ("pin", "7391")];
    let (_, page) = ana
        .done(&format!("{at}/facilities/log-in?at={west}"), &pin)
        .await;
    assert!(page.contains("Remove PIN"), "{page}");
    let page = ana.page(&format!("{at}/access")).await;
    assert!(page.contains("Show as Picker"), "{page}");
    let (_, page) = ana
        .done(&format!("{at}/picker"), &[("picker", "true")])
        .await;
    assert!(page.contains("Shown as a picker"), "{page}");
    let page = ana.page(&format!("{at}/favourites")).await;
    assert!(page.contains(">Favorites</h2>"), "{page}");
    let pinned = [("product_store", "Store"), ("shopify_shop", "Shop")];
    let (_, page) = ana.done(&format!("{at}/favourites/change"), &pinned).await;
    assert!(
        page.contains("<dd>Store</dd>") && page.contains("<dd>Shop</dd>"),
        "{page}"
    );
    assert!(page.contains("at the next log-in"), "{page}");
}

async fn time_off_is_added_by_the_day_and_shown_in_a_month(database: Database) {
    let system = System::of("hesh", database).await;
    let ben = member(&system).await;
    let ana = Web::of_admin(&system).await;
    let at = page_of(&ben);
    let typed = [("start_on", "2031-03-03"), ("end_on", "2031-03-05")];
    ana.done(&format!("{at}/time-off/add"), &typed).await;
    let half = [("start_on", "2031-03-10"), ("part", "morning")];
    let (_, page) = ana.done(&format!("{at}/time-off/add"), &half).await;
    assert!(page.contains("3 Mar 2031 – 5 Mar 2031"), "{page}");
    assert!(page.contains("10 Mar 2031 – 10 Mar 2031, 12:00"), "{page}");
    let month = ana.page(&format!("{at}/time-off?month=2031-03")).await;
    assert_eq!(
        month.matches("<span class=\"mark\">away</span>").count(),
        3,
        "{month}"
    );
    assert_eq!(
        month
            .matches("<span class=\"mark\">partly away</span>")
            .count(),
        1
    );
    let again = ana.post(&format!("{at}/time-off/add"), &typed).await;
    assert_eq!(
        again.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        again.html
    );
    assert!(again.html.contains("overlaps"), "{}", again.html);
    let removal = page.split("/time-off/remove?from=").nth(1).unwrap();
    let from = removal.split('"').next().unwrap();
    let (_, page) = ana
        .done(&format!("{at}/time-off/remove?from={from}"), &[])
        .await;
    assert!(!page.contains("3 Mar 2031 –"), "{page}");
}

/// OB-25, OB-39, OB-63: authority, LDAP and shipping system are changed from one place.
/// OB-48: whoever logs in by LDAP is disabled and enabled like any other.
/// OB-49: the page shows a user with his authority before anything is changed.
async fn order_broker_changes_authority_directory_and_shipping_system(database: Database) {
    let system = System::of("order_broker", database).await;
    let client = system.admin().await;
    system::role(&client, "clerk", &["product.view"]).await;
    let at = page_of(&order_broker_member(&client).await);
    let ana = Web::of(&client);
    let place = ana.page(&format!("{at}/access")).await;
    for part in [
        ">Authority</h2>",
        ">LDAP settings</h2>",
        ">Default shipping system</h2>",
        &format!("href=\"{at}/access/add\""),
        &format!("href=\"{at}/external-credential\""),
        &format!("href=\"{at}/shipping\""),
    ] {
        assert!(place.contains(part), "{part}: {place}");
    }
    let (_, page) = ana
        .done(&format!("{at}/access/add"), &[("role", "clerk")])
        .await;
    assert!(page.contains(">clerk</th>"), "{page}");
    let general = ana.page(&at).await;
    assert!(
        general.contains("<dt>Authority</dt><dd>clerk</dd>"),
        "{general}"
    );
    let typed = [("default_shipping_system", "ADS")];
    let (_, page) = ana.done(&format!("{at}/shipping"), &typed).await;
    assert!(page.contains("<p>ADS</p>"), "{page}");
    let typed = [("domain", "corp.example.com")];
    let (_, page) = ana.done(&format!("{at}/external-credential"), &typed).await;
    assert!(
        page.contains("LDAP</span>") && page.contains("corp.example.com"),
        "{page}"
    );
    let place = ana.page(&format!("{at}/access")).await;
    assert!(place.contains("corp.example.com"), "{place}");
    let (_, page) = ana.done(&format!("{at}/deactivate"), &[]).await;
    assert!(
        page.contains("cannot log in") && page.contains("LDAP</span>"),
        "{page}"
    );
    let (_, page) = ana.done(&format!("{at}/activate"), &[]).await;
    assert!(!page.contains("cannot log in"), "{page}");
}

/// Somebody of the order broker, with a password of his own.
async fn order_broker_member(by: &Client) -> Value {
    let body = json!({ "username": "benad", "display_name": "Ben Adler",
        "credential": { "type": "temporary_password", "password": PASSWORD } });
    by.post("/users", &body).await.expect(201).body
}

/// OB-43: it is shown whether the user can log in, and switched from there.
async fn order_broker_switches_the_log_in_and_says_that_a_lock_outlives_it(database: Database) {
    let system = System::of("order_broker", database).await;
    let client = system.admin().await;
    let at = page_of(&order_broker_member(&client).await);
    let ana = Web::of(&client);
    let page = ana.page(&at).await;
    assert!(
        page.contains("can log in") && page.contains(">Disable</a>"),
        "{page}"
    );
    let (_, page) = ana.done(&format!("{at}/deactivate"), &[]).await;
    assert!(
        page.contains("cannot log in") && page.contains(">Enable</a>"),
        "{page}"
    );
    ana.done(&format!("{at}/activate"), &[]).await;
    let most = client.get("/policy").await.expect(200).body;
    let most = most["policy"]["lockout"]["max_failures"].as_u64().unwrap();
    for _ in 0..most {
        system
            .visitor()
            .try_log_in("benad", "not it")
            .await
            .expect(401);
    }
    let page = ana.page(&at).await;
    assert!(
        page.contains(&format!("Locked after {most} failed log-ins")),
        "{page}"
    );
    assert!(
        page.contains("the lock stays until its time is over"),
        "{page}"
    );
}

async fn whoever_may_only_read_sees_and_changes_nothing(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    system::role(&client, "reader", &["users.read"]).await;
    let ben = member(&system).await;
    let roles = json!(["reader"]);
    system::set_roles(&client, system::id(&ben), &roles).await;
    let reader = Web::of(&system.visitor().log_in(BEN, PASSWORD).await);
    let admin = page_of(&client.get("/me").await.expect(200).body);
    let page = reader.page(&admin).await;
    assert!(page.contains("ana@example.com"), "{page}");
    for tail in [
        "edit",
        "block",
        "deactivate",
        "password",
        "delete",
        "anonymize",
    ] {
        assert!(
            !page.contains(&format!("{admin}/{tail}\"")),
            "{tail}: {page}"
        );
    }
    for tail in ["edit", "block", "deactivate", "delete", "access/add"] {
        let refused = reader
            .post(&format!("{admin}/{tail}"), &[("reason", "no")])
            .await;
        assert_eq!(
            refused.status,
            StatusCode::FORBIDDEN,
            "{tail}: {}",
            refused.html
        );
    }
}

/// OB-27: what a password must have is said where an administrator sets one.
async fn a_first_password_tells_its_rules_beforehand(database: Database) {
    let system = System::of("order_broker", database).await;
    let client = system.admin().await;
    let at = page_of(&order_broker_member(&client).await);
    let ana = Web::of(&client);
    for page in ["security", "temporary-password"] {
        let page = ana.page(&format!("{at}/{page}")).await;
        assert!(page.contains("at least"), "{page}");
    }
}
