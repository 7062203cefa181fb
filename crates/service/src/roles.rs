//! The roles that a tenant makes: listed, made, changed, deleted (HWx-25).

use crate::{
    error::Error,
    ports::{
        Clock, Ids, RoleBook, RoleDeed, RoleOutcome, RoleRecord, RoleStore, RoleWrite, Stamp,
        StoreError, Tenant, UserStore,
    },
    users::{pause, store_error},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};
use tenure_domain::{
    Rejection, TenantFact,
    authority::{
        Actor, NewRole, Reach, Role, RoleChange, RoleRules, Roles as Known, may_see_roles,
    },
    sight,
    value::{OrganizationId, RoleId, RoleName, RoleTitle, TenantId, Timestamp},
};

/// So many tries against other writers, then 409 `contended`.
const ATTEMPTS: u32 = 5;

/// A role as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownRole {
    /// What it says.
    pub role: Role,
    /// Does every tenant have it?
    pub built_in: bool,
    /// Counts its changes; those that are built in have none.
    pub revision: u64,
    /// When it was made; those that are built in always were.
    pub created_at: Option<Timestamp>,
    /// How many of the users whom the actor sees hold it; deleted ones do not count.
    pub users: u64,
}

/// What is asked of a role.
#[derive(Clone, Debug)]
enum Wish {
    Make(NewRole),
    Change(RoleName, RoleChange),
    Delete(RoleName),
}

/// What one try led to.
enum Tried {
    Made(RoleRecord),
    Gone,
}

/// The use cases on roles.
#[derive(Clone)]
pub struct Roles {
    store: Arc<dyn UserStore>,
    roles: Arc<dyn RoleStore>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

impl fmt::Debug for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Roles")
    }
}

impl Roles {
    /// The use cases over these parts.
    #[must_use]
    pub fn new(
        store: Arc<dyn UserStore>,
        roles: Arc<dyn RoleStore>,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Self {
        Self {
            store,
            roles,
            clock,
            ids,
        }
    }

    /// Every role of the tenant, the built-in ones first.
    ///
    /// # Errors
    /// `forbidden` for whoever neither sees users nor makes roles.
    pub async fn list(&self, tenant: &Tenant, actor: &Actor) -> Result<Vec<ShownRole>, Error> {
        may_see_roles(actor, &tenant.policy)?;
        let book = self.roles.roles(tenant.id, visible(tenant, actor)).await;
        let book = book.map_err(store_error)?;
        let built_in = Role::built_in(&tenant.policy.roles, &book.known);
        let built_in = built_in.into_iter().map(|role| ShownRole {
            users: users(&book, &role.name),
            role,
            built_in: true,
            revision: 0,
            created_at: None,
        });
        let own = book.own.values();
        let own = own.map(|record| shown(record, users(&book, &record.role.name)));
        Ok(built_in.chain(own).collect())
    }

    /// One role.
    ///
    /// # Errors
    /// As for the list; `not_found` when there is none of this name.
    pub async fn show(
        &self,
        tenant: &Tenant,
        name: &RoleName,
        actor: &Actor,
    ) -> Result<ShownRole, Error> {
        let all = self.list(tenant, actor).await?;
        let mut all = all.into_iter();
        all.find(|shown| shown.role.name == *name)
            .ok_or(Error::NotFound)
    }

    /// What people call the tenant's roles: for whoever sees by another page that somebody holds them.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn titles(&self, tenant: &Tenant) -> Result<BTreeMap<RoleName, RoleTitle>, Error> {
        let nobody = Some(BTreeSet::new());
        let book = self.roles.roles(tenant.id, nobody).await;
        let book = book.map_err(store_error)?;
        let built_in = Role::built_in(&tenant.policy.roles, &book.known);
        let built_in = built_in.into_iter().map(|role| (role.name, role.title));
        let own = book.own.into_values().map(|record| record.role);
        let own = own.map(|role| (role.name, role.title));
        Ok(built_in.into_iter().chain(own).collect())
    }

    /// Makes a role.
    ///
    /// # Errors
    /// `forbidden`, `validation`, `role_not_grantable`, `contended`; then nothing was changed.
    pub async fn make(
        &self,
        tenant: TenantId,
        wish: NewRole,
        actor: &Actor,
    ) -> Result<ShownRole, Error> {
        let wish = Wish::Make(wish);
        let made = self.carry_out(tenant, &wish, None, actor).await?;
        self.told(tenant, actor, made).await
    }

    /// Changes a role, if it is still at revision `expect`. What it says already changes nothing.
    ///
    /// # Errors
    /// `forbidden`, `not_found`, `built_in_role`, `role_not_grantable`, `stale_version`, `contended`; then nothing
    /// was changed.
    pub async fn change(
        &self,
        tenant: TenantId,
        name: RoleName,
        change: RoleChange,
        expect: Option<u64>,
        actor: &Actor,
    ) -> Result<ShownRole, Error> {
        let wish = Wish::Change(name, change);
        let changed = self.carry_out(tenant, &wish, expect, actor).await?;
        self.told(tenant, actor, changed).await
    }

    /// Deletes a role that nobody holds and no rule names, if it is still at revision `expect`.
    ///
    /// # Errors
    /// `forbidden`, `not_found`, `built_in_role`, `role_not_grantable`, `policy_forbids`, `in_use`,
    /// `stale_version`, `contended`; then nothing was changed.
    pub async fn delete(
        &self,
        tenant: TenantId,
        name: RoleName,
        expect: Option<u64>,
        actor: &Actor,
    ) -> Result<(), Error> {
        let wish = Wish::Delete(name);
        let gone = self.carry_out(tenant, &wish, expect, actor).await;
        gone.map(drop)
    }

    async fn told(
        &self,
        tenant: TenantId,
        actor: &Actor,
        tried: Tried,
    ) -> Result<ShownRole, Error> {
        let Tried::Made(record) = tried else {
            return Err(Error::NotFound);
        };
        let house = self.store.tenant(tenant).await.map_err(store_error)?;
        let house = house.ok_or(Error::NotFound)?;
        let book = self.roles.roles(tenant, visible(&house, actor)).await;
        let book = book.map_err(store_error)?;
        let holders = users(&book, &record.role.name);
        Ok(shown(&record, holders))
    }

    async fn carry_out(
        &self,
        tenant: TenantId,
        wish: &Wish,
        expect: Option<u64>,
        actor: &Actor,
    ) -> Result<Tried, Error> {
        for _ in 1..ATTEMPTS {
            match self.attempt(tenant, wish, expect, actor).await {
                Err(StoreError::Conflict) => pause().await,
                done => return done.map_err(store_error)?,
            }
        }
        let last = self.attempt(tenant, wish, expect, actor).await;
        last.map_err(store_error)?
    }

    /// Would the rules let the actor change this role into another?
    ///
    /// # Errors
    /// `forbidden`, `built_in_role`, `role_not_grantable`.
    pub fn may_change(&self, tenant: &Tenant, role: &Role, actor: &Actor) -> Result<(), Error> {
        let known = Known::default();
        rules(tenant, &known, actor).change(role, RoleChange::default())?;
        Ok(())
    }

    /// Would they let him delete it, if nobody holds it?
    ///
    /// # Errors
    /// `forbidden`, `built_in_role`, `role_not_grantable`, `policy_forbids`.
    pub fn may_delete(&self, tenant: &Tenant, role: &Role, actor: &Actor) -> Result<(), Error> {
        let known = Known::default();
        Ok(rules(tenant, &known, actor).remove(role)?)
    }

    async fn attempt(
        &self,
        tenant: TenantId,
        wish: &Wish,
        expect: Option<u64>,
        actor: &Actor,
    ) -> Result<Result<Tried, Error>, StoreError> {
        let Some(house) = self.store.tenant(tenant).await? else {
            return Ok(Err(Error::NotFound));
        };
        let book = self.roles.roles(tenant, None).await?;
        let rules = RoleRules {
            actor,
            known: &book.known,
            policy: &house.policy,
        };
        let (deed, fact) = match self.decide(&rules, &book, wish, expect) {
            Ok(Decided::Write(both)) => *both,
            Ok(Decided::Same(record)) => return Ok(Ok(Tried::Made(record))),
            Err(error) => return Ok(Err(error)),
        };
        let write = RoleWrite {
            tenant,
            revision: book.revision,
            policy_revision: house.policy_revision,
            deed,
            fact,
            stamp: Stamp::new(&*self.ids, actor, self.clock.now()),
        };
        let outcome = self.roles.write_role(&write).await?;
        Ok(match (outcome, write.deed) {
            (RoleOutcome::Written, RoleDeed::Make(record)) => Ok(Tried::Made(record)),
            (RoleOutcome::Written, RoleDeed::Change(record)) => Ok(Tried::Made(RoleRecord {
                revision: record.revision.saturating_add(1),
                ..record
            })),
            (RoleOutcome::Written, RoleDeed::Delete(_)) => Ok(Tried::Gone),
            (RoleOutcome::Held { users, deleted }, _) => Err(Rejection::InUse {
                users,
                deleted,
                children: 0,
            }
            .into()),
        })
    }

    fn decide(
        &self,
        rules: &RoleRules<'_>,
        book: &RoleBook,
        wish: &Wish,
        expect: Option<u64>,
    ) -> Result<Decided, Error> {
        let record = |name: &RoleName| {
            rules.may_touch(name)?;
            let record = book.own.get(name).ok_or(Error::NotFound)?;
            if expect.is_some_and(|expect| expect != record.revision) {
                return Err(Error::Rejected(Rejection::StaleVersion));
            }
            Ok(record)
        };
        Ok(match wish {
            Wish::Make(wish) => {
                let role = rules.make(wish.clone())?;
                let fact = TenantFact::RoleCreated((&role).into());
                let record = RoleRecord {
                    id: RoleId(self.ids.next()),
                    role,
                    revision: 1,
                    created_at: self.clock.now(),
                };
                Decided::Write(Box::new((RoleDeed::Make(record), fact)))
            }
            Wish::Change(name, change) => {
                let before = record(name)?;
                let Some((role, edited)) = rules.change(&before.role, change.clone())? else {
                    return Ok(Decided::Same(before.clone()));
                };
                let after = RoleRecord {
                    role,
                    ..before.clone()
                };
                Decided::Write(Box::new((
                    RoleDeed::Change(after),
                    TenantFact::RoleChanged(edited),
                )))
            }
            Wish::Delete(name) => {
                let before = record(name)?;
                rules.remove(&before.role)?;
                let fact = TenantFact::RoleDeleted((&before.role).into());
                Decided::Write(Box::new((RoleDeed::Delete(before.clone()), fact)))
            }
        })
    }
}

/// What a role that there is is judged by; which others there are plays no part in it.
fn rules<'a>(tenant: &'a Tenant, known: &'a Known, actor: &'a Actor) -> RoleRules<'a> {
    let policy = &tenant.policy;
    RoleRules {
        actor,
        known,
        policy,
    }
}

/// What a wish leads to.
enum Decided {
    Write(Box<(RoleDeed, TenantFact)>),
    Same(RoleRecord),
}

/// The organizations whose members the actor sees and so counts; `None`: everybody. Who sees nobody counts nobody.
fn visible(tenant: &Tenant, actor: &Actor) -> Option<BTreeSet<OrganizationId>> {
    match sight(actor, &tenant.policy) {
        Reach::Organizations(own) => Some(own),
        Reach::Nowhere => Some(BTreeSet::new()),
        Reach::Tenant => None,
    }
}

fn users(book: &RoleBook, name: &RoleName) -> u64 {
    book.users.get(name).copied().unwrap_or_default()
}

fn shown(record: &RoleRecord, users: u64) -> ShownRole {
    ShownRole {
        role: record.role.clone(),
        built_in: false,
        revision: record.revision,
        created_at: Some(record.created_at),
        users,
    }
}
