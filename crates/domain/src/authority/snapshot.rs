//! What somebody could do when he logged in, for as long as his session lasts (P-83).

use super::{Authority, Grant, Held, Roles};
use crate::{policy::RoleEffect, user::User, value::Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The roles of a user with what they allowed at his log-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot(Vec<Kept>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    grant: Grant,
    permissions: BTreeSet<super::Permission>,
}

impl Snapshot {
    /// What a log-in keeps: nothing where changes of roles take effect at once.
    #[must_use]
    pub fn taken(user: &User, roles: &Roles, effect: RoleEffect) -> Option<Self> {
        match effect {
            RoleEffect::Immediate => None,
            RoleEffect::NextLogIn => {
                let kept = user.grants().iter().filter_map(|grant| {
                    Some(Kept {
                        grant: grant.clone(),
                        permissions: roles.granted(&grant.role)?,
                    })
                });
                Some(Self(kept.collect()))
            }
        }
    }
}

impl Authority {
    /// What an open session lets its user do at this moment: what his roles allow now or, where a change of them
    /// waits for the next log-in, what they allowed at this one. What was granted until a time ends then.
    #[must_use]
    pub fn in_session(
        user: &User,
        roles: &Roles,
        taken: Option<&Snapshot>,
        effect: RoleEffect,
        now: Timestamp,
    ) -> Self {
        let (RoleEffect::NextLogIn, Some(Snapshot(kept))) = (effect, taken) else {
            return Self::of(user.grants(), roles, now);
        };
        let live = kept.iter().filter(|kept| kept.grant.is_live(now));
        let held = live.map(|kept| Held {
            role: kept.grant.role.clone(),
            scope: kept.grant.scope,
            permissions: kept.permissions.clone(),
        });
        Self {
            held: held.collect(),
            facility: None,
            organization: None,
        }
    }
}
