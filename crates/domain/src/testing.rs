//! For the tests of whoever builds on the rules: users in every state, actors, a given/when/then kit,
//! and strategies for random lives.
//!
//! Every user here came to be by the rules themselves: by a registration, commands and log-ins, never
//! by writing the state down. All of them are [`ana`] at [`noon`], except where they are told otherwise.
//!
//! ```
//! use tenure_domain::{Action, Fact, testing::*};
//!
//! given(active())
//!     .when(Action::Deactivate { reason: None })
//!     .by(visitor())
//!     .then_refused("forbidden");
//! ```
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that cannot be set up, or does not hold, has to say so"
)]

mod actors;
mod samples;
mod samples_of_work;
mod scenario;
mod strategy;
mod tenant;
mod users;

pub use actors::{
    clock, holder_of, natural_actor, oneself, operator, organization_admin, plain_user,
    system_admin, visitor,
};
pub use samples::{every_action, every_fact, full_profile};
pub use samples_of_work::{
    at_facilities, away, day_off, department, facility, facility_log_in, favourites, photo,
    position,
};
pub use scenario::{Scenario, Wish, given};
pub use strategy::{
    any_action, any_policy, any_registration, any_steps, any_tenant, any_user, any_wait,
};
pub use tenant::{Deed, Done, Member, Step, Tenant, Who};
pub use users::{
    active, administrator, anonymized, blocked, carry_out, deleted, deleted_while_blocked,
    expired_invitation, external, fitting, inactive, inactive_while_blocked,
    inactive_while_locked_out, inactive_without_credential, invitation_not_sent, locked_out,
    member_of, non_login, pending, registered, registration, revoked_invitation,
    with_temporary_password,
};

use crate::{
    authority::{Grant, Permission, Roles, Scope},
    command::{Facts, OrderHistory},
    policy::{Policy, ValidPolicy, presets},
    value::{
        DirectoryName, EmailAddress, OrganizationId, PasswordHash, Reason, RoleName, Span,
        TenantId, Timestamp, UserId,
    },
};
use uuid::Uuid;

/// The moment at which sentences begin unless they say otherwise.
#[must_use]
pub fn noon() -> Timestamp {
    "2026-06-15T12:00:00Z".parse().expect("a moment")
}

/// So long after noon.
#[must_use]
pub fn noon_and(span: Span) -> Timestamp {
    span.after(noon())
}

/// The user that sentences are about.
#[must_use]
pub fn ana() -> UserId {
    UserId(Uuid::from_u128(0xA))
}

/// The tenant in which all happens.
#[must_use]
pub fn tenant() -> TenantId {
    TenantId(Uuid::from_u128(0x7))
}

/// An organization by its number.
#[must_use]
pub fn organization(number: u8) -> OrganizationId {
    OrganizationId(Uuid::from_u128(0x0600 + u128::from(number)))
}

/// The preset `standard`, checked.
#[must_use]
pub fn standard() -> ValidPolicy {
    standard_but(|_| {})
}

/// The preset `standard` with a few settings of another mind.
#[must_use]
pub fn standard_but(change: impl FnOnce(&mut Policy)) -> ValidPolicy {
    let mut policy = presets::standard();
    change(&mut policy);
    policy.check().expect("a policy without contradictions")
}

/// The preset of this name, checked.
#[must_use]
pub fn preset(name: &str) -> ValidPolicy {
    let policy = presets::by_name(name).expect("a preset");
    policy.check().expect("a policy without contradictions")
}

/// Roles `clerk` (`product.view`) and `manager` (`users.read`, `users.status`) beside the built-in ones;
/// another administrator; no orders; no log-in yet.
#[must_use]
pub fn facts() -> Facts {
    let permission = |code: &str| code.parse::<Permission>().expect("a permission");
    let own = [
        (role("clerk"), [permission("product.view")].into()),
        (
            role("manager"),
            [Permission::UsersRead, Permission::UsersStatus].into(),
        ),
    ];
    Facts {
        roles: Roles::new(own),
        other_admin: true,
        seats_used: 0,
        history: OrderHistory::None,
        last_log_in_at: None,
    }
}

/// A hash that no password has.
#[must_use]
pub fn hash() -> PasswordHash {
    PasswordHash::from_phc("$argon2id$of-nothing".to_owned())
}

/// An e-mail address.
#[must_use]
pub fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an e-mail address")
}

/// A role's name.
#[must_use]
pub fn role(text: &str) -> RoleName {
    RoleName::parse(text).expect("a role's name")
}

/// A reason.
#[must_use]
pub fn reason(text: &str) -> Reason {
    Reason::parse(text).expect("a reason")
}

/// A directory's domain.
#[must_use]
pub fn directory() -> DirectoryName {
    DirectoryName::parse("corp.example").expect("a directory's name")
}

/// A role for the whole tenant, without end.
#[must_use]
pub fn grant(text: &str) -> Grant {
    Grant {
        role: role(text),
        scope: Scope::Tenant,
        from: None,
        until: None,
    }
}

/// A role for the members of one organization, without end.
#[must_use]
pub fn grant_in(text: &str, number: u8) -> Grant {
    Grant {
        scope: Scope::Organization(organization(number)),
        ..grant(text)
    }
}
