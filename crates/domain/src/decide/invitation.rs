//! Invitations (RULES 5.2 rows 3 to 7, 5.5).

use super::{Case, Ruling};
use crate::{
    command::ActionKind,
    credential::TicketPurpose,
    event::Fact,
    lifecycle::{Invitation, Lifecycle, RevokedWhy},
    policy::{ConsumedOn, InvitationMode, ResendInvitation, RotateOnResend},
    rejection::Rejection,
    user::ProfileChange,
    value::Span,
};

impl Case<'_> {
    fn pending(&self, action: ActionKind) -> Result<&Invitation, Rejection> {
        self.user
            .lifecycle()
            .invitation()
            .ok_or_else(|| self.not_from_here(action))
    }

    pub(super) fn send_invitation(&self) -> Ruling {
        let invitation = self.pending(ActionKind::SendInvitation)?;
        let rules = &self.policy.invitation;
        if rules.mode == InvitationMode::Off {
            return Err(Rejection::PolicyForbids {
                setting: "invitation.mode",
            });
        }
        let again = !matches!(invitation, Invitation::NotSent);
        let live = matches!(invitation, Invitation::Open { .. });
        let allowed = match rules.resend {
            ResendInvitation::Never => !again,
            ResendInvitation::WhilePending => true,
            ResendInvitation::WhenExpired => !live,
        };
        if !allowed {
            return Err(Rejection::PolicyForbids {
                setting: "invitation.resend",
            });
        }
        if self.user.profile().email.is_none() {
            return Err(Rejection::NoEmail);
        }
        let hour_ago = Span::hours(1).before(self.now);
        let sent = &self.user.tickets().invitations_sent;
        let recent = sent.iter().filter(|sent| **sent > hour_ago).count();
        // The first sending, at registration, is free; so many may follow within the hour.
        if recent > usize::from(rules.resend_per_hour) {
            return Err(Rejection::TooSoon);
        }
        let last = self.user.tickets().last_invitation;
        let keep = live && rules.resend_rotates == RotateOnResend::Keep;
        let serial = if keep { last } else { last.saturating_add(1) };
        Ok(vec![self.invitation_sent(serial, false)])
    }

    pub(super) fn invitation_sent(&self, serial: u32, renewal: bool) -> Fact {
        let expires_at = self.policy.invitation.ttl.after(self.now);
        Fact::InvitationSent {
            serial,
            expires_at,
            renewal,
        }
    }

    pub(super) fn revoke_invitation(&self) -> Ruling {
        match self.pending(ActionKind::RevokeInvitation)? {
            Invitation::Open { .. }
            | Invitation::Expired { .. }
            | Invitation::Revoked {
                why: RevokedWhy::Opened,
                ..
            } => Ok(vec![Fact::InvitationRevoked {
                why: RevokedWhy::Administrator,
            }]),
            Invitation::Revoked { .. } | Invitation::NotSent => Ok(Vec::new()),
        }
    }

    /// Is this the live link? Says why not.
    fn live_invitation(&self, given: u32) -> Result<(), Rejection> {
        match self.user.lifecycle() {
            Lifecycle::Pending {
                invitation: Invitation::Open { serial, .. },
                ..
            } if *serial == given => Ok(()),
            Lifecycle::Pending { .. }
            | Lifecycle::Active { .. }
            | Lifecycle::Inactive { .. }
            | Lifecycle::Blocked { .. }
            | Lifecycle::Deleted { .. } => {
                Err(self.user.why_dead(TicketPurpose::Invitation, given))
            }
        }
    }

    pub(super) fn open_invitation(&self, serial: u32) -> Ruling {
        self.live_invitation(serial)?;
        Ok(match self.policy.invitation.consumed_on {
            ConsumedOn::Accept => Vec::new(),
            ConsumedOn::Open => vec![Fact::InvitationRevoked {
                why: RevokedWhy::Opened,
            }],
        })
    }

    pub(super) fn accept_invitation(&self, serial: u32, names: &ProfileChange) -> Ruling {
        // Where opening uses the link up, the page that was opened may still be sent in, for a while.
        match self.user.lifecycle().invitation() {
            Some(Invitation::Revoked {
                why: RevokedWhy::Opened,
                revoked_at,
            }) if serial == self.user.tickets().last_invitation => {
                if self.policy.invitation.ttl.after(*revoked_at) <= self.now {
                    return Err(Rejection::LinkExpired);
                }
            }
            Some(_) | None => self.live_invitation(serial)?,
        }
        self.seat()?;
        let mut facts = self.names_of_invitee(names)?;
        facts.push(Fact::InvitationAccepted {});
        facts.push(Fact::Activated {});
        Ok(facts)
    }
}
