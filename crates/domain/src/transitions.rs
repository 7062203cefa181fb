//! How the statuses follow one another under a policy, found by asking the rules themselves: no second table.

use crate::{
    authority::{Actor, may_ask},
    available::samples,
    command::{
        Action, ActionKind, Command, Facts, FirstAccess, NewCredential, OrderHistory, Registration,
    },
    decide::{decide, elapse, register},
    event::{Event, Fact},
    lifecycle::Status,
    log_in::{Attempts, Proof, judge},
    policy::{Policy, ValidPolicy, presets},
    user::{Kind, Profile, ProfileChange, User, fold_events, replay},
    value::{
        CommandId, EmailAddress, PasswordHash, PersonName, Span, TenantId, Timestamp, UserId,
        Username,
    },
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What leads from one status to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Somebody is added.
    Added,
    /// Somebody asks for it.
    Action(ActionKind),
    /// A deadline passes.
    Time,
    /// Log-ins fail too often.
    FailedLogIns,
}

impl Cause {
    /// The permanent name; that of an action is the action's.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Action(kind) => kind.code(),
            Self::Time => "time",
            Self::FailedLogIns => "failed_log_ins",
        }
    }
}

/// From where and to where; `None` is before a user was added, and after he was purged.
pub type Transitions = BTreeMap<(Option<Status>, Option<Status>), BTreeSet<Cause>>;

/// Everything that leads from one status to another under this policy, whoever may do it.
#[must_use]
pub fn transitions(policy: &ValidPolicy, now: Timestamp) -> Transitions {
    of_examples(policy, &anybody(now), now)
}

/// The actions that this actor could carry out on somebody, if the right user is there: for faces that offer one for many
/// users of whom they do not show all.
#[must_use]
pub fn conceivable(actor: &Actor, policy: &ValidPolicy, now: Timestamp) -> BTreeSet<ActionKind> {
    let (all, facts) = (anybody(now), facts());
    let fits = |action: &Action| {
        let command = Command::new(CommandId(Uuid::nil()), operator(), action.clone());
        all.iter().any(|user| {
            let elapsed = elapse(user, &facts, policy, now).len();
            let decided = decide(user, &command, &facts, policy, now);
            decided.is_ok_and(|events| events.len() > elapsed)
        })
    };
    let samples = samples().into_iter();
    let open = samples.filter(|action| may_ask(actor, action, policy) && fits(action));
    open.map(|action| action.kind()).collect()
}

/// Users in every state: those who were made under other rules live on under these.
fn anybody(now: Timestamp) -> Vec<User> {
    let standard = presets::standard().check();
    let all = standard.map(|standard| examples(&standard, now));
    all.unwrap_or_default()
}

/// The same for users who never lived under any other policy.
#[must_use]
pub fn own_transitions(policy: &ValidPolicy, now: Timestamp) -> Transitions {
    of_examples(policy, &examples(policy, now), now)
}

fn of_examples(policy: &ValidPolicy, examples: &[User], now: Timestamp) -> Transitions {
    let facts = facts();
    let mut found = Transitions::new();
    for way in ways() {
        let added = wishes(&way).find_map(|wish| user(&wish, policy, now));
        let to = added.map(|user| user.status());
        if to.is_some() {
            found.entry((None, to)).or_default().insert(Cause::Added);
        }
    }
    for user in examples {
        let mut note = |cause, events: &[Event]| {
            let to = status_after(user, events);
            let from = Some(user.status());
            if to != from {
                found.entry((from, to)).or_default().insert(cause);
            }
        };
        for (actor, action) in asked() {
            let kind = action.kind();
            let command = Command::new(CommandId(Uuid::nil()), actor, action);
            if let Ok(events) = decide(user, &command, &facts, policy, now) {
                note(Cause::Action(kind), &events);
            }
        }
        let later = Span::days(4_000).after(now);
        note(Cause::Time, &elapse(user, &facts, policy, later));
        let failed = judge(
            user,
            Proof::Wrong,
            all_but_locked(policy, now),
            &facts,
            policy,
            now,
        );
        note(Cause::FailedLogIns, &failed.events);
    }
    found
}

fn status_after(user: &User, events: &[Event]) -> Option<Status> {
    let purged = events.iter().any(|event| event.fact == Fact::Purged {});
    (!purged).then(|| fold_events(user.clone(), events).status())
}

/// The count of failures of which one more locks out.
fn all_but_locked(policy: &Policy, now: Timestamp) -> Attempts {
    let failures = policy.lockout.max_failures.saturating_sub(1);
    Attempts {
        failures,
        window_start: Some(now),
        consecutive: failures,
        ..Attempts::default()
    }
}

fn operator() -> Actor {
    let name = String::new();
    Actor::Operator { name }
}

fn hash() -> PasswordHash {
    PasswordHash::from_phc(String::new())
}

fn facts() -> Facts {
    Facts {
        roles: crate::authority::Roles::new([]),
        other_admin: true,
        seats_used: 0,
        history: OrderHistory::None,
        last_log_in_at: None,
    }
}

/// What is asked of each example, and by whom.
fn asked() -> Vec<(Actor, Action)> {
    let accept = Action::AcceptInvitation {
        serial: 1,
        password: hash(),
        names: ProfileChange::default(),
    };
    let reset = Action::CompletePasswordReset {
        serial: 1,
        password: hash(),
    };
    let by_operator = samples().into_iter().map(|action| (operator(), action));
    let by_link = [(Actor::Visitor, accept), (Actor::Visitor, reset)];
    by_operator.chain(by_link).collect()
}

fn ways() -> [NewCredential; 4] {
    [
        NewCredential::Invitation,
        NewCredential::None,
        NewCredential::Temporary(hash()),
        NewCredential::Password(hash()),
    ]
}

/// The wish for somebody in this way, with each of the profiles that policies ask for.
fn wishes(way: &NewCredential) -> impl Iterator<Item = Registration> {
    let name = || PersonName::parse("Name").ok();
    let two_names = Profile {
        first_name: name(),
        last_name: name(),
        ..Profile::default()
    };
    let one_name = Profile {
        display_name: name(),
        ..Profile::default()
    };
    let shapes = [two_names, one_name, Profile::default()];
    let with = |profile: Profile| {
        let email = EmailAddress::parse("name@example.com").ok();
        let profile = Profile { email, ..profile };
        let username = Username::parse("name01").ok();
        let named = Profile {
            username,
            ..profile.clone()
        };
        [profile, named]
    };
    let profiles = shapes.into_iter().flat_map(with).collect::<Vec<_>>();
    let way = way.clone();
    profiles.into_iter().map(move |profile| Registration {
        command: CommandId(Uuid::nil()),
        actor: operator(),
        id: UserId(Uuid::nil()),
        tenant: TenantId(Uuid::nil()),
        kind: Kind::Person,
        profile,
        credential: way.clone(),
        organizations: BTreeSet::new(),
        facilities: BTreeSet::new(),
        grants: Vec::new(),
        valid_from: None,
        valid_until: None,
        access: FirstAccess::Given,
    })
}

fn user(wish: &Registration, policy: &ValidPolicy, now: Timestamp) -> Option<User> {
    replay(&register(wish, &facts(), policy, now).ok()?)
}

/// Users in every state in which a policy tells them apart.
fn examples(policy: &ValidPolicy, now: Timestamp) -> Vec<User> {
    let before = Span::hours(1).before(now);
    let mut all = ways()
        .iter()
        .filter_map(|way| wishes(way).find_map(|wish| user(&wish, policy, before)))
        .collect::<Vec<_>>();
    let steps = [
        Action::AcceptInvitation {
            serial: 1,
            password: hash(),
            names: ProfileChange::default(),
        },
        Action::SendPasswordReset,
        Action::Block {
            reason: None,
            until: None,
        },
        Action::Deactivate { reason: None },
        Action::Delete,
    ];
    for step in steps {
        let by_link = matches!(step, Action::AcceptInvitation { .. });
        let actor = if by_link { Actor::Visitor } else { operator() };
        let command = Command::new(CommandId(Uuid::nil()), actor, step);
        let made = all.iter().filter_map(|user| {
            let events = decide(user, &command, &facts(), policy, before).ok()?;
            Some(fold_events(user.clone(), &events))
        });
        let made = made.collect::<Vec<_>>();
        let locked = all.iter().map(|user| {
            let attempts = all_but_locked(policy, before);
            let judged = judge(user, Proof::Wrong, attempts, &facts(), policy, before);
            fold_events(user.clone(), &judged.events)
        });
        let locked = locked.filter(User::is_locked_out).collect::<Vec<_>>();
        all.extend(made);
        all.extend(locked);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::{Transitions, conceivable, own_transitions, transitions};
    use crate::{
        authority::{Actor, Permission},
        command::ActionKind,
        lifecycle::Status,
        policy::{DeleteMode, Policy, Supported, presets},
        testing::{holder_of, noon, plain_user, system_admin},
    };
    use std::collections::BTreeSet;

    fn lead_to(found: &Transitions) -> BTreeSet<Status> {
        found.keys().filter_map(|(_, to)| *to).collect()
    }

    #[test]
    fn what_an_actor_can_do_to_anybody_at_all_is_what_he_may_and_the_policy_knows() {
        let at_all = |preset: fn() -> Policy, actor: &Actor| {
            let policy = preset().check().unwrap();
            conceivable(actor, &policy, noon())
        };
        let blocker = holder_of([Permission::UsersBlock]);
        assert_eq!(
            at_all(presets::standard, &blocker),
            [ActionKind::Block, ActionKind::Unblock].into()
        );
        assert_eq!(at_all(presets::standard, &plain_user()), [].into());
        let all = at_all(presets::standard, &system_admin());
        for kind in [
            ActionKind::Activate,
            ActionKind::Deactivate,
            ActionKind::Restore,
            ActionKind::SendInvitation,
            ActionKind::Delete,
        ] {
            assert!(all.contains(&kind), "{kind:?}");
        }
        let shopp = at_all(presets::shopp, &system_admin());
        assert!(!shopp.contains(&ActionKind::Block), "no such thing there");
    }

    #[test]
    fn users_who_lived_under_one_policy_alone_do_less_than_those_who_came_from_another() {
        for (name, preset) in presets::ALL {
            let policy = preset().check().unwrap();
            let (own, all) = (
                own_transitions(&policy, noon()),
                transitions(&policy, noon()),
            );
            for (way, causes) in &own {
                assert!(causes.is_subset(&all[way]), "{name}: {way:?}");
            }
            let reached = lead_to(&own);
            let blocks = policy.block.enabled == Supported::Yes;
            for (status, is_known) in [
                (Status::Active, true),
                (Status::Inactive, true),
                (Status::Blocked, blocks || policy.lockout.max_failures > 0),
                (Status::Deleted, policy.removal.mode == DeleteMode::Soft),
            ] {
                let found = reached.contains(&status);
                assert_eq!(found, is_known, "{name}: {status:?}");
            }
        }
    }
}
