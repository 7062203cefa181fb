//! The audit trail shows every change of it, and forgets a person for good.

use crate::{
    kit::{Kind, TestDb as Db},
    people::{
        act, add, block, decided, here, load, log_in, person, rename, session, tenant, tenant_with,
    },
};
use tenure_domain::{
    Action, ProfileChange,
    policy::{Directory, IdentifierReuse, PhotoType, Supported},
    testing::{away, email, noon, photo, reason, standard_but},
    value::{DirectoryName, ExternalId, MessageId, PersonName, Phone, Span, Timestamp},
    work::{DayOff, PhotoUpload},
};
use tenure_persistence::Replay;
use tenure_service::ports::{
    EventFilter, Outbox, OutboxFilter, OutboxState, Settlement, UserQueries,
};

/// Somebody with personal data in his row, his events, and his messages.
async fn somebody(db: &Db) -> tenure_domain::value::UserId {
    let mut wish = person("zacharias");
    wish.profile.phone = Some(Phone::parse("+49 170 5550199").unwrap());
    wish.profile.external_id = Some(ExternalId::parse("EMP-4711").unwrap());
    wish.profile.last_name = Some(PersonName::parse("Quincampoix").unwrap());
    let id = add(&db.store, &wish).await.user.id();
    let other = ProfileChange {
        email: Some(Some(email("zach.private@example.net"))),
        ..ProfileChange::default()
    };
    let loaded = load(&db.store, id).await;
    let mut change = decided(&loaded, Action::UpdateProfile(Box::new(other)));
    let old = tenure_domain::Message {
        to: tenure_domain::Recipient::Address(email("zacharias@example.com")),
        about: tenure_domain::About::EmailChanged,
        expires_at: None,
    };
    change.messages.push((MessageId(crate::kit::fresh()), old));
    crate::people::commit(&db.store, &change).await.unwrap();
    act(&db.store, id, rename("Zach")).await;
    write_about(db, id).await;
    log_in(&db.store, id, session(1, 0)).await;
    let sent = db.store.claim(noon(), noon(), 1).await.unwrap();
    let is_sent = db.store.settle(sent[0].id, &Settlement::Sent, noon());
    is_sent.await.unwrap();
    let claimed = db.store.claim(noon(), noon(), 1).await.unwrap();
    let refusal = "550 <zacharias@example.com> unknown".to_owned();
    let retry = Settlement::Retry {
        at: noon(),
        error: refusal,
    };
    db.store
        .settle(claimed[0].id, &retry, noon())
        .await
        .unwrap();
    id
}

/// What people wrote about him, his place in the directory, his time off, his picture.
async fn write_about(db: &Db, id: tenure_domain::value::UserId) {
    let blocked = Action::Block {
        reason: Some(reason("seen drunk at the till")),
        until: None,
    };
    let resting = Action::Deactivate {
        reason: Some(reason("sent to a clinic")),
    };
    let directory = Action::SetExternalCredential {
        domain: DirectoryName::parse("corp").unwrap(),
        directory_id: Some(DirectoryName::parse("cn=zq77").unwrap()),
    };
    let time_off = DayOff {
        start_at: moment(TIME_OFF),
        end_at: moment(TIME_OFF + 1),
    };
    let picture = PhotoUpload {
        jpeg: b"face of a man".as_slice().into(),
        ..photo(PhotoType::Jpeg, "d1ge57")
    };
    for action in [
        away(&[time_off]),
        Action::SetPhoto(picture),
        blocked.clone(),
        Action::Unblock,
        resting,
        Action::Activate,
        directory,
        blocked,
    ] {
        act(&db.store, id, action).await;
    }
}

/// When his time off begins, in microseconds.
const TIME_OFF: i64 = 1_999_111_222_333_444;

fn moment(micros: i64) -> Timestamp {
    Timestamp::from_timestamp_micros(micros).unwrap()
}

const TRACES: [&str; 14] = [
    "zach",
    "quincampoix",
    "5550199",
    "lopez",
    "example.com",
    "example.net",
    "emp-4711",
    "drunk",
    "clinic",
    "cn=zq77",
    "1999111222333444",
    "2033-05-07",
    "d1ge57",
    // The picture, as both databases write bytes.
    "66616365206f662061206d616e",
];

async fn traces(db: &Db) -> Vec<&'static str> {
    let dump = db.dump().await.to_lowercase();
    TRACES
        .into_iter()
        .filter(|trace| dump.contains(trace))
        .collect()
}

/// A tenant that forgets user names too, and frees what deleted users held.
async fn forgetful_tenant(db: &Db) {
    let policy = standard_but(|policy| {
        policy.anonymization.keeps_username = Supported::No;
        policy.credential.directory = Directory::Enabled;
        policy.removal.identifier_reuse = IdentifierReuse::AfterDelete;
    });
    tenant_with(db, &policy).await;
}

contract! {
    async fn anonymizing_leaves_no_personal_byte_and_the_chain_holds(db: &TestDb) {
        forgetful_tenant(db).await;
        let id = somebody(db).await;
        let held = traces(db).await;
        let missing = TRACES.into_iter().filter(|trace| !held.contains(trace));
        assert_eq!(missing.collect::<Vec<_>>(), ["lopez"]);
        assert_eq!(db.store.replay_matches(here(), id).await.unwrap(), Replay::Matches);
        act(&db.store, id, Action::Anonymize).await;
        assert_eq!(traces(db).await, [""; 0], "{}", db.dump().await);
        assert_eq!(db.store.verify_chain(here(), id).await.unwrap(), None);
        assert_eq!(db.store.replay_matches(here(), id).await.unwrap(), Replay::Matches);
        let all = EventFilter { limit: 50, ..EventFilter::default() };
        assert!(db.store.events(here(), &all).await.unwrap().len() >= 5);
        let gone = OutboxFilter { state: Some(OutboxState::Cancelled), limit: 9, ..OutboxFilter::default() };
        let gone = db.store.entries(here(), &gone).await.unwrap();
        assert!(!gone.is_empty() && gone.iter().all(|entry| entry.message.is_none()));
        assert!(!db.store.requeue(here(), gone[0].id, noon()).await.unwrap());
    }

    async fn a_file_keeps_nothing_in_its_free_pages_either(db: &TestDb) {
        if db.kind == Kind::Postgres {
            // There, vacuum decides when dead rows are overwritten.
            return;
        }
        forgetful_tenant(db).await;
        let id = somebody(db).await;
        act(&db.store, id, Action::Anonymize).await;
        db.store.close().await.unwrap();
        let path = db.url.trim_start_matches("sqlite://");
        let bytes = std::fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for trace in TRACES {
            assert!(!text.contains(trace), "{trace}");
        }
    }

    async fn a_purge_redacts_what_stays(db: &TestDb) {
        forgetful_tenant(db).await;
        let id = somebody(db).await;
        act(&db.store, id, Action::Delete).await;
        act(&db.store, id, Action::Purge).await;
        assert_eq!(traces(db).await, [""; 0], "{}", db.dump().await);
        assert_eq!(db.store.verify_chain(here(), id).await.unwrap(), None);
        assert_eq!(db.store.replay_matches(here(), id).await.unwrap(), Replay::Purged);
    }

    async fn redaction_touches_nobody_else(db: &TestDb) {
        forgetful_tenant(db).await;
        let id = somebody(db).await;
        let bea = add(&db.store, &person("bea")).await.user.id();
        act(&db.store, id, Action::Anonymize).await;
        assert_eq!(traces(db).await, ["lopez", "example.com"]);
        assert_eq!(db.store.replay_matches(here(), bea).await.unwrap(), Replay::Matches);
    }

    async fn every_change_of_an_event_breaks_the_chain(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        let until = Some(Span::days(1).after(noon()));
        let reasoned = Action::Block { reason: Some(reason("fraud")), until };
        act(&db.store, id, reasoned).await;
        act(&db.store, id, Action::Unblock).await;
        let changes = [
            ("payload = replace(payload, '2026-06-16', '2026-06-17')", "payload = replace(payload, '2026-06-17', '2026-06-16')"),
            ("personal = replace(personal, 'fraud', 'error')", "personal = replace(personal, 'error', 'fraud')"),
            ("actor = replace(actor, 'user:', 'operator:')", "actor = replace(actor, 'operator:', 'user:')"),
            ("occurred_at = occurred_at + 1", "occurred_at = occurred_at - 1"),
            ("seq = seq + 5", "seq = seq - 5"),
            ("kind = 'user.activated'", "kind = 'user.blocked'"),
        ];
        for (tamper, mend) in changes {
            db.execute(&format!("UPDATE events SET {tamper} WHERE version = 2")).await;
            assert!(db.store.verify_chain(here(), id).await.unwrap().is_some(), "{tamper}");
            db.execute(&format!("UPDATE events SET {mend} WHERE version = 2")).await;
            assert_eq!(db.store.verify_chain(here(), id).await.unwrap(), None, "{mend}");
        }
        db.execute("UPDATE events SET personal = replace(personal, 'Lopez', 'Perez') WHERE version = 1").await;
        assert!(db.store.verify_chain(here(), id).await.unwrap().is_some());
        db.execute("DELETE FROM events WHERE version = 2").await;
        assert!(db.store.verify_chain(here(), id).await.unwrap().is_some());
    }

    async fn a_row_that_no_event_explains_differs(db: &TestDb) {
        tenant(db).await;
        let id = add(&db.store, &person("ana")).await.user.id();
        act(&db.store, id, block()).await;
        db.execute("UPDATE users SET state = replace(state, 'Lopez', 'Perez')").await;
        assert_eq!(db.store.replay_matches(here(), id).await.unwrap(), Replay::Differs);
        let nobody = tenure_domain::value::UserId(crate::kit::fresh());
        assert_eq!(db.store.replay_matches(here(), nobody).await.unwrap(), Replay::Unknown);
    }
}
