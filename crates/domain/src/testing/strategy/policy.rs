//! Random policies: every setting that decides something, filtered by the policy's own check.

use super::super::role;
use crate::{policy::*, value::Span};
use proptest::{
    option,
    prelude::{BoxedStrategy, Just, Strategy},
    prop_oneof,
    sample::select,
};
use std::{collections::BTreeSet, fmt};

/// Any policy that does not contradict itself: a preset, or settings mixed as none of them does.
pub fn any_policy() -> BoxedStrategy<ValidPolicy> {
    let preset = select(presets::ALL)
        .prop_filter_map("contradiction", |(_, preset)| preset().check().ok())
        .boxed();
    prop_oneof![2 => any_mixed_policy(), 1 => preset].boxed()
}

fn any_mixed_policy() -> BoxedStrategy<ValidPolicy> {
    let parts = (
        any_creation(),
        any_identity_rules(),
        any_credential_rules(),
        any_lockout_rules(),
        any_invitation_rules(),
        any_activity_rules(),
        any_removal_rules(),
        any_role_rules(),
        select(LogInRoles::ALL),
    );
    parts
        .prop_filter_map("contradiction", |parts| {
            let mut policy = presets::standard();
            let (
                creation,
                identity,
                credential,
                lockout,
                invitation,
                activity,
                removal,
                roles,
                log_in,
            ) = parts;
            let groups = [
                creation, identity, credential, lockout, invitation, activity, removal, roles,
            ];
            for Settings(write) in groups {
                write(&mut policy);
            }
            policy.log_in.requires_role = log_in.rule();
            reconcile(&mut policy);
            policy.check().ok()
        })
        .boxed()
}

/// Takes out what would contradict the rest, foremost ways to a first password that nobody may set later.
fn reconcile(policy: &mut Policy) {
    if policy.credential.admin_may_set == AdminPassword::TemporaryOnly {
        policy.credential.force_change = ForcedChange::Always;
    }
    // Who keeps nothing to type keeps no access.
    if policy.anonymization.keeps_username == Supported::No {
        policy.anonymization.access = AnonymizedAccess::Loses;
    }
    let rules = &policy.credential;
    let lasting =
        rules.admin_may_set == AdminPassword::Yes && rules.force_change != ForcedChange::Always;
    let temporary =
        rules.admin_may_set != AdminPassword::No && rules.force_change != ForcedChange::Never;
    let ways = &mut policy.creation.allowed_credentials;
    ways.retain(|way| match way {
        CredentialWay::AdminPassword => lasting,
        CredentialWay::TemporaryPassword => temporary,
        CredentialWay::Invitation | CredentialWay::External | CredentialWay::None => true,
    });
    if policy.activity.block_after == BlockAfterActivation::DeactivateBlocks {
        policy.block.enabled = Supported::Yes;
    }
}

#[derive(Clone, Copy, Debug)]
enum LogInRoles {
    None,
    AnyRole,
    Clerk,
}

impl LogInRoles {
    const ALL: &[Self] = &[Self::None, Self::AnyRole, Self::Clerk];

    fn rule(self) -> LogInRole {
        match self {
            Self::None => LogInRole::None,
            Self::AnyRole => LogInRole::AnyRole,
            Self::Clerk => LogInRole::Role(role("clerk")),
        }
    }
}

/// Writes one group of settings.
struct Settings(Box<dyn FnOnce(&mut Policy)>);

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Settings(…)")
    }
}

fn settings(write: impl FnOnce(&mut Policy) + 'static) -> Settings {
    Settings(Box::new(write))
}

fn or_none(span: Span) -> BoxedStrategy<Option<Span>> {
    option::of(Just(span)).boxed()
}

fn any_creation() -> BoxedStrategy<Settings> {
    const WAYS: [CredentialWay; 5] = [
        CredentialWay::Invitation,
        CredentialWay::AdminPassword,
        CredentialWay::TemporaryPassword,
        CredentialWay::External,
        CredentialWay::None,
    ];
    proptest::sample::subsequence(WAYS.to_vec(), 1..=WAYS.len())
        .prop_map(|ways| {
            let ways = ways.into_iter().collect::<BTreeSet<_>>();
            settings(move |policy: &mut Policy| policy.creation.allowed_credentials = ways)
        })
        .boxed()
}

fn any_identity_rules() -> BoxedStrategy<Settings> {
    let parts = (
        select(EmailMutability::ALL),
        select(Required::ALL),
        select(UsernameCase::ALL),
        select(UsernameMutability::ALL),
        select(Supported::ALL),
    );
    parts
        .prop_map(|(mutability, required, case, username, notices)| {
            settings(move |policy: &mut Policy| {
                policy.identity.email_mutability = mutability;
                policy.identity.email_required = required;
                policy.identity.username_case = case;
                policy.identity.username_mutability = username;
                policy.notices.security_changes = notices;
            })
        })
        .boxed()
}

fn any_credential_rules() -> BoxedStrategy<Settings> {
    let parts = (
        select(AdminPassword::ALL),
        select(ForcedChange::ALL),
        or_none(Span::hours(24)),
        select(ResetLink::ALL),
        select(SelfChange::ALL),
        select(Directory::ALL),
    );
    parts
        .prop_map(|(admin, force, ttl, reset, own, directory)| {
            settings(move |policy: &mut Policy| {
                let rules = &mut policy.credential;
                rules.admin_may_set = admin;
                rules.force_change = force;
                rules.temporary_ttl = ttl;
                rules.reset_link = reset;
                rules.self_change = own;
                rules.directory = directory;
            })
        })
        .boxed()
}

fn any_lockout_rules() -> BoxedStrategy<Settings> {
    let parts = (
        0_u32..=3,
        or_none(Span::minutes(15)),
        or_none(Span::minutes(15)),
        select(LockoutRelease::ALL),
        select(UnlockCounter::ALL),
        select(&[0_u32, 5][..]),
    );
    parts
        .prop_map(|(max, window, duration, release, counter, last)| {
            settings(move |policy: &mut Policy| {
                let rules = &mut policy.lockout;
                rules.max_failures = max;
                rules.window = window;
                rules.duration = duration;
                // Without an end only somebody can end it.
                rules.release = duration.map_or(LockoutRelease::Admin, |_| release);
                rules.unlock_counter = counter;
                rules.final_failures = last;
            })
        })
        .boxed()
}

fn any_invitation_rules() -> BoxedStrategy<Settings> {
    let parts = (
        select(InvitationMode::ALL),
        select(ConsumedOn::ALL),
        select(ResendInvitation::ALL),
        select(RotateOnResend::ALL),
        select(ExpiredInvitation::ALL),
        select(RevokeOnInactivate::ALL),
    );
    parts
        .prop_map(|(mode, consumed, resend, rotates, expiry, revoke)| {
            settings(move |policy: &mut Policy| {
                let rules = &mut policy.invitation;
                rules.mode = mode;
                rules.consumed_on = consumed;
                rules.resend = resend;
                rules.resend_rotates = rotates;
                rules.on_expiry = expiry;
                rules.revoke_on_inactivate = revoke;
                rules.max_renewals = 2;
                if mode == InvitationMode::Off {
                    let ways = &mut policy.creation.allowed_credentials;
                    ways.remove(&CredentialWay::Invitation);
                }
            })
        })
        .boxed()
}

fn any_activity_rules() -> BoxedStrategy<Settings> {
    let parts = (
        select(PendingPassword::ALL),
        select(WithoutCredential::ALL),
        select(BlockAfterActivation::ALL),
        or_none(Span::days(30)),
        select(Supported::ALL),
        select(ChangeStatus::ALL),
    );
    parts
        .prop_map(|(pending, bare, after, limit, block, status)| {
            settings(move |policy: &mut Policy| {
                policy.activity.pending_admin_password = pending;
                policy.activity.without_credential = bare;
                policy.activity.block_after = after;
                policy.activity.inactivity_limit = limit;
                policy.block.enabled = block;
                policy.authority.change_status = status;
            })
        })
        .boxed()
}

fn any_removal_rules() -> BoxedStrategy<Settings> {
    let parts = (
        prop_oneof![4 => Just(DeleteMode::Soft), 1 => select(DeleteMode::ALL)],
        select(DeleteGuard::ALL),
        select(ProtectedAdmins::ALL),
        select(IdentifierReuse::ALL),
        select(Restorable::ALL),
        or_none(Span::days(30)),
        select(Supported::ALL),
        select(AnonymizedAccess::ALL),
        select(Supported::ALL),
    );
    parts
        .prop_map(
            |(mode, guard, protect, reuse, restorable, retention, masks, access, keeps)| {
                settings(move |policy: &mut Policy| {
                    let hard = mode == DeleteMode::Hard;
                    policy.removal.mode = mode;
                    policy.removal.guard_history = guard;
                    policy.removal.protect_admins = protect;
                    // Of a row that is gone nothing remains.
                    policy.removal.identifier_reuse = if hard {
                        IdentifierReuse::AfterDelete
                    } else {
                        reuse
                    };
                    policy.removal.restorable = if hard { Restorable::No } else { restorable };
                    policy.removal.retention = retention;
                    policy.anonymization.enabled = masks;
                    policy.anonymization.access = access;
                    policy.anonymization.keeps_username = keeps;
                })
            },
        )
        .boxed()
}

fn any_role_rules() -> BoxedStrategy<Settings> {
    let parts = (
        select(RoleModel::ALL),
        select(Supported::ALL),
        option::weighted(0.2, 1_u32..=3),
    );
    parts
        .prop_map(|(model, editable, seats)| {
            settings(move |policy: &mut Policy| {
                policy.roles.model = model;
                policy.roles.editable = editable;
                policy.roles.seats = seats;
            })
        })
        .boxed()
}
