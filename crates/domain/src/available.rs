//! What an actor could do to a user now: asked of `decide` itself, so that no button lies.

use crate::{
    authority::{Actor, Permission, Reach},
    command::{Action, ActionKind, Command, Facts},
    decide::decide,
    lifecycle::Status,
    policy::{Restorable, ValidPolicy, ViewUsers, VisibleDeleted},
    user::User,
    value::{
        CommandId, DirectoryName, FacilityId, FacilityLogInId, PasswordHash, Timestamp, Username,
    },
    work::Capability,
};
use uuid::Uuid;

/// The actions that faces offer, each with sample input that no rule finds fault with.
pub(crate) fn samples() -> Vec<Action> {
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

/// The wishes that leave a user's profile and work as they are.
fn as_it_is(user: &User) -> Vec<Action> {
    let work = user.work();
    let mut wishes = vec![
        Action::UpdateProfile(Box::default()),
        Action::SetFavourites(work.favourites.clone()),
        Action::SetDaysOff(Vec::new()),
        Action::SetFacilities(match work.facilities.is_empty() {
            // A facility's own log-in needs one, whichever.
            true => [FacilityId(Uuid::nil())].into(),
            false => work.facilities.clone(),
        }),
        Action::SetProductStores(work.product_stores.clone()),
        Action::SetCapabilities([Capability::Picker].into()),
        Action::SetPosition(None),
        Action::SetDepartment(None),
    ];
    if let Some(facility) = work.facilities.first().copied()
        && let Ok(username) = Username::parse("name")
    {
        wishes.push(Action::SetFacilityLogIn {
            facility,
            id: FacilityLogInId(Uuid::nil()),
            username,
            pin: PasswordHash::from_phc(String::new()),
        });
    }
    if let Some(facility) = work.facility_log_ins.keys().next().copied() {
        wishes.push(Action::RemoveFacilityLogIn { facility });
    }
    wishes
}

/// The actions that would be accepted from this actor now and would change something, or let him change what he likes.
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
    // These are offered where what there is would be accepted: what it may become is its own question.
    let may = |action: &Action| {
        let command = Command::new(CommandId(Uuid::nil()), actor.clone(), action.clone());
        decide(user, &command, facts, policy, now).is_ok()
    };
    kinds.extend(as_it_is(user).iter().filter(|it| may(it)).map(Action::kind));
    kinds.sort_unstable();
    kinds
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
    actor.stands_for(user.id()) || sight(actor, policy).covers(user.organizations())
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
