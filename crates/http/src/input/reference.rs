//! Organizations, facilities and other reference data, and pages of them.

use super::Fields;
use crate::{
    cursor::ListKey,
    extract::{Input, Params},
    problem::Problem,
};
use std::collections::BTreeSet;
use tenure_domain::{
    reference::{NewReference, ReferenceData, ReferenceKind, ReferencePatch},
    value::{
        DepartmentId, ExternalId, Fault, OrganizationId, ProductStoreId, ReferenceName, ShopId,
        TenantId,
    },
};
use tenure_service::ports::{ReferenceFilter, ReferencePlace};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// Rows on a page, unless asked for.
const USUAL: u16 = 25;

/// A record without links.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRecord {
    /// The name.
    #[schema(value_type = String, min_length = 1, max_length = 100, example = "North")]
    name: ReferenceName,
    /// What the order management system calls it; no two of a kind share it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    external_id: Option<ExternalId>,
}

impl Input for NewRecord {
    fn read(fields: &mut Fields) -> Option<Self> {
        let name = fields.required("name", ReferenceName::parse);
        let external_id = fields.text("external_id", ExternalId::parse);
        Some(Self {
            name: name?,
            external_id,
        })
    }
}

impl NewRecord {
    /// The wish, with the links.
    pub(crate) fn wish(self, data: ReferenceData) -> NewReference {
        NewReference {
            data,
            name: self.name,
            external_id: self.external_id,
        }
    }
}

/// A shop.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewShop {
    /// The name.
    #[schema(value_type = String, min_length = 1, max_length = 100, example = "North")]
    name: ReferenceName,
    /// What the order management system calls it; no two of a kind share it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    external_id: Option<ExternalId>,
    /// The product store that it sells for.
    #[schema(value_type = Uuid)]
    product_store: ProductStoreId,
    /// The shop that it belongs to, of the same product store; jobs run on that one.
    #[schema(value_type = Option<Uuid>)]
    parent: Option<ShopId>,
}

impl Input for NewShop {
    fn read(fields: &mut Fields) -> Option<Self> {
        let name = fields.required("name", ReferenceName::parse);
        let external_id = fields.text("external_id", ExternalId::parse);
        let store = fields.required("product_store", Uuid::try_parse);
        let parent = fields.text("parent", Uuid::try_parse).map(ShopId);
        Some(Self {
            name: name?,
            external_id,
            product_store: ProductStoreId(store?),
            parent,
        })
    }
}

impl From<NewShop> for NewReference {
    fn from(input: NewShop) -> Self {
        Self {
            data: ReferenceData::Shop {
                store: input.product_store,
                parent: input.parent,
            },
            name: input.name,
            external_id: input.external_id,
        }
    }
}

/// A department.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDepartment {
    /// The name.
    #[schema(value_type = String, min_length = 1, max_length = 100, example = "North")]
    name: ReferenceName,
    /// What the order management system calls it; no two of a kind share it.
    #[schema(value_type = Option<String>, min_length = 1, max_length = 255)]
    external_id: Option<ExternalId>,
    /// The department that it lies within.
    #[schema(value_type = Option<Uuid>)]
    parent: Option<DepartmentId>,
}

impl Input for NewDepartment {
    fn read(fields: &mut Fields) -> Option<Self> {
        let name = fields.required("name", ReferenceName::parse);
        let external_id = fields.text("external_id", ExternalId::parse);
        let parent = fields.text("parent", Uuid::try_parse).map(DepartmentId);
        Some(Self {
            name: name?,
            external_id,
            parent,
        })
    }
}

impl From<NewDepartment> for NewReference {
    fn from(input: NewDepartment) -> Self {
        let parent = input.parent;
        Self {
            data: ReferenceData::Department { parent },
            name: input.name,
            external_id: input.external_id,
        }
    }
}

/// A change of a record (RFC 7396): fields left out stay, `null` clears.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "the document's shape of what RecordPatch reads")]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchRecord {
    /// The name.
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    name: Option<String>,
    /// What the order management system calls it.
    #[schema(min_length = 1, max_length = 255)]
    external_id: Option<String>,
}

/// A change of a department (RFC 7396): fields left out stay, `null` clears.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "the document's shape of what RecordPatch reads")]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchDepartment {
    /// The name.
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    name: Option<String>,
    /// What the order management system calls it.
    #[schema(min_length = 1, max_length = 255)]
    external_id: Option<String>,
    /// The department that it lies within.
    parent: Option<Uuid>,
}

/// A change of a shop (RFC 7396): fields left out stay, `null` clears.
#[derive(Clone, Debug, ToSchema)]
#[expect(dead_code, reason = "the document's shape of what RecordPatch reads")]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchShop {
    /// The name.
    #[schema(min_length = 1, max_length = 100, nullable = false)]
    name: Option<String>,
    /// What the order management system calls it.
    #[schema(min_length = 1, max_length = 255)]
    external_id: Option<String>,
    /// The product store that it sells for.
    #[schema(nullable = false)]
    product_store: Option<Uuid>,
    /// The shop that it belongs to.
    parent: Option<Uuid>,
}

/// Changes of records, which take the fields of their kind.
#[derive(Clone, Debug)]
pub(crate) struct RecordPatch<const STORE: bool, const PARENT: bool>(pub(crate) ReferencePatch);

impl<const STORE: bool, const PARENT: bool> Input for RecordPatch<STORE, PARENT> {
    fn read(fields: &mut Fields) -> Option<Self> {
        let name = kept(fields, "name", ReferenceName::parse);
        let external_id = fields.patch("external_id", ExternalId::parse);
        let store = STORE.then(|| kept(fields, "product_store", Uuid::try_parse));
        let parent = PARENT.then(|| fields.patch("parent", Uuid::try_parse));
        Some(Self(ReferencePatch {
            name,
            external_id,
            store: store.flatten().map(ProductStoreId),
            parent: parent.flatten(),
        }))
    }
}

/// A field that is changed but never cleared.
fn kept<T, E: Fault>(
    fields: &mut Fields,
    name: &str,
    parse: impl FnOnce(&str) -> Result<T, E>,
) -> Option<T> {
    let patched = fields.patch(name, parse)?;
    if patched.is_none() {
        fields.refuse(name, "required", "This field cannot be empty.");
    }
    patched
}

/// Memberships.
#[derive(Clone, Debug, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MembershipsInput {
    /// The ids of all organizations that the user is to be a member of.
    #[schema(value_type = Vec<Uuid>, max_items = 100)]
    pub(crate) organizations: BTreeSet<OrganizationId>,
}

impl Input for MembershipsInput {
    fn object(body: serde_json::Value) -> serde_json::Value {
        // A bare list will do.
        if body.is_array() {
            serde_json::json!({ "organizations": body })
        } else {
            body
        }
    }

    fn read(fields: &mut Fields) -> Option<Self> {
        if !fields.has("organizations") {
            fields.refuse("organizations", "required", "Fill in this field.");
            return None;
        }
        let organizations = fields.list("organizations", |fields, name, value| {
            let id = value.as_str().and_then(|text| Uuid::try_parse(text).ok());
            if id.is_none() {
                fields.refuse(name, "invalid", "Write an organization's id.");
            }
            id.map(OrganizationId)
        })?;
        Some(Self {
            organizations: organizations.into_iter().collect(),
        })
    }
}

/// The query of a list of reference data.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(
    dead_code,
    reason = "the document's shape of what ReferenceQuery reads"
)]
pub(crate) struct ReferenceParams {
    /// Found anywhere in the name or the external id.
    #[param(max_length = 500)]
    q: Option<String>,
    /// Rows on a page.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// A page's `next_cursor`.
    #[param(max_length = 500)]
    cursor: Option<String>,
}

/// A page of a list of reference data.
#[derive(Debug)]
pub(crate) struct ReferenceQuery {
    pub(crate) filter: ReferenceFilter,
    pub(crate) limit: u16,
    pub(crate) key: ListKey,
}

impl ReferenceQuery {
    /// Reads the query of a list of this kind.
    ///
    /// # Errors
    /// `validation`, `cursor_mismatch`.
    pub(crate) fn read(
        params: &mut Params,
        tenant: TenantId,
        kind: ReferenceKind,
    ) -> Result<Self, Problem> {
        let q = params.text("q");
        let limit = params.limit(USUAL);
        let cursor = params.text("cursor");
        params.finish()?;
        let key = ListKey::of(tenant, &("reference data", kind, &q));
        let after = cursor.map(|cursor| key.read::<ReferencePlace>(&cursor));
        let filter = ReferenceFilter {
            q,
            after: after.transpose()?,
            ..ReferenceFilter::of(kind, limit.saturating_add(1))
        };
        Ok(Self { filter, limit, key })
    }
}
