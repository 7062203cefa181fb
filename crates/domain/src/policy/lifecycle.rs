//! Settings of creation, invitation, activity, block, lockout, removal and anonymization.

use super::choice;
use super::outline::settings;
use crate::value::Span;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

choice! {
    /// P-2: a way in which a new user may get the first credential.
    CredentialWay {
        /// A link by which the invitee sets a password (SH-13, HE-10).
        Invitation,
        /// A password that the administrator chooses for good (CH-7).
        AdminPassword,
        /// A password that must be changed at the first log-in (OB-3, OB-4).
        TemporaryPassword,
        /// The directory's own password (OB-5).
        External,
        /// No credential: a user who never logs in (HWx-1), or an invitation sent later.
        None,
    }
}
choice! {
    /// P-3: when an invitation goes out.
    InvitationMode {
        /// There are no invitations.
        Off,
        /// Adding the user sends it (HE-10, SH-13).
        OnCreate,
        /// Somebody sends it later.
        Explicit,
    }
}
choice! {
    /// P-21: may a user be created with log-in disabled (OB-24 forbids it)?
    DisabledCreation {
        /// Refused; disable afterwards.
        Forbidden,
        /// A user may start Inactive.
        Allowed,
    }
}

choice! {
    /// P-22: how the forms lead to a new user. A request to the API is always all or nothing.
    CreationSteps {
        /// One form.
        Single,
        /// Two forms; nothing is kept before the second is saved (OB-26).
        DraftThenSave,
        /// The user first, log-in and roles after (HWx-3).
        CreateThenSetup,
    }
}

settings! {
    /// How users come to be.
    ///
    /// Whether a new user is Pending follows from the way (P-1): with an invitation, and without any credential for
    /// a person, unless people need none here (P-6 `activate`, invitations off). Nobody sets Pending by hand (P-4).
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct CreationPolicy {
        /// P-2.
        pub allowed_credentials: BTreeSet<CredentialWay>,
        /// P-21.
        pub allow_disabled: DisabledCreation,
        /// P-22.
        pub steps: CreationSteps,
    }
}

choice! {
    /// P-71: what uses an invitation up.
    ConsumedOn {
        /// Looking at it once.
        Open,
        /// Setting the password (HE-13); mail scanners may open it before.
        Accept,
    }
}
choice! {
    /// P-72: when an invitation may be sent again.
    ResendInvitation {
        /// Never.
        Never,
        /// As long as the user is Pending (HE-11).
        WhilePending,
        /// Only once the last one has expired.
        WhenExpired,
    }
}
choice! {
    /// P-73: does sending again kill the old link?
    RotateOnResend {
        /// The old link dies.
        Rotate,
        /// The same link is sent with a new end.
        Keep,
    }
}
choice! {
    /// P-74: what happens when an invitation expires.
    ExpiredInvitation {
        /// Nothing.
        Nothing,
        /// The administrator is told.
        NotifyAdmin,
        /// The administrator gets a fresh link (HE-16).
        NotifyAdminWithNewLink,
        /// The user gets a fresh link.
        ResendToUser,
    }
}

impl ExpiredInvitation {
    /// Does the administrator hear of it?
    #[must_use]
    pub fn tells_administrator(self) -> bool {
        matches!(self, Self::NotifyAdmin | Self::NotifyAdminWithNewLink)
    }
}

choice! {
    /// P-75: does deactivating a Pending user kill the link (HE-15)?
    RevokeOnInactivate {
        /// Yes; the user starts over when activated.
        Revoke,
        /// The link stays and is open again when the user is activated.
        Keep,
    }
}

settings! {
    /// How invitations live and die.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct InvitationPolicy {
        /// P-3.
        pub mode: InvitationMode,
        /// P-70: how long a link lives.
        pub ttl: Span,
        /// P-71.
        pub consumed_on: ConsumedOn,
        /// P-72.
        pub resend: ResendInvitation,
        /// P-73.
        pub resend_rotates: RotateOnResend,
        /// P-74.
        pub on_expiry: ExpiredInvitation,
        /// P-75.
        pub revoke_on_inactivate: RevokeOnInactivate,
        /// How often an invitation may be sent to one user within an hour.
        pub resend_per_hour: u8,
        /// The most fresh links that expiry alone may make (P-74).
        pub max_renewals: u8,
    }
}

choice! {
    /// P-5: an administrator sets a password for a Pending user.
    PendingPassword {
        /// The user becomes Active (HE-35).
        Activates,
        /// Refused.
        Refused,
    }
}
choice! {
    /// P-6: activating a person who has no credential.
    WithoutCredential {
        /// Refused.
        Reject,
        /// Back to Pending with a fresh invitation.
        BackToPending,
        /// Active without a way to log in.
        Activate,
    }
}
choice! {
    /// P-20: what activation does to a block underneath.
    BlockAfterActivation {
        /// The block is lifted with it.
        Clear,
        /// A block that was there before is there again (OB-47).
        KeepCarried,
        /// Deactivating itself sets a block, which activation leaves in place (HWx-11).
        DeactivateBlocks,
    }
}

settings! {
    /// Activation, deactivation, inactivity.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct ActivityPolicy {
        /// P-5.
        pub pending_admin_password: PendingPassword,
        /// P-6.
        pub without_credential: WithoutCredential,
        /// P-20.
        pub block_after: BlockAfterActivation,
        /// Without a log-in for so long an Active user becomes Inactive; none: never.
        pub inactivity_limit: Option<Span>,
    }
}

choice! {
    /// Whether this tenant has the feature at all.
    Supported {
        /// Yes.
        Yes,
        /// No.
        No,
    }
}

settings! {
    /// An administrator's block.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct BlockPolicy {
        /// P-14: may administrators block users?
        pub enabled: Supported,
    }
}

choice! {
    /// P-15: what ends a lockout.
    LockoutRelease {
        /// An administrator only (HW-15).
        Admin,
        /// Time only.
        Duration,
        /// Whichever comes first.
        AdminOrDuration,
        /// Both: the administrator's release counts once the time is over (OB-47).
        AdminAndDuration,
    }
}
choice! {
    /// P-19: what unblocking does to the count of failures.
    UnlockCounter {
        /// It starts at nought again.
        Resets,
        /// One more wrong password locks out again (OFx-8).
        Keeps,
    }
}

settings! {
    /// When failed log-ins keep a user out.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct LockoutPolicy {
        /// P-16: the failure that locks out; 0: never.
        pub max_failures: u32,
        /// P-18: failures older than this do not count; none: all since the last success.
        pub window: Option<Span>,
        /// P-17: how long the first lockout lasts; none: until somebody ends it.
        pub duration: Option<Span>,
        /// Each further lockout lasts twice as long as the last, up to this.
        pub duration_cap: Span,
        /// P-15.
        pub release: LockoutRelease,
        /// P-19.
        pub unlock_counter: UnlockCounter,
        /// So many failures without one success lock out until an administrator or a completed reset; 0: never.
        pub final_failures: u32,
    }
}

choice! {
    /// P-8: what deleting means.
    DeleteMode {
        /// Users are never deleted (HE-51).
        Forbidden,
        /// The user stays as Deleted (SH-36).
        Soft,
        /// The row goes.
        Hard,
    }
}
choice! {
    /// P-9: does order history keep a user from being deleted (OB-52)?
    DeleteGuard {
        /// No.
        None,
        /// When the row would go.
        WhenHard,
        /// Always.
        Always,
    }
}
choice! {
    /// P-10: may an administrator be deleted (OB-51)?
    ProtectedAdmins {
        /// No.
        Protected,
        /// Yes.
        Deletable,
    }
}
choice! {
    /// P-11: are deleted users in the list?
    VisibleDeleted {
        /// Like all others (SH-36).
        Always,
        /// When asked for by status.
        Filter,
        /// Never.
        Never,
    }
}
choice! {
    /// P-12: may a deleted user's e-mail or user name be taken again?
    IdentifierReuse {
        /// Never.
        Never,
        /// As soon as the user is deleted.
        AfterDelete,
    }
}
choice! {
    /// P-13: can a deleted user come back?
    Restorable {
        /// Until purged or anonymized.
        Yes,
        /// Never.
        No,
    }
}

settings! {
    /// Deletion, restoration, purge.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct RemovalPolicy {
        /// P-8.
        pub mode: DeleteMode,
        /// P-9.
        pub guard_history: DeleteGuard,
        /// P-10.
        pub protect_admins: ProtectedAdmins,
        /// P-11.
        pub visible: VisibleDeleted,
        /// P-12.
        pub identifier_reuse: IdentifierReuse,
        /// P-13.
        pub restorable: Restorable,
        /// A deleted user's row goes after so long; none: it stays until purged by hand.
        pub retention: Option<Span>,
    }
}

choice! {
    /// P-23: what anonymizing does to access.
    AnonymizedAccess {
        /// The user keeps it (OB-7).
        Keeps,
        /// The user becomes Inactive.
        Loses,
    }
}

settings! {
    /// Masking a person's data for good.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct AnonymizationPolicy {
        /// P-24: may a person's data be masked for good?
        pub enabled: Supported,
        /// P-23.
        pub access: AnonymizedAccess,
        /// P-25: is the user name kept, so that the user is still found by it (OB-58)?
        pub keeps_username: Supported,
    }
}
