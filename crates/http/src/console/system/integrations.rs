//! How programs reach the system, and nothing that is not there.

use crate::{
    AppState,
    console::{Page, Shell, Visit},
    problem::Problem,
};
use askama::Template;
use axum::{extract::State, response::Response};
use tenure_domain::{
    Rejection,
    authority::Permission,
    policy::{CredentialWay, Directory, UnknownEmail},
};
use tenure_service::Error;

/// The tenant that requests mean when they name none.
const DEFAULT: &str = "default";

#[derive(Template)]
#[template(path = "console/integrations.html")]
struct Integrations {
    shell: Shell,
    /// What stands before every path.
    base: String,
    /// What requests say to mean this tenant, where they must say it.
    tenant: Option<String>,
    idle_minutes: u32,
    hours: u32,
    makes_customers: bool,
    knows_directory: bool,
}

impl Page for Integrations {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

pub(super) async fn show(State(app): State<AppState>, visit: Visit) -> Result<Response, Problem> {
    let permission = Permission::IntegrationsManage;
    if !visit.may(&permission) {
        return Err(Error::from(Rejection::Forbidden { permission }).into());
    }
    let tenant = &visit.session.tenant;
    let policy = &tenant.policy;
    let ways = &policy.creation.allowed_credentials;
    let directory = policy.credential.directory == Directory::Enabled;
    let page = Integrations {
        base: format!("{}/api/v1", app.settings.public_url),
        tenant: (tenant.slug != DEFAULT).then(|| tenant.slug.clone()),
        idle_minutes: policy.sessions.idle.as_seconds() / 60,
        hours: policy.sessions.absolute.as_seconds() / 3_600,
        makes_customers: policy.orders.unknown_email == UnknownEmail::CreateCustomer,
        knows_directory: directory && ways.contains(&CredentialWay::External),
        shell: visit.shell(&app, visit.say("nav-integrations")),
    };
    Ok(page.show())
}
