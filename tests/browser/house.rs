//! A house full of people, for pages that have something to show.

use crate::{
    Browser,
    client::Client,
    database::Database,
    process::{ADMIN, PASSWORD, Server},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::fmt::Write;

const FIRST: [&str; 10] = [
    "Amara", "Björn", "Chiara", "Dmitri", "Esra", "Farid", "Greta", "Hiroshi", "Inês", "Jakub",
];
const LAST: [&str; 5] = ["Adler", "Brandt", "Conti", "Dahl", "Eriksen-van der Bergh"];

/// The server, its administrator, and the ids by which pages are reached.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) server: Server,
    pub(crate) ana: Client,
    /// Ben, who is active and has everything that a user can have.
    pub(crate) ben: String,
    pub(crate) role: String,
    pub(crate) facility: String,
}

impl House {
    /// Fifty users, among them somebody in every state.
    pub(crate) async fn full() -> Self {
        let server = Server::start(Database::sqlite()).await;
        let ana = server.administrator().await;
        offer_everything(&ana).await;
        let ben = id(&ana.member("ben@example.com", PASSWORD).await);
        let mut file = "external_id,email,first_name,last_name\n".to_owned();
        for (n, (last, first)) in pairs().enumerate().take(46) {
            writeln!(file, "E{n},user{n}@example.com,{first},{last}").unwrap();
        }
        let file = file.into_bytes();
        let sent = ana
            .raw(Method::POST, "/users/import", "text/csv", file)
            .await;
        sent.expect(200);
        let facility = record(&ana, "facilities", "Warehouse North", "WH-N").await;
        let role = ana.post("/roles", &json!({ "name": "Clerk" })).await;
        let house = Self {
            role: id(&role.expect(201).body),
            server,
            ana,
            ben,
            facility,
        };
        house.ben_has_everything().await;
        house.others_are_in_every_state().await;
        house
    }

    async fn ben_has_everything(&self) {
        let store = record(&self.ana, "product-stores", "Toys", "TOYS").await;
        let department = record(&self.ana, "departments", "Fulfilment", "FUL").await;
        let wishes = [
            ("facilities", json!({ "facilities": [self.facility] })),
            ("product-stores", json!({ "product_stores": [store] })),
            ("favourites", json!({ "product_store": store })),
            ("position", json!({ "title": "Clerk" })),
            ("department", json!({ "department": department })),
            ("roles", json!({ "roles": [{ "role": self.role }] })),
            (
                "days-off",
                json!({ "days_off": [{ "start_at": "2020-01-01T00:00:00Z", "end_at": "2099-01-01T00:00:00Z" }] }),
            ),
        ];
        for (part, wish) in wishes {
            let path = format!("/users/{}/{part}", self.ben);
            self.ana.put(&path, &wish).await.expect(200);
        }
    }

    async fn others_are_in_every_state(&self) {
        for (name, state) in [
            ("blocked", "block"),
            ("inactive", "deactivate"),
            ("deleted", ""),
        ] {
            let email = format!("{name}@example.com");
            let user = id(&self.ana.member(&email, PASSWORD).await);
            let path = format!("/users/{user}");
            let done = match state {
                "" => self.ana.delete(&path).await,
                _ => {
                    let why = json!({ "reason": "lost badge" });
                    let body = if state == "block" { why } else { json!({}) };
                    self.ana.post(&format!("{path}/{state}"), &body).await
                }
            };
            done.expect(200);
        }
        let wrong = self
            .server
            .client()
            .try_log_in("ben@example.com", "wrong")
            .await;
        wrong.expect(401);
    }

    /// The administrator at the console.
    pub(crate) async fn at_the_console(&self) -> Browser {
        let browser = Browser::open(self.server.base()).await;
        browser.log_in(ADMIN.0, ADMIN.1).await;
        browser.is_in().await;
        browser
    }

    /// The address of a page, with the ids of this house.
    pub(crate) fn address(&self, path: &str) -> String {
        let ids = [
            ("{ben}", &self.ben),
            ("{role}", &self.role),
            ("{facility}", &self.facility),
        ];
        ids.iter()
            .fold(path.to_owned(), |path, (name, id)| path.replace(name, id))
    }
}

/// Under rules by which users have all that users of any system have.
async fn offer_everything(by: &Client) {
    let mut rules = by.get("/policy").await.expect(200);
    let latest = rules.header("etag").to_owned();
    let policy = &mut rules.body["policy"];
    policy["work"]["orgchart"] = json!("yes");
    policy["work"]["scopes"] = json!(["facility", "product_store"]);
    let wish = json!({ "preset": rules.body["preset"], "policy": rules.body["policy"] });
    let latest = [("if-match", latest.as_str())];
    let sent = by.send(Method::PUT, "/policy", &latest, Some(&wish)).await;
    sent.expect(200);
}

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    LAST.iter()
        .flat_map(|last| FIRST.iter().map(|first| (*last, *first)))
}

async fn record(by: &Client, kind: &str, name: &str, external_id: &str) -> String {
    let wish = json!({ "name": name, "external_id": external_id });
    id(&by.post(&format!("/{kind}"), &wish).await.expect(201).body)
}

fn id(of: &Value) -> String {
    of["id"].as_str().unwrap().to_owned()
}
