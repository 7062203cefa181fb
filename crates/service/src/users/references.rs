//! Is what a wish names there: organizations, and what else users are assigned to?

use super::{Users, store_error};
use crate::{error::Error, ports::StoreError};
use std::collections::{BTreeMap, BTreeSet};
use tenure_domain::{Rejection, Violation, reference::NamedReference, value::TenantId};

impl Users {
    /// A violation for each record that is named but not there.
    pub(crate) async fn unknown(
        &self,
        tenant: TenantId,
        named: &[NamedReference],
    ) -> Result<Vec<Violation>, StoreError> {
        let mut by_kind = BTreeMap::new();
        for name in named {
            let ids: &mut BTreeSet<_> = by_kind.entry(name.kind).or_default();
            ids.insert(name.id);
        }
        let mut known = BTreeSet::new();
        for (kind, ids) in by_kind {
            let found = self.store.known(tenant, kind, &ids).await?;
            known.extend(found.into_iter().map(|id| (kind, id)));
        }
        let missing = named.iter();
        let missing = missing.filter(|name| !known.contains(&(name.kind, name.id)));
        Ok(missing.map(NamedReference::unknown).collect())
    }

    /// The same as a refusal.
    pub(crate) async fn all_known(
        &self,
        tenant: TenantId,
        named: &[NamedReference],
    ) -> Result<(), Error> {
        let unknown = self.unknown(tenant, named).await.map_err(store_error)?;
        if unknown.is_empty() {
            Ok(())
        } else {
            Err(Rejection::Validation(unknown).into())
        }
    }
}
