//! Mails by SMTP, in real conversations on the loopback interface.

use super::{
    given::{ID, INVITATION, clock, from, link, mail, noon},
    sink::{Does, Manner, Sink},
};
use std::time::Duration;
use tenure_domain::{About, value::EmailAddress};
use tenure_notification::{InvalidSmtp, SmtpConfig, SmtpMailer};
use tenure_service::ports::{DeliveryError, Mailer};

fn mailer(sink: &Sink, query: &str) -> SmtpMailer {
    // Long enough for a slow machine; only a test of a server that hangs waits so long.
    mailer_within(sink, query, Duration::from_secs(20))
}

fn mailer_within(sink: &Sink, query: &str, timeout: Duration) -> SmtpMailer {
    let url = format!("smtp://127.0.0.1:{}{query}", sink.port);
    let config = SmtpConfig::new(&url, from()).unwrap().with_timeout(timeout);
    SmtpMailer::new(config, clock(noon()))
}

fn transient(result: Result<(), DeliveryError>) -> String {
    match result {
        Err(DeliveryError::Transient(error)) => error.to_string(),
        other => panic!("not transient: {other:?}"),
    }
}

fn permanent(result: Result<(), DeliveryError>) -> String {
    match result {
        Err(DeliveryError::Permanent(error)) => error.to_string(),
        other => panic!("not permanent: {other:?}"),
    }
}

#[tokio::test]
async fn a_mail_is_delivered_once() {
    let sink = Sink::start(Manner::default()).await;
    let mailer = mailer(&sink, "");
    mailer
        .send(&mail(INVITATION, &["ana@shop.example"]))
        .await
        .unwrap();
    let mails = sink.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, ["ana@shop.example"]);
    let raw = &mails[0].raw;
    assert!(
        raw.contains(&format!("Message-ID: <{ID}@shop.example>\r\n")),
        "{raw}"
    );
    assert!(raw.contains("To: ana@shop.example\r\n"), "{raw}");
    assert_eq!(
        raw.lines().filter(|line| *line == link()).count(),
        1,
        "{raw}"
    );
}

#[tokio::test]
async fn the_connection_is_used_again_while_the_server_keeps_it() {
    let sink = Sink::start(Manner::default()).await;
    let mailer = mailer(&sink, "");
    for _ in 0..3 {
        mailer
            .send(&mail(INVITATION, &["ana@shop.example"]))
            .await
            .unwrap();
    }
    assert_eq!((sink.mails().len(), sink.connections()), (3, 1));
    // The server closes it after the next mail: a new one is opened.
    sink.behave(Manner {
        end: Does::Drop,
        ..Manner::default()
    });
    transient(mailer.send(&mail(INVITATION, &["ana@shop.example"])).await);
    sink.behave(Manner::default());
    mailer
        .send(&mail(INVITATION, &["ana@shop.example"]))
        .await
        .unwrap();
    assert_eq!((sink.mails().len(), sink.connections()), (4, 2));
}

#[tokio::test]
async fn a_temporary_refusal_is_tried_again_and_a_final_one_is_not() {
    let sink = Sink::start(Manner::default()).await;
    let mailer = mailer(&sink, "");
    let mail = mail(INVITATION, &["ana@shop.example"]);
    let later = Does::Say("451 later");
    let never = Does::Say("550 never");
    let rcpt = |does: Does| Manner {
        rcpt: vec![("ana@", does)],
        ..Manner::default()
    };
    let data = |data: Does| Manner {
        data,
        ..Manner::default()
    };
    let end = |end: Does| Manner {
        end,
        ..Manner::default()
    };
    for manner in [rcpt(later.clone()), data(later.clone()), end(later.clone())] {
        sink.behave(manner);
        let error = transient(mailer.send(&mail).await);
        assert_eq!(error, "transient error (451): later");
    }
    for manner in [rcpt(never.clone()), data(never.clone()), end(never.clone())] {
        sink.behave(manner);
        let error = permanent(mailer.send(&mail).await);
        assert_eq!(error, "permanent error (550): never");
    }
    sink.behave(rcpt(Does::Say("421 going down")));
    transient(mailer.send(&mail).await);
    assert_eq!(sink.mails().len(), 0);
    sink.behave(Manner::default());
    mailer.send(&mail).await.unwrap();
    assert_eq!(sink.mails().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_with_the_set_up_is_not_held_against_the_mail() {
    let refuse = Does::Say("554 you are not welcome");
    let greeting = Manner {
        greeting: refuse.clone(),
        ..Manner::default()
    };
    let sender = Manner {
        mail: refuse,
        ..Manner::default()
    };
    let log_in_first = Manner {
        rcpt: vec![("ana@", Does::Say("530 log in first"))],
        ..Manner::default()
    };
    for manner in [greeting, sender, log_in_first] {
        let sink = Sink::start(manner).await;
        transient(
            mailer(&sink, "")
                .send(&mail(INVITATION, &["ana@shop.example"]))
                .await,
        );
        assert_eq!(sink.mails().len(), 0);
    }
}

#[tokio::test]
async fn a_server_that_goes_away_is_tried_again() {
    let gone = Sink::start(Manner::default()).await;
    let nobody = mailer(&gone, "");
    drop(gone);
    let refused = mail(INVITATION, &["ana@shop.example"]);
    let sinks = [
        Manner {
            greeting: Does::Drop,
            ..Manner::default()
        },
        Manner {
            within: Does::Drop,
            ..Manner::default()
        },
        Manner {
            end: Does::Drop,
            ..Manner::default()
        },
    ];
    for manner in sinks {
        let sink = Sink::start(manner).await;
        let mailer = mailer(&sink, "");
        transient(mailer.send(&refused).await);
        assert_eq!(sink.mails().len(), 0);
        sink.behave(Manner::default());
        mailer.send(&refused).await.unwrap();
        assert_eq!(sink.mails().len(), 1);
    }
    transient(nobody.send(&refused).await);
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up_in_time_and_its_connection_with_it() {
    let hangs = [
        Manner {
            greeting: Does::Hang,
            ..Manner::default()
        },
        Manner {
            rcpt: vec![("ana@", Does::Hang)],
            ..Manner::default()
        },
        Manner {
            data: Does::Hang,
            ..Manner::default()
        },
        Manner {
            within: Does::Hang,
            ..Manner::default()
        },
        Manner {
            end: Does::Hang,
            ..Manner::default()
        },
    ];
    let mut tests = tokio::task::JoinSet::new();
    for manner in hangs {
        tests.spawn(gives_up(manner));
    }
    tests.join_all().await;
}

async fn gives_up(manner: Manner) {
    let sink = Sink::start(manner).await;
    let mailer = mailer_within(&sink, "", Duration::from_millis(400));
    let error = transient(mailer.send(&mail(INVITATION, &["ana@shop.example"])).await);
    assert!(error.contains("did not answer within"), "{error}");
    assert_eq!(sink.mails().len(), 0);
    // The answers to a mail that was given up are never taken for those to the next.
    sink.behave(Manner {
        end: Does::Say("550 never"),
        ..Manner::default()
    });
    permanent(mailer.send(&mail(INVITATION, &["ana@shop.example"])).await);
    assert_eq!(sink.connections(), 2);
}

#[tokio::test]
async fn several_recipients_get_one_mail_and_do_not_see_each_other() {
    let sink = Sink::start(Manner::default()).await;
    let mail = mail(
        About::InvitationExpired,
        &["ana@shop.example", "bo@shop.example"],
    );
    mailer(&sink, "").send(&mail).await.unwrap();
    let mails = sink.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].to, ["ana@shop.example", "bo@shop.example"]);
    assert!(
        mails[0].raw.contains("To: undisclosed-recipients:;\r\n"),
        "{}",
        mails[0].raw
    );
    assert!(!mails[0].raw.contains("ana@") && !mails[0].raw.contains("bo@"));
}

#[tokio::test]
async fn a_recipient_who_cannot_get_the_mail_does_not_hold_up_the_others() {
    let full = Manner {
        rcpt: vec![("bo@", Does::Say("452 mailbox full"))],
        ..Manner::default()
    };
    let sink = Sink::start(full).await;
    let mailer = mailer(&sink, "");
    let mail = mail(
        About::InvitationExpired,
        &["ana@shop.example", "bo@shop.example", "cy@shop.example"],
    );
    for _ in 0..2 {
        let error = transient(mailer.send(&mail).await);
        assert!(error.starts_with("2 of 3 recipients have it"), "{error}");
    }
    // Those who have it do not get it again.
    assert_eq!(sink.mails().len(), 1);
    assert_eq!(sink.mails()[0].to, ["ana@shop.example", "cy@shop.example"]);
    sink.behave(Manner::default());
    mailer.send(&mail).await.unwrap();
    assert_eq!(sink.mails()[1].to, ["bo@shop.example"]);

    sink.behave(Manner {
        rcpt: vec![("bo@", Does::Say("550 no such user"))],
        ..Manner::default()
    });
    let mut next = mail;
    next.id = "01968b2c-7a00-7000-8000-00000000002b".parse().unwrap();
    let error = permanent(mailer.send(&next).await);
    assert!(error.starts_with("2 of 3 recipients have it"), "{error}");
    assert_eq!(sink.mails().len(), 3);
}

#[tokio::test]
async fn an_error_holds_neither_address_nor_link() {
    let sink = Sink::start(Manner {
        rcpt: vec![("ana@", Does::Say("550 <ana@shop.example>: unknown"))],
        ..Manner::default()
    })
    .await;
    let mailer = mailer(&sink, "");
    let mail = mail(INVITATION, &["ana@shop.example"]);
    let error = permanent(mailer.send(&mail).await);
    assert_eq!(error, "permanent error (550): <address> unknown");
    sink.behave(Manner {
        end: Does::Say(
            "554 bad link https://shop.example/invitation#aZ0_-aZ0 see https://help.example",
        ),
        ..Manner::default()
    });
    let error = permanent(mailer.send(&mail).await);
    assert_eq!(
        error,
        "permanent error (554): bad link <link> see https://help.example"
    );
}

#[tokio::test]
async fn a_server_gets_bytes_beyond_ascii_only_if_it_takes_them() {
    for (extensions, encoding) in [
        (&["8BITMIME"][..], "Content-Transfer-Encoding: 8bit"),
        (&[][..], "Content-Transfer-Encoding: quoted-printable"),
    ] {
        let sink = Sink::start(Manner {
            extensions,
            ..Manner::default()
        })
        .await;
        let mut mail = mail(INVITATION, &["ana@shop.example"]);
        mail.content.name = "Ömer".to_owned();
        mailer(&sink, "").send(&mail).await.unwrap();
        let raw = &sink.mails()[0].raw;
        assert!(raw.contains(encoding), "{raw}");
        assert_eq!(raw.is_ascii(), extensions.is_empty());
    }
}

#[tokio::test]
async fn an_address_beyond_ascii_needs_a_server_that_takes_it() {
    let mut mail = mail(INVITATION, &[]);
    mail.to
        .push(EmailAddress::parse("ömer@shop.example").unwrap());
    let sink = Sink::start(Manner::default()).await;
    let error = permanent(mailer(&sink, "").send(&mail).await);
    assert!(error.contains("SMTPUTF8"), "{error}");
    sink.behave(Manner {
        extensions: &["8BITMIME", "SMTPUTF8"],
        ..Manner::default()
    });
    mailer(&sink, "").send(&mail).await.unwrap();
    assert_eq!(sink.mails()[0].to, ["ömer@shop.example"]);
}

#[tokio::test]
async fn a_sender_may_have_any_name() {
    let sink = Sink::start(Manner::default()).await;
    for name in [
        "Ömer & Söhne, Inc. (Berlin)",
        "shop.example: orders",
        "李小龍",
    ] {
        let from = format!("{name} <no-reply@shop.example>").parse().unwrap();
        let url = format!("smtp://localhost:{}", sink.port);
        let mailer = SmtpMailer::new(SmtpConfig::new(&url, from).unwrap(), clock(noon()));
        mailer
            .send(&mail(INVITATION, &["ana@shop.example"]))
            .await
            .unwrap();
    }
    for mail in sink.mails() {
        assert!(
            mail.raw.contains("<no-reply@shop.example>\r\n"),
            "{}",
            mail.raw
        );
        assert!(mail.raw.is_ascii(), "{}", mail.raw);
    }
    assert_eq!(sink.mails().len(), 3);
}

#[tokio::test]
async fn a_mail_to_nobody_is_never_tried_again() {
    let sink = Sink::start(Manner::default()).await;
    permanent(mailer(&sink, "").send(&mail(About::Blocked, &[])).await);
    assert_eq!(sink.connections(), 0);
}

#[tokio::test]
async fn where_tls_is_required_nothing_is_sent_without_it() {
    for extensions in [&[][..], &["STARTTLS"][..]] {
        let sink = Sink::start(Manner {
            extensions,
            ..Manner::default()
        })
        .await;
        let url = format!("smtp://user:secret@127.0.0.1:{}?tls=required", sink.port);
        let config = SmtpConfig::new(&url, from()).unwrap();
        let mailer = SmtpMailer::new(
            config.with_timeout(Duration::from_millis(500)),
            clock(noon()),
        );
        transient(mailer.send(&mail(INVITATION, &["ana@shop.example"])).await);
        assert_eq!(sink.mails().len(), 0);
        for command in sink.commands() {
            let harmless = ["EHLO", "STARTTLS", "QUIT"]
                .iter()
                .any(|c| command.starts_with(c));
            assert!(
                harmless || !command.is_ascii() || command.starts_with('\u{16}'),
                "{command}"
            );
        }
    }
}

#[test]
fn the_address_of_a_server_is_checked_in_words_for_people() {
    let config = |url: &str| SmtpConfig::new(url, from());
    for good in [
        "smtp://localhost",
        "smtp://127.0.0.1:1025/",
        "smtp://[::1]:1025",
        "smtp://user:p%40ss@mail.example?tls=required",
        "smtps://user:p@ss@mail.example",
        "smtps://mail.example:465?tls=required",
        "smtp://relay:25?tls=none",
    ] {
        assert!(config(good).is_ok(), "{good}: {:?}", config(good));
    }
    for (bad, why) in [
        ("mail.example", InvalidSmtp::Scheme),
        ("http://mail.example", InvalidSmtp::Scheme),
        ("smtps://", InvalidSmtp::Host),
        ("smtps://mail example", InvalidSmtp::Host),
        ("smtps://[::1", InvalidSmtp::Host),
        ("smtps://mail.example:0", InvalidSmtp::Port("0".to_owned())),
        (
            "smtps://mail.example:smtp",
            InvalidSmtp::Port("smtp".to_owned()),
        ),
        ("smtps://user@mail.example", InvalidSmtp::Credentials),
        ("smtps://user:@mail.example", InvalidSmtp::Credentials),
        ("smtps://user:100%@mail.example", InvalidSmtp::Encoding),
        ("smtps://user:%+1@mail.example", InvalidSmtp::Encoding),
        (
            "smtps://mail.example?tls=none",
            InvalidSmtp::Option("tls=none".to_owned()),
        ),
        (
            "smtp://mail.example?tls=opportunistic",
            InvalidSmtp::Option("tls=opportunistic".to_owned()),
        ),
        (
            "smtps://mail.example?starttls=1",
            InvalidSmtp::Option("starttls".to_owned()),
        ),
        ("smtp://mail.example", InvalidSmtp::PlainToAnotherHost),
        (
            "smtp://user:secret@mail.example?tls=none",
            InvalidSmtp::PasswordInClear,
        ),
    ] {
        assert_eq!(config(bad).unwrap_err(), why, "{bad}");
    }
    let shown = format!("{:?}", config("smtps://user:secret@mail.example").unwrap());
    assert!(
        !shown.contains("secret") && !shown.contains("user"),
        "{shown}"
    );
}
