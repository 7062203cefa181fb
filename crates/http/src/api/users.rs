//! Users: list, read, add, change.

use crate::{
    answer::{Answer, UserAnswer},
    extract::{Caller, IfMatch, Json, Params, Wish, WishKey},
    input::{
        NewUserInput, Patch, PatchUser, UserFilterParams, UserParams, UserQuery, users_wanted,
    },
    problem::{Code, Problem},
    state::AppState,
    view::{CountsView, Listed, PageView, Rows, UserView},
};
use axum::{
    Json as Body,
    extract::{Path, State},
    http::StatusCode,
};
use tenure_domain::{
    Action,
    value::{EmailAddress, UserId},
};
use tenure_service::{
    Error,
    ports::{Claim, UserKey},
    users::Done,
};

/// List users
///
/// As far as the caller sees. Pages by cursor; the `Link` header names the neighbours. Order, size of a page, whether
/// deleted users are shown and whether one's own row stands on top are the tenant's policy.
#[utoipa::path(get, path = "/users", tag = "users", params(UserFilterParams, UserParams),
    responses((status = 200, description = "A page of users", body = Rows<UserView>)))]
pub(super) async fn list_users(
    State(app): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Listed<UserView>, Problem> {
    let tenant = &caller.session.tenant;
    let UserQuery { filter, page, key } = UserQuery::read(&mut params, tenant, app.now())?;
    let found = app
        .reading
        .list(tenant, filter, &page, &caller.actor)
        .await?;
    let place = PageView::of(&found, page.limit, &key);
    let data = app.views(&found.rows, &caller.actor).await?;
    Ok(Listed::new(data, place, &params))
}

/// Count users
///
/// How many users each view of the list shows, as far as the caller sees. The filters are those of the list; each count
/// leaves aside what the query says of just that: the status, being away, being able to log in.
#[utoipa::path(get, path = "/users/counts", tag = "users", params(UserFilterParams),
    responses((status = 200, description = "The counts", body = CountsView)))]
pub(super) async fn count_users(
    State(app): State<AppState>,
    caller: Caller,
    mut params: Params,
) -> Result<Body<CountsView>, Problem> {
    let (tenant, now) = (&caller.session.tenant, app.now());
    let wanted = users_wanted(&mut params, tenant, now)?;
    let counts = app.reading.counts(tenant, wanted, &caller.actor, now);
    Ok(Body(counts.await?.into()))
}

/// Show a user
#[utoipa::path(get, path = "/users/{id}", tag = "users",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn show_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Answer {
    let account = app.named(&caller, &id).await?;
    app.found(&account, &caller.actor).await
}

/// Add a user
///
/// Inviting an address whose user is still pending sends the invitation again and answers 200 with that user.
#[utoipa::path(post, path = "/users", tag = "users", request_body = NewUserInput,
    responses((status = 201, description = "The new user", body = UserView,
            headers(("Location" = String, description = "Where the user is"))),
        (status = 200, description = "The pending user, invited again", body = UserView)))]
pub(super) async fn add_user(
    State(app): State<AppState>,
    caller: Caller,
    wish: Wish<NewUserInput>,
) -> Answer {
    let (done, status) = add(&app, &caller, wish.input, wish.key).await?;
    app.answer(&done, &caller.actor, status).await
}

/// Adds a user, or invites again whom an address names that waits for its answer.
pub(crate) async fn add(
    app: &AppState,
    caller: &Caller,
    input: NewUserInput,
    key: Option<WishKey>,
) -> Result<(Done, StatusCode), Problem> {
    let invited = input.email.clone().filter(|_| input.invites());
    let repeatable = caller.repeatable(key, StatusCode::CREATED.as_u16());
    let (tenant, actor) = (&caller.session.tenant, caller.actor.clone());
    let added = app
        .users
        .register(tenant, actor, input.wish(), repeatable)
        .await;
    match (added, invited) {
        (Err(Error::Taken(Claim::Email)), Some(email)) => {
            let done = invite_again(app, caller, &email, key).await?;
            Ok((done, StatusCode::OK))
        }
        (added, _) => {
            let placed = |error| Problem::from(error).password_at("/credential/password");
            Ok((added.map_err(placed)?, StatusCode::CREATED))
        }
    }
}

/// The holder of an address is invited again while he is pending; anybody else keeps it.
async fn invite_again(
    app: &AppState,
    caller: &Caller,
    email: &EmailAddress,
    key: Option<WishKey>,
) -> Result<Done, Problem> {
    let taken = || Problem::from(Error::Taken(Claim::Email));
    let holder = app.users.pending_holder(caller.tenant(), email).await?;
    let id = holder.ok_or_else(taken)?;
    // Whoever does not see the holder learns nothing but that the address is taken.
    match app.visible(caller, UserKey::Id(id)).await {
        Ok(_) => {}
        Err(Error::NotFound | Error::Rejected(_)) => return Err(taken()),
        Err(error) => return Err(error.into()),
    }
    app.act(caller, id, Action::SendInvitation, None, key).await
}

/// Change a user
///
/// A JSON merge patch: fields left out stay, `null` clears. Another `email` of one's own needs a log-in not long ago.
/// `valid_from` and `valid_until` go in a request of their own.
#[utoipa::path(patch, path = "/users/{id}", tag = "users",
    params(("id" = String, Path, description = "The id, or the display number such as US12"),
        ("If-Match" = String, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
    request_body(content((PatchUser = "application/json"), (PatchUser = "application/merge-patch+json"))),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn update_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    Json(patch): Json<Patch>,
) -> Answer {
    let expect = version.required()?;
    let id = app.id_of(&caller, &id).await?;
    update(&app, &caller, id, patch, expect).await
}

/// Is the caller's own address to become another? Whoever holds it can take the account over.
fn moves_address(caller: &Caller, patch: &Patch) -> bool {
    let Patch::Profile(change) = patch else {
        return false;
    };
    let held = &caller.session.user.profile().email;
    change.email.as_ref().is_some_and(|wished| wished != held)
}

/// Carries out a patch as the one command that it is.
pub(crate) async fn update(
    app: &AppState,
    caller: &Caller,
    id: UserId,
    patch: Patch,
    expect: Option<u64>,
) -> Result<UserAnswer, Problem> {
    if id == caller.id() && moves_address(caller, &patch) && !caller.proved_recently(app.now()) {
        return Err(Error::ReauthenticationRequired.into());
    }
    let (action, expect) = match patch {
        Patch::Profile(change) => (Action::UpdateProfile(change), expect),
        Patch::Validity { from, until } => {
            let held = app.visible(caller, UserKey::Id(id)).await?;
            let from = from.unwrap_or(held.user.valid_from());
            let until = until.unwrap_or(held.user.valid_until());
            // What was left out is as it was read: only this version will do.
            let version = held.user.version();
            if expect.is_some_and(|expect| expect != version) {
                return Err(Problem::new(Code::StaleVersion));
            }
            (Action::SetValidity { from, until }, Some(version))
        }
    };
    let done = app.act(caller, id, action, expect, None).await?;
    app.answer(&done, &caller.actor, StatusCode::OK).await
}
