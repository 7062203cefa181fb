//! Users of several organizations, who work in one of them at a time.

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    organizations::{NOBODY, id, joined, made},
    process::{PASSWORD, Server},
};
use serde_json::{Value, json};

on_both_databases! {
    whoever_belongs_to_two_organizations_works_in_one_of_them_at_a_time,
    a_chosen_organization_stays_no_longer_than_it_may_be_chosen,
}

/// The organization that a session shows in its list, and oneself in it.
async fn current(client: &Client) -> Value {
    let me = client.get("/me").await.expect(200).body;
    let open = client.get("/sessions").await.expect(200).body;
    let mut open = open["data"].as_array().unwrap().iter();
    let own = open.find(|session| session["current"] == true).unwrap();
    assert_eq!(own["organization"], me["organization"]);
    me["organization"].clone()
}

async fn sees(client: &Client, user: &Value) -> bool {
    let answer = client.get(&format!("/users/{}", id(user))).await;
    answer.status.as_u16() == 200
}

const CURRENT: &str = "/sessions/current/organization";

/// SHx-3: with a selector one switches between the organizations that one belongs to; what one may do in another one
/// rests meanwhile.
async fn whoever_belongs_to_two_organizations_works_in_one_of_them_at_a_time(database: Database) {
    let server = Server::start(database).await;
    let root = server.administrator().await;
    let a = made(&root, "/organizations", json!({ "name": "A" })).await;
    let b = made(&root, "/organizations", json!({ "name": "B" })).await;
    let c = made(&root, "/organizations", json!({ "name": "C" })).await;
    let role = |of: &str| json!({ "role": "organization_admin", "organization": of });
    let wish = json!({ "organization": a, "roles": [role(&a), role(&b)] });
    let (dora, both) = joined(&root, "dora", wish).await;
    let (ann, plain) = joined(&root, "ann", json!({ "organization": a })).await;
    let (bob, _) = joined(&root, "bob", json!({ "organization": b })).await;
    assert_eq!(current(&both).await, Value::Null);
    assert_eq!(current(&plain).await, json!(a));
    assert!(sees(&both, &ann).await && sees(&both, &bob).await);

    let chosen = json!({ "organization": b });
    let shown = both.put(CURRENT, &chosen).await.expect(200).body;
    assert_eq!(
        (&shown["organization"], &shown["current"]),
        (&json!(b), &json!(true))
    );
    assert_eq!(current(&both).await, json!(b));
    assert!(sees(&both, &bob).await && !sees(&both, &ann).await);
    let block = json!({ "reason": "a test" });
    let refused = both
        .post(&format!("/users/{}/block", id(&ann)), &block)
        .await;
    refused.expect_problem(404, "not_found");
    let another = root.log_in("dora@example.com", PASSWORD).await;
    assert!(sees(&another, &ann).await, "another session is not bound");
    both.put(CURRENT, &json!({ "organization": a }))
        .await
        .expect(200);
    assert!(sees(&both, &ann).await && !sees(&both, &bob).await);
    both.put(CURRENT, &json!({ "organization": null }))
        .await
        .expect(200);
    assert!(sees(&both, &ann).await && sees(&both, &bob).await);

    // One that is not his and one that is not there are the same to him.
    let foreign = both.put(CURRENT, &json!({ "organization": c })).await;
    let foreign = foreign.expect_problem(404, "not_found").body;
    let nowhere = both.put(CURRENT, &json!({ "organization": NOBODY })).await;
    let nowhere = nowhere.expect_problem(404, "not_found").body;
    assert_eq!(foreign["detail"], nowhere["detail"]);
    assert_eq!(current(&both).await, Value::Null);
    let missing = root.put(CURRENT, &json!({ "organization": NOBODY })).await;
    missing.expect_problem(404, "not_found");
    let wrong = root.put(CURRENT, &json!({})).await;
    let wrong = wrong.expect_problem(422, "validation").body;
    assert_eq!(wrong["errors"][0]["code"], "required");
    let told = root.history(id(&dora)).await;
    assert!(told.iter().all(|kind| kind != "organizations.changed"));
}

/// Whoever reaches the whole tenant works in any organization, and does there what holds for the tenant.
async fn a_chosen_organization_stays_no_longer_than_it_may_be_chosen(database: Database) {
    let server = Server::start(database).await;
    let root = server.administrator().await;
    let a = made(&root, "/organizations", json!({ "name": "A" })).await;
    let b = made(&root, "/organizations", json!({ "name": "B" })).await;
    let chosen = json!({ "organization": b });
    let (ann, plain) = joined(&root, "ann", json!({ "organization": a })).await;
    root.put(CURRENT, &chosen).await.expect(200);
    assert_eq!(current(&root).await, json!(b));
    assert!(sees(&root, &ann).await);
    let memberships = format!("/users/{}/organizations", id(&ann));
    let both = json!({ "organizations": [a, b] });
    root.put(&memberships, &both).await.expect(200);
    plain.put(CURRENT, &chosen).await.expect(200);
    assert_eq!(current(&plain).await, json!(b));
    let left = json!({ "organizations": [a] });
    root.put(&memberships, &left).await.expect(200);
    assert_eq!(current(&plain).await, json!(a));
    root.delete(&format!("/organizations/{b}"))
        .await
        .expect(204);
    assert_eq!(current(&root).await, Value::Null);
}
