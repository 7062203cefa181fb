//! Records of reference data to choose from.

use super::{Subject, part::On, subject::asker};
use crate::{AppState, console::Visit, pages::Choice, problem::Problem};
use std::collections::BTreeMap;
use tenure_domain::reference::{Reference, ReferenceKind};
use tenure_service::ports::ReferenceFilter;
use uuid::Uuid;

/// So many stand in one form at most.
const MOST: u16 = 500;

/// The records of a kind that the visitor sees.
pub(super) async fn all(
    app: &AppState,
    visit: &Visit,
    kind: ReferenceKind,
) -> Result<Vec<Reference>, Problem> {
    let filter = ReferenceFilter::of(kind, MOST);
    Ok(app.references.list(asker(visit), filter).await?)
}

/// As choices, each by its id.
pub(super) async fn choices(on: On<'_>, kind: ReferenceKind) -> Result<Vec<Choice>, Problem> {
    let found = all(on.app, on.visit, kind).await?.into_iter();
    let choice = |record: Reference| Choice::new(record.id.to_string(), called(&record));
    Ok(found.map(choice).collect())
}

/// What was chosen, and what is held but was not there to choose.
pub(super) async fn with_unseen(
    on: On<'_>,
    kind: ReferenceKind,
    held: &[Uuid],
    chosen: &[&str],
) -> Result<Vec<String>, Problem> {
    let shown = all(on.app, on.visit, kind).await?;
    let unseen = held
        .iter()
        .filter(|id| !shown.iter().any(|it| it.id == **id));
    let chosen = chosen.iter().map(|id| (*id).to_owned());
    Ok(chosen.chain(unseen.map(Uuid::to_string)).collect())
}

/// A record by its name, with what the order management system calls it.
pub(super) fn called(record: &Reference) -> String {
    match &record.external_id {
        Some(id) if id.to_string() != record.name.to_string() => {
            format!("{} ({id})", record.name)
        }
        Some(_) | None => record.name.to_string(),
    }
}

/// What organizations are called, as far as the visitor sees them.
pub(super) async fn organizations(
    app: &AppState,
    visit: &Visit,
    subject: &Subject,
) -> BTreeMap<Uuid, String> {
    let ids = subject.view.organizations.iter().map(|id| id.0).collect();
    let kind = ReferenceKind::Organization;
    let found = app.references.among(asker(visit), kind, ids).await;
    let found = found.unwrap_or_default().into_iter();
    found.map(|it| (it.id, it.name.to_string())).collect()
}
