//! A browser without a script: pages, forms, cookies.

use crate::{client::Client, html, system::System};
use reqwest::{
    StatusCode,
    header::{COOKIE, HeaderMap, LOCATION, SET_COOKIE},
    redirect,
};

/// Somebody's browser.
#[derive(Clone, Debug)]
pub(crate) struct Web {
    http: reqwest::Client,
    base: String,
    cookies: Vec<String>,
}

/// A page as it came.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) html: String,
}

impl Web {
    /// The browser of whoever has this session.
    pub(crate) fn of(client: &Client) -> Self {
        let (base, token) = client.session();
        Self::at(base).with_cookie(&format!("session={token}"))
    }

    /// The browser of somebody who is not logged in.
    pub(crate) fn at(base: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            http,
            base: base.to_owned(),
            cookies: Vec::new(),
        }
    }

    /// The browser of a system's first administrator.
    pub(crate) async fn of_admin(system: &System) -> Self {
        Self::of(&system.admin().await)
    }

    /// The same browser with one more cookie.
    pub(crate) fn with_cookie(mut self, cookie: &str) -> Self {
        self.cookies.push(cookie.to_owned());
        self
    }

    /// The same browser with the cookies that this answer gave it, or took away.
    pub(crate) fn after(mut self, page: &Page) -> Self {
        for line in page.headers.get_all(SET_COOKIE) {
            let line = line.to_str().unwrap();
            let pair = line.split(';').next().unwrap();
            let (name, _) = pair.split_once('=').unwrap();
            let name = format!("{name}=");
            self.cookies.retain(|cookie| !cookie.starts_with(&name));
            if !line.contains("Max-Age=0") {
                self.cookies.push(pair.to_owned());
            }
        }
        self
    }

    /// A page, as it comes.
    pub(crate) async fn get(&self, path: &str) -> Page {
        let asked = self.http.get(format!("{}{path}", self.base));
        self.ask(asked).await
    }

    /// A page that must be there, keeping every rule for pages.
    pub(crate) async fn page(&self, path: &str) -> String {
        let page = self.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
        html::keeps_the_rules(&page.html);
        page.html
    }

    /// A form, sent.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let asked = self.http.post(format!("{}{path}", self.base));
        self.ask(asked.form(fields)).await
    }

    /// The form of a page, sent as it stands with these fields filled in.
    pub(crate) async fn fill(&self, path: &str, page: &str, typed: &[(&str, &str)]) -> Page {
        let hidden = html::tags(page, "input").into_iter().filter_map(|tag| {
            let hidden = html::attribute(tag, "type") == Some("hidden");
            let name = html::attribute(tag, "name").filter(|_| hidden)?;
            let value = html::attribute(tag, "value").unwrap_or_default();
            Some((name, value.replace("&#38;", "&")))
        });
        let mut fields = hidden.collect::<Vec<_>>();
        let typed = typed
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()));
        fields.extend(typed);
        let asked = self.http.post(format!("{}{path}", self.base));
        self.ask(asked.form(&fields)).await
    }

    /// A form with a file.
    pub(crate) async fn upload(&self, path: &str, form: reqwest::multipart::Form) -> Page {
        let asked = self.http.post(format!("{}{path}", self.base));
        self.ask(asked.multipart(form)).await
    }

    /// A form that must be taken; where it leads, with the notice that stands there.
    pub(crate) async fn done(&self, path: &str, fields: &[(&str, &str)]) -> (String, String) {
        let sent = self.post(path, fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path}: {}", sent.html);
        let to = sent.headers[LOCATION].to_str().unwrap().to_owned();
        let told = sent.headers.get(SET_COOKIE);
        let told = told.map_or("", |line| line.to_str().unwrap());
        let cookie = told.split(';').next().unwrap_or_default();
        let page = self.clone().with_cookie(cookie).page(&to).await;
        (to, page)
    }

    async fn ask(&self, asked: reqwest::RequestBuilder) -> Page {
        let asked = asked.header(COOKIE, self.cookies.join("; "));
        let answer = asked.send().await.unwrap();
        Page {
            status: answer.status(),
            headers: answer.headers().clone(),
            html: answer.text().await.unwrap(),
        }
    }
}
