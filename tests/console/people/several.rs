//! One act for many users.

use crate::{
    both::on_both_databases,
    database::Database,
    html,
    system::{PASSWORD, System},
    web::Web,
};
use reqwest::{
    StatusCode,
    header::{CONTENT_DISPOSITION, LOCATION},
};
use serde_json::json;

on_both_databases! {
    it_is_said_beforehand_who_is_left_out_and_why_and_told_afterwards,
    a_filter_chooses_everybody_who_fits,
    without_a_filter_everybody_is_chosen,
    a_role_is_chosen_before_it_is_said_what_would_become_of_it,
    a_role_may_hold_in_one_organization,
    a_facility_is_added_for_several,
    those_chosen_are_exported_and_nobody_else,
    whoever_is_left_out_stands_there_with_his_name,
    what_cannot_be_undone_asks_for_the_number_of_users,
    for_all_that_fit_more_is_offered_than_this_page_s_users_would_take,
    a_form_that_is_sent_twice_at_once_does_it_once,
    of_hundreds_left_out_a_part_is_shown_and_all_are_in_the_file,
    one_comes_back_to_the_list_as_it_was,
}

async fn it_is_said_beforehand_who_is_left_out_and_why_and_told_afterwards(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let ben = by.member("ben@example.com", PASSWORD).await;
    by.member("cora@example.com", PASSWORD).await;
    let web = Web::of(&by);
    let list = web.page("/users").await;
    assert!(
        list.contains("<form action=\"/users/many\" data-rows>"),
        "{list}"
    );
    assert!(
        list.contains("<option value=\"deactivate\">Inactivate</option>"),
        "{list}"
    );
    let ask = web
        .page("/users/many?action=deactivate&whom=chosen&id=1&id=2")
        .await;
    assert!(ask.contains("It would be done for 1 user."), "{ask}");
    assert!(
        ask.contains("1 user is left out") && ask.contains("href=\"/users/1\">#1</a>"),
        "{ask}"
    );
    assert_eq!(
        by.user("2").await["status"],
        "active",
        "nothing is done yet"
    );
    let sent = web.fill("/users/many", &ask, &[]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let to = sent.headers[LOCATION].to_str().unwrap();
    let told = web.page(to).await;
    assert!(
        told.contains("Done for 1 user.") && told.contains("#1</a>"),
        "{told}"
    );
    assert_eq!(by.user("2").await["status"], "inactive");
    let file = web.get(&format!("{to}/skipped.csv")).await;
    assert!(
        file.html.starts_with("id,number,code,message\r\n1,1,"),
        "{}",
        file.html
    );
    by.act(&format!(
        "/users/{}/activate",
        ben["number"].as_str().unwrap()
    ))
    .await
    .expect(200);
    let again = web.fill("/users/many", &ask, &[]).await;
    assert_eq!(again.headers[LOCATION].to_str().unwrap(), to);
    assert_eq!(
        by.user("2").await["status"],
        "active",
        "a form sent twice does it once"
    );
}

async fn a_filter_chooses_everybody_who_fits(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    for at in 0..3 {
        by.member(&format!("u{at}@example.com"), PASSWORD).await;
    }
    let web = Web::of(&by);
    let ask = web
        .page("/users/many?action=block&whom=all&filter=q%3Du1%40")
        .await;
    assert!(ask.contains("It would be done for 1 user."), "{ask}");
    let refused = web.fill("/users/many", &ask, &[]).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a reason is asked for"
    );
    html::keeps_the_rules(&refused.html);
    let why = [("params.reason", "gone fishing")];
    let sent = web.fill("/users/many", &refused.html, &why).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let blocked = by.get("/users?status=blocked").await.expect(200).body;
    assert_eq!(blocked["data"].as_array().unwrap().len(), 1);
}

async fn without_a_filter_everybody_is_chosen(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    crate::system::role(&by, "clerk", &["users.read"]).await;
    by.member("ben@example.com", PASSWORD).await;
    let web = Web::of(&by);
    let ask = web
        .page("/users/many?action=grant_role&whom=all&filter=")
        .await;
    let clerk = [("role", "clerk")];
    let seen = web.fill("/users/many", &ask, &clerk).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.html);
    assert!(
        seen.html.contains("It would be done for 2 users."),
        "{}",
        seen.html
    );
    let sent = web.fill("/users/many", &seen.html, &clerk).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    for number in ["1", "2"] {
        let user = by.user(number).await;
        let roles = user["roles"].as_array().unwrap();
        assert!(roles.iter().any(|grant| grant["role"] == "clerk"), "{user}");
    }
}

async fn a_role_is_chosen_before_it_is_said_what_would_become_of_it(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    for (id, name) in [("clerk", "Shop clerk"), ("picker", "Picks orders")] {
        let role = json!({ "id": id, "name": name, "permissions": ["users.read"] });
        by.post("/roles", &role).await.expect(201);
    }
    by.member("ben@example.com", PASSWORD).await;
    let web = Web::of(&by);
    let ask = web
        .page("/users/many?action=grant_role&whom=chosen&id=2")
        .await;
    assert!(
        ask.contains("<option value=\"clerk\">Shop clerk</option>"),
        "{ask}"
    );
    assert!(!ask.contains("Do it for"), "nothing was seen yet: {ask}");
    let clerk = [("role", "clerk")];
    let seen = web.fill("/users/many", &ask, &clerk).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.html);
    assert!(
        seen.html.contains("It would be done for 1 user."),
        "{}",
        seen.html
    );
    let other = [("role", "picker")];
    let again = web.fill("/users/many", &seen.html, &other).await;
    assert_eq!(again.status, StatusCode::OK, "another role was not seen");
    let user = by.user("2").await;
    assert!(user["roles"].as_array().unwrap().is_empty(), "{user}");
    let sent = web.fill("/users/many", &again.html, &other).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    assert_eq!(by.user("2").await["roles"][0]["role"], "picker");
}

async fn a_role_may_hold_in_one_organization(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let north = system.record("organizations", "North", &json!({})).await;
    let ben = by.member("ben@example.com", PASSWORD).await;
    let path = format!("/users/{}/organizations", ben["id"].as_str().unwrap());
    let member = json!({ "organizations": [north] });
    by.put(&path, &member).await.expect(200);
    let web = Web::of(&by);
    let ask = web
        .page("/users/many?action=grant_role&whom=chosen&id=2")
        .await;
    let wish = [("role", "organization_admin"), ("organization", &*north)];
    let seen = web.fill("/users/many", &ask, &wish).await;
    html::keeps_the_rules(&seen.html);
    assert!(
        seen.html.contains("It would be done for 1 user."),
        "{}",
        seen.html
    );
    let sent = web.fill("/users/many", &seen.html, &wish).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let roles = &by.user("2").await["roles"];
    assert_eq!(roles[0]["organization"], north.as_str(), "{roles}");
}

async fn a_facility_is_added_for_several(database: Database) {
    let system = System::of("hotwax", database).await;
    let by = system.admin().await;
    let store = system.record("facilities", "STORE", &json!({})).await;
    let depot = system.record("facilities", "DEPOT", &json!({})).await;
    for (name, at) in [("ben", vec![&store]), ("cora", vec![])] {
        let wish = json!({
            "first_name": name, "last_name": "Adler", "username": name, "facilities": at,
            "credential": { "type": "password", "password": PASSWORD },
        });
        by.post("/users", &wish).await.expect(201);
    }
    let web = Web::of(&by);
    let ask = web
        .page("/users/many?action=add_facility&whom=chosen&id=2&id=3")
        .await;
    let wish = [("facility", depot.as_str())];
    let seen = web.fill("/users/many", &ask, &wish).await;
    assert!(
        seen.html.contains("It would be done for 2 users."),
        "{}",
        seen.html
    );
    let sent = web.fill("/users/many", &seen.html, &wish).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    for (number, count) in [("2", 2), ("3", 1)] {
        let at = by.user(number).await["facilities"].clone();
        let at = at.as_array().unwrap();
        assert_eq!(at.len(), count, "{at:?}");
        assert!(at.contains(&json!(depot)), "{at:?}");
    }
}

async fn those_chosen_are_exported_and_nobody_else(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    by.member("ben@example.com", PASSWORD).await;
    by.member("cora@example.com", PASSWORD).await;
    let web = Web::of(&by);
    let sent = web
        .get("/users/many?action=export&whom=chosen&id=2&id=1")
        .await;
    let to = sent.headers[LOCATION].to_str().unwrap();
    let file = web.get(to).await.html;
    assert!(
        file.contains("ben@example.com") && file.contains("ana@example.com"),
        "{file}"
    );
    assert!(!file.contains("cora@example.com"), "{file}");
    let sent = web
        .get("/users/many?action=export&whom=all&filter=q%3Dcora")
        .await;
    let to = sent.headers[LOCATION].to_str().unwrap();
    let file = web.get(to).await.html;
    assert!(
        file.contains("cora@example.com") && !file.contains("ben@example.com"),
        "{file}"
    );
}

async fn whoever_is_left_out_stands_there_with_his_name(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    by.member("ben@example.com", PASSWORD).await;
    let web = Web::of(&by);
    let ask = web
        .page("/users/many?action=deactivate&whom=chosen&id=1&id=2&id=99")
        .await;
    let name = "href=\"/users/1\">#1</a> ana@example.com</th>";
    assert!(ask.contains(name), "{ask}");
    assert!(ask.contains(">99</th>"), "whoever is not there: {ask}");
    let sent = web.fill("/users/many", &ask, &[]).await;
    let to = sent.headers[LOCATION].to_str().unwrap();
    let told = web.page(to).await;
    assert!(told.contains(name), "{told}");
}

async fn what_cannot_be_undone_asks_for_the_number_of_users(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    for name in ["ben", "cora"] {
        by.member(&format!("{name}@example.com"), PASSWORD).await;
    }
    let web = Web::of(&by);
    let ask = web.page("/users/many?action=delete&whom=all&filter=").await;
    assert!(ask.contains("It would be done for 2 users."), "{ask}");
    assert!(
        html::field(&ask, "count").contains("pattern=\"2\""),
        "{ask}"
    );
    for typed in [&[][..], &[("count", "3")]] {
        let refused = web.fill("/users/many", &ask, typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        html::keeps_the_rules(&refused.html);
        assert!(refused.html.contains("href=\"#count\""), "{}", refused.html);
        assert!(
            refused.html.contains("Type 2 to go on."),
            "{}",
            refused.html
        );
    }
    assert_eq!(by.user("2").await["status"], "active");
    let sent = web.fill("/users/many", &ask, &[("count", "2")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    assert_eq!(by.user("2").await["status"], "deleted");
}

async fn for_all_that_fit_more_is_offered_than_this_page_s_users_would_take(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let ben = by.member("ben@example.com", PASSWORD).await;
    let path = format!("/users/{}/deactivate", ben["number"].as_str().unwrap());
    by.act(&path).await.expect(200);
    let web = Web::of(&by);
    let option = "<option value=\"activate\">";
    let alone = web.page("/users?status=active").await;
    assert!(!alone.contains(option), "nobody here is inactive: {alone}");
    assert!(alone.contains("<option value=\"grant_role\">"), "{alone}");
    for at in 0..26 {
        let wish = json!({ "email": format!("u{at}@example.com") });
        by.post("/users", &wish).await.expect(201);
    }
    let page = web.page("/users").await;
    assert!(
        !page.contains("ben@example.com"),
        "on the next page: {page}"
    );
    assert!(page.contains(option), "{page}");
    assert!(
        !page.contains("<option value=\"set_password\">"),
        "what is no act for many is none: {page}"
    );
}

async fn a_form_that_is_sent_twice_at_once_does_it_once(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    for at in 0..20 {
        let wish = json!({ "email": format!("u{at}@example.com") });
        by.post("/users", &wish).await.expect(201);
    }
    let web = Web::of(&by);
    let ask = web
        .page("/users/many?action=deactivate&whom=all&filter=status%3Dpending")
        .await;
    let (first, second) = tokio::join!(
        web.fill("/users/many", &ask, &[]),
        web.fill("/users/many", &ask, &[])
    );
    for sent in [first, second] {
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
        let told = web.page(sent.headers[LOCATION].to_str().unwrap()).await;
        assert!(told.contains("Done for 20 users."), "{told}");
    }
}

async fn of_hundreds_left_out_a_part_is_shown_and_all_are_in_the_file(database: Database) {
    let system = System::of("standard", database).await;
    let web = Web::of_admin(&system).await;
    let nobody = (0..230).map(|at| format!("&id=US{}", 9_000 + at));
    let nobody = nobody.collect::<String>();
    let path = format!("/users/many?action=deactivate&whom=chosen{nobody}");
    let ask = web.page(&path).await;
    assert_eq!(ask.matches("<tr><th scope=\"row\"").count(), 200, "{ask}");
    assert!(ask.contains("30 more are in the file."), "{ask}");
    let file = web.fill("/users/many", &ask, &[("file", "yes")]).await;
    assert_eq!(file.html.lines().count(), 231, "{}", file.html);
    let name = file.headers[CONTENT_DISPOSITION].to_str().unwrap();
    assert!(name.contains("skipped.csv"), "{name}");
}

async fn one_comes_back_to_the_list_as_it_was(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    by.member("ben@example.com", PASSWORD).await;
    let web = Web::of(&by);
    let list = web.page("/users?q=ben&sort=name").await;
    let held = html::value(&list, "list").unwrap();
    assert_eq!(held, "q=ben&#38;sort=name");
    let path = "/users/many?action=deactivate&whom=chosen&id=2&list=q%3Dben%26sort%3Dname";
    let ask = web.page(path).await;
    let back = "href=\"/users?q=ben&#38;sort=name\"";
    assert!(ask.contains(&format!("{back} data-cancel")), "{ask}");
    let sent = web.fill("/users/many", &ask, &[]).await;
    let told = web.page(sent.headers[LOCATION].to_str().unwrap()).await;
    assert!(told.contains(back), "{told}");
    let path = "/users/many?action=deactivate&whom=chosen&list=%0d%0aq%3Dben";
    let nobody = web.get(path).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{}", nobody.html);
}
