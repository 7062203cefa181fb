//! Who is away when.

use super::{Database, System, Web, on_both_databases};
use crate::system::{id, patch};
use reqwest::StatusCode;
use serde_json::json;

on_both_databases! {
    a_month_shows_who_is_away_on_which_days,
    who_is_away_now_is_named,
    where_there_is_no_time_off_there_is_no_page,
}

/// HE-49: a day off is a day where the user lives.
async fn a_month_shows_who_is_away_on_which_days(database: Database) {
    let system = System::of("hesh", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    let wish = json!({ "email": "ben@example.com", "first_name": "Ben", "last_name": "Day" });
    let ben = by.post("/users", &wish).await.expect(201).body;
    patch(&by, id(&ben), &json!({ "time_zone": "Pacific/Auckland" }))
        .await
        .expect(200);
    let off = json!({ "days_off": [
        { "start_on": "2031-03-30", "end_on": "2031-04-02" },
        { "start_at": "2031-04-10T09:00:00", "end_at": "2031-04-10T12:30:00" },
    ] });
    by.put(&format!("/users/{}/days-off", id(&ben)), &off)
        .await
        .expect(200);
    let days = |page: &str| page.matches("<td class=\"day off\">").count();

    let april = ana.page("/time-off?month=2031-04").await;
    assert!(april.contains("Apr 2031</h2>"), "{april}");
    assert_eq!(days(&april), 3, "{april}");
    assert!(april.contains("30 Mar 2031 – 2 Apr 2031"), "{april}");
    assert!(april.contains("10 Apr 2031, 09:00–12:30"), "{april}");
    assert!(april.contains("/time-off\">Ben Day"), "{april}");
    for (link, expected) in [("2031-03", 2), ("2031-05", 0)] {
        assert!(
            april.contains(&format!("href=\"/time-off?month={link}\"")),
            "{april}"
        );
        assert_eq!(
            days(&ana.page(&format!("/time-off?month={link}")).await),
            expected
        );
    }
    ana.page("/time-off?month=never").await;
}

async fn who_is_away_now_is_named(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let ana = Web::of(&by);
    assert!(ana.page("/time-off").await.contains("Everybody is there."));
    let off = json!({ "days_off": [{ "start_at": "2020-01-01T00:00:00Z", "end_at": "2099-01-01T00:00:00Z" }] });
    by.put("/users/1/days-off", &off).await.expect(200);
    let page = ana.page("/time-off").await;
    assert!(page.contains("until 31 Dec 2098"), "{page}");
    assert!(page.contains("href=\"/users/1/time-off\""), "{page}");
}

async fn where_there_is_no_time_off_there_is_no_page(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = Web::of_admin(&system).await;
    assert_eq!(ana.get("/time-off").await.status, StatusCode::CONFLICT);
}
