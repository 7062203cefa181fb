//! Races from outside: exactly one wins, in every round.

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    process::{ADMIN, PASSWORD, Server},
};
use serde_json::json;
use tokio::task::JoinSet;

on_both_databases! {
    of_two_administrators_who_deactivate_each_other_exactly_one_stays_a_hundred_times,
    sixteen_acceptances_of_one_invitation_give_one_user,
    sixteen_registrations_of_one_address_give_one_user,
}

const ROUNDS: usize = 100;
const BEN: &str = "ben@example.com";

async fn promote(ana: &Client) -> String {
    let ben = ana.member(BEN, PASSWORD).await;
    let id = ben["id"].as_str().unwrap().to_owned();
    let roles = json!({ "roles": [{ "role": "system_admin" }] });
    ana.put(&format!("/users/{id}/roles"), &roles)
        .await
        .expect(200);
    id
}

async fn of_two_administrators_who_deactivate_each_other_exactly_one_stays_a_hundred_times(
    database: Database,
) {
    let server = Server::start(database).await;
    let mut ana = server.administrator().await;
    let ana_id = ana.get("/me").await.expect(200).body["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let ben_id = promote(&ana).await;
    let mut ben = server.client().log_in(BEN, PASSWORD).await;
    for round in 0..ROUNDS {
        let (by_ana, by_ben) = (
            format!("/users/{ben_id}/deactivate"),
            format!("/users/{ana_id}/deactivate"),
        );
        let (a, b) = tokio::join!(ana.act(&by_ana), ben.act(&by_ben));
        let won = [a.status.as_u16(), b.status.as_u16()];
        let winners = won.iter().filter(|status| **status == 200).count();
        assert_eq!(winners, 1, "round {round}: {} / {}", a.text, b.text);
        if won[0] == 200 {
            ana.act(&format!("/users/{ben_id}/activate"))
                .await
                .expect(200);
            ben = server.client().log_in(BEN, PASSWORD).await;
        } else {
            ben.act(&format!("/users/{ana_id}/activate"))
                .await
                .expect(200);
            ana = server.client().log_in(ADMIN.0, ADMIN.1).await;
        }
    }
}

async fn count<F, R>(times: usize, ask: F) -> Vec<u16>
where
    F: Fn(usize) -> R,
    R: Future<Output = u16> + Send + 'static,
{
    let mut racers = JoinSet::new();
    for n in 0..times {
        racers.spawn(ask(n));
    }
    let mut statuses = Vec::new();
    while let Some(status) = racers.join_next().await {
        statuses.push(status.unwrap());
    }
    statuses.sort_unstable();
    statuses
}

async fn sixteen_acceptances_of_one_invitation_give_one_user(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let (_, token) = ana.invite(BEN).await;
    let statuses = count(16, |_| {
        let (client, path) = (server.client(), format!("/invitations/{token}/accept"));
        async move {
            client
                .post(&path, &json!({ "password": PASSWORD }))
                .await
                .status
                .as_u16()
        }
    });
    let statuses = statuses.await;
    assert_eq!(statuses[0], 200);
    assert!(
        statuses[1..]
            .iter()
            .all(|status| matches!(status, 409 | 410 | 503)),
        "{statuses:?}"
    );
}

async fn sixteen_registrations_of_one_address_give_one_user(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let statuses = count(16, |n| {
        let ana = ana.clone();
        // Spelled differently, the same address all the same.
        let email = if n % 2 == 0 {
            "Eva@Example.com"
        } else {
            "eva@example.com"
        };
        let body = json!({ "email": email, "username": format!("eva{n}"), "credential": { "type": "temporary_password", "password": PASSWORD } });
        async move { ana.post("/users", &body).await.status.as_u16() }
    });
    let statuses = statuses.await;
    assert_eq!(statuses[0], 201);
    assert!(
        statuses[1..].iter().all(|status| *status == 409),
        "{statuses:?}"
    );
    assert_eq!(
        ana.get("/users?q=eva").await.expect(200).body["page"]["total"],
        1
    );
}
