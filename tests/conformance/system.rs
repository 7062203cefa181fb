//! One of the five systems: a tenant made by the product's own command with its preset, and nothing else.

use crate::{
    client::{Answer, Client, eventually},
    clock::{self, Clock},
    database::Database,
    process::{Server, Wish, token_after},
};
use reqwest::Method;
use serde_json::{Value, json};
use tenure_domain::value::Span;
use tenure_service::{ports::Clock as _, system::SystemClock};

/// The first administrator's address and password.
pub(crate) const ADMIN: (&str, &str) = ("ana@example.com", "plum ladder 7! orbit canvas");
/// A password that every system accepts.
pub(crate) const PASSWORD: &str = "velvet harbor 4! snail trumpet";

/// Another.
pub(crate) const OTHER: &str = "copper lantern 9! drifts north";

/// The server with the system's tenant, and its clock where the test moves it.
#[derive(Debug)]
pub(crate) struct System {
    server: Server,
    clock: Option<Clock>,
    visitor: Client,
}

impl System {
    /// A system of this preset.
    pub(crate) async fn of(preset: &str, database: Database) -> Self {
        Self::with(preset, database, None).await
    }

    /// The same with a clock that the test moves.
    pub(crate) async fn with_clock(preset: &str, database: Database) -> Self {
        Self::with(preset, database, Some(Clock::new())).await
    }

    async fn with(preset: &str, database: Database, clock: Option<Clock>) -> Self {
        let wish = clock.as_ref().map_or_else(Wish::default, Clock::wish);
        let server = Server::start_with(database, wish).await;
        let visitor = Client::new(server.base(), Some("acme"));
        let system = Self {
            server,
            clock,
            visitor,
        };
        let mut words = vec!["tenant", "create", "acme", "--preset", preset];
        words.extend(["--admin-email", ADMIN.0, "--admin-password-stdin"]);
        let made = system.server.command_reading(&words, ADMIN.1).await;
        assert!(
            made.status.success(),
            "{}",
            String::from_utf8_lossy(&made.stderr)
        );
        system
    }

    /// Somebody who is not logged in.
    pub(crate) fn visitor(&self) -> &Client {
        &self.visitor
    }

    /// The first administrator, logged in.
    pub(crate) async fn admin(&self) -> Client {
        self.visitor.log_in(ADMIN.0, ADMIN.1).await
    }

    /// A record of reference data that the order management system calls so; more says what it is part of.
    pub(crate) async fn record(&self, list: &str, name: &str, more: &Value) -> String {
        let mut wish = json!({ "name": name, "external_id": name });
        for (field, value) in more.as_object().into_iter().flatten() {
            wish[field] = value.clone();
        }
        let admin = self.admin().await;
        let made = admin.post(&format!("/{list}"), &wish).await.expect(201);
        id(&made.body).to_owned()
    }

    /// So many minutes pass.
    pub(crate) fn pass_minutes(&self, minutes: u64) {
        self.clock
            .as_ref()
            .expect("started by with_clock")
            .pass_minutes(minutes);
    }

    /// Changes one of the tenant's rules, named by its place in them.
    pub(crate) async fn change_rules(&self, by: &Client, place: &str, value: Value) {
        let found = by.get("/policy").await.expect(200);
        let mut policy = found.body["policy"].clone();
        *policy.pointer_mut(place).expect("a rule") = value;
        let based_on = [("If-Match", found.header("etag"))];
        let body = json!({ "policy": policy });
        let put = by.send(Method::PUT, "/policy", &based_on, Some(&body));
        put.await.expect(200);
    }

    /// Every mail to this address, oldest first, once there are so many.
    pub(crate) async fn mails_to(&self, address: &str, least: usize) -> Vec<String> {
        let to = format!("To: {address}");
        eventually(&format!("{least} mails to {address}"), || async {
            let mut mails = self.server.mails();
            mails.retain(|mail| mail.contains(&to));
            (mails.len() >= least).then_some(mails)
        })
        .await
    }

    /// The token of the first link of this kind that is mailed to an address.
    pub(crate) async fn mailed_token(&self, address: &str, path: &str) -> String {
        eventually(&format!("{path} mailed to {address}"), || async {
            let mails = self.mails_to(address, 1).await;
            mails.iter().find_map(|mail| token_after(mail, path))
        })
        .await
    }

    /// Opens an invitation's link.
    pub(crate) async fn open(&self, token: &str) -> Answer {
        self.visitor.get(&format!("/invitations/{token}")).await
    }

    /// Answers an invitation with a password.
    pub(crate) async fn try_accept(&self, token: &str, password: &str) -> Answer {
        let path = format!("/invitations/{token}/accept");
        let body = json!({ "password": password });
        self.visitor.post(&path, &body).await
    }

    /// Accepts an invitation and logs in.
    pub(crate) async fn accept(&self, email: &str, token: &str) -> Client {
        self.try_accept(token, PASSWORD).await.expect(200);
        self.visitor.log_in(email, PASSWORD).await
    }
}

impl Drop for System {
    fn drop(&mut self) {
        if self.clock.is_some() {
            clock::clear_after(self.server.pid());
        }
    }
}

/// The id of a user as answered.
#[track_caller]
pub(crate) fn id(user: &Value) -> &str {
    user["id"].as_str().expect("a user")
}

/// The token of the link that whoever invites is shown.
#[track_caller]
pub(crate) fn shown_token(user: &Value) -> String {
    let link = user["invitation"]["link"].as_str();
    let token = link.and_then(|link| token_after(link, "/invite/"));
    token.unwrap_or_else(|| panic!("an invitation with its link: {user}"))
}

/// Changes what the user's profile says, as somebody who has just read it.
pub(crate) async fn patch(client: &Client, user: &str, change: &Value) -> Answer {
    let path = format!("/users/{user}");
    let tag = client.get(&path).await.expect(200);
    let tag = [("if-match", tag.header("etag"))];
    client.send(Method::PATCH, &path, &tag, Some(change)).await
}

/// The values of one field of a list's rows, in its order.
pub(crate) async fn column(client: &Client, list: &str, field: &str) -> Vec<String> {
    let rows = client.get(list).await.expect(200).body;
    let rows = rows["data"].as_array().expect("a list").clone();
    let texts = rows.iter().map(|row| row[field].as_str().unwrap_or("-"));
    texts.map(str::to_owned).collect()
}

/// So many minutes from now, as clients write it; of the time in which the test runs.
pub(crate) fn in_minutes(minutes: u32) -> Value {
    json!(Span::minutes(minutes).after(SystemClock.now()))
}

/// A role that the tenant makes, with these permissions.
pub(crate) async fn role(by: &Client, name: &str, permissions: &[&str]) -> Value {
    let body = json!({ "id": name, "name": name, "permissions": permissions });
    by.post("/roles", &body).await.expect(201).body
}

/// Changes a role, as somebody who has just read it.
pub(crate) async fn patch_role(by: &Client, name: &str, change: &Value) {
    let path = format!("/roles/{name}");
    let tag = by.get(&path).await.expect(200);
    let tag = [("if-match", tag.header("etag"))];
    let changed = by.send(Method::PATCH, &path, &tag, Some(change)).await;
    changed.expect(200);
}

/// Gives a user these roles and no others.
pub(crate) async fn set_roles(by: &Client, user: &str, roles: &Value) -> Value {
    let path = format!("/users/{user}/roles");
    let body = json!({ "roles": roles });
    by.put(&path, &body).await.expect(200).body
}

/// What somebody may do, as his open session says.
pub(crate) async fn may(session: &Client) -> Vec<String> {
    let me = session.get("/me").await.expect(200).body;
    let permissions = me["permissions"].as_array().expect("a list").iter();
    let texts = permissions.map(|each| each.as_str().expect("a text").to_owned());
    texts.collect()
}
