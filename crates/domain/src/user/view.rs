//! What faces show of a user's state, so that no face looks into the lifecycle itself.

use super::User;
use crate::{
    credential::TicketPurpose,
    lifecycle::{Block, BlockCause, InactiveReason, Invitation, Lifecycle, Status},
    policy::ValidPolicy,
    rejection::Rejection,
    value::{EmailAddress, Timestamp},
};

/// A status with the data people ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusView {
    /// The name; a lockout that is over reads as Active.
    pub status: Status,
    /// Since when.
    pub since: Timestamp,
    /// What somebody wrote, or why by itself.
    pub reason: Option<String>,
    /// Until when, where there is an end.
    pub until: Option<Timestamp>,
    /// Who did it.
    pub by: Option<String>,
    /// What kind of cause: `manual`, `lockout`, `administrator`, `inactivity` and so on.
    pub cause: Option<&'static str>,
}

/// How an invitation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationView {
    /// `not_sent`, `open`, `expired` or `revoked`.
    pub status: &'static str,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// When it dies or died.
    pub expires_at: Option<Timestamp>,
    /// The serial of the live link.
    pub serial: Option<u32>,
}

/// A link that can still be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveTicket {
    /// Which link.
    pub serial: u32,
    /// When it dies.
    pub expires_at: Timestamp,
    /// The address it is bound to: the one on file, or the new one that it confirms.
    pub address: Option<EmailAddress>,
}

impl User {
    /// The link for this purpose that can be used now, if there is one.
    #[must_use]
    pub fn live_ticket(&self, purpose: TicketPurpose, now: Timestamp) -> Option<LiveTicket> {
        let on_file = self.profile().email.clone();
        let live = match purpose {
            TicketPurpose::Invitation => match self.lifecycle().invitation()? {
                Invitation::Open {
                    serial, expires_at, ..
                } => LiveTicket {
                    serial: *serial,
                    expires_at: *expires_at,
                    address: on_file,
                },
                Invitation::NotSent | Invitation::Expired { .. } | Invitation::Revoked { .. } => {
                    return None;
                }
            },
            TicketPurpose::PasswordReset => {
                let ticket = self.tickets().reset?;
                LiveTicket {
                    serial: ticket.serial,
                    expires_at: ticket.expires_at,
                    address: on_file,
                }
            }
            TicketPurpose::EmailChange => {
                let change = self.tickets().email_change.as_ref()?;
                let ticket = change.ticket;
                let address = Some(change.to.clone());
                LiveTicket {
                    serial: ticket.serial,
                    expires_at: ticket.expires_at,
                    address,
                }
            }
        };
        Some(live).filter(|ticket| now < ticket.expires_at)
    }
}

impl Block {
    /// An automatic one?
    #[must_use]
    pub fn is_lockout(&self) -> bool {
        matches!(self.cause, BlockCause::Lockout { .. })
    }

    /// A lockout that time ends whatever the policy says?
    pub(super) fn ends_by_itself(&self) -> bool {
        matches!(
            self.cause,
            BlockCause::Lockout {
                timed_only: true,
                ..
            }
        )
    }
}

impl User {
    /// The status as of now: deadlines that have passed count, swept or not.
    #[must_use]
    pub fn status_view(&self, policy: &ValidPolicy, now: Timestamp) -> StatusView {
        let present = crate::decide::present(self, policy, now);
        let lifecycle = present.lifecycle();
        let mut view = StatusView {
            status: lifecycle.status(),
            since: lifecycle.since(),
            reason: None,
            until: None,
            by: None,
            cause: None,
        };
        match lifecycle {
            Lifecycle::Pending { .. } | Lifecycle::Active { .. } => {}
            Lifecycle::Blocked { block, .. } => block.describe(&mut view),
            Lifecycle::Inactive { reason, .. } => describe_inactive(reason, &mut view),
            Lifecycle::Deleted { purge_at, .. } => view.until = *purge_at,
        }
        view
    }

    /// Is the moment within the account's validity?
    #[must_use]
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.valid_from().is_none_or(|from| from <= now)
            && self.valid_until().is_none_or(|until| now < until)
    }

    /// Was the user added but has not accepted yet?
    #[must_use]
    pub fn awaits_acceptance(&self) -> bool {
        self.lifecycle().invitation().is_some()
    }

    /// Why a link that cannot be used any more is dead: of age, also where time alone has put another in its
    /// place (P-74), or because it was used, killed or replaced by somebody. Deadlines that have passed must have
    /// been settled.
    #[must_use]
    pub fn why_dead(&self, purpose: TicketPurpose, given: u32) -> Rejection {
        let tickets = self.tickets();
        let of_age = match purpose {
            TicketPurpose::Invitation => self.invitation_died_of_age(given),
            TicketPurpose::PasswordReset => {
                tickets.reset.is_some_and(|ticket| ticket.serial == given)
            }
            TicketPurpose::EmailChange => {
                let change = tickets.email_change.as_ref();
                change.is_some_and(|change| change.ticket.serial == given)
            }
        };
        if of_age {
            Rejection::LinkExpired
        } else {
            Rejection::LinkInvalid
        }
    }

    fn invitation_died_of_age(&self, given: u32) -> bool {
        let last = self.tickets().last_invitation;
        let renewed = last.saturating_sub(u32::from(self.tickets().renewals));
        match self.lifecycle().invitation() {
            Some(Invitation::Expired { .. }) => (renewed..=last).contains(&given),
            Some(Invitation::Open { .. }) => (renewed..last).contains(&given),
            Some(Invitation::NotSent | Invitation::Revoked { .. }) | None => false,
        }
    }

    /// How the invitation stands, for a Pending user.
    #[must_use]
    pub fn invitation_view(&self, now: Timestamp) -> Option<InvitationView> {
        let view = |status, sent_at, expires_at, serial| InvitationView {
            status,
            sent_at,
            expires_at,
            serial,
        };
        Some(match self.lifecycle().invitation()? {
            Invitation::NotSent => view("not_sent", None, None, None),
            Invitation::Open {
                sent_at,
                expires_at,
                ..
            } if *expires_at <= now => view("expired", Some(*sent_at), Some(*expires_at), None),
            Invitation::Open {
                serial,
                sent_at,
                expires_at,
            } => view("open", Some(*sent_at), Some(*expires_at), Some(*serial)),
            Invitation::Expired { expired_at, .. } => {
                view("expired", None, Some(*expired_at), None)
            }
            Invitation::Revoked { .. } => view("revoked", None, None, None),
        })
    }
}

impl Block {
    fn describe(&self, view: &mut StatusView) {
        view.until = self.until;
        match &self.cause {
            BlockCause::Manual { by, reason } => {
                view.cause = Some("manual");
                view.by = Some(by.to_string());
                view.reason = reason.as_ref().map(ToString::to_string);
            }
            BlockCause::Lockout { .. } => view.cause = Some("lockout"),
        }
    }
}

fn describe_inactive(reason: &InactiveReason, view: &mut StatusView) {
    view.cause = Some(match reason {
        InactiveReason::Administrator { by, reason } => {
            view.by = Some(by.to_string());
            view.reason = reason.as_ref().map(ToString::to_string);
            "administrator"
        }
        InactiveReason::ValidityEnded => "validity_ended",
        InactiveReason::Inactivity => "inactivity",
        InactiveReason::Anonymized => "anonymized",
        InactiveReason::Directory => "directory",
        InactiveReason::Restored => "restored",
        InactiveReason::NoCredential => "no_credential",
    });
}
