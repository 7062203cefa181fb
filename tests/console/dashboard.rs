//! The first page and one's own pages.

use crate::{
    both::on_both_databases,
    database::Database,
    system::{ADMIN, System, id, patch},
    web::Web,
};
use reqwest::{
    StatusCode,
    header::{LOCATION, SET_COOKIE},
};
use serde_json::json;

on_both_databases! {
    the_first_page_counts_users_log_ins_and_invitations_in_pictures_and_in_tables,
    the_first_page_knows_no_status_that_the_rules_do_not_know,
    under_hotwax_the_console_speaks_of_no_invitations,
    under_order_broker_the_console_speaks_of_no_invitations,
    under_chord_the_console_speaks_of_no_invitations,
    where_users_are_invited_the_first_page_says_so,
    sessions_are_listed_and_ended_one_by_one,
    language_time_zone_and_look_are_chosen_by_oneself,
    a_language_that_the_console_does_not_speak_stays_on_file,
    a_password_proves_anew_who_one_is_and_leads_on,
}

async fn the_first_page_counts_users_log_ins_and_invitations_in_pictures_and_in_tables(
    database: Database,
) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let wish = json!({ "email": "ben@example.com" });
    client.post("/users", &wish).await.expect(201);
    let wrong = system.visitor().try_log_in(ADMIN.0, "no such password");
    wrong.await.expect(401);
    let page = Web::of(&client).page("/").await;
    // Each is drawn twice: for a window that is wide, and for one that is not.
    for sheet in ["wide", "slim"] {
        let begin = format!("<svg class=\"chart {sheet}\" aria-hidden=\"true\"");
        assert_eq!(page.matches(&begin).count(), 4, "{page}");
    }
    let row = |status: &str, count: u64| {
        let link = page
            .split(&format!("href=\"/users?status={status}\""))
            .nth(1)
            .unwrap();
        let cell = link.split("<td class=\"number\">").nth(1).unwrap();
        assert!(
            cell.starts_with(&format!("{count}</td>")),
            "{status}: {cell}"
        );
    };
    assert!(page.contains("accepting the invitation"), "{page}");
    row("pending", 1);
    row("active", 1);
    row("blocked", 0);
    let sums = page.split("<tfoot>").nth(1).unwrap();
    let sums = sums.split("<td class=\"number\">").skip(1);
    let sums = sums.map(|cell| cell.split('<').next().unwrap().parse::<u64>().unwrap());
    let sums = sums.collect::<Vec<_>>();
    assert!(sums[0] >= 1 && sums[1] == 1 && sums[2] == 0, "{sums:?}");
    assert!(
        page.contains("less than a day</th><td class=\"number\">1</td>"),
        "{page}"
    );
}

/// HE-55: there is no blocking.
async fn the_first_page_knows_no_status_that_the_rules_do_not_know(database: Database) {
    let system = System::of("hesh", database).await;
    let page = Web::of_admin(&system).await.page("/").await;
    let main = page.split_once("<main").unwrap().1;
    for unknown in ["Blocked", "Deleted", "locked out"] {
        assert!(!main.contains(unknown), "{unknown}: {main}");
    }
    assert!(main.contains("Inactive"), "{main}");
}

/// HW-41: there are no invitations, and adding a user is offered in their place.
async fn under_hotwax_the_console_speaks_of_no_invitations(database: Database) {
    speaks_of_no_invitations("hotwax", "Add user", database).await;
}

/// OB-67: the same.
async fn under_order_broker_the_console_speaks_of_no_invitations(database: Database) {
    speaks_of_no_invitations("order_broker", "New", database).await;
}

/// CH-21: the same.
async fn under_chord_the_console_speaks_of_no_invitations(database: Database) {
    speaks_of_no_invitations("chord", "New Users", database).await;
}

async fn speaks_of_no_invitations(preset: &str, add: &str, database: Database) {
    let system = System::of(preset, database).await;
    let ana = Web::of_admin(&system).await;
    let page = ana.page("/").await;
    for unknown in ["href=\"/invitations", "nvitation", "Invite"] {
        assert!(!page.contains(unknown), "{unknown} in {page}");
    }
    let button = format!("href=\"/users/new\" data-window>{add}</a>");
    assert!(page.contains(&button), "{page}");
    let left = ana.page("/invitations").await;
    assert!(!left.contains("href=\"/users/new"), "{left}");
}

async fn where_users_are_invited_the_first_page_says_so(database: Database) {
    let system = System::of("shopp", database).await;
    let page = Web::of_admin(&system).await.page("/").await;
    for known in [
        "<a href=\"/invitations\">",
        "href=\"/invitations?view=expired\"",
        "href=\"/users/new?way=invite\" data-window>Invite A User</a>",
    ] {
        assert!(page.contains(known), "{known} in {page}");
    }
}

async fn sessions_are_listed_and_ended_one_by_one(database: Database) {
    let system = System::of("standard", database).await;
    let (one, other) = (system.admin().await, system.admin().await);
    let ana = Web::of(&one);
    let page = ana.page("/me").await;
    assert!(page.contains("2 open sessions"), "{page}");
    let end = page
        .split("action=\"/me/sessions/")
        .find(|part| !part.starts_with("end-all"));
    assert!(end.is_some());
    let open = one.get("/sessions").await.expect(200).body;
    let rows = open["data"].as_array().unwrap();
    let second = rows.iter().find(|row| row["current"] == false).unwrap();
    let path = format!("/me/sessions/{}/end", second["id"].as_str().unwrap());
    let (to, told) = ana.done(&path, &[]).await;
    assert_eq!(to, "/me");
    assert!(told.contains("The session is ended.") && told.contains("1 open session"));
    other.get("/me").await.expect(401);
    let out = ana.post("/me/sessions/end-all", &[]).await;
    assert_eq!(out.headers[LOCATION], "/login?notice=logged_out");
    one.get("/me").await.expect(401);
}

async fn language_time_zone_and_look_are_chosen_by_oneself(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let ana = Web::of(&client);
    let fields = [
        ("language", "de"),
        ("time_zone", "Europe/Berlin"),
        ("theme", "dark"),
    ];
    let sent = ana.post("/me/settings", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let cookies = sent.headers.get_all(SET_COOKIE).iter();
    let cookies = cookies
        .map(|line| line.to_str().unwrap())
        .collect::<Vec<_>>();
    for cookie in ["theme=dark;", "keys=off;", "notice=saved;"] {
        assert!(
            cookies.iter().any(|line| line.starts_with(cookie)),
            "{cookies:?}"
        );
    }
    let seen = ana
        .with_cookie("theme=dark")
        .with_cookie("keys=off")
        .with_cookie("notice=saved");
    let page = seen.page("/me/settings").await;
    for part in [
        "lang=\"de\"",
        "data-theme=\"dark\"",
        "data-keys=\"off\"",
        "Gespeichert.",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let me = client.get("/me").await.expect(200).body;
    assert_eq!(
        (&me["language"], &me["time_zone"]),
        (&json!("de"), &json!("Europe/Berlin"))
    );
    let fields = [("time_zone", "Mars/Olympus"), ("theme", "light")];
    let wrong = seen.post("/me/settings", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    // The look is the browser's: it is as chosen although the profile was refused.
    let kept = wrong.headers.get_all(SET_COOKIE).iter();
    let kept = kept.map(|line| line.to_str().unwrap());
    assert!(
        kept.into_iter()
            .any(|line| line.starts_with("theme=light;"))
    );
    assert!(
        wrong.html.contains("data-theme=\"light\""),
        "{}",
        wrong.html
    );
}

async fn a_language_that_the_console_does_not_speak_stays_on_file(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let ana = Web::of(&client);
    let me = client.get("/me").await.expect(200).body;
    for tag in ["fr", "de-CH"] {
        let change = json!({ "language": tag });
        patch(&client, id(&me), &change).await.expect(200);
        let page = ana.page("/me/settings").await;
        let chosen = format!("value=\"{tag}\" selected");
        assert!(page.contains(&chosen), "{page}");
        let fields = [("language", tag), ("theme", "dark")];
        let sent = ana.post("/me/settings", &fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
        let me = client.get("/me").await.expect(200).body;
        assert_eq!(me["language"], json!(tag));
    }
    let sent = ana.post("/me/settings", &[("language", "")]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let me = client.get("/me").await.expect(200).body;
    assert_eq!(me["language"], json!(null));
}

async fn a_password_proves_anew_who_one_is_and_leads_on(database: Database) {
    let system = System::of("standard", database).await;
    let client = system.admin().await;
    let ana = Web::of(&client);
    let page = ana.page("/me/confirm?next=/settings").await;
    assert!(page.contains("name=\"next\" value=\"/settings\""), "{page}");
    let wrong = ana
        .post(
            "/me/confirm",
            &[("password", "wrong"), ("next", "/settings")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(
        wrong.html.contains("This is not your password"),
        "{}",
        wrong.html
    );
    let empty = ana.post("/me/confirm", &[]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("password", ADMIN.1), ("next", "//evil.example")];
    let foreign = ana.post("/me/confirm", &fields).await;
    assert_eq!(foreign.headers[LOCATION], "/");
    // The session before it is over.
    client.get("/me").await.expect(401);
    let cookie = foreign.headers[SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("session="), "{cookie}");
}
