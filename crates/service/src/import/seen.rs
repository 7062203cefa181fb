//! What the rows of a file have named so far. Hashes of it, so that a long file stays small in memory.

use super::{report::Reason, row::Row};
use crate::ports::Claim;
use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, Hash, RandomState},
};
use tenure_domain::{
    Profile, ProfileChange, ValidPolicy,
    change::Claims,
    policy::Uniqueness,
    value::{EmailAddress, ExternalId, UserId, Username},
};

/// By what rows name users, in the order in which they are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    ExternalId,
    Email,
    Username,
}

impl Key {
    pub(super) const ALL: [Self; 3] = [Self::ExternalId, Self::Email, Self::Username];

    pub(super) fn column(self) -> &'static str {
        self.claim().field()
    }

    pub(super) fn claim(self) -> Claim {
        match self {
            Self::ExternalId => Claim::ExternalId,
            Self::Email => Claim::Email,
            Self::Username => Claim::Username,
        }
    }

    /// The folded text in a row.
    pub(super) fn wished(self, wish: &ProfileChange) -> Option<String> {
        fn set<T>(wish: &Option<Option<T>>) -> Option<&T> {
            wish.as_ref().and_then(Option::as_ref)
        }
        match self {
            Self::ExternalId => set(&wish.external_id).map(ExternalId::key),
            Self::Email => set(&wish.email).map(EmailAddress::key),
            Self::Username => set(&wish.username).map(Username::key),
        }
    }

    /// The folded text of a user.
    pub(super) fn held(self, held: &Claims) -> Option<&String> {
        match self {
            Self::ExternalId => held.external_id.as_ref(),
            Self::Email => held.email.as_ref(),
            Self::Username => held.username.as_ref(),
        }
    }

    /// May only one user have it?
    pub(super) fn is_unique(self, policy: &ValidPolicy) -> bool {
        match self {
            Self::ExternalId => policy.identity.external_id_unique == Uniqueness::PerTenant,
            Self::Email => policy.identity.email_unique == Uniqueness::PerTenant,
            Self::Username => true,
        }
    }
}

/// The keys and users of the rows so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    hasher: RandomState,
    rows: HashMap<u64, u64>,
    freed: HashSet<u64>,
}

impl Seen {
    fn hash(&self, what: impl Hash) -> u64 {
        self.hasher.hash_one(what)
    }

    /// Notes the names in a row.
    ///
    /// # Errors
    /// The line of an earlier row with one of them: a file names a user once.
    pub(super) fn row(&mut self, row: &Row, policy: &ValidPolicy) -> Result<(), Vec<Reason>> {
        let named = Key::ALL.into_iter().filter_map(|key| {
            let text = key.wished(&row.profile)?;
            Some((key, text))
        });
        let named = named.collect::<Vec<_>>();
        let alone = named.len() == 1;
        for (key, text) in &named {
            if key.is_unique(policy) || alone {
                let line = *self
                    .rows
                    .entry(self.hasher.hash_one((key, text)))
                    .or_insert(row.line);
                if line != row.line {
                    return Err(vec![repeated(key.column(), line)]);
                }
            }
        }
        Ok(())
    }

    /// Notes the user whom a row is about.
    ///
    /// # Errors
    /// The line of an earlier row about him.
    pub(super) fn user(&mut self, id: UserId, line: u64) -> Result<(), Vec<Reason>> {
        let first = *self.rows.entry(self.hasher.hash_one(id)).or_insert(line);
        if first == line {
            Ok(())
        } else {
            Err(vec![repeated("", first)])
        }
    }

    /// Notes what a user had before a row and has not any more.
    pub(super) fn frees(&mut self, id: UserId, before: &Claims, after: &Profile) {
        let kept = ProfileChange {
            email: Some(after.email.clone()),
            username: Some(after.username.clone()),
            external_id: Some(after.external_id.clone()),
            ..ProfileChange::default()
        };
        for key in Key::ALL {
            if let Some(text) = key.held(before)
                && key.wished(&kept).as_ref() != Some(text)
            {
                let hash = self.hash((id, key, text));
                self.freed.insert(hash);
            }
        }
    }

    /// Has an earlier row taken this from the user?
    pub(super) fn is_freed(&self, id: UserId, key: Key, text: &String) -> bool {
        self.freed.contains(&self.hash((id, key, text)))
    }
}

fn repeated(column: &str, line: u64) -> Reason {
    let message = format!("Line {line} of this file is about the same user.");
    Reason::new(column, "repeated", message)
}
