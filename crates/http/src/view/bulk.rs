//! What became of one action for many.

use crate::problem::Problem;
use serde::Serialize;
use tenure_service::users::BulkReport;
use utoipa::ToSchema;

/// What became of one action for many users.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BulkView {
    /// The action.
    #[schema(example = "deactivate")]
    pub(crate) action: &'static str,
    /// Was it only a trial?
    pub(crate) dry_run: bool,
    /// Users that were looked at.
    pub(crate) total: u64,
    /// Users to whom it was done, or in a trial would be.
    pub(crate) done: u64,
    /// Users with whom nothing was to do.
    pub(crate) unchanged: u64,
    /// Users to whom it was not done.
    pub(crate) skipped: Vec<SkippedView>,
}

/// A user to whom it was not done, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SkippedView {
    /// The user as he was named.
    #[schema(example = "US12")]
    pub(crate) id: String,
    /// His display number, if the caller sees him.
    #[schema(example = "US12")]
    pub(crate) number: Option<String>,
    /// The permanent code.
    #[schema(example = "last_admin")]
    pub(crate) code: &'static str,
    /// In a sentence for people.
    pub(crate) message: String,
}

impl BulkView {
    /// The report of an action, with numbers of this prefix.
    pub(crate) fn new(
        action: &'static str,
        dry_run: bool,
        report: BulkReport,
        prefix: &str,
    ) -> Self {
        let BulkReport {
            done,
            unchanged,
            skipped,
        } = report;
        let skipped = skipped.into_iter().map(|row| {
            let problem = Problem::from(row.error);
            SkippedView {
                id: row.named,
                number: row.number.map(|number| format!("{prefix}{number}")),
                code: problem.code.as_str(),
                message: problem.detail.clone(),
            }
        });
        let skipped = skipped.collect::<Vec<_>>();
        let more = u64::try_from(skipped.len()).unwrap_or(u64::MAX);
        Self {
            action,
            dry_run,
            total: done.saturating_add(unchanged).saturating_add(more),
            done,
            unchanged,
            skipped,
        }
    }
}
