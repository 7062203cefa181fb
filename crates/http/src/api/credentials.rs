//! Credentials in an administrator's hands: invitations, passwords, directories.

use crate::{
    answer::Answer,
    extract::{Caller, IfMatch, Json, Nothing, Wish},
    input::{ExternalInput, PasswordInput, SetPassword},
    state::AppState,
    view::UserView,
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use tenure_domain::Action;
use tenure_service::users::Terms;

/// Send the invitation again
///
/// The link before it dies.
#[utoipa::path(post, path = "/users/{id}/invitation", tag = "credentials",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn send_invitation(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    wish: Wish<Nothing>,
) -> Answer {
    let action = Action::SendInvitation;
    app.change(&caller, &id, action, &version, wish.key).await
}

/// Kill the invitation's link
#[utoipa::path(delete, path = "/users/{id}/invitation", tag = "credentials",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn revoke_invitation(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Answer {
    let action = Action::RevokeInvitation;
    app.change(&caller, &id, action, &version, None).await
}

/// Mail a link to set a new password
#[utoipa::path(post, path = "/users/{id}/password-reset", tag = "credentials",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn send_password_reset(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    wish: Wish<Nothing>,
) -> Answer {
    let action = Action::SendPasswordReset;
    app.change(&caller, &id, action, &version, wish.key).await
}

/// End a directory's vouching
#[utoipa::path(delete, path = "/users/{id}/external-credential", tag = "credentials",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn remove_external_credential(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Answer {
    let action = Action::RemoveExternalCredential { temporary: None };
    app.change(&caller, &id, action, &version, None).await
}

/// Let a directory vouch for a user
#[utoipa::path(put, path = "/users/{id}/external-credential", tag = "credentials", request_body = ExternalInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn set_external_credential(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<ExternalInput>,
) -> Answer {
    let action = Action::SetExternalCredential {
        domain: input.domain,
        directory_id: input.external_id,
    };
    app.change(&caller, &id, action, &version, None).await
}

/// Set a user's password
///
/// One that lasts, or one to be changed at the next log-in, as the policy allows.
#[utoipa::path(put, path = "/users/{id}/password", tag = "credentials", request_body = PasswordInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn set_password(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<SetPassword>,
) -> Answer {
    let id = app.id_of(&caller, &id).await?;
    let (tenant, actor) = (caller.tenant(), caller.actor.clone());
    let terms = Terms {
        expect: version.optional()?,
        repeatable: None,
    };
    let (done, place) = match input {
        SetPassword::Lasting(plain) => {
            let set = app.users.set_password(tenant, id, actor, plain, terms);
            (set.await, "/password")
        }
        SetPassword::Temporary(plain, must_change) => {
            let users = &app.users;
            let set = users.set_temporary_password(tenant, id, actor, plain, must_change, terms);
            (set.await, "/temporary_password")
        }
    };
    match done {
        Ok(done) => app.answer(&done, &caller.actor, StatusCode::OK).await,
        Err(error) => Err(app.explain(&caller, id, error).await.password_at(place)),
    }
}
