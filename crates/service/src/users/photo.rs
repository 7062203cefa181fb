//! A user's picture: judged by its header, then made, then decided.

use super::{Done, Terms, Users, store_error};
use crate::error::Error;
use tenure_domain::{
    Action,
    authority::Actor,
    value::{TenantId, UserId},
};

impl Users {
    /// How many bytes a picture may have in this tenant (P-42).
    ///
    /// # Errors
    /// `policy_forbids` where users have none, `not_found` without the tenant.
    pub async fn photo_limit(&self, tenant: TenantId) -> Result<u32, Error> {
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
        let account = self.store.load(tenant, id).await.map_err(store_error)?;
        let account = account.ok_or(Error::NotFound)?;
        let rules = &account.tenant.policy.identity.photo;
        rules.limit()?;
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
