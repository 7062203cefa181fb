//! The pages before the log-in, and the way through them.

use crate::{
    Browser,
    database::Database,
    process::{ADMIN, PASSWORD, Server},
};
use fantoccini::key::Key;
use serde_json::json;

const NEW: &str = "copper lantern drifts north";

/// The set-up link, as it is printed.
fn set_up(server: &Server) -> String {
    format!("/setup?token={}", server.setup_token())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_link_leads_to_an_administrator_who_logs_in_and_out() {
    let server = Server::start(Database::sqlite()).await;
    let ana = Browser::open(server.base()).await;
    ana.goto("/setup").await;
    ana.look("setup-without-link").await;
    ana.goto(&set_up(&server)).await;
    ana.look("setup").await;
    ana.fill("E-mail", "no address").await;
    ana.press("Set up").await;
    ana.sees("Fill in this field.").await;
    assert_eq!(ana.value("E-mail").await, "no address");
    ana.look("setup-refused").await;
    ana.fill("Name of the organization", "Acme").await;
    ana.fill("E-mail", ADMIN.0).await;
    ana.fill("First name", "Ana").await;
    ana.fill("Last name", "López").await;
    ana.fill("Password", ADMIN.1).await;
    ana.press("Set up").await;
    ana.sees("The system is set up.").await;
    ana.look("login-after-setup").await;
    ana.enter(ADMIN.0, "not the password at all").await;
    ana.sees("Log in failed").await;
    ana.look("login-failed").await;
    ana.enter(ADMIN.0, ADMIN.1).await;
    ana.is_in().await;
    assert_eq!(ana.path().await, "/");
    ana.log_out().await;
    ana.sees("You are logged out.").await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_the_mailed_links_one_chooses_a_password() {
    let server = Server::start(Database::sqlite()).await;
    let ana = server.administrator().await;
    let (_, token) = ana.invite("ben@example.com").await;
    let ben = Browser::open(server.base()).await;
    ben.goto(&format!("/invite/{token}")).await;
    ben.look("invite").await;
    ben.fill("Password", "short").await;
    ben.press("Accept the invitation").await;
    ben.find("[aria-invalid]").await;
    ben.look("invite-refused").await;
    ben.fill("Last name", "Okafor").await;
    ben.fill("Password", PASSWORD).await;
    ben.press("Accept the invitation").await;
    ben.sees("Your account is ready.").await;
    ben.goto(&format!("/invite/{token}")).await;
    ben.look("invite-used").await;

    ben.goto("/login").await;
    ben.press("Forgot your password?").await;
    ben.look("forgot").await;
    ben.press("Send the link").await;
    ben.sees("Fill in this field.").await;
    ben.look("forgot-refused").await;
    ben.fill("User name or e-mail", "ben@example.com").await;
    ben.press("Send the link").await;
    ben.sees("Check your mail").await;
    ben.look("forgot-sent").await;
    let path = "/password/reset/";
    let token = server.mailed_token("ben@example.com", path).await;
    ben.goto(&format!("{path}{token}")).await;
    ben.look("reset").await;
    ben.fill("New password", NEW).await;
    ben.press("Change password").await;
    ben.sees("Your password is changed.").await;
    ben.goto(&format!("{path}{token}")).await;
    ben.look("reset-used").await;
    ben.log_in("ben@example.com", NEW).await;
    ben.is_in().await;
    ben.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_temporary_password_nothing_is_reached_before_it_is_changed() {
    let server = Server::start(Database::sqlite()).await;
    let ana = server.administrator().await;
    let wish = json!({ "email": "eva@example.com", "first_name": "Eva",
        "credential": { "type": "temporary_password", "password": PASSWORD } });
    ana.post("/users", &wish).await.expect(201);
    let eva = Browser::open(server.base()).await;
    eva.log_in("eva@example.com", PASSWORD).await;
    eva.sees("Your password must be changed before you can go on.")
        .await;
    eva.look("forced-change").await;
    for elsewhere in ["/", "/password/change"] {
        eva.goto(elsewhere).await;
        eva.sees("Forgot your password?").await;
    }
    eva.log_in("eva@example.com", PASSWORD).await;
    eva.fill("New password", "short").await;
    eva.press("Change password").await;
    eva.find("[aria-invalid]").await;
    eva.look("forced-change-refused").await;
    eva.fill("New password", NEW).await;
    eva.press("Change password").await;
    eva.sees("Your password is changed.").await;
    eva.enter("eva@example.com", NEW).await;
    eva.is_in().await;
    eva.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_logs_one_in() {
    let server = Server::start(Database::sqlite()).await;
    server.administrator().await;
    let ana = Browser::open(server.base()).await;
    ana.goto("/login").await;
    ana.key(Key::Tab).await;
    assert_eq!(ana.focused().await, "Skip to the content");
    ana.shows_focus().await;
    ana.key(Key::Enter).await;
    assert_eq!(ana.focused().await, "main");
    ana.key(Key::Tab).await;
    assert_eq!(ana.focused().await, "User name or e-mail");
    ana.shows_focus().await;
    ana.keys(ADMIN.0).await;
    ana.key(Key::Tab).await;
    assert_eq!(ana.focused().await, "Password");
    ana.keys("wrong").await;
    ana.key(Key::Enter).await;
    ana.sees("Log in failed").await;
    // The summary of what went wrong has the focus; the form follows.
    ana.key(Key::Tab).await;
    assert_eq!(ana.focused().await, "User name or e-mail");
    ana.key(Key::Tab).await;
    ana.keys(ADMIN.1).await;
    ana.key(Key::Enter).await;
    ana.is_in().await;
    ana.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_not_there_says_so_and_every_first_page_is_light() {
    let server = Server::start(Database::sqlite()).await;
    let visitor = Browser::open(server.base()).await;
    visitor.goto("/no/such/page").await;
    visitor.look("error-not-found").await;
    for path in [
        "/no/such/page",
        &set_up(&server),
        "/login",
        "/password/forgot",
    ] {
        visitor.is_light(path).await;
    }
    visitor.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_one_sets_up_logs_in_accepts_an_invitation_and_asks_for_a_link() {
    let server = Server::start(Database::sqlite()).await;
    let ana = Browser::open(server.base()).await;
    ana.without_scripts().await;
    ana.goto(&set_up(&server)).await;
    ana.fill("Name of the organization", "Acme").await;
    ana.fill("E-mail", ADMIN.0).await;
    ana.fill("First name", "Ana").await;
    ana.fill("Last name", "López").await;
    ana.fill("Password", ADMIN.1).await;
    ana.press("Set up").await;
    ana.enter(ADMIN.0, ADMIN.1).await;
    ana.is_in().await;
    ana.log_out().await;
    ana.sees("You are logged out.").await;
    let api = server.client().log_in(ADMIN.0, ADMIN.1).await;
    let (_, token) = api.invite("ben@example.com").await;
    ana.goto(&format!("/invite/{token}")).await;
    ana.fill("Password", PASSWORD).await;
    ana.press("Accept the invitation").await;
    ana.sees("Your account is ready.").await;
    ana.press("Forgot your password?").await;
    ana.fill("User name or e-mail", "ben@example.com").await;
    ana.press("Send the link").await;
    ana.sees("Check your mail").await;
    ana.close().await;
}
