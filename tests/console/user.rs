//! One user's page with its tabs, and what can be done with him.

mod clear;
mod documents;
mod proof;
mod secrets;
mod tabs;
mod told;

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
