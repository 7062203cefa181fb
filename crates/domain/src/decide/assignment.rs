//! Roles (RULES 5.3 row Roles).

use super::{Case, Ruling};
use crate::{
    authority::{Grant, Scope, may_grant, may_take},
    command::ActionKind,
    event::{Event, Fact},
    lifecycle::Status,
    policy::{RoleModel, Supported},
    rejection::{Rejection, Violation},
    user::{User, evolve},
    value::RoleName,
};

impl Case<'_> {
    fn roles_editable(&self, action: ActionKind) -> Result<(), Rejection> {
        if self.user.status() == Status::Deleted {
            return Err(self.not_from_here(action));
        }
        if self.policy.roles.editable == Supported::No && !self.actor.is_system_admin() {
            return Err(Rejection::PolicyForbids {
                setting: "roles.editable",
            });
        }
        Ok(())
    }

    pub(super) fn grant_role(&self, grant: &Grant) -> Ruling {
        self.roles_editable(ActionKind::GrantRole)?;
        if self.user.grants().contains(grant) {
            return Ok(Vec::new());
        }
        may_grant(
            self.actor,
            grant,
            &self.facts.roles,
            self.policy.roles.model,
        )?;
        if grant
            .until
            .is_some_and(|until| until <= grant.from.unwrap_or(self.now))
        {
            let message = "The end of a role comes after its beginning.";
            return Err(Rejection::Validation(vec![Violation::new(
                "/until",
                "in_the_past",
                message,
            )]));
        }
        let same = |held: &&Grant| held.role == grant.role && held.scope == grant.scope;
        let replaced = self.user.grants().iter().find(same);
        if let Some(held) = replaced {
            may_take(self, held)?;
        }
        let replaces = replaced.is_some();
        // A grant for all time that gets a beginning or an end stops counting as an administrator's.
        let bounded = grant.from.is_some() || grant.until.is_some();
        if replaces && bounded && self.is_admin_grant(&grant.role, grant.scope) {
            self.not_last_admin()?;
        }
        if self.policy.roles.model == RoleModel::Single
            && !replaces
            && !self.user.grants().is_empty()
        {
            return Err(Rejection::PolicyForbids {
                setting: "roles.model",
            });
        }
        Ok(vec![Fact::RoleGranted {
            grant: grant.clone(),
        }])
    }

    pub(super) fn revoke_role(&self, role: &RoleName, scope: Scope) -> Ruling {
        self.roles_editable(ActionKind::RevokeRole)?;
        let Some(held) = self
            .user
            .grants()
            .iter()
            .find(|held| held.role == *role && held.scope == scope)
        else {
            return Ok(Vec::new());
        };
        may_take(self, held)?;
        if self.is_admin_grant(role, scope) {
            self.not_last_admin()?;
        }
        Ok(vec![Fact::RoleRevoked {
            role: role.clone(),
            scope,
        }])
    }

    /// One step after the other on what the steps before would leave, but one command: a refused step
    /// refuses them all. Taking away comes first, where users hold one role only. Roles that are not the actor's to
    /// take stay, whether he names them or not (CHx-6).
    pub(super) fn set_roles(&self, wished: &[Grant]) -> Ruling {
        let same = |a: &Grant, b: &Grant| a.role == b.role && a.scope == b.scope;
        let is_kept = |held: &Grant| {
            let untouched = matches!(
                may_take(self, held),
                Err(Rejection::StrongerUser { .. } | Rejection::RoleNotGrantable { .. })
            );
            untouched || wished.iter().any(|wish| same(held, wish))
        };
        let lost = self.user.grants().iter().filter(|held| !is_kept(held));
        let mut facts = Vec::new();
        let mut user = self.user.clone();
        let mut take = |user: &mut User, ruling: Ruling| -> Result<(), Rejection> {
            for fact in ruling? {
                let event = Event { at: self.now, fact };
                *user = evolve(user.clone(), &event);
                facts.push(event.fact);
            }
            Ok(())
        };
        for held in lost {
            let ruling = Case {
                user: &user,
                ..*self
            }
            .revoke_role(&held.role, held.scope);
            take(&mut user, ruling)?;
        }
        for wish in wished {
            let ruling = Case {
                user: &user,
                ..*self
            }
            .grant_role(wish);
            take(&mut user, ruling)?;
        }
        self.roles_editable(ActionKind::SetRoles)?;
        Ok(facts)
    }

    fn is_admin_grant(&self, role: &RoleName, scope: Scope) -> bool {
        role.as_str() == crate::authority::SYSTEM_ADMIN && scope == Scope::Tenant
    }
}
