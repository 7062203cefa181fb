//! Links: looking at one consumes nothing, using one is a command like any other.

use super::{Done, Repeatable, Terms, Users, store_error};
use crate::{
    error::Error,
    ports::{Loaded, Tenant},
    ticket::Claimed,
};
use std::sync::Arc;
use tenure_domain::{
    Action, ProfileChange, Rejection, User,
    authority::Actor,
    credential::TicketPurpose,
    value::{PlainPassword, Timestamp},
};

/// What the page behind a link shows.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// What the link allows.
    pub purpose: TicketPurpose,
    /// The user.
    pub account: Loaded,
    /// When the link dies.
    pub expires_at: Timestamp,
}

impl Users {
    /// The token of the user's live link for a purpose, for whoever may see it.
    #[must_use]
    pub fn link_token(&self, user: &User, purpose: TicketPurpose) -> Option<String> {
        let live = user.live_ticket(purpose, self.clock.now())?;
        let address = live.address.map(|address| address.key());
        Some(
            self.key
                .token(user, purpose, live.serial, address.as_deref()),
        )
    }

    /// The user behind a token of this purpose, whose signature holds.
    async fn behind(&self, token: &str, purpose: TicketPurpose) -> Result<(Loaded, u32), Error> {
        let invalid = || Error::Rejected(Rejection::LinkInvalid);
        let claimed = Claimed::parse(token)
            .filter(|c| c.purpose == purpose)
            .ok_or_else(invalid)?;
        let account = self
            .store
            .load(claimed.tenant, claimed.user)
            .await
            .map_err(store_error)?;
        let account = account.ok_or_else(invalid)?;
        let user = &account.user;
        let address = match purpose {
            TicketPurpose::Invitation | TicketPurpose::PasswordReset => {
                user.profile().email.as_ref()
            }
            TicketPurpose::EmailChange => user
                .tickets()
                .email_change
                .as_ref()
                .map(|change| &change.to),
        };
        let address = address.map(tenure_domain::value::EmailAddress::key);
        if self.key.verify(&claimed, address.as_deref()) {
            Ok((account, claimed.serial))
        } else {
            Err(invalid())
        }
    }

    /// Whose rules a link is under, be it alive or dead.
    ///
    /// # Errors
    /// `link_invalid` when it never was one of ours.
    pub async fn tenant_behind(
        &self,
        token: &str,
        purpose: TicketPurpose,
    ) -> Result<Arc<Tenant>, Error> {
        let (account, _) = self.behind(token, purpose).await?;
        Ok(account.tenant)
    }

    /// Looks at a link. Consumes nothing unless the policy says that opening does (P-71).
    ///
    /// # Errors
    /// `link_invalid` or `link_expired`.
    pub async fn look(&self, token: &str, purpose: TicketPurpose) -> Result<LinkView, Error> {
        let (account, serial) = self.behind(token, purpose).await?;
        let now = self.clock.now();
        let user = account
            .user
            .elapsed(&account.facts, &account.tenant.policy, now);
        let live = user
            .live_ticket(purpose, now)
            .filter(|live| live.serial == serial);
        let Some(live) = live else {
            // Only whoever holds a link with our signature learns why it is dead.
            return Err(user.why_dead(purpose, serial).into());
        };
        if purpose == TicketPurpose::Invitation {
            let command = self.command(Actor::Visitor, Action::OpenInvitation { serial });
            let tenant = account.tenant.id;
            self.execute(tenant, user.id(), command, None).await?;
        }
        Ok(LinkView {
            purpose,
            account,
            expires_at: live.expires_at,
        })
    }

    /// Accepts an invitation with a first password.
    ///
    /// # Errors
    /// `link_invalid`, `link_expired`, `password_policy`, `validation`, `seat_limit`.
    pub async fn accept_invitation(
        &self,
        token: &str,
        password: PlainPassword,
        names: ProfileChange,
        repeatable: Option<Repeatable>,
    ) -> Result<Done, Error> {
        if let Some(done) = self.repeated(repeatable.as_ref()).await? {
            return Ok(done);
        }
        let terms = Terms::from(repeatable.clone());
        let accepted = async {
            let (account, serial) = self.behind(token, TicketPurpose::Invitation).await?;
            let action = |password| Action::AcceptInvitation {
                serial,
                password,
                names,
            };
            let visitor = Actor::Visitor;
            let whose = (account.tenant.id, account.user.id());
            self.with_password(whose, visitor, password, false, action, terms)
                .await
        };
        let accepted = accepted.await;
        self.or_repeated(repeatable.as_ref(), accepted).await
    }

    /// Somebody who is not logged in asks for a reset link. Whether there is such a user, and whether a mail
    /// went out, nobody learns from the answer.
    ///
    /// # Errors
    /// When the store cannot be reached, or others change the user at the same time.
    pub async fn request_reset(&self, tenant: &Tenant, login: &str) -> Result<(), Error> {
        let Some(found) = self.meant_by(tenant, login).await? else {
            return Ok(());
        };
        let command = self.command(Actor::Visitor, Action::RequestPasswordReset);
        self.execute(tenant.id, found.id, command, None).await?;
        Ok(())
    }

    /// Sets a new password by a reset link.
    ///
    /// # Errors
    /// `link_invalid`, `link_expired`, `password_policy`.
    pub async fn complete_reset(
        &self,
        token: &str,
        password: PlainPassword,
        repeatable: Option<Repeatable>,
    ) -> Result<Done, Error> {
        if let Some(done) = self.repeated(repeatable.as_ref()).await? {
            return Ok(done);
        }
        let terms = Terms::from(repeatable.clone());
        let completed = async {
            let (account, serial) = self.behind(token, TicketPurpose::PasswordReset).await?;
            let action = |password| Action::CompletePasswordReset { serial, password };
            let visitor = Actor::Visitor;
            let whose = (account.tenant.id, account.user.id());
            self.with_password(whose, visitor, password, true, action, terms)
                .await
        };
        let completed = completed.await;
        self.or_repeated(repeatable.as_ref(), completed).await
    }

    /// Confirms a new e-mail address.
    ///
    /// # Errors
    /// `link_invalid`, `link_expired`, `identifier_taken`.
    pub async fn confirm_email(
        &self,
        token: &str,
        repeatable: Option<Repeatable>,
    ) -> Result<Done, Error> {
        if let Some(done) = self.repeated(repeatable.as_ref()).await? {
            return Ok(done);
        }
        let wish = repeatable.clone();
        let confirmed = async {
            let (account, serial) = self.behind(token, TicketPurpose::EmailChange).await?;
            let command = self.command(Actor::Visitor, Action::ConfirmEmail { serial });
            self.execute(account.tenant.id, account.user.id(), command, wish)
                .await
        };
        let confirmed = confirmed.await;
        self.or_repeated(repeatable.as_ref(), confirmed).await
    }
}
