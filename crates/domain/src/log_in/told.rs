//! What a refused log-in says to whoever tried (P-58).

use crate::{
    event::LogInFailure,
    policy::{ErrorStyle, LogInPolicy},
};

/// The one text for every refused log-in (OB-44).
pub const LOG_IN_FAILED: &str = "Log in failed.";

/// The text for who is known but lacks the role (CH-10).
pub const AUTHORIZATION_FAILURE: &str = "Authorization Failure";

impl LogInPolicy {
    /// The text for a refused log-in: the same for all, unless the policy gives the reason away (OFx-9).
    ///
    /// An unknown user name is answered like a wrong password.
    #[must_use]
    pub fn told(&self, why: LogInFailure) -> &'static str {
        match self.error_style {
            ErrorStyle::Generic | ErrorStyle::DistinctAuthorization => LOG_IN_FAILED,
            ErrorStyle::Verbose => reason(why),
        }
    }
}

fn reason(why: LogInFailure) -> &'static str {
    match why {
        LogInFailure::WrongCredential => "Log in failed. The user name or the password is wrong.",
        LogInFailure::NotActive => "Log in failed. This account is disabled.",
        LogInFailure::Blocked => {
            "Log in failed. This account is blocked. An administrator can unblock it."
        }
        LogInFailure::LockedOut => {
            "Log in failed. This account is blocked after too many wrong passwords."
        }
        LogInFailure::OutsideValidity => "Log in failed. This account is not valid at this time.",
        LogInFailure::TemporaryPasswordExpired => {
            "Log in failed. The temporary password has expired. Ask an administrator for another."
        }
        LogInFailure::NoCredential => "Log in failed. This account has no password yet.",
    }
}
