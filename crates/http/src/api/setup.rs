//! The first administrator.

use crate::{
    answer::Answer,
    extract::{Client, Json, TenantOf},
    input::SetUp,
    state::AppState,
    view::UserView,
};
use axum::{extract::State, http::StatusCode};
use tenure_domain::authority::Actor;

/// Make the first administrator
///
/// Once, with the token that the server printed at its start.
#[utoipa::path(post, path = "/setup", tag = "setup", security(()), request_body = SetUp,
    responses((status = 201, description = "The administrator", body = UserView)))]
pub(super) async fn set_up(
    State(app): State<AppState>,
    client: Client,
    TenantOf(tenant): TenantOf,
    Json(input): Json<SetUp>,
) -> Answer {
    app.limiters.token(client.network())?;
    let done = app.users.set_up(&tenant, input.wish()).await?;
    app.answer(&done, &Actor::Visitor, StatusCode::CREATED)
        .await
}
