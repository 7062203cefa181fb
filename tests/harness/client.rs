//! A client of the API, as short to read as curl.

use reqwest::{
    Method, StatusCode,
    header::{HeaderMap, HeaderName},
};
use serde_json::{Value, json};
use std::{future::Future, time::Duration};

/// Somebody who talks to the server, logged in or not.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
    pub(crate) text: String,
}

impl Client {
    /// A client of this tenant; none: of the one that requests mean when they name none.
    pub(crate) fn new(base: &str, tenant: Option<&str>) -> Self {
        let named = tenant.map(|slug| (HeaderName::from_static("tenure-tenant"), slug));
        let named = named.map(|(name, slug)| (name, slug.parse().unwrap()));
        let http = reqwest::Client::builder()
            .timeout(Duration::from_secs(60))
            .default_headers(named.into_iter().collect())
            .build()
            .unwrap();
        Self {
            http,
            base: base.to_owned(),
            token: None,
        }
    }

    /// The same person with a session.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..self.clone()
        }
    }

    /// Where this client asks, and the token of its session.
    pub(crate) fn session(&self) -> (&str, &str) {
        (&self.base, self.token.as_deref().expect("a session"))
    }

    /// The same session on a server that listens elsewhere now.
    pub(crate) fn at(&self, base: &str) -> Self {
        Self {
            base: base.to_owned(),
            ..self.clone()
        }
    }

    pub(crate) async fn log_in(&self, login: &str, password: &str) -> Self {
        let answer = self.try_log_in(login, password).await.expect(201);
        self.with_token(answer.body["token"].as_str().unwrap())
    }

    pub(crate) async fn try_log_in(&self, login: &str, password: &str) -> Answer {
        self.post(
            "/sessions",
            &json!({ "login": login, "password": password }),
        )
        .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, &[], Some(body)).await
    }

    /// A command without a body, such as `/users/{id}/activate`.
    pub(crate) async fn act(&self, path: &str) -> Answer {
        self.post(path, &json!({})).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::PUT, path, &[], Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, &[], None).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        self.try_send(method, path, headers, body)
            .await
            .expect("the server answers")
    }

    /// As `send`, for servers that may be killed while they answer.
    pub(crate) async fn try_send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Result<Answer, reqwest::Error> {
        let prefix = if path.starts_with("//") {
            ""
        } else {
            "/api/v1"
        };
        let path = path
            .strip_prefix("/")
            .filter(|rest| rest.starts_with('/'))
            .unwrap_or(path);
        let mut request = self
            .http
            .request(method, format!("{}{prefix}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        read(request.send().await?).await
    }

    /// A body that is not JSON, or not what it says.
    pub(crate) async fn raw(
        &self,
        method: Method,
        path: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> Answer {
        let mut request = self
            .http
            .request(method, format!("{}/api/v1{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        read(
            request
                .header("content-type", kind)
                .body(body)
                .send()
                .await
                .unwrap(),
        )
        .await
        .unwrap()
    }

    /// Invites somebody and answers with the user and the invitation's token.
    pub(crate) async fn invite(&self, email: &str) -> (Value, String) {
        let body =
            json!({ "email": email, "first_name": "Ben", "credential": { "type": "invitation" } });
        let user = self.post("/users", &body).await.expect(201).body;
        let link = user["invitation"]["link"]
            .as_str()
            .expect("who invites sees the link")
            .to_owned();
        let token = link.rsplit('/').next().unwrap().to_owned();
        (user, token)
    }

    /// A user who has accepted the invitation.
    pub(crate) async fn member(&self, email: &str, password: &str) -> Value {
        let (_, token) = self.invite(email).await;
        let accept = format!("/invitations/{token}/accept");
        let anonymous = Self {
            token: None,
            ..self.clone()
        };
        anonymous
            .post(&accept, &json!({ "password": password }))
            .await
            .expect(200)
            .body
    }

    /// A user as he is now.
    pub(crate) async fn user(&self, id: &str) -> Value {
        self.get(&format!("/users/{id}")).await.expect(200).body
    }

    /// Every row of a list, page after page.
    pub(crate) async fn all(&self, list: &str) -> Vec<Value> {
        let (mut rows, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("{list}?limit=200{cursor}")).await;
            let page = page.expect(200).body;
            rows.extend(page["data"].as_array().unwrap().iter().cloned());
            match page["page"]["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return rows,
            }
        }
    }

    /// The codes of a user's events, oldest first.
    pub(crate) async fn history(&self, id: &str) -> Vec<String> {
        let events = self
            .get(&format!("/users/{id}/events?limit=200"))
            .await
            .expect(200)
            .body;
        let codes = events["data"].as_array().unwrap().iter().rev();
        codes
            .map(|event| event["kind"].as_str().unwrap().to_owned())
            .collect()
    }
}

async fn read(response: reqwest::Response) -> Result<Answer, reqwest::Error> {
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await?;
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(Answer {
        status,
        headers,
        body,
        text,
    })
}

impl Answer {
    /// This status, or the test fails showing the answer.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self
    }

    /// This problem, or the test fails showing the answer.
    #[track_caller]
    pub(crate) fn expect_problem(self, status: u16, code: &str) -> Self {
        assert_eq!(
            (self.status.as_u16(), self.body["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.text
        );
        let kind = self.headers.get("content-type").unwrap().to_str().unwrap();
        assert!(kind.starts_with("application/problem+json"), "{kind}");
        self
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// Asks until there is an answer; what the server does in the background has no fixed moment.
pub(crate) async fn eventually<T: Send, F: Future<Output = Option<T>> + Send>(
    what: &str,
    ask: impl Fn() -> F + Send + Sync,
) -> T {
    let asking = async {
        let mut tick = tokio::time::interval(Duration::from_millis(25));
        loop {
            tick.tick().await;
            if let Some(found) = ask().await {
                return found;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), asking)
        .await
        .unwrap_or_else(|_| panic!("{what}: not within 20 s"))
}
