//! One user's page as the documents of two systems have it.

use super::{BEN, invited, page_of};
use crate::{
    both::on_both_databases,
    database::Database,
    html,
    system::{self, PASSWORD, System, shown_token},
    web::Web,
};
use serde_json::json;

on_both_databases! {
    shopp_shows_role_status_and_organizations_and_changes_the_rest,
    hotwax_blocks_and_resets_in_its_own_words,
}

/// SH-20: a window is there for changes. SH-21: a picture is given there. SH-22: the role is shown as a badge, and
/// cannot be changed there. SH-23: nor can the organizations. SH-26: the status is a badge, and cannot be changed there.
/// SH-31: it says when the user was added. SH-32: Active is green. SH-33: Inactive is gray. SH-34: Pending is orange.
/// SH-36: Deleted is red. SH-37: organization administrators have a blue badge. SH-38: whoever has no role has a gray
/// badge.
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
    for shown in [
        "badge orange pending\">Pending<",
        "badge gray\">No Role<",
        "<dt>Organizations</dt>",
        "<dt>Created On</dt>",
        &format!("href=\"{at}/picture\">Change picture</a>"),
    ] {
        assert!(window.contains(shown), "{shown}: {window}");
    }
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
    for page in [at.clone(), format!("{at}/edit")] {
        let page = ana.page(&page).await;
        assert!(page.contains("badge blue\">Organization Admin<"), "{page}");
        assert!(page.contains("badge green active\">Active<"), "{page}");
    }
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
