//! What a tenant's people call its roles.

use crate::{
    AppState,
    console::{Visit, Words},
    problem::Problem,
};
use std::collections::BTreeMap;
use tenure_domain::{
    authority::{ORGANIZATION_ADMIN, SYSTEM_ADMIN},
    value::{RoleName, RoleTitle},
};

/// What a tenant's people call its roles.
#[derive(Clone, Debug, Default)]
pub(super) struct RoleNames {
    titles: BTreeMap<RoleName, RoleTitle>,
    superuser: String,
    words: Words,
}

impl RoleNames {
    /// For whoever sees by another page that somebody holds them.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub(super) async fn read(app: &AppState, visit: &Visit) -> Result<Self, Problem> {
        let tenant = &visit.session.tenant;
        Ok(Self {
            titles: app.roles.titles(tenant).await?,
            superuser: tenant.policy.roles.superuser.clone(),
            words: visit.words.clone(),
        })
    }

    /// What the role of this name is called.
    pub(super) fn of(&self, code: &str) -> String {
        if code == SYSTEM_ADMIN {
            return self.superuser.clone();
        }
        // What every tenant has goes by the reader's words.
        let own = self.words.find("people-role-organization-admin");
        let own = own.filter(|_| code == ORGANIZATION_ADMIN);
        let title = || {
            let name = RoleName::parse(code).ok()?;
            self.titles.get(&name).map(ToString::to_string)
        };
        own.or_else(title).unwrap_or_else(|| plain(code))
    }
}

/// A name that nobody gave words for.
fn plain(code: &str) -> String {
    let text = code.replace('_', " ");
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
