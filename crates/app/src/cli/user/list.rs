//! `user list`.

use super::{Desk, view::UserRow};
use crate::{cli::Usage, operator, output};
use clap::Args;
use std::collections::BTreeSet;
use tenure_domain::lifecycle::Status;
use tenure_service::ports::{ListFilter, PageRequest, SortKey, SortOrder};

/// So many rows at a time.
const PAGE: u16 = 200;

#[derive(Args, Debug)]
#[command(after_help = "Examples:
  tenure user list --q lopez
  tenure user list --status blocked,inactive --format json")]
pub(super) struct ListArgs {
    /// pending, active, inactive, blocked, deleted; several divided by commas [default: all that the policy lists]
    #[arg(long, value_delimiter = ',', value_name = "STATUS")]
    status: Vec<String>,
    /// Words in the fields that the policy names, such as e-mail address, names and user name, or a display number
    #[arg(long, value_name = "TEXT")]
    q: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

impl Desk {
    pub(super) async fn list(&self, args: ListArgs) -> anyhow::Result<()> {
        let statuses = args.status.iter().map(|code| {
            Status::from_code(code).ok_or_else(|| Usage(format!("there is no status {code:?}")))
        });
        let statuses = statuses.collect::<Result<BTreeSet<_>, _>>()?;
        let policy = &self.tenant.policy;
        let searches = args.q.as_deref().map(|q| policy.search_keyword(q));
        let filter = ListFilter {
            searches: searches.unwrap_or_default(),
            status: Some(statuses).filter(|statuses| !statuses.is_empty()),
            ..ListFilter::default()
        };
        let mut page = PageRequest {
            sort: SortKey::Id,
            order: SortOrder::Ascending,
            limit: PAGE,
            cursor: None,
        };
        let most = args.limit.unwrap_or(usize::MAX);
        let mut rows = Vec::new();
        loop {
            let reading = self.app.reading();
            let listed = reading
                .list(&self.tenant, filter.clone(), &page, &operator::actor())
                .await
                .map_err(|error| crate::cli::explain(&error))?;
            rows.extend(listed.rows.iter().map(|account| self.row(account)));
            page.cursor = listed.next;
            if page.cursor.is_none() || rows.len() >= most {
                break;
            }
        }
        rows.truncate(most);
        UserRow::print_all(self.format, &rows)?;
        output::note(&format!("{} user(s)", rows.len()));
        Ok(())
    }
}
