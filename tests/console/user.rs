//! One user's page with its tabs, and what can be done with him.

use crate::{
    both::on_both_databases,
    client::Client,
    database::Database,
    html,
    system::{self, OTHER, PASSWORD, System, shown_token},
    web::Web,
};
use reqwest::StatusCode;
use serde_json::{Value, json};

const BEN: &str = "ben@example.com";

on_both_databases! {
    a_user_has_a_page_that_says_how_he_stands,
    a_block_says_who_and_why_and_is_lifted_again,
    what_cannot_be_done_is_not_offered_and_says_why,
    a_grave_act_asks_for_the_number_to_be_typed,
    an_invited_user_shows_his_link,
    hesh_opens_a_user_and_changes_his_status_by_its_badge,
    hesh_creates_and_changes_passwords_in_a_window,
    the_general_data_are_changed_in_a_window,
    whoever_was_slower_compares_and_loses_nothing,
    shopp_shows_role_status_and_organizations_and_changes_the_rest,
    hotwax_blocks_and_resets_in_its_own_words,
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

/// Ben Adler, invited; as the API answers him.
async fn invited(by: &Client) -> Value {
    let body = json!({ "email": BEN, "first_name": "Ben", "last_name": "Adler" });
    by.post("/users", &body).await.expect(201).body
}

/// Ben Adler, active.
async fn member(system: &System) -> Value {
    let ana = system.admin().await;
    let user = invited(&ana).await;
    system.accept(BEN, &shown_token(&user)).await;
    ana.user(system::id(&user)).await
}

/// The address of his page.
fn page_of(user: &Value) -> String {
    format!("/users/{}", user["number"].as_str().unwrap())
}

async fn a_user_has_a_page_that_says_how_he_stands(database: Database) {
    let system = System::of("standard", database).await;
    let ben = member(&system).await;
    let ana = Web::of_admin(&system).await;
    let page = ana.page(&page_of(&ben)).await;
    let number = ben["number"].as_str().unwrap();
    assert!(page.contains(&format!("#{number}")), "{page}");
    assert!(page.contains("<h1>Ben Adler</h1>"), "{page}");
    assert!(page.contains("badge green active\">Active<"), "{page}");
    assert!(page.contains("can log in"), "{page}");
    for tail in [
        "block",
        "delete",
        "anonymize",
        "edit",
        "security",
        "activity",
    ] {
        assert!(
            page.contains(&format!("/users/{number}/{tail}\"")),
            "{tail}: {page}"
        );
    }
    assert!(
        !page.contains(&format!("/users/{number}/activate\"")),
        "{page}"
    );
}

async fn a_block_says_who_and_why_and_is_lifted_again(database: Database) {
    let system = System::of("standard", database).await;
    let ben = member(&system).await;
    let at = page_of(&ben);
    let ana = Web::of_admin(&system).await;
    let window = ana.page(&format!("{at}/block")).await;
    assert!(window.contains("Block Ben Adler</button>"), "{window}");
    let version = html::value(&window, "version").unwrap().to_owned();
    let empty = ana
        .post(&format!("{at}/block"), &[("version", &version)])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.html.contains("href=\"#reason\""), "{}", empty.html);
    let typed = [("version", version.as_str()), ("reason", "Left the keys")];
    let (to, page) = ana.done(&format!("{at}/block"), &typed).await;
    assert_eq!(to, at);
    assert!(
        page.contains("Blocked.") && page.contains("– Left the keys"),
        "{page}"
    );
    assert!(page.contains("Blocked by ana@example.com on"), "{page}");
    assert!(page.contains("cannot log in"), "{page}");
    let (_, page) = ana.done(&format!("{at}/unblock"), &[]).await;
    assert!(page.contains("badge green active"), "{page}");
}

/// OB-51: an administrator cannot be deleted, and one is told so.
async fn what_cannot_be_done_is_not_offered_and_says_why(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = Web::of_admin(&system).await;
    let me = system.admin().await.get("/me").await.expect(200).body;
    let at = page_of(&me);
    let page = ana.page(&at).await;
    assert!(!page.contains(&format!("{at}/delete\"")), "{page}");
    assert!(page.contains("Administrators cannot be deleted"), "{page}");
    let refused = ana.get(&format!("{at}/delete")).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    html::keeps_the_rules(&refused.html);
    assert!(refused.html.contains("role=\"alert\""), "{}", refused.html);
    assert!(
        !refused
            .html
            .contains("<button type=\"submit\" class=\"danger\"")
    );
}

async fn a_grave_act_asks_for_the_number_to_be_typed(database: Database) {
    let system = System::of("standard", database).await;
    let ben = member(&system).await;
    let at = page_of(&ben);
    let ana = Web::of_admin(&system).await;
    let window = ana.page(&format!("{at}/delete")).await;
    assert!(window.contains("Delete Ben Adler</button>"), "{window}");
    assert!(window.contains("Inactivate Ben Adler instead"), "{window}");
    let wrong = ana
        .post(&format!("{at}/delete"), &[("typed", "US999")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let number = ben["number"].as_str().unwrap();
    let (_, page) = ana
        .done(&format!("{at}/delete"), &[("typed", number)])
        .await;
    assert!(page.contains("badge red deleted"), "{page}");
    assert!(page.contains("Can be restored."), "{page}");
    let (_, page) = ana.done(&format!("{at}/restore"), &[]).await;
    assert!(page.contains("badge gray inactive"), "{page}");
}

async fn an_invited_user_shows_his_link(database: Database) {
    let system = System::of("standard", database).await;
    let user = invited(&system.admin().await).await;
    let at = page_of(&user);
    let ana = Web::of_admin(&system).await;
    let page = ana.page(&at).await;
    let link = html::tags(&page, "input");
    let link = link
        .iter()
        .find(|tag| tag.contains("id=\"invitation-link\""));
    assert!(link.unwrap().contains("/invite/"), "{page}");
    assert!(page.contains("badge orange pending"), "{page}");
    let (_, page) = ana.done(&format!("{at}/invitation"), &[]).await;
    assert!(page.contains("The invitation is on its way."), "{page}");
    let (_, page) = ana.done(&format!("{at}/invitation/revoke"), &[]).await;
    assert!(page.contains("The invitation was revoked"), "{page}");
}

/// HE-18: a user in the list opens his page. HE-19: its first side tab is General Information.
/// HE-22: his status is changed by pressing its badge. HE-27: Security is a tab at the side.
async fn hesh_opens_a_user_and_changes_his_status_by_its_badge(database: Database) {
    let system = System::of("hesh", database).await;
    let ben = member(&system).await;
    let at = page_of(&ben);
    let ana = Web::of_admin(&system).await;
    let list = ana.page("/users").await;
    assert!(list.contains(&format!("href=\"{at}\"")), "{list}");
    let page = ana.page(&at).await;
    assert!(page.contains("<div class=\"tabbed beside\">"), "{page}");
    for tab in ["General Information", "Security"] {
        assert!(page.contains(&format!(">{tab}</a>")), "{tab}: {page}");
    }
    let badge = page
        .split("<details class=\"menu change\">")
        .nth(1)
        .unwrap();
    let menu = badge.split("</details>").next().unwrap();
    assert!(menu.contains("badge green active"), "{menu}");
    assert!(menu.contains(">Inactivate</a>"), "{menu}");
    let (_, page) = ana.done(&format!("{at}/deactivate"), &[]).await;
    assert!(page.contains("inactive\">Inactive<"), "{page}");
    let badge = page
        .split("<details class=\"menu change\">")
        .nth(1)
        .unwrap();
    assert!(
        badge
            .split("</details>")
            .next()
            .unwrap()
            .contains(">Activate</a>")
    );
}

/// HE-31: the button says create or change, as it fits. HE-32: a window asks for the new password.
/// HE-33: a button in it says Confirm password. HE-34: a message says that the password was changed.
async fn hesh_creates_and_changes_passwords_in_a_window(database: Database) {
    let system = System::of("hesh", database).await;
    let user = invited(&system.admin().await).await;
    let at = page_of(&user);
    let ana = Web::of_admin(&system).await;
    let security = ana.page(&format!("{at}/security")).await;
    assert!(security.contains(">Create password</a>"), "{security}");
    let window = ana.page(&format!("{at}/password")).await;
    assert!(
        window.contains("Create new password: Ben Adler"),
        "{window}"
    );
    assert!(window.contains("Confirm password</button>"), "{window}");
    let short = ana
        .post(&format!("{at}/password"), &[("password", "a")])
        .await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let typed = [("password", PASSWORD)];
    let (_, page) = ana.done(&format!("{at}/password"), &typed).await;
    assert!(page.contains("The password was changed."), "{page}");
    assert!(page.contains("badge green active"), "{page}");
    assert!(page.contains(">Change password</a>"), "{page}");
    let typed = [("password", OTHER)];
    ana.done(&format!("{at}/password"), &typed).await;
    system.visitor().log_in(BEN, OTHER).await;
}

/// HE-26: a button on General Information opens the window to change them.
async fn the_general_data_are_changed_in_a_window(database: Database) {
    let system = System::of("hesh", database).await;
    let ben = member(&system).await;
    let at = page_of(&ben);
    let ana = Web::of_admin(&system).await;
    let page = ana.page(&at).await;
    assert!(
        page.contains(&format!("href=\"{at}/edit\" data-window>Edit</a>")),
        "{page}"
    );
    let window = ana.page(&format!("{at}/edit")).await;
    assert!(
        html::field(&window, "email").contains("readonly"),
        "{window}"
    );
    assert!(
        window.contains("It cannot be changed in this system."),
        "{window}"
    );
    let typed = [
        ("version", html::value(&window, "version").unwrap()),
        ("was.email", BEN),
        ("was.first_name", "Ben"),
        ("was.last_name", "Adler"),
        ("email", BEN),
        ("first_name", "Benjamin"),
        ("last_name", "Okafor"),
        ("time_zone", "Europe/Berlin"),
    ];
    let (_, page) = ana.done(&format!("{at}/edit"), &typed).await;
    assert!(page.contains("<h1>Benjamin Okafor</h1>"), "{page}");
    assert!(
        page.contains("Europe/Berlin") && page.contains("Saved."),
        "{page}"
    );
}

async fn whoever_was_slower_compares_and_loses_nothing(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let ben = member(&system).await;
    let at = page_of(&ben);
    let ana = Web::of(&client);
    let window = ana.page(&format!("{at}/edit")).await;
    let version = html::value(&window, "version").unwrap().to_owned();
    let faster = json!({ "first_name": "Benedikt", "last_name": "Lang" });
    system::patch(&client, system::id(&ben), &faster)
        .await
        .expect(200);
    let mut typed = vec![
        ("version", version.as_str()),
        ("was.email", BEN),
        ("email", BEN),
        ("was.first_name", "Ben"),
        ("was.last_name", "Adler"),
        ("first_name", "Benjamin"),
        ("last_name", "Adler"),
        ("phone", "+49 30 1234567"),
    ];
    let stale = ana.post(&format!("{at}/edit"), &typed).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    html::keeps_the_rules(&stale.html);
    assert!(
        stale.html.contains("Changed by ana@example.com just now"),
        "{}",
        stale.html
    );
    for told in [
        "<td data-label=\"Yours\">Benjamin",
        "<td data-label=\"Theirs\">Benedikt",
    ] {
        assert!(stale.html.contains(told), "{told}: {}", stale.html);
    }
    // What was typed stays; what was not touched is taken over.
    assert_eq!(html::value(&stale.html, "first_name"), Some("Benjamin"));
    assert_eq!(html::value(&stale.html, "last_name"), Some("Lang"));
    assert_eq!(html::value(&stale.html, "phone"), Some("+49 30 1234567"));
    let fresh = html::value(&stale.html, "version").unwrap().to_owned();
    typed[0].1 = &fresh;
    typed[3].1 = "Benedikt";
    typed[4].1 = "Lang";
    typed[6].1 = "Lang";
    ana.done(&format!("{at}/edit"), &typed).await;
    let after = client.user(system::id(&ben)).await;
    assert_eq!(
        (&after["first_name"], &after["last_name"]),
        (&json!("Benjamin"), &json!("Lang"))
    );
}

/// SH-20: a window is there for changes. SH-22: the role is shown as a badge, and cannot be changed there.
/// SH-26: the status is a badge, and cannot be changed there. SH-32: Active is green. SH-33: Inactive is gray.
/// SH-34: Pending is orange. SH-36: Deleted is red. SH-37: organization administrators have a blue badge.
/// SH-38: whoever has no role has a gray badge.
async fn shopp_shows_role_status_and_organizations_and_changes_the_rest(database: Database) {
    let system = System::of("shopp", database).await;
    let client = system.admin().await;
    let user = invited(&client).await;
    let token = shown_token(&user);
    let at = page_of(&user);
    let ana = Web::of(&client);
    let page = ana.page(&at).await;
    assert!(page.contains("badge orange pending\">Pending<"), "{page}");
    assert!(page.contains("badge gray\">No Role<"), "{page}");
    let window = ana.page(&format!("{at}/edit")).await;
    for fixed in ["status", "role", "roles", "organizations"] {
        assert!(
            !window.contains(&format!("name=\"{fixed}\"")),
            "{fixed}: {window}"
        );
    }
    assert!(
        html::field(&window, "email").contains("readonly"),
        "{window}"
    );
    for free in ["first_name", "last_name", "phone"] {
        assert!(
            !html::field(&window, free).contains("readonly"),
            "{free}: {window}"
        );
    }
    system.accept(BEN, &token).await;
    assert!(ana.page(&at).await.contains("badge green active\">Active<"));
    let ben = client.user(system::id(&user)).await;
    let organization = &ben["organizations"][0];
    let role = json!([{ "role": "organization_admin", "organization": organization }]);
    system::set_roles(&client, system::id(&user), &role).await;
    let page = ana.page(&at).await;
    assert!(page.contains("badge blue\">Organization Admin<"), "{page}");
    let (_, page) = ana.done(&format!("{at}/deactivate"), &[]).await;
    assert!(page.contains("badge gray inactive\">Inactive<"), "{page}");
    system::set_roles(&client, system::id(&user), &json!([])).await;
    let number = ben["number"].as_str().unwrap();
    let (_, page) = ana
        .done(&format!("{at}/delete"), &[("typed", number)])
        .await;
    assert!(page.contains("badge red deleted\">Deleted<"), "{page}");
}

/// HW-6: a user has a page of his own, User Details. HW-8: Block user login keeps him out.
/// HW-16: Reset Password sets a new one.
async fn hotwax_blocks_and_resets_in_its_own_words(database: Database) {
    let system = System::of("hotwax", database).await;
    let body = json!({ "username": "ben", "first_name": "Ben", "last_name": "Adler",
        "credential": { "type": "password", "password": PASSWORD } });
    let ben = system.admin().await.post("/users", &body).await;
    let ben = ben.expect(201).body;
    let at = page_of(&ben);
    let ana = Web::of_admin(&system).await;
    let page = ana.page(&at).await;
    for words in ["User Details", "Block user login", "Reset Password"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let (_, page) = ana
        .done(&format!("{at}/block"), &[("reason", "Audit")])
        .await;
    assert!(page.contains("Unblock user login"), "{page}");
    system
        .visitor()
        .try_log_in("ben", PASSWORD)
        .await
        .expect(401);
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

/// HE-36: Position is a tab. HE-37: a button there manages the position.
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
    let own = ana
        .page(&format!("{me}/access/remove?role=system_admin"))
        .await;
    assert!(own.contains("It is your own role"), "{own}");
    let refused = ana
        .post(&format!("{me}/access/remove?role=system_admin"), &[])
        .await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.html);
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

/// OB-39, OB-63: authority, LDAP and shipping system are changed from the user's page.
/// OB-48: whoever logs in by LDAP is disabled and enabled like any other.
/// OB-49: the page shows a user with his authority before anything is changed.
async fn order_broker_changes_authority_directory_and_shipping_system(database: Database) {
    let system = System::of("order_broker", database).await;
    let client = system.admin().await;
    system::role(&client, "clerk", &["product.view"]).await;
    let at = page_of(&order_broker_member(&client).await);
    let ana = Web::of(&client);
    let (_, page) = ana
        .done(&format!("{at}/access/add"), &[("role", "clerk")])
        .await;
    assert!(page.contains(">clerk</th>"), "{page}");
    let typed = [("default_shipping_system", "ADS")];
    let (_, page) = ana.done(&format!("{at}/shipping"), &typed).await;
    assert!(page.contains("<p>ADS</p>"), "{page}");
    let typed = [("domain", "corp.example.com")];
    let (_, page) = ana.done(&format!("{at}/external-credential"), &typed).await;
    assert!(
        page.contains("LDAP</span>") && page.contains("corp.example.com"),
        "{page}"
    );
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
    for tail in [
        "edit",
        "block",
        "deactivate",
        "delete",
        "access/add",
        "time-off/add",
    ] {
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
