//! Roles over HTTP: what is asked before one changes, and what a refusal says.

use crate::stand::{Reply, Stand};
use axum::http::header;
use serde_json::{Value, json};
use tenure_domain::{TenantFact, authority::Grant, testing::standard_but};
use tenure_service::ports::RoleDeed;

const ROLES: &str = "/api/v1/roles";
const CLERK: &str = "/api/v1/roles/clerk";
const AT_THREE: (&str, &str) = ("if-match", "\"v3\"");

async fn patch(stand: &Stand, path: &str, body: Value) -> Reply {
    stand.ask("PATCH", path, &[AT_THREE], Some(body)).await
}

async fn delete(stand: &Stand, path: &str) -> Reply {
    stand.ask("DELETE", path, &[], None).await
}

fn pointers(reply: &Reply) -> Vec<(String, String)> {
    reply.problem(422, "validation");
    reply.pointers()
}

/// HWx-25, P-84: the built-in roles stand first, under the names that people know.
#[tokio::test]
async fn roles_are_listed_with_what_they_allow_and_how_many_hold_them() {
    let stand = Stand::under(standard_but(|policy| {
        policy.roles.superuser = "Admin user".to_owned();
    }));
    let listed = stand.get(ROLES).await.json();
    let rows = listed["data"].as_array().unwrap();
    let told = rows.iter().map(|row| {
        (
            row["id"].as_str().unwrap(),
            row["name"].as_str().unwrap(),
            row["built_in"].as_bool().unwrap(),
            row["users"].as_u64().unwrap(),
        )
    });
    let expected = [
        ("system_admin", "Admin user", true, 0),
        ("organization_admin", "Organization Admin", true, 0),
        ("clerk", "The clerk", false, 2),
        ("manager", "The manager", false, 0),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    assert_eq!(rows[2]["permissions"], json!(["product.view"]));
    assert_eq!(
        (&rows[2]["version"], &rows[2]["created_at"]),
        (&json!(3), &json!("2026-06-15T12:00:00Z"))
    );
}

#[tokio::test]
async fn one_role_is_shown_with_its_tag_and_an_unknown_one_is_not_there() {
    let stand = Stand::new();
    let reply = stand.get(CLERK).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header(header::ETAG)),
        (200, "\"v3\"")
    );
    let built_in = stand.get("/api/v1/roles/system_admin").await;
    assert_eq!(
        (built_in.status.as_u16(), built_in.header(header::ETAG)),
        (200, "")
    );
    for name in ["nobody", "Clerk", "a%0Ab", "a_name_that_is_much_too_long"] {
        stand
            .get(&format!("{ROLES}/{name}"))
            .await
            .problem(404, "not_found");
    }
}

/// HWx-25: the internal id follows from the name when it is left out.
#[tokio::test]
async fn a_role_is_made_with_an_id_that_follows_from_its_name() {
    let stand = Stand::new();
    let body = json!({"name": "Store associate, evening shift", "permissions": ["users.read", "shift.plan"]});
    let reply = stand.post(ROLES, body).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    assert_eq!(
        reply.header(header::LOCATION),
        "/api/v1/roles/store_associate_even"
    );
    assert_eq!(reply.header(header::ETAG), "\"v1\"");
    let role = reply.json();
    assert_eq!(
        (&role["id"], &role["description"]),
        (&json!("store_associate_even"), &Value::Null)
    );
    let own = json!({"id": "SECURITY_ADMIN", "name": "Security", "description": "Locks up"});
    assert_eq!(stand.post(ROLES, own).await.json()["id"], "SECURITY_ADMIN");
    let data = stand.data.lock().unwrap();
    assert!(matches!(
        data.role_writes[0].fact,
        TenantFact::RoleCreated(_)
    ));
    assert_eq!(data.role_writes[0].revision, 5);
}

#[tokio::test]
async fn everything_that_is_wrong_with_a_new_role_is_said_at_once() {
    let stand = Stand::new();
    let long = "x".repeat(256);
    let body = json!({
        "id": "a_name_of_21_letters_", "name": "", "description": long, "color": "red",
        "permissions": ["users.read", "users.fly", 7],
    });
    let expected = [
        ("/color", "unknown"),
        ("/description", "too_long"),
        ("/id", "too_long"),
        ("/name", "required"),
        ("/permissions/1", "invalid"),
        ("/permissions/2", "invalid"),
    ];
    let reply = stand.post(ROLES, body).await;
    assert_eq!(
        pointers(&reply),
        expected.map(|(at, code)| (at.to_owned(), code.to_owned()))
    );
}

#[tokio::test]
async fn an_id_is_taken_or_built_in_whatever_its_letters() {
    let stand = Stand::new();
    for (body, code) in [
        (json!({"name": "Clerk"}), "taken"),
        (json!({"name": "x", "id": "CLERK"}), "taken"),
        (json!({"name": "System Admin"}), "taken"),
        (json!({"name": "x", "id": "Organization_Admin"}), "taken"),
        (json!({"name": "x", "id": "product.view"}), "invalid"),
        (json!({"name": "店員"}), "required"),
    ] {
        let reply = stand.post(ROLES, body).await;
        assert_eq!(pointers(&reply), [("/id".to_owned(), code.to_owned())]);
    }
    assert!(stand.data.lock().unwrap().role_writes.is_empty());
}

#[tokio::test]
async fn a_change_says_which_version_it_is_based_on_and_tells_what_differs() {
    let stand = Stand::new();
    let body = json!({"name": "Shop clerk", "description": "Sells", "permissions": ["users.read"]});
    let without = stand.ask("PATCH", CLERK, &[], Some(body.clone())).await;
    without.problem(428, "version_required");
    let stale = stand
        .ask(
            "PATCH",
            CLERK,
            &[("if-match", "\"v2\"")],
            Some(body.clone()),
        )
        .await;
    stale.problem(412, "stale_version");
    let reply = patch(&stand, CLERK, body).await;
    assert_eq!(
        (reply.status.as_u16(), reply.header(header::ETAG)),
        (200, "\"v4\""),
        "{reply:?}"
    );
    let data = stand.data.lock().unwrap();
    let told = serde_json::to_value(&data.role_writes[0].fact).unwrap();
    let expected = json!({"kind": "role.changed", "data": {
        "id": "clerk",
        "fields": [
            {"field": "name", "from": "The clerk", "to": "Shop clerk"},
            {"field": "description", "from": null, "to": "Sells"},
        ],
        "added": ["users.read"], "removed": ["product.view"],
    }});
    assert_eq!(told, expected);
}

#[tokio::test]
async fn what_a_role_says_already_changes_nothing() {
    let stand = Stand::new();
    for body in [json!({}), json!({"name": "The clerk", "description": null})] {
        let reply = patch(&stand, CLERK, body).await;
        assert_eq!(
            (reply.status.as_u16(), reply.header(header::ETAG)),
            (200, "\"v3\"")
        );
    }
    assert!(stand.data.lock().unwrap().role_writes.is_empty());
    let reply = patch(&stand, CLERK, json!({"name": null})).await;
    assert_eq!(
        pointers(&reply),
        [("/name".to_owned(), "required".to_owned())]
    );
}

#[tokio::test]
async fn built_in_roles_are_neither_changed_nor_deleted() {
    let stand = Stand::new();
    for path in ["system_admin", "organization_admin"].map(|name| format!("{ROLES}/{name}")) {
        patch(&stand, &path, json!({"permissions": []}))
            .await
            .problem(409, "built_in_role");
        delete(&stand, &path).await.problem(409, "built_in_role");
    }
}

#[tokio::test]
async fn a_role_goes_unless_somebody_holds_it_or_the_rules_name_it() {
    let stand = Stand::new();
    stand.data.lock().unwrap().held = Some(7);
    let problem = delete(&stand, CLERK).await.problem(409, "in_use");
    assert!(
        problem["detail"].as_str().unwrap().contains("7 users"),
        "{problem}"
    );
    stand.data.lock().unwrap().held = None;
    assert_eq!(delete(&stand, CLERK).await.status, 204);
    delete(&stand, "/api/v1/roles/nobody")
        .await
        .problem(404, "not_found");
    {
        let data = stand.data.lock().unwrap();
        assert!(matches!(data.role_writes[0].deed, RoleDeed::Delete(_)));
    }
    let stand = Stand::under(standard_but(|policy| {
        policy.roles.default = ["clerk".to_owned().try_into().unwrap()].into();
    }));
    let problem = delete(&stand, CLERK).await.problem(409, "policy_forbids");
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("roles.default")
    );
}

/// Makes the administrator hold these roles instead.
fn only(stand: &Stand, roles: &[&str]) {
    let mut data = stand.data.lock().unwrap();
    let changed = data.users.iter().map(|user| {
        let mut parts = user.parts().clone();
        parts.grants = roles
            .iter()
            .map(|name| tenure_domain::testing::grant(name))
            .collect::<Vec<Grant>>();
        tenure_domain::User::from_parts(parts).unwrap()
    });
    data.users = changed.collect();
}

#[tokio::test]
async fn whoever_sees_users_sees_roles_but_makes_none() {
    let stand = Stand::new();
    only(&stand, &["manager"]);
    assert_eq!(stand.get(ROLES).await.status, 200);
    for reply in [
        stand.post(ROLES, json!({"name": "x"})).await,
        patch(&stand, CLERK, json!({"name": "x"})).await,
        delete(&stand, CLERK).await,
    ] {
        let problem = reply.problem(403, "forbidden");
        assert!(problem["detail"].as_str().unwrap().contains("roles.manage"));
    }
    only(&stand, &["clerk"]);
    stand.get(ROLES).await.problem(403, "forbidden");
}
