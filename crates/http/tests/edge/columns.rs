//! What a row of the list says of a user, what is searched for, and what nobody writes.

use crate::stand::Stand;
use serde_json::json;

/// SH-5, SH-6, SH-7, SH-8, SH-9, SH-31, OB-49
#[tokio::test]
async fn a_row_of_the_list_has_address_names_status_date_and_roles() {
    let stand = Stand::new();
    let body = json!({"roles": ["system_admin"]});
    let wish = stand.ask("PUT", "/api/v1/users/12/roles", &[], Some(body));
    assert_eq!(wish.await.status, 200);
    let list = stand.get("/api/v1/users").await.json();
    let rows = list["data"].as_array().unwrap();
    let ana = rows.iter().find(|row| row["email"] == "ana@example.com");
    let ana = ana.unwrap();
    assert_eq!(ana["first_name"], "Ana");
    assert_eq!(ana["last_name"], "Lopez");
    assert_eq!(ana["status"], "pending");
    assert_eq!(ana["created_at"], "2026-06-15T12:00:00Z");
    assert_eq!(ana["roles"][0]["role"], "system_admin");
}

/// SH-23, SH-26, SH-31, OB-57
#[tokio::test]
async fn what_a_user_shows_of_his_standing_is_not_written() {
    let stand = Stand::new();
    let fields = json!({
        "can_log_in": false,
        "created_at": "2020-01-01T00:00:00Z",
        "organizations": [],
        "status": "active",
    });
    let any = [("if-match", "*")];
    let path = "/api/v1/users/12";
    let reply = stand.ask("PATCH", path, &any, Some(fields.clone())).await;
    reply.problem(422, "validation");
    let refused = [
        ("/can_log_in", "read_only"),
        ("/created_at", "read_only"),
        ("/organizations", "unknown"),
        ("/status", "read_only"),
    ];
    let refused = refused.map(|(at, code)| (at.to_owned(), code.to_owned()));
    assert_eq!(reply.pointers(), refused);
    let reply = stand.post("/api/v1/users", fields).await;
    let told = ("/can_log_in".to_owned(), "read_only".to_owned());
    assert!(reply.pointers().contains(&told), "{reply:?}");
}

/// OB-37, OB-38
#[tokio::test]
async fn what_is_searched_for_is_taken_in_lower_case() {
    let stand = Stand::new();
    let path = "/api/v1/users?username=ABcd1&name=J&email=Example.COM";
    assert_eq!(stand.get(path).await.status, 200);
    let (filter, _) = stand.data.lock().unwrap().seen.pop().unwrap();
    let texts = filter.searches.iter().map(|search| search.text.as_str());
    assert_eq!(texts.collect::<Vec<_>>(), ["j", "abcd1", "example.com"]);
}
