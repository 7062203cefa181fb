//! Settings of authority, roles, sessions and notices.

use super::choice;
use super::outline::settings;
use crate::value::{RoleName, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

choice! {
    /// P-7: who may activate and deactivate.
    ChangeStatus {
        /// Whoever administers the user's organization.
        OrganizationAdmin,
        /// System administrators only (SH-27), and with the status all that leads to another one: block, delete,
        /// an end of validity.
        SystemAdmin,
        /// Whoever holds the permission `users.status`.
        Permission,
    }
}
choice! {
    /// P-100: who may see the list of users.
    ViewUsers {
        /// Organization administrators (SH-2).
        OrganizationAdmin,
        /// Whoever holds the permission `users.read`.
        Permission,
    }
}

choice! {
    /// SH-14: into which organization one invites.
    InvitationOrganization {
        /// The one in which one works; there is nothing to choose.
        Own,
        /// The one in which one works, unless another one is named.
        Chosen,
    }
}

/// Policies that were written before there was this setting.
fn invitation_organization() -> InvitationOrganization {
    InvitationOrganization::Chosen
}

settings! {
    /// Who may do what to whom.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct AuthorityPolicy {
        /// P-7.
        pub change_status: ChangeStatus,
        /// P-100.
        pub view_users: ViewUsers,
        /// SH-14.
        #[serde(default = "invitation_organization")]
        pub invitation_organization: InvitationOrganization,
    }
}

choice! {
    /// P-80: how many roles a user holds.
    RoleModel {
        /// One at most, shown as a badge (SH-22).
        Single,
        /// Several.
        Multi,
        /// Permissions on the user, beside roles (HE-9): a permission's name is granted like a role.
        DirectPermissions,
    }
}
choice! {
    /// P-83: when a change of roles takes effect.
    RoleEffect {
        /// At once.
        Immediate,
        /// At the next log-in (OBx-8).
        NextLogIn,
    }
}
choice! {
    /// P-44: of how many organizations a user is a member.
    Membership {
        /// One at most.
        Single,
        /// Several (SH-24).
        Multi,
    }
}
/// How many users may be Active at the same time (SHx-2).
pub type Seats = Option<u32>;

settings! {
    /// How roles are held and take effect.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct RolePolicy {
        /// P-80.
        pub model: RoleModel,
        /// P-81: may a user's roles be changed?
        pub editable: super::Supported,
        /// P-82: roles that every new user gets; where users hold single permissions, also these by
        /// their names (HE-3). What everybody gets makes nobody stronger than others.
        pub default: BTreeSet<RoleName>,
        /// P-83.
        pub effective: RoleEffect,
        /// P-84: what people call the built-in role `system_admin`, which holds everything without being given it.
        pub superuser: String,
        /// P-44.
        pub memberships: Membership,
        /// How many Active users the tenant may have; none: any number.
        pub seats: Seats,
    }
}

settings! {
    /// How long a log-in lasts.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct SessionPolicy {
        /// Without a request for so long a session ends.
        pub idle: Span,
        /// A session ends after so long whatever happens.
        pub absolute: Span,
        /// The most sessions of one user; the oldest ends first.
        pub max_per_user: u16,
        /// For so long after a log-in dangerous acts need no second proof.
        pub reauthentication_window: Span,
    }
}

settings! {
    /// What the user is told.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    pub struct NoticePolicy {
        /// P-77: mails about changes of password, e-mail and access.
        pub security_changes: super::Supported,
        /// P-76: a mail to the user who uploaded proximity or product data (OB-22, OB-23). The order management
        /// system tells of uploads; Tenure sends the mail.
        pub on_upload: super::Supported,
    }
}
