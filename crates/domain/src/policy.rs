//! A tenant's rules as data: where systems contradict each other, a named choice.
//!
//! `decide` reads fields. Nothing asks which preset a policy came from.

mod authority;
pub mod change;
mod check;
mod credential;
mod identity;
mod lifecycle;
mod list;
pub mod outline;
mod password;
pub mod presets;
mod read;
mod work;

pub use authority::{
    AuthorityPolicy, ChangeStatus, InvitationOrganization, Membership, NoticePolicy, RoleEffect,
    RoleModel, RolePolicy, Seats, SessionPolicy, ViewUsers,
};
pub use check::{PolicyConflict, ValidPolicy};
pub use credential::{
    AdminPassword, Blocklist, CharacterClasses, CredentialPolicy, Directory, ErrorStyle,
    ForcedChange, LogInPolicy, LogInRole, PasswordRules, ResetLink, SelfChange,
};
pub use identity::{
    EmailMutability, EmailSyntax, FieldUse, IdentityPolicy, LengthRange, LogInIdentifier,
    MemberField, NameShape, PhoneFormat, PhotoRules, PhotoSize, PhotoType, Required, Uniqueness,
    UsernameCase, UsernameMutability,
};
pub use lifecycle::{
    ActivityPolicy, AnonymizationPolicy, AnonymizedAccess, BlockAfterActivation, BlockPolicy,
    ConsumedOn, CreationPolicy, CreationSteps, CredentialWay, DeleteGuard, DeleteMode,
    DisabledCreation, ExpiredInvitation, IdentifierReuse, InvitationMode, InvitationPolicy,
    LockoutPolicy, LockoutRelease, PendingPassword, ProtectedAdmins, RemovalPolicy,
    ResendInvitation, Restorable, RevokeOnInactivate, RotateOnResend, Supported, UnlockCounter,
    VisibleDeleted, WithoutCredential,
};
pub use list::{
    Colour, DisabledLogIns, FilterKind, ListPolicy, SearchField, SearchMode, SortColumn,
    StatusColours,
};
pub use work::{FavouriteKind, Favourites, OrderPolicy, ScopeKind, UnknownEmail, WorkPolicy};

use outline::settings;
use serde::{Deserialize, Serialize};

/// Declares a setting: a small enum whose stored names are its variants in `snake_case`.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        $(#[expect($($expect:tt)*)])?
        $name:ident { $($(#[doc = $vdoc:literal])* $variant:ident,)+ }
    ) => {
        $(#[doc = $doc])*
        $(#[expect($($expect)*)])?
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[doc = $vdoc])* $variant,)+ }

        impl $name {
            /// Every value of this setting.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];
        }

        impl $crate::policy::outline::Choosable for $name {
            const DOCUMENTED: &'static str = concat!($($doc),*);

            fn values() -> Vec<$crate::policy::outline::Named> {
                use $crate::policy::outline::Named;
                vec![$(Named::of(&Self::$variant, concat!($($vdoc),*)),)+]
            }
        }

        impl $crate::policy::outline::Outlined for $name {
            const DOCUMENTED: &'static str = concat!($($doc),*);

            fn takes() -> $crate::policy::outline::Takes {
                use $crate::policy::outline::{Choosable, Takes};
                Takes::One(Self::values())
            }
        }
    };
}
pub(crate) use choice;

settings! {
    /// All rules of one tenant, grouped as the rule inventory groups them.
    ///
    /// There is no `Default` and no builder: every preset states every value.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct Policy {
        /// How users come to be (P-2, P-21, P-22).
        pub creation: CreationPolicy,
        /// What identifies and describes a user (P-30 to P-44).
        pub identity: IdentityPolicy,
        /// How passwords are set, reset and judged (P-26, P-50 to P-57).
        pub credential: CredentialPolicy,
        /// Who gets in and what a refusal says (P-58 to P-60).
        pub log_in: LogInPolicy,
        /// When failed log-ins keep a user out (P-15 to P-19).
        pub lockout: LockoutPolicy,
        /// How invitations live and die (P-3, P-70 to P-75).
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
        /// How roles are held and take effect (P-44, P-80 to P-84).
        pub roles: RolePolicy,
        /// How long a log-in lasts.
        pub sessions: SessionPolicy,
        /// What the user is told (P-76, P-77).
        pub notices: NoticePolicy,
        /// How the list of users behaves (P-90 to P-101).
        pub list: ListPolicy,
        /// Where, as what and when users work (P-85 to P-89).
        pub work: WorkPolicy,
        /// What orders do to users (P-61).
        pub orders: OrderPolicy,
    }
}
