//! What the people of a sample tenant are members of, assigned to and granted: made once, at its beginning.

use super::{chance::Chance, company::Company};
use crate::App;
use std::sync::Arc;
use tenure_domain::{
    authority::{Actor, Grant, NewRole, ORGANIZATION_ADMIN, Permission, Scope},
    policy::{RoleModel, Supported, ValidPolicy},
    reference::{NewReference, ReferenceData, ReferenceKind},
    value::{
        DepartmentId, ExternalId, FacilityId, OrganizationId, PositionId, ProductStoreId,
        ReferenceName, RoleDescription, RoleName, RoleTitle, ShopId,
    },
};
use tenure_service::{
    ports::{Loaded, Tenant},
    references::Asker,
};
use uuid::Uuid;

/// A product store and its shops.
#[derive(Clone, Debug)]
pub(super) struct Store {
    pub(super) id: ProductStoreId,
    pub(super) shops: Vec<ShopId>,
}

/// Everything that a tenant's people can have to do with.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    pub(super) organizations: Vec<OrganizationId>,
    pub(super) facilities: Vec<FacilityId>,
    pub(super) stores: Vec<Store>,
    pub(super) departments: Vec<DepartmentId>,
    pub(super) positions: Vec<PositionId>,
    /// Roles, or permissions that are held by their own names.
    roles: Vec<RoleName>,
}

/// Who makes them, and where.
pub(super) struct Office<'a> {
    pub(super) app: &'a App,
    pub(super) tenant: &'a Arc<Tenant>,
    pub(super) administrator: &'a Loaded,
    pub(super) actor: &'a Actor,
}

impl Records {
    /// Some role of theirs, for a while or for good; none where there are none.
    pub(super) fn role(&self, policy: &ValidPolicy, chance: &mut Chance) -> Option<Grant> {
        let at = chance.below(self.roles.len() + 1);
        if let Some(role) = self.roles.get(at) {
            return Some(Grant {
                role: role.clone(),
                scope: Scope::Tenant,
                from: None,
                until: None,
            });
        }
        // Beside the tenant's own roles there is the administrator of an organization.
        let usual = policy.roles.model != RoleModel::DirectPermissions;
        let organization = self
            .organizations
            .get(chance.below(self.organizations.len()))?;
        let role = RoleName::parse(ORGANIZATION_ADMIN).ok()?;
        usual.then_some(Grant {
            role,
            scope: Scope::Organization(*organization),
            from: None,
            until: None,
        })
    }
}

impl Office<'_> {
    /// Makes everything that this company has and these rules use.
    pub(super) async fn furnish(&self, company: &Company) -> anyhow::Result<Records> {
        let mut records = Records::default();
        for name in company.organizations {
            let id = self.make(ReferenceData::Organization, name, None).await?;
            records.organizations.push(OrganizationId(id));
        }
        if self.uses(ReferenceKind::Facility) {
            for (name, code) in company.facilities {
                let id = self.make(ReferenceData::Facility, name, Some(code)).await?;
                records.facilities.push(FacilityId(id));
            }
        }
        if self.uses(ReferenceKind::ProductStore) {
            for (name, code, shops) in company.stores {
                let store = self.store(name, code, shops).await?;
                records.stores.push(store);
            }
        }
        if self.uses(ReferenceKind::Department) {
            records.departments = self.departments(company).await?;
        }
        if self.uses(ReferenceKind::Position) {
            for name in company.positions {
                let id = self.make(ReferenceData::Position, name, None).await?;
                records.positions.push(PositionId(id));
            }
        }
        records.roles = self.roles(company).await?;
        Ok(records)
    }

    fn uses(&self, kind: ReferenceKind) -> bool {
        self.tenant.policy.work.uses(kind).is_ok()
    }

    async fn make(
        &self,
        data: ReferenceData,
        name: &str,
        code: Option<&str>,
    ) -> anyhow::Result<Uuid> {
        let wish = NewReference {
            data,
            name: ReferenceName::parse(name)?,
            external_id: code.map(ExternalId::parse).transpose()?,
        };
        let asker = Asker {
            tenant: self.tenant,
            actor: self.actor,
            user: &self.administrator.user,
        };
        let references = &self.app.cases().references;
        let made = references.create(asker, wish, None).await;
        Ok(made.map_err(|error| crate::cli::explain(&error))?.record.id)
    }

    async fn store(&self, name: &str, code: &str, shops: &[&str]) -> anyhow::Result<Store> {
        let made = self.make(ReferenceData::ProductStore, name, Some(code));
        let id = ProductStoreId(made.await?);
        let mut store = Store {
            id,
            shops: Vec::new(),
        };
        if !self.uses(ReferenceKind::Shop) {
            return Ok(store);
        }
        for shop in shops {
            let data = ReferenceData::Shop {
                store: id,
                parent: store.shops.first().copied(),
            };
            let made = self.make(data, shop, Some(shop)).await?;
            store.shops.push(ShopId(made));
        }
        Ok(store)
    }

    async fn departments(&self, company: &Company) -> anyhow::Result<Vec<DepartmentId>> {
        let mut made: Vec<(&str, DepartmentId)> = Vec::new();
        for (name, within) in company.departments {
            let parent = made.iter().find(|(known, _)| Some(*known) == *within);
            let data = ReferenceData::Department {
                parent: parent.map(|(_, id)| *id),
            };
            let id = self.make(data, name, None).await?;
            made.push((name, DepartmentId(id)));
        }
        Ok(made.into_iter().map(|(_, id)| id).collect())
    }

    async fn roles(&self, company: &Company) -> anyhow::Result<Vec<RoleName>> {
        let mut names = Vec::new();
        for permission in company.permissions {
            names.push(RoleName::parse(permission)?);
        }
        if self.tenant.policy.roles.editable == Supported::No {
            return Ok(names);
        }
        for role in company.roles {
            let permissions = role
                .permissions
                .iter()
                .map(|name| name.parse::<Permission>());
            let wish = NewRole {
                name: Some(RoleName::parse(role.id)?),
                title: RoleTitle::parse(role.title)?,
                description: Some(RoleDescription::parse(role.description)?),
                permissions: permissions.collect::<Result<_, _>>()?,
            };
            let made = self
                .app
                .cases()
                .roles
                .make(self.tenant.id, wish, self.actor);
            let made = made.await.map_err(|error| crate::cli::explain(&error))?;
            names.push(made.role.name);
        }
        Ok(names)
    }
}
