//! Deleting and anonymizing.

use super::{create, settled};
use crate::{
    database::Database,
    on_both_databases,
    system::{OTHER, PASSWORD, System, column, id},
};
use serde_json::json;

on_both_databases! {
    an_administrator_is_not_deleted_but_others_are_and_their_ids_are_free,
    a_profile_with_orders_is_not_deleted,
    who_was_anonymized_shows_asterisks_and_still_logs_in,
}

/// OB-50, OB-51, OB-64: an administrator's profile stays; another's goes for good.
async fn an_administrator_is_not_deleted_but_others_are_and_their_ids_are_free(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let admin = create(&ana, "secondadm", &json!({ "roles": ["system_admin"] })).await;
    assert_eq!(admin["protected"], true);
    let shown = admin["actions"].as_array().unwrap();
    assert!(!shown.contains(&json!("delete")), "{shown:?}");
    let refused = ana.delete(&format!("/users/{}", id(&admin))).await;
    refused.expect_problem(409, "protected_user");

    let ben = create(&ana, "bendler", &json!({})).await;
    let path = format!("/users/{}", id(&ben));
    let gone = ana.delete(&path).await;
    assert!(gone.status.is_success(), "{}", gone.text);
    ana.get(&path).await.expect_problem(404, "not_found");
    let refused = system.visitor().try_log_in("bendler", PASSWORD).await;
    refused.expect_problem(401, "login_failed");
    let again = create(&ana, "bendler", &json!({})).await;
    assert_ne!(again["id"], ben["id"]);
}

/// OB-6, OB-7, OB-8, OB-32, OB-34, OB-54, OB-55, OB-58, OB-59, OB-60, OB-65: asterisks, in with the same authority, found by id.
async fn who_was_anonymized_shows_asterisks_and_still_logs_in(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let ben = json!({
        "display_name": "Ben Adler", "email": "ben@host.ext", "roles": ["organization_admin"],
    });
    let ben = settled(&system, &ana, "bendler", &ben).await;
    let username = |list: &'static str| column(&ana, list, "username");
    assert_eq!(username("/users?name=adler").await, ["bendler"]);
    assert_eq!(username("/users?email=host.ext").await, ["bendler"]);
    let path = format!("/users/{}", id(&ben));
    ana.act(&format!("{path}/anonymize")).await.expect(200);

    let masked = ana.user(id(&ben)).await;
    assert_eq!(
        (
            &masked["display_name"],
            &masked["email"],
            &masked["username"]
        ),
        (&json!("****"), &json!("****"), &json!("bendler"))
    );
    assert_eq!(masked["roles"], ben["roles"]);
    for list in [
        "/users?name=adler",
        "/users?name=Ben",
        "/users?email=host.ext",
    ] {
        assert_eq!(username(list).await, [""; 0], "{list}");
    }
    assert_eq!(username("/users?username=bend").await, ["bendler"]);
    let session = system.visitor().log_in("bendler", OTHER).await;
    session.get("/users").await.expect(200);
    ana.act(&format!("{path}/deactivate")).await.expect(200);
    let refused = system.visitor().try_log_in("bendler", OTHER).await;
    refused.expect_problem(401, "login_failed");

    let vendor = create(&ana, "vendor1", &json!({ "kind": "vendor" })).await;
    let path = format!("/users/{}/anonymize", id(&vendor));
    ana.act(&path).await.expect(200);
    let masked = ana.user(id(&vendor)).await;
    assert_eq!(
        (&masked["kind"], &masked["status"]),
        (&json!("vendor"), &json!("active"))
    );
}

/// OB-52: whoever has orders is not deleted, but disabled.
async fn a_profile_with_orders_is_not_deleted(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "bendler", &json!({ "email": "ben@host.ext" })).await;
    let eva = create(&ana, "evabrandt", &json!({ "email": "eva@host.ext" })).await;
    let order = json!({
        "order_id": "R-1", "email": "ben@host.ext", "placed_at": "2026-01-05T10:00:00Z",
    });
    ana.post("/orders", &order).await.expect(201);
    let path = format!("/users/{}", id(&ben));
    let orders = column(&ana, &format!("{path}/orders"), "order_id").await;
    assert_eq!(orders, ["R-1"]);
    ana.delete(&path).await.expect_problem(409, "has_history");
    let off = ana.act(&format!("{path}/deactivate")).await.expect(200);
    assert_eq!(off.body["status"], "inactive");
    let gone = ana.delete(&format!("/users/{}", id(&eva))).await;
    assert!(gone.status.is_success(), "{}", gone.text);
}
