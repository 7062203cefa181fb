//! What a user works with: favourites, capabilities, days off; and what he uploads elsewhere.

use crate::{
    answer::{Part, replayed},
    extract::{Caller, IfMatch, Json, Wish},
    input::{CapabilitiesInput, DaysOffInput, FavouritesInput, Pinned, UploadInput},
    problem::Problem,
    state::AppState,
    view::{CapabilitiesView, DaysOffView, FavouritesView, PinnedView},
};
use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use tenure_domain::{Action, value::UserId, work::Favourites};

/// Show what a user has pinned
#[utoipa::path(get, path = "/users/{id}/favourites", tag = "work",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "What is pinned, by its key", body = FavouritesView)))]
pub(super) async fn show_favourites(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Part<FavouritesView>, Problem> {
    let account = app.named(&caller, &id).await?;
    Ok(Part::of(&account.user))
}

/// Pin exactly these
///
/// Applied at each log-in. A product store and a shop are named by id or external id where the policy lists what can be
/// pinned; another product store lets go of the shop of the one before. `shop` is another name of `shopify_shop`.
#[utoipa::path(put, path = "/users/{id}/favourites", tag = "work", request_body = FavouritesInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "What is pinned now", body = PinnedView)))]
pub(super) async fn replace_favourites(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<Pinned>,
) -> Result<Part<PinnedView>, Problem> {
    let id = app.id_of(&caller, &id).await?;
    pin(&app, &caller, id, input.0, &version).await
}

/// Pin exactly these for oneself
///
/// Applied at each log-in. A product store and a shop are named by id or external id where the policy lists what can be
/// pinned; another product store lets go of the shop of the one before. `shop` is another name of `shopify_shop`.
#[utoipa::path(put, path = "/me/favourites", tag = "me", request_body = FavouritesInput,
    params(("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "What is pinned now", body = PinnedView)))]
pub(super) async fn replace_own_favourites(
    State(app): State<AppState>,
    caller: Caller,
    version: IfMatch,
    Json(input): Json<Pinned>,
) -> Result<Part<PinnedView>, Problem> {
    pin(&app, &caller, caller.id(), input.0, &version).await
}

async fn pin(
    app: &AppState,
    caller: &Caller,
    id: UserId,
    favourites: Favourites,
    version: &IfMatch,
) -> Result<Part<PinnedView>, Problem> {
    let wished = super::facilities::wished(caller, id, version)?;
    match app.assignments.set_favourites(wished, favourites).await {
        Ok((done, warnings)) => {
            let user = &done.account.user;
            let body = PinnedView::new(user.work(), &warnings);
            Ok(Part::with(user, body))
        }
        Err(error) => Err(app.explain(caller, id, error).await),
    }
}

/// Show what a user is there for beside his roles
#[utoipa::path(get, path = "/users/{id}/capabilities", tag = "work",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The capabilities", body = CapabilitiesView)))]
pub(super) async fn show_capabilities(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Part<CapabilitiesView>, Problem> {
    let account = app.named(&caller, &id).await?;
    Ok(Part::of(&account.user))
}

/// Say what a user is there for beside his roles
#[utoipa::path(put, path = "/users/{id}/capabilities", tag = "work", request_body = CapabilitiesInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The capabilities now", body = CapabilitiesView)))]
pub(super) async fn replace_capabilities(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<CapabilitiesInput>,
) -> Result<Part<CapabilitiesView>, Problem> {
    let id = app.id_of(&caller, &id).await?;
    let action = Action::SetCapabilities(input.capabilities());
    replace(&app, &caller, id, action, &version).await
}

/// Show when a user is away
#[utoipa::path(get, path = "/users/{id}/days-off", tag = "work",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The times off", body = DaysOffView)))]
pub(super) async fn show_days_off(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Part<DaysOffView>, Problem> {
    let account = app.named(&caller, &id).await?;
    Ok(Part::of(&account.user))
}

/// Say when a user is away
///
/// Exactly at these times, which do not overlap. Times without an offset, and whole days, are those of the user's time
/// zone, or of UTC where he has none. A list without an object around it is taken too.
#[utoipa::path(put, path = "/users/{id}/days-off", tag = "work", request_body = DaysOffInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The times off now", body = DaysOffView)))]
pub(super) async fn replace_days_off(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<DaysOffInput>,
) -> Result<Part<DaysOffView>, Problem> {
    let id = app.id_of(&caller, &id).await?;
    let action = Action::SetDaysOff(input.wishes());
    replace(&app, &caller, id, action, &version).await
}

/// Tell of a file that a user has uploaded
///
/// For the order management system. Where the policy says so, the user is told by mail.
#[utoipa::path(post, path = "/users/{id}/uploads", tag = "work", request_body = UploadInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 204, description = "Noted")))]
pub(super) async fn record_upload(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    wish: Wish<UploadInput>,
) -> Result<Response, Problem> {
    let id = app.id_of(&caller, &id).await?;
    let action = Action::RecordUpload(wish.input.kind);
    let done = app.act(&caller, id, action, version.optional()?, wish.key);
    Ok(replayed(&done.await?, StatusCode::NO_CONTENT))
}

/// Carries out what was asked; the answer is what there is now.
async fn replace<T>(
    app: &AppState,
    caller: &Caller,
    id: UserId,
    action: Action,
    version: &IfMatch,
) -> Result<Part<T>, Problem>
where
    T: for<'a> From<&'a tenure_domain::work::Work>,
{
    let expect = version.optional()?;
    let done = app.act(caller, id, action, expect, None).await?;
    Ok(Part::of(&done.account.user))
}
