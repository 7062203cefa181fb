//! Adding, changing and deleting a record.

use super::{
    place::Place,
    record::{id_of, named},
};
use crate::{
    AppState,
    console::{Crumb, Page, Visit, Window},
    input::{NewDepartment, NewRecord, NewShop, RecordPatch},
    pages::{Asked, Choice, Field, Form, FormPage, Kind},
    problem::{Code, Problem},
};
use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use tenure_domain::{
    reference::{
        NewReference, Reference, ReferenceData, ReferenceKind, ReferencePatch,
        may_manage_references,
    },
    value::ExternalId,
};
use tenure_service::{Error, ports::ReferenceFilter};
use uuid::Uuid;

/// So many records can be chosen from.
const CHOICES: u16 = 500;
/// What belongs to the page and not to the record.
const OWN: &[&str] = &["version"];

type Answer = Result<Response, Problem>;

/// May the visitor write records at all? Asked before he is shown a form.
fn may_manage(visit: &Visit) -> Result<(), Problem> {
    may_manage_references(&visit.actor).map_err(|refused| Error::from(refused).into())
}

/// What stands in the form of a record as it is.
fn typed(record: &Reference) -> Form {
    let text = |id: Option<Uuid>| id.map(|id| id.to_string());
    Form::default()
        .with("name", Some(record.name.as_str()))
        .with(
            "external_id",
            record.external_id.as_ref().map(ExternalId::as_str),
        )
        .with("product_store", text(record.data.store()))
        .with("parent", text(record.data.parent()))
}

async fn choices(
    app: &AppState,
    visit: &Visit,
    kind: ReferenceKind,
    but: Option<Uuid>,
) -> Result<Vec<Choice>, Problem> {
    let filter = ReferenceFilter::of(kind, CHOICES);
    let found = app.references.list(visit.asker(), filter).await?;
    let others = found.into_iter().filter(|record| Some(record.id) != but);
    let choice = |record: Reference| Choice::new(record.id.to_string(), record.name.as_str());
    let none = Choice::new("", visit.say("organization-none"));
    Ok([none].into_iter().chain(others.map(choice)).collect())
}

/// The fields of a kind, holding what was typed.
async fn fields(
    app: &AppState,
    visit: &Visit,
    place: Place,
    but: Option<Uuid>,
    typed: &Form,
) -> Result<Vec<Field>, Problem> {
    let mut fields = vec![
        Field::text("name", visit.say("organization-name")),
        Field::text("external_id", visit.say("organization-external-id"))
            .optional()
            .verbatim()
            .hint(visit.say("organization-external-id-hint")),
    ];
    if place.kind == ReferenceKind::Shop {
        let stores = choices(app, visit, ReferenceKind::ProductStore, None).await?;
        let label = visit.say("organization-of-store");
        fields.push(Field::of_kind(Kind::Choice(stores), "product_store", label));
    }
    if matches!(place.kind, ReferenceKind::Shop | ReferenceKind::Department) {
        let parents = choices(app, visit, place.kind, but).await?;
        let label = visit.say(&place.key("within"));
        fields.push(Field::of_kind(Kind::Choice(parents), "parent", label).optional());
    }
    let held = fields.into_iter().map(|field| {
        let value = typed.text(field.name()).map(ToOwned::to_owned);
        field.holding(value.as_deref())
    });
    Ok(held.collect())
}

/// The window in which a record is added.
async fn adding(
    app: &AppState,
    visit: &Visit,
    place: Place,
    typed: &Form,
) -> Result<Window, Problem> {
    let title = visit.say(&place.key("new"));
    let form = FormPage {
        intro: vec![visit.say(&place.key("about"))],
        fields: fields(app, visit, place, None, typed).await?,
        button: visit.say("organization-add"),
        cancel: Some(place.list().to_owned()),
        ..FormPage::default()
    };
    let shell = visit.shell_below(app, [place.crumb(visit)], title);
    Ok(Window::new(shell, form))
}

/// The empty form; a record that an address names as `within` is chosen already.
pub(super) async fn blank(
    State(app): State<AppState>,
    visit: Visit,
    Extension(place): Extension<Place>,
    asked: Asked,
) -> Answer {
    may_manage(&visit)?;
    let typed = Form::default().with("parent", asked.get("within"));
    Ok(adding(&app, &visit, place, &typed).await?.show())
}

fn wish(kind: ReferenceKind, form: &Form) -> Result<NewReference, Problem> {
    let plain = |data| Ok(form.input::<NewRecord>(OWN)?.wish(data));
    match kind {
        ReferenceKind::Organization => plain(ReferenceData::Organization),
        ReferenceKind::Facility => plain(ReferenceData::Facility),
        ReferenceKind::ProductStore => plain(ReferenceData::ProductStore),
        ReferenceKind::Position => plain(ReferenceData::Position),
        ReferenceKind::Shop => form.input::<NewShop>(OWN).map(NewReference::from),
        ReferenceKind::Department => form.input::<NewDepartment>(OWN).map(NewReference::from),
    }
}

/// Adds a record.
pub(super) async fn add(
    State(app): State<AppState>,
    visit: Visit,
    Extension(place): Extension<Place>,
    form: Form,
) -> Answer {
    let window = adding(&app, &visit, place, &form).await?;
    let wish = match wish(place.kind, &form) {
        Ok(wish) => wish,
        Err(problem) => return Ok(window.refuse(problem)),
    };
    match app.references.create(visit.asker(), wish, None).await {
        Ok(_) => Ok(visit.done(&app, place.list(), "organization-added")),
        Err(error) => Ok(window.refuse(error.into())),
    }
}

/// The form in which a record is changed.
async fn changing(
    app: &AppState,
    visit: &Visit,
    place: Place,
    record: &Reference,
    typed: &Form,
) -> Result<FormPage, Problem> {
    Ok(FormPage {
        hidden: vec![("version", record.revision.to_string())],
        fields: fields(app, visit, place, Some(record.id), typed).await?,
        button: visit.say("organization-save"),
        cancel: Some(place.at(record.id)),
        ..FormPage::default()
    })
}

fn within(
    app: &AppState,
    visit: &Visit,
    place: Place,
    record: &Reference,
    title: &str,
    form: FormPage,
) -> Window {
    let name = record.name.as_str();
    let above = [place.crumb(visit), Crumb::new(place.at(record.id), name)];
    let title = visit.words.say1(title, "name", name);
    Window::new(visit.shell_below(app, above, title), form)
}

/// The form with the record as it is.
pub(super) async fn filled(
    State(app): State<AppState>,
    visit: Visit,
    Extension(place): Extension<Place>,
    Path(id): Path<String>,
) -> Answer {
    may_manage(&visit)?;
    let record = named(&app, &visit, place, &id).await?;
    let form = changing(&app, &visit, place, &record, &typed(&record)).await?;
    Ok(within(
        &app,
        &visit,
        place,
        &record,
        "organization-change-title",
        form,
    )
    .show())
}

fn patch(kind: ReferenceKind, form: &Form) -> Result<ReferencePatch, Problem> {
    let form = form.clone().clearing(&["name", "external_id"]);
    Ok(match kind {
        ReferenceKind::Shop => {
            let form = form.clearing(&["product_store", "parent"]);
            form.input::<RecordPatch<true, true>>(OWN)?.0
        }
        ReferenceKind::Department => {
            form.clearing(&["parent"])
                .input::<RecordPatch<false, true>>(OWN)?
                .0
        }
        ReferenceKind::Organization
        | ReferenceKind::Facility
        | ReferenceKind::ProductStore
        | ReferenceKind::Position => form.input::<RecordPatch<false, false>>(OWN)?.0,
    })
}

/// Changes a record.
pub(super) async fn change(
    State(app): State<AppState>,
    visit: Visit,
    Extension(place): Extension<Place>,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let record = named(&app, &visit, place, &id).await?;
    let which = (place.kind, record.id);
    let done = match patch(place.kind, &form) {
        Ok(patch) => {
            let changed = app
                .references
                .change(visit.asker(), which, &patch, form.version());
            changed.await.map_err(Problem::from)
        }
        Err(problem) => Err(problem),
    };
    let Err(problem) = done else {
        return Ok(visit.done(&app, &place.at(record.id), "saved"));
    };
    let mut page = changing(&app, &visit, place, &record, &form).await?;
    if problem.code == Code::StaleVersion {
        super::stale::tell(&mut page, &visit.words, &typed(&record));
    } else if let Some(version) = form.version() {
        page.hidden = vec![("version", version.to_string())];
    }
    Ok(within(
        &app,
        &visit,
        place,
        &record,
        "organization-change-title",
        page,
    )
    .refuse(problem))
}

fn leaving(app: &AppState, visit: &Visit, place: Place, record: &Reference) -> Window {
    let say = |key: &str| visit.say(key);
    let form = FormPage {
        points: vec![
            say("organization-delete-goes"),
            say("organization-delete-held"),
        ],
        hidden: vec![("version", record.revision.to_string())],
        button: visit
            .words
            .say1("organization-delete-title", "name", record.name.as_str()),
        danger: true,
        cancel: Some(place.at(record.id)),
        links: users_of(visit, place.kind, record.id),
        ..FormPage::default()
    };
    within(app, visit, place, record, "organization-delete-title", form)
}

/// Where one sees who holds the record.
fn users_of(visit: &Visit, kind: ReferenceKind, id: Uuid) -> Vec<(String, String)> {
    let by = match kind {
        ReferenceKind::Facility => "facility",
        ReferenceKind::Organization => "organization",
        ReferenceKind::ProductStore
        | ReferenceKind::Shop
        | ReferenceKind::Department
        | ReferenceKind::Position => return Vec::new(),
    };
    let label = visit.say("organization-people-all");
    vec![(format!("/users?{by}={id}"), label)]
}

/// Asks whether a record shall go.
pub(super) async fn farewell(
    State(app): State<AppState>,
    visit: Visit,
    Extension(place): Extension<Place>,
    Path(id): Path<String>,
) -> Answer {
    may_manage(&visit)?;
    let record = named(&app, &visit, place, &id).await?;
    Ok(leaving(&app, &visit, place, &record).show())
}

/// Deletes a record that nobody holds.
pub(super) async fn delete(
    State(app): State<AppState>,
    visit: Visit,
    Extension(place): Extension<Place>,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let id = id_of(&id)?;
    let record = named(&app, &visit, place, &id.to_string()).await?;
    let gone = app
        .references
        .delete(visit.asker(), (place.kind, id), form.version());
    match gone.await {
        Ok(()) => Ok(visit.done(&app, place.list(), "organization-deleted")),
        Err(error) => Ok(leaving(&app, &visit, place, &record).refuse(error.into())),
    }
}
