//! Where a user stands: five states, each with exactly what is true in it.

use crate::{
    authority::ActorRef,
    value::{Reason, Timestamp},
};
use serde::{Deserialize, Serialize};

/// Where a user stands. Each state carries exactly what is true in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Lifecycle {
    /// Added, but without a credential yet; never set by hand (SH-35).
    Pending {
        /// Since when.
        since: Timestamp,
        /// How the invitation stands.
        invitation: Invitation,
    },
    /// In use.
    Active {
        /// Since when.
        since: Timestamp,
    },
    /// At rest, without fault.
    Inactive {
        /// Since when.
        since: Timestamp,
        /// Why.
        reason: InactiveReason,
        /// A block that is still there underneath (P-20).
        block: Option<Block>,
    },
    /// Kept out.
    Blocked {
        /// Since when.
        since: Timestamp,
        /// By what and until when.
        block: Block,
    },
    /// Gone, as far as people can see.
    Deleted {
        /// Since when.
        since: Timestamp,
        /// When the row goes, if ever.
        purge_at: Option<Timestamp>,
        /// A block that is still there underneath.
        block: Option<Block>,
    },
}

/// The five names without their data: columns, filters, rows of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Invited, not accepted.
    Pending,
    /// In use.
    Active,
    /// At rest.
    Inactive,
    /// Kept out.
    Blocked,
    /// Gone.
    Deleted,
}

impl Status {
    /// All five, in the order of a user's life.
    pub const ALL: [Self; 5] = [
        Self::Pending,
        Self::Active,
        Self::Inactive,
        Self::Blocked,
        Self::Deleted,
    ];

    /// The permanent name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Active => "active",
            Self::Inactive => "inactive",
            Self::Blocked => "blocked",
            Self::Deleted => "deleted",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// How the invitation of a Pending user stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Invitation {
    /// None was sent yet.
    NotSent,
    /// A link is out.
    Open {
        /// Which link; older serials are dead.
        serial: u32,
        /// When it was sent.
        sent_at: Timestamp,
        /// When it dies.
        expires_at: Timestamp,
    },
    /// The link died of age.
    Expired {
        /// Which link.
        serial: u32,
        /// When it died.
        expired_at: Timestamp,
    },
    /// Somebody or something killed the link.
    Revoked {
        /// When.
        revoked_at: Timestamp,
        /// Why.
        why: RevokedWhy,
    },
}

/// What killed an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevokedWhy {
    /// Somebody revoked it.
    Administrator,
    /// An administrator set a password (HE-14).
    PasswordSet,
    /// The user was deactivated (HE-15).
    Deactivated,
    /// The user was deleted.
    Deleted,
    /// The directory vouches for the user now.
    MadeExternal,
    /// The person's data was masked.
    Anonymized,
    /// Somebody looked at it, and looking uses it up (P-71).
    Opened,
}

/// Why a user is Inactive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum InactiveReason {
    /// An administrator decided so.
    Administrator {
        /// Who.
        by: ActorRef,
        /// What he wrote.
        reason: Option<Reason>,
    },
    /// The account's validity ended.
    ValidityEnded,
    /// No log-in for too long.
    Inactivity,
    /// The person's data was masked.
    Anonymized,
    /// The directory says disabled or missing.
    Directory,
    /// Came back from Deleted.
    Restored,
    /// Was to become Active without a way to log in (P-6).
    NoCredential,
}

/// Why, by whom and until when a user is kept out: an administrator's block, or a lockout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Since when.
    pub since: Timestamp,
    /// Until when; none: until somebody ends it.
    pub until: Option<Timestamp>,
    /// What kind it is.
    pub cause: BlockCause,
}

/// The two causes, kept apart and shown (HWx-13, OFx-5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum BlockCause {
    /// An administrator blocked the user.
    Manual {
        /// Who.
        by: ActorRef,
        /// What he wrote.
        reason: Option<Reason>,
    },
    /// Too many failed log-ins.
    Lockout {
        /// An administrator has released it; time must still pass (OB-47).
        admin_released: bool,
        /// An administrator's, which ends by time whatever the policy says: the tenant counts on him (I-5).
        timed_only: bool,
    },
}

impl InactiveReason {
    /// What somebody wrote.
    pub(crate) fn words(&mut self) -> Option<&mut Option<Reason>> {
        match self {
            Self::Administrator { reason, .. } => Some(reason),
            Self::ValidityEnded
            | Self::Inactivity
            | Self::Anonymized
            | Self::Directory
            | Self::Restored
            | Self::NoCredential => None,
        }
    }
}

impl Block {
    /// What somebody wrote.
    pub(crate) fn words(&mut self) -> Option<&mut Option<Reason>> {
        match &mut self.cause {
            BlockCause::Manual { reason, .. } => Some(reason),
            BlockCause::Lockout { .. } => None,
        }
    }
}

impl Lifecycle {
    /// Forgets what people wrote.
    pub(crate) fn forget_words(&mut self) {
        let block = match self {
            Self::Pending { .. } | Self::Active { .. } => None,
            Self::Inactive { reason, block, .. } => {
                reason.words().and_then(Option::take);
                block.as_mut()
            }
            Self::Deleted { block, .. } => block.as_mut(),
            Self::Blocked { block, .. } => Some(block),
        };
        block.and_then(Block::words).and_then(Option::take);
    }

    /// The state's name.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::Pending { .. } => Status::Pending,
            Self::Active { .. } => Status::Active,
            Self::Inactive { .. } => Status::Inactive,
            Self::Blocked { .. } => Status::Blocked,
            Self::Deleted { .. } => Status::Deleted,
        }
    }

    /// Since when the user stands there.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        match self {
            Self::Pending { since, .. }
            | Self::Active { since }
            | Self::Inactive { since, .. }
            | Self::Blocked { since, .. }
            | Self::Deleted { since, .. } => *since,
        }
    }

    /// The block in force or carried underneath.
    #[must_use]
    pub fn block(&self) -> Option<&Block> {
        match self {
            Self::Pending { .. } | Self::Active { .. } => None,
            Self::Inactive { block, .. } | Self::Deleted { block, .. } => block.as_ref(),
            Self::Blocked { block, .. } => Some(block),
        }
    }

    /// The invitation of a Pending user.
    #[must_use]
    pub fn invitation(&self) -> Option<&Invitation> {
        match self {
            Self::Pending { invitation, .. } => Some(invitation),
            Self::Active { .. }
            | Self::Inactive { .. }
            | Self::Blocked { .. }
            | Self::Deleted { .. } => None,
        }
    }
}
