//! How many can be added at once, and where whoever adds them may put them.

use super::adding::place;
use crate::{
    both::on_both_databases,
    database::Database,
    system::{PASSWORD, System},
    web::Web,
};
use reqwest::StatusCode;
use serde_json::json;

on_both_databases! {
    everybody_who_was_invited_at_once_is_shown_with_his_link,
    only_organizations_that_one_sees_are_offered,
    a_form_with_hundreds_of_facilities_is_taken,
}

async fn everybody_who_was_invited_at_once_is_shown_with_his_link(database: Database) {
    let system = System::of("standard", database).await;
    let web = Web::of_admin(&system).await;
    let emails = |count: usize| {
        let all = (0..count).map(|at| format!("u{at}@example.com\r\n"));
        all.collect::<String>()
    };
    let wish = |emails: &str| {
        let wish = [("way", "invite"), ("stage", "whole"), ("emails", emails)];
        wish.map(|(name, value)| (name, value.to_owned()))
    };
    let many = wish(&emails(101));
    let many = many.each_ref().map(|(name, value)| (*name, value.as_str()));
    let refused = web.post("/users/new", &many).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.html.contains("at most 100"), "{}", refused.html);
    let some = wish(&emails(60));
    let some = some.each_ref().map(|(name, value)| (*name, value.as_str()));
    let done = web.page(&place(&web.post("/users/new", &some).await)).await;
    assert!(done.contains("60 invitations on their way"), "{done}");
    assert_eq!(done.matches("/invite/").count(), 60);
    assert!(!done.contains("No mail was sent"), "{done}");
}

async fn only_organizations_that_one_sees_are_offered(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let mut all = Vec::new();
    for name in ["North", "South", "West"] {
        all.push(system.record("organizations", name, &json!({})).await);
    }
    let (north, south) = (&all[0], &all[1]);
    let wish = json!({ "email": "ben@example.com", "organization": north });
    let ben = by.post("/users", &wish).await.expect(201).body;
    let user = ben["id"].as_str().unwrap();
    let member = json!({ "organizations": [north, south] });
    let path = format!("/users/{user}/organizations");
    by.put(&path, &member).await.expect(200);
    let grant = |at: &str| json!({ "role": "organization_admin", "organization": at });
    crate::system::set_roles(&by, user, &json!([grant(north), grant(south)])).await;
    let token = crate::system::shown_token(&ben);
    let ben = system.accept("ben@example.com", &token).await;
    let form = Web::of(&ben).page("/users/new?way=invite").await;
    assert!(
        form.contains(">North<") && form.contains(">South<"),
        "{form}"
    );
    assert!(!form.contains("West"), "{form}");
}

async fn a_form_with_hundreds_of_facilities_is_taken(database: Database) {
    let system = System::of("hotwax", database).await;
    let by = system.admin().await;
    let mut fields = vec![
        ("way", "password".to_owned()),
        ("stage", "whole".to_owned()),
        ("first_name", "Ben".to_owned()),
        ("last_name", "Adler".to_owned()),
        ("username", "ben".to_owned()),
        ("credential.type", "password".to_owned()),
        ("credential.password", PASSWORD.to_owned()),
    ];
    for at in 0..160 {
        let wish = json!({ "name": format!("Store {at}") });
        let made = by.post("/facilities", &wish).await.expect(201);
        let id = made.body["id"].as_str().unwrap().to_owned();
        fields.push(("facilities[]", id));
    }
    let fields = fields.iter().map(|(name, value)| (*name, value.as_str()));
    let fields = fields.collect::<Vec<_>>();
    let web = Web::of(&by);
    place(&web.post("/users/new", &fields).await);
    let ben = by.user("2").await;
    assert_eq!(ben["facilities"].as_array().unwrap().len(), 160);
    let long = "x".repeat(300 * 1024);
    let refused = web.post("/users/new", &[("way", &long)]).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
}
