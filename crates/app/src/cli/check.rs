//! `check`: is the stored data what its history says?

use super::{Common, Outcome};
use crate::{App, output};
use clap::Args;
use serde::Serialize;
use std::sync::Arc;
use tenure_domain::value::UserId;
use tenure_persistence::{BrokenChain, Replay};
use tenure_service::ports::{
    ListFilter, PageRequest, SortKey, SortOrder, StoreError, Tenant, UserQueries,
};

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure check
  tenure check --tenant shop --json

For each user: the history leads to the stored state, and no event of it was changed, put in or
taken out. The same for the changes of the tenant's rules. Nothing is written. Exit code 1 if anything is at fault.")]
pub(super) struct CheckArgs {
    /// The tenant
    #[arg(long, value_name = "SLUG", default_value = crate::wiring::DEFAULT_TENANT)]
    tenant: String,
    /// For programs
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Default, Serialize)]
struct Report {
    ok: bool,
    tenant: String,
    users: usize,
    administrators: usize,
    faults: Vec<Fault>,
}

#[derive(Debug, Serialize)]
struct Fault {
    /// None: the tenant itself.
    user: Option<UserId>,
    fault: &'static str,
    detail: String,
}

pub(super) async fn run(common: &Common, args: &CheckArgs) -> anyhow::Result<Outcome> {
    let app = App::to_look(common.configure_quietly(Vec::new())?).await?;
    let report = match app.users().tenant_by_slug(&args.tenant).await {
        Ok(tenant) => examine(&app, &tenant).await,
        Err(error) => Err(super::explain(&error)),
    };
    app.store().close().await?;
    let report = report?;
    if args.json {
        output::json(&report)?;
    } else {
        for Fault {
            user,
            fault,
            detail,
        } in &report.faults
        {
            let whose = user.map_or_else(|| "tenant".to_owned(), |user| user.to_string());
            output::line(&format!("{whose}  {fault}  {detail}"))?;
        }
        let count = report.faults.len();
        output::note(&format!(
            "{} user(s) checked, {count} fault(s)",
            report.users
        ));
    }
    Ok(if report.ok {
        Outcome::Done
    } else {
        Outcome::Failed
    })
}

async fn examine(app: &App, tenant: &Arc<Tenant>) -> anyhow::Result<Report> {
    let store = app.store();
    let mut report = Report {
        tenant: tenant.slug.clone(),
        administrators: store.administrators(tenant.id).await?.len(),
        ..Report::default()
    };
    let everybody = ListFilter::default();
    let mut page = PageRequest {
        sort: SortKey::Id,
        order: SortOrder::Ascending,
        limit: 200,
        cursor: None,
    };
    loop {
        let listed = store.list(tenant.id, &everybody, &page).await?;
        for account in &listed.rows {
            report.users += 1;
            look_at(app, tenant, account.user.id(), &mut report.faults).await?;
        }
        page.cursor = listed.next;
        if page.cursor.is_none() {
            break;
        }
    }
    if let Some(broken) = store.verify_own_chain(tenant.id).await? {
        report.faults.push(Fault {
            user: None,
            fault: "chain",
            detail: not_as_written(broken),
        });
    }
    report.ok = report.faults.is_empty();
    Ok(report)
}

async fn look_at(
    app: &App,
    tenant: &Tenant,
    user: UserId,
    faults: &mut Vec<Fault>,
) -> Result<(), StoreError> {
    let mut found = |fault, detail: String| {
        faults.push(Fault {
            user: Some(user),
            fault,
            detail,
        });
    };
    match app.store().replay_matches(tenant.id, user).await {
        Ok(Replay::Matches | Replay::Purged) => {}
        Ok(Replay::Differs) => {
            let detail = "the history leads to another state than the stored one";
            found("state", detail.to_owned());
        }
        Ok(Replay::Unknown) => found("history", "there is no history".to_owned()),
        Err(error @ StoreError::Corrupt { .. }) => found("row", error.to_string()),
        Err(error) => return Err(error),
    }
    match app.store().verify_chain(tenant.id, user).await {
        Ok(None) => {}
        Ok(Some(broken)) => {
            found("chain", not_as_written(broken));
        }
        Err(error @ StoreError::Corrupt { .. }) => found("row", error.to_string()),
        Err(error) => return Err(error),
    }
    Ok(())
}

fn not_as_written(broken: BrokenChain) -> String {
    let event = broken.event;
    format!("event {event} or the one before it is not what was written")
}
