//! Organizations, facilities and other reference data: listed, read, written.

use crate::{
    error::Error,
    ports::{
        Clock, Ids, ReferenceEffect, ReferenceFilter, ReferenceOutcome, ReferenceStore,
        ReferenceWrite, Stamp, StoreError, Tenant, UserStore,
    },
    users::{Repeatable, pause, store_error},
};
use std::{collections::BTreeSet, fmt, sync::Arc};
use tenure_domain::{
    Rejection, User,
    authority::Actor,
    reference::{
        NewReference, Reference, ReferenceData, ReferenceKind, ReferencePatch, ReferenceSight,
        Surroundings, change_reference, create_reference, delete_reference, may_manage_references,
        sees_references,
    },
    value::{TenantId, UserId},
};
use uuid::Uuid;

/// So many tries against other writers, then 409 `contended`.
const ATTEMPTS: u32 = 5;

/// Who asks, and where.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    /// The tenant.
    pub tenant: &'a Tenant,
    /// Who.
    pub actor: &'a Actor,
    /// The user that he is.
    pub user: &'a User,
}

/// A record that was written, or was written before.
#[derive(Clone, Debug)]
pub struct Written {
    /// The record as it is now.
    pub record: Reference,
    /// The answer to a repetition: the status of the first answer.
    pub replayed: Option<u16>,
}

/// The use cases on reference data.
#[derive(Clone)]
pub struct References {
    store: Arc<dyn UserStore>,
    references: Arc<dyn ReferenceStore>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl fmt::Debug for References {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("References")
    }
}

impl References {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(
        store: Arc<dyn UserStore>,
        references: Arc<dyn ReferenceStore>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        Self {
            store,
            references,
            clock,
            ids,
        }
    }

    /// The records of a kind that the asker sees, as far as the filter goes.
    ///
    /// # Errors
    /// `forbidden` for whoever sees none of them.
    pub async fn list(
        &self,
        asker: Asker<'_>,
        mut filter: ReferenceFilter,
    ) -> Result<Vec<Reference>, Error> {
        let policy = &asker.tenant.policy;
        let sight = sees_references(
            asker.actor,
            filter.kind,
            &asker.user.assigned_to(filter.kind),
            policy,
        )?;
        if policy.work.uses(filter.kind).is_err() {
            return Ok(Vec::new());
        }
        if let ReferenceSight::Only(ids) = sight {
            filter.only = Some(ids);
        }
        let found = self.references.references(asker.tenant.id, &filter).await;
        found.map_err(store_error)
    }

    /// A record, if the asker sees it.
    ///
    /// # Errors
    /// `forbidden`, `not_found`.
    pub async fn show(
        &self,
        asker: Asker<'_>,
        kind: ReferenceKind,
        id: Uuid,
    ) -> Result<Reference, Error> {
        let policy = &asker.tenant.policy;
        let sight = sees_references(asker.actor, kind, &asker.user.assigned_to(kind), policy)?;
        if !sight.shows(id) || policy.work.uses(kind).is_err() {
            return Err(Error::NotFound);
        }
        let found = self.references.reference(asker.tenant.id, kind, id).await;
        found.map_err(store_error)?.ok_or(Error::NotFound)
    }

    /// Those of these records that the asker sees.
    ///
    /// # Errors
    /// `forbidden` for whoever sees none of the kind.
    pub async fn among(
        &self,
        asker: Asker<'_>,
        kind: ReferenceKind,
        ids: BTreeSet<Uuid>,
    ) -> Result<Vec<Reference>, Error> {
        let policy = &asker.tenant.policy;
        let sight = sees_references(asker.actor, kind, &asker.user.assigned_to(kind), policy)?;
        let seen = ids.into_iter().filter(|id| sight.shows(*id)).collect();
        let filter = ReferenceFilter {
            only: Some(seen),
            ..ReferenceFilter::of(kind, u16::MAX)
        };
        let found = self.references.references(asker.tenant.id, &filter).await;
        found.map_err(store_error)
    }

    /// Adds a record.
    ///
    /// # Errors
    /// `forbidden`, `policy_forbids`, `validation`, `identifier_taken`; then there is no new one.
    pub async fn create(
        &self,
        asker: Asker<'_>,
        wish: NewReference,
        repeatable: Option<Repeatable>,
    ) -> Result<Written, Error> {
        may_manage_references(asker.actor)?;
        let id = self.ids.next();
        for _ in 0..ATTEMPTS {
            if let Some(done) = self.repeated(wish.data.kind(), repeatable.as_ref()).await? {
                return Ok(done);
            }
            let tenant = self.current(asker.tenant.id).await?;
            let around = self.around(tenant.id, wish.data, None).await?;
            let now = self.clock.now();
            let wished = (id, wish.clone());
            let decided = create_reference(asker.actor, wished, &around, &tenant.policy, now)?;
            let (record, fact) = decided;
            let write = ReferenceWrite {
                tenant: tenant.id,
                proofs: proofs(&around),
                childless: false,
                policy_revision: tenant.policy_revision,
                fact,
                stamp: Stamp::new(&*self.ids, asker.actor, now),
                effect: ReferenceEffect::Write(record.clone()),
                expected: 0,
                wish: repeatable.as_ref().map(|wish| wish.record(UserId(id), now)),
            };
            if self.written(&write).await? {
                let replayed = None;
                return Ok(Written { record, replayed });
            }
        }
        Err(Error::Contended)
    }

    /// Changes a record, if it is still at this revision.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `stale_version`, `policy_forbids`, `validation`, `identifier_taken`; then nothing
    /// was changed.
    pub async fn change(
        &self,
        asker: Asker<'_>,
        (kind, id): (ReferenceKind, Uuid),
        patch: &ReferencePatch,
        expect: Option<u64>,
    ) -> Result<Reference, Error> {
        for _ in 0..ATTEMPTS {
            let (tenant, before) = self.before(asker, (kind, id), expect).await?;
            let wished = patch.applied_to(&before).data;
            let around = self.around(tenant.id, wished, Some(id)).await?;
            let decided = change_reference(asker.actor, &before, patch, &around, &tenant.policy)?;
            let Some((after, fact)) = decided else {
                return Ok(before);
            };
            let write = ReferenceWrite {
                tenant: tenant.id,
                proofs: proofs(&around),
                childless: after.data.store() != before.data.store(),
                policy_revision: tenant.policy_revision,
                fact,
                stamp: Stamp::new(&*self.ids, asker.actor, self.clock.now()),
                effect: ReferenceEffect::Write(after.clone()),
                expected: before.revision,
                wish: None,
            };
            if self.written(&write).await? {
                return Ok(after);
            }
        }
        Err(Error::Contended)
    }

    /// Takes a record away, if it is still at this revision and nobody holds it.
    ///
    /// # Errors
    /// `not_found`, `forbidden`, `stale_version`, `policy_forbids`, `in_use`; then it stays.
    pub async fn delete(
        &self,
        asker: Asker<'_>,
        (kind, id): (ReferenceKind, Uuid),
        expect: Option<u64>,
    ) -> Result<(), Error> {
        for _ in 0..ATTEMPTS {
            let (tenant, before) = self.before(asker, (kind, id), expect).await?;
            let fact = delete_reference(asker.actor, &before, &tenant.policy)?;
            let write = ReferenceWrite {
                tenant: tenant.id,
                proofs: Vec::new(),
                childless: false,
                policy_revision: tenant.policy_revision,
                fact,
                stamp: Stamp::new(&*self.ids, asker.actor, self.clock.now()),
                expected: before.revision,
                effect: ReferenceEffect::Remove(before),
                wish: None,
            };
            if self.written(&write).await? {
                return Ok(());
            }
        }
        Err(Error::Contended)
    }

    async fn current(&self, tenant: TenantId) -> Result<Arc<Tenant>, Error> {
        let found = self.store.tenant(tenant).await.map_err(store_error)?;
        found.ok_or(Error::NotFound)
    }

    /// The record as it is, for whoever may write it, with the rules as they are.
    async fn before(
        &self,
        asker: Asker<'_>,
        (kind, id): (ReferenceKind, Uuid),
        expect: Option<u64>,
    ) -> Result<(Arc<Tenant>, Reference), Error> {
        may_manage_references(asker.actor)?;
        let tenant = self.current(asker.tenant.id).await?;
        let found = self.references.reference(tenant.id, kind, id).await;
        let before = found.map_err(store_error)?.ok_or(Error::NotFound)?;
        if expect.is_some_and(|expect| expect != before.revision) {
            return Err(Rejection::StaleVersion.into());
        }
        Ok((tenant, before))
    }

    /// What stands around a record of this data.
    async fn around(
        &self,
        tenant: TenantId,
        data: ReferenceData,
        id: Option<Uuid>,
    ) -> Result<Surroundings, Error> {
        let look = async {
            let store_exists = match data.store() {
                Some(store) => {
                    let kind = ReferenceKind::ProductStore;
                    let found = self.references.reference(tenant, kind, store).await?;
                    found.is_some()
                }
                None => false,
            };
            let lineage = match data.parent() {
                Some(parent) => self.references.lineage(tenant, data.kind(), parent).await?,
                None => Vec::new(),
            };
            let children = match id {
                Some(id) => self.references.children(tenant, id).await?,
                None => 0,
            };
            Ok(Surroundings {
                store_exists,
                lineage,
                children,
            })
        };
        look.await.map_err(store_error)
    }

    /// Writes what was decided; `false`: somebody was faster, decide again.
    async fn written(&self, write: &ReferenceWrite) -> Result<bool, Error> {
        match self.references.write_reference(write).await {
            Ok(ReferenceOutcome::Written) => Ok(true),
            Ok(ReferenceOutcome::InUse {
                users,
                deleted,
                children,
            }) => Err(Rejection::InUse {
                users,
                deleted,
                children,
            }
            .into()),
            Ok(ReferenceOutcome::Taken(field)) => Err(Error::RecordTaken(field)),
            Err(StoreError::Conflict | StoreError::Repeated) => {
                pause().await;
                Ok(false)
            }
            Err(error) => Err(store_error(error)),
        }
    }

    /// What the same wish did before.
    async fn repeated(
        &self,
        kind: ReferenceKind,
        repeatable: Option<&Repeatable>,
    ) -> Result<Option<Written>, Error> {
        let Some(wish) = repeatable else {
            return Ok(None);
        };
        let earlier = self.store.earlier(&wish.key).await.map_err(store_error)?;
        let Some(earlier) = earlier else {
            return Ok(None);
        };
        if earlier.request_hash != wish.key.request_hash {
            return Err(Error::KeyReused);
        }
        let (tenant, id) = (wish.key.tenant, earlier.user.0);
        let found = self.references.reference(tenant, kind, id).await;
        let record = found.map_err(store_error)?.ok_or(Error::NotFound)?;
        Ok(Some(Written {
            record,
            replayed: Some(earlier.status),
        }))
    }
}

/// The decision rests on the records above as they were read.
fn proofs(around: &Surroundings) -> Vec<(Uuid, u64)> {
    let above = around.lineage.iter();
    above.map(|record| (record.id, record.revision)).collect()
}
