//! The user's life: verbs that lead from one status to another.

use crate::{
    answer::Answer,
    extract::{Caller, IfMatch, Nothing, Wish},
    input::{BlockUser, DeactivateUser},
    problem::Problem,
    state::AppState,
    view::UserView,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use tenure_domain::Action;

/// Restore a deleted user
///
/// The user comes back inactive.
#[utoipa::path(post, path = "/users/{id}/restore", tag = "lifecycle",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn restore_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    wish: Wish<Nothing>,
) -> Answer {
    app.change(&caller, &id, Action::Restore, &version, wish.key)
        .await
}

/// Give access, or give it back
#[utoipa::path(post, path = "/users/{id}/activate", tag = "lifecycle",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn activate_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    wish: Wish<Nothing>,
) -> Answer {
    app.change(&caller, &id, Action::Activate, &version, wish.key)
        .await
}

/// Let a user in again
#[utoipa::path(post, path = "/users/{id}/unblock", tag = "lifecycle",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn unblock_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    wish: Wish<Nothing>,
) -> Answer {
    app.change(&caller, &id, Action::Unblock, &version, wish.key)
        .await
}

/// Mask a person's data for good
#[utoipa::path(post, path = "/users/{id}/anonymize", tag = "lifecycle",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn anonymize_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    wish: Wish<Nothing>,
) -> Answer {
    app.change(&caller, &id, Action::Anonymize, &version, wish.key)
        .await
}

/// Keep a user out
///
/// Until unblocked, or until a moment. All sessions end.
#[utoipa::path(post, path = "/users/{id}/block", tag = "lifecycle", request_body = BlockUser,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn block_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    wish: Wish<BlockUser>,
) -> Answer {
    let action = wish.input.action();
    app.change(&caller, &id, action, &version, wish.key).await
}

/// Rest a user's access, without fault
///
/// All sessions end.
#[utoipa::path(post, path = "/users/{id}/deactivate", tag = "lifecycle", request_body = Option<DeactivateUser>,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn deactivate_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    wish: Wish<DeactivateUser>,
) -> Answer {
    let action = wish.input.action();
    app.change(&caller, &id, action, &version, wish.key).await
}

/// Remove a deleted user for good
///
/// The row goes; the history stays, without personal data.
#[utoipa::path(post, path = "/users/{id}/purge", tag = "lifecycle",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 204, description = "Gone")))]
pub(super) async fn purge_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    _wish: Wish<Nothing>,
) -> Result<StatusCode, Problem> {
    // Without a key: what is gone cannot be answered with again, and a repetition finds nothing to do.
    app.change(&caller, &id, Action::Purge, &version, None)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete a user
///
/// Marked as gone, or gone, as the policy says.
#[utoipa::path(delete, path = "/users/{id}", tag = "lifecycle",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user as he was left", body = UserView)))]
pub(super) async fn delete_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Answer {
    app.change(&caller, &id, Action::Delete, &version, None)
        .await
}

/// End all sessions of a user
#[utoipa::path(delete, path = "/users/{id}/sessions", tag = "lifecycle",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 204, description = "Ended")))]
pub(super) async fn end_sessions(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Result<StatusCode, Problem> {
    app.change(&caller, &id, Action::EndSessions, &version, None)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
