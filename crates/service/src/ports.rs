//! What the use cases need from outside, each with its contract.
//!
//! Ports are held as `Arc<dyn Port>`. Every method is cancel-safe: a dropped future leaves nothing
//! half done.

mod delivery;
mod log_in;
mod orders;
mod policy;
mod premises;
mod reading;
mod references;
mod roles;
mod store;
mod transfer;

pub use delivery::{
    DeliveryError, Mail, MailContent, MailText, Mailer, OrderLedger, Outbox, OutboxEntry,
    OutboxFilter, OutboxState, Queued, Settlement,
};
pub use log_in::{
    FacilityLogInHolder, LogInStore, LogInUser, NewSession, PlaceWish, Reservation, SessionRecord,
    SessionStore, SettledLogIn, SettledPin, StoredPin, TypedLogin,
};
pub use orders::{OrderPlace, OrderRecord, OrderStore};
pub use policy::{NewPolicy, PolicyOutcome, PolicyStore, Stamp, TenantRow};
pub use premises::{Check, Copy, Premises, Scope, Storage, Verdict};
pub use reading::{
    Away, Cursor, DayCount, EventFilter, EventRecord, Happened, ListFilter, LockFilter,
    LogInFilter, Page, PageRequest, SortKey, SortOrder, StoredPhoto, UserKey, UserQueries,
    Vacation,
};
pub use references::{
    ReferenceEffect, ReferenceFilter, ReferenceOutcome, ReferencePlace, ReferenceStore,
    ReferenceWrite,
};
pub use roles::{RoleBook, RoleDeed, RoleOutcome, RoleRecord, RoleStore, RoleWrite};
pub use store::{
    BoxError, Claim, CommandKey, CommandRecord, EarlierCommand, KeptAnswer, Loaded, Setup,
    StoreError, Tenant, Unit, UserStore,
};
pub use transfer::{Names, TransferStore};

#[cfg(any(test, feature = "mocks"))]
pub use delivery::{MockMailer, MockOrderLedger, MockOutbox};
#[cfg(any(test, feature = "mocks"))]
pub use log_in::{MockLogInStore, MockSessionStore};
#[cfg(any(test, feature = "mocks"))]
pub use orders::MockOrderStore;
#[cfg(any(test, feature = "mocks"))]
pub use policy::MockPolicyStore;
#[cfg(any(test, feature = "mocks"))]
pub use premises::MockPremises;
#[cfg(any(test, feature = "mocks"))]
pub use reading::MockUserQueries;
#[cfg(any(test, feature = "mocks"))]
pub use references::MockReferenceStore;
#[cfg(any(test, feature = "mocks"))]
pub use roles::MockRoleStore;
#[cfg(any(test, feature = "mocks"))]
pub use store::MockUserStore;
#[cfg(any(test, feature = "mocks"))]
pub use transfer::MockTransferStore;

use tenure_domain::value::Timestamp;
use uuid::Uuid;

/// The one place where time comes from.
pub trait Clock: Send + Sync {
    /// The present moment in whole microseconds.
    fn now(&self) -> Timestamp;
}

/// The one place where ids come from.
pub trait Ids: Send + Sync {
    /// A fresh id that sorts after the ones before it (UUID version 7).
    fn next(&self) -> Uuid;
}
