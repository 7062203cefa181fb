//! What an actor could do to a user now: asked of `decide` itself, so that no button lies.

use crate::{
    authority::{Actor, Permission, Reach},
    command::{Action, ActionKind, Command, Facts},
    decide::decide,
    lifecycle::Status,
    policy::{Restorable, ValidPolicy, ViewUsers, VisibleDeleted},
    user::User,
    value::{CommandId, DirectoryName, PasswordHash, Timestamp},
};
use uuid::Uuid;

/// The actions that faces offer, each with sample input that no rule finds fault with.
fn samples() -> Vec<Action> {
    let password = PasswordHash::from_phc(String::new());
    let mut samples = vec![
        Action::Activate,
        Action::Deactivate { reason: None },
        Action::Block {
            reason: None,
            until: None,
        },
        Action::Unblock,
        Action::Delete,
        Action::Restore,
        Action::Purge,
        Action::Anonymize,
        Action::SendInvitation,
        Action::RevokeInvitation,
        Action::SetPassword {
            password: password.clone(),
        },
        Action::SetTemporaryPassword {
            password: password.clone(),
            must_change: None,
        },
        Action::SendPasswordReset,
        Action::RemoveExternalCredential {
            temporary: Some(password.clone()),
        },
        Action::ChangePassword { password },
        Action::EndSessions,
    ];
    if let Ok(domain) = DirectoryName::parse("directory") {
        samples.push(Action::SetExternalCredential {
            domain,
            directory_id: None,
        });
    }
    samples
}

/// The actions that would be accepted from this actor now and would change something.
#[must_use]
pub fn available(
    user: &User,
    actor: &Actor,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Vec<ActionKind> {
    let accepted = |action: &Action| {
        let command = Command::new(CommandId(Uuid::nil()), actor.clone(), action.clone());
        let elapsed = crate::decide::elapse(user, facts, policy, now).len();
        decide(user, &command, facts, policy, now).is_ok_and(|events| events.len() > elapsed)
    };
    let mut kinds = samples()
        .iter()
        .filter(|action| accepted(action))
        .map(Action::kind)
        .collect::<Vec<_>>();
    if may_update(user, actor, facts, policy, now) {
        kinds.push(ActionKind::UpdateProfile);
    }
    kinds.sort_unstable();
    kinds
}

/// Updating is offered where an empty change would be accepted: whether a field may change is its own question.
fn may_update(
    user: &User,
    actor: &Actor,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> bool {
    let nothing = Action::UpdateProfile(Box::default());
    let command = Command::new(CommandId(Uuid::nil()), actor.clone(), nothing);
    decide(user, &command, facts, policy, now).is_ok()
}

/// Is this actor told that a user keeps his identifiers though he is deleted, so that he is restored instead of added
/// again (rule row 2, P-12)? Whoever does not see him is not.
#[must_use]
pub fn offers_restore(user: &User, actor: &Actor, policy: &ValidPolicy) -> bool {
    user.status() == Status::Deleted
        && user.anonymized_at().is_none()
        && policy.removal.restorable == Restorable::Yes
        && sees(user, actor, policy)
}

/// Does this actor see this user under this policy: himself, and whom his list shows (P-100)?
#[must_use]
pub fn sees(user: &User, actor: &Actor, policy: &ValidPolicy) -> bool {
    actor.is(user.id()) || sight(actor, policy).covers(user.organizations())
}

/// Is a deleted user kept even from those who see him otherwise (P-11)? Where no list ever shows deleted users,
/// only whoever could bring this one back or take him away for good still reads him, by his id or number.
#[must_use]
pub fn is_hidden(
    user: &User,
    actor: &Actor,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> bool {
    let ends = [ActionKind::Restore, ActionKind::Purge];
    user.status() == Status::Deleted
        && policy.removal.visible == VisibleDeleted::Never
        && !available(user, actor, facts, policy, now)
            .iter()
            .any(|kind| ends.contains(kind))
}

/// How far an actor sees into the list of users (P-100).
#[must_use]
pub fn sight(actor: &Actor, policy: &ValidPolicy) -> Reach {
    match actor {
        Actor::Clock | Actor::Operator { .. } => Reach::Tenant,
        Actor::Visitor => Reach::Nowhere,
        Actor::User { authority, .. } => match policy.authority.view_users {
            ViewUsers::Permission => authority.reach(&Permission::UsersRead),
            ViewUsers::OrganizationAdmin => authority.administered(),
        },
    }
}
