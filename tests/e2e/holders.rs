//! Adding somebody whose address somebody has already, in every state of the holder.

use crate::{
    client::{Answer, Client},
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server},
};
use serde_json::{Value, json};

on_both_databases! {
    inviting_a_pending_holder_again_renews_his_link_and_adds_nobody,
    a_temporary_password_for_a_pending_holders_address_is_refused_and_changes_nothing,
    the_address_of_an_active_inactive_or_blocked_holder_is_taken,
    a_deleted_holder_frees_his_address_and_does_not_come_back_to_it,
}

const BEN: &str = "ben@example.com";

fn invitation() -> Value {
    json!({ "type": "invitation" })
}

fn temporary_password() -> Value {
    json!({ "type": "temporary_password", "password": PASSWORD })
}

/// Adds whoever has this address, written as people write it.
async fn add(ana: &Client, credential: Value) -> Answer {
    let body = json!({ "email": "Ben@Example.com", "credential": credential });
    ana.post("/users", &body).await
}

async fn total(ana: &Client) -> usize {
    ana.all("/users").await.len()
}

fn id(user: &Value) -> String {
    user["id"].as_str().unwrap().to_owned()
}

/// What a refused wish must leave alone; a mail on its way changes what else is shown.
async fn standing(ana: &Client, user: &str) -> (String, u64, Value) {
    let user = ana.user(user).await;
    let status = user["status"].as_str().unwrap().to_owned();
    (
        status,
        user["version"].as_u64().unwrap(),
        user["email"].clone(),
    )
}

async fn inviting_a_pending_holder_again_renews_his_link_and_adds_nobody(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let (ben, first) = ana.invite(BEN).await;
    let again = add(&ana, invitation()).await.expect(200).body;
    assert_eq!((id(&again), total(&ana).await), (id(&ben), 2));
    let link = again["invitation"]["link"].as_str().unwrap();
    let second = link.rsplit('/').next().unwrap();
    assert_ne!(first, second);
    let visitor = server.client();
    let accept = json!({ "password": PASSWORD });
    visitor
        .post(&format!("/invitations/{first}/accept"), &accept)
        .await
        .expect_problem(410, "link_invalid");
    visitor
        .post(&format!("/invitations/{second}/accept"), &accept)
        .await
        .expect(200);
    visitor.log_in(BEN, PASSWORD).await;
}

async fn a_temporary_password_for_a_pending_holders_address_is_refused_and_changes_nothing(
    database: Database,
) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let (ben, token) = ana.invite(BEN).await;
    let before = standing(&ana, &id(&ben)).await;
    add(&ana, temporary_password())
        .await
        .expect_problem(409, "identifier_taken");
    let after = standing(&ana, &id(&ben)).await;
    assert_eq!((after, total(&ana).await), (before, 2));
    server
        .client()
        .get(&format!("/invitations/{token}"))
        .await
        .expect(200);
}

async fn the_address_of_an_active_inactive_or_blocked_holder_is_taken(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ben = id(&ana.member(BEN, PASSWORD).await);
    for (status, way_there) in [
        ("active", None),
        ("inactive", Some("deactivate")),
        ("active", Some("activate")),
        ("blocked", Some("block")),
    ] {
        if let Some(action) = way_there {
            let body = match action {
                "block" => json!({ "reason": "lost badge" }),
                _ => json!({}),
            };
            let done = ana.post(&format!("/users/{ben}/{action}"), &body).await;
            done.expect(200);
        }
        let before = standing(&ana, &ben).await;
        assert_eq!(before.0, status);
        for credential in [invitation(), temporary_password()] {
            add(&ana, credential)
                .await
                .expect_problem(409, "identifier_taken");
        }
        let after = standing(&ana, &ben).await;
        assert_eq!((after, total(&ana).await), (before, 2), "{status}");
    }
}

async fn a_deleted_holder_frees_his_address_and_does_not_come_back_to_it(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    for (credential, status) in [(invitation(), "pending"), (temporary_password(), "active")] {
        let old = add(&ana, credential.clone()).await.expect(201).body;
        ana.delete(&format!("/users/{}", id(&old)))
            .await
            .expect(200);
        let new = add(&ana, credential).await.expect(201).body;
        assert_ne!(id(&new), id(&old));
        let before = standing(&ana, &id(&new)).await;
        assert_eq!(before.0, status);
        ana.act(&format!("/users/{}/restore", id(&old)))
            .await
            .expect_problem(409, "identifier_taken");
        assert_eq!(ana.user(&id(&old)).await["status"], "deleted");
        assert_eq!(standing(&ana, &id(&new)).await, before);
        ana.delete(&format!("/users/{}", id(&new)))
            .await
            .expect(200);
    }
}
