//! Reading for people, within what they may see.

mod holdings;
mod trail;
mod views;

pub use holdings::ToldHolding;
pub use trail::Told;
use views::Recent;
pub use views::Views;

use crate::{
    error::Error,
    ports::{
        ListFilter, Loaded, LogInFilter, Outbox, OutboxEntry, OutboxFilter, Page, PageRequest,
        StoredPhoto, Tenant, UserKey, UserQueries, UserStore, Vacation,
    },
    users::store_error,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};
use tenure_domain::{
    Rejection, User,
    authority::{Actor, Permission, Reach, transfer_reach},
    is_hidden,
    lifecycle::Status,
    sees, sight,
    value::{MessageId, OrganizationId, TenantId, Timestamp, UserId},
};

/// The reading use cases.
#[derive(Clone)]
pub struct Reading {
    store: Arc<dyn UserStore>,
    queries: Arc<dyn UserQueries>,
    outbox: Arc<dyn Outbox>,
    recent: Recent,
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reading")
    }
}

fn lacks(permission: Permission) -> Error {
    Rejection::Forbidden { permission }.into()
}

/// Existence is told to nobody: whoever sees no users hears the same of all of them.
fn unseen(tenant: &Tenant, actor: &Actor) -> Error {
    match actor {
        Actor::User { .. } if sight(actor, &tenant.policy) == Reach::Nowhere => {
            lacks(Permission::UsersRead)
        }
        Actor::Clock | Actor::Operator { .. } | Actor::Visitor | Actor::User { .. } => {
            Error::NotFound
        }
    }
}

/// How many users the views of the list show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Everybody whom the list shows where no status is asked for.
    pub total: u64,
    /// In each status that the list can show.
    pub status: BTreeMap<Status, u64>,
    /// Of the total, who is away now (HE-49).
    pub on_vacation: u64,
    /// Of the total, who can log in now (OB-35).
    pub can_log_in: u64,
}

impl Reading {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(
        store: Arc<dyn UserStore>,
        queries: Arc<dyn UserQueries>,
        outbox: Arc<dyn Outbox>,
    ) -> Self {
        Self {
            store,
            queries,
            outbox,
            recent: Recent::default(),
        }
    }

    /// One user, as far as the actor sees (P-100, P-11).
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody, `not_found` for whoever does not see this one.
    pub async fn user(
        &self,
        tenant: &Tenant,
        key: UserKey,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Loaded, Error> {
        let policy = &tenant.policy;
        let shown = |account: &Loaded| {
            let (user, facts) = (&account.user, &account.facts);
            sees(user, actor, policy) && !is_hidden(user, actor, facts, policy, now)
        };
        let found = self.queries.find(tenant.id, key).await;
        let found = found.map_err(store_error)?.filter(shown);
        found.ok_or_else(|| unseen(tenant, actor))
    }

    /// A user's picture, for whoever sees the user.
    ///
    /// # Errors
    /// As for the user; `not_found` for one without a picture.
    pub async fn photo(
        &self,
        tenant: &Tenant,
        key: UserKey,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<StoredPhoto, Error> {
        let account = self.user(tenant, key, actor, now).await?;
        let photo = self.queries.photo(tenant.id, account.user.id()).await;
        photo.map_err(store_error)?.ok_or(Error::NotFound)
    }

    /// A page of users, as far as the actor sees and the tenant's rules show: deleted ones (P-11), one's own
    /// row on top (P-98).
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody.
    pub async fn list(
        &self,
        tenant: &Tenant,
        mut filter: ListFilter,
        page: &PageRequest,
        actor: &Actor,
    ) -> Result<Page<Loaded>, Error> {
        let list = &tenant.policy.list;
        filter.pinned = match actor {
            Actor::User { id, .. } if list.pins_own_row(&filter.searches) => Some(*id),
            Actor::Clock | Actor::Operator { .. } | Actor::Visitor | Actor::User { .. } => None,
        };
        self.listed(tenant, filter, page, actor).await
    }

    /// The same users, nobody on top: for pages that tell who belongs to something.
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody.
    pub async fn fitting(
        &self,
        tenant: &Tenant,
        filter: ListFilter,
        page: &PageRequest,
        actor: &Actor,
    ) -> Result<Page<Loaded>, Error> {
        let pinned = None;
        let filter = ListFilter { pinned, ..filter };
        self.listed(tenant, filter, page, actor).await
    }

    async fn listed(
        &self,
        tenant: &Tenant,
        mut filter: ListFilter,
        page: &PageRequest,
        actor: &Actor,
    ) -> Result<Page<Loaded>, Error> {
        filter.visible = seen_by(tenant, actor)?;
        filter.status = Some(tenant.policy.removal.listed(filter.status.as_ref()));
        let found = self.queries.list(tenant.id, &filter, page).await;
        found.map_err(store_error)
    }

    /// Does the actor see any users? Asked before what an address names is looked up.
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody.
    pub fn sees_users(&self, tenant: &Tenant, actor: &Actor) -> Result<(), Error> {
        seen_by(tenant, actor).map(|_| ())
    }

    /// A page of users who fit, as far as the actor sees; nobody stands on top.
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody.
    pub async fn pickers(
        &self,
        tenant: &Tenant,
        mut filter: ListFilter,
        page: &PageRequest,
        actor: &Actor,
    ) -> Result<Page<Loaded>, Error> {
        filter.visible = seen_by(tenant, actor)?;
        let found = self.queries.list(tenant.id, &filter, page).await;
        found.map_err(store_error)
    }

    /// A page of users who may be carried out: never more than the list shows, and no own row on top.
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody or may carry nobody out.
    pub async fn portable(
        &self,
        tenant: &Tenant,
        mut filter: ListFilter,
        page: &PageRequest,
        actor: &Actor,
    ) -> Result<Page<Loaded>, Error> {
        let reach = transfer_reach(actor, Permission::UsersExport)?;
        filter.visible = match sight(actor, &tenant.policy).and(reach) {
            Reach::Nowhere => return Err(lacks(Permission::UsersRead)),
            Reach::Organizations(own) => Some(own),
            Reach::Tenant => None,
        };
        filter.status = Some(tenant.policy.removal.exported(filter.status.as_ref()));
        filter.pinned = None;
        self.queries
            .list(tenant.id, &filter, page)
            .await
            .map_err(store_error)
    }

    /// How many users each view of the list shows, as far as the actor sees (P-11). Each of the counts leaves
    /// aside what the filter says of just that: the status, being away, being able to log in.
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody.
    pub async fn counts(
        &self,
        tenant: &Tenant,
        mut filter: ListFilter,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Counts, Error> {
        filter.visible = seen_by(tenant, actor)?;
        let removal = &tenant.policy.removal;
        let listed = removal.listed(None);
        let count = async |filter: ListFilter| {
            let counted = self.queries.count_by_status(tenant.id, &filter).await;
            counted.map_err(store_error)
        };
        let among = |status| ListFilter {
            status: Some(status),
            ..filter.clone()
        };
        let known = removal.listed(Some(&Status::ALL.into()));
        let mut status = count(among(known.clone())).await?;
        status.extend(
            known
                .difference(&status.keys().copied().collect())
                .map(|it| (*it, 0)),
        );
        let away = Vacation {
            away: true,
            at: now,
        };
        let away = ListFilter {
            vacation: Some(away),
            ..among(listed.clone())
        };
        let able = ListFilter {
            log_in: Some(LogInFilter::of(true, &tenant.policy, now)),
            ..among(listed.clone())
        };
        let all = status.iter().filter(|(one, _)| listed.contains(one));
        Ok(Counts {
            total: all.map(|(_, number)| number).sum(),
            on_vacation: count(away).await?.into_values().sum(),
            can_log_in: count(able).await?.into_values().sum(),
            status,
        })
    }

    /// Messages on their way out.
    ///
    /// # Errors
    /// `forbidden` without `outbox.manage` for the whole tenant.
    pub async fn messages(
        &self,
        tenant: TenantId,
        filter: &OutboxFilter,
        actor: &Actor,
    ) -> Result<Vec<OutboxEntry>, Error> {
        may_manage_outbox(actor)?;
        self.outbox
            .entries(tenant, filter)
            .await
            .map_err(store_error)
    }

    /// When the open invitations of those whom the actor sees were sent, in no order.
    ///
    /// # Errors
    /// `forbidden` for whoever sees nobody.
    pub async fn invitations_sent(
        &self,
        tenant: &Tenant,
        actor: &Actor,
    ) -> Result<Vec<Timestamp>, Error> {
        let filter = ListFilter {
            visible: seen_by(tenant, actor)?,
            invitation_open: Some(true),
            ..ListFilter::default()
        };
        let sent = self.queries.invitations_sent(tenant.id, &filter);
        sent.await.map_err(store_error)
    }

    /// The last message about each of these users of this kind, for whoever may see them.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn last_messages(
        &self,
        tenant: TenantId,
        users: &BTreeSet<UserId>,
        about: &str,
    ) -> Result<BTreeMap<UserId, OutboxEntry>, Error> {
        if users.is_empty() {
            return Ok(BTreeMap::new());
        }
        let last = self.outbox.last(tenant, users, about).await;
        let last = last.map_err(store_error)?.into_iter();
        Ok(last.map(|entry| (entry.user, entry)).collect())
    }

    /// The last message about a user of this kind, for whoever may see the user: honest delivery state.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn last_message(
        &self,
        user: &User,
        about: &str,
    ) -> Result<Option<OutboxEntry>, Error> {
        let (tenant, id) = (user.tenant(), user.id());
        let mut last = self.last_messages(tenant, &[id].into(), about).await?;
        Ok(last.remove(&id))
    }

    /// Takes a message out of the queue.
    ///
    /// # Errors
    /// `forbidden`, or `not_found` when it does not wait or never existed.
    pub async fn cancel_message(
        &self,
        tenant: TenantId,
        id: MessageId,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), Error> {
        may_manage_outbox(actor)?;
        let taken = self.outbox.cancel(tenant, id, now).await;
        match taken.map_err(store_error)? {
            true => Ok(()),
            false => Err(Error::NotFound),
        }
    }

    /// Puts a message back in the queue.
    ///
    /// # Errors
    /// `forbidden`, or `not_found` when it was sent or never existed.
    pub async fn retry_message(
        &self,
        tenant: TenantId,
        id: MessageId,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<(), Error> {
        may_manage_outbox(actor)?;
        let queued = self
            .outbox
            .requeue(tenant, id, now)
            .await
            .map_err(store_error)?;
        if queued { Ok(()) } else { Err(Error::NotFound) }
    }

    /// The tenant's organizations by id and name.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn organizations(
        &self,
        tenant: TenantId,
    ) -> Result<Vec<(OrganizationId, String)>, Error> {
        self.store.organizations(tenant).await.map_err(store_error)
    }

    /// Is the store ready?
    ///
    /// # Errors
    /// When it is not.
    pub async fn ready(&self) -> Result<(), Error> {
        self.store.ping().await.map_err(store_error)
    }
}

/// The organizations whose members the actor sees; `None`: everybody.
fn seen_by(tenant: &Tenant, actor: &Actor) -> Result<Option<BTreeSet<OrganizationId>>, Error> {
    match sight(actor, &tenant.policy) {
        Reach::Nowhere => Err(lacks(Permission::UsersRead)),
        Reach::Organizations(own) => Ok(Some(own)),
        Reach::Tenant => Ok(None),
    }
}

pub(crate) fn may_manage_outbox(actor: &Actor) -> Result<(), Error> {
    match actor {
        Actor::Clock | Actor::Operator { .. } => Ok(()),
        Actor::User { authority, .. }
            if authority.reach(&Permission::OutboxManage) == Reach::Tenant =>
        {
            Ok(())
        }
        Actor::Visitor | Actor::User { .. } => Err(lacks(Permission::OutboxManage)),
    }
}
