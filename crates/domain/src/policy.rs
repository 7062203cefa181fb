//! A tenant's rules as data: where systems contradict each other, a named choice.
//!
//! `decide` reads fields. Nothing asks which preset a policy came from.

mod authority;
mod check;
mod credential;
mod identity;
mod lifecycle;
mod password;
pub mod presets;

pub use authority::{
    AuthorityPolicy, ChangeStatus, ListPolicy, Membership, NoticePolicy, RoleEffect, RoleModel,
    RolePolicy, Seats, SessionPolicy, ViewUsers,
};
pub use check::{PolicyConflict, ValidPolicy};
pub use credential::{
    AdminPassword, Blocklist, CharacterClasses, CredentialPolicy, Directory, ErrorStyle,
    ForcedChange, LogInPolicy, LogInRole, PasswordRules, ResetLink, SelfChange,
};
pub use identity::{
    EmailMutability, EmailSyntax, FieldUse, IdentityPolicy, LengthRange, LogInIdentifier,
    MemberField, NameShape, Required, Uniqueness, UsernameCase, UsernameMutability,
};
pub use lifecycle::{
    ActivityPolicy, AnonymizationPolicy, AnonymizedAccess, BlockAfterActivation, BlockPolicy,
    ConsumedOn, CreationPolicy, CredentialWay, DeleteGuard, DeleteMode, DisabledCreation,
    ExpiredInvitation, IdentifierReuse, InvitationMode, InvitationPolicy, LockoutPolicy,
    LockoutRelease, PendingPassword, ProtectedAdmins, RemovalPolicy, ResendInvitation, Restorable,
    RevokeOnInactivate, RotateOnResend, Supported, UnlockCounter, VisibleDeleted,
    WithoutCredential,
};

use serde::{Deserialize, Serialize};

/// Declares a setting: a small enum whose stored names are its variants in `snake_case`.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value of this setting.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];
        }
    };
}
pub(crate) use choice;

/// All rules of one tenant, grouped as the rule inventory groups them.
///
/// There is no `Default` and no builder: every preset states every value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// How users come to be (P-2, P-3, P-21).
    pub creation: CreationPolicy,
    /// What identifies and describes a user (P-30 to P-44).
    pub identity: IdentityPolicy,
    /// How passwords are set, reset and judged (P-50 to P-57).
    pub credential: CredentialPolicy,
    /// Who gets in and what a refusal says (P-35, P-58, P-59).
    pub log_in: LogInPolicy,
    /// When failed log-ins keep a user out (P-15 to P-19).
    pub lockout: LockoutPolicy,
    /// How invitations live and die (P-70 to P-75).
    pub invitation: InvitationPolicy,
    /// Activation, deactivation, inactivity (P-5, P-6, P-20).
    pub activity: ActivityPolicy,
    /// An administrator's block (P-14).
    pub block: BlockPolicy,
    /// Deletion, restoration, purge (P-8 to P-13).
    pub removal: RemovalPolicy,
    /// Masking a person's data for good (P-23 to P-25).
    pub anonymization: AnonymizationPolicy,
    /// Who may do what to whom (P-7, P-100).
    pub authority: AuthorityPolicy,
    /// How roles are held and take effect (P-80 to P-84).
    pub roles: RolePolicy,
    /// How long a log-in lasts.
    pub sessions: SessionPolicy,
    /// What the user is told (P-77).
    pub notices: NoticePolicy,
    /// How the list of users behaves (P-11, P-94, P-99).
    pub list: ListPolicy,
}
