//! How a user came by his roles and lost them (HWx-21).

use super::{Reading, trail::asker_name};
use crate::{
    error::Error,
    ports::{EventFilter, EventRecord, Happened, Tenant, UserKey},
    users::store_error,
};
use tenure_domain::{
    authority::{Actor, ActorRef, Holding, holdings},
    value::{TenantId, Timestamp, UserId},
};

/// So many events are read at a time.
const READ: u16 = 500;
/// The facts that tell of roles.
const KINDS: [&str; 3] = ["user.registered", "role.granted", "role.revoked"];

/// A role that a user held or holds, as it is told to somebody.
#[derive(Clone, Debug)]
pub struct ToldHolding {
    /// What is told.
    pub holding: Holding,
    /// What whoever gave the role is called, where he is still known and the reader sees him.
    pub granted_by_name: Option<String>,
    /// What whoever took it away is called, on the same terms.
    pub revoked_by_name: Option<String>,
}

impl Reading {
    /// Every role that a user has held, the last one given first, for whoever sees the user.
    ///
    /// # Errors
    /// As for the user.
    pub async fn roles_of(
        &self,
        tenant: &Tenant,
        key: UserKey,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<ToldHolding>, Error> {
        let account = self.user(tenant, key, actor, now).await?;
        let events = self.events_of_roles(tenant.id, account.user.id()).await?;
        let people = self.people(tenant.id, &events, actor, now).await?;
        let name = |by: &ActorRef| asker_name(by, &people);
        let life = events.iter().filter_map(|event| match &event.what {
            Happened::ToUser(_, fact) => Some((event.at, &event.actor, fact)),
            Happened::ToTenant(_) => None,
        });
        let told = holdings(life).into_iter().map(|holding| ToldHolding {
            granted_by_name: name(&holding.granted_by),
            revoked_by_name: holding.revoked.as_ref().and_then(|(_, by)| name(by)),
            holding,
        });
        Ok(told.rev().collect())
    }

    /// What happened to a user's roles, oldest first.
    async fn events_of_roles(
        &self,
        tenant: TenantId,
        user: UserId,
    ) -> Result<Vec<EventRecord>, Error> {
        let mut filter = EventFilter {
            subject: Some(user),
            kinds: KINDS.map(str::to_owned).into(),
            limit: READ,
            ..EventFilter::default()
        };
        let mut all = Vec::new();
        loop {
            let part = self.queries.events(tenant, &filter).await;
            let part = part.map_err(store_error)?;
            let more = part.len() >= usize::from(READ);
            filter.before = part.last().map(|event| event.id);
            all.extend(part);
            if !more {
                all.reverse();
                return Ok(all);
            }
        }
    }
}
