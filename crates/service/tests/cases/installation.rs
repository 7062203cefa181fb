//! The installation: how much of it a tenant's people are shown, and who carries a copy away.

use crate::stand::{CountedIds, FixedClock, tenant_with};
use std::sync::Arc;
use tenure_domain::{
    Rejection,
    authority::{Actor, Permission},
    testing::{holder_of, noon, organization_admin, plain_user, standard, system_admin, tenant},
    value::TenantId,
};
use tenure_service::{
    Error,
    installation::{Backup, Installation, Parts},
    ports::{
        Check, MockPolicyStore, MockPremises, MockTransferStore, Scope, Storage, TenantRow, Verdict,
    },
};
use uuid::Uuid;

/// A house with so many tenants, whose data lie in this.
fn house(tenants: u128, storage: Storage) -> Installation {
    let mut premises = MockPremises::new();
    premises.expect_storage().return_const(storage);
    premises.expect_look().returning(|_, scope| {
        let name = match scope {
            Scope::House => "all of it",
            Scope::Tenant => "the tenant's",
        };
        vec![Check::ok("a", name), Check::warn("b", "odd", "mend it")]
    });
    let mut store = MockPolicyStore::new();
    store.expect_tenants().returning(move || {
        let rows = (0..tenants).map(|n| TenantRow {
            id: TenantId(Uuid::from_u128(n)),
            slug: format!("t{n}"),
            name: format!("T{n}"),
            preset: "standard".to_owned(),
            policy_revision: 1,
            created_at: noon(),
            users: 0,
        });
        Ok(rows.collect())
    });
    Installation::new(Parts {
        premises: Arc::new(premises),
        tenants: Arc::new(store),
        trail: Arc::new(MockTransferStore::new()),
        clock: FixedClock::at_noon(),
        ids: Arc::new(CountedIds::default()),
    })
}

fn manager() -> Actor {
    holder_of([Permission::PolicyManage])
}

#[tokio::test]
async fn a_copy_is_for_system_administrators_who_share_the_house_with_nobody() {
    for (tenants, storage, actor, way) in [
        (1, Storage::File, system_admin(), Backup::Download),
        (1, Storage::Server, system_admin(), Backup::Server),
        (2, Storage::File, system_admin(), Backup::Shared),
        (2, Storage::Server, system_admin(), Backup::Shared),
        (1, Storage::File, manager(), Backup::Withheld),
        (2, Storage::File, manager(), Backup::Withheld),
    ] {
        let told = house(tenants, storage).way_to_back_up(&actor).await;
        assert_eq!(told.unwrap(), way, "{tenants} {storage:?}");
    }
}

#[tokio::test]
async fn whoever_shares_the_house_is_shown_what_concerns_him() {
    let tenant = tenant_with(standard());
    for (tenants, found) in [(1, "all of it"), (2, "the tenant's")] {
        let (house, manager) = (house(tenants, Storage::File), manager());
        let report = house.report(&tenant, &manager).await.unwrap();
        assert_eq!(report.checks[0].found, found);
        assert_eq!(report.verdict(), Verdict::Warn, "the worst counts");
    }
}

#[tokio::test]
async fn the_house_is_nobodys_business_who_does_not_answer_for_the_tenant() {
    let home = tenant_with(standard());
    assert_eq!(home.id, tenant());
    for actor in [plain_user(), organization_admin()] {
        let refused = house(1, Storage::File).report(&home, &actor).await;
        let Err(Error::Rejected(Rejection::Forbidden { permission })) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(permission, Permission::PolicyManage);
    }
}
