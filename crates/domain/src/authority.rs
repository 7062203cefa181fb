//! Who may do what: permissions, roles, grants, and the actor who asks.

mod actor;
mod current;
mod giving;
mod permission;
mod proof;
mod role;
mod rules;
mod snapshot;
mod told;

pub use actor::{Actor, ActorRef, InvalidActorRef};
pub use current::invited_into;
pub use giving::grantable;
pub(crate) use giving::{may_grant, may_take};
pub use permission::{InvalidPermission, Permission};
pub use role::{
    NewRole, Role, RoleChange, RoleRules, is_built_in, may_allow, may_edit_role, may_manage_roles,
    may_see_roles, needs_record,
};
pub(crate) use rules::{authorise, may_ask, may_join, may_register};
pub use rules::{
    may_back_up, may_manage_policy, may_put_into, may_tell_of_orders, refusal_of_nobody,
    transfer_reach,
};
pub use snapshot::Snapshot;
pub use told::{Holding, effective, holdings};

use crate::value::{FacilityId, OrganizationId, RoleName, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The built-in role that holds every permission.
pub const SYSTEM_ADMIN: &str = "system_admin";
/// The built-in role that administers the members of an organization.
pub const ORGANIZATION_ADMIN: &str = "organization_admin";

/// Where a role holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everywhere in the tenant.
    Tenant,
    /// For the members of one organization.
    Organization(OrganizationId),
}

/// A role given to a user in a scope, for all time or for a while.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// Which role.
    pub role: RoleName,
    /// Where.
    pub scope: Scope,
    /// From when; none: since ever.
    pub from: Option<Timestamp>,
    /// Until when, exclusive; none: without end.
    pub until: Option<Timestamp>,
}

impl Grant {
    /// Does the grant hold at this moment?
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }

    /// The system administrator's role for the whole tenant, without end.
    ///
    /// # Errors
    /// Never in practice; the role's name is a valid one.
    pub fn system_admin() -> Result<Self, crate::value::InvalidText> {
        let role = RoleName::parse(SYSTEM_ADMIN)?;
        Ok(Self {
            role,
            scope: Scope::Tenant,
            from: None,
            until: None,
        })
    }
}

/// The roles of a tenant: named sets of permissions, the built-in ones among them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Roles(BTreeMap<RoleName, BTreeSet<Permission>>);

impl Roles {
    /// The tenant's own roles beside the built-in ones, which cannot be redefined.
    #[must_use]
    pub fn new(own: impl IntoIterator<Item = (RoleName, BTreeSet<Permission>)>) -> Self {
        let built_in = [
            (
                SYSTEM_ADMIN,
                Permission::own().into_iter().collect::<BTreeSet<_>>(),
            ),
            (ORGANIZATION_ADMIN, Permission::of_organization_admin()),
        ];
        let named = built_in
            .into_iter()
            .filter_map(|(name, permissions)| Some((RoleName::parse(name).ok()?, permissions)));
        Self(own.into_iter().chain(named).collect())
    }

    /// The permissions of a role; none when the tenant has no such role.
    #[must_use]
    pub fn permissions(&self, role: &RoleName) -> Option<&BTreeSet<Permission>> {
        self.0.get(role)
    }

    /// Every role, the built-in ones among them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&RoleName, &BTreeSet<Permission>)> {
        self.0.iter()
    }

    /// What a grant of this name allows: a role's permissions, or by its own name a single one (HE-9).
    fn granted(&self, name: &RoleName) -> Option<BTreeSet<Permission>> {
        let role = self.permissions(name).cloned();
        role.or_else(|| Some([name.as_str().parse().ok()?].into()))
    }
}

/// One role that an actor holds now, with what it allows.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    role: RoleName,
    scope: Scope,
    permissions: BTreeSet<Permission>,
}

/// How far a permission reaches, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nobody but oneself.
    Nowhere,
    /// The members of these organizations.
    Organizations(BTreeSet<OrganizationId>),
    /// Every user of the tenant.
    Tenant,
}

impl Reach {
    /// Does it reach a user who is a member of these organizations?
    #[must_use]
    pub fn covers(&self, members_of: &BTreeSet<OrganizationId>) -> bool {
        match self {
            Self::Tenant => true,
            Self::Organizations(own) => !own.is_disjoint(members_of),
            Self::Nowhere => false,
        }
    }
}

impl Reach {
    /// As far as both reach.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nowhere, _) | (_, Self::Nowhere) => Self::Nowhere,
            (Self::Tenant, reach) | (reach, Self::Tenant) => reach,
            (Self::Organizations(a), Self::Organizations(b)) => {
                let both = a.intersection(&b).copied().collect::<BTreeSet<_>>();
                if both.is_empty() {
                    Self::Nowhere
                } else {
                    Self::Organizations(both)
                }
            }
        }
    }
}

/// Everything an actor may do at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Authority {
    held: Vec<Held>,
    facility: Option<FacilityId>,
    organization: Option<OrganizationId>,
}

impl Authority {
    /// What these grants allow at this moment. A grant of an unknown role allows nothing.
    #[must_use]
    pub fn of(grants: &[Grant], roles: &Roles, now: Timestamp) -> Self {
        let live = grants.iter().filter(|grant| grant.is_live(now));
        let held = live.filter_map(|grant| {
            let permissions = roles.granted(&grant.role)?;
            Some(Held {
                role: grant.role.clone(),
                scope: grant.scope,
                permissions,
            })
        });
        Self {
            held: held.collect(),
            facility: None,
            organization: None,
        }
    }

    /// What is left of it after a log-in at a facility (HW-34): what applications let one do, and nothing in Tenure,
    /// not even to oneself. A PIN is too little for more.
    #[must_use]
    pub fn at_facility(mut self, facility: FacilityId) -> Self {
        for held in &mut self.held {
            held.permissions
                .retain(|permission| matches!(permission, Permission::Application(_)));
        }
        self.facility = Some(facility);
        self
    }

    /// The facility at which the actor logged in, if it was at one.
    #[must_use]
    pub fn facility(&self) -> Option<FacilityId> {
        self.facility
    }

    /// Does it hold the system administrator's role for the whole tenant?
    #[must_use]
    pub fn is_system_admin(&self) -> bool {
        self.roles()
            .any(|held| held.role.as_str() == SYSTEM_ADMIN && held.scope == Scope::Tenant)
    }

    /// The roles that count as such: at a facility, none does.
    fn roles(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|_| self.facility.is_none())
    }

    /// How far a permission reaches.
    #[must_use]
    pub fn reach(&self, permission: &Permission) -> Reach {
        self.scopes(|held| held.permissions.contains(permission))
    }

    /// How far it administers: everywhere as a system administrator, else as an organization administrator.
    #[must_use]
    pub fn administered(&self) -> Reach {
        let counts = self.facility.is_none();
        let admin = |held: &Held| counts && held.role.as_str() == ORGANIZATION_ADMIN;
        self.scopes(|held| admin(held) || self.is_system_admin())
    }

    fn scopes(&self, test: impl Fn(&Held) -> bool) -> Reach {
        let with = self.held.iter().filter(|held| test(held));
        let scopes = with.map(|held| held.scope).collect::<BTreeSet<_>>();
        if scopes.contains(&Scope::Tenant) {
            return Reach::Tenant;
        }
        let organizations = scopes
            .iter()
            .filter_map(|scope| match scope {
                Scope::Organization(id) => Some(*id),
                Scope::Tenant => None,
            })
            .collect::<BTreeSet<_>>();
        if organizations.is_empty() {
            Reach::Nowhere
        } else {
            Reach::Organizations(organizations)
        }
    }

    /// Does a permission reach a user who is a member of these organizations?
    #[must_use]
    pub fn allows(&self, permission: &Permission, members_of: &BTreeSet<OrganizationId>) -> bool {
        self.reach(permission).covers(members_of)
    }

    /// Does it hold this role here or for the whole tenant?
    #[must_use]
    pub fn holds(&self, role: &RoleName, scope: Scope) -> bool {
        self.is_system_admin()
            || self.roles().any(|held| {
                held.role == *role && (held.scope == scope || held.scope == Scope::Tenant)
            })
    }

    /// Every permission held somewhere, for the answer to a log-in.
    #[must_use]
    pub fn permissions(&self) -> BTreeSet<Permission> {
        self.held
            .iter()
            .flat_map(|held| held.permissions.iter().cloned())
            .collect()
    }
}
