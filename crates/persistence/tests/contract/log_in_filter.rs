//! Who can log in, as the list filters it: what the domain decides, at any moment and under any policy.

use crate::{
    kit::{TestDb as Db, fresh},
    lists::first_page,
    people::{act, add, administrator, change, commit, here, load, person, tenant_with},
};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;
use tenure_domain::{
    Action, Command, Event, Fact, NewCredential, ValidPolicy,
    policy::LockoutRelease,
    testing::{clock, hash, noon, noon_and, standard_but},
    value::{CommandId, ExternalId, PersonName, Phone, Span, Timestamp, UserId},
};
use tenure_service::ports::{ListFilter, Loaded, LockFilter, LogInFilter, UserQueries};

const RELEASES: &[LockoutRelease] = LockoutRelease::ALL;

/// The columns that the steps add.
const NEW: [&str; 7] = [
    "locked_until",
    "log_in_gate",
    "display_name_key",
    "phone_key",
    "external_id_key",
    "log_in_from",
    "log_in_until",
];

fn under(release: LockoutRelease) -> ValidPolicy {
    standard_but(|policy| policy.lockout.release = release)
}

async fn found(db: &Db, can: bool, policy: &ValidPolicy, at: Timestamp) -> BTreeSet<UserId> {
    let filter = ListFilter {
        log_in: Some(LogInFilter::of(can, policy, at)),
        ..ListFilter::default()
    };
    found_by(db, &filter).await
}

async fn found_by(db: &Db, filter: &ListFilter) -> BTreeSet<UserId> {
    let page = db.store.list(here(), filter, &first_page()).await.unwrap();
    page.rows.iter().map(|row| row.user.id()).collect()
}

async fn happen(db: &Db, id: UserId, fact: Fact) {
    let loaded = load(&db.store, id).await;
    let command = Command::new(CommandId(fresh()), clock(), Action::Elapse);
    let event = Event { at: noon(), fact };
    let change = change(&loaded, &command, vec![event]);
    commit(&db.store, &change).await.unwrap();
}

async fn lock_out(db: &Db, id: UserId, until: Option<Timestamp>, timed_only: bool) {
    let fact = Fact::LockedOut {
        failures: 5,
        until,
        timed_only,
    };
    happen(db, id, fact).await;
}

fn validity(from: Option<u32>, until: Option<u32>) -> Action {
    let at = |hours: Option<u32>| hours.map(|hours| noon_and(Span::hours(hours)));
    Action::SetValidity {
        from: at(from),
        until: at(until),
    }
}

/// Somebody for each reason to be let in or kept out, each changing at hours of its own.
async fn people(db: &Db) -> Vec<UserId> {
    add(&db.store, &administrator("root")).await;
    let mut ids = Vec::new();
    for word in [
        "active", "later", "leaving", "block", "blockfor", "locked", "timed", "forever",
        "released", "temp", "both", "inactive", "deleted",
    ] {
        ids.push(add(&db.store, &person(word)).await.user.id());
    }
    for (word, credential) in [
        ("invited", NewCredential::Invitation),
        ("bare", NewCredential::None),
    ] {
        let mut wish = person(word);
        wish.credential = credential;
        ids.push(add(&db.store, &wish).await.user.id());
    }
    let until = |hours| Some(noon_and(Span::hours(hours)));
    let block = |until| Action::Block {
        reason: None,
        until,
    };
    let temporary = Action::SetTemporaryPassword {
        password: hash(),
        must_change: None,
    };
    act(&db.store, ids[1], validity(Some(2), None)).await;
    act(&db.store, ids[2], validity(None, Some(3))).await;
    act(&db.store, ids[3], block(None)).await;
    act(&db.store, ids[4], block(until(4))).await;
    lock_out(db, ids[5], until(5), false).await;
    lock_out(db, ids[6], until(6), true).await;
    lock_out(db, ids[7], None, false).await;
    lock_out(db, ids[8], until(7), false).await;
    happen(db, ids[8], Fact::LockoutReleased {}).await;
    act(&db.store, ids[9], temporary.clone()).await;
    act(&db.store, ids[10], temporary).await;
    act(&db.store, ids[10], validity(Some(1), Some(9))).await;
    act(&db.store, ids[10], block(until(8))).await;
    act(&db.store, ids[11], Action::Deactivate { reason: None }).await;
    act(&db.store, ids[12], Action::Delete).await;
    ids
}

/// What stands in the columns of the steps, for each user.
async fn filled(db: &Db) -> BTreeSet<String> {
    let columns = NEW.map(|column| format!("COALESCE(CAST({column} AS text), '-')"));
    let line = columns.join(" || ' ' || ");
    let sql = format!("SELECT CAST(number AS text) || ' ' || {line} AS line FROM users");
    let raw = db.raw().await;
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql));
    let rows = rows.await.unwrap();
    let lines = rows.iter().map(|row| row.try_get("", "line").unwrap());
    let lines = lines.collect();
    raw.close().await.unwrap();
    lines
}

fn holds(lines: &BTreeSet<String>, word: &str) -> bool {
    lines.iter().any(|line| line.contains(word))
}

contract! {
    /// OB-35, OB-56, OB-57: whoever is shown as able to log in is, and no one else.
    async fn the_filter_agrees_with_the_decision_at_every_moment_under_every_release(db: &TestDb) {
        tenant_with(db, &under(LockoutRelease::AdminAndDuration)).await;
        people(db).await;
        let everybody = db.store.list(here(), &ListFilter::default(), &first_page()).await.unwrap();
        assert_eq!(everybody.rows.len(), 16);
        let mut answers = BTreeSet::new();
        for release in RELEASES {
            let policy = under(*release);
            for hours in (0..=10).chain([24, 72, 1_000]) {
                for second in [0, 1] {
                    let at = Span::seconds(second).after(noon_and(Span::hours(hours)));
                    let can = |row: &&Loaded| row.user.can_log_in(&policy, at);
                    let expected = everybody.rows.iter().filter(can).map(|row| row.user.id());
                    let expected = expected.collect::<BTreeSet<_>>();
                    let able = found(db, true, &policy, at).await;
                    assert_eq!(able, expected, "{release:?} {at}");
                    let others = found(db, false, &policy, at).await;
                    assert_eq!(able.len() + others.len(), 16, "{release:?} {at}");
                    assert!(able.is_disjoint(&others));
                    answers.insert(able);
                }
            }
        }
        // Each of the deadlines made a difference.
        assert!(answers.len() > 10, "{}", answers.len());
    }

    /// P-96: a lockout that time has ended is none, before the sweep as after it; a block by hand is no lockout.
    async fn who_is_locked_out_agrees_with_the_decision_at_every_moment(db: &TestDb) {
        tenant_with(db, &under(LockoutRelease::AdminAndDuration)).await;
        people(db).await;
        let everybody = db.store.list(here(), &ListFilter::default(), &first_page()).await.unwrap();
        let mut answers = BTreeSet::new();
        for release in RELEASES {
            let policy = under(*release);
            for hours in (0..=10).chain([1_000]) {
                let at = noon_and(Span::hours(hours));
                let wanted = |is| ListFilter {
                    locked: Some(LockFilter::of(is, &policy, at)),
                    ..ListFilter::default()
                };
                let [locked, others] = [found_by(db, &wanted(true)).await, found_by(db, &wanted(false)).await];
                let expected = everybody.rows.iter().filter(|row| row.user.stays_locked_out(&policy, at));
                assert_eq!(locked, expected.map(|row| row.user.id()).collect(), "{release:?} {at}");
                assert_eq!(locked.len() + others.len(), 16, "{release:?} {at}");
                answers.insert(locked);
            }
        }
        assert!(answers.len() > 4 && answers.iter().all(|locked| locked.len() <= 4), "{answers:?}");
    }

    async fn users_of_before_are_searched_and_filtered_after_the_step(db: &TestDb) {
        tenant_with(db, &under(LockoutRelease::AdminAndDuration)).await;
        let ids = people(db).await;
        let mut named = person("named");
        named.profile.display_name = Some(PersonName::parse("Ömer L.").unwrap());
        named.profile.phone = Some(Phone::parse("+49 30 1245").unwrap());
        named.profile.external_id = Some(ExternalId::parse("EMP-77").unwrap());
        add(&db.store, &named).await;
        let before = filled(db).await;
        assert!(holds(&before, "released_lockout") && holds(&before, "emp-77") && ids.len() > 10);
        for index in ["number", "invitation_number", "kind_number"] {
            db.execute(&format!("DROP INDEX users_{index}_idx")).await;
        }
        for column in NEW {
            db.execute(&format!("ALTER TABLE users DROP COLUMN {column}")).await;
        }
        for old in ["search_key text NOT NULL DEFAULT ''", "can_log_in boolean NOT NULL DEFAULT false"] {
            db.execute(&format!("ALTER TABLE users ADD COLUMN {old}")).await;
        }
        db.execute("DELETE FROM seaql_migrations WHERE version IN ('m0009_list', 'm0016_list')").await;
        db.another().await.migrate().await.unwrap();
        assert_eq!(filled(db).await, before);
    }
}
