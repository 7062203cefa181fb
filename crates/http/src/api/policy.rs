//! The tenant's rules.

use crate::{
    extract::{Caller, IfMatch, Json, condition::entity_tag},
    input::{PolicyBody, PolicyInput},
    problem::Problem,
    state::AppState,
    view::{PageView, PolicyView, PresetView, Rows},
};
use axum::{
    Json as Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use tenure_domain::policy::presets;
use tenure_service::{Error, policies::Rules, ports::Tenant};

/// Show the tenant's rules
#[utoipa::path(get, path = "/policy", tag = "policy",
    responses((status = 200, description = "The rules", body = PolicyView)))]
pub(super) async fn show_policy(
    State(app): State<AppState>,
    caller: Caller,
) -> Result<Response, Problem> {
    let tenant = app.policies.show(caller.tenant(), &caller.actor).await?;
    Ok(answer(&tenant))
}

/// Replace the tenant's rules
///
/// As a whole: either all of it holds from the next request on, or nothing changed. Everything that is wrong comes back
/// at once; where the settings are right one by one, every contradiction between them. Needs a log-in not long ago.
#[utoipa::path(put, path = "/policy", tag = "policy", request_body = PolicyBody,
    params(("If-Match" = String, Header, description = "The `ETag` that the change is based on", example = "\"v7\"")),
    responses((status = 200, description = "The rules that hold now", body = PolicyView)))]
pub(super) async fn replace_policy(
    State(app): State<AppState>,
    caller: Caller,
    version: IfMatch,
    Json(input): Json<PolicyInput>,
) -> Result<Response, Problem> {
    let expect = version.required()?;
    // Refused first what nothing in the body could mend.
    app.policies.show(caller.tenant(), &caller.actor).await?;
    if !caller.proved_recently(app.now()) {
        return Err(Error::ReauthenticationRequired.into());
    }
    let rules = match input.policy {
        Some(policy) => Rules::written(&policy, input.preset.as_deref()),
        None => Rules::preset(&input.preset.unwrap_or_default()),
    };
    let rules = rules.map_err(Problem::validation)?;
    let (tenant, actor) = (caller.tenant(), &caller.actor);
    let changed = app.policies.change(tenant, &rules, expect, actor).await?;
    Ok(answer(&changed.tenant))
}

/// List the presets
///
/// Each is a complete policy: take one as it is, or as the beginning of one's own.
#[utoipa::path(get, path = "/policy/presets", tag = "policy",
    responses((status = 200, description = "The presets", body = Rows<PresetView>)))]
pub(super) async fn list_presets(_: Caller) -> Body<Rows<PresetView>> {
    let presets = presets::ALL.iter();
    let data = presets.map(|(name, preset)| PresetView::new(name, &preset()));
    let data = data.collect::<Vec<_>>();
    let page = PageView::whole(data.len());
    Body(Rows { data, page })
}

fn answer(tenant: &Tenant) -> Response {
    let mut response = Body(PolicyView::from(tenant)).into_response();
    let revision = tenant.policy_revision.unsigned_abs();
    if let Some(tag) = entity_tag(revision) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}
