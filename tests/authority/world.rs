//! Two tenants, two organizations in one of them, and everybody who could ask for something.

use crate::{
    client::Client,
    database::Database,
    process::{PASSWORD, Server, Wish},
};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// The administrator of both tenants; they share nothing but an address.
pub(crate) const ADMIN: (&str, &str) = ("root@example.com", "plum ladder orbit canvas");

/// Who asks: the columns of the table, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    /// Nobody in particular.
    Anonymous,
    /// A member of A without a role.
    Plain,
    /// An organization administrator of A.
    AdminOfA,
    /// An organization administrator of B.
    AdminOfB,
    /// A system administrator.
    SystemAdmin,
    /// A system administrator of another tenant.
    OtherTenant,
}

impl Who {
    pub(crate) const ALL: [Self; 6] = [
        Self::Anonymous,
        Self::Plain,
        Self::AdminOfA,
        Self::AdminOfB,
        Self::SystemAdmin,
        Self::OtherTenant,
    ];
}

/// Somebody who asks.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) who: Who,
    pub(crate) client: Client,
    /// The user that he is.
    pub(crate) user: Value,
    /// The organization to which he adds users.
    pub(crate) organization: Option<String>,
}

impl Caller {
    pub(crate) fn id(&self) -> &str {
        self.user["id"].as_str().unwrap_or_default()
    }

    pub(crate) fn email(&self) -> &str {
        self.user["email"].as_str().unwrap_or(ADMIN.0)
    }
}

/// A tenant with its first administrator.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) visitor: Client,
    pub(crate) root: Client,
    /// The id of a facility.
    pub(crate) facility: String,
}

/// The server with everything on it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) server: Server,
    /// The tenant that has the organizations.
    pub(crate) acme: House,
    /// Another tenant.
    pub(crate) other: House,
    pub(crate) a: String,
    pub(crate) b: String,
    count: AtomicU32,
}

impl World {
    pub(crate) async fn new(database: Database) -> Self {
        Self::with(database, Wish::default()).await
    }

    /// Where no mail ever arrives.
    pub(crate) async fn without_mail(database: Database) -> Self {
        let closed = ("TENURE__SMTP__URL", "smtp://127.0.0.1:9");
        let wish = Wish {
            environment: vec![(closed.0.to_owned(), closed.1.to_owned())],
            ..Wish::default()
        };
        Self::with(database, wish).await
    }

    async fn with(database: Database, wish: Wish) -> Self {
        let server = Server::start_with(database, wish).await;
        let acme = house(&server, "acme").await;
        let other = house(&server, "other").await;
        for house in [&acme, &other] {
            with_everything(&house.root).await;
        }
        let a = record(&acme.root, "/organizations", "A").await;
        let b = record(&acme.root, "/organizations", "B").await;
        Self {
            server,
            acme,
            other,
            a,
            b,
            count: AtomicU32::new(0),
        }
    }

    /// A number that nobody has had.
    pub(crate) fn next(&self) -> u32 {
        self.count.fetch_add(1, Ordering::Relaxed)
    }

    /// Invites somebody; answers with the user and the invitation's token.
    pub(crate) async fn invite(&self, house: &House, more: &Value) -> (Value, String) {
        let n = self.next();
        let mut body = json!({
            "email": format!("user{n}@example.com"), "username": format!("user{n}"),
            "first_name": "Una", "last_name": "Berg", "credential": { "type": "invitation" },
        });
        let fields = body.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        let user = house.root.post("/users", &body).await.expect(201).body;
        let link = user["invitation"]["link"].as_str().unwrap();
        let token = link.rsplit('/').next().unwrap().to_owned();
        (user, token)
    }

    /// Adds somebody who can log in.
    pub(crate) async fn add(&self, house: &House, more: &Value) -> Value {
        let (_, token) = self.invite(house, more).await;
        let accept = format!("/invitations/{token}/accept");
        let body = json!({ "password": PASSWORD });
        house.visitor.post(&accept, &body).await.expect(200).body
    }

    /// What makes somebody a member of A.
    pub(crate) fn of_a(&self) -> Value {
        json!({ "organization": self.a })
    }

    /// A member of A.
    pub(crate) async fn member(&self) -> Value {
        self.add(&self.acme, &self.of_a()).await
    }

    /// Somebody new who asks.
    pub(crate) async fn caller(&self, who: Who) -> Caller {
        let (a, b) = (Some(&self.a), Some(&self.b));
        let admin = |of: &str| json!([{ "role": "organization_admin", "organization": of }]);
        let (house, organization, roles) = match who {
            Who::Anonymous => {
                return Caller {
                    who,
                    client: self.acme.visitor.clone(),
                    user: Value::Null,
                    organization: a.cloned(),
                };
            }
            Who::Plain => (&self.acme, a, json!([])),
            Who::AdminOfA => (&self.acme, a, admin(&self.a)),
            Who::AdminOfB => (&self.acme, b, admin(&self.b)),
            Who::SystemAdmin => (&self.acme, None, json!(["system_admin"])),
            Who::OtherTenant => (&self.other, None, json!(["system_admin"])),
        };
        let mut more = json!({ "roles": roles });
        if let Some(organization) = organization {
            more["organization"] = json!(organization);
        }
        let user = self.add(house, &more).await;
        let email = user["email"].as_str().unwrap();
        Caller {
            who,
            client: house.visitor.log_in(email, PASSWORD).await,
            organization: organization.cloned(),
            user,
        }
    }

    /// A session of somebody's.
    pub(crate) async fn log_in(&self, user: &Value) -> Client {
        let email = user["email"].as_str().unwrap();
        self.acme.visitor.log_in(email, PASSWORD).await
    }
}

async fn house(server: &Server, slug: &str) -> House {
    let start = ["tenant", "create", slug, "--preset", "standard"];
    let admin = ["--admin-email", ADMIN.0, "--admin-password-stdin"];
    let words = [&start[..], &admin].concat();
    let made = server.command_reading(&words, ADMIN.1).await;
    assert!(made.status.success(), "{made:?}");
    let visitor = Client::new(server.base(), Some(slug));
    let root = visitor.log_in(ADMIN.0, ADMIN.1).await;
    let facility = record(&root, "/facilities", "F").await;
    House {
        visitor,
        root,
        facility,
    }
}

/// The rules of this tenant as they are, ready to be sent again.
pub(crate) async fn rules(root: &Client) -> Value {
    let policy = root.get("/policy").await.expect(200).body;
    json!({ "preset": policy["preset"], "policy": policy["policy"] })
}

/// The preset turns off what every operation needs to be possible.
async fn with_everything(root: &Client) {
    let mut rules = rules(root).await;
    rules["policy"]["credential"]["directory"] = json!("enabled");
    rules["policy"]["work"]["orgchart"] = json!("yes");
    rules["policy"]["work"]["scopes"] = json!(["facility", "product_store"]);
    let tag = root.get("/policy").await.expect(200);
    let tag = [("if-match", tag.header("etag"))];
    let put = root.send(Method::PUT, "/policy", &tag, Some(&rules)).await;
    put.expect(200);
}

/// A record of reference data of this name.
async fn record(root: &Client, path: &str, name: &str) -> String {
    let wish = json!({ "name": name });
    let made = root.post(path, &wish).await.expect(201).body;
    made["id"].as_str().unwrap().to_owned()
}
