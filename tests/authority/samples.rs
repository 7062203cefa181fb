//! How each operation is asked so that nothing but the caller decides the answer.

use crate::{
    client::{Answer, Client, eventually},
    process::{PASSWORD, Server},
    table::Operation,
    world::{ADMIN, Caller, House, Who, World, rules},
};
use reqwest::Method;
use serde_json::{Value, json};

/// Another password.
const OTHER: &str = "copper lantern drifts north";

/// Whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// A member of A who is not the caller.
    Another,
    /// The caller himself.
    Own,
    /// Nobody: there is no such thing.
    Nobody,
}

/// What is sent.
enum Body {
    Nothing,
    Json(Value),
    Raw(&'static str, Vec<u8>),
}

/// A request, ready to be sent by anybody.
pub(crate) struct Sample {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Body,
}

impl Sample {
    pub(crate) async fn send(&self, client: &Client) -> Answer {
        let method = self.method.clone();
        let path = self.path.strip_prefix("/api/v1");
        let outside = format!("/{}", self.path);
        let path = path.unwrap_or(&outside);
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| (*name, value.as_str()));
        let headers = headers.collect::<Vec<_>>();
        match &self.body {
            Body::Nothing => client.send(method, path, &headers, None).await,
            Body::Json(body) => client.send(method, path, &headers, Some(body)).await,
            Body::Raw(kind, bytes) => client.raw(method, path, kind, bytes.clone()).await,
        }
    }
}

/// What a request is made of.
pub(crate) struct Scene<'a> {
    pub(crate) world: &'a World,
    pub(crate) operation: &'a Operation,
    pub(crate) caller: &'a Caller,
    pub(crate) whose: Whose,
}

/// An id that nobody has.
const NOBODY: &str = "01900000-0000-7000-8000-00000000ffff";

impl Scene<'_> {
    /// The request, on something that exists for it alone. `None`: nobody has said how this is asked.
    pub(crate) async fn sample(&self) -> Option<Sample> {
        let operation = self.operation.to_string();
        let method = self.operation.method.parse().unwrap();
        let short = operation.replace("/api/v1", "");
        let (path, body) = match self.operation.path.strip_prefix("/api/v1") {
            None => (self.operation.path.clone(), Body::Nothing),
            Some(path) if path.starts_with("/users/{id}") => self.on_user(&short).await?,
            Some(path) if is_reference(path) => self.on_reference(&short).await,
            Some(_) => self.elsewhere(&short).await?,
        };
        let headers = self.headers(&short, &path).await;
        let path = match path.starts_with('/') && self.operation.path.starts_with("/api/v1") {
            true => format!("/api/v1{path}"),
            false => path,
        };
        Some(Sample {
            method,
            path,
            headers,
            body,
        })
    }

    fn house(&self) -> &House {
        if self.caller.who == Who::OtherTenant {
            &self.world.other
        } else {
            &self.world.acme
        }
    }

    async fn headers(&self, operation: &str, path: &str) -> Vec<(&'static str, String)> {
        let tagged = match operation {
            "PATCH /users/{id}" if self.whose == Whose::Nobody => {
                return vec![("if-match", "\"v1\"".to_owned())];
            }
            "PATCH /users/{id}" => self.world.acme.root.get(path).await,
            "PATCH /roles/{id}" => return vec![("if-match", "*".to_owned())],
            "PUT /policy" => self.house().root.get(path).await,
            _ if operation.starts_with("PATCH /") && is_reference(path) => {
                self.world.acme.root.get(path).await
            }
            _ => return Vec::new(),
        };
        vec![("if-match", tagged.expect(200).header("etag").to_owned())]
    }

    /// Somebody for the request alone, in the state that it needs.
    async fn target(&self, operation: &str) -> String {
        match self.whose {
            Whose::Own => return self.caller.id().to_owned(),
            Whose::Nobody => return NOBODY.to_owned(),
            Whose::Another => {}
        }
        let (world, root) = (self.world, &self.world.acme.root);
        let user = match operation {
            "POST /users/{id}/invitation" | "DELETE /users/{id}/invitation" => {
                world.invite(&world.acme, &world.of_a()).await.0
            }
            _ => world.member().await,
        };
        let id = user["id"].as_str().unwrap().to_owned();
        let path = format!("/users/{id}");
        match operation {
            "POST /users/{id}/activate" => {
                root.act(&format!("{path}/deactivate")).await.expect(200);
            }
            "POST /users/{id}/unblock" => {
                let why = json!({ "reason": "a test" });
                root.post(&format!("{path}/block"), &why).await.expect(200);
            }
            "DELETE /users/{id}/external-credential" => {
                let path = format!("{path}/external-credential");
                let domain = json!({ "domain": "corp" });
                root.put(&path, &domain).await.expect(200);
            }
            "POST /users/{id}/restore" | "POST /users/{id}/purge" => {
                root.delete(&path).await.expect(200);
            }
            "PUT /users/{id}/facilities/{facility}/credential" => {
                let path = format!("{path}/facilities");
                let here = json!({ "facilities": [world.acme.facility] });
                root.put(&path, &here).await.expect(200);
            }
            "PUT /users/{id}/department" => {
                let clerk = json!({ "title": "Clerk" });
                let path = format!("{path}/position");
                root.put(&path, &clerk).await.expect(200);
            }
            "GET /users/{id}/photo" => {
                let path = format!("/api/v1{path}/photo");
                picture(path).send(root).await.expect(200);
            }
            _ => {}
        }
        id
    }

    async fn on_user(&self, operation: &str) -> Option<(String, Body)> {
        let id = self.target(operation).await;
        if operation == "GET /users/{id}/photo" && self.whose == Whose::Own {
            picture("/api/v1/me/photo".to_owned())
                .send(&self.caller.client)
                .await;
        }
        let rest = operation.split_once("/users/{id}").unwrap().1;
        let rest = rest.replace("{facility}", self.house().facility.as_str());
        let path = format!("/users/{id}{rest}");
        let body = match operation {
            "PATCH /users/{id}" => json!({ "last_name": "Lund" }),
            "POST /users/{id}/block" => json!({ "reason": "a test" }),
            "PUT /users/{id}/password" => json!({ "temporary_password": OTHER }),
            "PUT /users/{id}/external-credential" => json!({ "domain": "corp" }),
            "PUT /users/{id}/roles" => {
                json!({ "roles": [{ "role": "organization_admin", "organization": self.world.a }] })
            }
            "PUT /users/{id}/organizations" => {
                let organization = self.caller.organization.as_ref();
                json!({ "organizations": [organization.unwrap_or(&self.world.a)] })
            }
            "PUT /users/{id}/favourites" => json!({ "product_store": "STORE" }),
            "PUT /users/{id}/capabilities" => json!({ "picker": true }),
            "PUT /users/{id}/facilities" => json!({ "facilities": [] }),
            "PUT /users/{id}/facilities/{facility}/credential" => {
                json!({ "username": format!("packer{}", self.world.next()), "pin": "284617" })
            }
            "PUT /users/{id}/product-stores" => json!({ "product_stores": [] }),
            "PUT /users/{id}/position" => json!({ "title": "Clerk" }),
            "PUT /users/{id}/department" => json!({ "department": null }),
            "PUT /users/{id}/days-off" => json!({ "days_off": [] }),
            "POST /users/{id}/uploads" => json!({ "kind": "proximity" }),
            "PUT /users/{id}/photo" => {
                let Sample { body, .. } = picture(String::new());
                return Some((path, body));
            }
            "POST /users/{id}/activate"
            | "POST /users/{id}/deactivate"
            | "POST /users/{id}/unblock"
            | "POST /users/{id}/anonymize"
            | "POST /users/{id}/restore"
            | "POST /users/{id}/purge"
            | "POST /users/{id}/invitation"
            | "POST /users/{id}/password-reset" => json!({}),
            _ if operation.starts_with("GET ") || operation.starts_with("DELETE ") => {
                return Some((path, Body::Nothing));
            }
            _ => return None,
        };
        Some((path, Body::Json(body)))
    }

    /// A record for the request alone, or the wish for one.
    async fn on_reference(&self, operation: &str) -> (String, Body) {
        let (method, path) = operation.split_once(' ').unwrap();
        let Some((of, _)) = path.split_once("/{id}") else {
            return match method {
                "POST" => (
                    path.to_owned(),
                    Body::Json(self.record(self.house(), path).await),
                ),
                _ => (path.to_owned(), Body::Nothing),
            };
        };
        let acme = &self.world.acme;
        let wish = self.record(acme, of).await;
        let made = acme.root.post(of, &wish).await.expect(201).body;
        let path = format!("{of}/{}", made["id"].as_str().unwrap());
        match method {
            "PATCH" => (path, Body::Json(json!({ "external_id": null }))),
            _ => (path, Body::Nothing),
        }
    }

    /// The wish for a record of the kind that lives at this address.
    async fn record(&self, house: &House, path: &str) -> Value {
        let n = self.world.next();
        let mut wish = json!({ "name": format!("Record {n}"), "external_id": format!("X{n}") });
        if path == "/shops" {
            let store = json!({ "name": "Toys" });
            let store = house.root.post("/product-stores", &store).await;
            wish["product_store"] = store.expect(201).body["id"].clone();
        }
        wish
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each operation")]
    async fn elsewhere(&self, operation: &str) -> Option<(String, Body)> {
        let path = operation.split_once(' ').unwrap().1;
        let (of, last) = path.split_once("/{").map_or((path, ""), |(of, rest)| {
            (of, rest.split_once('}').map_or("", |(_, last)| last))
        });
        let named = |name: String| format!("{of}/{name}{last}");
        let plain = |body: Value| Some((path.to_owned(), Body::Json(body)));
        match operation {
            "POST /setup" => plain(set_up(&self.world.server)),
            "POST /sessions" => plain(self.credentials()),
            "POST /facility-sessions" => plain(self.facility_session().await),
            "GET /facilities/{id}/pickers" => {
                Some((named(self.house().facility.clone()), Body::Nothing))
            }
            "DELETE /sessions/{id}" => Some((named(self.session().await), Body::Nothing)),
            "POST /users" => plain(self.new_user()),
            "POST /users/import" => {
                let file = format!("email\nimported{}@example.com\n", self.world.next());
                Some((path.to_owned(), Body::Raw("text/csv", file.into_bytes())))
            }
            "POST /roles" => plain(json!({ "name": format!("Role {}", self.world.next()) })),
            "GET /roles/{id}" | "DELETE /roles/{id}" => {
                Some((named(self.role().await), Body::Nothing))
            }
            "PATCH /roles/{id}" => {
                let body = json!({ "description": "For a while" });
                Some((named(self.role().await), Body::Json(body)))
            }
            "POST /users/bulk" => plain(json!({ "action": "end_sessions", "ids": ["nobody"] })),
            "POST /orders" => plain(json!({
                "order_id": format!("R-{}", self.world.next()), "email": "someone@example.com",
                "placed_at": "2026-01-31T12:00:00Z",
            })),
            "POST /outbox/{id}/retry" | "POST /outbox/{id}/cancel" => {
                Some((named(self.message().await), Body::Json(json!({}))))
            }
            "PUT /policy" => plain(rules(&self.house().root).await),
            "PUT /sessions/current/organization" => plain(json!({ "organization": null })),
            "PATCH /me" => plain(json!({ "last_name": "Lund" })),
            "PUT /me/favourites" => plain(json!({ "product_store": "STORE" })),
            "PUT /me/password" => {
                plain(json!({ "current_password": PASSWORD, "new_password": OTHER }))
            }
            "PUT /me/photo" => Some((path.to_owned(), picture(String::new()).body)),
            "POST /password-resets" => plain(json!({ "login": ADMIN.0 })),
            "GET /invitations/{token}" => Some((named(self.invitation().await), Body::Nothing)),
            "POST /invitations/{token}/accept" => {
                let body = json!({ "password": PASSWORD });
                Some((named(self.invitation().await), Body::Json(body)))
            }
            "GET /password-resets/{token}" => Some((named(self.reset().await), Body::Nothing)),
            "POST /password-resets/{token}" => {
                let body = json!({ "password": OTHER });
                Some((named(self.reset().await), Body::Json(body)))
            }
            "POST /email-changes/{token}" => {
                Some((named(self.email_change().await), Body::Json(json!({}))))
            }
            _ if path.contains('{') => None,
            _ if operation.starts_with("GET ") || operation.starts_with("DELETE ") => {
                Some((path.to_owned(), Body::Nothing))
            }
            _ => None,
        }
    }

    /// Somebody who has just got a PIN of the caller's system.
    async fn facility_session(&self) -> Value {
        let House { root, facility, .. } = self.house();
        let name = format!("packer{}", self.world.next());
        let wish = json!({
            "kind": "service", "username": name, "email": format!("{name}@example.com"), "first_name": "Pim", "last_name": "Holm",
            "facilities": [facility], "credential": { "type": "none" },
        });
        let user = root.post("/users", &wish).await.expect(201).body;
        let id = user["id"].as_str().unwrap();
        let path = format!("/users/{id}/facilities/{facility}/credential");
        let pin = json!({ "username": name, "pin": "284617" });
        root.put(&path, &pin).await.expect(200);
        json!({ "facility": facility, "username": name, "pin": "284617" })
    }

    fn credentials(&self) -> Value {
        let stranger = self.caller.who == Who::Anonymous;
        let password = if stranger { ADMIN.1 } else { PASSWORD };
        json!({ "login": self.caller.email(), "password": password })
    }

    /// Somebody for the organization that the caller adds users to.
    fn new_user(&self) -> Value {
        let n = self.world.next();
        let mut wish = json!({
            "email": format!("new{n}@example.com"), "username": format!("new{n}"),
            "first_name": "Nia", "last_name": "Holm", "credential": { "type": "invitation" },
        });
        if let Some(organization) = &self.caller.organization {
            wish["organization"] = json!(organization);
        }
        wish
    }

    async fn session(&self) -> String {
        let client = match self.whose {
            Whose::Own => self.caller.client.clone(),
            Whose::Another => self.world.log_in(&self.world.member().await).await,
            Whose::Nobody => return NOBODY.to_owned(),
        };
        let open = client.get("/sessions").await.expect(200).body;
        open["data"][0]["id"].as_str().unwrap().to_owned()
    }

    async fn role(&self) -> String {
        if self.whose == Whose::Nobody {
            return "nobody".to_owned();
        }
        let wish = json!({ "name": format!("Role {}", self.world.next()) });
        let made = self.world.acme.root.post("/roles", &wish).await.expect(201);
        made.body["id"].as_str().unwrap().to_owned()
    }

    async fn invitation(&self) -> String {
        let world = self.world;
        world.invite(&world.acme, &world.of_a()).await.1
    }

    async fn reset(&self) -> String {
        let user = self.world.member().await;
        let email = user["email"].as_str().unwrap();
        let wish = json!({ "login": email });
        let root = &self.world.acme.root;
        root.post("/password-resets", &wish).await.expect(202);
        self.world
            .server
            .mailed_token(email, "/password/reset/")
            .await
    }

    async fn email_change(&self) -> String {
        let user = self.world.member().await;
        let client = self.world.log_in(&user).await;
        let address = format!("moved{}@example.com", self.world.next());
        let wish = json!({ "email": address });
        client
            .send(Method::PATCH, "/me", &[], Some(&wish))
            .await
            .expect(200);
        self.world
            .server
            .mailed_token(&address, "/email/confirm/")
            .await
    }

    /// A message that waits, where no mail arrives.
    async fn message(&self) -> String {
        let world = self.world;
        let (user, _) = world.invite(&world.acme, &world.of_a()).await;
        let root = &world.acme.root;
        eventually("a message in the queue", || async {
            let list = root.get("/outbox?limit=200").await.expect(200).body;
            let rows = list["data"].as_array().unwrap().iter();
            let mine = rows
                .clone()
                .find(|row| row["user"] == user["id"] || row["user_id"] == user["id"]);
            mine.map(|row| row["id"].as_str().unwrap().to_owned())
        })
        .await
    }
}

fn is_reference(path: &str) -> bool {
    let kinds = [
        "/organizations",
        "/facilities",
        "/product-stores",
        "/shops",
        "/departments",
        "/positions",
    ];
    !path.ends_with("/pickers") && kinds.iter().any(|kind| path.starts_with(kind))
}

/// The first administrator, by the token that the server printed.
pub(crate) fn set_up(server: &Server) -> Value {
    json!({
        "token": server.setup_token(), "organization": "First",
        "email": "first@example.com", "first_name": "Fay", "password": PASSWORD,
    })
}

/// One gray pixel, sixteen times sixteen: a JPEG whose every block is the same.
fn picture(path: String) -> Sample {
    let mut file = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    file.extend([1; 64]);
    file.extend([0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0]);
    for table in [0x00, 0x10] {
        file.extend([0xFF, 0xC4, 0, 20, table, 1]);
        file.extend([0; 16]);
    }
    file.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0xFF, 0xD9]);
    Sample {
        method: Method::PUT,
        path,
        headers: Vec::new(),
        body: Body::Raw("image/jpeg", file),
    }
}
