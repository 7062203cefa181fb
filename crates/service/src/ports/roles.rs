//! The roles that a tenant makes.

use super::{Stamp, StoreError};
use async_trait::async_trait;
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{
    TenantFact,
    authority::{Role, Roles},
    value::{OrganizationId, RoleId, RoleName, TenantId, Timestamp},
};

/// A role as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRecord {
    /// The record itself; another role of the same name is another record.
    pub id: RoleId,
    /// What it says.
    pub role: Role,
    /// Counts its changes.
    pub revision: u64,
    /// When it was made.
    pub created_at: Timestamp,
}

/// All roles of a tenant at one moment.
#[derive(Clone, Debug, Default)]
pub struct RoleBook {
    /// Counts the changes of all roles together.
    pub revision: i64,
    /// What each role allows, the built-in ones among them.
    pub known: Roles,
    /// Those that the tenant made, by name.
    pub own: BTreeMap<RoleName, RoleRecord>,
    /// How many users hold each, ended grants among them; deleted users do not count.
    pub users: BTreeMap<RoleName, u64>,
}

/// What becomes of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleDeed {
    /// It is new.
    Make(RoleRecord),
    /// It says something else from now on; the revision is the one before.
    Change(RoleRecord),
    /// It is gone.
    Delete(RoleRecord),
}

/// A change of one role, with the event that tells of it.
#[derive(Clone, Debug)]
pub struct RoleWrite {
    /// Whose.
    pub tenant: TenantId,
    /// The roles' revision that it was decided at.
    pub revision: i64,
    /// The revision of the rules that it was decided under.
    pub policy_revision: i64,
    /// What.
    pub deed: RoleDeed,
    /// What the audit trail says.
    pub fact: TenantFact,
    /// Who asked, and when.
    pub stamp: Stamp,
}

/// What became of a change of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleOutcome {
    /// It holds, from the next request on and on every node.
    Written,
    /// Users hold the role that was to be deleted; nothing was written.
    Held {
        /// So many users, deleted ones among them.
        users: u64,
        /// So many of them are deleted.
        deleted: u64,
    },
}

/// Roles that tenants make.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait RoleStore: Send + Sync {
    /// All roles of a tenant, with how many of the users who are members of any of these organizations hold them.
    /// `None`: of all users.
    async fn roles(
        &self,
        tenant: TenantId,
        visible: Option<BTreeSet<OrganizationId>>,
    ) -> Result<RoleBook, StoreError>;

    /// Writes the role, the roles' next revision and the event in one durable transaction. A role is deleted only
    /// while nobody holds it, deleted users among them: a grant that is being committed meanwhile MUST either be
    /// counted or be answered `Conflict`.
    ///
    /// MUST answer `Conflict`, having written nothing, when the roles or the rules are not at the revisions that
    /// were read.
    async fn write_role(&self, write: &RoleWrite) -> Result<RoleOutcome, StoreError>;
}
