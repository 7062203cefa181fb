//! Organizations and facilities to choose from: those that the visitor sees.

use crate::{AppState, console::Visit, pages::Choice, problem::Problem};
use std::collections::BTreeSet;
use tenure_domain::{
    authority::{Actor, Permission, Reach},
    reference::ReferenceKind,
    value::OrganizationId,
};
use tenure_service::ports::ReferenceFilter;
use uuid::Uuid;

/// So many stand in one form at most.
const MOST: u16 = 500;

/// The organizations that the visitor sees and in which he holds this permission.
pub(super) async fn organizations(
    app: &AppState,
    visit: &Visit,
    permission: &Permission,
) -> Result<Vec<(OrganizationId, String)>, Problem> {
    let reach = match &visit.actor {
        Actor::User { authority, .. } => authority.reach(permission),
        Actor::Clock | Actor::Operator { .. } | Actor::Visitor => Reach::Nowhere,
    };
    let within = |id: OrganizationId| match &reach {
        Reach::Tenant => true,
        Reach::Organizations(own) => own.contains(&id),
        Reach::Nowhere => false,
    };
    let filter = ReferenceFilter::of(ReferenceKind::Organization, MOST);
    let found = app.references.list(visit.asker(), filter).await?;
    let all = found.into_iter();
    let all = all.map(|it| (OrganizationId(it.id), it.name.to_string()));
    Ok(all.filter(|(id, _)| within(*id)).collect())
}

/// The facilities that the visitor sees.
pub(super) async fn facilities(app: &AppState, visit: &Visit) -> Result<Vec<Choice>, Problem> {
    let filter = ReferenceFilter::of(ReferenceKind::Facility, MOST);
    let found = app.references.list(visit.asker(), filter).await?;
    let choice = found
        .iter()
        .map(|it| Choice::new(it.id.to_string(), it.name.to_string()));
    Ok(choice.collect())
}

/// What the record of this id is called, if the visitor sees it.
pub(super) async fn called(
    app: &AppState,
    visit: &Visit,
    kind: ReferenceKind,
    id: &str,
) -> Result<Option<String>, Problem> {
    let Ok(id) = Uuid::try_parse(id) else {
        return Ok(None);
    };
    let ids = BTreeSet::from([id]);
    let found = app.references.among(visit.asker(), kind, ids).await?;
    Ok(found.into_iter().next().map(|it| it.name.to_string()))
}
