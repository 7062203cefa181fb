//! Links: one live at a time, good once, bound to their address.

use crate::{
    database::Database,
    on_both_databases,
    process::{PASSWORD, Server},
};
use reqwest::Method;
use serde_json::json;

on_both_databases! {
    sending_an_invitation_again_kills_the_link_before,
    a_revoked_or_deactivated_invitation_opens_nothing,
    a_forgotten_password_is_set_by_the_mailed_link_once,
    a_stranger_learns_nothing_by_forgetting_a_password,
    a_new_address_counts_once_it_is_confirmed,
}

const NEW: &str = "copper lantern drifts north";

async fn sending_an_invitation_again_kills_the_link_before(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let (ben, first) = ana.invite("ben@example.com").await;
    let again = ana
        .act(&format!(
            "/users/{}/invitation",
            ben["id"].as_str().unwrap()
        ))
        .await
        .expect(200);
    let second = again.body["invitation"]["link"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    assert_ne!(first, second);
    let visitor = server.client();
    visitor
        .get(&format!("/invitations/{first}"))
        .await
        .expect_problem(410, "link_invalid");
    visitor
        .get(&format!("/invitations/{second}"))
        .await
        .expect(200);
    let bent = format!("{}A", &second[..second.len() - 1]);
    if bent != second {
        visitor
            .get(&format!("/invitations/{bent}"))
            .await
            .expect_problem(410, "link_invalid");
    }
}

async fn a_revoked_or_deactivated_invitation_opens_nothing(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let accept = |token: &str| format!("/invitations/{token}/accept");
    let (ben, revoked) = ana.invite("ben@example.com").await;
    ana.delete(&format!(
        "/users/{}/invitation",
        ben["id"].as_str().unwrap()
    ))
    .await
    .expect(200);
    server
        .client()
        .post(&accept(&revoked), &json!({ "password": PASSWORD }))
        .await
        .expect_problem(410, "link_invalid");
    let (eva, resting) = ana.invite("eva@example.com").await;
    let id = eva["id"].as_str().unwrap();
    ana.act(&format!("/users/{id}/deactivate"))
        .await
        .expect(200);
    server
        .client()
        .post(&accept(&resting), &json!({ "password": PASSWORD }))
        .await
        .expect_problem(410, "link_invalid");
    // Activating somebody without a password invites again (P-6).
    let back = ana
        .act(&format!("/users/{id}/activate"))
        .await
        .expect(200)
        .body;
    assert_eq!(
        (
            back["status"].as_str(),
            back["invitation"]["status"].as_str()
        ),
        (Some("pending"), Some("open"))
    );
}

async fn a_forgotten_password_is_set_by_the_mailed_link_once(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    ana.member("ben@example.com", PASSWORD).await;
    let session = server.client().log_in("ben@example.com", PASSWORD).await;
    let visitor = server.client();
    visitor
        .post("/password-resets", &json!({ "login": "ben@example.com" }))
        .await
        .expect(202);
    let token = server
        .mailed_token("ben@example.com", "/password/reset/")
        .await;
    let path = format!("/password-resets/{token}");
    visitor.get(&path).await.expect(200);
    visitor
        .post(&path, &json!({ "password": PASSWORD }))
        .await
        .expect_problem(422, "password_policy");
    visitor
        .post(&path, &json!({ "password": NEW }))
        .await
        .expect(204);
    visitor
        .post(&path, &json!({ "password": "another fine old umbrella" }))
        .await
        .expect_problem(410, "link_invalid");
    session.get("/me").await.expect_problem(401, "unauthorized");
    visitor
        .try_log_in("ben@example.com", PASSWORD)
        .await
        .expect(401);
    visitor.log_in("ben@example.com", NEW).await;
}

async fn a_stranger_learns_nothing_by_forgetting_a_password(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    ana.invite("pending@example.com").await;
    let visitor = server.client();
    let known = visitor
        .post("/password-resets", &json!({ "login": "ana@example.com" }))
        .await
        .expect(202);
    for login in ["nobody@example.com", "pending@example.com", "' or 1=1 --"] {
        let answer = visitor
            .post("/password-resets", &json!({ "login": login }))
            .await
            .expect(202);
        assert_eq!(answer.text, known.text, "{login}");
    }
    let wrong = visitor
        .try_log_in("ana@example.com", "not the password at all")
        .await;
    let unknown = visitor
        .try_log_in("nobody@example.com", "not the password at all")
        .await;
    let without_id = |text: &str, body: &serde_json::Value| {
        text.replace(body["instance"].as_str().unwrap_or("-"), "")
    };
    assert_eq!(
        without_id(&wrong.text, &wrong.body),
        without_id(&unknown.text, &unknown.body)
    );
}

async fn a_new_address_counts_once_it_is_confirmed(database: Database) {
    let server = Server::start(database).await;
    let ana = server.administrator().await;
    let ben = ana.member("ben@example.com", PASSWORD).await;
    let path = format!("/users/{}", ben["id"].as_str().unwrap());
    let tag = ana.get(&path).await.expect(200).header("etag").to_owned();
    let patch = json!({ "email": "benjamin@example.com" });
    let staged = ana
        .send(Method::PATCH, &path, &[("if-match", &tag)], Some(&patch))
        .await
        .expect(200);
    assert_eq!(
        staged.body["email"], "ben@example.com",
        "not before it is confirmed"
    );
    let token = server
        .mailed_token("benjamin@example.com", "/email/confirm/")
        .await;
    server
        .client()
        .post(&format!("/email-changes/{token}"), &json!({}))
        .await
        .expect(200);
    server
        .client()
        .post(&format!("/email-changes/{token}"), &json!({}))
        .await
        .expect_problem(410, "link_invalid");
    server
        .client()
        .log_in("benjamin@example.com", PASSWORD)
        .await;
    server
        .client()
        .try_log_in("ben@example.com", PASSWORD)
        .await
        .expect(401);
    let notice = crate::client::eventually("a notice to the old address", || async {
        server
            .mails()
            .into_iter()
            .find(|mail| mail.contains("To: ben@example.com") && !mail.contains("/invite/"))
    });
    assert!(
        !notice.await.contains("/email/confirm/"),
        "the old address gets no link"
    );
}
