//! Crashes: what was acknowledged is there, what was not is there whole or not at all.

use crate::{
    client::Client,
    database::Database,
    on_both_databases,
    process::{ADMIN, Server},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::task::JoinSet;

on_both_databases! {
    twenty_kills_during_writes_lose_nothing_that_was_acknowledged,
    a_stop_ends_cleanly_and_keeps_everything,
}

const ROUNDS: u64 = 20;
const WRITERS: usize = 8;

/// What the client was told: the user's id, and whether the block was acknowledged too.
type Journal = Arc<Mutex<Vec<(String, bool)>>>;

async fn write_until_killed(ana: Client, journal: Journal, round: u64, writer: usize) {
    for n in 0.. {
        let email = format!("u{round}-{writer}-{n}@example.com");
        let body = json!({ "email": email, "credential": { "type": "invitation" } });
        let created = ana.try_send(Method::POST, "/users", &[], Some(&body)).await;
        let Ok(created) = created else { return };
        if created.status.as_u16() != 201 {
            continue;
        }
        let id = created.body["id"].as_str().unwrap().to_owned();
        journal.lock().unwrap().push((id.clone(), false));
        let rest = ana
            .try_send(
                Method::POST,
                &format!("/users/{id}/deactivate"),
                &[],
                Some(&json!({})),
            )
            .await;
        let Ok(rest) = rest else { return };
        if rest.status.as_u16() == 200 {
            let mut journal = journal.lock().unwrap();
            let entry = journal.iter_mut().find(|(known, _)| *known == id).unwrap();
            entry.1 = true;
        }
    }
}

async fn twenty_kills_during_writes_lose_nothing_that_was_acknowledged(database: Database) {
    let mut server = Server::start(database).await;
    let mut ana = server.administrator().await;
    let journal = Journal::default();
    for round in 0..ROUNDS {
        let mut writers = JoinSet::new();
        for writer in 0..WRITERS {
            writers.spawn(write_until_killed(
                ana.clone(),
                Arc::clone(&journal),
                round,
                writer,
            ));
        }
        // The moment of the kill wanders through the writes, once there are some.
        let before = journal.lock().unwrap().len();
        let writing = || async { (journal.lock().unwrap().len() > before + 4).then_some(()) };
        crate::client::eventually("acknowledged writes", writing).await;
        let moment = Duration::from_millis((round * 7) % 60);
        tokio::time::timeout(moment, std::future::pending::<()>())
            .await
            .unwrap_err();
        server.kill().await;
        while writers.join_next().await.is_some() {}
        server.start_again().await;
        ana = ana.at(server.base());
        let check = server.command(&["check", "--json"]).await;
        assert!(
            check.status.success(),
            "round {round}: {}",
            String::from_utf8_lossy(&check.stdout)
        );
    }
    let ana = server.client().log_in(ADMIN.0, ADMIN.1).await;
    let journal = journal.lock().unwrap().clone();
    assert!(
        journal.len() >= 100,
        "too few writes to mean anything: {}",
        journal.len()
    );
    everything_acknowledged_is_there(&ana, &journal).await;
    state_events_and_outbox_agree(&ana, &journal).await;
}

async fn everything_acknowledged_is_there(ana: &Client, journal: &[(String, bool)]) {
    for (id, rests) in journal {
        let user: Value = ana.user(id).await;
        let history = ana.history(id).await;
        assert!(
            history.iter().any(|kind| kind == "invitation.sent"),
            "{id} was promised an invitation: {history:?}"
        );
        if *rests {
            assert_eq!(user["status"], "inactive", "{id} was acknowledged");
            assert!(
                history.iter().any(|kind| kind == "user.deactivated"),
                "{id}: {history:?}"
            );
        }
    }
}

/// Of every user there is, acknowledged or not: registered, with an invitation in the history and one message
/// for it; and no message is about anybody else.
async fn state_events_and_outbox_agree(ana: &Client, journal: &[(String, bool)]) {
    let mut messages = BTreeMap::<String, Vec<Value>>::new();
    for message in ana.all("/outbox").await {
        let user = message["user"].as_str().unwrap().to_owned();
        messages.entry(user).or_default().push(message);
    }
    let users = ana.all("/users").await;
    let ids = users.iter().map(|user| user["id"].as_str().unwrap());
    let ids = ids.collect::<BTreeSet<_>>();
    assert_eq!(ids.len(), users.len(), "every user is listed once");
    for (id, _) in journal {
        assert!(ids.contains(id.as_str()), "{id} is not in the list");
    }
    for user in &users {
        let id = user["id"].as_str().unwrap();
        let history = ana.history(id).await;
        let count = |wanted: &str| history.iter().filter(|kind| *kind == wanted).count();
        assert_eq!(
            history.first().map(String::as_str),
            Some("user.registered"),
            "{id}"
        );
        // The administrator came by the set-up link, everybody else by an invitation.
        let invited = usize::from(user["email"] != ADMIN.0);
        let messages = messages.remove(id).unwrap_or_default();
        assert_eq!(
            (count("user.registered"), count("invitation.sent")),
            (1, invited),
            "{id}: {history:?}"
        );
        let invitations = messages
            .iter()
            .filter(|message| message["about"] == "invitation");
        assert_eq!(invitations.count(), invited, "{id}: {messages:?}");
        assert_eq!(messages.len(), invited, "{id}: {messages:?}");
        let settled = ["queued", "sent", "cancelled"];
        let state = |message: &Value| message["state"].as_str().unwrap().to_owned();
        assert!(
            messages
                .iter()
                .all(|message| settled.contains(&state(message).as_str())),
            "{id}: {messages:?}"
        );
    }
    assert!(messages.is_empty(), "about nobody: {messages:?}");
}

async fn a_stop_ends_cleanly_and_keeps_everything(database: Database) {
    let mut server = Server::start(database).await;
    let ana = server.administrator().await;
    let (ben, _) = ana.invite("ben@example.com").await;
    let ended = server.stop().await;
    assert!(ended.success(), "{ended:?}");
    server.start_again().await;
    let ana = ana.at(server.base());
    assert_eq!(
        ana.user(ben["id"].as_str().unwrap()).await["status"],
        "pending"
    );
}
