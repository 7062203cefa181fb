//! Adding users under the rules of each system.

use crate::{
    both::on_both_databases,
    database::Database,
    html,
    system::{PASSWORD, System},
    web::{Page, Web},
};
use reqwest::{StatusCode, header::LOCATION};
use serde_json::json;

on_both_databases! {
    shopp_invites_by_an_address_into_the_own_organization_and_shows_the_link,
    several_are_invited_at_once_and_those_refused_stay_in_the_form,
    hesh_adds_a_user_in_a_window,
    chord_creates_a_user_by_address_password_and_role,
    order_broker_asks_in_two_forms_and_keeps_nothing_before_the_second_is_saved,
    a_password_is_suggested_that_the_rules_accept,
    the_enter_key_adds_and_does_not_suggest_a_password,
    whoever_is_refused_keeps_what_was_typed,
    whoever_may_add_nobody_is_told_so,
}

pub(super) fn place(sent: &Page) -> String {
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    sent.headers[LOCATION].to_str().unwrap().to_owned()
}

/// SH-13 to SH-17: Invite A User has the organization, read-only, and the address; the new user stands pending on top.
async fn shopp_invites_by_an_address_into_the_own_organization_and_shows_the_link(
    database: Database,
) {
    let system = System::of("shopp", database).await;
    let web = Web::of_admin(&system).await;
    let form = web.page("/users/new?way=invite").await;
    assert!(form.contains("<h1>Invite A User</h1>"), "{form}");
    assert!(html::field(&form, "home").contains("readonly"), "{form}");
    assert!(form.contains("5 to 50 characters"), "{form}");
    let wish = [("way", "invite"), ("stage", "whole"), ("emails", "a@b")];
    let refused = web.post("/users/new", &wish).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    html::keeps_the_rules(&refused.html);
    assert!(refused.html.contains(">a@b</textarea>"), "{}", refused.html);
    let wish = [
        ("way", "invite"),
        ("stage", "whole"),
        ("emails", "ben@example.com"),
    ];
    let to = place(&web.post("/users/new", &wish).await);
    let done = web.page(&to).await;
    let link = done
        .split(" value=\"")
        .find(|part| part.contains("/invite/"));
    let token = link.unwrap().split("/invite/").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    system.open(token).await.expect(200);
    assert!(
        done.contains("Valid until") && done.contains("Invite another"),
        "{done}"
    );
    assert!(
        done.contains("Queued") || done.contains("Written to a file"),
        "{done}"
    );
    let list = web.page("/users").await;
    let first = list.split("<tr data-open>").nth(1).unwrap();
    assert!(
        first.contains("ben@example.com") && first.contains("badge orange pending"),
        "{first}"
    );
}

async fn several_are_invited_at_once_and_those_refused_stay_in_the_form(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let web = Web::of(&by);
    let emails = "ben@example.com\r\nana@example.com\r\ncora@example.com";
    let wish = [("way", "invite"), ("stage", "whole"), ("emails", emails)];
    let sent = web.post("/users/new", &wish).await;
    assert_eq!(sent.status, StatusCode::CONFLICT, "{}", sent.html);
    html::keeps_the_rules(&sent.html);
    assert!(
        sent.html.contains(">ana@example.com</textarea>"),
        "{}",
        sent.html
    );
    assert!(
        sent.html.contains("ana@example.com: "),
        "whom it is about: {}",
        sent.html
    );
    assert!(
        sent.html.contains("/users/new/done?user=2&#38;user="),
        "{}",
        sent.html
    );
    let users = by.all("/users").await;
    assert_eq!(users.len(), 3);
    let new = users.iter().filter(|user| user["status"] == "pending");
    let new = new.map(|user| format!("user={}", user["number"].as_str().unwrap()));
    let new = new.collect::<Vec<_>>().join("&");
    let done = web.page(&format!("/users/new/done?{new}")).await;
    assert!(done.contains("2 invitations on their way"), "{done}");
}

/// HE-6, HE-7: the window Add user asks for the basic data, and Add adds him.
async fn hesh_adds_a_user_in_a_window(database: Database) {
    let system = System::of("hesh", database).await;
    let web = Web::of_admin(&system).await;
    let list = web.page("/users").await;
    assert!(list.contains("href=\"/users/new?way=invite\" data-window>Add user</a>"));
    let form = web.page("/users/new?way=invite").await;
    assert!(form.contains("<h1>Add user</h1>"), "{form}");
    assert!(
        form.contains("<button type=\"submit\">Add</button>"),
        "{form}"
    );
    for name in ["first_name", "last_name"] {
        assert!(html::field(&form, name).contains("required"), "{name}");
    }
    let wish = [
        ("way", "invite"),
        ("stage", "whole"),
        ("emails", "ben@example.com"),
        ("first_name", "Ben"),
        ("last_name", "Adler"),
    ];
    let to = place(&web.post("/users/new", &wish).await);
    let done = web.page(&to).await;
    assert!(
        done.contains("Ben Adler") && done.contains("badge blue pending"),
        "{done}"
    );
}

/// CH-7: e-mail, password and role, then Create.
async fn chord_creates_a_user_by_address_password_and_role(database: Database) {
    let system = System::of("chord", database).await;
    let web = Web::of_admin(&system).await;
    let form = web.page("/users/new").await;
    assert!(
        form.contains(">Create</button>") && form.contains(">Role</legend>"),
        "{form}"
    );
    for name in ["email", "credential.password", "roles[]"] {
        html::field(&form, name);
    }
    assert!(!form.contains("name=\"first_name\""), "{form}");
    let wish = [
        ("way", "password"),
        ("stage", "whole"),
        ("email", "ben@example.com"),
        ("credential.password", PASSWORD),
        (
            "credential.type",
            html::value(&form, "credential.type").unwrap(),
        ),
        ("roles[]", "system_admin"),
    ];
    let to = place(&web.post("/users/new", &wish).await);
    assert!(web.page(&to).await.contains("User added"));
    system.visitor().log_in("ben@example.com", PASSWORD).await;
}

/// OB-14 to OB-18, OB-25 to OB-27: New leads from user ID, name and e-mail to the configuration with authority, log-in
/// and shipping system; what a password must have is said there; nothing is there before Save.
#[expect(clippy::too_many_lines, reason = "one story from beginning to end")]
async fn order_broker_asks_in_two_forms_and_keeps_nothing_before_the_second_is_saved(
    database: Database,
) {
    let system = System::of("order_broker", database).await;
    let by = system.admin().await;
    let web = Web::of(&by);
    let first = web.page("/users/new").await;
    assert!(
        first.contains("<button type=\"submit\">New</button>"),
        "{first}"
    );
    assert!(
        html::field(&first, "username").contains("data-lower"),
        "{first}"
    );
    assert!(first.contains("5 to 10 characters"), "{first}");
    assert!(!html::field(&first, "display_name").contains("required"));
    assert!(!html::field(&first, "email").contains("required"));
    assert!(!first.contains("credential.password"), "{first}");
    let who = [
        ("way", "profile"),
        ("stage", "first"),
        ("username", "MARY01"),
        ("display_name", "Mary"),
        ("email", "mary@example.com"),
    ];
    let second = web.post("/users/new", &who).await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.html);
    html::keeps_the_rules(&second.html);
    assert!(
        second.html.contains("<h1>User Profile Configuration</h1>"),
        "{}",
        second.html
    );
    assert_eq!(html::value(&second.html, "username"), Some("MARY01"));
    assert!(
        second
            .html
            .contains("<button type=\"submit\">Save</button>")
    );
    assert!(
        second.html.contains(">Authority</legend>"),
        "{}",
        second.html
    );
    assert!(
        second.html.contains("at least") || second.html.contains("characters"),
        "{}",
        second.html
    );
    html::field(&second.html, "default_shipping_system");
    html::field(&second.html, "credential.domain");
    assert_eq!(by.all("/users").await.len(), 1, "nothing is kept yet");
    let save = [
        ("way", "profile"),
        ("stage", "second"),
        ("username", "MARY01"),
        ("display_name", "Mary"),
        ("email", "mary@example.com"),
        ("credential.type", "temporary_password"),
        ("credential.password", PASSWORD),
        ("default_shipping_system", "UPS"),
    ];
    let to = place(&web.post("/users/new", &save).await);
    let done = web.page(&to).await;
    assert!(
        done.contains("mary01") && done.contains("must be changed at the first log-in"),
        "{done}"
    );
    let user = by.user("2").await;
    assert_eq!(user["default_shipping_system"], "UPS");
}

async fn a_password_is_suggested_that_the_rules_accept(database: Database) {
    let system = System::of("hotwax", database).await;
    let by = system.admin().await;
    let web = Web::of(&by);
    let mut wish = vec![
        ("way", "password"),
        ("stage", "whole"),
        ("first_name", "Ben"),
        ("last_name", "Adler"),
        ("username", "ben"),
        ("credential.type", "password"),
    ];
    wish.push(("generate", "yes"));
    let suggested = web.post("/users/new", &wish).await;
    html::keeps_the_rules(&suggested.html);
    let password = html::value(&suggested.html, "credential.password")
        .unwrap()
        .to_owned();
    assert_eq!(html::value(&suggested.html, "first_name"), Some("Ben"));
    assert_eq!(by.all("/users").await.len(), 1);
    wish.pop();
    wish.push(("credential.password", &password));
    place(&web.post("/users/new", &wish).await);
    system.visitor().log_in("ben", &password).await;
}

async fn the_enter_key_adds_and_does_not_suggest_a_password(database: Database) {
    let system = System::of("standard", database).await;
    let web = Web::of_admin(&system).await;
    let page = web.page("/users/new?way=password").await;
    let form = page.split("action=\"/users/new\"").nth(1).unwrap();
    let buttons = html::tags(form, "button");
    let names = buttons.iter().map(|tag| html::attribute(tag, "name"));
    let names = names.collect::<Vec<_>>();
    assert_eq!(names.first(), Some(&None), "the first is pressed: {form}");
    assert!(names.contains(&Some("generate")), "{form}");
}

async fn whoever_is_refused_keeps_what_was_typed(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let web = Web::of(&by);
    let wish = [
        ("way", "password"),
        ("stage", "whole"),
        ("first_name", "Ben"),
        ("email", "ana@example.com"),
        ("credential.password", PASSWORD),
    ];
    let refused = web.post("/users/new", &wish).await;
    assert_eq!(refused.status, StatusCode::CONFLICT, "{}", refused.html);
    html::keeps_the_rules(&refused.html);
    assert_eq!(html::value(&refused.html, "first_name"), Some("Ben"));
    assert!(html::field(&refused.html, "email").contains("value=\"ana@example.com\""));
    assert!(!refused.html.contains(PASSWORD));
    let short = [
        ("way", "password"),
        ("stage", "whole"),
        ("email", "ben@example.com"),
        ("credential.password", "short"),
    ];
    let refused = web.post("/users/new", &short).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.html.contains("href=\"#credential-password\""),
        "{}",
        refused.html
    );
}

async fn whoever_may_add_nobody_is_told_so(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    crate::system::role(&by, "reader", &["users.read"]).await;
    let wish = json!({ "email": "ben@example.com", "roles": ["reader"] });
    let ben = by.post("/users", &wish).await.expect(201).body;
    let ben = system
        .accept("ben@example.com", &crate::system::shown_token(&ben))
        .await;
    let web = Web::of(&ben);
    let refused = web.get("/users/new").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.html);
    let list = web.page("/users").await;
    assert!(!list.contains("/users/new"), "{list}");
}
