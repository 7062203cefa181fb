//! Orders: what the order management system tells of them, and whose they are (CH-13, CH-16, OB-52).

use crate::{
    error::Error,
    ports::{Claim, Loaded, OrderPlace, OrderRecord, OrderStore, StoreError, Tenant, Unit},
    users::{Companions, Repeatable, Users, pause, store_error},
};
use std::{collections::BTreeSet, fmt, sync::Arc};
use tenure_domain::{
    FirstAccess, Kind, NewCredential, Profile, Registration, Rejection, Violation,
    authority::{Actor, may_tell_of_orders},
    policy::UnknownEmail,
    value::{CommandId, EmailAddress, OrderId, Span, Timestamp, UserId},
};
use uuid::Uuid;

/// So often an order is tried when others get in its way: for one address, at most one of them makes the customer.
const ATTEMPTS: u32 = 8;

/// The order management system's clock may run ahead of ours by so much.
const AHEAD: Span = Span::days(1);

/// What the order management system tells of an order.
#[derive(Clone, Debug)]
pub struct NewOrder {
    /// Its number there.
    pub id: OrderId,
    /// The address it was placed with.
    pub email: EmailAddress,
    /// When it was placed.
    pub placed_at: Timestamp,
}

/// An order as it is recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The order.
    pub order: OrderRecord,
    /// Whose it is, where there is somebody.
    pub user: Option<Loaded>,
    /// Was it recorded by this very wish?
    pub is_new: bool,
    /// The answer to a repetition by key: the status of the first answer.
    pub replayed: Option<u16>,
}

/// The use cases on orders.
#[derive(Clone)]
pub struct Orders {
    users: Users,
    orders: Arc<dyn OrderStore>,
}

impl fmt::Debug for Orders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Orders")
    }
}

impl Orders {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(users: Users, orders: Arc<dyn OrderStore>) -> Self {
        Self { users, orders }
    }

    /// Records an order, once, and with it the customer where the tenant's rules want one (P-61). What was recorded
    /// is answered again.
    ///
    /// # Errors
    /// `forbidden`, `validation`, `order_exists` for the same number with other words, and what adding a customer
    /// is refused for; then nothing was recorded.
    pub async fn record(
        &self,
        tenant: &Arc<Tenant>,
        actor: &Actor,
        order: NewOrder,
        repeatable: Option<Repeatable>,
    ) -> Result<Recorded, Error> {
        may_tell_of_orders(actor)?;
        if order.placed_at > AHEAD.after(self.users.clock.now()) {
            let message = "Write a moment that is not in the future.";
            let wrong = Violation::new("/placed_at", "invalid", message);
            return Err(Rejection::Validation(vec![wrong]).into());
        }
        for _ in 0..ATTEMPTS {
            let earlier = self.users.earlier(repeatable.as_ref()).await?;
            let replayed = earlier.map(|earlier| earlier.status);
            if let Some(known) = self.known(tenant, &order).await? {
                return Ok(Recorded { replayed, ..known });
            }
            let holder = self.holder(tenant, &order.email).await?;
            let recorded = match holder {
                Some(holder) => {
                    self.write(tenant, &order, Some(holder), repeatable.as_ref())
                        .await
                }
                None if tenant.policy.orders.unknown_email == UnknownEmail::CreateCustomer => {
                    self.with_customer(tenant, actor, &order, repeatable.as_ref())
                        .await
                }
                None => self.write(tenant, &order, None, repeatable.as_ref()).await,
            };
            match recorded {
                // Somebody else recorded the order, made the customer or took the address in between.
                Err(StoreError::Repeated | StoreError::Taken(Claim::Email)) => {}
                Err(StoreError::Conflict | StoreError::Guard) => pause().await,
                recorded => return recorded.map_err(store_error)?,
            }
        }
        Err(Error::Contended)
    }

    /// A user's orders, newest first, for whoever was found to see the user.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn of_user(
        &self,
        account: &Loaded,
        after: Option<OrderPlace>,
        limit: u16,
    ) -> Result<Vec<OrderRecord>, Error> {
        let (tenant, user) = (account.user.tenant(), account.user.id());
        let found = self.orders.orders_of(tenant, user, after, limit).await;
        found.map_err(store_error)
    }

    /// The order of this number as it was recorded before, if it is the same order.
    async fn known(&self, tenant: &Tenant, told: &NewOrder) -> Result<Option<Recorded>, Error> {
        let found = self.orders.order(tenant.id, &told.id).await;
        let Some(order) = found.map_err(store_error)? else {
            return Ok(None);
        };
        // An address that is forgotten is compared with none.
        let other = order
            .email
            .as_ref()
            .is_some_and(|email| email.key() != told.email.key());
        if other || order.placed_at != told.placed_at {
            return Err(Error::OrderExists(told.id.clone()));
        }
        let user = match (order.user, &order.email) {
            (Some(id), _) => {
                let found = self.users.store.load(tenant.id, id).await;
                found.map_err(store_error)?
            }
            (None, Some(email)) => self.holder(tenant, email).await?,
            (None, None) => None,
        };
        Ok(Some(Recorded {
            order,
            user,
            is_new: false,
            replayed: None,
        }))
    }

    async fn holder(&self, tenant: &Tenant, email: &EmailAddress) -> Result<Option<Loaded>, Error> {
        let store = &self.users.store;
        let holder = store.holder(tenant.id, Claim::Email, &email.key()).await;
        holder.map_err(store_error)
    }

    /// Records an order of somebody who is there, or of nobody until a user with its address exists.
    async fn write(
        &self,
        tenant: &Tenant,
        told: &NewOrder,
        user: Option<Loaded>,
        repeatable: Option<&Repeatable>,
    ) -> Result<Result<Recorded, Error>, StoreError> {
        let owner = user.as_ref().map(|user| user.user.id());
        let order = self.row(tenant, told, owner, false);
        let concerned = owner.unwrap_or(UserId(Uuid::nil()));
        let unit = Unit {
            record: repeatable.map(|wish| wish.record(concerned, order.recorded_at)),
            order: Some(order.clone()),
            ..Unit::default()
        };
        self.users.store.commit(unit).await?;
        Ok(Ok(Recorded {
            order,
            user,
            is_new: true,
            replayed: None,
        }))
    }

    /// Records an order with the customer that it makes: both or neither (CH-13).
    async fn with_customer(
        &self,
        tenant: &Arc<Tenant>,
        actor: &Actor,
        told: &NewOrder,
        repeatable: Option<&Repeatable>,
    ) -> Result<Result<Recorded, Error>, StoreError> {
        let id = UserId(self.users.ids.next());
        let order = self.row(tenant, told, Some(id), true);
        let customer = Registration {
            command: CommandId(self.users.ids.next()),
            actor: actor.clone(),
            id,
            tenant: tenant.id,
            kind: Kind::Customer,
            profile: Profile {
                email: Some(told.email.clone()),
                ..Profile::default()
            },
            credential: NewCredential::None,
            organizations: BTreeSet::new(),
            facilities: BTreeSet::new(),
            grants: Vec::new(),
            valid_from: None,
            valid_until: None,
            access: FirstAccess::default(),
        };
        let with = Companions {
            order: Some(order.clone()),
            ..Companions::default()
        };
        let made = self
            .users
            .try_register(tenant, &customer, repeatable, with)
            .await?;
        Ok(made.map(|done| Recorded {
            order,
            user: Some(done.account),
            is_new: true,
            replayed: None,
        }))
    }

    fn row(
        &self,
        tenant: &Tenant,
        told: &NewOrder,
        user: Option<UserId>,
        made_customer: bool,
    ) -> OrderRecord {
        OrderRecord {
            tenant: tenant.id,
            id: told.id.clone(),
            email: Some(told.email.clone()),
            user,
            placed_at: told.placed_at,
            recorded_at: self.users.clock.now(),
            made_customer,
        }
    }
}
