//! A message leaves once at a time, and in order for each user.

use crate::{
    kit::TestDb as Db,
    people::{act, add, block, here, person, tenant},
};
use std::collections::BTreeSet;
use tenure_domain::{
    About, Action, Message, Recipient,
    testing::{email, noon},
    value::{Span, Timestamp, UserId},
};
use tenure_persistence::Store;
use tenure_service::ports::{Outbox, OutboxFilter, OutboxState, Queued, Settlement};

fn at(seconds: u32) -> Timestamp {
    Span::seconds(seconds).after(noon())
}

async fn claim(store: &Store, now: Timestamp, limit: u16) -> Vec<Queued> {
    let claimed = store.claim(now, Span::minutes(2).after(now), limit);
    claimed.await.unwrap()
}

/// Blocks and unblocks somebody: two messages.
async fn two_messages(db: &Db, word: &str) -> UserId {
    let id = add(&db.store, &person(word)).await.user.id();
    act(&db.store, id, block()).await;
    act(&db.store, id, Action::Unblock).await;
    id
}

contract! {
    async fn later_messages_about_a_user_wait_for_the_earlier(db: &TestDb) {
        tenant(db).await;
        let ana = two_messages(db, "ana").await;
        let bea = two_messages(db, "bea").await;
        let first = claim(&db.store, noon(), 10).await;
        assert_eq!(first.iter().map(|one| one.user).collect::<Vec<_>>(), [ana, bea]);
        assert!(first.iter().all(|one| one.message.about == About::Blocked && one.attempts == 0));
        assert_eq!(claim(&db.store, noon(), 10).await, []);
        db.store.settle(first[0].id, &Settlement::Sent, noon()).await.unwrap();
        let second = claim(&db.store, noon(), 10).await;
        assert_eq!(second.len(), 1);
        assert_eq!((second[0].user, second[0].message.about), (ana, About::Unblocked));
        let later = Settlement::Retry { at: at(60), error: "busy".to_owned() };
        db.store.settle(first[1].id, &later, noon()).await.unwrap();
        assert_eq!(claim(&db.store, at(59), 10).await, []);
        let again = claim(&db.store, at(60), 10).await;
        assert_eq!((again[0].id, again[0].attempts), (first[1].id, 1));
        let dead = Settlement::Dead { error: "no such host".to_owned() };
        db.store.settle(again[0].id, &dead, at(60)).await.unwrap();
        assert_eq!(claim(&db.store, at(60), 10).await[0].user, bea);
    }

    async fn a_lease_that_runs_out_gives_the_message_back(db: &TestDb) {
        tenant(db).await;
        two_messages(db, "ana").await;
        let first = claim(&db.store, noon(), 10).await;
        assert_eq!(claim(&db.store, at(119), 10).await, []);
        let again = claim(&db.store, at(120), 10).await;
        assert_eq!((again[0].id, again[0].attempts), (first[0].id, 1));
    }

    async fn a_message_that_cannot_be_read_is_put_aside_and_the_others_go_out(db: &TestDb) {
        tenant(db).await;
        two_messages(db, "ana").await;
        let bea = two_messages(db, "bea").await;
        let first = claim(&db.store, noon(), 1).await[0].id;
        db.execute("UPDATE outbox SET about = 'of the future' WHERE lease_until IS NOT NULL").await;
        let others = claim(&db.store, at(120), 10).await;
        assert!(others.iter().any(|one| one.user == bea), "{others:?}");
        let dead = OutboxFilter { state: Some(OutboxState::Dead), limit: 10, ..OutboxFilter::default() };
        let dead = db.store.entries(here(), &dead).await.unwrap_or_default();
        assert!(others.iter().all(|one| one.id != first));
        assert!(dead.iter().all(|entry| entry.id == first));
    }

    async fn two_relays_never_claim_the_same_message(db: &TestDb) {
        tenant(db).await;
        for number in 0..40 {
            two_messages(db, &format!("user{number}")).await;
        }
        let mut relays = Vec::new();
        for _ in 0..4 {
            let store = db.another().await;
            relays.push(tokio::spawn(async move {
                let mut all = Vec::new();
                loop {
                    let claimed = claim(&store, noon(), 3).await;
                    if claimed.is_empty() {
                        break;
                    }
                    all.extend(claimed.iter().map(|one| one.id));
                }
                store.close().await.unwrap();
                all
            }));
        }
        let mut all = Vec::new();
        for relay in relays {
            all.extend(relay.await.unwrap());
        }
        let different = all.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(different.len(), all.len());
        all.extend(claim(&db.store, noon(), 100).await.iter().map(|one| one.id));
        assert_eq!(all.len(), 40);
    }

    async fn people_see_messages_newest_first_and_put_dead_ones_back(db: &TestDb) {
        tenant(db).await;
        let ana = two_messages(db, "ana").await;
        let bea = two_messages(db, "bea").await;
        let all = OutboxFilter { limit: 10, ..OutboxFilter::default() };
        let entries = db.store.entries(here(), &all).await.unwrap();
        let seen = entries.iter().map(|entry| (entry.user, entry.about.as_str()));
        let expected = [(bea, "unblocked"), (bea, "blocked"), (ana, "unblocked"), (ana, "blocked")];
        assert_eq!(seen.collect::<Vec<_>>(), expected);
        let older = OutboxFilter { before: Some(entries[1].id), ..all.clone() };
        assert_eq!(db.store.entries(here(), &older).await.unwrap().len(), 2);

        let first = claim(&db.store, noon(), 1).await.remove(0);
        let dead = Settlement::Dead { error: "no such host".to_owned() };
        db.store.settle(first.id, &dead, at(1)).await.unwrap();
        let named = OutboxFilter { id: Some(first.id), ..all.clone() };
        let named = db.store.entries(here(), &named).await.unwrap();
        assert_eq!(named.iter().map(|entry| entry.id).collect::<Vec<_>>(), [first.id]);
        let dead = OutboxFilter { state: Some(OutboxState::Dead), user: Some(ana), ..all };
        let entry = db.store.entries(here(), &dead).await.unwrap().remove(0);
        assert_eq!((entry.id, entry.attempts, entry.due_at), (first.id, 1, at(1)));
        assert_eq!(entry.last_error.as_deref(), Some("no such host"));
        assert!(db.store.requeue(here(), first.id, at(2)).await.unwrap());
        let again = claim(&db.store, at(2), 10).await;
        let again = again.iter().find(|one| one.id == first.id).unwrap();
        assert_eq!(again.attempts, 0);
        db.store.settle(first.id, &Settlement::Sent, at(3)).await.unwrap();
        assert!(!db.store.requeue(here(), first.id, at(4)).await.unwrap());
        let nobody = tenure_domain::value::TenantId(crate::kit::fresh());
        assert!(!db.store.requeue(nobody, entries[0].id, at(4)).await.unwrap());
    }

    async fn a_message_that_waits_can_be_cancelled_and_says_if_it_left_all_the_same(db: &TestDb) {
        tenant(db).await;
        let ana = two_messages(db, "ana").await;
        let all = OutboxFilter { limit: 10, ..OutboxFilter::default() };
        let blocked = db.store.entries(here(), &all).await.unwrap().remove(1).id;
        let nobody = tenure_domain::value::TenantId(crate::kit::fresh());
        assert!(!db.store.cancel(nobody, blocked, at(1)).await.unwrap());
        assert!(db.store.cancel(here(), blocked, at(1)).await.unwrap());
        assert!(!db.store.cancel(here(), blocked, at(2)).await.unwrap());
        let entry = db.store.entries(here(), &all).await.unwrap().remove(1);
        assert_eq!((entry.id, entry.state, entry.due_at), (blocked, OutboxState::Cancelled, at(1)));
        assert!(entry.can_be_retried() && !entry.can_be_cancelled());
        // The next one about the same user need not wait any longer.
        let next = claim(&db.store, at(3), 10).await.remove(0);
        assert_eq!((next.user, next.message.about), (ana, About::Unblocked));
        // It is being sent: whether it leaves is not for whoever cancels to say.
        for (settlement, state) in [
            (Settlement::Dead { error: "busy".to_owned() }, OutboxState::Cancelled),
            (Settlement::Sent, OutboxState::Sent),
        ] {
            db.store.cancel(here(), next.id, at(4)).await.unwrap();
            db.store.settle(next.id, &settlement, at(5)).await.unwrap();
            let entry = db.store.entries(here(), &all).await.unwrap().remove(0);
            assert_eq!((entry.id, entry.state), (next.id, state));
        }
        assert!(!db.store.cancel(here(), next.id, at(6)).await.unwrap());
    }

    async fn the_last_message_of_a_kind_is_read_for_several_users_at_once(db: &TestDb) {
        tenant(db).await;
        let ana = two_messages(db, "ana").await;
        let bea = two_messages(db, "bea").await;
        let carl = add(&db.store, &person("carl")).await.user.id();
        act(&db.store, ana, block()).await;
        let of_ana = OutboxFilter { user: Some(ana), limit: 1, ..OutboxFilter::default() };
        let newest = db.store.entries(here(), &of_ana).await.unwrap().remove(0).id;
        let last = db.store.last(here(), &[ana, bea, carl].into(), "blocked").await.unwrap();
        let mut seen = last.iter().map(|entry| (entry.user, entry.about.as_str())).collect::<Vec<_>>();
        seen.sort_unstable();
        let mut expected = [(ana, "blocked"), (bea, "blocked")];
        expected.sort_unstable();
        assert_eq!(seen, expected);
        assert!(last.iter().any(|entry| entry.id == newest));
        assert!(db.store.last(here(), &[carl].into(), "blocked").await.unwrap().is_empty());
    }

    async fn a_message_comes_out_as_it_went_in(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let mut change = crate::people::decided(&ana, block());
        change.messages = [
            Recipient::User,
            Recipient::Administrator,
            Recipient::Address(email("old@example.com")),
        ].map(|to| {
            let id = tenure_domain::value::MessageId(crate::kit::fresh());
            let about = About::EmailConfirmation { serial: 3 };
            (id, Message { to, about, expires_at: Some(at(9)) })
        }).into();
        crate::people::commit(&db.store, &change).await.unwrap();
        for (id, message) in &change.messages {
            let claimed = claim(&db.store, noon(), 10).await.remove(0);
            assert_eq!((claimed.id, &claimed.message), (*id, message));
            db.store.settle(*id, &Settlement::Sent, noon()).await.unwrap();
        }
    }
}
