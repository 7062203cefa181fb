//! How users come to be, against how they get in.

use crate::policy::*;

impl Policy {
    pub(super) fn check_creation(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let ways = &self.creation.allowed_credentials;
        let invites = ways.contains(&CredentialWay::Invitation);
        let mode_off = self.invitation.mode == InvitationMode::Off;
        refuse(
            ways.is_empty(),
            "creation.allowed_credentials",
            "No user could ever be created; allow at least one way to a credential.",
        );
        refuse(
            invites && mode_off,
            "creation.allowed_credentials, invitation.mode",
            "Users may be created by invitation, but invitations are off; turn them on or take the way out.",
        );
        refuse(
            mode_off && self.activity.without_credential == WithoutCredential::BackToPending,
            "activity.without_credential, invitation.mode",
            "Activating would put a user back to Pending, but without invitations nobody leaves Pending.",
        );
        refuse(
            ways.contains(&CredentialWay::External)
                && self.credential.directory == Directory::Disabled
                && ways.len() == 1,
            "creation.allowed_credentials, credential.directory",
            "The directory is the only way to a credential, but the directory is disabled.",
        );
        self.check_way_in(refuse);
        refuse(
            self.activity.block_after == BlockAfterActivation::DeactivateBlocks
                && self.block.enabled == Supported::No,
            "activity.block_after, block.enabled",
            "Deactivating would block the user, but there are no blocks; turn them on or leave deactivating alone.",
        );
    }

    /// What an administrator may set for a new user, against what for a present one.
    pub(super) fn check_first_password(
        &self,
        refuse: &mut impl FnMut(bool, &'static str, &'static str),
    ) {
        let ways = &self.creation.allowed_credentials;
        refuse(
            self.credential.admin_may_set == AdminPassword::TemporaryOnly
                && self.credential.force_change != ForcedChange::Always,
            "credential.admin_may_set, credential.force_change",
            "An administrator may set only passwords that must be changed, so each of them must be; force it always.",
        );
        refuse(
            ways.contains(&CredentialWay::AdminPassword)
                && self.credential.admin_may_set != AdminPassword::Yes,
            "creation.allowed_credentials, credential.admin_may_set",
            "A new user may get a lasting password from the administrator, a present one may not; choose one.",
        );
        refuse(
            ways.contains(&CredentialWay::TemporaryPassword)
                && self.credential.admin_may_set == AdminPassword::No,
            "creation.allowed_credentials, credential.admin_may_set",
            "A new user may get a temporary password from the administrator, a present one may not; choose one.",
        );
        refuse(
            ways.contains(&CredentialWay::AdminPassword)
                && self.credential.force_change == ForcedChange::Always,
            "creation.allowed_credentials, credential.force_change",
            "Every password that an administrator sets must be changed, yet a new user's would last; take the way out.",
        );
        refuse(
            ways.contains(&CredentialWay::TemporaryPassword)
                && self.credential.force_change == ForcedChange::Never,
            "creation.allowed_credentials, credential.force_change",
            "No password that an administrator sets must be changed, yet a new user's would be temporary; take the way out.",
        );
    }

    /// Somebody who is added without a credential must be able to come to one.
    fn check_way_in(&self, refuse: &mut impl FnMut(bool, &'static str, &'static str)) {
        let ways = &self.creation.allowed_credentials;
        let mode_off = self.invitation.mode == InvitationMode::Off;
        let set_later = self.activity.pending_admin_password == PendingPassword::Activates
            && self.credential.admin_may_set != AdminPassword::No;
        refuse(
            ways.contains(&CredentialWay::None)
                && mode_off
                && self.activity.without_credential != WithoutCredential::Activate
                && !set_later
                && self.credential.directory == Directory::Disabled,
            "creation.allowed_credentials, invitation.mode, activity.pending_admin_password",
            "A person added without a credential would be Pending and nothing could ever make him Active.",
        );
        // Where the directory is disabled, External stands there for the day it is enabled.
        let bare = ways
            .iter()
            .all(|way| matches!(way, CredentialWay::None | CredentialWay::External));
        let never = !set_later && self.credential.directory == Directory::Disabled;
        refuse(
            bare && mode_off && never,
            "creation.allowed_credentials, invitation.mode, credential.admin_may_set",
            "New users have no credential, and there is no way in which they could ever get one.",
        );
    }
}
