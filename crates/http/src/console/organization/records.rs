//! Lists of records: facilities, organizations, product stores, shops, positions.

use super::place::{Place, Tab};
use crate::{
    AppState,
    console::{Page, Shell, Visit},
    extract::Params,
    input::ReferenceQuery,
    pages::Asked,
    problem::Problem,
    view::{Listed, ReferenceView},
};
use askama::Template;
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{
    reference::{Reference, ReferenceKind, may_manage_references},
    value::fold,
};
use tenure_service::ports::ReferencePlace;
use uuid::Uuid;

/// What records are called, by their ids.
pub(super) type Names = BTreeMap<Uuid, String>;

#[derive(Template)]
#[template(path = "console/organization/records.html")]
struct Records {
    shell: Shell,
    place: Place,
    tabs: Vec<Tab>,
    manages: bool,
    q: String,
    rows: Vec<ReferenceView>,
    names: Names,
    next: Option<String>,
    /// Is it not the first page?
    later: bool,
}

impl Page for Records {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Records {
    fn has_store(&self) -> bool {
        self.place.kind == ReferenceKind::Shop
    }

    fn name(&self, id: &Option<Uuid>) -> &str {
        let name = id.as_ref().and_then(|id| self.names.get(id));
        name.map_or("", String::as_str)
    }
}

/// May the visitor write records?
pub(super) fn manages(visit: &Visit) -> bool {
    may_manage_references(&visit.actor).is_ok()
}

/// What these records are called, as far as the visitor sees them.
pub(super) async fn names(
    app: &AppState,
    visit: &Visit,
    kind: ReferenceKind,
    ids: impl Iterator<Item = Uuid>,
) -> Result<Names, Problem> {
    let ids = ids.collect::<BTreeSet<_>>();
    if ids.is_empty() {
        return Ok(Names::new());
    }
    let found = app.references.among(visit.asker(), kind, ids).await?;
    let named = found
        .into_iter()
        .map(|it| (it.id, it.name.as_str().to_owned()));
    Ok(named.collect())
}

/// The names of all to which these records belong.
pub(super) async fn names_around(
    app: &AppState,
    visit: &Visit,
    kind: ReferenceKind,
    rows: &[ReferenceView],
) -> Result<Names, Problem> {
    let stores = rows.iter().filter_map(|row| row.product_store);
    let mut all = names(app, visit, ReferenceKind::ProductStore, stores).await?;
    let parents = rows.iter().filter_map(|row| row.parent);
    all.extend(names(app, visit, kind, parents).await?);
    Ok(all)
}

/// A list of one kind.
pub(super) async fn list(
    State(app): State<AppState>,
    visit: Visit,
    Extension(place): Extension<Place>,
    asked: Asked,
    mut params: Params,
) -> Result<Response, Problem> {
    if let Some(instead) = place.instead(&visit) {
        return Ok(Redirect::to(instead).into_response());
    }
    let query = ReferenceQuery::read(&mut params, visit.tenant(), place.kind)?;
    let ReferenceQuery { filter, limit, key } = query;
    let found = app.references.list(visit.asker(), filter).await?;
    let at = |record: &Reference| ReferencePlace {
        name: fold(record.name.as_str()),
        id: record.id,
    };
    let listed = Listed::<ReferenceView>::forward(found, limit, &params, &key, at);
    let rows = listed.rows.data;
    let next = listed.rows.page.next_cursor;
    let list = Records {
        shell: visit.shell(&app, visit.say(&place.key("all"))),
        place,
        tabs: place.tabs(&visit),
        manages: manages(&visit),
        q: asked.get("q").unwrap_or_default().to_owned(),
        names: names_around(&app, &visit, place.kind, &rows).await?,
        rows,
        next: next.map(|cursor| params.with_cursor(&cursor)),
        later: asked.get("cursor").is_some(),
    };
    Ok(list.show())
}
