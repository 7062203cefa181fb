//! Time is an action: what happens by itself, and when next (RULES 5.2 rows 7, 16, 21, 31, 32).

use super::Case;
use crate::{
    authority::Actor,
    command::Facts,
    credential::Credential,
    event::{Event, Fact, UnblockedHow},
    lifecycle::{Block, InactiveReason, Invitation, Lifecycle, Status},
    policy::{ExpiredInvitation, InvitationMode, ValidPolicy, WithoutCredential},
    user::{Kind, User, evolve, fold_events},
    value::Timestamp,
};

/// Everything that has happened by itself up to now, as events.
#[must_use]
pub fn elapse(user: &User, facts: &Facts, policy: &ValidPolicy, now: Timestamp) -> Vec<Event> {
    let mut events = elapse_blocks_and_validity(user, policy, now);
    let mut user = fold_events(user.clone(), &events);
    let mut happen = |user: &mut User, new: Vec<Event>| {
        *user = fold_events(user.clone(), &new);
        events.extend(new);
    };
    let new = expire_invitation(&user, policy, now);
    happen(&mut user, new);
    let new = without_log_in(&user, facts, policy, now);
    happen(&mut user, new);
    if let Lifecycle::Deleted {
        purge_at: Some(at), ..
    } = user.lifecycle()
        && *at <= now
    {
        let at = *at;
        happen(
            &mut user,
            vec![Event {
                at,
                fact: Fact::Purged {},
            }],
        );
    }
    events
}

/// The deadlines that need no facts from outside.
pub(super) fn elapse_blocks_and_validity(
    user: &User,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Vec<Event> {
    let mut events = Vec::new();
    if let Some(block) = user.lifecycle().block()
        && let Some(at) = ends_by_time(block, policy)
        && at <= now
    {
        events.push(Event {
            at,
            fact: Fact::Unblocked {
                how: UnblockedHow::Time,
            },
        });
        events.extend(let_in_without_credential(user, policy, now));
    }
    let after = fold_events(user.clone(), &events);
    if let Some(at) = after.valid_until()
        && at <= now
        && may_rest(&after)
    {
        let case = Case {
            user: &after,
            actor: &Actor::Clock,
            facts: &Facts::unknown(),
            policy,
            now,
        };
        let rest = case.rest(InactiveReason::ValidityEnded);
        events.extend(rest.into_iter().map(|fact| Event { at, fact }));
    }
    events
}

fn may_rest(user: &User) -> bool {
    matches!(
        user.status(),
        Status::Pending | Status::Active | Status::Blocked
    )
}

/// When time ends a block, if time may.
pub(crate) fn ends_by_time(block: &Block, policy: &ValidPolicy) -> Option<Timestamp> {
    block.until.filter(|_| policy.lockout.opens(block.gate()))
}

/// Where time lets in a person who has no credential, nobody can be asked: P-6 decides, and where it
/// would refuse, the user rests (I-13).
fn let_in_without_credential(user: &User, policy: &ValidPolicy, now: Timestamp) -> Vec<Event> {
    let blocked = matches!(user.lifecycle(), Lifecycle::Blocked { .. });
    let bare = matches!(user.credential(), Credential::None) && user.kind() == Kind::Person;
    if !blocked || !bare {
        return Vec::new();
    }
    let facts = Facts::unknown();
    let case = Case {
        user,
        actor: &Actor::Clock,
        facts: &facts,
        policy,
        now,
    };
    let new = match policy.activity.without_credential {
        WithoutCredential::Activate => Vec::new(),
        WithoutCredential::BackToPending => case.back_to_pending(),
        WithoutCredential::Reject => {
            vec![Fact::deactivated(InactiveReason::NoCredential, None)]
        }
    };
    new.into_iter()
        .map(|fact| Event { at: now, fact })
        .collect()
}

fn expire_invitation(user: &User, policy: &ValidPolicy, now: Timestamp) -> Vec<Event> {
    let Some(Invitation::Open {
        serial, expires_at, ..
    }) = user.lifecycle().invitation()
    else {
        return Vec::new();
    };
    if now < *expires_at {
        return Vec::new();
    }
    let mut events = vec![Event {
        at: *expires_at,
        fact: Fact::InvitationExpired {},
    }];
    let renews = match policy.invitation.on_expiry {
        ExpiredInvitation::Nothing | ExpiredInvitation::NotifyAdmin => false,
        ExpiredInvitation::NotifyAdminWithNewLink | ExpiredInvitation::ResendToUser => true,
    };
    if renews
        && policy.invitation.mode != InvitationMode::Off
        && user.tickets().renewals < policy.invitation.max_renewals
    {
        let serial = serial.saturating_add(1);
        let expires_at = policy.invitation.ttl.after(now);
        let fact = Fact::InvitationSent {
            serial,
            expires_at,
            renewal: true,
        };
        events.push(Event { at: now, fact });
    }
    events
}

fn inactive_from(
    user: &User,
    last_log_in: Option<Timestamp>,
    policy: &ValidPolicy,
) -> Option<Timestamp> {
    let Lifecycle::Active { since } = user.lifecycle() else {
        return None;
    };
    let limit = policy.activity.inactivity_limit?;
    let last = [last_log_in, user.parts().kept_active_at]
        .into_iter()
        .flatten()
        .fold(*since, Ord::max);
    Some(limit.after(last))
}

fn without_log_in(user: &User, facts: &Facts, policy: &ValidPolicy, now: Timestamp) -> Vec<Event> {
    if inactive_from(user, facts.last_log_in_at, policy).is_none_or(|at| now < at) {
        return Vec::new();
    }
    let case = Case {
        user,
        actor: &Actor::Clock,
        facts,
        policy,
        now,
    };
    let new = if case.is_last_admin() {
        vec![Fact::LastAdminKept {}]
    } else {
        case.rest(InactiveReason::Inactivity)
    };
    new.into_iter()
        .map(|fact| Event { at: now, fact })
        .collect()
}

/// The next moment at which something happens by itself; `None`: never.
#[must_use]
pub fn due_at(
    user: &User,
    last_log_in: Option<Timestamp>,
    policy: &ValidPolicy,
) -> Option<Timestamp> {
    let invitation = match user.lifecycle().invitation() {
        Some(Invitation::Open { expires_at, .. }) => Some(*expires_at),
        Some(Invitation::NotSent | Invitation::Expired { .. } | Invitation::Revoked { .. })
        | None => None,
    };
    let block = user
        .lifecycle()
        .block()
        .and_then(|block| ends_by_time(block, policy));
    let validity = user.valid_until().filter(|_| may_rest(user));
    let purge = match user.lifecycle() {
        Lifecycle::Deleted { purge_at, .. } => *purge_at,
        Lifecycle::Pending { .. }
        | Lifecycle::Active { .. }
        | Lifecycle::Inactive { .. }
        | Lifecycle::Blocked { .. } => None,
    };
    let inactivity = inactive_from(user, last_log_in, policy);
    [invitation, block, validity, purge, inactivity]
        .into_iter()
        .flatten()
        .min()
}

impl Facts {
    /// For rules that ask nothing from outside.
    pub(crate) fn unknown() -> Self {
        Self {
            roles: crate::authority::Roles::default(),
            other_admin: true,
            seats_used: 0,
            history: crate::command::OrderHistory::None,
            last_log_in_at: None,
        }
    }
}

impl User {
    /// The user after what has happened by itself up to now.
    #[must_use]
    pub fn elapsed(&self, facts: &Facts, policy: &ValidPolicy, now: Timestamp) -> Self {
        elapse(self, facts, policy, now)
            .iter()
            .fold(self.clone(), evolve)
    }
}
