//! Mails as files.

use super::given::{ID, INVITATION, clock, from, link, mail, noon, time};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};
use tenure_domain::About;
use tenure_notification::FileMailer;
use tenure_service::ports::{DeliveryError, Mailer};

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_mail_becomes_one_file_that_only_its_owner_reads() {
    let dir = tempfile::tempdir().unwrap();
    let outbox = dir.path().join("data/mail");
    let mailer = FileMailer::new(&outbox, from(), clock(noon()));
    mailer
        .send(&mail(INVITATION, &["ana@shop.example"]))
        .await
        .unwrap();

    let file = format!("20270501T120000-{ID}.eml");
    assert_eq!(names(&outbox), [file.as_str()]);
    assert_eq!(mode(&outbox), 0o700);
    assert_eq!(mode(&outbox.join(&file)), 0o600);

    let raw = fs::read_to_string(outbox.join(&file)).unwrap();
    for line in [
        format!("Message-ID: <{ID}@shop.example>"),
        "Date: Sat, 01 May 2027 12:00:00 +0000".to_owned(),
        "From: \"Example Shop\" <no-reply@shop.example>".to_owned(),
        "To: ana@shop.example".to_owned(),
        "Subject: Your invitation to Example Shop".to_owned(),
        "MIME-Version: 1.0".to_owned(),
        "Auto-Submitted: auto-generated".to_owned(),
        "Content-Transfer-Encoding: 7bit".to_owned(),
        link(),
    ] {
        assert!(
            raw.contains(&format!("\r\n{line}\r\n")) || raw.starts_with(&line),
            "{line}\n{raw}"
        );
    }
    assert!(raw.contains("multipart/alternative"), "{raw}");
    let (text, html) = raw.split_once("Content-Type: text/html").unwrap();
    assert!(
        text.contains("Content-Type: text/plain; charset=utf-8"),
        "{raw}"
    );
    assert!(html.contains(&format!("href=\"{}\"", link())), "{raw}");
}

#[tokio::test]
async fn the_link_stays_in_one_piece_with_names_of_any_script() {
    let dir = tempfile::tempdir().unwrap();
    let mailer = FileMailer::new(dir.path(), from(), clock(noon()));
    let mut mail = mail(INVITATION, &["ana@shop.example"]);
    mail.content.name = "Ömer 李小龍".to_owned();
    mail.content.system = "Café".to_owned();
    let link = format!("{}?a=1=2", link());
    mail.content.link = Some(link.clone());
    mailer.send(&mail).await.unwrap();

    let raw = fs::read_to_string(dir.path().join(&names(dir.path())[0])).unwrap();
    assert!(raw.contains("Content-Transfer-Encoding: 8bit"), "{raw}");
    assert!(raw.contains("Hello Ömer 李小龍,"), "{raw}");
    assert_eq!(raw.lines().filter(|line| *line == link).count(), 1, "{raw}");
    let head = raw.split_once("\r\n\r\n").unwrap().0;
    assert!(head.is_ascii(), "{head}");
}

#[tokio::test]
async fn names_cannot_add_headers() {
    let dir = tempfile::tempdir().unwrap();
    let mailer = FileMailer::new(dir.path(), from(), clock(noon()));
    let mut mail = mail(About::Blocked, &["ana@shop.example"]);
    mail.content.system = "Shop\r\nBcc: x@y.example\nX-Evil: 1".to_owned();
    mail.content.name = "Ana\r\n.\r\nMAIL FROM:<x@y.example>".to_owned();
    mailer.send(&mail).await.unwrap();

    let raw = fs::read_to_string(dir.path().join(&names(dir.path())[0])).unwrap();
    for line in raw.lines() {
        let evil = ["Bcc", "X-Evil", ".", "MAIL"].iter().any(|start| {
            line.strip_prefix(start)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
        });
        assert!(!evil && !line.starts_with("MAIL FROM"), "{raw}");
    }
}

#[tokio::test]
async fn a_repetition_replaces_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let first = FileMailer::new(dir.path(), from(), clock(noon()));
    let later = FileMailer::new(dir.path(), from(), clock(time("2027-05-02T12:00:00Z")));
    let mut mail = mail(About::Blocked, &["ana@shop.example"]);
    first.send(&mail).await.unwrap();
    // What a crash may leave behind does not hold up the next try.
    let left_behind = dir.path().join(format!(".{ID}.tmp"));
    fs::write(&left_behind, "half").unwrap();
    later.send(&mail).await.unwrap();
    assert_eq!(names(dir.path()), [format!("20270501T120000-{ID}.eml")]);
    let raw = fs::read_to_string(dir.path().join(&names(dir.path())[0])).unwrap();
    assert!(raw.contains("Date: Sun, 02 May 2027"), "{raw}");

    mail.id = "01968b2c-7a00-7000-8000-00000000002b".parse().unwrap();
    later.send(&mail).await.unwrap();
    assert_eq!(names(dir.path()).len(), 2);
}

#[tokio::test]
async fn several_recipients_share_a_file_but_no_address_line() {
    let dir = tempfile::tempdir().unwrap();
    let mailer = FileMailer::new(dir.path(), from(), clock(noon()));
    let mail = mail(
        About::InvitationExpired,
        &["ana@shop.example", "bo@shop.example"],
    );
    mailer.send(&mail).await.unwrap();
    let raw = fs::read_to_string(dir.path().join(&names(dir.path())[0])).unwrap();
    assert!(
        raw.contains("\r\nTo: undisclosed-recipients:;\r\n"),
        "{raw}"
    );
    assert!(
        raw.contains("\r\nBcc: ana@shop.example, bo@shop.example\r\n"),
        "{raw}"
    );
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_tried_again() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    let mailer = FileMailer::new(file.join("mail"), from(), clock(noon()));
    let error = mailer
        .send(&mail(About::Blocked, &["ana@shop.example"]))
        .await
        .unwrap_err();
    assert!(matches!(error, DeliveryError::Transient(_)), "{error}");
    assert!(
        error.to_string().contains("cannot write a mail into"),
        "{error}"
    );
}

#[tokio::test]
async fn a_mail_that_cannot_be_written_or_has_no_recipient_is_never_tried_again() {
    let dir = tempfile::tempdir().unwrap();
    let mailer = FileMailer::new(dir.path(), from(), clock(noon()));
    let mut linkless = mail(INVITATION, &["ana@shop.example"]);
    linkless.content.link = None;
    for mail in [linkless, mail(About::Blocked, &[])] {
        let error = mailer.send(&mail).await.unwrap_err();
        assert!(matches!(error, DeliveryError::Permanent(_)), "{error}");
    }
    assert!(names(dir.path()).is_empty());
}
