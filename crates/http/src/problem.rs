//! Refusals on the wire: RFC 9457 problem documents, made from errors in one place.
//!
//! A handler returns a [`Problem`]; the outermost layer writes it as JSON or as a page, adds the request's id and
//! logs it, once.

mod code;
mod page;

#[cfg(test)]
mod tests;

pub(crate) use code::Code;
use code::code_of;
pub use page::error_documentation;
pub(crate) use page::{describe, describe_all};

use crate::console::Words;
use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};
use tenure_domain::{
    ActionKind, Rejection, Violation,
    lifecycle::Status,
    value::{UserId, WeakPassword},
};
use tenure_service::Error;
use utoipa::ToSchema;

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Where, as a JSON pointer.
    #[schema(example = "/email")]
    pub(crate) pointer: String,
    /// The permanent code.
    #[schema(example = "too_long")]
    pub(crate) code: String,
    /// What to do, in a sentence.
    pub(crate) message: String,
}

/// A refusal.
#[derive(Clone, Debug)]
pub(crate) struct Problem(Box<Parts>);

/// What a refusal says.
#[derive(Clone, Debug)]
pub(crate) struct Parts {
    pub(crate) code: Code,
    /// What happened this time, in a sentence for people.
    pub(crate) detail: String,
    /// Is the detail in the reader's language already?
    said: bool,
    pub(crate) errors: Vec<FieldError>,
    /// From which status the action is not possible.
    pub(crate) from: Option<Status>,
    /// What would be possible instead.
    pub(crate) allowed: Option<Vec<ActionKind>>,
    pub(crate) change_token: Option<String>,
    /// Who could be restored.
    user: Option<UserId>,
    retry_after: Option<u64>,
    headers: HeaderMap,
    /// For the log alone.
    cause: Option<Arc<str>>,
}

/// A refusal as RFC 9457 writes it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Where the problem is described.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not_found")]
    kind: String,
    /// A few words, the same for every problem of this code.
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 404)]
    status: u16,
    /// What happened this time.
    detail: String,
    /// The request's id, as the log has it.
    instance: String,
    /// The permanent code.
    #[schema(example = "not_found")]
    code: &'static str,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldError>,
    /// For `invalid_transition`: the user's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = "deleted")]
    from: Option<&'static str>,
    /// For `invalid_transition`: what the caller could do now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    allowed: Option<Vec<&'static str>>,
    /// For `password_change_required`: good for changing the password and nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    change_token: Option<String>,
    /// For `deleted_exists`: the id of the user who could be restored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>, nullable = false)]
    user: Option<UserId>,
}

impl Deref for Problem {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl DerefMut for Problem {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.0
    }
}

impl Problem {
    pub(crate) fn new(code: Code) -> Self {
        Self(Box::new(Parts {
            code,
            detail: code.happened().to_owned(),
            said: false,
            errors: Vec::new(),
            from: None,
            allowed: None,
            change_token: None,
            user: None,
            retry_after: code.is_passing().then(|| rand::random_range(1..=5)),
            headers: HeaderMap::new(),
            cause: None,
        }))
    }

    pub(crate) fn with_detail(code: Code, detail: impl Into<String>) -> Self {
        let mut problem = Self::new(code);
        problem.detail = detail.into();
        problem
    }

    /// With a detail that a page said.
    pub(crate) fn said(code: Code, detail: String) -> Self {
        let mut problem = Self::with_detail(code, detail);
        problem.said = true;
        problem
    }

    pub(crate) fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// All the fields that are wrong, at once.
    pub(crate) fn validation(wrong: Vec<Violation>) -> Self {
        Error::from(Rejection::Validation(wrong)).into()
    }

    pub(crate) fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: HeaderValue) -> Self {
        self.headers.insert(HeaderName::from_static(name), value);
        self
    }

    /// With what is wrong with the password where this request has it.
    pub(crate) fn password_at(mut self, pointer: &str) -> Self {
        let moved = self.errors.iter_mut();
        for error in moved.filter(|error| error.pointer == "/password") {
            pointer.clone_into(&mut error.pointer);
        }
        self
    }

    /// With every pointer as seen from the whole body, where this part of it was read by itself.
    pub(crate) fn within(mut self, place: &str) -> Self {
        for error in &mut self.errors {
            error.pointer.insert_str(0, place);
        }
        self
    }

    /// What only the log learns.
    pub(crate) fn caused_by(mut self, cause: impl Into<Arc<str>>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// What it is called in these words; in English as the code says it.
    pub(crate) fn name(&self, words: &Words) -> String {
        let name = words.name("problem", self.code.as_str());
        name.unwrap_or_else(|| self.code.title().to_owned())
    }

    /// What happened this time, in these words. Where the detail is no sentence that they know, and where it is the one
    /// that programs are told, what always happens under this code.
    pub(crate) fn told(&self, words: &Words) -> String {
        if self.said {
            return self.detail.clone();
        }
        let own = Some(&self.detail).filter(|detail| *detail != self.code.happened());
        let own = own.and_then(|detail| words.sentence(detail));
        let told = own.or_else(|| words.name("happened", self.code.as_str()));
        told.unwrap_or_else(|| self.detail.clone())
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.code.status()
    }

    pub(crate) fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }

    /// The document, for a request of this id.
    pub(crate) fn body(&self, instance: &str) -> ProblemBody {
        ProblemBody {
            kind: format!("/problems/{}", self.code.as_str()),
            title: self.code.title(),
            status: self.status().as_u16(),
            detail: self.detail.clone(),
            instance: instance.to_owned(),
            code: self.code.as_str(),
            errors: self.errors.clone(),
            from: self.from.map(Status::code),
            allowed: self
                .allowed
                .as_ref()
                .map(|kinds| kinds.iter().map(|kind| kind.code()).collect()),
            change_token: self.change_token.clone(),
            user: self.user,
        }
    }

    /// Status and headers, which are the same whether it is written as JSON or as a page.
    pub(crate) fn dress(&self, response: &mut Response) {
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.extend(self.headers.clone());
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status() == StatusCode::UNAUTHORIZED {
            headers.insert(
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"tenure\""),
            );
        }
    }
}

impl IntoResponse for Problem {
    /// An answer without a body; the outermost layer writes it, knowing the request's id and what the client reads.
    fn into_response(self) -> Response {
        let mut response = Response::default();
        self.dress(&mut response);
        response.extensions_mut().insert(self);
        response
    }
}

impl FieldError {
    pub(crate) fn of(field: &str, code: &str, message: &str) -> Self {
        Self {
            pointer: format!("/{field}"),
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }

    /// What to do, in these words.
    pub(crate) fn told(&self, words: &Words) -> String {
        words.reason(&self.code, &self.message)
    }
}

impl From<Violation> for FieldError {
    fn from(violation: Violation) -> Self {
        Self {
            pointer: violation.pointer,
            code: violation.code.to_owned(),
            message: violation.message,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let detail = error.to_string();
        match error {
            Error::NotFound => Self::with_detail(Code::NotFound, detail),
            Error::Rejected(rejection) => Self::rejected(rejection),
            Error::Taken(claim) => {
                let error = FieldError::of(claim.field(), "taken", &detail);
                Self::with_detail(Code::IdentifierTaken, detail).with_errors(vec![error])
            }
            Error::RecordTaken(field) => {
                let error = FieldError::of(field, "taken", &detail);
                Self::with_detail(Code::IdentifierTaken, detail).with_errors(vec![error])
            }
            Error::HeldByDeleted { claim, user, .. } => {
                let error = FieldError::of(claim.field(), "taken", &detail);
                let mut problem = Self::with_detail(Code::DeletedExists, detail);
                problem.user = Some(user);
                problem.with_errors(vec![error])
            }
            Error::OrderExists(_) => Self::with_detail(Code::OrderExists, detail),
            Error::KeyReused => Self::with_detail(Code::IdempotencyKeyReused, detail),
            Error::Contended => Self::with_detail(Code::Contended, detail),
            // As much of the reason as the policy tells; all of it is in the audit trail.
            Error::LogInFailed { .. } => Self::with_detail(Code::LoginFailed, detail),
            Error::AuthorizationFailure => Self::with_detail(Code::AuthorizationFailure, detail),
            Error::PasswordChangeRequired { change_token } => {
                let mut problem = Self::with_detail(Code::PasswordChangeRequired, detail);
                problem.change_token = Some(change_token);
                problem
            }
            Error::ReauthenticationRequired => {
                Self::with_detail(Code::ReauthenticationRequired, detail)
            }
            Error::NotLoggedIn => Self::with_detail(Code::Unauthorized, detail),
            Error::SetupClosed => Self::with_detail(Code::LinkInvalid, detail),
            Error::Busy => Self::with_detail(Code::Busy, detail),
            Error::Unavailable { port, source } => {
                Self::new(Code::Unavailable).caused_by(format!("{port}: {source}"))
            }
            Error::Corrupt(what) => Self::new(Code::Internal).caused_by(what),
        }
    }
}

impl Problem {
    fn rejected(rejection: Rejection) -> Self {
        let code = code_of(&rejection);
        let mut problem = Self::with_detail(code, rejection.to_string());
        match rejection {
            Rejection::Validation(wrong) => {
                problem.with_errors(wrong.into_iter().map(FieldError::from).collect())
            }
            Rejection::PasswordPolicy(weak) => problem.with_errors(password_errors(&weak)),
            Rejection::InvalidTransition { from, .. } => {
                problem.from = Some(from);
                problem.allowed = Some(Vec::new());
                problem
            }
            Rejection::ImmutableField { field } => {
                let error = FieldError::of(field, "immutable", &problem.detail);
                problem.with_errors(vec![error])
            }
            Rejection::TooSoon => problem.retry_after(3_600),
            Rejection::NotFound
            | Rejection::Forbidden { .. }
            | Rejection::SystemAdminOnly
            | Rejection::SelfOnly
            | Rejection::SelfAction
            | Rejection::LastAdmin
            | Rejection::NoAdministratorLeft
            | Rejection::ProtectedUser
            | Rejection::StrongerUser { .. }
            | Rejection::RoleNotGrantable { .. }
            | Rejection::BuiltInRole { .. }
            | Rejection::PolicyForbids { .. }
            | Rejection::ExternalCredential
            | Rejection::NoEmail
            | Rejection::LinkInvalid
            | Rejection::LinkExpired
            | Rejection::SeatLimit { .. }
            | Rejection::Anonymized
            | Rejection::NotRestorable
            | Rejection::HasHistory
            | Rejection::InUse { .. }
            | Rejection::StaleVersion => problem,
        }
    }
}

fn password_errors(weak: &WeakPassword) -> Vec<FieldError> {
    let faults = weak.0.iter();
    faults
        .map(|fault| FieldError::of("password", fault.code(), &fault.to_string()))
        .collect()
}
