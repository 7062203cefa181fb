//! The house that everything lives in: is it sound, and what a copy of it is made of.

use super::{BoxError, Tenant};
use async_trait::async_trait;
use serde::Serialize;
use std::{fmt, fs::File};

/// How a look at something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Ok,
    /// Works, but somebody should know.
    Warn,
    /// Does not work.
    Fail,
}

impl Verdict {
    /// The permanent name.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// What one look found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// At what.
    pub name: &'static str,
    /// How it is.
    pub verdict: Verdict,
    /// What was found.
    pub found: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

impl Check {
    /// All is well.
    #[must_use]
    pub fn ok(name: &'static str, found: impl Into<String>) -> Self {
        Self {
            name,
            verdict: Verdict::Ok,
            found: found.into(),
            remedy: None,
        }
    }

    /// It works, but somebody should know.
    #[must_use]
    pub fn warn(name: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Warn,
            remedy: Some(remedy.into()),
            ..Self::ok(name, found)
        }
    }

    /// It does not work.
    #[must_use]
    pub fn fail(name: &'static str, found: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            verdict: Verdict::Fail,
            remedy: Some(remedy.into()),
            ..Self::ok(name, found)
        }
    }
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:4}  {}: {}",
            self.verdict.code(),
            self.name,
            self.found
        )?;
        match &self.remedy {
            Some(remedy) => write!(f, " – {remedy}"),
            None => Ok(()),
        }
    }
}

/// How much of the house is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of it: the tenant lives there alone.
    House,
    /// What concerns the tenant, without where things lie: others live there, too.
    Tenant,
}

/// What the data lie in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// A file, which can be copied from within.
    File,
    /// A server with tools of its own.
    Server,
}

/// A copy of everything, whole and proved so. It has no name any more: when it is read, it is gone.
#[derive(Debug)]
pub struct Copy {
    /// The copy, at its beginning.
    pub file: File,
    /// How large it is.
    pub bytes: u64,
}

/// The house.
#[cfg_attr(any(test, feature = "mocks"), mockall::automock)]
#[async_trait]
pub trait Premises: Send + Sync {
    /// Looks whether everything is as it should be, for a tenant; nothing is changed.
    async fn look(&self, tenant: &Tenant, scope: Scope) -> Vec<Check>;

    /// What the data lie in.
    fn storage(&self) -> Storage;

    /// Copies everything while work goes on. MUST only answer with a copy that was read again and found whole.
    async fn copy(&self) -> Result<Copy, BoxError>;
}
