//! Other rules hold at once and as a whole, with the keys and deadlines that they move.

use crate::{
    kit::{TestDb as Db, fresh},
    people::{
        act, add, administrator, commit, decided, here, load, person, registration, rename,
        session, success, tenant, tenant_with,
    },
};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;
use tenure_domain::{
    Action, Attempts, NewCredential, PolicyChanged, Registration, TenantFact, ValidPolicy,
    authority::ActorRef,
    policy::{AdminPassword, Directory, IdentifierReuse, Uniqueness, change::Clash},
    testing::{directory, noon, preset, standard, standard_but},
    value::{CommandId, EventId, ExternalId, Span},
};
use tenure_service::ports::{
    Claim, EventFilter, Happened, LogInStore, NewPolicy, PolicyOutcome, PolicyStore, SettledLogIn,
    Stamp, StoreError, Tenant, UserQueries, UserStore,
};

/// The wish for these rules, on top of those.
fn wish(before: &Tenant, name: &str, policy: ValidPolicy) -> NewPolicy {
    let from = (
        before.preset.as_str(),
        &**before.policy,
        before.policy_revision,
    );
    NewPolicy {
        tenant: before.id,
        change: PolicyChanged::between(from, (name, &policy)).unwrap(),
        policy: Arc::new(policy),
        stamp: Stamp {
            event: EventId(fresh()),
            command: CommandId(fresh()),
            actor: ActorRef::Operator("cli:ana".to_owned()),
            origin: tenure_domain::change::Origin::default(),
            at: noon(),
        },
    }
}

async fn now(db: &Db) -> Arc<Tenant> {
    db.store.tenant(here()).await.unwrap().unwrap()
}

/// Gives the tenant these rules.
async fn set(db: &Db, policy: ValidPolicy) -> PolicyOutcome {
    let new = wish(&*now(db).await, "custom", policy);
    db.store.set_policy(&new).await.unwrap()
}

fn sharing(rule: Uniqueness) -> ValidPolicy {
    standard_but(|policy| policy.identity.external_id_unique = rule)
}

fn releasing(rule: IdentifierReuse) -> ValidPolicy {
    standard_but(|policy| policy.removal.identifier_reuse = rule)
}

fn resting_after(days: Option<u32>) -> ValidPolicy {
    standard_but(|policy| policy.activity.inactivity_limit = days.map(Span::days))
}

fn with_directory() -> ValidPolicy {
    standard_but(|policy| policy.credential.directory = Directory::Enabled)
}

fn numbered(word: &str, id: &str) -> Registration {
    let mut wish = person(word);
    wish.profile.external_id = Some(ExternalId::parse(id).unwrap());
    wish
}

/// What the keys of this column hold, by display number.
async fn held(db: &Db, column: &str) -> Vec<Option<String>> {
    let raw = db.raw().await;
    let sql = format!("SELECT {column} AS claim FROM users ORDER BY number");
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql));
    let rows = rows.await.unwrap();
    let held = rows.iter().map(|row| row.try_get("", "claim").unwrap());
    let held = held.collect();
    raw.close().await.unwrap();
    held
}

fn key(text: &str) -> Option<String> {
    Some(text.to_owned())
}

contract! {
    async fn other_rules_hold_at_once_in_every_store(db: &TestDb) {
        let before = tenant(db).await;
        let another = db.another().await;
        let ana = add(&another, &administrator("ana")).await.user.id();
        let new = wish(&before, "hesh", preset("hesh"));
        assert_eq!(db.store.set_policy(&new).await.unwrap(), PolicyOutcome::Written);
        for store in [&db.store, &another] {
            let tenant = load(store, ana).await.tenant;
            assert_eq!((tenant.policy_revision, tenant.preset.as_str()), (2, "hesh"));
            assert_eq!(*tenant.policy, preset("hesh"));
        }
        let rows = another.tenants().await.unwrap();
        let row = &rows[0];
        let told = (row.slug.as_str(), row.preset.as_str(), row.policy_revision, row.users);
        assert_eq!((rows.len(), told), (1, ("default", "hesh", 2, 1)));
        another.close().await.unwrap();
    }

    async fn seats_are_counted_by_the_new_rules(db: &TestDb) {
        tenant(db).await;
        add(&db.store, &person("ana")).await;
        assert_eq!(db.store.facts(here()).await.unwrap().seats_used, 0);
        set(db, standard_but(|policy| policy.roles.seats = Some(1))).await;
        assert_eq!(db.store.facts(here()).await.unwrap().seats_used, 1);
    }

    async fn a_change_of_rules_stands_in_the_trail_of_the_tenant(db: &TestDb) {
        let before = tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let policy = standard_but(|policy| policy.credential.admin_may_set = AdminPassword::Yes);
        let new = wish(&before, "custom", policy);
        db.store.set_policy(&new).await.unwrap();
        set(db, standard()).await;
        let kinds = ["policy.changed".to_owned()].into();
        let filter = EventFilter { kinds, limit: 9, ..EventFilter::default() };
        let told = db.store.events(here(), &filter).await.unwrap();
        assert_eq!(told.iter().map(|event| event.version).collect::<Vec<_>>(), [3, 2]);
        assert_eq!(told[1].what, Happened::ToTenant(TenantFact::PolicyChanged(new.change)));
        assert_eq!((&told[1].actor, told[1].command), (&new.stamp.actor, new.stamp.command));
        let visible = Some([tenure_domain::testing::organization(1)].into());
        let narrowed = EventFilter { visible, ..filter };
        assert!(db.store.events(here(), &narrowed).await.unwrap().is_empty());
        assert_eq!(db.store.verify_own_chain(here()).await.unwrap(), None);
        assert_eq!(db.store.verify_chain(here(), ana).await.unwrap(), None);
        db.execute("UPDATE events SET payload = replace(payload, 'temporary_only', 'no') WHERE version = 2").await;
        assert!(db.store.verify_own_chain(here()).await.unwrap().is_some());
    }

    async fn of_many_changes_at_the_same_time_one_wins(db: &TestDb) {
        let before = tenant(db).await;
        add(&db.store, &administrator("ana")).await;
        let changes = (1..=8).map(|size| {
            let policy = standard_but(|policy| policy.list.page_size = size);
            let (store, new) = (db.store.clone(), wish(&before, "custom", policy));
            tokio::spawn(async move { (size, store.set_policy(&new).await) })
        });
        let mut won = Vec::new();
        for change in changes.collect::<Vec<_>>() {
            match change.await.unwrap() {
                (size, Ok(PolicyOutcome::Written)) => won.push(size),
                (_, Err(StoreError::Conflict)) => {}
                other => panic!("{other:?}"),
            }
        }
        let after = now(db).await;
        assert_eq!((won, after.policy_revision), (vec![after.policy.list.page_size], 2));
        assert_eq!(db.count("events WHERE kind = 'policy.changed'").await, 1);
    }

    async fn a_change_that_fails_at_its_end_leaves_all_as_it_was(db: &TestDb) {
        let before = tenant_with(db, &sharing(Uniqueness::No)).await;
        add(&db.store, &numbered("ana", "E1")).await;
        let all = EventFilter { limit: 1, ..EventFilter::default() };
        let taken = db.store.events(here(), &all).await.unwrap()[0].id;
        let mut new = wish(&before, "custom", sharing(Uniqueness::PerTenant));
        new.stamp.event = taken;
        let untouched = db.dump().await;
        assert!(db.store.set_policy(&new).await.is_err());
        assert_eq!(db.dump().await, untouched);
        new.stamp.event = EventId(fresh());
        assert_eq!(db.store.set_policy(&new).await.unwrap(), PolicyOutcome::Written);
        assert_eq!(held(db, "external_id_claim").await, [key("e1")]);
    }

    async fn keys_are_held_and_released_as_the_rules_say(db: &TestDb) {
        tenant_with(db, &sharing(Uniqueness::No)).await;
        for (word, id) in [("ana", "E1"), ("bea", "E2"), ("cyd", "E3")] {
            add(&db.store, &numbered(word, id)).await;
        }
        add(&db.store, &person("dan")).await;
        let column = "external_id_claim";
        assert_eq!(held(db, column).await, [None, None, None, None]);
        set(db, sharing(Uniqueness::PerTenant)).await;
        assert_eq!(held(db, column).await, [key("e1"), key("e2"), key("e3"), None]);
        let names = ["ana", "bea", "cyd", "dan"].map(key);
        assert_eq!(held(db, "username_claim").await, names);
        let second = registration(&db.store, &numbered("eve", "E2")).await;
        let refused = commit(&db.store, &second).await;
        assert!(matches!(refused, Err(StoreError::Taken(Claim::ExternalId))), "{refused:?}");
        set(db, sharing(Uniqueness::No)).await;
        assert_eq!(held(db, column).await, [None, None, None, None]);
        add(&db.store, &numbered("eve", "E2")).await;
    }

    async fn users_who_would_share_a_key_are_named_and_nothing_changes(db: &TestDb) {
        tenant_with(db, &sharing(Uniqueness::No)).await;
        for (word, id) in [("ana", "E1"), ("bea", "E2"), ("cyd", "e1"), ("dan", "E1")] {
            add(&db.store, &numbered(word, id)).await;
        }
        let untouched = db.dump().await;
        let setting = "identity.external_id_unique";
        let clash = Clash { setting, numbers: vec![1, 3, 4] };
        let answer = set(db, sharing(Uniqueness::PerTenant)).await;
        assert_eq!(answer, PolicyOutcome::Clashing(vec![clash]));
        assert_eq!(db.dump().await, untouched);
    }

    async fn a_deleted_user_gets_back_what_nobody_took(db: &TestDb) {
        tenant_with(db, &releasing(IdentifierReuse::AfterDelete)).await;
        for word in ["ana", "bea"] {
            let id = add(&db.store, &person(word)).await.user.id();
            act(&db.store, id, Action::Delete).await;
        }
        add(&db.store, &person("ana")).await;
        assert_eq!(set(db, releasing(IdentifierReuse::Never)).await, PolicyOutcome::Written);
        let addresses = [None, key("bea@example.com"), key("ana@example.com")];
        assert_eq!(held(db, "email_claim").await, addresses);
        let again = registration(&db.store, &person("bea")).await;
        assert!(matches!(commit(&db.store, &again).await, Err(StoreError::Taken(_))));
    }

    async fn whoever_has_another_deadline_is_looked_at_next(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        log_in_late(db, ana).await;
        assert_eq!(db.store.due(noon(), 9).await.unwrap(), []);
        set(db, resting_after(Some(30))).await;
        assert_eq!(db.store.due(noon(), 9).await.unwrap(), [(here(), ana)]);
        let due = Span::days(31).after(noon());
        db.store.reschedule(here(), ana, Some(due), noon()).await.unwrap();
        // The same limit among other rules moves nobody.
        set(db, standard_but(|policy| {
            policy.activity.inactivity_limit = Some(Span::days(30));
            policy.invitation.ttl = Span::days(2);
        })).await;
        assert_eq!(db.store.due(noon(), 9).await.unwrap(), []);
        set(db, resting_after(None)).await;
        assert_eq!(held(db, "CAST(due_at AS TEXT)").await, [None]);
    }

    async fn what_was_decided_under_former_rules_is_decided_again(db: &TestDb) {
        tenant(db).await;
        let ana = load(&db.store, add(&db.store, &person("ana")).await.user.id()).await;
        let renamed = decided(&ana, rename("Anna"));
        let bea = registration(&db.store, &person("bea")).await;
        let logged_in = success(&ana);
        set(db, standard_but(|policy| policy.list.page_size = 7)).await;
        for change in [&renamed, &bea] {
            assert!(matches!(commit(&db.store, change).await, Err(StoreError::Conflict)));
        }
        let settled = SettledLogIn {
            reservation: None,
            before: ana.attempts,
            after: Attempts { last_log_in_at: Some(noon()), ..Attempts::default() },
            change: &logged_in,
            session: Some(session(1, 0)),
            rehash: None,
            pin: None,
        };
        assert!(matches!(db.store.settle(settled).await, Err(StoreError::Conflict)));
        assert_eq!((db.count("users").await, db.count("sessions").await), (1, 0));
        act(&db.store, ana.user.id(), rename("Anna")).await;
        add(&db.store, &person("bea")).await;
    }

    async fn no_two_users_share_a_key_however_rules_and_registrations_race(db: &TestDb) {
        tenant_with(db, &sharing(Uniqueness::No)).await;
        let mut changes = Vec::new();
        for number in 0..6 {
            changes.push(registration(&db.store, &numbered(&format!("user{number}"), "E1")).await);
        }
        let new = wish(&*now(db).await, "custom", sharing(Uniqueness::PerTenant));
        let store = db.store.clone();
        let ruling = tokio::spawn(async move { store.set_policy(&new).await });
        let commits = changes.into_iter().map(|change| {
            let store = db.store.clone();
            tokio::spawn(async move { commit(&store, &change).await })
        });
        let mut added = 0;
        for outcome in commits.collect::<Vec<_>>() {
            match outcome.await.unwrap() {
                Ok(()) => added += 1,
                Err(StoreError::Conflict) => {}
                Err(other) => panic!("{other}"),
            }
        }
        let claims = held(db, "external_id_claim").await;
        assert_eq!(claims.len(), added);
        match ruling.await.unwrap() {
            Ok(PolicyOutcome::Written) => {
                assert!(added <= 1 && claims.iter().all(Option::is_some), "{claims:?}");
            }
            Ok(PolicyOutcome::Clashing(_)) | Err(StoreError::Conflict) => {
                assert_eq!(now(db).await.policy_revision, 1);
            }
            other => panic!("{other:?}"),
        }
    }

    async fn an_administrator_who_can_log_in_stays(db: &TestDb) {
        tenant_with(db, &with_directory()).await;
        let mut wish = administrator("ana");
        wish.credential = NewCredential::External {
            domain: directory(),
            directory_id: None,
        };
        add(&db.store, &wish).await;
        let untouched = db.dump().await;
        assert_eq!(set(db, standard()).await, PolicyOutcome::NoAdministratorLeft);
        assert_eq!(db.dump().await, untouched);
        add(&db.store, &administrator("bea")).await;
        assert_eq!(set(db, standard()).await, PolicyOutcome::Written);
    }
}

/// A log-in a day after noon.
async fn log_in_late(db: &Db, id: tenure_domain::value::UserId) {
    crate::people::log_in(&db.store, id, session(1, 86_400)).await;
}
