//! What a use case answers when it cannot do what was asked.

use crate::ports::{BoxError, Claim};
use tenure_domain::{
    AUTHORIZATION_FAILURE, LogInFailure, Rejection,
    value::{OrderId, UserId},
};

/// Why a use case failed. Closed: nothing is "unknown".
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such user, tenant or thing as far as the caller may know.
    #[error("There is no such record.")]
    NotFound,
    /// The rules say no.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// Another user of the tenant holds this identifier.
    #[error("Another user has this {}.", .0.field())]
    Taken(Claim),
    /// A deleted user of the tenant keeps this identifier (P-12); whoever hears this sees that user.
    #[error("User {number} was deleted and keeps this {}. Restore that user, or use another.", .claim.field())]
    HeldByDeleted {
        /// Which identifier.
        claim: Claim,
        /// Who could be restored.
        user: UserId,
        /// His number, as people see it.
        number: String,
    },
    /// Another record of the kind has this field's value.
    #[error("Another record of this kind has this {0}.")]
    RecordTaken(&'static str),
    /// An order of this number was recorded with another address or moment.
    #[error("The order {0} is recorded already, with another address or moment.")]
    OrderExists(OrderId),
    /// The key was used with another body.
    #[error("This idempotency key was used for another request. Use a new key.")]
    KeyReused,
    /// Too many writers at once; nothing was changed.
    #[error("Too many people change this user at the same time. Try again.")]
    Contended,
    /// The log-in was refused.
    #[error("{told}")]
    LogInFailed {
        /// Why; for the audit trail.
        why: LogInFailure,
        /// What the tenant's policy tells of it to whoever tried (P-58).
        told: &'static str,
    },
    /// The right password, but the role is lacking (CH-10).
    #[error("{}", AUTHORIZATION_FAILURE)]
    AuthorizationFailure,
    /// The right password, which must be changed first; the token is good for that alone.
    #[error("Change your password first.")]
    PasswordChangeRequired {
        /// To be sent with the new password.
        change_token: String,
    },
    /// No session, or one that has ended.
    #[error("Log in first.")]
    NotLoggedIn,
    /// The session is too old for what was asked: prove yourself again.
    #[error("Log in again to do this.")]
    ReauthenticationRequired,
    /// The first administrator exists already, or the token is wrong or old.
    #[error("This set-up link is not valid any more.")]
    SetupClosed,
    /// Too much to do at this moment; nothing was changed.
    #[error("The server is busy. Try again in a few seconds.")]
    Busy,
    /// A part that is needed cannot be reached; nothing was changed.
    #[error("{port} cannot be reached.")]
    Unavailable {
        /// Which part, for the log; never told to clients.
        port: &'static str,
        /// Why.
        source: BoxError,
    },
    /// Stored data contradicts itself.
    #[error("stored data is inconsistent: {0}")]
    Corrupt(String),
}

impl Error {
    /// The permanent code (RULES 5.8 and the API's contract).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not_found",
            Self::Rejected(rejection) => rejection.code(),
            Self::Taken(_) | Self::RecordTaken(_) => "identifier_taken",
            Self::HeldByDeleted { .. } => "deleted_exists",
            Self::OrderExists(_) => "order_exists",
            Self::KeyReused => "idempotency_key_reused",
            Self::Contended => "contended",
            Self::LogInFailed { .. } => "login_failed",
            Self::AuthorizationFailure => "authorization_failure",
            Self::PasswordChangeRequired { .. } => "password_change_required",
            Self::NotLoggedIn => "unauthorized",
            Self::ReauthenticationRequired => "reauthentication_required",
            Self::SetupClosed => "link_invalid",
            Self::Busy => "busy",
            Self::Unavailable { .. } => "unavailable",
            Self::Corrupt(_) => "internal",
        }
    }
}
