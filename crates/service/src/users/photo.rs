//! A user's picture: judged by its header, then made, then decided.

use super::{Done, Terms, Users, store_error};
use crate::error::Error;
use tenure_domain::{
    Action, Rejection,
    authority::Actor,
    value::{TenantId, UserId},
};

impl Users {
    /// How many bytes of a picture are read for this user (P-42). Whoever may not give him one learns nothing else.
    ///
    /// # Errors
    /// What the rules say of the actor, `policy_forbids` where users have none.
    pub async fn photo_limit(
        &self,
        tenant: TenantId,
        id: UserId,
        actor: &Actor,
    ) -> Result<u32, Error> {
        // Whoever may take a picture away may give one; the picture itself is judged later.
        let asked = self.command(actor.clone(), Action::RemovePhoto);
        match self.preflight(tenant, id, &asked).await {
            Ok(_) | Err(Error::Rejected(Rejection::InvalidTransition { .. })) => {}
            Err(refused) => return Err(refused),
        }
        let tenant = self.store.tenant(tenant).await.map_err(store_error)?;
        let tenant = tenant.ok_or(Error::NotFound)?;
        Ok(tenant.policy.identity.photo.limit()?)
    }

    /// Gives the user this picture (SH-21, HE-20). What is stored is a fresh JPEG.
    ///
    /// # Errors
    /// `validation` for what is no picture or not one that the policy takes, else what the rules say.
    pub async fn set_photo(
        &self,
        tenant: TenantId,
        id: UserId,
        actor: Actor,
        file: Vec<u8>,
        terms: Terms,
    ) -> Result<Done, Error> {
        self.photo_limit(tenant, id, &actor).await?;
        let tenant_now = self.store.tenant(tenant).await.map_err(store_error)?;
        let tenant_now = tenant_now.ok_or(Error::NotFound)?;
        let rules = &tenant_now.policy.identity.photo;
        let unreadable = || Error::from(rules.unreadable());
        let command = |upload| {
            let mut command = self.command(actor.clone(), Action::SetPhoto(upload));
            command.expect = terms.expect;
            command
        };
        let sitting = self.studio.admit(file).await?;
        let seen = sitting.look().await.ok_or_else(unreadable)?;
        self.preflight(tenant, id, &command(seen.clone())).await?;
        let made = sitting.make(seen, rules.stored_size()).await;
        drop(sitting);
        let upload = made.ok_or_else(unreadable)?;
        self.execute(tenant, id, command(upload), terms.repeatable)
            .await
    }
}
