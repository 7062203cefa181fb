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
    let found = found.ok()?.into_iter();
    Some(
        found
            .map(|told| line(EventView::from(told), shell))
            .collect(),
    )
}

/// A fact of his own life: whom it is about, the page says.
pub(super) fn line(event: EventView, shell: &Shell) -> Line {
    Line {
        whom: None,
        ..Line::of(event, shell)
    }
}
