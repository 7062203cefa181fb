//! What somebody reads who chose German: nothing that is English, unless it is marked so.

use crate::{
    both::on_both_databases, client::Client, database::Database, system::System, web::Web,
};
use reqwest::{Method, StatusCode, header::CONTENT_TYPE};
use serde_json::json;
use std::collections::BTreeSet;

on_both_databases! {
    a_refused_form_says_in_german_what_is_wrong,
    an_error_page_speaks_and_looks_as_its_reader_chose,
    no_page_of_the_standard_is_in_english,
    no_page_of_order_broker_is_in_english,
    no_page_of_hesh_is_in_english,
}

/// Words that German does not have.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "with", "this", "that", "is", "are", "cannot", "must", "who", "which",
    "when", "from", "not", "by", "at", "for", "user", "users", "be", "there", "your", "you", "to",
];
/// Elements that hold nothing, and are never closed.
const EMPTY: &[&str] = &[
    "meta", "link", "img", "input", "br", "hr", "source", "wbr", "col",
];

/// Has this user's console speak German from now on.
async fn in_german(client: &Client) -> Web {
    let tag = client.get("/me").await.expect(200);
    let tag = [("if-match", tag.header("etag"))];
    let german = json!({ "language": "de" });
    let sent = client.send(Method::PATCH, "/me", &tag, Some(&german));
    sent.await.expect(200);
    Web::of(client)
}

/// The pieces of text of a page that are in English without saying so; code and what people wrote do not count.
fn english(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = Vec::<(String, bool)>::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let name = tag.split([' ', '\n', '/']).find(|name| !name.is_empty());
        let name = name.unwrap_or_default().to_ascii_lowercase();
        if tag.starts_with('/') {
            while open.pop().is_some_and(|(last, _)| last != name) {}
        } else if !EMPTY.contains(&name.as_str()) && !tag.starts_with('!') {
            let apart =
                tag.contains("lang=\"en\"") || ["code", "pre", "textarea"].contains(&name.as_str());
            let apart = apart || open.last().is_some_and(|(_, apart)| *apart);
            open.push((name, apart));
        }
        if open.last().is_some_and(|(_, apart)| *apart) {
            continue;
        }
        // Time zones have names of their own.
        if tag.starts_with("option") && text.contains('/') {
            continue;
        }
        // What people call the administrator's role, the rules say.
        let said = text.replace("Admin user", "");
        let words = said
            .split_whitespace()
            .map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()));
        if words
            .map(str::to_lowercase)
            .any(|word| ENGLISH.contains(&word.as_str()))
        {
            found.push(text.trim().to_owned());
        }
    }
    found
}

fn is_german(html: &str, at: &str) {
    assert!(html.contains("<html lang=\"de\""), "{at}: {html}");
    assert_eq!(english(html), [""; 0], "{at}");
}

/// The address of a form, what is typed into it, and what is said to that.
type Refused<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

async fn a_refused_form_says_in_german_what_is_wrong(database: Database) {
    let system = System::of("standard", database).await;
    let ana = in_german(&system.admin().await).await;
    let long = "x".repeat(200);
    let forms: &[Refused<'_>] = &[
        (
            "/users/new",
            &[("way", "invitation")],
            "Schreiben Sie eine E-Mail-Adresse",
        ),
        (
            "/users/new",
            &[
                ("way", "invitation"),
                ("emails", "nobody"),
                ("first_name", &long),
            ],
            "Schreiben Sie eine E-Mail-Adresse der Form name@host",
        ),
        ("/roles/new", &[("name", "")], "Füllen Sie dieses Feld aus"),
        (
            "/roles/new",
            &[("name", &long)],
            "Schreiben Sie höchstens 100 Zeichen",
        ),
        (
            "/facilities/new",
            &[("name", "")],
            "Füllen Sie dieses Feld aus",
        ),
        ("/me/confirm", &[], "Füllen Sie dieses Feld aus"),
        (
            "/me/confirm",
            &[("password", "wrong")],
            "Das ist nicht Ihr Passwort",
        ),
        (
            "/password/change",
            &[("current_password", "wrong"), ("new_password", "short")],
            "Das ist nicht Ihr jetziges Passwort",
        ),
    ];
    for (path, fields, told) in forms {
        let page = ana.post(path, fields).await;
        assert!(page.status.is_client_error(), "{path}: {}", page.status);
        let trouble = page
            .html
            .split("role=\"alert\"")
            .nth(1)
            .unwrap_or(&page.html);
        let trouble = trouble.split("</div>").next().unwrap();
        assert!(trouble.contains(told), "{path}: {trouble}");
        is_german(&page.html, path);
    }
}

async fn an_error_page_speaks_and_looks_as_its_reader_chose(database: Database) {
    let system = System::of("standard", database).await;
    let ana = in_german(&system.admin().await).await;
    let ana = ana.with_cookie("theme=dark");
    let big = "x".repeat(300 * 1024);
    let sent = [
        (ana.get("/no/such/page").await, StatusCode::NOT_FOUND),
        (ana.get("/logout").await, StatusCode::METHOD_NOT_ALLOWED),
        (
            ana.post("/roles/new", &[("name", &big)]).await,
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
    ];
    for (page, status) in sent {
        assert_eq!(page.status, status);
        is_german(&page.html, status.as_str());
        assert!(page.html.contains("data-theme=\"dark\""), "{}", page.html);
    }
}

/// The addresses that a page links to on this server, without what only the API answers.
fn links(html: &str) -> Vec<String> {
    let hrefs = html.split("<a ").skip(1).filter_map(|tag| {
        let tag = tag.split('>').next()?;
        let href = tag.split("href=\"").nth(1)?.split('"').next()?;
        Some(
            href.split('#')
                .next()?
                .replace("&#38;", "&")
                .replace("&amp;", "&"),
        )
    });
    let own = hrefs.filter(|href| href.starts_with('/'));
    own.filter(|href| {
        !["/api", "/problems"]
            .iter()
            .any(|own| href.starts_with(own))
    })
    .collect()
}

/// Every page that a link leads to.
async fn look_around(preset: &str, database: Database) {
    let system = System::of(preset, database).await;
    let ana = in_german(&system.admin().await).await;
    let mut seen = BTreeSet::from(["/".to_owned()]);
    let mut open = Vec::from(["/".to_owned()]);
    let mut read = 0;
    while let Some(path) = open.pop() {
        let page = ana.get(&path).await;
        let kind = page.headers.get(CONTENT_TYPE);
        let kind = kind.map(|kind| kind.to_str().unwrap());
        if kind.is_none_or(|kind| !kind.starts_with("text/html")) {
            continue;
        }
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.html);
        read += 1;
        is_german(&page.html, &path);
        for link in links(&page.html) {
            // One order of a list is like another, and one month like the next.
            let mut alike = ["sort=", "per=", "month="].iter();
            if !alike.any(|part| link.contains(part)) && seen.insert(link.clone()) {
                open.push(link);
            }
        }
    }
    assert!((40..400).contains(&read), "{read}");
}

async fn no_page_of_the_standard_is_in_english(database: Database) {
    look_around("standard", database).await;
}

async fn no_page_of_order_broker_is_in_english(database: Database) {
    look_around("order_broker", database).await;
}

async fn no_page_of_hesh_is_in_english(database: Database) {
    look_around("hesh", database).await;
}
