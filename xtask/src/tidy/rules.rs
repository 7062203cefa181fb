//! The rules on what a file contains.

use super::Finding;
use super::files::is_test;
use super::source::Source;

/// Systems whose rules ship as presets, spelled without separators. What differs between them is
/// data in a policy; code that asks for a name would be a rule nobody finds.
const PRESETS: &[&str] = &["hotwax", "shopp", "orderbroker", "hesh", "chord"];

/// The states of a user; only the rules may ask which one it is.
const STATES: &[&str] = &["Pending", "Active", "Inactive", "Blocked", "Deleted"];

/// Marks of work that was left undone.
const UNDONE: &[&str] = &["TODO", "FIXME"];

/// Every rule on a Rust file.
pub(super) fn check_rust(path: &str, text: &str) -> Vec<Finding> {
    let source = Source::of(text);
    let mut findings = Vec::new();
    if !text.trim_start().starts_with("//!") {
        findings.push(Finding::new(
            path,
            1,
            "say with `//!` what this module is for",
        ));
    }
    undone(path, &source, &mut findings);
    ignored_tests(path, &source, &mut findings);
    if !is_test(path) {
        preset_names(path, &source, &mut findings);
        status_comparisons(path, &source, &mut findings);
        stored_users(path, &source, &mut findings);
    }
    findings
}

/// Every rule on a template.
pub(super) fn check_template(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        if content.replace(' ', "").contains("|safe") {
            findings.push(Finding::new(path, line, "`|safe` lets text in as HTML"));
        }
        if names_a_state(content) {
            findings.push(Finding::new(
                path,
                line,
                "a template shows a status, it asks for none",
            ));
        }
        if content.split(['"', '\'']).skip(1).any(is_preset) {
            findings.push(Finding::new(path, line, "a template names no preset"));
        }
        if UNDONE.iter().any(|mark| has_word(content, mark)) {
            findings.push(Finding::new(path, line, "unfinished work"));
        }
    }
    findings
}

fn undone(path: &str, source: &Source, findings: &mut Vec<Finding>) {
    let mut report = |line| findings.push(Finding::new(path, line, "unfinished work"));
    for (line, comment) in &source.comments {
        if UNDONE.iter().any(|mark| has_word(comment, mark)) {
            report(*line);
        }
    }
    for (line, code) in source.code() {
        if has_word(code, "todo!") || has_word(code, "unimplemented!") {
            report(line);
        }
    }
}

fn ignored_tests(path: &str, source: &Source, findings: &mut Vec<Finding>) {
    for (line, code) in source.code() {
        if code.contains("#[ignore") {
            findings.push(Finding::new(path, line, "a test runs or goes"));
        }
    }
}

/// No branch on a preset's name, outside the presets and what seeds a new tenant.
fn preset_names(path: &str, source: &Source, findings: &mut Vec<Finding>) {
    let is_allowed = path.starts_with("crates/domain/src/policy/")
        || path == "crates/domain/src/policy.rs"
        || path.starts_with("crates/app/src/seed");
    if !path.starts_with("crates/") || is_allowed {
        return;
    }
    let message = "what differs between systems is data in `Policy`, not a branch on a name";
    for (line, literal) in &source.literals {
        if is_preset(literal) && !source.is_test(*line) {
            findings.push(Finding::new(path, *line, message));
        }
    }
    for (line, code) in source.code() {
        if names_after(code, "Preset::").any(is_preset) && !source.is_test(line) {
            findings.push(Finding::new(path, line, message));
        }
    }
}

/// No status is asked for where rules are not decided.
fn status_comparisons(path: &str, source: &Source, findings: &mut Vec<Finding>) {
    let outside = ["http", "service", "notification", "app"]
        .iter()
        .any(|name| path.starts_with(&format!("crates/{name}/src/")));
    if !outside {
        return;
    }
    for (line, code) in source.code() {
        if (names_a_state(code) || has_word(code, "Lifecycle::")) && !source.is_test(line) {
            findings.push(Finding::new(
                path,
                line,
                "only the domain asks which status a user has",
            ));
        }
    }
}

/// `User::from_parts` is the one door for stored rows.
fn stored_users(path: &str, source: &Source, findings: &mut Vec<Finding>) {
    if path.starts_with("crates/domain/") || path.starts_with("crates/persistence/src/mapping") {
        return;
    }
    for (line, code) in source.code() {
        if has_word(code, "User::from_parts") && !source.is_test(line) {
            findings.push(Finding::new(
                path,
                line,
                "only the store's mapping rebuilds a user",
            ));
        }
    }
}

fn is_preset(name: &str) -> bool {
    let plain = name.replace(['_', '-', ' '], "").to_ascii_lowercase();
    PRESETS.contains(&plain.as_str())
}

/// `Status::Active`, `Status::{Active, ..}` or `Status::*`.
fn names_a_state(text: &str) -> bool {
    has_word(text, "Status::*") || names_after(text, "Status::").any(|name| STATES.contains(&name))
}

/// The names that follow a path prefix: `Prefix::Name`, and each in `Prefix::{Name, Other}`.
fn names_after<'a>(text: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    words(text, prefix).flat_map(|rest| {
        let list = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or_default(),
            None => rest
                .split(|c: char| !is_identifier(c))
                .next()
                .unwrap_or_default(),
        };
        list.split(|c: char| !is_identifier(c))
    })
}

/// Whether this stands in the text and no identifier runs into it.
fn has_word(text: &str, word: &str) -> bool {
    let ends_open = word.ends_with(is_identifier);
    words(text, word).any(|rest| !(ends_open && rest.starts_with(is_identifier)))
}

/// What follows each place where this stands and no identifier ends in it.
fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(word)
        .filter(|(at, _)| {
            !text
                .get(..*at)
                .is_some_and(|before| before.ends_with(is_identifier))
        })
        .filter_map(move |(at, _)| text.get(at + word.len()..))
}

fn is_identifier(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::{check_rust, check_template};

    /// The lines that have a finding, in a module that says what it is for.
    fn lines(path: &str, body: &str) -> Vec<usize> {
        let text = format!("//! A module.\n{body}");
        check_rust(path, &text)
            .iter()
            .map(|finding| finding.line)
            .collect()
    }

    fn template(line: &str) -> usize {
        check_template("crates/http/templates/user.html", line).len()
    }

    #[test]
    fn a_module_says_what_it_is_for() {
        assert_eq!(
            check_rust("crates/http/src/view.rs", "use a::b;\n//! late\n").len(),
            1
        );
        assert_eq!(check_rust("crates/http/src/view.rs", "// plain\n").len(), 1);
        assert_eq!(
            check_rust("crates/http/src/view.rs", "//! Views.\n").len(),
            0
        );
    }

    #[test]
    fn unfinished_work_is_found_in_comments_and_code() {
        let path = "crates/domain/src/user.rs";
        assert_eq!(lines(path, "// TODO: later\n"), [2]);
        assert_eq!(lines(path, "/* a\n FIXME */\n"), [3]);
        assert_eq!(
            lines(
                path,
                "fn f() { todo!() }\nfn g() { unimplemented!(\"x\") }\n"
            ),
            [2, 3]
        );
        assert_eq!(
            lines(path, "// MASTODON\nlet a = \"TODO\"; not_todo!();\n"),
            [0; 0]
        );
    }

    #[test]
    fn an_ignored_test_is_found_even_among_tests() {
        assert_eq!(
            lines(
                "crates/http/tests/api.rs",
                "#[test]\n#[ignore = \"slow\"]\n"
            ),
            [3]
        );
        let unless = "#[cfg_attr(not(postgres), ignore = \"no server\")]\n";
        assert_eq!(
            lines("crates/persistence/tests/contract.rs", unless),
            [0; 0]
        );
    }

    #[test]
    fn a_branch_on_a_presets_name_is_found_however_it_is_spelled() {
        let path = "crates/service/src/users.rs";
        assert_eq!(lines(path, "if name == \"hotwax\" {}\n"), [2]);
        assert_eq!(
            lines(
                path,
                "match name { \"order-broker\" | \"Order_Broker\" => 1 }\n"
            ),
            [2, 2]
        );
        assert_eq!(lines(path, "match p { Preset::OrderBroker => 1 }\n"), [2]);
        assert_eq!(lines(path, "use domain::Preset::{Standard, Hesh};\n"), [2]);
        assert_eq!(
            lines(
                path,
                "\"chords\"; Preset::Standard; Preset::ALL; // hotwax\n"
            ),
            [0; 0]
        );
    }

    #[test]
    fn presets_are_named_where_they_are_made_and_tested() {
        let body = "let name = \"hotwax\";\n";
        for path in [
            "crates/domain/src/policy/presets/hotwax.rs",
            "crates/app/src/seed.rs",
            "crates/http/tests/api.rs",
            "tests/e2e/presets.rs",
        ] {
            assert_eq!(lines(path, body), [0; 0], "{path}");
        }
        let inline = "#[cfg(test)]\nmod tests {\n  const A: &str = \"hotwax\";\n}\n";
        assert_eq!(lines("crates/http/src/view.rs", inline), [0; 0]);
    }

    #[test]
    fn a_status_is_asked_for_in_the_domain_and_the_store_only() {
        let body = "if user.status() == Status::Active {}\n";
        for name in ["http", "service", "notification", "app"] {
            assert_eq!(
                lines(&format!("crates/{name}/src/x.rs"), body),
                [2],
                "{name}"
            );
        }
        for name in ["domain", "persistence"] {
            assert_eq!(
                lines(&format!("crates/{name}/src/x.rs"), body),
                [0; 0],
                "{name}"
            );
        }
        assert_eq!(lines("crates/http/tests/api.rs", body), [0; 0]);
    }

    #[test]
    fn every_way_to_name_a_state_is_found_and_other_names_are_not() {
        let path = "crates/http/src/x.rs";
        for body in [
            "matches!(s, domain::Status::Blocked)",
            "use domain::Status::{self, Deleted};",
            "use domain::Status::*;",
            "let Lifecycle::Pending { .. } = l;",
        ] {
            assert_eq!(lines(path, body), [2], "{body}");
        }
        let others =
            "Status::ALL; StatusView::Active; Status::Actively; \"Status::Active\"; Lifecycle";
        assert_eq!(lines(path, others), [0; 0]);
    }

    #[test]
    fn a_user_is_rebuilt_from_parts_in_the_mapping_only() {
        let body = "let user = User::from_parts(parts)?;\n";
        assert_eq!(lines("crates/persistence/src/users.rs", body), [2]);
        assert_eq!(lines("crates/service/src/users.rs", body), [2]);
        assert_eq!(lines("crates/persistence/src/mapping.rs", body), [0; 0]);
        assert_eq!(
            lines("crates/persistence/src/mapping/user.rs", body),
            [0; 0]
        );
        assert_eq!(lines("crates/domain/src/testing.rs", body), [0; 0]);
        assert_eq!(
            lines("crates/http/src/x.rs", "Request::from_parts(a)\n"),
            [0; 0]
        );
    }

    #[test]
    fn a_template_lets_no_text_in_as_html() {
        assert_eq!(template("{{ name|safe }}"), 1);
        assert_eq!(template("{{ name | safe }}"), 1);
        assert_eq!(template("{{ name|upper }} is safe"), 0);
    }

    #[test]
    fn a_template_decides_nothing_by_status_or_preset() {
        assert_eq!(template("{% if user.status == Status::Blocked %}"), 1);
        assert_eq!(template("{% if preset == \"shopp\" %}"), 1);
        assert_eq!(template("{{ user.status }} {{ preset.name }} Shopp"), 0);
    }
}
