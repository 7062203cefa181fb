//! Organizations and other reference data, and administrators who see no further than their own organization.

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server},
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases! {
    reference_data_is_made_listed_changed_and_taken_away,
    what_users_are_members_of_stays,
    a_user_belongs_to_several_organizations_and_each_administrator_sees_him,
    an_administrator_of_one_organization_learns_nothing_of_anothers_members,
}

/// An id that nothing has.
pub(crate) const NOBODY: &str = "01900000-0000-7000-8000-00000000ffff";

pub(crate) async fn made(root: &Client, path: &str, wish: Value) -> String {
    let made = root.post(path, &wish).await.expect(201);
    let id = made.body["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/api/v1{path}/{id}"));
    id
}

/// Somebody who has accepted an invitation, and his session.
pub(crate) async fn joined(root: &Client, word: &str, more: Value) -> (Value, Client) {
    let email = format!("{word}@example.com");
    let mut wish = json!({
        "email": email, "first_name": word, "credential": { "type": "invitation" },
    });
    let fields = wish.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    let user = root.post("/users", &wish).await.expect(201).body;
    let link = user["invitation"]["link"].as_str().unwrap();
    let token = link.rsplit('/').next().unwrap();
    let accept = format!("/invitations/{token}/accept");
    let password = json!({ "password": PASSWORD });
    let user = root.post(&accept, &password).await.expect(200).body;
    (user, root.log_in(&email, PASSWORD).await)
}

pub(crate) fn id(record: &Value) -> &str {
    record["id"].as_str().unwrap()
}

fn names(rows: &Value) -> Vec<&str> {
    let rows = rows["data"].as_array().unwrap().iter();
    rows.map(|row| row["name"].as_str().unwrap()).collect()
}

#[expect(clippy::too_many_lines, reason = "one call after the other")]
async fn reference_data_is_made_listed_changed_and_taken_away(database: Database) {
    let server = Server::start(database).await;
    let root = server.administrator().await;
    let north = made(
        &root,
        "/facilities",
        json!({ "name": "North", "external_id": "F-1" }),
    )
    .await;
    made(&root, "/facilities", json!({ "name": "south" })).await;
    let again = json!({ "name": "Other", "external_id": "f-1" });
    let refused = root.post("/facilities", &again).await;
    let refused = refused.expect_problem(409, "identifier_taken");
    assert_eq!(refused.body["errors"][0]["pointer"], "/external_id");

    let page = root.get("/facilities?limit=1").await.expect(200);
    assert_eq!(names(&page.body), ["North"]);
    let next = page.body["page"]["next_cursor"].as_str().unwrap();
    let rest = format!("/facilities?limit=1&cursor={next}");
    assert_eq!(names(&root.get(&rest).await.expect(200).body), ["south"]);
    let elsewhere = root.get(&format!("/shops?limit=1&cursor={next}")).await;
    elsewhere.expect_problem(400, "cursor_mismatch");
    let found = root.get("/facilities?q=f-1").await.expect(200);
    assert_eq!(names(&found.body), ["North"]);

    let path = format!("/facilities/{north}");
    let tag = root.get(&path).await.expect(200).header("etag").to_owned();
    let patch = json!({ "name": "Nord", "external_id": null });
    let bare = root.send(Method::PATCH, &path, &[], Some(&patch)).await;
    bare.expect_problem(428, "version_required");
    let tags = [("if-match", tag.as_str())];
    let changed = root.send(Method::PATCH, &path, &tags, Some(&patch)).await;
    let changed = changed.expect(200);
    assert_eq!(changed.body["name"], "Nord");
    assert_eq!(changed.body["external_id"], Value::Null);
    let stale = root.send(Method::PATCH, &path, &tags, Some(&patch)).await;
    stale.expect_problem(412, "stale_version");
    root.delete(&path).await.expect(204);
    root.get(&path).await.expect_problem(404, "not_found");
    let told = root.get("/events?limit=4").await.expect(200).body;
    let kinds = told["data"].as_array().unwrap().iter();
    let kinds = kinds.map(|event| event["kind"].as_str().unwrap());
    let wanted = [
        "reference.deleted",
        "reference.changed",
        "reference.created",
        "reference.created",
    ];
    assert_eq!(kinds.collect::<Vec<_>>(), wanted);

    let shop = json!({ "name": "toys.example", "product_store": NOBODY });
    let refused = root.post("/shops", &shop).await;
    let refused = refused.expect_problem(422, "validation");
    assert_eq!(refused.body["errors"][0]["pointer"], "/product_store");
    let position = root.post("/positions", &json!({ "name": "Clerk" })).await;
    position.expect_problem(409, "policy_forbids");
    assert_eq!(
        names(&root.get("/positions").await.expect(200).body),
        [""; 0]
    );

    let key = [("idempotency-key", "01900000-0000-7000-8000-0000000000aa")];
    let wish = json!({ "name": "Twice" });
    let first = root
        .send(Method::POST, "/organizations", &key, Some(&wish))
        .await
        .expect(201);
    let second = root
        .send(Method::POST, "/organizations", &key, Some(&wish))
        .await
        .expect(201);
    assert_eq!(first.body["id"], second.body["id"]);
    assert_eq!(second.header("idempotency-replayed"), "true");
}

/// HEx-6: what users are assigned to is not taken away under them.
async fn what_users_are_members_of_stays(database: Database) {
    let server = Server::start(database).await;
    let root = server.administrator().await;
    let acme = made(&root, "/organizations", json!({ "name": "Acme" })).await;
    joined(&root, "ben", json!({ "organization": acme })).await;
    let refused = root.delete(&format!("/organizations/{acme}")).await;
    let refused = refused.expect_problem(409, "in_use");
    let told = refused.body["detail"].as_str().unwrap().to_owned();
    assert!(told.starts_with("1 user is assigned to it."), "{told}");
    let nowhere = json!({
        "email": "zoe@example.com", "organization": NOBODY, "credential": { "type": "invitation" },
    });
    let refused = root.post("/users", &nowhere).await;
    let refused = refused.expect_problem(422, "validation");
    assert_eq!(refused.body["errors"][0]["pointer"], "/organization");
}

/// SH-23, SH-24: a user belongs to several organizations; they are shown, and changed in a place of their own.
async fn a_user_belongs_to_several_organizations_and_each_administrator_sees_him(
    database: Database,
) {
    let server = Server::start(database).await;
    let root = server.administrator().await;
    let a = made(&root, "/organizations", json!({ "name": "A" })).await;
    let b = made(&root, "/organizations", json!({ "name": "B" })).await;
    let admin = json!({
        "organization": b, "roles": [{ "role": "organization_admin", "organization": b }],
    });
    let (_, bert) = joined(&root, "bert", admin).await;
    let (ann, own) = joined(&root, "ann", json!({ "organization": a })).await;
    let path = format!("/users/{}", id(&ann));
    let memberships = format!("{path}/organizations");
    bert.get(&path).await.expect_problem(404, "not_found");

    let both = json!({ "organizations": [a, b] });
    let moved = root.put(&memberships, &both).await.expect(200).body;
    assert_eq!(moved["organizations"], json!([a, b]));
    assert_eq!(
        bert.get(&path).await.expect(200).body["organizations"],
        json!([a, b])
    );
    let shown = own.get(&memberships).await.expect(200).body;
    assert_eq!(names(&shown), ["A", "B"]);
    let shown = bert.get(&memberships).await.expect(200).body;
    assert_eq!(names(&shown), ["B"]);
    own.put(&memberships, &both)
        .await
        .expect_problem(403, "forbidden");

    let patch = json!({ "organizations": [a] });
    let any = [("if-match", "*")];
    let refused = root.send(Method::PATCH, &path, &any, Some(&patch)).await;
    refused.expect_problem(422, "validation");
    let nowhere = json!({ "organizations": [a, NOBODY] });
    let refused = root.put(&memberships, &nowhere).await;
    let refused = refused.expect_problem(422, "validation");
    assert_eq!(refused.body["errors"][0]["code"], "unknown");
    bert.put(&memberships, &json!({ "organizations": [a] }))
        .await
        .expect_problem(422, "validation");
    let left = json!({ "organizations": [a] });
    root.put(&memberships, &left).await.expect(200);
    bert.get(&path).await.expect_problem(404, "not_found");
    let history = root.history(id(&ann)).await;
    let moves = history
        .iter()
        .filter(|kind| *kind == "organizations.changed");
    assert_eq!(moves.count(), 2);
}

/// SH-1: organization administrators manage the members of their own organization, and learn of nobody else.
async fn an_administrator_of_one_organization_learns_nothing_of_anothers_members(
    database: Database,
) {
    let server = Server::start(database).await;
    let root = server.administrator().await;
    let a = made(&root, "/organizations", json!({ "name": "A" })).await;
    let b = made(&root, "/organizations", json!({ "name": "B" })).await;
    let admin = |of: &str| json!({ "organization": of, "roles": [{ "role": "organization_admin", "organization": of }] });
    let (_, alma) = joined(&root, "alma", admin(&a)).await;
    let (_, bert) = joined(&root, "bert", admin(&b)).await;
    let (ann, _) = joined(&root, "ann", json!({ "organization": a })).await;
    let (bob, _) = joined(&root, "bob", json!({ "organization": b })).await;

    let sides = [
        (&a, &ann, &b, &bob, &alma, &bert),
        (&b, &bob, &a, &ann, &bert, &alma),
    ];
    for (own, member, other, stranger, admin, colleague) in sides {
        let seen = admin.all("/users").await;
        assert!(seen.iter().any(|user| user["id"] == member["id"]));
        assert!(
            seen.iter()
                .all(|user| user["organizations"] == json!([own]))
        );
        let word = stranger["first_name"].as_str().unwrap();
        let narrowed = [
            format!("/users?q={word}"),
            format!("/users?organization={other}"),
            format!("/users?email={word}"),
            format!("/users?q={}", stranger["number"].as_str().unwrap()),
        ];
        for list in narrowed {
            let page = admin.get(&list).await.expect(200).body;
            assert_eq!(page["data"], json!([]), "{list}");
            assert_eq!(page["page"]["total"], 0, "{list}");
        }
        let page = colleague.get("/users?limit=1").await.expect(200).body;
        let next = page["page"]["next_cursor"].as_str().unwrap();
        let page = admin.get(&format!("/users?limit=1&cursor={next}")).await;
        let rows = page.body["data"].as_array().cloned().unwrap_or_default();
        assert!(
            rows.iter()
                .all(|user| user["organizations"] == json!([own]))
        );

        nothing_works_on(admin, stranger, other).await;
        let told = admin.get("/events?limit=200").await.expect(200).text;
        assert!(!told.contains(id(stranger)));
        let houses = admin.get("/organizations").await.expect(200).body;
        assert_eq!(houses["data"].as_array().unwrap().len(), 1);
        assert_eq!(id(&houses["data"][0]), own.as_str());
        admin
            .get(&format!("/organizations/{other}"))
            .await
            .expect_problem(404, "not_found");
    }
}

/// Everything that could be asked about a user is answered as if there were none such.
async fn nothing_works_on(admin: &Client, stranger: &Value, other: &str) {
    let path = format!("/users/{}", id(stranger));
    let reads = [
        "",
        "/roles",
        "/organizations",
        "/events",
        "/orders",
        "/favourites",
        "/capabilities",
        "/days-off",
    ];
    for part in reads {
        let answer = admin.get(&format!("{path}{part}")).await;
        answer.expect_problem(404, "not_found");
    }
    let by_number = format!("/users/{}", stranger["number"].as_str().unwrap());
    admin.get(&by_number).await.expect_problem(404, "not_found");
    let posts = [
        "activate",
        "deactivate",
        "block",
        "unblock",
        "password-reset",
        "invitation",
    ];
    for verb in posts {
        let body = if verb == "block" {
            json!({ "reason": "a test" })
        } else {
            json!({})
        };
        let answer = admin.post(&format!("{path}/{verb}"), &body).await;
        answer.expect_problem(404, "not_found");
    }
    let puts = [
        ("roles", json!({ "roles": [] })),
        ("organizations", json!({ "organizations": [other] })),
        ("password", json!({ "temporary_password": PASSWORD })),
        ("days-off", json!({ "days_off": [] })),
        ("capabilities", json!({ "picker": true })),
    ];
    for (part, body) in puts {
        let answer = admin.put(&format!("{path}/{part}"), &body).await;
        answer.expect_problem(404, "not_found");
    }
    for part in ["", "/sessions", "/invitation"] {
        let answer = admin.delete(&format!("{path}{part}")).await;
        answer.expect_problem(404, "not_found");
    }
    let names = json!({ "first_name": "Eve" });
    let any = [("if-match", "*")];
    let answer = admin.send(Method::PATCH, &path, &any, Some(&names)).await;
    answer.expect_problem(404, "not_found");
}
