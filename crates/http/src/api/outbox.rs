//! Messages on their way out.

use crate::{
    extract::{Caller, Nothing, Params, Wish},
    input::{OutboxParams, OutboxQuery},
    problem::Problem,
    state::AppState,
    view::{Listed, MessageView, Rows},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use tenure_domain::value::MessageId;
use tenure_service::{
    Error,
    ports::{OutboxEntry, OutboxFilter},
};

/// List messages, newest first
#[utoipa::path(get, path = "/outbox", tag = "outbox", params(OutboxParams),
    responses((status = 200, description = "A page of messages", body = Rows<MessageView>)))]
pub(super) async fn list_messages(
    State(app): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Listed<MessageView>, Problem> {
    let OutboxQuery { filter, key } = OutboxQuery::read(&mut params, &caller.session.tenant)?;
    let limit = filter.limit;
    let filter = OutboxFilter {
        limit: limit + 1,
        ..filter
    };
    let found = app
        .reading
        .messages(caller.tenant(), &filter, &caller.actor);
    let id = |entry: &OutboxEntry| entry.id;
    Ok(Listed::forward(found.await?, limit, &params, &key, id))
}

/// Cancel a message that waits
///
/// One that is just being sent may leave all the same; then it says `sent`.
#[utoipa::path(post, path = "/outbox/{id}/cancel", tag = "outbox",
    params(("id" = uuid::Uuid, Path, description = "The message's id")),
    responses((status = 204, description = "Cancelled")))]
pub(super) async fn cancel_message(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    _wish: Wish<Nothing>,
) -> Result<StatusCode, Problem> {
    let id = id.parse::<MessageId>().map_err(|_| Error::NotFound)?;
    let (reading, now) = (&app.reading, app.now());
    reading
        .cancel_message(caller.tenant(), id, &caller.actor, now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send a message again that was given up
#[utoipa::path(post, path = "/outbox/{id}/retry", tag = "outbox",
    params(("id" = uuid::Uuid, Path, description = "The message's id")),
    responses((status = 202, description = "Queued again")))]
pub(super) async fn retry_message(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    _wish: Wish<Nothing>,
) -> Result<StatusCode, Problem> {
    // A repetition queues what is queued: no key is needed.
    let id = id.parse::<MessageId>().map_err(|_| Error::NotFound)?;
    let (reading, now) = (&app.reading, app.now());
    reading
        .retry_message(caller.tenant(), id, &caller.actor, now)
        .await?;
    Ok(StatusCode::ACCEPTED)
}
