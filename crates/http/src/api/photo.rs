//! A user's picture.

use crate::{
    answer::Answer,
    extract::{Caller, IfMatch, Picture, condition::is_known},
    problem::Problem,
    state::AppState,
    view::{PictureBytes, UserView},
};
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tenure_domain::{Action, value::UserId};
use tenure_service::users::Terms;

/// Show a user's picture
///
/// Always a JPEG. Asked for again with `If-None-Match`, it is sent only where it is another one.
#[utoipa::path(get, path = "/users/{id}/photo", tag = "work",
    params(("id" = String, Path, description = "The id, or the display number such as US12")),
    responses((status = 200, description = "The picture", body = PictureBytes, content_type = "image/jpeg"),
        (status = 304, description = "The picture is the one that is known")))]
pub(super) async fn show_photo(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let key = caller.user_key(&id)?;
    let photo = app
        .reading
        .photo(&caller.session.tenant, key, &caller.actor, app.now());
    let photo = photo.await?;
    let tag = format!("\"{}\"", photo.digest);
    let mut response = if is_known(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = HeaderValue::from_static("image/jpeg");
        ([(header::CONTENT_TYPE, kind)], photo.jpeg).into_response()
    };
    let always = [
        (header::CACHE_CONTROL, "private, no-cache"),
        (
            header::CONTENT_DISPOSITION,
            "inline; filename=\"photo.jpg\"",
        ),
        // Nothing in it is ever run, whatever a browser takes it for.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
        ),
    ];
    for (name, value) in always {
        put(&mut response, name, HeaderValue::from_static(value));
    }
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        put(&mut response, header::ETAG, tag);
    }
    Ok(response)
}

fn put(response: &mut Response, name: HeaderName, value: HeaderValue) {
    response.headers_mut().insert(name, value);
}

/// Give a user a picture
///
/// The picture itself is the body. Which types and sizes are taken, the policy says. What is stored is a fresh JPEG
/// without anything else that was in the file.
#[utoipa::path(put, path = "/users/{id}/photo", tag = "work",
    request_body(content = PictureBytes, content_type = "image/*"),
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn replace_photo(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
    picture: Picture,
) -> Answer {
    let id = app.id_of(&caller, &id).await?;
    replace(&app, &caller, id, &version, picture).await
}

/// Give oneself a picture
///
/// The picture itself is the body. Which types and sizes are taken, the policy says.
#[utoipa::path(put, path = "/me/photo", tag = "me",
    request_body(content = PictureBytes, content_type = "image/*"),
    params(("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn replace_own_photo(
    State(app): State<AppState>,
    caller: Caller,
    version: IfMatch,
    picture: Picture,
) -> Answer {
    replace(&app, &caller, caller.id(), &version, picture).await
}

/// Take a user's picture away
#[utoipa::path(delete, path = "/users/{id}/photo", tag = "work",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), ("If-Match" = Option<String>, Header, description = "Only at this `ETag`", example = "\"v7\"")),
    responses((status = 200, description = "The user", body = UserView)))]
pub(super) async fn remove_photo(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    version: IfMatch,
) -> Answer {
    app.change(&caller, &id, Action::RemovePhoto, &version, None)
        .await
}

async fn replace(
    app: &AppState,
    caller: &Caller,
    id: UserId,
    version: &IfMatch,
    picture: Picture,
) -> Answer {
    let terms = Terms {
        expect: version.optional()?,
        repeatable: None,
    };
    let actor = caller.actor.clone();
    let most = app.users.photo_limit(caller.tenant(), id, &actor).await;
    let most = match most {
        Ok(most) => most,
        Err(error) => return Err(app.explain(caller, id, error).await),
    };
    app.limiters.photo(caller.id())?;
    let file = picture.read(most).await?;
    let set = app.users.set_photo(caller.tenant(), id, actor, file, terms);
    match set.await {
        Ok(done) => app.answer(&done, &caller.actor, StatusCode::OK).await,
        Err(error) => Err(app.explain(caller, id, error).await),
    }
}
