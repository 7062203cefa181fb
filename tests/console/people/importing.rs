//! Users from a file.

use crate::{both::on_both_databases, database::Database, html, system::System, web::Web};
use reqwest::{StatusCode, header::LOCATION};

on_both_databases! {
    it_is_said_what_would_become_of_a_file_before_it_is_carried_in,
    whoever_may_not_import_is_told_so,
}

async fn it_is_said_what_would_become_of_a_file_before_it_is_carried_in(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    let web = Web::of(&by);
    let form = web.page("/users/import").await;
    let key = html::value(&form, "key").unwrap();
    let text = "Mail,first_name,Shoe\nben@example.com,Ben,43\nnonsense,Cora,38\n";
    let wish = [("key", key), ("text", text)];
    let looked = web.post("/users/import", &wish).await;
    assert_eq!(looked.status, StatusCode::BAD_REQUEST, "{}", looked.html);
    assert!(
        looked
            .html
            .contains("needs a column external_id, email or username")
    );
    html::keeps_the_rules(&looked.html);
    assert!(
        looked.html.contains("name=\"column:Mail\""),
        "{}",
        looked.html
    );
    assert!(
        looked.html.contains("Ben,43"),
        "the text is not asked for again"
    );
    let wish = [
        ("key", key),
        ("text", text),
        ("column:Mail", "email"),
        ("column:first_name", "first_name"),
        ("column:Shoe", "-"),
    ];
    let looked = web.post("/users/import", &wish).await.html;
    assert!(
        looked.contains("1 user is new") && looked.contains("1 row is refused"),
        "{looked}"
    );
    assert!(
        looked.contains(">3</th>"),
        "the line of the refused row: {looked}"
    );
    assert_eq!(by.all("/users").await.len(), 1, "nothing is done yet");
    let mut wish = wish.to_vec();
    wish.push(("run", "yes"));
    let sent = web.post("/users/import", &wish).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let to = sent.headers[LOCATION].to_str().unwrap();
    assert!(web.page(to).await.contains("1 user is new"));
    assert_eq!(by.all("/users").await.len(), 2);
    let file = web.get(&format!("{to}/refused.csv")).await.html;
    assert!(file.starts_with("line,column,message\r\n3,"), "{file}");
    let again = web.post("/users/import", &wish).await;
    assert_eq!(
        again.headers[LOCATION].to_str().unwrap(),
        to,
        "a form sent twice does it once"
    );
}

async fn whoever_may_not_import_is_told_so(database: Database) {
    let system = System::of("standard", database).await;
    let by = system.admin().await;
    crate::system::role(&by, "reader", &["users.read"]).await;
    let wish = serde_json::json!({ "email": "ben@example.com", "roles": ["reader"] });
    let ben = by.post("/users", &wish).await.expect(201).body;
    let ben = system
        .accept("ben@example.com", &crate::system::shown_token(&ben))
        .await;
    let refused = Web::of(&ben).get("/users/import").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
