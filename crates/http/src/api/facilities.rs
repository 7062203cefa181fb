//! Where users work: facilities with their log-ins, product stores, positions, departments.

use crate::{
    answer::{Answer, Part},
    extract::{Caller, Client, IfMatch, Json, Params, TenantOf},
    input::{
        DepartmentInput, FacilitiesInput, FacilityCredentialInput, FacilitySessionInput,
        PickerParams, PickerQuery, PositionInput, ProductStoresInput, SetPosition,
    },
    problem::Problem,
    state::AppState,
    view::{
        FacilitiesView, FacilityLoggedInView, Listed, LoggedInView, PageView, PostView,
        ProductStoresView, Rows, UserView,
    },
};
use axum::{
    Json as Body,
    extract::{Path, State},
    http::StatusCode,
};
use tenure_domain::{
    Action,
    authority::Actor,
    reference::ReferenceKind,
    value::{FacilityId, UserId},
};
use tenure_service::{
    Error,
    assignments::{Assigned, Wished},
    sessions,
    users::{Done, NewFacilityLogIn, Terms},
};

/// Show where a user works
#[utoipa::path(get, path = "/users/{id}/facilities", tag = "work",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The facilities", body = FacilitiesView)))]
pub(super) async fn show_facilities(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Part<FacilitiesView>, Problem> {
    let account = app.named(&caller, &id).await?;
    Ok(Part::of(&account.user))
}

/// Say where a user works
///
/// At exactly these facilities. A facility's own log-in is for one; the user name and PIN of a facility go with it.
#[utoipa::path(put, path = "/users/{id}/facilities", tag = "work", request_body = FacilitiesInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The facilities now", body = FacilitiesView)))]
pub(super) async fn replace_facilities(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<FacilitiesInput>,
) -> Result<Part<FacilitiesView>, Problem> {
    let assigned = Assigned::Facilities(input.facilities);
    let done = assign(&app, &caller, &id, assigned, &version).await?;
    Ok(Part::of(&done.account.user))
}

/// Show which product stores a user works for
#[utoipa::path(get, path = "/users/{id}/product-stores", tag = "work",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The product stores", body = ProductStoresView)))]
pub(super) async fn show_product_stores(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Part<ProductStoresView>, Problem> {
    let account = app.named(&caller, &id).await?;
    Ok(Part::of(&account.user))
}

/// Say which product stores a user works for
#[utoipa::path(put, path = "/users/{id}/product-stores", tag = "work", request_body = ProductStoresInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The product stores now", body = ProductStoresView)))]
pub(super) async fn replace_product_stores(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<ProductStoresInput>,
) -> Result<Part<ProductStoresView>, Problem> {
    let assigned = Assigned::ProductStores(input.product_stores);
    let done = assign(&app, &caller, &id, assigned, &version).await?;
    Ok(Part::of(&done.account.user))
}

fn terms(version: &IfMatch) -> Result<Terms, Problem> {
    Ok(Terms {
        expect: version.optional()?,
        repeatable: None,
    })
}

async fn assign(
    app: &AppState,
    caller: &Caller,
    id: &str,
    assigned: Assigned,
    version: &IfMatch,
) -> Result<Done, Problem> {
    let id = app.id_of(caller, id).await?;
    let wished = wished(caller, id, version)?;
    match app.assignments.assign(wished, assigned).await {
        Ok(done) => Ok(done),
        Err(error) => Err(app.explain(caller, id, error).await),
    }
}

pub(super) fn wished<'a>(
    caller: &'a Caller,
    user: UserId,
    version: &IfMatch,
) -> Result<Wished<'a>, Problem> {
    Ok(Wished {
        tenant: &caller.session.tenant,
        user,
        actor: caller.actor.clone(),
        terms: terms(version)?,
    })
}

/// The facility that an address names; whoever does not know it learns nothing of users.
async fn facility(app: &AppState, caller: &Caller, named: &str) -> Result<FacilityId, Problem> {
    let kind = ReferenceKind::Facility;
    let found = app.assignments.called(caller.tenant(), kind, named).await?;
    Ok(FacilityId(found.ok_or(Error::NotFound)?))
}

/// Give a user a name and a PIN that count at one facility
///
/// One of his facilities, named by id or external id. What counted there before counts no more, and its sessions end.
#[utoipa::path(put, path = "/users/{id}/facilities/{facility}/credential", tag = "credentials",
    request_body = FacilityCredentialInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("facility" = String, Path, description = "The facility's id or external id"),
        ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn set_facility_credential(
    State(app): State<AppState>,
    caller: Caller,
    Path((id, at)): Path<(String, String)>,
    version: IfMatch,
    Json(input): Json<FacilityCredentialInput>,
) -> Answer {
    let id = app.id_of(&caller, &id).await?;
    let wish = NewFacilityLogIn {
        facility: facility(&app, &caller, &at).await?,
        username: input.username,
        pin: input.pin,
    };
    let (tenant, actor) = (caller.tenant(), caller.actor.clone());
    let set = app
        .users
        .set_facility_log_in(tenant, id, actor, wish, terms(&version)?);
    match set.await {
        Ok(done) => app.answer(&done, &caller.actor, StatusCode::OK).await,
        Err(error) => Err(app.explain(&caller, id, error).await),
    }
}

/// Take a user's name and PIN of a facility away
#[utoipa::path(delete, path = "/users/{id}/facilities/{facility}/credential", tag = "credentials",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("facility" = String, Path, description = "The facility's id or external id"),
        ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn remove_facility_credential(
    State(app): State<AppState>,
    caller: Caller,
    Path((id, at)): Path<(String, String)>,
    version: IfMatch,
) -> Answer {
    let user = app.id_of(&caller, &id).await?;
    let facility = facility(&app, &caller, &at).await?;
    let action = Action::RemoveFacilityLogIn { facility };
    app.change(&caller, &user.to_string(), action, &version, None)
        .await
}

/// Log in at a facility
///
/// By the user name and the PIN that count there. The session is good for what applications let the user do; of
/// Tenure it shows himself and no more. Refusals are those of `/sessions`.
#[utoipa::path(post, path = "/facility-sessions", tag = "sessions", security(()), request_body = FacilitySessionInput,
    responses((status = 201, description = "The session", body = FacilityLoggedInView)))]
pub(super) async fn log_in_at_facility(
    State(app): State<AppState>,
    client: Client,
    TenantOf(tenant): TenantOf,
    Json(input): Json<FacilitySessionInput>,
) -> Result<(StatusCode, Body<FacilityLoggedInView>), Problem> {
    app.limiters.log_in(client.network())?;
    let kind = ReferenceKind::Facility;
    let found = app
        .assignments
        .called(tenant.id, kind, &input.facility)
        .await?;
    let wish = sessions::FacilityLogIn {
        tenant: tenant.id,
        facility: found.map(FacilityId),
        username: input.username,
        pin: input.pin,
        origin: client.origin(),
    };
    let logged_in = app.sessions.log_in_at(wish).await?;
    let actor = Actor::User {
        id: logged_in.account.user.id(),
        authority: logged_in.authority.clone(),
    };
    let user = app.show(&logged_in.account, &actor).await?;
    let body = FacilityLoggedInView {
        session: LoggedInView::new(&logged_in, user),
        facility: logged_in.authority.facility(),
    };
    Ok((StatusCode::CREATED, Body(body)))
}

/// Show a user's position
#[utoipa::path(get, path = "/users/{id}/position", tag = "work",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The position and its department; `null` without one", body = Option<PostView>)))]
pub(super) async fn show_position_of_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Part<Option<PostView>>, Problem> {
    let account = app.named(&caller, &id).await?;
    app.post_of(&account).await
}

/// Give a user a position
///
/// One that is there, or one of a new title. In another position than before, the user is in no department until he is
/// moved there.
#[utoipa::path(put, path = "/users/{id}/position", tag = "work", request_body = PositionInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The position and its department", body = Option<PostView>)))]
pub(super) async fn set_position(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<SetPosition>,
) -> Result<Part<Option<PostView>>, Problem> {
    let done = match input {
        SetPosition::Called(position) => {
            assign(&app, &caller, &id, Assigned::Position(position), &version).await?
        }
        SetPosition::Titled(title) => {
            let id = app.id_of(&caller, &id).await?;
            let wished = wished(&caller, id, &version)?;
            match app.assignments.set_position_titled(wished, title).await {
                Ok(done) => done,
                Err(error) => return Err(app.explain(&caller, id, error).await),
            }
        }
    };
    app.post_of(&done.account).await
}

/// Take a user's position away
#[utoipa::path(delete, path = "/users/{id}/position", tag = "work",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn remove_position(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Answer {
    let action = Action::SetPosition(None);
    app.change(&caller, &id, action, &version, None).await
}

/// Move a user's position to a department
#[utoipa::path(put, path = "/users/{id}/department", tag = "work", request_body = DepartmentInput,
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The position and its department", body = Option<PostView>)))]
pub(super) async fn set_department(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(input): Json<DepartmentInput>,
) -> Result<Part<Option<PostView>>, Problem> {
    let assigned = Assigned::Department(input.department);
    let done = assign(&app, &caller, &id, assigned, &version).await?;
    app.post_of(&done.account).await
}

/// List the pickers of a facility
///
/// Active users who are shown as pickers and work there, by name: those to whom picklists can be assigned now. Who is
/// away is left out unless asked for.
#[utoipa::path(get, path = "/facilities/{id}/pickers", tag = "work",
    params(("id" = String, Path, description = "The facility's id or external id"), PickerParams),
    responses((status = 200, description = "A page of users", body = Rows<UserView>)))]
pub(super) async fn list_pickers(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<Listed<UserView>, Problem> {
    let tenant = &caller.session.tenant;
    app.reading.sees_users(tenant, &caller.actor)?;
    let at = facility(&app, &caller, &id).await?;
    let PickerQuery { filter, page, key } = PickerQuery::read(&mut params, tenant, at, app.now())?;
    let found = app
        .reading
        .pickers(tenant, filter, &page, &caller.actor)
        .await?;
    let place = PageView::of(&found, page.limit, &key);
    let data = app.views(&found.rows, &caller.actor).await?;
    Ok(Listed::new(data, place, &params))
}
