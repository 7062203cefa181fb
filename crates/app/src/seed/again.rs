//! A demonstration that was kept: nobody knows its passwords any more, so its administrators get fresh ones.

use super::{Sample, act::fresh_password, company::COMPANIES};
use crate::{App, cli::explain};
use anyhow::Context;
use tenure_domain::authority::Actor;
use tenure_service::{
    ports::{Loaded, Tenant, UserQueries},
    users::Terms,
};

/// The sample tenants of an installation that was seeded before, each with an administrator whose password is fresh.
///
/// # Errors
/// When one of them is gone, or has no administrator any more who can log in.
pub async fn again(app: &App) -> anyhow::Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for company in COMPANIES {
        let tenant = app.users().tenant_by_slug(company.preset).await;
        let tenant = tenant.map_err(|error| explain(&error));
        let tenant = tenant.with_context(|| format!("the sample tenant {}", company.preset))?;
        samples.push(fresh(app, &tenant).await?);
    }
    Ok(samples)
}

async fn fresh(app: &App, tenant: &Tenant) -> anyhow::Result<Sample> {
    let now = app.users().clock().now();
    let all = UserQueries::administrators(app.store(), tenant.id).await?;
    let able = |account: &Loaded| account.user.can_log_in(&tenant.policy, now);
    let lost = || format!("no administrator of {} can log in any more", tenant.slug);
    let account = all.into_iter().find(able).with_context(lost)?;
    let actor = Actor::Operator {
        name: "demo".to_owned(),
    };
    let (id, password) = (account.user.id(), fresh_password()?);
    let users = app.users();
    let set = users.set_password(tenant.id, id, actor, password.clone(), Terms::default());
    set.await.map_err(|error| explain(&error))?;
    Sample::of(tenant, &account, password)
}
