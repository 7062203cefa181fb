//! Every code that a problem can have: permanent name, status, title, what happened, what to do.

use axum::http::StatusCode;
use tenure_domain::{AUTHORIZATION_FAILURE, LOG_IN_FAILED, Rejection};

macro_rules! codes {
    ($($variant:ident = $code:literal, $status:ident, $title:expr, $happened:literal, $remedy:literal;)+) => {
        /// What kind of problem it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Code { $($variant,)+ }

        impl Code {
            /// All of them.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The permanent name.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The status it is answered with.
            pub(crate) const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)+ }
            }

            /// A few words that are the same every time.
            pub(crate) const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }

            /// What happened.
            pub(crate) const fn happened(self) -> &'static str {
                match self { $(Self::$variant => $happened,)+ }
            }

            /// What to do.
            pub(crate) const fn remedy(self) -> &'static str {
                match self { $(Self::$variant => $remedy,)+ }
            }
        }
    };
}

codes! {
    Malformed = "malformed", BAD_REQUEST, "Malformed request",
        "The request could not be read: its body is not JSON, or a header or the address is not of its form.",
        "Correct the request as the detail says.";
    CursorMismatch = "cursor_mismatch", BAD_REQUEST, "Cursor of another list",
        "The cursor does not belong to these filters and this order, or was changed.",
        "Ask for the first page again, without a cursor.";
    Unauthorized = "unauthorized", UNAUTHORIZED, "Log in first",
        "There is no session, it has ended, or it belongs to another tenant.",
        "Log in and send the token as `Authorization: Bearer`.";
    ReauthenticationRequired = "reauthentication_required", UNAUTHORIZED, "Log in again.",
        "This needs a log-in that is not long ago; the session is older.",
        "Log in again with `POST /api/v1/sessions`, then repeat the request with the new session.";
    LoginFailed = "login_failed", UNAUTHORIZED, LOG_IN_FAILED,
        "The log-in was refused. The reason is told to administrators, and to whoever tried only where the policy says so.",
        "Check what you typed, reset the password, or ask an administrator.";
    Forbidden = "forbidden", FORBIDDEN, "Not allowed",
        "A permission is lacking, or only somebody else may do this.",
        "Ask an administrator for the permission that the detail names.";
    CrossOrigin = "cross_origin", FORBIDDEN, "Request from another site",
        "A page of another site tried to change something in the name of whoever is logged in here.",
        "Repeat it on this site. A proxy in front must pass Host and Origin on unchanged.";
    AuthorizationFailure = "authorization_failure", FORBIDDEN, AUTHORIZATION_FAILURE,
        "The password is right, but the role that a log-in needs is lacking.",
        "Ask an administrator for the role.";
    PasswordChangeRequired = "password_change_required", FORBIDDEN, "Change your password first",
        "The password is right, but must be changed before anything else.",
        "Send `PUT /api/v1/me/password` with the `change_token` of this answer and a new password.";
    StrongerUser = "stronger_user", FORBIDDEN, "The user holds a role that you do not",
        "Nobody changes the account of somebody who may do more than himself.",
        "Ask somebody who holds the role.";
    RoleNotGrantable = "role_not_grantable", FORBIDDEN, "Role not yours to give",
        "The role allows what you are not allowed yourself.",
        "Ask somebody who holds the role.";
    NotFound = "not_found", NOT_FOUND, "Not found",
        "There is no such thing, or you may not know of it.",
        "Check the address and the tenant.";
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "Method not allowed",
        "This address does not take this method.",
        "Use one of the methods in the header `Allow`.";
    InvalidTransition = "invalid_transition", CONFLICT, "Not possible in this status",
        "The user's status does not allow this.",
        "Do one of the actions in `allowed`.";
    IdentifierTaken = "identifier_taken", CONFLICT, "Already in use",
        "Another user has this e-mail address, user name or external id, or another record of the kind has this external id or name.",
        "Use another one, or look for that user.";
    DeletedExists = "deleted_exists", CONFLICT, "A deleted user has it",
        "A deleted user keeps this e-mail address, user name or external id; the detail names him, `user` is his id.",
        "Restore that user with `POST /api/v1/users/{id}/restore`, or use another one.";
    OrderExists = "order_exists", CONFLICT, "Order recorded before",
        "An order of this number is recorded with another address or moment.",
        "Send the order as it was told of first, or with its own number.";
    LastAdmin = "last_admin", CONFLICT, "Last administrator",
        "Nobody would be left who can log in and administer the system.",
        "Make somebody else a system administrator first, or leave a way to log in.";
    SelfAction = "self_action", CONFLICT, "Not on your own account",
        "Nobody does this to himself.",
        "Ask another administrator.";
    ProtectedUser = "protected_user", CONFLICT, "Protected user",
        "Administrators are not deleted here.",
        "Take the role away first.";
    BuiltInRole = "built_in_role", CONFLICT, "Built-in role",
        "The role is the same in every tenant; it is neither changed nor deleted.",
        "Make another role.";
    HasHistory = "has_history", CONFLICT, "User has orders",
        "The user has order history and cannot be deleted.",
        "Deactivate the user instead.";
    InUse = "in_use", CONFLICT, "In use",
        "Users are assigned to it, or other records belong to it; the detail says how many. Deleted users count, and the detail \
         says how many of them there are.",
        "Move them first, then repeat the request.";
    PolicyForbids = "policy_forbids", CONFLICT, "Against the rules of this system",
        "The tenant's policy does not allow this; the detail names the setting.",
        "Do it another way, or have the policy changed.";
    ExternalCredential = "external_credential", CONFLICT, "Password kept by a directory",
        "The user logs in by a directory, which keeps the password.",
        "Change the password there.";
    NoEmail = "no_email", CONFLICT, "No e-mail address",
        "There is no address to send to.",
        "Enter an e-mail address first.";
    Anonymized = "anonymized", CONFLICT, "Anonymized user",
        "The person's data was masked for good.",
        "Nothing; add a new user if the person returns.";
    NotRestorable = "not_restorable", CONFLICT, "Cannot be restored",
        "The user cannot come back.",
        "Add a new user.";
    SeatLimit = "seat_limit", CONFLICT, "All seats are taken",
        "As many users are active as the plan allows.",
        "Deactivate somebody first.";
    Contended = "contended", CONFLICT, "Too many changes at once",
        "Others changed the same user at the same moment; nothing was changed by this request.",
        "Send it again after the seconds in `Retry-After`.";
    LinkInvalid = "link_invalid", GONE, "Link not valid",
        "The link was used, replaced or revoked, or never was one.",
        "Ask for a new one.";
    LinkExpired = "link_expired", GONE, "Link expired",
        "The link is too old.",
        "Ask for a new one.";
    StaleVersion = "stale_version", PRECONDITION_FAILED, "Changed in the meantime",
        "The user, or the policy, is not at the version that `If-Match` names.",
        "Read it again, then repeat the change.";
    PayloadTooLarge = "payload_too_large", PAYLOAD_TOO_LARGE, "Body too large",
        "The body is larger than this address takes.",
        "Send less.";
    UnsupportedMediaType = "unsupported_media_type", UNSUPPORTED_MEDIA_TYPE, "Body is not JSON",
        "The body's `Content-Type` is not one that this address takes.",
        "Send JSON with `Content-Type: application/json`.";
    Validation = "validation", UNPROCESSABLE_ENTITY, "Some fields need attention",
        "Fields are wrong, missing or unknown; `errors` lists all of them.",
        "Correct the fields that `errors` points to.";
    PasswordPolicy = "password_policy", UNPROCESSABLE_ENTITY, "Password does not meet the rules",
        "The password is too short, too easily guessed or otherwise against the rules; `errors` says why.",
        "Choose another password.";
    ImmutableField = "immutable_field", UNPROCESSABLE_ENTITY, "Field cannot be changed",
        "The rules of this system keep this field as it is.",
        "Leave the field out.";
    IdempotencyKeyReused = "idempotency_key_reused", UNPROCESSABLE_ENTITY, "Idempotency key used before",
        "The key was used for another request within the last 24 hours.",
        "Use a new key for a new request.";
    VersionRequired = "version_required", PRECONDITION_REQUIRED, "Version required",
        "A change of a user or of the policy must say which version it is based on.",
        "Read it and send its `ETag` as `If-Match`.";
    TooManyRequests = "too_many_requests", TOO_MANY_REQUESTS, "Too many requests",
        "This was tried too often in a short time.",
        "Wait for the seconds in `Retry-After`.";
    TooSoon = "too_soon", TOO_MANY_REQUESTS, "Sent too often",
        "The message was sent several times within the hour.",
        "Wait for the seconds in `Retry-After`.";
    Internal = "internal", INTERNAL_SERVER_ERROR, "Internal error",
        "Something is wrong in the server; nothing was changed.",
        "Report it with the request id in `instance`.";
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Not available at this moment",
        "A part that is needed cannot be reached; nothing was changed.",
        "Try again after the seconds in `Retry-After`.";
    Busy = "busy", SERVICE_UNAVAILABLE, "Busy",
        "There is too much to do at this moment; nothing was changed.",
        "Try again after the seconds in `Retry-After`.";
}

impl Code {
    /// The code of this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// The code for an answer that says nothing but its status.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::UNAUTHORIZED => Self::Unauthorized,
            StatusCode::FORBIDDEN => Self::Forbidden,
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => Self::PayloadTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::UnsupportedMediaType,
            StatusCode::SERVICE_UNAVAILABLE => Self::Unavailable,
            other if other.is_server_error() => Self::Internal,
            _ => Self::Malformed,
        }
    }

    /// Is it worth trying the same again in a few seconds?
    pub(crate) fn is_passing(self) -> bool {
        matches!(self, Self::Contended | Self::Unavailable | Self::Busy)
    }
}

/// The code of a refusal by the rules.
pub(super) fn code_of(rejection: &Rejection) -> Code {
    match rejection {
        Rejection::NotFound => Code::NotFound,
        Rejection::Forbidden { .. } | Rejection::SystemAdminOnly | Rejection::SelfOnly => {
            Code::Forbidden
        }
        Rejection::SelfAction => Code::SelfAction,
        Rejection::LastAdmin | Rejection::NoAdministratorLeft => Code::LastAdmin,
        Rejection::ProtectedUser => Code::ProtectedUser,
        Rejection::StrongerUser { .. } => Code::StrongerUser,
        Rejection::RoleNotGrantable { .. } => Code::RoleNotGrantable,
        Rejection::BuiltInRole { .. } => Code::BuiltInRole,
        Rejection::InvalidTransition { .. } => Code::InvalidTransition,
        Rejection::PolicyForbids { .. } => Code::PolicyForbids,
        Rejection::ImmutableField { .. } => Code::ImmutableField,
        Rejection::Validation(_) => Code::Validation,
        Rejection::PasswordPolicy(_) => Code::PasswordPolicy,
        Rejection::ExternalCredential => Code::ExternalCredential,
        Rejection::NoEmail => Code::NoEmail,
        Rejection::LinkInvalid => Code::LinkInvalid,
        Rejection::LinkExpired => Code::LinkExpired,
        Rejection::SeatLimit { .. } => Code::SeatLimit,
        Rejection::TooSoon => Code::TooSoon,
        Rejection::Anonymized => Code::Anonymized,
        Rejection::NotRestorable => Code::NotRestorable,
        Rejection::HasHistory => Code::HasHistory,
        Rejection::InUse { .. } => Code::InUse,
        Rejection::StaleVersion => Code::StaleVersion,
    }
}
