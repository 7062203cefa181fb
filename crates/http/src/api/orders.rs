//! Orders: told of by the order management system, shown to whoever sees the user.

use crate::{
    answer::REPLAYED,
    extract::{Caller, Params, Wish},
    input::{NewOrderInput, OrderParams, OrderQuery},
    problem::Problem,
    state::AppState,
    view::{Listed, OrderView, RecordedOrder, Rows},
};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use tenure_service::ports::{Loaded, OrderRecord, UserKey};

/// Tell of an order
///
/// Once: what was recorded is answered again with 200. An address that nobody has makes a customer where the tenant's
/// rules say so; else the order is nobody's until a user has the address.
#[utoipa::path(post, path = "/orders", tag = "orders", request_body = NewOrderInput,
    responses((status = 201, description = "Recorded", body = RecordedOrder),
        (status = 200, description = "Recorded before", body = RecordedOrder)))]
pub(super) async fn tell_of_order(
    State(app): State<AppState>,
    caller: Caller,
    wish: Wish<NewOrderInput>,
) -> Result<Response, Problem> {
    let key = caller.repeatable(wish.key, StatusCode::CREATED.as_u16());
    let tenant = &caller.session.tenant;
    let order = wish.input.wish();
    let recorded = app.orders.record(tenant, &caller.actor, order, key).await?;
    let first = if recorded.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let earlier = recorded.replayed;
    let status = earlier.and_then(|code| StatusCode::from_u16(code).ok());
    let mut headers = HeaderMap::new();
    if earlier.is_some() {
        headers.insert(REPLAYED, HeaderValue::from_static("true"));
    }
    let body = Json(RecordedOrder::new(recorded));
    Ok((status.unwrap_or(first), headers, body).into_response())
}

/// List one's own orders, newest first
#[utoipa::path(get, path = "/me/orders", tag = "orders", params(OrderParams),
    responses((status = 200, description = "A page of orders", body = Rows<OrderView>)))]
pub(super) async fn list_own_orders(
    State(app): State<AppState>,
    caller: Caller,
    params: Params,
) -> Result<Listed<OrderView>, Problem> {
    let account = app.visible(&caller, UserKey::Id(caller.id())).await?;
    page(&app, &account, params).await
}

/// List a user's orders, newest first
#[utoipa::path(get, path = "/users/{id}/orders", tag = "orders",
    params(("id" = String, Path, description = "The id, or the display number such as US12"), OrderParams),
    responses((status = 200, description = "A page of orders", body = Rows<OrderView>)))]
pub(super) async fn list_orders_of_user(
    State(app): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    params: Params,
) -> Result<Listed<OrderView>, Problem> {
    let account = app.named(&caller, &id).await?;
    page(&app, &account, params).await
}

async fn page(
    app: &AppState,
    account: &Loaded,
    mut params: Params,
) -> Result<Listed<OrderView>, Problem> {
    let OrderQuery { after, limit, key } = OrderQuery::read(&mut params, account)?;
    let found = app.orders.of_user(account, after, limit + 1);
    let place = |order: &OrderRecord| order.place();
    Ok(Listed::forward(found.await?, limit, &params, &key, place))
}
