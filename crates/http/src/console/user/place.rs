//! Where a user works: facilities with their log-ins, and product stores.

mod facility;
mod log_in;

pub(super) use facility::assign;

use super::{
    Head, Subject,
    head::Button,
    part::{self, On},
    records,
    subject::asker,
};
use crate::{
    AppState,
    console::{Page, Shell, Visit},
    problem::Problem,
};
use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use tenure_domain::{
    ActionKind,
    policy::ScopeKind,
    reference::{Reference, ReferenceKind},
    value::FacilityId,
};
use tenure_service::{Error, users::Terms};
use uuid::Uuid;

/// A facility that he works at.
#[derive(Debug)]
struct Row {
    name: String,
    /// The user name that counts there, by PIN.
    log_in: Option<String>,
    set: Option<String>,
    unset: Option<String>,
    remove: Option<String>,
}

#[derive(Template)]
#[template(path = "console/user/facilities.html")]
struct Places {
    shell: Shell,
    head: Head,
    facilities: Option<Vec<Row>>,
    add: Option<Button>,
    stores: Option<Vec<String>>,
    change: Option<Button>,
}

impl Page for Places {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tab and its windows.
pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/users/{id}/facilities", get(show))
        .merge(part::router(facility::Add))
        .merge(part::router(facility::Remove))
        .merge(part::router(facility::Stores))
        .merge(part::router(log_in::Set))
        .merge(part::router(log_in::Unset))
}

async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let subject = Subject::read(&app, &visit, &id).await?;
    let scopes = &subject.policy().work.scopes;
    let facilities = match scopes.contains(&ScopeKind::Facility) {
        true => Some(rows(&app, &visit, &subject).await?),
        false => None,
    };
    let stores = match scopes.contains(&ScopeKind::ProductStore) {
        true => Some(stores(&app, &visit, &subject).await?),
        false => None,
    };
    let button = |kind, tail: &str, key: &str| {
        let offered = subject.offers(kind);
        offered.then(|| Button::to(&visit, &subject, tail, key))
    };
    let page = Places {
        head: Head::new(&app, &visit, &subject, "facilities").await,
        facilities,
        add: button(
            ActionKind::SetFacilities,
            "facilities/add",
            "user-add-facilities",
        ),
        stores,
        change: button(
            ActionKind::SetProductStores,
            "product-stores",
            "user-change",
        ),
        shell: subject.shell(&app, &visit, visit.say("user-tab-facilities")),
    };
    Ok(page.show())
}

/// The records with these ids, as far as the visitor sees them.
async fn named(
    app: &AppState,
    visit: &Visit,
    kind: ReferenceKind,
    ids: impl Iterator<Item = Uuid>,
) -> Result<Vec<Reference>, Problem> {
    Ok(app
        .references
        .among(asker(visit), kind, ids.collect())
        .await?)
}

async fn rows(app: &AppState, visit: &Visit, subject: &Subject) -> Result<Vec<Row>, Problem> {
    let work = subject.account.user.work();
    let ids = work.facilities.iter().map(|id| id.0);
    let found = named(app, visit, ReferenceKind::Facility, ids).await?;
    let changes = subject.offers(ActionKind::SetFacilities);
    let sets = subject.offers(ActionKind::SetFacilityLogIn);
    let unsets = subject.offers(ActionKind::RemoveFacilityLogIn);
    let row = |record: Reference| {
        let held = work.facility_log_ins.get(&FacilityId(record.id));
        let path = |tail: &str| subject.below(&format!("facilities/{tail}?at={}", record.id));
        Row {
            name: records::called(&record),
            log_in: held.map(|held| held.username.to_string()),
            set: sets.then(|| path("log-in")),
            unset: (unsets && held.is_some()).then(|| path("log-in/remove")),
            remove: changes.then(|| path("remove")),
        }
    };
    Ok(found.into_iter().map(row).collect())
}

async fn stores(app: &AppState, visit: &Visit, subject: &Subject) -> Result<Vec<String>, Problem> {
    let ids = subject.account.user.work().product_stores.iter();
    let ids = ids.map(|id| id.0);
    let found = named(app, visit, ReferenceKind::ProductStore, ids).await?;
    Ok(found.iter().map(records::called).collect())
}

/// The facility that the address names, among those that he works at.
fn at(on: On<'_>) -> Result<FacilityId, Problem> {
    let id = on.asked.get("at").and_then(|id| id.parse::<Uuid>().ok());
    let held = &on.subject.account.user.work().facilities;
    let found = id.map(FacilityId).filter(|id| held.contains(id));
    found.ok_or_else(|| Error::NotFound.into())
}

/// Its record.
async fn record(on: On<'_>) -> Result<Reference, Problem> {
    let (kind, id) = (ReferenceKind::Facility, at(on)?.0);
    let found = named(on.app, on.visit, kind, std::iter::once(id)).await?;
    let unknown = || Problem::from(Error::NotFound);
    found.into_iter().next().ok_or_else(unknown)
}

/// Only if the user still has the version that the form was filled in on.
fn terms(version: Option<u64>) -> Terms {
    super::subject::terms(version)
}
