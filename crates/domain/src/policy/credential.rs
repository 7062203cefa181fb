//! Settings of passwords, reset links and log-in.

use super::choice;
use super::outline::settings;
use crate::{
    user::Kind,
    value::{RoleName, Span},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

choice! {
    /// P-50: may an administrator set somebody's password?
    AdminPassword {
        /// No.
        No,
        /// Only one that must be changed (OB-41).
        TemporaryOnly,
        /// Yes (HW-18, HE-29).
        Yes,
    }
}
choice! {
    /// P-51: must a password that an administrator set be changed at the next log-in?
    ForcedChange {
        /// Never.
        Never,
        /// As the administrator says (HWx-16).
        Optional,
        /// Always (OB-4, OB-42).
        Always,
    }
}
choice! {
    /// P-53: who may have a reset link mailed.
    ResetLink {
        /// Nobody.
        Off,
        /// Administrators.
        Admin,
        /// The user.
        SelfService,
        /// Both.
        Both,
    }
}

impl ResetLink {
    /// May users ask for a link themselves?
    #[must_use]
    pub fn is_for_users(self) -> bool {
        matches!(self, Self::SelfService | Self::Both)
    }
}

choice! {
    /// P-57: may users change their own password?
    SelfChange {
        /// Yes, with the current one.
        Allowed,
        /// Only when it must be changed.
        WhenForced,
    }
}
choice! {
    /// P-55: which characters a password must hold.
    CharacterClasses {
        /// Any will do (NIST SP 800-63B-4).
        Any,
        /// A letter, a digit and one of `!@#$%^&*` (HWx-15).
        LetterDigitSpecial,
    }
}
choice! {
    /// P-55: are guessable passwords refused?
    Blocklist {
        /// Common, repeated and personal ones are, by estimated guesses.
        Guessable,
        /// No.
        Off,
    }
}
choice! {
    /// P-26: may users log in by a directory?
    Directory {
        /// They may.
        Enabled,
        /// They may not.
        Disabled,
    }
}

settings! {
    /// P-55: what a new password must be.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct PasswordRules {
        /// The least number of characters.
        pub min: u16,
        /// The most.
        pub max: u16,
        /// Which characters it must hold.
        pub classes: CharacterClasses,
        /// Are guessable ones refused?
        pub blocklist: Blocklist,
        /// P-56: how many former passwords may not come back, beside the present one.
        pub history: u8,
        /// P-56: after so long a password must be changed; none: never.
        pub max_age: Option<Span>,
    }
}

settings! {
    /// How passwords are set, reset and judged.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct CredentialPolicy {
        /// P-50.
        pub admin_may_set: AdminPassword,
        /// P-51.
        pub force_change: ForcedChange,
        /// P-52: how long a temporary password works; none: until changed.
        pub temporary_ttl: Option<Span>,
        /// P-53.
        pub reset_link: ResetLink,
        /// P-54: how long a link to set a new password lives.
        pub reset_ttl: Span,
        /// How long the link that confirms a new e-mail address lives.
        pub email_change_ttl: Span,
        /// P-55.
        pub password: PasswordRules,
        /// P-57.
        pub self_change: SelfChange,
        /// P-26.
        pub directory: Directory,
    }
}

choice! {
    /// P-58: how much a refused log-in tells.
    ErrorStyle {
        /// One text for everything (OB-44); where a role is asked for, `Authorization Failure` after a right
        /// password only.
        Generic,
        /// The same, said on purpose: `Authorization Failure` for those who lack the role (CH-10).
        DistinctAuthorization,
        /// The reason, as OFBiz says it (OFx-9).
        Verbose,
    }
}

/// P-59: which role a user needs to log in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogInRole {
    /// None.
    None,
    /// Any at all.
    AnyRole,
    /// This one (CH-9).
    Role(RoleName),
}

settings! {
    /// Who gets in and what a refusal says.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct LogInPolicy {
        /// P-58.
        pub error_style: ErrorStyle,
        /// P-59.
        pub requires_role: LogInRole,
        /// P-60: kinds of users whose log-in elsewhere has nothing to do with the password here (CH-14, OB-10, OB-11):
        /// a shop's customers, a portal's vendors.
        pub separate_realms: BTreeSet<Kind>,
    }
}
