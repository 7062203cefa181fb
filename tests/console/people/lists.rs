//! The list of users under the rules of each system.

use crate::{
    both::on_both_databases,
    client::Client,
    database::Database,
    html,
    system::{System, role, set_roles},
    web::Web,
};
use reqwest::{StatusCode, header::SET_COOKIE};
use serde_json::{Value, json};

on_both_databases! {
    hotwax_finds_users_by_name_clearance_and_status_and_leads_to_their_pages,
    shopp_shows_its_columns_and_sorts_by_each_of_them,
    shopp_colours_statuses_and_roles_and_opens_the_window_for_changes,
    order_broker_shows_results_when_one_asks_and_narrows_by_all_entries,
    order_broker_switches_logins_resets_passwords_and_deletes_by_icons,
    the_icon_of_a_log_in_offers_what_would_open_it_again_or_says_why_nothing_does,
    hesh_searches_by_keyword_filters_and_sorts,
    chord_has_users_in_the_menu_with_a_button_for_new_ones,
    the_list_goes_on_page_by_page_and_remembers_their_size,
    whoever_may_not_see_users_is_told_so,
    nobody_found_says_what_was_asked_for_and_who_was_deleted,
    one_chooses_the_columns,
    what_is_exported_changes_with_the_search,
    roles_and_organizations_stand_by_their_names,
}

async fn add(by: &Client, wish: Value) -> Value {
    by.post("/users", &wish).await.expect(201).body
}

fn number(user: &Value) -> &str {
    user["number"].as_str().unwrap()
}

/// The part of a page from the first of these texts to the next of the second.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let at = html
        .find(from)
        .unwrap_or_else(|| panic!("no {from} in {html}"));
    let rest = &html[at..];
    &rest[..rest.find(to).unwrap_or(rest.len())]
}

/// The table's rows.
fn rows(html: &str) -> Vec<&str> {
    html.split("<tr data-open>").skip(1).collect()
}

/// The row of whoever has this text in it.
fn row<'a>(html: &'a str, text: &str) -> &'a str {
    let found = rows(html).into_iter().find(|row| row.contains(text));
    found.unwrap_or_else(|| panic!("no row with {text} in {html}"))
}

/// What stands over the columns.
fn titles(html: &str) -> Vec<String> {
    let head = between(html, "<thead>", "</thead>");
    let cells = head.split("<th ").skip(1).map(|cell| {
        let text = &cell[cell.find('>').unwrap() + 1..];
        let mut plain = String::new();
        let mut within = false;
        for letter in text.chars() {
            match letter {
                '<' => within = true,
                '>' => within = false,
                _ if !within => plain.push(letter),
                _ => {}
            }
        }
        plain.trim().to_owned()
    });
    // The column of boxes says nothing.
    cells.filter(|title| !title.is_empty()).collect()
}

/// HW-1 to HW-6: Find User looks by name and narrows by clearance and status; a user found leads to his page.
async fn hotwax_finds_users_by_name_clearance_and_status_and_leads_to_their_pages(
    database: Database,
) {
    let system = System::of("hotwax", database).await;
    let by = system.admin().await;
    role(&by, "csr", &["users.read"]).await;
    let secret = json!({ "type": "password", "password": crate::system::PASSWORD });
    let jane = add(
        &by,
        json!({ "first_name": "Jane", "last_name": "Doe", "username": "jane",
        "credential": secret, "roles": ["csr"] }),
    )
    .await;
    add(&by, json!({ "first_name": "John", "last_name": "Roe", "username": "john", "credential": secret })).await;
    by.act(&format!("/users/{}/block", number(&jane))).await;
    let web = Web::of(&by);
    let start = web.page("/").await;
    assert!(
        start.contains("<a href=\"/users\">Find User</a>"),
        "{start}"
    );
    let page = web.page("/users").await;
    assert!(page.contains("<h1>Find User"), "{page}");
    assert!(
        rows(&page)[0].contains("Your user"),
        "one's own row is on top: {page}"
    );
    assert!(page.contains(">Clearance</label>") && page.contains("Hide disabled users"));
    let found = web.page("/users?q=jan").await;
    assert_eq!(rows(&found).len(), 1, "{found}");
    let link = format!("<a href=\"/users/{}\" data-main", number(&jane));
    assert!(row(&found, "Jane Doe").contains(&link), "{found}");
    let cleared = web.page("/users?role=csr").await;
    assert_eq!(rows(&cleared).len(), 1);
    assert!(cleared.contains("Clearance: csr"), "{cleared}");
    let active = web.page("/users?status=active&q=jo").await;
    assert!(
        rows(&active).len() == 1 && active.contains("John Roe"),
        "{active}"
    );
}

/// SH-3 to SH-12: a table that is searched and sorted, with its columns; the newest stands first.
async fn shopp_shows_its_columns_and_sorts_by_each_of_them(database: Database) {
    let system = System::of("shopp", database).await;
    let by = system.admin().await;
    for email in ["ben@example.com", "cora@example.com"] {
        add(&by, json!({ "email": email, "first_name": "Zoe" })).await;
    }
    let web = Web::of(&by);
    let page = web.page("/users").await;
    let wanted = [
        "ID",
        "Email",
        "First Name",
        "Last Name",
        "Status",
        "Created On",
    ];
    assert_eq!(titles(&page)[..6], wanted.map(str::to_owned), "{page}");
    assert!(rows(&page)[0].contains("#US3") && rows(&page)[1].contains("#US2"));
    assert_eq!(page.matches("aria-sort=").count(), 1);
    let head = between(&page, "aria-sort=\"descending\"", "</th>");
    assert!(head.contains(">ID"), "{head}");
    for sort in [
        "id",
        "email",
        "first_name",
        "last_name",
        "status",
        "created_at",
    ] {
        assert!(
            page.contains(&format!("href=\"/users?sort={sort}\"")),
            "{sort}"
        );
        let sorted = web.page(&format!("/users?sort={sort}")).await;
        assert!(sorted.contains("aria-sort=\"ascending\""), "{sort}");
        assert!(
            sorted.contains(&format!("href=\"/users?sort=-{sort}\"")),
            "{sort}"
        );
    }
    for asked in ["cora@", "ZOE"] {
        let found = web.page(&format!("/users?q={asked}")).await;
        let found = rows(&found).concat();
        assert!(found.contains("cora@example.com"), "{asked}");
        assert!(!found.contains("ana@example.com"), "{asked}");
    }
}

/// SH-8, SH-20, SH-32 to SH-34, SH-36 to SH-38: green, gray, orange and red; blue for administrators, gray for No
/// Role; a click on any row opens the window for changes.
async fn shopp_colours_statuses_and_roles_and_opens_the_window_for_changes(database: Database) {
    let system = System::of("shopp", database).await;
    let by = system.admin().await;
    let pending = add(&by, json!({ "email": "pending@example.com" })).await;
    let mut members = Vec::new();
    for name in ["active", "inactive", "gone"] {
        let email = format!("{name}@example.com");
        members.push(by.member(&email, crate::system::PASSWORD).await);
    }
    set_roles(&by, number(&members[0]), &json!(["organization_admin"])).await;
    let path = |user: &Value| format!("/users/{}", number(user));
    by.act(&format!("{}/deactivate", path(&members[1])))
        .await
        .expect(200);
    by.delete(&path(&members[2])).await;
    let page = Web::of(&by).page("/users").await;
    for (name, badge) in [
        ("pending", "badge orange pending\">Pending"),
        ("active@", "badge green active\">Active"),
        ("inactive", "badge gray inactive\">Inactive"),
        ("gone", "badge red deleted\">Deleted"),
    ] {
        let name = if name == "active@" { ">active@" } else { name };
        assert!(row(&page, name).contains(badge), "{name}: {page}");
    }
    let admin = row(&page, ">active@");
    assert!(admin.contains("badge blue\">Organization Admin"), "{admin}");
    assert!(row(&page, "pending@").contains("badge gray\">No Role"));
    let opens = format!(
        "<a href=\"/users/{}/edit\" data-main data-window>",
        number(&pending)
    );
    assert!(row(&page, "pending@").contains(&opens), "{page}");
    assert!(page.contains("data-window>Invite A User</a>"), "{page}");
}

/// OB-12, OB-29 to OB-36, OB-56, OB-57: the entries at the top narrow together once Search is pressed.
async fn order_broker_shows_results_when_one_asks_and_narrows_by_all_entries(database: Database) {
    let system = System::of("order_broker", database).await;
    let by = system.admin().await;
    let secret =
        json!({ "type": "temporary_password", "temporary_password": crate::system::PASSWORD });
    let secret = json!({ "type": secret["type"], "password": crate::system::PASSWORD });
    for (username, name, email) in [
        ("johns1", "John Smith", "js@example.com"),
        ("johnd1", "Jane Doe", "doe@example.com"),
        ("mary01", "Mary Johnson", "mj@example.com"),
    ] {
        add(&by, json!({ "username": username, "display_name": name, "email": email, "credential": secret })).await;
    }
    by.act("/users/3/deactivate").await.expect(200);
    let web = Web::of(&by);
    assert!(
        web.page("/")
            .await
            .contains("<a href=\"/users\">User Profiles</a>")
    );
    let first = web.page("/users").await;
    assert!(rows(&first).is_empty(), "nobody asked yet: {first}");
    assert!(
        !first.contains("/users/export"),
        "nobody is shown, so nobody is exported: {first}"
    );
    for field in ["username", "name", "email"] {
        html::field(&first, field);
    }
    assert!(!first.contains("data-live"), "results come by Search");
    let all = web.page("/users?username=&name=&email=&can_log_in=").await;
    assert_eq!(rows(&all).len(), 4, "{all}");
    for (asked, found) in [
        ("username=JOHN", vec!["johnd1", "johns1"]),
        ("username=ohn", vec![]),
        ("name=JOHN", vec!["johns1", "mary01"]),
        ("email=DOE@", vec!["johnd1"]),
        ("username=john&name=doe", vec!["johnd1"]),
        ("can_log_in=false", vec!["johnd1"]),
        ("username=john&can_log_in=true", vec!["johns1"]),
    ] {
        let page = web.page(&format!("/users?{asked}")).await;
        let names = ["johnd1", "johns1", "mary01"];
        let shown = names
            .into_iter()
            .filter(|name| rows(&page).iter().any(|row| row.contains(name)));
        assert_eq!(shown.collect::<Vec<_>>(), found, "{asked}");
    }
    let as_printed = "<option value=\"true\">Yes (users who can log in)</option>";
    assert!(
        first.contains(as_printed) && first.contains("Disabled logins"),
        "{first}"
    );
}

/// OB-43, OB-58 to OB-64: the icons of each result, and asterisks for whoever was anonymized. Edit leads to where
/// authority, LDAP settings and shipping system are changed.
async fn order_broker_switches_logins_resets_passwords_and_deletes_by_icons(database: Database) {
    let system = System::of("order_broker", database).await;
    let by = system.admin().await;
    let password = json!({ "type": "temporary_password", "password": crate::system::PASSWORD });
    let external = json!({ "type": "external", "domain": "corp" });
    add(
        &by,
        json!({ "username": "local01", "credential": password }),
    )
    .await;
    add(
        &by,
        json!({ "username": "ldap01", "display_name": "Lara", "credential": external }),
    )
    .await;
    let gone = add(
        &by,
        json!({ "username": "anon01", "display_name": "Secret", "email": "secret@example.com",
        "credential": password }),
    )
    .await;
    by.act(&format!("/users/{}/anonymize", number(&gone)))
        .await
        .expect(200);
    by.act("/users/2/deactivate").await.expect(200);
    let page = Web::of(&by).page("/users?username=").await;
    let wanted = "User ID, Name, Email, Reset Password, Active, Edit, Delete";
    assert_eq!(titles(&page)[..7].join(", "), wanted);
    let local = row(&page, "local01");
    assert!(
        local.contains("href=\"/users/2/activate\"") && local.contains(">Disabled<"),
        "{local}"
    );
    assert!(
        local.contains("class=\"icon password\" href=\"/users/2/temporary-password\""),
        "{local}"
    );
    assert!(local.contains("class=\"icon delete\""), "{local}");
    let rights = "class=\"icon edit\" href=\"/users/2/access\" title=";
    assert!(local.contains(rights), "{local}");
    let ldap = row(&page, "ldap01");
    assert!(
        !ldap.contains("icon password"),
        "the directory has it: {ldap}"
    );
    assert!(ldap.contains("href=\"/users/3/deactivate\"") && ldap.contains(">Enabled<"));
    let anonymized = row(&page, "anon01");
    assert!(
        anonymized.contains(">****</td>") && !anonymized.contains("secret"),
        "{anonymized}"
    );
    let admin = row(&page, "Your user");
    assert!(!admin.contains("icon delete"), "{admin}");
}

/// OB-43, OB-47, OB-62: the icon never inactivates somebody who is kept out, and where nothing is left to do it says
/// until when he is.
async fn the_icon_of_a_log_in_offers_what_would_open_it_again_or_says_why_nothing_does(
    database: Database,
) {
    let system = System::with_clock("order_broker", database).await;
    let by = system.admin().await;
    let password = json!({ "type": "temporary_password", "password": crate::system::PASSWORD });
    for username in ["local01", "block01"] {
        add(&by, json!({ "username": username, "credential": password })).await;
    }
    for _ in 0..5 {
        let wrong = system.visitor().try_log_in("local01", "wrong wrong wrong");
        wrong.await.expect(401);
    }
    let web = Web::of(&by);
    let page = web.page("/users?username=").await;
    let locked = row(&page, "local01");
    assert!(
        locked.contains("class=\"able no\" href=\"/users/2/activate\""),
        "{locked}"
    );
    by.act("/users/2/activate").await.expect(200);
    let page = web.page("/users?username=").await;
    let waiting = between(row(&page, "local01"), "class=\"able", "</td>");
    assert!(
        waiting.contains(">Disabled<") && !waiting.contains("href"),
        "{waiting}"
    );
    assert!(waiting.contains("Locked until"), "{waiting}");
    system
        .change_rules(&by, "/block/enabled", json!("yes"))
        .await;
    let block = json!({ "reason": "gone fishing" });
    by.post("/users/3/block", &block).await.expect(200);
    system
        .change_rules(&by, "/block/enabled", json!("no"))
        .await;
    let page = web.page("/users?username=").await;
    let blocked = between(row(&page, "block01"), "class=\"able", "</td>");
    assert!(
        !blocked.contains("/deactivate\""),
        "it is no way in: {blocked}"
    );
}

/// HE-4, HE-5, HE-8, HE-43 to HE-50: a button for adding; a keyword; filters for status and vacation; sorting by name,
/// status and date both ways; a user in the list leads to his profile.
async fn hesh_searches_by_keyword_filters_and_sorts(database: Database) {
    let system = System::of("hesh", database).await;
    let by = system.admin().await;
    let ben = add(
        &by,
        json!({ "email": "ben@example.com", "first_name": "Ben", "last_name": "Adler" }),
    )
    .await;
    let away = add(
        &by,
        json!({ "email": "cleo@example.com", "first_name": "Cleo", "last_name": "Berg",
        "credential": { "type": "password", "password": crate::system::PASSWORD } }),
    )
    .await;
    let off = json!({ "days_off": [{ "start_at": "2020-01-01T00:00:00Z", "end_at": "2090-01-01T00:00:00Z" }] });
    by.put(&format!("/users/{}/days-off", number(&away)), &off)
        .await
        .expect(200);
    let web = Web::of(&by);
    let page = web.page("/users").await;
    assert!(page.contains("data-window>Add user</a>"), "{page}");
    assert!(page.contains("placeholder=\"Search by Keyword\""));
    let sort = between(&page, "<select id=\"sort\"", "</select>");
    for value in [
        "name",
        "-name",
        "status",
        "-status",
        "created_at",
        "-created_at",
    ] {
        assert!(
            sort.contains(&format!("<option value=\"{value}\"")),
            "{value} in {sort}"
        );
    }
    assert_eq!(sort.matches("<option").count(), 6);
    let filter = between(&page, "<legend>Status</legend>", "</fieldset>");
    for status in ["Active", "Inactive", "Pending"] {
        assert!(filter.contains(&format!(">{status}</label>")), "{filter}");
    }
    assert_eq!(filter.matches("<input").count(), 3);
    let vacation = between(&page, "<select id=\"vacation\"", "</select>");
    assert_eq!(vacation.matches("<option").count(), 3, "{vacation}");
    for (asked, there, not) in [
        ("vacation=yes", "cleo@", "ben@"),
        ("vacation=no", "ben@", "cleo@"),
        ("status=pending", "ben@", "cleo@"),
        ("q=adl", "ben@", "cleo@"),
    ] {
        let found = web.page(&format!("/users?{asked}")).await;
        let shown = rows(&found).concat();
        assert!(shown.contains(there) && !shown.contains(not), "{asked}");
    }
    let sorted = web.page("/users?sort=name").await;
    let link = format!("<a href=\"/users/{}\" data-main>", number(&ben));
    assert!(row(&sorted, "Ben Adler").contains(&link), "{sorted}");
    assert!(row(&page, "cleo@").contains("At vacation"), "{page}");
}

/// CH-5, CH-6: Users are an entry of the menu, with a button for new ones.
async fn chord_has_users_in_the_menu_with_a_button_for_new_ones(database: Database) {
    let system = System::of("chord", database).await;
    let web = Web::of_admin(&system).await;
    assert!(web.page("/").await.contains("<a href=\"/users\">Users</a>"));
    let page = web.page("/users").await;
    assert!(
        page.contains("href=\"/users/new\" data-window>New Users</a>"),
        "{page}"
    );
}

async fn the_list_goes_on_page_by_page_and_remembers_their_size(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    for at in 0..30 {
        add(&by, json!({ "email": format!("u{at}@example.com") })).await;
    }
    let web = Web::of(&by);
    let first = web.page("/users").await;
    assert!(
        first.contains("Users, sorted by ID, newest first, 1–25 of 31"),
        "{first}"
    );
    assert!(!first.contains("rel=\"prev\""));
    let link = between(&first, "rel=\"next\" href=\"", "\">");
    let link = link
        .rsplit('"')
        .next()
        .unwrap()
        .replace("&#38;", "&")
        .replace("&amp;", "&");
    let second = web.page(&link).await;
    assert!(
        second.contains("26–31 of 31") && rows(&second).len() == 6,
        "{second}"
    );
    assert!(second.contains("rel=\"prev\""));
    let sized = web.get("/users?per=50").await;
    let cookie = sized.headers[SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("per-acme=50;"), "{cookie}");
    let again = web.with_cookie("per-acme=50").page("/users").await;
    assert_eq!(rows(&again).len(), 31);
}

async fn whoever_may_not_see_users_is_told_so(database: Database) {
    let system = System::of("shopp", database).await;
    let by = system.admin().await;
    by.member("ben@example.com", crate::system::PASSWORD).await;
    let ben = system
        .visitor()
        .log_in("ben@example.com", crate::system::PASSWORD)
        .await;
    let refused = Web::of(&ben).get("/users").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.html);
    let wrong = Web::of(&by).get("/users?sort=shoe_size").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

async fn nobody_found_says_what_was_asked_for_and_who_was_deleted(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let web = Web::of(&by);
    assert!(web.page("/users").await.contains("Only you so far"));
    let gone = by.member("zita@example.com", crate::system::PASSWORD).await;
    by.delete(&format!("/users/{}", number(&gone))).await;
    let page = web.page("/users?q=zita&status=active").await;
    assert!(
        page.contains("Nobody fits") && page.contains("1 deleted user matches"),
        "{page}"
    );
    assert!(
        page.contains("Search: zita") && page.contains("Status: Active"),
        "{page}"
    );
    assert!(
        page.contains("<a href=\"/users?status=active\">"),
        "a chip takes itself away: {page}"
    );
    assert!(page.contains("Clear all"));
    let there = web.page("/users?q=zita&status=deleted").await;
    assert!(
        row(&there, "zita@").contains("badge red deleted"),
        "{there}"
    );
}

async fn one_chooses_the_columns(database: Database) {
    let system = System::of("standard", database).await;
    let web = Web::of_admin(&system).await;
    web.page("/users/columns").await;
    let chosen = [("columns[]", "email"), ("columns[]", "phone")];
    let sent = web.post("/users/columns", &chosen).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let lines = sent.headers.get_all(SET_COOKIE).iter();
    let mut lines = lines.map(|line| line.to_str().unwrap());
    assert!(lines.any(|line| line.starts_with("columns-acme=email.phone;")));
    // What was chosen for another system in the same browser is that system's.
    let web = web.with_cookie("columns-other=external-id");
    let page = web
        .with_cookie("columns-acme=email.phone")
        .page("/users")
        .await;
    assert_eq!(
        titles(&page)[..2],
        ["Email", "Phone"].map(str::to_owned),
        "{page}"
    );
}

/// The script takes over what has an id and is marked as fresh.
async fn what_is_exported_changes_with_the_search(database: Database) {
    let system = System::of("standard", database).await;
    let web = Web::of_admin(&system).await;
    for (path, query) in [
        ("/users", ""),
        ("/users?q=ana", "q=ana"),
        (
            "/users?q=nobody&status=active",
            "q=nobody&#38;status=active",
        ),
    ] {
        let page = web.page(path).await;
        let links = html::tags(&page, "a").into_iter();
        let mut links = links.filter(|tag| html::attribute(tag, "id") == Some("export"));
        let link = links.next().unwrap_or_else(|| panic!("{path}: {page}"));
        let to = format!("/api/v1/users/export?{query}");
        assert_eq!(html::attribute(link, "href"), Some(to.as_str()));
        assert!(link.contains(" data-fresh"), "{link}");
    }
}

async fn roles_and_organizations_stand_by_their_names(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let role = json!({ "id": "clerk", "name": "Shop clerk", "permissions": ["users.read"] });
    by.post("/roles", &role).await.expect(201);
    let north = system.record("organizations", "North", &json!({})).await;
    let wish = json!({
        "email": "ben@example.com", "roles": ["clerk"], "organization": north,
    });
    add(&by, wish).await;
    let web = Web::of(&by);
    let page = web
        .page(&format!("/users?role=clerk&organization={north}"))
        .await;
    assert!(
        row(&page, "ben@").contains("<span class=\"badge blue\">Shop clerk</span>"),
        "{page}"
    );
    assert!(page.contains("selected>Shop clerk</option>"), "{page}");
    for chip in ["Role: Shop clerk", "Organization: North"] {
        assert!(page.contains(chip), "{chip}: {page}");
    }
}
