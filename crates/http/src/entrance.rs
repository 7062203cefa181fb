//! Links that log in once, for a demonstration: they live in the memory of the process that made them.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};
use tenure_domain::value::PlainPassword;
use tenure_service::system::token_hash;

/// Where a link leads.
#[derive(Clone, Debug)]
pub struct Entrance {
    /// The tenant's name in addresses.
    pub tenant: String,
    /// Who logs in, for people.
    pub person: String,
    /// What he would type.
    pub login: String,
    /// What he would type, too.
    pub password: PlainPassword,
}

/// Makes the next link once one was used: the token in it; none: there is no next one.
type Next = Box<dyn Fn(&Entrance) -> Option<String> + Send + Sync>;

/// The links that have not been used. Kept by what is left of their tokens, so that memory tells nobody how to log in.
#[derive(Default)]
pub struct Entrances {
    open: Mutex<BTreeMap<[u8; 32], Entrance>>,
    next: Option<Next>,
}

impl fmt::Debug for Entrances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Entrances")
    }
}

impl Entrances {
    /// Links each of which is followed by another once it was used. Whoever makes the next one tells of it.
    #[must_use]
    pub fn followed(next: impl Fn(&Entrance) -> Option<String> + Send + Sync + 'static) -> Self {
        Self {
            next: Some(Box::new(next)),
            ..Self::default()
        }
    }

    /// Another link, by the token in it.
    pub fn open(&self, token: &str, entrance: Entrance) {
        self.all().insert(token_hash(token), entrance);
    }

    /// Where a link leads; looking does not use it up.
    pub(crate) fn look(&self, token: &str) -> Option<Entrance> {
        self.all().get(&token_hash(token)).cloned()
    }

    /// Where a link leads, for the one who uses it up.
    pub(crate) fn take(&self, token: &str) -> Option<Entrance> {
        self.all().remove(&token_hash(token))
    }

    /// Somebody got in by this one.
    pub(crate) fn used(&self, entrance: Entrance) {
        if let Some(token) = self.next.as_ref().and_then(|next| next(&entrance)) {
            self.open(&token, entrance);
        }
    }

    fn all(&self) -> MutexGuard<'_, BTreeMap<[u8; 32], Entrance>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
