//! Passwords, reset links, the directory (RULES 5.2 rows 8 to 13, 26, 27).

use super::{Case, Ruling};
use crate::{
    authority::Actor,
    command::ActionKind,
    credential::{Credential, Ticket},
    event::{DirectoryAccount, Fact, PasswordChangedHow, UnblockedHow},
    lifecycle::{Invitation, Lifecycle, RevokedWhy, Status},
    policy::{
        AdminPassword, Directory, ForcedChange, InvitationMode, LockoutRelease, PendingPassword,
        ResetLink, SelfChange,
    },
    rejection::Rejection,
    user::Kind,
    value::{DirectoryName, Personal},
};

impl Case<'_> {
    fn own_password(&self) -> Result<(), Rejection> {
        if matches!(self.user.credential(), Credential::External { .. }) {
            Err(Rejection::ExternalCredential)
        } else {
            Ok(())
        }
    }

    fn is_pending(&self) -> bool {
        self.user.status() == Status::Pending
    }

    /// The common ground of both ways in which an administrator sets a password.
    fn administrator_sets(&self, action: ActionKind) -> Result<(), Rejection> {
        let pending_refused =
            self.policy.activity.pending_admin_password == PendingPassword::Refused;
        if self.user.status() == Status::Deleted || (self.is_pending() && pending_refused) {
            return Err(self.not_from_here(action));
        }
        self.own_password()?;
        // One's own password is changed with the current one.
        self.not_self()?;
        if self.user.kind() == Kind::NonLogin {
            return Err(Rejection::PolicyForbids { setting: "kind" });
        }
        Ok(())
    }

    pub(super) fn set_password(&self) -> Ruling {
        self.administrator_sets(ActionKind::SetPassword)?;
        // Whoever runs the server sets a lasting password whatever the rules: it is the way back in.
        if !matches!(self.actor, Actor::Operator { .. }) {
            if self.policy.credential.admin_may_set != AdminPassword::Yes {
                return Err(Rejection::PolicyForbids {
                    setting: "credential.admin_may_set",
                });
            }
            if self.policy.credential.force_change == ForcedChange::Always {
                return self.with_temporary();
            }
        }
        self.with_credential(Fact::PasswordSet {
            by: self.actor.reference(),
        })
    }

    pub(super) fn set_temporary_password(&self, must_change: Option<bool>) -> Ruling {
        self.administrator_sets(ActionKind::SetTemporaryPassword)?;
        if self.policy.credential.admin_may_set == AdminPassword::No
            && !matches!(self.actor, Actor::Operator { .. })
        {
            return Err(Rejection::PolicyForbids {
                setting: "credential.admin_may_set",
            });
        }
        let forced = match self.policy.credential.force_change {
            ForcedChange::Always => true,
            ForcedChange::Never => false,
            ForcedChange::Optional => must_change.unwrap_or(true),
        };
        if forced {
            return self.with_temporary();
        }
        self.with_credential(Fact::PasswordSet {
            by: self.actor.reference(),
        })
    }

    fn with_temporary(&self) -> Ruling {
        // Until changed it is no lasting way in, so it must not be the last administrator's.
        self.not_last_admin()?;
        self.with_credential(self.temporary())
    }

    pub(super) fn temporary(&self) -> Fact {
        let expires_at = self
            .policy
            .credential
            .temporary_ttl
            .map(|ttl| ttl.after(self.now));
        Fact::TemporaryPasswordSet {
            by: self.actor.reference(),
            expires_at,
        }
    }

    /// The credential, its end for an invitation (HE-14), and Active for who was Pending (HE-35).
    fn with_credential(&self, fact: Fact) -> Ruling {
        let mut facts = Vec::new();
        if self.is_pending() {
            self.seat()?;
            facts.extend(self.kill_invitation(RevokedWhy::PasswordSet));
            facts.push(fact);
            facts.push(Fact::Activated {});
        } else {
            facts.push(fact);
        }
        Ok(facts)
    }

    pub(super) fn kill_invitation(&self, why: RevokedWhy) -> Option<Fact> {
        match self.user.lifecycle().invitation()? {
            Invitation::Open { .. } | Invitation::Expired { .. } => {
                Some(Fact::InvitationRevoked { why })
            }
            Invitation::NotSent | Invitation::Revoked { .. } => None,
        }
    }

    pub(super) fn send_password_reset(&self) -> Ruling {
        match self.user.status() {
            Status::Pending | Status::Deleted => {
                return Err(self.not_from_here(ActionKind::SendPasswordReset));
            }
            Status::Active | Status::Inactive | Status::Blocked => {}
        }
        // As with the other commands about passwords, the directory first: OB-61 wants it named.
        self.own_password()?;
        match self.policy.credential.reset_link {
            ResetLink::Admin | ResetLink::Both => {}
            ResetLink::Off | ResetLink::SelfService => {
                return Err(Rejection::PolicyForbids {
                    setting: "credential.reset_link",
                });
            }
        }
        if self.user.kind() == Kind::NonLogin {
            return Err(Rejection::PolicyForbids { setting: "kind" });
        }
        if self.user.profile().email.is_none() {
            return Err(Rejection::NoEmail);
        }
        Ok(vec![self.reset_requested()])
    }

    /// Never refused, so that a stranger learns nothing; in vain unless everything fits (row 11).
    pub(super) fn request_password_reset(&self) -> Vec<Fact> {
        let by_self = self.policy.credential.reset_link.is_for_users();
        let stands = match self.user.lifecycle() {
            Lifecycle::Active { .. } => true,
            Lifecycle::Blocked { block, .. } => block.is_lockout(),
            Lifecycle::Pending { .. } | Lifecycle::Inactive { .. } | Lifecycle::Deleted { .. } => {
                false
            }
        };
        let own = self.own_password().is_ok() && self.user.kind() != Kind::NonLogin;
        if by_self && stands && own && self.user.profile().email.is_some() {
            vec![self.reset_requested()]
        } else {
            Vec::new()
        }
    }

    fn reset_requested(&self) -> Fact {
        let serial = self.user.tickets().last_reset.saturating_add(1);
        let expires_at = self.policy.credential.reset_ttl.after(self.now);
        Fact::PasswordResetRequested { serial, expires_at }
    }

    pub(super) fn complete_password_reset(&self, given: u32) -> Ruling {
        let Some(Ticket { serial, expires_at }) = self.user.tickets().reset else {
            return Err(Rejection::LinkInvalid);
        };
        if serial != given || matches!(self.user.status(), Status::Pending | Status::Deleted) {
            return Err(Rejection::LinkInvalid);
        }
        if expires_at <= self.now {
            return Err(Rejection::LinkExpired);
        }
        let mut facts = vec![Fact::PasswordChanged {
            how: PasswordChangedHow::Reset,
        }];
        if let Lifecycle::Blocked { block, .. } = self.user.lifecycle()
            && block.is_lockout()
            && self.reset_ends_lockout(block.until.is_none())
        {
            facts.push(Fact::Unblocked {
                how: UnblockedHow::PasswordReset,
            });
        }
        Ok(facts)
    }

    /// A completed reset proves who it is: it ends a lockout that time alone may end, and the final one.
    fn reset_ends_lockout(&self, is_final: bool) -> bool {
        match self.policy.lockout.release {
            LockoutRelease::Duration | LockoutRelease::AdminOrDuration => true,
            LockoutRelease::Admin | LockoutRelease::AdminAndDuration => {
                is_final && self.policy.lockout.duration.is_some()
            }
        }
    }

    pub(super) fn change_password(&self) -> Ruling {
        if self.user.status() != Status::Active {
            return Err(self.not_from_here(ActionKind::ChangePassword));
        }
        self.own_password()?;
        if self.policy.credential.self_change == SelfChange::WhenForced
            && !self.user.must_change_password(self.policy, self.now)
        {
            return Err(Rejection::PolicyForbids {
                setting: "credential.self_change",
            });
        }
        Ok(vec![Fact::PasswordChanged {
            how: PasswordChangedHow::Own,
        }])
    }

    pub(super) fn set_external_credential(
        &self,
        domain: DirectoryName,
        directory_id: Option<DirectoryName>,
    ) -> Ruling {
        if self.user.status() == Status::Deleted {
            return Err(self.not_from_here(ActionKind::SetExternalCredential));
        }
        if self.policy.credential.directory == Directory::Disabled {
            return Err(Rejection::PolicyForbids {
                setting: "credential.directory",
            });
        }
        let wish = Credential::External {
            domain: domain.clone(),
            directory_id: directory_id.clone(),
        };
        if *self.user.credential() == wish {
            return Ok(Vec::new());
        }
        let fact = Fact::CredentialMadeExternal {
            domain,
            personal: Personal::Known(DirectoryAccount { directory_id }),
        };
        let mut facts = Vec::new();
        if self.is_pending() {
            self.seat()?;
            facts.extend(self.kill_invitation(RevokedWhy::MadeExternal));
            facts.extend([fact, Fact::Activated {}]);
        } else {
            facts.push(fact);
        }
        Ok(facts)
    }

    pub(super) fn remove_external_credential(&self, has_temporary: bool) -> Ruling {
        let status = self.user.status();
        if matches!(status, Status::Pending | Status::Deleted) {
            return Err(self.not_from_here(ActionKind::RemoveExternalCredential));
        }
        if !matches!(self.user.credential(), Credential::External { .. }) {
            return Ok(Vec::new());
        }
        self.not_self()?;
        self.not_last_admin()?;
        let mut facts = vec![Fact::ExternalCredentialRemoved {}];
        if has_temporary {
            facts.push(self.temporary());
        } else if status == Status::Active && self.user.kind() == Kind::Person {
            if self.policy.invitation.mode == InvitationMode::Off {
                return Err(Rejection::PolicyForbids {
                    setting: "invitation.mode",
                });
            }
            if self.user.profile().email.is_none() {
                return Err(Rejection::NoEmail);
            }
            facts.extend(self.back_to_pending());
        }
        Ok(facts)
    }
}
