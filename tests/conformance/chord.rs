//! Chord OMS, "Creating Users".

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    system::{PASSWORD, System, column, id},
};
use serde_json::{Value, json};

on_both_databases! {
    who_is_created_with_a_password_is_usable_at_once_and_the_admin_role_lets_him_in,
    a_customer_has_no_role_and_no_way_in,
    there_are_no_invitations_names_or_phones,
    an_order_for_an_unknown_address_makes_the_customer_once,
}

async fn create(by: &Client, email: &str, roles: &Value) -> Value {
    let credential = json!({ "type": "password", "password": PASSWORD });
    let body = json!({ "email": email, "roles": roles, "credential": credential });
    by.post("/users", &body).await.expect(201).body
}

/// CH-7, CH-8, CH-9, CH-10, CH-21: an internal user is Active at once, but not in without the Admin role.
async fn who_is_created_with_a_password_is_usable_at_once_and_the_admin_role_lets_him_in(
    database: Database,
) {
    let system = System::of("chord", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "ben@example.com", &json!([])).await;
    assert_eq!(ben["status"], "active");
    assert_eq!(ben["must_change_password"], false);
    let visitor = system.visitor();
    let refused = visitor.try_log_in("ben@example.com", PASSWORD).await;
    let refused = refused.expect_problem(403, "authorization_failure");
    assert_eq!(refused.body["title"], "Authorization Failure");
    assert_eq!(refused.body["token"], Value::Null);
    // Only who knows the password is told so.
    let wrong = visitor
        .try_log_in("ben@example.com", "not the password 4!")
        .await;
    wrong.expect_problem(401, "login_failed");

    let roles = json!({ "roles": ["system_admin"] });
    ana.put(&format!("/users/{}/roles", id(&ben)), &roles)
        .await
        .expect(200);
    let session = visitor.log_in("ben@example.com", PASSWORD).await;
    session.get("/users").await.expect(200);
    let none = json!({ "roles": [] });
    ana.put(&format!("/users/{}/roles", id(&ben)), &none)
        .await
        .expect(200);
    let refused = visitor.try_log_in("ben@example.com", PASSWORD).await;
    refused.expect_problem(403, "authorization_failure");

    // The role can be selected at once.
    create(&ana, "eva@example.com", &json!(["system_admin"])).await;
    visitor.log_in("eva@example.com", PASSWORD).await;
}

/// CH-11, CH-12: a customer is made by the same steps without a role, for orders in his name.
async fn a_customer_has_no_role_and_no_way_in(database: Database) {
    let system = System::of("chord", database).await;
    let ana = system.admin().await;
    let credential = json!({ "type": "password", "password": PASSWORD });
    let body = json!({
        "kind": "customer", "email": "carl@example.com", "credential": credential,
    });
    let carl = ana.post("/users", &body).await.expect(201).body;
    assert_eq!(
        (&carl["kind"], &carl["status"], &carl["roles"]),
        (&json!("customer"), &json!("active"), &json!([]))
    );
    let refused = system.visitor().try_log_in("carl@example.com", PASSWORD);
    let refused = refused.await;
    assert!(refused.status.is_client_error(), "{}", refused.text);
    // The same address is the same person.
    ana.post("/users", &body)
        .await
        .expect_problem(409, "identifier_taken");
}

/// CH-21, CH-22: nobody is invited here, and a user is an address, a password and a role.
async fn there_are_no_invitations_names_or_phones(database: Database) {
    let system = System::of("chord", database).await;
    let ana = system.admin().await;
    let invitation = json!({ "email": "ben@example.com", "credential": { "type": "invitation" } });
    let refused = ana.post("/users", &invitation).await;
    assert!(refused.status.is_client_error(), "{}", refused.text);
    for field in ["first_name", "last_name", "phone", "external_id"] {
        let mut body = json!({
            "email": "ben@example.com", "credential": { "type": "password", "password": PASSWORD },
        });
        body[field] = json!("17 Ben");
        let refused = ana.post("/users", &body).await;
        let refused = refused.expect_problem(422, "validation");
        let pointer = format!("/{field}");
        assert_eq!(refused.body["errors"][0]["pointer"], pointer);
    }
    create(&ana, "ben@example.com", &json!([])).await;
}

/// CH-11, CH-13, CH-16: an order for an unknown address makes the customer, once; the address joins them.
async fn an_order_for_an_unknown_address_makes_the_customer_once(database: Database) {
    let system = System::of("chord", database).await;
    let ana = system.admin().await;
    let order = |number: &str, email: &str| json!({ "order_id": number, "email": email, "placed_at": "2026-01-05T10:00:00Z" });
    let first = order("R-1", "carl@example.com");
    let told = ana.post("/orders", &first).await.expect(201).body;
    assert_eq!(told["customer_created"], true);
    let carl = ana.user(id(&told["user"])).await;
    for (field, value) in [
        ("kind", "customer"),
        ("email", "carl@example.com"),
        ("status", "active"),
        ("credential", "none"),
    ] {
        assert_eq!(carl[field], value, "{field}");
    }
    let again = ana.post("/orders", &first).await.expect(200).body;
    let more = ana.post("/orders", &order("R-2", "Carl@Example.com")).await;
    let more = more.expect(201).body;
    assert_eq!(more["customer_created"], false);
    for told in [again, more] {
        assert_eq!(told["user"]["id"], carl["id"]);
    }
    assert_eq!(column(&ana, "/users?email=carl", "id").await.len(), 1);
    let orders = format!("/users/{}/orders", id(&carl));
    let mut orders = column(&ana, &orders, "order_id").await;
    orders.sort();
    assert_eq!(orders, ["R-1", "R-2"]);
    assert!(system.mails_to("carl@example.com", 0).await.is_empty());
}
