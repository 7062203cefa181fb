//! The audit trail.

mod export;

use crate::{
    extract::{Caller, Params},
    input::{EventFormat, EventParams, EventQuery},
    problem::Problem,
    state::AppState,
    view::{EventView, Listed, Rows},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use export::ExportParams;
use tenure_domain::value::UserId;
use tenure_service::{
    Error,
    ports::{EventFilter, UserKey},
    queries::Told,
};

/// Read the audit trail, newest first
#[utoipa::path(get, path = "/events", tag = "events", params(EventParams),
    responses((status = 200, description = "A page of events", body = Rows<EventView>)))]
pub(super) async fn list_events(
    State(app): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Listed<EventView>, Problem> {
    let query = EventQuery::read(&mut params, &caller.session.tenant, None)?;
    page(&app, &caller, query, &params).await
}

/// Export the audit trail, newest first
///
/// What the audit trail shows with the same filters, as a file. Cells that a spreadsheet would take for a formula begin
/// with an apostrophe.
#[utoipa::path(get, path = "/events/export", tag = "events", params(ExportParams, EventParams),
    responses((status = 200, description = "The file",
        content((String = "text/csv"), (String = "application/x-ndjson")),
        headers(("Content-Disposition" = String, description = "A name for the file")))))]
pub(super) async fn export_events(
    State(app): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Response, Problem> {
    let format = EventFormat::read(&mut params);
    params.without("limit");
    params.without("cursor");
    let query = EventQuery::read(&mut params, &caller.session.tenant, None)?;
    export::file(app, &caller, query.filter, format).await
}

/// Read a user's history, newest first
#[utoipa::path(get, path = "/users/{id}/events", tag = "events",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), EventParams),
    responses((status = 200, description = "A page of events", body = Rows<EventView>)))]
pub(super) async fn list_events_of_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<Listed<EventView>, Problem> {
    let id = app.id_of(&caller, &id).await?;
    let query = EventQuery::read(&mut params, &caller.session.tenant, Some(id))?;
    let listed = page(&app, &caller, query, &params).await?;
    if listed.is_empty() {
        known(&app, &caller, id).await?;
    }
    Ok(listed)
}

/// Is there, or was there, such a user as far as the caller may know? The trail knows of those who are gone.
async fn known(app: &AppState, caller: &Caller, id: UserId) -> Result<(), Problem> {
    let filter = EventFilter {
        subject: Some(id),
        limit: 1,
        ..EventFilter::default()
    };
    let (reading, tenant) = (&app.reading, caller.tenant());
    let trail = reading
        .events(tenant, filter, &caller.actor, app.now())
        .await?;
    if !trail.is_empty() {
        return Ok(());
    }
    match app.visible(caller, UserKey::Id(id)).await {
        Ok(_) => Ok(()),
        Err(Error::Rejected(_)) => Err(Error::NotFound.into()),
        Err(error) => Err(error.into()),
    }
}

async fn page(
    app: &AppState,
    caller: &Caller,
    query: EventQuery,
    params: &Params,
) -> Result<Listed<EventView>, Problem> {
    let EventQuery { filter, key } = query;
    let limit = filter.limit;
    let filter = EventFilter {
        limit: limit + 1,
        ..filter
    };
    let (tenant, now) = (caller.tenant(), app.now());
    let found = app.reading.events(tenant, filter, &caller.actor, now);
    let id = |told: &Told| told.event.id;
    Ok(Listed::forward(found.await?, limit, params, &key, id))
}
