//! Roles that a tenant makes for itself: who may, and what a role may be (HWx-25).

use super::{Actor, ORGANIZATION_ADMIN, Permission, Reach, Roles, SYSTEM_ADMIN};
use crate::{
    available::sight,
    policy::{LogInRole, RolePolicy, ValidPolicy},
    rejection::{Rejection, Violation},
    tenant_event::{RoleEdited, TextChange},
    value::{RoleDescription, RoleName, RoleTitle, fold},
};
use std::collections::BTreeSet;

/// A role as a tenant defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The internal id, by which it is granted; it never changes.
    pub name: RoleName,
    /// What people call it.
    pub title: RoleTitle,
    /// What it is for.
    pub description: Option<RoleDescription>,
    /// What its holders may do.
    pub permissions: BTreeSet<Permission>,
}

impl Role {
    /// The roles that every tenant has, under the names that its people know (P-84, SH-37).
    #[must_use]
    pub fn built_in(policy: &RolePolicy, known: &Roles) -> Vec<Self> {
        let all = [
            (SYSTEM_ADMIN, policy.superuser.trim(), "May do everything."),
            (
                ORGANIZATION_ADMIN,
                "Organization Admin",
                "Administers the members of an organization.",
            ),
        ];
        let role = |(name, title, description): (&str, &str, &str)| {
            let name = RoleName::parse(name).ok()?;
            Some(Self {
                permissions: known.permissions(&name).cloned().unwrap_or_default(),
                title: RoleTitle::parse(title)
                    .or_else(|_| RoleTitle::parse(name.as_str()))
                    .ok()?,
                description: RoleDescription::parse(description).ok(),
                name,
            })
        };
        all.into_iter().filter_map(role).collect()
    }
}

/// A wish for a new role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRole {
    /// The internal id; left out, it follows from the title.
    pub name: Option<RoleName>,
    /// What people call it.
    pub title: RoleTitle,
    /// What it is for.
    pub description: Option<RoleDescription>,
    /// What its holders may do.
    pub permissions: BTreeSet<Permission>,
}

/// A wish for other words or permissions; what is left out stays.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RoleChange {
    /// What people call it.
    pub title: Option<RoleTitle>,
    /// What it is for.
    pub description: Option<Option<RoleDescription>>,
    /// What its holders may do.
    pub permissions: Option<BTreeSet<Permission>>,
}

/// Is it one of the roles that every tenant has, which nobody defines again? Small and capital letters are
/// one, so that nothing is taken for them.
#[must_use]
pub fn is_built_in(role: &RoleName) -> bool {
    let key = fold(role.as_str());
    [SYSTEM_ADMIN, ORGANIZATION_ADMIN].contains(&key.as_str())
}

/// Can a grant of this name mean nothing but a role that the tenant made? Built-in roles need no record, nor do
/// permissions that are granted by their own names (HE-9).
#[must_use]
pub fn needs_record(role: &RoleName) -> bool {
    let built_in = [SYSTEM_ADMIN, ORGANIZATION_ADMIN].contains(&role.as_str());
    !built_in && role.as_str().parse::<Permission>().is_err()
}

/// May this actor make, change and delete roles? They hold in the whole tenant, so the permission must reach it.
///
/// # Errors
/// `forbidden` for whoever may not.
pub fn may_manage_roles(actor: &Actor) -> Result<(), Rejection> {
    let permission = Permission::RolesManage;
    match actor {
        Actor::Clock | Actor::Operator { .. } => Ok(()),
        Actor::User { authority, .. } if authority.reach(&permission) == Reach::Tenant => Ok(()),
        Actor::User { .. } | Actor::Visitor => Err(Rejection::Forbidden { permission }),
    }
}

/// May this actor see which roles there are? Whoever sees users does, and whoever makes roles.
///
/// # Errors
/// `forbidden` for whoever does neither.
pub fn may_see_roles(actor: &Actor, policy: &ValidPolicy) -> Result<(), Rejection> {
    if sight(actor, policy) == Reach::Nowhere {
        may_manage_roles(actor).map_err(|_| Rejection::Forbidden {
            permission: Permission::UsersRead,
        })
    } else {
        Ok(())
    }
}

/// What a change of roles is judged by.
#[derive(Clone, Copy, Debug)]
pub struct RoleRules<'a> {
    /// Who asks.
    pub actor: &'a Actor,
    /// All roles of the tenant.
    pub known: &'a Roles,
    /// Its rules.
    pub policy: &'a ValidPolicy,
}

impl RoleRules<'_> {
    /// A tenant makes at most so many roles: each commit and each request knows them all.
    pub const MOST: usize = 500;

    /// A new role.
    ///
    /// # Errors
    /// `forbidden`; `validation` where the internal id cannot be; `role_not_grantable` where it would allow what
    /// its maker lacks.
    pub fn make(&self, wish: NewRole) -> Result<Role, Rejection> {
        may_manage_roles(self.actor)?;
        let name = match wish.name {
            Some(name) => name,
            None => derived(&wish.title).ok_or_else(|| {
                let message =
                    "The name has no letter that an internal id can be made of; write one.";
                at_id("required", message.to_owned())
            })?,
        };
        self.can_be(&name)?;
        self.has_room()?;
        self.commands(&name, wish.permissions.iter())?;
        Ok(Role {
            name,
            title: wish.title,
            description: wish.description,
            permissions: wish.permissions,
        })
    }

    /// The role as it is to be, with what differs. `None`: nothing does.
    ///
    /// # Errors
    /// `forbidden`; `built_in_role`; `role_not_grantable` where the role allows, or would allow, what the actor
    /// lacks.
    pub fn change(
        &self,
        role: &Role,
        change: RoleChange,
    ) -> Result<Option<(Role, RoleEdited)>, Rejection> {
        self.may_touch(&role.name)?;
        self.commands(&role.name, role.permissions.iter())?;
        let after = Role {
            name: role.name.clone(),
            title: change.title.unwrap_or_else(|| role.title.clone()),
            description: change
                .description
                .unwrap_or_else(|| role.description.clone()),
            permissions: change
                .permissions
                .unwrap_or_else(|| role.permissions.clone()),
        };
        self.commands(&role.name, after.permissions.iter())?;
        let edited = difference(role, &after);
        Ok((after != *role).then_some((after, edited)))
    }

    /// May the role go? That nobody holds it, the store proves.
    ///
    /// # Errors
    /// `forbidden`; `built_in_role`; `role_not_grantable` where the role allows what the actor lacks;
    /// `policy_forbids` while the tenant's rules name it.
    pub fn remove(&self, role: &Role) -> Result<(), Rejection> {
        self.may_touch(&role.name)?;
        self.commands(&role.name, role.permissions.iter())?;
        let named = |setting| Err(Rejection::PolicyForbids { setting });
        if self.policy.roles.default.contains(&role.name) {
            return named("roles.default");
        }
        if self.policy.log_in.requires_role == LogInRole::Role(role.name.clone()) {
            return named("log_in.requires_role");
        }
        Ok(())
    }

    /// May the actor change or delete roles, and is this one of those that can be?
    ///
    /// # Errors
    /// `forbidden`; `built_in_role`.
    pub fn may_touch(&self, name: &RoleName) -> Result<(), Rejection> {
        may_manage_roles(self.actor)?;
        if is_built_in(name) {
            return Err(Rejection::BuiltInRole { role: name.clone() });
        }
        Ok(())
    }

    fn has_room(&self) -> Result<(), Rejection> {
        let own = self.known.iter().filter(|(name, _)| !is_built_in(name));
        if own.count() < Self::MOST {
            return Ok(());
        }
        let message = format!(
            "There are {} roles already, the most that there can be. Delete one that nobody needs.",
            Self::MOST
        );
        Err(at_id("too_many", message))
    }

    fn can_be(&self, name: &RoleName) -> Result<(), Rejection> {
        let text = name.as_str();
        let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if !text.chars().all(allowed) {
            let message = "Write letters, digits, _ and -, such as store_associate.";
            return Err(at_id("invalid", message.to_owned()));
        }
        let key = fold(text);
        if is_built_in(name)
            || self
                .known
                .iter()
                .any(|(known, _)| fold(known.as_str()) == key)
        {
            let message = format!("There is a role {text} already; write another internal id.");
            return Err(at_id("taken", message));
        }
        Ok(())
    }

    fn commands<'p>(
        &self,
        name: &RoleName,
        mut permissions: impl Iterator<Item = &'p Permission>,
    ) -> Result<(), Rejection> {
        if permissions.all(|each| may_allow(self.actor, each)) {
            Ok(())
        } else {
            Err(Rejection::RoleNotGrantable { role: name.clone() })
        }
    }
}

/// May this actor put the permission into a role? Nobody deals with a role that allows what he lacks himself (CHx-6).
#[must_use]
pub fn may_allow(actor: &Actor, permission: &Permission) -> bool {
    match actor {
        Actor::Clock | Actor::Operator { .. } => true,
        Actor::Visitor => false,
        Actor::User { authority, .. } => {
            authority.is_system_admin() || authority.reach(permission) == Reach::Tenant
        }
    }
}

/// May this actor change this role: one that the tenant made, and that allows nothing that he lacks?
#[must_use]
pub fn may_edit_role(actor: &Actor, role: &Role) -> bool {
    let mut permissions = role.permissions.iter();
    may_manage_roles(actor).is_ok()
        && !is_built_in(&role.name)
        && permissions.all(|each| may_allow(actor, each))
}

fn at_id(code: &'static str, message: String) -> Rejection {
    Rejection::Validation(vec![Violation::new("/id", code, message)])
}

/// The internal id that follows from a name: small letters, words joined by `_`, as long as an id may be.
fn derived(title: &RoleTitle) -> Option<RoleName> {
    let small = fold(title.as_str());
    let words = small
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("_");
    let cut = joined.chars().take(RoleName::MAX_LENGTH);
    let cut = cut.collect::<String>();
    RoleName::parse(cut.trim_end_matches('_')).ok()
}

fn difference(before: &Role, after: &Role) -> RoleEdited {
    let text = |field: &str, from: Option<&str>, to: Option<&str>| {
        (from != to).then(|| TextChange {
            field: field.to_owned(),
            from: from.map(ToOwned::to_owned),
            to: to.map(ToOwned::to_owned),
        })
    };
    let title = |role: &Role| role.title.as_str().to_owned();
    let described = |role: &Role| role.description.as_ref().map(|it| it.as_str().to_owned());
    let (from, to) = (title(before), title(after));
    let name = text("name", Some(&from), Some(&to));
    let (from, to) = (described(before), described(after));
    let description = text("description", from.as_deref(), to.as_deref());
    let lacking = |of: &Role, other: &Role| &of.permissions - &other.permissions;
    RoleEdited {
        id: before.name.clone(),
        fields: name.into_iter().chain(description).collect(),
        added: lacking(after, before),
        removed: lacking(before, after),
    }
}
