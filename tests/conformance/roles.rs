//! Roles as each of the systems has them.

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    system::{
        ADMIN, PASSWORD, System, id, in_minutes, may, patch_role, role, set_roles, shown_token,
    },
};
use serde_json::{Value, json};

on_both_databases! {
    a_change_of_a_role_counts_at_once_in_an_open_session,
    who_no_longer_holds_the_role_that_log_ins_need_is_out,
    one_role_at_most_and_only_system_administrators_change_it,
    single_permissions_are_given_by_their_names,
    a_new_user_may_view_products_and_it_is_said_why,
    a_picker_s_role_brings_what_picking_needs,
    it_is_told_who_gave_and_took_each_role_and_when,
    roles_that_one_could_not_give_stay_untouched,
    the_last_administrator_keeps_the_role_by_whatever_door,
}

/// Somebody of a system where a password makes users.
async fn create(by: &Client, mut user: Value) -> Value {
    user["credential"] = json!({ "type": "password", "password": PASSWORD });
    by.post("/users", &user).await.expect(201).body
}

/// Ben of a system that wants names.
async fn ben(by: &Client, roles: &Value) -> Value {
    let names = json!({
        "username": "ben", "first_name": "Ben", "last_name": "Adler", "roles": roles,
    });
    create(by, names).await
}

/// Who was invited and has accepted.
async fn member(system: &System, by: &Client, email: &str, roles: &Value) -> (Value, Client) {
    let wish = json!({
        "email": email, "first_name": "Eva", "last_name": "Brandt", "roles": roles,
    });
    let user = by.post("/users", &wish).await.expect(201).body;
    let client = system.accept(email, &shown_token(&user)).await;
    (user, client)
}

async fn try_set(by: &Client, user: &str, roles: &Value) -> Answer {
    let path = format!("/users/{user}/roles");
    by.put(&path, &json!({ "roles": roles })).await
}

fn names(user: &Value) -> Vec<&str> {
    let roles = user["roles"].as_array().expect("a list").iter();
    let names = roles.map(|role| role["role"].as_str().expect("a text"));
    names.collect()
}

/// P-83: what is put into a role, or taken out of it, its holders may or not from then on.
async fn a_change_of_a_role_counts_at_once_in_an_open_session(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    role(&ana, "clerk", &["product.view"]).await;
    let ben = ben(&ana, &json!(["clerk"])).await;
    let open = system.visitor().log_in("ben", PASSWORD).await;
    open.get("/users").await.expect_problem(403, "forbidden");
    let change = json!({ "permissions": ["users.read"] });
    patch_role(&ana, "clerk", &change).await;
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
    let ben = json!({ "email": "ben@example.com", "roles": bounded });
    create(&ana, ben).await;
    let cyd = json!({ "email": "cyd@example.com", "roles": ["system_admin"] });
    let cyd = create(&ana, cyd).await;
    let visitor = system.visitor();
    let ben = visitor.log_in("ben@example.com", PASSWORD).await;
    let open = visitor.log_in("cyd@example.com", PASSWORD).await;
    set_roles(&ana, id(&cyd), &json!([])).await;
    open.get("/me").await.expect(401);
    system.pass_minutes(8);
    ben.get("/me").await.expect(200);
    system.pass_minutes(3);
    ben.get("/me").await.expect(401);
    let refused = visitor.try_log_in("ben@example.com", PASSWORD).await;
    refused.expect_problem(403, "authorization_failure");
    ana.get("/me").await.expect(200);
}

/// P-80, P-81: a second role is against the rules, and who administers an organization changes none.
async fn one_role_at_most_and_only_system_administrators_change_it(database: Database) {
    let system = System::of("shopp", database).await;
    let ana = system.admin().await;
    role(&ana, "seller", &["product.view"]).await;
    let admin = json!(["organization_admin"]);
    let (olga, session) = member(&system, &ana, "olga@example.com", &admin).await;
    let two = json!(["organization_admin", "seller"]);
    let refused = try_set(&ana, id(&olga), &two).await;
    let refused = refused.expect_problem(409, "policy_forbids");
    assert!(refused.text.contains("roles.model"), "{}", refused.text);
    let (eva, _) = member(&system, &ana, "eva@example.com", &json!([])).await;
    let refused = try_set(&session, id(&eva), &admin).await;
    let refused = refused.expect_problem(409, "policy_forbids");
    assert!(refused.text.contains("roles.editable"), "{}", refused.text);
    let changed = set_roles(&ana, id(&olga), &json!(["seller"])).await;
    assert_eq!(names(&changed), ["seller"]);
}

/// P-80: permissions on the user beside roles, and where the rules know none of that, no role of such a name.
async fn single_permissions_are_given_by_their_names(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let (eva, open) = member(&system, &ana, "eva@example.com", &json!([])).await;
    set_roles(&ana, id(&eva), &json!(["product.edit", "stock.view"])).await;
    assert_eq!(may(&open).await, ["product.edit", "stock.view"]);
    let refused = try_set(&ana, id(&eva), &json!(["no permission"])).await;
    refused.expect_problem(422, "validation");
    system.change_rules(&ana, "/roles/default", json!([])).await;
    system
        .change_rules(&ana, "/roles/model", json!("multi"))
        .await;
    let refused = try_set(&ana, id(&eva), &json!(["stock.edit"])).await;
    refused.expect_problem(422, "validation");
}

/// HE-3: one permission, by the grant that every new user gets.
async fn a_new_user_may_view_products_and_it_is_said_why(database: Database) {
    let system = System::of("hesh", database).await;
    let ana = system.admin().await;
    let (eva, open) = member(&system, &ana, "eva@example.com", &json!([])).await;
    let path = format!("/users/{}/permissions", id(&eva));
    let grant = json!({
        "role": "product.view", "organization": null, "from": null, "until": null,
    });
    let all = json!([{ "permission": "product.view", "because": [grant] }]);
    for reader in [&ana, &open] {
        assert_eq!(reader.get(&path).await.expect(200).body["data"], all);
    }
    let (_, other) = member(&system, &ana, "fay@example.com", &json!([])).await;
    other.get(&path).await.expect_problem(403, "forbidden");
}

/// HW-26, HW-29: the role brings what applications let pickers do, for as long as it is held, and nothing in Tenure.
async fn a_picker_s_role_brings_what_picking_needs(database: Database) {
    let system = System::with_clock("hotwax", database).await;
    let ana = system.admin().await;
    let picking = ["picklist.complete", "picklist.view"];
    role(&ana, "picker", &picking).await;
    role(&ana, "viewer", &["picklist.view"]).await;
    let shift = json!([{ "role": "picker", "until": in_minutes(10) }, "viewer"]);
    let ben = ben(&ana, &shift).await;
    let open = system.visitor().log_in("ben", PASSWORD).await;
    assert_eq!(may(&open).await, picking);
    open.get("/users").await.expect_problem(403, "forbidden");
    let path = format!("/users/{}/permissions", id(&ben));
    let because = async || {
        let told = open.get(&path).await.expect(200).body;
        let rows = told["data"].as_array().unwrap().clone().into_iter();
        let of = |row: Value| {
            let because = row["because"].as_array().unwrap().iter();
            let roles = because.map(|grant| grant["role"].as_str().unwrap().to_owned());
            (
                row["permission"].as_str().unwrap().to_owned(),
                roles.collect::<Vec<_>>(),
            )
        };
        rows.map(of).collect::<Vec<_>>()
    };
    let row = |permission: &str, roles: &[&str]| {
        let roles = roles.iter().map(|role| (*role).to_owned());
        (permission.to_owned(), roles.collect::<Vec<_>>())
    };
    let both = [
        row("picklist.complete", &["picker"]),
        row("picklist.view", &["picker", "viewer"]),
    ];
    assert_eq!(because().await, both);
    system.pass_minutes(11);
    assert_eq!(because().await, [row("picklist.view", &["viewer"])]);
    assert_eq!(may(&open).await, ["picklist.view"]);
}

/// HWx-21: every role that was ever held, with its beginning and its end.
async fn it_is_told_who_gave_and_took_each_role_and_when(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    role(&ana, "picker", &["picklist.view"]).await;
    role(&ana, "clerk", &["users.read"]).await;
    let ben = ben(&ana, &json!(["picker"])).await;
    let until = in_minutes(10);
    let bounded = json!([{ "role": "picker", "until": until }, "clerk"]);
    set_roles(&ana, id(&ben), &bounded).await;
    let last = set_roles(&ana, id(&ben), &json!(["clerk"])).await;
    assert_eq!(names(&last), ["clerk"]);
    let path = format!("/users/{}/roles/history", id(&ben));
    let told = ana.get(&path).await.expect(200).body["data"].clone();
    let me = ana.get("/me").await.expect(200).body;
    let me = json!(format!("user:{}", id(&me)));
    let rows = told.as_array().unwrap().iter();
    let roles = rows
        .clone()
        .map(|row| (&row["role"], row["revoked_at"].is_null()));
    let (clerk, picker) = (json!("clerk"), json!("picker"));
    assert_eq!(
        roles.collect::<Vec<_>>(),
        [(&clerk, true), (&picker, false), (&picker, false)],
        "{told}"
    );
    for row in rows {
        assert_eq!(row["granted_by"], me, "{row}");
        let by = if row["revoked_at"].is_null() {
            &Value::Null
        } else {
            &me
        };
        assert_eq!(&row["revoked_by"], by, "{row}");
    }
    assert_eq!(told[1]["granted_at"], told[2]["revoked_at"], "given anew");
    assert!(told[1]["until"].is_string() && told[2]["until"].is_null());
    // Whoever sees the user is told; others are not.
    let session = system.visitor().log_in("ben", PASSWORD).await;
    session.get(&path).await.expect(200);
    set_roles(&ana, id(&ben), &json!([])).await;
    let mine = ana.get("/me").await.expect(200).body;
    let path = format!("/users/{}/roles/history", id(&mine));
    session.get(&path).await.expect_problem(403, "forbidden");
}

/// CHx-6: roles that the caller could not give are neither added nor removed, and what he may give he gives.
async fn roles_that_one_could_not_give_stay_untouched(database: Database) {
    let system = System::of("hotwax", database).await;
    let ana = system.admin().await;
    role(
        &ana,
        "staff",
        &[
            "users.read",
            "users.roles",
            "users.password",
            "picklist.view",
        ],
    )
    .await;
    role(&ana, "manager", &["stock.approve"]).await;
    role(&ana, "picker", &["picklist.view"]).await;
    let ben = ben(&ana, &json!(["manager", "staff"])).await;
    let cyd = json!({
        "username": "cyd", "first_name": "Cyd", "last_name": "Adler", "roles": ["staff"],
    });
    create(&ana, cyd).await;
    let cyd = system.visitor().log_in("cyd", PASSWORD).await;
    let changed = set_roles(&cyd, id(&ben), &json!(["picker"])).await;
    assert_eq!(names(&changed), ["manager", "picker"]);
    let refused = try_set(&cyd, id(&ben), &json!(["system_admin"])).await;
    refused.expect_problem(403, "role_not_grantable");
    // It gives no power over him.
    set_roles(&cyd, id(&ben), &json!([])).await;
    let password = json!({ "password": "copper lantern 9! drifts north" });
    let path = format!("/users/{}/password", id(&ben));
    let refused = cyd.put(&path, &password).await;
    refused.expect_problem(403, "stronger_user");
}

/// I-5: revoked, replaced, given until a time, by hand or to many at once: one administrator without an end stays.
async fn the_last_administrator_keeps_the_role_by_whatever_door(database: Database) {
    let system = System::with_clock("hotwax", database).await;
    let ana = system.admin().await;
    let bounded = json!([{ "role": "system_admin", "until": in_minutes(10) }]);
    ben(&ana, &bounded).await;
    let second = system.visitor().log_in("ben", PASSWORD).await;
    let mine = ana.get("/me").await.expect(200).body;
    let mine = id(&mine);
    for asker in [&ana, &second] {
        for wished in [json!([]), bounded.clone()] {
            let refused = try_set(asker, mine, &wished).await;
            refused.expect_problem(409, "last_admin");
        }
        for action in ["revoke_role", "grant_role"] {
            let params = match action {
                "grant_role" => bounded[0].clone(),
                _ => json!({ "role": "system_admin" }),
            };
            let wish = json!({ "action": action, "params": params, "ids": [mine] });
            let report = asker.post("/users/bulk", &wish).await.expect(200).body;
            assert_eq!(report["skipped"][0]["code"], "last_admin", "{report}");
        }
        let deleted = asker.delete(&format!("/users/{mine}")).await;
        assert!(!deleted.status.is_success(), "{}", deleted.text);
    }
    let refused = ana.delete("/roles/system_admin").await;
    refused.expect_problem(409, "built_in_role");
    system.pass_minutes(11);
    second.get("/users").await.expect_problem(403, "forbidden");
    let ana = system.visitor().log_in(ADMIN.0, ADMIN.1).await;
    ana.get("/users").await.expect(200);
}
