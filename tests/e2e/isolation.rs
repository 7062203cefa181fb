//! Whatever an administrator asks about members of another organization, he hears what he would hear of nobody.

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    organizations::{NOBODY, id, joined, made},
    process::Server,
};
use reqwest::Method;
use serde_json::{Value, json};

on_both_databases! {
    what_goes_out_holds_nobody_of_another_organization,
    nobody_of_another_organization_is_changed_by_a_bulk_action_or_a_file,
    of_another_organizations_member_one_hears_what_one_hears_of_nobody,
}

/// An organization with an administrator, and a member of another one.
struct Scene {
    root: Client,
    admin: Client,
    own: Value,
    stranger: Value,
    strangers_client: Client,
    facility: String,
    _server: Server,
}

impl Scene {
    async fn new(database: Database) -> Self {
        let server = Server::start(database).await;
        let root = server.administrator().await;
        let a = made(&root, "/organizations", json!({ "name": "A" })).await;
        let b = made(&root, "/organizations", json!({ "name": "B" })).await;
        let facility = made(&root, "/facilities", json!({ "name": "North" })).await;
        let permissions = ["users.read", "users.create", "users.update", "users.import"];
        let role = json!({ "id": "importer", "name": "Importer", "permissions": permissions });
        root.post("/roles", &role).await.expect(201);
        let roles = ["organization_admin", "importer"];
        let roles = roles.map(|role| json!({ "role": role, "organization": b }));
        let wish = json!({ "organization": b, "roles": roles });
        let (_, admin) = joined(&root, "bert", wish).await;
        let (own, _) = joined(&root, "bob", json!({ "organization": b })).await;
        let more = json!({ "organization": a, "external_id": "ANN-1" });
        let (stranger, strangers_client) = joined(&root, "ann", more).await;
        Self {
            root,
            admin,
            own,
            stranger,
            strangers_client,
            facility,
            _server: server,
        }
    }

    /// The stranger as a system administrator sees him, to be compared with later.
    async fn seen(&self) -> Value {
        self.root.user(id(&self.stranger)).await
    }
}

async fn what_goes_out_holds_nobody_of_another_organization(database: Database) {
    let scene = Scene::new(database).await;
    let word = "ann@example.com";
    let queries = [
        "/users/export".to_owned(),
        "/users/export?q=ann".to_owned(),
        format!("/users/export?email={word}"),
        "/users/export?format=ndjson".to_owned(),
        "/events/export".to_owned(),
        format!("/events/export?subject={}", id(&scene.stranger)),
        "/events?limit=200".to_owned(),
        "/users/counts?q=ann".to_owned(),
    ];
    for path in queries {
        let answer = scene.admin.get(&path).await;
        let told = &answer.text;
        assert!(!told.contains(word), "{path}: {told}");
        assert!(!told.contains(id(&scene.stranger)), "{path}: {told}");
    }
    let own = scene.admin.get("/users/export").await.expect(200).text;
    assert!(own.contains("bob@example.com"), "{own}");
    let counts = scene.admin.get("/users/counts?q=ann").await.expect(200);
    assert!(!counts.text.contains('1'), "{}", counts.text);
}

async fn nobody_of_another_organization_is_changed_by_a_bulk_action_or_a_file(database: Database) {
    let scene = Scene::new(database).await;
    let before = scene.seen().await;
    let actions = [
        json!({ "action": "deactivate" }),
        json!({ "action": "block", "params": { "reason": "a test" } }),
        json!({ "action": "end_sessions" }),
        json!({ "action": "anonymize" }),
        json!({ "action": "purge" }),
        json!({ "action": "restore" }),
    ];
    let number = scene.stranger["number"].as_str().unwrap();
    for action in actions {
        for named in [id(&scene.stranger), number] {
            let mut wish = action.clone();
            wish["ids"] = json!([named, NOBODY]);
            let report = scene.admin.post("/users/bulk", &wish).await.expect(200);
            assert_eq!(report.body["done"], 0, "{wish}: {}", report.text);
            let skipped = &report.body["skipped"];
            let told = |row: usize| (&skipped[row]["code"], &skipped[row]["message"]);
            assert_eq!(told(0), told(1), "{wish}: {}", report.text);
            assert_eq!(skipped[0]["number"], Value::Null, "{wish}");
        }
        let mut wish = action.clone();
        wish["filter"] = json!({ "q": "ann" });
        let report = scene.admin.post("/users/bulk", &wish).await.expect(200);
        assert_eq!(report.body["total"], 0, "{wish}: {}", report.text);
    }
    let rows = [
        "email,first_name\nann@example.com,Eve\n",
        "external_id,email,first_name\nANN-1,other@example.com,Eve\n",
    ];
    for file in rows {
        let body = file.as_bytes().to_vec();
        let path = "/users/import";
        let answer = scene.admin.raw(Method::POST, path, "text/csv", body).await;
        assert!(
            !answer.text.contains(id(&scene.stranger)),
            "{}",
            answer.text
        );
        assert_eq!(answer.body["counts"]["updated"], 0, "{}", answer.text);
    }
    assert_eq!(scene.seen().await, before);
    scene.strangers_client.get("/me").await.expect(200);
}

/// What is asked of a user: the method, what stands behind the user's path, and the body.
fn questions(facility: &str) -> Vec<(Method, String, Option<Value>)> {
    let puts = [
        ("photo".to_owned(), json!({})),
        ("facilities".to_owned(), json!({ "facilities": [facility] })),
        ("product-stores".to_owned(), json!({ "product_stores": [] })),
        (
            format!("facilities/{facility}/credential"),
            json!({ "username": "ann", "pin": "284617" }),
        ),
        ("favourites".to_owned(), json!({ "product_store": "X" })),
    ];
    let puts = puts.map(|(part, body)| (Method::PUT, part, Some(body)));
    let posts = ["anonymize", "restore", "purge"];
    let posts = posts.map(|part| (Method::POST, part.to_owned(), Some(json!({}))));
    let gets = ["photo", "facilities", "product-stores", "position"];
    let gets = gets.map(|part| (Method::GET, part.to_owned(), None));
    let deletes = [
        "sessions".to_owned(),
        "photo".to_owned(),
        format!("facilities/{facility}/credential"),
    ];
    let deletes = deletes.map(|part| (Method::DELETE, part, None));
    let all = puts.into_iter().chain(posts).chain(gets).chain(deletes);
    all.collect()
}

async fn of_another_organizations_member_one_hears_what_one_hears_of_nobody(database: Database) {
    let scene = Scene::new(database).await;
    let before = scene.seen().await;
    let told = |answer: &Answer| {
        let detail = answer.body["detail"].clone();
        (answer.status.as_u16(), answer.body["code"].clone(), detail)
    };
    for (method, part, body) in questions(&scene.facility) {
        let ask = async |user: &str| {
            let path = format!("/users/{user}/{part}");
            let headers = [("if-match", "*")];
            let client = &scene.admin;
            client
                .send(method.clone(), &path, &headers, body.as_ref())
                .await
        };
        let stranger = ask(id(&scene.stranger)).await;
        assert!(
            stranger.status.is_client_error(),
            "{method} {part}: {}",
            stranger.text
        );
        assert_eq!(told(&stranger), told(&ask(NOBODY).await), "{method} {part}");
    }
    assert_eq!(scene.seen().await, before);
    scene.strangers_client.get("/me").await.expect(200);
    let own = format!("/users/{}/sessions", id(&scene.own));
    scene.admin.delete(&own).await.expect(204);
}
