//! Reference data: one set of functions, with thin routes for each kind.

pub(super) mod departments;
pub(super) mod plain;
pub(super) mod shops;

use crate::{
    answer::REPLAYED,
    extract::{Caller, IfMatch, Params, WishKey, condition::entity_tag},
    input::ReferenceQuery,
    problem::Problem,
    state::AppState,
    view::{Listed, ReferenceView},
};
use axum::{
    Json,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tenure_domain::{
    reference::{NewReference, Reference, ReferenceKind, ReferencePatch},
    value::fold,
};
use tenure_service::{Error, ports::ReferencePlace};
use uuid::Uuid;

type Page = Result<Listed<ReferenceView>, Problem>;
type Answer = Result<Response, Problem>;

fn id_of(text: &str) -> Result<Uuid, Problem> {
    Uuid::try_parse(text).map_err(|_| Error::NotFound.into())
}

fn tagged(status: StatusCode, record: Reference) -> Response {
    let tag = entity_tag(record.revision);
    let mut response = (status, Json(ReferenceView::from(record))).into_response();
    if let Some(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

async fn list(app: &AppState, caller: &Caller, mut params: Params, kind: ReferenceKind) -> Page {
    let query = ReferenceQuery::read(&mut params, caller.tenant(), kind)?;
    let ReferenceQuery { filter, limit, key } = query;
    let found = app.references.list(caller.asker(), filter).await?;
    let place = |record: &Reference| ReferencePlace {
        name: fold(record.name.as_str()),
        id: record.id,
    };
    Ok(Listed::forward(found, limit, &params, &key, place))
}

async fn add(app: &AppState, caller: &Caller, wish: NewReference, key: Option<WishKey>) -> Answer {
    let path = match wish.data.kind() {
        ReferenceKind::Organization => "organizations",
        ReferenceKind::Facility => "facilities",
        ReferenceKind::ProductStore => "product-stores",
        ReferenceKind::Shop => "shops",
        ReferenceKind::Department => "departments",
        ReferenceKind::Position => "positions",
    };
    let key = caller.repeatable(key, StatusCode::CREATED.as_u16());
    let done = app.references.create(caller.asker(), wish, key).await?;
    let mut headers = HeaderMap::new();
    let place = format!("/api/v1/{path}/{}", done.record.id);
    if let Ok(place) = HeaderValue::from_str(&place) {
        headers.insert(header::LOCATION, place);
    }
    if done.replayed.is_some() {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    Ok((headers, tagged(StatusCode::CREATED, done.record)).into_response())
}

async fn show(app: &AppState, caller: &Caller, kind: ReferenceKind, id: &str) -> Answer {
    let found = app
        .references
        .show(caller.asker(), kind, id_of(id)?)
        .await?;
    Ok(tagged(StatusCode::OK, found))
}

async fn update(
    app: &AppState,
    caller: &Caller,
    (kind, id): (ReferenceKind, &str),
    version: &IfMatch,
    patch: &ReferencePatch,
) -> Answer {
    let expect = version.required()?;
    let which = (kind, id_of(id)?);
    let changed = app.references.change(caller.asker(), which, patch, expect);
    Ok(tagged(StatusCode::OK, changed.await?))
}

async fn remove(
    app: &AppState,
    caller: &Caller,
    (kind, id): (ReferenceKind, &str),
    version: &IfMatch,
) -> Answer {
    let expect = version.optional()?;
    let which = (kind, id_of(id)?);
    app.references.delete(caller.asker(), which, expect).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
