//! What the sample tenants promise, by the use cases themselves.

use super::{Sample, Scale, seed};
use crate::{App, Config, Parts};
use std::{collections::BTreeSet, sync::Arc};
use tenure_domain::{
    lifecycle::Status,
    policy::{DeleteMode, Supported},
    value::{Span, Timestamp, moment},
};
use tenure_service::{
    password::HashParameters,
    ports::{
        Clock, EventFilter, ListFilter, Loaded, PageRequest, SortKey, SortOrder, Tenant,
        UserQueries,
    },
};

/// A clock that stands still.
struct Stopped(Timestamp);

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        self.0
    }
}

async fn seeded(now: Timestamp) -> (App, Vec<Sample>, tempfile::TempDir) {
    let data = tempfile::tempdir().unwrap();
    let mut config = Config::new(data.path());
    config.hashing = HashParameters::FOR_TESTS;
    let samples = seed(config.clone(), Scale::Small, now).await.unwrap();
    let clock: Arc<dyn Clock> = Arc::new(Stopped(now));
    let app = App::build_with(config, Parts { clock }).await.unwrap();
    (app, samples, data)
}

async fn everybody(app: &App, tenant: &Tenant) -> Vec<Loaded> {
    let page = PageRequest {
        sort: SortKey::Id,
        order: SortOrder::Ascending,
        limit: 200,
        cursor: None,
    };
    let filter = ListFilter::default();
    let page = UserQueries::list(app.store(), tenant.id, &filter, &page).await;
    page.unwrap().rows
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_the_rules_of_a_tenant_let_become_of_somebody_becomes_of_somebody() {
    let now = moment("2026-05-20T15:00:00Z").unwrap();
    let (app, samples, _data) = seeded(now).await;
    for sample in &samples {
        let slug = &sample.slug;
        let tenant = app.users().tenant_by_slug(slug).await.unwrap();
        let (policy, all) = (&tenant.policy, everybody(&app, &tenant).await);
        let has = |what: &str, found: &dyn Fn(&Loaded) -> bool| {
            assert!(all.iter().any(found), "{slug}: nobody {what}");
        };
        has("works", &|it| it.user.can_log_in(policy, now));
        has("rests", &|it| it.user.status() == Status::Inactive);
        if policy.lockout.max_failures > 0 {
            has("is locked out", &|it| it.user.stays_locked_out(policy, now));
        }
        let none = |what: &str, status: Status| {
            let found = all.iter().any(|it| it.user.status() == status);
            assert!(!found, "{slug}: somebody {what}");
        };
        if policy.block.enabled == Supported::No && policy.lockout.max_failures == 0 {
            none("is blocked, which there is not", Status::Blocked);
        }
        if policy.removal.mode != DeleteMode::Soft {
            none("is deleted, which there is not", Status::Deleted);
        }
        if policy.block.enabled == Supported::Yes {
            let blocked = |it: &Loaded| it.user.status() == Status::Blocked;
            has("is kept out", &|it| {
                blocked(it) && it.user.lockout().is_none()
            });
        }
        if policy.removal.mode == DeleteMode::Soft {
            has("is deleted", &|it| it.user.status() == Status::Deleted);
        }
        if policy.anonymization.enabled == Supported::Yes {
            has("was forgotten", &|it| it.user.anonymized_at().is_some());
        }
        if policy.work.absences == Supported::Yes {
            has("is away", &|it| it.user.work().on_vacation(now));
        }
        if !policy.identity.photo.types.is_empty() {
            has("has a picture", &|it| it.user.work().photo.is_some());
        }
        let invitation = |it: &Loaded| it.user.invitation_view(now);
        if invited(&tenant) {
            has("waits", &|it| {
                it.user.awaits_acceptance() && invitation(it).is_some()
            });
        }
    }
    app.store().close().await.unwrap();
}

fn invited(tenant: &Tenant) -> bool {
    let ways = &tenant.policy.creation.allowed_credentials;
    ways.contains(&tenure_domain::policy::CredentialWay::Invitation)
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_happened_in_the_future_and_some_of_it_weeks_ago() {
    let now = moment("2027-01-03T02:30:00Z").unwrap();
    let (app, samples, _data) = seeded(now).await;
    for sample in &samples {
        let tenant = app.users().tenant_by_slug(&sample.slug).await.unwrap();
        let filter = EventFilter {
            limit: 200,
            ..EventFilter::default()
        };
        let newest = app.store().events(tenant.id, &filter).await.unwrap();
        assert!(
            newest.iter().all(|event| event.at <= now),
            "{}",
            sample.slug
        );
        let all = everybody(&app, &tenant).await;
        let ids = all.iter().map(|it| it.user.id()).collect::<BTreeSet<_>>();
        assert_eq!(ids.len(), all.len());
        let oldest = all.iter().map(|it| it.user.created_at()).min().unwrap();
        assert_eq!(oldest, Span::days(42).before(now), "{}", sample.slug);
    }
    app.store().close().await.unwrap();
}
