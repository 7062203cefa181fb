//! One act for many users.

use crate::{
    both::on_both_databases,
    database::Database,
    html,
    system::{PASSWORD, System},
    web::Web,
};
use reqwest::{StatusCode, header::LOCATION};

on_both_databases! {
    it_is_said_beforehand_who_is_left_out_and_why_and_told_afterwards,
    a_filter_chooses_everybody_who_fits,
    without_a_filter_everybody_is_chosen,
    a_role_is_chosen_before_it_is_said_what_would_become_of_it,
}

#[expect(clippy::too_many_lines, reason = "one story from beginning to end")]
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
    let key = html::value(&ask, "key").unwrap();
    let wish = [
        ("action", "deactivate"),
        ("key", key),
        ("confirmed", "yes"),
        ("ids[]", "1"),
        ("ids[]", "2"),
    ];
    let sent = web.post("/users/many", &wish).await;
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
    let again = web.post("/users/many", &wish).await;
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
    let key = html::value(&ask, "key").unwrap();
    let wish = [
        ("action", "block"),
        ("key", key),
        ("confirmed", "yes"),
        ("whom", "all"),
        ("filter", "q=u1@"),
    ];
    let refused = web.post("/users/many", &wish).await;
    assert_eq!(
        refused.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a reason is asked for"
    );
    html::keeps_the_rules(&refused.html);
    let mut wish = wish.to_vec();
    wish.push(("params.reason", "gone fishing"));
    let sent = web.post("/users/many", &wish).await;
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
    crate::system::role(&by, "clerk", &["users.read"]).await;
    by.member("ben@example.com", PASSWORD).await;
    let web = Web::of(&by);
    let ask = web
        .page("/users/many?action=grant_role&whom=chosen&id=2")
        .await;
    assert!(
        ask.contains("<option value=\"clerk\"") && !ask.contains("name=\"confirmed\""),
        "{ask}"
    );
    let key = html::value(&ask, "key").unwrap();
    let wish = [
        ("action", "grant_role"),
        ("key", key),
        ("ids[]", "2"),
        ("role", "clerk"),
    ];
    let seen = web.post("/users/many", &wish).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.html);
    assert!(
        seen.html.contains("It would be done for 1 user."),
        "{}",
        seen.html
    );
    let mut wish = wish.to_vec();
    wish.push(("confirmed", "yes"));
    let sent = web.post("/users/many", &wish).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    assert_eq!(by.user("2").await["roles"][0]["role"], "clerk");
}
