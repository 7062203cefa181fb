//! Departments as the tree that they are.

use super::{
    place::{Place, Tab},
    records::manages,
};
use crate::{
    AppState,
    console::{Page, Shell, Visit},
    problem::Problem,
    view::ReferenceView,
};
use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::reference::ReferenceKind;
use tenure_service::ports::ReferenceFilter;
use uuid::Uuid;

/// So many departments are shown.
const MOST: u16 = 1_000;

/// The pages.
pub(super) fn router() -> Router<AppState> {
    Router::new().route("/positions", get(show))
}

/// A step through the tree: a department opens, and closes behind all that lies within it.
enum Step {
    /// A department, and whether others lie within it.
    Open(ReferenceView, bool),
    Close(bool),
}

#[derive(Template)]
#[template(path = "console/organization/departments.html")]
struct Departments {
    shell: Shell,
    place: Place,
    tabs: Vec<Tab>,
    manages: bool,
    steps: Vec<Step>,
    /// Are there more than are shown?
    more: bool,
}

impl Page for Departments {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The tree.
async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let kind = ReferenceKind::Department;
    let place = Place::of(kind).filter(|place| place.instead(&visit).is_none());
    let Some(place) = place else {
        return Ok(Redirect::to("/facilities").into_response());
    };
    let filter = ReferenceFilter::of(kind, MOST + 1);
    let mut found = app.references.list(visit.asker(), filter).await?;
    let more = found.len() > usize::from(MOST);
    found.truncate(usize::from(MOST));
    let tree = Departments {
        shell: visit.shell(&app, visit.say("nav-positions")),
        place,
        tabs: place.tabs(&visit),
        manages: manages(&visit),
        steps: steps(found.into_iter().map(ReferenceView::from).collect()),
        more,
    };
    Ok(tree.show())
}

/// The tree as steps through it, siblings in the order in which they come. What lies within something that is not
/// shown stands at the top.
fn steps(all: Vec<ReferenceView>) -> Vec<Step> {
    let shown = all.iter().map(|one| one.id).collect::<BTreeSet<_>>();
    let mut within = BTreeMap::<Option<Uuid>, Vec<ReferenceView>>::new();
    for one in all.into_iter().rev() {
        let parent = one.parent.filter(|parent| shown.contains(parent));
        within.entry(parent).or_default().push(one);
    }
    let mut steps = Vec::new();
    let top = within.remove(&None).unwrap_or_default();
    let mut waiting = top.into_iter().map(Ok).collect::<Vec<_>>();
    while let Some(next) = waiting.pop() {
        match next {
            Ok(one) => {
                let children = within.remove(&Some(one.id)).unwrap_or_default();
                let opens = !children.is_empty();
                steps.push(Step::Open(one, opens));
                waiting.push(Err(opens));
                waiting.extend(children.into_iter().map(Ok));
            }
            Err(opens) => steps.push(Step::Close(opens)),
        }
    }
    steps
}
