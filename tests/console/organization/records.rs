//! Facilities, shops, departments and the like.

use super::{Database, System, Web, on_both_databases};
use crate::{
    html,
    system::{PASSWORD, id, in_minutes, patch},
};
use reqwest::StatusCode;
use serde_json::json;

on_both_databases! {
    a_facility_is_added_found_changed_and_deleted,
    what_somebody_changed_meanwhile_is_told_and_nothing_typed_is_lost,
    a_facility_shows_who_works_and_who_picks_there,
    people_of_a_record_stand_by_name_oneself_among_them,
    somebody_whose_block_is_over_is_shown_as_the_list_shows_him,
    a_shop_belongs_to_a_store_and_to_a_parent_shop,
    departments_are_a_tree_that_is_changed_by_buttons,
    a_user_is_chosen_for_a_position_by_number_or_by_name,
    lists_that_a_tenant_does_not_have_lead_to_one_that_it_has,
}

/// Adds a record by its form, and finds its page in the list.
pub(crate) async fn add(web: &Web, list: &str, fields: &[(&str, &str)]) -> String {
    let (to, page) = web.done(&format!("{list}/new"), fields).await;
    assert!(page.contains("Added."), "{page}");
    let (_, name) = fields.iter().find(|(name, _)| *name == "name").unwrap();
    assert!(list.starts_with(&to), "{to}");
    link_to(&page, name)
}

/// Where the link with this text leads.
pub(crate) fn link_to(page: &str, text: &str) -> String {
    let mut links = page.split("<a ").skip(1);
    let found = links.find(|link| {
        link.split_once('>')
            .is_some_and(|(_, rest)| rest.starts_with(&format!("{text}</a>")))
    });
    let link = found.unwrap_or_else(|| panic!("no link {text} in {page}"));
    html::attribute(&format!(" {link}"), "href")
        .unwrap()
        .to_owned()
}

async fn a_facility_is_added_found_changed_and_deleted(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = Web::of_admin(&system).await;
    assert!(
        ana.page("/facilities")
            .await
            .contains("There is no facility yet")
    );
    let fields = [("name", "North"), ("external_id", "WH-1")];
    let north = add(&ana, "/facilities", &fields).await;
    let list = ana.page("/facilities?q=wh-1").await;
    assert!(list.contains("North") && list.contains("WH-1"), "{list}");
    assert!(
        ana.page("/facilities?q=south")
            .await
            .contains("Nothing matches")
    );

    let same = ana.post("/facilities/new", &fields).await;
    assert_eq!(same.status, StatusCode::CONFLICT, "{}", same.html);
    assert_eq!(html::value(&same.html, "name"), Some("North"));
    let blank = ana.post("/facilities/new", &[]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.html.contains("href=\"#name\""), "{}", blank.html);

    let edit = ana.page(&format!("{north}/edit")).await;
    let version = html::value(&edit, "version").unwrap();
    let wish = [("name", "Far North"), ("version", version)];
    let (_, page) = ana.done(&format!("{north}/edit"), &wish).await;
    assert!(
        page.contains("Far North") && !page.contains("WH-1"),
        "{page}"
    );

    assert!(
        ana.page(&format!("{north}/delete"))
            .await
            .contains("Delete Far North")
    );
    let (to, page) = ana
        .done(&format!("{north}/delete"), &[("version", "2")])
        .await;
    assert_eq!(to, "/facilities");
    assert!(page.contains("There is no facility yet"), "{page}");
}

async fn what_somebody_changed_meanwhile_is_told_and_nothing_typed_is_lost(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = Web::of_admin(&system).await;
    let north = add(&ana, "/facilities", &[("name", "North")]).await;
    let edit = format!("{north}/edit");
    ana.done(&edit, &[("name", "South"), ("version", "1")])
        .await;
    let stale = ana.post(&edit, &[("name", "East"), ("version", "1")]).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(html::value(&stale.html, "name"), Some("East"));
    assert!(stale.html.contains("Now it says: South"), "{}", stale.html);
    let version = html::value(&stale.html, "version").unwrap();
    let (_, page) = ana
        .done(&edit, &[("name", "East"), ("version", version)])
        .await;
    assert!(page.contains("<h1>East</h1>"), "{page}");
}

async fn a_facility_shows_who_works_and_who_picks_there(database: Database) {
    let system = System::of("hotwax", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    let north = add(&ana, "/facilities", &[("name", "North")]).await;
    let id = north.rsplit('/').next().unwrap();
    let here = serde_json::json!({ "facilities": [id] });
    by.put("/users/1/facilities", &here).await.expect(200);
    let page = ana.page(&north).await;
    assert!(
        page.contains(&format!("href=\"/users?facility={id}\"")),
        "{page}"
    );
    assert!(page.contains("href=\"/users/1\""), "{page}");
    let pickers = page.split_once("Pickers").unwrap().1;
    assert!(pickers.contains("Nobody."), "{page}");
    by.put(
        "/users/1/capabilities",
        &serde_json::json!({ "picker": true }),
    )
    .await
    .expect(200);
    let page = ana.page(&north).await;
    let pickers = page.split_once("Pickers").unwrap().1;
    assert!(pickers.contains("href=\"/users/1\""), "{page}");

    let kept = ana.post(&format!("{north}/delete"), &[]).await;
    assert_eq!(kept.status, StatusCode::CONFLICT);
    assert!(
        kept.html.contains(&format!("/users?facility={id}")),
        "{}",
        kept.html
    );
}

async fn people_of_a_record_stand_by_name_oneself_among_them(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    system
        .change_rules(&by, "/list/pin_self", "yes".into())
        .await;
    let north = system.record("facilities", "North", &json!({})).await;
    let ben = by.member("ben@example.com", PASSWORD).await;
    let me = by.get("/me").await.expect(200).body;
    let here = json!({ "facilities": [north] });
    let away = json!({ "days_off": [{ "start_at": "2020-01-01T00:00:00Z", "end_at": "2099-01-01T00:00:00Z" }] });
    for (user, name) in [(&me, "Zoe"), (&ben, "Ben")] {
        let name = json!({ "first_name": name, "last_name": "Adler" });
        patch(&by, id(user), &name).await.expect(200);
        let at = format!("/users/{}", id(user));
        by.put(&format!("{at}/facilities"), &here).await.expect(200);
        by.put(&format!("{at}/days-off"), &away).await.expect(200);
    }
    let ana = Web::of(&by);
    for path in [format!("/facilities/{north}"), "/time-off".to_owned()] {
        let page = ana.page(&path).await;
        let main = page.split_once("<main").unwrap().1;
        let [ben, zoe] = ["Ben Adler</a>", "Zoe Adler</a>"].map(|name| main.find(name));
        assert!(ben.is_some() && ben < zoe, "{path}: {page}");
    }
}

async fn somebody_whose_block_is_over_is_shown_as_the_list_shows_him(database: Database) {
    let system = System::with_clock("hotwax", database).await;
    let by = system.admin().await;
    let north = add(&Web::of(&by), "/facilities", &[("name", "North")]).await;
    let facility = north.rsplit('/').next().unwrap();
    let ben = json!({
        "username": "benlopez", "first_name": "Ben", "last_name": "Lopez",
        "credential": { "type": "temporary_password", "password": PASSWORD },
    });
    let ben = by.post("/users", &ben).await.expect(201).body;
    let path = format!("/users/{}", ben["number"].as_str().unwrap());
    let here = json!({ "facilities": [facility] });
    let put = by.put(&format!("{path}/facilities"), &here).await;
    put.expect(200);
    let block = json!({ "reason": "Away", "until": in_minutes(10) });
    let blocked = by.post(&format!("{path}/block"), &block).await;
    blocked.expect(200);
    let person = async |web: &Web| {
        let page = web.page(&north).await;
        let (_, row) = page.split_once(&format!("href=\"{path}\"")).unwrap();
        row.split_once("</li>").unwrap().0.to_owned()
    };
    assert!(person(&Web::of(&by)).await.contains(" blocked\""));
    system.pass_minutes(11);
    let seen = person(&Web::of_admin(&system).await).await;
    assert!(!seen.contains(" blocked\""), "{seen}");
}

async fn a_shop_belongs_to_a_store_and_to_a_parent_shop(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = Web::of_admin(&system).await;
    let store = add(&ana, "/facilities/product-stores", &[("name", "Outdoor")]).await;
    let store_id = store.rsplit('/').next().unwrap();
    let none = ana.post("/facilities/shops/new", &[("name", "Main")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("name", "Main"), ("product_store", store_id)];
    let main = add(&ana, "/facilities/shops", &fields).await;
    let main_id = main.rsplit('/').next().unwrap();
    let fields = [
        ("name", "Child"),
        ("product_store", store_id),
        ("parent", main_id),
    ];
    let child = add(&ana, "/facilities/shops", &fields).await;
    assert_eq!(link_to(&ana.page(&child).await, "Main"), main);
    assert_eq!(link_to(&ana.page(&main).await, "Child"), child);
    assert_eq!(link_to(&ana.page(&store).await, "Main"), main);
    let kept = ana.post(&format!("{main}/delete"), &[]).await;
    assert_eq!(kept.status, StatusCode::CONFLICT);
}

/// HE-42: departments, into which users are moved.
async fn departments_are_a_tree_that_is_changed_by_buttons(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = Web::of_admin(&system).await;
    let sales = add(&ana, "/positions/departments", &[("name", "Sales")]).await;
    let sales_id = sales.rsplit('/').next().unwrap();
    let form = ana
        .page(&format!("/positions/departments/new?within={sales_id}"))
        .await;
    assert!(
        form.contains(&format!("<option value=\"{sales_id}\" selected>Sales")),
        "{form}"
    );
    let fields = [("name", "Export"), ("parent", sales_id)];
    let export = add(&ana, "/positions/departments", &fields).await;
    add(&ana, "/positions/departments", &[("name", "Care")]).await;
    let tree = ana.page("/positions").await;
    let at = |name: &str| tree.find(&format!(">{name}</a>")).unwrap();
    assert!(
        at("Care") < at("Sales") && at("Sales") < at("Export"),
        "{tree}"
    );
    let between = &tree[at("Sales")..at("Export")];
    assert!(
        between.contains("<ul>") && !between.contains("</li>"),
        "{tree}"
    );

    let circle = [
        ("name", "Sales"),
        ("parent", export.rsplit('/').next().unwrap()),
    ];
    let refused = ana.post(&format!("{sales}/edit"), &circle).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        refused.html
    );
    let clerk = add(&ana, "/positions/titles", &[("name", "Clerk")]).await;
    assert!(ana.page(&clerk).await.contains("<h1>Clerk</h1>"));
}

/// HE-39: from the page of the position, by the user's number or by his name; where several are called so, one of them.
async fn a_user_is_chosen_for_a_position_by_number_or_by_name(database: Database) {
    let system = System::of("hesh", database).await;
    let client = system.admin().await;
    let mut numbers = Vec::new();
    for (email, first_name) in [
        ("ben@example.com", "Ben"),
        ("bea@example.com", "Bea"),
        ("eva@example.com", "Eva"),
    ] {
        let user = json!({ "email": email, "first_name": first_name, "last_name": "Adler" });
        let user = client.post("/users", &user).await.expect(201).body;
        numbers.push(user["number"].as_str().unwrap().to_owned());
    }
    let ana = Web::of(&client);
    let clerk = add(&ana, "/positions/titles", &[("name", "Clerk")]).await;
    let holder = format!("{clerk}/holder");
    assert!(ana.page(&clerk).await.contains(&format!("\"{holder}\"")));
    let blank = ana.page(&holder).await;
    assert!(!blank.contains("name=\"user\""), "{blank}");

    let by_number = format!("#{}", numbers[0]);
    for (who, number) in [(by_number.as_str(), &numbers[0]), ("Eva", &numbers[2])] {
        let (to, page) = ana.done(&holder, &[("who", who)]).await;
        assert_eq!(to, format!("/users/{number}/position"));
        assert!(page.contains("Clerk"), "{page}");
    }
    for (who, told) in [("", "Fill in this field."), ("nobody", "no such user")] {
        let refused = ana.post(&holder, &[("who", who)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        html::keeps_the_rules(&refused.html);
        assert!(refused.html.contains(told), "{who}: {}", refused.html);
    }
    let several = ana.post(&holder, &[("who", "Adler")]).await;
    assert_eq!(several.status, StatusCode::UNPROCESSABLE_ENTITY);
    html::keeps_the_rules(&several.html);
    assert!(several.html.contains("Choose one of these users."));
    assert_eq!(html::value(&several.html, "who"), Some("Adler"));
    for number in &numbers {
        let offered = format!("value=\"{number}\"");
        assert!(several.html.contains(&offered), "{}", several.html);
    }
    let chosen = [("who", "Adler"), ("user", numbers[1].as_str())];
    let (to, _) = ana.done(&holder, &chosen).await;
    assert_eq!(to, format!("/users/{}/position", numbers[1]));
    let bea = client.user(&numbers[1]).await;
    assert_eq!(bea["position"]["title"], "Clerk");
}

async fn lists_that_a_tenant_does_not_have_lead_to_one_that_it_has(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = Web::of_admin(&system).await;
    let led = ana.get("/facilities").await;
    assert_eq!(led.headers["location"], "/facilities/organizations");
    let page = ana.page("/facilities/organizations").await;
    assert!(!page.contains("/facilities/shops"), "{page}");
}
