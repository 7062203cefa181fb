//! What a user's roles let him do, and how he came by them, as people are told (HWx-21).

use super::{ActorRef, Grant, Permission, Roles};
use crate::{event::Fact, value::Timestamp};
use std::collections::BTreeMap;

/// What these grants allow at this moment, each permission with every grant that it comes from.
#[must_use]
pub fn effective<'g>(
    grants: &'g [Grant],
    roles: &Roles,
    now: Timestamp,
) -> BTreeMap<Permission, Vec<&'g Grant>> {
    let mut all = BTreeMap::<_, Vec<_>>::new();
    for grant in grants.iter().filter(|grant| grant.is_live(now)) {
        for permission in roles.granted(&grant.role).unwrap_or_default() {
            all.entry(permission).or_default().push(grant);
        }
    }
    all
}

/// A role that a user held or holds, and how that began and ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Which role, where, from when and until when, as it was given.
    pub grant: Grant,
    /// When it was given.
    pub granted_at: Timestamp,
    /// By whom.
    pub granted_by: ActorRef,
    /// When and by whom it was taken away, or given anew for another time; what only ran out was not.
    pub revoked: Option<(Timestamp, ActorRef)>,
}

/// What the facts of a user's life tell of his roles, oldest first as they are.
pub fn holdings<'f>(
    life: impl IntoIterator<Item = (Timestamp, &'f ActorRef, &'f Fact)>,
) -> Vec<Holding> {
    let mut all = Vec::<Holding>::new();
    for (at, by, fact) in life {
        let (lost, given) = if let Fact::Registered(registered) = fact {
            (None, registered.grants.as_slice())
        } else if let Fact::RoleGranted { grant } = fact {
            let given = std::slice::from_ref(grant);
            (Some((&grant.role, grant.scope)), given)
        } else if let Fact::RoleRevoked { role, scope } = fact {
            (Some((role, *scope)), [].as_slice())
        } else {
            continue;
        };
        let open = all.iter_mut().filter(|held| held.revoked.is_none());
        for held in open.filter(|held| lost == Some((&held.grant.role, held.grant.scope))) {
            held.revoked = Some((at, by.clone()));
        }
        all.extend(given.iter().map(|grant| Holding {
            grant: grant.clone(),
            granted_at: at,
            granted_by: by.clone(),
            revoked: None,
        }));
    }
    all
}
