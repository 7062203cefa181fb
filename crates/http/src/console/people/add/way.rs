//! The ways in which a new user may be added (P-2), as tabs.

use super::OWN;
use crate::{console::Visit, input::NewUserInput, pages::Form, problem::Problem};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use tenure_domain::{
    authority::Permission,
    policy::{CreationSteps, CredentialWay, Directory},
};

/// A way to add a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By a link.
    Invite,
    /// With a password, lasting or temporary.
    Password,
    /// Whom a directory vouches for.
    Directory,
    /// Without any credential.
    Customer,
    /// In two forms; the second asks for the credential (OB-25).
    Profile,
}

impl Way {
    const TABS: [Self; 4] = [
        Self::Invite,
        Self::Password,
        Self::Directory,
        Self::Customer,
    ];

    /// For addresses and messages.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Invite => "invite",
            Self::Password => "password",
            Self::Directory => "directory",
            Self::Customer => "customer",
            Self::Profile => "profile",
        }
    }

    /// The credentials that it may give under these rules.
    pub(super) fn credentials(self, visit: &Visit) -> BTreeSet<CredentialWay> {
        let policy = &visit.session.tenant.policy;
        let mine: &[CredentialWay] = match self {
            Self::Invite => &[CredentialWay::Invitation],
            Self::Password => &[
                CredentialWay::AdminPassword,
                CredentialWay::TemporaryPassword,
            ],
            Self::Directory => &[CredentialWay::External],
            Self::Customer => &[CredentialWay::None],
            Self::Profile => &[
                CredentialWay::AdminPassword,
                CredentialWay::TemporaryPassword,
                CredentialWay::External,
                CredentialWay::None,
            ],
        };
        let mut mine = mine.iter().copied().collect::<BTreeSet<_>>();
        mine.retain(|way| policy.creation.allowed_credentials.contains(way));
        if policy.credential.directory == Directory::Disabled {
            mine.remove(&CredentialWay::External);
        }
        mine
    }

    /// What it takes.
    pub(super) fn permission(self) -> Permission {
        match self {
            Self::Invite => Permission::UsersInvite,
            Self::Password | Self::Directory | Self::Customer | Self::Profile => {
                Permission::UsersCreate
            }
        }
    }

    /// The ways that the rules know and the caller may go.
    pub(super) fn offered(visit: &Visit) -> Vec<Self> {
        let two = visit.session.tenant.policy.creation.steps == CreationSteps::DraftThenSave;
        let ways: &[Self] = if two {
            &[Self::Invite, Self::Profile]
        } else {
            &Self::TABS
        };
        let open = |way: &Self| !way.credentials(visit).is_empty() && visit.may(&way.permission());
        ways.iter().copied().filter(open).collect()
    }

    /// What was typed, as the API reads it.
    pub(super) fn input(self, typed: &Form) -> Result<NewUserInput, Problem> {
        let held = |name| typed.text_in("credential", name);
        let kind = held("type").unwrap_or(match self {
            Self::Invite => "invitation",
            Self::Directory => "external",
            Self::Customer => "none",
            Self::Password | Self::Profile => "temporary_password",
        });
        let names: &[&str] = match kind {
            "password" | "temporary_password" => &["password"],
            "external" => &["domain", "external_id"],
            _ => &[],
        };
        let mut credential = Map::new();
        credential.insert("type".to_owned(), kind.into());
        for name in names {
            if let Some(value) = held(name) {
                credential.insert((*name).to_owned(), value.into());
            }
        }
        let roles = typed.all("roles").into_iter().map(role).collect::<Vec<_>>();
        let whole = typed.clone().put("credential", credential);
        let whole = match roles.is_empty() {
            true => whole.without(&["roles"]),
            false => whole.put("roles", roles),
        };
        let whole = match typed.is_checked("disabled") {
            true => whole.flag("disabled"),
            false => whole,
        };
        whole.input(OWN)
    }
}

/// A role as the form sends it: its name, with the organization where it does not hold for the whole tenant.
fn role(text: &str) -> Value {
    match text.split_once('@') {
        Some((role, organization)) => {
            serde_json::json!({ "role": role, "organization": organization })
        }
        None => text.into(),
    }
}
