//! What users are assigned to: facilities, product stores, a position, a department, favourites. Records are named by
//! id or by external id.

use crate::{
    error::Error,
    ports::{
        Loaded, ReferenceEffect, ReferenceFilter, ReferenceStore, ReferenceWrite, Stamp,
        StoreError, Tenant, Unit,
    },
    users::{Done, Terms, Users, pause, store_error},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, slice,
    sync::Arc,
};
use tenure_domain::{
    Action, Rejection, TenantFact, Violation,
    authority::Actor,
    policy::FavouriteKind,
    reference::{NewReference, Reference, ReferenceData, ReferenceKind},
    value::{
        DepartmentId, FacilityId, PositionId, ProductStoreId, ReferenceName, TenantId, UserId,
    },
    work::{Favourites, PinnedRecords, Warning, judge_favourites, pinned},
};
use uuid::Uuid;

/// So many tries against whoever makes a position of the same title.
const ATTEMPTS: u32 = 5;

/// The use cases.
#[derive(Clone)]
pub struct Assignments {
    users: Users,
    references: Arc<dyn ReferenceStore>,
}

impl fmt::Debug for Assignments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Assignments")
    }
}

/// Who is to be assigned, by whom and on which terms.
#[derive(Clone, Debug)]
pub struct Wished<'a> {
    /// Where.
    pub tenant: &'a Tenant,
    /// Who.
    pub user: UserId,
    /// Who asks.
    pub actor: Actor,
    /// On which terms.
    pub terms: Terms,
}

/// To what, each record by what it is called.
#[derive(Clone, Debug)]
pub enum Assigned {
    /// To exactly these facilities (HW-31).
    Facilities(Vec<String>),
    /// To exactly these product stores (HWx-5).
    ProductStores(Vec<String>),
    /// To this position (HE-38).
    Position(String),
    /// To this department, or to none (HE-42).
    Department(Option<String>),
}

impl Assigned {
    fn kind(&self) -> ReferenceKind {
        match self {
            Self::Facilities(_) => ReferenceKind::Facility,
            Self::ProductStores(_) => ReferenceKind::ProductStore,
            Self::Position(_) => ReferenceKind::Position,
            Self::Department(_) => ReferenceKind::Department,
        }
    }

    /// What the records are called, each with the place where it stands in the request.
    fn named(&self) -> Vec<(String, &str)> {
        let many = |field: &str, all: &'_ [String]| {
            let places = (0..all.len()).map(|at| format!("/{field}/{at}"));
            places.collect::<Vec<_>>()
        };
        match self {
            Self::Facilities(all) => {
                let places = many("facilities", all).into_iter();
                places.zip(all.iter().map(String::as_str)).collect()
            }
            Self::ProductStores(all) => {
                let places = many("product_stores", all).into_iter();
                places.zip(all.iter().map(String::as_str)).collect()
            }
            Self::Position(one) => vec![("/position".to_owned(), one.as_str())],
            Self::Department(one) => {
                let one = one.iter();
                one.map(|one| ("/department".to_owned(), one.as_str()))
                    .collect()
            }
        }
    }

    /// The action, with the records that were found.
    fn action(&self, found: &[Uuid]) -> Action {
        let ids = found.iter().copied();
        match self {
            Self::Facilities(_) => Action::SetFacilities(ids.map(FacilityId).collect()),
            Self::ProductStores(_) => Action::SetProductStores(ids.map(ProductStoreId).collect()),
            Self::Position(_) => Action::SetPosition(ids.map(PositionId).next()),
            Self::Department(_) => Action::SetDepartment(ids.map(DepartmentId).next()),
        }
    }
}

impl Assignments {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(users: Users, references: Arc<dyn ReferenceStore>) -> Self {
        Self { users, references }
    }

    /// The record of this kind that is called so: by its id, or by its external id.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn called(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        name: &str,
    ) -> Result<Option<Uuid>, Error> {
        let record = self.record_called(tenant, kind, name).await?;
        Ok(record.map(|record| record.id))
    }

    pub(crate) async fn record_called(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        name: &str,
    ) -> Result<Option<Reference>, Error> {
        // An external id may look like one of ours.
        if let Ok(id) = Uuid::try_parse(name) {
            let found = self.references.reference(tenant, kind, id).await;
            if let Some(record) = found.map_err(store_error)? {
                return Ok(Some(record));
            }
        }
        let found = self.references.reference_called(tenant, kind, name).await;
        found.map_err(store_error)
    }

    /// Assigns a user. What is not there is named only to whoever may assign him at all.
    ///
    /// # Errors
    /// What the rules say; `validation` for each record that is not there.
    pub async fn assign(&self, wished: Wished<'_>, to: Assigned) -> Result<Done, Error> {
        let tenant = wished.tenant.id;
        let (mut found, mut unknown) = (Vec::new(), Vec::new());
        for (place, name) in to.named() {
            match self.called(tenant, to.kind(), name).await? {
                Some(id) => found.push(id),
                None => {
                    let message = format!("There is no such {}.", to.kind().noun());
                    unknown.push(Violation::new(place, "unknown", message));
                }
            }
        }
        let mut command = self.users.command(wished.actor, to.action(&found));
        command.expect = wished.terms.expect;
        if !unknown.is_empty() {
            return match self.users.preflight(tenant, wished.user, &command).await {
                Ok(_) | Err(Error::Rejected(Rejection::Validation(_))) => {
                    Err(Rejection::Validation(unknown).into())
                }
                Err(refused) => Err(refused),
            };
        }
        let repeatable = wished.terms.repeatable;
        self.users
            .execute(tenant, wished.user, command, repeatable)
            .await
    }

    /// Gives a user the position of this title; where there is none, it is made in the same transaction (HE-38).
    ///
    /// # Errors
    /// What the rules say.
    pub async fn set_position_titled(
        &self,
        wished: Wished<'_>,
        title: ReferenceName,
    ) -> Result<Done, Error> {
        let tenant = wished.tenant.id;
        for _ in 0..ATTEMPTS {
            let there = self.references.position_called(tenant, title.as_str());
            if let Some(position) = there.await.map_err(store_error)? {
                let to = Assigned::Position(position.id.to_string());
                return self.assign(wished, to).await;
            }
            match self.with_new_position(&wished, &title).await? {
                Err(StoreError::Conflict | StoreError::Guard) => pause().await,
                done => return done.map_err(store_error),
            }
        }
        Err(Error::Contended)
    }

    async fn with_new_position(
        &self,
        wished: &Wished<'_>,
        title: &ReferenceName,
    ) -> Result<Result<Done, StoreError>, Error> {
        let users = &self.users;
        let now = users.clock.now();
        let new = NewReference {
            data: ReferenceData::Position,
            name: title.clone(),
            external_id: None,
        };
        let position = Reference::new(users.ids.next(), new, now);
        let action = Action::SetPosition(Some(PositionId(position.id)));
        let mut command = users.command(wished.actor.clone(), action);
        command.expect = wished.terms.expect;
        let (account, events) = users.judge(wished.tenant.id, wished.user, &command).await?;
        let change = users.change(&account, &command, events, now);
        let write = ReferenceWrite {
            tenant: wished.tenant.id,
            fact: TenantFact::ReferenceCreated(position.noted()),
            effect: ReferenceEffect::Write(position),
            expected: 0,
            proofs: Vec::new(),
            childless: false,
            policy_revision: account.tenant.policy_revision,
            stamp: Stamp::new(&*users.ids, &wished.actor, now),
            wish: None,
        };
        let unit = Unit {
            changes: slice::from_ref(&change),
            reference: Some(write),
            ..Unit::default()
        };
        let committed = users.store.commit(unit).await;
        Ok(committed.map(|()| Done {
            account: Loaded {
                user: change.after.clone(),
                ..account
            },
            replayed: None,
            changed: true,
        }))
    }

    /// Pins exactly these for a user. A shop that is not the parent one is pinned with a warning (HW-38).
    ///
    /// # Errors
    /// What the rules say.
    pub async fn set_favourites(
        &self,
        wished: Wished<'_>,
        favourites: Favourites,
    ) -> Result<(Done, Vec<Warning>), Error> {
        let tenant = wished.tenant.id;
        let action = Action::SetFavourites(favourites.clone());
        let mut command = self.users.command(wished.actor, action);
        command.expect = wished.terms.expect;
        let account = self.users.preflight(tenant, wished.user, &command).await?;
        let named = |kind| pinned(&favourites, kind).map(ToString::to_string);
        let records = PinnedRecords {
            store: self
                .pinned(
                    tenant,
                    ReferenceKind::ProductStore,
                    named(FavouriteKind::ProductStore),
                )
                .await?,
            shop: self
                .pinned(
                    tenant,
                    ReferenceKind::Shop,
                    named(FavouriteKind::ShopifyShop),
                )
                .await?,
        };
        let policy = &account.tenant.policy;
        let warnings = judge_favourites(&account.user, &favourites, &records, policy)?;
        let repeatable = wished.terms.repeatable;
        let done = self
            .users
            .execute(tenant, wished.user, command, repeatable)
            .await?;
        Ok((done, warnings))
    }

    async fn pinned(
        &self,
        tenant: TenantId,
        kind: ReferenceKind,
        name: Option<String>,
    ) -> Result<Option<Reference>, Error> {
        match name {
            Some(name) => self.record_called(tenant, kind, &name).await,
            None => Ok(None),
        }
    }

    /// What the positions and departments of these users are called, by their ids.
    ///
    /// # Errors
    /// When the store cannot be reached.
    pub async fn names_of_posts(
        &self,
        tenant: TenantId,
        accounts: &[Loaded],
    ) -> Result<BTreeMap<Uuid, String>, Error> {
        let posts = accounts
            .iter()
            .filter_map(|account| account.user.work().post);
        let posts = posts.collect::<Vec<_>>();
        let positions = posts.iter().map(|post| post.position.0);
        let departments = posts.iter().filter_map(|post| Some(post.department?.0));
        let mut names = BTreeMap::new();
        for (kind, ids) in [
            (ReferenceKind::Position, positions.collect::<BTreeSet<_>>()),
            (ReferenceKind::Department, departments.collect()),
        ] {
            if ids.is_empty() {
                continue;
            }
            let most = u16::try_from(ids.len()).unwrap_or(u16::MAX);
            let filter = ReferenceFilter {
                only: Some(ids),
                ..ReferenceFilter::of(kind, most)
            };
            let found = self.references.references(tenant, &filter).await;
            let found = found.map_err(store_error)?.into_iter();
            names.extend(found.map(|record| (record.id, record.name.to_string())));
        }
        Ok(names)
    }
}
