//! Shopp OMS, "Users".

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    system::{ADMIN, PASSWORD, System, column, id, patch, shown_token},
};
use serde_json::{Value, json};

on_both_databases! {
    an_invitation_asks_for_an_address_of_5_to_50_characters_and_for_nothing_else,
    whoever_is_invited_stands_pending_on_top_of_the_list_until_he_accepts,
    whoever_never_answers_stays_pending,
    the_list_is_searched_by_address_and_names_and_sorted_by_every_column,
    the_list_is_for_organization_admins,
    an_organization_admin_changes_no_status_but_a_system_administrator_does,
    nobody_sets_pending,
    deleting_is_a_status_that_stays_in_the_list,
    the_address_stays_as_it_was_but_names_and_phone_change,
    the_role_is_a_badge_that_no_organization_admin_changes,
    whoever_invites_invites_into_the_organization_in_which_he_works,
}

async fn invite(by: &Client, email: &str) -> Value {
    let body = json!({ "email": email });
    by.post("/users", &body).await.expect(201).body
}

/// Somebody with this role who has accepted the invitation.
async fn member(system: &System, by: &Client, email: &str, roles: &Value) -> (Value, Client) {
    let body = json!({ "email": email, "roles": roles });
    let user = by.post("/users", &body).await.expect(201).body;
    let client = system.accept(email, &shown_token(&user)).await;
    (user, client)
}

async fn organization_admin(system: &System, by: &Client) -> Client {
    let roles = json!(["organization_admin"]);
    member(system, by, "olga@example.com", &roles).await.1
}

/// SH-13, SH-15, SH-16, SH-19: an invitation takes an e-mail address of 5 to 50 characters; it is all there is.
async fn an_invitation_asks_for_an_address_of_5_to_50_characters_and_for_nothing_else(
    database: Database,
) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    let fifty = format!("{}@example.com", "n".repeat(38));
    for email in ["a@b.c", &fifty] {
        let user = invite(&ana, email).await;
        assert_eq!(user["email"], *email);
        assert_eq!(user["first_name"], Value::Null);
    }
    for email in ["a@b", "a@bc", &format!("n{fifty}")] {
        let refused = ana.post("/users", &json!({ "email": email })).await;
        let refused = refused.expect_problem(422, "validation");
        assert_eq!(refused.body["errors"][0]["pointer"], "/email", "{email}");
    }
    let without = ana.post("/users", &json!({ "first_name": "Ben" })).await;
    let without = without.expect_problem(422, "validation");
    assert_eq!(without.body["errors"][0]["pointer"], "/email");
    assert_eq!(column(&ana, "/users", "email").await.len(), 3);
}

/// SH-4, SH-9, SH-12, SH-17, SH-18, SH-34: `US` before the number, the newest on top, Pending until accepted.
async fn whoever_is_invited_stands_pending_on_top_of_the_list_until_he_accepts(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    invite(&ana, "zoe@example.com").await;
    let ben = invite(&ana, "a@b.c").await;
    let newest_first = ["a@b.c", "zoe@example.com", ADMIN.0];
    assert_eq!(column(&ana, "/users", "email").await, newest_first);
    assert_eq!(
        column(&ana, "/users", "status").await,
        ["pending", "pending", "active"]
    );
    assert_eq!(
        column(&ana, "/users", "number").await,
        ["US3", "US2", "US1"]
    );
    assert!(ben["created_at"].is_string(), "{ben}");
    assert_eq!(ana.user("US3").await["id"], ben["id"]);

    let token = shown_token(&ben);
    for _ in 0..2 {
        system.open(&token).await.expect(200);
        assert_eq!(ana.user(id(&ben)).await["status"], "pending");
    }
    system.accept("a@b.c", &token).await;
    assert_eq!(ana.user(id(&ben)).await["status"], "active");
}

/// SH-18, SH-34, SH-41: days later he is Pending still; the old link is dead and nobody is told.
async fn whoever_never_answers_stays_pending(database: Database) {
    let system = System::with_clock("shopp", database).await;
    let ben = invite(&system.admin().await, "ben@example.com").await;
    let token = system.mailed_token("ben@example.com", "/invite/").await;
    system.pass_minutes(7 * 24 * 60 - 5);
    system.open(&token).await.expect(200);
    system.pass_minutes(5);
    let late = system.try_accept(&token, PASSWORD).await;
    late.expect_problem(410, "link_expired");
    let ana = system.admin().await;
    let ben = ana.user(id(&ben)).await;
    assert_eq!(
        (&ben["status"], &ben["invitation"]["status"]),
        (&json!("pending"), &json!("expired"))
    );
    assert_eq!(system.mails_to("ben@example.com", 1).await.len(), 1);
    assert!(system.mails_to(ADMIN.0, 0).await.is_empty());
}

/// SH-3, SH-5, SH-6, SH-7, SH-10, SH-11: one bar over address and names; each column sorts both ways.
async fn the_list_is_searched_by_address_and_names_and_sorted_by_every_column(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    let (rosa, ben) = ("abc@example.com", "ben@harbor.example");
    let mut last = Value::Null;
    for (email, first, last_name, phone) in [
        (rosa, "Rosa", "Adler", "+49 30 111"),
        (ben, "Ben", "Castillo", "+49 30 222"),
    ] {
        let body = json!({
            "email": email, "first_name": first, "last_name": last_name, "phone": phone,
        });
        last = ana.post("/users", &body).await.expect(201).body;
    }
    for (q, found) in [
        ("HARBOR", vec!["Ben"]),
        ("osa", vec!["Rosa"]),
        ("casti", vec!["Ben"]),
        ("abc@", vec!["Rosa"]),
        ("222", vec![]),
    ] {
        let list = format!("/users?q={q}");
        assert_eq!(column(&ana, &list, "first_name").await, found, "{q}");
    }

    let off = format!("/users/{}/deactivate", id(&last));
    ana.act(&off).await.expect(200);
    // Each column has an order of its own, so that none passes for another.
    for (sort, order) in [
        ("id", [ADMIN.0, rosa, ben]),
        ("created_at", [ADMIN.0, rosa, ben]),
        ("email", [rosa, ADMIN.0, ben]),
        ("status", [ADMIN.0, ben, rosa]),
    ] {
        assert_sorted(&ana, sort, &order).await;
    }
    // The administrator has no name.
    assert_sorted(&ana, "first_name", &[ben, rosa]).await;
    assert_sorted(&ana, "last_name", &[rosa, ben]).await;
}

/// The list in this order, and backwards; whom the order does not name stands anywhere.
async fn assert_sorted(by: &Client, sort: &str, order: &[&str]) {
    for (sign, backwards) in [("", false), ("-", true)] {
        let mut emails = column(by, &format!("/users?sort={sign}{sort}"), "email").await;
        emails.retain(|email| order.contains(&email.as_str()));
        if backwards {
            emails.reverse();
        }
        assert_eq!(emails, order, "{sign}{sort}");
    }
}

/// SH-1, SH-2, SH-37, SH-38: the page is the organization admins'; a user without a role is in, but not there.
async fn the_list_is_for_organization_admins(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    let olga = organization_admin(&system, &ana).await;
    let (ben, plain) = member(&system, &ana, "ben@example.com", &json!([])).await;
    assert_eq!(column(&olga, "/users", "email").await.len(), 3);
    olga.get(&format!("/users/{}", id(&ben))).await.expect(200);
    assert_eq!(plain.get("/me").await.expect(200).body["roles"], json!([]));
    plain.get("/users").await.expect_problem(403, "forbidden");
    let invitation = json!({ "email": "eva@example.com" });
    plain
        .post("/users", &invitation)
        .await
        .expect_problem(403, "forbidden");
}

/// SH-26, SH-27, SH-32, SH-33, SH-39, SH-41: the status is the system administrators'; Inactive keeps a user out.
async fn an_organization_admin_changes_no_status_but_a_system_administrator_does(
    database: Database,
) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    let olga = organization_admin(&system, &ana).await;
    let (ben, session) = member(&system, &ana, "ben@example.com", &json!([])).await;
    let path = format!("/users/{}", id(&ben));
    for act in ["deactivate", "activate"] {
        let act = format!("{path}/{act}");
        olga.act(&act).await.expect_problem(403, "forbidden");
    }
    olga.delete(&path).await.expect_problem(403, "forbidden");
    assert_eq!(ana.user(id(&ben)).await["status"], "active");

    let off = ana.act(&format!("{path}/deactivate")).await.expect(200);
    assert_eq!(off.body["status"], "inactive");
    session.get("/me").await.expect_problem(401, "unauthorized");
    let refused = system.visitor().try_log_in("ben@example.com", PASSWORD);
    refused.await.expect_problem(401, "login_failed");
    let on = ana.act(&format!("{path}/activate")).await.expect(200);
    assert_eq!(on.body["status"], "active");
    system.visitor().log_in("ben@example.com", PASSWORD).await;
}

/// SH-35, SH-40: Pending is no status that anybody gives, by no field and by no action.
async fn nobody_sets_pending(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    let olga = organization_admin(&system, &ana).await;
    let (ben, _) = member(&system, &ana, "ben@example.com", &json!([])).await;
    for by in [&ana, &olga] {
        let set = patch(by, id(&ben), &json!({ "status": "pending" })).await;
        let set = set.expect_problem(422, "validation");
        assert_eq!(set.body["errors"][0]["pointer"], "/status");
        let fresh = json!({ "email": "eva@example.com", "status": "pending" });
        by.post("/users", &fresh)
            .await
            .expect_problem(422, "validation");
        let again = by.act(&format!("/users/{}/invitation", id(&ben))).await;
        assert!(again.status.is_client_error(), "{}", again.text);
    }
    let eva = invite(&ana, "eva@example.com").await;
    let path = format!("/users/{}", id(&eva));
    ana.act(&format!("{path}/deactivate")).await.expect(200);
    // She never had a password, and here there is no way back to Pending.
    ana.act(&format!("{path}/activate"))
        .await
        .expect_problem(409, "policy_forbids");
    let statuses =
        [id(&ben), id(&eva)].map(|user| async { ana.user(user).await["status"].clone() });
    let [ben, eva] = statuses;
    assert_eq!((ben.await, eva.await), (json!("active"), json!("inactive")));
}

/// SH-36, SH-40, SH-41: who is deleted stays in the list as Deleted, and comes back Inactive.
async fn deleting_is_a_status_that_stays_in_the_list(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    let (ben, _) = member(&system, &ana, "ben@example.com", &json!([])).await;
    let path = format!("/users/{}", id(&ben));
    let gone = ana.delete(&path).await;
    assert!(gone.status.is_success(), "{}", gone.text);
    assert_eq!(
        column(&ana, "/users", "status").await,
        ["deleted", "active"]
    );
    let refused = system.visitor().try_log_in("ben@example.com", PASSWORD);
    refused.await.expect_problem(401, "login_failed");
    // The address is not free for somebody else.
    ana.post("/users", &json!({ "email": "ben@example.com" }))
        .await
        .expect_problem(409, "deleted_exists");
    let back = ana.act(&format!("{path}/restore")).await.expect(200);
    assert_eq!(back.body["status"], "inactive");
}

/// SH-25, SH-28, SH-29, SH-30, SH-31: names and phone are edited, the address never is.
async fn the_address_stays_as_it_was_but_names_and_phone_change(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    let olga = organization_admin(&system, &ana).await;
    let (ben, own) = member(&system, &ana, "ben@example.com", &json!([])).await;
    let elsewhere = json!({ "email": "benjamin@example.com" });
    for by in [&ana, &olga] {
        let change = patch(by, id(&ben), &elsewhere).await;
        change.expect_problem(422, "immutable_field");
    }
    let me = own.get("/me").await.expect(200);
    let tag = [("if-match", me.header("etag"))];
    own.send(reqwest::Method::PATCH, "/me", &tag, Some(&elsewhere))
        .await
        .expect_problem(422, "immutable_field");

    let words = json!({ "first_name": "Ben", "last_name": "Adler", "phone": "+49 30 222" });
    let changed = patch(&olga, id(&ben), &words).await.expect(200).body;
    for (field, value) in words.as_object().unwrap() {
        assert_eq!(changed[field], *value);
    }
    assert_eq!(changed["email"], "ben@example.com");
    let created = patch(
        &olga,
        id(&ben),
        &json!({ "created_at": "2020-01-01T00:00:00Z" }),
    )
    .await;
    created.expect_problem(422, "validation");
}

/// SH-22: the role shows, and no organization admin changes it.
async fn the_role_is_a_badge_that_no_organization_admin_changes(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    let olga = organization_admin(&system, &ana).await;
    let (ben, _) = member(&system, &ana, "ben@example.com", &json!([])).await;
    let path = format!("/users/{}/roles", id(&ben));
    let roles = json!({ "roles": ["organization_admin"] });
    olga.put(&path, &roles)
        .await
        .expect_problem(409, "policy_forbids");
    assert_eq!(ana.user(id(&ben)).await["roles"], json!([]));
    let badge = olga.get("/me").await.expect(200).body["roles"][0]["role"].clone();
    assert_eq!(badge, "organization_admin");
}

/// SH-14: the organization of an invitation is filled in with the one in which one works, and cannot be chosen.
async fn whoever_invites_invites_into_the_organization_in_which_he_works(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    let mut houses = Vec::new();
    for name in ["North", "South"] {
        let house = ana.post("/organizations", &json!({ "name": name })).await;
        houses.push(id(&house.expect(201).body).to_owned());
    }
    let [north, south] = houses.as_slice() else {
        panic!("{houses:?}");
    };
    let current = "/sessions/current/organization";
    let nowhere = invite(&ana, "nina@example.com").await;
    assert_eq!(nowhere["organizations"], json!([]));
    ana.put(current, &json!({ "organization": north }))
        .await
        .expect(200);
    let role = json!([{ "role": "organization_admin", "organization": north }]);
    let (olga, northern) = member(&system, &ana, "olga@example.com", &role).await;
    assert_eq!(olga["organizations"], json!([north]));
    let ben = invite(&northern, "ben@example.com").await;
    assert_eq!(ben["organizations"], json!([north]));
    for (who, email) in [(&ana, "cleo@example.com"), (&northern, "dan@example.com")] {
        let other = json!({ "email": email, "organization": south });
        let refused = who
            .post("/users", &other)
            .await
            .expect_problem(422, "validation");
        let wrong = refused.body["errors"][0].clone();
        assert_eq!(
            (&wrong["pointer"], &wrong["code"]),
            (&json!("/organization"), &json!("read_only"))
        );
        let same = json!({ "email": email, "organization": north });
        let user = who.post("/users", &same).await.expect(201).body;
        assert_eq!(user["organizations"], json!([north]));
    }
    let both = json!({ "organizations": [north, south] });
    ana.put(&format!("/users/{}/organizations", id(&olga)), &both)
        .await
        .expect(200);
    ana.put(current, &json!({ "organization": south }))
        .await
        .expect(200);
    let eve = invite(&ana, "eve@example.com").await;
    assert_eq!(eve["organizations"], json!([south]));
    ana.put(current, &json!({ "organization": null }))
        .await
        .expect(200);
    let unchosen = json!({ "email": "fay@example.com", "organization": south });
    let refused = ana
        .post("/users", &unchosen)
        .await
        .expect_problem(422, "validation");
    assert_eq!(refused.body["errors"][0]["code"], "read_only");
}
