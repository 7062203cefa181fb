//! Where users work, in the systems that have it: facilities with PINs, pickers, favourites, positions.

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    system::{PASSWORD, System, column, id},
};
use serde_json::{Value, json};

on_both_databases! {
    a_user_works_at_several_facilities_and_applications_are_told,
    a_facility_has_one_shared_log_in,
    a_pin_opens_one_facility_and_nothing_else,
    wrong_pins_lock_that_log_in_for_a_while,
    picklists_go_to_pickers_of_the_facility_who_are_there,
    favourites_name_a_store_and_a_shop_that_are_there,
    a_position_is_taken_from_the_list_or_written_anew,
    whole_days_off_are_those_of_the_user_s_own_zone,
}

const PIN: &str = "284617";

async fn facility(system: &System, external_id: &str) -> String {
    system.record("facilities", external_id, &json!({})).await
}

async fn ben(by: &Client) -> Value {
    let body = json!({
        "username": "ben", "first_name": "Ben", "last_name": "Adler",
        "credential": { "type": "password", "password": PASSWORD },
    });
    by.post("/users", &body).await.expect(201).body
}

fn path(user: &Value, rest: &str) -> String {
    format!("/users/{}/{rest}", id(user))
}

async fn assign(by: &Client, user: &Value, facilities: &[&str]) -> Value {
    let body = json!({ "facilities": facilities });
    let set = by.put(&path(user, "facilities"), &body).await;
    set.expect(200).body
}

async fn set_pin(by: &Client, user: &Value, facility: &str, pin: &str) -> Answer {
    let place = path(user, &format!("facilities/{facility}/credential"));
    by.put(&place, &json!({ "username": "packer", "pin": pin }))
        .await
}

async fn enter(system: &System, facility: &str, pin: &str) -> Answer {
    let wish = json!({ "facility": facility, "username": "Packer", "pin": pin });
    system.visitor().post("/facility-sessions", &wish).await
}

fn sorted(mut names: Vec<&str>) -> Value {
    names.sort_unstable();
    json!(names)
}

/// HW-31, HW-32, HW-42: several facilities; each answer to a log-in tells applications which.
async fn a_user_works_at_several_facilities_and_applications_are_told(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let (one, two) = (
        facility(&system, "ONE").await,
        facility(&system, "TWO").await,
    );
    let user = ben(&ana).await;
    assert_eq!(user["facilities"], json!([]));
    // By id or by what the other system calls it.
    let both = sorted(vec![&one, &two]);
    assert_eq!(
        assign(&ana, &user, &[&one, "TWO"]).await["facilities"],
        both
    );
    let logged_in = system
        .visitor()
        .try_log_in("ben", PASSWORD)
        .await
        .expect(201);
    assert_eq!(logged_in.body["user"]["facilities"], both);
    let ben = system.visitor().log_in("ben", PASSWORD).await;
    assert_eq!(ben.get("/me").await.expect(200).body["facilities"], both);
    let list = format!("/users?facility={two}");
    assert_eq!(column(&ana, &list, "username").await, ["ben"]);
    assign(&ana, &user, &[&one]).await;
    assert_eq!(column(&ana, &list, "username").await, [""; 0]);
    assert_eq!(
        ben.get("/me").await.expect(200).body["facilities"],
        json!([one])
    );
    // Of all facilities he sees his own.
    assert_eq!(column(&ben, "/facilities", "id").await, [one.as_str()]);
    let others = ben.get(&format!("/facilities/{two}")).await;
    others.expect_problem(404, "not_found");
    // Not by himself, and only at facilities that there are.
    let body = json!({ "facilities": [&two] });
    let own = ben.put(&path(&user, "facilities"), &body).await;
    own.expect_problem(403, "forbidden");
    // Whoever sees nobody is not told which facilities there are.
    for place in ["ONE", "THREE"] {
        let refused = ben.get(&format!("/facilities/{place}/pickers")).await;
        refused.expect_problem(403, "forbidden");
    }
    // What the other system calls a facility may look like an id.
    let alike = "5f1d2c3b-0000-4000-8000-00000000abcd";
    let third = facility(&system, alike).await;
    assert_eq!(
        assign(&ana, &user, &[alike]).await["facilities"],
        json!([third])
    );
    assign(&ana, &user, &[&one]).await;
    let unknown = json!({ "facilities": [&one, "THREE"] });
    let refused = ana.put(&path(&user, "facilities"), &unknown).await;
    let refused = refused.expect_problem(422, "validation");
    assert_eq!(refused.body["errors"][0]["pointer"], "/facilities/1");
    let changes = ana.history(id(&user)).await;
    let changes = changes.iter().filter(|kind| *kind == "facilities.changed");
    assert_eq!(changes.count(), 4);
}

/// HW-31: a log-in that a facility's people share is for that facility alone.
async fn a_facility_has_one_shared_log_in(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let (one, two) = (
        facility(&system, "ONE").await,
        facility(&system, "TWO").await,
    );
    let shared = |facilities: Value| {
        json!({
            "kind": "facility_login", "username": "store.one", "display_name": "Store One",
            "facilities": facilities,
            "credential": { "type": "password", "password": PASSWORD },
        })
    };
    for wrong in [json!([]), json!([one, two])] {
        let refused = ana.post("/users", &shared(wrong)).await;
        let refused = refused.expect_problem(422, "validation");
        assert_eq!(refused.body["errors"][0]["pointer"], "/facilities");
    }
    let added = ana.post("/users", &shared(json!([one]))).await;
    assert_eq!(added.expect(201).body["facilities"], json!([one]));
}

/// HW-33, HW-34: the name and the PIN open the facility they are for; of Tenure, such a session shows the user himself.
async fn a_pin_opens_one_facility_and_nothing_else(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let (one, two) = (
        facility(&system, "ONE").await,
        facility(&system, "TWO").await,
    );
    let user = ben(&ana).await;
    let early = set_pin(&ana, &user, "ONE", PIN).await;
    early.expect_problem(422, "validation");
    assign(&ana, &user, &[&one, &two]).await;
    for easy in ["1234", "7777", "12", "abcd"] {
        let refused = set_pin(&ana, &user, "ONE", easy).await;
        refused.expect_problem(422, "validation");
    }
    set_pin(&ana, &user, "ONE", PIN).await.expect(200);
    let entered = enter(&system, "ONE", PIN).await.expect(201).body;
    assert_eq!(entered["facility"], json!(one));
    assert_eq!(entered["user"]["id"], user["id"]);
    for wrong in [
        enter(&system, "TWO", PIN).await,
        enter(&system, "THREE", PIN).await,
        enter(&system, "ONE", "284618").await,
    ] {
        wrong.expect_problem(401, "login_failed");
    }
    let there = system
        .visitor()
        .with_token(entered["token"].as_str().unwrap());
    assert_eq!(there.get("/me").await.expect(200).body["id"], user["id"]);
    for refused in [
        there.put("/me/favourites", &json!({})).await,
        there.get("/users").await,
        there.delete("/sessions").await,
        there.get(&path(&user, "events")).await,
    ] {
        refused.expect_problem(403, "forbidden");
    }
    let password =
        json!({ "current_password": PASSWORD, "new_password": "other 7! words of mine" });
    let refused = there.put("/me/password", &password).await;
    assert_eq!(refused.status.as_u16(), 403);
    // The user himself sees where he is logged in.
    let ben = system.visitor().log_in("ben", PASSWORD).await;
    let places = column(&ben, "/sessions", "facility").await;
    assert_eq!(places.len(), 2);
    assert_eq!(column(&there, "/sessions", "facility").await.len(), 1);
    let history = ana.history(id(&user)).await;
    assert!(
        history
            .iter()
            .any(|kind| kind == "facility_log_in.succeeded")
    );
    // It goes with the facility.
    assign(&ana, &user, &[&two]).await;
    there.get("/me").await.expect(401);
    enter(&system, "ONE", PIN).await.expect(401);
}

/// HW-33: its own count and lock, which the password knows nothing of.
async fn wrong_pins_lock_that_log_in_for_a_while(database: Database) {
    let system = System::with_clock("hotwax", database).await;
    let ana = system.admin().await;
    let one = facility(&system, "ONE").await;
    let user = ben(&ana).await;
    assign(&ana, &user, &[&one]).await;
    set_pin(&ana, &user, "ONE", PIN).await.expect(200);
    for _ in 0..3 {
        enter(&system, "ONE", "995511").await.expect(401);
    }
    enter(&system, "ONE", PIN).await.expect(401);
    assert_eq!(ana.user(id(&user)).await["status"], "active");
    system.visitor().log_in("ben", PASSWORD).await;
    system.pass_minutes(24 * 60);
    enter(&system, "ONE", PIN).await.expect(201);
    for _ in 0..3 {
        enter(&system, "ONE", "995511").await.expect(401);
    }
    // A new PIN begins anew; the old one counts no more.
    let ana = system.admin().await;
    set_pin(&ana, &user, "ONE", "917350").await.expect(200);
    enter(&system, "ONE", PIN).await.expect(401);
    enter(&system, "ONE", "917350").await.expect(201);
    let place = path(&user, "facilities/ONE/credential");
    ana.delete(&place).await.expect(200);
    enter(&system, "ONE", "917350").await.expect(401);
}

/// HW-28, HW-29: Active, shown as pickers, at the facility, and there.
async fn picklists_go_to_pickers_of_the_facility_who_are_there(database: Database) {
    let system = System::of("standard", database).await;
    let ana = system.admin().await;
    let (one, two) = (
        facility(&system, "ONE").await,
        facility(&system, "TWO").await,
    );
    let mut users = Vec::new();
    for (name, at) in [("zoe", &one), ("bob", &one), ("eve", &two), ("mia", &one)] {
        let body = json!({
            "kind": "non_login", "username": name, "email": format!("{name}@example.com"),
            "first_name": name, "last_name": "Adler", "facilities": [at], "credential": { "type": "none" },
        });
        let user = ana.post("/users", &body).await.expect(201).body;
        let picker = json!({ "picker": name != "mia" });
        ana.put(&path(&user, "capabilities"), &picker)
            .await
            .expect(200);
        users.push(user);
    }
    let pickers = |query: &'static str| {
        let ana = ana.clone();
        async move { column(&ana, &format!("/facilities/ONE/pickers{query}"), "username").await }
    };
    assert_eq!(pickers("").await, ["bob", "zoe"]);
    let today = json!([{ "start_at": "2000-01-01T00:00:00Z", "end_at": "2900-01-01T00:00:00Z" }]);
    ana.put(&path(&users[0], "days-off"), &today)
        .await
        .expect(200);
    assert_eq!(pickers("").await, ["bob"]);
    assert_eq!(pickers("?away=true").await, ["bob", "zoe"]);
    let rest = path(&users[1], "deactivate");
    ana.act(&rest).await.expect(200);
    assert_eq!(pickers("?away=true").await, ["zoe"]);
    let nowhere = ana.get("/facilities/THREE/pickers").await;
    nowhere.expect_problem(404, "not_found");
}

/// HW-35, HW-37, HW-38: the shop is one of the store; one below the parent shop is pinned with a word of warning.
async fn favourites_name_a_store_and_a_shop_that_are_there(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let store = system.record("product-stores", "STORE", &json!({})).await;
    let other = system.record("product-stores", "OTHER", &json!({})).await;
    let of_store = json!({ "product_store": store });
    let parent = system.record("shops", "SHOP", &of_store).await;
    let beneath = json!({ "product_store": store, "parent": parent });
    system.record("shops", "CHILD", &beneath).await;
    let user = ben(&ana).await;
    let ben = system.visitor().log_in("ben", PASSWORD).await;
    let pin = |store: &'static str, shop: &'static str| {
        let ben = ben.clone();
        let wish = json!({ "product_store": store, "shopify_shop": shop });
        async move { (ben.put("/me/favourites", &wish).await, wish) }
    };
    let (set, wish) = pin("STORE", "SHOP").await;
    assert_eq!(set.expect(200).body, wish);
    let (set, _) = pin("STORE", "CHILD").await;
    let set = set.expect(200).body;
    assert_eq!(set["shopify_shop"], "CHILD");
    assert_eq!(set["warnings"][0]["code"], "not_parent_shop");
    for (store, shop, pointer) in [
        ("NONE", "SHOP", "/product_store"),
        ("STORE", "NONE", "/shopify_shop"),
        ("OTHER", "SHOP", "/shopify_shop"),
    ] {
        let (refused, _) = pin(store, shop).await;
        let refused = refused.expect_problem(422, "validation");
        assert_eq!(refused.body["errors"][0]["pointer"], pointer);
    }
    // Linked to one store, the user pins that one only.
    let linked = json!({ "product_stores": [other] });
    ana.put(&path(&user, "product-stores"), &linked)
        .await
        .expect(200);
    let (refused, _) = pin("STORE", "SHOP").await;
    refused.expect_problem(422, "validation");
    let set = ben
        .put("/me/favourites", &json!({ "product_store": "OTHER" }))
        .await;
    assert_eq!(set.expect(200).body, json!({ "product_store": "OTHER" }));
}

/// HE-38, HE-39, HE-40, HE-41, HE-42: from the list or written new, for a user; saved, or nothing of it; in no
/// department until he is moved.
async fn a_position_is_taken_from_the_list_or_written_anew(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let user = json!({ "email": "ben@example.com", "first_name": "Ben", "last_name": "Adler" });
    let user = ana.post("/users", &user).await.expect(201).body;
    assert_eq!(user["position"], Value::Null);
    let house = system.record("departments", "Warehouse", &json!({})).await;
    let place = path(&user, "position");
    let early = json!({ "department": house });
    let early = ana.put(&path(&user, "department"), &early).await;
    let early = early.expect_problem(422, "validation");
    assert_eq!(early.body["errors"][0]["code"], "no_position");
    let written = ana
        .put(&place, &json!({ "title": "Picker" }))
        .await
        .expect(200)
        .body;
    assert_eq!(
        (&written["title"], &written["department"]),
        (&json!("Picker"), &Value::Null)
    );
    let moved = ana
        .put(&path(&user, "department"), &json!({ "department": house }))
        .await;
    assert_eq!(moved.expect(200).body["department"]["name"], "Warehouse");
    let shown = ana.user(id(&user)).await;
    assert_eq!(shown["position"]["department"]["id"], json!(house));
    // The same title in other letters is the same position, and moves nobody.
    let same = ana
        .put(&place, &json!({ "title": "PICKER" }))
        .await
        .expect(200)
        .body;
    assert_eq!(same["department"]["id"], json!(house));
    let clerk = system.record("positions", "Clerk", &json!({})).await;
    let chosen = ana
        .put(&place, &json!({ "position": clerk }))
        .await
        .expect(200)
        .body;
    assert_eq!(
        (&chosen["title"], &chosen["department"]),
        (&json!("Clerk"), &Value::Null)
    );
    // What is refused leaves no position behind.
    let stale = [("if-match", "\"v1\"")];
    let body = json!({ "title": "Nobody" });
    let refused = ana
        .send(reqwest::Method::PUT, &place, &stale, Some(&body))
        .await;
    refused.expect_problem(412, "stale_version");
    let nobody = ana.get("/positions?q=Nobody").await.expect(200).body;
    assert_eq!(nobody["data"], json!([]));
    ana.delete(&place).await.expect(200);
    assert_eq!(ana.user(id(&user)).await["position"], Value::Null);
    let history = ana.history(id(&user)).await;
    let changes = history.iter().filter(|kind| *kind == "position.changed");
    assert_eq!(changes.count(), 3);
}

/// HE-49: a day off begins at the user's own midnight; two that overlap are both named.
async fn whole_days_off_are_those_of_the_user_s_own_zone(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let user = json!({
        "email": "ben@example.com", "first_name": "Ben", "last_name": "Adler", "time_zone": "Asia/Tokyo",
    });
    let user = ana.post("/users", &user).await.expect(201).body;
    let place = path(&user, "days-off");
    let off = json!([
        { "start_on": "2026-12-24", "end_on": "2026-12-26" },
        { "start_at": "2026-12-28T12:00", "end_at": "2026-12-28T18:00" },
    ]);
    let set = ana.put(&place, &off).await.expect(200).body;
    let shown = json!([
        { "start_at": "2026-12-23T15:00:00Z", "end_at": "2026-12-26T15:00:00Z" },
        { "start_at": "2026-12-28T03:00:00Z", "end_at": "2026-12-28T09:00:00Z" },
    ]);
    assert_eq!(set["days_off"], shown);
    let twice =
        json!([{ "start_on": "2026-12-26" }, { "start_on": "2026-12-24", "end_on": "2026-12-26" }]);
    let refused = ana
        .put(&place, &twice)
        .await
        .expect_problem(422, "validation");
    let error = &refused.body["errors"][0];
    assert_eq!(
        (&error["pointer"], &error["code"]),
        (&json!("/days_off/0"), &json!("overlap"))
    );
    assert!(error["message"].as_str().unwrap().ends_with("at 1."));
}
