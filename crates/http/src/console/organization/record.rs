//! The page of one record: what it is, what belongs to it, who works there.

use super::{
    holder::may_choose,
    people::{Person, some_people},
    place::Place,
    records::{manages, names_around},
};
use crate::{
    AppState,
    console::{Page, Shell, Visit, nav::sees_users},
    extract::Params,
    input::PickerQuery,
    problem::Problem,
    view::ReferenceView,
};
use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use tenure_domain::{
    policy::Supported,
    reference::{Reference, ReferenceKind},
    value::{FacilityId, OrganizationId},
};
use tenure_service::{
    Error,
    ports::{ListFilter, ReferenceFilter},
};
use uuid::Uuid;

/// So many of those that belong to a record are shown.
const SOME: u16 = 100;

/// Users of a record.
pub(super) struct People {
    pub(super) title: String,
    /// How many they are, in words.
    pub(super) total: String,
    pub(super) some: Vec<Person>,
    /// The list of users with just these, where it can be narrowed so.
    pub(super) all: Option<String>,
}

#[derive(Template)]
#[template(path = "console/organization/record.html")]
struct RecordPage {
    shell: Shell,
    place: Place,
    record: ReferenceView,
    manages: bool,
    /// May the visitor choose a user for it?
    chooses: bool,
    /// Where it belongs: what that is called, and its page.
    above: Vec<(String, String, String)>,
    /// What belongs to it.
    below: Option<Below>,
    people: Vec<People>,
}

/// Records that belong to one.
struct Below {
    title: String,
    place: Place,
    rows: Vec<ReferenceView>,
}

impl Page for RecordPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The id in an address.
pub(super) fn id_of(text: &str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| Error::NotFound.into())
}

/// The record that an address names.
pub(super) async fn named(
    app: &AppState,
    visit: &Visit,
    place: Place,
    id: &str,
) -> Result<Reference, Problem> {
    let found = app.references.show(visit.asker(), place.kind, id_of(id)?);
    Ok(found.await?)
}

/// The page.
pub(super) async fn show(
    State(app): State<AppState>,
    visit: Visit,
    Extension(place): Extension<Place>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let record = named(&app, &visit, place, &id).await?;
    let record = ReferenceView::from(record);
    let shell = visit.shell_below(&app, [place.crumb(&visit)], record.name.as_str());
    let page = RecordPage {
        shell,
        place,
        manages: manages(&visit),
        chooses: may_choose(&visit, place.kind),
        above: above(&app, &visit, place, &record).await?,
        below: below(&app, &visit, place.kind, record.id).await?,
        people: people(&app, &visit, place.kind, record.id).await?,
        record,
    };
    Ok(page.show())
}

async fn above(
    app: &AppState,
    visit: &Visit,
    place: Place,
    record: &ReferenceView,
) -> Result<Vec<(String, String, String)>, Problem> {
    let names = names_around(app, visit, place.kind, std::slice::from_ref(record)).await?;
    let links = [
        (ReferenceKind::ProductStore, record.product_store),
        (place.kind, record.parent),
    ];
    let links = links.into_iter().filter_map(|(kind, id)| {
        let (id, place) = (id?, Place::of(kind)?);
        let name = names.get(&id)?.clone();
        Some((visit.say(&place.key("in")), name, place.at(id)))
    });
    Ok(links.collect())
}

async fn below(
    app: &AppState,
    visit: &Visit,
    kind: ReferenceKind,
    id: Uuid,
) -> Result<Option<Below>, Problem> {
    let of = |kind| ReferenceFilter::of(kind, SOME);
    let filter = match kind {
        ReferenceKind::ProductStore => ReferenceFilter {
            store: Some(id),
            ..of(ReferenceKind::Shop)
        },
        ReferenceKind::Shop | ReferenceKind::Department => ReferenceFilter {
            parent: Some(id),
            ..of(kind)
        },
        ReferenceKind::Organization | ReferenceKind::Facility | ReferenceKind::Position => {
            return Ok(None);
        }
    };
    let Some(place) = Place::of(filter.kind) else {
        return Ok(None);
    };
    let found = app.references.list(visit.asker(), filter).await?;
    Ok((!found.is_empty()).then(|| Below {
        title: visit.say(&place.key("below")),
        place,
        rows: found.into_iter().map(ReferenceView::from).collect(),
    }))
}

/// Who works at a facility and who picks there; who is a member of an organization.
async fn people(
    app: &AppState,
    visit: &Visit,
    kind: ReferenceKind,
    id: Uuid,
) -> Result<Vec<People>, Problem> {
    if !sees_users(app, visit) {
        return Ok(Vec::new());
    }
    let (filter, all) = match kind {
        ReferenceKind::Facility => (
            ListFilter {
                facility: Some(FacilityId(id)),
                ..ListFilter::default()
            },
            format!("/users?facility={id}"),
        ),
        ReferenceKind::Organization => (
            ListFilter {
                organization: Some(OrganizationId(id)),
                ..ListFilter::default()
            },
            format!("/users?organization={id}"),
        ),
        ReferenceKind::ProductStore
        | ReferenceKind::Shop
        | ReferenceKind::Department
        | ReferenceKind::Position => return Ok(Vec::new()),
    };
    let title = visit.say("organization-people");
    let mut lists = vec![some_people(app, visit, title, filter, Some(all)).await?];
    let picks = visit.session.tenant.policy.work.picker == Supported::Yes;
    if kind == ReferenceKind::Facility && picks {
        let tenant = &visit.session.tenant;
        let mut params = Params::of(Vec::new());
        let query = PickerQuery::read(&mut params, tenant, FacilityId(id), app.now())?;
        let title = visit.say("organization-pickers");
        lists.push(some_people(app, visit, title, query.filter, None).await?);
    }
    Ok(lists)
}
