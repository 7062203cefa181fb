//! What only some may see of a user, and forms that only they are shown.

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
use serde_json::json;

on_both_databases! {
    an_address_that_waits_is_told_to_whom_it_concerns_and_while_it_waits,
    failed_log_ins_are_counted_for_whom_they_concern,
    whoever_logged_in_long_ago_is_led_to_the_proof_before_he_moves_his_address,
    whoever_may_not_change_a_part_is_not_shown_its_form,
    whoever_may_not_write_records_and_roles_is_not_shown_their_forms,
    a_role_is_called_by_its_title,
    one_ends_a_session_of_ones_own_from_the_tab,
    whoever_cannot_change_his_password_is_not_offered_it,
}

const NEW: &str = "ben.new@example.com";

/// Cleo Reed, who may do just this, logged in.
async fn cleo(system: &System, permissions: &[&str]) -> Client {
    let admin = system.admin().await;
    let cleo = admin.member("cleo@example.com", PASSWORD).await;
    system::role(&admin, "cleos", permissions).await;
    system::set_roles(&admin, system::id(&cleo), &json!(["cleos"])).await;
    system.visitor().log_in("cleo@example.com", PASSWORD).await
}

async fn an_address_that_waits_is_told_to_whom_it_concerns_and_while_it_waits(database: Database) {
    let system = System::with_clock("standard", database).await;
    let ben = member(&system).await;
    let at = page_of(&ben);
    let cleo = Web::of(&cleo(&system, &["users.read"]).await);
    let ana = system.admin().await;
    let change = json!({ "email": NEW });
    system::patch(&ana, system::id(&ben), &change)
        .await
        .expect(200);
    let own = Web::of(&system.visitor().log_in(BEN, PASSWORD).await);
    let ana = Web::of(&ana);
    for concerned in [&own, &ana] {
        let page = concerned.page(&at).await;
        assert!(page.contains(NEW), "{page}");
    }
    for tab in ["", "/security", "/raw"] {
        let page = cleo.page(&format!("{at}{tab}")).await;
        assert!(page.contains(BEN) || !tab.is_empty(), "{page}");
        assert!(!page.contains(NEW), "{tab}: {page}");
    }
    system.pass_minutes(61);
    let ana = Web::of_admin(&system).await;
    let page = ana.page(&at).await;
    assert!(!page.contains(NEW), "{page}");
}

async fn failed_log_ins_are_counted_for_whom_they_concern(database: Database) {
    let system = System::of("standard", database).await;
    let ben = member(&system).await;
    let tab = format!("{}/security", page_of(&ben));
    system.visitor().try_log_in(BEN, "not it").await.expect(401);
    let counted = "1 counts now.";
    let ana = Web::of_admin(&system).await;
    assert!(ana.page(&tab).await.contains(counted));
    let cleo = Web::of(&cleo(&system, &["users.read"]).await);
    let page = cleo.page(&tab).await;
    assert!(!page.contains("now."), "{page}");
}

async fn whoever_logged_in_long_ago_is_led_to_the_proof_before_he_moves_his_address(
    database: Database,
) {
    let system = System::with_clock("standard", database).await;
    let ben = member(&system).await;
    let at = format!("{}/edit", page_of(&ben));
    let own = Web::of(&system.visitor().log_in(BEN, PASSWORD).await);
    let number = ben["number"].as_str().unwrap();
    let proof = format!("href=\"/me/confirm?next=%2Fusers%2F{number}%2Fedit\"");
    let fresh = own.page(&at).await;
    assert!(!fresh.contains(&proof), "{fresh}");
    system.pass_minutes(15);
    let window = own.page(&at).await;
    assert!(window.contains(&proof), "{window}");
    assert!(window.contains("confirm that it is you"), "{window}");
    let typed = [
        ("version", html::value(&window, "version").unwrap()),
        ("was.email", BEN),
        ("was.first_name", "Ben"),
        ("was.last_name", "Adler"),
        ("email", NEW),
        ("first_name", "Benjamin"),
        ("last_name", "Adler"),
    ];
    let refused = own.post(&at, &typed).await;
    assert!(refused.status.is_client_error(), "{}", refused.status);
    html::keeps_the_rules(&refused.html);
    assert_eq!(refused.html.matches(&proof).count(), 1, "{}", refused.html);
    assert_eq!(html::value(&refused.html, "email"), Some(NEW));
    assert_eq!(html::value(&refused.html, "first_name"), Some("Benjamin"));
    // What needs no proof is saved without one.
    let typed = typed.map(|(name, value)| (name, if name == "email" { BEN } else { value }));
    let (_, page) = own.done(&at, &typed).await;
    assert!(page.contains("<h1>Benjamin Adler</h1>"), "{page}");
}

async fn whoever_may_not_change_a_part_is_not_shown_its_form(database: Database) {
    let system = System::of("standard", database).await;
    let admin = system.admin().await;
    let ben = member(&system).await;
    let north = system.record("facilities", "North", &json!({})).await;
    let body = json!({ "facilities": [north] });
    let places = format!("/users/{}/facilities", system::id(&ben));
    admin.put(&places, &body).await.expect(200);
    let cleo = Web::of(&cleo(&system, &["users.read"]).await);
    let (at, north) = (page_of(&ben), format!("?at={north}"));
    for tail in [
        "edit",
        "picture",
        "validity",
        "organizations",
        "access/add",
        "picker",
        "shipping",
        "facilities/add",
        &format!("facilities/remove{north}"),
        &format!("facilities/log-in{north}"),
        "product-stores",
        "position/manage",
        "position/remove",
        "department",
        "favourites/change",
        "time-off/add",
        "password",
        "external-credential",
    ] {
        let refused = cleo.get(&format!("{at}/{tail}")).await;
        let (status, html) = (refused.status, refused.html);
        assert_eq!(status, StatusCode::FORBIDDEN, "{tail}: {html}");
        assert!(!html.contains("name=\"version\""), "{tail}: {html}");
    }
}

async fn whoever_may_not_write_records_and_roles_is_not_shown_their_forms(database: Database) {
    let system = System::of("standard", database).await;
    let admin = system.admin().await;
    let north = system.record("facilities", "North", &json!({})).await;
    system::role(&admin, "clerk", &["users.read"]).await;
    let cleo = Web::of(&cleo(&system, &["users.read"]).await);
    let facility = format!("/facilities/{north}");
    assert!(cleo.page(&facility).await.contains("North"));
    for path in [
        "/facilities/new".to_owned(),
        format!("{facility}/edit"),
        format!("{facility}/delete"),
        "/roles/new".to_owned(),
        "/roles/clerk/edit".to_owned(),
        "/roles/clerk/delete".to_owned(),
    ] {
        let refused = cleo.get(&path).await;
        assert_eq!(
            refused.status,
            StatusCode::FORBIDDEN,
            "{path}: {}",
            refused.html
        );
    }
    // What nobody can change is not offered to him who may change the others.
    let ana = Web::of(&admin);
    let built_in = ana.get("/roles/system_admin/edit").await;
    assert!(built_in.status.is_client_error(), "{}", built_in.html);
    ana.page("/roles/clerk/edit").await;
}

async fn a_role_is_called_by_its_title(database: Database) {
    let system = System::of("shopp", database).await;
    let admin = system.admin().await;
    let wish = json!({ "id": "clerk", "name": "Counter Clerk", "permissions": ["users.read"] });
    admin.post("/roles", &wish).await.expect(201);
    let ben = admin.member(BEN, PASSWORD).await;
    let at = page_of(&ben);
    system::set_roles(&admin, system::id(&ben), &json!(["clerk"])).await;
    let ana = Web::of(&admin);
    let page = ana.page(&at).await;
    assert!(page.contains("badge blue\">Counter Clerk<"), "{page}");
    let tab = ana.page(&format!("{at}/access")).await;
    assert!(tab.contains(">Counter Clerk</th>"), "{tab}");
    assert!(tab.contains("See users <code>users.read</code>"), "{tab}");
}

/// SECURITY 7.5.2: where one is logged in, one sees and ends.
async fn one_ends_a_session_of_ones_own_from_the_tab(database: Database) {
    let system = System::of("standard", database).await;
    let ben = member(&system).await;
    let tab = format!("{}/security", page_of(&ben));
    let other = system.visitor().log_in(BEN, PASSWORD).await;
    let own = Web::of(&system.visitor().log_in(BEN, PASSWORD).await);
    let page = own.page(&tab).await;
    // The one that looks has no button.
    let sessions = page.matches("action=\"/me/sessions/").count();
    assert!(sessions >= 1, "{page}");
    for _ in 0..sessions {
        let page = own.page(&tab).await;
        let end = page
            .split("action=\"")
            .filter(|part| part.starts_with("/me/sessions/"));
        let end = end
            .map(|part| part.split('"').next().unwrap())
            .next()
            .unwrap();
        let (to, _) = own.done(end, &[("next", tab.as_str())]).await;
        assert_eq!(to, tab);
    }
    other.get("/me").await.expect(401);
    let page = own.page(&tab).await;
    assert!(!page.contains("action=\"/me/sessions/"), "{page}");
    let ana = Web::of_admin(&system).await;
    let page = ana.page(&tab).await;
    assert!(!page.contains("/me/sessions/"), "{page}");
    assert!(page.contains("/end-sessions\""), "{page}");
}

async fn whoever_cannot_change_his_password_is_not_offered_it(database: Database) {
    let system = System::of("order_broker", database).await;
    let client = system.admin().await;
    let offered = client.get("/me").await.expect(200).body["actions"]
        .as_array()
        .unwrap()
        .contains(&json!("change_password"));
    let page = Web::of(&client).page("/me").await;
    assert_eq!(
        page.contains("href=\"/password/change\""),
        offered,
        "{page}"
    );
}
