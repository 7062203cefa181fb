//! Organizations, facilities and other reference data.

use chrono::{DateTime, Utc};
use serde::Serialize;
use tenure_domain::{
    reference::Reference,
    value::{ExternalId, ReferenceName},
};
use utoipa::ToSchema;
use uuid::Uuid;

/// A record of reference data.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ReferenceView {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its name.
    #[schema(value_type = String, example = "North")]
    pub(crate) name: ReferenceName,
    /// What the order management system calls it.
    #[schema(value_type = Option<String>)]
    pub(crate) external_id: Option<ExternalId>,
    /// The product store of a shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) product_store: Option<Uuid>,
    /// The shop or department that a shop or department lies within.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub(crate) parent: Option<Uuid>,
    /// When it was made.
    pub(crate) created_at: DateTime<Utc>,
    /// Counts its changes.
    #[schema(example = 1)]
    pub(crate) version: u64,
}

impl From<Reference> for ReferenceView {
    fn from(record: Reference) -> Self {
        Self {
            id: record.id,
            product_store: record.data.store(),
            parent: record.data.parent(),
            name: record.name,
            external_id: record.external_id,
            created_at: record.created_at,
            version: record.revision,
        }
    }
}
