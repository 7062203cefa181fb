//! The user: one account in one tenant, built only by events or by the checked door for stored rows.

mod evolve;
mod parts;
mod profile;
mod view;
mod window;

pub use evolve::{evolve, fold_events, replay};
pub use parts::{Inconsistent, UserParts};
pub use profile::{Profile, ProfileChange};
pub use view::{InvitationView, LiveTicket, StatusView};
pub use window::{Gate, LogInWindow};

use crate::{
    authority::{ActorRef, Grant, SYSTEM_ADMIN, Scope},
    credential::{Credential, Tickets},
    lifecycle::{Lifecycle, Status},
    value::{OrganizationId, TenantId, Timestamp, UserId},
    work::Work,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What kind of account it is (HWx-1, CH-11, OB-10, OB-11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody who works with the system.
    Person,
    /// An account that a facility's people share.
    FacilityLogin,
    /// Somebody who never logs in but picks and earns commissions.
    NonLogin,
    /// A program.
    Service,
    /// A customer of the shop.
    Customer,
    /// A vendor's user.
    Vendor,
    /// An associate in a store.
    StoreAssociate,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Person,
        Self::FacilityLogin,
        Self::NonLogin,
        Self::Service,
        Self::Customer,
        Self::Vendor,
        Self::StoreAssociate,
    ];

    /// The permanent name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::FacilityLogin => "facility_login",
            Self::NonLogin => "non_login",
            Self::Service => "service",
            Self::Customer => "customer",
            Self::Vendor => "vendor",
            Self::StoreAssociate => "store_associate",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One account in one tenant. Read by getters; changed only by events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User(UserParts);

impl User {
    /// Who.
    #[must_use]
    pub fn id(&self) -> UserId {
        self.0.id
    }

    /// Where.
    #[must_use]
    pub fn tenant(&self) -> TenantId {
        self.0.tenant
    }

    /// What kind of account.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// Counts the commands that changed the user; 1 after registration.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.0.version
    }

    /// Names and addresses.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.0.profile
    }

    /// Where the user stands, with its data.
    #[must_use]
    pub fn lifecycle(&self) -> &Lifecycle {
        &self.0.lifecycle
    }

    /// Where the user stands, by name.
    #[must_use]
    pub fn status(&self) -> Status {
        self.0.lifecycle.status()
    }

    /// How the user proves who he is.
    #[must_use]
    pub fn credential(&self) -> &Credential {
        &self.0.credential
    }

    /// The links that are out.
    #[must_use]
    pub fn tickets(&self) -> &Tickets {
        &self.0.tickets
    }

    /// Roles, expired ones among them.
    #[must_use]
    pub fn grants(&self) -> &[Grant] {
        &self.0.grants
    }

    /// Memberships.
    #[must_use]
    pub fn organizations(&self) -> &BTreeSet<OrganizationId> {
        &self.0.organizations
    }

    /// When the person's data was masked, if ever.
    #[must_use]
    pub fn anonymized_at(&self) -> Option<Timestamp> {
        self.0.anonymized_at
    }

    /// From when the account counts.
    #[must_use]
    pub fn valid_from(&self) -> Option<Timestamp> {
        self.0.valid_from
    }

    /// Until when the account counts.
    #[must_use]
    pub fn valid_until(&self) -> Option<Timestamp> {
        self.0.valid_until
    }

    /// When the user was added.
    #[must_use]
    pub fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// By whom.
    #[must_use]
    pub fn created_by(&self) -> &ActorRef {
        &self.0.created_by
    }

    /// Favourites, capabilities, days off, picture.
    #[must_use]
    pub fn work(&self) -> &Work {
        &self.0.work
    }

    /// All parts, for the store.
    #[must_use]
    pub fn parts(&self) -> &UserParts {
        &self.0
    }

    /// Does the user hold the system administrator's role for the whole tenant at this moment?
    #[must_use]
    pub fn is_system_admin(&self, now: Timestamp) -> bool {
        self.0
            .grants
            .iter()
            .any(|grant| is_system_admin(grant) && grant.is_live(now))
    }

    /// Does the user count as an administrator of the tenant, one who can log in and stays?
    ///
    /// Active, or locked out for a time that ends by itself, with a password of his own or a directory's,
    /// without an end of validity, and with a tenant-wide grant without an end.
    #[must_use]
    pub fn counts_as_admin(&self) -> bool {
        let stands = match &self.0.lifecycle {
            Lifecycle::Active { .. } => true,
            Lifecycle::Blocked { block, .. } => block.ends_by_itself(),
            Lifecycle::Pending { .. } | Lifecycle::Inactive { .. } | Lifecycle::Deleted { .. } => {
                false
            }
        };
        let proves = matches!(
            self.0.credential,
            Credential::Permanent { .. } | Credential::External { .. }
        );
        let unlimited =
            |grant: &Grant| is_system_admin(grant) && grant.from.is_none() && grant.until.is_none();
        stands
            && proves
            && self.0.valid_from.is_none()
            && self.0.valid_until.is_none()
            && self.0.grants.iter().any(unlimited)
    }

    /// Does the user hold one of the tenant's seats? A lockout or block does not free it.
    #[must_use]
    pub fn holds_seat(&self) -> bool {
        matches!(self.status(), Status::Active | Status::Blocked)
    }
}

fn is_system_admin(grant: &Grant) -> bool {
    grant.role.as_str() == SYSTEM_ADMIN && grant.scope == Scope::Tenant
}
