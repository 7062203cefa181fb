//! Roles as each of the systems has them.

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    system::{PASSWORD, System, id, in_minutes, may, patch_role, role, set_roles},
};
use serde_json::{Value, json};

on_both_databases! {
    a_change_of_a_role_counts_at_once_in_an_open_session,
    who_no_longer_holds_the_role_that_log_ins_need_is_out,
}

/// Somebody who logs in with this address or user name.
async fn create(by: &Client, login: &str, roles: &Value) -> Value {
    let credential = json!({ "type": "password", "password": PASSWORD });
    let mut body = json!({ "roles": roles, "credential": credential });
    let field = if login.contains('@') {
        "email"
    } else {
        "username"
    };
    body[field] = json!(login);
    by.post("/users", &body).await.expect(201).body
}

/// P-83: what is put into a role, or taken out of it, its holders may or may not from then on.
async fn a_change_of_a_role_counts_at_once_in_an_open_session(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    role(&ana, "clerk", &["product.view"]).await;
    let ben = create(&ana, "ben", &json!(["clerk"])).await;
    let open = system.visitor().log_in("ben", PASSWORD).await;
    open.get("/users").await.expect_problem(403, "forbidden");
    patch_role(&ana, "clerk", &json!({ "permissions": ["users.read"] })).await;
    assert_eq!(may(&open).await, ["users.read"]);
    open.get("/users").await.expect(200);
    set_roles(&ana, id(&ben), &json!([])).await;
    open.get("/users").await.expect_problem(403, "forbidden");
}

/// P-59: the role that a log-in needs is needed as long as the session lasts, whether it is taken away or ends.
async fn who_no_longer_holds_the_role_that_log_ins_need_is_out(database: Database) {
    let system = System::with_clock("chord", database).await;
    let ana = system.admin().await;
    let bounded = json!([{ "role": "system_admin", "until": in_minutes(10) }]);
    create(&ana, "ben@example.com", &bounded).await;
    let cyd = create(&ana, "cyd@example.com", &json!(["system_admin"])).await;
    let log_in = async |name: &str| {
        let email = format!("{name}@example.com");
        system.visitor().log_in(&email, PASSWORD).await
    };
    let (ben, open) = (log_in("ben").await, log_in("cyd").await);
    set_roles(&ana, id(&cyd), &json!([])).await;
    open.get("/me").await.expect(401);
    system.pass_minutes(8);
    ben.get("/me").await.expect(200);
    system.pass_minutes(3);
    ben.get("/me").await.expect(401);
    let refused = system.visitor().try_log_in("ben@example.com", PASSWORD);
    let refused = refused.await;
    refused.expect_problem(403, "authorization_failure");
    ana.get("/me").await.expect(200);
}
