//! What the browser's own logs tell: what it asked for, what that weighed, what it complained of.

use serde_json::Value;
use std::collections::HashSet;

/// The part of the network's log that matters here.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    asked: Vec<String>,
    /// The addresses that were pages; a page may be a refusal, and its status is then no fault.
    pages: HashSet<String>,
    bytes: u64,
}

impl Traffic {
    pub(crate) fn read(log: &[Value]) -> Self {
        let mut traffic = Self::default();
        for entry in log {
            let text = entry["message"].as_str().unwrap();
            let message: Value = serde_json::from_str(text).unwrap();
            let message = &message["message"];
            let parameters = &message["params"];
            match message["method"].as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => {
                    let url = parameters["request"]["url"].as_str().unwrap();
                    traffic.asked.push(url.to_owned());
                    // A dialog is a page, too.
                    let headers = &parameters["request"]["headers"];
                    let is_window = headers.get("tenure-window").is_some();
                    if parameters["type"] == "Document" || is_window {
                        traffic.pages.insert(url.to_owned());
                    }
                }
                "Network.loadingFinished" => {
                    let bytes = parameters["encodedDataLength"].as_f64().unwrap_or_default();
                    traffic.bytes += format!("{bytes:.0}").parse::<u64>().unwrap();
                }
                _ => {}
            }
        }
        traffic
    }

    /// Everything that came over the wire.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Requests to somebody else than this server, and what the console calls an error.
    pub(crate) fn faults(&self, console: &[Value], base: &str) -> Vec<String> {
        let own = format!("{base}/");
        let is_own = |url: &&String| {
            url.starts_with(&own) || url.starts_with("data:") || url.starts_with("blob:")
        };
        let foreign = self.asked.iter().filter(|url| !is_own(url));
        let foreign = foreign.map(|url| format!("asks for {url}"));
        let errors = console.iter().filter(|entry| self.is_fault(entry));
        let errors = errors.map(|entry| format!("console: {}", entry["message"]));
        foreign.chain(errors).collect()
    }

    fn is_fault(&self, entry: &Value) -> bool {
        let message = entry["message"].as_str().unwrap_or_default();
        let (url, rest) = message.split_once(" - ").unwrap_or_default();
        let url = url.split('#').next().unwrap_or_default();
        let is_refusal = rest.contains("the server responded with a status of 4");
        let is_page = is_refusal && self.pages.contains(url);
        (entry["level"] == "SEVERE" || entry["source"] == "security") && !is_page
    }
}

#[test]
fn a_foreign_host_and_a_missing_file_are_faults_and_a_refused_page_is_none() {
    let sent = |url: &str, kind: &str| {
        let message = serde_json::json!({ "message": { "method": "Network.requestWillBeSent",
            "params": { "request": { "url": url }, "type": kind } } });
        serde_json::json!({ "message": message.to_string() })
    };
    let complaint = |url: &str| {
        let text = format!(
            "{url} - Failed to load resource: the server responded with a status of 404 (Not Found)"
        );
        serde_json::json!({ "level": "SEVERE", "source": "network", "message": text })
    };
    let own = "http://127.0.0.1:1";
    let page = format!("{own}/nowhere");
    let image = format!("{own}/image.png");
    let foreign = "https://fonts.example/a.css";
    let log = [
        sent(&page, "Document"),
        sent(&image, "Image"),
        sent(foreign, "Stylesheet"),
    ];
    let faults = Traffic::read(&log).faults(&[complaint(&page), complaint(&image)], own);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].contains(foreign), "{faults:?}");
    assert!(faults[1].contains(&image), "{faults:?}");
}
