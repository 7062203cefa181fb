//! Invitations, the audit log, messages.

mod audit;
mod invitations;
mod message;
mod messages;
mod timeline;
mod told;

pub(in crate::console) use audit::link;
pub(crate) use timeline::Line;
pub(in crate::console) use told::{Titles, spelled};

use super::{Shell, Visit};
use crate::{AppState, problem::Problem};
use axum::{Router, routing::get};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::value::UserId;
use tenure_service::ports::Loaded;

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/audit", get(audit::show))
        .route("/invitations", get(invitations::show))
        .route("/messages", get(messages::show))
        .route("/messages/{id}", get(message::show))
        .route(
            "/messages/{id}/retry",
            get(messages::back).post(messages::retry),
        )
        .route(
            "/messages/{id}/cancel",
            get(messages::back).post(messages::cancel),
        )
}

/// A link with a number beside it: one way to look at a list.
#[derive(Clone, Debug)]
struct View {
    path: String,
    name: String,
    here: bool,
}

/// Somebody as a list names him.
#[derive(Clone, Debug)]
struct Person {
    name: String,
    number: String,
}

impl Person {
    fn of(account: &Loaded, shell: &Shell) -> Self {
        let profile = account.user.profile();
        let prefix = &account.tenant.policy.identity.display_id_prefix;
        let email = || profile.email.as_ref().map(ToString::to_string);
        let name = profile.shown_name().or_else(email);
        Self {
            name: name.unwrap_or_else(|| shell.say("nameless")),
            number: format!("{prefix}{}", account.number),
        }
    }
}

/// Those of these users whom the visitor sees, as lists name them.
async fn people(
    app: &AppState,
    visit: &Visit,
    shell: &Shell,
    ids: BTreeSet<UserId>,
) -> Result<BTreeMap<UserId, Person>, Problem> {
    let (tenant, now) = (visit.tenant(), app.now());
    let found = app.reading.among(tenant, &ids, &visit.actor, now).await?;
    let named = found.iter();
    Ok(named
        .map(|(id, account)| (*id, Person::of(account, shell)))
        .collect())
}
