//! Which acts ask anew who one is.

use crate::ActionKind;

impl ActionKind {
    /// Must somebody at a browser have proved lately who he is? So it is with what hands an account or power over,
    /// and with what cannot be taken back: a browser that was left alone is not enough (ASVS 7.5.3). A person's own
    /// address has a rule of its own (7.5.1), his own password is asked for anyway.
    #[must_use]
    pub const fn needs_proof(self) -> bool {
        matches!(
            self,
            Self::Anonymize
                | Self::Purge
                | Self::SetPassword
                | Self::SetTemporaryPassword
                | Self::SetExternalCredential
                | Self::RemoveExternalCredential
                | Self::SetFacilityLogIn
                | Self::GrantRole
                | Self::RevokeRole
                | Self::SetRoles
        )
    }
}
