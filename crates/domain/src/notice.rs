//! Who is told what: from an event to messages, by pure rules.

use crate::{
    credential::TicketPurpose,
    event::{Event, Fact, UnblockedHow},
    lifecycle::InactiveReason,
    policy::{ExpiredInvitation, Supported, ValidPolicy},
    user::User,
    value::{EmailAddress, Timestamp},
};
use serde::{Deserialize, Serialize};

/// One mail to be sent. Holds no secret: the link is derived from the serial when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// To whom.
    pub to: Recipient,
    /// What about.
    pub about: About,
    /// Not worth sending any more after that.
    pub expires_at: Option<Timestamp>,
}

/// To whom a mail goes. Addresses are looked up when it is sent: always the stored one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "to", content = "address", rename_all = "snake_case")]
pub enum Recipient {
    /// The user the event is about.
    User,
    /// An address that is not on file (any more, or yet).
    Address(EmailAddress),
    /// Whoever added the user, while he may invite; else the system administrators (P-74).
    Administrator,
}

/// What a mail is about; one template each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// A link to accept an invitation.
    Invitation {
        /// Which link.
        serial: u32,
    },
    /// An invitation expired; for the administrator.
    InvitationExpired,
    /// An invitation expired and this is the new link; for the administrator (HE-16).
    InvitationRenewed {
        /// Which link.
        serial: u32,
    },
    /// A link to set a new password.
    PasswordReset {
        /// Which link.
        serial: u32,
    },
    /// A link to confirm a new address; goes to the new one.
    EmailConfirmation {
        /// Which link.
        serial: u32,
    },
    /// Somebody asked for, or made, a change of address; goes to the old one.
    EmailChanged,
    /// The password was changed.
    PasswordChanged,
    /// Too many failed log-ins.
    LockedOut,
    /// Access was blocked.
    Blocked,
    /// Access was unblocked.
    Unblocked,
    /// Access rests.
    Deactivated,
    /// Access was given back.
    Activated,
    /// A file of the user's was taken (OB-22).
    UploadRecorded,
}

impl About {
    /// The link that the mail carries.
    #[must_use]
    pub fn ticket(self) -> Option<(TicketPurpose, u32)> {
        match self {
            Self::Invitation { serial } | Self::InvitationRenewed { serial } => {
                Some((TicketPurpose::Invitation, serial))
            }
            Self::PasswordReset { serial } => Some((TicketPurpose::PasswordReset, serial)),
            Self::EmailConfirmation { serial } => Some((TicketPurpose::EmailChange, serial)),
            Self::InvitationExpired
            | Self::EmailChanged
            | Self::PasswordChanged
            | Self::LockedOut
            | Self::Blocked
            | Self::Unblocked
            | Self::Deactivated
            | Self::Activated
            | Self::UploadRecorded => None,
        }
    }

    /// The permanent name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::InvitationExpired => "invitation_expired",
            Self::InvitationRenewed { .. } => "invitation_renewed",
            Self::PasswordReset { .. } => "password_reset",
            Self::EmailConfirmation { .. } => "email_confirmation",
            Self::EmailChanged => "email_changed",
            Self::PasswordChanged => "password_changed",
            Self::LockedOut => "locked_out",
            Self::Blocked => "blocked",
            Self::Unblocked => "unblocked",
            Self::Deactivated => "deactivated",
            Self::Activated => "activated",
            Self::UploadRecorded => "upload_recorded",
        }
    }
}

/// The mails that follow from one event. `user` is the user before it, `first` says that it is part
/// of the user's registration.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one arm for each event")]
pub fn messages(event: &Event, user: Option<&User>, policy: &ValidPolicy) -> Vec<Message> {
    let to_user = |about, expires_at| {
        vec![Message {
            to: Recipient::User,
            about,
            expires_at,
        }]
    };
    let told = policy.notices.security_changes == Supported::Yes;
    let notice = |about| {
        if told {
            to_user(about, None)
        } else {
            Vec::new()
        }
    };
    match &event.fact {
        Fact::InvitationSent {
            serial,
            expires_at,
            renewal,
        } => {
            let (serial, end) = (*serial, Some(*expires_at));
            let to_admin = policy.invitation.on_expiry == ExpiredInvitation::NotifyAdminWithNewLink;
            if *renewal && to_admin {
                let about = About::InvitationRenewed { serial };
                vec![Message {
                    to: Recipient::Administrator,
                    about,
                    expires_at: end,
                }]
            } else {
                to_user(About::Invitation { serial }, end)
            }
        }
        Fact::InvitationExpired {} => {
            let about = About::InvitationExpired;
            match policy.invitation.on_expiry {
                ExpiredInvitation::NotifyAdmin => {
                    vec![Message {
                        to: Recipient::Administrator,
                        about,
                        expires_at: None,
                    }]
                }
                ExpiredInvitation::Nothing
                | ExpiredInvitation::NotifyAdminWithNewLink
                | ExpiredInvitation::ResendToUser => Vec::new(),
            }
        }
        Fact::PasswordResetRequested { serial, expires_at } => {
            to_user(About::PasswordReset { serial: *serial }, Some(*expires_at))
        }
        Fact::EmailChangeRequested {
            serial,
            expires_at,
            personal,
        } => {
            let confirmation = personal.known().map(|address| Message {
                to: Recipient::Address(address.clone()),
                about: About::EmailConfirmation { serial: *serial },
                expires_at: Some(*expires_at),
            });
            confirmation
                .into_iter()
                .chain(notice(About::EmailChanged))
                .collect()
        }
        Fact::EmailChanged { personal } => {
            let old = personal
                .known()
                .and_then(|change| change.from.clone())
                .filter(|_| told);
            let about = About::EmailChanged;
            let to = old.map(Recipient::Address);
            to.map(|to| Message {
                to,
                about,
                expires_at: None,
            })
            .into_iter()
            .collect()
        }
        Fact::PasswordSet { .. }
        | Fact::PasswordChanged { .. }
        | Fact::TemporaryPasswordSet { .. }
        | Fact::CredentialMadeExternal { .. } => notice(About::PasswordChanged),
        Fact::LockedOut { .. } => notice(About::LockedOut),
        Fact::Blocked { .. } => notice(About::Blocked),
        Fact::Unblocked {
            how: UnblockedHow::Administrator,
        } => notice(About::Unblocked),
        Fact::Deactivated { reason, .. } => match reason {
            // Nobody who was never in is told that he is out; a masked person has no address.
            _ if user.is_some_and(|user| user.lifecycle().invitation().is_some()) => Vec::new(),
            InactiveReason::Anonymized | InactiveReason::Restored => Vec::new(),
            InactiveReason::Administrator { .. }
            | InactiveReason::ValidityEnded
            | InactiveReason::Inactivity
            | InactiveReason::Directory
            | InactiveReason::NoCredential => notice(About::Deactivated),
        },
        Fact::Activated {} if user.is_some_and(|user| user.lifecycle().is_inactive()) => {
            notice(About::Activated)
        }
        Fact::UploadRecorded { .. } if policy.notices.on_upload == Supported::Yes => {
            to_user(About::UploadRecorded, None)
        }
        Fact::Activated {}
        | Fact::UploadRecorded { .. }
        | Fact::FavouritesChanged { .. }
        | Fact::CapabilitiesChanged { .. }
        | Fact::DaysOffChanged { .. }
        | Fact::PhotoSet { .. }
        | Fact::PhotoRemoved {}
        | Fact::Registered(_)
        | Fact::InvitationRevoked { .. }
        | Fact::InvitationAccepted {}
        | Fact::ReturnedToPending {}
        | Fact::LockoutReleased {}
        | Fact::Unblocked { .. }
        | Fact::ExternalCredentialRemoved {}
        | Fact::ProfileUpdated { .. }
        | Fact::ValidityChanged { .. }
        | Fact::RoleGranted { .. }
        | Fact::RoleRevoked { .. }
        | Fact::OrganizationsChanged { .. }
        | Fact::Deleted { .. }
        | Fact::Restored {}
        | Fact::Purged {}
        | Fact::Anonymized { .. }
        | Fact::SessionsEnded {}
        | Fact::LastAdminKept {}
        | Fact::LogInSucceeded {}
        | Fact::LogInFailed { .. }
        | Fact::PasswordChangeRequired {}
        | Fact::AuthorizationFailed {}
        | Fact::FacilitiesChanged { .. }
        | Fact::ProductStoresChanged { .. }
        | Fact::FacilityLogInSet { .. }
        | Fact::FacilityLogInRemoved { .. }
        | Fact::PositionChanged { .. }
        | Fact::DepartmentChanged { .. }
        | Fact::FacilityLogInSucceeded { .. }
        | Fact::FacilityLogInFailed { .. }
        | Fact::FacilityAuthorizationFailed { .. }
        | Fact::FacilityLogInLockedOut { .. } => Vec::new(),
    }
}

impl crate::lifecycle::Lifecycle {
    pub(crate) fn is_inactive(&self) -> bool {
        matches!(self, Self::Inactive { .. })
    }
}
