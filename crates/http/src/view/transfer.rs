//! What became of a file.

use chrono::{DateTime, Utc};
use serde::Serialize;
use tenure_domain::{ImportCounts, value::UserId};
use tenure_service::import::{Outcome, Reason, RowResult};
use utoipa::ToSchema;

/// So many rows are told of in one answer; a streamed one tells of all.
const MOST_ROWS: usize = 10_000;

/// What became of a file of users.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct ImportReport {
    /// Was nothing changed, because only asked?
    pub(crate) dry_run: bool,
    /// How many rows came to what.
    pub(crate) counts: CountsView,
    /// The rows that were refused, or all of them.
    pub(crate) rows: Vec<RowView>,
    /// So many more rows would have stood here.
    pub(crate) rows_left_out: u64,
}

/// How many rows came to what.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[schema(as = ImportCounts)]
pub(crate) struct CountsView {
    /// Users who are new.
    pub(crate) created: u64,
    /// Users who were changed.
    pub(crate) updated: u64,
    /// Users who were so already.
    pub(crate) unchanged: u64,
    /// Rows that were refused.
    pub(crate) failed: u64,
}

impl From<ImportCounts> for CountsView {
    fn from(counts: ImportCounts) -> Self {
        Self {
            created: counts.created,
            updated: counts.updated,
            unchanged: counts.unchanged,
            failed: counts.failed,
        }
    }
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportRow)]
pub(crate) struct RowView {
    /// The line of the file at which it begins.
    #[schema(example = 12)]
    pub(crate) line: u64,
    /// `created`, `updated`, `unchanged` or `failed`.
    #[schema(example = "failed")]
    pub(crate) result: &'static str,
    /// Whom it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>, nullable = false)]
    pub(crate) user: Option<UserId>,
    /// Why it was refused; all of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub(crate) errors: Vec<ReasonView>,
}

/// One thing that is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportReason)]
pub(crate) struct ReasonView {
    /// The column; empty where it is about the whole row.
    #[schema(example = "email")]
    pub(crate) column: String,
    /// The permanent code.
    #[schema(example = "identifier_taken")]
    pub(crate) code: String,
    /// What to do, in a sentence.
    pub(crate) message: String,
}

impl From<Reason> for ReasonView {
    fn from(reason: Reason) -> Self {
        Self {
            column: reason.column,
            code: reason.code,
            message: reason.message,
        }
    }
}

impl RowView {
    /// A dry run made nobody, so it names nobody who is new.
    pub(crate) fn new(row: RowResult, dry_run: bool) -> Self {
        let result = row.outcome.code();
        let is_new = row.outcome == Outcome::Created;
        let errors = match row.outcome {
            Outcome::Failed(reasons) => reasons.into_iter().map(ReasonView::from).collect(),
            Outcome::Created | Outcome::Updated | Outcome::Unchanged => Vec::new(),
        };
        Self {
            line: row.line,
            result,
            user: row.user.filter(|_| !(dry_run && is_new)),
            errors,
        }
    }
}

impl ImportReport {
    /// Nothing to tell yet.
    pub(crate) fn of(dry_run: bool) -> Self {
        Self {
            dry_run,
            ..Self::default()
        }
    }

    /// Adds what became of rows.
    pub(crate) fn add(&mut self, rows: impl IntoIterator<Item = RowView>) {
        for row in rows {
            if self.rows.len() < MOST_ROWS {
                self.rows.push(row);
            } else {
                self.rows_left_out = self.rows_left_out.saturating_add(1);
            }
        }
    }

    /// The whole.
    pub(crate) fn whole(mut self, counts: ImportCounts) -> Self {
        self.counts = counts.into();
        self
    }
}

/// The last line of a streamed report.
#[derive(Debug, Serialize)]
pub(crate) struct LastLine {
    pub(crate) result: &'static str,
    pub(crate) counts: CountsView,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) detail: Option<String>,
}

/// The name of the file that an export is saved as.
pub(crate) fn file_name(at: DateTime<Utc>, ending: &str) -> String {
    format!("users-{}.{ending}", at.format("%Y-%m-%d"))
}
