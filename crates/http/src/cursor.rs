//! Cursors: a place in a list with the list's own filters and order, so that it fits no other list.
//!
//! A cursor says nothing that its list did not show, and opens nothing: the checksum only tells a cursor of ours from
//! a mistyped one.

use crate::problem::{Code, Problem};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use tenure_domain::value::TenantId;

const CHECKSUM: usize = 8;
/// Longer than any that we make.
const LONGEST: usize = 2_000;

/// Which list: the tenant, the filters and the order.
#[derive(Clone, Debug)]
pub(crate) struct ListKey([u8; 32]);

impl ListKey {
    /// The key of a list with these filters and this order.
    pub(crate) fn of(tenant: TenantId, filters: &impl std::fmt::Debug) -> Self {
        let text = format!("tenure list 1 {tenant} {filters:?}");
        Self(Sha256::digest(text).into())
    }

    fn sum(&self, bytes: &[u8]) -> Vec<u8> {
        let hash = Sha256::new().chain_update(self.0).chain_update(bytes);
        hash.finalize().iter().take(CHECKSUM).copied().collect()
    }

    /// The cursor of a place in this list.
    pub(crate) fn write(&self, place: &impl Serialize) -> Option<String> {
        let bytes = serde_json::to_vec(place).ok()?;
        let sum = self.sum(&bytes);
        Some(URL_SAFE_NO_PAD.encode([sum, bytes].concat()))
    }

    /// The place that a cursor of this list stands for.
    ///
    /// # Errors
    /// `cursor_mismatch` for one of another list.
    pub(crate) fn read<T: DeserializeOwned>(&self, cursor: &str) -> Result<T, Problem> {
        let read = || {
            let short = Some(cursor).filter(|cursor| cursor.len() <= LONGEST)?;
            let bytes = URL_SAFE_NO_PAD.decode(short).ok()?;
            let (sum, place) = bytes.split_at_checked(CHECKSUM)?;
            let ours = sum == self.sum(place).as_slice();
            serde_json::from_slice(place).ok().filter(|_| ours)
        };
        read().ok_or_else(|| Problem::new(Code::CursorMismatch))
    }
}

#[cfg(test)]
mod tests {
    use super::ListKey;
    use tenure_domain::value::TenantId;
    use uuid::Uuid;

    #[test]
    fn a_cursor_is_read_by_its_own_list_and_by_no_other() {
        let tenant = TenantId(Uuid::nil());
        let list = ListKey::of(tenant, &"status=active");
        let cursor = list.write(&12).unwrap();
        assert_eq!(list.read::<i64>(&cursor).unwrap(), 12);
        let other = ListKey::of(tenant, &"status=blocked");
        assert!(other.read::<i64>(&cursor).is_err());
        for bad in ["", "x", "AAAAAAAAAAAAAAAA", "!!!", &"A".repeat(5_000)] {
            assert!(list.read::<i64>(bad).is_err(), "{bad}");
        }
    }
}
