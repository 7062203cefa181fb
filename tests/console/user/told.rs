//! A history in words: names where ids were, and the fact itself beside it.

use super::{member, page_of};
use crate::{
    both::on_both_databases,
    database::Database,
    system::{self, System},
    web::Web,
};
use serde_json::json;

on_both_databases! {
    a_history_says_what_changed_in_words,
    whoever_follows_all_history_sees_what_he_chose,
}

/// What a page says outside the facts as programs read them.
fn in_words(page: &str) -> String {
    let parts = page.split("<details class=\"raw-fact\">").enumerate();
    let said = parts.map(|(at, part)| match at {
        0 => part,
        _ => part.split_once("</details>").map_or("", |(_, rest)| rest),
    });
    said.collect()
}

async fn a_history_says_what_changed_in_words(database: Database) {
    let system = System::of("standard", database).await;
    let admin = system.admin().await;
    system
        .change_rules(&admin, "/work/orgchart", "yes".into())
        .await;
    let wish = json!({ "id": "clerk", "name": "Counter Clerk", "permissions": ["users.read"] });
    admin.post("/roles", &wish).await.expect(201);
    let north = system.record("facilities", "North Hall", &json!({})).await;
    let lead = system.record("positions", "Shift Lead", &json!({})).await;
    let ben = member(&system).await;
    let (id, at) = (system::id(&ben), page_of(&ben));
    system::set_roles(&admin, id, &json!(["clerk"])).await;
    let at_work = [
        ("facilities", json!({ "facilities": [north] })),
        ("position", json!({ "position": lead })),
        (
            "days-off",
            json!({ "days_off": [
                { "start_at": "2031-03-03T09:00:00Z", "end_at": "2031-03-03T12:00:00Z" },
                { "start_on": "2031-03-05", "end_on": "2031-03-06" },
            ] }),
        ),
    ];
    for (list, body) in at_work {
        admin
            .put(&format!("/users/{id}/{list}"), &body)
            .await
            .expect(200);
    }
    system::patch(&admin, id, &json!({ "last_name": "Okafor" }))
        .await
        .expect(200);
    let ana = Web::of(&admin);
    for path in [format!("{at}/activity"), "/audit".to_owned()] {
        let page = ana.page(&path).await;
        let said = in_words(&page);
        for words in [
            "<span class=\"field\">Role</span>: Counter Clerk",
            "<span class=\"field\">Where</span>: everywhere",
            "<span class=\"field\">Facilities</span>: <del>–</del> → <ins>North Hall</ins>",
            "<span class=\"field\">Position</span>: <del>–</del> → <ins>Shift Lead</ins>",
            "<ins>3 Mar 2031, 09:00 – 3 Mar 2031, 12:00; 5 Mar 2031 – 6 Mar 2031</ins>",
            "<span class=\"field\">Last name</span>: <del>Adler</del> → <ins>Okafor</ins>",
            "<span class=\"field\">Valid until</span>: ",
        ] {
            assert!(said.contains(words), "{words} in {path}: {said}");
        }
        for raw in [north.as_str(), lead.as_str(), "role.granted", "{&#34;"] {
            assert!(!said.contains(raw), "{raw} in {path}: {said}");
            assert!(
                raw.starts_with('{') || page.contains(raw),
                "{raw} in {path}: {page}"
            );
        }
    }
}

async fn whoever_follows_all_history_sees_what_he_chose(database: Database) {
    let system = System::of("standard", database).await;
    let ben = member(&system).await;
    let at = page_of(&ben);
    let ana = Web::of_admin(&system).await;
    let security = ana.page(&format!("{at}/security")).await;
    let all = security
        .split("href=\"")
        .find(|part| part.contains("activity?kind="));
    let all = all.unwrap().split('"').next().unwrap();
    let page = ana.page(all).await;
    let chosen = page
        .split("<option")
        .filter(|option| option.contains(" selected"));
    let chosen = chosen
        .map(|option| option.contains("Passwords and log-ins"))
        .collect::<Vec<_>>();
    assert_eq!(chosen, [true], "{page}");
}
