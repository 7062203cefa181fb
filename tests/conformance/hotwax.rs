//! HotWax OMS, "Manage Users".

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    system::{OTHER, PASSWORD, System, column, id, patch},
};
use serde_json::{Value, json};

on_both_databases! {
    too_many_wrong_passwords_block_until_somebody_unblocks,
    an_administrator_blocks_and_unblocks_a_log_in,
    an_administrator_sets_a_password_directly,
    a_reset_link_goes_to_the_address_on_file_and_needs_one,
    contact_details_are_updated,
    roles_are_changed_at_any_time_and_count_at_once,
    users_are_found_by_name_role_and_status,
    nobody_is_invited_or_deleted,
}

const WRONG: &str = "not the password 4!";
const DAYS: u64 = 24 * 60;

async fn create(by: &Client, username: &str, more: &Value) -> Value {
    let mut body = json!({
        "username": username, "first_name": "Ben", "last_name": "Adler",
        "credential": { "type": "password", "password": PASSWORD },
    });
    for (field, value) in more.as_object().unwrap() {
        body[field] = value.clone();
    }
    by.post("/users", &body).await.expect(201).body
}

/// HW-9, HW-11, HW-12, HW-13, HW-15: three wrong passwords block; the right one fails until somebody unblocks.
async fn too_many_wrong_passwords_block_until_somebody_unblocks(database: Database) {
    let system = System::with_clock("hotwax", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "ben", &json!({})).await;
    let visitor = system.visitor();
    for times in 1..=3 {
        assert_eq!(ana.user(id(&ben)).await["status"], "active", "{times}");
        let wrong = visitor.try_log_in("ben", WRONG).await;
        wrong.expect_problem(401, "login_failed");
    }
    let blocked = ana.user(id(&ben)).await;
    assert_eq!(
        (&blocked["status"], &blocked["status_detail"]["cause"]),
        (&json!("blocked"), &json!("lockout"))
    );
    let right = visitor.try_log_in("ben", PASSWORD).await;
    right.expect_problem(401, "login_failed");
    system.pass_minutes(30 * DAYS);
    let right = visitor.try_log_in("ben", PASSWORD).await;
    right.expect_problem(401, "login_failed");

    let ana = system.admin().await;
    let unblock = format!("/users/{}/unblock", id(&ben));
    assert_eq!(ana.act(&unblock).await.expect(200).body["status"], "active");
    visitor.log_in("ben", PASSWORD).await;
    // The count begins anew: one slip blocks nobody.
    ana.act(&unblock).await.expect(200);
    visitor.try_log_in("ben", WRONG).await.expect(401);
    visitor.log_in("ben", PASSWORD).await;
}

/// HW-8, HW-9, HW-13, HW-14, HW-15: a block takes the log-in away, unblocking gives it back.
async fn an_administrator_blocks_and_unblocks_a_log_in(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "ben", &json!({})).await;
    let path = format!("/users/{}", id(&ben));
    let session = system.visitor().log_in("ben", PASSWORD).await;
    let reason = json!({ "reason": "A lost scanner" });
    let blocked = ana.post(&format!("{path}/block"), &reason).await;
    assert_eq!(blocked.expect(200).body["status"], "blocked");
    session.get("/me").await.expect_problem(401, "unauthorized");
    let refused = system.visitor().try_log_in("ben", PASSWORD).await;
    refused.expect_problem(401, "login_failed");
    let again = ana.act(&format!("{path}/unblock")).await.expect(200).body;
    for field in ["id", "username", "first_name", "roles"] {
        assert_eq!(again[field], ben[field], "{field}");
    }
    system.visitor().log_in("ben", PASSWORD).await;
}

/// HW-16, HW-18: an administrator sets a new password, and only that one works.
async fn an_administrator_sets_a_password_directly(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "ben", &json!({})).await;
    let password = json!({ "password": OTHER });
    let path = format!("/users/{}/password", id(&ben));
    ana.put(&path, &password).await.expect(200);
    let former = system.visitor().try_log_in("ben", PASSWORD).await;
    former.expect_problem(401, "login_failed");
    let session = system.visitor().log_in("ben", OTHER).await;
    // Setting passwords is the administrators'.
    session
        .put(&path, &json!({ "password": PASSWORD }))
        .await
        .expect(403);
}

/// HW-19, HW-20, HW-22, HW-23: without an address there is no mail; with one there is one, with a link that works.
async fn a_reset_link_goes_to_the_address_on_file_and_needs_one(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "ben", &json!({})).await;
    let send = format!("/users/{}/password-reset", id(&ben));
    ana.act(&send).await.expect_problem(409, "no_email");
    let address = json!({ "email": "ben@example.com" });
    let changed = patch(&ana, id(&ben), &address).await.expect(200);
    assert_eq!(changed.body["email"], "ben@example.com");
    ana.act(&send).await.expect(200);
    let token = system
        .mailed_token("ben@example.com", "/password/reset/")
        .await;
    let mails = system.mails_to("ben@example.com", 1).await;
    let links = mails
        .iter()
        .filter(|mail| mail.contains("/password/reset/"));
    assert_eq!(links.count(), 1, "{mails:?}");
    let reset = format!("/password-resets/{token}");
    let body = json!({ "password": OTHER });
    system.visitor().post(&reset, &body).await.expect(204);
    system.visitor().log_in("ben", OTHER).await;
}

/// HW-21, HW-22, HW-24: e-mail, phone and external id are updated, at once and without confirmation.
async fn contact_details_are_updated(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "ben", &json!({ "email": "ben@example.com" })).await;
    let contact = json!({
        "email": "b.adler@example.com", "phone": "+49 30 222", "external_id": "COMM-17",
    });
    patch(&ana, id(&ben), &contact).await.expect(200);
    let now = ana.user(id(&ben)).await;
    for (field, value) in contact.as_object().unwrap() {
        assert_eq!(now[field], *value);
    }
    // The address is contact only, so two may share it.
    create(&ana, "eva", &json!({ "email": "b.adler@example.com" })).await;
}

/// HW-25, HW-26: a role is given and taken at any time, and counts at the next request.
async fn roles_are_changed_at_any_time_and_count_at_once(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "ben", &json!({})).await;
    let session = system.visitor().log_in("ben", PASSWORD).await;
    session.get("/users").await.expect_problem(403, "forbidden");
    let path = format!("/users/{}/roles", id(&ben));
    let roles = json!({ "roles": ["organization_admin"] });
    ana.put(&path, &roles).await.expect(200);
    session.get("/users").await.expect(200);
    ana.put(&path, &json!({ "roles": [] })).await.expect(200);
    session.get("/users").await.expect_problem(403, "forbidden");
}

/// HW-3, HW-4, HW-5: the list is searched by name and filtered by clearance and status.
async fn users_are_found_by_name_role_and_status(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let rosa = json!({ "first_name": "Rosa", "last_name": "Castillo" });
    let rosa = create(&ana, "picker7", &rosa).await;
    let roles = json!({ "roles": ["organization_admin"] });
    create(&ana, "ben", &roles).await;
    let path = format!("/users/{}", id(&rosa));
    let username = |list: &'static str| column(&ana, list, "username");
    for q in ["ros", "CASTI"] {
        let found = column(&ana, &format!("/users?q={q}"), "username").await;
        assert_eq!(found, ["picker7"], "{q}");
    }
    assert_eq!(username("/users?role=organization_admin").await, ["ben"]);
    ana.act(&format!("{path}/deactivate")).await.expect(200);
    assert_eq!(username("/users?status=inactive").await, ["picker7"]);
    assert_eq!(username("/users?status=active&q=rosa").await, [""; 0]);
    assert_eq!(ana.get(&path).await.expect(200).body["id"], rosa["id"]);
}

/// HW-41: nobody is invited and nobody is deleted.
async fn nobody_is_invited_or_deleted(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "ben", &json!({})).await;
    let invitation = json!({
        "username": "eva", "email": "eva@example.com", "first_name": "Eva", "last_name": "Brandt",
        "credential": { "type": "invitation" },
    });
    let refused = ana.post("/users", &invitation).await;
    refused.expect_problem(409, "policy_forbids");
    let refused = ana.delete(&format!("/users/{}", id(&ben))).await;
    refused.expect_problem(409, "policy_forbids");
}
