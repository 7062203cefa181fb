//! What another policy does to the users who are there: whose keys and deadlines it moves, and whether
//! an administrator can still log in.

use super::{Directory, Policy, ValidPolicy};
use crate::{
    change::Claims,
    credential::Credential,
    decide::ends_by_time,
    lifecycle::{Lifecycle, Status},
    user::User,
    value::UserId,
};
use std::collections::HashMap;

/// May the keys or deadlines of present users be others under the new rules? Whole groups are compared,
/// so that a setting that comes to matter later is not forgotten here.
#[must_use]
pub fn moves_users(before: &Policy, after: &Policy) -> bool {
    before.identity != after.identity
        || before.removal != after.removal
        || before.lockout != after.lockout
        || before.block != after.block
        || before.activity != after.activity
        || before.invitation != after.invitation
}

/// A user with the keys that the rules would have him hold.
#[derive(Clone, Debug)]
pub struct Holder {
    /// Who.
    pub user: UserId,
    /// His display number.
    pub number: i64,
    /// Is he marked as gone?
    pub deleted: bool,
    /// His keys.
    pub claims: Claims,
}

impl Holder {
    /// What this user would hold under these rules.
    #[must_use]
    pub fn of(user: &User, number: i64, rules: &ValidPolicy) -> Self {
        Self {
            user: user.id(),
            number,
            deleted: user.status() == Status::Deleted,
            claims: user.claims(rules),
        }
    }
}

/// A kind of key that several users who are there would hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The setting that makes the key unique, by its path.
    pub setting: &'static str,
    /// The display numbers of all who share a key with another, in order.
    pub numbers: Vec<i64>,
}

/// Who holds which key from now on. A key that a deleted user would hold and somebody else holds stays with
/// the other one: it was given away under the former rules, and nobody is there to give it back.
///
/// # Errors
/// Where two users who are there would hold the same key.
pub fn share_out(mut holders: Vec<Holder>) -> Result<Vec<Holder>, Vec<Clash>> {
    holders.sort_by_key(|holder| (holder.deleted, holder.number));
    let mut clashes = Vec::new();
    for kind in KINDS {
        let numbers = kind.share(&mut holders);
        if !numbers.is_empty() {
            let setting = kind.setting;
            clashes.push(Clash { setting, numbers });
        }
    }
    if clashes.is_empty() {
        Ok(holders)
    } else {
        Err(clashes)
    }
}

/// One of the three keys.
struct Kind {
    setting: &'static str,
    of: fn(&mut Claims) -> &mut Option<String>,
}

const KINDS: &[Kind] = &[
    Kind {
        setting: "identity.email_unique",
        of: |claims| &mut claims.email,
    },
    Kind {
        setting: "identity.username_case",
        of: |claims| &mut claims.username,
    },
    Kind {
        setting: "identity.external_id_unique",
        of: |claims| &mut claims.external_id,
    },
];

impl Kind {
    /// Gives each key to the first who would hold it; the numbers of those who clash.
    fn share(&self, holders: &mut [Holder]) -> Vec<i64> {
        let mut held: HashMap<String, i64> = HashMap::new();
        let mut clashing = Vec::new();
        for holder in holders {
            let key = (self.of)(&mut holder.claims);
            let Some(first) = key.as_ref().and_then(|key| held.get(key)) else {
                held.extend(key.clone().map(|key| (key, holder.number)));
                continue;
            };
            if holder.deleted {
                *key = None;
            } else {
                clashing.extend([*first, holder.number]);
            }
        }
        clashing.sort_unstable();
        clashing.dedup();
        clashing
    }
}

impl User {
    /// Under these rules, does something lead from this account to a session: a key to be found by, a proof that is
    /// asked for, and no block that only somebody else could end?
    ///
    /// Of an administrator nothing more is asked. His role is one, and stands in for every other (P-59). Password
    /// rules judge new passwords only, and a password that is too old is changed while logging in.
    #[must_use]
    pub fn has_way_in(&self, policy: &ValidPolicy) -> bool {
        let stands = match self.lifecycle() {
            Lifecycle::Active { .. } => true,
            Lifecycle::Blocked { block, .. } => ends_by_time(block, policy).is_some(),
            Lifecycle::Pending { .. } | Lifecycle::Inactive { .. } | Lifecycle::Deleted { .. } => {
                false
            }
        };
        let proves = match self.credential() {
            Credential::None => false,
            Credential::External { .. } => policy.credential.directory == Directory::Enabled,
            Credential::Permanent { .. } | Credential::Temporary { .. } => true,
        };
        // Whoever has none of the identifiers that the rules name logs in by the one that he has.
        let claims = self.claims(policy);
        let found = claims.email.is_some() || claims.username.is_some();
        stands && proves && found
    }
}
