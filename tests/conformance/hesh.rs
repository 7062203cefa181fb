//! Hesh, "Managing users".

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    process::token_after,
    system::{ADMIN, OTHER, PASSWORD, System, column, id, patch, shown_token},
};
use serde_json::{Value, json};

on_both_databases! {
    who_is_added_is_pending_with_the_least_permission_and_gets_a_mail,
    a_link_is_opened_many_times_and_accepted_once,
    after_24_hours_the_link_is_dead_and_the_administrator_gets_a_new_one_that_works,
    an_invitation_is_sent_again_while_pending_only,
    the_administrators_password_makes_active_and_kills_the_link,
    deactivating_who_is_pending_kills_the_link,
    nobody_is_deleted_but_who_rested_is_the_same_user_again,
    an_active_users_password_is_changed_by_hand_or_by_a_mailed_link,
    names_phone_and_external_id_are_edited_but_the_address_is_not,
    the_list_is_sorted_filtered_and_searched,
}

const HOURS: u64 = 60;

async fn add(by: &Client, email: &str) -> Value {
    let body = json!({ "email": email, "first_name": "Ben", "last_name": "Adler" });
    by.post("/users", &body).await.expect(201).body
}

/// Somebody who has accepted the invitation.
async fn member(system: &System, by: &Client, email: &str) -> Value {
    let user = add(by, email).await;
    system.accept(email, &shown_token(&user)).await;
    by.user(id(&user)).await
}

/// HE-2, HE-3, HE-6, HE-10: Pending with `product.view`, and an invitation goes out by itself.
async fn who_is_added_is_pending_with_the_least_permission_and_gets_a_mail(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let ben = add(&ana, "ben@example.com").await;
    assert_eq!(ben["status"], "pending");
    let names = ben["roles"].as_array().unwrap().iter();
    let names = names.map(|role| role["role"].as_str().unwrap());
    assert_eq!(names.collect::<Vec<_>>(), ["product.view"]);
    let token = system.mailed_token("ben@example.com", "/invite/").await;
    assert_eq!(token, shown_token(&ben));
    let session = system.accept("ben@example.com", &token).await;
    session.get("/users").await.expect_problem(403, "forbidden");
    let log_in = system.visitor().try_log_in("ben@example.com", PASSWORD);
    let permissions = log_in.await.expect(201).body["permissions"].clone();
    assert_eq!(permissions, json!(["product.view"]));
}

/// HE-13, HE-17: opening a link consumes nothing; setting the password does, and makes Active.
async fn a_link_is_opened_many_times_and_accepted_once(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let ben = add(&ana, "ben@example.com").await;
    let token = system.mailed_token("ben@example.com", "/invite/").await;
    for _ in 0..2 {
        system.open(&token).await.expect(200);
        assert_eq!(ana.user(id(&ben)).await["status"], "pending");
    }
    let accepted = system.try_accept(&token, PASSWORD);
    assert_eq!(accepted.await.expect(200).body["status"], "active");
    system.visitor().log_in("ben@example.com", PASSWORD).await;
    let again = system.try_accept(&token, OTHER);
    again.await.expect_problem(410, "link_invalid");
    system.visitor().log_in("ben@example.com", PASSWORD).await;
}

/// HE-12, HE-16: a link lives 24 hours; then the administrator is mailed a new one, and it works.
async fn after_24_hours_the_link_is_dead_and_the_administrator_gets_a_new_one_that_works(
    database: Database,
) {
    let system = System::with_clock("hesh", database).await;
    let ben = add(&system.admin().await, "ben@example.com").await;
    let first = system.mailed_token("ben@example.com", "/invite/").await;
    system.pass_minutes(24 * HOURS - 5);
    system.open(&first).await.expect(200);
    system.pass_minutes(5);
    // Also when it was replaced already, as soon as somebody noticed.
    for late in [
        system.open(&first).await,
        system.try_accept(&first, PASSWORD).await,
    ] {
        late.expect_problem(410, "link_expired");
    }

    let fresh = system.mailed_token(ADMIN.0, "/invite/").await;
    assert_ne!(fresh, first);
    let mailed = system.mails_to("ben@example.com", 1).await;
    assert_eq!(mailed.len(), 1, "the new link is the administrator's only");
    let old = system.try_accept(&first, PASSWORD).await;
    old.expect_problem(410, "link_expired");
    system.accept("ben@example.com", &fresh).await;
    let ana = system.admin().await;
    assert_eq!(ana.user(id(&ben)).await["status"], "active");
}

/// HE-11: the invitation of a Pending user is sent again; somebody else's is not.
async fn an_invitation_is_sent_again_while_pending_only(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let ben = add(&ana, "ben@example.com").await;
    let send = format!("/users/{}/invitation", id(&ben));
    // What is not sent yet is not sent any more once there is a new link.
    system.mails_to("ben@example.com", 1).await;
    let again = ana.act(&send).await.expect(200).body;
    let mails = system.mails_to("ben@example.com", 2).await;
    let newest = mails.last().and_then(|mail| token_after(mail, "/invite/"));
    assert_eq!(newest, Some(shown_token(&again)));
    assert_ne!(shown_token(&ben), shown_token(&again));
    system.accept("ben@example.com", &shown_token(&again)).await;
    ana.act(&send)
        .await
        .expect_problem(409, "invalid_transition");
}

/// HE-14, HE-28, HE-35: an administrator creates the password of a Pending user, who is Active then.
async fn the_administrators_password_makes_active_and_kills_the_link(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let ben = add(&ana, "ben@example.com").await;
    let token = shown_token(&ben);
    system.open(&token).await.expect(200);
    let path = format!("/users/{}/password", id(&ben));
    let password = json!({ "password": PASSWORD });
    ana.put(&path, &password).await.expect(200);
    let active = ana.user(id(&ben)).await;
    assert_eq!(active["status"], "active");
    assert_eq!(active["must_change_password"], false);
    let opened = system.open(&token).await;
    opened.expect_problem(410, "link_invalid");
    let accepted = system.try_accept(&token, OTHER);
    accepted.await.expect_problem(410, "link_invalid");
    system.visitor().log_in("ben@example.com", PASSWORD).await;
}

/// HE-15, HE-23, HE-59: from Pending to Inactive the link dies; back he is Pending again, with a new one.
async fn deactivating_who_is_pending_kills_the_link(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let ben = add(&ana, "ben@example.com").await;
    let path = format!("/users/{}", id(&ben));
    let off = ana.act(&format!("{path}/deactivate")).await.expect(200);
    assert_eq!(off.body["status"], "inactive");
    let old = shown_token(&ben);
    let opened = system.open(&old).await;
    opened.expect_problem(410, "link_invalid");
    let on = ana.act(&format!("{path}/activate")).await.expect(200).body;
    assert_eq!(on["status"], "pending");
    let opened = system.open(&old).await;
    opened.expect_problem(410, "link_invalid");
    system.accept("ben@example.com", &shown_token(&on)).await;
}

/// HE-24, HE-25, HE-51, HE-52: nobody is deleted; access comes back with the same profile.
async fn nobody_is_deleted_but_who_rested_is_the_same_user_again(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let before = member(&system, &ana, "ben@example.com").await;
    let path = format!("/users/{}", id(&before));
    ana.delete(&path)
        .await
        .expect_problem(409, "policy_forbids");
    let session = system.visitor().log_in("ben@example.com", PASSWORD).await;
    let off = ana.act(&format!("{path}/deactivate")).await.expect(200);
    assert_eq!(off.body["status"], "inactive");
    session.get("/me").await.expect_problem(401, "unauthorized");
    let refused = system.visitor().try_log_in("ben@example.com", PASSWORD);
    refused.await.expect_problem(401, "login_failed");
    ana.act(&format!("{path}/activate")).await.expect(200);
    let after = ana.user(id(&before)).await;
    for field in ["id", "number", "email", "first_name", "roles", "created_at"] {
        assert_eq!(after[field], before[field], "{field}");
    }
    assert_eq!(after["status"], "active");
    system.visitor().log_in("ben@example.com", PASSWORD).await;
}

/// HE-29, HE-30: the password of who is not Pending is changed by hand, or by a link to the user's address.
async fn an_active_users_password_is_changed_by_hand_or_by_a_mailed_link(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let ben = member(&system, &ana, "ben@example.com").await;
    let path = format!("/users/{}", id(&ben));
    let by_hand = json!({ "password": OTHER });
    ana.put(&format!("{path}/password"), &by_hand)
        .await
        .expect(200);
    let former = system.visitor().try_log_in("ben@example.com", PASSWORD);
    former.await.expect_problem(401, "login_failed");
    system.visitor().log_in("ben@example.com", OTHER).await;

    let sent = ana.act(&format!("{path}/password-reset")).await;
    assert!(sent.status.is_success(), "{}", sent.text);
    let token = system
        .mailed_token("ben@example.com", "/password/reset/")
        .await;
    let reset = format!("/password-resets/{token}");
    let body = json!({ "password": PASSWORD });
    system.visitor().post(&reset, &body).await.expect(204);
    system.visitor().log_in("ben@example.com", PASSWORD).await;
}

/// HE-53, HE-54: first name, last name, phone and external id are edited; the address cannot be changed.
async fn names_phone_and_external_id_are_edited_but_the_address_is_not(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let ben = add(&ana, "ben@example.com").await;
    let words = json!({
        "first_name": "Eva", "last_name": "Brandt", "phone": "+49 30 222", "external_id": "W-17",
    });
    let changed = patch(&ana, id(&ben), &words).await.expect(200).body;
    for (field, value) in words.as_object().unwrap() {
        assert_eq!(changed[field], *value);
    }
    let elsewhere = json!({ "email": "eva@example.com" });
    let refused = patch(&ana, id(&ben), &elsewhere).await;
    refused.expect_problem(422, "immutable_field");
    assert_eq!(ana.user(id(&ben)).await["email"], "ben@example.com");
}

/// HE-43, HE-44, HE-45, HE-46, HE-47, HE-48, HE-50, HE-55: by name, status and date; by status; by keyword.
async fn the_list_is_sorted_filtered_and_searched(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let ids = [
        ("zoe@example.com", "Zoe"),
        ("carl@harbor.example", "Carl"),
        ("dora@example.com", "Dora"),
    ];
    let mut users = Vec::new();
    for (email, first) in ids {
        let body = json!({ "email": email, "first_name": first, "last_name": "Adler" });
        users.push(ana.post("/users", &body).await.expect(201).body);
    }
    let dora = format!("/users/{}/deactivate", id(&users[2]));
    ana.act(&dora).await.expect(200);

    let name = |list: &'static str| column(&ana, list, "first_name");
    assert_eq!(
        name("/users?sort=created_at").await,
        ["-", "Zoe", "Carl", "Dora"]
    );
    assert_eq!(
        name("/users?sort=-created_at").await,
        ["Dora", "Carl", "Zoe", "-"]
    );
    let by_name = name("/users?sort=name").await;
    let named = |names: Vec<String>| {
        names
            .into_iter()
            .filter(|name| name != "-")
            .collect::<Vec<_>>()
    };
    assert_eq!(named(by_name), ["Carl", "Dora", "Zoe"]);
    assert_eq!(
        named(name("/users?sort=-name").await),
        ["Zoe", "Dora", "Carl"]
    );
    let status = |list: &'static str| column(&ana, list, "status");
    let a_to_z = ["active", "inactive", "pending", "pending"];
    assert_eq!(status("/users?sort=status").await, a_to_z);
    let mut z_to_a = a_to_z;
    z_to_a.reverse();
    assert_eq!(status("/users?sort=-status").await, z_to_a);

    assert_eq!(name("/users?status=active").await, ["-"]);
    assert_eq!(name("/users?status=inactive").await, ["Dora"]);
    assert_eq!(named(name("/users?status=pending").await).len(), 2);
    assert_eq!(status("/users").await.len(), 4);
    assert_eq!(name("/users?q=harbor").await, ["Carl"]);
    assert_eq!(name("/users?q=DOR").await, ["Dora"]);
}
