//! What happened to a user, as far as the visitor may read it.

use super::Subject;
use crate::{
    AppState,
    console::{Line, Shell, Visit},
    view::EventView,
};
use tenure_service::ports::EventFilter;

/// The last facts of these families; none for whoever may not read them.
pub(super) async fn latest(
    app: &AppState,
    visit: &Visit,
    shell: &Shell,
    subject: &Subject,
    (families, limit): (&[&str], u16),
) -> Option<Vec<Line>> {
    let filter = EventFilter {
        subject: Some(subject.id()),
        families: families.iter().map(|it| (*it).to_owned()).collect(),
        limit,
        ..EventFilter::default()
    };
    let (tenant, now) = (visit.tenant(), app.now());
    let found = app.reading.events(tenant, filter, &visit.actor, now).await;
    let events = found.ok()?.into_iter().map(EventView::from);
    let events = events.filter(|event| families.is_empty() || tells(event));
    Some(lines(app, visit, shell, events.collect()).await)
}

/// Being added tells of a way to log in where one was given at once.
fn tells(event: &EventView) -> bool {
    let given = || event.data.pointer("/credential/type") != Some(&"none".into());
    event.kind != "user.registered" || given()
}

/// Facts of his own life: whom they are about, the page says.
pub(super) async fn lines(
    app: &AppState,
    visit: &Visit,
    shell: &Shell,
    events: Vec<EventView>,
) -> Vec<Line> {
    let mut lines = Line::all(app, visit, shell, events).await;
    for line in &mut lines {
        line.whom = None;
    }
    lines
}
