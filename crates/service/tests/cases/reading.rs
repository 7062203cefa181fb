//! Who reads whom, as the tenant's rules say (P-11, P-100).

use crate::stand::tenant_with;
use std::sync::Arc;
use tenure_domain::{
    Attempts, User, ValidPolicy,
    authority::{Actor, Permission},
    policy::{ViewUsers, VisibleDeleted},
    testing::{
        ana, deleted, facts, holder_of, member_of, noon, operator, organization_admin, plain_user,
        standard_but, system_admin,
    },
};
use tenure_service::{
    Error,
    ports::{Loaded, MockOutbox, MockUserQueries, MockUserStore, UserKey},
    queries::Reading,
};

/// What the actor hears when he asks for the user, who is the only one there.
async fn asks(user: User, policy: ValidPolicy, actor: &Actor) -> Result<(), &'static str> {
    let tenant = tenant_with(policy);
    let own = tenant.clone();
    let mut queries = MockUserQueries::new();
    queries.expect_find().returning(move |_, key| {
        let account = Loaded {
            user: user.clone(),
            number: 12,
            tenant: own.clone(),
            facts: facts(),
            attempts: Attempts::default(),
        };
        Ok(Some(account).filter(|_| key == UserKey::Id(ana())))
    });
    let store = Arc::new(MockUserStore::new());
    let reading = Reading::new(store, Arc::new(queries), Arc::new(MockOutbox::new()));
    let nobody = reading
        .user(&tenant, UserKey::Number(99), actor, noon())
        .await;
    let found = reading
        .user(&tenant, UserKey::Id(ana()), actor, noon())
        .await;
    let said = |error: Error| {
        if matches!(error, Error::NotFound) {
            return "not_found";
        }
        assert!(matches!(error, Error::Rejected(_)), "{error:?}");
        "forbidden"
    };
    let found = found.map(drop).map_err(said);
    // Existence is told to nobody: whoever is kept from one hears the same of one who is not there.
    if found.is_err() {
        assert_eq!(nobody.map(drop).map_err(said), found);
    }
    found
}

/// SH-1, SH-2: who sees nobody in the list reads nobody by id either.
#[tokio::test]
async fn a_user_is_read_by_whoever_s_list_shows_him() {
    let by = async |numbers: &[u8], actor: &Actor, view| {
        let policy = standard_but(|policy| policy.authority.view_users = view);
        asks(member_of(numbers.iter().copied()), policy, actor).await
    };
    let reader = holder_of([Permission::UsersRead]);
    let (admins, permission) = (ViewUsers::OrganizationAdmin, ViewUsers::Permission);
    assert_eq!(by(&[1], &reader, permission).await, Ok(()));
    assert_eq!(by(&[1], &reader, admins).await, Err("forbidden"));
    assert_eq!(by(&[1], &organization_admin(), admins).await, Ok(()));
    assert_eq!(
        by(&[2], &organization_admin(), admins).await,
        Err("not_found")
    );
    assert_eq!(by(&[1], &plain_user(), permission).await, Err("forbidden"));
    assert_eq!(by(&[], &operator(), admins).await, Ok(()));
}

#[tokio::test]
async fn a_deleted_user_who_is_never_listed_is_read_by_whoever_may_restore_him() {
    let by = async |actor: &Actor, visible| {
        let policy = standard_but(|policy| policy.removal.visible = visible);
        asks(deleted(), policy, actor).await
    };
    let reader = holder_of([Permission::UsersRead]);
    let never = VisibleDeleted::Never;
    assert_eq!(by(&reader, never).await, Err("not_found"));
    assert_eq!(by(&system_admin(), never).await, Ok(()));
    assert_eq!(by(&reader, VisibleDeleted::Filter).await, Ok(()));
}
