//! Mail by a real SMTP conversation: every promised one arrives, once.

use crate::{
    client::eventually,
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server, Wish, token_after},
    sink::Sink,
};
use serde_json::json;

on_both_databases! {
    an_invitation_goes_out_by_smtp_and_its_link_works,
    a_mail_server_that_says_later_gets_the_mail_later_and_once,
}

async fn with_sink(database: Database, sink: &Sink) -> Server {
    let environment = vec![("TENURE__SMTP__URL".to_owned(), sink.url().to_owned())];
    Server::start_with(
        database,
        Wish {
            environment,
            ..Wish::default()
        },
    )
    .await
}

async fn an_invitation_goes_out_by_smtp_and_its_link_works(database: Database) {
    let sink = Sink::refusing(0).await;
    let server = with_sink(database, &sink).await;
    let ana = server.administrator().await;
    ana.invite("ben@example.com").await;
    let mail = eventually("a mail in the sink", || async {
        sink.mails().into_iter().next()
    })
    .await;
    assert!(mail.contains("To: ben@example.com"), "{mail}");
    assert!(server.mails().is_empty(), "not as a file too");
    let token = token_after(&mail, "/invite/").unwrap();
    let accept = format!("/invitations/{token}/accept");
    server
        .client()
        .post(&accept, &json!({ "password": PASSWORD }))
        .await
        .expect(200);
    let sent = ana.get("/outbox").await.expect(200).body;
    assert_eq!(sent["data"][0]["state"], "sent", "{sent}");
}

async fn a_mail_server_that_says_later_gets_the_mail_later_and_once(database: Database) {
    let sink = Sink::refusing(1).await;
    let server = with_sink(database, &sink).await;
    let ana = server.administrator().await;
    ana.invite("ben@example.com").await;
    let queued = eventually("a failed try", || async {
        let outbox = ana.get("/outbox").await.expect(200).body;
        outbox["data"]
            .as_array()
            .unwrap()
            .iter()
            .find(|mail| mail["last_error"].is_string())
            .cloned()
    });
    let queued = queued.await;
    assert_eq!(queued["state"], "queued", "{queued}");
    assert!(
        queued["last_error"]
            .as_str()
            .is_some_and(|error| error.contains("451")),
        "{queued}"
    );
    let retry = format!("/outbox/{}/retry", queued["id"].as_str().unwrap());
    assert!(ana.act(&retry).await.status.is_success());
    eventually("the mail in the sink", || async {
        sink.mails().into_iter().next()
    })
    .await;
    eventually("a settled message", || async {
        let outbox = ana.get("/outbox").await.expect(200).body;
        (outbox["data"][0]["state"] == "sent").then_some(())
    })
    .await;
    assert_eq!(sink.mails().len(), 1);
}
