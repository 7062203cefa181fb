//! Oracle Order Broker, "User Profiles".

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    system::{OTHER, PASSWORD, System, column, id, patch},
};
use serde_json::{Value, json};

mod removal;
mod roles;

on_both_databases! {
    a_user_id_has_5_to_10_characters_and_is_lower_case,
    a_profile_begins_with_a_temporary_password_that_is_changed_at_the_first_log_in,
    name_and_address_are_optional_and_have_their_bounds,
    a_new_temporary_password_is_changed_at_the_next_log_in,
    a_disabled_user_id_gets_log_in_failed,
    a_locked_out_profile_needs_the_administrator_and_the_duration,
    a_user_of_the_directory_has_no_password_here_but_is_disabled_like_others,
    the_search_fields_narrow_together,
    the_screen_is_for_those_with_authority,
}

const WRONG: &str = "not the password 4!";

async fn try_create(by: &Client, username: &str, credential: &Value, more: &Value) -> Answer {
    let mut body = json!({ "username": username, "credential": credential });
    for (field, value) in more.as_object().unwrap() {
        body[field] = value.clone();
    }
    by.post("/users", &body).await
}

fn temporary() -> Value {
    json!({ "type": "temporary_password", "password": PASSWORD })
}

async fn create(by: &Client, username: &str, more: &Value) -> Value {
    let made = try_create(by, username, &temporary(), more).await;
    made.expect(201).body
}

/// Somebody who has changed the temporary password.
async fn settled(system: &System, by: &Client, username: &str, more: &Value) -> Value {
    let user = create(by, username, more).await;
    change(system, username, PASSWORD, OTHER).await;
    by.user(id(&user)).await
}

/// The Change Password window.
async fn change(system: &System, username: &str, from: &str, to: &str) {
    let first = system.visitor().try_log_in(username, from).await;
    let first = first.expect_problem(403, "password_change_required");
    assert_eq!(first.body["token"], Value::Null, "{}", first.text);
    let body = json!({ "change_token": first.body["change_token"], "new_password": to });
    let changed = system.visitor().put("/me/password", &body).await;
    assert!(changed.status.is_success(), "{}", changed.text);
}

/// OB-14, OB-15, OB-53: 5 to 10 positions, lower case whatever is typed, and nobody else's.
async fn a_user_id_has_5_to_10_characters_and_is_lower_case(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "ABcd1", &json!({})).await;
    assert_eq!(ben["username"], "abcd1");
    assert_eq!(ana.user(id(&ben)).await["username"], "abcd1");
    create(&ana, "Abcdefghi0", &json!({})).await;
    for wrong in ["abcd", "abcdefghij0"] {
        let refused = try_create(&ana, wrong, &temporary(), &json!({})).await;
        let refused = refused.expect_problem(422, "validation");
        assert_eq!(refused.body["errors"][0]["pointer"], "/username", "{wrong}");
    }
    let same = try_create(&ana, "abCD1", &temporary(), &json!({})).await;
    same.expect_problem(409, "identifier_taken");
    change(&system, "ABCD1", PASSWORD, OTHER).await;
    system.visitor().log_in("AbCd1", OTHER).await;
}

/// OB-3, OB-4, OB-24, OB-26: without LDAP a temporary password is a must; no session before it is changed.
async fn a_profile_begins_with_a_temporary_password_that_is_changed_at_the_first_log_in(
    database: Database,
) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let lasting = json!({ "type": "password", "password": PASSWORD });
    for credential in [
        json!({ "type": "none" }),
        json!({ "type": "invitation" }),
        lasting,
    ] {
        let refused = try_create(&ana, "bendler", &credential, &json!({})).await;
        refused.expect_problem(409, "policy_forbids");
    }
    let without = json!({ "username": "bendler", "email": "ben@host.ext" });
    let without = ana.post("/users", &without).await;
    without.expect_problem(409, "policy_forbids");
    let disabled = json!({ "status": "inactive" });
    let disabled = try_create(&ana, "bendler", &temporary(), &disabled).await;
    disabled.expect_problem(422, "validation");
    assert_eq!(
        column(&ana, "/users", "username").await,
        ["-"],
        "nothing is kept"
    );

    let ben = create(&ana, "bendler", &json!({})).await;
    assert_eq!(
        (
            &ben["status"],
            &ben["credential"],
            &ben["must_change_password"]
        ),
        (&json!("active"), &json!("temporary"), &json!(true))
    );
    change(&system, "bendler", PASSWORD, OTHER).await;
    let former = system.visitor().try_log_in("bendler", PASSWORD).await;
    former.expect_problem(401, "login_failed");
    system.visitor().log_in("bendler", OTHER).await;
}

/// OB-16, OB-17, OB-18, OB-19, OB-20, OB-21, OB-28: a name of 1 to 30, an address of name@host.ext, both changed later.
async fn name_and_address_are_optional_and_have_their_bounds(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let ben = create(&ana, "bendler", &json!({})).await;
    assert_eq!(
        (&ben["display_name"], &ben["email"]),
        (&Value::Null, &Value::Null)
    );
    let thirty = "n".repeat(30);
    create(&ana, "evabrandt", &json!({ "display_name": thirty })).await;
    for (wrong, pointer) in [
        (
            json!({ "display_name": format!("{thirty}n") }),
            "/display_name",
        ),
        (json!({ "email": "ben@host" }), "/email"),
        (json!({ "email": "ben@host.ext,eva@host.ext" }), "/email"),
    ] {
        let refused = try_create(&ana, "carlson", &temporary(), &wrong).await;
        let refused = refused.expect_problem(422, "validation");
        assert_eq!(refused.body["errors"][0]["pointer"], pointer);
    }
    let configured = json!({
        "display_name": "Ben Adler", "email": "ben@host.ext", "default_shipping_system": "UPS-2",
    });
    let changed = patch(&ana, id(&ben), &configured).await.expect(200).body;
    for (field, value) in configured.as_object().unwrap() {
        assert_eq!(changed[field], *value);
    }
    let other = json!({ "email": "b.adler@host.ext" });
    let changed = patch(&ana, id(&ben), &other).await.expect(200).body;
    assert_eq!(changed["email"], "b.adler@host.ext");
}

/// OB-41, OB-42: a reset is a new temporary password, to be changed at the next log-in.
async fn a_new_temporary_password_is_changed_at_the_next_log_in(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let ben = settled(&system, &ana, "bendler", &json!({})).await;
    let session = system.visitor().log_in("bendler", OTHER).await;
    let path = format!("/users/{}/password", id(&ben));
    let lasting = ana.put(&path, &json!({ "password": PASSWORD })).await;
    lasting.expect_problem(409, "policy_forbids");
    let reset = json!({ "temporary_password": PASSWORD });
    ana.put(&path, &reset).await.expect(200);
    session.get("/me").await.expect_problem(401, "unauthorized");
    change(&system, "bendler", PASSWORD, "another fine 4! old umbrella").await;
    let log_in = system.visitor();
    log_in
        .log_in("bendler", "another fine 4! old umbrella")
        .await;
}

/// OB-43, OB-44, OB-45, OB-62: the Active flag is toggled by hand; a disabled user id gets `Log in failed.`
async fn a_disabled_user_id_gets_log_in_failed(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let ben = settled(&system, &ana, "bendler", &json!({})).await;
    let path = format!("/users/{}", id(&ben));
    assert_eq!(ben["can_log_in"], true);
    let off = ana.act(&format!("{path}/deactivate")).await.expect(200);
    assert_eq!(off.body["can_log_in"], false);
    let refused = system.visitor().try_log_in("bendler", OTHER).await;
    let refused = refused.expect_problem(401, "login_failed");
    assert_eq!(refused.body["title"], "Log in failed.");
    let on = ana.act(&format!("{path}/activate")).await.expect(200);
    assert_eq!(on.body["can_log_in"], true);
    system.visitor().log_in("bendler", OTHER).await;
}

/// OB-44, OB-46, OB-47: five wrong log-ins disable; set back to Active, a profile waits for the duration still.
async fn a_locked_out_profile_needs_the_administrator_and_the_duration(database: Database) {
    let system = System::with_clock("order_broker", database).await;
    let ana = system.admin().await;
    let ben = settled(&system, &ana, "bendler", &json!({})).await;
    let eva = settled(&system, &ana, "evabrandt", &json!({})).await;
    for username in ["bendler", "evabrandt"] {
        for _ in 0..4 {
            system
                .visitor()
                .try_log_in(username, WRONG)
                .await
                .expect(401);
        }
        // Four in a row are no series of five, and the right one ends the series.
        system.visitor().log_in(username, OTHER).await;
        for _ in 0..5 {
            system
                .visitor()
                .try_log_in(username, WRONG)
                .await
                .expect(401);
        }
    }
    let refused = || async {
        let right = system.visitor().try_log_in("bendler", OTHER).await;
        let right = right.expect_problem(401, "login_failed");
        assert_eq!(right.body["title"], "Log in failed.");
    };
    refused().await;
    assert_eq!(ana.user(id(&ben)).await["can_log_in"], false);
    let activate = format!("/users/{}/activate", id(&ben));
    let activated = ana.act(&activate).await.expect(200);
    assert_eq!(activated.body["can_log_in"], false);
    refused().await;
    system.pass_minutes(29);
    refused().await;
    system.pass_minutes(2);
    system.visitor().log_in("bendler", OTHER).await;

    // The duration alone is not enough either.
    let waiting = system.visitor().try_log_in("evabrandt", OTHER).await;
    waiting.expect_problem(401, "login_failed");
    let ana = system.admin().await;
    let activate = format!("/users/{}/activate", id(&eva));
    ana.act(&activate).await.expect(200);
    system.visitor().log_in("evabrandt", OTHER).await;
}

/// OB-5, OB-48, OB-61: LDAP keeps the password; the log-in is enabled and disabled all the same.
async fn a_user_of_the_directory_has_no_password_here_but_is_disabled_like_others(
    database: Database,
) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let ldap = json!({ "type": "external", "domain": "corp" });
    let ben = try_create(&ana, "bendler", &ldap, &json!({})).await;
    let ben = ben.expect(201).body;
    assert_eq!(
        (
            &ben["status"],
            &ben["credential"],
            &ben["must_change_password"]
        ),
        (&json!("active"), &json!("external"), &json!(false))
    );
    let path = format!("/users/{}", id(&ben));
    let reset = json!({ "temporary_password": PASSWORD });
    let refused = ana.put(&format!("{path}/password"), &reset).await;
    refused.expect_problem(409, "external_credential");
    let off = ana.act(&format!("{path}/deactivate")).await.expect(200);
    assert_eq!(off.body["status"], "inactive");
    let on = ana.act(&format!("{path}/activate")).await.expect(200);
    assert_eq!(on.body["status"], "active");

    // The flag set later: what was a password here is none any more.
    let eva = settled(&system, &ana, "evabrandt", &json!({})).await;
    let path = format!("/users/{}", id(&eva));
    let flagged = json!({ "domain": "corp" });
    let flagged = ana
        .put(&format!("{path}/external-credential"), &flagged)
        .await;
    assert_eq!(flagged.expect(200).body["credential"], "external");
    let refused = ana.put(&format!("{path}/password"), &reset).await;
    refused.expect_problem(409, "external_credential");
}

/// OB-29, OB-30, OB-31, OB-33, OB-35, OB-37, OB-38, OB-57: each field narrows; the id from its start, in any case.
async fn the_search_fields_narrow_together(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    for (username, name, email) in [
        ("johnny1", "John Adler", "John@host.ext"),
        ("johnny2", "Mary Adler", "mary@other.ext"),
        ("bigjohn", "Carl Brandt", "carl@host.ext"),
    ] {
        create(
            &ana,
            username,
            &json!({ "display_name": name, "email": email }),
        )
        .await;
    }
    let off = column(&ana, "/users?username=johnny2", "id").await;
    let off = format!("/users/{}/deactivate", off.first().unwrap());
    ana.act(&off).await.expect(200);
    for (query, found) in [
        ("username=JOHN", vec!["johnny1", "johnny2"]),
        ("username=john&name=john", vec!["johnny1"]),
        ("name=adl", vec!["johnny1", "johnny2"]),
        ("name=J", vec!["johnny1"]),
        ("email=JOHN", vec!["johnny1"]),
        ("email=host.ext", vec!["bigjohn", "johnny1"]),
        ("email=host.ext&name=brandt", vec!["bigjohn"]),
        ("can_log_in=false", vec!["johnny2"]),
        ("can_log_in=true&name=adler", vec!["johnny1"]),
    ] {
        let list = format!("/users?{query}");
        assert_eq!(column(&ana, &list, "username").await, found, "{query}");
    }
}

/// OB-13, OB-39, OB-49: who has the authority sees profiles and what they may do; others do not.
async fn the_screen_is_for_those_with_authority(database: Database) {
    let system = System::of("order_broker", database).await;
    let ana = system.admin().await;
    let ben = settled(&system, &ana, "bendler", &json!({})).await;
    let session = system.visitor().log_in("bendler", OTHER).await;
    session.get("/users").await.expect_problem(403, "forbidden");
    let path = format!("/users/{}", id(&ben));
    let roles = json!({ "roles": ["organization_admin"] });
    ana.put(&format!("{path}/roles"), &roles).await.expect(200);
    let roles = ana.get(&path).await.expect(200).body["roles"].clone();
    assert_eq!(roles[0]["role"], "organization_admin");
    // What was given counts from the next log-in on (P-83).
    let session = system.visitor().log_in("bendler", OTHER).await;
    session.get(&path).await.expect(200);
    session.get("/users").await.expect(200);
}
