//! What stands around the rows that are decided together: the tenant, the users and records that they name.

use super::{Import, plan::Planned, report::Reason, row::Row, seen::Key};
use crate::{
    cells::{Column, GrantWish},
    error::Error,
    ports::{Loaded, Names, Tenant},
    users::store_error,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};
use tenure_domain::{
    Facts,
    authority::{Grant, Reach, Scope},
    change::Claims,
    reference::{NamedReference, ReferenceKind},
    value::{FacilityId, OrganizationId, Timestamp, fold},
};
use uuid::Uuid;

/// What stands around the rows that are decided together.
pub(super) struct Surroundings {
    pub(super) tenant: Arc<Tenant>,
    pub(super) facts: Facts,
    pub(super) now: Timestamp,
    /// How far the importer reaches.
    pub(super) reach: Reach,
    pub(super) users: Vec<(Loaded, Claims)>,
    pub(super) by_name: BTreeMap<(&'static str, String), Vec<usize>>,
    organizations: Vec<(OrganizationId, String)>,
    /// Those that there are, by what the rows call them.
    facilities: BTreeMap<String, FacilityId>,
}

/// The facilities that a row names.
#[derive(Default)]
pub(super) struct Called {
    pub(super) found: BTreeSet<FacilityId>,
    pub(super) unknown: Vec<Reason>,
}

impl Import {
    /// Reads what stands around these rows, all of it in a few queries.
    pub(super) async fn surroundings(&self, rows: &[Row]) -> Result<Surroundings, Error> {
        let store = &self.imports.users.store;
        let id = self.tenant.id;
        let tenant = store.tenant(id).await.map_err(store_error)?;
        let tenant = tenant.ok_or(Error::NotFound)?;
        let named = self.imports.store.named(id, &names(rows)).await;
        let named = named.map_err(store_error)?;
        let found = |account: Loaded| {
            let names = account.user.found_by(&tenant.policy);
            (account, names)
        };
        let users = named.into_iter().map(found).collect::<Vec<_>>();
        let mut by_name = BTreeMap::<_, Vec<usize>>::new();
        for (at, (_, names)) in users.iter().enumerate() {
            for key in Key::ALL {
                if let Some(text) = key.held(names) {
                    let name = (key.column(), text.clone());
                    by_name.entry(name).or_default().push(at);
                }
            }
        }
        Ok(Surroundings {
            facts: store.facts(id).await.map_err(store_error)?,
            now: self.imports.users.clock.now(),
            reach: self.reach()?,
            organizations: store.organizations(id).await.map_err(store_error)?,
            facilities: self.facilities(rows).await?,
            tenant,
            users,
            by_name,
        })
    }

    /// Files name few facilities, and those often.
    async fn facilities(&self, rows: &[Row]) -> Result<BTreeMap<String, FacilityId>, Error> {
        let named = rows.iter().filter_map(|row| row.facilities.as_ref());
        let named = named.flatten().collect::<BTreeSet<_>>();
        let mut found = BTreeMap::new();
        for text in named {
            // No database is asked for what no record can be called.
            if text.chars().any(char::is_control) {
                continue;
            }
            let called =
                self.imports
                    .assignments
                    .called(self.tenant.id, ReferenceKind::Facility, text);
            if let Some(id) = called.await? {
                found.insert(text.clone(), FacilityId(id));
            }
        }
        Ok(found)
    }
}

fn names(rows: &[Row]) -> Names {
    let all = |key: Key| rows.iter().filter_map(move |row| key.wished(&row.profile));
    Names {
        ids: rows.iter().filter_map(|row| row.id).collect(),
        emails: all(Key::Email).collect(),
        usernames: all(Key::Username).collect(),
        external_ids: all(Key::ExternalId).collect(),
    }
}

impl Surroundings {
    /// The organization of this id or name. Only those that the importer reaches are known to him by name.
    fn organization(&self, text: &str) -> Option<OrganizationId> {
        if let Ok(id) = Uuid::try_parse(text) {
            return Some(OrganizationId(id));
        }
        let name = fold(text);
        let reached = |id: &OrganizationId| self.reach.covers(&[*id].into());
        let named = |known: &&(OrganizationId, String)| fold(&known.1) == name && reached(&known.0);
        let mut named = self.organizations.iter().filter(named);
        match (named.next(), named.next()) {
            (Some((id, _)), None) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn organizations(&self, row: &Row) -> Planned<Option<BTreeSet<OrganizationId>>> {
        let Some(texts) = &row.organizations else {
            return Ok(None);
        };
        let ids = texts.iter().map(|text| self.organization(text));
        let ids = ids.collect::<Option<BTreeSet<_>>>();
        ids.map(Some)
            .ok_or_else(|| no_such_organization(Column::Organizations))
    }

    /// The facilities that a row names: by their ids, or by their external ids.
    pub(super) fn facilities(&self, row: &Row) -> Option<Called> {
        let mut called = Called::default();
        for text in row.facilities.as_ref()? {
            if let Some(id) = self.facilities.get(text) {
                called.found.insert(*id);
            } else {
                let message = format!("There is no facility {text}.");
                let reason = Reason::of(Column::Facilities, "unknown", message);
                called.unknown.push(reason);
            }
        }
        Some(called)
    }

    /// Is everything there that a decided wish names?
    ///
    /// # Errors
    /// A reason for each record that is not.
    pub(super) fn all_known(&self, named: &[NamedReference]) -> Planned<()> {
        // Facilities were found before.
        let known = |name: &NamedReference| {
            let organization = name.kind == ReferenceKind::Organization;
            !organization || self.organizations.iter().any(|(id, _)| id.0 == name.id)
        };
        let unknown = named.iter().filter(|name| !known(name));
        let unknown = unknown.map(|name| Reason::violated(&name.unknown()));
        let unknown = unknown.collect::<Vec<_>>();
        if unknown.is_empty() {
            Ok(())
        } else {
            Err(unknown)
        }
    }

    pub(super) fn grants(&self, row: &Row) -> Planned<Option<Vec<Grant>>> {
        let Some(wishes) = &row.roles else {
            return Ok(None);
        };
        let grants = wishes.iter().map(|wish| self.grant(wish));
        let grants = grants.collect::<Option<Vec<_>>>();
        grants
            .map(Some)
            .ok_or_else(|| no_such_organization(Column::Roles))
    }

    fn grant(&self, wish: &GrantWish) -> Option<Grant> {
        let scope = match &wish.place {
            None => Scope::Tenant,
            Some(place) => Scope::Organization(self.organization(place)?),
        };
        Some(Grant {
            role: wish.role.clone(),
            scope,
            from: wish.from,
            until: wish.until,
        })
    }
}

fn no_such_organization(column: Column) -> Vec<Reason> {
    let message = "There is no such organization.";
    vec![Reason::of(column, "unknown", message)]
}
