//! Sessions end when they must, and say who their user is now.

use crate::people::{
    act, add, administrator, block, here, load, log_in, organizations, person, rename, session,
    tenant,
};
use tenure_domain::{
    authority::Snapshot,
    lifecycle::Status,
    policy::RoleEffect,
    testing::{self, facts, noon},
    value::{OrganizationId, SessionId, Span, UserId},
};
use tenure_service::ports::{NewSession, SessionStore};

contract! {
    async fn a_session_shows_its_user_as_he_is_now(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await;
        let new = session(1, 0);
        log_in(&db.store, ana.user.id(), new.clone()).await;
        act(&db.store, ana.user.id(), rename("Anita")).await;
        let found = db.store.resolve([1; 32]).await.unwrap().unwrap();
        assert_eq!(found.id, new.id);
        assert_eq!(found.user, load(&db.store, ana.user.id()).await.user);
        assert_eq!(found.number, ana.number);
        assert_eq!(found.tenant.id, here());
        assert_eq!(found.expires_at, new.expires_at);
        assert_eq!(found.ip, new.ip);
        assert!(db.store.resolve([2; 32]).await.unwrap().is_none());
    }

    async fn what_its_user_could_do_at_the_log_in_stays_with_a_session(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &administrator("ana")).await.user;
        let kept = Snapshot::taken(&ana, &facts().roles, RoleEffect::NextLogIn);
        assert!(kept.is_some());
        let new = |token| NewSession { authority: kept.clone(), ..session(token, 0) };
        log_in(&db.store, ana.id(), new(1)).await;
        let held = async || db.store.resolve([1; 32]).await.unwrap().unwrap().authority;
        assert_eq!(held().await, kept);
        log_in(&db.store, ana.id(), session(2, 1)).await;
        assert_eq!(db.store.resolve([2; 32]).await.unwrap().unwrap().authority, None);
    }

    async fn sessions_end_with_the_change_that_takes_access_away(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let bea = add(&db.store, &person("bea")).await.user.id();
        log_in(&db.store, ana, session(1, 0)).await;
        log_in(&db.store, ana, session(2, 1)).await;
        log_in(&db.store, bea, session(3, 0)).await;
        act(&db.store, ana, rename("Anita")).await;
        assert_eq!(db.store.list(here(), ana).await.unwrap().len(), 2);
        act(&db.store, ana, block()).await;
        assert_eq!(load(&db.store, ana).await.user.status(), Status::Blocked);
        assert!(db.store.resolve([1; 32]).await.unwrap().is_none());
        assert_eq!(db.store.list(here(), ana).await.unwrap().len(), 0);
        assert!(db.store.resolve([3; 32]).await.unwrap().is_some());
    }

    async fn use_is_noted_and_never_turned_back(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let new = session(1, 0);
        log_in(&db.store, ana, new.clone()).await;
        let later = Span::minutes(5).after(noon());
        db.store.touch(new.id, later).await.unwrap();
        db.store.touch(new.id, noon()).await.unwrap();
        let found = db.store.resolve([1; 32]).await.unwrap().unwrap();
        assert_eq!((found.seen_at, found.authenticated_at), (later, noon()));
    }

    async fn only_ones_own_session_can_be_ended(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        let new = session(1, 0);
        log_in(&db.store, ana, new.clone()).await;
        let end = async |user, id| db.store.end(here(), user, id).await.unwrap();
        assert!(!end(UserId(crate::kit::fresh()), new.id).await);
        assert!(!end(ana, SessionId(crate::kit::fresh())).await);
        assert!(end(ana, new.id).await);
        assert!(!end(ana, new.id).await);
    }

    async fn an_organization_is_chosen_in_one_session_as_long_as_it_is_there(db: &TestDb) {
        tenant(db).await;
        organizations(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        log_in(&db.store, ana, session(1, 0)).await;
        log_in(&db.store, ana, session(2, 1)).await;
        let own = db.store.resolve([1; 32]).await.unwrap().unwrap();
        assert_eq!(own.organization, None);
        let choose = async |user, which: Option<OrganizationId>| {
            db.store.choose(here(), user, own.id, which).await.unwrap()
        };
        let one = testing::organization(1);
        assert!(choose(ana, Some(one)).await);
        let chosen = async |token| db.store.resolve([token; 32]).await.unwrap().unwrap().organization;
        assert_eq!((chosen(1).await, chosen(2).await), (Some(one), None));
        assert!(!choose(UserId(crate::kit::fresh()), None).await);
        assert!(!choose(ana, Some(OrganizationId(crate::kit::fresh()))).await);
        assert_eq!(chosen(1).await, Some(one));
        assert!(choose(ana, None).await);
        assert_eq!(chosen(1).await, None);
    }

    async fn refuse_goes_and_what_lives_stays(db: &TestDb) {
        tenant(db).await;
        let ana = add(&db.store, &person("ana")).await.user.id();
        log_in(&db.store, ana, session(1, 0)).await;
        log_in(&db.store, ana, session(2, 60)).await;
        let end = session(1, 0).expires_at;
        db.store.clear_refuse(end).await.unwrap();
        assert!(db.store.resolve([1; 32]).await.unwrap().is_none());
        assert!(db.store.resolve([2; 32]).await.unwrap().is_some());
    }
}
