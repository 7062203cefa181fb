//! The relay: tries again where that helps, gives up where it does not, and never sends a dead link.

use crate::stand::{CountedIds, FixedClock, key, loaded};
use std::sync::{Arc, Mutex};
use tenure_domain::{
    About, Message, Recipient, User,
    testing::{active, ana, noon, noon_and, pending, tenant},
    value::{MessageId, Span},
};
use tenure_service::{
    ports::{
        Clock, DeliveryError, Ids, MockMailer, MockOutbox, MockUserQueries, MockUserStore, Queued,
        Settlement,
    },
    relay::{Relay, RelayParts},
};
use tokio::sync::Notify;

fn queued(about: About, attempts: u32) -> Queued {
    let message = Message {
        to: Recipient::User,
        about,
        expires_at: Some(noon_and(Span::hours(1))),
    };
    let id = MessageId(CountedIds::default().next());
    Queued {
        id,
        tenant: tenant(),
        user: ana(),
        message,
        attempts,
        created_at: noon(),
    }
}

/// Runs one message through a relay and says how it was settled.
async fn settled(
    user: Option<User>,
    message: Queued,
    mailer: MockMailer,
    clock: Arc<FixedClock>,
) -> Settlement {
    let (mut outbox, mut store) = (MockOutbox::new(), MockUserStore::new());
    let mut once = Some(message);
    outbox
        .expect_claim()
        .returning(move |_, _, _| Ok(once.take().into_iter().collect()));
    let seen = Arc::new(Mutex::new(None));
    let note = Arc::clone(&seen);
    outbox
        .expect_settle()
        .times(1)
        .returning(move |_, settlement, _| {
            *note.lock().unwrap() = Some(settlement.clone());
            Ok(())
        });
    store
        .expect_load()
        .returning(move |_, _| Ok(user.clone().map(loaded)));
    let relay = Relay::new(RelayParts {
        outbox: Arc::new(outbox),
        store: Arc::new(store),
        queries: Arc::new(MockUserQueries::new()),
        mailer: Arc::new(mailer),
        clock,
        key: key(),
        public_url: "http://127.0.0.1:8080".to_owned(),
        wake: Arc::new(Notify::new()),
    });
    assert_eq!(relay.drain().await.unwrap(), 1);
    let settlement = seen.lock().unwrap().take();
    settlement.expect("every claimed message is settled")
}

#[tokio::test]
async fn a_mail_carries_the_link_of_the_live_serial() {
    let mut mailer = MockMailer::new();
    mailer
        .expect_send()
        .times(1)
        .withf(|mail| {
            let link = mail.content.link.as_deref().unwrap_or_default();
            link.starts_with("http://127.0.0.1:8080/invite/") && mail.to.len() == 1
        })
        .returning(|_| Ok(()));
    let message = queued(About::Invitation { serial: 1 }, 0);
    let end = settled(Some(pending()), message, mailer, FixedClock::at_noon()).await;
    assert_eq!(end, Settlement::Sent);
}

#[tokio::test]
async fn a_link_that_died_in_the_queue_is_never_sent() {
    for (user, serial) in [(pending(), 7), (active(), 1)] {
        let mailer = MockMailer::new();
        let message = queued(About::Invitation { serial }, 0);
        let end = settled(Some(user), message, mailer, FixedClock::at_noon()).await;
        assert!(matches!(end, Settlement::Cancelled { .. }), "{end:?}");
    }
}

#[tokio::test]
async fn a_message_about_nobody_is_cancelled() {
    let end = settled(
        None,
        queued(About::PasswordChanged, 0),
        MockMailer::new(),
        FixedClock::at_noon(),
    );
    assert!(matches!(end.await, Settlement::Cancelled { .. }));
}

#[tokio::test]
async fn a_passing_failure_is_tried_again_later_and_later() {
    let mut last = noon();
    for attempts in [0, 1, 3] {
        let mut mailer = MockMailer::new();
        mailer
            .expect_send()
            .returning(|_| Err(DeliveryError::Transient("451 later".into())));
        let message = queued(About::PasswordChanged, attempts);
        let end = settled(Some(active()), message, mailer, FixedClock::at_noon()).await;
        let Settlement::Retry { at, .. } = end else {
            panic!("{end:?}")
        };
        assert!(at > last, "after {attempts} tries");
        last = at;
    }
    assert!(
        last <= noon_and(Span::minutes(2)),
        "five seconds doubled three times, and a little"
    );
}

#[tokio::test]
async fn a_lasting_failure_is_dead_at_once() {
    let mut mailer = MockMailer::new();
    mailer
        .expect_send()
        .returning(|_| Err(DeliveryError::Permanent("550 no such user".into())));
    let message = queued(About::PasswordChanged, 0);
    let end = settled(Some(active()), message, mailer, FixedClock::at_noon()).await;
    assert!(matches!(end, Settlement::Dead { .. }), "{end:?}");
}

#[tokio::test]
async fn a_message_past_its_end_is_not_tried_any_more() {
    let clock = FixedClock::at_noon();
    clock.advance(Span::hours(2));
    assert!(clock.now() > noon());
    let message = queued(About::PasswordChanged, 3);
    let end = settled(Some(active()), message, MockMailer::new(), clock).await;
    assert!(matches!(end, Settlement::Cancelled { .. }), "{end:?}");
}
