//! Roles that a tenant makes: with their event, at the revision that was read, and never gone while they are held.

use crate::{
    kit::{TestDb as Db, fresh},
    people::{
        act, add, commit, decided, here, load, make_role, organizations, person, registration,
        role_write, tenant,
    },
};
use tenure_domain::{
    Action, PolicyChanged, Registration, TenantFact,
    authority::{Grant, Role, Scope},
    testing::{grant, noon, organization, role, standard_but},
    value::{OrganizationId, RoleDescription, RoleTitle, UserId},
};
use tenure_persistence::Store;
use tenure_service::ports::{
    EventFilter, Happened, NewPolicy, PolicyStore, RoleDeed, RoleOutcome, RoleRecord, RoleStore,
    Stamp, StoreError, UserQueries, UserStore,
};

/// How many of those whom an administrator of these organizations sees hold the role.
async fn holders(db: &Db, name: &str, visible: Option<OrganizationId>) -> u64 {
    let visible = visible.map(|id| [id].into());
    let book = db.store.roles(here(), visible).await.unwrap();
    book.users.get(&role(name)).copied().unwrap_or_default()
}

async fn delete(store: &Store, record: &RoleRecord) -> Result<RoleOutcome, StoreError> {
    let fact = TenantFact::RoleDeleted((&record.role).into());
    let write = role_write(store, RoleDeed::Delete(record.clone()), fact).await;
    store.write_role(&write).await
}

/// The role under another name, with another permission.
fn edited(record: &RoleRecord) -> (RoleRecord, TenantFact) {
    let role = Role {
        title: RoleTitle::parse("Store Clerk").unwrap(),
        description: Some(RoleDescription::parse("Sells").unwrap()),
        permissions: ["users.read".parse().unwrap()].into(),
        ..record.role.clone()
    };
    let fact = TenantFact::RoleCreated((&role).into());
    let record = RoleRecord {
        role,
        ..record.clone()
    };
    (record, fact)
}

fn holding(word: &str, grants: Vec<Grant>) -> Registration {
    Registration {
        grants,
        ..person(word)
    }
}

async fn has_clerk(db: &Db, id: UserId) -> bool {
    let user = load(&db.store, id).await.user;
    user.grants().iter().any(|held| held.role == role("clerk"))
}

contract! {
    async fn a_role_is_kept_as_it_was_made_and_every_store_knows_it_at_once(db: &TestDb) {
        tenant(db).await;
        let another = db.another().await;
        let before = another.facts(here()).await.unwrap().roles;
        assert_eq!(before.permissions(&role("clerk")), None);
        let made = make_role(&db.store, "clerk", "product.view").await;
        let book = another.roles(here(), None).await.unwrap();
        assert_eq!(book.own.values().collect::<Vec<_>>(), [&made]);
        let known = another.facts(here()).await.unwrap().roles;
        assert_eq!(known.permissions(&role("clerk")), Some(&made.role.permissions));
        another.close().await.unwrap();
    }

    async fn a_change_replaces_what_the_role_says_and_counts(db: &TestDb) {
        tenant(db).await;
        let made = make_role(&db.store, "clerk", "product.view").await;
        let (after, fact) = edited(&made);
        let write = role_write(&db.store, RoleDeed::Change(after.clone()), fact).await;
        assert_eq!(db.store.write_role(&write).await.unwrap(), RoleOutcome::Written);
        let book = db.store.roles(here(), None).await.unwrap();
        let kept = &book.own[&role("clerk")];
        assert_eq!((&kept.role, kept.revision, kept.id), (&after.role, 2, made.id));
        assert_eq!(book.known.permissions(&role("clerk")), Some(&after.role.permissions));
    }

    async fn of_two_changes_that_read_the_same_roles_the_second_decides_again(db: &TestDb) {
        tenant(db).await;
        let made = make_role(&db.store, "clerk", "product.view").await;
        let (after, fact) = edited(&made);
        let first = role_write(&db.store, RoleDeed::Change(after), fact).await;
        let gone = TenantFact::RoleDeleted((&made.role).into());
        let second = role_write(&db.store, RoleDeed::Delete(made), gone).await;
        db.store.write_role(&first).await.unwrap();
        let late = db.store.write_role(&second).await;
        assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
        assert_eq!(db.count("roles").await, 1);
    }

    async fn what_was_decided_under_former_rules_is_decided_again(db: &TestDb) {
        tenant(db).await;
        let made = make_role(&db.store, "clerk", "product.view").await;
        let gone = TenantFact::RoleDeleted((&made.role).into());
        let write = role_write(&db.store, RoleDeed::Delete(made), gone).await;
        db.execute("UPDATE tenants SET policy_revision = policy_revision + 1").await;
        let late = db.store.write_role(&write).await;
        assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
    }

    async fn what_happens_to_a_role_stands_in_the_trail(db: &TestDb) {
        tenant(db).await;
        let made = make_role(&db.store, "clerk", "product.view").await;
        delete(&db.store, &made).await.unwrap();
        let filter = EventFilter { limit: 9, ..EventFilter::default() };
        let told = db.store.events(here(), &filter).await.unwrap();
        let told = told.into_iter().map(|event| (event.version, event.what));
        let defined = (&made.role).into();
        assert_eq!(told.collect::<Vec<_>>(), [
            (2, Happened::ToTenant(TenantFact::RoleDeleted(defined))),
            (1, Happened::ToTenant(TenantFact::RoleCreated((&made.role).into()))),
        ]);
    }

    async fn holders_are_counted_once_each_as_far_as_one_sees_and_without_deleted_ones(db: &TestDb) {
        tenant(db).await;
        organizations(db).await;
        make_role(&db.store, "clerk", "product.view").await;
        let scoped = |number| Grant { scope: Scope::Organization(organization(number)), ..grant("clerk") };
        let ana = Registration {
            organizations: [organization(1)].into(),
            ..holding("ana", vec![grant("clerk"), scoped(1), scoped(2)])
        };
        add(&db.store, &ana).await;
        let ben = add(&db.store, &holding("ben", vec![grant("clerk")])).await.user.id();
        assert_eq!(holders(db, "clerk", None).await, 2);
        assert_eq!(holders(db, "clerk", Some(organization(1))).await, 1);
        assert_eq!(holders(db, "clerk", Some(organization(2))).await, 0);
        act(&db.store, ben, Action::Delete).await;
        assert_eq!(holders(db, "clerk", None).await, 1);
    }

    async fn a_role_that_somebody_holds_stays_and_says_how_many_do(db: &TestDb) {
        tenant(db).await;
        let made = make_role(&db.store, "clerk", "product.view").await;
        let ana = add(&db.store, &holding("ana", vec![grant("clerk")])).await.user.id();
        let ben = add(&db.store, &holding("ben", vec![grant("clerk")])).await.user.id();
        // Who could be restored holds it still.
        act(&db.store, ben, Action::Delete).await;
        assert_eq!(delete(&db.store, &made).await.unwrap(), RoleOutcome::Held { users: 2, deleted: 1 });
        assert_eq!(db.count("roles").await, 1);
        assert_eq!(db.store.roles(here(), None).await.unwrap().revision, 2);
        let take = Action::RevokeRole { role: role("clerk"), scope: Scope::Tenant };
        act(&db.store, ana, take).await;
        assert_eq!(delete(&db.store, &made).await.unwrap(), RoleOutcome::Held { users: 1, deleted: 1 });
        act(&db.store, ben, Action::Purge).await;
        assert_eq!(delete(&db.store, &made).await.unwrap(), RoleOutcome::Written);
        assert_eq!(db.count("roles").await, 0);
    }

    async fn a_grant_that_was_decided_before_the_role_went_is_decided_again(db: &TestDb) {
        tenant(db).await;
        let made = make_role(&db.store, "clerk", "product.view").await;
        let ana = add(&db.store, &person("ana")).await;
        let granted = decided(&ana, Action::GrantRole(grant("clerk")));
        let new = registration(&db.store, &holding("ben", vec![grant("clerk")])).await;
        delete(&db.store, &made).await.unwrap();
        for change in [granted, new] {
            let late = commit(&db.store, &change).await;
            assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
        }
        assert_eq!(db.count("grants").await, 0);
    }

    async fn of_a_grant_and_a_deletion_of_its_role_one_wins_and_no_grant_of_nothing_stays(db: &TestDb) {
        tenant(db).await;
        for round in 0..40 {
            let made = make_role(&db.store, "clerk", "product.view").await;
            let ana = add(&db.store, &person(&format!("ana{round}"))).await;
            let granted = decided(&ana, Action::GrantRole(grant("clerk")));
            let (store, other) = (db.store.clone(), db.store.clone());
            let record = made.clone();
            let grants = tokio::spawn(async move { commit(&store, &granted).await });
            let deletes = tokio::spawn(async move { delete(&other, &record).await });
            let (granted, deleted) = (grants.await.unwrap(), deletes.await.unwrap());
            let id = ana.user.id();
            match (granted, deleted) {
                (Ok(()), Ok(RoleOutcome::Held { users: 1, deleted: 0 })) => {
                    assert!(has_clerk(db, id).await, "round {round}");
                    let take = Action::RevokeRole { role: role("clerk"), scope: Scope::Tenant };
                    act(&db.store, id, take).await;
                    assert_eq!(delete(&db.store, &made).await.unwrap(), RoleOutcome::Written);
                }
                (Err(StoreError::Conflict), Ok(RoleOutcome::Written)) => {
                    assert!(!has_clerk(db, id).await, "round {round}");
                }
                other => panic!("round {round}: {other:?}"),
            }
        }
    }

    async fn rules_do_not_begin_to_name_a_role_that_has_gone_meanwhile(db: &TestDb) {
        let before = tenant(db).await;
        let made = make_role(&db.store, "clerk", "product.view").await;
        let policy = standard_but(|policy| policy.roles.default = [role("clerk")].into());
        let from = (before.preset.as_str(), &**before.policy, before.policy_revision);
        let change = PolicyChanged::between(from, ("custom", &policy)).unwrap();
        let actor = tenure_domain::testing::operator();
        let stamp = Stamp {
            origin: tenure_domain::change::Origin::default(),
            event: tenure_domain::value::EventId(fresh()),
            command: tenure_domain::value::CommandId(fresh()),
            actor: actor.reference(),
            at: noon(),
        };
        let new = NewPolicy { tenant: here(), policy: policy.into(), change, stamp };
        delete(&db.store, &made).await.unwrap();
        let late = db.store.set_policy(&new).await;
        assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
        make_role(&db.store, "clerk", "product.view").await;
        db.store.set_policy(&new).await.unwrap();
    }
}
