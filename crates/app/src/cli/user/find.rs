//! From what was typed to a user.

use super::Desk;
use anyhow::anyhow;
use tenure_domain::value::UserId;
use tenure_service::ports::{Loaded, LogInStore, TypedLogin, UserKey, UserQueries};

impl Desk {
    /// The user of this id, number, address or user name.
    pub(super) async fn find(&self, typed: &str) -> anyhow::Result<Loaded> {
        let (store, tenant) = (self.app.store(), self.tenant.id);
        let prefix = &self.tenant.policy.identity.display_id_prefix;
        if let Some(key) = key(typed, prefix)
            && let Some(account) = UserQueries::find(store, tenant, key).await?
        {
            return Ok(account);
        }
        let held = LogInStore::find(store, tenant, &TypedLogin::read(typed)).await?;
        if let Some(held) = held
            && let Some(account) = UserQueries::find(store, tenant, UserKey::Id(held.id)).await?
        {
            return Ok(account);
        }
        Err(anyhow!("there is no user {typed:?} in this tenant"))
    }
}

fn key(typed: &str, prefix: &str) -> Option<UserKey> {
    if let Ok(id) = typed.parse::<UserId>() {
        return Some(UserKey::Id(id));
    }
    let typed = typed.trim_start_matches('#');
    let with_prefix = typed
        .get(..prefix.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let digits = if with_prefix {
        typed.get(prefix.len()..)?
    } else {
        typed
    };
    digits.parse().ok().map(UserKey::Number)
}

#[cfg(test)]
mod tests {
    use super::key;
    use tenure_service::ports::UserKey;

    #[test]
    fn a_user_is_named_by_id_or_by_number_with_or_without_its_prefix() {
        for (typed, prefix) in [("US12", "US"), ("us12", "US"), ("12", "US"), ("#12", "")] {
            assert_eq!(key(typed, prefix), Some(UserKey::Number(12)), "{typed}");
        }
        assert_eq!(key("ana@example.com", "US"), None);
        let id = "01890000-0000-7000-8000-000000000000";
        assert!(matches!(key(id, ""), Some(UserKey::Id(_))));
    }
}
