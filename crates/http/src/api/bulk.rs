//! One action for many users.

use crate::{
    answer::REPLAYED,
    extract::{Caller, Wish},
    input::BulkInput,
    problem::{Code, Problem},
    state::AppState,
    view::BulkView,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use tenure_service::Error;

/// Do one thing to many users
///
/// Up to 10,000, one after another, each by the same rules and with the same authority as alone; what is refused to one
/// is a row of the report and does not hinder the next. With an `Idempotency-Key` a repetition is answered as the first
/// time, and one after an answer that never came goes on where it stopped. One at a time: while another runs, a second one
/// is answered 429; a trial is not.
#[utoipa::path(post, path = "/users/bulk", tag = "users", request_body = BulkInput,
    responses((status = 200, description = "What became of it", body = BulkView)))]
pub(super) async fn change_many(
    State(app): State<AppState>,
    caller: Caller,
    wish: Wish<BulkInput>,
) -> Result<Response, Problem> {
    let key = caller.repeatable(wish.key, 200).map(|wish| wish.key);
    if let Some(key) = &key
        && let Some(body) = app.users.kept_answer(key).await?
    {
        return Ok(again(body));
    }
    let wish = wish.input.wish(&caller, app.now())?;
    let key = key.filter(|_| !wish.dry_run);
    let tenant = &caller.session.tenant;
    let done = app
        .users
        .execute_many(
            tenant,
            app.sessions.presence(&caller),
            &wish,
            &app.reading,
            key.as_ref(),
        )
        .await;
    let report = done.map_err(refused)?;
    let prefix = &tenant.policy.identity.display_id_prefix;
    let view = BulkView::new(wish.deed.code(), wish.dry_run, report, prefix);
    if let Some(key) = &key {
        let body = serde_json::to_string(&view).unwrap_or_default();
        app.users.keep_answer(key, &body).await?;
    }
    Ok(Json(view).into_response())
}

/// Why nothing is done to anybody.
pub(crate) fn refused(error: Error) -> Problem {
    if matches!(error, Error::Busy) {
        let detail =
            "Something else is being done to many users of this system. Wait until it has ended.";
        return Problem::with_detail(Code::TooManyRequests, detail).retry_after(10);
    }
    error.into()
}

/// The answer that was given before.
fn again(body: String) -> Response {
    let json = HeaderValue::from_static("application/json");
    let mut response = ([(header::CONTENT_TYPE, json)], body).into_response();
    let headers = response.headers_mut();
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}
