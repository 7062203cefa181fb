//! What is in the mails.

use super::given::{INVITATION, content, every_about, link, noon, time};
use expect_test::expect_file;
use tenure_domain::About;
use tenure_notification::{RenderError, render};
use tenure_service::ports::MailContent;

fn check(name: &str, content: &MailContent) {
    let mail = render(content, Some("en"), noon()).unwrap();
    let text = format!("Subject: {}\n\n{}", mail.subject, mail.text);
    expect_file![format!("../snapshots/{name}.txt")].assert_eq(&text);
    expect_file![format!("../snapshots/{name}.html")].assert_eq(&mail.html);
}

#[test]
fn every_mail_reads_as_it_should() {
    for about in every_about() {
        check(about.code(), &content(about));
    }
}

#[test]
fn a_mail_says_how_long_somebody_is_kept_out_where_that_has_an_end() {
    for about in [About::LockedOut, About::Blocked] {
        let mut content = content(about);
        content.until = Some(time("2027-05-01T12:30:00Z"));
        check(&format!("{}_until", about.code()), &content);
    }
}

#[test]
fn names_do_no_harm() {
    for (what, name) in [
        (
            "markup",
            "<script>alert('1')</script>\"'&{{7*7}}{% if %}${x}",
        ),
        (
            "breaks",
            "Ana\r\nBcc: x@y.example\r\n\r\nVisit\u{2028}me\u{0}\u{202E}",
        ),
        ("address", "https://evil.example/x?y or www.evil.example"),
    ] {
        for about in [INVITATION, About::InvitationExpired] {
            let mut content = content(about);
            name.clone_into(&mut content.name);
            content.system = format!("Shop {name}");
            check(&format!("{}_name_with_{what}", about.code()), &content);
            let mail = render(&content, None, noon()).unwrap();
            assert!(
                !mail.subject.contains(char::is_control),
                "{:?}",
                mail.subject
            );
            assert!(!mail.html.contains("<script"), "{}", mail.html);
            assert!(!mail.text.contains("\nBcc") && !mail.text.contains("\nVisit"));
            assert!(!mail.text.contains("49") && !mail.html.contains("49"));
        }
    }
}

#[test]
fn a_user_without_a_name_is_greeted_all_the_same() {
    let mut content = content(About::Unblocked);
    content.name = "\u{200B} ".to_owned();
    let mail = render(&content, None, noon()).unwrap();
    assert!(mail.text.starts_with("Hello,\n"), "{}", mail.text);
    content.about = About::InvitationExpired;
    let mail = render(&content, None, noon()).unwrap();
    assert!(mail.text.contains("for a user expired"), "{}", mail.text);
}

#[test]
fn the_link_stands_once_in_the_text_on_a_line_of_its_own() {
    for about in every_about() {
        let mail = render(&content(about), None, noon()).unwrap();
        let links = usize::from(about.ticket().is_some());
        assert_eq!(
            mail.text.matches(&link()).count(),
            links,
            "{}",
            about.code()
        );
        assert_eq!(mail.text.matches("://").count(), links, "{}", about.code());
        let alone = mail.text.lines().filter(|line| *line == link());
        assert_eq!(alone.count(), links, "{}", about.code());
        // The button, and the address for those who cannot use it.
        assert_eq!(
            mail.html.matches(&link()).count(),
            2 * links,
            "{}",
            about.code()
        );
    }
}

#[test]
fn html_loads_nothing_and_needs_no_style_sheet() {
    for about in every_about() {
        let html = render(&content(about), None, noon()).unwrap().html;
        let code = about.code();
        for foreign in [
            "<img", "<link", "<script", "src=", "url(", "@import", "<style", "class=",
        ] {
            assert!(!html.contains(foreign), "{code}: {foreign}");
        }
        for needed in [
            "lang=\"en\"",
            "color-scheme\" content=\"light dark",
            "<main",
            "<h1",
            "<title>",
        ] {
            assert!(html.contains(needed), "{code}: {needed}");
        }
    }
}

#[test]
fn the_end_of_a_link_is_told_in_utc_and_in_words() {
    for (end, words) in [
        (
            "2027-05-01T12:00:00Z",
            "2027-05-01 12:00 UTC (which has passed)",
        ),
        (
            "2027-05-01T12:01:00Z",
            "2027-05-01 12:01 UTC (about 1 minute after this mail was sent)",
        ),
        (
            "2027-05-01T13:00:00Z",
            "2027-05-01 13:00 UTC (about 60 minutes after",
        ),
        (
            "2027-05-02T11:59:50Z",
            "2027-05-02 11:59 UTC (about 24 hours after",
        ),
        (
            "2027-05-04T11:59:50Z",
            "2027-05-04 11:59 UTC (about 3 days after",
        ),
    ] {
        let mut content = content(INVITATION);
        content.expires_at = Some(time(end));
        let mail = render(&content, None, noon()).unwrap();
        assert!(mail.text.contains(words), "{words}: {}", mail.text);
        assert!(mail.html.contains(words), "{words}: {}", mail.html);
    }
}

#[test]
fn an_unknown_language_is_english() {
    let content = content(INVITATION);
    let english = render(&content, None, noon()).unwrap();
    for language in ["en-GB", "xx", "", "../../etc"] {
        assert_eq!(render(&content, Some(language), noon()).unwrap(), english);
    }
}

#[test]
fn a_link_that_is_missing_or_is_not_a_web_address_is_an_error() {
    let mut content = content(INVITATION);
    content.link = None;
    assert!(matches!(
        render(&content, None, noon()),
        Err(RenderError::NoLink)
    ));
    for link in [
        "javascript:alert(1)",
        "https://shop.example/a b",
        "https://shop.example/\r\nBcc: x@y.example",
        "https://shop.example/\" onclick=\"x",
        "",
    ] {
        content.link = Some(link.to_owned());
        assert!(
            matches!(render(&content, None, noon()), Err(RenderError::BadLink)),
            "{link}"
        );
    }
}
