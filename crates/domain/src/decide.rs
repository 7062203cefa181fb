//! From a wish to events, or to a no. Settle deadlines, authorise, then ask the rule.

mod access;
mod activity;
mod assignment;
mod credential;
mod fields;
mod invitation;
mod membership;
mod place;
mod profile;
mod register;
mod removal;
mod time;
mod work;

pub use register::register;
pub(crate) use time::ends_by_time;
pub use time::{due_at, elapse};

use crate::{
    authority::{self, Actor},
    command::{Action, ActionKind, Command, Facts},
    event::{Event, Fact},
    lifecycle::Status,
    policy::ValidPolicy,
    rejection::Rejection,
    user::{User, fold_events},
    value::Timestamp,
};

/// Decides a command: the events it leads to, or why it is refused.
///
/// A command that is already fulfilled leads to no events beyond those of elapsed deadlines.
///
/// # Errors
/// A [`Rejection`]; the command changed nothing, and elapsed deadlines are left to the next one.
pub fn decide(
    user: &User,
    command: &Command,
    facts: &Facts,
    policy: &ValidPolicy,
    now: Timestamp,
) -> Result<Vec<Event>, Rejection> {
    let mut events = elapse(user, facts, policy, now);
    let present = fold_events(user.clone(), &events);
    let case = Case {
        user: &present,
        actor: &command.actor,
        facts,
        policy,
        now,
    };
    // Whose row should be gone by now is gone; only the clock still takes it away.
    let purged = events.iter().any(|event| event.fact == Fact::Purged {});
    if purged && !matches!(command.action, Action::Elapse) {
        let Command { actor, action, .. } = command;
        return Err(authority::refusal_of_nobody(actor, action, policy));
    }
    authority::authorise(&case, &command.action)?;
    if command
        .expect
        .is_some_and(|version| version != user.version())
    {
        return Err(Rejection::StaleVersion);
    }
    let new = case.rule(&command.action)?;
    events.extend(new.into_iter().map(|fact| Event { at: now, fact }));
    Ok(events)
}

/// The user as of now: with the deadlines applied that concern log-in and status, swept or not.
#[must_use]
pub(crate) fn present(user: &User, policy: &ValidPolicy, now: Timestamp) -> User {
    fold_events(
        user.clone(),
        &time::elapse_blocks_and_validity(user, policy, now),
    )
}

/// One command's circumstances, as every rule sees them.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) user: &'a User,
    pub(crate) actor: &'a Actor,
    pub(crate) facts: &'a Facts,
    pub(crate) policy: &'a ValidPolicy,
    pub(crate) now: Timestamp,
}

type Ruling = Result<Vec<Fact>, Rejection>;

impl Case<'_> {
    #[deny(clippy::wildcard_enum_match_arm)]
    fn rule(&self, action: &Action) -> Ruling {
        match action {
            Action::Activate => self.activate(),
            Action::Deactivate { reason } => self.deactivate(reason.clone()),
            Action::DeactivateByDirectory => Ok(self.deactivate_by_directory()),
            Action::Block { reason, until } => self.block(reason.clone(), *until),
            Action::Unblock => self.unblock(),
            Action::EndSessions => Ok(self.end_sessions()),
            Action::Delete => self.delete(),
            Action::Restore => self.restore(),
            Action::Purge => self.purge(),
            Action::Anonymize => self.anonymize(),
            Action::SendInvitation => self.send_invitation(),
            Action::RevokeInvitation => self.revoke_invitation(),
            Action::OpenInvitation { serial } => self.open_invitation(*serial),
            Action::AcceptInvitation { serial, names, .. } => {
                self.accept_invitation(*serial, names)
            }
            Action::SetPassword { .. } => self.set_password(),
            Action::SetTemporaryPassword { must_change, .. } => {
                self.set_temporary_password(*must_change)
            }
            Action::SendPasswordReset => self.send_password_reset(),
            Action::RequestPasswordReset => Ok(self.request_password_reset()),
            Action::CompletePasswordReset { serial, .. } => self.complete_password_reset(*serial),
            Action::ChangePassword { .. } => self.change_password(),
            Action::SetExternalCredential {
                domain,
                directory_id,
            } => self.set_external_credential(domain.clone(), directory_id.clone()),
            Action::RemoveExternalCredential { temporary } => {
                self.remove_external_credential(temporary.is_some())
            }
            Action::UpdateProfile(change) => self.update_profile(change),
            Action::ConfirmEmail { serial } => self.confirm_email(*serial),
            Action::SetValidity { from, until } => self.set_validity(*from, *until),
            Action::GrantRole(grant) => self.grant_role(grant),
            Action::RevokeRole { role, scope } => self.revoke_role(role, *scope),
            Action::SetRoles(wished) => self.set_roles(wished),
            Action::SetOrganizations(wished) => self.set_organizations(wished),
            Action::SetFavourites(wished) => self.set_favourites(wished),
            Action::SetCapabilities(wished) => self.set_capabilities(wished),
            Action::SetDaysOff(wished) => self.set_days_off(wished),
            Action::SetFacilities(wished) => self.set_facilities(wished),
            Action::SetProductStores(wished) => self.set_product_stores(wished),
            Action::SetFacilityLogIn {
                facility,
                id,
                username,
                ..
            } => self.set_facility_log_in(*facility, *id, username),
            Action::RemoveFacilityLogIn { facility } => self.remove_facility_log_in(*facility),
            Action::SetPosition(wished) => self.set_position(*wished),
            Action::SetDepartment(wished) => self.set_department(*wished),
            Action::SetPhoto(upload) => self.set_photo(upload),
            Action::RemovePhoto => self.remove_photo(),
            Action::RecordUpload(upload) => self.record_upload(upload),
            Action::Elapse => Ok(Vec::new()),
        }
    }

    /// Whoever is not Active has no session (row 30).
    fn end_sessions(&self) -> Vec<Fact> {
        if self.user.status() == Status::Active {
            vec![Fact::SessionsEnded {}]
        } else {
            Vec::new()
        }
    }

    fn not_from_here(&self, action: ActionKind) -> Rejection {
        Rejection::InvalidTransition {
            from: self.user.status(),
            action,
        }
    }

    fn not_self(&self) -> Result<(), Rejection> {
        if self.actor.is(self.user.id()) {
            Err(Rejection::SelfAction)
        } else {
            Ok(())
        }
    }

    /// Would the tenant be left without an administrator if this user stopped being one?
    fn is_last_admin(&self) -> bool {
        self.user.counts_as_admin() && !self.facts.other_admin
    }

    fn not_last_admin(&self) -> Result<(), Rejection> {
        if self.is_last_admin() {
            Err(Rejection::LastAdmin)
        } else {
            Ok(())
        }
    }

    /// Every way into Active from a state that holds no seat passes here (I-13).
    fn seat(&self) -> Result<(), Rejection> {
        match self.policy.roles.seats {
            Some(seats) if !self.user.holds_seat() && self.facts.seats_used >= seats => {
                Err(Rejection::SeatLimit { seats })
            }
            _ => Ok(()),
        }
    }
}
