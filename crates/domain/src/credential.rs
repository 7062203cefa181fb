//! How a user proves who he is, and the links that stand in for it once.

use crate::{
    authority::ActorRef,
    value::{DirectoryName, EmailAddress, Timestamp},
};
use serde::{Deserialize, Serialize};

/// How a user proves who he is. The hash itself never enters the domain's state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Credential {
    /// Not at all: nobody can log in.
    None,
    /// A password that must be changed at the next log-in (OB-3, OB-42).
    Temporary {
        /// Who set it.
        set_by: ActorRef,
        /// When it stops working (P-52).
        expires_at: Option<Timestamp>,
    },
    /// The user's own password.
    Permanent {
        /// When it was set.
        changed_at: Timestamp,
    },
    /// The directory vouches for the user (OB-5).
    External {
        /// The directory's domain.
        domain: DirectoryName,
        /// The user's id there, where it differs (OBx-3).
        directory_id: Option<DirectoryName>,
    },
}

impl Credential {
    /// Whom the directory knows the user as.
    pub(crate) fn directory_id(&mut self) -> Option<&mut Option<DirectoryName>> {
        match self {
            Self::External { directory_id, .. } => Some(directory_id),
            Self::None | Self::Temporary { .. } | Self::Permanent { .. } => None,
        }
    }

    /// The name on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Temporary { .. } => "temporary",
            Self::Permanent { .. } => "password",
            Self::External { .. } => "external",
        }
    }
}

/// What a link allows, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketPurpose {
    /// Accept an invitation.
    Invitation,
    /// Set a new password.
    PasswordReset,
    /// Confirm a new e-mail address.
    EmailChange,
}

impl TicketPurpose {
    /// All purposes.
    pub const ALL: [Self; 3] = [Self::Invitation, Self::PasswordReset, Self::EmailChange];

    /// The permanent name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::EmailChange => "email_change",
        }
    }
}

/// A live link by its serial; a new one voids the old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// Which link.
    pub serial: u32,
    /// When it dies.
    pub expires_at: Timestamp,
}

/// A new e-mail address that waits for its confirmation (P-30).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailChange {
    /// The link.
    pub ticket: Ticket,
    /// The new address.
    pub to: EmailAddress,
}

/// The counted links of a user: one live serial at most for each purpose, none ever used twice.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tickets {
    /// The last serial given to an invitation.
    pub last_invitation: u32,
    /// The last serial given to a password reset.
    pub last_reset: u32,
    /// The last serial given to a change of address.
    pub last_email_change: u32,
    /// The live reset link.
    pub reset: Option<Ticket>,
    /// The live change of address.
    pub email_change: Option<EmailChange>,
    /// When invitations were sent by people, newest last, for the limit per hour.
    pub invitations_sent: Vec<Timestamp>,
    /// How many links expiry alone has made since somebody last sent one (P-74).
    pub renewals: u8,
    /// The open invitation that deactivation left alive, to be open again when activated (P-75).
    #[serde(default)]
    pub kept_invitation: Option<u32>,
}
