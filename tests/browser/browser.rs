//! A Chromium of one's own: a fresh profile, gone at the end of the test, and everything it said is read.

use crate::{driver, net::Traffic};
use fantoccini::{
    Client, ClientBuilder, Locator, elements::Element, wd::WebDriverCompatibleCommand,
};
use reqwest::{Method, Url};
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::TcpStream,
    str::FromStr,
    time::Duration,
};
use tokio::sync::SemaphorePermit;

/// How long anything on a page may take.
const PATIENCE: Duration = Duration::from_secs(10);

const FLAGS: [&str; 11] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--window-size=1280,900",
    // Chromium ends when the driver does.
    "--remote-debugging-pipe",
];

/// One person's browser, looking at one server.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) client: Client,
    base: String,
    session: String,
    is_closed: bool,
    _slot: SemaphorePermit<'static>,
}

impl Browser {
    /// A new profile that has seen nothing yet.
    pub(crate) async fn open(base: &str) -> Self {
        let slot = driver::slot().await;
        let wish = json!({
            "goog:chromeOptions": { "args": FLAGS },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        });
        let mut connector = hyper_util::client::legacy::connect::HttpConnector::new();
        connector.set_nodelay(true);
        let client = ClientBuilder::new(connector)
            .capabilities(wish.as_object().unwrap().clone())
            .connect(driver::url())
            .await
            .unwrap();
        let session = client.session_id().await.unwrap().unwrap();
        let browser = Self {
            client,
            base: base.to_owned(),
            session,
            is_closed: false,
            _slot: slot,
        };
        browser.wide().await;
        browser
    }

    /// Opens a path of the server.
    pub(crate) async fn goto(&self, path: &str) {
        let url = format!("{}{path}", self.base);
        self.client.goto(&url).await.unwrap();
    }

    /// The path and the query that the address line shows.
    pub(crate) async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        let query = url.query().map(|query| format!("?{query}"));
        format!("{}{}", url.path(), query.unwrap_or_default())
    }

    /// The first element of this kind, once there is one.
    pub(crate) async fn find(&self, css: &str) -> Element {
        self.wait_for(Locator::Css(css), css).await
    }

    pub(crate) async fn wait_for(&self, locator: Locator<'_>, what: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).for_element(locator);
        match found.await {
            Ok(element) => element,
            Err(error) => panic!("no {what} ({error}) on {}", self.whole_text().await),
        }
    }

    /// How many there are of this kind, now.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.unwrap().len()
    }

    /// Everything one can read, with the address, for messages.
    pub(crate) async fn whole_text(&self) -> String {
        let body = self.script("return document.body.innerText").await;
        format!(
            "{}:\n{}",
            self.path().await,
            body.as_str().unwrap_or_default()
        )
    }

    /// Waits until the page says this.
    pub(crate) async fn sees(&self, text: &str) {
        self.until(&format!("“{text}”"), || async {
            self.whole_text().await.contains(text)
        })
        .await;
    }

    /// Waits until it is so.
    pub(crate) async fn until<F: Future<Output = bool> + Send>(
        &self,
        what: &str,
        is_so: impl Fn() -> F + Send + Sync,
    ) {
        let asking = async {
            let mut tick = tokio::time::interval(Duration::from_millis(25));
            loop {
                tick.tick().await;
                if is_so().await {
                    return;
                }
            }
        };
        if tokio::time::timeout(PATIENCE, asking).await.is_err() {
            panic!("waited in vain for {what} on {}", self.whole_text().await);
        }
    }

    /// Runs a script in the page, which its content policy cannot forbid.
    pub(crate) async fn script(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// A command of Chromium's own protocol.
    pub(crate) async fn cdp(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.command("goog/cdp/execute", body).await
    }

    /// The page without its scripts, as some people want it.
    pub(crate) async fn without_scripts(&self) {
        let parameters = json!({ "value": true });
        self.cdp("Emulation.setScriptExecutionDisabled", parameters)
            .await;
    }

    /// What went over the wire since the last question. Fails on a console error and on a foreign host.
    pub(crate) async fn traffic(&self) -> Traffic {
        let (traffic, faults) = self.heard().await;
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        traffic
    }

    /// What is wrong with what was heard since the last question.
    pub(crate) async fn faults(&self) -> Vec<String> {
        self.heard().await.1
    }

    async fn heard(&self) -> (Traffic, Vec<String>) {
        let traffic = Traffic::read(&self.log("performance").await);
        let console = self.log("browser").await;
        let faults = traffic.faults(&console, &self.base);
        (traffic, faults)
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.command("se/log", json!({ "type": kind })).await;
        log.as_array().unwrap().clone()
    }

    async fn command(&self, path: &'static str, body: Value) -> Value {
        self.client.issue_cmd(Own { path, body }).await.unwrap()
    }

    /// The end: nothing that the browser said may be left unread.
    pub(crate) async fn close(mut self) {
        self.traffic().await;
        self.is_closed = true;
    }

    /// Ends this session alone. A failed test comes here as well, in whatever state its runtime is.
    fn end(&self) -> std::io::Result<()> {
        let host = driver::url().trim_start_matches("http://");
        let mut stream = TcpStream::connect(host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let path = format!("/session/{}", self.session);
        write!(
            stream,
            "DELETE {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"
        )?;
        // The driver answers when Chromium is gone, and leaves the line open.
        let _some = stream.read(&mut [0; 512])?;
        Ok(())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        drop(self.end());
        assert!(
            self.is_closed || std::thread::panicking(),
            "close the browser, so that what it said is read"
        );
    }
}

/// A command that only this kind of driver knows.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _url: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
