//! Other rules: tried again on what others made of them, or refused for it.

use crate::stand::{CountedIds, FixedClock, lost, tenant_with};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use tenure_domain::{
    Rejection,
    testing::{facts, plain_user, standard, system_admin, tenant},
};
use tenure_service::{
    Error,
    policies::{Policies, Rules},
    ports::{MockPolicyStore, MockUserStore, PolicyOutcome, StoreError, Tenant},
};

/// Policies over a store where somebody else changes the rules right before the first write.
fn outrun() -> Policies {
    let revision = Arc::new(AtomicI64::new(1));
    let mut store = MockUserStore::new();
    let read = Arc::clone(&revision);
    store.expect_tenant().returning(move |_| {
        let tenant = Tenant {
            policy_revision: read.load(Ordering::Relaxed),
            ..(*tenant_with(standard())).clone()
        };
        Ok(Some(Arc::new(tenant)))
    });
    let mut policies = MockPolicyStore::new();
    policies.expect_set_policy().returning(move |new| {
        if new.change.from_revision == 1 {
            revision.store(2, Ordering::Relaxed);
            return Err(StoreError::Conflict);
        }
        Ok(PolicyOutcome::Written)
    });
    over(store, policies)
}

fn over(mut store: MockUserStore, policies: MockPolicyStore) -> Policies {
    store.expect_facts().returning(|_| Ok(facts()));
    let (store, policies) = (Arc::new(store), Arc::new(policies));
    let ids = Arc::new(CountedIds::default());
    Policies::new(store, policies, FixedClock::at_noon(), ids)
}

fn hesh() -> Rules {
    Rules::preset("hesh").unwrap()
}

#[tokio::test]
async fn whoever_takes_any_revision_is_tried_again_on_the_new_one() {
    let changed = outrun()
        .change(tenant(), &hesh(), None, &system_admin())
        .await;
    let changed = changed.unwrap();
    assert_eq!(changed.change.unwrap().from_revision, 2);
    assert_eq!(
        (
            changed.tenant.policy_revision,
            changed.tenant.preset.as_str()
        ),
        (3, "hesh")
    );
}

#[tokio::test]
async fn whoever_names_the_revision_that_he_read_is_told_that_it_is_stale() {
    let changed = outrun()
        .change(tenant(), &hesh(), Some(1), &system_admin())
        .await;
    assert!(
        matches!(changed, Err(Error::Rejected(Rejection::StaleVersion))),
        "{changed:?}"
    );
}

#[tokio::test]
async fn whoever_may_not_never_reaches_the_store() {
    let policies = over(MockUserStore::new(), MockPolicyStore::new());
    let changed = policies
        .change(tenant(), &hesh(), None, &plain_user())
        .await;
    assert!(
        matches!(changed, Err(Error::Rejected(Rejection::Forbidden { .. }))),
        "{changed:?}"
    );
}

#[tokio::test]
async fn a_store_that_is_lost_is_said_to_be() {
    let mut store = MockUserStore::new();
    store
        .expect_tenant()
        .returning(|_| Ok(Some(tenant_with(standard()))));
    let mut policies = MockPolicyStore::new();
    policies
        .expect_set_policy()
        .times(1)
        .returning(|_| Err(lost()));
    let changed = over(store, policies)
        .change(tenant(), &hesh(), Some(1), &system_admin())
        .await;
    assert!(
        matches!(changed, Err(Error::Unavailable { .. })),
        "{changed:?}"
    );
}
