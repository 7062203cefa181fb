//! Orders: what is refused, what is answered, and to a repetition.

use crate::stand::Stand;
use axum::http::header;
use serde_json::{Value, json};
use tenure_domain::testing::noon;

const PATH: &str = "/api/v1/orders";

fn order(placed_at: &str) -> Value {
    json!({ "order_id": "R-1", "email": "ana@example.com", "placed_at": placed_at })
}

#[tokio::test]
async fn everything_wrong_with_an_order_is_named_at_once() {
    let stand = Stand::new();
    let wrong = json!({ "order_id": "R\n1", "email": "nobody", "placed_at": "today", "total": 3 });
    let reply = stand.post(PATH, wrong).await;
    reply.problem(422, "validation");
    let expected = [
        ("/email", "invalid"),
        ("/order_id", "invalid"),
        ("/placed_at", "invalid"),
        ("/total", "unknown"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    assert_eq!(reply.pointers(), expected);
    for (id, code) in [("", "required"), (&"x".repeat(101)[..], "too_long")] {
        let mut body = order("2026-01-31T12:00:00Z");
        body["order_id"] = json!(id);
        let reply = stand.post(PATH, body).await;
        reply.problem(422, "validation");
        assert_eq!(
            reply.pointers(),
            [("/order_id".to_owned(), code.to_owned())]
        );
    }
    assert!(stand.data.lock().unwrap().orders.is_empty());
}

#[tokio::test]
async fn an_order_may_be_a_day_ahead_of_our_clock_and_no_more() {
    let stand = Stand::new();
    let day = chrono::TimeDelta::days(1);
    let moment = |seconds| noon() + day + chrono::TimeDelta::seconds(seconds);
    let reply = stand.post(PATH, order(&moment(1).to_rfc3339())).await;
    reply.problem(422, "validation");
    assert_eq!(
        reply.pointers(),
        [("/placed_at".to_owned(), "invalid".to_owned())]
    );
    let reply = stand.post(PATH, order(&moment(0).to_rfc3339())).await;
    assert_eq!(reply.status, 201, "{reply:?}");
}

#[tokio::test]
async fn an_order_is_answered_with_whose_it_is_and_a_repetition_likewise() {
    let stand = Stand::new();
    let body = order("2026-01-31T12:00:00Z");
    let key = [("idempotency-key", "0190a1b2-0000-7000-8000-00000000000a")];
    let first = stand.ask("POST", PATH, &key, Some(body.clone())).await;
    assert_eq!(first.status, 201, "{first:?}");
    let told = first.json();
    assert_eq!(told["user"]["id"], stand.ana().id().to_string());
    assert_eq!(told["user"]["number"], "12");
    assert_eq!(told["customer_created"], false);
    for name in ["order_id", "email"] {
        assert_eq!(told[name], body[name]);
    }
    let by_key = stand.ask("POST", PATH, &key, Some(body.clone())).await;
    assert_eq!(
        (by_key.status, by_key.header("idempotency-replayed")),
        (first.status, "true")
    );
    let again = stand.post(PATH, body).await;
    assert_eq!(
        (again.status.as_u16(), again.header("idempotency-replayed")),
        (200, "")
    );
    assert_eq!((by_key.json(), again.json()), (told.clone(), told));
    assert_eq!(stand.data.lock().unwrap().orders.len(), 1);
    let other = order("2026-02-01T12:00:00Z");
    stand
        .post(PATH, other.clone())
        .await
        .problem(409, "order_exists");
    let reused = stand.ask("POST", PATH, &key, Some(other)).await;
    reused.problem(422, "idempotency_key_reused");
}

#[tokio::test]
async fn a_users_orders_are_paged_by_cursors_of_their_own() {
    let stand = Stand::new();
    for day in 1..=3 {
        let placed = format!("2026-01-0{day}T12:00:00Z");
        let body = json!({ "order_id": format!("R-{day}"), "email": "ana@example.com", "placed_at": placed });
        assert_eq!(stand.post(PATH, body).await.status, 201);
    }
    let list = "/api/v1/users/12/orders";
    let page = stand.get(&format!("{list}?limit=2")).await;
    let rows = page.json();
    let numbers = |rows: &Value| {
        let rows = rows["data"].as_array().unwrap().clone();
        rows.iter()
            .map(|row| row["order_id"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(&rows), ["R-3", "R-2"]);
    let cursor = rows["page"]["next_cursor"].as_str().unwrap();
    assert!(page.header(header::LINK).contains(cursor));
    let last = stand.get(&format!("{list}?cursor={cursor}")).await.json();
    assert_eq!(numbers(&last), ["R-1"]);
    assert_eq!(last["page"]["next_cursor"], Value::Null);
    let own = stand
        .get(&format!("/api/v1/me/orders?cursor={cursor}"))
        .await;
    own.problem(400, "cursor_mismatch");
    assert!(numbers(&stand.get("/api/v1/me/orders").await.json()).is_empty());
    stand
        .get("/api/v1/users/99/orders")
        .await
        .problem(404, "not_found");
    stand
        .get("/api/v1/me/orders?limit=0")
        .await
        .problem(422, "validation");
}

/// P-12: what a deleted user keeps is not free; who sees him is told to restore him.
#[tokio::test]
async fn the_address_of_a_deleted_user_who_keeps_it_is_offered_back() {
    let stand = Stand::keeping_names();
    let ana = stand.ana().id().to_string();
    let deleted = stand.ask("DELETE", "/api/v1/users/12", &[], None).await;
    assert_eq!(deleted.status, 200, "{deleted:?}");
    let body = json!({ "email": "ANA@example.com", "credential": { "type": "invitation" } });
    let refused = stand.post("/api/v1/users", body).await;
    let problem = refused.problem(409, "deleted_exists");
    assert_eq!(problem["user"], ana);
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .starts_with("User 12 was deleted")
    );
    assert_eq!(
        refused.pointers(),
        [("/email".to_owned(), "taken".to_owned())]
    );
}
