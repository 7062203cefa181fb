//! One of each: every action, every fact, with all fields set.

use super::{ana, directory, email, grant, hash, noon, organization, reason, tenant};
use crate::{
    authority::{ActorRef, Scope},
    command::Action,
    credential::Credential,
    event::{
        DirectoryAccount, EmailFromTo, Enrolment, Fact, LogInFailure, PasswordChangedHow,
        ProfileFromTo, Registered, UnblockedHow, Words,
    },
    lifecycle::{Block, BlockCause, InactiveReason, RevokedWhy},
    user::{Kind, Profile, ProfileChange},
    value::{
        ExternalId, LanguageTag, PersonName, Personal, Phone, ShippingSystem, Span, TimeZone,
        Timestamp, UserId, Username,
    },
};
use uuid::Uuid;

/// Every action once. Links have serial 1, ends are an hour after noon, the role is `clerk`; the update is of the
/// language, which users have under every policy.
#[must_use]
pub fn every_action() -> Vec<Action> {
    let mut actions = actions_on_status();
    actions.extend(actions_on_credential());
    actions.extend(super::samples_of_work::actions());
    actions
}

fn actions_on_status() -> Vec<Action> {
    vec![
        Action::Activate,
        Action::Deactivate { reason: None },
        Action::DeactivateByDirectory,
        Action::Block {
            reason: Some(reason("left the keys in the door")),
            until: None,
        },
        Action::Unblock,
        Action::Delete,
        Action::Restore,
        Action::Purge,
        Action::Anonymize,
        Action::SendInvitation,
        Action::RevokeInvitation,
        Action::OpenInvitation { serial: 1 },
        Action::AcceptInvitation {
            serial: 1,
            password: hash(),
            names: ProfileChange::default(),
        },
        Action::UpdateProfile(Box::new(ProfileChange {
            language: Some(LanguageTag::parse("de").ok()),
            ..ProfileChange::default()
        })),
        Action::ConfirmEmail { serial: 1 },
        Action::SetValidity {
            from: None,
            until: Some(Span::hours(1).after(noon())),
        },
        Action::GrantRole(grant("clerk")),
        Action::SetRoles(vec![grant("clerk")]),
        Action::SetOrganizations([organization(1)].into()),
        Action::RevokeRole {
            role: grant("clerk").role,
            scope: Scope::Tenant,
        },
        Action::EndSessions,
        Action::Elapse,
    ]
}

fn actions_on_credential() -> Vec<Action> {
    let password = hash();
    vec![
        Action::SetPassword {
            password: password.clone(),
        },
        Action::SetTemporaryPassword {
            password: password.clone(),
            must_change: None,
        },
        Action::SendPasswordReset,
        Action::RequestPasswordReset,
        Action::CompletePasswordReset {
            serial: 1,
            password: password.clone(),
        },
        Action::ChangePassword { password },
        Action::SetExternalCredential {
            domain: directory(),
            directory_id: None,
        },
        Action::RemoveExternalCredential { temporary: None },
    ]
}

/// A profile with every field filled.
#[must_use]
pub fn full_profile() -> Profile {
    let name = |text| PersonName::parse(text).ok();
    Profile {
        email: Some(email("Ana.Lopez@example.com")),
        username: Username::parse("ana01").ok(),
        first_name: name("Ana"),
        last_name: name("Lopez"),
        display_name: name("Ana L."),
        phone: Phone::parse("+49 30 1234567").ok(),
        external_id: ExternalId::parse("EMP-17").ok(),
        language: LanguageTag::parse("es-MX").ok(),
        time_zone: TimeZone::parse("America/Mexico_City").ok(),
        shipping_system: ShippingSystem::parse("ShipStation").ok(),
    }
}

fn admin() -> ActorRef {
    ActorRef::User(UserId(Uuid::from_u128(0xAD)))
}

fn end() -> Timestamp {
    Span::hours(1).after(noon())
}

/// Every fact once, with every field set.
#[must_use]
pub fn every_fact() -> Vec<Fact> {
    let mut facts = facts_of_access();
    facts.extend(facts_of_credential());
    facts.extend(facts_of_person());
    facts.extend(super::samples_of_work::facts());
    facts
}

fn registered() -> Fact {
    Fact::Registered(Box::new(Registered {
        user: ana(),
        tenant: tenant(),
        kind: Kind::Person,
        credential: Credential::Temporary {
            set_by: admin(),
            expires_at: Some(end()),
        },
        active: true,
        organizations: [organization(1)].into(),
        facilities: [super::facility(1)].into(),
        grants: vec![crate::authority::Grant {
            scope: Scope::Organization(organization(1)),
            from: Some(noon()),
            until: Some(end()),
            ..grant("clerk")
        }],
        valid_from: Some(noon()),
        valid_until: Some(end()),
        by: admin(),
        personal: Personal::Known(Enrolment {
            profile: full_profile(),
            directory_id: None,
        }),
    }))
}

fn facts_of_access() -> Vec<Fact> {
    let block = Block {
        since: noon(),
        until: Some(end()),
        cause: BlockCause::Lockout {
            admin_released: true,
            timed_only: true,
        },
    };
    vec![
        registered(),
        Fact::InvitationSent {
            serial: 2,
            expires_at: end(),
            renewal: true,
        },
        Fact::InvitationExpired {},
        Fact::InvitationRevoked {
            why: RevokedWhy::Administrator,
        },
        Fact::InvitationAccepted {},
        Fact::Activated {},
        Fact::ReturnedToPending {},
        Fact::Deactivated {
            reason: InactiveReason::Administrator {
                by: admin(),
                reason: None,
            },
            block: Some(block),
            personal: Personal::Known(Words {
                reason: Some(reason("on leave")),
                block: Some(reason("lost laptop")),
            }),
        },
        Fact::Blocked {
            by: admin(),
            until: Some(end()),
            personal: Personal::Known(Words {
                reason: Some(reason("lost laptop")),
                block: None,
            }),
        },
        Fact::LockedOut {
            failures: 10,
            until: Some(end()),
            timed_only: true,
        },
        Fact::LockoutReleased {},
        Fact::Unblocked {
            how: UnblockedHow::Administrator,
        },
        Fact::Deleted {
            purge_at: Some(end()),
            releases_identifiers: true,
        },
        Fact::Restored {},
        Fact::Purged {},
        Fact::LastAdminKept {},
    ]
}

fn facts_of_credential() -> Vec<Fact> {
    vec![
        Fact::PasswordSet { by: admin() },
        Fact::TemporaryPasswordSet {
            by: admin(),
            expires_at: Some(end()),
        },
        Fact::PasswordChanged {
            how: PasswordChangedHow::Own,
        },
        Fact::PasswordResetRequested {
            serial: 3,
            expires_at: end(),
        },
        Fact::CredentialMadeExternal {
            domain: directory(),
            personal: Personal::Known(DirectoryAccount {
                directory_id: crate::value::DirectoryName::parse("cn=ana").ok(),
            }),
        },
        Fact::ExternalCredentialRemoved {},
        Fact::SessionsEnded {},
        Fact::LogInSucceeded {},
        Fact::LogInFailed {
            reason: LogInFailure::WrongCredential,
        },
        Fact::PasswordChangeRequired {},
        Fact::AuthorizationFailed {},
    ]
}

fn facts_of_person() -> Vec<Fact> {
    let (from, to, fields) = ProfileChange {
        first_name: Some(PersonName::parse("Anna").ok()),
        phone: Some(None),
        ..ProfileChange::default()
    }
    .against(&full_profile());
    vec![
        Fact::EmailChangeRequested {
            serial: 4,
            expires_at: end(),
            personal: Personal::Known(email("anna@example.com")),
        },
        Fact::EmailChanged {
            personal: Personal::Known(EmailFromTo {
                from: Some(email("ana@example.com")),
                to: Some(email("anna@example.com")),
            }),
        },
        Fact::ProfileUpdated {
            fields,
            personal: Personal::Known(Box::new(ProfileFromTo { from, to })),
        },
        Fact::ValidityChanged {
            from: Some(noon()),
            until: Some(end()),
        },
        Fact::RoleGranted {
            grant: grant("clerk"),
        },
        Fact::RoleRevoked {
            role: grant("clerk").role,
            scope: Scope::Organization(organization(1)),
        },
        Fact::OrganizationsChanged {
            from: [organization(1)].into(),
            to: [organization(1), organization(2)].into(),
        },
        Fact::Anonymized {
            keeps_username: true,
        },
    ]
}
