//! Authority: what it opens, and from when on.

use super::settled;
use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    system::{OTHER, System, id, in_minutes, may, patch_role, role, set_roles},
};
use serde_json::json;

on_both_databases! {
    a_role_that_the_tenant_makes_opens_one_module_or_both,
    a_change_of_authority_counts_from_the_next_log_in_on,
    what_was_granted_until_a_time_ends_in_an_open_session_too,
    under_other_rules_what_the_log_in_kept_counts_no_more,
}

const ROUTING: &str = "routing.view";
const SUPPLIER: &str = "supplier_direct.view";

async fn log_in(system: &System) -> Client {
    system.visitor().log_in("bendler", OTHER).await
}

/// OB-2: access to one of the modules, or to both.
async fn a_role_that_the_tenant_makes_opens_one_module_or_both(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    role(&ana, "router", &[ROUTING, "routing.configure"]).await;
    role(&ana, "supplier", &[SUPPLIER]).await;
    let ben = settled(&system, &ana, "bendler", &json!({ "roles": ["router"] })).await;
    let one = ["routing.configure", ROUTING];
    assert_eq!(may(&log_in(&system).await).await, one);
    set_roles(&ana, id(&ben), &json!(["supplier"])).await;
    assert_eq!(may(&log_in(&system).await).await, [SUPPLIER]);
    set_roles(&ana, id(&ben), &json!(["supplier", "router"])).await;
    let both = ["routing.configure", ROUTING, SUPPLIER];
    assert_eq!(may(&log_in(&system).await).await, both);
    set_roles(&ana, id(&ben), &json!([])).await;
    assert!(may(&log_in(&system).await).await.is_empty());
}

/// P-83 as OBx-8 has it: neither another role nor other permissions of a role change an open session.
async fn a_change_of_authority_counts_from_the_next_log_in_on(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    role(&ana, "reader", &["users.read"]).await;
    let ben = settled(&system, &ana, "bendler", &json!({ "roles": ["reader"] })).await;
    let open = log_in(&system).await;
    patch_role(&ana, "reader", &json!({ "permissions": [ROUTING] })).await;
    assert_eq!(may(&open).await, ["users.read"]);
    open.get("/users").await.expect(200);
    let next = log_in(&system).await;
    assert_eq!(may(&next).await, [ROUTING]);
    next.get("/users").await.expect_problem(403, "forbidden");

    set_roles(&ana, id(&ben), &json!(["system_admin"])).await;
    next.get("/users").await.expect_problem(403, "forbidden");
    let admin = log_in(&system).await;
    admin.get("/users").await.expect(200);
    set_roles(&ana, id(&ben), &json!([])).await;
    admin.get("/users").await.expect(200);
    // Whoever is to lose it now is logged out.
    let sessions = format!("/users/{}/sessions", id(&ben));
    ana.delete(&sessions).await.expect(204);
    admin.get("/users").await.expect(401);
    let next = log_in(&system).await;
    next.get("/users").await.expect_problem(403, "forbidden");
}

/// P-83: the next log-in is waited for by changes, not by time.
async fn what_was_granted_until_a_time_ends_in_an_open_session_too(database: Database) {
    let system = System::with_clock("order_broker", database).await;
    let ana = system.admin().await;
    role(&ana, "reader", &["users.read"]).await;
    let ben = settled(&system, &ana, "bendler", &json!({})).await;
    let bounded = json!([{ "role": "reader", "until": in_minutes(10) }]);
    set_roles(&ana, id(&ben), &bounded).await;
    let open = log_in(&system).await;
    system.pass_minutes(8);
    open.get("/users").await.expect(200);
    // A longer time waits for the next log-in as well.
    set_roles(&ana, id(&ben), &json!(["reader"])).await;
    system.pass_minutes(3);
    open.get("/users").await.expect_problem(403, "forbidden");
    log_in(&system).await.get("/users").await.expect(200);
}

/// P-83: a session that was opened under these rules before does not bring back what was taken away meanwhile.
async fn under_other_rules_what_the_log_in_kept_counts_no_more(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    role(&ana, "reader", &["users.read"]).await;
    let ben = settled(&system, &ana, "bendler", &json!({ "roles": ["reader"] })).await;
    let open = log_in(&system).await;
    set_roles(&ana, id(&ben), &json!([])).await;
    open.get("/users").await.expect(200);
    for effect in ["immediate", "next_log_in"] {
        system
            .change_rules(&ana, "/roles/effective", json!(effect))
            .await;
        open.get("/users").await.expect_problem(403, "forbidden");
    }
}
