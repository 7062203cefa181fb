//! What a command is told before anything is done.

use super::{Users, store_error};
use crate::{
    error::Error,
    ports::{Loaded, StoreError},
};
use tenure_domain::{
    Command, Event, Rejection,
    authority::refusal_of_nobody,
    value::{TenantId, UserId},
};

impl Users {
    /// Why nothing is done to a user whom there is not. Nobody learns from it that there is none.
    pub(super) async fn told_of_nobody(
        &self,
        tenant: TenantId,
        command: &Command,
    ) -> Result<Error, StoreError> {
        let Command { actor, action, .. } = command;
        let tenant = self.store.tenant(tenant).await?;
        let told = tenant.map(|tenant| refusal_of_nobody(actor, action, &tenant.policy));
        Ok(match told {
            None | Some(Rejection::NotFound) => Error::NotFound,
            Some(refused) => refused.into(),
        })
    }

    /// Would the command be accepted? Asked before costly work such as hashing.
    pub(crate) async fn preflight(
        &self,
        tenant: TenantId,
        id: UserId,
        command: &Command,
    ) -> Result<Loaded, Error> {
        let judged = self.judge(tenant, id, command).await;
        judged.map(|(account, _)| account)
    }

    /// The user as he is, and what the command would lead to, with everything there that it names.
    pub(super) async fn foresee(
        &self,
        tenant: TenantId,
        id: UserId,
        command: &Command,
    ) -> Result<(Loaded, Vec<Event>), Error> {
        let (account, events) = self.judge(tenant, id, command).await?;
        if !events.is_empty() {
            self.all_known(tenant, &command.action.references()).await?;
        }
        Ok((account, events))
    }

    /// The user as he is, and what the command would lead to. What it names may still have to be made.
    pub(crate) async fn judge(
        &self,
        tenant: TenantId,
        id: UserId,
        command: &Command,
    ) -> Result<(Loaded, Vec<Event>), Error> {
        let account = self
            .load_for(tenant, id, &command.action)
            .await
            .map_err(store_error)?;
        let Some(account) = account else {
            let told = self.told_of_nobody(tenant, command).await;
            return Err(told.map_err(store_error)?);
        };
        let now = self.clock.now();
        let policy = &account.tenant.policy;
        let events = tenure_domain::decide(&account.user, command, &account.facts, policy, now)?;
        Ok((account, events))
    }
}
