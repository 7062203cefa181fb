//! What links allow: to look, to accept, to set a password, to confirm an address.

use crate::{
    answer::Answer,
    extract::{Client, Json, Nothing, TenantOf, Wish, WishKey},
    input::{AcceptInvitation, CompleteReset, RequestReset},
    problem::Problem,
    state::AppState,
    view::{LinkBody, UserView},
};
use axum::{
    Json as Body,
    extract::{Path, State},
    http::StatusCode,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use tenure_domain::{authority::Actor, credential::TicketPurpose};
use tenure_service::{system::token_hash, ticket::Claimed, users::Repeatable};

/// A key of the holder of a link. The token itself is kept nowhere, so its hash stands for the holder.
fn repeatable(token: &str, key: Option<WishKey>, status: StatusCode) -> Option<Repeatable> {
    let claimed = Claimed::parse(token)?;
    let holder = URL_SAFE_NO_PAD.encode(token_hash(token));
    key.map(|key| key.of(claimed.tenant, format!("link:{holder}"), status.as_u16()))
}

/// Ask for a link to set a new password
///
/// The answer is the same whether there is such a user or not.
#[utoipa::path(post, path = "/password-resets", tag = "links", security(()), request_body = RequestReset,
    responses((status = 202, description = "Whoever may reset his password gets a mail")))]
pub(super) async fn request_password_reset(
    State(app): State<AppState>,
    client: Client,
    TenantOf(tenant): TenantOf,
    Json(input): Json<RequestReset>,
) -> Result<StatusCode, Problem> {
    app.request_reset(&client, tenant, input.login)?;
    Ok(StatusCode::ACCEPTED)
}

/// Look at a link to set a new password; uses nothing up
#[utoipa::path(get, path = "/password-resets/{token}", tag = "links", security(()),
    params(("token" = String, Path, description = "The token in the link")),
    responses((status = 200, description = "What the link allows", body = LinkBody)))]
pub(super) async fn show_password_reset(
    State(app): State<AppState>,
    Path(token): Path<String>,
) -> Result<Body<LinkBody>, Problem> {
    let link = app.users.look(&token, TicketPurpose::PasswordReset).await?;
    Ok(Body(link.into()))
}

/// Set a new password by a link
#[utoipa::path(post, path = "/password-resets/{token}", tag = "links", security(()),
    params(("token" = String, Path, description = "The token in the link")), request_body = CompleteReset,
    responses((status = 204, description = "Set; all sessions have ended")))]
pub(super) async fn complete_password_reset(
    State(app): State<AppState>,
    client: Client,
    Path(token): Path<String>,
    wish: Wish<CompleteReset>,
) -> Result<StatusCode, Problem> {
    app.limiters.token(client.network())?;
    let key = repeatable(&token, wish.key, StatusCode::NO_CONTENT);
    let password = wish.input.password;
    app.users.complete_reset(&token, password, key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Look at an invitation; uses nothing up
#[utoipa::path(get, path = "/invitations/{token}", tag = "links", security(()),
    params(("token" = String, Path, description = "The token in the link")),
    responses((status = 200, description = "Who is invited to what", body = LinkBody)))]
pub(super) async fn show_invitation(
    State(app): State<AppState>,
    Path(token): Path<String>,
) -> Result<Body<LinkBody>, Problem> {
    let link = app.users.look(&token, TicketPurpose::Invitation).await?;
    Ok(Body(link.into()))
}

/// Accept an invitation with a first password
#[utoipa::path(post, path = "/invitations/{token}/accept", tag = "links", security(()),
    params(("token" = String, Path, description = "The token in the link")), request_body = AcceptInvitation,
    responses((status = 200, description = "The user, now active", body = UserView)))]
pub(super) async fn accept_invitation(
    State(app): State<AppState>,
    client: Client,
    Path(token): Path<String>,
    wish: Wish<AcceptInvitation>,
) -> Answer {
    app.limiters.token(client.network())?;
    let key = repeatable(&token, wish.key, StatusCode::OK);
    let names = wish.input.names();
    let password = wish.input.password;
    let done = app.users.accept_invitation(&token, password, names, key);
    app.answer(&done.await?, &Actor::Visitor, StatusCode::OK)
        .await
}

/// Confirm a new e-mail address
#[utoipa::path(post, path = "/email-changes/{token}", tag = "links", security(()),
    params(("token" = String, Path, description = "The token in the link")),
    responses((status = 200, description = "The user with the new address", body = UserView)))]
pub(super) async fn confirm_email(
    State(app): State<AppState>,
    client: Client,
    Path(token): Path<String>,
    wish: Wish<Nothing>,
) -> Answer {
    app.limiters.token(client.network())?;
    let key = repeatable(&token, wish.key, StatusCode::OK);
    let done = app.users.confirm_email(&token, key).await?;
    app.answer(&done, &Actor::Visitor, StatusCode::OK).await
}
