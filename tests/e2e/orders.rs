//! Orders from outside: who they make, whose they are, whom they keep.

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server},
};
use serde_json::{Value, json};
use tokio::task::JoinSet;

on_both_databases! {
    /// CH-13, CH-16: an order from an unknown address makes an Active customer without a credential, once.
    an_order_of_an_unknown_address_makes_one_customer_who_cannot_log_in,
    /// CH-13, CH-15: however many orders arrive at the same instant, one of them makes the customer, who has them all.
    twenty_orders_at_once_of_one_unknown_address_make_one_customer,
    /// CH-13: an order told of twice is recorded once.
    the_same_order_twice_is_one_order_and_other_words_for_it_are_refused,
    /// CH-15, CH-16: orders are joined by the address, and seen by whoever sees the user, and by himself.
    orders_are_seen_by_an_administrator_and_by_the_one_who_placed_them,
    /// OB-52: who has orders is not deleted where the policy guards them.
    who_has_orders_is_not_deleted_and_who_has_none_is,
    an_order_of_nobody_waits_for_whoever_gets_the_address,
    an_anonymized_customer_keeps_orders_without_an_address,
    only_who_may_tells_of_orders,
    /// A name that a deleted user keeps is his: whoever sees him is told to restore him.
    a_name_that_a_deleted_user_keeps_is_offered_back_with_him,
}

const CUSTOMER: &str = "eva@example.com";
const PLACED: &str = "2026-01-31T12:00:00Z";

fn order(number: &str, email: &str) -> Value {
    json!({ "order_id": number, "email": email, "placed_at": PLACED })
}

async fn tell(who: &Client, number: &str, email: &str) -> Answer {
    who.post("/orders", &order(number, email)).await
}

fn numbers(orders: &[Value]) -> Vec<&str> {
    orders
        .iter()
        .map(|order| order["order_id"].as_str().unwrap())
        .collect()
}

async fn an_order_of_an_unknown_address_makes_one_customer_who_cannot_log_in(database: Database) {
    let server = Server::start(database).await;
    let ana = server.tenant("chord").await;
    let first = tell(&ana, "R-1", CUSTOMER).await.expect(201).body;
    assert_eq!(first["customer_created"], true);
    let id = first["user"]["id"].as_str().unwrap();
    let eva = ana.user(id).await;
    assert_eq!(first["user"]["number"], eva["number"]);
    for (field, value) in [
        ("kind", json!("customer")),
        ("status", json!("active")),
        ("credential", json!("none")),
        ("can_log_in", json!(false)),
        ("email", json!(CUSTOMER)),
        ("roles", json!([])),
    ] {
        assert_eq!(eva[field], value, "{field}: {eva}");
    }
    let visitor = Client::new(server.base(), Some("chord"));
    visitor
        .try_log_in(CUSTOMER, PASSWORD)
        .await
        .expect_problem(401, "login_failed");
    let second = tell(&ana, "R-2", "Eva@Example.com").await.expect(201).body;
    assert_eq!(
        (&second["user"]["id"], &second["customer_created"]),
        (&json!(id), &json!(false))
    );
    assert_eq!(ana.all("/users").await.len(), 2);
}

async fn twenty_orders_at_once_of_one_unknown_address_make_one_customer(database: Database) {
    let server = Server::start(database).await;
    let ana = server.tenant("chord").await;
    let mut racers = JoinSet::new();
    for n in 0..20 {
        let ana = ana.clone();
        racers.spawn(async move {
            tell(&ana, &format!("R-{n}"), CUSTOMER)
                .await
                .expect(201)
                .body
        });
    }
    let told = racers.join_all().await;
    let made = told
        .iter()
        .filter(|order| order["customer_created"] == true)
        .count();
    assert_eq!(made, 1);
    let id = told[0]["user"]["id"].as_str().unwrap();
    assert!(
        told.iter().all(|order| order["user"]["id"] == id),
        "{told:?}"
    );
    assert_eq!(ana.all("/users").await.len(), 2);
    assert_eq!(ana.all(&format!("/users/{id}/orders")).await.len(), 20);
    assert_eq!(ana.history(id).await, ["user.registered"]);
}

async fn the_same_order_twice_is_one_order_and_other_words_for_it_are_refused(database: Database) {
    let server = Server::start(database).await;
    let ana = server.tenant("chord").await;
    let key = [("idempotency-key", "0190a1b2-0000-7000-8000-00000000000a")];
    let body = order("R-1", CUSTOMER);
    let post = |headers: &'static [(&'static str, &'static str)], body: Value| {
        let ana = ana.clone();
        async move {
            ana.send(reqwest::Method::POST, "/orders", headers, Some(&body))
                .await
        }
    };
    let first = ana
        .send(reqwest::Method::POST, "/orders", &key, Some(&body))
        .await
        .expect(201);
    let by_key = ana
        .send(reqwest::Method::POST, "/orders", &key, Some(&body))
        .await
        .expect(201);
    assert_eq!(by_key.header("idempotency-replayed"), "true");
    let again = post(&[], body.clone()).await.expect(200);
    assert_eq!((&first.body, &first.body), (&by_key.body, &again.body));
    let other_moment =
        json!({ "order_id": "R-1", "email": CUSTOMER, "placed_at": "2026-02-01T12:00:00Z" });
    for other in [order("R-1", "ben@example.com"), other_moment] {
        post(&[], other.clone())
            .await
            .expect_problem(409, "order_exists");
        let reused = ana
            .send(reqwest::Method::POST, "/orders", &key, Some(&other))
            .await;
        reused.expect_problem(422, "idempotency_key_reused");
    }
    let id = first.body["user"]["id"].as_str().unwrap();
    assert_eq!(
        numbers(&ana.all(&format!("/users/{id}/orders")).await),
        ["R-1"]
    );
    assert_eq!(ana.all("/users").await.len(), 2);
}

async fn orders_are_seen_by_an_administrator_and_by_the_one_who_placed_them(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ben = ana.member("ben@example.com", PASSWORD).await;
    let ben_id = ben["id"].as_str().unwrap();
    for (number, day) in [("R-2", 2), ("R-9", 1), ("R-1", 2), ("R-3", 3)] {
        let placed = format!("2026-01-0{day}T12:00:00Z");
        let body = json!({ "order_id": number, "email": "BEN@example.com", "placed_at": placed });
        let told = ana.post("/orders", &body).await.expect(201).body;
        assert_eq!(told["user"]["id"], ben["id"]);
    }
    let newest_first = ["R-3", "R-2", "R-1", "R-9"];
    let list = format!("/users/{ben_id}/orders");
    assert_eq!(numbers(&ana.all(&list).await), newest_first);
    let mine = server.client().log_in("ben@example.com", PASSWORD).await;
    assert_eq!(numbers(&mine.all("/me/orders").await), newest_first);
    assert!(ana.all("/me/orders").await.is_empty());
    // Page by page, none twice and none left out.
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ana
            .get(&format!("{list}?limit=1{cursor}"))
            .await
            .expect(200)
            .body;
        seen.extend(page["data"].as_array().unwrap().clone());
        let Some(next) = page["page"]["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(numbers(&seen), newest_first);
    let ana_id = ana.get("/me").await.expect(200).body["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let others = mine.get(&format!("/users/{ana_id}/orders")).await;
    others.expect_problem(403, "forbidden");
    ana.get(&format!("/users/{ana_id}/orders?sort=id"))
        .await
        .expect_problem(422, "validation");
}

async fn who_has_orders_is_not_deleted_and_who_has_none_is(database: Database) {
    let server = Server::start(database).await;
    let ana = server.tenant("chord").await;
    let told = tell(&ana, "R-1", CUSTOMER).await.expect(201).body;
    let eva = format!("/users/{}", told["user"]["id"].as_str().unwrap());
    ana.delete(&eva).await.expect_problem(409, "has_history");
    assert_eq!(ana.get(&eva).await.expect(200).body["status"], "active");
    let body =
        json!({ "kind": "customer", "email": "ben@example.com", "credential": { "type": "none" } });
    let ben = ana.post("/users", &body).await.expect(201).body;
    ana.delete(&format!("/users/{}", ben["id"].as_str().unwrap()))
        .await
        .expect(200);
}

async fn an_order_of_nobody_waits_for_whoever_gets_the_address(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let told = tell(&ana, "R-1", CUSTOMER).await.expect(201).body;
    assert_eq!(
        (&told["user"], &told["customer_created"]),
        (&Value::Null, &json!(false))
    );
    assert_eq!(ana.all("/users").await.len(), 1);
    let eva = ana.member(CUSTOMER, PASSWORD).await;
    let mine = server.client().log_in(CUSTOMER, PASSWORD).await;
    assert_eq!(numbers(&mine.all("/me/orders").await), ["R-1"]);
    let again = tell(&ana, "R-1", CUSTOMER).await.expect(200).body;
    assert_eq!(again["user"]["id"], eva["id"]);
}

async fn an_anonymized_customer_keeps_orders_without_an_address(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    // One of nobody, by the address alone, and one recorded for the user.
    tell(&ana, "R-1", CUSTOMER).await.expect(201);
    let eva = ana.member(CUSTOMER, PASSWORD).await;
    tell(&ana, "R-2", CUSTOMER).await.expect(201);
    let id = eva["id"].as_str().unwrap();
    ana.act(&format!("/users/{id}/anonymize")).await.expect(200);
    let kept = ana.all(&format!("/users/{id}/orders")).await;
    assert_eq!(numbers(&kept), ["R-2", "R-1"]);
    assert!(
        kept.iter().all(|order| order["email"].is_null()),
        "{kept:?}"
    );
    let later = tell(&ana, "R-3", CUSTOMER).await.expect(201).body;
    assert_eq!(later["user"], Value::Null);
}

async fn only_who_may_tells_of_orders(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    ana.member("ben@example.com", PASSWORD).await;
    let ben = server.client().log_in("ben@example.com", PASSWORD).await;
    tell(&ben, "R-1", CUSTOMER)
        .await
        .expect_problem(403, "forbidden");
    tell(&server.client(), "R-1", CUSTOMER)
        .await
        .expect_problem(401, "unauthorized");
    assert_eq!(tell(&ana, "R-1", CUSTOMER).await.status, 201);
}

async fn a_name_that_a_deleted_user_keeps_is_offered_back_with_him(database: Database) {
    let server = Server::start(database).await;
    let ana = server.tenant("shopp").await;
    let (ben, _) = ana.invite("ben@example.com").await;
    let id = ben["id"].as_str().unwrap();
    ana.delete(&format!("/users/{id}")).await.expect(200);
    let body = json!({ "email": "Ben@Example.com", "first_name": "Ben", "credential": { "type": "invitation" } });
    let refused = ana
        .post("/users", &body)
        .await
        .expect_problem(409, "deleted_exists")
        .body;
    assert_eq!(refused["user"], id);
    assert_eq!(refused["errors"][0]["pointer"], "/email");
    let named = format!("User {} was deleted", ben["number"].as_str().unwrap());
    assert!(refused["detail"].as_str().unwrap().starts_with(&named));
    ana.act(&format!("/users/{id}/restore")).await.expect(200);
    ana.post("/users", &body)
        .await
        .expect_problem(409, "identifier_taken");
}
