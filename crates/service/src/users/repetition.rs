//! Wishes that are sent again: answered as the first time, carried out once.

use super::{Done, Users, store_error};
use crate::{
    error::Error,
    ports::{CommandKey, CommandRecord, EarlierCommand},
};
use tenure_domain::value::{TenantId, Timestamp, UserId};

/// A key that its caller chose so that a repetition does nothing twice, and the status of the first answer.
#[derive(Clone, Debug)]
pub struct Repeatable {
    /// The key.
    pub key: CommandKey,
    /// The status to record with it.
    pub status: u16,
    /// The status to record where there was nothing to do.
    pub unchanged: u16,
}

impl Repeatable {
    pub(crate) fn record(&self, user: UserId, at: Timestamp) -> CommandRecord {
        CommandRecord {
            key: self.key.clone(),
            user,
            status: self.status,
            at,
        }
    }

    /// The record of a wish with which there was nothing to do.
    pub(super) fn record_unchanged(&self, user: UserId, at: Timestamp) -> CommandRecord {
        CommandRecord {
            status: self.unchanged,
            ..self.record(user, at)
        }
    }
}

impl Users {
    /// How the same wish was answered before.
    ///
    /// # Errors
    /// [`Error::KeyReused`] where the key came with another wish.
    pub(crate) async fn earlier(
        &self,
        repeatable: Option<&Repeatable>,
    ) -> Result<Option<EarlierCommand>, Error> {
        let Some(wish) = repeatable else {
            return Ok(None);
        };
        match self.store.earlier(&wish.key).await.map_err(store_error)? {
            Some(earlier) if earlier.request_hash != wish.key.request_hash => Err(Error::KeyReused),
            earlier => Ok(earlier),
        }
    }

    /// A wish that is refused may be the repetition of one that was just carried out and made it impossible.
    pub(crate) async fn or_repeated(
        &self,
        repeatable: Option<&Repeatable>,
        result: Result<Done, Error>,
    ) -> Result<Done, Error> {
        match result {
            Err(Error::Rejected(_) | Error::Taken(_) | Error::HeldByDeleted { .. }) => {
                let earlier = self.repeated(repeatable).await?;
                earlier.map_or(result, Ok)
            }
            result => result,
        }
    }

    /// What the same wish was answered with before, with the user as he is now.
    pub(super) async fn repeated(
        &self,
        repeatable: Option<&Repeatable>,
    ) -> Result<Option<Done>, Error> {
        let Some(wish) = repeatable else {
            return Ok(None);
        };
        let Some(earlier) = self.earlier(Some(wish)).await? else {
            return Ok(None);
        };
        let account = self
            .store
            .load(wish.key.tenant, earlier.user)
            .await
            .map_err(store_error)?;
        let account = account.ok_or(Error::NotFound)?;
        Ok(Some(Done {
            account,
            replayed: Some(earlier.status),
            changed: false,
        }))
    }

    /// Somebody sent the same wish at the same time and was faster.
    pub(super) async fn after_repetition(
        &self,
        tenant: TenantId,
        id: UserId,
        repeatable: Option<&Repeatable>,
    ) -> Result<Done, Error> {
        if let Some(done) = self.repeated(repeatable).await? {
            return Ok(done);
        }
        let account = self
            .store
            .load(tenant, id)
            .await
            .map_err(store_error)?
            .ok_or(Error::NotFound)?;
        Ok(Done {
            account,
            replayed: None,
            changed: false,
        })
    }
}
