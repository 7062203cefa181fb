//! What every page keeps to, checked on its text.

use std::collections::BTreeSet;

/// The tags of this name, each as it is written.
pub(crate) fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!("<{name}");
    let starts = html.match_indices(&open).map(|(at, _)| at);
    let whole = starts.filter(|at| {
        let next = html[at + open.len()..].chars().next();
        next.is_some_and(|next| !next.is_alphanumeric())
    });
    whole
        .map(|at| {
            let tag = &html[at..];
            &tag[..=tag.find('>').unwrap()]
        })
        .collect()
}

/// The value of an attribute.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = format!(" {name}=\"");
    let at = tag.find(&start)? + start.len();
    let rest = &tag[at..];
    Some(&rest[..rest.find('"')?])
}

/// The tag of the field of this name.
pub(crate) fn field<'a>(html: &'a str, name: &str) -> &'a str {
    let found = tags(html, "input");
    let mut named = found
        .into_iter()
        .filter(|tag| attribute(tag, "name") == Some(name));
    named
        .next()
        .unwrap_or_else(|| panic!("no field {name} in {html}"))
}

/// The value in the field of this name.
pub(crate) fn value<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    attribute(field(html, name), "value")
}

/// One heading, a language, a title, a label for every field, nothing that a strict policy on content
/// would stop, nothing from elsewhere.
pub(crate) fn keeps_the_rules(html: &str) {
    assert!(html.starts_with("<!doctype html>"), "{html}");
    let language = attribute(tags(html, "html")[0], "lang");
    assert!(matches!(language, Some("en" | "de")), "{language:?}");
    assert_eq!(tags(html, "h1").len(), 1, "{html}");
    assert_eq!(tags(html, "main").len(), 1);
    let title = html.split_once("<title>").unwrap().1;
    let title = title.split_once("</title>").unwrap().0;
    assert!(title.len() > "Tenure".len() + 3, "{title}");
    assert!(html.contains("<a class=\"skip\" href=\"#main\">"));
    let lower = html.to_ascii_lowercase();
    for forbidden in [
        "<script>",
        "<style",
        " style=",
        "javascript:",
        "href=\"http",
        "src=\"http",
        "action=\"http",
        "url(",
        "<iframe",
    ] {
        assert!(!lower.contains(forbidden), "{forbidden} in {html}");
    }
    for script in tags(html, "script") {
        let from = attribute(script, "src").unwrap_or_default();
        assert!(from.starts_with("/assets/"), "{script}");
    }
    for name in ["input", "form", "a", "button", "body", "img"] {
        for tag in tags(html, name) {
            // Outside the quotes are the names of attributes.
            let mut names = tag.split('"').step_by(2);
            assert!(
                !names.any(|name| name.contains(" on")),
                "a handler in {tag}"
            );
        }
    }
    labelled(html);
}

fn labelled(html: &str) {
    let mut ids = BTreeSet::new();
    for part in html.split(" id=\"").skip(1) {
        let id = part.split_once('"').unwrap().0;
        assert!(ids.insert(id), "{id} twice");
    }
    for input in tags(html, "input") {
        if attribute(input, "type") == Some("hidden") {
            continue;
        }
        let id = attribute(input, "id").unwrap_or_else(|| panic!("no id in {input}"));
        let labelled = html.contains(&format!("<label for=\"{id}\""));
        assert!(
            labelled || attribute(input, "aria-label").is_some(),
            "{input}"
        );
        let typed = !matches!(
            attribute(input, "type"),
            Some("checkbox" | "radio" | "file")
        );
        assert!(
            !typed || attribute(input, "autocomplete").is_some(),
            "{input}"
        );
        for described in attribute(input, "aria-describedby")
            .into_iter()
            .flat_map(str::split_whitespace)
        {
            assert!(ids.contains(described), "{described} is nowhere");
        }
        if attribute(input, "type") == Some("password") {
            assert_eq!(attribute(input, "value"), None, "{input}");
        }
    }
    for link in html.split("href=\"#").skip(1) {
        let target = link.split_once('"').unwrap().0;
        assert!(ids.contains(target), "#{target} is nowhere");
    }
}
