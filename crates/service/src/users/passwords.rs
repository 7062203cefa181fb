//! Every way in which a password is set: asked of the rules first, judged, hashed, then decided.

use super::{Done, Terms, Users, register::context, store_error};
use crate::{error::Error, ports::Loaded, ticket::TicketKey};
use tenure_domain::{
    Action, Rejection,
    authority::{Actor, Authority},
    value::{PasswordFault, PasswordHash, PlainPassword, TenantId, UserId, WeakPassword},
};

impl Users {
    /// An administrator sets a lasting password.
    ///
    /// # Errors
    /// What the rules say.
    pub async fn set_password(
        &self,
        tenant: TenantId,
        id: UserId,
        actor: Actor,
        password: PlainPassword,
        terms: Terms,
    ) -> Result<Done, Error> {
        let action = |password| Action::SetPassword { password };
        self.with_password((tenant, id), actor, password, false, action, terms)
            .await
    }

    /// An administrator sets a password to be changed at the next log-in.
    ///
    /// # Errors
    /// What the rules say.
    pub async fn set_temporary_password(
        &self,
        tenant: TenantId,
        id: UserId,
        actor: Actor,
        password: PlainPassword,
        must_change: Option<bool>,
        terms: Terms,
    ) -> Result<Done, Error> {
        let action = |password| Action::SetTemporaryPassword {
            password,
            must_change,
        };
        self.with_password((tenant, id), actor, password, false, action, terms)
            .await
    }

    /// The user replaces a password that must be changed, by the token that the log-in answered with.
    ///
    /// # Errors
    /// `link_invalid` for a wrong or old token, `password_policy`.
    pub async fn change_by_token(
        &self,
        token: &str,
        password: PlainPassword,
    ) -> Result<Done, Error> {
        let invalid = || Error::Rejected(Rejection::LinkInvalid);
        let (tenant, id) = TicketKey::change_token_user(token).ok_or_else(invalid)?;
        let account = self
            .store
            .load(tenant, id)
            .await
            .map_err(store_error)?
            .ok_or_else(invalid)?;
        let now = self.clock.now();
        if !self.key.verify_change_token(token, &account.user, now) {
            return Err(invalid());
        }
        match self.change_own(&account, password).await {
            Err(Error::Rejected(Rejection::StaleVersion)) => Err(invalid()),
            changed => changed,
        }
    }

    /// The user changes his own password; whoever calls has checked the current one.
    pub(crate) async fn change_own(
        &self,
        account: &Loaded,
        password: PlainPassword,
    ) -> Result<Done, Error> {
        let now = self.clock.now();
        let authority = Authority::of(account.user.grants(), &account.facts.roles, now);
        let actor = Actor::User {
            id: account.user.id(),
            authority,
        };
        let action = |password| Action::ChangePassword { password };
        // Decided on the user whose password was proved, not on one that somebody has just changed.
        let terms = Terms {
            expect: Some(account.user.version()),
            repeatable: None,
        };
        let whose = (account.tenant.id, account.user.id());
        self.with_password(whose, actor, password, true, action, terms)
            .await
    }

    /// Neither the present password nor one of so many former ones (P-56). Only what the user chooses himself is
    /// compared: an administrator must not learn by trying what somebody's passwords were, and who accepts an
    /// invitation has had none.
    async fn must_be_new(
        &self,
        tenant: TenantId,
        id: UserId,
        plain: &PlainPassword,
        history: u8,
    ) -> Result<(), Error> {
        let present = self.log_ins.password(tenant, id).await;
        let mut old = Vec::from_iter(present.map_err(store_error)?);
        if history > 0 {
            let former = self.log_ins.former_passwords(tenant, id, history).await;
            old.extend(former.map_err(store_error)?);
        }
        for hash in old {
            if self.hasher.verify(plain, &hash).await? {
                return Err(Rejection::from(WeakPassword(vec![PasswordFault::SameAsOld])).into());
            }
        }
        Ok(())
    }

    pub(super) async fn with_password(
        &self,
        (tenant, id): (TenantId, UserId),
        actor: Actor,
        plain: PlainPassword,
        must_differ: bool,
        action: impl FnOnce(PasswordHash) -> Action,
        terms: Terms,
    ) -> Result<Done, Error> {
        let mut command = self.command(actor, action(PasswordHash::from_phc(String::new())));
        command.expect = terms.expect;
        let account = self.preflight(tenant, id, &command).await?;
        let context = context(account.user.profile(), &account.tenant.name);
        let rules = account.tenant.policy.credential.password;
        let accepted = rules
            .accept(plain.clone(), &context)
            .map_err(Rejection::from)?;
        if must_differ {
            self.must_be_new(tenant, id, &plain, rules.history).await?;
        }
        let hash = self.hasher.hash(&accepted).await?;
        if let Some(place) = command.action.new_password_mut() {
            *place = hash;
        }
        self.execute(tenant, id, command, terms.repeatable).await
    }
}
