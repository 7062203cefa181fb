//! Nobody reaches another organization's members, or another tenant, by whatever way there is beside an id.

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    world::{ADMIN, Caller, Who, World},
};
use serde_json::{Value, json};

on_both_databases! {
    no_filter_number_or_cursor_shows_another_organization_s_members,
    no_history_order_or_message_tells_of_another_organization_or_tenant,
    nobody_is_added_to_or_given_power_over_another_organization,
    no_export_bulk_action_or_row_of_a_file_reaches_another_organization_or_tenant,
}

struct Cast {
    world: World,
    a: Caller,
    b: Caller,
    stranger: Caller,
    /// Members of A.
    members: Vec<Value>,
}

async fn cast(database: Database) -> Cast {
    let world = World::new(database).await;
    let a = world.caller(Who::AdminOfA).await;
    let b = world.caller(Who::AdminOfB).await;
    let stranger = world.caller(Who::OtherTenant).await;
    let mut members = vec![a.user.clone()];
    for _ in 0..3 {
        members.push(world.member().await);
    }
    members.push(world.invite(&world.acme, &world.of_a()).await.0);
    Cast {
        world,
        a,
        b,
        stranger,
        members,
    }
}

impl Cast {
    /// Does the text tell of a member of A? Users of two tenants may share an address, but never an id.
    fn tells(&self, text: &str) -> bool {
        let mut ids = self.members.iter().map(|user| user["id"].as_str().unwrap());
        ids.any(|id| text.contains(id))
    }

    async fn shows_nobody(&self, who: &Client, path: &str) -> Value {
        let answer = who.get(path).await.expect(200);
        assert!(!self.tells(&answer.text), "{path}: {}", answer.text);
        answer.body
    }
}

#[expect(clippy::too_many_lines, reason = "one way after the other")]
async fn no_filter_number_or_cursor_shows_another_organization_s_members(database: Database) {
    let cast = cast(database).await;
    let Cast {
        world,
        a,
        b,
        stranger,
        members,
    } = &cast;
    let member = &members[1];
    let text = |field: &str| member[field].as_str().unwrap().to_owned();
    let queries = [
        format!("organization={}", world.a),
        format!("q={}", text("email")),
        format!("email={}", text("email")),
        format!("username={}", text("username")),
        format!("q={}", text("number")),
        "name=Berg".to_owned(),
        "role=organization_admin".to_owned(),
        "status=active,pending,inactive,blocked,deleted".to_owned(),
        "invitation=open".to_owned(),
        "can_log_in=true".to_owned(),
        "locked=false".to_owned(),
        "kind=person".to_owned(),
        "vacation=no".to_owned(),
    ];
    for query in &queries {
        let own = a
            .client
            .get(&format!("/users?limit=200&{query}"))
            .await
            .expect(200);
        assert!(cast.tells(&own.text), "A sees its own by {query}");
        for who in [&b.client, &stranger.client] {
            let page = cast
                .shows_nobody(who, &format!("/users?limit=200&{query}"))
                .await;
            let rows = page["data"].as_array().unwrap().len();
            assert_eq!(page["page"]["total"], rows, "{query}");
            let counts = cast
                .shows_nobody(who, &format!("/users/counts?{query}"))
                .await;
            assert!(counts["total"].as_u64().unwrap() < 3, "{query}: {counts}");
        }
    }
    let of_a = format!("/users/counts?organization={}", world.a);
    assert_eq!(a.client.get(&of_a).await.expect(200).body["total"], 5);
    assert_eq!(b.client.get(&of_a).await.expect(200).body["total"], 0);
    // By the number that people see.
    let number = format!("/users/{}", text("number"));
    b.client.get(&number).await.expect_problem(404, "not_found");
    let other = stranger.client.get(&number).await;
    assert!(!cast.tells(&other.text), "{}", other.text);
    // By a place in the list of somebody who sees them.
    for list in ["/users?limit=1&sort=username", "/events?limit=1"] {
        let first = a.client.get(list).await.expect(200).body;
        let cursor = first["page"]["next_cursor"].as_str().unwrap();
        let next = format!("{list}&cursor={cursor}");
        cast.shows_nobody(&b.client, &next).await;
        stranger
            .client
            .get(&next)
            .await
            .expect_problem(400, "cursor_mismatch");
        let other = format!(
            "{next}&{}",
            if list.starts_with("/users") {
                "q=a"
            } else {
                "kind=user.blocked"
            }
        );
        a.client
            .get(&other)
            .await
            .expect_problem(400, "cursor_mismatch");
        b.client
            .get(&other)
            .await
            .expect_problem(400, "cursor_mismatch");
    }
}

async fn no_history_order_or_message_tells_of_another_organization_or_tenant(database: Database) {
    let cast = cast(database).await;
    let Cast {
        world,
        a,
        b,
        stranger,
        members,
    } = &cast;
    let actor = format!("/events?limit=200&actor={}", a.id());
    let path = format!("/users/{}/block", members[1]["id"].as_str().unwrap());
    a.client
        .post(&path, &json!({ "reason": "a test" }))
        .await
        .expect(200);
    let own = a.client.get(&actor).await.expect(200);
    assert!(cast.tells(&own.text));
    for who in [&b.client, &stranger.client] {
        for list in [
            actor.as_str(),
            "/events?limit=200",
            "/events?limit=200&kind=user.blocked",
        ] {
            cast.shows_nobody(who, list).await;
        }
    }
    // Messages are the whole tenant's business, and of no other tenant.
    let own = world.acme.root.get("/outbox?limit=200").await.expect(200);
    assert!(!own.body["data"].as_array().unwrap().is_empty());
    let other = world.other.root.get("/outbox?limit=200").await.expect(200);
    let ids = own.body["data"].as_array().unwrap().iter();
    for id in ids.map(|row| row["id"].as_str().unwrap()) {
        assert!(!other.text.contains(id), "{}", other.text);
    }
    // A session of one tenant opens nothing in another.
    let elsewhere = [("tenure-tenant", "other")];
    let method = reqwest::Method::GET;
    let crossing = a.client.send(method, "/users", &elsewhere, None).await;
    assert_eq!(crossing.status, 401, "{}", crossing.text);
}

#[expect(clippy::too_many_lines, reason = "one way after the other")]
async fn nobody_is_added_to_or_given_power_over_another_organization(database: Database) {
    let cast = cast(database).await;
    let Cast {
        world, b, members, ..
    } = &cast;
    let wish = |n: u32, organization: Option<&str>, roles: &Value| {
        let mut wish = json!({
            "email": format!("mole{n}@example.com"), "username": format!("mole{n}"), "first_name": "Mo",
            "last_name": "Lee", "roles": roles, "credential": { "type": "invitation" },
        });
        if let Some(organization) = organization {
            wish["organization"] = json!(organization);
        }
        wish
    };
    let none = json!([]);
    let nowhere = "01900000-0000-7000-8000-00000000ffff";
    for (n, organization) in (0..).zip([Some(world.a.as_str()), Some(nowhere)]) {
        let refused = b.client.post("/users", &wish(n, organization, &none)).await;
        let refused = refused.expect_problem(422, "validation").body;
        assert_eq!(
            refused["errors"][0]["pointer"], "/organization",
            "{refused}"
        );
    }
    let own = b.client.post("/users", &wish(2, None, &none)).await;
    assert_eq!(own.expect(201).body["organizations"], json!([world.b]));
    for role in [
        json!([{ "role": "organization_admin", "organization": world.a }]),
        json!(["organization_admin"]),
        json!(["system_admin"]),
    ] {
        let added = b
            .client
            .post("/users", &wish(9, Some(&world.b), &role))
            .await;
        added.expect_problem(403, "role_not_grantable");
        let member = world
            .add(&world.acme, &json!({ "organization": world.b }))
            .await;
        let roles = format!("/users/{}/roles", member["id"].as_str().unwrap());
        let given = b.client.put(&roles, &json!({ "roles": role })).await;
        given.expect_problem(403, "role_not_grantable");
    }
    // Somebody pending elsewhere is not invited again; that the address is taken is all that is told.
    let invited = members.last().unwrap();
    let mut again = wish(8, Some(&world.b), &none);
    again["email"] = invited["email"].clone();
    let taken = b.client.post("/users", &again).await;
    let taken = taken.expect_problem(409, "identifier_taken");
    assert!(!cast.tells(&taken.text), "{}", taken.text);
    // The same address in two tenants is two people.
    assert_ne!(
        world.acme.root.get("/me").await.expect(200).body["id"],
        world
            .other
            .visitor
            .log_in(ADMIN.0, ADMIN.1)
            .await
            .get("/me")
            .await
            .expect(200)
            .body["id"]
    );
}

#[expect(clippy::too_many_lines, reason = "one way after the other")]
async fn no_export_bulk_action_or_row_of_a_file_reaches_another_organization_or_tenant(
    database: Database,
) {
    let cast = cast(database).await;
    let Cast {
        world,
        a,
        b,
        stranger,
        members,
    } = &cast;
    let of_a = format!("organization={}", world.a);
    for path in [
        "/users/export?format=csv",
        "/users/export?format=ndjson",
        "/users/export?format=ndjson&name=Berg",
        &format!("/users/export?format=csv&{of_a}"),
        "/events/export",
    ] {
        for who in [&b.client, &stranger.client] {
            cast.shows_nobody(who, path).await;
        }
    }
    let own = format!("/users/export?format=ndjson&{of_a}");
    assert!(cast.tells(&a.client.get(&own).await.expect(200).text));
    let before = world.acme.root.all("/users").await;
    let ids = members.iter().map(|user| user["id"].clone());
    let ids = ids.collect::<Vec<_>>();
    let actions = [
        json!({ "action": "end_sessions" }),
        json!({ "action": "deactivate", "params": { "reason": "a test" } }),
        json!({ "action": "delete" }),
    ];
    for action in &actions {
        for who in [&b.client, &stranger.client] {
            let mut wish = action.clone();
            wish["ids"] = json!(ids);
            let report = who.post("/users/bulk", &wish).await.expect(200).body;
            assert_eq!(report["done"], 0, "{report}");
            let skipped = report["skipped"].as_array().unwrap();
            assert!(
                skipped.iter().all(|row| row["code"] == "not_found"),
                "{report}"
            );
            assert_eq!(skipped.len(), ids.len());
            let mut wish = action.clone();
            wish["filter"] = json!(of_a);
            let report = who.post("/users/bulk", &wish).await.expect(200).body;
            assert_eq!(report["total"], 0, "{report}");
        }
    }
    // A file that names them: an organization's administrator carries nobody in, another tenant only its own.
    let email = members[1]["email"].as_str().unwrap();
    let file = format!("email,first_name\n{email},Mallory\n").into_bytes();
    let carried = async |who: &Client| {
        let method = reqwest::Method::POST;
        who.raw(method, "/users/import", "text/csv", file.clone())
            .await
    };
    carried(&b.client).await.expect_problem(403, "forbidden");
    let there = carried(&stranger.client).await.expect(200);
    assert!(!cast.tells(&there.text), "{}", there.text);
    let settled = |users: &[Value]| {
        let told = users.iter().map(|user| {
            let fields = ["id", "first_name", "status", "version"];
            fields.map(|field| user[field].to_string())
        });
        told.collect::<std::collections::BTreeSet<_>>()
    };
    let after = world.acme.root.all("/users").await;
    assert_eq!(settled(&after), settled(&before));
}
