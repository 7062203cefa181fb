//! What asks anew who one is, before it hands power over or takes what cannot be given back (ASVS 7.5.3).

use super::{BEN, member, page_of};
use crate::{
    both::on_both_databases,
    database::Database,
    html,
    system::{self, ADMIN, System},
    web::Web,
};
use reqwest::{StatusCode, header::LOCATION};

on_both_databases! {
    a_browser_that_was_left_alone_hands_nothing_over,
    an_account_is_not_moved_to_another_address_without_a_proof,
    with_a_proof_one_goes_on_where_one_was,
}

async fn a_browser_that_was_left_alone_hands_nothing_over(database: Database) {
    let system = System::with_clock("standard", database).await;
    let ben = member(&system).await;
    let ana = Web::of_admin(&system).await;
    let at = page_of(&ben);
    let many = format!(
        "/users/many?action=anonymize&id={}",
        ben["number"].as_str().unwrap()
    );
    let role = ana.page("/roles/new").await;
    let window = ana.page(&format!("{at}/anonymize")).await;
    let preview = ana.page(&many).await;
    system.pass_minutes(11);
    let below = |path: &str| format!("{at}{path}");
    for path in [
        below("/anonymize"),
        below("/temporary-password"),
        below("/access/add"),
        "/roles/new".to_owned(),
        "/users/import".to_owned(),
        many.clone(),
    ] {
        let led = ana.get(&path).await;
        assert_eq!(led.status, StatusCode::SEE_OTHER, "{path}: {}", led.html);
        let to = led.headers[LOCATION].to_str().unwrap();
        assert!(to.starts_with("/me/confirm?next="), "{path}: {to}");
    }
    // What was filled in before that time is refused as well, and says where to go.
    let number = ben["number"].as_str().unwrap();
    let sent = [
        ana.fill(&format!("{at}/anonymize"), &window, &[("typed", number)])
            .await,
        ana.fill("/roles/new", &role, &[("name", "Thief")]).await,
        ana.fill("/users/many", &preview, &[]).await,
    ];
    for refused in &sent {
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.html);
        assert!(
            refused.html.contains("href=\"/me/confirm?next="),
            "{}",
            refused.html
        );
        html::keeps_the_rules(&refused.html);
    }
    // What is done to one alone is done to nobody else by another way.
    let purge = many.replace("anonymize", "purge");
    assert_eq!(ana.get(&purge).await.status, StatusCode::NOT_FOUND);
    // The way to the proof knows whom it was about.
    let back = format!("id%3D{number}");
    assert!(sent[2].html.contains(&back), "{}", sent[2].html);
    let client = system.admin().await;
    assert_eq!(client.user(system::id(&ben)).await["status"], "active");
    // What can be taken back asks for nothing.
    for path in ["/block", "/delete", "/edit", "/organizations"] {
        let page = ana.get(&format!("{at}{path}")).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
    }
}

async fn an_account_is_not_moved_to_another_address_without_a_proof(database: Database) {
    let system = System::with_clock("standard", database).await;
    let ben = member(&system).await;
    let ana = Web::of_admin(&system).await;
    let at = format!("{}/edit", page_of(&ben));
    let window = ana.page(&at).await;
    assert!(!window.contains("/me/confirm"), "{window}");
    system.pass_minutes(11);
    let window = ana.page(&at).await;
    assert!(window.contains("/me/confirm?next="), "{window}");
    let fields = [
        ("version", html::value(&window, "version").unwrap()),
        ("was.email", BEN),
        ("email", "thief@example.com"),
    ];
    let refused = ana.post(&at, &fields).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}", refused.html);
    let client = system.admin().await;
    assert_eq!(client.user(system::id(&ben)).await["email"], BEN);
}

async fn with_a_proof_one_goes_on_where_one_was(database: Database) {
    let system = System::with_clock("standard", database).await;
    let ben = member(&system).await;
    let ana = Web::of_admin(&system).await;
    let at = format!("{}/anonymize", page_of(&ben));
    system.pass_minutes(11);
    let led = ana.get(&at).await;
    let to = led.headers[LOCATION].to_str().unwrap().to_owned();
    let page = ana.page(&to).await;
    let proved = ana
        .fill("/me/confirm", &page, &[("password", ADMIN.1)])
        .await;
    assert_eq!(proved.status, StatusCode::SEE_OTHER, "{}", proved.html);
    assert_eq!(proved.headers[LOCATION], at.as_str());
    let ana = ana.after(&proved);
    let window = ana.page(&at).await;
    let number = ben["number"].as_str().unwrap();
    let done = ana.fill(&at, &window, &[("typed", number)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.html);
}
