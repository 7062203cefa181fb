//! Names, addresses, validity (RULES 5.2 rows 28, 29).

use super::{Case, Ruling};
use crate::{
    authority::Actor,
    command::ActionKind,
    credential::{Credential, EmailChange},
    event::{EmailFromTo, Fact, ProfileFromTo},
    lifecycle::{Invitation, RevokedWhy, Status},
    policy::{EmailMutability, UsernameMutability, ValidPolicy},
    rejection::{Rejection, Violation},
    user::{ProfileChange, User},
    value::{EmailAddress, Personal, Timestamp},
};

impl Case<'_> {
    pub(super) fn update_profile(&self, wish: &ProfileChange) -> Ruling {
        if self.user.status() == Status::Deleted {
            return Err(self.not_from_here(ActionKind::UpdateProfile));
        }
        if self.user.anonymized_at().is_some() {
            return Err(Rejection::Anonymized);
        }
        let profile = self.user.profile();
        let wish = self.policy.identity.normalise(wish.clone());
        let (mut from, mut to, mut fields) = wish.against(profile);
        if to.email.is_some() {
            self.may_change_email()?;
        }
        let next = to.apply(profile.clone());
        let mut violations = self.policy.identity.violations(&next, Some(&to));
        let clears = to.email == Some(None) || to.username == Some(None);
        // Who logs in keeps something to type.
        if violations.is_empty() && clears && *self.user.credential() != Credential::None {
            violations.extend(self.policy.identity.identifier_violation(&next));
        }
        if !violations.is_empty() {
            return Err(Rejection::Validation(violations));
        }
        if to.username.is_some() {
            self.may_change_username()?;
        }
        let email = to.email.take();
        from.email = None;
        fields.retain(|field| field != "email");
        let mut facts = Vec::new();
        if !fields.is_empty() {
            let personal = Personal::Known(Box::new(ProfileFromTo { from, to }));
            facts.push(Fact::ProfileUpdated { fields, personal });
        }
        if let Some(email) = email {
            facts.extend(self.change_email(email)?);
        }
        Ok(facts)
    }

    /// What an invitee may correct while accepting: his names.
    pub(super) fn names_of_invitee(&self, names: &ProfileChange) -> Ruling {
        let names = ProfileChange {
            first_name: names.first_name.clone(),
            last_name: names.last_name.clone(),
            display_name: names.display_name.clone(),
            ..ProfileChange::default()
        };
        let profile = self.user.profile();
        let (from, to, fields) = names.against(profile);
        let violations = self
            .policy
            .identity
            .violations(&to.apply(profile.clone()), Some(&to));
        if !violations.is_empty() {
            return Err(Rejection::Validation(violations));
        }
        if fields.is_empty() {
            return Ok(Vec::new());
        }
        let personal = Personal::Known(Box::new(ProfileFromTo { from, to }));
        Ok(vec![Fact::ProfileUpdated { fields, personal }])
    }

    fn may_change_username(&self) -> Result<(), Rejection> {
        let first = self.user.profile().username.is_none();
        match self.policy.identity.username_mutability {
            UsernameMutability::Immutable if !first => {
                Err(Rejection::ImmutableField { field: "username" })
            }
            UsernameMutability::Immutable
            | UsernameMutability::Admin
            | UsernameMutability::Replace => Ok(()),
        }
    }

    fn may_change_email(&self) -> Result<(), Rejection> {
        match self.policy.identity.email_mutability {
            EmailMutability::Immutable => Err(Rejection::ImmutableField { field: "email" }),
            EmailMutability::Admin if self.actor.is(self.user.id()) => {
                Err(Rejection::ImmutableField { field: "email" })
            }
            EmailMutability::Admin | EmailMutability::VerifiedChange => Ok(()),
        }
    }

    fn change_email(&self, to: Option<EmailAddress>) -> Ruling {
        let from = self.user.profile().email.clone();
        // A Pending user proves the new address by accepting; nothing is to be confirmed twice.
        if self.policy.identity.email_mutability == EmailMutability::VerifiedChange
            && let Some(to) = &to
            && self.user.status() != Status::Pending
            && !self.same_address(to)
        {
            return Ok(vec![self.email_change_requested(to.clone())]);
        }
        let to_nowhere = to.is_none();
        let mut facts = vec![Fact::EmailChanged {
            personal: Personal::Known(EmailFromTo { from, to }),
        }];
        // Also the page that was opened by a link to the old address is dead. Whoever was not invited yet, or
        // not any more, is not invited by this.
        if let Some(
            Invitation::Open { .. }
            | Invitation::Expired { .. }
            | Invitation::Revoked {
                why: RevokedWhy::Opened,
                ..
            },
        ) = self.user.lifecycle().invitation()
        {
            let serial = self.user.tickets().last_invitation.saturating_add(1);
            facts.push(if to_nowhere {
                Fact::InvitationRevoked {
                    why: RevokedWhy::Administrator,
                }
            } else {
                self.invitation_sent(serial, false)
            });
        }
        Ok(facts)
    }

    /// The same address in another spelling needs no confirmation.
    fn same_address(&self, to: &EmailAddress) -> bool {
        self.user
            .profile()
            .email
            .as_ref()
            .is_some_and(|held| held.key() == to.key())
    }

    fn email_change_requested(&self, to: EmailAddress) -> Fact {
        let serial = self.user.tickets().last_email_change.saturating_add(1);
        let expires_at = self.policy.credential.email_change_ttl.after(self.now);
        Fact::EmailChangeRequested {
            serial,
            expires_at,
            personal: Personal::Known(to),
        }
    }

    pub(super) fn confirm_email(&self, given: u32) -> Ruling {
        let Some(EmailChange { ticket, to }) = &self.user.tickets().email_change else {
            return Err(Rejection::LinkInvalid);
        };
        if ticket.serial != given || self.user.status() == Status::Deleted {
            return Err(Rejection::LinkInvalid);
        }
        if ticket.expires_at <= self.now {
            return Err(Rejection::LinkExpired);
        }
        let change = EmailFromTo {
            from: self.user.profile().email.clone(),
            to: Some(to.clone()),
        };
        Ok(vec![Fact::EmailChanged {
            personal: Personal::Known(change),
        }])
    }

    pub(super) fn set_validity(&self, from: Option<Timestamp>, until: Option<Timestamp>) -> Ruling {
        if self.user.status() == Status::Deleted {
            return Err(self.not_from_here(ActionKind::SetValidity));
        }
        if (from, until) == (self.user.valid_from(), self.user.valid_until()) {
            return Ok(Vec::new());
        }
        if let Some(wrong) = validity_violation(from, until, self.now) {
            return Err(Rejection::Validation(vec![wrong]));
        }
        if from.is_some() || until.is_some() {
            if !matches!(self.actor, Actor::Operator { .. }) {
                self.not_self()?;
            }
            self.not_last_admin()?;
        }
        Ok(vec![Fact::ValidityChanged { from, until }])
    }
}

impl User {
    /// What of this wish is not so already, for whoever sends the same list again and again: no name to log in with
    /// that differs in its letters' case alone, and no address that waits for its confirmation (P-30).
    #[must_use]
    pub fn still_wished(
        &self,
        wish: ProfileChange,
        policy: &ValidPolicy,
        now: Timestamp,
    ) -> ProfileChange {
        let held = self.profile();
        let (_, mut wish, _) = policy.identity.normalise(wish).against(held);
        let waits = self.tickets().email_change.as_ref();
        let waits = waits.filter(|change| now < change.ticket.expires_at);
        let addresses = [held.email.as_ref(), waits.map(|change| &change.to)];
        let mut known = addresses.into_iter().flatten();
        if let Some(Some(to)) = &wish.email
            && known.any(|address| address.key() == to.key())
        {
            wish.email = None;
        }
        if let (Some(Some(to)), Some(name)) = (&wish.username, &held.username)
            && name.key() == to.key()
        {
            wish.username = None;
        }
        wish
    }
}

/// An end must be still to come and after the beginning.
pub(super) fn validity_violation(
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Option<Violation> {
    let until = until?;
    let earliest = from.map_or(now, |from| from.max(now));
    let message = "The account's end must be still to come, and after its beginning.";
    (until <= earliest).then(|| Violation::new("/valid_until", "in_the_past", message))
}
