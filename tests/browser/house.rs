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

/// The server, its administrator, and what pages are about.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) server: Server,
    pub(crate) ana: Client,
    /// Ids by the name that addresses give them here; for users there is also the number, such as `{ben#}`.
    ids: Vec<(String, String)>,
}

impl House {
    /// Fifty users, among them somebody in every state.
    pub(crate) async fn full() -> Self {
        let server = Server::start(Database::sqlite()).await;
        let ana = server.administrator().await;
        offer_everything(&ana).await;
        let mut file = "external_id,email,first_name,last_name\n".to_owned();
        for (n, (last, first)) in pairs().enumerate().take(44) {
            writeln!(file, "E{n},user{n}@example.com,{first},{last}").unwrap();
        }
        let file = file.into_bytes();
        let sent = ana
            .raw(Method::POST, "/users/import", "text/csv", file)
            .await;
        sent.expect(200);
        let ids = Vec::new();
        let mut house = Self { server, ana, ids };
        let facility = house.record("facilities", "Warehouse North", "WH-N").await;
        let role = house.ana.post("/roles", &json!({ "name": "Clerk" })).await;
        let role = id(&role.expect(201).body);
        house.note("facility", &facility);
        house.note("role", &role);
        house.others_are_in_every_state().await;
        // Ben has everything that a user can have.
        house.user("ben", "Ben", "Okafor").await;
        house.ben_has_everything(&facility, &role).await;
        house
    }

    fn note(&mut self, name: &str, id: &str) {
        self.ids.push((format!("{{{name}}}"), id.to_owned()));
    }

    /// Somebody who was invited and has accepted.
    async fn user(&mut self, name: &str, first: &str, last: &str) {
        let wish = json!({ "email": format!("{name}@example.com"), "first_name": first, "last_name": last,
            "credential": { "type": "invitation" } });
        let user = self.ana.post("/users", &wish).await.expect(201).body;
        self.note(name, user["id"].as_str().unwrap());
        self.note(&format!("{name}#"), user["number"].as_str().unwrap());
        if name == "pending" {
            return;
        }
        let link = user["invitation"]["link"].as_str().unwrap();
        let token = link.rsplit('/').next().unwrap();
        let accept = format!("/invitations/{token}/accept");
        let visitor = self.server.client();
        let password = json!({ "password": PASSWORD });
        visitor.post(&accept, &password).await.expect(200);
    }

    async fn record(&self, kind: &str, name: &str, external_id: &str) -> String {
        let wish = json!({ "name": name, "external_id": external_id });
        id(&self
            .ana
            .post(&format!("/{kind}"), &wish)
            .await
            .expect(201)
            .body)
    }

    async fn ben_has_everything(&self, facility: &str, role: &str) {
        let store = self.record("product-stores", "Toys", "TOYS").await;
        let department = self.record("departments", "Fulfilment", "FUL").await;
        let wishes = [
            ("facilities", json!({ "facilities": [facility] })),
            ("product-stores", json!({ "product_stores": [store] })),
            ("favourites", json!({ "product_store": store })),
            ("position", json!({ "title": "Clerk" })),
            ("department", json!({ "department": department })),
            ("roles", json!({ "roles": [{ "role": role }] })),
            (
                "days-off",
                json!({ "days_off": [{ "start_at": "2020-01-01T00:00:00Z", "end_at": "2099-01-01T00:00:00Z" }] }),
            ),
        ];
        for (part, wish) in wishes {
            let path = self.address(&format!("/users/{{ben}}/{part}"));
            self.ana.put(&path, &wish).await.expect(200);
        }
    }

    async fn others_are_in_every_state(&mut self) {
        self.user("pending", "Pia", "Lund").await;
        self.user("blocked", "Bela", "Horvat").await;
        self.user("inactive", "Ines", "Sousa").await;
        self.user("deleted", "Dora", "Klein").await;
        let why = json!({ "reason": "lost badge" });
        let path = self.address("/users/{blocked}/block");
        self.ana.post(&path, &why).await.expect(200);
        let path = self.address("/users/{inactive}/deactivate");
        self.ana.act(&path).await.expect(200);
        let path = self.address("/users/{deleted}");
        self.ana.delete(&path).await.expect(200);
        let visitor = self.server.client();
        let wrong = visitor.try_log_in("pending@example.com", "wrong").await;
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
        let ids = self.ids.iter();
        ids.fold(path.to_owned(), |path, (name, id)| path.replace(name, id))
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

fn id(of: &Value) -> String {
    of["id"].as_str().unwrap().to_owned()
}
