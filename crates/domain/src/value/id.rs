//! Identifiers: opaque, minted outside (the `Ids` port), never made here.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id! {
    /// One user account in one tenant.
    UserId
}
id! {
    /// One order management system with its own policy.
    TenantId
}
id! {
    /// A team, brand or business unit inside a tenant.
    OrganizationId
}
id! {
    /// One wish; the same id is never carried out twice.
    CommandId
}
id! {
    /// One log-in that is still open.
    SessionId
}
id! {
    /// One recorded fact.
    EventId
}
id! {
    /// A role that a tenant made, whatever it is called (HWx-25).
    RoleId
}
id! {
    /// One row of the outbox, and the `Message-ID` of its mail.
    MessageId
}
id! {
    /// A store, warehouse or other place of work (HW-31).
    FacilityId
}
id! {
    /// A user name and PIN of one user at one facility (HW-33); a new PIN is a new one.
    FacilityLogInId
}
impl FacilityLogInId {
    /// What wrong PINs are counted by, beside the users by whose ids wrong passwords are.
    #[must_use]
    pub fn counted_by(self) -> UserId {
        UserId(self.0)
    }
}

id! {
    /// A product store (HW-35).
    ProductStoreId
}
id! {
    /// A shop that sells for a product store (HW-37).
    ShopId
}
id! {
    /// A department, which may lie within another (HE-42).
    DepartmentId
}
id! {
    /// A position: a title that users hold (HE-38).
    PositionId
}
