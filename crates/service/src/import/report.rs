//! What became of a file, row by row.

use crate::cells::Column;
use serde::Serialize;
use tenure_domain::{ImportCounts, Rejection, Violation, value::UserId};

/// One thing that is wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The permanent code.
    pub code: String,
    /// The column; empty where it is about the whole row.
    pub column: String,
    /// What to do, in a sentence.
    pub message: String,
}

impl Reason {
    pub(super) fn new(column: &str, code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            column: column.to_owned(),
            message: message.into(),
        }
    }

    pub(super) fn of(column: Column, code: &str, message: impl Into<String>) -> Self {
        Self::new(column.name(), code, message)
    }

    /// What the rules say, each fault at its column.
    pub(super) fn rejected(rejection: &Rejection) -> Vec<Self> {
        if let Rejection::Validation(wrong) = rejection {
            return wrong.iter().map(Self::violated).collect();
        }
        let column = if let Rejection::ImmutableField { field } = rejection {
            field
        } else {
            ""
        };
        vec![Self::new(column, rejection.code(), rejection.to_string())]
    }

    pub(super) fn violated(wrong: &Violation) -> Self {
        let field = wrong.pointer.trim_start_matches('/');
        let field = field.split('/').next().unwrap_or_default();
        let column = Column::of(field).map(Column::name);
        Self::new(column.unwrap_or(field), wrong.code, wrong.message.clone())
    }
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The user is new.
    Created,
    /// The user was changed.
    Updated,
    /// The user was so already.
    Unchanged,
    /// Nothing was changed.
    Failed(Vec<Reason>),
}

impl Outcome {
    /// The permanent name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Failed(_) => "failed",
        }
    }

    /// Why the row was refused; nothing where it was not.
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        match self {
            Self::Failed(reasons) => reasons,
            Self::Created | Self::Updated | Self::Unchanged => &[],
        }
    }
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowResult {
    /// The line at which it begins, counted from 1.
    pub line: u64,
    /// Whom it is about, where that is known.
    pub user: Option<UserId>,
    /// What became of it.
    pub outcome: Outcome,
}

impl RowResult {
    pub(super) fn failed(line: u64, reasons: Vec<Reason>) -> Self {
        Self {
            line,
            user: None,
            outcome: Outcome::Failed(reasons),
        }
    }

    /// Counts the row in.
    pub(super) fn count(&self, counts: &mut ImportCounts) {
        let counter = match self.outcome {
            Outcome::Created => &mut counts.created,
            Outcome::Updated => &mut counts.updated,
            Outcome::Unchanged => &mut counts.unchanged,
            Outcome::Failed(_) => &mut counts.failed,
        };
        *counter = counter.saturating_add(1);
    }
}

/// Why a file is not read any further. What stands before is done, and can be done again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The head names columns that are not there, twice or not known.
    #[error("The file's columns need attention.")]
    Columns(Vec<Reason>),
    /// The file is not what it should be, from this line on.
    #[error("Line {line}: {message}")]
    File {
        /// The line, counted from 1.
        line: u64,
        /// What is wrong.
        message: String,
    },
}
