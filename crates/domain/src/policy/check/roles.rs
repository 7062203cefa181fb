//! Roles: what everybody gets, and how much of it one user may hold.

use crate::{
    authority::{Permission, Roles, SYSTEM_ADMIN},
    policy::*,
    rejection::Violation,
    value::RoleName,
};

impl Policy {
    /// The roles that the rules name and the tenant does not have: nobody could be added, or log in.
    #[must_use]
    pub fn unknown_roles(&self, known: &Roles) -> Vec<Violation> {
        let unknown = |role: &&RoleName| {
            let permission = self.roles.model == RoleModel::DirectPermissions
                && role.as_str().parse::<Permission>().is_ok();
            known.permissions(role).is_none() && !permission
        };
        let told = |pointer: &str, role: &RoleName| {
            let message = format!("There is no role {role}; define it first, or name another.");
            Violation::new(pointer, "unknown", message)
        };
        let default = self.roles.default.iter().filter(unknown);
        let default = default.map(|role| told("/policy/roles/default", role));
        let needed = match &self.log_in.requires_role {
            LogInRole::Role(role) => Some(role),
            LogInRole::None | LogInRole::AnyRole => None,
        };
        let needed = needed.filter(unknown);
        let needed = needed.map(|role| told("/policy/log_in/requires_role", role));
        default.chain(needed).collect()
    }

    pub(super) fn check_roles(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let roles = &self.roles;
        let is_permission = |name: &str| name.parse::<Permission>().is_ok();
        refuse(
            roles
                .default
                .iter()
                .any(|role| role.as_str() == SYSTEM_ADMIN),
            "roles.default",
            "Every new user would be a system administrator; take that role out.",
        );
        refuse(
            roles.model == RoleModel::Single && roles.default.len() > 1,
            "roles.default, roles.model",
            "Every new user would get several roles, but a user holds one.",
        );
        refuse(
            roles.model != RoleModel::DirectPermissions
                && roles
                    .default
                    .iter()
                    .any(|role| is_permission(role.as_str())),
            "roles.default, roles.model",
            "Every new user would get a permission of its own, but users hold roles only.",
        );
        refuse(
            roles.model != RoleModel::DirectPermissions
                && matches!(&self.log_in.requires_role, LogInRole::Role(role) if is_permission(role.as_str())),
            "log_in.requires_role, roles.model",
            "To log in takes a permission of its own, but users hold roles only; ask for a role.",
        );
        refuse(
            roles.superuser.trim().is_empty() || roles.superuser.chars().count() > 40,
            "roles.superuser",
            "Give the system administrator's role a name of 1 to 40 characters.",
        );
        refuse(
            roles.seats == Some(0),
            "roles.seats",
            "With no seat nobody could be Active; leave the setting out for any number.",
        );
    }
}
